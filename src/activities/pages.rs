//! The page of an activity, with the acts that change it.

use super::{
    Activity, Answer, Clash, Details, Hold, Person, Plans, State, Tally, View,
    clash::with_clashes,
    line::{self, Basis, due_words},
};
use crate::{
    notices::{Notice, To},
    orgs::Org,
    rulebook,
    study::{self, Proposal},
};
use askama::Template;
use jiff::civil::Date;
use kernel::{Acted, Cx, Id, Input, Page, Path, Reader, Reply, Result, Writer, args, said, say, see, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "activities/show.html")]
pub struct ShowActivity {
    pub activity: Activity,
    pub kind_name: String,
    pub org_name: String,
    pub day_words: String,
    pub due_words: String,
    pub basis: Option<Basis>,
    pub people: Vec<Person>,
    /// Of each of them, in the same order: how to take part, and why that is proposed.
    pub proposals: Vec<Proposal>,
    pub tally: Tally,
    pub comes: usize,
    pub visits: usize,
    pub cannot: usize,
    /// Where it was postponed to.
    pub followed_by: Option<Next>,
    pub may_plan: bool,
    pub may_hold: bool,
    /// What else is at its time, in its room, or with its people.
    pub clashes: Vec<Clash>,
    pub may_round: bool,
    /// It can be called now: its day has come.
    pub is_due_now: bool,
}
impl Page for ShowActivity {
    fn title(&self) -> String {
        format!("{} {}", self.activity.title, self.activity.day)
    }
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Next {
    pub id: Id,
    pub day: String,
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ShowActivity>> {
    let activity: Activity = cx.find(id)?;
    let people = activity.people(cx)?;
    let answered = |answer| people.iter().filter(|p| p.answer == Some(answer)).count();
    Reply::show(ShowActivity {
        kind_name: Activity::kind_name(cx, &activity.kind)?,
        org_name: activity.organisation(cx)?.name,
        day_words: crate::ui::day(activity.day),
        due_words: due_words(activity.due, people.len() as i64),
        basis: basis(cx, &activity)?,
        tally: Tally::of(people.iter().map(|p| p.mode)),
        comes: answered(Answer::Come),
        visits: answered(Answer::Visit),
        cannot: answered(Answer::Cannot),
        followed_by: cx.maybe("select a.id, a.day from {activities} a where a.follows = $1", args![id])?,
        clashes: activity.clashes(cx)?,
        may_plan: cx.may("activities.plan"),
        may_hold: cx.may("activities.hold"),
        may_round: cx.may("rounds.plan"),
        proposals: if activity.is_open() { study::of_activity(cx, &activity, &people)? } else { vec![] },
        is_due_now: activity.is_open() && activity.day <= cx.today(),
        people,
        activity,
    })
}

fn basis(cx: &Reader, activity: &Activity) -> Result<Option<Basis>> {
    let book = rulebook::book(cx)?;
    let entry = book.at(activity.day).entries().into_iter().find(|e| e.key == activity.basis);
    Ok(entry.as_ref().map(line::basis))
}

pub fn edit(cx: &Cx<Plans>, Path(id): Path<Id>, Input(details): Input<Details>) -> Acted {
    let activity: Activity = cx.find(id)?;
    activity.edit(cx, &details)?;
    let clashes = cx.find::<Activity>(id)?.clashes(cx)?;
    said(url(id), with_clashes(t("改好了。需要的话，请发一份变更通知。", "Changed. Announce it if people must know."), id, &clashes))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Announcement {
    pub text: String,
}

/// A notice about this activity to those who are due.
pub fn announce(cx: &Cx<Hold>, Path(id): Path<Id>, Input(a): Input<Announcement>) -> Acted {
    let activity: Activity = cx.find(id)?;
    activity.must_be_open()?;
    if a.text.trim().is_empty() {
        return Err(kernel::Error::field("text", "请写要告诉大家什么。", "Say what people should know."));
    }
    let notice = tell(cx, &activity, &say!("{}：有变化", "{}: a change", activity.title), a.text.trim())?;
    said(format!("/notices/{}", notice.id), t("通知已发出。", "The notice is sent."))
}

pub fn hold(cx: &Cx<Hold>, Path(id): Path<Id>) -> Acted {
    cx.find::<Activity>(id)?.hold(cx)?;
    see(url(id))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Postponement {
    #[schemars(with = "String")]
    pub day: Date,
    pub starts: String,
    #[serde(default)]
    pub reason: String,
}

pub fn postpone(cx: &Cx<Plans>, Path(id): Path<Id>, Input(p): Input<Postponement>) -> Acted {
    let activity: Activity = cx.find(id)?;
    let next = activity.postpone(cx, p.day, &p.starts, &p.reason)?;
    let text = say!(
        "原定 {}，{}，改到 {} {}。",
        "Instead of {} ({}) it is held on {} {}.",
        crate::ui::day(activity.day),
        p.reason.trim(),
        crate::ui::day(next.day),
        next.starts
    );
    tell(cx, &next, &say!("{}：延期", "{}: postponed", activity.title), &text)?;
    let done = t("延期了，已通知应参加的人。", "Postponed; those due are notified.");
    said(url(next.id), with_clashes(done, next.id, &next.clashes(cx)?))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Cancellation {
    #[serde(default)]
    pub reason: String,
}

pub fn cancel(cx: &Cx<Plans>, Path(id): Path<Id>, Input(c): Input<Cancellation>) -> Acted {
    let activity: Activity = cx.find(id)?;
    activity.cancel(cx, &c.reason)?;
    let text = say!("{} 的活动取消：{}", "It is not held on {}: {}", crate::ui::day(activity.day), c.reason.trim());
    tell(cx, &activity, &say!("{}：取消", "{}: cancelled", activity.title), &text)?;
    said(url(id), t("取消了，已通知应参加的人。", "Cancelled; those due are notified."))
}

/// What a member said on the telephone.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Said {
    pub member: Id,
    pub answer: Answer,
}

pub fn answer(cx: &Cx<Hold>, Path(id): Path<Id>, Input(said): Input<Said>) -> Acted {
    let activity: Activity = cx.find(id)?;
    said.answer.give(cx, &activity, said.member, "telephone")?;
    see(url(id))
}

/// Tells those who are due; at an open activity, those who signed up.
fn tell(cx: &Writer, activity: &Activity, title: &str, text: &str) -> Result<Notice> {
    let people: Vec<Id> = activity.people(cx)?.into_iter().map(|p| p.id).collect();
    let org: Org = activity.organisation(cx)?;
    Notice::send(cx, &org, title, text, Some(activity.id), To::Some(&people))
}

pub fn url(id: Id) -> String {
    format!("/activities/{id}")
}

impl ShowActivity {
    /// Of the person at this place of the list.
    fn proposal(&self, at: &usize) -> Option<&Proposal> {
        self.proposals.get(*at)
    }
    /// How many are to be visited: it is their word, or proposed.
    fn to_visit(&self) -> usize {
        self.proposals.iter().filter(|p| p.mode == Some(rulebook::Study::Home)).count()
    }
    pub fn is_over(&self) -> bool {
        matches!(self.activity.state, State::Cancelled | State::Postponed)
    }
}
