//! The pages of the month plan: look, decide, add, publish.

use super::{Details, Line, Plan, Published, State, View, clash::with_clashes, month_code, read_month};
use crate::{
    orgs::Org,
    rulebook::{self, keys},
};
use askama::Template;
use jiff::{ToSpan, civil::Date};
use kernel::{Acted, Cx, Id, Input, Page, Query, Reader, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Which {
    /// `2026-11`; without it, this month.
    pub month: String,
    /// Without it, all that the caller looks after.
    pub org: Option<String>,
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "activities/plan.html")]
pub struct PlanPage {
    pub org: Id,
    pub org_name: String,
    pub month: String,
    pub month_words: String,
    pub before: String,
    pub after: String,
    pub orgs: Vec<Choice>,
    pub groups: Vec<Group>,
    pub kinds: Vec<Kind>,
    pub proposed: usize,
    pub drafts: usize,
    pub standing: usize,
    pub holidays_known: bool,
    /// Not all who are due at two things were looked for.
    pub people_left_out: bool,
    pub may_plan: bool,
}
impl Page for PlanPage {
    fn title(&self) -> String {
        say!("{}计划", "Plan of {}", self.month_words)
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Choice {
    pub id: Id,
    pub name: String,
    pub depth: usize,
    pub here: bool,
}

/// The lines of one organisation.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Group {
    pub name: String,
    pub lines: Vec<Line>,
}

impl Group {
    /// Holds lines that are only to be read here.
    pub fn has_fixed(&self) -> bool {
        self.lines.iter().any(|l| !l.is_editable())
    }
}

/// A kind of activity that can be added.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Kind {
    pub code: String,
    pub name: String,
    pub minutes: i64,
    pub place: String,
}

pub fn show(cx: &Cx<View>, Query(which): Query<Which>) -> Result<Reply<PlanPage>> {
    let plan = find(cx, &which)?;
    Reply::show(PlanPage {
        org: plan.org.id,
        org_name: plan.org.name.clone(),
        month: month_code(plan.month),
        month_words: month_words(plan.month),
        before: month_code(plan.month - 1.month()),
        after: month_code(plan.month + 1.month()),
        orgs: choices(cx, plan.org.id)?,
        kinds: kinds(cx, plan.month)?,
        proposed: plan.lines.iter().filter(|l| l.state.is_none()).count(),
        drafts: plan.lines.iter().filter(|l| l.state == Some(State::Draft)).count(),
        standing: plan.lines.iter().filter(|l| matches!(l.state, Some(State::Planned | State::Held))).count(),
        holidays_known: plan.holidays_known,
        people_left_out: plan.people_left_out,
        may_plan: cx.may("activities.plan"),
        groups: groups(plan.lines),
    })
}

/// The form of the plan: month, organisation, and the fields of each line by its id.
pub type Decided = BTreeMap<String, String>;

pub fn save(cx: &Cx<super::Plans>, Input(decided): Input<Decided>) -> Acted {
    let plan = find(cx, &Which::of(&decided))?;
    plan.save(cx, &decided)?;
    said(plan_url(&plan), t("计划存为草稿，还没有发布。", "Saved as a draft; nothing is published yet."))
}

pub fn publish(cx: &Cx<super::Plans>, Input(decided): Input<Decided>) -> Acted {
    let plan = find(cx, &Which::of(&decided))?;
    plan.save(cx, &decided)?;
    let done = Plan::publish(cx, &plan.org, plan.month)?;
    said(plan_url(&plan), done.sentence())
}

/// An activity that no rule asks for.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Added {
    pub month: String,
    pub top: String,
    pub org: Id,
    pub kind: String,
    #[serde(default)]
    pub title: String,
    pub day: String,
    pub starts: String,
    #[serde(default)]
    pub minutes: String,
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub host: String,
}

pub fn add(cx: &Cx<super::Plans>, Input(a): Input<Added>) -> Acted {
    let plan = find(cx, &Which { month: a.month.clone(), org: Some(a.top.clone()) })?;
    let details = a.details(&kinds(cx, plan.month)?)?;
    let added = plan.add(cx, a.org, &a.kind, details)?;
    let done = t("加进了计划，还是草稿。", "Added to the plan, as a draft.");
    said(plan_url(&plan), with_clashes(done, added.id, &added.clashes(cx)?))
}

impl Which {
    fn of(decided: &Decided) -> Which {
        Which { month: decided.get("month").cloned().unwrap_or_default(), org: decided.get("org").cloned() }
    }
}

impl Added {
    /// What was left empty follows from the kind.
    fn details(&self, kinds: &[Kind]) -> Result<Details> {
        let kind = kinds.iter().find(|k| k.code == self.kind);
        let kind = kind.ok_or_else(|| kernel::Error::field("kind", "请选一种活动。", "Choose a kind of activity."))?;
        let or = |typed: &str, usual: &str| if typed.trim().is_empty() { usual.to_owned() } else { typed.trim().to_owned() };
        let day = self.day.parse().map_err(|_| kernel::Error::field("day", "请选日期。", "Choose a day."))?;
        let wrong = |_| kernel::Error::field("minutes", "时长写分钟数。", "Give the minutes.");
        let minutes = if self.minutes.trim().is_empty() { kind.minutes } else { self.minutes.trim().parse().map_err(wrong)? };
        Ok(Details {
            title: or(&self.title, &kind.name),
            day,
            starts: self.starts.clone(),
            minutes,
            place: or(&self.place, &kind.place),
            host: self.host.clone(),
        })
    }
}

impl Published {
    pub fn sentence(&self) -> String {
        let Published { activities, notices, members, calls, units } = self;
        match activities {
            0 => t("没有新的活动要发布。", "There was nothing new to publish.").into(),
            _ => say!(
                "发布了 {activities} 项活动，发出 {notices} 份通知，送达 {members} 人次，其中 {calls} 人次要打电话；通知单位 {units} 家。",
                "{activities} activities published, {notices} notices to {members} members, {calls} of them by telephone; {units} units notified."
            ),
        }
    }
}

fn find(cx: &Reader, which: &Which) -> Result<Plan> {
    let month = if which.month.is_empty() { cx.today().first_of_month() } else { read_month(&which.month)? };
    Plan::of(cx, chosen_org(cx, which.org.as_deref())?, month)
}

pub fn chosen_org(cx: &Reader, org: Option<&str>) -> Result<Org> {
    match org.filter(|o| !o.is_empty()) {
        Some(id) => cx.find(id.parse().map_err(|_| kernel::Error::NotFound)?),
        None => Org::top(cx),
    }
}

pub fn choices(cx: &Reader, here: Id) -> Result<Vec<Choice>> {
    let tree = Org::tree(cx)?;
    let top = tree.first().map_or(0, Org::depth);
    Ok(tree.into_iter().map(|o| Choice { id: o.id, depth: o.depth() - top, here: o.id == here, name: o.name }).collect())
}

fn groups(lines: Vec<Line>) -> Vec<Group> {
    let mut groups: Vec<(Id, Group)> = vec![];
    for line in lines {
        match groups.last_mut().filter(|g| g.0 == line.org) {
            Some((_, group)) => group.lines.push(line),
            None => groups.push((line.org, Group { name: line.org_name.clone(), lines: vec![line] })),
        }
    }
    groups.into_iter().map(|g| g.1).collect()
}

fn kinds(cx: &Reader, month: Date) -> Result<Vec<Kind>> {
    let book = rulebook::book(cx)?;
    let rules = book.at(month);
    let named = |code: &str| rules.name(keys::ACTIVITY_KINDS, code).map_or_else(|| code.to_owned(), |n| t(&n.zh, &n.en).to_owned());
    let all = rules.all(keys::ACTIVITY_KINDS).into_iter();
    Ok(all
        .map(|(code, k)| Kind { code: code.into(), name: named(code), minutes: k.minutes, place: t(&k.place_zh, &k.place_en).into() })
        .collect())
}

fn plan_url(plan: &Plan) -> String {
    format!("/plan?month={}&org={}", month_code(plan.month), plan.org.id)
}

pub fn month_words(month: Date) -> String {
    say!("{}年{}月", "{}-{:02}", month.year(), month.month())
}
