//! The four causes, and none of them.

use kernel::{Error, Result, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    NoWill,
    NoAbility,
    NoChance,
    NoThanks,
    /// Nothing keeps them away.
    Nothing,
}

impl Cause {
    pub const ALL: [Cause; 5] = [Cause::NoWill, Cause::NoAbility, Cause::NoChance, Cause::NoThanks, Cause::Nothing];

    pub fn code(self) -> &'static str {
        match self {
            Cause::NoWill => "no_will",
            Cause::NoAbility => "no_ability",
            Cause::NoChance => "no_chance",
            Cause::NoThanks => "no_thanks",
            Cause::Nothing => "nothing",
        }
    }

    pub fn read(code: &str) -> Result<Cause> {
        let cause = Cause::ALL.into_iter().find(|c| c.code() == code);
        cause.ok_or_else(|| Error::field("cause", "请选一个。", "Choose one."))
    }

    /// As the papers name it.
    pub fn name(self) -> Text {
        match self {
            Cause::NoWill => Text::fixed("不想为", "No will"),
            Cause::NoAbility => Text::fixed("不会为", "No ability"),
            Cause::NoChance => Text::fixed("没机会为", "No chance"),
            Cause::NoThanks => Text::fixed("为了也没人认", "No thanks"),
            Cause::Nothing => Text::fixed("没有什么拦着", "Nothing"),
        }
    }

    /// As a person would say it.
    pub fn words(self) -> Text {
        match self {
            Cause::NoWill => Text::fixed("说实话，不太想参加", "Honestly, I do not feel like it"),
            Cause::NoAbility => Text::fixed("不知道自己能做什么、怎么做", "I do not know what I could do, or how"),
            Cause::NoChance => Text::fixed("时间、地点不合适，或没人叫我", "Time or place do not fit, or nobody asks me"),
            Cause::NoThanks => Text::fixed("做了也没有人知道、没有人说声谢", "What I did nobody saw or thanked for"),
            Cause::Nothing => Text::fixed("没有什么拦着，我常来", "Nothing; I come"),
        }
    }
}
