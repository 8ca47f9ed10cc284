//! The acts on a unit's page: who speaks for it, and what was agreed with it.

use crate::{
    accounts::Invited,
    units::{Agreement, Contact, Edit, NewAgreement, NewContact, Unit},
};
use kernel::{Acted, Cx, Id, Input, Origin, Path, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::Deserialize;

pub fn enter(cx: &Cx<Edit>, Path(id): Path<Id>, Input(new): Input<NewContact>) -> Acted {
    Contact::enter(cx, &cx.find(id)?, &new)?;
    said(format!("/units/{id}"), say!("{}记为联络人。", "{} speaks for the unit.", new.name.trim()))
}

pub fn end(cx: &Cx<Edit>, Path((id, contact)): Path<(Id, Id)>) -> Acted {
    let contact = Contact::of_unit(cx, cx.find::<Unit>(id)?.id, contact)?;
    contact.end(cx)?;
    said(format!("/units/{id}"), say!("{}不再是联络人，账号也停了。", "{} speaks for it no longer; their account has ended.", contact.name))
}

pub fn invite(cx: &Cx<Edit>, Path((id, contact)): Path<(Id, Id)>, from: Origin) -> Result<Reply<Invited>> {
    let handed = Contact::of_unit(cx, cx.find::<Unit>(id)?.id, contact)?.invite(cx)?;
    Reply::show(Invited::from(handed, &from.base, format!("/units/{id}"))?)
}

/// A mail address as it is typed; empty takes it away.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MailTo {
    pub mail: String,
}

pub fn mail(cx: &Cx<Edit>, Path((id, contact)): Path<(Id, Id)>, Input(to): Input<MailTo>) -> Acted {
    let contact = Contact::of_unit(cx, cx.find::<Unit>(id)?.id, contact)?;
    contact.set_mail(cx, &to.mail)?;
    said(format!("/units/{id}"), say!("{}的邮箱记下了。", "The mail address of {} is noted.", contact.name))
}

pub fn sign(cx: &Cx<Edit>, Path(id): Path<Id>, Input(new): Input<NewAgreement>) -> Acted {
    Agreement::sign(cx, &cx.find(id)?, &new)?;
    said(format!("/units/{id}"), t("协议记下了。", "The agreement is recorded."))
}

pub fn end_agreement(cx: &Cx<Edit>, Path((id, agreement)): Path<(Id, Id)>) -> Acted {
    Agreement::of_unit(cx, cx.find::<Unit>(id)?.id, agreement)?.end(cx)?;
    said(format!("/units/{id}"), t("协议结束了。", "The agreement has ended."))
}
