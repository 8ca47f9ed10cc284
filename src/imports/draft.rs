//! What one row says, as values of the ledger, and what of it is doubtful.

use super::{
    doubt::{Bounds, Doubt, unlikely},
    dues::DuesSaid,
    households::{Household, household},
    in_service::{Offer, in_service},
    needs::need,
    units::unit,
};
use crate::{
    activities::{called::Called, matrix::mode},
    needs,
    orgs::Kind as OrgKind,
    people::{CardFacts, Extra, Facts, FloatingFacts},
    units,
};
use serde::{Deserialize, Serialize};
use sheets::{Dictionary, Field, Kind, Note, Record, Value, values::PartialDate};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Draft {
    pub sheet: usize,
    /// As people number it.
    pub line: u32,
    pub says: Says,
    pub doubts: Vec<Doubt>,
    /// What was read otherwise than it stands.
    #[serde(skip)]
    pub notes: Vec<Note>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Says {
    Org(OrgSaid),
    Member(Person),
    Floating(Person, FloatingFacts),
    Card(Person, Box<CardFacts>),
    /// A row of a roll-call. `twice`: another row of the sheet has the same name.
    RollCall(Person, Vec<Called>, bool),
    Dues(Person, DuesSaid),
    Household(Person, Box<Household>),
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
    #[serde(default)]
    pub extra: Extra,
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
            Kind::Organisations => Says::Org(organisation(record, words)),
            Kind::FloatingRegister => Says::Floating(person(record, words, &OF_REGISTER), floating(record)),
            Kind::ContactCards => Says::Card(person(record, words, &OF_CARDS), Box::new(card(record, today))),
            Kind::RollCall => Says::RollCall(person(record, words, &[]), called(record), false),
            Kind::Dues => Says::Dues(person(record, words, &OF_DUES), DuesSaid::of(record)),
            Kind::Households => {
                let (person, told) = household(record, words, today);
                Says::Household(person, Box::new(told))
            }
            Kind::Units => Says::Unit(Box::new(unit(record, words, &mut doubts))),
            Kind::InService => in_service(record, words),
            Kind::Needs => Says::Need(some(record, Field::Branch), Box::new(need(record, words, today))),
            _ => Says::Member(person(record, words, &[])),
        };
        if kind == Kind::Roster {
            doubts.extend(unlikely(record, bounds, today));
        }
        Draft { sheet, line: record.row, says, doubts, notes: record.notes.clone() }
    }

    pub fn name(&self) -> &str {
        match &self.says {
            Says::Org(org) => &org.name,
            Says::Unit(unit) => &unit.name,
            Says::Need(_, need) => &need.what,
            _ => self.person().map_or("", |p| &p.facts.name),
        }
    }

    pub fn person(&self) -> Option<&Person> {
        match &self.says {
            Says::Org(_) | Says::Unit(_) | Says::Need(..) => None,
            Says::Member(p)
            | Says::Floating(p, _)
            | Says::Card(p, _)
            | Says::RollCall(p, ..)
            | Says::Dues(p, _)
            | Says::Household(p, _)
            | Says::InService(p, _) => Some(p),
        }
    }

    /// The person whom the row tells something about that stands beside the member's facts.
    pub fn beside(&self) -> Option<&Person> {
        match &self.says {
            Says::Floating(p, _) | Says::Card(p, _) | Says::Dues(p, _) | Says::Household(p, _) => Some(p),
            _ => None,
        }
    }

    pub fn person_mut(&mut self) -> Option<&mut Person> {
        match &mut self.says {
            Says::Org(_) | Says::Unit(_) | Says::Need(..) => None,
            Says::Member(p)
            | Says::Floating(p, _)
            | Says::Card(p, _)
            | Says::RollCall(p, ..)
            | Says::Dues(p, _)
            | Says::Household(p, _)
            | Says::InService(p, _) => Some(p),
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

fn organisation(record: &Record<'_>, words: &Dictionary) -> OrgSaid {
    use Field::*;
    let name = text(record, Field::OrgName);
    let kind = record.text(Field::OrgType).and_then(OrgKind::read).or_else(|| kind_by_name(&name));
    OrgSaid {
        parent: some(record, Field::OrgParent),
        kind,
        secretary: text(record, Field::Secretary),
        phone: phone(record),
        founded: date(record, Field::Founded),
        elected: date(record, Field::Elected),
        // How many there are follows from the ledger.
        extra: kept_besides(record, words, &[OrgName, OrgParent, OrgType, Secretary, Phone, Founded, Elected, MemberCount, Branch]),
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

/// The fields that have a place in a member's facts, or are said in another way.
const OF_MEMBERS: [Field; 16] = {
    use Field::*;
    [
        Name,
        Sex,
        Birth,
        IdNumber,
        Phone,
        Education,
        Joined,
        BecameFull,
        Probationary,
        MemberKind,
        Branch,
        Employment,
        Unit,
        Home,
        LivesNow,
        LastContact,
    ]
};

/// What the floating register and the contact card have places for beside them.
const OF_REGISTER: [Field; 6] =
    [Field::Destination, Field::LeaveReason, Field::LeftOn, Field::Certificate, Field::ContactPerson, Field::Floating];
const OF_CARDS: [Field; 5] = [Field::HouseholdHead, Field::Housing, Field::Family, Field::Health, Field::ReturnsToStudy];

const OF_DUES: [Field; 4] = [Field::DuesBase, Field::DuesDue, Field::DuesPaid, Field::DuesUntil];
pub const OF_HOUSEHOLDS: [Field; 8] =
    [Field::HouseholdHead, Field::Housing, Field::Family, Field::Health, Field::Relation, Field::People, Field::Building, Field::Door];

/// `beside`: the fields that have their place beside the member's facts.
pub fn person(record: &Record<'_>, words: &Dictionary, beside: &[Field]) -> Person {
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
    facts.extra = kept_besides(record, words, &[&OF_MEMBERS, beside].concat());
    Person {
        tells_probation: probationary.is_some() || facts.became_full.is_some(),
        branch: some(record, Field::Branch),
        id_proved: id.is_some(),
        facts,
    }
}

/// What the ledger has no place for is kept under its own name, and so is what could not be read.
/// `own`: the fields that have their place.
pub fn kept_besides(record: &Record<'_>, words: &Dictionary, own: &[Field]) -> Extra {
    let mut extra = Extra::new();
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
