//! Whose categories would change with a rule: counted and named before the rule is saved.

use super::{Kinds, Suppose};
use crate::rulebook::{self, Book, NewValue};
use askama::Template;
use jiff::civil::Date;
use kernel::{Cx, Error, Id, Page, Path, Query, Reader, Reply, Result, any_of, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Names that are shown of a category on each side; how many there are is counted.
const NAMES: usize = 60;

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Typed {
    pub value: String,
    pub from: String,
    pub source: String,
    pub article: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "categories/effect.html")]
pub struct Effect {
    pub key: String,
    pub name: String,
    pub value: String,
    pub from: String,
    pub source: String,
    pub article: String,
    /// The day for which both are compared: the one from which it holds, or today.
    pub on: String,
    pub members: i64,
    pub changed: i64,
    pub categories: Vec<Moved>,
    /// What is wrong with what was typed, and the field it is about; then nothing is compared.
    pub wrong: Option<Wrong>,
}

#[derive(Serialize, JsonSchema)]
pub struct Wrong {
    pub field: String,
    pub why: String,
}

/// Who comes into a category and who leaves it.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Moved {
    pub code: String,
    pub name: String,
    pub before: i64,
    pub after: i64,
    pub comes: Vec<Who>,
    pub leaves: Vec<Who>,
    pub comes_in_all: i64,
    pub leaves_in_all: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Who {
    pub id: Id,
    pub name: String,
    pub organisation: String,
}

impl Page for Effect {
    fn title(&self) -> String {
        say!("会影响谁：{}", "Who would change: {}", self.name)
    }
}

pub fn show(cx: &Cx<Suppose>, Path(key): Path<String>, Query(typed): Query<Typed>) -> Result<Reply<Effect>> {
    let book = rulebook::book(cx)?;
    let entry = book.at(cx.today()).entries().into_iter().find(|e| e.key == key && rulebook::moves_members(&key)).ok_or(Error::NotFound)?;
    let name = kernel::t(&entry.name.zh, &entry.name.en).to_owned();
    let mut effect = Effect::of(key, name, typed);
    match effect.supposed(&book) {
        Ok((supposed, from)) => effect.compare(cx, &book, &supposed, from.max(cx.today()))?,
        Err(Error::Invalid(fields)) => {
            effect.wrong = fields.into_iter().next().map(|f| Wrong { field: f.field.to_string(), why: f.text.here().to_owned() });
        }
        Err(other) => return Err(other),
    }
    Reply::show(effect)
}

impl Effect {
    fn of(key: String, name: String, t: Typed) -> Effect {
        let (value, from, source, article) = (t.value, t.from, t.source, t.article);
        Effect { key, name, value, from, source, article, on: String::new(), members: 0, changed: 0, categories: vec![], wrong: None }
    }

    fn supposed(&self, book: &Book) -> Result<(Book, Date)> {
        let from: Date = self.from.parse().map_err(|_| Error::field("from", "请填写日期。", "Give the day."))?;
        let new = NewValue { value: self.value.clone(), source: self.source.clone(), article: self.article.clone(), from, seen: true };
        Ok((rulebook::supposed(book, &self.key, &new)?, from))
    }

    fn compare(&mut self, cx: &Reader, now: &Book, then: &Book, on: Date) -> Result<()> {
        self.on = on.to_string();
        let (before, after) = (Kinds::of(now.at(on)), Kinds::of(then.at(on)));
        // The wider look-back of both, so that neither misses anybody.
        let since = before.silent_before.clone().max(after.silent_before.clone());
        let facts = super::Facts::gather(cx, super::Whose::All, &since)?;
        let mut moved: Vec<(Moved, Vec<Id>, Vec<Id>)> = after.all.iter().map(|k| (Moved::of(k), vec![], vec![])).collect();
        for (member, f) in &facts {
            let (had, has) = (before.derive(f), after.derive(f));
            let mut differs = false;
            for (n, (sum, comes, leaves)) in moved.iter_mut().enumerate() {
                let (was, is) = (had.iter().any(|h| h.kind == n), has.iter().any(|h| h.kind == n));
                sum.before += i64::from(was);
                sum.after += i64::from(is);
                match (was, is) {
                    (false, true) => comes.push(*member),
                    (true, false) => leaves.push(*member),
                    _ => continue,
                }
                differs = true;
            }
            self.changed += i64::from(differs);
        }
        self.members = facts.len() as i64;
        for (mut sum, comes, leaves) in moved.into_iter().filter(|m| !m.1.is_empty() || !m.2.is_empty()) {
            (sum.comes_in_all, sum.leaves_in_all) = (comes.len() as i64, leaves.len() as i64);
            (sum.comes, sum.leaves) = (who(cx, &comes)?, who(cx, &leaves)?);
            self.categories.push(sum);
        }
        Ok(())
    }

    fn wrong(&self, field: &str) -> Option<&str> {
        self.wrong.as_ref().filter(|w| w.field == field).map(|w| w.why.as_str())
    }
}

impl Moved {
    fn of(kind: &super::Kind) -> Moved {
        Moved { code: kind.code.clone(), name: kind.name().into(), ..Moved::default() }
    }
}

/// The first of them, with where they belong.
fn who(cx: &Reader, members: &[Id]) -> Result<Vec<Who>> {
    let some = &members[..members.len().min(NAMES)];
    if some.is_empty() {
        return Ok(vec![]);
    }
    let (these, ids) = any_of(some.iter().copied(), 1);
    let sql = format!(
        "select m.id, m.name, o.name as organisation from {{members}} m join {{orgs}} o on o.tenant = m.tenant and o.id = m.org where m.id in ({these}) order by m.path, m.name, m.id"
    );
    cx.all(&sql, &ids)
}
