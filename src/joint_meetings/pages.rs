//! Guests of a meeting at the community's desk, and the meetings of a unit for its contact.

use super::{Answers, Guest, Invite, KIND, Noted, Own, View};
use crate::{
    activities::{Activity, State},
    ebranch::{Minutes, Todo},
    letters::Party,
    orgs::Org,
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reader, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "joint_meetings/show.html")]
pub struct MeetingGuests {
    pub meeting: Activity,
    pub guests: Vec<Guest>,
    /// Units that are not invited.
    pub others: Vec<Party>,
    #[serde(skip)]
    may_invite: bool,
}
impl Page for MeetingGuests {
    fn title(&self) -> String {
        say!("{}：单位", "{}: units", self.meeting.title)
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<MeetingGuests>> {
    let meeting: Activity = cx.find(id)?;
    let guests = Guest::of(cx, id)?;
    let others = Party::of(cx, &meeting.path)?.into_iter().filter(|p| guests.iter().all(|g| g.unit != p.id)).collect();
    let may_invite = cx.may("activities.hold") && meeting.kind == KIND;
    Reply::show(MeetingGuests { meeting, guests, others, may_invite })
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Invited {
    pub unit: Vec<Id>,
}

pub fn invite(cx: &Cx<Invite>, Path(id): Path<Id>, Input(invited): Input<Invited>) -> Acted {
    let meeting: Activity = cx.find(id)?;
    let units: Vec<Party> = Party::of(cx, &meeting.path)?.into_iter().filter(|p| invited.unit.contains(&p.id)).collect();
    if units.is_empty() {
        return Err(Error::field("unit", "请至少勾选一家单位。", "Tick a unit at least."));
    }
    let n = Guest::invite(cx, &meeting, &units)?;
    said(
        format!("/activities/{id}/units"),
        say!("请了 {n} 家单位；没有账号的请打电话。", "{n} units are invited; call those without an account."),
    )
}

pub fn note(cx: &Cx<Invite>, Path((id, unit)): Path<(Id, Id)>, Input(noted): Input<Noted>) -> Acted {
    Guest::note(cx, &cx.find(id)?, unit, &noted)?;
    said(format!("/activities/{id}/units"), t("记下了。", "Noted."))
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "joint_meetings/unit.html")]
pub struct UnitMeetings {
    pub meetings: Vec<OfUnit>,
}
impl Page for UnitMeetings {
    fn title(&self) -> String {
        t("联席会议", "Joint meetings").into()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct OfUnit {
    pub meeting: Activity,
    pub from: String,
    pub ours: Guest,
    /// Put down after it was held.
    pub minutes: Option<Minutes>,
    pub todos: Vec<Todo>,
}

const WHAT: &str = "a meeting and its minutes, for the units that were invited";

fn of_unit(cx: &Reader, ours: Guest) -> Result<OfUnit> {
    let all = cx.beyond_scope(WHAT);
    let meeting: Activity = all.find(ours.activity)?;
    let minutes = Minutes::of_activity(&all, meeting.id)?.into_iter().find(|m| !m.is_draft());
    let todos = minutes.as_ref().map(|m| m.todos(&all)).transpose()?.unwrap_or_default();
    Ok(OfUnit { from: all.find::<Org>(meeting.org)?.name, ours, minutes, todos, meeting })
}

pub fn own(cx: &Cx<Own>) -> Result<Reply<UnitMeetings>> {
    let mut meetings: Vec<OfUnit> = Guest::own(cx)?.into_iter().map(|g| of_unit(cx, g)).collect::<Result<_>>()?;
    meetings.sort_by_key(|m| (std::cmp::Reverse(m.meeting.day), m.meeting.id));
    Reply::show(UnitMeetings { meetings })
}

pub fn answer(cx: &Cx<Answers>, Path(id): Path<Id>, Input(noted): Input<Noted>) -> Acted {
    Guest::own(cx)?.into_iter().find(|g| g.activity == id).ok_or(Error::NotFound)?.say(cx, &noted.comes)?;
    said("/unit/meetings", t("告诉社区了。", "The community is told."))
}
