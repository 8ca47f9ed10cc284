//! One message, from when it is put here until it is out. It has its name from the first moment on, and
//! keeps it for as long as it is tried, so that who counts by name counts once.

use super::To;
use crate::{
    channels::{Message, Outcome, short},
    notices::{Channel, Ladder},
    rulebook::{self, keys},
};
use jiff::Span;
use kernel::{Id, Reader, Result, Spot, Writer, any_of, args, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

pub const JOB: &str = "sendings.deliver";

/// What is to be said, and what it is about.
#[derive(Clone, Debug)]
pub struct Sending<'a> {
    /// The offer, turn or letter that it is about; on its page stands what became of the message.
    pub about: Id,
    pub path: &'a str,
    /// Which of the messages about it this is: `asked`, `reminder`. The same to the same person goes once.
    pub occasion: &'a str,
    pub title: String,
    pub text: String,
    /// From `/` on; empty where there is none, or where the house's address is not set.
    pub link: String,
}

/// One that is to be handed over now.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub id: Id,
    pub channel: Channel,
    pub message: Message,
    tries: i64,
}

/// What became of a message, as it stands on the page of what it is about.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Sent {
    pub about: Id,
    pub channel: Channel,
    /// `waiting`, `sending`, `handed` or `failed`.
    pub state: String,
    pub due_at: String,
    pub handed_at: Option<String>,
    pub problem: String,
}

/// Address and words, sealed as a whole.
#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    to: String,
    title: String,
    text: String,
    link: String,
}

#[derive(Debug, Deserialize)]
struct Line {
    id: Id,
    channel: Channel,
    kept: Option<Vec<u8>>,
    tries: i64,
    problem: String,
}

const LINE: &str = "select x.id, x.channel, x.kept, x.tries, x.problem from {sendings} x where";

const SENT: &str = "select x.about, x.channel, x.state, x.due_at, x.handed_at, x.problem from {sendings} x where";

fn spot(row: Id) -> Spot<'static> {
    Spot { table: "sendings", column: "kept", row }
}

impl Sending<'_> {
    /// Puts it among those that wait, to go at the earliest at `due`; who is awake then gets it then.
    pub fn put(&self, cx: &Writer, to: &To, due: &str) -> Result<()> {
        let id = Id::named(&["sending", &self.about.to_string(), self.occasion, &to.whom.to_string()]);
        let base = if self.link.is_empty() { String::new() } else { crate::channels::base(cx)? };
        let link = if base.is_empty() { String::new() } else { format!("{base}{}", self.link) };
        let (name, to, channel) = (to.name.clone(), to.address.clone(), to.channel.code());
        let kept = serde_json::to_string(&Kept { name, to, title: self.title.clone(), text: self.text.clone(), link })?;
        let made = cx.run(
            "insert into {sendings} (id, path, about, channel, kept, state, due_at, tries, lease_until, problem) values ($1, $2, $3, $4, $5, 'waiting', $6, 0, '', '') \
             on conflict (id) do nothing",
            args![id, self.path, self.about, channel, cx.seal(spot(id), &kept)?, due],
        )?;
        if made > 0 { wake(cx) } else { Ok(()) }
    }

    /// As soon as nobody is asleep.
    pub fn put_now(&self, cx: &Writer, to: &To) -> Result<()> {
        self.put(cx, to, &Ladder::of(cx)?.after(Span::new())?)
    }

    /// It has no point any more: what is not out yet does not go.
    pub fn drop_of(cx: &Writer, about: Id) -> Result<()> {
        cx.run("delete from {sendings} where about = $1 and state = 'waiting'", args![about])?;
        Ok(())
    }
}

impl Sent {
    pub fn of(cx: &Reader, about: Id) -> Result<Vec<Sent>> {
        cx.all(&format!("{SENT} x.about = $1 order by x.due_at, x.id"), args![about])
    }

    /// Of many at once, the last of each, by what it is about.
    pub fn of_each(cx: &Reader, abouts: &[Id]) -> Result<HashMap<String, Sent>> {
        if abouts.is_empty() {
            return Ok(HashMap::new());
        }
        let (about, values) = any_of(abouts.iter().copied(), 1);
        let all: Vec<Sent> = cx.all(&format!("{SENT} x.about in ({about}) order by x.due_at, x.id"), &values)?;
        Ok(all.into_iter().map(|sent| (sent.about.to_string(), sent)).collect())
    }

    /// `短信已发出`
    pub fn words(&self) -> String {
        let way = self.channel.name();
        match self.state.as_str() {
            "handed" => say!("{}已发出", "{} sent", way),
            "failed" => say!("{}没有发出去", "{} could not be sent", way),
            _ => say!("{}等着发", "{} waits to be sent", way),
        }
    }

    /// The day on which it went, or is to go.
    pub fn day(&self) -> &str {
        let at = self.handed_at.as_deref().unwrap_or(&self.due_at);
        at.get(..10).unwrap_or(at)
    }
}

/// Sees to it that the job runs when the next is due.
pub fn wake(cx: &Writer) -> Result<()> {
    let all = cx.beyond_scope("the job delivers for everybody");
    let mut dues = vec![];
    for sql in [
        "select min(x.due_at) from {sendings} x where x.state = 'waiting'",
        "select min(x.lease_until) from {sendings} x where x.state = 'sending'",
    ] {
        dues.extend(all.one::<Option<String>>(sql, args![])?);
    }
    match dues.into_iter().min() {
        Some(due) => Ladder::of(cx)?.wake(cx, JOB, due),
        None => Ok(()),
    }
}

/// Whether there is anything to claim: a look that writes nothing.
pub fn waits(cx: &Reader) -> Result<bool> {
    Ok(due_line(cx)?.is_some())
}

fn due_line(cx: &Reader) -> Result<Option<Line>> {
    let now = cx.now();
    let cut_off = cx.maybe(&format!("{LINE} x.state = 'sending' and x.lease_until < $1 order by x.lease_until limit 1"), args![&now])?;
    if cut_off.is_some() || Ladder::of(cx)?.is_quiet() {
        return Ok(cut_off);
    }
    cx.maybe(&format!("{LINE} x.state = 'waiting' and x.due_at <= $1 order by x.due_at, x.id limit 1"), args![now])
}

/// Takes the next that is due: from now on it stands as being sent.
pub fn claim(cx: &Writer) -> Result<Option<Claimed>> {
    while let Some(line) = due_line(cx)? {
        let rules = rulebook::book(cx)?;
        let rules = rules.at(cx.today());
        let kept = line.kept.as_deref().map(|k| cx.unseal(spot(line.id), k)).transpose()?;
        let Some(kept) = kept.filter(|_| line.tries <= rules.get(keys::NOTICE_RETRIES).len() as i64) else {
            give_up(cx, line.id, &line.problem)?;
            continue;
        };
        let (kept, tries): (Kept, i64) = (serde_json::from_str(&kept)?, line.tries + 1);
        let lease = cx.house().clock.after(rules.get(keys::NOTICE_LEASE))?;
        cx.run_one("update {sendings} set state = 'sending', lease_until = $1, tries = $2 where id = $3", args![lease, tries, line.id])?;
        let Kept { name, to, title, text, link } = kept;
        let message = Message { id: line.id.to_string(), name, to, title, text, link };
        return Ok(Some(Claimed { id: line.id, channel: line.channel, message, tries }));
    }
    Ok(None)
}

impl Claimed {
    /// Writes down what became of it.
    pub fn settle(&self, cx: &Writer, outcome: &Outcome) -> Result<()> {
        let retries = rulebook::book(cx)?.at(cx.today()).get(keys::NOTICE_RETRIES);
        let again = retries.get(usize::try_from(self.tries).unwrap_or(1).saturating_sub(1)).copied();
        match (outcome, again) {
            (Outcome::Handed, _) => {
                let out =
                    "update {sendings} set state = 'handed', kept = null, lease_until = '', problem = '', handed_at = $1 where id = $2";
                cx.run_one(out, args![cx.now(), self.id])
            }
            (Outcome::Later(why) | Outcome::Unreachable(why), Some(wait)) => {
                let due = Ladder::of(cx)?.after(wait)?;
                let later = "update {sendings} set state = 'waiting', due_at = $1, lease_until = '', problem = $2 where id = $3";
                cx.run_one(later, args![due, short(why), self.id])
            }
            (Outcome::Later(why) | Outcome::Unreachable(why) | Outcome::Never(why), _) => give_up(cx, self.id, &short(why)),
        }
    }
}

fn give_up(cx: &Writer, id: Id, why: &str) -> Result<()> {
    cx.run_one("update {sendings} set state = 'failed', kept = null, lease_until = '', problem = $1 where id = $2", args![why, id])
}
