//! What a member wishes from now on. The last word holds; who wrote it down and who said it stays.

use crate::{people::Member, rulebook::Study};
use kernel::{Id, Reader, Result, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// By which way somebody said it; all count the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    Account,
    #[default]
    Telephone,
    Desk,
    Door,
    Link,
    Paper,
}

impl Via {
    /// What somebody chooses who writes it down for the member.
    pub const BY_OTHERS: [Via; 4] = [Via::Telephone, Via::Desk, Via::Door, Via::Paper];
    pub fn named(code: &str) -> Option<Via> {
        [Via::Account, Via::Telephone, Via::Desk, Via::Door, Via::Link, Via::Paper].into_iter().find(|v| v.code() == code)
    }
    pub fn code(self) -> &'static str {
        match self {
            Via::Account => "account",
            Via::Telephone => "telephone",
            Via::Desk => "desk",
            Via::Door => "door",
            Via::Link => "link",
            Via::Paper => "paper",
        }
    }
    pub fn name(self) -> Text {
        match self {
            Via::Account => Text::fixed("本人在手机上", "On their phone"),
            Via::Telephone => Text::fixed("电话里说的", "By telephone"),
            Via::Desk => Text::fixed("在服务台说的", "At the desk"),
            Via::Door => Text::fixed("上门时说的", "At the door"),
            Via::Link => Text::fixed("扫码或点链接", "By a link"),
            Via::Paper => Text::fixed("写在纸上", "On paper"),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct StudyWish {
    pub member: Id,
    /// Empty where the wish was taken back.
    pub mode: String,
    pub via: Via,
    pub said_by: String,
    pub made_at: String,
    pub made_by: String,
}

impl StudyWish {
    /// Every way of studying, as its code.
    pub fn code(mode: Study) -> &'static str {
        match mode {
            Study::InRoom => "in_room",
            Study::Nearby => "nearby",
            Study::Home => "home",
            Study::Online => "online",
        }
    }

    pub fn study(&self) -> Option<Study> {
        super::pages::MODES.into_iter().find(|m| StudyWish::code(*m) == self.mode)
    }

    /// `None` takes back what was wished before.
    pub fn say(cx: &Writer, member: &Member, mode: Option<Study>, via: Via, said_by: &str) -> Result<()> {
        let code = mode.map_or("", StudyWish::code);
        cx.run(
            "insert into {study_wishes} (id, member, path, mode, via, said_by, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![cx.new_id(), member.id, &member.path, code, via.code(), said_by.trim(), cx.now(), &cx.actor().name],
        )?;
        cx.note(member.id, format!("study wish {code} via {}", via.code()));
        Ok(())
    }

    /// What a member said of it, the newest first.
    pub fn of_member(cx: &Reader, member: Id) -> Result<Vec<StudyWish>> {
        let sql = "select w.member, w.mode, w.via, w.said_by, w.made_at, w.made_by from {study_wishes} w where w.member = $1 order by w.made_at desc, w.id desc limit 10";
        cx.all(sql, args![member])
    }

    /// The wishes in force of all that the caller may see.
    pub fn in_force(cx: &Reader) -> Result<HashMap<Id, StudyWish>> {
        let sql = "select w.member, w.mode, w.via, w.said_by, w.made_at, w.made_by from {study_wishes} w order by w.made_at, w.id";
        let mut last: HashMap<Id, StudyWish> = cx.all::<StudyWish>(sql, args![])?.into_iter().map(|w| (w.member, w)).collect();
        last.retain(|_, w| !w.mode.is_empty());
        Ok(last)
    }
}
