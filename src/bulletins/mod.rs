//! Bulletins (通报): what a closed month says to a branch, to those above it and to each member, as
//! a page, a PDF and a workbook. Staff read and print (`bulletins.view`), those
//! who answer for them add a remark and send (`bulletins.send`); a member reads their own sheet once
//! it was sent (`bulletins.own`). Persons are never ranked; branches only by a switch.

mod bulletin;
pub mod cli;
mod files;
mod pages;
mod report;
mod sheet;

pub use bulletin::Bulletin;
pub use files::{PDF, XLSX, pdf as typeset};
pub use report::Report;
pub use sheet::Sheet;

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "bulletins.view", Reader;
    /// Typesetting takes a moment, and nothing is held while it runs.
    pub Print = "bulletins.view", Steps;
    pub Send = "bulletins.send", Writer;
    pub Own = "bulletins.own", Reader;
    pub PrintOwn = "bulletins.own", Steps;
}

pub const MODULE: Module = Module { name: "bulletins", tables: &[Table::tenant("bulletins").by_path()], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    r.get("/bulletins", "Bulletins by month and organisation", pages::list)
        .get("/bulletins/{month}/{org}", "The bulletin of an organisation", pages::show)
        .post("/bulletins/{month}/{org}", "Write the remark of a bulletin", pages::remark)
        .post("/bulletins/{month}/{org}/sending", "Send a bulletin, or all below as well", pages::send)
        .get("/bulletins/{month}/{org}/pdf", "The bulletin as PDF", pages::pdf)
        .get("/bulletins/{month}/{org}/workbook", "The bulletin as a workbook", pages::workbook)
        .get("/bulletins/{month}/members/{id}", "A member's sheet of a month", pages::sheet)
        .get("/bulletins/{month}/members/{id}/pdf", "A member's sheet as PDF", pages::sheet_pdf)
        .get("/bulletins/{month}/members/{id}/workbook", "A member's sheet as a workbook", pages::sheet_workbook)
        .get("/me/bulletins", "The months I have a sheet of", pages::mine)
        .get("/me/bulletins/{month}", "My sheet of a month", pages::own)
        .get("/me/bulletins/{month}/pdf", "My sheet as PDF", pages::own_pdf)
}

#[cfg(test)]
mod tests;
