//! A category as people read it: its name, why the member has it, how such members are looked after,
//! and the rule behind it.

use super::{Held, Kind, Kinds};
use crate::rulebook::{Book, Exemption, Model, Study};
use kernel::{Id, Reader, Result, say, t};
use schemars::JsonSchema;
use serde::Serialize;

/// How members of a category are looked after, and by which rule.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Care {
    pub code: String,
    pub name: String,
    pub models: Vec<Model>,
    pub study: Study,
    /// As an ISO 8601 duration.
    pub contact: String,
    pub exempt: Vec<Exemption>,
    pub sensitive: bool,
    /// The key of the rule, what it stands on and since when.
    pub rule: String,
    pub source: String,
    pub from: String,
    pub does: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Shown {
    #[serde(flatten)]
    pub care: Care,
    /// The fact it follows from, in words.
    pub reason: String,
    /// The day of that fact, as precise as it is known.
    pub on: Option<String>,
}

impl Care {
    pub fn all(book: &Book, kinds: &Kinds) -> Vec<Care> {
        let entries = book.at(kinds.today).entries();
        let of = |kind: &Kind| {
            let key = format!("{}{}", crate::rulebook::keys::CATEGORIES.prefix, kind.code);
            let entry = entries.iter().find(|e| e.key == key);
            let source = entry.map_or_else(String::new, |e| {
                let article = e.article.clone().unwrap_or_default();
                format!("{} {article}", t(&e.source.zh, &e.source.en)).trim().to_owned()
            });
            Care {
                code: kind.code.clone(),
                name: kind.name().into(),
                models: kind.rule.models.clone(),
                study: kind.rule.study,
                contact: kind.rule.contact.0.to_string(),
                exempt: kind.rule.exempt.clone(),
                sensitive: kind.rule.sensitive,
                source,
                from: entry.map_or_else(String::new, |e| e.from.to_string()),
                does: entry.map_or_else(String::new, |e| t(&e.does.zh, &e.does.en).to_owned()),
                rule: key,
            }
        };
        kinds.all.iter().map(of).collect()
    }

    pub fn models(&self) -> String {
        self.models.iter().map(|m| m.name().to_string()).collect::<Vec<_>>().join(t("、", ", "))
    }
    pub fn exempt(&self) -> String {
        self.exempt.iter().map(|e| e.name().to_string()).collect::<Vec<_>>().join(t("、", ", "))
    }
    pub fn study(&self) -> String {
        self.study.name().to_string()
    }
    /// How often, as people say it.
    pub fn contact(&self) -> String {
        let span: jiff::Span = self.contact.parse().unwrap_or_default();
        match (span.get_years(), span.get_months(), span.get_days() + 7 * span.get_weeks()) {
            (1, 0, 0) => t("每年", "every year").into(),
            (0, 1, 0) => t("每月", "every month").into(),
            (0, months, 0) if months > 0 => say!("每 {months} 个月", "every {months} months"),
            (0, 0, days) => say!("每 {days} 天", "every {days} days"),
            _ => self.contact.clone(),
        }
    }
}

impl Shown {
    /// The categories of one member that the caller may see.
    pub fn of_member(cx: &Reader, member: Id) -> Result<Vec<Shown>> {
        let book = crate::rulebook::book(cx)?;
        let kinds = Kinds::of(book.at(cx.today()));
        let care = Care::all(&book, &kinds);
        let held: Vec<Held> = kinds.of_these(cx, &[member])?.remove(&member).unwrap_or_default();
        let seen = held.into_iter().filter(|h| super::may_see(cx, &kinds.all[h.kind]));
        Ok(seen.map(|h| Shown { care: care[h.kind].clone(), reason: h.reason.words(), on: h.reason.on().map(str::to_owned) }).collect())
    }
}
