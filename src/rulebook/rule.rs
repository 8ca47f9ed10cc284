//! A rule: what the book prints under one key, and what the organisation has put over it.

use super::keys;
use jiff::Span;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};
use std::fmt;
use toml::Value;

/// One entry as a rules file prints it. A key may be printed several times, with growing `from`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Printed {
    pub key: String,
    pub value: Value,
    /// A code of units.toml.
    pub unit: String,
    pub zh: String,
    pub en: String,
    pub does_zh: String,
    pub does_en: String,
    /// A code of sources.toml.
    pub source: String,
    pub chapter: Option<String>,
    pub article: Option<String>,
    pub from: Date,
    pub to: Option<Date>,
    pub mark: Mark,
    /// Local practice rather than a rule of the whole country.
    #[serde(default)]
    pub local: bool,
    pub min: Option<Value>,
    pub max: Option<Value>,
    #[serde(default)]
    pub choices: Vec<String>,
}

/// How well the number is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// The text of the law was read in full.
    #[serde(rename = "P")]
    Law,
    /// The rule's text was read in a reprint.
    #[serde(rename = "R")]
    Reprint,
    #[serde(rename = "S")]
    SecondHand,
    #[serde(rename = "I")]
    Inferred,
    #[serde(rename = "unverified")]
    Unverified,
}

/// What an organisation has decided for itself, from a date on. Its table is only appended to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Override {
    pub key: String,
    pub value: Value,
    /// As the officer typed it: the document that the decision stands on.
    pub source: String,
    pub article: Option<String>,
    pub from: Date,
    pub to: Option<Date>,
}

/// What sort of value a rule has; the form for editing it follows from this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Number,
    Switch,
    Duration,
    Text,
    List,
    Table,
}

/// Why an override is not taken. `code` is the key of its translation, `args` what it names.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    UnknownKey,
    OtherKind(Kind),
    Below(Value),
    Above(Value),
    NotAmong(Vec<String>),
    Empty,
    EndsBeforeItBegins,
    /// A table that the code could not read, in the reader's words.
    Shape(String),
}

/// One key: its printed versions in the order of their dates, and its overrides as they were made.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub file: String,
    pub first: Printed,
    pub later: Vec<Printed>,
    pub overrides: Vec<Override>,
}

/// The value in force on a day, with what it stands on.
#[derive(Clone, Copy)]
pub(super) enum InForce<'a> {
    Printed(&'a Printed),
    Own(&'a Override),
}

impl Rule {
    /// Exactly one value on any day. An override that holds on that day wins over print, the one
    /// with the latest `from` over the others, and of two from the same day the one made later.
    /// Before the first printed date the first version stands in, because facts older than the
    /// rule still have to be counted by something; after a last `to` the last version goes on.
    pub fn on(&self, day: Date) -> InForce<'_> {
        let own = self.overrides.iter().filter(|own| own.holds(day)).max_by_key(|own| own.from);
        let printed = || self.later.iter().rev().find(|printed| printed.from <= day);
        match own {
            Some(own) => InForce::Own(own),
            None => InForce::Printed(printed().unwrap_or(&self.first)),
        }
    }

    pub fn versions(&self) -> impl Iterator<Item = &Printed> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// The newest printed version: its limits are the ones an edit has to keep.
    pub fn newest(&self) -> &Printed {
        self.later.last().unwrap_or(&self.first)
    }

    pub fn takes(&self, own: &Override) -> Result<(), Refusal> {
        if own.to.is_some_and(|to| to < own.from) {
            return Err(Refusal::EndsBeforeItBegins);
        }
        self.newest().allows(&own.value)
    }
}

impl<'a> InForce<'a> {
    pub fn value(&self) -> &'a Value {
        match self {
            InForce::Printed(printed) => &printed.value,
            InForce::Own(own) => &own.value,
        }
    }
}

impl Override {
    fn holds(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

impl Printed {
    pub fn kind(&self) -> Option<Kind> {
        kind_of(&self.value, self.unit == "duration")
    }

    /// Whether a value could stand here: the same kind, within the limits, and readable by the code.
    pub fn allows(&self, value: &Value) -> Result<(), Refusal> {
        let durations = self.unit == "duration";
        let kind = self.kind().ok_or_else(|| Refusal::Shape("a kind of value no rule has".into()))?;
        if kind_of(value, durations) != Some(kind) {
            return Err(Refusal::OtherKind(kind));
        }
        self.within(value, durations)?;
        let expected = keys::ALL.iter().find(|expected| expected.covers(&self.key));
        (expected.ok_or(Refusal::UnknownKey)?.reads)(value).map_err(Refusal::Shape)
    }

    /// Limits hold for the value itself and for every number, duration or choice inside it.
    fn within(&self, value: &Value, durations: bool) -> Result<(), Refusal> {
        match value {
            Value::Integer(_) => self.between(value, |a, b| a.as_integer().cmp(&b.as_integer())),
            Value::String(_) if durations => {
                if span(value).is_none() {
                    return Err(Refusal::OtherKind(Kind::Duration));
                }
                self.between(value, |a, b| length(a).cmp(&length(b)))
            }
            Value::String(text) if !self.choices.is_empty() && !self.choices.contains(text) => Err(Refusal::NotAmong(self.choices.clone())),
            Value::Array(items) => {
                // A choice of none is a choice; a list of anything else needs something in it.
                if items.is_empty() && self.choices.is_empty() {
                    return Err(Refusal::Empty);
                }
                items.iter().try_for_each(|item| self.within(item, durations))
            }
            Value::Table(fields) => fields.values().try_for_each(|field| match field {
                // Inside a table lists may be empty: a year can have no exchanged days.
                Value::Array(items) => items.iter().try_for_each(|item| self.within(item, durations)),
                field => self.within(field, durations),
            }),
            _ => Ok(()),
        }
    }

    fn between(&self, value: &Value, compare: impl Fn(&Value, &Value) -> std::cmp::Ordering) -> Result<(), Refusal> {
        match (&self.min, &self.max) {
            (Some(min), _) if compare(value, min).is_lt() => Err(Refusal::Below(min.clone())),
            (_, Some(max)) if compare(value, max).is_gt() => Err(Refusal::Above(max.clone())),
            _ => Ok(()),
        }
    }
}

/// Fractions of binary numbers and TOML's own dates are no kind: rules are whole numbers and text.
fn kind_of(value: &Value, durations: bool) -> Option<Kind> {
    match value {
        Value::Integer(_) => Some(Kind::Number),
        Value::Boolean(_) => Some(Kind::Switch),
        Value::String(_) if durations => Some(Kind::Duration),
        Value::String(_) => Some(Kind::Text),
        Value::Array(_) => Some(Kind::List),
        Value::Table(_) => Some(Kind::Table),
        Value::Float(_) | Value::Datetime(_) => None,
    }
}

fn span(value: &Value) -> Option<Span> {
    value.as_str()?.parse().ok()
}

/// How long a duration is, counted from a day that makes months and years comparable.
fn length(value: &Value) -> Option<i64> {
    let start = date(2001, 1, 1).at(0, 0, 0, 0);
    let end = start.checked_add(span(value)?).ok()?;
    Some(end.duration_since(start).as_secs())
}

impl Refusal {
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::UnknownKey => "rulebook.unknown_key",
            Refusal::OtherKind(_) => "rulebook.other_kind",
            Refusal::Below(_) => "rulebook.below",
            Refusal::Above(_) => "rulebook.above",
            Refusal::NotAmong(_) => "rulebook.not_among",
            Refusal::Empty => "rulebook.empty",
            Refusal::EndsBeforeItBegins => "rulebook.ends_before_it_begins",
            Refusal::Shape(_) => "rulebook.shape",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::UnknownKey => write!(f, "the code knows no such key"),
            Refusal::OtherKind(kind) => write!(f, "a {kind:?} is wanted"),
            Refusal::Below(min) => write!(f, "less than {min}"),
            Refusal::Above(max) => write!(f, "more than {max}"),
            Refusal::NotAmong(choices) => write!(f, "not one of {}", choices.join(", ")),
            Refusal::Empty => write!(f, "the list is empty"),
            Refusal::EndsBeforeItBegins => write!(f, "it ends before it begins"),
            Refusal::Shape(why) => write!(f, "{why}"),
        }
    }
}

#[cfg(test)]
#[path = "rule_tests.rs"]
mod tests;
