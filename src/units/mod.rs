//! The register of units: resident units, enterprises and social organisations, each with a Party
//! organisation outside the tree. Their members report in where they live (`report_in`), their
//! contacts follow the month (`notices`).

mod code;
mod facts;
mod pages;
#[cfg(test)]
mod tests;
mod unit;

pub use code::{Fault, check, check_character};
pub use facts::{Entry, Facts, KINDS, kind_name};
pub use unit::Unit;

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "units.view", Reader;
    pub Edit = "units.edit", Writer;
}

pub const MODULE: Module = Module { name: "units", tables: &[Table::tenant("units").by_path()], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    use pages::{form, list, show};
    r.get("/units", "The register of units", list::list)
        .post("/units", "Enter a unit", form::enter)
        .get("/units.xlsx", "What the list of units shows, as a workbook", list::workbook)
        .get("/units/{id}", "A unit with its members who reported in", show::show)
        .post("/units/{id}", "Change a unit's facts", form::change)
        .get("/units/{id}/edit", "The form of a unit's facts", form::edit)
        .post("/units/{id}/reveals", "Show a hidden fact of a unit, with a reason", show::reveal)
        .post("/units/{id}/removal", "Take a unit out that was entered by mistake", show::remove)
}
