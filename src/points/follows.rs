//! What follows from one fact of taking part, by the rules in force on its day. A pure function:
//! the same fact and the same rules give the same hours and points, whenever it is asked.

use crate::rulebook::{
    Rules,
    keys::{self, ActivityKind},
};
use jiff::{Span, civil::Date};
use kernel::{Id, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An entry of the attendance ledger that is in force, with what the rules ask about it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Fact {
    /// The attendance entry.
    pub entry: Id,
    pub member: Id,
    pub path: String,
    pub org: Id,
    pub mode: String,
    pub kind: String,
    pub day: Date,
    pub starts: String,
    pub minutes: i64,
    /// Of the member, with the precision that is known.
    pub birth: Option<String>,
    pub employment: String,
    pub floating_since: Option<String>,
}

/// Why an entry has the amount it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    TookPart,
    /// The rules give no points for activities of this kind.
    NotListed,
    /// Excused or exempt from this activity.
    NotDue,
    Absent,
    SparedByAge,
    SparedAsRetired,
    SparedAsFloating,
    /// The day's hours were reached.
    DayFull,
    /// The fact was corrected: takes back an earlier entry.
    Corrected,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Follows {
    pub points: i64,
    pub reason: Reason,
    /// Minutes of study, where this was study.
    pub study: Option<(i64, Reason)>,
}

/// The rules of one day that hours and points are counted by.
pub struct Scale {
    kinds: BTreeMap<String, ActivityKind>,
    points: BTreeMap<String, i64>,
    present: Vec<String>,
    not_due: Vec<String>,
    absent: i64,
    spared_from_age: i64,
    spared: Vec<String>,
    floating_long: Span,
    step: i64,
    hour: i64,
    full_day: i64,
    half_day: i64,
    day_most: i64,
}

impl Scale {
    pub fn of(rules: Rules) -> Scale {
        Scale {
            kinds: rules.all(keys::ACTIVITY_KINDS).into_iter().map(|(code, kind)| (code.to_owned(), kind)).collect(),
            points: rules.get(keys::POINTS_ACTIVITY),
            present: rules.get(keys::MODES_PRESENT),
            not_due: rules.get(keys::MODES_NOT_DUE),
            absent: rules.get(keys::POINTS_ABSENT),
            spared_from_age: rules.get(keys::POINTS_EXEMPT_AGE),
            spared: rules.get(keys::POINTS_EXEMPT_REASONS),
            floating_long: rules.get(keys::FLOATING_AFTER),
            step: rules.get(keys::STEP_MINUTES),
            hour: rules.get(keys::HOUR_MINUTES),
            full_day: rules.get(keys::DAY_FULL_HOURS),
            half_day: rules.get(keys::DAY_HALF_HOURS),
            day_most: rules.get(keys::DAY_HOURS_MAX),
        }
    }

    /// `spent` is what other facts of this person and day have counted as study already.
    pub fn follows(&self, fact: &Fact, spent: i64) -> Follows {
        let nothing = |reason| Follows { points: 0, reason, study: None };
        if self.present.contains(&fact.mode) {
            let study = self.kinds.get(&fact.kind).is_some_and(|kind| kind.hours).then(|| self.study(fact, spent));
            return match self.points.get(&fact.kind) {
                Some(points) => Follows { points: *points, reason: Reason::TookPart, study },
                None => Follows { study, ..nothing(Reason::NotListed) },
            };
        }
        if self.not_due.contains(&fact.mode) {
            return nothing(Reason::NotDue);
        }
        match self.spares(fact) {
            Some(reason) => nothing(reason),
            None => Follows { points: self.absent, ..nothing(Reason::Absent) },
        }
    }

    /// Whole steps of an activity's length, or what a day or half of one is counted as.
    pub fn length(&self, starts: &str, minutes: i64) -> i64 {
        match starts {
            "full_day" => self.full_day * self.hour,
            "half_day" => self.half_day * self.hour,
            _ => minutes / self.step * self.step,
        }
    }

    /// The activity's length, up to what a day may hold.
    fn study(&self, fact: &Fact, spent: i64) -> (i64, Reason) {
        let length = self.length(&fact.starts, fact.minutes);
        let left = (self.day_most * self.hour - spent).max(0);
        if length <= left { (length, Reason::TookPart) } else { (left, Reason::DayFull) }
    }

    /// Whether nothing is taken off for an absence, and why.
    fn spares(&self, fact: &Fact) -> Option<Reason> {
        let among = |code: &str| self.spared.iter().any(|reason| reason == code);
        if fact.birth.as_deref().is_some_and(|birth| reached(birth, self.spared_from_age, fact.day)) {
            return Some(Reason::SparedByAge);
        }
        if among("retired") && (fact.employment == "离退休" || fact.employment == "retired") {
            return Some(Reason::SparedAsRetired);
        }
        let long_since = fact.day.checked_sub(self.floating_long).ok().map(|day| day.to_string());
        let since = fact.floating_since.as_deref().zip(long_since.as_deref());
        let long = since.is_some_and(|(since, long)| !since.is_empty() && not_after(since, long));
        (among("floating_long") && long).then_some(Reason::SparedAsFloating)
    }
}

/// Whether somebody born on `birth` has this age. What is not known of the date counts for them.
fn reached(birth: &str, age: i64, day: Date) -> bool {
    let born_by = i16::try_from(age).ok().and_then(|age| Date::new(day.year() - age, day.month(), 1).ok());
    let Some(month) = born_by else { return false };
    let born_by = format!("{}-{:02}", month.strftime("%Y-%m"), day.day());
    !birth.is_empty() && not_after(birth, &born_by)
}

/// Compares a date of any precision with a full one.
fn not_after(date: &str, day: &str) -> bool {
    day.get(..date.len()).is_some_and(|day| date <= day)
}

impl Reason {
    pub fn code(self) -> &'static str {
        match self {
            Reason::TookPart => "took_part",
            Reason::NotListed => "not_listed",
            Reason::NotDue => "not_due",
            Reason::Absent => "absent",
            Reason::SparedByAge => "spared_by_age",
            Reason::SparedAsRetired => "spared_as_retired",
            Reason::SparedAsFloating => "spared_as_floating",
            Reason::DayFull => "day_full",
            Reason::Corrected => "corrected",
        }
    }
    /// The rule that an amount of points for this reason stands on.
    pub fn rule(self) -> &'static str {
        match self {
            Reason::TookPart | Reason::NotListed | Reason::Corrected => keys::POINTS_ACTIVITY.name,
            Reason::NotDue => keys::MODES_NOT_DUE.name,
            Reason::Absent => keys::POINTS_ABSENT.name,
            Reason::SparedByAge => keys::POINTS_EXEMPT_AGE.name,
            Reason::SparedAsRetired | Reason::SparedAsFloating => keys::POINTS_EXEMPT_REASONS.name,
            Reason::DayFull => keys::DAY_HOURS_MAX.name,
        }
    }
    pub fn name(self) -> Text {
        match self {
            Reason::TookPart => Text::fixed("参加", "Took part"),
            Reason::NotListed => Text::fixed("参加，这类活动不计分", "Took part; this kind earns no points"),
            Reason::NotDue => Text::fixed("请假或免予参加，不扣分", "Excused or exempt: nothing is taken off"),
            Reason::Absent => Text::fixed("应到未到，没有请假", "Due, and away without a word"),
            Reason::SparedByAge => Text::fixed("未到，因年龄不扣分", "Away; nothing is taken off at this age"),
            Reason::SparedAsRetired => Text::fixed("未到，离退休不扣分", "Away; nothing is taken off for the retired"),
            Reason::SparedAsFloating => Text::fixed("未到，长期流动不扣分", "Away; nothing is taken off while floating long"),
            Reason::DayFull => Text::fixed("参加，当天学时已计满", "Took part; the day's hours were full"),
            Reason::Corrected => Text::fixed("签到更正，冲回", "The roll-call was corrected: taken back"),
        }
    }
}

#[cfg(test)]
#[path = "follows_tests.rs"]
mod tests;
