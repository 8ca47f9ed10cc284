//! What one row says, as values of the ledger, and what of it is doubtful.

use crate::{
    orgs::Kind as OrgKind,
    people::{CardFacts, Facts, FloatingFacts},
};
use kernel::Text;
use serde::{Deserialize, Serialize};
use sheets::{Code, Dictionary, Field, Kind, Record, Trouble, Value, values::PartialDate};

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

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Doubt {
    pub flag: String,
    pub cell: String,
    /// The fact of the ledger that it is about.
    pub fact: String,
    /// As it was typed. Hidden.
    pub raw: String,
    /// Hidden.
    pub proposal: Option<String>,
    pub text: Text,
}

/// What the rule book believes of a member's dates, in months.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    pub joining_age_min: i64,
    pub age_max: i64,
    pub probation: i64,
}

impl Draft {
    pub fn of(record: &Record<'_>, sheet: usize, kind: Kind, words: &Dictionary, bounds: &Bounds, today: PartialDate) -> Draft {
        let mut doubts: Vec<Doubt> = record.troubles.iter().map(Doubt::of).collect();
        let says = match kind {
            Kind::Organisations => Says::Org(organisation(record)),
            Kind::FloatingRegister => Says::Floating(person(record, words), floating(record)),
            Kind::ContactCards => Says::Card(person(record, words), Box::new(card(record, today))),
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
            Says::Member(p) | Says::Floating(p, _) | Says::Card(p, _) => &p.facts.name,
        }
    }

    pub fn person(&self) -> Option<&Person> {
        match &self.says {
            Says::Org(_) => None,
            Says::Member(p) | Says::Floating(p, _) | Says::Card(p, _) => Some(p),
        }
    }

    pub fn person_mut(&mut self) -> Option<&mut Person> {
        match &mut self.says {
            Says::Org(_) => None,
            Says::Member(p) | Says::Floating(p, _) | Says::Card(p, _) => Some(p),
        }
    }

    pub fn flags(&self) -> Vec<String> {
        let mut flags: Vec<String> = self.doubts.iter().map(|d| d.flag.clone()).collect();
        flags.sort();
        flags.dedup();
        flags
    }
}

impl Doubt {
    fn of(trouble: &Trouble) -> Doubt {
        Doubt {
            flag: flag(trouble),
            cell: trouble.cell.clone(),
            fact: trouble.field.map_or("", fact).into(),
            raw: trouble.raw.clone(),
            proposal: trouble.proposal.clone(),
            text: Text::new(trouble.zh(), trouble.en()),
        }
    }
}

/// The ledger's name of a field, which is also the first word of its flags.
fn fact(field: Field) -> &'static str {
    match field {
        Field::IdNumber => "id_no",
        Field::LivesNow => "lives_at",
        Field::OtherPhone => "phone",
        other => other.code(),
    }
}

/// Dates say which date it is; all else is a code of its own.
fn flag(trouble: &Trouble) -> String {
    let about = |what: &str| match trouble.field {
        Some(Field::IdNumber) => format!("id_{what}"),
        field => format!("{}_{what}", field.map_or("date", fact)),
    };
    match trouble.code {
        Code::DateImpossible => about("impossible"),
        Code::DateUnreadable => about("unreadable"),
        Code::DateFuture => about("future"),
        Code::DateUnclear => about("unclear"),
        code => code.code().into(),
    }
}

fn text(record: &Record<'_>, field: Field) -> String {
    record.text(field).unwrap_or_default().to_owned()
}

fn some(record: &Record<'_>, field: Field) -> Option<String> {
    record.text(field).map(str::to_owned)
}

fn date(record: &Record<'_>, field: Field) -> Option<String> {
    record.date(field).map(|d| d.to_string())
}

fn phone(record: &Record<'_>) -> Option<String> {
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

fn person(record: &Record<'_>, words: &Dictionary) -> Person {
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
    keep_the_rest(record, words, &mut facts);
    Person {
        tells_probation: probationary.is_some() || facts.became_full.is_some(),
        branch: some(record, Field::Branch),
        id_proved: id.is_some(),
        facts,
    }
}

/// What the ledger has no place for is kept under its own name, and so is what could not be read.
fn keep_the_rest(record: &Record<'_>, words: &Dictionary, facts: &mut Facts) {
    use Field::*;
    for (field, value) in &record.values {
        let kept = match (field, value) {
            (IdNumber | Branch | MemberKind | Probationary, _) => continue,
            (Phone, Value::Phones(phones)) if phones.len() < 2 => continue,
            (Phone, Value::Phones(phones)) => phones[1..].iter().map(|p| p.as_str()).collect::<Vec<_>>().join("、"),
            (_, Value::Unread(raw)) => raw.to_string(),
            (Name | Sex | Birth | Education | Joined | BecameFull | Employment | Unit | Home | LivesNow | LastContact, _) => continue,
            (_, Value::Text(text)) => text.to_string(),
            (_, Value::Date(date)) => date.to_string(),
            (_, Value::Yes(yes)) => if *yes { "是" } else { "否" }.into(),
            (_, Value::Number(number)) => number.to_string(),
            (_, Value::List(list)) => list.join("、"),
            (_, Value::Phones(phones)) => phones.iter().map(|p| p.as_str()).collect::<Vec<_>>().join("、"),
            _ => continue,
        };
        facts.extra.insert(words.label(*field).zh, kept);
    }
    for (head, kept) in &record.extras {
        facts.extra.insert((*head).to_owned(), kept.to_string());
    }
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

/// Dates that each can be, but hardly together.
fn unlikely(record: &Record<'_>, bounds: &Bounds, today: PartialDate) -> Vec<Doubt> {
    let months = |d: PartialDate| i64::from(d.year()) * 12 + i64::from(d.month().unwrap_or(1));
    let (birth, joined, full) = (record.birth(), record.date(Field::Joined), record.date(Field::BecameFull));
    let between = |from: Option<PartialDate>, to: Option<PartialDate>| Some(months(to?) - months(from?));
    let doubt = |flag: &str, fact: &str, zh: &'static str, en: &'static str| Doubt {
        flag: flag.into(),
        cell: String::new(),
        fact: fact.into(),
        raw: String::new(),
        proposal: None,
        text: Text::fixed(zh, en),
    };
    let mut doubts = vec![];
    if between(birth, Some(today)).is_some_and(|age| age > bounds.age_max) {
        doubts.push(doubt("birth_too_old", "birth", "按出生日期，年龄大得不可信", "by the birth date the age is not believable"));
    }
    // A date of a year alone may be eleven months off.
    if between(birth, joined).is_some_and(|age| age + 11 < bounds.joining_age_min) {
        doubts.push(doubt("joined_too_young", "joined", "入党时还不到规定的年龄", "joined below the least age"));
    }
    let precise = joined.is_some_and(|d| d.month().is_some()) && full.is_some_and(|d| d.month().is_some());
    if precise && between(joined, full).is_some_and(|length| length >= 0 && length < bounds.probation) {
        doubts.push(doubt("full_too_early", "became_full", "转正日期早于预备期满", "became a full member before probation ended"));
    }
    doubts
}
