//! Members in service at a unit who report in at the community where they live. Of them only what
//! serving needs is known: who they are, how to reach them, what they can do and when.
//!
//! The same person may stand in a branch ledger too: one person with two ties. The tie is not stored,
//! it follows from the ID number, or from name and phone, whenever it is asked for.

mod entry;
mod facts;
mod list;
mod pages;
mod person;
mod place;
#[cfg(test)]
mod tests;

pub use entry::Entry;
pub use facts::{Facts, estate};
pub use list::{Filter, Line, of_unit};
pub use person::ReportIn;
pub use place::Places;

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "report_in.view", Reader;
    pub Edit = "report_in.edit", Writer;
    /// Hidden facts in full, for a reason.
    pub Export = "report_in.export", Steps;
}

pub const MODULE: Module = Module { name: "report_in", tables: &[Table::tenant("report_ins").by_path().about("id")], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    use pages::{file, form, list, show};
    r.get("/report-ins", "Members who reported in", list::list)
        .post("/report-ins", "Take somebody in who reports in at the desk", form::enter)
        .get("/report-ins.xlsx", "What the list shows, as a workbook", file::seen)
        .post("/report-ins/export", "What the list shows with its hidden facts, for a reason", file::full)
        .get("/report-ins/new", "The form of somebody who reports in", form::new)
        .get("/report-ins/{id}", "Somebody who reported in", show::show)
        .post("/report-ins/{id}", "Change the facts of somebody who reported in", form::change)
        .get("/report-ins/{id}/edit", "The form of somebody's facts", form::edit)
        .post("/report-ins/{id}/reveals", "Show a hidden fact of somebody who reported in, with a reason", show::reveal)
        .post("/report-ins/{id}/removal", "Take somebody out who was entered by mistake", show::remove)
}
