//! What residents need: what, where, when, how many people, which skills; taken down at the desk, by
//! phone, on a visit, or brought by a sheet. A worker reviews it and opens it, or answers it with a
//! reason; "not ours" is an answer.

mod act;
mod alike;
#[cfg(test)]
mod asking_tests;
mod counter;
mod entry;
mod facts;
pub mod flood;
mod list;
mod need;
mod pages;
mod risk;
#[cfg(test)]
pub(crate) mod tests;

pub use act::{Act, End, state_name, state_tag};
pub use counter::{Counter, Setting};
pub use entry::{Entry, people_of};
pub use facts::{CHANNELS, Facts, URGENCIES, channel_name, urgency, urgency_name};
pub use list::{Filter, Line};
pub use need::Need;
pub use pages::form::mask_name;
pub use risk::{Risk, RiskSaid};

use kernel::{Job, Module, Routes, Table, permission};

permission! {
    pub View = "needs.view", Reader;
    pub Edit = "needs.edit", Writer;
    /// Typesetting takes its time.
    pub Prints = "needs.edit", Steps;
}

pub const MODULE: Module = Module {
    name: "needs",
    tables: &[
        Table::tenant("needs").by_path(),
        Table::tenant("need_acts").by_path(),
        Table::tenant("counters").by_path(),
        Table::tenant("counter_days"),
    ],
    routes,
    jobs: &[Job { kind: "needs.forget", run: counter::forget, every: Some(3600) }],
};

fn routes(r: Routes) -> Routes {
    use pages::{alike, counter, form, list, show, wall};
    r.get("/needs", "What residents need", list::list)
        .post("/needs", "Take a need down", form::enter)
        .get("/needs.xlsx", "What the list of needs shows, as a workbook", list::workbook)
        .post("/needs/openings", "Open needs that were reviewed together", list::open_many)
        .get("/needs/new", "The form of a need", form::new)
        .get("/needs/alike", "What may be the same as a need that is being typed", alike::show)
        .get("/needs/wall", "Open needs for the wall, without any person", wall::show)
        .get("/needs/{id}", "A need and what was done about it", show::show)
        .post("/needs/{id}", "Change the facts of a need", form::change)
        .get("/needs/{id}/edit", "The form of a need's facts", form::edit)
        .post("/needs/{id}/opening", "A need was reviewed: open it for those who can help", show::open)
        .post("/needs/{id}/risk", "What whoever helps is told of the risks, and the insurance", show::risk)
        .post("/needs/{id}/twin", "It is the same as another need: close it as that one", show::twin)
        .post("/needs/{id}/closure", "Answer a need and close it, with a reason", show::close)
        .post("/needs/{id}/reveals", "Show who asked, with a reason", show::reveal)
        .get("/orgs/{id}/counter", "Where residents ask without an account, on or off", counter::show)
        .post("/orgs/{id}/counter", "Switch a community's counter on or off", counter::set)
        .get("/orgs/{id}/counter/poster", "The poster of a counter, A4", counter::poster)
        .get("/orgs/{id}/counter/poster.pdf", "The poster of a counter, as PDF", counter::poster_pdf)
        .public_get("/ask/{key}", "Ask a community, without an account", counter::ask)
        .public_post("/ask/{key}", "What a resident asks; it is answered by a code", counter::take)
        .public_get("/asked/{code}", "What became of what was asked, by its code", counter::asked)
}
