//! What became of a visit. Entries are appended; the last of a stop holds. Whoever writes one says
//! which entry they knew of: if another one stands meanwhile, nothing is written and both are shown.

use super::{Stop, Tour};
use crate::{
    activities::{self, Activity, Attendance},
    contacts::Promise,
    people::{Contact, Contacted, Member, Way},
    rulebook::{self, keys},
};
use jiff::civil::Date;
use kernel::{Error, Id, Reader, Result, Spot, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// They took part, at home.
    Visited,
    NotHome,
    /// They do not wish a visit.
    Declined,
}

impl Outcome {
    pub const ALL: [Outcome; 3] = [Outcome::Visited, Outcome::NotHome, Outcome::Declined];
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Visited => "visited",
            Outcome::NotHome => "not_home",
            Outcome::Declined => "declined",
        }
    }
    pub fn name(self) -> Text {
        match self {
            Outcome::Visited => Text::fixed("到了，已送学", "Visited"),
            Outcome::NotHome => Text::fixed("不在家", "Not at home"),
            Outcome::Declined => Text::fixed("不希望上门", "Does not wish a visit"),
        }
    }
    /// The figure written for it on a paper sheet.
    pub fn digit(self) -> &'static str {
        match self {
            Outcome::Visited => "1",
            Outcome::NotHome => "2",
            Outcome::Declined => "3",
        }
    }
    pub fn of_digit(digit: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|o| o.digit() == digit)
    }
}

/// An entry, with what was wished or promised.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Visit {
    pub id: Id,
    pub stop: Id,
    pub outcome: Outcome,
    pub occurred_on: String,
    /// Shown to those who may read them.
    pub words: String,
    pub via: String,
    pub made_at: String,
    pub made_by: String,
    #[serde(skip)]
    contact: Id,
    #[serde(skip)]
    heard_before: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    id: Id,
    stop: Id,
    outcome: Outcome,
    occurred_on: String,
    words: Option<Vec<u8>>,
    via: String,
    made_at: String,
    made_by: String,
    contact: Id,
    heard_before: Option<String>,
}

/// What somebody wants to write down.
#[derive(Clone, Debug)]
pub struct Marking {
    /// Made by the phone, so that the same mark sent twice is one.
    pub id: Option<Id>,
    pub outcome: Outcome,
    pub on: Date,
    pub wishes: String,
    pub promises: String,
    /// The entry that its writer knew of.
    pub seen: Option<Id>,
    pub via: &'static str,
}

/// What came of it.
#[derive(Debug)]
pub enum Marked {
    Recorded,
    /// This stands, and the writer did not know of it. Nothing was written.
    Stands(Box<Visit>),
}

const WORDS_MOST: usize = 500;

impl Visit {
    /// The entries in force of a share or of a round, by `condition` over `v` and `s`: those in whose
    /// place no other stands. Whatever the clocks of phones say, each entry names the one before it.
    pub fn in_force(cx: &Reader, condition: &str, id: Id) -> Result<Vec<Visit>> {
        let sql = format!(
            "select v.id, v.stop, v.outcome, v.occurred_on, v.words, v.via, v.made_at, v.made_by, v.contact, v.heard_before from {{visits}} v join {{stops}} s on s.tenant = v.tenant and s.id = v.stop \
             where {condition} and not exists (select 1 from {{visits}} l where l.tenant = v.tenant and l.stop = v.stop and l.seen = v.id)"
        );
        let open = |r: Row| {
            let words = r.words.map(|w| cx.unseal(spot(r.id), &w)).transpose()?.unwrap_or_default();
            let Row { id, stop, outcome, occurred_on, via, made_at, made_by, contact, heard_before, .. } = r;
            Ok(Visit { id, stop, outcome, occurred_on, words, via, made_at, made_by, contact, heard_before })
        };
        cx.all(&sql, args![id])?.into_iter().map(open).collect()
    }

    pub fn of_stop(cx: &Reader, stop: Id) -> Result<Option<Visit>> {
        Ok(Visit::in_force(cx, "v.stop = $1", stop)?.into_iter().next())
    }

    /// Writes what became of a visit, with what follows from it: taking part, a contact, promises.
    pub fn mark(cx: &Writer, tour: &Tour, stop: &Stop, m: &Marking) -> Result<Marked> {
        let round = tour.must_be_open(cx)?;
        if m.on > cx.today() {
            return Err(Error::field("on", "日期在将来。", "The date lies in the future."));
        }
        let known: i64 =
            cx.one("select count(*) from {visits} v where v.id = $1 and v.stop = $2", args![m.id.unwrap_or(Id::NIL), stop.id])?;
        if known > 0 {
            return Ok(Marked::Recorded);
        }
        let before = Visit::of_stop(cx, stop.id)?;
        if let Some(stands) = before.as_ref().filter(|b| Some(b.id) != m.seen) {
            let is_same = stands.outcome == m.outcome && m.words().is_empty();
            return Ok(if is_same { Marked::Recorded } else { Marked::Stands(Box::new(stands.clone())) });
        }
        let id = m.id.unwrap_or_else(|| cx.new_id());
        let words = m.words();
        if words.chars().count() > WORDS_MOST {
            return Err(Error::field("wishes", "写得太长了，请写短一些。", "This is too long; please write less."));
        }
        let everybody =
            &cx.beyond_scope("a visitor to whom a round was given writes what became of the visit; who was visited is nobody of theirs");
        let member: Member = everybody.find(stop.member)?;
        if let Some(before) = &before {
            before.give_way(everybody, &member, m.outcome)?;
        }
        let contact = Contact::record(everybody, &member, Way::Visit, m.on, m.outcome != Outcome::NotHome, &words)?;
        m.promised(everybody, &member, contact)?;
        if let (Outcome::Visited, Some(activity)) = (m.outcome, round.activity) {
            let activity: Activity = everybody.find(activity)?;
            Attendance::brought_home(everybody, &activity, stop.member, &tour.name, id)?;
        }
        let sealed = if words.is_empty() { None } else { Some(cx.seal(spot(id), &words)?) };
        cx.run(
            "insert into {visits} (occurred_on, id, path, stop, visitor, member, outcome, words, via, seen, contact, heard_before, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            args![m.on, id, &tour.path, stop.id, tour.visitor, stop.member, m.outcome.code(), sealed, m.via, m.seen, contact, &member.last_contact, cx.now(), &cx.actor().name],
        )?;
        cx.note(stop.member, format!("visit {} via {}", m.outcome.code(), m.via));
        Ok(Marked::Recorded)
    }

    /// Another entry takes the place of this one. What followed from a visit that was none is taken
    /// back; that somebody was not at home at one time stays true beside a visit at another.
    fn give_way(&self, cx: &Writer, member: &Member, now: Outcome) -> Result<()> {
        if self.outcome == Outcome::Visited && now != Outcome::Visited {
            activities::take_back(cx, self.id)?;
        }
        if self.outcome != Outcome::NotHome && now == Outcome::NotHome {
            Contact::unanswered(cx, self.contact, member, &self.occurred_on, self.heard_before.as_deref())?;
        }
        Ok(())
    }
}

impl Marking {
    pub fn words(&self) -> String {
        let parts = [&self.wishes, &self.promises].map(|p| p.trim());
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// Wishes and promises become things to do, by the rule's time.
    fn promised(&self, cx: &Writer, member: &Member, contact: Id) -> Result<()> {
        let within = rulebook::book(cx)?.at(cx.today()).get(keys::VISIT_PROMISE_WITHIN);
        let due = cx.today().checked_add(within)?.to_string();
        let said = Contacted {
            kind: Way::Visit,
            on: self.on.to_string(),
            two_way: true,
            note: String::new(),
            wishes: self.wishes.clone(),
            promises: self.promises.clone(),
            due_on: due,
            doer: String::new(),
            back: String::new(),
        };
        Promise::make_all(cx, member, contact, self.on, &said)
    }
}

fn spot(row: Id) -> Spot<'static> {
    Spot { table: "visits", column: "words", row }
}
