//! Who is behind the missing part of a difficulty, in the order of the ledger, each with the next step.

use super::{Difficulty, Step, View, pages::Asked, roll::Roll};
use crate::{closing::Month, orgs::Org, rulebook, ui::leaf::PAGE};
use askama::Template;
use kernel::{Cx, Error, Id, Page, Path, Query, Reader, Reply, Result, args, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Who {
    pub month: Option<Month>,
    pub org: Option<Id>,
    pub category: String,
    /// How many were on the pages before.
    pub after: usize,
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "difficulties/people.html")]
pub struct Missing {
    pub org: Org,
    pub month: Month,
    pub difficulty: Difficulty,
    pub category: String,
    pub of_category: Option<String>,
    pub name: String,
    pub definition: String,
    pub missing: usize,
    pub after: usize,
    pub next: Option<usize>,
    pub people: Vec<Line>,
}
impl Page for Missing {
    fn title(&self) -> String {
        say!("{} · 还差的人", "{}: who is missing", self.name)
    }
}

impl Missing {
    fn url(&self, after: usize) -> String {
        format!(
            "/difficulties/{}/people?month={}&org={}&category={}&after={after}",
            self.difficulty.code(),
            self.month,
            self.org.id,
            self.category
        )
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Line {
    pub member: Id,
    pub name: String,
    pub organisation: String,
    pub next_step: Step,
}

pub fn list(cx: &Cx<View>, Path(code): Path<String>, Query(who): Query<Who>) -> Result<Reply<Missing>> {
    let difficulty = Difficulty::ALL.into_iter().find(|d| d.code() == code && *d != Difficulty::HoldingActivities);
    Reply::show(missing(cx, difficulty.ok_or(Error::NotFound)?, who)?)
}

fn missing(cx: &Reader, difficulty: Difficulty, who: Who) -> Result<Missing> {
    let asked = Asked { month: who.month, org: who.org };
    let (org, month) = (asked.org(cx)?, asked.month(cx));
    let roll = Roll::of(cx, &org, month)?;
    let kind = roll.kind(cx, &who.category)?;
    let all: Vec<_> = roll.people.iter().filter(|p| p.is_missing(difficulty) && kind.is_none_or(|k| p.categories.contains(&k))).collect();
    let names = names(cx)?;
    let people: Vec<Line> = all
        .iter()
        .skip(who.after)
        .take(PAGE)
        .map(|p| Line {
            member: p.id,
            name: p.name.clone(),
            organisation: names.get(&p.path).cloned().unwrap_or_default(),
            next_step: difficulty.next_step(p.id),
        })
        .collect();
    let book = rulebook::book(cx)?;
    Ok(Missing {
        name: difficulty.name().to_string(),
        definition: difficulty.definition(book.at(month.last())),
        missing: all.len(),
        next: (who.after + people.len() < all.len()).then_some(who.after + PAGE),
        after: who.after,
        of_category: kind.map(|k| roll.kinds.all[k].name().to_owned()),
        category: who.category,
        org,
        month,
        difficulty,
        people,
    })
}

fn names(cx: &Reader) -> Result<HashMap<String, String>> {
    Ok(cx.all::<(String, String)>("select o.path, o.name from {orgs} o", args![])?.into_iter().collect())
}
