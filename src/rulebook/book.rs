//! The rule book: every number of the field, with what it stands on and since when it holds. It is
//! read and checked once, at start; after that a look-up cannot fail.

use super::fault::Fault;
use super::keys::{self, Family, Key};
use super::rule::{Kind, Override, Printed, Refusal, Rule};
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::Value;

#[derive(Clone, Debug)]
pub struct Book {
    pub(super) rules: Vec<Rule>,
    by_key: BTreeMap<String, usize>,
    pub(super) sources: BTreeMap<String, Named>,
    pub(super) units: BTreeMap<String, Named>,
}

/// The rules in force on one day.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    pub(super) book: &'a Book,
    pub(super) on: Date,
}

/// A name in both languages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub zh: String,
    pub en: String,
}

macro_rules! printed {
    ($($file:literal),*) => { &[$(($file, include_str!(concat!("../../rules/", $file)))),*] };
}

const RULES: &[(&str, &str)] = printed![
    "organisation.toml",
    "cadence.toml",
    "activities.toml",
    "study.toml",
    "rounds.toml",
    "points.toml",
    "contact.toml",
    "difficulties.toml",
    "people.toml",
    "categories.toml",
    "dues.toml",
    "notices.toml",
    "calendar.toml",
    "ebranch.toml",
    "publicity.toml",
    "posts.toml",
    "service.toml",
    "commitments.toml",
    "desk.toml",
    "report_in.toml",
    "letters.toml",
    "away.toml",
    "venues.toml",
    "needs.toml",
    "accounts.toml",
    "imports.toml",
    "retention.toml",
    "holidays.toml"
];
const SOURCES: (&str, &str) = ("sources.toml", include_str!("../../rules/sources.toml"));
const UNITS: (&str, &str) = ("units.toml", include_str!("../../rules/units.toml"));

impl Book {
    /// The book as the programme carries it.
    pub fn open() -> Result<Book, Fault> {
        Book::read(RULES, SOURCES, UNITS)
    }

    /// The book with an organisation's own decisions over it, in the order they were made.
    pub fn with(&self, overrides: Vec<Override>) -> Result<Book, Fault> {
        let mut book = self.clone();
        for own in overrides {
            book.accepts(&own).map_err(|why| Fault::new("rule_overrides", &own.key, why))?;
            if let Some(&place) = book.by_key.get(&own.key) {
                book.rules[place].overrides.push(own);
            }
        }
        book.agrees_with_itself()?;
        Ok(book)
    }

    pub fn at(&self, on: Date) -> Rules<'_> {
        Rules { book: self, on }
    }

    /// Whether an edit could stand: a known key, the same kind of value, within its limits.
    pub fn accepts(&self, own: &Override) -> Result<(), Refusal> {
        self.rule(&own.key).ok_or(Refusal::UnknownKey)?.takes(own)
    }

    /// What a person typed for a key, as a value of its kind. Lists and tables are typed as TOML.
    pub fn read_typed(&self, key: &str, typed: &str) -> Result<Value, Refusal> {
        let rule = self.rule(key).ok_or(Refusal::UnknownKey)?.newest();
        let typed = typed.trim();
        let kind = rule.kind().ok_or(Refusal::UnknownKey)?;
        let toml = match kind {
            Kind::Text | Kind::Duration => Value::String(typed.into()),
            Kind::Number | Kind::Switch | Kind::List | Kind::Table => {
                let line = format!("value = {typed}");
                let mut table: toml::Table = line.parse().map_err(|_| Refusal::OtherKind(kind))?;
                // More than one line typed would be more than one value.
                table.remove("value").filter(|_| table.is_empty()).ok_or(Refusal::OtherKind(kind))?
            }
        };
        rule.allows(&toml).map(|()| toml)
    }

    pub(super) fn read(rules: &[(&str, &str)], sources: (&str, &str), units: (&str, &str)) -> Result<Book, Fault> {
        let mut book = Book { rules: Vec::new(), by_key: BTreeMap::new(), sources: names(sources)?, units: names(units)? };
        for (file, text) in rules {
            for printed in entries(file, text)? {
                book.print(file, printed)?;
            }
        }
        book.agrees_with_the_code()?;
        book.agrees_with_itself()?;
        Ok(book)
    }

    fn print(&mut self, file: &str, printed: Printed) -> Result<(), Fault> {
        let key = printed.key.clone();
        let fault = |reason: String| Fault::new(file, &key, reason);
        let chapter = file.trim_end_matches(".toml");
        if key.split('.').next() != Some(chapter) {
            return Err(fault(format!("a key of {file} begins with “{chapter}.”")));
        }
        if !self.sources.contains_key(&printed.source) {
            return Err(fault(format!("sources.toml has no “{}”", printed.source)));
        }
        if !self.units.contains_key(&printed.unit) {
            return Err(fault(format!("units.toml has no “{}”", printed.unit)));
        }
        if printed.to.is_some_and(|to| to < printed.from) {
            return Err(fault(Refusal::EndsBeforeItBegins.to_string()));
        }
        printed.allows(&printed.value).map_err(|why| fault(why.to_string()))?;
        let Some(&place) = self.by_key.get(&key) else {
            self.by_key.insert(key, self.rules.len());
            let (later, overrides) = (Vec::new(), Vec::new());
            self.rules.push(Rule { file: file.into(), first: printed, later, overrides });
            return Ok(());
        };
        let before = self.rules[place].newest();
        if before.to.unwrap_or(before.from) >= printed.from {
            return Err(fault(format!("the version of {} is still in force", before.from)));
        }
        if before.kind() != printed.kind() {
            return Err(fault("its versions are of different kinds".into()));
        }
        self.rules[place].later.push(printed);
        Ok(())
    }

    fn agrees_with_the_code(&self) -> Result<(), Fault> {
        match keys::ALL.iter().find(|expected| !self.by_key.keys().any(|key| expected.covers(key))) {
            Some(expected) => Err(Fault::new("rules", expected.name, "the code asks for it, no file holds it")),
            None => Ok(()),
        }
    }

    /// What one rule says of another: cadences and points name kinds of activity.
    fn agrees_with_itself(&self) -> Result<(), Fault> {
        let known = |kind: &str| self.rule(&format!("{}{kind}", keys::ACTIVITY_KINDS.prefix)).is_some();
        let values = |rule: &Rule| -> Vec<Value> {
            let own = rule.overrides.iter().map(|own| own.value.clone());
            rule.versions().map(|printed| printed.value.clone()).chain(own).collect()
        };
        for rule in &self.rules {
            let key = &rule.first.key;
            for value in values(rule) {
                if key.starts_with(keys::CATEGORIES.prefix) {
                    self.knows_the_others(rule, &value)?;
                    continue;
                }
                let named: Vec<String> = if key.starts_with(keys::CADENCES.prefix) {
                    value.get("kind").and_then(Value::as_str).map(str::to_string).into_iter().collect()
                } else if key == keys::SERVICE_POINTS_COEFFICIENT.name {
                    self.knows_the_posts(rule, &value)?;
                    continue;
                } else if key == keys::POINTS_ACTIVITY.name {
                    value.as_table().into_iter().flat_map(|points| points.keys().cloned()).collect()
                } else {
                    continue;
                };
                if let Some(kind) = named.iter().find(|kind| !known(kind)) {
                    return Err(Fault::new(&rule.file, key, format!("activities.toml has no kind “{kind}”")));
                }
            }
        }
        Ok(())
    }

    /// Points for service name kinds of posts.
    fn knows_the_posts(&self, rule: &Rule, value: &Value) -> Result<(), Fault> {
        match value
            .as_table()
            .into_iter()
            .flat_map(|t| t.keys())
            .find(|kind| self.rule(&format!("{}{kind}", keys::POST_KINDS.prefix)).is_none())
        {
            Some(kind) => Err(Fault::new(&rule.file, &rule.first.key, format!("posts.toml has no kind “{kind}”"))),
            None => Ok(()),
        }
    }

    /// A category says beside which others it says nothing more.
    fn knows_the_others(&self, rule: &Rule, value: &Value) -> Result<(), Fault> {
        let others = value.get("not_with").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        for other in others {
            if self.rule(&format!("{}{other}", keys::CATEGORIES.prefix)).is_none() {
                return Err(Fault::new(&rule.file, &rule.first.key, format!("there is no category “{other}”")));
            }
        }
        Ok(())
    }

    fn rule(&self, key: &str) -> Option<&Rule> {
        self.by_key.get(key).map(|&place| &self.rules[place])
    }
}

impl<'a> Rules<'a> {
    /// The day on which they hold.
    pub fn day(&self) -> Date {
        self.on
    }

    /// The value in force. Look it up once and keep it where a loop needs it: this reads TOML.
    pub fn get<T: DeserializeOwned>(&self, key: Key<T>) -> T {
        let rule = self.book.rule(key.name).map(|rule| rule.on(self.on).value().clone());
        let value = rule.and_then(|value| value.try_into().ok());
        // Only keys.rs makes keys, and opening the book has read every value of each as its type.
        value.expect("the book was checked when it was opened")
    }

    /// All members of a family with their codes, in the book's order.
    pub fn all<T: DeserializeOwned>(&self, family: Family<T>) -> Vec<(&'a str, T)> {
        let members = self.book.rules.iter().filter_map(|rule| {
            let code = rule.first.key.strip_prefix(family.prefix)?;
            Some((code, rule.on(self.on).value().clone().try_into().ok()?))
        });
        members.collect()
    }

    /// One member of a family by its code, which may come from outside.
    pub fn one<T: DeserializeOwned>(&self, family: Family<T>, code: &str) -> Option<T> {
        let rule = self.book.rule(&format!("{}{code}", family.prefix))?;
        rule.on(self.on).value().clone().try_into().ok()
    }

    /// The name of a member of a family, for people.
    pub fn name<T>(&self, family: Family<T>, code: &str) -> Option<Named> {
        let rule = self.book.rule(&format!("{}{code}", family.prefix))?;
        Some(Named { zh: rule.newest().zh.clone(), en: rule.newest().en.clone() })
    }
}

/// The entries of one file, so that a fault can name the key it is in.
fn entries(file: &str, text: &str) -> Result<Vec<Printed>, Fault> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        rule: Vec<Value>,
    }
    let parsed: File = toml::from_str(text).map_err(|why| Fault::new(file, "*", why))?;
    let read = |entry: Value| {
        let key = entry.get("key").and_then(Value::as_str).unwrap_or("?").to_string();
        entry.try_into::<Printed>().map_err(|why| Fault::new(file, &key, why.to_string().trim().replace('\n', " ")))
    };
    parsed.rule.into_iter().map(read).collect()
}

fn names((file, text): (&str, &str)) -> Result<BTreeMap<String, Named>, Fault> {
    toml::from_str(text).map_err(|why| Fault::new(file, "*", why))
}

#[cfg(test)]
#[path = "book_tests.rs"]
pub(super) mod tests;
