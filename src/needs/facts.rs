//! What is known of a need, as plain values: what a form or a sheet brings and what an undo puts back.

use kernel::{Id, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Facts {
    pub what: String,
    /// Estate and building; no door.
    pub place: String,
    /// The building or grid, of the register of places.
    pub building: Option<Id>,
    /// When it is wanted, as it was said.
    pub wanted: String,
    /// How many people it takes.
    pub people: Option<i64>,
    /// `urgent`, `soon` or `ordinary`.
    pub urgency: String,
    /// As they were said, one by one.
    pub skills: Vec<String>,
    /// Who asks, where they said so. Hidden.
    pub from_name: Option<String>,
    /// Hidden.
    pub from_phone: Option<String>,
    /// The way it came: see [`CHANNELS`].
    pub channel: String,
    pub asked_on: String,
    /// Columns that no rule knows, by their heads. Hidden.
    pub extra: BTreeMap<String, String>,
}

/// The most urgent first: code, words, and the words of sheets for it.
pub const URGENCIES: [(&str, &str, &str); 3] = [("urgent", "急", "Urgent"), ("soon", "较急", "Soon"), ("ordinary", "一般", "Ordinary")];

pub const CHANNELS: [(&str, &str, &str); 7] = [
    ("desk", "服务台", "Desk"),
    ("phone", "电话", "Telephone"),
    ("visit", "走访", "Visit"),
    ("request", "民情诉求", "Request"),
    ("community", "社区提出", "The community itself"),
    ("sheet", "表格导入", "Sheet"),
    ("page", "扫码网页", "Public page"),
];

/// The urgency that somebody's word means; none for a word that means none.
pub fn urgency(word: &str) -> Option<&'static str> {
    Some(match word.trim() {
        "急" | "紧急" | "加急" | "特急" | "很急" | "非常急" | "非常紧急" | "十分紧急" | "高" | "是" | "马上" => {
            "urgent"
        }
        "较急" | "比较急" | "较紧急" | "比较紧急" | "中" | "重要" | "尽快" => "soon",
        "一般" | "不急" | "普通" | "低" | "否" | "常规" | "平" | "缓" | "不紧急" => "ordinary",
        _ => return None,
    })
}

pub fn urgency_name(code: &str) -> &str {
    URGENCIES.iter().find(|u| u.0 == code).map_or(code, |u| t(u.1, u.2))
}

pub fn channel_name(code: &str) -> &str {
    CHANNELS.iter().find(|c| c.0 == code).map_or(code, |c| t(c.1, c.2))
}

impl Facts {
    /// The names of the facts in which `other` differs.
    pub fn differences(&self, other: &Facts) -> Vec<&'static str> {
        let pairs = [
            ("what", self.what != other.what),
            ("place", self.place != other.place),
            ("building", self.building != other.building),
            ("wanted", self.wanted != other.wanted),
            ("need_people", self.people != other.people),
            ("urgency", self.urgency != other.urgency),
            ("skills", self.skills != other.skills),
            ("from_name", self.from_name != other.from_name),
            ("phone", self.from_phone != other.from_phone),
            ("channel", self.channel != other.channel),
            ("asked_on", self.asked_on != other.asked_on),
            ("extra", self.extra != other.extra),
        ];
        pairs.into_iter().filter(|p| p.1).map(|p| p.0).collect()
    }
}
