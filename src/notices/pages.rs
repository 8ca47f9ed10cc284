//! The pages of notices: the list, who has seen one, and the calls that are left.

use super::{Call, Channel, Delivery, Notice, Reach, View, to_units};
use crate::people::{Facts, Member, mask_phone};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reader, Reply, Result, Shell, Writer, say, see, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "notices/list.html")]
pub struct NoticeList {
    pub notices: Vec<Listed>,
}
impl Page for NoticeList {
    fn title(&self) -> String {
        t("通知", "Notices").into()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Listed {
    pub notice: Notice,
    pub reach: Reach,
}

pub fn list(cx: &Cx<View>) -> Result<Reply<NoticeList>> {
    let all = Notice::list(cx)?.into_iter();
    let notices = all.map(|notice| Ok(Listed { reach: notice.reach(cx)?, notice })).collect::<Result<_>>()?;
    Reply::show(NoticeList { notices })
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "notices/show.html")]
pub struct ShowNotice {
    pub notice: Notice,
    pub reach: Reach,
    pub deliveries: Vec<Delivery>,
    pub units: Vec<Told>,
    pub calls: usize,
}
impl Page for ShowNotice {
    fn title(&self) -> String {
        self.notice.title.clone()
    }
}

impl ShowNotice {
    pub fn units_left(&self) -> i64 {
        self.units.iter().filter(|u| u.state == "sent").count() as i64
    }
}

/// A unit that the notice went to.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Told {
    pub id: Id,
    pub name: String,
    pub channel: Channel,
    pub state: String,
    pub reached_at: Option<String>,
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ShowNotice>> {
    let notice: Notice = cx.find(id)?;
    let deliveries = notice.deliveries(cx)?;
    let calls = deliveries.iter().filter(|d| d.state == "sent" && d.channel == Channel::Call).count();
    Reply::show(ShowNotice { reach: notice.reach(cx)?, units: to_units::told(cx, id)?, calls, deliveries, notice })
}

/// Whom nobody has reached yet, with the number to call, masked.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "notices/calls.html")]
pub struct Calls {
    pub notice: Notice,
    pub lines: Vec<Line>,
    pub units: Vec<UnitLine>,
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
    Reply::show(Calls { notice, lines, units })
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

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Why {
    #[serde(default)]
    pub reason: String,
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

pub fn told(cx: &Cx<Call>, Path((id, member)): Path<(Id, Id)>) -> Acted {
    cx.find::<Notice>(id)?.told(cx, member)?;
    see(format!("/notices/{id}/calls"))
}

fn lines(cx: &Reader, notice: &Notice, phone: fn(&str) -> String) -> Result<Vec<Line>> {
    let left = notice.deliveries(cx)?.into_iter().filter(|d| d.state == "sent");
    left.map(|d| {
        let facts: Facts = cx.find::<Member>(d.member)?.facts(cx)?;
        Ok(Line { member: d.member, name: d.name, channel: d.channel, phone: facts.phone.as_deref().map(phone).unwrap_or_default() })
    })
    .collect()
}

fn units(cx: &Reader, notice: &Notice, phone: fn(&str) -> String) -> Result<Vec<UnitLine>> {
    let left = to_units::left(cx, notice.id)?.into_iter();
    left.map(|u| Ok(UnitLine { phone: phone(&u.phone(cx)?), id: u.id, name: u.name, contact_person: u.contact_person })).collect()
}
