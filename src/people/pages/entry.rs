//! The form of a member's facts: of one who stands in the ledger, and of one who comes in.

use crate::{
    orgs::Org,
    people::{
        Edit, Entry, Facts, Intake, Member, View, mask_address, mask_id_no, mask_phone,
        words::{self, EDUCATIONS, EMPLOYMENTS, SEXES},
    },
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Query, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Facts to be typed. Of what is hidden the form shows the mask and takes a new value.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "people/entry.html")]
pub struct MemberForm {
    pub member: Option<Id>,
    pub organisation: Org,
    pub name: String,
    pub sex: String,
    pub birth: String,
    pub education: String,
    pub joined: String,
    pub became_full: String,
    pub probationary: bool,
    pub employment: String,
    pub unit: String,
    /// Hidden facts, masked; empty where there is none.
    pub masked: Vec<(&'static str, String)>,
    pub flags: Vec<String>,
    #[serde(skip)]
    organisations: Vec<Org>,
}

impl Page for MemberForm {
    fn title(&self) -> String {
        if self.member.is_some() {
            say!("确认变化：{}", "Confirm changes: {}", self.name)
        } else {
            t("登记一名党员", "Take a member in").into()
        }
    }
}

impl MemberForm {
    fn of(member: Option<Id>, organisation: Org, organisations: Vec<Org>, f: Facts) -> MemberForm {
        let mask = |text: &Option<String>, by: fn(&str) -> String| text.as_deref().map(by).unwrap_or_default();
        let masked = vec![
            ("id_no", mask(&f.id_no, mask_id_no)),
            ("phone", mask(&f.phone, mask_phone)),
            ("home", mask(&f.home, mask_address)),
            ("lives_at", mask(&f.lives_at, mask_address)),
        ];
        MemberForm {
            member,
            organisation,
            organisations,
            masked,
            name: f.name,
            sex: f.sex,
            birth: f.birth.unwrap_or_default(),
            education: f.education,
            joined: f.joined.unwrap_or_default(),
            became_full: f.became_full.unwrap_or_default(),
            probationary: f.probationary,
            employment: f.employment,
            unit: f.unit,
            flags: f.flags,
        }
    }
    fn on_probation(&self) -> bool {
        self.probationary
    }
    fn action(&self) -> String {
        self.member.map_or_else(|| "/members".into(), |id| format!("/members/{id}"))
    }
    fn back(&self) -> String {
        self.member.map_or_else(|| "/members".into(), |id| format!("/members/{id}"))
    }
}

pub fn edit(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<MemberForm>> {
    let member: Member = cx.find(id)?;
    Reply::show(MemberForm::of(Some(id), cx.find(member.org)?, vec![], member.facts(cx)?))
}

pub fn change(cx: &Cx<Edit>, Path(id): Path<Id>, Input(entry): Input<Entry>) -> Acted {
    let member: Member = cx.find(id)?;
    let old = member.facts(cx)?;
    let new = entry.onto(cx, &old, Some(id))?;
    member.change(cx, &new, "edited", None)?;
    cx.note(id, format!("edited {}", old.differences(&new).join(" ")));
    said(format!("/members/{id}"), t("记下了。", "Recorded."))
}

#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Where {
    pub org: Option<String>,
}

pub fn new(cx: &Cx<View>, Query(at): Query<Where>) -> Result<Reply<MemberForm>> {
    let organisations = Org::tree(cx)?;
    let chosen = at.org.and_then(|id| id.parse::<Id>().ok());
    let org = organisations
        .iter()
        .find(|o| Some(o.id) == chosen)
        .or_else(|| organisations.iter().find(|o| o.kind.is_branch()))
        .or(organisations.first());
    let org = org.cloned().ok_or(Error::NotFound)?;
    Reply::show(MemberForm::of(None, org, organisations, Facts::default()))
}

pub fn take_in(cx: &Cx<Edit>, Input(entry): Input<Entry>) -> Acted {
    let org: Org = cx.find(entry.org.ok_or_else(|| Error::field("org", "请选择党组织。", "Choose an organisation."))?)?;
    if org.closed_at.is_some() {
        return Err(Error::field("org", "这个党组织已经撤销。", "This organisation is closed."));
    }
    let facts = entry.newcomer(cx)?;
    let mut intake = Intake::new(cx, None);
    let id = intake.take(&org, &facts)?;
    intake.finish()?;
    cx.note(id, format!("took in at {}", org.name));
    said(format!("/members/{id}"), say!("{}进入了{}的台账。", "{} stands in the ledger of {}.", facts.name, org.name))
}
