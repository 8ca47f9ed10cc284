//! What is done for the person: each a verb of the module that it belongs to, and a line for them.

use super::{Act, Acting, How};
use crate::{
    activities::{Activity, Answer},
    dues::MyBase,
    ebranch::{Inquiry, Words},
    me::Wishing,
    notices::{Given, Notice},
    people::{Confirmation, Field, Member},
    publicity::Consent,
};
use kernel::{Acted, Cx, Error, Id, Input, Path, Writer, said, say, see, t};
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Beginning {
    /// desk, call or paper
    pub how: String,
}

pub fn begin(cx: &Cx<Act>, Path(id): Path<Id>, Input(b): Input<Beginning>) -> Acted {
    let member: Member = cx.find(id)?;
    see(url(Acting::begin(cx, &member, How::read(&b.how)?)?))
}

pub fn end(cx: &Cx<Act>, Path(id): Path<Id>) -> Acted {
    let acting = Acting::of_mine(cx, id)?;
    acting.end(cx)?;
    said(format!("/members/{}", acting.member), t("代办结束了。", "You no longer act for them."))
}

pub fn notice(cx: &Cx<Act>, Path((id, notice)): Path<(Id, Id)>, Input(given): Input<Given>) -> Acted {
    let ((acting, member), notice) = (Acting::going_on(cx, id)?, cx.find::<Notice>(notice)?);
    notice.told(cx, &member, acting.how.hand(), &given.answer, &given.note)?;
    done(cx, &acting, &member, &say!("回复通知“{}”：{}", "Answered “{}”: {}", notice.title, notice.answer_words(&given.answer)))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Word {
    pub answer: Answer,
}

pub fn activity(cx: &Cx<Act>, Path((id, activity)): Path<(Id, Id)>, Input(word): Input<Word>) -> Acted {
    let ((acting, member), activity) = (Acting::going_on(cx, id)?, cx.find::<Activity>(activity)?);
    if !activity.is_due(cx, member.id)? || !member.path.starts_with(&activity.path) {
        return Err(Error::NotFound);
    }
    word.answer.give(cx, &activity, member.id, acting.how.via())?;
    done(cx, &acting, &member, &say!("活动“{}”：{}", "“{}”: {}", activity.title, word.answer.name()))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Confirming {
    pub field: Field,
    /// What it is now; left out where it is still so.
    #[serde(default)]
    pub value: String,
}

pub fn confirm(cx: &Cx<Act>, Path(id): Path<Id>, Input(c): Input<Confirming>) -> Acted {
    let ((acting, member), today) = (Acting::going_on(cx, id)?, cx.today());
    let how = acting.how.confirms();
    match c.value.trim() {
        "" => Confirmation::still_so(cx, &member, c.field, how, today)?,
        value => Confirmation::set(cx, &member, c.field, how, today, value)?,
    }
    done(cx, &acting, &member, &say!("核对“{}”", "Confirmed “{}”", c.field.name()))
}

pub fn wish_talk(cx: &Cx<Act>, Path(id): Path<Id>, Input(w): Input<Wishing>) -> Acted {
    let (acting, member) = Acting::going_on(cx, id)?;
    Confirmation::wishes_talk(cx, &member, w.yes, acting.how.confirms())?;
    done(cx, &acting, &member, if w.yes { t("想谈一谈", "Wishes a talk") } else { t("不谈了", "No talk wished") })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Agreeing {
    pub yes: bool,
}

pub fn consent(cx: &Cx<Act>, Path((id, consent)): Path<(Id, Id)>, Input(a): Input<Agreeing>) -> Acted {
    let ((acting, member), consent) = (Acting::going_on(cx, id)?, Consent::read(cx, consent)?);
    if consent.member != member.id {
        return Err(Error::NotFound);
    }
    consent.say(cx, a.yes, acting.how.via())?;
    let word = if a.yes { t("同意", "agrees") } else { t("不同意", "does not agree") };
    done(cx, &acting, &member, &say!("公开姓名“{}”：{word}", "Named in public, “{}”: {word}", consent.title))
}

/// Fields `answer.<question>`.
pub fn answers(cx: &Cx<Act>, Path((id, inquiry)): Path<(Id, Id)>, Input(words): Input<Words>) -> Acted {
    let ((acting, member), inquiry) = (Acting::going_on(cx, id)?, cx.find::<Inquiry>(inquiry)?);
    inquiry.answer(cx, &member, &words, acting.how.via())?;
    done(cx, &acting, &member, &say!("问答“{}”", "Answered the questions “{}”", inquiry.title))
}

pub fn dues(cx: &Cx<Act>, Path(id): Path<Id>, Input(base): Input<MyBase>) -> Acted {
    let (acting, member) = Acting::going_on(cx, id)?;
    base.record(cx, &member)?;
    done(cx, &acting, &member, t("申报党费基数", "Declared the base of dues"))
}

fn done(cx: &Writer, acting: &Acting, member: &Member, what: &str) -> Acted {
    acting.done(cx, member, what)?;
    said(url(acting.id), say!("替{}办了：{what}", "Done for {}: {what}", member.name))
}

fn url(acting: Id) -> String {
    format!("/desk/{acting}")
}
