//! What became of somebody's reporting in: who said it, when and why. The newest says the state.
//! Taking somebody in is the community's word; "not ours" is one too, and says where else to go.

use super::ReportIn;
use crate::{
    accounts::{Account, Invitation},
    posts::Claim,
};
use kernel::{Error, Id, Reader, Result, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Reported,
    Accepted,
    /// The reason says why, and where else to go.
    Returned,
    Left,
}

impl State {
    pub const ALL: [State; 4] = [State::Reported, State::Accepted, State::Returned, State::Left];

    pub fn code(self) -> &'static str {
        match self {
            State::Reported => "reported",
            State::Accepted => "accepted",
            State::Returned => "returned",
            State::Left => "left",
        }
    }
    pub fn name(self) -> Text {
        match self {
            State::Reported => Text::fixed("待接收", "Reported"),
            State::Accepted => Text::fixed("已接收", "Accepted"),
            State::Returned => Text::fixed("已退回", "Returned"),
            State::Left => Text::fixed("已离开", "Left"),
        }
    }
    /// The class of its tag.
    pub fn tag(self) -> &'static str {
        match self {
            State::Reported => "tag-act",
            State::Accepted => "tag-good",
            State::Returned | State::Left => "",
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Act {
    pub occurred_on: String,
    /// A state; `kept`: the person brought their own words up to date; `named` or `unnamed`: whether their
    /// unit reads by name what they did.
    pub act: String,
    pub reason: String,
    pub made_by: String,
}

impl Act {
    /// The newest first.
    pub fn of(cx: &Reader, who: Id) -> Result<Vec<Act>> {
        cx.all(
            "select occurred_on, act, reason, made_by from {report_in_acts} a where a.report_in = $1 order by a.occurred_on desc, a.id desc",
            args![who],
        )
    }

    pub fn record(cx: &Writer, who: Id, path: &str, act: &str, reason: &str, by: &str) -> Result<()> {
        cx.run(
            "insert into {report_in_acts} (occurred_on, id, report_in, path, act, reason, made_by) values ($1, $2, $3, $4, $5, $6, $7)",
            args![cx.today(), cx.new_id(), who, path, act, reason, by],
        )?;
        Ok(())
    }

    pub fn name(&self) -> String {
        match State::ALL.iter().find(|s| s.code() == self.act) {
            Some(State::Reported) => kernel::t("报到", "Reported in").into(),
            Some(state) => state.name().here().into(),
            None => match self.act.as_str() {
                "named" => kernel::t("同意单位看到姓名", "Agreed to be named to the unit").into(),
                "unnamed" => kernel::t("不让单位看到姓名", "Not named to the unit").into(),
                _ => kernel::t("本人更新", "Brought up to date").into(),
            },
        }
    }
}

impl ReportIn {
    /// The community takes them in. Who was returned or left may be taken in after all.
    pub fn accept(&self, cx: &Writer) -> Result<()> {
        if self.state == State::Accepted {
            return Err(Error::rule("accepted_already", "已经接收过了。", "They are accepted already."));
        }
        self.turn(cx, State::Accepted, "")
    }

    /// Not ours: why, and where else to go. Their account here ends with it.
    pub fn send_back(&self, cx: &Writer, reason: &str) -> Result<()> {
        if matches!(self.state, State::Returned | State::Left) {
            return Err(Error::rule("not_here", "已经不在这里报到了。", "They have not reported in here any more."));
        }
        if reason.trim().is_empty() {
            return Err(Error::field("reason", "请写明为什么退回、可以去哪里报到。", "Say why, and where else they can report in."));
        }
        self.turn(cx, State::Returned, reason.trim())?;
        Claim::end_of(cx, self.id, State::Returned.name().here())?;
        self.end_accounts(cx)
    }

    /// They moved, left the unit, or wish to serve here no longer.
    pub fn leave(&self, cx: &Writer, reason: &str) -> Result<()> {
        if self.state == State::Left {
            return Err(Error::rule("left_already", "已经记为离开。", "They are recorded as having left."));
        }
        self.turn(cx, State::Left, reason.trim())?;
        Claim::end_of(cx, self.id, State::Left.name().here())
    }

    pub fn end_accounts(&self, cx: &Writer) -> Result<()> {
        Invitation::take_back(cx, self.id, &self.name)?;
        Account::of_person(cx, self.id)?.iter().try_for_each(|account| account.end(cx))
    }

    fn turn(&self, cx: &Writer, state: State, reason: &str) -> Result<()> {
        Act::record(cx, self.id, &self.path, state.code(), reason, &cx.actor().name)?;
        cx.note(self.id, format!("report-in {}", state.code()));
        if matches!(state, State::Returned | State::Left) {
            self.forget_naming(cx)?;
        }
        cx.run_one(
            "update {report_ins} set state = $1, last_import = null, changed_at = $2 where id = $3",
            args![state.code(), cx.now(), self.id],
        )
    }
}
