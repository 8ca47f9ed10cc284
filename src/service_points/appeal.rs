//! Somebody finds their points wrong (申诉): of a turn, or of one that is missing. Points are never typed:
//! what is right about it is mended in the record of service, and the points follow; then it is answered.

use crate::{
    posts::{Person, Post, Tie},
    service::Service,
    study::Via,
};
use kernel::{Error, Id, Noun, Reader, Result, Text, Writer, any_of, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    #[default]
    Open,
    /// The record was mended.
    Corrected,
    /// The record stands, and the reason was told.
    Stands,
}

impl State {
    pub const ANSWERS: [State; 2] = [State::Corrected, State::Stands];

    pub fn code(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Corrected => "corrected",
            State::Stands => "stands",
        }
    }
    pub fn name(self) -> Text {
        match self {
            State::Open => Text::fixed("等答复", "Waits for an answer"),
            State::Corrected => Text::fixed("已更正", "Corrected"),
            State::Stands => Text::fixed("记录不变", "The record stands"),
        }
    }
    pub fn tag(self) -> &'static str {
        match self {
            State::Open => "tag-act",
            State::Corrected => "tag-good",
            State::Stands => "",
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Appeal {
    pub id: Id,
    pub path: String,
    pub org: Id,
    pub post: Id,
    /// The turn; none where one is missing.
    pub service: Option<Id>,
    pub person: Id,
    pub tie: Tie,
    pub name: String,
    pub words: String,
    pub via: Via,
    pub made_at: String,
    pub made_by: String,
    pub state: State,
    pub answer: String,
    pub answered_at: Option<String>,
    pub answered_by: String,
}
impl Noun for Appeal {
    const TABLE: &'static str = "service_appeals";
}

/// About a turn, or about a post where a turn is missing.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Raised {
    pub service: Option<Id>,
    pub post: Option<Id>,
    pub words: String,
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Answered {
    pub state: State,
    pub words: String,
}

impl Appeal {
    /// Of a turn of this person, or of a post that they have or had.
    pub fn raise(cx: &Writer, person: &Person, ids: &[Id], raised: &Raised, via: Via) -> Result<Id> {
        let words = values::clean(&raised.words);
        if words.is_empty() {
            return Err(Error::field("words", "请写哪里不对。", "Say what is wrong."));
        }
        let post = match (raised.service, raised.post) {
            (Some(service), _) => {
                let turn: Service = cx.find(service)?;
                if !ids.contains(&turn.person) {
                    return Err(Error::NotFound);
                }
                cx.find::<Post>(turn.post)?
            }
            (None, Some(post)) => cx.find::<Post>(post)?,
            (None, None) => return Err(Error::field("post", "请选是哪个岗位。", "Choose the post.")),
        };
        let open = "select a.id from {service_appeals} a where a.person = $1 and a.post = $2 and coalesce(a.service, a.post) = $3 and a.state = 'open'";
        if cx.maybe::<Id>(open, args![person.id, post.id, raised.service.unwrap_or(post.id)])?.is_some() {
            return Err(Error::rule("appeal_open", "已经提过，正等着答复。", "You have said so already; it waits for an answer."));
        }
        let id = cx.new_id();
        cx.run(
            "insert into {service_appeals} (id, path, org, post, service, person, tie, name, words, via, made_at, made_by, state, answer, answered_by) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open', '', '')",
            args![
                id,
                &post.path,
                post.org,
                post.id,
                raised.service,
                person.id,
                person.tie.code(),
                &person.name,
                words,
                via.code(),
                cx.now(),
                &cx.actor().name
            ],
        )?;
        cx.note(id, format!("points found wrong, via {}", via.code()));
        Ok(id)
    }

    /// “Corrected” only where the points have changed since; who asks again is answered by somebody else.
    pub fn answer(&self, cx: &Writer, answered: &Answered) -> Result<()> {
        let words = values::clean(&answered.words);
        let me = &cx.actor().name;
        let before = "select a.id from {service_appeals} a where a.person = $1 and a.post = $2 and a.id <> $3 and a.state <> 'open' and a.answered_by = $4 and coalesce(a.service, a.post) = $5";
        match answered.state {
            _ if self.state != State::Open => {
                return Err(Error::rule("appeal_answered", "已经答复过了。", "It was answered already."));
            }
            State::Open => return Err(Error::field("state", "请选怎么答复。", "Choose the answer.")),
            _ if words.is_empty() => return Err(Error::field("words", "请写明理由，本人会看到。", "Say why; they will read it.")),
            State::Corrected if !self.was_mended(cx)? => {
                return Err(Error::rule(
                    "appeal_nothing_changed",
                    "服务记录还没有更正：请先确认、撤回或补记，积分会自己跟着变，再来答复。",
                    "The record of service has not changed yet: confirm, take back or enter the turn first; the points follow.",
                ));
            }
            _ if cx.maybe::<Id>(before, args![self.person, self.post, self.id, me, self.service.unwrap_or(self.post)])?.is_some() => {
                return Err(Error::rule(
                    "appeal_other_person",
                    "这件事您答复过一次，本人又提了：请换一位同事或街道来答复。",
                    "You have answered this once and they ask again: somebody else answers now.",
                ));
            }
            _ => {}
        }
        cx.run_one(
            "update {service_appeals} set state = $1, answer = $2, answered_at = $3, answered_by = $4 where id = $5",
            args![answered.state.code(), words, cx.now(), me, self.id],
        )?;
        cx.note(self.id, format!("appeal {}", answered.state.code()));
        Ok(())
    }

    fn was_mended(&self, cx: &Reader) -> Result<bool> {
        let since = "select p.id from {service_points} p where p.person = $1 and p.made_at >= $2 and p.reason not in ('exchanged', 'returned') limit 1";
        Ok(cx.maybe::<Id>(since, args![self.person, &self.made_at])?.is_some())
    }

    /// Those that wait, the oldest first, then the newest answers; at most so many.
    pub fn list(cx: &Reader, most: i64) -> Result<Vec<Appeal>> {
        let order = "case a.state when 'open' then 0 else 1 end, case a.state when 'open' then a.made_at end, a.answered_at desc, a.id";
        cx.all(&format!("select a.* from {{service_appeals}} a order by {order} limit $1"), args![most])
    }

    pub fn of_person(cx: &Reader, ids: &[Id]) -> Result<Vec<Appeal>> {
        let (theirs, values) = any_of(ids.iter().copied(), 1);
        cx.all(
            &format!("select a.* from {{service_appeals}} a where a.person in ({theirs}) order by a.made_at desc, a.id limit 100"),
            &values,
        )
    }
}
