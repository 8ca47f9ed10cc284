//! What one row says, as values of the ledger, and what of it is doubtful.

use super::{
    doubt::{Bounds, Doubt, unlikely},
    in_service::{Offer, in_service},
    needs::need,
    units::unit,
};
use crate::{
    activities::{called::Called, matrix::mode},
    needs,
    orgs::Kind as OrgKind,
    people::{CardFacts, Facts, FloatingFacts},
    units,
};
use serde::{Deserialize, Serialize};
use sheets::{Dictionary, Field, Kind, Record, Value, values::PartialDate};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Draft {
    pub sheet: usize,
    /// As people number it.
    pub line: u32,
    pub says: Says,
    pub doubts: Vec<Doubt>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Says {
    Org(OrgSaid),
    Member(Person),
    Floating(Person, FloatingFacts),
    Card(Person, Box<CardFacts>),
    /// A row of a roll-call. `twice`: another row of the sheet has the same name.
    RollCall(Person, Vec<Called>, bool),
    Unit(Box<units::Facts>),
    InService(Person, Box<Offer>),
    /// With the community that the table names.
    Need(Option<String>, Box<needs::Facts>),
}

/// An organisation as a table lists it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OrgSaid {
    pub name: String,
    pub parent: Option<String>,
    pub kind: Option<OrgKind>,
    pub secretary: String,
    pub phone: Option<String>,
    pub founded: Option<String>,
    pub elected: Option<String>,
}

/// A person as a row tells them. Empty facts are facts that the row does not tell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Person {
    pub facts: Facts,
    pub branch: Option<String>,
    /// The ID number's form, birth date and check digit are right.
    pub id_proved: bool,
    /// Whether the row tells a full member from a probationary one.
    pub tells_probation: bool,
}

impl Draft {
    pub fn of(record: &Record<'_>, sheet: usize, kind: Kind, words: &Dictionary, bounds: &Bounds, today: PartialDate) -> Draft {
        let mut doubts: Vec<Doubt> = record.troubles.iter().map(Doubt::of).collect();
        let says = match kind {
            Kind::Organisations => Says::Org(organisation(record)),
            Kind::FloatingRegister => Says::Floating(person(record, words), floating(record)),
            Kind::ContactCards => Says::Card(person(record, words), Box::new(card(record, today))),
            Kind::RollCall => Says::RollCall(person(record, words), called(record), false),
            Kind::Units => Says::Unit(Box::new(unit(record, words, &mut doubts))),
            Kind::InService => in_service(record, words),
            Kind::Needs => Says::Need(some(record, Field::Branch), Box::new(need(record, words, today))),
            _ => Says::Member(person(record, words)),
        };
        if kind == Kind::Roster {
            doubts.extend(unlikely(record, bounds, today));
        }
        Draft { sheet, line: record.row, says, doubts }
    }

    pub fn name(&self) -> &str {
        match &self.says {
            Says::Org(org) => &org.name,
            Says::Unit(unit) => &unit.name,
            Says::Need(_, need) => &need.what,
            Says::Member(p) | Says::Floating(p, _) | Says::Card(p, _) | Says::RollCall(p, ..) | Says::InService(p, _) => &p.facts.name,
        }
    }

    pub fn person(&self) -> Option<&Person> {
        match &self.says {
            Says::Org(_) | Says::Unit(_) | Says::Need(..) => None,
            Says::Member(p) | Says::Floating(p, _) | Says::Card(p, _) | Says::RollCall(p, ..) | Says::InService(p, _) => Some(p),
        }
    }

    pub fn person_mut(&mut self) -> Option<&mut Person> {
        match &mut self.says {
            Says::Org(_) | Says::Unit(_) | Says::Need(..) => None,
            Says::Member(p) | Says::Floating(p, _) | Says::Card(p, _) | Says::RollCall(p, ..) | Says::InService(p, _) => Some(p),
        }
    }

    pub fn flags(&self) -> Vec<String> {
        let mut flags: Vec<String> = self.doubts.iter().map(|d| d.flag.clone()).collect();
        flags.sort();
        flags.dedup();
        flags
    }
}

pub fn text(record: &Record<'_>, field: Field) -> String {
    record.text(field).unwrap_or_default().to_owned()
}

pub fn some(record: &Record<'_>, field: Field) -> Option<String> {
    record.text(field).map(str::to_owned)
}

fn date(record: &Record<'_>, field: Field) -> Option<String> {
    record.date(field).map(|d| d.to_string())
}

pub fn phone(record: &Record<'_>) -> Option<String> {
    record.phones().first().map(|p| p.as_str().to_owned())
}

fn organisation(record: &Record<'_>) -> OrgSaid {
    let name = text(record, Field::OrgName);
    let kind = record.text(Field::OrgType).and_then(OrgKind::read).or_else(|| kind_by_name(&name));
    OrgSaid {
        parent: some(record, Field::OrgParent),
        kind,
        secretary: text(record, Field::Secretary),
        phone: phone(record),
        founded: date(record, Field::Founded),
        elected: date(record, Field::Elected),
        name,
    }
}

fn kind_by_name(name: &str) -> Option<OrgKind> {
    const ENDS: [(&str, OrgKind); 7] = [
        ("党工委", OrgKind::WorkingCommittee),
        ("党总支", OrgKind::GeneralBranch),
        ("联合党支部", OrgKind::JointBranch),
        ("支部", OrgKind::Branch),
        ("过渡期党小组", OrgKind::TransitionGroup),
        ("党小组", OrgKind::Group),
        ("党委", OrgKind::Committee),
    ];
    let name = name.trim_end_matches("委员会");
    ENDS.into_iter().find(|(end, _)| name.ends_with(end)).map(|(_, kind)| kind)
}

pub fn person(record: &Record<'_>, words: &Dictionary) -> Person {
    let id = record.id_number();
    let id_no =
        id.map(|id| id.as_str().to_owned()).or_else(|| record.unread(Field::IdNumber).map(|raw| sheets::values::clean(raw).to_owned()));
    let probationary = record.yes(Field::Probationary);
    let became_full = date(record, Field::BecameFull);
    let mut facts = Facts {
        name: text(record, Field::Name),
        sex: record.sex().map_or("", |s| s.zh()).into(),
        birth: record.birth().map(|d| d.to_string()),
        id_no,
        phone: phone(record),
        education: text(record, Field::Education),
        joined: date(record, Field::Joined),
        probationary: probationary.unwrap_or(false),
        employment: text(record, Field::Employment),
        unit: text(record, Field::Unit),
        home: some(record, Field::Home),
        lives_at: some(record, Field::LivesNow),
        last_contact: date(record, Field::LastContact),
        became_full,
        ..Facts::default()
    };
    facts.extra = kept_besides(record, words, &OF_MEMBERS);
    Person {
        tells_probation: probationary.is_some() || facts.became_full.is_some(),
        branch: some(record, Field::Branch),
        id_proved: id.is_some(),
        facts,
    }
}

/// The fields that a member's facts have a place for.
const OF_MEMBERS: [Field; 13] = {
    use Field::*;
    [Name, Sex, Birth, Education, Joined, BecameFull, MemberKind, Employment, Unit, Home, LivesNow, LastContact, Phone]
};

/// What there is no place for besides these fields is kept under its own name, and so is what could
/// not be read.
pub fn kept_besides(record: &Record<'_>, words: &Dictionary, own: &[Field]) -> BTreeMap<String, String> {
    let mut extra = BTreeMap::new();
    for (field, value) in &record.values {
        let kept = match value {
            // Their places hold them also where they cannot be read.
            _ if matches!(field, Field::IdNumber | Field::Branch | Field::Probationary) => continue,
            Value::Unread(raw) => raw.to_string(),
            _ if own.contains(field) => continue,
            Value::Text(text) => text.to_string(),
            Value::Date(date) => date.to_string(),
            Value::Yes(yes) => if *yes { "是" } else { "否" }.into(),
            Value::Number(number) => number.to_string(),
            Value::List(list) => list.join("、"),
            Value::Phones(phones) => phones.iter().map(|p| p.as_str()).collect::<Vec<_>>().join("、"),
            _ => continue,
        };
        extra.insert(words.label(*field).zh, kept);
    }
    extra.extend(record.extras.iter().map(|(head, kept)| ((*head).to_owned(), kept.to_string())));
    extra
}

fn floating(record: &Record<'_>) -> FloatingFacts {
    FloatingFacts {
        destination: text(record, Field::Destination),
        reason: text(record, Field::LeaveReason),
        since: date(record, Field::LeftOn),
        certificate: text(record, Field::Certificate),
        contact_person: text(record, Field::ContactPerson),
        last_contact: date(record, Field::LastContact),
    }
}

fn called(record: &Record<'_>) -> Vec<Called> {
    record.marks.iter().map(|(head, mark)| Called { head: (*head).clone(), mode: mode(*mark) }).collect()
}

fn card(record: &Record<'_>, today: PartialDate) -> CardFacts {
    let studies = match record.get(Field::ReturnsToStudy) {
        Some(Value::Yes(true)) => "是".to_owned(),
        Some(Value::Yes(false)) => "否".to_owned(),
        Some(Value::Text(text)) => text.to_string(),
        _ => String::new(),
    };
    CardFacts {
        householder: text(record, Field::HouseholdHead),
        former_home: some(record, Field::Home),
        lives_at: some(record, Field::LivesNow),
        housing: text(record, Field::Housing),
        contact: phone(record),
        family: some(record, Field::Family),
        work: text(record, Field::Employment),
        studies_at_home: studies,
        health: some(record, Field::Health),
        confirmed_on: today.to_string(),
    }
}
