//! The days of the month that an organisation keeps for its theme day and its study. Its own day
//! stands before the rule book's; where it set none, the nearest organisation above that set one counts.

use super::due::line;
use crate::{
    orgs::Org,
    rulebook::{self, keys},
};
use jiff::civil::{Date, Weekday};
use kernel::{Error, Id, Reader, Result, Writer, args, say, schema::past, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// On which day of each month something falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Falls {
    /// The 5th; in a month that has no such day, its last.
    Day(i8),
    /// The first to fourth Monday, or the last one (-1).
    Weekday(i8, Weekday),
}

/// The weekdays as RFC 5545 writes them, Monday first.
pub const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
/// Which of a month's weekdays can be said: first to fourth, and the last.
pub const NTHS: [i8; 5] = [1, 2, 3, 4, -1];
const LONGEST_MONTH: i8 = 31;

impl Falls {
    /// `5`, `1FR`, `-1FR`.
    pub fn code(self) -> String {
        match self {
            Falls::Day(day) => day.to_string(),
            Falls::Weekday(nth, weekday) => format!("{nth}{}", WEEKDAYS[weekday.to_monday_zero_offset() as usize]),
        }
    }

    pub fn read(code: &str) -> Option<Falls> {
        if let Ok(day) = code.parse() {
            return (1..=LONGEST_MONTH).contains(&day).then_some(Falls::Day(day));
        }
        let (nth, name) = code.split_at_checked(code.len().checked_sub(2)?)?;
        let (nth, at) = (nth.parse().ok()?, WEEKDAYS.iter().position(|w| *w == name)?);
        NTHS.contains(&nth).then_some(Falls::Weekday(nth, Weekday::from_monday_zero_offset(at as i8).ok()?))
    }

    /// The day in the month of this date.
    pub fn in_month(self, month: Date) -> Date {
        let last = month.last_of_month();
        match self {
            Falls::Day(day) => month.with().day(day).build().unwrap_or(last),
            Falls::Weekday(nth, weekday) => month.nth_weekday_of_month(nth, weekday).unwrap_or(last),
        }
    }

    pub fn words(self) -> String {
        const ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
        const EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        match self {
            Falls::Day(day) => say!("每月{day}日", "the {day}. of each month"),
            Falls::Weekday(nth, weekday) => {
                let at = weekday.to_monday_zero_offset() as usize;
                say!("每月{}{}", "the {} {} of each month", nth_words(nth), t(ZH[at], EN[at]))
            }
        }
    }
}

pub fn nth_words(nth: i8) -> &'static str {
    match nth {
        1 => t("第一个", "first"),
        2 => t("第二个", "second"),
        3 => t("第三个", "third"),
        4 => t("第四个", "fourth"),
        _ => t("最后一个", "last"),
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FixedDay {
    pub id: Id,
    pub path: String,
    pub org: Id,
    /// A code of `rules/activities.toml`.
    pub kind: String,
    /// `5`, `1FR` or `-1FR`.
    pub falls: String,
    pub set_at: String,
    pub set_by: String,
}

/// A fixed day as it holds for an organisation: the day, and who set it.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub falls: Falls,
    /// Its own, or one of an organisation above.
    pub own: bool,
}

impl Held {
    pub fn words(&self) -> String {
        let whose = if self.own { t("本组织定的", "set here") } else { t("上级党组织定的", "set by an organisation above") };
        say!("{}（{whose}）", "{} ({whose})", self.falls.words())
    }
}

impl FixedDay {
    /// Puts this day in place of the one that the organisation had set for this kind.
    pub fn set(cx: &Writer, org: &Org, kind: &str, falls: Falls) -> Result<()> {
        must_be_fixed(cx, kind)?;
        let id = Id::named(&["fixed day", &org.id.to_string(), kind]);
        cx.run(
            "insert into {fixed_days} (id, path, org, kind, falls, set_at, set_by) values ($1, $2, $3, $4, $5, $6, $7) \
             on conflict (id) do update set falls = excluded.falls, set_at = excluded.set_at, set_by = excluded.set_by",
            args![id, &org.path, org.id, kind, falls.code(), cx.now(), &cx.actor().name],
        )?;
        cx.note(org.id, format!("fixed day of {kind}: {}", falls.code()));
        Ok(())
    }

    /// From now on the day of the organisation above or of the rule book counts again.
    pub fn clear(cx: &Writer, org: &Org, kind: &str) -> Result<()> {
        if cx.run("delete from {fixed_days} where org = $1 and kind = $2", args![org.id, kind])? > 0 {
            cx.note(org.id, format!("fixed day of {kind} cleared"));
        }
        Ok(())
    }

    /// Those of an organisation, of those below, and of those above: theirs hold here too.
    pub fn around(cx: &Reader, path: &str) -> Result<Vec<FixedDay>> {
        let mut days: Vec<FixedDay> = cx.all("select * from {fixed_days} f where f.path >= $1 and f.path < $2", args![path, past(path)])?;
        let all = cx.beyond_scope("a day fixed by an organisation above holds below it; whose it is, is not shown");
        for above in line(path).into_iter().filter(|above| *above != path) {
            days.extend(all.all::<FixedDay>("select * from {fixed_days} f where f.path = $1", args![above])?);
        }
        Ok(days)
    }

    /// What holds at this path, by kind: the longest path of its line that has one.
    pub fn holding(days: &[FixedDay], path: &str) -> BTreeMap<String, Held> {
        let mut nearest: BTreeMap<&str, &FixedDay> = BTreeMap::new();
        for day in days.iter().filter(|d| path.starts_with(&d.path)) {
            let known = nearest.entry(&day.kind).or_insert(day);
            if day.path.len() > known.path.len() {
                *known = day;
            }
        }
        let held =
            |(kind, day): (&str, &FixedDay)| Some((kind.to_owned(), Held { falls: Falls::read(&day.falls)?, own: day.path == path }));
        nearest.into_iter().filter_map(held).collect()
    }
}

fn must_be_fixed(cx: &Reader, kind: &str) -> Result<()> {
    match rulebook::book(cx)?.at(cx.today()).get(keys::FIXED_KINDS).iter().any(|k| k == kind) {
        true => Ok(()),
        false => Err(Error::field("kind", "请选一种活动。", "Choose a kind of activity.")),
    }
}

#[cfg(test)]
#[path = "fixed_day_tests.rs"]
mod tests;
