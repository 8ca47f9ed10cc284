//! Imports: from a heap of workbooks to the ledger and back. Files are kept as they came, read for
//! meaning, compared with the ledger row by row, taken in as a whole, and taken back as a whole.
//! Street officers and community workers import into what they look after.

mod answered;
mod branch;
mod check_list;
mod cli;
mod confirm;
mod correct;
mod decision;
mod doubt;
mod draft;
mod dues;
mod file;
mod households;
mod import;
mod in_service;
mod judge;
mod leave;
mod lines;
mod list;
mod merge;
mod needs;
mod notes;
mod people;
mod reading;
mod roll_call;
mod roster;
mod rosters;
mod row;
mod seen;
mod show;
mod take;
mod taken_back;
#[cfg(test)]
mod tests;
mod tree;
mod undo;
mod units;
mod walk;
mod why;

pub use cli::{FileReport, How, Report, run};
pub use decision::open_decisions;
pub use import::Import;
pub use roster::Roster;
pub use why::{fact_name, flag_name};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "imports.view", Reader;
    /// Reading and taking in are slow work between short transactions.
    pub Run = "imports.run", Steps;
    pub Decide = "imports.decide", Writer;
    /// A unit's contact hands in a roster of its people.
    pub Own = "units.own", Reader;
    pub HandsIn = "units.own", Writer;
}

pub const MODULE: Module = Module {
    name: "imports",
    tables: &[
        Table::tenant("imports").by_path(),
        Table::tenant("import_files"),
        Table::tenant("import_rows"),
        Table::tenant("import_branches"),
        Table::tenant("known_readings"),
        Table::tenant("unit_rosters").by_path(),
    ],
    routes,
    jobs: &[confirm::TAKE],
};

fn routes(r: Routes) -> Routes {
    r.get("/imports", "Earlier imports, and the place to drop files", list::list)
        .post("/imports", "Read workbooks and compare them with the ledger", list::upload)
        .get("/imports/decisions", "Rows that wait for a decision", list::decisions)
        .get("/imports/{id}", "What an import would do, or did", show::show)
        .get("/imports/{id}/check-list", "The rows of an import with what becomes of each, as a workbook", check_list::check_list)
        .post(
            "/imports/{id}/answers/{file}/{sheet}",
            "A dropped sheet given back with what became of each row, for a reason",
            answered::give_back,
        )
        .get("/imports/{id}/progress", "How far an import is, as events", confirm::progress)
        .post("/imports/{id}/confirmation", "Take an import in", confirm::confirm)
        .post("/imports/{id}/cancellation", "Stop an import, or throw away what was read", confirm::cancel)
        .post("/imports/{id}/undo", "Take an import back as a whole", undo::undo)
        .get("/imports/{id}/readings/{file}", "How a file is read, to be changed", reading::show)
        .post("/imports/{id}/readings/{file}", "Read a file another way", reading::change)
        .post("/imports/{id}/rows/{file}/{place}", "Leave a row out, or take it in after all", leave::leave)
        .post("/imports/{id}/rows/{file}/{place}/undo", "Take back what one row changed", leave::take_back)
        .get("/imports/{id}/decisions/{file}/{place}", "One row that waits", decision::show)
        .post("/imports/{id}/decisions/{file}/{place}", "Decide about a row", decision::decide)
        .post("/unit-rosters/{id}/reading", "Read in a roster that a unit handed in", rosters::read)
        .post("/unit-rosters/{id}/return", "Give a unit its roster back, with a reason", rosters::give_back)
        .get("/unit/rosters", "Rosters that my unit handed in, and what became of them", rosters::own)
        .post("/unit/rosters", "Hand in a roster of my unit's people", rosters::hand_in)
        .post("/imports/{id}/branches", "Decide about a branch that the tree does not hold", branch::decide)
}
