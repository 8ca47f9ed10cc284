//! What became of a turn of service: each step appended, with who and how.

use kernel::{Id, Reader, Result, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    SignedUp,
    /// They said they did it; nobody has confirmed it yet.
    Done,
    Confirmed,
    Refused,
    Cancelled,
    /// Confirmed once, and taken back.
    Withdrawn,
}

impl State {
    pub const ALL: [State; 6] = [State::SignedUp, State::Done, State::Confirmed, State::Refused, State::Cancelled, State::Withdrawn];

    pub fn code(self) -> &'static str {
        match self {
            State::SignedUp => "signed_up",
            State::Done => "done",
            State::Confirmed => "confirmed",
            State::Refused => "refused",
            State::Cancelled => "cancelled",
            State::Withdrawn => "withdrawn",
        }
    }
    pub fn name(self) -> Text {
        match self {
            State::SignedUp => Text::fixed("已报名", "Signed up"),
            State::Done => Text::fixed("等确认", "To be confirmed"),
            State::Confirmed => Text::fixed("已确认", "Confirmed"),
            State::Refused => Text::fixed("没有确认", "Not confirmed"),
            State::Cancelled => Text::fixed("没去成", "Did not take place"),
            State::Withdrawn => Text::fixed("已更正撤回", "Taken back"),
        }
    }
    pub fn tag(self) -> &'static str {
        match self {
            State::Confirmed => "tag-good",
            State::Done => "tag-act",
            State::SignedUp => "tag-watch",
            _ => "",
        }
    }
}

/// Who says so. All count the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The person themselves, on their phone.
    Own,
    /// Whoever was served, by the code of a card.
    Served,
    /// The worker, who was there or asked.
    #[default]
    Worker,
    /// A record card that was handed in.
    Paper,
    Telephone,
}

impl How {
    /// What a worker chooses.
    pub const BY_WORKER: [How; 3] = [How::Worker, How::Paper, How::Telephone];

    pub fn code(self) -> &'static str {
        match self {
            How::Own => "own",
            How::Served => "served",
            How::Worker => "worker",
            How::Paper => "paper",
            How::Telephone => "telephone",
        }
    }
    pub fn name(self) -> Text {
        match self {
            How::Own => Text::fixed("本人报的", "Said themselves"),
            How::Served => Text::fixed("被服务的人确认", "By whoever was served"),
            How::Worker => Text::fixed("工作人员在场", "The worker was there"),
            How::Paper => Text::fixed("纸质记录卡", "From a record card"),
            How::Telephone => Text::fixed("打电话问的", "Asked by telephone"),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Act {
    pub occurred_on: String,
    pub act: State,
    pub minutes: i64,
    pub how: How,
    pub reason: String,
    pub made_by: String,
}

impl Act {
    /// The newest first.
    pub fn of(cx: &Reader, service: Id) -> Result<Vec<Act>> {
        cx.all(
            "select a.occurred_on, a.act, a.minutes, a.how, a.reason, a.made_by from {service_acts} a where a.service = $1 order by a.occurred_on desc, a.id desc",
            args![service],
        )
    }

    pub fn record(cx: &Writer, service: Id, path: &str, act: State, minutes: i64, how: How, reason: &str) -> Result<()> {
        cx.run(
            "insert into {service_acts} (occurred_on, id, service, path, act, minutes, how, reason, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            args![cx.today(), cx.new_id(), service, path, act.code(), minutes, how.code(), reason, &cx.actor().name],
        )?;
        Ok(())
    }
}
