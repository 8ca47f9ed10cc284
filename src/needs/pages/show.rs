//! A need: what it takes, what was done about it, and needs of the same words at the same place.

use super::form::mask_name;
use crate::{
    needs::{
        Act, Edit, End, Need, RiskSaid, View,
        alike::{Alike, alike},
    },
    orgs::Org,
    people::{Reveal, mask_phone},
    places::Place,
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
    /// Perhaps the same, with why.
    pub alike: Vec<Alike>,
    /// Those that turned out to be this one, and the one that this turned out to be.
    pub twins: Vec<Need>,
    pub twin: Option<Need>,
    /// Of the register of places.
    pub building: String,
    /// To `needs/alike.html`: which need is looked at.
    #[serde(skip)]
    of: Option<Id>,
    #[serde(skip)]
    insurance_ended: bool,
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
        let mut alike = alike(cx, need.org, &need.described())?;
        alike.retain(|a| a.need.id != need.id && a.need.twin.is_none());
        let building = need.building.map(|b| cx.find::<Place>(b)).transpose()?;
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
            building: building.map(|p| p.name).unwrap_or_default(),
            twins: need.twins(cx)?,
            twin: need.twin.map(|twin| cx.find(twin)).transpose()?,
            of: Some(need.id).filter(|_| cx.may("needs.edit") && !need.is_closed()),
            insurance_ended: need.risk.dangerous && need.risk.insured_until.as_ref().is_some_and(|day| *day < cx.today().to_string()),
            extra,
            alike,
            need,
        })
    }
}

impl ShowNeed {
    fn told(&self) -> RiskSaid {
        self.need.risk.clone().into()
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

pub fn open(cx: &Cx<Edit>, Path(id): Path<Id>, Input(risk): Input<RiskSaid>) -> Acted {
    cx.find::<Need>(id)?.open(cx, &risk)?;
    said(format!("/needs/{id}"), t("已开放，能帮忙的人看得到了。", "Open: those who can help see it."))
}

pub fn risk(cx: &Cx<Edit>, Path(id): Path<Id>, Input(risk): Input<RiskSaid>) -> Acted {
    cx.find::<Need>(id)?.tell_risk(cx, &risk)?;
    said(format!("/needs/{id}"), t("记下了。", "Recorded."))
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Twin {
    pub other: Id,
}

pub fn twin(cx: &Cx<Edit>, Path(id): Path<Id>, Input(twin): Input<Twin>) -> Acted {
    cx.find::<Need>(id)?.be_twin(cx, &cx.find(twin.other)?)?;
    said(format!("/needs/{}", twin.other), t("合到这一条了，两边提出的人都留着。", "Joined with this one; whoever asked is kept at both."))
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
