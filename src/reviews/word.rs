//! What somebody says of a year: the community, the unit, or the person whose year it was. Appended, each with
//! the way by which it came.

use super::{About, Review};
use crate::letters::How;
use jiff::civil::Date;
use kernel::{Error, Id, Reader, Result, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Community,
    Unit,
    Person,
}

impl Side {
    pub fn code(self) -> &'static str {
        match self {
            Side::Community => "community",
            Side::Unit => "unit",
            Side::Person => "person",
        }
    }
    pub fn name(self) -> Text {
        match self {
            Side::Community => Text::fixed("社区的话", "The community says"),
            Side::Unit => Text::fixed("单位的话", "The unit says"),
            Side::Person => Text::fixed("本人的话", "They say themselves"),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Word {
    pub id: Id,
    pub side: Side,
    pub via: How,
    pub words: String,
    #[schemars(with = "String")]
    pub said_on: Date,
    pub made_by: String,
}

/// As it is typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Said {
    /// `community`, or `other` for whom the review is about, with the way by which they said it.
    pub side: String,
    /// telephone, paper, meeting
    pub via: String,
    pub words: String,
}

impl Word {
    /// The first first.
    pub fn of(cx: &Reader, review: Id) -> Result<Vec<Word>> {
        cx.all(
            "select w.id, w.side, w.via, w.words, w.said_on, w.made_by from {review_words} w where w.review = $1 order by w.said_on, w.id",
            args![review],
        )
    }

    /// `cx` sees the review: the worker's own, or the other side's beyond their scope.
    pub fn say(cx: &Writer, review: &Review, side: Side, via: How, words: &str) -> Result<()> {
        if words.trim().is_empty() {
            return Err(Error::field("words", "请写一句话。", "Say something."));
        }
        cx.run(
            "insert into {review_words} (id, path, review, side, via, words, said_on, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![cx.new_id(), &review.path, review.id, side.code(), via.code(), words.trim(), cx.today(), &cx.actor().name],
        )?;
        cx.note(review.id, format!("{} spoke about the year, {}", side.code(), via.code()));
        Ok(())
    }
}

impl Said {
    /// Whose words a worker writes down, and how they came.
    pub fn whose(&self, about: About) -> Result<(Side, How)> {
        Ok(match (self.side.as_str(), about) {
            ("community", _) => (Side::Community, How::Page),
            (_, About::Unit) => (Side::Unit, How::read(&self.via)?),
            (_, About::Person) => (Side::Person, How::read(&self.via)?),
        })
    }
}
