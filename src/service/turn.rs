//! One turn of service at a post, and the verbs by which it is meant, done, confirmed or not.

use super::{Act, How, Meant, State};
use crate::{
    posts::{Person, Post, Tie},
    sendings::Sending,
    service_points::settle,
};
use jiff::civil::Date;
use kernel::{Error, Id, Noun, Reader, Result, Writer, any_of, args, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Service {
    pub id: Id,
    pub path: String,
    pub org: Id,
    pub post: Id,
    pub person: Id,
    pub tie: Tie,
    pub name: String,
    #[schemars(with = "String")]
    pub day: Date,
    /// `14:30`; empty where no time was said.
    pub starts: String,
    pub minutes: i64,
    pub words: String,
    pub state: State,
    pub how: How,
    pub made_at: String,
    pub made_by: String,
}
impl Noun for Service {
    const TABLE: &'static str = "services";
}

impl Service {
    /// They mean to come. Only who holds the post does.
    pub fn sign_up(cx: &Writer, post: &Post, person: &Person, turn: &Meant) -> Result<Id> {
        post.must_stand(cx.today())?;
        post.must_be_insured(cx, turn.day)?;
        holds(cx, post, person)?;
        let id = Service::write(cx, post, person, turn, State::SignedUp, How::Own)?;
        cx.find::<Service>(id)?.remind(cx, post, person)?;
        Ok(id)
    }

    /// They did it, and say so themselves: it waits to be confirmed.
    pub fn say(cx: &Writer, post: &Post, person: &Person, turn: &Meant) -> Result<Id> {
        holds(cx, post, person)?;
        Service::write(cx, post, person, turn, State::Done, How::Own)
    }

    /// The worker writes it down: confirmed by that.
    pub fn record(cx: &Writer, post: &Post, person: &Person, turn: &Meant, how: How) -> Result<Id> {
        let id = Service::write(cx, post, person, turn, State::Confirmed, how)?;
        settle(cx, person.id, person.tie, turn.day)?;
        Ok(id)
    }

    fn write(cx: &Writer, post: &Post, person: &Person, turn: &Meant, state: State, how: How) -> Result<Id> {
        let same = "select s.id from {services} s where s.post = $1 and s.person = $2 and s.day = $3 and s.starts = $4 and s.state not in ('cancelled', 'refused', 'withdrawn')";
        if cx.maybe::<Id>(same, args![post.id, person.id, turn.day, &turn.starts])?.is_some() {
            return Err(Error::rule(
                "service_known",
                "这一天、这个时间已经记过一次了；再记请写不同的开始时间。",
                "This day and time is recorded already; give another time for another turn.",
            ));
        }
        let id = cx.new_id();
        cx.run(
            "insert into {services} (id, path, org, post, person, tie, name, day, starts, minutes, words, state, how, made_at, made_by) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
            args![
                id,
                &post.path,
                post.org,
                post.id,
                person.id,
                person.tie.code(),
                &person.name,
                turn.day,
                &turn.starts,
                turn.minutes,
                &turn.words,
                state.code(),
                how.code(),
                cx.now(),
                &cx.actor().name
            ],
        )?;
        Act::record(cx, id, &post.path, state, turn.minutes, how, "")?;
        cx.note(id, format!("service {} of {}", state.code(), person.id));
        Ok(id)
    }

    /// What they signed up for is done.
    pub fn done(&self, cx: &Writer, minutes: i64, words: &str) -> Result<()> {
        self.must_be(&[State::SignedUp])?;
        if self.day > cx.today() {
            return Err(Error::rule("service_not_yet", "还没到那一天。", "That day has not come yet."));
        }
        cx.run_one("update {services} set words = $1 where id = $2", args![values::clean(words), self.id])?;
        self.turn(cx, State::Done, minutes, How::Own, "")
    }

    /// It did not take place; a word is welcome and not asked for.
    pub fn cancel(&self, cx: &Writer, why: &str) -> Result<()> {
        self.must_be(&[State::SignedUp])?;
        self.turn(cx, State::Cancelled, self.minutes, How::Own, why)
    }

    pub fn confirm(&self, cx: &Writer, minutes: i64, how: How, words: &str) -> Result<()> {
        self.must_be(&[State::SignedUp, State::Done, State::Refused])?;
        if self.day > cx.today() {
            return Err(Error::rule("service_not_yet", "还没到那一天。", "That day has not come yet."));
        }
        self.turn(cx, State::Confirmed, minutes, how, words)
    }

    /// “It was not so” is told with its reason, and can be answered.
    pub fn refuse(&self, cx: &Writer, how: How, why: &str) -> Result<()> {
        self.must_be(&[State::SignedUp, State::Done])?;
        self.turn(cx, State::Refused, self.minutes, how, reason(why)?)
    }

    /// What was confirmed wrongly is taken back; what was written stays written.
    pub fn withdraw(&self, cx: &Writer, why: &str) -> Result<()> {
        self.must_be(&[State::Confirmed])?;
        self.turn(cx, State::Withdrawn, self.minutes, How::Worker, reason(why)?)
    }

    fn turn(&self, cx: &Writer, state: State, minutes: i64, how: How, why: &str) -> Result<()> {
        let why = why.trim();
        cx.run_one(
            "update {services} set state = $1, minutes = $2, how = $3 where id = $4",
            args![state.code(), minutes, how.code(), self.id],
        )?;
        Act::record(cx, self.id, &self.path, state, minutes, how, why)?;
        Sending::drop_of(cx, self.id)?;
        if self.state == State::Confirmed || state == State::Confirmed {
            settle(cx, self.person, self.tie, self.day)?;
        }
        cx.note(self.id, format!("service {} by {}", state.code(), how.code()));
        Ok(())
    }

    fn must_be(&self, states: &[State]) -> Result<()> {
        if states.contains(&self.state) {
            return Ok(());
        }
        let (zh, en) = (self.state.name().zh, self.state.name().en);
        Err(Error::rule("service_state", format!("这次服务已经是“{zh}”。"), format!("This turn is “{en}” already.")))
    }

    /// The newest first, of this state where one is said; at most so many.
    pub fn list(cx: &Reader, state: &str, most: i64) -> Result<Vec<Service>> {
        cx.all(
            "select s.* from {services} s where ($1 = '' or s.state = $1) order by s.day desc, s.name, s.id limit $2",
            args![state, most],
        )
    }

    pub fn of_post(cx: &Reader, post: Id) -> Result<Vec<Service>> {
        cx.all("select s.* from {services} s where s.post = $1 order by s.day desc, s.starts desc, s.name, s.id limit 300", args![post])
    }

    pub fn of_person(cx: &Reader, ids: &[Id], most: i64) -> Result<Vec<Service>> {
        let (list, mut values) = any_of(ids.iter().copied(), 1);
        values.push(most.into());
        cx.all(
            &format!("select s.* from {{services}} s where s.person in ({list}) order by s.day desc, s.id limit ${}", ids.len() + 1),
            &values,
        )
    }

    /// Confirmed turns of a person in these days, both among them.
    pub fn confirmed(cx: &Reader, ids: &[Id], from: Date, until: Date) -> Result<Vec<Service>> {
        let (list, mut values) = any_of(ids.iter().copied(), 3);
        values.splice(0..0, [from.into(), until.into()]);
        let sql = format!(
            "select s.* from {{services}} s where s.day >= $1 and s.day <= $2 and s.state = 'confirmed' and s.person in ({list}) order by s.day, s.id"
        );
        cx.all(&sql, &values)
    }

    pub fn when(&self) -> String {
        let time = if self.starts.is_empty() { String::new() } else { format!(" {}", self.starts) };
        say!("{}{time}，{} 分钟", "{}{time}, {} min", self.day, self.minutes)
    }
}

fn holds(cx: &Reader, post: &Post, person: &Person) -> Result<()> {
    let held = "select c.id from {claims} c where c.post = $1 and c.person = $2 and c.state = 'held'";
    match cx.maybe::<Id>(held, args![post.id, person.id])? {
        Some(_) => Ok(()),
        None => Err(Error::rule("post_not_held", "先认领这个岗位，才能报名或报时长。", "Take the post first.")),
    }
}

fn reason(why: &str) -> Result<&str> {
    match why.trim() {
        "" => Err(Error::field("reason", "请写明原因，本人会看到。", "Say why; they will read it.")),
        why => Ok(why),
    }
}
