//! Our branch on my phone: what is new, what is asked, what was written down; and my say in it.

use super::{Asked, Comment, Inquiry, Material, Minutes, Say, inquiry::Words};
use crate::{
    me::{Mine, myself},
    people::Member,
    rulebook::{self, keys},
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reader, Reply, Result, Shell, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "ebranch/mine.html")]
pub struct MyBranch {
    pub branch: String,
    pub asked: Vec<Asked>,
    pub materials: Vec<Material>,
    pub minutes: Vec<Written>,
    pub comments: Vec<Comment>,
    /// My organisations, whose older materials stand on pages of their own.
    pub organisations: Vec<crate::orgs::Org>,
}
impl Page for MyBranch {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("我们支部", "Our branch").into()
    }
}

/// Minutes that were put down.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Written {
    pub id: Id,
    pub title: String,
    pub day: String,
}

pub fn branch(cx: &Cx<Mine>) -> Result<Reply<MyBranch>> {
    let (me, since) = (myself(cx)?, new_since(cx)?);
    let organisations = crate::me::line(cx)?;
    let written = |(id, title, at): (Id, String, String)| Written { id, title, day: crate::ui::day_of(&at) };
    Reply::show(MyBranch {
        branch: organisations.last().map(|o| o.name.clone()).unwrap_or_default(),
        asked: Inquiry::open_to(cx, &me)?,
        materials: Material::since(cx, &since)?,
        minutes: Minutes::since(cx, &since)?.into_iter().map(written).collect(),
        comments: Comment::since(cx, &since)?,
        organisations,
    })
}

fn new_since(cx: &Reader) -> Result<String> {
    let within = rulebook::book(cx)?.at(cx.today()).get(keys::EBRANCH_NEW_WITHIN);
    cx.house().clock.after(within.negate())
}

/// How many inquiries wait for this member's answer.
pub fn unanswered(cx: &Reader, me: &Member) -> Result<usize> {
    Ok(Inquiry::open_to(cx, me)?.iter().filter(|a| !a.is_answered()).count())
}

/// Fields `answer.<question>`.
pub fn answer(cx: &Cx<Say>, Path(id): Path<Id>, Input(words): Input<Words>) -> Acted {
    cx.find::<Inquiry>(id)?.answer(cx, &myself(cx)?, &words, "account")?;
    said(format!("/inquiries/{id}"), t("记下了，谢谢。还可以再改。", "Noted, thank you. You may still change it."))
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Saying {
    pub comment: String,
}

pub fn comment(cx: &Cx<Say>, Path(id): Path<Id>, Input(saying): Input<Saying>) -> Acted {
    Comment::make(cx, &Material::read(cx, id)?, &myself(cx)?, &saying.comment, "account")?;
    said(format!("/materials/{id}#comments"), t("留言了。", "Your comment stands."))
}

pub fn reword(cx: &Cx<Say>, Path(id): Path<Id>, Input(saying): Input<Saying>) -> Acted {
    let comment: Comment = cx.find(id)?;
    comment.reword(cx, me(cx)?, &saying.comment)?;
    said(format!("/materials/{}#comments", comment.material), t("改好了。", "Changed."))
}

pub fn withdraw(cx: &Cx<Say>, Path(id): Path<Id>) -> Acted {
    let comment: Comment = cx.find(id)?;
    comment.withdraw(cx, me(cx)?)?;
    said(format!("/materials/{}#comments", comment.material), t("撤回了，谁也看不到了。", "Withdrawn; nobody reads it any more."))
}

fn me(cx: &Reader) -> Result<Id> {
    cx.actor().person.ok_or(Error::NotFound)
}
