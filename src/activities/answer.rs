//! A member's word on an activity: I come; I cannot, come to me; I cannot.

use super::Activity;
use crate::people::Member;
use kernel::{Error, Id, Reader, Result, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Come,
    /// Cannot come; somebody brings the study home.
    Visit,
    /// Cannot come; studies at the point near home.
    Nearby,
    /// Cannot come; studies the materials and answers, or talks about them.
    Online,
    Cannot,
}

impl Answer {
    pub const ALL: [Answer; 5] = [Answer::Come, Answer::Visit, Answer::Nearby, Answer::Online, Answer::Cannot];
    pub fn code(self) -> &'static str {
        match self {
            Answer::Come => "come",
            Answer::Visit => "visit",
            Answer::Nearby => "nearby",
            Answer::Online => "online",
            Answer::Cannot => "cannot",
        }
    }
    pub fn name(self) -> Text {
        match self {
            Answer::Come => Text::fixed("参加", "Comes"),
            Answer::Visit => Text::fixed("请上门", "Come to me"),
            Answer::Nearby => Text::fixed("就近学", "Studies nearby"),
            Answer::Online => Text::fixed("网络学", "Studies online"),
            Answer::Cannot => Text::fixed("来不了", "Cannot"),
        }
    }

    /// The later word holds. `via` is account, telephone, link, slip, desk or door.
    pub fn give(self, cx: &Writer, activity: &Activity, member: Id, via: &str) -> Result<()> {
        self.give_for(cx, activity, member, via, "")
    }

    /// As `give`, where somebody else spoke for the member: `said_by` is who.
    pub fn give_for(self, cx: &Writer, activity: &Activity, member: Id, via: &str, said_by: &str) -> Result<()> {
        activity.must_be_open()?;
        if activity.day < cx.today() {
            return Err(Error::rule("activity_past", "活动已经过去了。", "It is over already."));
        }
        let member: Member = cx.find(member)?;
        cx.run(
            "insert into {answers} (activity, member, path, answer, via, said_by, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8) \
             on conflict (activity, member) do update set answer = excluded.answer, via = excluded.via, said_by = excluded.said_by, made_at = excluded.made_at, made_by = excluded.made_by",
            args![activity.id, member.id, &member.path, self.code(), via, said_by.trim(), cx.now(), &cx.actor().name],
        )?;
        cx.note(activity.id, format!("answer {}", self.code()));
        Ok(())
    }

    pub fn of(cx: &Reader, activity: Id, member: Id) -> Result<Option<Answer>> {
        cx.maybe("select a.answer from {answers} a where a.activity = $1 and a.member = $2", args![activity, member])
    }
}
