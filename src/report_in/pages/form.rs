//! The form of somebody's facts: of one who reports in at the desk, and of one who did before.

use super::list::units;
use crate::{
    orgs::Org,
    people::{mask_address, mask_id_no, mask_phone, words::SEXES},
    report_in::{Edit, Entry, Facts, ReportIn, View},
    skills::{SLOTS, Skills},
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reader, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "report_in/form.html")]
pub struct ReportInForm {
    pub who: Option<Id>,
    pub org: Id,
    pub name: String,
    pub sex: String,
    pub unit_name: String,
    pub skills: String,
    pub available: String,
    pub post_wish: String,
    pub reported_on: String,
    /// Hidden facts, masked; empty where there is none.
    pub id_no: String,
    pub phone: String,
    pub lives_at: String,
    /// Heads of columns that no rule knows.
    pub extra: Vec<String>,
    pub flags: Vec<String>,
    #[serde(skip)]
    orgs: Vec<Org>,
    #[serde(skip)]
    units: Vec<String>,
    #[serde(skip)]
    known: Vec<String>,
}
impl Page for ReportInForm {
    fn title(&self) -> String {
        if self.who.is_some() { say!("确认变化：{}", "Confirm changes: {}", self.name) } else { t("报到登记", "Report in").into() }
    }
}

impl ReportInForm {
    fn of(cx: &Reader, who: Option<Id>, org: Option<Id>, f: Facts) -> Result<ReportInForm> {
        let orgs = Org::tree(cx)?;
        let mask = |text: Option<String>, by: fn(&str) -> String| text.as_deref().map(by).unwrap_or_default();
        Ok(ReportInForm {
            who,
            org: org.or(orgs.first().map(|o| o.id)).ok_or(Error::NotFound)?,
            name: f.name,
            sex: f.sex,
            unit_name: f.unit_name,
            skills: f.skills.join("、"),
            available: f.available,
            post_wish: f.post_wish,
            reported_on: if who.is_some() { f.reported_on } else { cx.today().to_string() },
            id_no: mask(f.id_no, mask_id_no),
            phone: mask(f.phone, mask_phone),
            lives_at: mask(f.lives_at, mask_address),
            extra: f.extra.into_keys().collect(),
            flags: f.flags,
            units: units(cx)?,
            known: Skills::of(cx)?.all().into_iter().map(str::to_owned).collect(),
            orgs,
        })
    }
    fn url(&self) -> String {
        self.who.map_or_else(|| "/report-ins".into(), |id| format!("/report-ins/{id}"))
    }
}

pub fn new(cx: &Cx<View>) -> Result<Reply<ReportInForm>> {
    Reply::show(ReportInForm::of(cx, None, None, Facts::default())?)
}

pub fn edit(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ReportInForm>> {
    let who: ReportIn = cx.find(id)?;
    Reply::show(ReportInForm::of(cx, Some(id), Some(who.org), who.facts(cx)?)?)
}

pub fn enter(cx: &Cx<Edit>, Input(entry): Input<Entry>) -> Acted {
    let org: Org = cx.find(entry.org.ok_or_else(|| Error::field("org", "请选择报到的社区。", "Choose the community."))?)?;
    let facts = entry.onto(cx, &Facts::default(), None)?;
    let id = ReportIn::enter(cx, &Skills::of(cx)?, &org, &facts, None)?;
    cx.note(id, format!("reported in at {}", org.name));
    said(format!("/report-ins/{id}"), say!("{}报到了。", "{} has reported in.", facts.name))
}

pub fn change(cx: &Cx<Edit>, Path(id): Path<Id>, Input(entry): Input<Entry>) -> Acted {
    let who: ReportIn = cx.find(id)?;
    let (org, old): (Org, Facts) = (cx.find(entry.org.unwrap_or(who.org))?, who.facts(cx)?);
    let new = entry.onto(cx, &old, Some(id))?;
    who.change(cx, &Skills::of(cx)?, &org, &new, None)?;
    cx.note(id, format!("edited {}", old.differences(&new).join(" ")));
    said(format!("/report-ins/{id}"), t("记下了。", "Recorded."))
}
