//! Somebody has a post: they said so themselves, by whichever way. Where all places are taken they
//! wait in order, and move up when a place is given back.

use super::{Person, Post, Tie};
use crate::{commitments::Commitment, study::Via};
use kernel::{Error, Id, Noun, Reader, Result, Text, Writer, any_of, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Held,
    Waiting,
    Ended,
}

impl State {
    pub fn code(self) -> &'static str {
        match self {
            State::Held => "held",
            State::Waiting => "waiting",
            State::Ended => "ended",
        }
    }
    pub fn name(self) -> Text {
        match self {
            State::Held => Text::fixed("在岗", "Holds it"),
            State::Waiting => Text::fixed("排队", "Waits"),
            State::Ended => Text::fixed("已结束", "Ended"),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    pub id: Id,
    pub path: String,
    pub post: Id,
    pub person: Id,
    pub tie: Tie,
    pub name: String,
    pub offer: Option<Id>,
    pub via: Via,
    pub state: State,
    pub made_at: String,
    pub made_by: String,
    pub ended_on: Option<String>,
    pub ended_why: String,
}
impl Noun for Claim {
    const TABLE: &'static str = "claims";
}

impl Claim {
    /// They said yes, by this way. Waits where all places are taken.
    pub fn take(cx: &Writer, post: &Post, person: &Person, offer: Option<Id>, via: Via) -> Result<Claim> {
        post.must_stand(cx.today())?;
        post.must_be_insured(cx, cx.today())?;
        // Whoever comes at the same moment waits here, so that no place is given twice.
        cx.run_one("update {posts} set ended_why = ended_why where id = $1", args![post.id])?;
        let has = "select c.id from {claims} c where c.post = $1 and c.person = $2 and c.state <> 'ended'";
        if cx.maybe::<Id>(has, args![post.id, person.id])?.is_some() {
            return Err(Error::rule("post_held_already", "已经认领了这个岗位。", "They have this post already."));
        }
        let state = if post.held(cx)? < post.people { State::Held } else { State::Waiting };
        let id = cx.new_id();
        cx.run(
            "insert into {claims} (id, path, post, person, tie, name, offer, via, state, made_at, made_by, ended_why) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '')",
            args![id, &post.path, post.id, person.id, person.tie.code(), &person.name, offer, via.code(), state.code(), cx.now(), &cx.actor().name],
        )?;
        cx.note(post.id, format!("{} of {} via {}", state.code(), person.id, via.code()));
        cx.find(id)
    }

    /// The first who wait get the places that are free.
    pub fn move_up(cx: &Writer, post: &Post) -> Result<()> {
        let room = (post.people - post.held(cx)?).max(0);
        let next: Vec<Id> = cx.all(
            "select c.id from {claims} c where c.post = $1 and c.state = 'waiting' order by c.made_at, c.id limit $2",
            args![post.id, room],
        )?;
        for id in next {
            cx.run_one("update {claims} set state = 'held' where id = $1", args![id])?;
            cx.note(post.id, format!("moved up {id}"));
        }
        Ok(())
    }

    /// Given back; "not ours", "no time" and all else are answers.
    pub fn end(&self, cx: &Writer, why: &str) -> Result<()> {
        if self.state == State::Ended {
            return Err(Error::rule("claim_ended", "已经退出了这个岗位。", "They have given it back already."));
        }
        cx.run_one("update {posts} set ended_why = ended_why where id = $1", args![self.post])?;
        let ended = "update {claims} set state = 'ended', ended_on = $1, ended_why = $2 where id = $3";
        cx.run_one(ended, args![cx.today(), why.trim(), self.id])?;
        // Why is theirs to say, and stands with the claim alone.
        cx.note(self.post, format!("given back by {}", self.person));
        Commitment::end_of(cx, self.id, why)?;
        Claim::move_up(cx, &cx.find(self.post)?)
    }

    /// Who is not here any more holds nothing and is asked nothing, wherever it was.
    pub fn end_of(cx: &Writer, person: Id, why: &str) -> Result<()> {
        let all = cx.beyond_scope("who leaves gives their posts back, wherever these stand");
        let open: Vec<Claim> = all.all("select c.* from {claims} c where c.person = $1 and c.state <> 'ended'", args![person])?;
        open.iter().try_for_each(|claim| claim.end(&all, why))?;
        all.run("update {offers} set state = 'withdrawn', answered_at = $1 where person = $2 and state = 'sent'", args![cx.now(), person])?;
        for table in ["offers", "services"] {
            let theirs = format!(
                "delete from {{sendings}} where state = 'waiting' and about in (select a.id from {{{table}}} a where a.person = $1)"
            );
            all.run(&theirs, args![person])?;
        }
        Ok(())
    }

    /// Those who hold it, then those who wait in their order, then those who had it.
    pub fn of_post(cx: &Reader, post: Id) -> Result<Vec<Claim>> {
        let order = "case c.state when 'held' then 0 when 'waiting' then 1 else 2 end, c.made_at, c.id";
        cx.all(&format!("select c.* from {{claims}} c where c.post = $1 order by {order}"), args![post])
    }

    /// What stands of a person, by any of their ids; the newest first.
    pub fn of_person(cx: &Reader, ids: &[Id]) -> Result<Vec<(Claim, Post)>> {
        let (theirs, values) = any_of(ids.iter().copied(), 1);
        let sql = format!("select c.* from {{claims}} c where c.person in ({theirs}) and c.state <> 'ended' order by c.made_at desc, c.id");
        let claims: Vec<Claim> = cx.all(&sql, &values)?;
        let (those, values) = any_of(claims.iter().map(|c| c.post), 1);
        let posts: Vec<Post> = cx.all(&format!("select p.* from {{posts}} p where p.id in ({those})"), &values)?;
        let post = |c: &Claim| posts.iter().find(|p| p.id == c.post).cloned().ok_or(Error::NotFound);
        claims.into_iter().map(|c| post(&c).map(|p| (c, p))).collect()
    }
}
