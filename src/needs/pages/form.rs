//! Taking a need down, at the desk or by telephone, and changing its facts.

use crate::{
    needs::{Act, CHANNELS, Edit, Entry, Facts, Need, URGENCIES, View},
    orgs::Org,
    people::mask_phone,
    skills::{SLOTS, Skills},
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reader, Reply, Result, said, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "needs/form.html")]
pub struct NeedForm {
    pub need: Option<Id>,
    pub org: Id,
    pub what: String,
    pub place: String,
    pub wanted: String,
    pub people: String,
    pub urgency: String,
    pub skills: String,
    pub channel: String,
    pub asked_on: String,
    /// Hidden facts, masked; empty where there is none.
    pub from_name: String,
    pub phone: String,
    /// Heads of columns that no rule knows.
    pub extra: Vec<String>,
    #[serde(skip)]
    orgs: Vec<Org>,
    #[serde(skip)]
    known: Vec<String>,
}
impl Page for NeedForm {
    fn title(&self) -> String {
        if self.need.is_some() { t("修改需求", "Change a need") } else { t("记一条需求", "Take a need down") }.into()
    }
}

impl NeedForm {
    fn of(cx: &Reader, need: Option<Id>, org: Option<Id>, f: Facts) -> Result<NeedForm> {
        let orgs = Org::tree(cx)?;
        let or = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
        Ok(NeedForm {
            need,
            org: org.or(orgs.first().map(|o| o.id)).ok_or(Error::NotFound)?,
            what: f.what,
            place: f.place,
            wanted: f.wanted,
            people: f.people.map(|n| n.to_string()).unwrap_or_default(),
            urgency: or(f.urgency, "ordinary"),
            skills: f.skills.join("、"),
            channel: or(f.channel, "desk"),
            asked_on: or(f.asked_on, &cx.today().to_string()),
            from_name: f.from_name.map_or_else(String::new, |n| mask_name(&n)),
            phone: f.from_phone.as_deref().map(mask_phone).unwrap_or_default(),
            extra: f.extra.into_keys().collect(),
            known: Skills::of(cx)?.all().into_iter().map(str::to_owned).collect(),
            orgs,
        })
    }
    fn url(&self) -> String {
        self.need.map_or_else(|| "/needs".into(), |id| format!("/needs/{id}"))
    }
}

/// `王**`
pub fn mask_name(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().chain(letters.map(|_| '*')).collect()
}

pub fn new(cx: &Cx<View>) -> Result<Reply<NeedForm>> {
    Reply::show(NeedForm::of(cx, None, None, Facts::default())?)
}

pub fn edit(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<NeedForm>> {
    let need: Need = cx.find(id)?;
    Reply::show(NeedForm::of(cx, Some(id), Some(need.org), need.facts(cx)?)?)
}

pub fn enter(cx: &Cx<Edit>, Input(entry): Input<Entry>) -> Acted {
    let org: Org = cx.find(entry.org.ok_or_else(|| Error::field("org", "请选择社区。", "Choose the community."))?)?;
    let facts = entry.onto(cx, &Facts::default())?;
    let id = Need::enter(cx, &Skills::of(cx)?, &org, &facts, None)?;
    cx.note(id, format!("took a need down, by {}", facts.channel));
    said(format!("/needs/{id}"), t("记下了，等着审核。", "Taken down; it waits for review."))
}

pub fn change(cx: &Cx<Edit>, Path(id): Path<Id>, Input(entry): Input<Entry>) -> Acted {
    let need: Need = cx.find(id)?;
    let (org, old): (Org, Facts) = (cx.find(entry.org.unwrap_or(need.org))?, need.facts(cx)?);
    let new = entry.onto(cx, &old)?;
    need.change(cx, &Skills::of(cx)?, &org, &new, None)?;
    Act::record(cx, id, &org.path, "edited", "")?;
    cx.note(id, format!("edited {}", old.differences(&new).join(" ")));
    said(format!("/needs/{id}"), t("记下了。", "Recorded."))
}
