//! What follows from the confirmed turns of one person in one month. A pure function: the same turns and
//! the same rules give the same points. Hours times coefficient is the way of the Suzhou standard
//! (DB3205/T 1001-2020); the numbers are the organisation's.

use crate::rulebook::{
    Rules,
    keys::{self},
};
use jiff::civil::Date;
use kernel::{Id, Text, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A confirmed turn of service.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Turn {
    pub id: Id,
    pub path: String,
    pub org: Id,
    /// Of its post.
    pub kind: String,
    pub day: Date,
    pub minutes: i64,
}

/// Why an entry has the amount it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Hours times coefficient, whole.
    Hours,
    /// The rules give no points for posts of this kind.
    NotListed,
    /// The day's points were reached.
    DayFull,
    /// The month's points were reached.
    MonthFull,
    /// The turn was corrected: takes back an earlier entry.
    Corrected,
    /// Something was handed over for them.
    Exchanged,
    /// What was handed over came back.
    Returned,
}

impl Reason {
    pub fn code(self) -> &'static str {
        match self {
            Reason::Hours => "hours",
            Reason::NotListed => "not_listed",
            Reason::DayFull => "day_full",
            Reason::MonthFull => "month_full",
            Reason::Corrected => "corrected",
            Reason::Exchanged => "exchanged",
            Reason::Returned => "returned",
        }
    }
    pub fn name(self) -> Text {
        match self {
            Reason::Hours => Text::fixed("时长 × 系数", "hours × coefficient"),
            Reason::NotListed => Text::fixed("这类岗位不计分", "posts of this kind earn none"),
            Reason::DayFull => Text::fixed("当天积分已到上限", "the day's limit was reached"),
            Reason::MonthFull => Text::fixed("当月积分已到上限", "the month's limit was reached"),
            Reason::Corrected => Text::fixed("服务记录更正，冲回", "the turn was corrected: taken back"),
            Reason::Exchanged => Text::fixed("兑换", "exchanged"),
            Reason::Returned => Text::fixed("兑换退回", "exchange taken back"),
        }
    }
    /// The rule that decided the amount.
    pub fn rule(self) -> &'static str {
        match self {
            Reason::DayFull => keys::SERVICE_POINTS_DAY.name,
            Reason::MonthFull => keys::SERVICE_POINTS_MONTH.name,
            Reason::Exchanged | Reason::Returned => "",
            _ => keys::SERVICE_POINTS_COEFFICIENT.name,
        }
    }
}

/// In hundredths of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Follows {
    pub points: i64,
    /// 100 where an hour is one point.
    pub percent: i64,
    pub reason: Reason,
}

/// The rules of a month that points are counted by.
#[derive(Clone, Debug)]
pub struct Scale {
    /// Percent by the code of the post's kind.
    pub coefficient: BTreeMap<String, i64>,
    /// In hundredths.
    pub day_most: i64,
    pub month_most: i64,
}

const MINUTES: i64 = 60;
/// Of a point.
pub const HUNDREDTHS: i64 = 100;

impl Scale {
    pub fn of(rules: Rules) -> Scale {
        Scale {
            coefficient: rules.get(keys::SERVICE_POINTS_COEFFICIENT),
            day_most: rules.get(keys::SERVICE_POINTS_DAY) * HUNDREDTHS,
            month_most: rules.get(keys::SERVICE_POINTS_MONTH) * HUNDREDTHS,
        }
    }

    /// Of the turns of one month, in the order of their days.
    pub fn follow(&self, turns: &[Turn]) -> Vec<Follows> {
        let (mut of_day, mut of_month) = (BTreeMap::<Date, i64>::new(), 0);
        let one = |turn: &Turn| {
            let Some(percent) = self.coefficient.get(&turn.kind).copied().filter(|percent| *percent > 0) else {
                return Follows { points: 0, percent: 0, reason: Reason::NotListed };
            };
            let full = turn.minutes * percent / MINUTES;
            let spent = of_day.entry(turn.day).or_default();
            let (day, month) = ((self.day_most - *spent).max(0), (self.month_most - of_month).max(0));
            let points = full.min(day).min(month);
            (*spent, of_month) = (*spent + points, of_month + points);
            let reason = match () {
                () if points == full => Reason::Hours,
                () if day <= month => Reason::DayFull,
                () => Reason::MonthFull,
            };
            Follows { points, percent, reason }
        };
        turns.iter().map(one).collect()
    }
}

/// `+1.5`, `−2`; from hundredths.
pub fn points_text(points: i64) -> String {
    let sign = if points < 0 { "−" } else { "" };
    format!("{sign}{}", plain(points.abs()))
}

/// `1.5`, from hundredths.
fn plain(hundredths: i64) -> String {
    let (whole, rest) = (hundredths / HUNDREDTHS, hundredths % HUNDREDTHS);
    let text = format!("{whole}.{rest:02}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `1.5 小时 × 1.2`
pub fn sum(minutes: i64, percent: i64) -> String {
    say!("{} 小时 × {}", "{} h × {}", plain(minutes * HUNDREDTHS / MINUTES), plain(percent))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scale() -> Scale {
        let coefficient = BTreeMap::from([("patrol".into(), 100), ("household".into(), 120), ("other".into(), 0)]);
        Scale { coefficient, day_most: 800, month_most: 2000 }
    }

    fn turn(kind: &str, day: i8, minutes: i64) -> Turn {
        let day = jiff::civil::date(2026, 11, day);
        Turn {
            id: Id::named(&[kind, &day.to_string(), &minutes.to_string()]),
            path: String::new(),
            org: Id::NIL,
            kind: kind.into(),
            day,
            minutes,
        }
    }

    #[test]
    fn hours_times_coefficient_up_to_the_caps() {
        let turns =
            [turn("household", 1, 90), turn("other", 1, 60), turn("patrol", 1, 480), turn("patrol", 2, 480), turn("patrol", 3, 300)];
        let follows: Vec<(i64, Reason)> = scale().follow(&turns).iter().map(|f| (f.points, f.reason)).collect();
        let expected =
            [(180, Reason::Hours), (0, Reason::NotListed), (620, Reason::DayFull), (800, Reason::Hours), (400, Reason::MonthFull)];
        assert_eq!(follows, expected);
        assert_eq!((points_text(180).as_str(), points_text(-205).as_str(), points_text(800).as_str()), ("1.8", "−2.05", "8"));
        assert_eq!(sum(90, 120), "1.5 小时 × 1.2");
    }

    proptest! {
        /// Neither a day nor a month gives more than its most, and a turn never less than nothing or more than itself.
        #[test]
        fn no_cap_is_passed(turns in prop::collection::vec((1i8..6, 1i64..720, 0usize..3), 0..40)) {
            let kinds = ["patrol", "household", "other"];
            let mut turns: Vec<Turn> = turns.into_iter().map(|(day, minutes, kind)| turn(kinds[kind], day, minutes)).collect();
            turns.sort_by_key(|t| t.day);
            let (scale, mut days) = (scale(), BTreeMap::<Date, i64>::new());
            let follows = scale.follow(&turns);
            for (turn, f) in turns.iter().zip(&follows) {
                *days.entry(turn.day).or_default() += f.points;
                prop_assert!(f.points >= 0 && f.points <= turn.minutes * f.percent / MINUTES);
                prop_assert_eq!(f.reason == Reason::Hours, f.percent > 0 && f.points == turn.minutes * f.percent / MINUTES);
            }
            prop_assert!(days.values().all(|sum| *sum <= scale.day_most));
            prop_assert!(follows.iter().map(|f| f.points).sum::<i64>() <= scale.month_most);
        }
    }
}
