//! Closing a month: what was due, taken part, studied and earned is written down once, for each
//! member and each organisation of a subtree, and never changes. A fact that comes later counts in
//! the next open month. There is no undoing.

use super::{Month, members, sums};
use crate::{
    orgs::Org,
    points::{self, Whose},
    rulebook::{self, Book},
};
use jiff::ToSpan;
use kernel::{Error, Id, Reader, Result, Writer, args, schema::past};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// An organisation whose month is closed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Closing {
    pub id: Id,
    pub org: Id,
    pub month: Month,
    pub closed_at: String,
    pub closed_by: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CloseReport {
    pub org: String,
    pub month: Month,
    /// Organisations that were closed now; none where all were closed before.
    pub closed: usize,
    pub members: i64,
    /// Entries of hours and points that were still to be drawn from the facts.
    pub entries: usize,
}

/// A part of the tree to be closed in one go: a whole subtree, or one organisation by itself.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub low: String,
    /// The first path after it.
    pub high: String,
    pub whole: bool,
}

/// What every step of a closing asks.
pub(super) struct Work<'a> {
    /// Sums are of persons wherever their entries were made.
    pub cx: &'a Writer,
    pub top: &'a Org,
    pub month: Month,
    pub book: Arc<Book>,
}

impl Closing {
    /// The last closed month of an organisation.
    pub fn last(cx: &Reader, org: Id) -> Result<Option<Month>> {
        cx.one("select max(c.month) from {closings} c where c.org = $1", args![org])
    }

    pub fn of(cx: &Reader, org: Id, month: Month) -> Result<Option<Closing>> {
        cx.maybe(
            "select c.id, c.org, c.month, c.closed_at, c.closed_by from {closings} c where c.org = $1 and c.month = $2",
            args![org, month],
        )
    }
}

/// Closes the month of an organisation and of all below it that are still open. `unfinished` says
/// that somebody has confirmed to close a month that is not over.
pub fn close(cx: &Writer, top: &Org, month: Month, unfinished: bool) -> Result<CloseReport> {
    may_be_closed(cx, month, unfinished)?;
    let mut report = CloseReport { org: top.name.clone(), month, closed: 0, members: 0, entries: 0 };
    let orgs: Vec<Standing> = cx.all(
        "select o.id, o.path, o.name, case when exists (select 1 from {closings} c where c.tenant = o.tenant and c.org = o.id and c.month = $1) then 1 else 0 end as closed \
         from {orgs} o where o.path >= $2 and o.path < $3 and o.closed_at is null order by o.path",
        args![month, &top.path, past(&top.path)],
    )?;
    let open: Vec<&Standing> = orgs.iter().filter(|o| !o.closed).collect();
    if open.is_empty() {
        return Ok(report);
    }
    none_later(cx, top, month)?;
    let all = &cx.beyond_scope("a member's sums count their entries from everywhere, and guests of other branches");
    let work = Work { cx: all, top, month, book: rulebook::book(all)? };
    let parts = parts(&orgs);
    for part in &parts {
        report.entries += work.settle(part)?;
        report.members += members::freeze(&work, part)?;
    }
    sums::freeze(&work, &open.iter().map(|o| o.path.as_str()).collect::<Vec<_>>(), &parts)?;
    for org in &open {
        all.run(
            "insert into {closings} (id, path, org, month, closed_at, closed_by) values ($1, $2, $3, $4, $5, $6)",
            args![Id::named(&["closing", &org.id.to_string(), &month.to_string()]), &org.path, org.id, month, cx.now(), &cx.actor().name],
        )?;
    }
    report.closed = open.len();
    cx.note(top.id, format!("closed {month}: {} organisations, {} members", report.closed, report.members));
    Ok(report)
}

#[derive(Deserialize)]
struct Standing {
    id: Id,
    path: String,
    closed: bool,
}

fn may_be_closed(cx: &Reader, month: Month, unfinished: bool) -> Result<()> {
    let today = cx.today();
    if month.first() > today {
        return Err(Error::field("month", "这个月还没有开始，不能月结。", "This month has not begun and cannot be closed."));
    }
    if month.last() >= today && !unfinished {
        let (zh, en) = (
            format!("{month} 还没有结束。现在月结，之后几天的签到会记入下个月。确定要结，请勾选确认。"),
            format!(
                "{month} is not over. If it is closed now, what happens in its last days counts in the next month. To close it all the same, confirm it."
            ),
        );
        return Err(Error::field("unfinished", zh, en));
    }
    Ok(())
}

/// Months are closed in their order: sums go on from the month before.
fn none_later(cx: &Reader, top: &Org, month: Month) -> Result<()> {
    let later: Option<String> = cx.maybe(
        "select o.name from {orgs} o join {closings} c on c.tenant = o.tenant and c.org = o.id where c.month > $1 and c.path >= $2 and c.path < $3 order by o.path limit 1",
        args![month, &top.path, past(&top.path)],
    )?;
    match later {
        Some(name) => Err(Error::rule(
            "later_month_closed",
            format!("“{name}”之后的月份已经月结，不能再结 {month}。"),
            format!("A later month of “{name}” is closed already; {month} cannot be closed any more."),
        )),
        None => Ok(()),
    }
}

/// The open organisations as few parts: where a whole subtree is open, it is one.
fn parts(orgs: &[Standing]) -> Vec<Part> {
    let mut parts: Vec<Part> = vec![];
    let mut at = 0;
    while let Some(org) = orgs.get(at) {
        let below = orgs[at..].iter().take_while(|o| o.path.starts_with(&org.path)).count();
        if orgs[at..at + below].iter().all(|o| !o.closed) {
            parts.push(Part { low: org.path.clone(), high: past(&org.path), whole: below > 1 });
            at += below;
            continue;
        }
        if !org.closed {
            // Child paths go on with a digit or letter: this is the organisation by itself.
            parts.push(Part { low: org.path.clone(), high: format!("{}0", org.path), whole: false });
        }
        at += 1;
    }
    parts
}

impl Work<'_> {
    /// Draws hours and points from facts that the ledgers do not know yet.
    fn settle(&self, part: &Part) -> Result<usize> {
        let (first, next) = (self.month.first().first_of_year(), self.month.next().first().saturating_add(1.year()));
        let unsettled = points::unsettled(self.cx, &part.low, &part.high, self.month)?;
        const MANY: usize = 100;
        if part.whole && unsettled.len() > MANY {
            // What was loaded in bulk may lack the months before as well, unless they are closed.
            let before = Closing::of(self.cx, self.top.id, self.month.before())?;
            let from = before.map_or(first, |_| self.month.first());
            return Ok(points::settle(self.cx, Whose::Below(&part.low), from, self.month.next().first())?.appended);
        }
        let mut entries = 0;
        for activity in unsettled {
            entries += points::settle(self.cx, Whose::Activity(activity), first, next)?.appended;
        }
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subtree_that_is_open_is_closed_in_one_part() {
        let org = |path: &str, closed| Standing { id: Id::NIL, path: path.into(), closed };
        let tree = |closed: &[&str]| ["0001", "00010001", "000100010001", "00010002"].map(|p| org(p, closed.contains(&p)));
        let lows = |closed: &[&str]| parts(&tree(closed)).into_iter().map(|p| (p.low, p.whole)).collect::<Vec<_>>();
        assert_eq!(lows(&[]), [("0001".to_owned(), true)]);
        assert_eq!(lows(&["00010002"]), [("0001".to_owned(), false), ("00010001".to_owned(), true)]);
        assert_eq!(lows(&["00010001", "000100010001"]), [("0001".to_owned(), false), ("00010002".to_owned(), false)]);
        assert!(lows(&["0001", "00010001", "000100010001", "00010002"]).is_empty());
    }
}
