//! The page of the days that an organisation keeps.

use super::{
    FixedDay, Plans, View,
    fixed_day::{Falls, Held, NTHS, WEEKDAYS, nth_words},
};
use crate::{
    orgs::Org,
    rulebook::{self, Rules, calendar::Calendar, keys},
};
use askama::Template;
use jiff::{ToSpan, civil::Date};
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "activities/fixed_days.html")]
pub struct FixedDays {
    pub org: Id,
    pub org_name: String,
    pub kinds: Vec<Kept>,
    pub may_plan: bool,
}
impl Page for FixedDays {
    fn title(&self) -> String {
        say!("{}的固定日", "Fixed days of {}", self.org_name)
    }
}

/// What holds for one kind of activity, and the choices of its form.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Kept {
    pub kind: String,
    pub name: String,
    /// The day that holds and whose it is, or the rule book's.
    pub holds: String,
    /// Set by this very organisation.
    pub own: bool,
    /// `5`, `1FR`, `-1FR`; empty where the rule book's day counts, or none does.
    pub falls: String,
    /// The next such day, moved off days off.
    pub next: String,
    #[serde(skip)]
    pub next_words: String,
    #[serde(skip)]
    pub day: String,
    #[serde(skip)]
    pub nths: Vec<Choice>,
    #[serde(skip)]
    pub weekdays: Vec<Choice>,
}

#[derive(Debug)]
pub struct Choice {
    pub value: String,
    pub name: String,
    pub here: bool,
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<FixedDays>> {
    let org: Org = cx.find(id)?;
    let (book, today) = (rulebook::book(cx)?, cx.today());
    let held = FixedDay::holding(&FixedDay::around(cx, &org.path)?, &org.path);
    let kinds = book.at(today).get(keys::FIXED_KINDS).into_iter().map(|kind| kept(book.at(today), kind, &held, today)).collect();
    Reply::show(FixedDays { org: id, org_name: org.name, kinds, may_plan: cx.may("activities.plan") })
}

fn kept(rules: Rules<'_>, kind: String, held: &BTreeMap<String, Held>, today: Date) -> Kept {
    let (held, printed) = (held.get(&kind), printed(rules, &kind));
    let falls = held.map(|h| h.falls).or(printed);
    let next = falls.and_then(|falls| next(rules, falls, today));
    let holds = match (held, printed) {
        (Some(held), _) => held.words(),
        (None, Some(printed)) => say!("{}（按规则库）", "{} (the rule book's)", printed.words()),
        (None, None) => t("没有定固定日，月计划不提出", "No day is fixed; the plan proposes none").into(),
    };
    let (nth, weekday, day) = match held.map(|h| h.falls) {
        Some(Falls::Weekday(nth, weekday)) => (nth, Some(weekday.to_monday_zero_offset()), String::new()),
        Some(Falls::Day(day)) => (0, None, day.to_string()),
        None => (0, None, String::new()),
    };
    const ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    const EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let weekdays = (0i8..).zip(WEEKDAYS);
    Kept {
        name: rules.name(keys::ACTIVITY_KINDS, &kind).map_or_else(|| kind.clone(), |n| t(&n.zh, &n.en).to_owned()),
        holds,
        own: held.is_some_and(|h| h.own),
        falls: held.map(|h| h.falls.code()).unwrap_or_default(),
        next: next.map(|d| d.to_string()).unwrap_or_default(),
        next_words: next.map(crate::ui::day).unwrap_or_default(),
        day,
        nths: NTHS.map(|n| Choice { value: n.to_string(), name: nth_words(n).into(), here: n == nth }).into(),
        weekdays: weekdays
            .map(|(n, code)| Choice { value: code.into(), name: t(ZH[n as usize], EN[n as usize]).into(), here: weekday == Some(n) })
            .collect(),
        kind,
    }
}

/// The day that the rule book names for a kind; none where it names none.
fn printed(rules: Rules<'_>, kind: &str) -> Option<Falls> {
    match kind {
        "theme_day" => Some(Falls::Day(rules.get(keys::THEME_DAY))),
        _ => rules.get(keys::USUAL_DAYS).get(kind).copied().map(Falls::Day),
    }
}

/// The first of these days from today on, moved as the plan moves it.
fn next(rules: Rules<'_>, falls: Falls, today: Date) -> Option<Date> {
    let (calendar, most) = (Calendar::of(rules), rules.get(keys::MOVE_DAYS_MAX));
    let months = [0, 1].map(|n| today.first_of_month() + n.months());
    months.into_iter().map(|month| super::proposal::within(&calendar, most, month, falls.in_month(month))).find(|day| *day >= today)
}

/// A day of the month, or which of its weekdays.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Wanted {
    pub kind: String,
    #[serde(default)]
    pub day: String,
    /// 1 to 4, or -1 for the last.
    #[serde(default)]
    pub nth: String,
    /// MO, TU, WE, TH, FR, SA, SU
    #[serde(default)]
    pub weekday: String,
}

impl Wanted {
    fn falls(&self) -> Result<Falls> {
        let by_date = self.nth.trim().is_empty();
        if !by_date && !self.day.trim().is_empty() {
            return Err(Error::field(
                "day",
                "几号和第几个星期几只定一种；定几号的，“每月”选“按日期”。",
                "Set one of the two; for a date choose “by its date”.",
            ));
        }
        let code = if by_date { self.day.trim().to_owned() } else { format!("{}{}", self.nth.trim(), self.weekday.trim()) };
        let wrong = match by_date {
            true => Error::field("day", "写 1 到 31，或者选第几个星期几。", "Write 1 to 31, or choose a weekday."),
            false => Error::field("weekday", "请选星期几。", "Choose a weekday."),
        };
        let said = by_date || WEEKDAYS.contains(&self.weekday.trim());
        Falls::read(&code).filter(|_| said).ok_or(wrong)
    }
}

pub fn set(cx: &Cx<Plans>, Path(id): Path<Id>, Input(wanted): Input<Wanted>) -> Acted {
    let (org, falls): (Org, Falls) = (cx.find(id)?, wanted.falls()?);
    FixedDay::set(cx, &org, &wanted.kind, falls)?;
    said(url(id), say!("定在{}，从下一个计划起。", "Set to {}, from the next plan on.", falls.words()))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Which {
    pub kind: String,
}

pub fn clear(cx: &Cx<Plans>, Path(id): Path<Id>, Input(which): Input<Which>) -> Acted {
    FixedDay::clear(cx, &cx.find::<Org>(id)?, &which.kind)?;
    said(url(id), t("不再自己定，按上级或规则库。", "No longer set here: those above or the rule book count."))
}

fn url(id: Id) -> String {
    format!("/orgs/{id}/fixed-days")
}

impl FixedDays {
    /// Of several forms on the page, the one that came back with something wrong.
    fn is_typed(&self, kept: &Kept) -> bool {
        kernel::typed("kind", "") == kept.kind
    }
    fn chosen(&self, kept: &Kept, field: &str, choice: &Choice) -> bool {
        if self.is_typed(kept) { kernel::typed(field, "") == choice.value } else { choice.here }
    }
}
