//! My own report-in on my phone: where, for which unit, what I offer; it is mine to keep up to date.

use crate::ui::Why;
use crate::{
    me::WhoToCall,
    report_in::{Act, Keeps, Naming, Offered, Own, ReportIn},
    skills::Skills,
    study::Via,
};
use askama::Template;
use kernel::{Acted, Cx, Error, Input, Page, Reader, Reply, Result, Shell, said, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "report_in/mine.html")]
pub struct MyReportIn {
    pub who: ReportIn,
    pub community: String,
    pub offered: Offered,
    pub acts: Vec<Act>,
    /// Skills of the list, to be ticked.
    pub known: Vec<String>,
}
impl Page for MyReportIn {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("我的报到", "My report-in").into()
    }
}

/// Theirs, or none: then the page does not exist for them.
pub fn mine(cx: &Reader) -> Result<ReportIn> {
    ReportIn::mine(cx)?.ok_or(Error::NotFound)
}

pub fn show(cx: &Cx<Own>) -> Result<Reply<MyReportIn>> {
    let (who, skills) = (mine(cx)?, Skills::of(cx)?);
    Reply::show(MyReportIn {
        community: who.community(cx)?.name,
        offered: Offered::of(&who, &skills),
        acts: Act::of(&cx.beyond_scope("what became of one's own report-in"), who.id)?,
        known: skills.all().into_iter().map(str::to_owned).collect(),
        who,
    })
}

pub fn keep(cx: &Cx<Keeps>, Input(offered): Input<Offered>) -> Acted {
    let changed = mine(cx)?.keep(cx, &offered)?;
    said("/me/report-in", if changed { t("记下了。", "Noted.") } else { t("没有变化。", "Nothing changed.") })
}

pub fn name(cx: &Cx<Keeps>, Input(naming): Input<Naming>) -> Acted {
    mine(cx)?.let_be_named(cx, naming.yes, Via::Account)?;
    let sentence = if naming.yes {
        t("记下了：单位能看到您做了什么，随时可以收回。", "Noted: your unit may read what you did; take it back at any time.")
    } else {
        t("记下了：以后的反馈函里不再有您的名字。", "Noted: no further letter to your unit has your name.")
    };
    said("/me/report-in", sentence)
}

pub fn leave(cx: &Cx<Keeps>, Input(why): Input<Why>) -> Acted {
    mine(cx)?.leave_by_oneself(cx, &why.reason)?;
    said("/me/report-in", t("记下了：您不再在这里报到。", "Noted: you report in here no longer."))
}

/// Whom to call along the line of my community.
pub fn call(cx: &Cx<Own>) -> Result<Reply<WhoToCall>> {
    mine(cx)?;
    Reply::show(WhoToCall::along_my_line(cx)?)
}
