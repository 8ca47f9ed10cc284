//! The list of those who reported in: filtered by unit, skill and free time.

use crate::{
    orgs::Org,
    report_in::{Filter, Line, State, View},
    skills::{SLOTS, Skills, name, slot_name},
    ui::leaf::PAGE,
};
use askama::Template;
use kernel::{Cx, Page, Query, Reader, Reply, Result, args, say, t};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Units offered while somebody types one; all others are found by typing them.
const OFFERED: i64 = 300;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "report_in/list.html")]
pub struct ReportInList {
    pub filter: Filter,
    pub people: Vec<Line>,
    /// Of all the filter shows but for the state: how many are in each.
    pub states: BTreeMap<String, i64>,
    /// How many the filter shows on all pages.
    pub all: i64,
    /// What `after` must be for the next page.
    pub next: Option<String>,
    #[serde(skip)]
    top: Org,
    #[serde(skip)]
    communities: Vec<Org>,
    #[serde(skip)]
    units: Vec<String>,
    #[serde(skip)]
    skills: Vec<String>,
    #[serde(skip)]
    may_edit: bool,
    #[serde(skip)]
    may_export: bool,
}
impl Page for ReportInList {
    fn title(&self) -> String {
        t("在职党员报到", "Members who reported in").into()
    }
}

pub fn list(cx: &Cx<View>, Query(filter): Query<Filter>) -> Result<Reply<ReportInList>> {
    let (people, next) = filter.read(cx, PAGE)?;
    let top = Org::top(cx)?;
    Reply::show(ReportInList {
        states: filter.states(cx)?,
        all: filter.count(cx)?,
        communities: top.children(cx)?,
        units: units(cx)?,
        skills: Skills::of(cx)?.all().into_iter().map(str::to_owned).collect(),
        may_edit: cx.may("report_in.edit"),
        may_export: cx.may("report_in.export"),
        filter,
        people,
        next,
        top,
    })
}

/// The units that people of this scope come from, those of many first.
pub fn units(cx: &Reader) -> Result<Vec<String>> {
    let sql = "select r.unit_name, count(*) as n from {report_ins} r where r.unit_name <> '' group by r.unit_name order by n desc, r.unit_name limit $1";
    Ok(cx.all::<(String, i64)>(sql, args![OFFERED])?.into_iter().map(|u| u.0).collect())
}

impl ReportInList {
    /// The filter as a sentence.
    fn caption(&self) -> String {
        let chosen = self.communities.iter().find(|o| o.id.to_string() == self.filter.org).unwrap_or(&self.top);
        let f = &self.filter;
        let words = [f.q.as_str(), &f.unit, name(&f.skill), slot_name(&f.free)];
        let words = words.into_iter().filter(|w| !w.is_empty()).map(str::to_owned);
        let all = say!("共 {} 人", "{} people", self.all);
        [chosen.name.clone()].into_iter().chain(words).chain([all]).collect::<Vec<_>>().join(" · ")
    }
    fn waiting(&self) -> i64 {
        self.states.get(State::Reported.code()).copied().unwrap_or(0)
    }
    fn next_url(&self) -> Option<String> {
        self.next.as_ref().map(|after| self.filter.starting(after).url("/report-ins"))
    }
    fn first_url(&self) -> String {
        self.filter.starting("").url("/report-ins")
    }
    fn file_url(&self) -> String {
        self.filter.starting("").url("/report-ins.xlsx")
    }
}
