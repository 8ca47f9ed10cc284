//! What is proposed for one member and why; what the member says of it, for themselves or through
//! somebody who writes it down.

use super::{Change, Proposal, StudyWish, Via, View, look::of_member as look_at, proposed::as_answer};
use crate::{
    activities::{Activity, Answer},
    me::{Answers, Mine, myself},
    people::Member,
    rulebook::Study,
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Query, Reader, Reply, Result, Shell, Writer, args, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) const MODES: [Study; 4] = [Study::InRoom, Study::Nearby, Study::Home, Study::Online];

/// Of which activity; of none, in general.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Of {
    pub activity: Option<Id>,
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "study/member.html")]
pub struct MemberStudy {
    pub member: Id,
    pub name: String,
    pub proposal: Proposal,
    pub activity: Option<Activity>,
    pub when: String,
    pub building: Option<String>,
    /// What the member said of it before.
    pub wishes: Vec<StudyWish>,
    pub answer: Option<Answer>,
    pub may_change: bool,
    pub may_place: bool,
}
impl Page for MemberStudy {
    fn title(&self) -> String {
        say!("{}怎样参加", "How {} takes part", self.name)
    }
}

pub fn of_member(cx: &Cx<View>, Path(id): Path<Id>, Query(of): Query<Of>) -> Result<Reply<MemberStudy>> {
    let (member, activity): (Member, _) = (cx.find(id)?, of.activity.map(|a| cx.find::<Activity>(a)).transpose()?);
    let building = "select p.name from {member_places} l join {places} p on p.tenant = l.tenant and p.id = l.place where l.member = $1";
    Reply::show(MemberStudy {
        member: id,
        proposal: look_at(cx, &member, activity.as_ref())?,
        when: activity.as_ref().map(|a| crate::ui::day(a.day)).unwrap_or_default(),
        building: cx.maybe(building, args![id])?,
        wishes: StudyWish::of_member(cx, id)?,
        answer: activity.as_ref().map(|a| Answer::of(cx, a.id, id)).transpose()?.flatten(),
        may_change: cx.may("study.change"),
        may_place: cx.may("places.edit"),
        name: member.name,
        activity,
    })
}

/// What the member said, as somebody writes it down.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Said {
    /// `as_proposed` takes a wish back.
    #[serde(default)]
    pub mode: String,
    pub activity: Option<Id>,
    /// From now on, and not for this activity alone.
    #[serde(default)]
    pub lasting: bool,
    #[serde(default)]
    pub via: Via,
    /// Who said it: the member, a daughter …
    #[serde(default)]
    pub said_by: String,
}

pub fn change(cx: &Cx<Change>, Path(id): Path<Id>, Input(s): Input<Said>) -> Acted {
    let member: Member = cx.find(id)?;
    if s.said_by.trim().is_empty() {
        return Err(Error::field("said_by", "请写是谁说的，如“本人”“女儿”。", "Say who said it, as “the member”, “a daughter”."));
    }
    write_down(cx, &member, &s, s.via)?;
    let back = s.activity.map_or_else(|| format!("/members/{id}/study"), |a| format!("/members/{id}/study?activity={a}"));
    said(back, say!("记下了{}的话。", "What {} said is noted.", member.name))
}

/// For this activity it is an answer; from now on it is a wish.
fn write_down(cx: &Writer, member: &Member, s: &Said, via: Via) -> Result<()> {
    let mode = MODES.into_iter().find(|m| StudyWish::code(*m) == s.mode);
    let unknown = || Error::field("mode", "请选一种参加方式。", "Choose a way of taking part.");
    match (mode, s.activity.filter(|_| !s.lasting)) {
        (Some(mode), Some(activity)) => {
            let activity: Activity = cx.find(activity)?;
            as_answer(mode).give_for(cx, &activity, member.id, via.code(), &s.said_by)
        }
        (Some(mode), None) => StudyWish::say(cx, member, Some(mode), via, &s.said_by),
        (None, None) if s.mode == "as_proposed" => StudyWish::say(cx, member, None, via, &s.said_by),
        _ => Err(unknown()),
    }
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "study/mine.html")]
pub struct MyStudy {
    pub proposal: Proposal,
    pub activity: Option<Activity>,
    pub when: String,
    /// What I wish from now on.
    pub wish: Option<StudyWish>,
}
impl Page for MyStudy {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("怎样参加", "How I take part").into()
    }
}

pub fn mine(cx: &Cx<Mine>, Query(of): Query<Of>) -> Result<Reply<MyStudy>> {
    let me = myself(cx)?;
    let activity = of.activity.map(|a| due(cx, a, &me)).transpose()?;
    Reply::show(MyStudy {
        proposal: look_at(cx, &me, activity.as_ref())?,
        when: activity.as_ref().map(|a| crate::ui::day(a.day)).unwrap_or_default(),
        wish: StudyWish::of_member(cx, me.id)?.into_iter().next().filter(|w| !w.mode.is_empty()),
        activity,
    })
}

fn due(cx: &Reader, activity: Id, me: &Member) -> Result<Activity> {
    let activity: Activity = cx.find(activity)?;
    if activity.is_due(cx, me.id)? { Ok(activity) } else { Err(Error::NotFound) }
}

/// My own word: one tap.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Wish {
    #[serde(default)]
    pub mode: String,
    pub activity: Option<Id>,
    #[serde(default)]
    pub lasting: bool,
}

pub fn wish(cx: &Cx<Answers>, Input(w): Input<Wish>) -> Acted {
    let me = myself(cx)?;
    if let Some(activity) = w.activity {
        due(cx, activity, &me)?;
    }
    let words = Said { mode: w.mode, activity: w.activity, lasting: w.lasting, via: Via::Account, said_by: me.name.clone() };
    write_down(cx, &me, &words, Via::Account)?;
    let back = words.activity.map_or_else(|| "/me/study".to_owned(), |a| format!("/me/study?activity={a}"));
    said(back, t("记下了，照您说的办。", "Noted; it is as you said."))
}

impl MyStudy {
    fn modes(&self) -> [Study; 4] {
        MODES
    }
    fn is_now(&self, mode: &Study) -> bool {
        self.proposal.mode == Some(*mode) && self.proposal.is_said()
    }
}

impl MemberStudy {
    fn modes(&self) -> [Study; 4] {
        MODES
    }
    fn is_now(&self, mode: &Study) -> bool {
        self.proposal.mode == Some(*mode)
    }
}
