//! The roll called on a list, on a phone: one form for all, or one tap for one.

use super::{Activity, Answer, Attendance, Due, Hold, Mode, Person, Tally, Via, View};
use crate::ebranch::{self, Named};
use askama::Template;
use jiff::civil::Date;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Query, Reader, Reply, Result, Writer, saved, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "activities/roll_call.html")]
pub struct RollCall {
    pub activity: Activity,
    pub day_words: String,
    pub people: Vec<Person>,
    pub tally: Tally,
    pub modes: Vec<Mode>,
    /// Anybody of the organisation may be added.
    pub open: bool,
    pub q: String,
    pub others: Vec<Person>,
    /// Answered the activity's questions and are not marked: proposed as online.
    pub proposed: Vec<Named>,
}
impl Page for RollCall {
    fn title(&self) -> String {
        say!("签到 · {}", "Roll-call: {}", self.activity.title)
    }
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Look {
    /// Part of a name.
    pub q: String,
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>, Query(look): Query<Look>) -> Result<Reply<RollCall>> {
    let activity: Activity = cx.find(id)?;
    let people = activity.people(cx)?;
    let open = activity.due == Due::Open;
    let others = if look.q.trim().is_empty() {
        vec![]
    } else {
        activity.others(cx, &look.q)?.into_iter().filter(|o| people.iter().all(|p| p.id != o.id)).collect()
    };
    Reply::show(RollCall {
        day_words: crate::ui::day(activity.day),
        tally: Tally::of(people.iter().map(|p| p.mode)),
        modes: Mode::ALL.to_vec(),
        people,
        open,
        q: look.q,
        others,
        proposed: ebranch::proposed(cx, id)?,
        activity,
    })
}

/// Fields `mode.<member>`, `note.<member>`, and `was.<member>` where the page knew a mode already.
pub type Ticks = BTreeMap<String, String>;

pub fn tick(cx: &Cx<Hold>, Path(id): Path<Id>, Input(ticks): Input<Ticks>) -> Acted {
    let activity: Activity = cx.find(id)?;
    activity.must_be_open()?;
    for (member, mode) in read(&ticks)? {
        let typed = |name: &str| ticks.get(&format!("{name}.{member}")).map(String::as_str);
        if typed("was") != Some(mode.code()) || !typed("note").unwrap_or("").is_empty() {
            record(cx, &activity, member, mode, Via::List, typed("note").unwrap_or(""))?;
        }
    }
    saved(format!("/activities/{id}/roll-call"))
}

/// Records one mark unless it stands already, and asks who is due first.
pub fn record(cx: &Writer, activity: &Activity, member: Id, mode: Mode, via: Via, note: &str) -> Result<bool> {
    if !belongs(cx, activity, member)? {
        return Err(Error::rule("not_due", "这位党员不在这项活动的应参加名单里。", "This member is not due at this activity."));
    }
    let before = Attendance::of(cx, activity.id, member)?.into_iter().next();
    if before.is_some_and(|b| b.mode == mode && (note.trim().is_empty() || b.note == note.trim())) {
        return Ok(false);
    }
    // Read again: the first present mark of this pass has made it a held one.
    let activity: Activity = cx.find(activity.id)?;
    Attendance::record(cx, &activity, member, mode, via, note, happened_on(cx, &activity, mode))?;
    Ok(true)
}

/// What is made up is made up on the day it is recorded; all else is of the activity's day.
fn happened_on(cx: &Reader, activity: &Activity, mode: Mode) -> Date {
    if mode == Mode::MadeUp { cx.today().max(activity.day) } else { activity.day }
}

/// Members below the organisation that holds it; of a committee's meeting the committee alone.
fn belongs(cx: &Reader, activity: &Activity, member: Id) -> Result<bool> {
    match activity.due {
        Due::Committee => activity.is_due(cx, member),
        _ => {
            let path: Option<String> = cx.maybe("select m.path from {members} m where m.id = $1", kernel::args![member])?;
            Ok(path.is_some_and(|p| p.starts_with(&activity.path)) || Attendance::mark(cx, activity.id, member)?.is_some())
        }
    }
}

fn read(ticks: &Ticks) -> Result<Vec<(Id, Mode)>> {
    let unknown = || Error::field("mode", "有一个参加方式不认识。", "One way of taking part is unknown.");
    let modes = ticks.iter().filter_map(|(name, value)| name.strip_prefix("mode.").map(|id| (id, value))).filter(|m| !m.1.is_empty());
    modes.map(|(id, mode)| Ok((id.parse().map_err(|_| unknown())?, Mode::named(mode).ok_or_else(unknown)?))).collect()
}

impl RollCall {
    /// The one that the member asked for, or that their answers propose, to be confirmed by the tap.
    pub fn is_wished(&self, person: &Person, mode: &Mode) -> bool {
        let wished = match person.answer {
            Some(Answer::Visit) => Some(Mode::Home),
            Some(Answer::Nearby) => Some(Mode::Nearby),
            Some(Answer::Online) => Some(Mode::Online),
            _ => self.proposed.iter().any(|p| p.id == person.id).then_some(Mode::Online),
        };
        person.mode.is_none() && wished == Some(*mode)
    }
    pub fn is_marked(&self, person: &Person, mode: &Mode) -> bool {
        person.mode == Some(*mode)
    }
    pub fn words(&self) -> &'static str {
        t("全部记下", "Save all")
    }
}
