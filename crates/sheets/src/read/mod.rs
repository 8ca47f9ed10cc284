//! From cells to meaning: which rows are a table, what its columns are, what it is about.

mod blocks;
mod branch;
mod by_meeting;
mod columns;
mod form_rows;
mod forms;
mod headers;
mod kinds;
mod layout;
mod legend;
mod meetings;
mod period;
mod samples;
mod stacked;
mod tables;
mod turned;
mod values;

pub(crate) use branch::{in_cell as branch_in_cell, is_group, section};
pub(crate) use forms::without_label;

use self::layout::Forms;
use self::period::Period;
use crate::dictionary::Dictionary;
use crate::hints::{Hints, Known};
use crate::meaning::Field;
use crate::reading::{BranchFrom, Form, Reading, Span};
use crate::sheet::Workbook;

/// Every table of every visible sheet, as understood without asking anybody.
pub fn read(book: &Workbook, words: &Dictionary) -> Vec<Reading> {
    read_with(book, words, &Hints::default())
}

/// The same with what the caller knows already, such as the names of its branches.
pub fn read_with(book: &Workbook, words: &Dictionary, hints: &Hints<'_>) -> Vec<Reading> {
    let known = &Known::of(hints);
    let visible = book.sheets.iter().enumerate().filter(|(_, sheet)| !sheet.hidden && sheet.row_count() > 0);
    visible
        .flat_map(|(at, sheet)| {
            let forms = turned::find(sheet, words).or_else(|| forms::find(sheet, words)).or_else(|| stacked::find(sheet, words));
            if let Some(forms) = forms {
                return vec![understand_forms(book, at, forms, words, known)];
            }
            let understood = tables::find(sheet, words).into_iter().map(|table| match by_meeting::find(sheet, &table, words) {
                Some(forms) => understand_forms(book, at, forms, words, known),
                None => understand(book, at, &table, words, known),
            });
            understood.collect::<Vec<_>>()
        })
        .collect()
}

fn understand(book: &Workbook, at: usize, table: &tables::Table, words: &Dictionary, known: &Known<'_>) -> Reading {
    let sheet = &book.sheets[at];
    let legend = legend::of(sheet, table, words);
    let samples = samples::Samples::of(sheet, table, &legend, words, known);
    let mut columns = columns::guess(table, &samples, words);
    let context = [table.title.as_deref().unwrap_or_default(), &sheet.name, &book.name];
    let period = Period::of(table, &sheet.name, &book.name, known.year);
    meetings::find(&mut columns, table, &samples, (period, &context), words);
    columns::settle(&mut columns, &samples);
    let (kind, kind_reason) = kinds::decide(&columns, &context, words);
    kinds::fit(&mut columns, kind);
    let mut branch = branch::find(&columns, table, &sheet.name, &book.name, words, known);
    if branch.from != BranchFrom::Column && kind.is_of_people() && branch::has_sections(sheet, table) {
        branch.from = BranchFrom::Sections;
    }
    let has_header = table.body.0 > table.header.0;
    let header = Span { first: table.header.0 + 1, last: if has_header { table.header.1 + 1 } else { table.header.0 } };
    let mut reading = Reading {
        sheet: at,
        sheet_name: sheet.name.clone(),
        kind,
        kind_reason,
        title: table.title.clone(),
        header,
        body: Span { first: table.body.0 + 1, last: table.body.1 + 1 },
        branch,
        columns,
        legend,
        forms: Vec::new(),
    };
    if let Some(column) = reading.column(Field::Branch).map(|column| column.index) {
        reading.branch.known = branch::meant(sheet, table, column, known);
    }
    reading
}

/// Forms, and whatever else does not stand one a row, are understood as a table would be that has their labels for heads.
fn understand_forms(book: &Workbook, at: usize, forms: Forms, words: &Dictionary, known: &Known<'_>) -> Reading {
    let sheet = &book.sheets[at];
    let Forms { title, above, heads, forms } = forms;
    let rows = |row: fn(&Form) -> u32| forms.iter().map(row);
    let (first, last) = (rows(|form| form.rows.first).min().unwrap_or(1), rows(|form| form.rows.last).max().unwrap_or(1));
    let columns = (0, heads.len().saturating_sub(1) as u16);
    let table = tables::Table { title, above, header: (first - 1, first - 1), body: (first - 1, last - 1), heads, columns };
    let bottom = sheet.nth(sheet.row_count() - 1).number;
    let legend = legend::of(sheet, &tables::Table { body: (last, bottom), ..table.clone() }, words);
    let samples = samples::Samples::of_forms(sheet, &forms, &legend, words, known);
    let mut columns = columns::guess(&table, &samples, words);
    let context = [table.title.as_deref().unwrap_or_default(), &sheet.name, &book.name];
    let period = Period::of(&table, &sheet.name, &book.name, known.year);
    meetings::find(&mut columns, &table, &samples, (period, &context), words);
    columns::settle(&mut columns, &samples);
    let (kind, kind_reason) = kinds::decide(&columns, &context, words);
    let branch = branch::find(&columns, &table, &sheet.name, &book.name, words, known);
    Reading {
        sheet: at,
        sheet_name: sheet.name.clone(),
        kind,
        kind_reason,
        title: table.title.clone(),
        header: Span { first, last: first - 1 },
        body: Span { first, last },
        branch,
        columns,
        legend,
        forms,
    }
}
