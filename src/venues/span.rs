//! From when until when on one day, and the opening hours of a week.

use jiff::civil::{Date, Weekday};
use kernel::{Error, Result, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values;
use std::fmt;

/// In minutes after midnight; the end is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub from: i64,
    pub to: i64,
}

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

impl Span {
    /// Of two times as they are kept, such as `09:00`; none where they are no times, or end before they begin.
    pub fn of(starts: &str, ends: &str) -> Option<Span> {
        let (from, to) = (minute(starts)?, minute(ends)?);
        (from < to).then_some(Span { from, to })
    }

    pub fn overlaps(self, other: Span) -> bool {
        self.from < other.to && other.from < self.to
    }

    pub fn holds(self, other: Span) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    pub fn starts(self) -> String {
        clock(self.from)
    }

    pub fn ends(self) -> String {
        clock(self.to)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}", clock(self.from), clock(self.to))
    }
}

/// A time as people write it: `9:00`, `09:00`, `9`, `９：３０`, up to `24:00`.
pub fn minute(typed: &str) -> Option<i64> {
    let half = values::half_width(typed);
    let (hour, minute) = values::clean(&half).split_once(':').map_or((values::clean(&half), "0"), |(h, m)| (h, m));
    let (hour, minute): (i64, i64) = (hour.trim().parse().ok()?, minute.trim().parse().ok()?);
    let all = hour * HOUR + minute;
    ((0..HOUR).contains(&minute) && (0..=DAY).contains(&all) && hour >= 0).then_some(all)
}

fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / HOUR, minute % HOUR)
}

/// Of each day of the week from Monday on, when it is open: in order, apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Hours([Vec<Span>; 7]);

impl JsonSchema for Hours {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Hours".into()
    }
    fn json_schema(schemas: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(schemas)
    }
}

/// `1 09:00-12:00 14:00-17:00;6 09:00-12:00`: the number of the weekday and its hours.
impl From<Hours> for String {
    fn from(hours: Hours) -> String {
        let day = |(n, spans): (usize, &Vec<Span>)| format!("{} {}", n + 1, written(spans));
        hours.0.iter().enumerate().filter(|d| !d.1.is_empty()).map(day).collect::<Vec<_>>().join(";")
    }
}

impl TryFrom<String> for Hours {
    type Error = String;
    fn try_from(text: String) -> Result<Hours, String> {
        let mut hours = Hours::default();
        for day in text.split(';').filter(|d| !d.is_empty()) {
            let (number, spans) = day.split_once(' ').ok_or("a weekday without hours")?;
            let number: usize = number.parse().ok().filter(|n| (1..=7).contains(n)).ok_or("no weekday")?;
            hours.0[number - 1] = read(spans).ok_or("no hours")?;
        }
        Ok(hours)
    }
}

fn written(spans: &[Span]) -> String {
    spans.iter().map(|s| format!("{}-{}", clock(s.from), clock(s.to))).collect::<Vec<_>>().join(" ")
}

/// `9:00-12:00 14:00-17:00`, in order whatever the order typed; none where that is no hours, or they overlap.
fn read(typed: &str) -> Option<Vec<Span>> {
    let typed = typed.replace(['—', '–', '－', '~', '～', '至', '到'], "-").replace(['，', ',', '、', '；'], " ");
    let span = |part: &str| part.split_once('-').and_then(|(from, to)| Span::of(from, to));
    let mut spans: Vec<Span> = typed.split_whitespace().map(span).collect::<Option<_>>()?;
    spans.sort_unstable();
    spans.windows(2).all(|pair| pair[0].to <= pair[1].from).then_some(spans)
}

/// The names of the fields of a form, Monday first.
pub const FIELDS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Hours {
    /// As they were typed, Monday first; an empty line is a closed day.
    pub fn typed(lines: [&str; 7]) -> Result<Hours> {
        let mut hours = Hours::default();
        for (n, line) in lines.into_iter().enumerate() {
            hours.0[n] = read(line).ok_or_else(|| {
                Error::field(
                    FIELDS[n],
                    "写作 9:00-12:00 14:00-17:00，前后不重叠；不开放就空着。",
                    "Write 9:00-12:00 14:00-17:00 without overlaps; leave it empty where it is closed.",
                )
            })?;
        }
        match hours.0.iter().all(Vec::is_empty) {
            true => Err(Error::field("mon", "至少写一天的开放时间。", "Give the hours of at least one day.")),
            false => Ok(hours),
        }
    }

    pub fn on(&self, day: Date) -> &[Span] {
        self.of(day.weekday())
    }

    pub fn of(&self, weekday: Weekday) -> &[Span] {
        &self.0[weekday.to_monday_zero_offset() as usize]
    }

    pub fn are_open(&self, day: Date, span: Span) -> bool {
        self.on(day).iter().any(|open| open.holds(span))
    }

    /// As a form shows the days: field, name, hours as they are typed.
    pub fn lines(&self) -> Vec<(&'static str, &'static str, String)> {
        let line = |(n, spans): (usize, &Vec<Span>)| (FIELDS[n], weekday_name(n), written(spans));
        self.0.iter().enumerate().map(line).collect()
    }

    /// `周一至周五 09:00–12:00`: days of the same hours that follow each other stand together.
    pub fn words(&self) -> Vec<String> {
        let mut runs: Vec<(usize, usize)> = vec![];
        for n in (0..7).filter(|n| !self.0[*n].is_empty()) {
            match runs.last_mut().filter(|run| run.1 + 1 == n && self.0[run.0] == self.0[n]) {
                Some(run) => run.1 = n,
                None => runs.push((n, n)),
            }
        }
        let words = |(first, last): (usize, usize)| {
            let hours = self.0[first].iter().map(Span::to_string).collect::<Vec<_>>().join(t("、", ", "));
            let days = if first == last {
                weekday_name(first).to_owned()
            } else {
                format!("{}{}{}", weekday_name(first), t("至", "–"), weekday_name(last))
            };
            format!("{days} {hours}")
        };
        runs.into_iter().map(words).collect()
    }
}

/// From Monday, 0.
pub fn weekday_name(n: usize) -> &'static str {
    const NAMES: [(&str, &str); 7] =
        [("周一", "Mon"), ("周二", "Tue"), ("周三", "Wed"), ("周四", "Thu"), ("周五", "Fri"), ("周六", "Sat"), ("周日", "Sun")];
    let (zh, en) = NAMES[n % 7];
    t(zh, en)
}
