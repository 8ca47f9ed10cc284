//! One visitor's share of a round.

use super::{Round, Stop, Visitor, visitor};
use kernel::{Error, Id, Noun, Reader, Result, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Tour {
    pub id: Id,
    pub path: String,
    pub round: Id,
    /// A member, or the account of somebody who works here.
    pub visitor: Id,
    pub kind: visitor::Kind,
    /// The visitor's name.
    pub name: String,
    pub position: i64,
    /// The visitor said it is done.
    pub ended_at: Option<String>,
}
impl Noun for Tour {
    const TABLE: &'static str = "tours";
}

impl Tour {
    pub fn make(cx: &Writer, round: &Round, visitor: &Visitor, position: usize) -> Result<()> {
        cx.run(
            "insert into {tours} (id, path, round, visitor, kind, name, position) values ($1, $2, $3, $4, $5, $6, $7)",
            args![cx.new_id(), &round.path, round.id, visitor.id, visitor.kind.code(), &visitor.name, position],
        )
        .map(drop)
    }

    pub fn stops(&self, cx: &Reader) -> Result<Vec<Stop>> {
        Stop::of(cx, "s.tour = $1", self.id)
    }

    /// A share that is given out and not over.
    pub fn must_be_open(&self, cx: &Reader) -> Result<Round> {
        let round: Round = cx.find(self.round)?;
        match round.state {
            super::State::Given => Ok(round),
            super::State::Draft => Err(Error::NotFound),
            super::State::Ended => Err(Error::rule("round_over", "这一轮走访已经结束。", "This round is over.")),
        }
    }

    pub fn end(&self, cx: &Writer) -> Result<()> {
        self.must_be_open(cx)?;
        cx.run_one("update {tours} set ended_at = $1 where id = $2", args![cx.now(), self.id])?;
        cx.note(self.round, format!("{} is done", self.name));
        Ok(())
    }

    /// Shares of rounds that are given out, which the caller walks: as a member or with their account.
    pub fn mine(cx: &Reader) -> Result<Vec<(Tour, Round)>> {
        let me = cx.actor();
        let tours: Vec<Tour> = cx.all(
            "select t.* from {tours} t join {rounds} r on r.tenant = t.tenant and r.id = t.round where (t.visitor = $1 or t.visitor = $2) and r.state = 'given' order by r.given_at desc, t.id",
            args![me.account.unwrap_or(Id::NIL), me.person.unwrap_or(Id::NIL)],
        )?;
        tours.into_iter().map(|t| Ok((t.clone(), cx.find(t.round)?))).collect()
    }
}
