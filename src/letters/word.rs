//! What the unit and the community say to each other about a letter: appended, each with the way by which it
//! came. A telephone call and a sheet of paper stand there like what was typed.

use super::Letter;
use crate::{
    closing::Month,
    rulebook::{self, keys},
};
use jiff::civil::Date;
use kernel::{Error, Id, Reader, Result, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Unit,
    Community,
}

impl Side {
    pub fn code(self) -> &'static str {
        match self {
            Side::Unit => "unit",
            Side::Community => "community",
        }
    }
    pub fn name(self) -> Text {
        match self {
            Side::Unit => Text::fixed("单位", "The unit"),
            Side::Community => Text::fixed("社区", "The community"),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// On the page, by themselves.
    #[default]
    Page,
    Telephone,
    Paper,
    Meeting,
}

impl How {
    /// What a worker chooses who writes it down.
    pub const BY_WORKER: [How; 3] = [How::Telephone, How::Paper, How::Meeting];

    pub fn read(code: &str) -> Result<How> {
        let how = How::BY_WORKER.into_iter().find(|h| h.code() == code);
        how.ok_or_else(|| Error::field("via", "请选择电话、纸面或当面。", "Choose by telephone, on paper or in person."))
    }
    pub fn code(self) -> &'static str {
        match self {
            How::Page => "page",
            How::Telephone => "telephone",
            How::Paper => "paper",
            How::Meeting => "meeting",
        }
    }
    /// What a stored code is called.
    pub fn named(code: &str) -> Text {
        let all = [How::Page, How::Telephone, How::Paper, How::Meeting];
        all.into_iter().find(|h| h.code() == code).map(How::name).unwrap_or_default()
    }
    pub fn name(self) -> Text {
        match self {
            How::Page => Text::fixed("在页面上", "On the page"),
            How::Telephone => Text::fixed("电话", "By telephone"),
            How::Paper => Text::fixed("纸面", "On paper"),
            How::Meeting => Text::fixed("当面", "In person"),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Word {
    pub id: Id,
    pub letter: Id,
    pub side: Side,
    pub via: How,
    pub words: String,
    /// What the unit can give next month.
    pub offers: String,
    #[schemars(with = "String")]
    pub said_on: Date,
    pub made_by: String,
}

/// As it is typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Said {
    /// `community` for the worker's own answer; the unit's where nothing is said.
    pub side: String,
    /// How the unit said it: telephone, paper, meeting. Left out where it is typed by whoever says it.
    pub via: String,
    pub words: String,
    pub offers: String,
}

impl Word {
    /// The first first.
    pub fn of(cx: &Reader, letter: Id) -> Result<Vec<Word>> {
        cx.all(
            "select w.id, w.letter, w.side, w.via, w.words, w.offers, w.said_on, w.made_by from {letter_words} w where w.letter = $1 order by w.said_on, w.id",
            args![letter],
        )
    }

    /// Of all letters that an organisation wrote for a month, by letter.
    pub fn of_month(cx: &Reader, org: Id, month: Month) -> Result<BTreeMap<Id, Vec<Word>>> {
        let all: Vec<Word> = cx.all(
            "select w.id, w.letter, w.side, w.via, w.words, w.offers, w.said_on, w.made_by from {letter_words} w join {letters} l on l.tenant = w.tenant and l.id = w.letter \
             where l.org = $1 and l.month = $2 order by w.said_on, w.id",
            args![org, month],
        )?;
        let mut by_letter = BTreeMap::<Id, Vec<Word>>::new();
        all.into_iter().for_each(|word| by_letter.entry(word.letter).or_default().push(word));
        Ok(by_letter)
    }

    /// `cx` sees the letter: the worker's own, or the contact's beyond their scope.
    pub fn say(cx: &Writer, letter: &Letter, side: Side, via: How, said: &Said) -> Result<()> {
        if letter.sent_on.is_none() {
            return Err(Error::rule("letter_not_sent", "这封函还没有发出。", "This letter is not sent yet."));
        }
        let (words, offers) = (said.words.trim(), said.offers.trim());
        if words.is_empty() && offers.is_empty() {
            return Err(Error::field("words", "请写一句话。", "Say something."));
        }
        let offers = if side == Side::Unit { offers } else { "" };
        cx.run(
            "insert into {letter_words} (id, path, letter, side, via, words, offers, said_on, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            args![cx.new_id(), &letter.path, letter.id, side.code(), via.code(), words, offers, cx.today(), &cx.actor().name],
        )?;
        cx.note(letter.id, format!("{} spoke about the letter, {}", side.code(), via.code()));
        Ok(())
    }
}

/// Letters whose unit said something that the community has not answered: id, unit, since when.
pub fn waiting(cx: &Reader) -> Result<Vec<(Id, String, Date)>> {
    cx.all(
        "select l.id, l.unit_name, min(w.said_on) from {letters} l join {letter_words} w on w.tenant = l.tenant and w.letter = l.id \
         where w.side = 'unit' and not exists (select 1 from {letter_words} x where x.tenant = w.tenant and x.letter = w.letter and x.side = 'community' and x.id > w.id) \
         group by l.id, l.unit_name order by 3, l.unit_name, l.id",
        args![],
    )
}

/// Words said before this day should have been answered.
pub fn late(cx: &Reader) -> Result<Date> {
    Ok(cx.today().checked_sub(rulebook::book(cx)?.at(cx.today()).get(keys::LETTER_ANSWER_WITHIN))?)
}
