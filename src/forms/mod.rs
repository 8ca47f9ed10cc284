//! Any form out: a blank that came from above is read for what it asks, answered from the ledger and
//! given back in its own look. What the ledger does not know is named; nothing is invented.

mod answer;
mod ask;
mod choices;
pub mod cli;
mod copies;
mod dues;
mod filling;
mod form;
mod group;
mod ledgers;
mod pages;
mod person;
mod questions;
mod report;
mod since;
#[cfg(test)]
mod tests;
mod value;
mod words;
mod year;

pub use choices::Choices;
pub use form::Form;
pub use report::Report;

/// Lists that one form can have.
pub const MOST_LISTS: usize = 16;

use kernel::{Module, Routes, Table, permission};

permission! {
    /// Reading and filling a workbook is slow work between short transactions.
    pub Fill = "forms.fill", Steps;
}

pub const MODULE: Module = Module { name: "forms", tables: &[Table::tenant("forms").by_path()], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    r.get("/forms", "Forms to fill, and the place to drop blank ones", pages::list)
        .post("/forms", "Read a blank form for what it asks", pages::upload)
        .post("/forms/ledgers/{code}", "Take a standard ledger as a form", pages::ledger)
        .get("/forms/{id}", "What a form asks and what the ledger answers", pages::show)
        .post("/forms/{id}", "Decide whom a form is of, its day, and what the ledger does not know", pages::decide)
        .get("/forms/{id}/questions/{table}/{column}", "What a form asks of each and the ledger does not know", questions::show)
        .post("/forms/{id}/questions/{table}/{column}", "Answer what the ledger does not know, once", questions::answer)
        .post("/forms/{id}/file", "The filled form", pages::file)
        .post("/forms/{id}/files", "The form filled once for each of many, in one archive", pages::files)
        .post("/forms/{id}/put-away", "Take a form off the list", pages::put_away)
}
