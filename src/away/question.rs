//! A question of an organisation, from one quarter to another or on and on; and who may answer it.

use super::{Cause, Quarter, Tally};
use crate::{
    orgs::Org,
    people::Member,
    report_in::{ReportIn, State},
};
use kernel::{Error, Id, Noun, Reader, Result, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Question {
    pub id: Id,
    pub path: String,
    pub org: Id,
    /// The first quarter, as `2026-Q4`.
    pub first: String,
    /// The last; none while it stands.
    pub last: Option<String>,
    pub made_by: String,
}
impl Noun for Question {
    const TABLE: &'static str = "away_questions";
}

/// Who answers: a member of the ledger, or somebody who reported in. One who is both is the member.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: Id,
    pub name: String,
    pub path: String,
    /// What tells people of one name apart: an organisation, or a unit.
    pub of: String,
}

impl Question {
    /// Begins this quarter. An organisation asks one question at a time.
    pub fn ask(cx: &Writer, org: &Org, last: Option<Quarter>) -> Result<Id> {
        let now = Quarter::of(cx.today());
        if last.is_some_and(|last| last < now) {
            return Err(Error::field("last", "最后一个季度不能在过去。", "The last quarter lies in the past."));
        }
        if Question::asked_by(cx, org)?.is_some() {
            return Err(Error::rule("asked_already", "这个组织已经在问了。", "This organisation asks already."));
        }
        let id = cx.new_id();
        cx.run(
            "insert into {away_questions} (id, path, org, first, last, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7)",
            args![id, &org.path, org.id, now.code(), last.map(Quarter::code), cx.now(), &cx.actor().name],
        )?;
        cx.note(id, format!("{} asks why people stay away", org.name));
        Ok(id)
    }

    pub fn asked_by(cx: &Reader, org: &Org) -> Result<Option<Question>> {
        let now = Quarter::of(cx.today()).code();
        cx.maybe("select * from {away_questions} q where q.org = $1 and (q.last is null or q.last >= $2)", args![org.id, now])
    }

    /// Those that the reader looks after, the newest first.
    pub fn all(cx: &Reader) -> Result<Vec<Question>> {
        cx.all("select * from {away_questions} q order by q.first desc, q.path, q.id", args![])
    }

    /// Asks no longer: this quarter is the last.
    pub fn end(&self, cx: &Writer) -> Result<()> {
        let now = Quarter::of(cx.today());
        cx.run("update {away_questions} set last = $1 where id = $2 and (last is null or last > $1)", args![now.code(), self.id])?;
        cx.note(self.id, "asks no longer");
        Ok(())
    }

    pub fn is_open(&self, quarter: Quarter) -> bool {
        self.first <= quarter.code() && self.last.as_ref().is_none_or(|last| *last >= quarter.code())
    }

    /// From its first quarter to this one or its last, the newest first.
    pub fn quarters(&self, now: Quarter) -> Result<Vec<Quarter>> {
        let last = self.last.as_deref().map(Quarter::read).transpose()?.map_or(now, |last| last.min(now));
        let from = Quarter::read(&self.first)?;
        let mut all: Vec<Quarter> = std::iter::successors(Some(from), |q| Some(q.next())).take_while(|q| *q <= last).collect();
        all.reverse();
        Ok(all)
    }

    /// Open questions of my organisations that I have not answered this quarter.
    pub fn waiting(cx: &Reader) -> Result<Vec<Question>> {
        let (Some(me), now) = (Person::me(cx)?, Quarter::of(cx.today())) else { return Ok(vec![]) };
        let mut waiting = vec![];
        for question in Question::all(cx)?.into_iter().filter(|q| q.is_open(now)) {
            if !question.has_answered(cx, now, me.id)? {
                waiting.push(question);
            }
        }
        Ok(waiting)
    }

    pub fn has_answered(&self, cx: &Reader, quarter: Quarter, person: Id) -> Result<bool> {
        let marks = "select count(*) from {away_marks} m where m.question = $1 and m.quarter = $2 and m.mark = $3";
        Ok(cx.one::<i64>(marks, args![self.id, quarter.code(), self.mark(cx, quarter, person)])? > 0)
    }

    /// One answer of one person: that they answered stands in one table, what in another, and nothing
    /// ties the two. It cannot be changed afterwards, because nobody knows any more which it was.
    pub fn answer(&self, cx: &Writer, person: &Person, cause: Cause) -> Result<()> {
        let now = Quarter::of(cx.today());
        self.must_be_open(now)?;
        if !person.path.starts_with(&self.path) {
            return Err(Error::NotFound);
        }
        if self.has_answered(cx, now, person.id)? {
            return Err(Error::rule(
                "answered_already",
                "这个季度已经答过了。答案只计总数、不记是谁，所以不能改。",
                "Answered already this quarter. Only sums are kept, not who said what, so it cannot be changed.",
            ));
        }
        cx.run(
            "insert into {away_marks} (question, quarter, mark) values ($1, $2, $3)",
            args![self.id, now.code(), self.mark(cx, now, person.id)],
        )?;
        Tally::add(cx, self, now, &[(cause, 1)])
    }

    /// Answers that came on paper without a name, counted by whoever opened the box.
    pub fn count_papers(&self, cx: &Writer, counts: &[(Cause, i64)]) -> Result<()> {
        let now = Quarter::of(cx.today());
        self.must_be_open(now)?;
        cx.note(self.id, format!("{} answers on paper", counts.iter().map(|c| c.1).sum::<i64>()));
        Tally::add(cx, self, now, counts)
    }

    fn must_be_open(&self, now: Quarter) -> Result<()> {
        match self.is_open(now) {
            true => Ok(()),
            false => Err(Error::rule("asked_no_longer", "已经不问了。", "This is asked no longer.")),
        }
    }

    /// Whoever reads the table cannot tell whose it is without the key of the house.
    fn mark(&self, cx: &Reader, quarter: Quarter, person: Id) -> Vec<u8> {
        cx.digest("away", &format!("{}/{}/{person}", self.id, quarter.code()))
    }
}

impl Person {
    /// The person behind the account that asks.
    pub fn me(cx: &Reader) -> Result<Option<Person>> {
        let Some(id) = cx.actor().person else { return Ok(None) };
        if cx.actor().role == "in_service" {
            let who: Option<ReportIn> = cx.maybe("select * from {report_ins} r where r.id = $1", args![id])?;
            return who.filter(|w| w.state != State::Left).map(|who| Person::reported(cx, &who)).transpose();
        }
        let member: Option<Member> = cx.maybe("select * from {members} m where m.id = $1", args![id])?;
        Ok(member.map(|m| Person { id: m.id, name: m.name, path: m.path, of: String::new() }))
    }

    /// Everybody of this name among members and those who reported in, at the question's organisation
    /// or below. `of` is part of the organisation or unit, where the name alone is not enough.
    pub fn named(cx: &Reader, question: &Question, name: &str, of: &str) -> Result<Vec<Person>> {
        let within = cx.within(&question.path)?;
        let members: Vec<(Id, String, String)> = within.all(
            "select m.id, m.path, o.name from {members} m join {orgs} o on o.tenant = m.tenant and o.id = m.org where m.name = $1 order by m.path, m.id",
            args![name],
        )?;
        let mut all: Vec<Person> = members.into_iter().map(|(id, path, of)| Person { id, name: name.to_owned(), path, of }).collect();
        let reported: Vec<ReportIn> = within.all(
            "select * from {report_ins} r where r.name = $1 and r.state in ('reported', 'accepted') order by r.path, r.id",
            args![name],
        )?;
        for who in reported {
            let person = Person::reported(&within, &who)?;
            if !all.iter().any(|known| known.id == person.id) {
                all.push(person);
            }
        }
        all.retain(|person| of.is_empty() || person.of.contains(of));
        Ok(all)
    }

    fn reported(cx: &Reader, who: &ReportIn) -> Result<Person> {
        let all = cx.beyond_scope("one person with two ties answers once");
        let id = who.member(&all)?.map_or(who.id, |member| member.id);
        Ok(Person { id, name: who.name.clone(), path: who.path.clone(), of: who.unit_name.clone() })
    }
}
