//! The measures follow the facts: every minute what was touched since is counted again, on a new
//! day everything, and a month before that nobody has counted yet.

use super::measure;
use crate::{closing::Month, orgs::Org};
use jiff::civil::Date;
use kernel::{House, Job, Reader, Result, Scope, Steps, Ticket, args};
use std::sync::Arc;

pub const JOB: Job = Job { kind: KIND, run, every: Some(60) };
const KIND: &str = "count the difficulties";

/// Months of a trend.
pub const TREND: i64 = 12;

/// Up to where the audit log has been looked through, and on which day.
#[derive(Clone, Copy)]
struct Seen {
    seq: i64,
    day: Option<Date>,
}

fn run(steps: &Steps, _: &Ticket) -> Result<()> {
    let seen = Seen::last(steps)?;
    let seq: i64 = steps.one("select coalesce(max(a.seq), 0) from {audit} a", args![])?;
    let this = Month::of(steps.today());
    let touched = if seen.day == Some(steps.today()) { touched(steps, seen.seq, seq)? } else { tops(steps)? };
    for org in &touched {
        // What is written down late belongs to the month before.
        for month in [this, this.before()] {
            recount(steps, org, month)?;
        }
    }
    if touched.is_empty() {
        return earlier(steps, this);
    }
    let day = steps.today();
    steps.write(move |cx| {
        let sql = "insert into {difficulties_seen} (what, seq, day) values ('audit', $1, $2) on conflict (what) do update set seq = excluded.seq, day = excluded.day";
        cx.run(sql, args![seq, day]).map(drop)
    })
}

/// Counts the year that a trend shows, of a house that was just filled.
pub fn count_a_year(house: &Arc<House>) -> Result<()> {
    house.steps_as_system(KIND, Scope::ALL, |steps| {
        let this = Month::of(steps.today());
        for org in tops(steps)? {
            (0..TREND).try_for_each(|n| recount(steps, &org, this.plus(-n)))?;
        }
        Ok(())
    })
}

/// Counts an organisation's month from the facts and writes it down.
pub fn recount(steps: &Steps, org: &Org, month: Month) -> Result<()> {
    let sums = measure::count(steps, org, month)?;
    let org = org.clone();
    steps.write(move |cx| measure::write(cx, &org, month, &sums))
}

impl Seen {
    fn last(cx: &Reader) -> Result<Seen> {
        let row: Option<(i64, String)> = cx.maybe("select s.seq, s.day from {difficulties_seen} s where s.what = 'audit'", args![])?;
        Ok(row.map_or(Seen { seq: 0, day: None }, |(seq, day)| Seen { seq, day: day.parse().ok() }))
    }
}

/// Organisations within whose bounds somebody wrote something, none of them below another.
fn touched(cx: &Reader, after: i64, until: i64) -> Result<Vec<Org>> {
    let mut paths: Vec<String> = cx.all(
        "select distinct a.path from {audit} a where a.seq > $1 and a.seq <= $2 and a.route <> $3 order by a.path",
        args![after, until, KIND],
    )?;
    if paths.first().is_some_and(String::is_empty) {
        return tops(cx);
    }
    paths.dedup_by(|path, above| path.starts_with(above.as_str()));
    let mut orgs = vec![];
    for path in paths {
        orgs.extend(cx.maybe::<Org>("select * from {orgs} o where o.path = $1", args![path])?);
    }
    Ok(orgs)
}

fn tops(cx: &Reader) -> Result<Vec<Org>> {
    cx.all("select * from {orgs} o where o.parent is null and o.closed_at is null", args![])
}

/// One month of a trend that is not counted yet, the latest first.
fn earlier(steps: &Steps, this: Month) -> Result<()> {
    for org in tops(steps)? {
        for month in (1..TREND).map(|n| this.plus(-n)) {
            if measure::Measure::written(steps, &org.path, month)?.is_none() {
                return recount(steps, &org, month);
            }
        }
    }
    Ok(())
}
