//! Somebody who reported in: what they can do and when, how to reach them, their two ties.

use crate::{
    accounts::Account,
    orgs::Org,
    people::{Member, Reveal, mask_address, mask_id_no, mask_phone},
    report_in::{Act, Edit, Facts, ReportIn, State, View},
    skills::{Skills, Told, listed},
    units::Unit,
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reader, Reply, Result, said, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "report_in/show.html")]
pub struct ShowReportIn {
    pub who: ReportIn,
    pub organisation: Org,
    pub skills: Vec<Told>,
    pub free: Vec<String>,
    /// Hidden facts, masked unless asked for with a reason.
    pub id_no: String,
    pub phone: String,
    pub lives_at: String,
    pub extra: String,
    /// Which hidden fact is shown in full.
    pub shown: String,
    /// The unit, where the reader looks after it.
    pub unit: Option<Id>,
    /// The same person in a branch ledger.
    pub member: Option<Tie>,
    pub flags: Vec<String>,
    /// What became of it, the newest first.
    pub story: Vec<Act>,
    /// Entries that may be of the same person.
    pub alike: Vec<ReportIn>,
    /// They have an account.
    pub has_account: bool,
    #[serde(skip)]
    may_edit: bool,
    #[serde(skip)]
    may_reveal: bool,
}
impl Page for ShowReportIn {
    fn title(&self) -> String {
        self.who.name.clone()
    }
}

impl ShowReportIn {
    fn is(&self, state: State) -> bool {
        self.who.state == state
    }
    /// They wait here or were taken in.
    fn is_here(&self) -> bool {
        matches!(self.who.state, State::Reported | State::Accepted)
    }
    fn shown_act<'a>(&self, act: &'a Act) -> &'a str {
        if act.act == "kept" { "" } else { &act.reason }
    }
}

#[derive(Serialize, JsonSchema)]
pub struct Tie {
    pub member: Id,
    pub organisation: String,
}

const HIDDEN: [&str; 4] = ["id_no", "phone", "lives_at", "extra"];

impl ShowReportIn {
    fn of(cx: &Reader, who: ReportIn, shown: &str) -> Result<ShowReportIn> {
        let (facts, skills): (Facts, Skills) = (who.facts(cx)?, Skills::of(cx)?);
        let show = |field: &str, text: Option<String>, mask: fn(&str) -> String| {
            text.map_or_else(String::new, |t| if shown == field { t } else { mask(&t) })
        };
        let extra = match shown {
            "extra" => facts.extra.iter().map(|(head, text)| format!("{head}：{text}")).collect::<Vec<_>>().join("；"),
            _ if facts.extra.is_empty() => String::new(),
            _ => format!("{}：****", facts.extra.keys().cloned().collect::<Vec<_>>().join("、")),
        };
        let tie = |m: Member| Ok::<_, Error>(Tie { member: m.id, organisation: cx.find::<Org>(m.org)?.name });
        Ok(ShowReportIn {
            organisation: cx.find(who.org)?,
            skills: skills.told(&who.skills),
            free: listed(&who.free),
            id_no: show("id_no", facts.id_no, mask_id_no),
            phone: show("phone", facts.phone, mask_phone),
            lives_at: show("lives_at", facts.lives_at, mask_address),
            unit: who
                .unit
                .map(|id| cx.maybe::<Unit>("select * from {units} u where u.id = $1", kernel::args![id]))
                .transpose()?
                .flatten()
                .map(|u| u.id),
            member: who.member(cx)?.map(tie).transpose()?,
            flags: facts.flags,
            story: Act::of(cx, who.id)?,
            alike: who.alike(cx)?,
            has_account: !Account::of_person(cx, who.id)?.is_empty(),
            shown: shown.into(),
            may_edit: cx.may("report_in.edit"),
            may_reveal: cx.may("people.reveal"),
            extra,
            who,
        })
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ShowReportIn>> {
    Reply::show(ShowReportIn::of(cx, cx.find(id)?, "")?)
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Asking {
    /// `id_no`, `phone`, `lives_at` or `extra`.
    pub field: String,
    /// What it is for; the audit log keeps it.
    #[serde(default)]
    pub reason: String,
}

pub fn reveal(cx: &Cx<Reveal>, Path(id): Path<Id>, Input(asked): Input<Asking>) -> Result<Reply<ShowReportIn>> {
    let who: ReportIn = cx.find(id)?;
    if asked.reason.trim().is_empty() {
        return Err(Error::field("reason", "请说明用途。", "Say what it is for."));
    }
    if !HIDDEN.contains(&asked.field.as_str()) {
        return Err(Error::field("field", "没有这一项隐藏的信息。", "There is no such hidden fact."));
    }
    cx.note_reason(id, format!("showed {} of somebody who reported in", asked.field), asked.reason.trim());
    Reply::show(ShowReportIn::of(cx, who, &asked.field)?)
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Mistake {
    #[serde(default)]
    pub reason: String,
}

pub fn remove(cx: &Cx<Edit>, Path(id): Path<Id>, Input(mistake): Input<Mistake>) -> Acted {
    let who: ReportIn = cx.find(id)?;
    if mistake.reason.trim().is_empty() {
        return Err(Error::field("reason", "请写明为什么移出。", "Say why."));
    }
    who.take_out(cx)?;
    cx.note_reason(id, "took out somebody who had reported in", mistake.reason.trim());
    said("/report-ins", say!("{}已移出报到名册。", "{} is out of the list.", who.name))
}
