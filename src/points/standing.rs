//! Where a person stands: hours of the year against the target, points of the cycle. Of one
//! person only; persons are not compared.

use super::follows::Reason;
use crate::{
    closing::Month,
    people::Member,
    rulebook::{
        self, Rules,
        keys::{self, Period},
    },
};
use jiff::civil::Date;
use kernel::{Id, Reader, Result, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Standing {
    pub minutes_year: i64,
    pub minutes_target: i64,
    /// How many minutes are one study hour.
    pub hour: i64,
    pub points_month: i64,
    /// The cycle's base and all entries of the cycle, not below the floor.
    pub points: i64,
}

/// A line of a person's ledgers, with the activity that it follows from.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    #[schemars(with = "String")]
    pub day: Date,
    /// The month it counts in: a later one where the day's own was closed already.
    pub month: Month,
    pub points: Option<i64>,
    pub minutes: Option<i64>,
    pub reason: Reason,
    pub rule: String,
    pub fact: Id,
    pub reverses: bool,
    pub taken_back: bool,
    pub activity: Option<Id>,
    pub title: Option<String>,
}

impl Standing {
    pub fn of(cx: &Reader, member: &Member, month: Month) -> Result<Standing> {
        let book = rulebook::book(cx)?;
        let rules = book.at(month.last());
        let sum = |table: &str, column: &str, from: Month| -> Result<i64> {
            let sql = format!(
                "select cast(coalesce(sum(p.{column}), 0) as bigint) from {{{table}}} p where p.member = $1 and p.month >= $2 and p.month <= $3"
            );
            cx.one(&sql, args![member.id, from, month])
        };
        let points = sum("points", "points", cycle(rules, month))?;
        Ok(Standing {
            minutes_year: sum("hours", "minutes", month.january())?,
            minutes_target: target(rules, leads(cx, member, month)?),
            hour: rules.get(keys::HOUR_MINUTES),
            points_month: sum("points", "points", month)?,
            points: (rules.get(keys::POINTS_BASE) + points).max(rules.get(keys::POINTS_FLOOR)),
        })
    }

    /// Study hours with one decimal, as `26` or `26.5`.
    pub fn hours(&self, minutes: i64) -> String {
        hours(minutes, self.hour)
    }
}

impl Line {
    /// The person's entries that count in this year, the latest first.
    pub fn of(cx: &Reader, member: Id, year: Month) -> Result<Vec<Line>> {
        let select = |table: &str, points: &str, minutes: &str| {
            format!(
                "select p.occurred_on as day, p.month, {points} as points, {minutes} as minutes, p.reason, p.rule, p.fact, \
                 case when p.reverses is null then 0 else 1 end as reverses, \
                 case when exists (select 1 from {{{table}}} r where r.tenant = p.tenant and r.occurred_on = p.occurred_on and r.member = p.member and r.reverses = p.id) then 1 else 0 end as taken_back, \
                 a.id as activity, a.title, p.made_at, p.id as id \
                 from {{{table}}} p left join {{attendance}} t on t.tenant = p.tenant and t.member = p.member and t.id = p.fact \
                 left join {{activities}} a on a.tenant = t.tenant and a.id = t.activity \
                 where p.member = $1 and p.month >= $2 and p.month <= $3"
            )
        };
        let (points, hours) = (select("points", "p.points", "cast(null as bigint)"), select("hours", "cast(null as bigint)", "p.minutes"));
        let last = Month::of(year.first().last_of_year());
        cx.all(&format!("{points} union all {hours} order by 1 desc, 12 desc, 13"), args![member, year.january(), last])
    }
}

/// The minutes of study that a year asks for.
pub fn target(rules: Rules, leads: bool) -> i64 {
    let hours = if leads { rules.get(keys::HOURS_LEADER) } else { rules.get(keys::HOURS_MEMBER) };
    hours * rules.get(keys::HOUR_MINUTES)
}

/// The month in which the points' cycle began.
pub fn cycle(rules: Rules, month: Month) -> Month {
    month.start_of(match rules.get(keys::POINTS_CYCLE) {
        Period::Month => 1,
        Period::Quarter => 3,
        Period::HalfYear => 6,
        Period::Year => 12,
    })
}

/// How many minutes were one study hour in this month.
pub fn hour(cx: &Reader, month: Month) -> Result<i64> {
    Ok(rulebook::book(cx)?.at(month.last()).get(keys::HOUR_MINUTES))
}

/// Study hours with one decimal where there is one: `26`, `25.5`.
pub fn hours(minutes: i64, hour: i64) -> String {
    let tenths = minutes * 10 / hour.max(1);
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, (tenths % 10).abs()) }
}

/// Titles that make somebody one of those who lead: secretaries and members of a committee.
pub const LEADS: &str = "(d.title like '%书记' or d.title like '%委员')";

pub(super) fn leads(cx: &Reader, member: &Member, month: Month) -> Result<bool> {
    let sql = format!(
        "select count(*) from {{members}} m where m.id = $1 and (exists (select 1 from {{orgs}} o where o.tenant = m.tenant and o.id = m.org and o.secretary = m.name) \
         or exists (select 1 from {{duties}} d where d.tenant = m.tenant and d.member = m.id and {LEADS} and d.from_day <= $2 and (d.to_day is null or d.to_day >= $3)))"
    );
    Ok(cx.one::<i64>(&sql, args![member.id, month.last(), month.first()])? > 0)
}
