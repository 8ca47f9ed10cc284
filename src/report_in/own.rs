//! A person's own side: which report-in is theirs, and what they keep up to date themselves.

use super::{Act, ReportIn};
use crate::{
    orgs::Org,
    people::Member,
    posts::Person,
    skills::{Skills, besides, listed, parted, said},
};
use kernel::{Id, Reader, Result, Writer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const MINE: &str = "a member of the ledger who reported in finds themselves by the tie, wherever that was";

/// Skills, free times and wishes as a person gives them: ticked from the lists, or in their own words.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Offered {
    /// Of the list.
    pub skill: Vec<String>,
    /// Others, separated by commas or blanks.
    pub skills: String,
    /// Slots: weekday, evening, weekend, holiday.
    pub slot: Vec<String>,
    /// When else, in their own words.
    pub available: String,
    pub post_wish: String,
}

impl Offered {
    /// As it stands, to be brought up to date.
    pub fn of(who: &ReportIn, skills: &Skills) -> Offered {
        let (skill, own): (Vec<String>, Vec<String>) =
            listed(&who.skills_said).into_iter().partition(|word| skills.all().contains(&word.as_str()));
        Offered {
            skill,
            skills: own.join("、"),
            slot: listed(&who.free),
            available: besides(&who.available).to_owned(),
            post_wish: who.post_wish.clone(),
        }
    }

    pub fn has_skill(&self, skill: &str) -> bool {
        self.skill.iter().any(|s| s == skill)
    }
    pub fn has_slot(&self, slot: &str) -> bool {
        self.slot.iter().any(|s| s == slot)
    }

    pub fn skills_said(&self) -> Vec<String> {
        let mut all = self.skill.clone();
        all.extend(parted(&self.skills).into_iter().filter(|word| !self.skill.contains(word)));
        all
    }

    pub fn times_said(&self) -> String {
        said(&self.slot, self.available.trim())
    }
}

impl ReportIn {
    /// The report-in of whoever asks: their account's own, or that of the member behind the account.
    pub fn mine(cx: &Reader) -> Result<Option<ReportIn>> {
        let Some(person) = cx.actor().person else { return Ok(None) };
        if cx.actor().role == "in_service" {
            return cx.maybe("select * from {report_ins} r where r.id = $1", kernel::args![person]);
        }
        let Some(member): Option<Member> = cx.maybe("select * from {members} m where m.id = $1", kernel::args![person])? else {
            return Ok(None);
        };
        let facts = member.facts(cx)?;
        ReportIn::of_member(&cx.beyond_scope(MINE), &member.name, facts.id_no.as_deref(), facts.phone.as_deref())
    }

    /// The community they reported in at, which a member's own line may not hold.
    pub fn community(&self, cx: &Reader) -> Result<Org> {
        cx.beyond_scope(MINE).find(self.org)
    }

    /// Brings their own skills, times and wishes up to date.
    pub fn keep(&self, cx: &Writer, offered: &Offered) -> Result<bool> {
        let all = cx.beyond_scope(MINE);
        let old = self.facts(cx)?;
        let new = super::Facts {
            skills: offered.skills_said(),
            available: offered.times_said(),
            post_wish: offered.post_wish.trim().to_owned(),
            ..old.clone()
        };
        let changed = old.differences(&new);
        if changed.is_empty() {
            return Ok(false);
        }
        self.change(&all, &Skills::of(cx)?, &self.community(cx)?, &new, None)?;
        Act::record(&all, self.id, &self.path, "kept", &changed.join(" "), &cx.actor().name)?;
        cx.note(self.id, format!("brought their own {} up to date", changed.join(" ")));
        Ok(true)
    }

    /// They report in here no longer; their word alone is enough.
    pub fn leave_by_oneself(&self, cx: &Writer, reason: &str) -> Result<()> {
        self.leave(&cx.beyond_scope(MINE), reason)
    }

    /// Who else may be the same person: one ID number, one name and phone, or one name and unit. Nobody
    /// is put together by likeness alone.
    pub fn alike(&self, cx: &Reader) -> Result<Vec<ReportIn>> {
        cx.all(
            "select * from {report_ins} r where r.id <> $1 and (r.id_hash = (select s.id_hash from {report_ins} s where s.id = $1) \
             or r.name = $2 and (r.phone_hash = (select s.phone_hash from {report_ins} s where s.id = $1) or r.unit_name = $3 and r.unit_name <> '')) order by r.reported_on, r.id limit 5",
            kernel::args![self.id, &self.name, &self.unit_name],
        )
    }

    /// Two entries of one person become this one: what the other told and this one does not know is
    /// kept, the other goes.
    pub fn join(&self, cx: &Writer, other: Id) -> Result<()> {
        let other: ReportIn = cx.find(other)?;
        let (mine, told) = (self.facts(cx)?, other.facts(cx)?);
        let mut both = told.and(&mine, |_| false);
        both.reported_on = mine.reported_on.min(told.reported_on);
        both.flags.retain(|flag| !flag.ends_with("_twice"));
        Person::becomes(cx, other.id, self.id)?;
        other.take_out(cx)?;
        let org: Org = cx.find(self.org)?;
        self.change(cx, &Skills::of(cx)?, &org, &both, None)?;
        cx.note(self.id, format!("put together with {}, one person", other.id));
        Ok(())
    }
}
