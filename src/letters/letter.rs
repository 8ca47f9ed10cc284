//! A letter, and the verbs by which it is written, sent and reaches its unit.

use super::{Content, Facts, How, Party};
use crate::{closing::Month, orgs::Org, units::Unit};
use jiff::civil::Date;
use kernel::{Error, Id, Noun, Reader, Result, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Letter {
    pub id: Id,
    pub path: String,
    /// Who writes.
    pub org: Id,
    pub unit: Id,
    pub unit_name: String,
    pub month: Month,
    /// What the worker adds.
    pub words: String,
    /// Among the organisation's letters of the month; none while it is a draft.
    pub number: Option<i64>,
    pub made_by: String,
    #[schemars(with = "Option<String>")]
    pub sent_on: Option<Date>,
    pub sent_by: String,
    /// When somebody of the unit read it or had it in hand.
    pub reached_on: Option<String>,
    /// `page`, or how it was handed over.
    pub reached_how: String,
    /// Empty while it is a draft.
    #[serde(skip_serializing)]
    #[schemars(skip)]
    content: String,
}
impl Noun for Letter {
    const TABLE: &'static str = "letters";
}

const OWN: &str = "a letter is its unit's, whichever organisation wrote it";

impl Letter {
    /// To this unit, of this month.
    pub fn to(cx: &Reader, org: Id, unit: Id, month: Month) -> Result<Option<Letter>> {
        cx.maybe("select * from {letters} l where l.org = $1 and l.unit = $2 and l.month = $3", args![org, unit, month])
    }

    /// All that an organisation wrote for a month, by unit.
    pub fn of_month(cx: &Reader, org: Id, month: Month) -> Result<Vec<Letter>> {
        cx.all("select * from {letters} l where l.org = $1 and l.month = $2 order by l.unit_name, l.id", args![org, month])
    }

    /// To the contact's own unit: what was sent, the newest first.
    pub fn own(cx: &Reader) -> Result<Vec<Letter>> {
        let unit = Unit::own(cx)?;
        let sent = "select * from {letters} l where l.unit = $1 and l.sent_on is not null order by l.month desc, l.sent_on desc, l.id";
        cx.beyond_scope(OWN).all(sent, args![unit.id])
    }

    /// One of them.
    pub fn own_one(cx: &Reader, id: Id) -> Result<Letter> {
        Letter::own(cx)?.into_iter().find(|l| l.id == id).ok_or(Error::NotFound)
    }

    /// A draft; the one that stands already where there is one.
    pub fn begin(cx: &Writer, org: &Org, unit: &Party, month: Month) -> Result<Letter> {
        if month > Month::of(cx.today()) {
            return Err(Error::field("month", "这个月还没有到。", "That month has not come yet."));
        }
        if let Some(letter) = Letter::to(cx, org.id, unit.id, month)? {
            return Ok(letter);
        }
        let id = cx.new_id();
        cx.run(
            "insert into {letters} (id, path, org, unit, unit_name, month, words, content, made_at, made_by, sent_by, reached_how) values ($1, $2, $3, $4, $5, $6, '', '', $7, $8, '', '')",
            args![id, &org.path, org.id, unit.id, &unit.name, month, cx.now(), &cx.actor().name],
        )?;
        cx.note(id, format!("letter of {month} to {} begun", unit.name));
        cx.find(id)
    }

    /// To each of these units; the words go into those that have none yet.
    pub fn send_all(cx: &Writer, org: &Org, units: &[Party], month: Month, words: &str) -> Result<()> {
        let facts = Facts::of(cx, org, month)?;
        for unit in units {
            let mut letter = Letter::begin(cx, org, unit, month)?;
            if letter.words.is_empty() && !words.is_empty() {
                letter.keep(cx, words)?;
            }
            letter.send(cx, &facts)?;
        }
        Ok(())
    }

    pub fn keep(&mut self, cx: &Writer, words: &str) -> Result<()> {
        self.must_be_a_draft()?;
        self.words = words.trim().to_owned();
        cx.run_one("update {letters} set words = $1 where id = $2", args![&self.words, self.id])
    }

    /// From now on it says what it says now.
    pub fn send(&self, cx: &Writer, facts: &Facts) -> Result<()> {
        self.must_be_a_draft()?;
        self.must_be_told_once(cx)?;
        let content = serde_json::to_string(&facts.content(self.unit))?;
        let last: Option<i64> =
            cx.one("select max(l.number) from {letters} l where l.org = $1 and l.month = $2", args![self.org, self.month])?;
        cx.run_one(
            "update {letters} set content = $1, number = $2, sent_on = $3, sent_by = $4 where id = $5",
            args![content, last.unwrap_or(0) + 1, cx.today(), &cx.actor().name, self.id],
        )?;
        cx.note(self.id, format!("letter of {} sent to {}", self.month, self.unit_name));
        super::mail::tell(cx, self)
    }

    /// A turn is told once: two letters of one month whose organisations lie above each other would let the unit
    /// take one sum from the other.
    fn must_be_told_once(&self, cx: &Reader) -> Result<()> {
        let told = Letter::told_elsewhere(cx, &self.path, self.month)?.contains(&self.unit);
        if told {
            return Err(Error::rule(
                "letter_overlaps",
                format!("{}这个月的反馈已经由上级或下级组织发过了。", self.unit_name),
                format!("{} was told of this month by an organisation above or below.", self.unit_name),
            ));
        }
        Ok(())
    }

    /// Units that an organisation above or below this path has told of the month.
    pub fn told_elsewhere(cx: &Reader, path: &str, month: Month) -> Result<BTreeSet<Id>> {
        let all = cx.beyond_scope("whether a unit was told of a month already, by whoever");
        let sent: Vec<(Id, String)> =
            all.all("select l.unit, l.path from {letters} l where l.month = $1 and l.sent_on is not null", args![month])?;
        let near = |other: &str| other != path && (other.starts_with(path) || path.starts_with(other));
        Ok(sent.into_iter().filter(|(_, other)| near(other)).map(|(unit, _)| unit).collect())
    }

    fn must_be_a_draft(&self) -> Result<()> {
        match self.sent_on {
            None => Ok(()),
            Some(on) => Err(Error::rule(
                "letter_sent",
                format!("这封函 {on} 已经发出，不能再改。"),
                format!("This letter was sent on {on} and stays as it is."),
            )),
        }
    }

    /// As it was sent, or as it would be now.
    pub fn content(&self, cx: &Reader) -> Result<Content> {
        if self.content.is_empty() { Ok(Facts::of(cx, &cx.find(self.org)?, self.month)?.content(self.unit)) } else { self.sent_content() }
    }

    /// As it was sent.
    pub fn sent_content(&self) -> Result<Content> {
        Ok(serde_json::from_str(&self.content)?)
    }

    /// Somebody gave it to the unit, or read it out.
    pub fn hand_over(&self, cx: &Writer, how: How) -> Result<()> {
        if self.sent_on.is_none() {
            return Err(Error::rule("letter_not_sent", "这封函还没有发出。", "This letter is not sent yet."));
        }
        self.reach(cx, how)
    }

    /// The contact opens it.
    pub fn read(&self, cx: &Writer) -> Result<()> {
        self.reach(&cx.beyond_scope(OWN), How::Page)
    }

    fn reach(&self, cx: &Writer, how: How) -> Result<()> {
        if self.reached_on.is_none() {
            cx.run_one("update {letters} set reached_on = $1, reached_how = $2 where id = $3", args![cx.today(), how.code(), self.id])?;
            cx.note(self.id, format!("letter reached the unit, {}", how.code()));
        }
        Ok(())
    }

    /// `〔2026〕11-3号`.
    pub fn number(&self) -> String {
        let Some(number) = self.number else { return String::new() };
        let month = self.month.first();
        kernel::say!("〔{}〕{}-{number}号", "No. {}-{:02}-{number}", month.year(), month.month())
    }

    pub fn title(&self) -> String {
        kernel::say!("{}反馈函", "Letter of {}", self.month.name())
    }
}

/// Letters to the contact's own unit that nobody there has read.
pub fn unread(cx: &Reader) -> Result<i64> {
    let Some(unit) = cx.actor().person else { return Ok(0) };
    let waits = "select count(*) from {letters} l where l.unit = $1 and l.sent_on is not null and l.reached_on is null";
    cx.beyond_scope(OWN).one(waits, args![unit])
}
