//! A need: what it takes, what was done about it, and needs of the same words at the same place.

use super::form::mask_name;
use crate::{
    needs::{Act, Edit, End, Need, View},
    orgs::Org,
    people::{Reveal, mask_phone},
    skills::{Skills, Told, listed},
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reader, Reply, Result, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "needs/show.html")]
pub struct ShowNeed {
    pub need: Need,
    pub organisation: Org,
    pub skills: Vec<Told>,
    pub free: Vec<String>,
    /// Hidden facts, masked unless asked for with a reason.
    pub from_name: String,
    pub phone: String,
    pub extra: String,
    /// Which hidden fact is shown in full.
    pub shown: String,
    pub story: Vec<Act>,
    pub alike: Vec<Need>,
    #[serde(skip)]
    may_edit: bool,
    #[serde(skip)]
    may_reveal: bool,
}
impl Page for ShowNeed {
    fn title(&self) -> String {
        self.need.what.clone()
    }
}

impl ShowNeed {
    fn of(cx: &Reader, need: Need, shown: &str) -> Result<ShowNeed> {
        let (facts, known) = (need.facts(cx)?, Skills::of(cx)?);
        let show = |field: &str, text: Option<String>, mask: fn(&str) -> String| {
            text.map_or_else(String::new, |t| if shown == field { t } else { mask(&t) })
        };
        let extra = match shown {
            "extra" => facts.extra.iter().map(|(head, text)| format!("{head}：{text}")).collect::<Vec<_>>().join("；"),
            _ if facts.extra.is_empty() => String::new(),
            _ => format!("{}：****", facts.extra.keys().cloned().collect::<Vec<_>>().join("、")),
        };
        let mut alike = Need::alike(cx, &need.what, &need.place)?;
        alike.retain(|other| other.id != need.id);
        Ok(ShowNeed {
            organisation: cx.find(need.org)?,
            skills: known.told(&need.skills),
            free: listed(&need.free),
            from_name: show("from_name", facts.from_name, mask_name),
            phone: show("phone", facts.from_phone, mask_phone),
            story: Act::of(cx, need.id)?,
            may_edit: cx.may("needs.edit"),
            may_reveal: cx.may("people.reveal"),
            shown: shown.into(),
            extra,
            alike,
            need,
        })
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ShowNeed>> {
    Reply::show(ShowNeed::of(cx, cx.find(id)?, "")?)
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Asking {
    /// `from_name`, `phone` or `extra`.
    pub field: String,
    /// What it is for; the audit log keeps it.
    #[serde(default)]
    pub reason: String,
}

pub fn reveal(cx: &Cx<Reveal>, Path(id): Path<Id>, Input(asked): Input<Asking>) -> Result<Reply<ShowNeed>> {
    let need: Need = cx.find(id)?;
    if asked.reason.trim().is_empty() {
        return Err(Error::field("reason", "请说明用途。", "Say what it is for."));
    }
    if !["from_name", "phone", "extra"].contains(&asked.field.as_str()) {
        return Err(Error::field("field", "没有这一项隐藏的信息。", "There is no such hidden fact."));
    }
    cx.note_reason(id, format!("showed {} of a need", asked.field), asked.reason.trim());
    Reply::show(ShowNeed::of(cx, need, &asked.field)?)
}

pub fn open(cx: &Cx<Edit>, Path(id): Path<Id>) -> Acted {
    cx.find::<Need>(id)?.open(cx)?;
    said(format!("/needs/{id}"), t("已开放，能帮忙的人看得到了。", "Open: those who can help see it."))
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    pub end: End,
    #[serde(default)]
    pub reason: String,
}

pub fn close(cx: &Cx<Edit>, Path(id): Path<Id>, Input(answer): Input<Answer>) -> Acted {
    cx.find::<Need>(id)?.close(cx, answer.end, &answer.reason)?;
    said(format!("/needs/{id}"), t("已办结，理由记下了。", "Closed, with its reason."))
}
