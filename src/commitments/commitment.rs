//! A commitment: the person's word at a post that they hold. Of each claim one stands at a time.

use super::{Act, Did, Entry, Shown, Words};
use crate::{
    orgs::Org,
    posts::{Claim, Post, State as Holding, Tie},
    study::Via,
};
use jiff::civil::Date;
use kernel::{Error, Id, Noun, Reader, Result, Text, Writer, args, say, t, vault};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Standing,
    /// The person said so. It stands on, and nothing follows from it.
    NotYet,
    Kept,
    Released,
}

impl State {
    pub const ALL: [State; 4] = [State::Standing, State::NotYet, State::Kept, State::Released];

    pub fn code(self) -> &'static str {
        match self {
            State::Standing => "standing",
            State::NotYet => "not_yet",
            State::Kept => "kept",
            State::Released => "released",
        }
    }
    pub fn name(self) -> Text {
        match self {
            State::Standing => Text::fixed("在做", "Stands"),
            State::NotYet => Text::fixed("还没做到，接着做", "Not yet, goes on"),
            State::Kept => Text::fixed("做到了", "Kept"),
            State::Released => Text::fixed("已解除", "Released"),
        }
    }
    pub fn tag(self) -> &'static str {
        if self == State::Kept { "tag-good" } else { "" }
    }
    pub fn is_open(self) -> bool {
        matches!(self, State::Standing | State::NotYet)
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Commitment {
    pub id: Id,
    pub path: String,
    pub org: Id,
    pub post: Id,
    pub claim: Id,
    pub person: Id,
    pub tie: Tie,
    pub name: String,
    pub target: String,
    #[schemars(with = "Option<String>")]
    pub by_day: Option<Date>,
    pub when_words: String,
    pub quality: String,
    /// How they said it.
    pub via: Via,
    pub state: State,
    /// Since which day.
    #[schemars(with = "String")]
    pub state_on: Date,
    pub released_why: String,
    pub shown: Shown,
    /// How they said how it may be public.
    pub shown_via: Via,
    /// `/promise/{key}`, while it is shown.
    pub key: String,
    pub made_at: String,
    pub made_by: String,
}
impl Noun for Commitment {
    const TABLE: &'static str = "commitments";
}

/// A commitment with what its post and its organisation are called.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Told {
    #[serde(flatten)]
    pub commitment: Commitment,
    pub title: String,
    pub organisation: String,
}

/// Characters of a key: none that look alike, too many to be guessed.
const KEY: usize = 12;
const TOLD: &str = "select c.*, p.title as title, o.name as organisation from {commitments} c join {posts} p on p.tenant = c.tenant and p.id = c.post \
     join {orgs} o on o.tenant = c.tenant and o.id = c.org";
const OPEN: &str = "c.state in ('standing', 'not_yet')";

impl Commitment {
    pub fn make(cx: &Writer, claim: &Claim, entry: &Entry, via: Via) -> Result<Commitment> {
        let post: Post = cx.find(claim.post)?;
        post.must_stand(cx.today())?;
        if claim.state != Holding::Held {
            return Err(Error::rule("commitment_not_held", "还没有认领这个岗位，先不用承诺。", "They do not hold this post."));
        }
        // Whoever writes it down at the same moment waits here, so that one stands at a time.
        cx.run_one("update {claims} set state = state where id = $1", args![claim.id])?;
        must_be_alone(cx, claim.id)?;
        let words = entry.checked(cx, &post, None)?;
        let (id, key) = (cx.new_id(), vault::secret()?[..KEY].to_owned());
        cx.run(
            "insert into {commitments} (id, path, org, post, claim, person, tie, name, target, by_day, when_words, quality, via, state, state_on, released_why, shown, shown_via, key, made_at, made_by) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'standing', $14, '', $15, $13, $16, $17, $18)",
            args![
                id,
                &post.path,
                post.org,
                post.id,
                claim.id,
                claim.person,
                claim.tie.code(),
                &claim.name,
                &words.target,
                words.by_day,
                &words.when_words,
                &words.quality,
                via.code(),
                cx.today(),
                entry.shown.code(),
                key,
                cx.now(),
                &cx.actor().name
            ],
        )?;
        let made: Commitment = cx.find(id)?;
        Act::record(cx, &made, Did::Made, Some(via), "")?;
        Act::record(cx, &made, Did::Shown, Some(via), entry.shown.code())?;
        cx.note(id, format!("promised by {} via {}, {}", claim.person, via.code(), entry.shown.code()));
        Ok(made)
    }

    /// The same promise in other words; those before stay in its story.
    pub fn reword(&self, cx: &Writer, entry: &Entry, via: Via) -> Result<()> {
        self.must_be_open()?;
        let words: Words = entry.checked(cx, &cx.find(self.post)?, self.by_day)?;
        cx.run_one(
            "update {commitments} set target = $1, by_day = $2, when_words = $3, quality = $4, via = $5 where id = $6",
            args![&words.target, words.by_day, &words.when_words, &words.quality, via.code(), self.id],
        )?;
        Act::record(cx, self, Did::Reworded, Some(via), &self.in_words())?;
        cx.note(self.id, format!("promise worded anew via {}", via.code()));
        Ok(())
    }

    pub fn keep(&self, cx: &Writer, words: &str, via: Via) -> Result<()> {
        self.must_be_open()?;
        self.turn(cx, State::Kept, Did::Kept, Some(via), words)
    }

    /// An answer like any other. Said of one that was called kept, it stands again.
    pub fn not_yet(&self, cx: &Writer, words: &str, via: Via) -> Result<()> {
        if self.state == State::Kept {
            must_be_alone(cx, self.claim)?;
        } else {
            self.must_be_open()?;
        }
        self.turn(cx, State::NotYet, Did::NotYet, Some(via), words)
    }

    /// By the person, who said so in this way, or by the organisation; both say why.
    pub fn release(&self, cx: &Writer, reason: &str, via: Option<Via>) -> Result<()> {
        self.must_be_open()?;
        if reason.trim().is_empty() {
            return Err(Error::field("reason", "请写明为什么解除。", "Say why it is released."));
        }
        self.turn(cx, State::Released, Did::Released, via, reason)
    }

    /// Their own say, for as long as they like; the later one holds, and at once.
    pub fn show(&self, cx: &Writer, shown: Shown, via: Via) -> Result<()> {
        let set = "update {commitments} set shown = $1, shown_via = $2 where id = $3";
        cx.run_one(set, args![shown.code(), via.code(), self.id])?;
        Act::record(cx, self, Did::Shown, Some(via), shown.code())?;
        cx.note(self.id, format!("promise {} via {}", shown.code(), via.code()));
        Ok(())
    }

    /// A post was given back, or ended, or its holder left: what was still open there is released with
    /// that reason. `of` is a claim or a post.
    pub fn end_of(cx: &Writer, of: Id, why: &str) -> Result<()> {
        let open: Vec<Commitment> =
            cx.all(&format!("select c.* from {{commitments}} c where (c.claim = $1 or c.post = $1) and {OPEN}"), args![of])?;
        let why = if why.trim().is_empty() { t("退出了岗位", "The post was given back") } else { why };
        open.iter().try_for_each(|c| c.turn(cx, State::Released, Did::Released, None, why))
    }

    /// A post moved to another organisation: what was promised at it, and said to it, moves along.
    pub fn follow(cx: &Writer, post: Id, org: &Org) -> Result<()> {
        for table in ["commitment_acts", "commitment_words"] {
            let of = "where commitment in (select c.id from {commitments} c where c.post = $2)";
            cx.run(&format!("update {{{table}}} set path = $1 {of}"), args![&org.path, post])?;
        }
        cx.run("update {commitments} set path = $1, org = $2 where post = $3", args![&org.path, org.id, post])?;
        Ok(())
    }

    /// By any of a person's ids: what is open first, then the newest.
    pub fn of_person(cx: &Reader, ids: &[Id]) -> Result<Vec<Told>> {
        let mut all: Vec<Told> = vec![];
        for id in ids {
            all.extend(cx.all::<Told>(&format!("{TOLD} where c.person = $1 order by c.made_at desc, c.id desc limit 40"), args![*id])?);
        }
        all.sort_by_key(|t| !t.commitment.state.is_open());
        Ok(all)
    }

    pub fn of_post(cx: &Reader, post: Id) -> Result<Vec<Told>> {
        cx.all(&format!("{TOLD} where c.post = $1 order by c.made_at desc, c.id desc"), args![post])
    }

    /// The newest, of one state or of all.
    pub fn list(cx: &Reader, state: &str, most: i64) -> Result<Vec<Told>> {
        cx.all(&format!("{TOLD} where ($1 = '' or c.state = $1) order by c.made_at desc, c.id desc limit $2"), args![state, most])
    }

    /// By when: the day, the words, or both.
    pub fn when(&self) -> String {
        let day = self.by_day.map(|day| say!("到{}", "by {}", crate::ui::day(day))).unwrap_or_default();
        [self.when_words.clone(), day].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(t("，", ", "))
    }

    fn in_words(&self) -> String {
        let all = [self.target.clone(), self.when(), self.quality.clone()];
        all.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(t("；", "; "))
    }

    fn turn(&self, cx: &Writer, state: State, did: Did, via: Option<Via>, words: &str) -> Result<()> {
        let why = if state == State::Released { words.trim() } else { "" };
        let set = "update {commitments} set state = $1, state_on = $2, released_why = $3 where id = $4";
        cx.run_one(set, args![state.code(), cx.today(), why, self.id])?;
        Act::record(cx, self, did, via, words.trim())?;
        // Why is theirs to say, and stands in the story alone.
        cx.note(self.id, format!("promise {}", state.code()));
        Ok(())
    }

    fn must_be_open(&self) -> Result<()> {
        match self.state {
            State::Kept => Err(Error::rule("commitment_kept", "这条承诺已经做到了。", "This promise is kept already.")),
            State::Released => Err(Error::rule("commitment_released", "这条承诺已经解除。", "This promise is released.")),
            _ => Ok(()),
        }
    }
}

impl Told {
    pub fn find(cx: &Reader, id: Id) -> Result<Told> {
        cx.one(&format!("{TOLD} where c.id = $1"), args![id])
    }
}

fn must_be_alone(cx: &Reader, claim: Id) -> Result<()> {
    let open = format!("select c.id from {{commitments}} c where c.claim = $1 and {OPEN}");
    match cx.maybe::<Id>(&open, args![claim])? {
        Some(_) => Err(Error::rule(
            "commitment_stands",
            "这个岗位上已经有一条承诺在做，可以改说法。",
            "One promise stands at this post already; it can be worded anew.",
        )),
        None => Ok(()),
    }
}
