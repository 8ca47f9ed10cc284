//! In which way a person said what somebody writes down for them. All count the same.

use crate::{notices::Hand, people};
use kernel::{Error, Result, Text, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// They stand at the desk.
    Desk,
    Call,
    Paper,
}

impl How {
    pub const ALL: [How; 3] = [How::Desk, How::Call, How::Paper];

    pub fn code(self) -> &'static str {
        match self {
            How::Desk => "desk",
            How::Call => "call",
            How::Paper => "paper",
        }
    }
    pub fn read(code: &str) -> Result<How> {
        let how = How::ALL.into_iter().find(|h| h.code() == code);
        how.ok_or_else(|| Error::field("how", "请选择当面、电话或纸面。", "Choose at the desk, by call or on paper."))
    }
    pub fn name(self) -> Text {
        match self {
            How::Desk => Text::fixed("当面说的", "At the desk"),
            How::Call => Text::fixed("打电话说的", "By call"),
            How::Paper => Text::fixed("纸上写的", "On paper"),
        }
    }
    /// As it stands beside an answer.
    pub fn via(self) -> &'static str {
        match self {
            How::Desk => "desk",
            How::Call => "telephone",
            How::Paper => "paper",
        }
    }
    /// By which hand a notice reached them with it.
    pub fn hand(self) -> Hand {
        match self {
            How::Desk => Hand::Desk,
            How::Call => Hand::Call,
            How::Paper => Hand::Slip,
        }
    }
    /// As a field of the card is confirmed.
    pub fn confirms(self) -> people::How {
        match self {
            How::Call => people::How::Call,
            How::Desk | How::Paper => people::How::Desk,
        }
    }
}

/// What `via` says beside an answer, in words.
pub fn via_name(via: &str) -> &'static str {
    match via {
        "desk" => t("当面", "at the desk"),
        "telephone" => t("电话", "by call"),
        "paper" => t("纸面", "on paper"),
        _ => t("本人手机", "on their phone"),
    }
}
