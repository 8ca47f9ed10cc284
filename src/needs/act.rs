//! What was done about a need: who, when and why. The newest says the need's state.

use super::{Need, RiskSaid, risk::Risk};
use crate::posts::Post;
use kernel::{Error, Id, Reader, Result, Writer, args, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Act {
    pub occurred_on: String,
    /// asked, open, edited, or how it ended.
    pub act: String,
    pub reason: String,
    pub made_by: String,
}

/// How a need ends. Each is an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum End {
    Met,
    /// Not ours to do; the reason says whose it is.
    NotOurs,
    Withdrawn,
    Twice,
}

impl End {
    pub const ALL: [End; 4] = [End::Met, End::NotOurs, End::Withdrawn, End::Twice];

    pub fn code(self) -> &'static str {
        match self {
            End::Met => "met",
            End::NotOurs => "not_ours",
            End::Withdrawn => "withdrawn",
            End::Twice => "twice",
        }
    }
}

/// What a state or an act is called.
pub fn state_name(code: &str) -> &str {
    match code {
        "asked" => t("待审核", "To be reviewed"),
        "open" => t("已开放", "Open"),
        "edited" => t("修改", "Changed"),
        "met" => t("已解决", "Met"),
        "not_ours" => t("不属于我们", "Not ours"),
        "withdrawn" => t("本人撤回", "Withdrawn"),
        "closed" => t("办结", "Closed"),
        "twice" => t("重复登记", "Entered twice"),
        other => other,
    }
}

/// The class of a state's tag.
pub fn state_tag(code: &str) -> &'static str {
    match code {
        "asked" => "tag-act",
        "open" => "tag-watch",
        "met" => "tag-good",
        _ => "",
    }
}

impl Act {
    /// Whoever asked without an account has no name here.
    pub fn by(&self) -> &str {
        if self.made_by == "visitor" { t("居民", "A resident") } else { &self.made_by }
    }

    /// The newest first.
    pub fn of(cx: &Reader, need: Id) -> Result<Vec<Act>> {
        cx.all(
            "select occurred_on, act, reason, made_by from {need_acts} a where a.need = $1 order by a.occurred_on desc, a.id desc",
            args![need],
        )
    }

    pub fn record(cx: &Writer, need: Id, path: &str, act: &str, reason: &str) -> Result<()> {
        cx.run(
            "insert into {need_acts} (occurred_on, id, need, path, act, reason, made_by) values ($1, $2, $3, $4, $5, $6, $7)",
            args![cx.today(), cx.new_id(), need, path, act, reason, &cx.actor().name],
        )?;
        Ok(())
    }
}

impl Need {
    pub fn is_closed(&self) -> bool {
        End::ALL.iter().any(|end| end.code() == self.state)
    }

    /// Reviewed: those who can help may see it, and what the risks are. A need that ended can be opened again.
    pub fn open(&self, cx: &Writer, said: &RiskSaid) -> Result<()> {
        if self.state == "open" {
            return Err(Error::rule("need_open", "这条需求已经开放。", "This need is open already."));
        }
        let risk = said.onto(&self.risk)?;
        risk.must_be_told(cx)?;
        self.keep_risk(cx, &risk)?;
        self.turn(cx, "open", "")?;
        Post::of_need(cx, &cx.find(self.id)?)
    }

    /// Several that were reviewed together, with one word on what to look out for: how many are open now,
    /// and how many are left because they are open, or dangerous and not insured.
    pub fn open_all(cx: &Writer, needs: &[Id], risk: &str) -> Result<(usize, usize)> {
        let (told, own) = (RiskSaid { told: risk.to_owned(), ..RiskSaid::default() }, RiskSaid::default());
        told.onto(&Risk::default())?.must_be_told(cx)?;
        let mut opened = 0;
        for id in needs {
            let need: Need = cx.find(*id)?;
            // What was said of a need already stands.
            let said = if need.risk.told.is_empty() { &told } else { &own };
            if need.state == "asked" && said.onto(&need.risk)?.must_be_told(cx).is_ok() {
                need.open(cx, said)?;
                opened += 1;
            }
        }
        Ok((opened, needs.len() - opened))
    }

    /// It is the same as another, which stays: whoever asked for this one is told what becomes of that.
    pub fn be_twin(&self, cx: &Writer, other: &Need) -> Result<()> {
        if other.id == self.id || other.twin.is_some() || other.org != self.org {
            return Err(Error::rule("no_twin", "不能和这一条合并。", "It cannot be the same as this one."));
        }
        self.close(cx, End::Twice, &say!("与{}提出的“{}”是同一件", "the same as “{1}”, asked on {0}", other.asked_on, other.what))?;
        cx.run("update {needs} set twin = $1 where id = $2 or twin = $2", args![other.id, self.id])?;
        cx.note(self.id, format!("the same as {}", other.id));
        Ok(())
    }

    /// Those that turned out to be this one.
    pub fn twins(&self, cx: &Reader) -> Result<Vec<Need>> {
        cx.all("select * from {needs} n where n.twin = $1 order by n.asked_on, n.id", args![self.id])
    }

    /// Answered, with a reason that whoever asked can be told.
    pub fn close(&self, cx: &Writer, end: End, reason: &str) -> Result<()> {
        if self.is_closed() {
            return Err(Error::rule("need_closed", "这条需求已经办结。", "This need is closed already."));
        }
        if reason.trim().is_empty() {
            return Err(Error::field(
                "reason",
                "请写明结果或理由，要能答复提出的人。",
                "Say what came of it or why not; whoever asked is told.",
            ));
        }
        self.turn(cx, end.code(), reason.trim())?;
        Post::follow(cx, &cx.find(self.id)?)
    }

    fn turn(&self, cx: &Writer, state: &str, reason: &str) -> Result<()> {
        Act::record(cx, self.id, &self.path, state, reason)?;
        cx.note(self.id, format!("need {state}"));
        cx.run_one(
            "update {needs} set state = $1, twin = null, last_import = null, changed_at = $2 where id = $3",
            args![state, cx.now(), self.id],
        )
    }
}
