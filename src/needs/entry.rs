//! Facts of a need as they are typed, checked one by one.

use super::{CHANNELS, Facts, URGENCIES};
use crate::{orgs::telephone, places::Place, skills::parted};
use kernel::{Error, Id, Reader, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values::{self, PartialDate};

/// A hidden fact comes up empty: typed anew it changes, named in `drop` it goes.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Entry {
    /// The community.
    pub org: Option<Id>,
    pub what: String,
    pub place: String,
    /// Of the register of places; empty for none.
    pub building: String,
    pub wanted: String,
    /// A number, or nothing.
    pub people: String,
    pub urgency: String,
    pub skills: String,
    pub from_name: String,
    pub phone: String,
    pub channel: String,
    /// Today where nothing is said.
    pub asked_on: String,
    pub drop: Vec<String>,
}

impl Entry {
    pub fn onto(&self, cx: &Reader, old: &Facts) -> Result<Facts> {
        let clean = |text: &str| values::clean(text).to_owned();
        let what = clean(&self.what);
        if what.is_empty() {
            return Err(Error::field("what", "请写明需要什么。", "Say what is needed."));
        }
        let among = |code: &str, known: &[(&str, &str, &str)], old: &str| {
            let code = if code.is_empty() && old.is_empty() {
                known[0].0
            } else if code.is_empty() {
                old
            } else {
                code
            };
            known.iter().find(|k| k.0 == code).map(|k| k.0.to_owned())
        };
        let unknown = |field: &str| Error::field(field, "没有这个选项。", "There is no such choice.");
        let dropped = |fact: &str| self.drop.iter().any(|d| d == fact);
        let name = values::name(&self.from_name).into_owned();
        let ordinary = if old.urgency.is_empty() { "ordinary" } else { &old.urgency };
        Ok(Facts {
            place: clean(&self.place),
            building: building(cx, &self.building)?,
            wanted: clean(&self.wanted),
            people: people_of(&self.people)?,
            urgency: among(&self.urgency, &URGENCIES, ordinary).ok_or_else(|| unknown("urgency"))?,
            skills: parted(&self.skills),
            from_name: Some(name).filter(|n| !n.is_empty()).or_else(|| old.from_name.clone().filter(|_| !dropped("from_name"))),
            from_phone: telephone(&self.phone)?.or_else(|| old.from_phone.clone().filter(|_| !dropped("phone"))),
            channel: among(&self.channel, &CHANNELS, &old.channel).ok_or_else(|| unknown("channel"))?,
            asked_on: day(cx, &self.asked_on, &old.asked_on)?,
            extra: if dropped("extra") { Default::default() } else { old.extra.clone() },
            what,
        })
    }
}

/// A place of the caller's register.
fn building(cx: &Reader, typed: &str) -> Result<Option<Id>> {
    let id = match typed.trim() {
        "" => return Ok(None),
        typed => typed.parse::<Id>().ok(),
    };
    let known = id.and_then(|id| cx.find::<Place>(id).ok());
    known.map(|p| Some(p.id)).ok_or_else(|| Error::field("building", "地点里没有这一处。", "There is no such place."))
}

/// How many people, as it was typed; none where nothing was.
pub fn people_of(typed: &str) -> Result<Option<i64>> {
    let half = values::half_width(typed);
    let digits = values::clean(&half).trim_end_matches(['人', '名', '个']).trim();
    if digits.is_empty() {
        return Ok(None);
    }
    let wrong = || Error::field("people", "请填写人数，如 2。", "Give a number, such as 2.");
    digits.parse().ok().filter(|n| (1..=100_000).contains(n)).map(Some).ok_or_else(wrong)
}

fn day(cx: &Reader, typed: &str, old: &str) -> Result<String> {
    let today = cx.today().to_string();
    let latest: PartialDate = today.parse().map_err(|e| Error::Internal(anyhow::anyhow!("today: {e}")))?;
    match values::clean(typed) {
        "" if old.is_empty() => Ok(today),
        "" => Ok(old.to_owned()),
        typed => match PartialDate::parse(typed, latest) {
            Ok(day) if day.is_after(latest) => Err(Error::field("asked_on", "日期在将来。", "The date lies in the future.")),
            Ok(day) => Ok(day.to_string()),
            Err(fault) => Err(Error::field("asked_on", format!("{}。", fault.zh()), format!("{fault}."))),
        },
    }
}
