//! The regular meeting with units (联席会议): an activity of its own kind, planned, held and minuted like any other.
//! What is added is its guests: which units are invited, who comes for each and who came, in words, for they are
//! no members of the ledger. The units read the minutes once they are put down.

mod guest;
mod pages;
#[cfg(test)]
mod tests;

pub use guest::{Guest, Noted, unanswered};

use kernel::{Module, Routes, Table, permission};

/// The kind of activity that units are invited to.
pub const KIND: &str = "joint_meeting";

permission! {
    pub View = "activities.view", Reader;
    pub Invite = "activities.hold", Writer;
    /// The unit's contact.
    pub Own = "units.own", Reader;
    pub Answers = "units.own", Writer;
}

pub const MODULE: Module = Module { name: "joint_meetings", tables: &[Table::tenant("meeting_guests").by_path()], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    r.get("/activities/{id}/units", "The units that are invited to a meeting, and who came for each", pages::show)
        .post("/activities/{id}/units", "Invite units to a meeting", pages::invite)
        .post("/activities/{id}/units/{unit}", "Note who comes, or came, for a unit", pages::note)
        .get("/unit/meetings", "Meetings that my unit is invited to, with their minutes", pages::own)
        .post("/unit/meetings/{id}", "I say who comes for my unit", pages::answer)
}
