//! What the community answers to somebody who reported in, and what follows for both.

use crate::{
    accounts::{Guest, Invitation, Invited},
    report_in::{Edit, Filter, Naming, ReportIn, State},
    study::Via,
    ui::Why,
};
use kernel::{Acted, Cx, Error, Id, Input, Origin, Path, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub fn accept(cx: &Cx<Edit>, Path(id): Path<Id>) -> Acted {
    let who: ReportIn = cx.find(id)?;
    who.accept(cx)?;
    said(format!("/report-ins/{id}"), say!("接收了{}。", "{} is accepted.", who.name))
}

pub fn accept_all(cx: &Cx<Edit>, Input(filter): Input<Filter>) -> Acted {
    let (accepted, unclear) = filter.accept_all(cx)?;
    let rest =
        if unclear > 0 { say!("，还有 {unclear} 人要先核实", "; {unclear} are to be looked into first") } else { String::new() };
    said(filter.starting("").url("/report-ins"), say!("接收了 {accepted} 人{rest}。", "{accepted} people are accepted{rest}."))
}

pub fn send_back(cx: &Cx<Edit>, Path(id): Path<Id>, Input(why): Input<Why>) -> Acted {
    let who: ReportIn = cx.find(id)?;
    who.send_back(cx, &why.reason)?;
    said(format!("/report-ins/{id}"), say!("退回了{}的报到，请把理由告诉本人。", "{} is sent back; please tell them why.", who.name))
}

pub fn leave(cx: &Cx<Edit>, Path(id): Path<Id>, Input(why): Input<Why>) -> Acted {
    let who: ReportIn = cx.find(id)?;
    who.leave(cx, &why.reason)?;
    who.end_accounts(cx)?;
    said(format!("/report-ins/{id}"), say!("记下了：{}不再在这里报到。", "Noted: {} reports in here no longer.", who.name))
}

/// Their own word, written down by the worker with the way by which it came.
pub fn name(cx: &Cx<Edit>, Path(id): Path<Id>, Input(naming): Input<Naming>) -> Acted {
    let who: ReportIn = cx.find(id)?;
    let via = Via::named(&naming.via).filter(|via| Via::BY_OTHERS.contains(via));
    let via = via.ok_or_else(|| Error::field("via", "请选择本人是怎么说的。", "Choose how they said it."))?;
    who.let_be_named(cx, naming.yes, via)?;
    let sentence = if naming.yes {
        t("记下了：本人同意。", "Noted: they agree.")
    } else {
        t("记下了：本人不同意。", "Noted: they do not.")
    };
    said(format!("/report-ins/{id}"), sentence)
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Twin {
    /// The entry that goes.
    pub other: Id,
}

pub fn join(cx: &Cx<Edit>, Path(id): Path<Id>, Input(twin): Input<Twin>) -> Acted {
    let who: ReportIn = cx.find(id)?;
    if twin.other == id {
        return Err(Error::field("other", "请选另一条登记。", "Choose the other entry."));
    }
    who.join(cx, twin.other)?;
    said(format!("/report-ins/{id}"), t("两条合成了一条。", "The two are one now."))
}

/// An account comes after the community's yes, never before.
pub fn invite(cx: &Cx<Edit>, Path(id): Path<Id>, from: Origin) -> Result<Reply<Invited>> {
    let who: ReportIn = cx.find(id)?;
    if who.state != State::Accepted {
        return Err(Error::rule("not_accepted", "接收之后才能开账号。", "An account comes after they were accepted."));
    }
    let guest = Guest { name: who.name.clone(), role: "in_service".into(), path: who.path.clone(), person: Some(id), account: None };
    let handed = Invitation::hand_on(cx, guest)?;
    Reply::show(Invited::from(handed, &from.base, format!("/report-ins/{id}"))?)
}
