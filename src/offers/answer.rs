//! What somebody says to an offer. Every way counts the same: on the phone, by the link, by telephone,
//! at the desk, on paper.

use super::{Offer, State};
use crate::{
    posts::{Claim, Person, Post},
    rulebook::{self, keys},
    sendings::Sending,
    study::Via,
};
use jiff::civil::Date;
use kernel::{Error, Result, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Yes,
    No,
    Later,
    /// Somebody else could do it.
    Other,
}

impl Answer {
    pub const ALL: [Answer; 4] = [Answer::Yes, Answer::No, Answer::Later, Answer::Other];

    pub fn code(self) -> &'static str {
        self.state().code()
    }
    pub fn state(self) -> State {
        match self {
            Answer::Yes => State::Yes,
            Answer::No => State::No,
            Answer::Later => State::Later,
            Answer::Other => State::Other,
        }
    }
    pub fn name(self) -> Text {
        match self {
            Answer::Yes => Text::fixed("我愿意", "Yes, I take it"),
            Answer::No => Text::fixed("不方便", "No"),
            Answer::Later => Text::fixed("以后再说", "Later"),
            Answer::Other => Text::fixed("我推荐别人", "Somebody else could"),
        }
    }
}

/// An answer as it is given.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Said {
    pub answer: Answer,
    /// To “later”: not before. Left out, the rule's time.
    #[serde(default)]
    pub until: String,
    /// To “somebody else”: who; else what they wish to add.
    #[serde(default)]
    pub words: String,
}

impl Offer {
    /// Writes the answer down; a yes takes the post, or waits for it where all places are taken.
    pub fn answer(&self, cx: &Writer, said: &Said, via: Via) -> Result<Option<Claim>> {
        self.must_wait()?;
        let words = values::clean(&said.words);
        if said.answer == Answer::Other && words.is_empty() {
            return Err(Error::field("words", "请写推荐谁。", "Say who."));
        }
        let until = match said.answer {
            Answer::Later => Some(later(cx, &said.until)?),
            _ => None,
        };
        cx.run_one(
            "update {offers} set state = $1, answered_at = $2, via = $3, answered_to = $4, until_day = $5, words = $6 where id = $7",
            args![said.answer.code(), cx.now(), via.code(), &cx.actor().name, until, words, self.id],
        )?;
        Sending::drop_of(cx, self.id)?;
        cx.note(self.post, format!("{} said {} via {}", self.person, said.answer.code(), via.code()));
        if said.answer != Answer::Yes {
            return Ok(None);
        }
        let (post, person): (Post, _) = (cx.find(self.post)?, Person { id: self.person, tie: self.tie, name: self.name.clone() });
        Claim::take(cx, &post, &person, Some(self.id), via).map(Some)
    }
}

fn later(cx: &Writer, typed: &str) -> Result<Date> {
    let typed = values::clean(typed);
    if typed.is_empty() {
        return Ok(cx.today().checked_add(rulebook::book(cx)?.at(cx.today()).get(keys::OFFER_LATER))?);
    }
    let day: Date = typed.parse().map_err(|_| Error::field("until", "请填写日期。", "Give a day."))?;
    if day <= cx.today() {
        return Err(Error::field("until", "日期要在今天之后。", "The day lies after today."));
    }
    Ok(day)
}
