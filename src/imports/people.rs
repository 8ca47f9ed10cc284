//! Whom a row means: somebody of the ledger, somebody of another row, or nobody yet.
//!
//! The rule, in this order. (1) A proved ID number is one person. (2) Without one: the same name,
//! and the same unreadable number, or birth date together with phone or branch: the same person.
//! (3) The same name and only one of birth date, phone and branch: perhaps, and a person decides.
//! Two who both have a proved number and not the same are two.

use super::draft::Person;
use crate::people::{Likely, Member};
use kernel::{Id, Reader, Result};
use sheets::values::PartialDate;
use std::collections::{HashMap, HashSet};

/// Flags of a member whose ID number is not proved.
const UNPROVED: &str = "id_";

/// Somebody this import has met before this row.
#[derive(Clone, Debug)]
pub struct Met {
    /// In the ledger; not yet while an import is only looked at.
    pub member: Option<Id>,
    pub name: Box<str>,
    /// File by its position, sheet and line.
    pub at: (usize, usize, u32),
    proved: bool,
    id_no: Option<String>,
    birth: Option<String>,
    phone: Option<String>,
    branch: Option<String>,
}

/// Whom a row means.
#[derive(Debug)]
pub enum Whom {
    Nobody,
    Met(Met),
    /// One proved ID number, two names within this import.
    MetOtherName(Met),
    Member(Box<Member>),
    /// One ID number, two names.
    OtherName(Box<Member>),
    /// The words name what both have in common.
    Perhaps(Box<Member>, String),
    /// Known in an organisation that the caller does not look after.
    Elsewhere,
}

/// Everybody whom a row can mean.
pub struct People {
    /// Nobody stood in the ledger when the import began.
    pub alone: bool,
    met: Vec<Met>,
    by_id: HashMap<Box<str>, u32>,
    by_name: HashMap<Box<str>, Vec<u32>>,
    claimed: HashSet<Id>,
}

impl People {
    pub fn new(cx: &Reader) -> Result<People> {
        let everyone = cx.beyond_scope("an ID number may be known in another organisation; it is compared, never shown");
        let somebody: Option<Id> = everyone.maybe("select id from {members} m limit 1", &[])?;
        Ok(People { alone: somebody.is_none(), met: vec![], by_id: HashMap::new(), by_name: HashMap::new(), claimed: HashSet::new() })
    }

    /// Remembers whom a row brought or meant.
    pub fn meet(&mut self, person: &Person, member: Option<Id>, at: (usize, usize, u32)) {
        let f = &person.facts;
        let index = self.met.len() as u32;
        if let Some(id_no) = f.id_no.as_deref().filter(|_| person.id_proved) {
            self.by_id.entry(id_no.into()).or_insert(index);
        }
        self.by_name.entry(f.name.as_str().into()).or_default().push(index);
        self.claimed.extend(member);
        self.met.push(Met {
            member,
            name: f.name.as_str().into(),
            at,
            proved: person.id_proved,
            id_no: f.id_no.clone(),
            birth: f.birth.clone(),
            phone: f.phone.clone(),
            branch: person.branch.clone(),
        });
    }

    /// Whether an earlier row brings somebody of this name to this branch, who is not in the ledger yet.
    pub fn brings(&self, person: &Person) -> bool {
        let mut named = self.by_name.get(person.facts.name.as_str()).into_iter().flatten().map(|index| &self.met[*index as usize]);
        named.any(|met| met.member.is_none() && met.branch == person.branch)
    }

    /// The earlier row of this import with the same proved number.
    pub fn twin(&self, person: &Person) -> Option<&Met> {
        let id_no = person.facts.id_no.as_deref().filter(|_| person.id_proved)?;
        self.by_id.get(id_no).map(|index| &self.met[*index as usize])
    }

    /// Whom a row of a register or a card means: first those whom this import brought.
    pub fn known(&self, cx: &Reader, person: &Person, org: Option<Id>) -> Result<Whom> {
        if let Some(met) = self.twin(person) {
            return Ok(if *met.name == *person.facts.name { Whom::Met(met.clone()) } else { Whom::MetOtherName(met.clone()) });
        }
        let named = self.by_name.get(person.facts.name.as_str()).into_iter().flatten().map(|index| &self.met[*index as usize]);
        let mut alike = named.filter(|met| met.is(person));
        match (alike.next(), alike.next()) {
            (Some(met), None) => Ok(Whom::Met(met.clone())),
            _ => self.in_ledger(cx, person, org),
        }
    }

    /// Whom of the ledger a row means.
    pub fn in_ledger(&self, cx: &Reader, person: &Person, org: Option<Id>) -> Result<Whom> {
        if self.alone {
            return Ok(Whom::Nobody);
        }
        let f = &person.facts;
        if let Some(id_no) = f.id_no.as_deref().filter(|_| person.id_proved) {
            let same = Member::with_id_no(cx, id_no)?;
            let named = same.iter().find(|m| m.name == f.name).or(same.first()).cloned();
            if let Some(member) = named {
                return Ok(if member.name == f.name { Whom::Member(Box::new(member)) } else { Whom::OtherName(Box::new(member)) });
            }
            let everyone = cx.beyond_scope("an ID number may be known in another organisation; it is compared, never shown");
            if !Member::with_id_no(&everyone, id_no)?.is_empty() {
                return Ok(Whom::Elsewhere);
            }
        }
        self.by_likeness(cx, person, org)
    }

    fn by_likeness(&self, cx: &Reader, person: &Person, org: Option<Id>) -> Result<Whom> {
        let f = &person.facts;
        let mut likely = Member::matches(cx, &f.name, f.birth.as_deref(), f.phone.as_deref(), org)?;
        likely.retain(|l| !(self.claimed.contains(&l.member.id) || person.id_proved && proved(&l.member)));
        let mut same_number = vec![];
        if let Some(raw) = f.id_no.as_deref().filter(|_| !person.id_proved) {
            same_number = Member::with_id_no(cx, raw)?;
        }
        // Where neither side knows more than name and branch, they are all there is.
        let all_there_is = |l: &&Likely| l.same_org && f.birth.is_none() && f.phone.is_none() && l.member.birth.is_none();
        let certain = likely
            .iter()
            .find(|l| same_number.iter().any(|m| m.id == l.member.id) || l.same_birth && (l.same_phone || l.same_org) || all_there_is(l));
        if let Some(certain) = certain {
            return Ok(Whom::Member(Box::new(certain.member.clone())));
        }
        // A branch has many of one name; the same branch and another birth date is somebody else.
        likely.retain(|l| l.same_birth || !(f.birth.is_some() && l.member.birth.is_some()) || l.same_phone);
        let Some(perhaps) = likely.into_iter().next() else { return Ok(Whom::Nobody) };
        let common: Vec<&str> = [("birth", perhaps.same_birth), ("phone", perhaps.same_phone), ("branch", perhaps.same_org)]
            .into_iter()
            .filter(|c| c.1)
            .map(|c| c.0)
            .collect();
        Ok(Whom::Perhaps(Box::new(perhaps.member), common.join(" ")))
    }
}

impl Met {
    /// Whether it says of the person what this row says, as far as it was kept.
    pub fn repeats(&self, person: &Person) -> bool {
        let f = &person.facts;
        *self.name == *f.name && self.birth == f.birth && self.phone == f.phone && self.branch == person.branch
    }

    /// The same person as this row of the same name.
    fn is(&self, person: &Person) -> bool {
        let f = &person.facts;
        if self.proved && person.id_proved {
            return false;
        }
        let same = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
        same(&self.id_no, &f.id_no)
            || same(&self.phone, &f.phone)
            || agree(self.birth.as_deref(), f.birth.as_deref()) && same(&self.branch, &person.branch)
    }
}

/// Whether the ledger has this member's ID number, and nothing is wrong with it.
pub fn proved(member: &Member) -> bool {
    !member.flags.split(' ').any(|flag| flag.starts_with(UNPROVED))
}

/// Whether both can be the same day, one said more precisely than the other.
pub fn agree(one: Option<&str>, other: Option<&str>) -> bool {
    let read = |text: Option<&str>| text.and_then(|t| t.parse::<PartialDate>().ok());
    matches!((read(one), read(other)), (Some(a), Some(b)) if a.agrees_with(b))
}
