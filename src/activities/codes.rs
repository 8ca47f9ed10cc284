//! Codes that change: one shown in the room, which members scan; one on each member's own phone,
//! which the desk scans or types. One scan is one attendance.

use super::{Activity, Attendance, Hold, Mode, Person, Tally, Via, View, roll_call::record};
use crate::{
    me::{Answers, Mine},
    people::Member,
    rulebook::{self, keys},
};
use askama::Template;
use jiff::{SpanRelativeTo, Unit};
use kernel::{Acted, Cx, Error, Id, Input, Origin, Page, Path, Query, Reader, Reply, Result, Shell, Spot, Writer, args, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Letters that cannot be taken for one another when they are read aloud or typed.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// How long a code is; it is good for two periods only, and for one activity or member.
const LENGTH: usize = 8;

impl Activity {
    /// The code of a period: a keyed hash of the activity's own key.
    fn code(&self, cx: &Reader, period: i64) -> Result<String> {
        let sealed: Option<Vec<u8>> = cx.one("select code_key from {activities} a where a.id = $1", args![self.id])?;
        let key = sealed.map(|s| cx.unseal(Spot { table: "activities", column: "code_key", row: self.id }, &s)).transpose()?;
        Ok(spell(&cx.digest("room code", &format!("{}/{}/{period}", self.id, key.unwrap_or_default()))))
    }

    /// The member comes to the room and scans the code: recorded once, however often it is scanned.
    pub fn check_in(&self, cx: &Writer, member: Id, code: &str) -> Result<bool> {
        let (now, _) = period(cx)?;
        if ![now, now - 1].into_iter().map(|p| self.code(cx, p)).collect::<Result<Vec<_>>>()?.contains(&plain(code)) {
            return Err(expired());
        }
        arrive(cx, self, member, Via::Code)
    }
}

/// The member's own code of a period.
pub fn own_code(cx: &Reader, member: Id, period: i64) -> String {
    spell(&cx.digest("own code", &format!("{member}/{period}")))
}

/// The current period, and how many seconds it still holds.
pub fn period(cx: &Reader) -> Result<(i64, i64)> {
    let every = rulebook::book(cx)?.at(cx.today()).get(keys::ROLL_CALL_CODE_EVERY);
    let seconds = (every.total((Unit::Second, SpanRelativeTo::days_are_24_hours()))? as i64).max(1);
    let now = cx.house().clock.timestamp().as_second();
    Ok((now.div_euclid(seconds), seconds - now.rem_euclid(seconds)))
}

fn arrive(cx: &Writer, activity: &Activity, member: Id, via: Via) -> Result<bool> {
    activity.must_be_open()?;
    let stands = Attendance::mark(cx, activity.id, member)?.is_some_and(Mode::is_present);
    if stands { Ok(false) } else { record(cx, activity, member, Mode::InRoom, via, "") }
}

fn spell(hash: &[u8]) -> String {
    hash.iter().take(LENGTH).map(|b| LETTERS[usize::from(b % 32)] as char).collect()
}

fn plain(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

fn expired() -> Error {
    Error::rule(
        "code_expired",
        "这个码已经过期，请再扫一次会场的码，或请工作人员帮您签到。",
        "This code has expired. Scan the one in the room again, or ask the staff.",
    )
}

/// The big screen in the room.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "activities/code.html")]
pub struct RoomCode {
    pub activity: Activity,
    pub url: String,
    pub seconds: i64,
    #[serde(skip)]
    pub svg: String,
    pub tally: Tally,
}
impl Page for RoomCode {
    fn title(&self) -> String {
        say!("会场签到 · {}", "Check-in: {}", self.activity.title)
    }
}

pub fn room(cx: &Cx<View>, Path(id): Path<Id>, origin: Origin) -> Result<Reply<RoomCode>> {
    let activity: Activity = cx.find(id)?;
    activity.must_be_open()?;
    let (now, seconds) = period(cx)?;
    let url = format!("{}/check-in/{id}?c={}", origin.base, activity.code(cx, now)?);
    let svg = qr(&url)?;
    Reply::show(RoomCode { tally: activity.tally(cx)?, activity, url, seconds, svg })
}

/// A QR code as SVG.
pub fn qr(text: &str) -> Result<String> {
    documents::qr_svg(text).map_err(|e| Error::Internal(e.into()))
}

/// What the member sees who scanned the room's code.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "activities/check_in.html")]
pub struct CheckIn {
    pub activity: Activity,
    pub day_words: String,
    pub code: String,
    pub name: String,
    /// Taking part stands already.
    pub mode: Option<Mode>,
}
impl Page for CheckIn {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("签到", "Check in").into()
    }
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Scanned {
    pub c: String,
}

pub fn scanned(cx: &Cx<Mine>, Path(id): Path<Id>, Query(scanned): Query<Scanned>) -> Result<Reply<CheckIn>> {
    let (activity, member): (Activity, Member) = (cx.find(id)?, crate::me::myself(cx)?);
    let mode = Attendance::mark(cx, id, member.id)?.filter(|m| m.is_present());
    Reply::show(CheckIn { day_words: crate::ui::day(activity.day), activity, code: scanned.c, name: member.name, mode })
}

pub fn check_in(cx: &Cx<Answers>, Path(id): Path<Id>, Input(scanned): Input<Scanned>) -> Acted {
    let (activity, member): (Activity, Member) = (cx.find(id)?, crate::me::myself(cx)?);
    let new = activity.check_in(cx, member.id, &scanned.c)?;
    let again = t("您已经签过到了，不用再签。", "You are checked in already.");
    said("/me", if new { t("签到成功。", "You are checked in.") } else { again })
}

/// The desk at the door: the member's own code is scanned or typed.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "activities/desk.html")]
pub struct Desk {
    pub activity: Activity,
    pub tally: Tally,
    pub people: Vec<Person>,
}
impl Page for Desk {
    fn title(&self) -> String {
        say!("签到台 · {}", "Desk: {}", self.activity.title)
    }
}

pub fn desk(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<Desk>> {
    let activity: Activity = cx.find(id)?;
    let people = activity.people(cx)?;
    Reply::show(Desk {
        tally: Tally::of(people.iter().map(|p| p.mode)),
        people: people.into_iter().filter(|p| p.mode.is_some_and(Mode::is_present)).collect(),
        activity,
    })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Shown {
    pub code: String,
}

pub fn at_desk(cx: &Cx<Hold>, Path(id): Path<Id>, Input(shown): Input<Shown>) -> Acted {
    let activity: Activity = cx.find(id)?;
    let unknown = || {
        Error::field("code", "这个码不对或已过期，请党员刷新“我的码”再试。", "This code is wrong or expired; let the member refresh it.")
    };
    let (member, name) = owner(cx, &activity, &plain(&shown.code))?.ok_or_else(unknown)?;
    let new = arrive(cx, &activity, member, Via::Desk)?;
    let sentence = if new {
        say!("{name}签到成功。", "{name} is checked in.")
    } else {
        say!("{name}已经签过到了。", "{name} is checked in already.")
    };
    said(format!("/activities/{id}/desk"), sentence)
}

/// Whose code this is, among the members of the organisation that holds the activity.
fn owner(cx: &Reader, activity: &Activity, code: &str) -> Result<Option<(Id, String)>> {
    let (now, _) = period(cx)?;
    let members: Vec<(Id, String)> = cx.all(
        "select m.id, m.name from {members} m where m.path >= $1 and m.path < $2",
        args![&activity.path, kernel::schema::past(&activity.path)],
    )?;
    Ok(members.into_iter().find(|(id, _)| [now, now - 1].iter().any(|p| own_code(cx, *id, *p) == code)))
}
