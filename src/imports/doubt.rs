//! What of a row is doubtful: cells that cannot be read, and dates that hardly go together.

use kernel::Text;
use serde::{Deserialize, Serialize};
use sheets::{Code, Field, Record, Trouble, values::PartialDate};

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

impl Doubt {
    pub fn of(trouble: &Trouble) -> Doubt {
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

/// Dates that each can be, but hardly together.
pub fn unlikely(record: &Record<'_>, bounds: &Bounds, today: PartialDate) -> Vec<Doubt> {
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
