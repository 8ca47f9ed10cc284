//! The month as a calendar, a list on a phone.

use super::{
    Activity, State, View, month_code,
    planning::{Choice, Which, choices, chosen_org, month_words},
    read_month,
};
use crate::rulebook::{self, calendar::Calendar};
use askama::Template;
use jiff::{ToSpan, civil::Date};
use kernel::{Cx, Id, Page, Query, Reader, Reply, Result, args, schema::past, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "activities/calendar.html")]
pub struct Month {
    pub org: Id,
    pub month: String,
    pub month_words: String,
    pub before: String,
    pub after: String,
    pub orgs: Vec<Choice>,
    pub weeks: Vec<Vec<Day>>,
    pub count: usize,
}
impl Page for Month {
    fn title(&self) -> String {
        self.month_words.clone()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Day {
    pub number: i8,
    pub weekday: &'static str,
    pub in_month: bool,
    pub rest: bool,
    pub today: bool,
    pub holiday: Option<String>,
    pub events: Vec<Event>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Event {
    pub id: Id,
    pub text: String,
    pub class: &'static str,
}

pub fn show(cx: &Cx<View>, Query(which): Query<Which>) -> Result<Reply<Month>> {
    let month = if which.month.is_empty() { cx.today().first_of_month() } else { read_month(&which.month)? };
    let org = chosen_org(cx, which.org.as_deref())?;
    let activities = activities(cx, &org.path, month)?;
    Reply::show(Month {
        org: org.id,
        month: month_code(month),
        month_words: month_words(month),
        before: month_code(month - 1.month()),
        after: month_code(month + 1.month()),
        orgs: choices(cx, org.id)?,
        count: activities.len(),
        weeks: weeks(cx, month, &activities)?,
    })
}

/// What stands in the month: neither drafts that were left out nor what was called off.
pub fn activities(cx: &Reader, path: &str, month: Date) -> Result<Vec<Activity>> {
    cx.all(
        "select * from {activities} a where a.path >= $1 and a.path < $2 and a.day >= $3 and a.day <= $4 and a.state in ('draft', 'planned', 'held') order by a.day, a.starts, a.path, a.id",
        args![path, past(path), month.first_of_month(), month.last_of_month()],
    )
}

fn weeks(cx: &Reader, month: Date, activities: &[Activity]) -> Result<Vec<Vec<Day>>> {
    let book = rulebook::book(cx)?;
    let calendar = Calendar::of(book.at(month));
    let first = month - i64::from(month.weekday().to_monday_zero_offset()).days();
    let days: Vec<Day> = first
        .series(1.day())
        .take_while(|d| *d <= month.last_of_month() || d.weekday().to_monday_zero_offset() != 0)
        .map(|d| day(d, month, cx.today(), &calendar, activities))
        .collect();
    let mut weeks: Vec<Vec<Day>> = vec![];
    for day in days {
        match weeks.last_mut().filter(|w| w.len() < WEEK) {
            Some(week) => week.push(day),
            None => weeks.push(vec![day]),
        }
    }
    Ok(weeks)
}

const WEEK: usize = 7;

fn day(date: Date, month: Date, today: Date, calendar: &Calendar, activities: &[Activity]) -> Day {
    let in_month = date.first_of_month() == month.first_of_month();
    let events = activities.iter().filter(|a| in_month && a.day == date).map(event).collect();
    let holiday = calendar.holiday(date).map(|h| t(&h.zh, &h.en).to_owned());
    Day { number: date.day(), weekday: weekday(date), in_month, rest: calendar.is_off(date), today: date == today, holiday, events }
}

fn event(a: &Activity) -> Event {
    let class = match a.state {
        State::Held => "held",
        State::Draft => "proposed",
        _ if !a.basis.is_empty() => "must",
        _ => "",
    };
    let after = match a.state {
        State::Held => t("（已开展）", " (held)"),
        State::Draft => t("（未发布）", " (draft)"),
        _ => "",
    };
    Event { id: a.id, text: format!("{} {}{after}", a.starts, a.title), class }
}

fn weekday(date: Date) -> &'static str {
    const NAMES: [(&str, &str); 7] =
        [("周一", "Mon"), ("周二", "Tue"), ("周三", "Wed"), ("周四", "Thu"), ("周五", "Fri"), ("周六", "Sat"), ("周日", "Sun")];
    let (zh, en) = NAMES[date.weekday().to_monday_zero_offset() as usize];
    t(zh, en)
}
