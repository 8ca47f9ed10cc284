//! Rows of a register of units: what they say, what they would change, and how they are taken in.

use super::{
    decision::Decision,
    doubt::Doubt,
    draft::{Draft, kept_besides, phone, text},
    judge::{Bench, Changed, Verdict},
    lines::plain,
    take::{Hand, Taken, Was},
    why::Why,
};
use crate::{
    orgs::Org,
    people::mask_phone,
    units::{self, Facts, Unit},
};
use kernel::{Error, Id, Reader, Result, Text, args};
use sheets::{Dictionary, Field, Record};

/// What a row says of a unit. A code that cannot be is kept as it is written, and doubtful.
pub fn unit(record: &Record<'_>, words: &Dictionary, doubts: &mut Vec<Doubt>) -> Facts {
    use Field::*;
    let name = text(record, Unit);
    let party = [OrgName, Branch, OrgParent].into_iter().map(|f| text(record, f)).find(|t| !t.is_empty());
    let code = text(record, UnitCode);
    let code = match units::check(&code) {
        Ok(right) => right,
        Err(_) if code.is_empty() => code,
        Err(fault) => {
            let flag = if fault == units::Fault::Check { "code_check" } else { "code_malformed" };
            doubts.push(Doubt {
                flag: flag.into(),
                cell: String::new(),
                fact: "code".into(),
                raw: code.clone(),
                proposal: None,
                text: Text::new(fault.zh(), fault.en()),
            });
            code
        }
    };
    let own = [Unit, OrgName, Branch, OrgParent, UnitCode, UnitKind, Home, ContactPerson, Phone];
    Facts {
        kind: text(record, UnitKind),
        address: text(record, Home),
        contact_person: text(record, ContactPerson),
        phone: phone(record),
        party_org: party.unwrap_or_else(|| party_of(&name)),
        extra: kept_besides(record, words, &own),
        flags: vec![],
        name,
        code,
    }
}

/// A roster may name the Party organisation where it means the unit.
pub fn party_of(name: &str) -> String {
    if ["党支部", "党总支", "党委", "党组"].iter().any(|end| name.ends_with(end)) { name.to_owned() } else { String::new() }
}

/// By which a row below means the same unit.
pub fn keys(said: &Facts) -> Vec<String> {
    let code = (!said.code.is_empty()).then(|| format!("unit code {}", said.code));
    code.into_iter().chain([key_of(&said.name)]).collect()
}

pub fn key_of(name: &str) -> String {
    format!("unit {name}")
}

impl Bench<'_> {
    /// By credit code, then by name.
    pub fn unit(&self, draft: &Draft, said: &Facts, choice: &str) -> Result<Verdict> {
        if let Some(row) = self.seen.find(&keys(said)) {
            let again = row.said == serde_json::to_string(said)?;
            return Ok(match row.subject.filter(|_| !again) {
                Some(unit) => self.unit_stands(draft, &self.cx.find(unit)?, said, choice)?,
                None => Verdict::Same(row.subject),
            });
        }
        if let Some(unit) = standing(self.cx, said)? {
            return self.unit_stands(draft, &unit, said, choice);
        }
        if !Unit::known(self.cx, &said.name, &said.code)?.is_empty() {
            return Ok(Verdict::Decide(Why::UnitElsewhere, None));
        }
        Ok(if draft.doubts.is_empty() || matches!(choice, "flag" | "edit") {
            Verdict::New(None)
        } else {
            Verdict::Decide(Why::Doubtful(draft.flags()), None)
        })
    }

    fn unit_stands(&self, draft: &Draft, unit: &Unit, said: &Facts, choice: &str) -> Result<Verdict> {
        let two_codes = !unit.code.is_empty() && !said.code.is_empty() && unit.code != said.code && draft.doubts.is_empty();
        if choice != "same" {
            if unit.name != said.name {
                return Ok(Verdict::Decide(Why::UnitRenamed(unit.name.clone()), Some(unit.id)));
            }
            if two_codes {
                return Ok(Verdict::Decide(Why::OtherCode(unit.code.clone()), Some(unit.id)));
            }
        }
        let old = unit.facts(self.cx)?;
        let fields: Vec<String> = old.differences(&merged(&old, said, draft)).into_iter().map(str::to_owned).collect();
        Ok(match fields.is_empty() {
            true => Verdict::Same(Some(unit.id)),
            false => Verdict::Changed(Box::new(Changed { subject: unit.id, fields, facts: None, to: None })),
        })
    }
}

/// The unit that the row means, as far as the caller looks after it.
fn standing(cx: &Reader, said: &Facts) -> Result<Option<Unit>> {
    if !said.code.is_empty()
        && let Some(unit) = cx.maybe("select * from {units} u where u.code = $1", args![&said.code])?
    {
        return Ok(Some(unit));
    }
    cx.maybe("select * from {units} u where u.name = $1", args![&said.name])
}

/// What is doubtful never replaces what stands.
fn merged(old: &Facts, said: &Facts, draft: &Draft) -> Facts {
    let doubted = draft.doubts.iter().any(|d| d.fact == "code");
    let code = if doubted && !old.code.is_empty() { String::new() } else { said.code.clone() };
    let flags = if doubted && old.code.is_empty() { draft.flags() } else { old.flags.clone() };
    let new = old.and(&Facts { code, ..said.clone() });
    if doubted { Facts { flags, ..new } } else { new }
}

impl Hand<'_> {
    pub fn enter_unit(&self, org: &Org, draft: &Draft, said: &Facts) -> Result<Taken> {
        let id = Unit::enter(self.cx, org, &Facts { flags: draft.flags(), ..said.clone() }, Some(self.import))?;
        Ok(Taken { subject: Some(id), ..Taken::default() })
    }

    pub fn change_unit(&self, changed: &Changed, draft: &Draft, said: &Facts) -> Result<Taken> {
        let unit: Unit = self.cx.find(changed.subject)?;
        let old = unit.facts(self.cx)?;
        unit.change(self.cx, &merged(&old, said, draft), Some(self.import))?;
        let was = Was::Unit { facts: Box::new(old), last_import: unit.last_import };
        Ok(Taken { subject: Some(unit.id), was: Some(was), ..Taken::default() })
    }
}

/// Old and new of each fact, hidden ones masked.
pub fn sides(cx: &Reader, subject: Id, draft: &Draft, said: &Facts) -> Result<[Vec<(&'static str, String)>; 2]> {
    let old = cx.find::<Unit>(subject)?.facts(cx)?;
    let new = merged(&old, said, draft);
    Ok([shown(&old), shown(&new)])
}

pub fn shown(f: &Facts) -> Vec<(&'static str, String)> {
    vec![
        ("name", f.name.clone()),
        ("code", f.code.clone()),
        ("unit_kind", f.kind.clone()),
        ("address", f.address.clone()),
        ("contact_person", f.contact_person.clone()),
        ("phone", plain(&f.phone, mask_phone)),
        ("party_org", f.party_org.clone()),
    ]
}

/// What was typed takes the place of a doubtful code.
pub fn correct(decision: &Decision, said: &mut Facts, doubts: &mut Vec<Doubt>) -> Result<()> {
    if !decision.code.trim().is_empty() {
        said.code = units::check(&decision.code).map_err(|fault| Error::field("code", fault.zh(), fault.en()))?;
        doubts.retain(|d| d.fact != "code");
    }
    Ok(())
}
