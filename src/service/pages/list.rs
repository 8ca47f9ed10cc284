//! Service for the worker: what waits to be confirmed, and all of it.

use crate::{
    posts::Post,
    sendings::Sent,
    service::{Act, Export, How, Record, Service, State, View, export::workbook, minutes},
    ui::Why,
};
use askama::Template;
use kernel::{Acted, Cx, Download, Error, Id, Input, Page, Path, Query, Reply, Result, args, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "service/list.html")]
pub struct ServiceList {
    pub state: String,
    pub turns: Vec<Service>,
    /// How many stand in each state.
    pub states: BTreeMap<String, i64>,
    /// Titles of the posts that are named.
    pub posts: HashMap<String, String>,
    #[serde(skip)]
    may_record: bool,
    #[serde(skip)]
    may_export: bool,
}
impl Page for ServiceList {
    fn title(&self) -> String {
        t("服务记录", "Service").into()
    }
}

const MOST: i64 = 300;

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Which {
    pub state: String,
}

pub fn list(cx: &Cx<View>, Query(which): Query<Which>) -> Result<Reply<ServiceList>> {
    let turns = Service::list(cx, &which.state, MOST)?;
    let states: Vec<(String, i64)> = cx.all("select s.state, count(*) from {services} s group by s.state", args![])?;
    let posts = Post::titles(cx, turns.iter().map(|s| s.post))?;
    let (may_record, may_export) = (cx.may("service.record"), cx.may("service.export"));
    Reply::show(ServiceList { state: which.state, turns, posts, may_record, may_export, states: states.into_iter().collect() })
}

impl ServiceList {
    fn chips(&self) -> Vec<(String, String, bool)> {
        let chip = |state: State| {
            let (count, on) = (*self.states.get(state.code())?, self.state == state.code());
            let url = if on { "/service".into() } else { format!("/service?state={}", state.code()) };
            Some((url, format!("{} {count}", state.name()), on))
        };
        State::ALL.into_iter().filter_map(chip).collect()
    }
    fn title_of(&self, turn: &Service) -> &str {
        self.posts.get(&turn.post.to_string()).map_or("", String::as_str)
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "service/show.html")]
pub struct ShowService {
    pub turn: Service,
    pub post: Post,
    pub story: Vec<Act>,
    /// Reminders of it.
    pub sent: Vec<Sent>,
    #[serde(skip)]
    may_record: bool,
}
impl Page for ShowService {
    fn title(&self) -> String {
        say!("{}：{}", "{}: {}", self.turn.name, self.post.title)
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ShowService>> {
    let turn: Service = cx.find(id)?;
    Reply::show(ShowService {
        post: cx.find(turn.post)?,
        story: Act::of(cx, id)?,
        sent: Sent::of(cx, id)?,
        may_record: cx.may("service.record"),
        turn,
    })
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Confirmed {
    /// What was said before, where it is left out.
    pub minutes: String,
    pub how: How,
}

pub fn confirm(cx: &Cx<Record>, Path(id): Path<Id>, Input(typed): Input<Confirmed>) -> Acted {
    let turn: Service = cx.find(id)?;
    let length = if typed.minutes.trim().is_empty() { turn.minutes } else { minutes(cx, &typed.minutes)? };
    turn.confirm(cx, length, typed.how, "")?;
    said(format!("/service/{id}"), t("确认了，时长算数了。", "Confirmed; the hours count."))
}

pub fn refuse(cx: &Cx<Record>, Path(id): Path<Id>, Input(why): Input<Why>) -> Acted {
    cx.find::<Service>(id)?.refuse(cx, How::Worker, &why.reason)?;
    said(format!("/service/{id}"), t("记下了，本人会看到原因。", "Recorded; they read why."))
}

pub fn withdraw(cx: &Cx<Record>, Path(id): Path<Id>, Input(why): Input<Why>) -> Acted {
    cx.find::<Service>(id)?.withdraw(cx, &why.reason)?;
    said(format!("/service/{id}"), t("撤回了，原来的记录还在经过里。", "Taken back; what was written stands in its story."))
}

pub fn export(cx: &Cx<Export>, Input(why): Input<Why>) -> Result<Download> {
    let reason = why.reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Error::field("reason", "导出要说明用途。", "To export, say what it is for."));
    }
    let (count, file) = workbook(cx)?;
    cx.write(move |w| {
        w.note_reason(Id::NIL, format!("exported {count} turns of service"), &reason);
        Ok(())
    })?;
    Ok(file)
}
