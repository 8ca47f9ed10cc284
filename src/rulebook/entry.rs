//! A line of the rule book's page: the value in force, what it does, and what it stands on.

use super::book::{Named, Rules};
use super::rule::{InForce, Kind, Mark, Override, Printed, Rule};
use jiff::civil::Date;
use kernel::{say, t};
use serde::Serialize;
use std::collections::BTreeMap;
use toml::Value;

#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The file it stands in, which is its chapter on the page.
    pub file: String,
    pub key: String,
    pub kind: Kind,
    pub value: Value,
    pub unit: Named,
    pub name: Named,
    pub does: Named,
    pub source: Named,
    pub chapter: Option<String>,
    pub article: Option<String>,
    pub from: Date,
    pub to: Option<Date>,
    /// None where the organisation's own decision stands: it needs no verification.
    pub mark: Option<Mark>,
    pub local: bool,
    pub min: Option<Value>,
    pub max: Option<Value>,
    pub choices: Vec<String>,
    /// The organisation's own decision stands over the printed value.
    pub own: bool,
    /// The printed value has run out and nothing has followed it.
    pub expired: bool,
    /// The book has since printed a newer value than the organisation's own decision.
    pub overtaken: bool,
}

impl Entry {
    /// `第四章第12条`; empty where neither is known.
    pub fn place(&self) -> String {
        let chapter = self.chapter.as_deref().map(|c| say!("第{c}章", "chapter {c}"));
        let article = self.article.as_deref().map(|a| say!("第{a}条", "article {a}"));
        [chapter, article].into_iter().flatten().collect::<Vec<_>>().join(t("", ", "))
    }

    /// The number was found in its source, or the organisation decided it.
    pub fn is_verified(&self) -> bool {
        self.mark != Some(Mark::Unverified)
    }
}

impl Rules<'_> {
    /// Every rule as the page shows it, chapter by chapter.
    pub fn entries(&self) -> Vec<Entry> {
        self.book.rules.iter().map(|rule| self.entry(rule)).collect()
    }

    fn entry(&self, rule: &Rule) -> Entry {
        match rule.on(self.on) {
            InForce::Printed(printed) => self.printed(rule, printed),
            InForce::Own(own) => self.own(rule, own),
        }
    }

    fn printed(&self, rule: &Rule, printed: &Printed) -> Entry {
        Entry {
            file: rule.file.clone(),
            key: printed.key.clone(),
            kind: printed.kind().unwrap_or(Kind::Text),
            value: printed.value.clone(),
            unit: look_up(&self.book.units, &printed.unit),
            name: Named { zh: printed.zh.clone(), en: printed.en.clone() },
            does: Named { zh: printed.does_zh.clone(), en: printed.does_en.clone() },
            source: look_up(&self.book.sources, &printed.source),
            chapter: printed.chapter.clone(),
            article: printed.article.clone(),
            from: printed.from,
            to: printed.to,
            mark: Some(printed.mark),
            local: printed.local,
            min: printed.min.clone(),
            max: printed.max.clone(),
            choices: printed.choices.clone(),
            own: false,
            expired: printed.to.is_some_and(|to| to < self.on),
            overtaken: false,
        }
    }

    fn own(&self, rule: &Rule, own: &Override) -> Entry {
        Entry {
            value: own.value.clone(),
            source: Named { zh: own.source.clone(), en: own.source.clone() },
            chapter: None,
            article: own.article.clone(),
            from: own.from,
            to: own.to,
            mark: None,
            local: true,
            own: true,
            expired: false,
            overtaken: rule.versions().any(|printed| own.from < printed.from && printed.from <= self.on),
            ..self.printed(rule, rule.newest())
        }
    }
}

/// Codes were checked when the book was opened; a code that is missing shows as itself.
fn look_up(names: &BTreeMap<String, Named>, code: &str) -> Named {
    names.get(code).cloned().unwrap_or_else(|| Named { zh: code.into(), en: code.into() })
}
