//! A unit at a meeting: invited, who comes, who came.

use super::KIND;
use crate::{activities::Activity, letters::Party, units::Unit};
use kernel::{Error, Id, Reader, Result, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Guest {
    pub activity: Id,
    pub unit: Id,
    pub unit_name: String,
    /// Who comes, in the unit's words; empty while it has not answered.
    pub comes: String,
    /// Who came; empty where nobody noted it.
    pub came: String,
}

/// What is noted of a unit.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Noted {
    /// As the unit said, by telephone or on paper.
    pub comes: String,
    pub came: String,
}

const LINE: &str = "select g.activity, g.unit, g.unit_name, g.comes, g.came from {meeting_guests} g where";
const OWN: &str = "a unit sees the meetings it is invited to, whoever holds them";

impl Guest {
    pub fn of(cx: &Reader, activity: Id) -> Result<Vec<Guest>> {
        cx.all(&format!("{LINE} g.activity = $1 order by g.unit_name, g.unit"), args![activity])
    }

    /// Those that are not invited yet; being invited twice is being invited.
    pub fn invite(cx: &Writer, meeting: &Activity, units: &[Party]) -> Result<usize> {
        if meeting.kind != KIND {
            return Err(Error::rule("no_joint_meeting", "这不是联席会议。", "This is no joint meeting."));
        }
        meeting.must_be_open()?;
        let mut invited = 0;
        for unit in units {
            invited += cx.run(
                "insert into {meeting_guests} (id, path, activity, unit, unit_name, comes, came, made_by) values ($1, $2, $3, $4, $5, '', '', $6) on conflict (activity, unit) do nothing",
                args![cx.new_id(), &meeting.path, meeting.id, unit.id, &unit.name, &cx.actor().name],
            )? as usize;
        }
        cx.note(meeting.id, format!("{invited} units invited"));
        Ok(invited)
    }

    /// What the worker heard or saw; what is left empty stays as it was.
    pub fn note(cx: &Writer, meeting: &Activity, unit: Id, noted: &Noted) -> Result<()> {
        let (comes, came) = (noted.comes.trim(), noted.came.trim());
        if comes.is_empty() && came.is_empty() {
            return Err(Error::field("came", "请写谁来、来了谁。", "Say who comes, or who came."));
        }
        cx.run_one(
            "update {meeting_guests} set comes = case when $1 = '' then comes else $1 end, came = case when $2 = '' then came else $2 end where activity = $3 and unit = $4",
            args![comes, came, meeting.id, unit],
        )?;
        cx.note(meeting.id, "who comes for a unit noted");
        Ok(())
    }

    /// Of the contact's own unit.
    pub fn own(cx: &Reader) -> Result<Vec<Guest>> {
        let unit = Unit::own(cx)?;
        cx.beyond_scope(OWN).all(&format!("{LINE} g.unit = $1 order by g.activity desc"), args![unit.id])
    }

    pub fn say(&self, cx: &Writer, comes: &str) -> Result<()> {
        let meeting: Activity = cx.beyond_scope(OWN).find(self.activity)?;
        meeting.must_be_open()?;
        if comes.trim().is_empty() {
            return Err(Error::field("comes", "请写谁来；来不了也请说一声。", "Say who comes, or that nobody can."));
        }
        let said = "update {meeting_guests} set comes = $1 where activity = $2 and unit = $3";
        cx.beyond_scope(OWN).run_one(said, args![comes.trim(), self.activity, self.unit])?;
        cx.note(self.activity, format!("{} said who comes", self.unit_name));
        Ok(())
    }
}

/// Meetings to come that the contact's unit is invited to and has not answered.
pub fn unanswered(cx: &Reader) -> Result<i64> {
    let Some(unit) = cx.actor().person else { return Ok(0) };
    cx.beyond_scope(OWN).one(
        "select count(*) from {meeting_guests} g join {activities} a on a.tenant = g.tenant and a.id = g.activity where g.unit = $1 and g.comes = '' and a.state = 'planned' and a.day >= $2",
        args![unit, cx.today()],
    )
}
