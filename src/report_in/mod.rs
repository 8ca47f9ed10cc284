//! Members in service at a unit who report in at the community where they live. Of them only what
//! serving needs is known: who they are, how to reach them, what they can do and when.
//!
//! The same person may stand in a branch ledger too: one person with two ties. The tie is not stored,
//! it follows from the ID number, or from name and phone, whenever it is asked for.

mod act;
mod consent;
mod entry;
mod facts;
mod link;
mod list;
mod own;
mod pages;
mod person;
mod place;
#[cfg(test)]
mod tests;

pub use act::{Act, State};
pub use consent::Naming;
pub use entry::Entry;
pub use facts::{Facts, estate};
pub use link::{ReportLink, Told, places};
pub use list::{Filter, Line, of_unit};
pub use own::Offered;
pub use person::ReportIn;
pub use place::Places;

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "report_in.view", Reader;
    pub Edit = "report_in.edit", Writer;
    /// Hidden facts in full, for a reason.
    pub Export = "report_in.export", Steps;
    /// Typesetting takes a moment, and nothing is held while it runs.
    pub Print = "report_in.view", Steps;
    /// One's own report-in.
    pub Own = "report_in.own", Reader;
    pub Keeps = "report_in.own", Writer;
    pub OwnPrint = "report_in.own", Steps;
}

pub const MODULE: Module = Module {
    name: "report_in",
    tables: &[
        Table::tenant("report_ins").by_path().about("id"),
        Table::tenant("report_in_acts").by_path().about("report_in"),
        Table::tenant("report_links").by_path(),
    ],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    use pages::{answer, by_link, file, form, list, mine, show, slip};
    r.get("/report-ins", "Members who reported in", list::list)
        .post("/report-ins", "Take somebody in who reports in at the desk", form::enter)
        .get("/report-ins.xlsx", "What the list shows, as a workbook", file::seen)
        .post("/report-ins/export", "What the list shows with its hidden facts, for a reason", file::full)
        .post("/report-ins/acceptance", "Take in everybody the list shows of whom nothing is to be looked into", answer::accept_all)
        .get("/report-ins/roster", "Who reported in, by unit, as a sheet", slip::roster)
        .get("/report-ins/roster.pdf", "Who reported in, by unit, as PDF", slip::roster_pdf)
        .get("/report-ins/new", "The form of somebody who reports in", form::new)
        .get("/report-ins/{id}", "Somebody who reported in", show::show)
        .post("/report-ins/{id}", "Change the facts of somebody who reported in", form::change)
        .get("/report-ins/{id}/edit", "The form of somebody's facts", form::edit)
        .post("/report-ins/{id}/acceptance", "The community takes somebody in who reported in", answer::accept)
        .post("/report-ins/{id}/return", "Send somebody back, with a reason and where else to go", answer::send_back)
        .post("/report-ins/{id}/leaving", "Somebody reports in here no longer", answer::leave)
        .post("/report-ins/{id}/naming", "Note whether their unit may read by name what they did", answer::name)
        .post("/report-ins/{id}/joining", "Two entries of one person become one", answer::join)
        .post("/report-ins/{id}/invitation", "Invite somebody who was taken in to open an account", answer::invite)
        .get("/report-ins/{id}/slip", "The slip of a report-in with its receipt", slip::show)
        .get("/report-ins/{id}/slip.pdf", "The slip of a report-in as PDF", slip::pdf)
        .post("/report-ins/{id}/reveals", "Show a hidden fact of somebody who reported in, with a reason", show::reveal)
        .post("/report-ins/{id}/removal", "Take somebody out who was entered by mistake", show::remove)
        .public_get("/report/{token}", "Report in by the link of a unit", by_link::form)
        .public_post("/report/{token}", "Report in by the link of a unit", by_link::report)
        .public_get("/report/slips/{token}", "The slip of whoever reported in by a link", by_link::slip)
        .get("/me/report-in", "My report-in: community, unit, what I offer", mine::show)
        .post("/me/report-in", "I bring my skills, times and wishes up to date", mine::keep)
        .post("/me/report-in/naming", "I say whether my unit may read by name what I did", mine::name)
        .post("/me/report-in/leaving", "I report in here no longer", mine::leave)
        .get("/me/report-in/slip", "My slip", slip::my_slip)
        .get("/me/report-in/slip.pdf", "My slip as PDF", slip::my_pdf)
        .get("/me/report-in/call", "Whom to call at my community", mine::call)
}
