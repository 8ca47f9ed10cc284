//! What stands in a letter. While it is a draft it follows from the facts; once sent it is kept as it was.

use super::Served;
use jiff::civil::Date;
use kernel::{say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Content {
    pub served: Served,
    pub open_days: Vec<Opened>,
    /// The unit's agreement ends on this day, and none follows.
    #[schemars(with = "Option<String>")]
    pub agreement_ends: Option<Date>,
    /// What is published of the next month.
    pub plan: Vec<Planned>,
    /// People from whom a sum is told.
    pub least: i64,
}

/// An open day that the unit gave.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Opened {
    #[schemars(with = "String")]
    pub day: Date,
    pub venue: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Planned {
    pub title: String,
    #[schemars(with = "String")]
    pub day: Date,
    pub starts: String,
    pub place: String,
}

impl Content {
    /// There is something to say besides the plan.
    pub fn is_ready(&self) -> bool {
        !self.served.is_empty() || !self.open_days.is_empty() || self.agreement_ends.is_some()
    }

    /// What it says, in a few words each.
    pub fn brief(&self) -> Vec<String> {
        let served = &self.served;
        let mut brief = vec![];
        if !served.named.is_empty() {
            brief.push(say!("{} 人具名", "{} named", served.named.len()));
        }
        if served.others_people > 0 {
            let turns: i64 = served.others.iter().map(|o| o.turns).sum();
            brief.push(say!("另 {} 人 {turns} 次", "{} others, {turns} turns", served.others_people));
        } else if served.and_more {
            brief.push(t("另有党员参加", "others took part").into());
        }
        if served.needs > 0 {
            brief.push(say!("需求 {} 件", "{} needs", served.needs));
        }
        if !self.open_days.is_empty() {
            brief.push(say!("开放日 {} 次", "{} open days", self.open_days.len()));
        }
        if let Some(ends) = self.agreement_ends {
            brief.push(say!("协议 {ends} 到期", "agreement ends {ends}"));
        }
        brief.push(match self.plan.len() {
            0 => t("下月计划未发布", "next month not published").into(),
            n => say!("下月计划 {n} 项", "{n} planned next month"),
        });
        brief
    }
}

/// What stands below each letter about names and sums.
pub fn rule_words(least: i64) -> String {
    say!(
        "姓名只写本人同意的；没有同意的只写合计，做同一类服务的满 {least} 人才写。",
        "Named is who agreed to it; of the others there are sums only, each of {least} people or more."
    )
}
