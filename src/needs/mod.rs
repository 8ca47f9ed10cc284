//! What residents need: what, where, when, how many people, which skills; taken down at the desk, by
//! phone, on a visit, or brought by a sheet. A worker reviews it and opens it, or answers it with a
//! reason; "not ours" is an answer.

mod act;
mod entry;
mod facts;
mod list;
mod need;
mod pages;
#[cfg(test)]
mod tests;

pub use act::{Act, End, state_name, state_tag};
pub use entry::Entry;
pub use facts::{CHANNELS, Facts, URGENCIES, channel_name, urgency, urgency_name};
pub use list::{Filter, Line};
pub use need::Need;
pub use pages::form::mask_name;

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "needs.view", Reader;
    pub Edit = "needs.edit", Writer;
}

pub const MODULE: Module =
    Module { name: "needs", tables: &[Table::tenant("needs").by_path(), Table::tenant("need_acts").by_path()], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    use pages::{form, list, show};
    r.get("/needs", "What residents need", list::list)
        .post("/needs", "Take a need down", form::enter)
        .get("/needs.xlsx", "What the list of needs shows, as a workbook", list::workbook)
        .get("/needs/new", "The form of a need", form::new)
        .get("/needs/{id}", "A need and what was done about it", show::show)
        .post("/needs/{id}", "Change the facts of a need", form::change)
        .get("/needs/{id}/edit", "The form of a need's facts", form::edit)
        .post("/needs/{id}/opening", "A need was reviewed: open it for those who can help", show::open)
        .post("/needs/{id}/closure", "Answer a need and close it, with a reason", show::close)
        .post("/needs/{id}/reveals", "Show who asked, with a reason", show::reveal)
}
