//! What a member of the ledger can do for others and when they are free, as they said (Volunteer Service
//! Regulations 2017, article 7: skills, times and how to reach them, true and complete). Saying
//! nothing is all right; only who said something is thought of when posts are matched.

use crate::{
    people::Member,
    skills::{Skills, free, joined, parted},
    study::Via,
};
use kernel::{Id, Reader, Result, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values;

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Ability {
    pub skills_said: String,
    /// By the names of the list, between `、`.
    pub skills: String,
    pub available: String,
    /// The slots that this means, between `、`.
    pub free: String,
    pub post_wish: String,
    pub via: Via,
    pub said_at: String,
    pub made_by: String,
}

/// What is typed. All of it may be left out: then the member is not thought of any more.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Said {
    /// Separated by commas or blanks.
    pub skills: String,
    pub available: String,
    pub post_wish: String,
    pub via: Via,
}

impl Ability {
    pub fn of(cx: &Reader, member: Id) -> Result<Option<Ability>> {
        cx.maybe(
            "select a.skills_said, a.skills, a.available, a.free, a.post_wish, a.via, a.said_at, a.made_by from {abilities} a where a.member = $1",
            args![member],
        )
    }

    pub fn say(cx: &Writer, member: &Member, said: &Said, via: Via) -> Result<()> {
        let words = parted(&said.skills);
        let [available, wish] = [&said.available, &said.post_wish].map(|text| values::clean(text));
        cx.note(member.id, format!("ability said via {}", via.code()));
        if words.is_empty() && available.is_empty() && wish.is_empty() {
            cx.run("delete from {abilities} where member = $1", args![member.id])?;
            return Ok(());
        }
        cx.run(
            "insert into {abilities} (id, member, path, skills_said, skills, available, free, post_wish, via, said_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
             on conflict (member) do update set path = excluded.path, skills_said = excluded.skills_said, skills = excluded.skills, available = excluded.available, \
             free = excluded.free, post_wish = excluded.post_wish, via = excluded.via, said_at = excluded.said_at, made_by = excluded.made_by",
            args![
                cx.new_id(),
                member.id,
                &member.path,
                joined(&words),
                joined(&Skills::of(cx)?.sorted(&words)),
                available,
                joined(&free(available)),
                wish,
                via.code(),
                cx.now(),
                &cx.actor().name
            ],
        )?;
        Ok(())
    }
}
