//! What people do for those who are left: call, go there, hand out slips, or say why it cannot be.

use super::{Call, Channel, Choice, Given, Notice, View, delivery::Hand, link, to_units};
use crate::{
    people::{Facts, Member, mask_phone},
    ui::Why,
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reader, Reply, Result, Shell, Writer, said, say, see, t};
use schemars::JsonSchema;
use serde::Serialize;

/// Whom nobody has reached yet, with the number to call, masked.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "notices/calls.html")]
pub struct Calls {
    pub notice: Notice,
    pub choices: Vec<Choice>,
    pub lines: Vec<Line>,
    pub units: Vec<UnitLine>,
    /// So many calls without an answer, and another way is named.
    pub enough: i64,
}
impl Page for Calls {
    fn title(&self) -> String {
        say!("电话单 · {}", "Call list: {}", self.notice.title)
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Line {
    pub member: Id,
    pub name: String,
    pub channel: Channel,
    pub phone: String,
    /// Calls that nobody answered.
    pub attempts: i64,
}

/// A unit that nobody has told yet.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnitLine {
    pub id: Id,
    pub name: String,
    pub contact_person: String,
    pub phone: String,
}

pub fn calls(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<Calls>> {
    let notice: Notice = cx.find(id)?;
    let (lines, units) = (lines(cx, &notice, mask_phone)?, units(cx, &notice, mask_phone)?);
    Reply::show(Calls { choices: notice.choices(), enough: super::attempt::enough(cx)?, notice, lines, units })
}

/// The list on paper, with the numbers as they are: the audit log keeps who printed it and why.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "notices/printed.html")]
pub struct PrintedCalls {
    pub notice: Notice,
    pub lines: Vec<Line>,
    pub units: Vec<UnitLine>,
}
impl Page for PrintedCalls {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        say!("电话单 · {}", "Call list: {}", self.notice.title)
    }
}

pub fn print(cx: &Cx<Call>, Path(id): Path<Id>, Input(why): Input<Why>) -> Result<Reply<PrintedCalls>> {
    let notice: Notice = cx.find(id)?;
    let reason = why.reason.trim();
    if reason.is_empty() {
        return Err(Error::field("reason", "请说明用途。", "Say what for."));
    }
    let (lines, units) = (lines(cx, &notice, str::to_owned)?, units(cx, &notice, str::to_owned)?);
    shown(cx, &lines, &units, reason);
    Reply::show(PrintedCalls { notice, lines, units })
}

/// Each number that is shown leaves its own line in the audit log.
fn shown(cx: &Writer, lines: &[Line], units: &[UnitLine], reason: &str) {
    let members = lines.iter().map(|l| (l.member, &l.phone));
    for (whose, _) in members.chain(units.iter().map(|u| (u.id, &u.phone))).filter(|l| !l.1.is_empty()) {
        cx.note_reason(whose, "phone shown on a call list", reason);
    }
}

pub fn called(cx: &Cx<Call>, Path((id, member)): Path<(Id, Id)>, Input(given): Input<Given>) -> Acted {
    told(cx, id, member, Hand::Call, &given)
}

pub fn visited(cx: &Cx<Call>, Path((id, member)): Path<(Id, Id)>, Input(given): Input<Given>) -> Acted {
    told(cx, id, member, Hand::Door, &given)
}

pub fn handed_back(cx: &Cx<Call>, Path((id, member)): Path<(Id, Id)>, Input(given): Input<Given>) -> Acted {
    told(cx, id, member, Hand::Slip, &given)
}

fn told(cx: &Writer, id: Id, member: Id, hand: Hand, given: &Given) -> Acted {
    cx.find::<Notice>(id)?.told(cx, &cx.find(member)?, hand, &given.answer, &given.note)?;
    see(format!("/notices/{id}/calls"))
}

pub fn explain(cx: &Cx<Call>, Path((id, member)): Path<(Id, Id)>, Input(why): Input<Why>) -> Acted {
    cx.find::<Notice>(id)?.explain(cx, member, &why.reason)?;
    said(format!("/notices/{id}"), t("记下了原因，已封存。", "The reason is kept, sealed."))
}

pub fn revoke(cx: &Cx<Call>, Path((id, member)): Path<(Id, Id)>) -> Acted {
    link::revoke(cx, cx.find::<Notice>(id)?.id, member)?;
    said(format!("/notices/{id}"), t("发给他的链接都作废了。", "The links they were given are void."))
}

/// Those whose turn it is to be called stand first.
fn lines(cx: &Reader, notice: &Notice, phone: fn(&str) -> String) -> Result<Vec<Line>> {
    let mut left: Vec<_> = notice.deliveries(cx)?.into_iter().filter(|d| d.is_left()).collect();
    left.sort_by_key(|d| !d.channel.is_by_hand());
    let line = |d: super::Delivery| -> Result<Line> {
        let facts: Facts = cx.find::<Member>(d.member)?.facts(cx)?;
        Ok(Line {
            member: d.member,
            name: d.name,
            channel: d.channel,
            attempts: d.attempts,
            phone: facts.phone.as_deref().map(phone).unwrap_or_default(),
        })
    };
    left.into_iter().map(line).collect()
}

fn units(cx: &Reader, notice: &Notice, phone: fn(&str) -> String) -> Result<Vec<UnitLine>> {
    let left = to_units::left(cx, notice.id)?.into_iter();
    left.map(|u| Ok(UnitLine { phone: phone(&u.phone(cx)?), id: u.id, name: u.name, contact_person: u.contact_person })).collect()
}
