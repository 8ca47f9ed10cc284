//! A booking as it is asked for: one day or every week until a day, checked before anything is written.

use super::{Booker, By, Counts, Span, Venue};
use crate::{
    orgs::telephone,
    rulebook::{self, keys},
    ui,
};
use jiff::{ToSpan, civil::Date};
use kernel::{Error, Id, Reader, Result, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values;

/// What to do on a day on which the slot is full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IfFull {
    #[default]
    Wait,
    /// Leave that day out.
    Skip,
    /// Book nothing at all.
    Refuse,
}

impl IfFull {
    pub const ALL: [IfFull; 3] = [IfFull::Wait, IfFull::Skip, IfFull::Refuse];

    pub fn code(self) -> &'static str {
        match self {
            IfFull::Wait => "wait",
            IfFull::Skip => "skip",
            IfFull::Refuse => "refuse",
        }
    }
    pub fn name(self) -> Text {
        match self {
            IfFull::Wait => Text::fixed("排队候补", "Wait in order"),
            IfFull::Skip => Text::fixed("那天不订", "Leave that day out"),
            IfFull::Refuse => Text::fixed("都不订", "Book nothing"),
        }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Request {
    pub day: String,
    /// `09:00`
    pub starts: String,
    pub ends: String,
    /// The last day, where it is every week on this weekday; empty: once.
    pub until: String,
    pub people: String,
    pub purpose: String,
    pub by: By,
    pub by_name: String,
    pub phone: String,
    pub full: IfFull,
}

/// The same, checked against the venue; whether a day is full is asked when it is written.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub days: Vec<Date>,
    pub span: Span,
    pub people: i64,
    pub purpose: String,
    pub booker: Booker,
    pub full: IfFull,
}

const WEEK: i64 = 7;

impl Request {
    pub fn checked(&self, cx: &Reader, venue: &Venue) -> Result<Wanted> {
        venue.must_be_in_use()?;
        let days = self.days(cx)?;
        let span = Span::of(&self.starts, &self.ends)
            .ok_or_else(|| Error::field("ends", "请写起止时间，结束晚于开始。", "Give both times; it ends after it begins."))?;
        let shut: Vec<Date> = days.iter().copied().filter(|d| !venue.hours.are_open(*d, span)).collect();
        if !shut.is_empty() {
            return Err(named("starts", ("不在开放时间内：", "Outside the opening hours: "), &shut));
        }
        let people = number(&self.people)?;
        if venue.counts == Counts::People && people > venue.capacity {
            return Err(Error::field("people", "超过了场地能容纳的人数。", "More people than the venue holds."));
        }
        let booker = Booker::found(cx, self.by, values::clean(&self.by_name), telephone(&self.phone)?)?;
        Ok(Wanted { days, span, people, purpose: values::clean(&self.purpose).into(), booker, full: self.full })
    }

    fn days(&self, cx: &Reader) -> Result<Vec<Date>> {
        let day = |field: &str, typed: &str| typed.trim().parse::<Date>().map_err(|_| Error::field(field, "请填写日期。", "Give the day."));
        let first = day("day", &self.day)?;
        let last = if self.until.trim().is_empty() { first } else { day("until", &self.until)? };
        let today = cx.today();
        let most = today.checked_add(rulebook::book(cx)?.at(today).get(keys::BOOKING_AHEAD))?;
        if first < today {
            return Err(Error::field("day", "日期已经过去。", "That day has passed."));
        }
        if last < first {
            return Err(Error::field("until", "早于第一天。", "It lies before the first day."));
        }
        if last > most {
            let field = if last == first { "day" } else { "until" };
            let zh = format!("最远能订到 {most}。");
            return Err(Error::field(field, zh, format!("Bookings are taken until {most}.")));
        }
        Ok(first.series(WEEK.days()).take_while(|d| *d <= last).collect())
    }
}

fn number(typed: &str) -> Result<i64> {
    let half = values::half_width(typed);
    match values::clean(&half).trim_end_matches(['人', '名', '个']).trim() {
        "" => Ok(1),
        digits => digits
            .parse()
            .ok()
            .filter(|n| (1..=100_000).contains(n))
            .ok_or_else(|| Error::field("people", "请填写人数，如 20。", "Give a number, such as 20.")),
    }
}

/// An error that names its days.
pub fn named(field: &str, (zh, en): (&str, &str), days: &[Date]) -> Error {
    let zh_days = days.iter().map(|d| format!("{}年{}月{}日", d.year(), d.month(), d.day())).collect::<Vec<_>>().join("、");
    let en_days = days.iter().map(|d| d.strftime("%-d %b %Y").to_string()).collect::<Vec<_>>().join(", ");
    Error::field(field, format!("{zh}{zh_days}"), format!("{en}{en_days}"))
}

/// What became of a request: which days are booked, wait, and were left out as full.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub first: Option<Id>,
    pub booked: Vec<Date>,
    pub waiting: Vec<Date>,
    pub left_out: Vec<Date>,
}

impl Outcome {
    pub fn words(&self) -> String {
        let days = |days: &[Date]| days.iter().map(|d| ui::day(*d)).collect::<Vec<_>>().join(kernel::t("、", ", "));
        let parts = [
            (&self.booked, kernel::say!("订好了：{}。", "Booked: {}.", days(&self.booked))),
            (&self.waiting, kernel::say!("满了，在排队：{}。", "Full, waiting in order: {}.", days(&self.waiting))),
            (&self.left_out, kernel::say!("满了，没有订：{}。", "Full, left out: {}.", days(&self.left_out))),
        ];
        parts.into_iter().filter(|p| !p.0.is_empty()).map(|p| p.1).collect::<Vec<_>>().join(kernel::t("", " "))
    }
}
