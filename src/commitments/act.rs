//! What became of a commitment: each step appended, with who wrote it down and how the person said it.

use super::{Commitment, Shown};
use crate::study::Via;
use kernel::{Id, Reader, Result, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Did {
    Made,
    /// The reason holds the words before.
    Reworded,
    Kept,
    NotYet,
    Released,
    /// The reason is the code of how.
    Shown,
}

impl Did {
    pub fn code(self) -> &'static str {
        match self {
            Did::Made => "made",
            Did::Reworded => "reworded",
            Did::Kept => "kept",
            Did::NotYet => "not_yet",
            Did::Released => "released",
            Did::Shown => "shown",
        }
    }
    pub fn name(self) -> Text {
        match self {
            Did::Made => Text::fixed("作出承诺", "Promised"),
            Did::Reworded => Text::fixed("改了说法，原来是", "Worded anew; before"),
            Did::Kept => Text::fixed("做到了", "Kept"),
            Did::NotYet => Text::fixed("还没做到", "Not yet"),
            Did::Released => Text::fixed("解除", "Released"),
            Did::Shown => Text::fixed("公开方式", "How it is public"),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Act {
    pub occurred_on: String,
    pub act: Did,
    /// How the person said it; none where the organisation did it, or it followed by itself.
    pub via: Option<Via>,
    pub reason: String,
    pub made_by: String,
}

impl Act {
    /// The newest first.
    pub fn of(cx: &Reader, commitment: Id) -> Result<Vec<Act>> {
        cx.all(
            "select a.occurred_on, a.act, a.via, a.reason, a.made_by from {commitment_acts} a where a.commitment = $1 order by a.occurred_on desc, a.id desc",
            args![commitment],
        )
    }

    pub fn record(cx: &Writer, of: &Commitment, act: Did, via: Option<Via>, reason: &str) -> Result<()> {
        cx.run(
            "insert into {commitment_acts} (occurred_on, id, commitment, path, act, via, reason, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![cx.today(), cx.new_id(), of.id, &of.path, act.code(), via.map(Via::code), reason, &cx.actor().name],
        )?;
        Ok(())
    }

    pub fn words(&self) -> String {
        match Shown::ALL.iter().find(|s| self.act == Did::Shown && s.code() == self.reason) {
            Some(shown) => shown.name().here().to_owned(),
            None => self.reason.clone(),
        }
    }
}
