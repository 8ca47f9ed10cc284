//! The page behind a unit's link: somebody reports in on a phone, without an account; and the slip that
//! is theirs to keep.

use crate::{
    orgs::Org,
    report_in::{
        Act, Offered, ReportIn, ReportLink, Told,
        link::{by_slip, places},
    },
    skills::{Skills, listed},
};
use askama::Template;
use kernel::{Acted, Anyone, AnyoneActs, Cx, Id, Input, Page, Path, Reply, Result, Shell, see, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "report_in/by_link.html")]
pub struct ReportHere {
    pub unit: String,
    /// Who keeps what is told here.
    pub keeper: String,
    pub until: String,
    pub communities: Vec<Place>,
    /// Skills of the list, to be ticked.
    pub skills: Vec<String>,
    #[serde(skip)]
    offered: Offered,
}
impl Page for ReportHere {
    const SHELL: Shell = Shell::Alone;
    fn title(&self) -> String {
        t("到社区报到", "Report in").into()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Place {
    pub id: Id,
    pub name: String,
}

pub fn form(cx: &Cx<Anyone>, Path(token): Path<String>) -> Result<Reply<ReportHere>> {
    let (link, unit) = ReportLink::open(cx, &token)?;
    Reply::show(ReportHere {
        communities: places(cx)?.all().map(|org| Place { id: org.id, name: org.name.clone() }).collect(),
        skills: Skills::of(cx)?.all().into_iter().map(str::to_owned).collect(),
        keeper: Org::top(cx)?.name,
        until: crate::ui::day_of(&link.good_until),
        unit: unit.name,
        offered: Offered::default(),
    })
}

pub fn report(cx: &Cx<AnyoneActs>, Path(token): Path<String>, Input(told): Input<Told>) -> Acted {
    let secret = cx.write(move |cx| {
        let (link, unit) = ReportLink::open(cx, &token)?;
        link.report(cx, &unit, &told)
    })?;
    see(format!("/report/slips/{secret}"))
}

/// Nothing hidden stands on it: a phone is left lying about, an address is handed on.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "report_in/my_slip.html")]
pub struct HandedSlip {
    pub who: ReportIn,
    pub community: String,
    pub skills: Vec<String>,
    pub acts: Vec<Act>,
}
impl Page for HandedSlip {
    const SHELL: Shell = Shell::Alone;
    fn title(&self) -> String {
        t("报到单", "Slip").into()
    }
}

pub fn slip(cx: &Cx<Anyone>, Path(secret): Path<String>) -> Result<Reply<HandedSlip>> {
    let (who, acts) = by_slip(cx, &secret)?;
    Reply::show(HandedSlip { community: who.community(cx)?.name, skills: listed(&who.skills), acts, who })
}
