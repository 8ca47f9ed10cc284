//! From cells to meaning: which rows are a table, what its columns are, what it is about.

mod branch;
mod columns;
mod kinds;
mod meetings;
mod tables;

pub(crate) use branch::{in_cell as branch_in_cell, section};

use crate::dictionary::Dictionary;
use crate::reading::{BranchFrom, Reading, Span};
use crate::sheet::Workbook;

/// Every table of every visible sheet, as understood without asking anybody.
pub fn read(book: &Workbook, words: &Dictionary) -> Vec<Reading> {
    let visible = book.sheets.iter().enumerate().filter(|(_, sheet)| !sheet.hidden && sheet.row_count() > 0);
    visible
        .flat_map(|(at, sheet)| {
            let tables = tables::find(sheet, words);
            tables.into_iter().map(move |table| understand(book, at, &table, words)).collect::<Vec<_>>()
        })
        .collect()
}

fn understand(book: &Workbook, at: usize, table: &tables::Table, words: &Dictionary) -> Reading {
    let sheet = &book.sheets[at];
    let samples = columns::Samples::of(sheet, table, words);
    let mut columns = columns::guess(table, &samples, words);
    let year = meetings::year(table, &sheet.name, &book.name);
    meetings::find(&mut columns, table, &samples, year, words);
    columns::settle(&mut columns, &samples);
    let context = [table.title.as_deref().unwrap_or_default(), &sheet.name, &book.name];
    let (kind, kind_reason) = kinds::decide(&columns, &context, words);
    kinds::fit(&mut columns, kind);
    let mut branch = branch::find(&columns, table, &sheet.name, &book.name);
    if branch.from != BranchFrom::Column && kind.is_of_people() && branch::has_sections(sheet, table) {
        branch.from = BranchFrom::Sections;
    }
    Reading {
        sheet: at,
        sheet_name: sheet.name.clone(),
        kind,
        kind_reason,
        title: table.title.clone(),
        header: Span { first: table.header.0 + 1, last: table.header.1 + 1 },
        body: Span { first: table.body.0 + 1, last: table.body.1 + 1 },
        branch,
        columns,
        legend: meetings::legend(sheet, table, words),
    }
}
