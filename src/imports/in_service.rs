//! Rows of a roster of members in service: what they say, whom they mean, and how they are taken in.
//!
//! Whom a row means, in this order: a proved ID number is one person; without one, the same name and
//! phone; then the same name and unit, unless the phones differ: then a person decides. The unit that a
//! roster names comes into the register with it. Where somebody lives decides the community.

use super::{
    draft::{Draft, Person, Says, kept_besides, person, some, text},
    judge::{Bench, Changed, Verdict},
    lines::plain,
    seen::SeenRow,
    take::{Hand, Taken, Was},
    tree::{Place, Tree},
    units::{key_of, party_of},
    why::Why,
};
use crate::{
    orgs::Org,
    people::{mask_address, mask_id_no, mask_phone},
    report_in::{Facts, ReportIn},
    skills::{joined, listed},
    units::{self, Unit},
};
use kernel::{Id, Reader, Result};
use serde::{Deserialize, Serialize};
use sheets::{Dictionary, Field, Record};
use std::{collections::BTreeMap, rc::Rc};

/// What a row says besides who it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    lives_at: Option<String>,
    skills: Vec<String>,
    available: String,
    post_wish: String,
    extra: BTreeMap<String, String>,
}

pub fn in_service(record: &Record<'_>, words: &Dictionary) -> Says {
    use Field::*;
    let own = [Name, Sex, Phone, Unit, Home, LivesNow, Estate, Skills, Available, PostWish];
    let offer = Offer {
        lives_at: [LivesNow, Home, Estate].into_iter().find_map(|f| some(record, f)),
        skills: record.list(Skills).iter().flat_map(|s| crate::skills::parted(s)).collect(),
        available: text(record, Available),
        post_wish: text(record, PostWish),
        extra: kept_besides(record, words, &own),
    };
    Says::InService(person(record, words, &[]), Box::new(offer))
}

impl Offer {
    pub fn facts(&self, who: &Person) -> Facts {
        let f = &who.facts;
        Facts {
            name: f.name.clone(),
            sex: f.sex.clone(),
            id_no: f.id_no.clone(),
            phone: f.phone.clone(),
            unit_name: f.unit.clone(),
            lives_at: self.lives_at.clone(),
            skills: self.skills.clone(),
            available: self.available.clone(),
            post_wish: self.post_wish.clone(),
            extra: self.extra.clone(),
            ..Facts::default()
        }
    }
}

/// By which a row below means the same person.
pub fn keys(who: &Person, said: &Facts) -> Vec<String> {
    if let Some(id_no) = said.id_no.as_deref().filter(|_| who.id_proved) {
        return vec![format!("in service {id_no}")];
    }
    let phone = said.phone.as_deref().map(|p| format!("in service {} {p}", said.name));
    phone.into_iter().chain([format!("in service {} {}", said.name, said.unit_name)]).collect()
}

impl Tree {
    /// The community of a row: as a column or the table names it, else where the person lives, else
    /// the importer's own.
    pub fn community(&self, named: Option<&str>, address: Option<&str>) -> Option<Rc<Org>> {
        if let Some(Place::Stands(org)) = named.map(|name| self.find(name)) {
            return Some(org);
        }
        let lives = [named, address].into_iter().flatten().find_map(|text| self.places.find(text));
        lives.cloned().or_else(|| self.top.clone())
    }
}

impl Bench<'_> {
    pub fn in_service(&self, draft: &Draft, who: &Person, said: &Facts, choice: &str) -> Result<Verdict> {
        if choice != "two"
            && let Some(row) = self.seen.find(&keys(who, said))
        {
            return self.said_above(row, draft, who, said, choice);
        }
        if let Some(id_no) = said.id_no.as_deref().filter(|_| who.id_proved) {
            if let Some(stands) = ReportIn::with_id_no(self.cx, id_no)?.into_iter().next() {
                return match stands.name == said.name || choice == "same" {
                    true => self.stands(draft, who, said, &stands, choice),
                    false => Ok(Verdict::Decide(Why::OtherName, Some(stands.id))),
                };
            }
            let all = self.cx.beyond_scope("a person reports in at one community; the number is compared, never shown");
            if !ReportIn::with_id_no(&all, id_no)?.is_empty() {
                return Ok(Verdict::Decide(Why::ReportedElsewhere, None));
            }
        }
        match self.likely(who, said)? {
            Some((stands, _)) if choice == "same" => self.stands(draft, who, said, &stands, choice),
            Some((stands, true)) => self.stands(draft, who, said, &stands, choice),
            Some((stands, false)) if choice != "two" => Ok(Verdict::Decide(Why::Perhaps("unit".into()), Some(stands.id))),
            _ if draft.doubts.is_empty() || matches!(choice, "flag" | "two" | "edit") => Ok(Verdict::New(None)),
            _ => Ok(Verdict::Decide(Why::Doubtful(draft.flags()), None)),
        }
    }

    fn said_above(&self, row: &SeenRow, draft: &Draft, who: &Person, said: &Facts, choice: &str) -> Result<Verdict> {
        let again = row.said == serde_json::to_string(said)?;
        match row.subject {
            _ if again => Ok(Verdict::Same(row.subject)),
            Some(above) if choice == "same" => self.stands(draft, who, said, &self.cx.find(above)?, choice),
            _ => Ok(Verdict::Decide(
                if who.id_proved { Why::Twice { other_name: false, at: row.at } } else { Why::Again(row.at) },
                row.subject,
            )),
        }
    }

    /// Somebody of the same name and phone, or name and unit, and whether that is certain. Two who
    /// both have a proved number and not the same are two.
    fn likely(&self, who: &Person, said: &Facts) -> Result<Option<(ReportIn, bool)>> {
        let other = |r: &ReportIn| -> Result<bool> { Ok(who.id_proved && r.facts(self.cx)?.id_no.is_some() && !r.flags.contains("id_")) };
        if let Some(phone) = &said.phone {
            for found in ReportIn::reached_by(self.cx, &said.name, phone)? {
                if !other(&found)? {
                    return Ok(Some((found, true)));
                }
            }
        }
        if said.unit_name.is_empty() {
            return Ok(None);
        }
        for found in ReportIn::of_unit(self.cx, &said.name, &said.unit_name)? {
            if !other(&found)? {
                let phones = (found.facts(self.cx)?.phone, &said.phone);
                let certain = !matches!(phones, (Some(old), Some(new)) if old != *new);
                return Ok(Some((found, certain)));
            }
        }
        Ok(None)
    }

    /// The row speaks of this person.
    fn stands(&self, draft: &Draft, who: &Person, said: &Facts, old: &ReportIn, choice: &str) -> Result<Verdict> {
        let facts = old.facts(self.cx)?;
        let new = merged(&facts, said, who, draft);
        let moved = new.lives_at != facts.lives_at || who.branch.is_some();
        let to = self.tree.community(who.branch.as_deref(), said.lives_at.as_deref()).filter(|org| moved && org.id != old.org);
        if let Some(to) = &to
            && !matches!(choice, "move" | "stay")
        {
            let from = self.tree.with_id(old.org).map_or(String::new(), |o| o.name.clone());
            return Ok(Verdict::Decide(Why::Moved { from, to: to.name.clone() }, Some(old.id)));
        }
        let to = to.filter(|_| choice == "move").map(|org| org.id);
        let mut fields: Vec<String> = facts.differences(&new).into_iter().map(str::to_owned).collect();
        fields.extend(to.map(|_| "community".to_owned()));
        Ok(match fields.is_empty() {
            true => Verdict::Same(Some(old.id)),
            false => Verdict::Changed(Box::new(Changed { subject: old.id, fields, facts: None, to })),
        })
    }

    /// Whether taking this row in brings its unit into the register.
    pub fn founds_unit(&self, name: &str) -> Result<bool> {
        Ok(!name.is_empty() && self.seen.find(&[key_of(name)]).is_none() && Unit::known(self.cx, name, "")?.is_empty())
    }
}

fn merged(old: &Facts, said: &Facts, who: &Person, draft: &Draft) -> Facts {
    old.and(said, |fact| draft.doubts.iter().any(|d| d.fact == fact) || fact == "id_no" && !who.id_proved)
}

impl Hand<'_> {
    pub fn report_in(&self, tree: &Tree, draft: &Draft, who: &Person, said: &Facts, choice: &str) -> Result<Taken> {
        let Some(org) = tree.community(who.branch.as_deref(), said.lives_at.as_deref()) else { return Ok(Taken::default()) };
        self.unit_named(tree, &said.unit_name)?;
        let mut flags = draft.flags();
        flags.extend((choice == "two" && who.id_proved).then(|| "id_twice".to_owned()));
        let facts = Facts { reported_on: self.cx.today().to_string(), flags, ..said.clone() };
        let id = ReportIn::enter(self.cx, &self.skills, &org, &facts, Some(self.import))?;
        Ok(Taken { subject: Some(id), ..Taken::default() })
    }

    pub fn change_report_in(&self, tree: &Tree, changed: &Changed, draft: &Draft, who: &Person, said: &Facts) -> Result<Taken> {
        let old: ReportIn = self.cx.find(changed.subject)?;
        let facts = old.facts(self.cx)?;
        self.unit_named(tree, &said.unit_name)?;
        let org: Org = self.cx.find(changed.to.unwrap_or(old.org))?;
        old.change(self.cx, &self.skills, &org, &merged(&facts, said, who, draft), Some(self.import))?;
        let was = Was::ReportIn { facts: Box::new(facts), org: old.org, last_import: old.last_import };
        Ok(Taken { subject: Some(old.id), was: Some(was), ..Taken::default() })
    }

    /// A unit that a roster names and nobody knows stands with the importer's own organisation.
    fn unit_named(&self, tree: &Tree, name: &str) -> Result<()> {
        let Some(top) = &tree.top else { return Ok(()) };
        if name.is_empty() || !Unit::known(self.cx, name, "")?.is_empty() {
            return Ok(());
        }
        let facts = units::Facts { name: name.into(), party_org: party_of(name), ..units::Facts::default() };
        Unit::enter(self.cx, top, &facts, Some(self.import)).map(drop)
    }
}

/// Old and new of each fact, hidden ones masked.
pub fn sides(cx: &Reader, subject: Id, draft: &Draft, who: &Person, said: &Facts) -> Result<[Vec<(&'static str, String)>; 2]> {
    let old = cx.find::<ReportIn>(subject)?.facts(cx)?;
    let new = merged(&old, said, who, draft);
    Ok([shown(&old), shown(&new)])
}

pub fn shown(f: &Facts) -> Vec<(&'static str, String)> {
    vec![
        ("name", f.name.clone()),
        ("sex", f.sex.clone()),
        ("id_no", plain(&f.id_no, mask_id_no)),
        ("phone", plain(&f.phone, mask_phone)),
        ("unit", f.unit_name.clone()),
        ("lives_at", plain(&f.lives_at, mask_address)),
        ("skills", listed(&joined(&f.skills)).join("、")),
        ("available", f.available.clone()),
        ("post_wish", f.post_wish.clone()),
    ]
}
