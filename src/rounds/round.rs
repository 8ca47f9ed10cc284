//! A round: of which activity or month, what to bring, and how far it is.

use super::{Draft, Stop, Tour, Visitor};
use crate::{orgs::Org, people::mask_phone};
use kernel::{Error, Id, Noun, Reader, Result, Spot, Text, Value, Writer, args, schema::past};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Proposed, and being moved about.
    Draft,
    /// Its visitors see it.
    Given,
    Ended,
}

impl State {
    pub fn name(self) -> Text {
        match self {
            State::Draft => Text::fixed("草拟", "Draft"),
            State::Given => Text::fixed("已派发", "Given out"),
            State::Ended => Text::fixed("已结束", "Ended"),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Round {
    pub id: Id,
    pub path: String,
    pub org: Id,
    /// Who is visited takes part in this activity; none: the visits of a month.
    pub activity: Option<Id>,
    /// `2026-11`
    pub month: String,
    pub title: String,
    /// What every visitor brings.
    pub bring: String,
    pub state: State,
    pub made_at: String,
    pub made_by: String,
    pub given_at: Option<String>,
    pub given_by: String,
}
impl Noun for Round {
    const TABLE: &'static str = "rounds";
}

#[derive(Clone, Debug)]
pub struct NewRound {
    pub activity: Option<Id>,
    pub month: String,
    pub title: String,
    pub bring: String,
}

const TITLE_MOST: usize = 80;

impl Round {
    pub fn list(cx: &Reader) -> Result<Vec<Round>> {
        cx.all("select * from {rounds} r order by r.month desc, r.made_at desc, r.id limit 100", args![])
    }

    /// Writes a proposal down as a draft: one share a visitor.
    pub fn make(cx: &Writer, org: &Org, new: &NewRound, visitors: &[Visitor], draft: &Draft) -> Result<Round> {
        let id = cx.new_id();
        let title = titled(&new.title)?;
        cx.run(
            "insert into {rounds} (id, path, org, activity, month, title, bring, state, made_at, made_by, given_by) values ($1, $2, $3, $4, $5, $6, $7, 'draft', $8, $9, '')",
            args![id, &org.path, org.id, new.activity, &new.month, title, new.bring.trim(), cx.now(), &cx.actor().name],
        )?;
        let round: Round = cx.find(id)?;
        for (n, visitor) in visitors.iter().enumerate() {
            Tour::make(cx, &round, visitor, n)?;
        }
        round.fill(cx, draft)?;
        cx.note(id, format!("round of {} among {}", draft.stops.len(), visitors.len()));
        Ok(round)
    }

    /// Puts a proposal in the place of what the draft held.
    pub fn fill(&self, cx: &Writer, draft: &Draft) -> Result<()> {
        self.must_be_draft()?;
        cx.run("delete from {stops} where round = $1", args![self.id])?;
        let tours = self.tours(cx)?;
        let phones = phones(cx, &self.path)?;
        let seal = |stop: Id, member: Id| -> Result<Option<Vec<u8>>> {
            let Some(sealed) = phones.get(&member) else { return Ok(None) };
            let phone = cx.unseal(Spot { table: "members", column: "phone", row: member }, sealed)?;
            cx.seal(Stop::spot("phone", stop), &mask_phone(&phone)).map(Some)
        };
        let rows = tours.iter().zip(&draft.shares).flat_map(|(tour, share)| share.iter().enumerate().map(move |(n, s)| (tour, n, *s)));
        let rows = rows.map(|(tour, n, s)| {
            let (id, stop) = (cx.new_id(), &draft.stops[s]);
            let values: [Value; 12] = [
                id.into(),
                (&self.path).into(),
                self.id.into(),
                tour.id.into(),
                tour.visitor.into(),
                stop.member.into(),
                (&stop.name).into(),
                stop.place.into(),
                (&stop.where_to).into(),
                seal(id, stop.member)?.into(),
                (n + 1).into(),
                false.into(),
            ];
            Ok(values)
        });
        cx.put("insert into {stops} (id, path, round, tour, visitor, member, name, place, where_to, phone, position, by_hand)", rows)
    }

    pub fn tours(&self, cx: &Reader) -> Result<Vec<Tour>> {
        cx.all("select * from {tours} t where t.round = $1 order by t.position", args![self.id])
    }

    pub fn edit(&self, cx: &Writer, title: &str, bring: &str) -> Result<()> {
        self.must_not_be_over()?;
        cx.run_one("update {rounds} set title = $1, bring = $2 where id = $3", args![titled(title)?, bring.trim(), self.id])?;
        cx.note(self.id, "edited");
        Ok(())
    }

    /// From now on its visitors see it.
    pub fn give(&self, cx: &Writer) -> Result<()> {
        self.must_be_draft()?;
        let stops: i64 = cx.one("select count(*) from {stops} s where s.round = $1", args![self.id])?;
        if stops == 0 {
            return Err(Error::rule("round_empty", "没有要走访的人。", "There is nobody to visit."));
        }
        cx.run_one(
            "update {rounds} set state = 'given', given_at = $1, given_by = $2 where id = $3",
            args![cx.now(), &cx.actor().name, self.id],
        )?;
        cx.note(self.id, format!("given out, {stops} visits"));
        Ok(())
    }

    pub fn end(&self, cx: &Writer) -> Result<()> {
        if self.state != State::Given {
            return Err(Error::rule("round_not_given", "这一轮还没有派发，或者已经结束。", "It is not given out, or over already."));
        }
        cx.run_one("update {rounds} set state = 'ended', ended_at = $1 where id = $2", args![cx.now(), self.id])?;
        cx.note(self.id, "ended");
        Ok(())
    }

    pub fn must_be_draft(&self) -> Result<()> {
        match self.state {
            State::Draft => Ok(()),
            _ => Err(Error::rule("round_given", "已经派发，不能再重排。", "It is given out and can no longer be split anew.")),
        }
    }

    pub fn must_not_be_over(&self) -> Result<()> {
        match self.state {
            State::Ended => Err(Error::rule("round_over", "这一轮走访已经结束。", "This round is over.")),
            _ => Ok(()),
        }
    }
}

/// Sealed numbers of the members below, by member.
fn phones(cx: &Reader, path: &str) -> Result<HashMap<Id, Vec<u8>>> {
    let sql = "select m.id, m.phone from {members} m where m.path >= $1 and m.path < $2 and m.phone is not null";
    let rows: Vec<(Id, Vec<u8>)> = cx.all(sql, args![path, past(path)])?;
    Ok(rows.into_iter().collect())
}

fn titled(title: &str) -> Result<&str> {
    match title.trim() {
        "" => Err(Error::field("title", "请写名称。", "Give it a name.")),
        title if title.chars().count() > TITLE_MOST => Err(Error::field("title", "名称太长了。", "The name is too long.")),
        title => Ok(title),
    }
}
