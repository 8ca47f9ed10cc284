//! The ledger of taking part: appended, never changed. The entry in force of an activity and a
//! member stands in `marks` as well, which follows from the ledger.

use super::{Activity, Mode, State, activity::not_yet};
use crate::{
    points::{self, Whose},
    rulebook::{self, keys},
};
use jiff::civil::Date;
use kernel::{Error, Id, Reader, Result, Writer, args, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// By which way an entry came; all ways are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// Ticked on a list.
    List,
    /// The member scanned the code in the room.
    Code,
    /// The member's own code at the desk.
    Desk,
    /// A paper sheet typed back.
    Sheet,
    /// A matrix workbook.
    Workbook,
    /// A visitor's round.
    Round,
    /// They answered the activity's questions, and whoever calls the roll confirmed it.
    Answers,
}

impl Via {
    pub fn code(self) -> &'static str {
        match self {
            Via::List => "list",
            Via::Code => "code",
            Via::Desk => "desk",
            Via::Sheet => "sheet",
            Via::Workbook => "workbook",
            Via::Round => "round",
            Via::Answers => "answers",
        }
    }
}

/// One entry of the ledger.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Attendance {
    pub id: Id,
    pub occurred_on: String,
    pub activity: Id,
    pub member: Id,
    pub mode: Mode,
    pub via: Via,
    pub recorded_at: String,
    pub recorded_by: String,
    pub note: String,
}

impl Attendance {
    /// Appends an entry; it stands in the place of an earlier one of this activity and member.
    /// `occurred_on` is the day of the fact: the activity's, or the day on which it was made up.
    pub fn record(cx: &Writer, activity: &Activity, member: Id, mode: Mode, via: Via, note: &str, occurred_on: Date) -> Result<Id> {
        activity.must_be_open()?;
        in_time(cx, activity, mode, occurred_on)?;
        let path: String = cx.one("select path from {members} m where m.id = $1", args![member])?;
        Attendance::append(cx, Entry { activity: activity.id, member, path: &path, mode, via, note, occurred_on, source: None })?
            .held(cx, activity, mode)
    }

    /// A visitor brought the study home. `visit` is what it came from: what was a wrong tap is taken back
    /// by it, as an import is.
    pub fn brought_home(cx: &Writer, activity: &Activity, member: Id, visitor: &str, visit: Id) -> Result<()> {
        activity.must_be_open()?;
        in_time(cx, activity, Mode::Home, activity.day)?;
        if Attendance::mark(cx, activity.id, member)?.is_some_and(Mode::is_present) {
            return Ok(());
        }
        let path: String = cx.one("select path from {members} m where m.id = $1", args![member])?;
        let entry = Entry {
            activity: activity.id,
            member,
            path: &path,
            mode: Mode::Home,
            via: Via::Round,
            note: visitor,
            occurred_on: activity.day,
            source: Some(visit),
        };
        Attendance::append(cx, entry)?.held(cx, activity, Mode::Home).map(drop)
    }

    /// As `record`, for many members whose paths are known already.
    pub(super) fn append(cx: &Writer, e: Entry) -> Result<Appended> {
        let id = cx.new_id();
        let before: Option<Date> =
            cx.maybe("select k.occurred_on from {marks} k where k.activity = $1 and k.member = $2", args![e.activity, e.member])?;
        cx.run(
            "insert into {attendance} (occurred_on, id, activity, member, path, mode, via, recorded_at, recorded_by, note, source) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            args![e.occurred_on, id, e.activity, e.member, e.path, e.mode.code(), e.via.code(), cx.now(), &cx.actor().name, e.note.trim(), e.source],
        )?;
        cx.run(
            "insert into {marks} (activity, member, path, mode, entry, occurred_on) values ($1, $2, $3, $4, $5, $6) \
             on conflict (activity, member) do update set path = excluded.path, mode = excluded.mode, entry = excluded.entry, occurred_on = excluded.occurred_on",
            args![e.activity, e.member, e.path, e.mode.code(), id, e.occurred_on],
        )?;
        // Hours and points follow at once, also for the day on which an earlier entry stood.
        let (first, last) = before.map_or((e.occurred_on, e.occurred_on), |b| (b.min(e.occurred_on), b.max(e.occurred_on)));
        points::settle(cx, Whose::Member(e.member), first, last.tomorrow()?)?;
        Ok(Appended(id))
    }

    /// The entries of a member at an activity, the one in force first.
    pub fn of(cx: &Reader, activity: Id, member: Id) -> Result<Vec<Attendance>> {
        let sql = "select e.id, e.occurred_on, e.activity, e.member, e.mode, e.via, e.recorded_at, e.recorded_by, e.note from {attendance} e where e.activity = $1 and e.member = $2 order by e.recorded_at desc, e.id desc";
        cx.all(sql, args![activity, member])
    }

    pub fn mark(cx: &Reader, activity: Id, member: Id) -> Result<Option<Mode>> {
        cx.maybe("select k.mode from {marks} k where k.activity = $1 and k.member = $2", args![activity, member])
    }
}

/// Marks that are not what the ledger of taking part says.
pub fn marks_that_disagree(cx: &Reader) -> Result<Vec<String>> {
    let wrong: i64 = cx.one(
        "select count(*) from {marks} k where not exists (select 1 from {attendance} e where e.tenant = k.tenant and e.occurred_on = k.occurred_on and e.id = k.entry \
           and e.activity = k.activity and e.member = k.member and e.mode = k.mode)",
        args![],
    )?;
    Ok((wrong > 0)
        .then(|| say!("{wrong} 条签到结果与签到明细不符", "{wrong} marks are not what the roll-call ledger says"))
        .into_iter()
        .collect())
}

/// What one entry holds.
pub(super) struct Entry<'a> {
    pub activity: Id,
    pub member: Id,
    pub path: &'a str,
    pub mode: Mode,
    pub via: Via,
    pub note: &'a str,
    pub occurred_on: Date,
    pub source: Option<Id>,
}

pub(super) struct Appended(Id);

impl Appended {
    /// Where somebody took part, the activity was held.
    fn held(self, cx: &Writer, activity: &Activity, mode: Mode) -> Result<Id> {
        if mode.is_present() && activity.state == State::Planned {
            activity.to_state(cx, State::Held, "")?;
        }
        cx.note(activity.id, format!("attendance {}", mode.code()));
        Ok(self.0)
    }
}

/// Nobody has taken part before the day, and what is made up is made up within the rule's time.
fn in_time(cx: &Writer, activity: &Activity, mode: Mode, occurred_on: Date) -> Result<()> {
    let ahead = matches!(mode, Mode::Excused | Mode::Exempt);
    if !ahead && (occurred_on < activity.day || activity.day > cx.today()) {
        return Err(not_yet());
    }
    if mode == Mode::MadeUp && occurred_on > activity.day {
        let within = rulebook::book(cx)?.at(activity.day).get(keys::MADE_UP_WITHIN);
        if activity.day.checked_add(within).is_ok_and(|last| occurred_on > last) {
            return Err(Error::rule("made_up_late", "已经超过补学期限。", "It is too late to make this up."));
        }
    }
    Ok(())
}
