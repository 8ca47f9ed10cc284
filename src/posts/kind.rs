//! The kinds of posts, by the rule book.

use crate::rulebook::{self, keys};
use kernel::{Reader, Result, Text};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Kind {
    pub code: String,
    pub name: Text,
    #[serde(skip)]
    pub skills: Vec<String>,
    pub standing: bool,
}

/// The kinds in the order of their codes.
pub fn kinds(cx: &Reader) -> Result<Vec<Kind>> {
    let book = rulebook::book(cx)?;
    let rules = book.at(cx.today());
    let kind = |(code, kind): (&str, keys::PostKind)| {
        let name = rules.name(keys::POST_KINDS, code).map_or_else(|| Text::new(code, code), |n| Text::new(n.zh, n.en));
        Kind { code: code.into(), name, skills: kind.skills, standing: kind.standing }
    };
    Ok(rules.all(keys::POST_KINDS).into_iter().map(kind).collect())
}
