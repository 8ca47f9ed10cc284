//! Members whose facts changed lately, as the ledger shows them.

use crate::{imports::fact_name, people::Line};
use kernel::{Id, Reader, Result, args, say, t};
use schemars::JsonSchema;
use serde::Serialize;

/// So many facts are named in one line.
const NAMED: usize = 3;

#[derive(Debug, Serialize, JsonSchema)]
pub struct Changed {
    pub member: Line,
    /// The names of the facts that changed last, separated by blanks.
    pub fields: String,
    pub occurred_on: String,
}

impl Changed {
    /// The last change of each, the newest first; at most so many members.
    pub fn lately(cx: &Reader, most: i64) -> Result<Vec<Changed>> {
        let last: Vec<(Id, String, String)> = cx.all(
            "select h.member, h.fields, h.occurred_on from {changes} h where not exists \
             (select 1 from {changes} n where n.tenant = h.tenant and n.member = h.member and (n.occurred_on, n.id) > (h.occurred_on, h.id)) \
             order by h.occurred_on desc, h.id desc limit $1",
            args![most],
        )?;
        let ids: Vec<Id> = last.iter().map(|l| l.0).collect();
        let lines = Line::of(cx, &ids)?;
        let of = |line: Line| {
            let (_, fields, occurred_on) = last.iter().find(|l| l.0 == line.id)?.clone();
            Some(Changed { member: line, fields, occurred_on })
        };
        Ok(lines.into_iter().filter_map(of).collect())
    }

    /// The first facts by their names, and how many there are where a card or a sheet changed more.
    pub fn words(&self) -> String {
        let all: Vec<&str> = self.fields.split_whitespace().map(fact_name).collect();
        let named = all.iter().take(NAMED).copied().collect::<Vec<_>>().join(t("、", ", "));
        if all.len() > NAMED { say!("{named} 等 {} 项", "{named} and others, {} facts", all.len()) } else { named }
    }
}
