//! The rule book: every number of the field with its source, article and dates; the organisation's
//! own words over the printed ones.

mod book;
pub mod calendar;
mod category;
mod columns;
mod entry;
mod fault;
pub mod keys;
mod pages;
mod rule;
#[cfg(test)]
mod tests;

pub use book::{Book, Named, Rules};
pub use category::{CategoryRule, Condition, Declared, Every, Exemption, Model, Study};
pub use columns::{columns, field_name};
pub use entry::Entry;
pub use fault::Fault;
pub use pages::NewValue;
pub use rule::{Kind, Mark, Override, Refusal};

use kernel::{Error, Module, Reader, Result, Routes, Table, Writer, args, permission};
use serde::Deserialize;
use std::sync::{Arc, OnceLock};

permission! {
    pub View = "rules.view", Reader;
    pub Edit = "rules.edit", Writer;
}

pub const MODULE: Module = Module { name: "rulebook", tables: &[Table::tenant("rule_changes")], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    r.get("/rules", "The rules in force", pages::list).get("/rules/{key}", "One rule with its source", pages::show).post(
        "/rules/{key}",
        "The organisation's own decision, from a day on",
        pages::edit,
    )
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
        overrides.push(Override {
            key: c.key,
            value,
            source: c.source,
            article: Some(c.article).filter(|a| !a.is_empty()),
            from: c.from_day,
            to: c.to_day,
        });
    }
    printed.with(overrides).map(Arc::new).map_err(|e| unreadable(e.to_string()))
}

/// Whether members come into categories or leave them where this rule changes: who they are is
/// looked at before it is saved (`categories`).
pub fn moves_members(key: &str) -> bool {
    key.starts_with(keys::CATEGORIES.prefix) || [keys::LOST_AFTER.name, keys::FLOATING_AFTER.name].contains(&key)
}

/// What would be recorded, if it could stand.
fn checked(book: &Book, key: &str, new: &NewValue) -> Result<Override> {
    let value = book.read_typed(key, &new.value).map_err(|why| refused(&why))?;
    let source = new.source.trim().to_owned();
    if source.is_empty() {
        return Err(Error::field("source", "请写明依据的文件。", "Name the document it stands on."));
    }
    let article = Some(new.article.clone()).filter(|a| !a.is_empty());
    let own = Override { key: key.into(), value, source, article, from: new.from, to: None };
    book.accepts(&own).map_err(|why| refused(&why))?;
    Ok(own)
}

/// The book as it would be with this change; nothing is saved.
pub fn supposed(book: &Book, key: &str, new: &NewValue) -> Result<Book> {
    let own = checked(book, key, new)?;
    book.with(vec![own])
        .map_err(|why| Error::field("value", format!("与其他规则不合：{why}"), format!("It does not go with other rules: {why}")))
}

/// Records the organisation's own value for a key, from a day on. What stood before stays.
fn change(cx: &Writer, key: &str, new: NewValue) -> Result<()> {
    let book = book(cx)?;
    let own = checked(&book, key, &new)?;
    supposed(&book, key, &new)?;
    if moves_members(key) && !new.seen {
        return Err(Error::rule(
            "effect_unseen",
            "这条规则会改变党员的分类，请先看会影响谁。",
            "This rule moves members between categories: look at whom first.",
        ));
    }
    let id = cx.new_id();
    cx.run(
        "insert into {rule_changes} (id, key, value, source, article, from_day, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![id, key, new.value.trim(), &own.source, own.article.unwrap_or_default(), own.from, cx.now(), &cx.actor().name],
    )?;
    cx.note(id, format!("{key} = {} from {}", new.value.trim(), own.from));
    Ok(())
}

/// A value as a person would type it.
fn typed(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn refused(why: &Refusal) -> Error {
    let en = why.to_string();
    let zh = match why {
        Refusal::UnknownKey => return Error::NotFound,
        Refusal::OtherKind(_) => "这个值的类型不对。".to_owned(),
        Refusal::Below(min) => format!("不能小于 {min}。"),
        Refusal::Above(max) => format!("不能大于 {max}。"),
        Refusal::NotAmong(choices) => format!("只能是 {} 之一。", choices.join("、")),
        Refusal::Empty => "列表不能为空。".to_owned(),
        Refusal::EndsBeforeItBegins => "结束日期早于开始日期。".to_owned(),
        Refusal::Shape(why) => format!("表的写法不对：{why}"),
    };
    Error::field("value", zh, en)
}
