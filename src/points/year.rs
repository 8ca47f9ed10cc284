//! A member's year at a glance: where they stand, and the hours of each month.

use super::Standing;
use crate::{closing::Month, people::Member};
use kernel::{Reader, Result, args, say};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Serialize, JsonSchema)]
pub struct Year {
    pub standing: Standing,
    /// Minutes that count in each month, January first, up to this one.
    pub minutes: Vec<i64>,
}

/// One column of the small chart, in units of its view box.
pub struct Column {
    pub left: usize,
    pub top: i64,
    pub height: i64,
}

const WIDE: usize = 12;
const TALL: i64 = 40;

impl Year {
    pub fn of(cx: &Reader, member: &Member) -> Result<Year> {
        let now = Month::of(cx.today());
        let counted: Vec<(Month, i64)> = cx.all(
            "select p.month, cast(sum(p.minutes) as bigint) from {hours} p where p.member = $1 and p.month >= $2 and p.month <= $3 group by p.month",
            args![member.id, now.january(), now],
        )?;
        let mut minutes = vec![0; now.first().month() as usize];
        for (month, sum) in counted {
            minutes[month.first().month() as usize - 1] = sum;
        }
        Ok(Year { standing: Standing::of(cx, member, now)?, minutes })
    }

    /// A month without study keeps a hair's breadth, so that it is seen to be empty.
    pub fn columns(&self) -> Vec<Column> {
        let most = self.minutes.iter().copied().max().unwrap_or(0).max(1);
        let height = |minutes: i64| (minutes.max(0) * TALL / most).max(1);
        let column = |(n, minutes): (usize, &i64)| Column { left: n * WIDE, top: TALL - height(*minutes), height: height(*minutes) };
        self.minutes.iter().enumerate().map(column).collect()
    }

    /// The chart in words.
    pub fn months(&self) -> String {
        let told = |(n, minutes): (usize, &i64)| say!("{} 月 {} 学时", "month {}: {} hours", n + 1, self.standing.hours(*minutes));
        self.minutes.iter().enumerate().map(told).collect::<Vec<_>>().join("; ")
    }

    /// What followed from one fact: `+2 积分 · 2 学时`.
    pub fn followed(&self, points: i64, minutes: i64) -> String {
        let earned = (points != 0).then(|| say!("{points:+} 积分", "{points:+} points"));
        let studied = (minutes != 0).then(|| say!("{} 学时", "{} hours", self.standing.hours(minutes)));
        earned.into_iter().chain(studied).collect::<Vec<_>>().join(" · ")
    }
}
