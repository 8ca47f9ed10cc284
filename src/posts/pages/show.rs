//! A post: what is to be done, who holds it, who waits for it, who had it.

use crate::{
    needs::Need,
    orgs::Org,
    posts::{Claim, Edit, Kind, Person, Post, State, View, kinds},
    skills::{Skills, Told, listed},
    study::Via,
    ui::Why,
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reply, Result, args, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "posts/show.html")]
pub struct ShowPost {
    pub post: Post,
    pub kind: Kind,
    pub organisation: String,
    pub skills: Vec<Told>,
    pub free: Vec<String>,
    /// The need it meets.
    pub need: Option<Need>,
    pub claims: Vec<Claim>,
    /// How many were asked and have not answered.
    pub asked: i64,
    /// Whether dangerous work is insured today.
    pub insured: bool,
    #[serde(skip)]
    may_edit: bool,
    #[serde(skip)]
    may_send: bool,
}
impl Page for ShowPost {
    fn title(&self) -> String {
        self.post.title.clone()
    }
}

impl ShowPost {
    fn of(&self, state: State) -> Vec<&Claim> {
        self.claims.iter().filter(|c| c.state == state).collect()
    }
    fn empty(&self) -> i64 {
        (self.post.people - self.of(State::Held).len() as i64).max(0)
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ShowPost>> {
    let post: Post = cx.find(id)?;
    let kind = kinds(cx)?.into_iter().find(|k| k.code == post.kind).ok_or(Error::NotFound)?;
    Reply::show(ShowPost {
        organisation: cx.find::<Org>(post.org)?.name,
        skills: Skills::of(cx)?.told(&post.skills),
        free: listed(&post.free),
        need: post.need.map(|n| cx.find(n)).transpose()?,
        claims: Claim::of_post(cx, id)?,
        asked: cx.one("select count(*) from {offers} f where f.post = $1 and f.state = 'sent'", args![id])?,
        insured: post.is_insured(cx, cx.today())?,
        may_edit: cx.may("posts.edit"),
        may_send: cx.may("offers.send"),
        kind,
        post,
    })
}

/// Somebody said that they take it.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Taker {
    /// By their name, or by the id of their page.
    #[serde(default)]
    pub name: String,
    pub person: Option<Id>,
    #[serde(default)]
    pub via: Via,
}

pub fn take(cx: &Cx<Edit>, Path(id): Path<Id>, Input(taker): Input<Taker>) -> Acted {
    let person = match taker.person {
        Some(person) => Person::find(cx, person)?,
        None => Person::named(cx, &taker.name)?,
    };
    let claim = Claim::take(cx, &cx.find(id)?, &person, None, taker.via)?;
    let url = format!("/posts/{id}");
    match claim.state {
        State::Waiting => said(url, say!("位置已满，{}先排着。", "All places are taken; {} waits.", person.name)),
        _ => said(url, say!("记下了，{}认领了。", "Noted; {} has taken it.", person.name)),
    }
}

pub fn give_back(cx: &Cx<Edit>, Path(id): Path<Id>, Input(why): Input<Why>) -> Acted {
    let claim: Claim = cx.find(id)?;
    if why.reason.trim().is_empty() {
        return Err(Error::field("reason", "请写明原因。", "Say why."));
    }
    claim.end(cx, &why.reason)?;
    said(format!("/posts/{}", claim.post), say!("{}退出了。", "{} has given it back.", claim.name))
}

pub fn end(cx: &Cx<Edit>, Path(id): Path<Id>, Input(why): Input<Why>) -> Acted {
    let post: Post = cx.find(id)?;
    post.end(cx, &why.reason)?;
    said(format!("/posts/{id}"), t("岗位结束了。", "The post has ended."))
}
