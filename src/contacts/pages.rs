use super::{
    Promise,
    list::{Filter, Line, Untalked},
};
use crate::{
    people::{Edit, View, Way, days},
    rulebook::{self, keys},
};
use askama::Template;
use jiff::civil::Date;
use kernel::{Acted, Cx, Id, Input, Page, Path, Query, Reply, Result, args, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "contacts/list.html")]
pub struct ContactList {
    pub filter: Filter,
    pub since: String,
    pub contacts: Vec<Line>,
    /// What `after` must be for the next page.
    pub next: Option<String>,
    /// Who recorded some since then.
    pub recorders: Vec<String>,
}
impl Page for ContactList {
    fn title(&self) -> String {
        t("联系与谈心", "Contacts and talks").into()
    }
}

pub fn list(cx: &Cx<View>, Query(filter): Query<Filter>) -> Result<Reply<ContactList>> {
    let since = filter.first_day(cx.today())?;
    let (contacts, next) = filter.read(cx)?;
    let recorders =
        cx.all("select distinct c.made_by from {contacts} c where c.occurred_on >= $1 order by c.made_by limit 100", args![since])?;
    Reply::show(ContactList { filter, since: since.to_string(), contacts, next, recorders })
}

impl ContactList {
    fn next_url(&self) -> Option<String> {
        self.next.as_ref().map(|after| Filter { after: after.clone(), ..self.filter.clone() }.url())
    }
    fn first_url(&self) -> String {
        Filter { after: String::new(), ..self.filter.clone() }.url()
    }
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct After {
    pub after: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "contacts/due.html")]
pub struct TalksDue {
    pub members: Vec<Untalked>,
    pub next: Option<String>,
    /// Within how long the rule wants a talk, as an ISO 8601 duration.
    pub within: String,
    #[serde(skip)]
    today: Date,
    #[serde(skip)]
    may_record: bool,
}
impl Page for TalksDue {
    fn title(&self) -> String {
        t("该谈心的党员", "Whom to talk to").into()
    }
}

pub fn due(cx: &Cx<View>, Query(asked): Query<After>) -> Result<Reply<TalksDue>> {
    let book = rulebook::book(cx)?;
    let within = book.at(cx.today()).get(keys::TALK_WITHIN);
    let (members, next) = Untalked::read(cx, within, &asked.after)?;
    Reply::show(TalksDue { members, next, within: within.to_string(), today: cx.today(), may_record: cx.may("people.edit") })
}

impl TalksDue {
    fn ago(&self, day: &Option<String>) -> String {
        day.as_deref().map_or_else(|| t("没有记录", "none on record").into(), |d| days::ago(d, self.today))
    }
    fn next_url(&self) -> Option<String> {
        self.next.as_deref().map(|after| format!("/contacts/due?after={}", kernel::escape(after)))
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "contacts/promises.html")]
pub struct PromiseList {
    pub open: Vec<Promise>,
    pub ended: Vec<Promise>,
    #[serde(skip)]
    today: Date,
    #[serde(skip)]
    may_end: bool,
}
impl Page for PromiseList {
    fn title(&self) -> String {
        t("答应的事", "Wishes and promises").into()
    }
}

/// As many as one page shows of each.
const MOST: i64 = 200;
const ENDED: i64 = 30;

pub fn promises(cx: &Cx<View>) -> Result<Reply<PromiseList>> {
    let (open, ended) = (Promise::open(cx, None, MOST)?, Promise::ended(cx, ENDED)?);
    Reply::show(PromiseList { open, ended, today: cx.today(), may_end: cx.may("people.edit") })
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "contacts/promise.html")]
pub struct ShowPromise {
    pub promise: Promise,
    #[serde(skip)]
    may_end: bool,
}
impl Page for ShowPromise {
    fn title(&self) -> String {
        say!("答应{}的事", "Promised to {}", self.promise.name)
    }
}

pub fn promise(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ShowPromise>> {
    Reply::show(ShowPromise { promise: Promise::find(cx, id)?, may_end: cx.may("people.edit") })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Ending {
    /// It is done; else it could not be.
    #[serde(default)]
    pub done: bool,
    /// Why it could not be done.
    #[serde(default)]
    pub answer: String,
    /// `member` leads back to the member.
    #[serde(default)]
    pub back: String,
}

pub fn end(cx: &Cx<Edit>, Path(id): Path<Id>, Input(e): Input<Ending>) -> Acted {
    let promise = Promise::find(cx, id)?;
    promise.end(cx, e.done, &e.answer)?;
    let back = if e.back == "member" { format!("/members/{}", promise.member) } else { "/promises".into() };
    said(back, if e.done { t("办好了。", "Done.") } else { t("记下了为什么没办成。", "Why it could not be done is noted.") })
}
