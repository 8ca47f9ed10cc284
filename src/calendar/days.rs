//! Days as a calendar shows them: a month in whole weeks, or one week with its hours down.

use crate::{
    activities::{Activity, State, hours, minute, month_code, month_words, read_month},
    rulebook::{self, calendar::Calendar, keys},
    ui,
};
use jiff::{ToSpan, civil::Date};
use kernel::{Error, Id, Reader, Result, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    #[default]
    Month,
    Week,
}

/// Which days, of whom, and of which kind of activity.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Which {
    pub look: Look,
    /// `2026-11`; without it, this month.
    pub month: String,
    /// `2026-11-26`: the week that it lies in; without it, this week.
    pub day: String,
    /// Without it, all that the caller looks after.
    pub org: Option<String>,
    /// A code of `rules/activities.toml`; empty for all.
    pub kind: String,
}

/// The days that are looked at, from the first to the last.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    pub look: Look,
    pub first: Date,
    pub last: Date,
}

/// What stands at its hours: an activity, a booking, an open day.
#[derive(Debug)]
pub struct Standing {
    pub id: Id,
    pub day: Date,
    /// `09:00`, or `full_day`, `half_day`.
    pub starts: String,
    pub minutes: i64,
    pub title: String,
    pub place: String,
    /// held, proposed, must, or none of them
    pub class: &'static str,
    pub note: &'static str,
}

impl From<Activity> for Standing {
    fn from(a: Activity) -> Standing {
        let (class, note) = match a.state {
            State::Held => ("held", t("已开展", "held")),
            State::Draft => ("proposed", t("未发布", "draft")),
            _ if !a.basis.is_empty() => ("must", ""),
            _ => ("", ""),
        };
        Standing { id: a.id, day: a.day, starts: a.starts, minutes: a.minutes, title: a.title, place: a.place, class, note }
    }
}

/// One of them as it is to be shown.
#[derive(Debug)]
pub struct Entry {
    pub what: Standing,
    pub org: String,
    /// What the person said, or how they took part.
    pub said: String,
    pub clashes: Vec<String>,
    pub url: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Sheet {
    pub look: Look,
    pub title: String,
    /// The month that it begins in.
    pub month: String,
    /// What to ask for the days before, the days after, and the same days as the other look.
    pub before: String,
    pub after: String,
    pub other: String,
    /// Of a week, the hours that are shown down its side.
    pub hours: Vec<i64>,
    /// Of a week: more stands at one time than fits beside each other, so each day is a plain list.
    pub crowded: bool,
    pub weeks: Vec<Vec<Day>>,
    pub count: usize,
    /// The book has the holidays of the year.
    pub holidays_known: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Day {
    #[schemars(with = "String")]
    pub date: Date,
    pub number: i8,
    pub weekday: &'static str,
    /// It belongs to what is looked at, and does not only fill a week up.
    pub within: bool,
    pub rest: bool,
    /// A day of the weekend on which people work, in exchange for a day off.
    pub worked: bool,
    pub today: bool,
    pub holiday: Option<String>,
    pub events: Vec<Event>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Event {
    pub id: Id,
    pub title: String,
    pub hours: String,
    pub place: String,
    pub org: String,
    pub said: String,
    pub clashes: Vec<String>,
    /// held, proposed, must, or none of them
    pub class: &'static str,
    /// That it is a draft or was held.
    pub note: &'static str,
    pub url: Option<String>,
    /// In a week, from which half hour after the first hour shown, and how many of them.
    pub row: usize,
    pub rows: usize,
}

/// So many fit beside each other in the column of a day.
const BESIDE: usize = 3;
const WEEK: i64 = 7;
const HOUR: i64 = 60;
const HALF: i64 = 30;
/// The hours of a week that are shown though nothing stands in them.
const DAYTIME: (i64, i64) = (8, 18);

impl Day {
    fn is_crowded(&self) -> bool {
        let at = |row: usize| self.events.iter().filter(|e| (e.row..e.row + e.rows).contains(&row)).count();
        self.events.iter().any(|e| at(e.row) > BESIDE)
    }
}

impl Which {
    pub fn stretch(&self, today: Date) -> Result<Stretch> {
        match self.look {
            Look::Month => {
                let first = if self.month.is_empty() { today.first_of_month() } else { read_month(&self.month)? };
                Ok(Stretch { look: Look::Month, first, last: first.last_of_month() })
            }
            Look::Week => {
                let wrong = |_| Error::field("day", "日期写作 2026-11-26。", "Give the day as 2026-11-26.");
                let day: Date = if self.day.is_empty() { today } else { self.day.parse().map_err(wrong)? };
                let first = monday(day);
                Ok(Stretch { look: Look::Week, first, last: first + (WEEK - 1).days() })
            }
        }
    }
}

impl Stretch {
    pub fn days(&self) -> (Date, Date) {
        (self.first, self.last)
    }

    fn title(&self) -> String {
        match self.look {
            Look::Month => month_words(self.first),
            Look::Week => format!("{} – {}", ui::day(self.first), ui::day(self.last)),
        }
    }

    /// The same look at the days from this one on.
    fn asked(&self, look: Look, day: Date) -> String {
        match look {
            Look::Month => format!("month={}", month_code(day)),
            Look::Week => format!("look=week&day={day}"),
        }
    }

    /// What to ask for to see the days before, after, and these as the other look.
    fn ways(&self, today: Date) -> (String, String, String) {
        let (before, after, other) = match self.look {
            Look::Month => (self.first - 1.month(), self.first + 1.month(), Look::Week),
            Look::Week => (self.first - WEEK.days(), self.first + WEEK.days(), Look::Month),
        };
        let here = if (self.first..=self.last).contains(&today) { today } else { self.first };
        (self.asked(self.look, before), self.asked(self.look, after), self.asked(other, here))
    }
}

fn monday(day: Date) -> Date {
    day - i64::from(day.weekday().to_monday_zero_offset()).days()
}

impl Sheet {
    pub fn of(cx: &Reader, stretch: Stretch, entries: Vec<Entry>) -> Result<Sheet> {
        let (today, book) = (cx.today(), rulebook::book(cx)?);
        let calendar = Calendar::of(book.at(stretch.first));
        let (before, after, other) = stretch.ways(today);
        let hours = match stretch.look {
            Look::Week => hours_shown(&entries),
            Look::Month => vec![],
        };
        let (count, from) = (entries.len(), hours.first().copied().unwrap_or_default());
        let mut entries = entries.into_iter().peekable();
        let mut days: Vec<Day> = vec![];
        for date in monday(stretch.first).series(1.day()).take_while(|d| *d <= stretch.last || d.weekday().to_monday_zero_offset() != 0) {
            let mut day = day(date, &stretch, today, &calendar);
            while let Some(entry) = entries.next_if(|e| e.what.day <= date) {
                day.events.push(event(entry, from));
            }
            days.push(day);
        }
        let mut weeks: Vec<Vec<Day>> = vec![];
        for day in days {
            match weeks.last_mut().filter(|w| w.len() < WEEK as usize) {
                Some(week) => week.push(day),
                None => weeks.push(vec![day]),
            }
        }
        let holidays_known = calendar.knows(stretch.first.year());
        let crowded = stretch.look == Look::Week && weeks.iter().flatten().any(Day::is_crowded);
        Ok(Sheet {
            look: stretch.look,
            title: stretch.title(),
            month: month_code(stretch.first),
            before,
            after,
            other,
            hours,
            crowded,
            weeks,
            count,
            holidays_known,
        })
    }

    pub fn is_week(&self) -> bool {
        self.look == Look::Week
    }

    /// The days that belong to it, one after the other.
    pub fn days(&self) -> impl Iterator<Item = &Day> {
        self.weeks.iter().flatten().filter(|d| d.within)
    }

    /// The half hour at which an hour stands down the side.
    pub fn row_of(&self, hour: &i64) -> i64 {
        (hour - self.hours.first().unwrap_or(&0)) * HOUR / HALF
    }
}

/// The hours of the daytime, and those around it in which something stands.
fn hours_shown(entries: &[Entry]) -> Vec<i64> {
    let (mut first, mut last) = DAYTIME;
    for (from, minutes) in entries.iter().filter_map(|e| Some((minute(&e.what.starts)?, e.what.minutes))) {
        first = first.min(from / HOUR);
        last = last.max((from + minutes + HOUR - 1) / HOUR);
    }
    (first..last.min(24)).collect()
}

fn day(date: Date, stretch: &Stretch, today: Date, calendar: &Calendar) -> Day {
    let within = (stretch.first..=stretch.last).contains(&date);
    let holiday = calendar.holiday(date).map(|h| t(&h.zh, &h.en).to_owned());
    Day {
        date,
        number: date.day(),
        weekday: weekday(date),
        within,
        rest: calendar.is_off(date),
        worked: calendar.is_worked(date),
        today: date == today,
        holiday,
        events: vec![],
    }
}

fn event(entry: Entry, first_hour: i64) -> Event {
    let a = entry.what;
    // What has no hours stands at the top of its day.
    let row = minute(&a.starts).map_or(0, |from| ((from - first_hour * HOUR) / HALF).max(0));
    let rows = minute(&a.starts).map_or(1, |from| (from + a.minutes + HALF - 1) / HALF - from / HALF);
    let most = 24 * HOUR / HALF;
    Event {
        id: a.id,
        hours: hours(&a.starts, a.minutes),
        title: a.title,
        place: a.place,
        org: entry.org,
        said: entry.said,
        clashes: entry.clashes,
        class: a.class,
        note: a.note,
        url: entry.url,
        row: row as usize,
        rows: rows.clamp(1, most) as usize,
    }
}

fn weekday(date: Date) -> &'static str {
    const NAMES: [(&str, &str); 7] =
        [("周一", "Mon"), ("周二", "Tue"), ("周三", "Wed"), ("周四", "Thu"), ("周五", "Fri"), ("周六", "Sat"), ("周日", "Sun")];
    let (zh, en) = NAMES[date.weekday().to_monday_zero_offset() as usize];
    t(zh, en)
}

/// A kind of activity to look at alone.
#[derive(Debug, Serialize, JsonSchema)]
pub struct KindChoice {
    pub code: String,
    pub name: String,
    pub here: bool,
}

pub fn kinds(cx: &Reader, here: &str) -> Result<Vec<KindChoice>> {
    let (book, today) = (rulebook::book(cx)?, cx.today());
    let rules = book.at(today);
    let name = |code: &str| rules.name(keys::ACTIVITY_KINDS, code).map_or_else(|| code.to_owned(), |n| t(&n.zh, &n.en).to_owned());
    let all = rules.all(keys::ACTIVITY_KINDS).into_iter();
    Ok(all.map(|(code, _)| KindChoice { code: code.into(), name: name(code), here: code == here }).collect())
}

/// How many there are, in words.
pub fn counted(count: usize) -> String {
    say!("{count} 项活动", "{count} activities")
}
