//! The rule book: every number of the field with its source, article and dates; the organisation's
//! own words over the printed ones.

mod book;
pub mod calendar;
mod entry;
mod fault;
pub mod keys;
mod rule;

pub use book::{Book, Named, Rules};
pub use entry::Entry;
pub use fault::Fault;
pub use rule::{Kind, Mark, Override, Refusal};

use kernel::{Error, Module, Reader, Result, Routes, Table, args, permission};
use serde::Deserialize;
use std::sync::{Arc, OnceLock};

permission! {
    pub View = "rules.view", Reader;
    pub Edit = "rules.edit", Writer;
}

pub const MODULE: Module = Module { name: "rulebook", tables: &[Table::tenant("rule_changes")], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    r
}

/// The book as printed, read and checked once.
pub fn printed() -> Result<&'static Arc<Book>> {
    static PRINTED: OnceLock<std::result::Result<Arc<Book>, Fault>> = OnceLock::new();
    let book = PRINTED.get_or_init(|| Book::open().map(Arc::new));
    book.as_ref().map_err(|fault| Error::Internal(anyhow::anyhow!("{fault}")))
}

#[derive(Deserialize)]
struct Change {
    key: String,
    value: String,
    source: String,
    article: String,
    from_day: jiff::civil::Date,
    to_day: Option<jiff::civil::Date>,
}

/// The book in force for the caller's organisation: printed, with its own changes on top.
/// Ask it with `book.at(day).get(keys::HOURS_MEMBER)`.
pub fn book(cx: &Reader) -> Result<Arc<Book>> {
    let own: Vec<Change> = cx.all("select key, value, source, article, from_day, to_day from {rule_changes} r order by r.id", args![])?;
    let printed = printed()?;
    if own.is_empty() {
        return Ok(printed.clone());
    }
    let unreadable = |why: String| Error::Internal(anyhow::anyhow!("a changed rule cannot be read: {why}"));
    let mut overrides = vec![];
    for c in own {
        let value = printed.read_typed(&c.key, &c.value).map_err(|e| unreadable(format!("{} {}", c.key, e.code())))?;
        overrides.push(Override { key: c.key, value, source: c.source, article: Some(c.article).filter(|a| !a.is_empty()), from: c.from_day, to: c.to_day });
    }
    printed.with(overrides).map(Arc::new).map_err(|e| unreadable(e.to_string()))
}
