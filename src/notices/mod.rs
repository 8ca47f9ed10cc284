//! Notices: what was sent to whom, the answer it wants and until when; who was reached by which way,
//! who is left, and who does what about it next. A notice ends with a person: with everybody reached
//! or explained. Staff write them (`notices.send`) and make the calls (`notices.call`); members answer
//! in the account, by a link, a slip, a call or at the door, all the same; a unit's contact follows
//! the plan (`units.follow`).

mod attempt;
mod by_link;
mod call;
mod deliver;
mod delivery;
mod draft;
mod follow;
mod link;
mod notice;
mod outbox;
mod pages;
mod prefer;
mod slip;
#[cfg(test)]
mod tests;
mod to_units;
mod wanted;
mod way;
mod withdrawal;
mod write;

pub use by_link::Given;
pub use delivery::{Delivery, Hand, Reach};
pub use notice::{NewNotice, Notice, To};
pub use prefer::by_itself;
pub use wanted::{Choice, Wanted};
pub use way::{Channel, Ladder};

use kernel::{Job, Module, Routes, Table, permission};

permission! {
    pub View = "notices.view", Reader;
    /// Telling somebody, explaining why not, and printing the numbers for it, which the audit log keeps.
    pub Call = "notices.call", Writer;
    /// Typesetting is slow work: no transaction is open while it runs.
    pub Prints = "notices.call", Steps;
    /// Writing a notice, looking at whom it reaches before it goes.
    pub Write = "notices.send", Reader;
    pub Send = "notices.send", Writer;
    pub Follow = "units.follow", Reader;
    pub Opens = "units.follow", Writer;
    pub PlanPrint = "units.follow", Steps;
}

pub const MODULE: Module = Module {
    name: "notices",
    tables: &[
        Table::tenant("notices").by_path(),
        Table::tenant("deliveries").by_path().about("member"),
        Table::tenant("unit_deliveries"),
        Table::tenant("call_attempts").by_path().about("member"),
        Table::tenant("outbox").by_path().about("member"),
        Table::tenant("ways_to_reach").by_path().about("member"),
    ],
    routes,
    // The look each hour is for days that pass and for what a failed run left; all else wakes the job itself.
    jobs: &[Job { kind: outbox::JOB, run: deliver::run, every: Some(3600) }],
};

fn routes(r: Routes) -> Routes {
    r.get("/notices", "List notices", pages::list)
        .get("/notices/new", "Write a notice", write::form)
        .post("/notices/new", "See a notice and whom it reaches before it goes", write::preview)
        .post("/notices", "Send a notice", write::send)
        .get("/notices/{id}", "A notice, who has it and who does what next", pages::show)
        .get("/notices/{id}/calls", "Whom to call", call::calls)
        .post("/notices/{id}/calls", "Print the call list with its numbers", call::print)
        .post("/notices/{id}/calls/{member}", "Told by telephone, and what they answered", call::called)
        .post("/notices/{id}/calls/{member}/attempts", "A call that nobody answered", attempt::no_reply)
        .post("/notices/{id}/doors/{member}", "Told at the door, and what they answered", call::visited)
        .post("/notices/{id}/slips", "Print slips with a code for those who are left", slip::show)
        .post("/notices/{id}/slips.pdf", "The slips as PDF", slip::pdf)
        .post("/notices/{id}/slips/{member}", "The slip came back with this answer", call::handed_back)
        .post("/notices/{id}/explanations/{member}", "Why somebody cannot be reached", call::explain)
        .post("/notices/{id}/links/{member}/revocation", "Make a person's links void", call::revoke)
        .post("/notices/{id}/withdrawal", "Withdraw a notice, and tell those who may know of it", pages::withdraw)
        .post("/notices/{id}/units/{unit}", "A unit was told by telephone", to_units::called)
        .public_get("/n/{token}", "A notice by its link", by_link::show)
        .public_post("/n/{token}", "Answer a notice by its link", by_link::answer)
        .get("/members/{id}/ways", "How a member wants to be told", prefer::show)
        .post("/members/{id}/ways", "Set how a member wants to be told", prefer::set)
        .get("/me/ways", "How I want to be told", prefer::mine)
        .post("/me/ways", "Set how I want to be told", prefer::set_mine)
        .get("/unit", "The published plan, for a unit's contact", follow::follow)
        .get("/unit/plan.pdf", "The published plan as PDF, for a unit's contact", follow::plan_pdf)
        .get("/unit/notices/{id}", "A notice to a unit", follow::notice)
        .post("/unit/notices/{id}/reading", "A unit's contact opens a notice", follow::read)
}

/// Why somebody was explained, for whoever shows it with a reason.
pub fn explanation(cx: &kernel::Reader, notice: kernel::Id, member: kernel::Id) -> kernel::Result<Option<String>> {
    Notice::explanation(cx, notice, member)
}

/// `2026-11-22 20:15` of a full time.
fn minute(at: &str) -> String {
    at.get(..16).unwrap_or(at).replace('T', " ")
}
