//! The page of acting for somebody: what they would see to do, on one page, under a banner.

use super::{Acting, Done, Look};
use crate::{
    dues::OfMember,
    ebranch::{Asked, Inquiry},
    me::{self, Ahead, Told},
    orgs::Org,
    people::{
        Beside, Card, Floating, Member,
        six::{self, Clear},
    },
    publicity::Consent,
    rulebook,
};
use askama::Template;
use kernel::{Cx, Id, Page, Path, Reader, Reply, Result, say};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "desk/show.html")]
pub struct ActFor {
    pub acting: Acting,
    pub name: String,
    pub organisation: String,
    /// Nothing can be done any more: it ended, by a tap or by itself.
    pub over: bool,
    pub to_do: Option<ToDo>,
    pub done: Vec<Done>,
}
impl Page for ActFor {
    fn title(&self) -> String {
        say!("替{}办", "Acting for {}", self.name)
    }
}

/// What the person would see to do on their phone.
#[derive(Serialize, JsonSchema)]
pub struct ToDo {
    pub notices: Vec<Told>,
    pub coming: Vec<Ahead>,
    pub clears: Vec<Clear>,
    pub talk_wished: Option<String>,
    pub consents: Vec<Consent>,
    pub asked: Vec<Asked>,
    pub dues: OfMember,
}

pub fn show(cx: &Cx<Look>, Path(id): Path<Id>) -> Result<Reply<ActFor>> {
    let acting = Acting::of_mine(cx, id)?;
    let (member, over): (Member, bool) = (cx.find(acting.member)?, acting.is_over(&cx.now()));
    Reply::show(ActFor {
        organisation: cx.find::<Org>(member.org)?.name,
        to_do: if over { None } else { Some(ToDo::of(cx, &member)?) },
        done: Done::in_acting(cx, id)?,
        name: member.name,
        over,
        acting,
    })
}

impl ToDo {
    fn of(cx: &Reader, member: &Member) -> Result<ToDo> {
        Ok(ToDo {
            notices: me::unread(cx, member)?,
            coming: me::coming(cx, member, me::COMING)?,
            clears: clears(cx, member)?,
            talk_wished: six::wishes_talk(cx, member)?,
            consents: Consent::of_member(cx, member.id)?,
            asked: Inquiry::open_to(cx, member)?,
            dues: OfMember::read(cx, member, None)?,
        })
    }
}

/// Only what is stale or unknown is asked.
fn clears(cx: &Reader, member: &Member) -> Result<Vec<Clear>> {
    let (facts, card, floating, book) = (member.facts(cx)?, Card::of(cx, member.id)?, Floating::of(cx, member.id)?, rulebook::book(cx)?);
    let known = six::Known { facts: &facts, card: card.as_ref(), floating: floating.as_ref() };
    Ok(Clear::of_member(cx, member, &known, book.at(cx.today()))?.into_iter().filter(|c| c.ask).collect())
}

impl ActFor {
    /// What was typed of this field has come back.
    fn confirming(&self, clear: &Clear) -> bool {
        kernel::wrong("value").is_some() && kernel::typed("field", "") == clear.field.code()
    }
}
