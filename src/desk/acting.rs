//! Acting for somebody: who, for whom, how they said it, and until when.

use super::How;
use crate::{
    people::Member,
    rulebook::{self, keys},
};
use kernel::{Error, Id, Noun, Reader, Result, Writer, args, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Acting {
    pub id: Id,
    pub member: Id,
    pub path: String,
    pub account: Id,
    /// Who acts.
    pub name: String,
    pub how: How,
    pub begun_at: String,
    pub until: String,
    pub ended_at: Option<String>,
}
impl Noun for Acting {
    const TABLE: &'static str = "actings";
}

/// One thing that was done for a member.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Done {
    pub what: String,
    pub how: How,
    pub made_at: String,
    pub made_by: String,
}

impl Acting {
    pub fn begin(cx: &Writer, member: &Member, how: How) -> Result<Id> {
        let account = cx.actor().account.ok_or(Error::SignIn)?;
        let id = cx.new_id();
        cx.run(
            "insert into {actings} (id, member, path, account, name, how, begun_at, until) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![id, member.id, &member.path, account, &cx.actor().name, how.code(), cx.now(), until(cx)?],
        )?;
        cx.note(member.id, format!("acting for {} begins, {}", member.name, how.code()));
        Ok(id)
    }

    /// The caller's own; another's does not exist for them.
    pub fn of_mine(cx: &Reader, id: Id) -> Result<Acting> {
        let acting: Acting = cx.find(id)?;
        if cx.actor().account == Some(acting.account) { Ok(acting) } else { Err(Error::NotFound) }
    }

    /// The same while it lasts, with whom it is for.
    pub fn going_on(cx: &Reader, id: Id) -> Result<(Acting, Member)> {
        let acting = Acting::of_mine(cx, id)?;
        if acting.is_over(&cx.now()) {
            return Err(Error::rule(
                "acting_over",
                "代办已经结束，请从党员的卡片重新开始。",
                "Acting has ended. Begin anew from the member's card.",
            ));
        }
        let member = cx.find(acting.member)?;
        Ok((acting, member))
    }

    pub fn is_over(&self, now: &str) -> bool {
        self.ended_at.is_some() || self.until.as_str() < now
    }

    /// Keeps what was done for the member to read, names both in the audit log, and moves the end.
    pub fn done(&self, cx: &Writer, member: &Member, what: &str) -> Result<()> {
        cx.run(
            "insert into {acts_for} (id, member, path, acting, what, how, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![cx.new_id(), member.id, &member.path, self.id, what, self.how.code(), cx.now(), &cx.actor().name],
        )?;
        cx.run_one("update {actings} set until = $1 where id = $2", args![until(cx)?, self.id])?;
        cx.note(member.id, format!("{} for {}, {}: {what}", cx.actor().name, member.name, self.how.code()));
        Ok(())
    }

    pub fn end(&self, cx: &Writer) -> Result<()> {
        cx.run("update {actings} set ended_at = $1 where id = $2 and ended_at is null", args![cx.now(), self.id])?;
        cx.note(self.member, "acting ends");
        Ok(())
    }

    /// The time of day at which it ends by itself.
    pub fn ends_at(&self) -> &str {
        self.until.get(11..16).unwrap_or_default()
    }
}

impl Done {
    /// The newest first.
    pub fn of_member(cx: &Reader, member: Id) -> Result<Vec<Done>> {
        cx.all(
            "select a.what, a.how, a.made_at, a.made_by from {acts_for} a where a.member = $1 order by a.made_at desc, a.id desc limit 50",
            args![member],
        )
    }
    /// What was done in one acting, in its order.
    pub fn in_acting(cx: &Reader, acting: Id) -> Result<Vec<Done>> {
        cx.all("select a.what, a.how, a.made_at, a.made_by from {acts_for} a where a.acting = $1 order by a.made_at, a.id", args![acting])
    }
    pub fn words(&self) -> String {
        let (day, how) = (crate::ui::day_of(&self.made_at), self.how.name());
        say!("{} 于{day}替您办的（{how}）", "done for you by {} on {day} ({how})", self.made_by)
    }
}

fn until(cx: &Reader) -> Result<String> {
    cx.house().clock.after(rulebook::book(cx)?.at(cx.today()).get(keys::ACTING_LENGTH))
}
