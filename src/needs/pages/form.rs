//! Taking a need down, at the desk or by telephone, and changing its facts.

use crate::{
    needs::{Act, CHANNELS, Edit, Entry, Facts, Need, URGENCIES, View},
    orgs::Org,
    people::mask_phone,
    places::{Place, lives_in},
    skills::{SLOTS, Skills},
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Query, Reader, Reply, Result, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "needs/form.html")]
pub struct NeedForm {
    pub need: Option<Id>,
    pub org: Id,
    pub what: String,
    pub place: String,
    pub building: Option<Id>,
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
    #[serde(skip)]
    places: Vec<Place>,
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
            building: f.building,
            places: Place::all(cx)?,
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
    fn is_at(&self, place: &Place) -> bool {
        self.building == Some(place.id)
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

/// What is known before: how it came, and where. Of a member who was visited the building alone.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Known {
    pub channel: String,
    pub building: String,
    pub member: String,
}

pub fn new(cx: &Cx<View>, Query(known): Query<Known>) -> Result<Reply<NeedForm>> {
    let place: Option<Place> = match (known.building.parse::<Id>(), known.member.parse::<Id>()) {
        (Ok(building), _) => Some(cx.find(building)?),
        (_, Ok(member)) => lives_in(cx)?.remove(&member),
        _ => None,
    };
    let org = place.as_ref().map(|p| p.org);
    let (building, place) = (place.as_ref().map(|p| p.id), place.map(|p| p.name).unwrap_or_default());
    let channel = CHANNELS.iter().find(|c| c.0 == known.channel).map(|c| c.0.to_owned()).unwrap_or_default();
    Reply::show(NeedForm::of(cx, None, org, Facts { channel, building, place, ..Facts::default() })?)
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
