//! What a member of the ledger can do and when: said on the phone, or written down for them.

use crate::{
    me::myself,
    people::Member,
    posts::{Ability, Edit, Kind, Own, Take, View, ability::Said, kinds},
    skills::{SLOTS, Skills, listed},
    study::Via,
};
use askama::Template;
use kernel::{Acted, Cx, Id, Input, Page, Path, Reader, Reply, Result, Shell, said, say, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "posts/ability.html")]
pub struct ShowAbility {
    pub member: Id,
    pub name: String,
    /// None where nothing was said.
    pub ability: Option<Ability>,
    #[serde(skip)]
    known: Vec<String>,
    #[serde(skip)]
    kinds: Vec<Kind>,
    #[serde(skip)]
    may_edit: bool,
}
impl Page for ShowAbility {
    fn title(&self) -> String {
        say!("{}能做什么", "What {} can do", self.name)
    }
}

impl ShowAbility {
    fn of(cx: &Reader, member: Member) -> Result<ShowAbility> {
        Ok(ShowAbility {
            ability: Ability::of(cx, member.id)?,
            known: Skills::of(cx)?.all().into_iter().map(str::to_owned).collect(),
            kinds: kinds(cx)?,
            may_edit: cx.may("posts.edit"),
            member: member.id,
            name: member.name,
        })
    }
    fn skills(&self) -> String {
        self.ability.as_ref().map(|a| listed(&a.skills_said).join("、")).unwrap_or_default()
    }
    fn available(&self) -> &str {
        self.ability.as_ref().map_or("", |a| &a.available)
    }
    fn wish(&self) -> &str {
        self.ability.as_ref().map_or("", |a| &a.post_wish)
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "posts/my_ability.html")]
pub struct MyAbility {
    #[serde(flatten)]
    pub shown: ShowAbility,
}
impl Page for MyAbility {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("我能做什么", "What I can do").into()
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ShowAbility>> {
    Reply::show(ShowAbility::of(cx, cx.find(id)?)?)
}

pub fn say(cx: &Cx<Edit>, Path(id): Path<Id>, Input(words): Input<Said>) -> Acted {
    Ability::say(cx, &cx.find(id)?, &words, words.via)?;
    said(format!("/members/{id}/ability"), t("记下了。", "Recorded."))
}

pub fn mine(cx: &Cx<Own>) -> Result<Reply<MyAbility>> {
    Reply::show(MyAbility { shown: ShowAbility::of(cx, myself(cx)?)? })
}

pub fn say_mine(cx: &Cx<Take>, Input(words): Input<Said>) -> Acted {
    Ability::say(cx, &myself(cx)?, &words, Via::Account)?;
    said("/me/ability", t("记下了，谢谢您。", "Noted, thank you."))
}
