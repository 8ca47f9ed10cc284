//! The list of needs, by state, skill and urgency; and as a workbook.

use crate::{
    needs::{Edit, End, Filter, Line, Need, URGENCIES, View, channel_name, list::states, state_name, urgency_name},
    orgs::Org,
    people::export::Format,
    skills::Skills,
};
use askama::Template;
use kernel::{Acted, Cx, Download, Error, Id, Input, Page, Query, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::write::{Cell, Column, Table, xlsx};
use std::collections::BTreeMap;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "needs/list.html")]
pub struct NeedList {
    pub filter: Filter,
    pub needs: Vec<Line>,
    /// How many stand in each state.
    pub states: BTreeMap<String, i64>,
    /// What `after` must be for the next page.
    pub next: Option<String>,
    #[serde(skip)]
    org: Id,
    #[serde(skip)]
    skills: Vec<String>,
    #[serde(skip)]
    may_edit: bool,
}
impl Page for NeedList {
    fn title(&self) -> String {
        t("居民需求", "Needs").into()
    }
}

pub fn list(cx: &Cx<View>, Query(filter): Query<Filter>) -> Result<Reply<NeedList>> {
    let (needs, next) = filter.read(cx)?;
    let skills = Skills::of(cx)?.all().into_iter().map(str::to_owned).collect();
    Reply::show(NeedList { org: Org::top(cx)?.id, needs, next, skills, states: states(cx)?, may_edit: cx.may("needs.edit"), filter })
}

impl NeedList {
    /// Each state with its count and the address of the list that shows it alone.
    fn chips(&self) -> Vec<(String, String, bool)> {
        let count = |state: &str| self.states.get(state).copied().unwrap_or(0);
        let closed = End::ALL.iter().map(|end| count(end.code())).sum();
        [("asked", count("asked")), ("open", count("open")), ("closed", closed)]
            .into_iter()
            .map(|(state, count)| {
                let on = self.filter.state == state;
                let chosen = Filter { state: if on { String::new() } else { state.into() }, ..self.filter.starting("") };
                (chosen.url("/needs"), format!("{} {count}", state_name(state)), on)
            })
            .collect()
    }
    fn may_open_many(&self) -> bool {
        self.may_edit && self.filter.state == "asked" && !self.needs.is_empty()
    }
    fn next_url(&self) -> Option<String> {
        self.next.as_ref().map(|after| self.filter.starting(after).url("/needs"))
    }
    fn first_url(&self) -> String {
        self.filter.starting("").url("/needs")
    }
    fn file_url(&self) -> String {
        self.filter.starting("").url("/needs.xlsx")
    }
}

/// Needs that were reviewed together, and what whoever helps should know.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Reviewed {
    pub need: Vec<Id>,
    pub risk: String,
}

pub fn open_many(cx: &Cx<Edit>, Input(reviewed): Input<Reviewed>) -> Acted {
    if reviewed.need.is_empty() {
        return Err(Error::field("need", "请至少选一条。", "Choose at least one."));
    }
    let (opened, left) = Need::open_all(cx, &reviewed.need, &reviewed.risk)?;
    let rest = if left > 0 {
        say!("，{left} 条要单独写保险或已经开放", "; {left} are to be insured first, or are open")
    } else {
        String::new()
    };
    said("/needs?state=asked", say!("开放了 {opened} 条{rest}。", "{opened} are open{rest}."))
}

/// What the list shows, all pages of it: nothing in it is hidden.
pub fn workbook(cx: &Cx<View>, Query(filter): Query<Filter>) -> Result<Download> {
    let heads = [
        (t("提出日期", "Asked on"), 12.0),
        (t("需求内容", "What"), 40.0),
        (t("地点", "Where"), 22.0),
        (t("时间要求", "When"), 16.0),
        (t("需要人数", "People"), 8.0),
        (t("缓急", "Urgency"), 8.0),
        (t("需要特长", "Skills"), 20.0),
        (t("来源", "Came by"), 10.0),
        (t("状态", "State"), 12.0),
        (t("社区", "Community"), 22.0),
    ];
    let title = say!("{} 居民服务需求清单", "Needs of residents, {}", Org::top(cx)?.name);
    let columns = heads.into_iter().map(|(head, width)| Column::new(head, width)).collect();
    let table = Table { title: title.clone(), note: cx.today().to_string(), columns };
    let (mut rows, mut filter) = (vec![], filter.starting(""));
    loop {
        let (lines, next) = filter.read(cx)?;
        rows.extend(lines.into_iter().map(cells));
        let Some(next) = next else { break };
        filter.after = next;
    }
    let bytes = xlsx(&table, rows.into_iter().map(|row| row.map(Cell::from))).map_err(|e| Error::Internal(e.into()))?;
    Ok(Download { name: format!("{title}.xlsx"), mime: Format::Xlsx.mime(), bytes, inline: false })
}

fn cells(l: Line) -> [String; 10] {
    let (skills, people) = (l.skill_names(), l.people.map(|n| n.to_string()).unwrap_or_default());
    let [urgency, channel, state] = [urgency_name(&l.urgency), channel_name(&l.channel), state_name(&l.state)].map(str::to_owned);
    [l.asked_on, l.what, l.place, l.wanted, people, urgency, skills, channel, state, l.organisation]
}
