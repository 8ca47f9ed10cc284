//! One act in the log.

use crate::orgs::Org;
use kernel::{Error, Id, Reader, Result, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::write::{Cell, Column, Table, csv};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    pub seq: i64,
    pub at: String,
    pub account: Option<Id>,
    pub name: String,
    pub role: String,
    pub permission: String,
    pub route: String,
    pub subject: Option<Id>,
    pub detail: String,
    pub reason: String,
}

/// Which acts to list; what is empty does not narrow.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Wanted {
    pub from: String,
    pub to: String,
    /// Part of the name of who acted.
    pub who: String,
    pub permission: String,
    /// The id of what it was done to.
    pub subject: String,
    /// The number below which the list goes on.
    pub before: Option<i64>,
}

impl Entry {
    /// Day and time of day, as they are read.
    pub fn when(&self) -> String {
        self.at.get(..19).unwrap_or(&self.at).replace('T', " ")
    }

    /// The newest first, at most this many.
    pub fn newest(cx: &Reader, wanted: &Wanted, most: usize) -> Result<Vec<Entry>> {
        let mut entries = vec![];
        Entry::each(cx, wanted, most, |e| {
            entries.push(e);
            Ok(())
        })?;
        Ok(entries)
    }

    /// All of them as a table for other programs, and how many there are.
    pub fn csv(cx: &Reader, wanted: &Wanted) -> Result<(usize, Vec<u8>)> {
        let heads = ["seq", "at", "name", "role", "permission", "route", "subject", "detail", "reason"];
        let table = Table { columns: heads.map(|h| Column::new(h, 0.0)).to_vec(), ..Table::default() };
        let mut rows: Vec<Vec<Cell>> = vec![];
        Entry::each(cx, wanted, i64::MAX as usize, |e| {
            let subject = e.subject.map(|s| s.to_string()).unwrap_or_default();
            rows.push(
                [e.seq.to_string(), e.at, e.name, e.role, e.permission, e.route, subject, e.detail, e.reason].map(Cell::from).to_vec(),
            );
            Ok(())
        })?;
        let count = rows.len();
        Ok((count, csv(&table, rows).map_err(|e| Error::Internal(e.into()))?))
    }

    pub fn each(cx: &Reader, wanted: &Wanted, most: usize, each: impl FnMut(Entry) -> Result<()>) -> Result<()> {
        let subject = match wanted.subject.trim() {
            "" => None,
            typed => Some(
                typed
                    .parse::<Id>()
                    .map_err(|_| Error::field("subject", "编号应是 36 位。", "The number of a subject has 36 characters."))?,
            ),
        };
        let who = format!("%{}%", wanted.who.trim().replace(['%', '_'], ""));
        let to = if wanted.to.is_empty() { "9" } else { &wanted.to };
        // Visitors who sign in and the system act at no organisation: who audits the whole tree sees them too.
        let all = cx.beyond_scope("whether there is more than the caller's tree");
        let whole = audits_all(cx, &all)?;
        (if whole { &all } else { cx }).each(
            "select seq, at, account, name, role, permission, route, subject, detail, reason from {audit} a \
             where a.seq < $1 and a.occurred_on >= $2 and a.occurred_on <= $3 and a.name like $4 and ($5 = '' or a.permission = $5) and (cast($6 as uuid) is null or a.subject = $6) \
             order by a.seq desc limit $7",
            args![wanted.before.unwrap_or(i64::MAX), &wanted.from, to, who, wanted.permission.trim(), subject, most],
            each,
        )
    }
}

/// Whether the caller audits the whole tree.
fn audits_all(cx: &Reader, all: &Reader) -> Result<bool> {
    let roots: Vec<Org> = all.all("select * from {orgs} o where o.parent is null", args![])?;
    Ok(roots.iter().all(|root| cx.actor().scope.holds(&root.path)))
}
