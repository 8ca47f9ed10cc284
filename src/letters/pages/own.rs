//! The letters to a unit, for its contact: read, answered, printed.

use crate::{
    letters::{Answers, Content, How, Letter, Own, Said, Side, Word},
    orgs::Org,
};
use askama::Template;
use kernel::{Acted, Cx, Id, Input, Page, Path, Reader, Reply, Result, said, say, see, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "letters/own.html")]
pub struct UnitLetters {
    pub letters: Vec<ToUs>,
}
impl Page for UnitLetters {
    fn title(&self) -> String {
        t("社区来函", "Letters from the community").into()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct ToUs {
    pub letter: Letter,
    pub from: String,
    /// Who spoke last about it; none where nobody did.
    pub last: Option<Side>,
}

pub(super) const FROM: &str = "the name of the organisation that wrote, and what was said about its letter";

pub fn list(cx: &Cx<Own>) -> Result<Reply<UnitLetters>> {
    let all = cx.beyond_scope(FROM);
    let to_us = |letter: Letter| {
        let last = Word::of(&all, letter.id)?.last().map(|w| w.side);
        Ok(ToUs { from: all.find::<Org>(letter.org)?.name, last, letter })
    };
    Reply::show(UnitLetters { letters: Letter::own(cx)?.into_iter().map(to_us).collect::<Result<_>>()? })
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "letters/own_one.html")]
pub struct UnitLetter {
    pub letter: Letter,
    pub from: String,
    pub content: Content,
    pub words: Vec<Word>,
}
impl Page for UnitLetter {
    fn title(&self) -> String {
        self.letter.title()
    }
}

impl UnitLetter {
    fn of(cx: &Reader, letter: Letter) -> Result<UnitLetter> {
        let all = cx.beyond_scope(FROM);
        let (from, content) = (all.find::<Org>(letter.org)?.name, letter.sent_content()?);
        Ok(UnitLetter { words: Word::of(&all, letter.id)?, from, content, letter })
    }
}

pub fn show(cx: &Cx<Own>, Path(id): Path<Id>) -> Result<Reply<UnitLetter>> {
    Reply::show(UnitLetter::of(cx, Letter::own_one(cx, id)?)?)
}

/// Opening it is an act of its own, so that looking at a page changes nothing.
pub fn read(cx: &Cx<Answers>, Path(id): Path<Id>) -> Acted {
    Letter::own_one(cx, id)?.read(cx)?;
    see(format!("/unit/letters/{id}"))
}

pub fn say(cx: &Cx<Answers>, Path(id): Path<Id>, Input(typed): Input<Said>) -> Acted {
    let letter = Letter::own_one(cx, id)?;
    letter.read(cx)?;
    Word::say(&cx.beyond_scope(FROM), &letter, Side::Unit, How::Page, &typed)?;
    let community = cx.beyond_scope(FROM).find::<Org>(letter.org)?.name;
    said(format!("/unit/letters/{id}"), say!("告诉{community}了，等答复。", "{community} is told and will answer."))
}
