//! One row of a roll-call workbook, as an import meets it: the marks of one member. It is compared
//! with what stands, and taken in, row by row.

use super::{
    Attendance, Mode, Taken, Via,
    attendance::Entry,
    matrix::{Meeting, held},
};
use crate::{orgs::Org, people::Member};
use kernel::{Id, Reader, Result, Writer};
use serde::{Deserialize, Serialize};

/// A mark as the sheet has it: the head it stands under, and what it says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Called {
    pub head: sheets::Meeting,
    pub mode: Mode,
}

/// What a mark would be beside what stands.
struct Seen {
    meeting: Meeting,
    mode: Mode,
    before: Option<Mode>,
}

/// What the marks of a row come to.
#[derive(Debug, PartialEq)]
pub enum Outlook {
    /// A meeting of this day has not been held yet.
    Ahead(String),
    New,
    /// Days whose mark becomes another one.
    Changed(Vec<String>),
    Same,
}

/// Compares the marks of a row with what stands; nothing is written.
pub fn outlook(cx: &Reader, org: &Org, member: Id, called: &[Called]) -> Result<Outlook> {
    let seen = look(cx, org, member, called)?;
    if let Some(ahead) = seen.iter().find(|s| s.meeting.day > cx.today()) {
        return Ok(Outlook::Ahead(ahead.meeting.day.to_string()));
    }
    let changes = |s: &&Seen| s.before.is_some_and(|b| !s.mode.says_nothing_new(b));
    let changed: Vec<String> = seen.iter().filter(changes).map(|s| s.meeting.day.to_string()).collect();
    Ok(match changed.is_empty() {
        false => Outlook::Changed(changed),
        true if seen.iter().any(|s| s.before.is_none()) => Outlook::New,
        true => Outlook::Same,
    })
}

/// Appends what is new of a row.
pub fn call(cx: &Writer, org: &Org, member: &Member, called: &[Called], source: Id) -> Result<()> {
    let mut taken = Taken::default();
    for Seen { meeting, mode, before } in look(cx, org, member.id, called)? {
        let activity = meeting.stand(cx, org, source, &mut taken)?;
        let entry = Entry {
            activity: activity.id,
            member: member.id,
            path: &member.path,
            mode,
            via: Via::Workbook,
            note: "",
            occurred_on: meeting.day,
            source: Some(source),
        };
        taken.count(cx, before, entry)?;
    }
    Ok(())
}

/// Two heads of a sheet may mean one activity of the book: who took part under one took part.
fn look(cx: &Reader, org: &Org, member: Id, called: &[Called]) -> Result<Vec<Seen>> {
    let mut seen: Vec<Seen> = vec![];
    for Called { head, mode } in called {
        let meeting = held(cx, org, head)?;
        let twin = seen.iter_mut().find(|s| meeting.activity.is_some() && s.meeting.activity == meeting.activity);
        if let Some(twin) = twin {
            twin.mode = if twin.mode.is_present() { twin.mode } else { *mode };
            continue;
        }
        let before = meeting.activity.map(|id| Attendance::mark(cx, id, member)).transpose()?.flatten();
        seen.push(Seen { meeting, mode: *mode, before });
    }
    Ok(seen)
}
