//! The turns of a post, and those that came on paper or were told.

use crate::{
    posts::{Claim, Person, Post, State as Holding},
    service::{How, Record, Service, Turn, View},
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reply, Result, said, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "service/post.html")]
pub struct ServiceOfPost {
    pub post: Post,
    pub turns: Vec<Service>,
    pub holders: Vec<Claim>,
    #[serde(skip)]
    today: String,
    #[serde(skip)]
    may_record: bool,
}
impl Page for ServiceOfPost {
    fn title(&self) -> String {
        say!("服务记录：{}", "Service: {}", self.post.title)
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ServiceOfPost>> {
    let mut holders = Claim::of_post(cx, id)?;
    holders.retain(|c| c.state == Holding::Held);
    let (post, turns) = (cx.find(id)?, Service::of_post(cx, id)?);
    Reply::show(ServiceOfPost { post, turns, holders, today: cx.today().to_string(), may_record: cx.may("service.record") })
}

/// Who served, and the turn they served.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Served {
    #[serde(default)]
    pub person: Vec<Id>,
    /// Somebody by their name.
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub how: How,
    #[serde(flatten)]
    pub turn: Turn,
}

pub fn record(cx: &Cx<Record>, Path(id): Path<Id>, Input(served): Input<Served>) -> Acted {
    let (post, turn): (Post, _) = (cx.find(id)?, served.turn.past(cx)?);
    let mut people: Vec<Person> = served.person.iter().map(|p| Person::find(cx, *p)).collect::<Result<_>>()?;
    if !served.name.trim().is_empty() {
        people.push(Person::named(cx, &served.name)?);
    }
    if people.is_empty() {
        return Err(Error::field("person", "请选择谁来服务了。", "Choose who served."));
    }
    people.iter().try_for_each(|p| Service::record(cx, &post, p, &turn, served.how).map(drop))?;
    said(format!("/posts/{id}/service"), say!("记下了 {} 人的服务。", "Recorded for {}.", people.len()))
}
