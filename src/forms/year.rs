//! What the ledgers of hours, points and roll-calls say of members up to the form's day. A statement
//! for each ledger, whoever is asked about; only where a form asks.

use crate::{
    closing::Month,
    points,
    rulebook::{Rules, keys},
};
use jiff::civil::Date;
use kernel::{Id, Reader, Result, args};
use std::collections::HashMap;

#[derive(Default)]
pub struct Year {
    minutes: HashMap<Id, i64>,
    points: HashMap<Id, i64>,
    /// Due and taken part.
    times: HashMap<Id, (i64, i64)>,
    hour: i64,
    base: i64,
    floor: i64,
}

impl Year {
    pub fn of(cx: &Reader, rules: Rules<'_>, on: Date) -> Result<Year> {
        let (month, january) = (Month::of(on), on.first_of_year());
        let sums = |table: &str, column: &str, from: Month| -> Result<HashMap<Id, i64>> {
            let sql = format!(
                "select p.member, cast(sum(p.{column}) as bigint) from {{{table}}} p where p.month >= $1 and p.month <= $2 and p.occurred_on <= $3 group by p.member"
            );
            Ok(cx.all::<(Id, i64)>(&sql, args![from, month, on])?.into_iter().collect())
        };
        let present = "k.mode in ('in_room', 'nearby', 'home', 'online', 'made_up')";
        let times: Vec<(Id, i64, i64)> = cx.all(
            &format!(
                "select k.member, count(case when k.mode not in ('excused', 'exempt') then 1 end), count(case when {present} then 1 end) \
                 from {{marks}} k where k.occurred_on >= $1 and k.occurred_on <= $2 group by k.member"
            ),
            args![january, on],
        )?;
        Ok(Year {
            minutes: sums("hours", "minutes", month.january())?,
            points: sums("points", "points", points::cycle(rules, month))?,
            times: times.into_iter().map(|(member, due, present)| (member, (due, present))).collect(),
            hour: rules.get(keys::HOUR_MINUTES).max(1),
            base: rules.get(keys::POINTS_BASE),
            floor: rules.get(keys::POINTS_FLOOR),
        })
    }

    /// Study hours, with one decimal at most.
    pub fn hours(&self, member: Id) -> f64 {
        (self.minutes.get(&member).copied().unwrap_or_default() * 10 / self.hour.max(1)) as f64 / 10.0
    }

    pub fn points(&self, member: Id) -> i64 {
        (self.base + self.points.get(&member).copied().unwrap_or_default()).max(self.floor)
    }

    pub fn times(&self, member: Id) -> (i64, i64) {
        self.times.get(&member).copied().unwrap_or_default()
    }
}
