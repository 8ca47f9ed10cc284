//! A row against the ledger: what it would change, or what somebody has to decide first.

use super::{
    draft::{Draft, OrgSaid, Person, Says},
    merge::merged,
    people::{People, Whom},
    seen::Seen,
    tree::{Place, Tree},
    why::Why,
};
use crate::{
    orgs::Org,
    people::{Beside, Card, Extra, Facts, Floating, Member},
};
use kernel::{Id, Reader, Result};

/// The choice that keeps a row out.
pub const LEAVE: &str = "leave";

/// What a row becomes.
#[derive(Debug)]
pub enum Verdict {
    /// Of whom, where it is a register's line or a card.
    New(Option<Id>),
    /// With the names of the facts that change.
    Changed(Box<Changed>),
    Same(Option<Id>),
    /// Left out, as somebody decided.
    Left,
    Decide(Why, Option<Id>),
    Refused(Why),
}

#[derive(Debug)]
pub struct Changed {
    pub subject: Id,
    pub fields: Vec<String>,
    /// What the member's facts become.
    pub facts: Option<Facts>,
    /// Where the member moves to.
    pub to: Option<Id>,
}

/// What the walk knows so far, and what somebody decided about this row.
pub struct Bench<'a> {
    pub cx: &'a Reader,
    pub tree: &'a Tree,
    pub people: &'a People,
    pub seen: &'a Seen,
}

impl Bench<'_> {
    /// `choice` is a word that `Row::decide` takes, or empty.
    pub fn judge(&self, draft: &Draft, choice: &str) -> Result<Verdict> {
        if choice == LEAVE {
            return Ok(Verdict::Left);
        }
        if draft.name().trim().is_empty() {
            return Ok(Verdict::Refused(Why::NameMissing));
        }
        let verdict = match &draft.says {
            Says::Org(org) => self.org(org, choice),
            Says::Member(person) => self.member(draft, person, choice),
            Says::Floating(person, _) | Says::Card(person, _) => self.paper(draft, person, choice),
            Says::Dues(person, said) => self.dues(draft, person, said, choice),
            Says::Household(person, told) => self.household(person, told, choice),
            Says::RollCall(person, called, twice) => self.roll_call(draft, person, called, *twice, choice),
            Says::Unit(said) => self.unit(draft, said, choice),
            Says::InService(who, offer) => self.in_service(draft, who, &offer.facts(who), choice),
            Says::Need(_, said) => self.need(said, choice),
        }?;
        self.with_extra(draft, verdict)
    }

    /// A register's line that tells nothing else may still have columns that no place is for.
    fn with_extra(&self, draft: &Draft, verdict: Verdict) -> Result<Verdict> {
        let (Verdict::Same(Some(member)), Some(person)) = (&verdict, draft.beside()) else { return Ok(verdict) };
        if person.facts.extra.is_empty() || !news(&person.facts.extra, &self.cx.find::<Member>(*member)?.facts(self.cx)?.extra) {
            return Ok(verdict);
        }
        Ok(Verdict::Changed(Box::new(Changed { subject: *member, fields: vec!["extra".into()], facts: None, to: None })))
    }

    fn org(&self, said: &OrgSaid, choice: &str) -> Result<Verdict> {
        if let Place::Stands(org) = self.tree.find(&said.name) {
            return self.org_stands(&org, said, choice);
        }
        match self.parent(said, choice) {
            Place::Unknown | Place::Left => Ok(Verdict::Decide(Why::ParentUnknown(said.parent.clone().unwrap_or_default()), None)),
            Place::Planned | Place::Stands(_) => Ok(Verdict::New(None)),
        }
    }

    /// The organisation above: as the row says or as somebody chose, and the top where it says nothing.
    pub fn parent(&self, said: &OrgSaid, choice: &str) -> Place {
        let chosen = choice.strip_prefix("below:").and_then(|id| id.parse().ok()).and_then(|id: Id| self.tree.with_id(id));
        let top = || self.tree.top.clone().map_or(Place::Unknown, Place::Stands);
        match (chosen, said.parent.as_deref()) {
            (Some(org), _) => Place::Stands(org.clone()),
            (None, Some(name)) => self.tree.find(name),
            (None, None) => top(),
        }
    }

    fn org_stands(&self, org: &Org, said: &OrgSaid, choice: &str) -> Result<Verdict> {
        let above = org.parent.and_then(|id| self.tree.with_id(id));
        if let (Some(above), Some(name)) = (above, said.parent.as_deref())
            && choice != "stay"
            && !matches!(self.tree.find(name), Place::Stands(other) if other.id == above.id)
        {
            return Ok(Verdict::Decide(Why::OrgElsewhere(above.name.clone()), Some(org.id)));
        }
        let phone = org.phone(self.cx)?;
        let other = |said: &Option<String>, old: &Option<String>| said.is_some() && said != old;
        let changes = [
            ("kind", said.kind.is_some_and(|k| k != org.kind)),
            ("secretary", !said.secretary.is_empty() && said.secretary != org.secretary),
            ("phone", other(&said.phone, &phone)),
            ("founded", other(&said.founded, &org.founded)),
            ("elected", other(&said.elected, &org.elected)),
            ("extra", !said.extra.is_empty() && news(&said.extra, &org.extra(self.cx)?)),
        ];
        let fields: Vec<String> = changes.into_iter().filter(|c| c.1).map(|c| c.0.to_owned()).collect();
        Ok(if fields.is_empty() {
            Verdict::Same(Some(org.id))
        } else {
            Verdict::Changed(Box::new(Changed { subject: org.id, fields, facts: None, to: None }))
        })
    }

    fn member(&self, draft: &Draft, person: &Person, choice: &str) -> Result<Verdict> {
        let place = person.branch.as_deref().map(|name| self.tree.find(name));
        let org = if let Some(Place::Stands(org)) = &place { Some(&**org) } else { None };
        if matches!(place, Some(Place::Left)) {
            return Ok(Verdict::Left);
        }
        if choice != "two"
            && let Some(met) = self.people.twin(person)
        {
            return Ok(match met.member.filter(|_| choice == "same") {
                Some(member) => self.merge(&self.cx.find(member)?, draft, org, "stay")?,
                None if met.repeats(person) => Verdict::Same(met.member),
                None => Verdict::Decide(Why::Twice { other_name: *met.name != *person.facts.name, at: met.at }, met.member),
            });
        }
        match self.people.in_ledger(self.cx, person, org.map(|o| o.id))? {
            Whom::Member(member) => self.merge(&member, draft, org, choice),
            Whom::OtherName(member) | Whom::Perhaps(member, _) if choice == "same" => self.merge(&member, draft, org, choice),
            Whom::OtherName(member) if choice != "two" => Ok(Verdict::Decide(Why::OtherName, Some(member.id))),
            Whom::Perhaps(member, common) if choice != "two" => Ok(Verdict::Decide(Why::Perhaps(common), Some(member.id))),
            Whom::Elsewhere => Ok(Verdict::Decide(Why::Elsewhere, None)),
            _ => Ok(self.nobody_yet(draft, person, place.as_ref(), choice)),
        }
    }

    fn nobody_yet(&self, draft: &Draft, person: &Person, place: Option<&Place>, choice: &str) -> Verdict {
        match place {
            None => Verdict::Decide(Why::BranchUnknown(String::new()), None),
            Some(Place::Unknown) => Verdict::Decide(Why::BranchUnknown(person.branch.clone().unwrap_or_default()), None),
            Some(_) if draft.doubts.is_empty() || matches!(choice, "flag" | "two" | "edit") => Verdict::New(None),
            Some(_) => Verdict::Decide(Why::Doubtful(draft.flags()), None),
        }
    }

    /// The row speaks of this member.
    fn merge(&self, member: &Member, draft: &Draft, org: Option<&Org>, choice: &str) -> Result<Verdict> {
        let elsewhere = org.filter(|o| o.id != member.org);
        if let Some(org) = elsewhere
            && !matches!(choice, "move" | "stay")
        {
            let here = self.tree.with_id(member.org).map_or(String::new(), |o| o.name.clone());
            return Ok(Verdict::Decide(Why::Moved { from: here, to: org.name.clone() }, Some(member.id)));
        }
        let to = elsewhere.filter(|_| choice == "move").map(|o| o.id);
        let old = member.facts(self.cx)?;
        let facts = merged(&old, draft);
        let mut fields: Vec<String> = old.differences(&facts).into_iter().map(str::to_owned).collect();
        fields.extend(to.map(|_| "organisation".to_owned()));
        Ok(if fields.is_empty() {
            Verdict::Same(Some(member.id))
        } else {
            Verdict::Changed(Box::new(Changed { subject: member.id, fields, facts: Some(facts), to }))
        })
    }

    /// A line of the register or a contact card: it is about somebody of the ledger.
    fn paper(&self, draft: &Draft, person: &Person, choice: &str) -> Result<Verdict> {
        match self.of_whom(person, choice)? {
            Ok(member) => self.paper_of(draft, member),
            Err(verdict) => Ok(verdict),
        }
    }

    /// Whom of the ledger a paper is about; or what its row becomes where that is not sure.
    pub fn of_whom(&self, person: &Person, choice: &str) -> Result<std::result::Result<Id, Verdict>> {
        let org = match person.branch.as_deref().map(|name| self.tree.find(name)) {
            Some(Place::Stands(org)) => Some(org.id),
            _ => None,
        };
        let decide = |why, member: Option<Id>| Err(Verdict::Decide(why, member));
        Ok(match self.people.known(self.cx, person, org)? {
            Whom::Met(met) => met.member.ok_or(Verdict::New(None)),
            Whom::MetOtherName(met) => match met.member.filter(|_| choice == "same") {
                Some(member) => Ok(member),
                None => decide(Why::OtherName, met.member),
            },
            Whom::Member(member) => Ok(member.id),
            Whom::OtherName(member) | Whom::Perhaps(member, _) if choice == "same" => Ok(member.id),
            Whom::OtherName(member) => decide(Why::OtherName, Some(member.id)),
            Whom::Perhaps(member, common) => decide(Why::Perhaps(common), Some(member.id)),
            Whom::Elsewhere => decide(Why::Elsewhere, None),
            Whom::Nobody => decide(Why::NoMember, None),
        })
    }

    fn paper_of(&self, draft: &Draft, member: Id) -> Result<Verdict> {
        let (old, new) = match &draft.says {
            Says::Floating(_, facts) => {
                (Floating::of(self.cx, member)?.map(serde_json::to_value).transpose()?, serde_json::to_value(facts)?)
            }
            Says::Card(_, facts) => (Card::of(self.cx, member)?.map(serde_json::to_value).transpose()?, serde_json::to_value(facts)?),
            _ => return Ok(Verdict::Same(Some(member))),
        };
        let Some(old) = old else { return Ok(Verdict::New(Some(member))) };
        let all = new.as_object().into_iter().flatten();
        // The same card of another day is the same.
        let fields: Vec<String> = all
            .filter(|(name, value)| *name != "confirmed_on" && old.get(name.as_str()) != Some(value))
            .map(|(name, _)| name.clone())
            .collect();
        Ok(if fields.is_empty() {
            Verdict::Same(Some(member))
        } else {
            Verdict::Changed(Box::new(Changed { subject: member, fields, facts: None, to: None }))
        })
    }
}

/// Whether something is said here that does not stand so.
fn news(said: &Extra, old: &Extra) -> bool {
    said.iter().any(|(name, value)| old.get(name) != Some(value))
}
