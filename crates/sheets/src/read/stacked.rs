//! People who have two or three lines each, below a header of as many lines of labels.

use super::headers::{Head, is_header};
use super::layout::{Forms, Place, form, put};
use super::tables::{Above, above_in, text_of, title};
use crate::dictionary::Dictionary;
use crate::meaning::{Field, Meaning};
use crate::sheet::{Cell, Row, Sheet};

/// The header is one of so many filled rows.
const START: usize = 12;
const MOST_LINES: usize = 3;
/// So many labels of a lower line must stand below labels of the line above.
const BELOW: usize = 2;
/// So many people are looked at before it is believed that each has as many lines.
const SAMPLE: usize = 20;

pub(super) fn find(sheet: &Sheet, words: &Dictionary) -> Option<Forms> {
    let first = (0..sheet.row_count().min(START)).find(|&at| is_header(sheet.nth(at), words))?;
    let lines = 1 + (1..MOST_LINES).take_while(|line| first + line < sheet.row_count() && is_stacked(sheet, first + line, words)).count();
    let name = labels(sheet.nth(first), words).find(|(_, meaning)| *meaning == Some(Meaning::Field(Field::Name)))?.0;
    if lines < 2 {
        return None;
    }
    let starts: Vec<usize> = (first + lines..sheet.row_count()).filter(|&at| starts_person(sheet.nth(at), name, words)).collect();
    if !have_lines(sheet, &starts, lines) {
        return None;
    }
    let heads = heads(sheet, first, lines);
    let person = |&start: &usize| {
        let top = sheet.nth(start).number;
        let mut cells: Vec<Option<Place>> = Vec::new();
        for (label, (line, head)) in heads.iter().enumerate() {
            put(&mut cells, label, Some((top + *line as u32 + 1, head.column)));
        }
        form((top + 1, top + lines as u32), cells)
    };
    let forms = starts.iter().map(person).collect();
    let above: Vec<Above> = (0..first).flat_map(|at| above_in(sheet, sheet.nth(at))).collect();
    let numbered = (0..).zip(&heads).map(|(column, (_, head))| Head { column, ..head.clone() }).collect();
    Some(Forms { title: title(&above), above, heads: numbered, forms })
}

fn labels<'a>(row: Row<'a>, words: &'a Dictionary) -> impl Iterator<Item = (u16, Option<Meaning>)> + 'a {
    row.cells().map(|(column, cell)| (column, text_of(cell).and_then(|text| words.header(&text)).map(|entry| entry.meaning)))
}

/// Whether this row's labels stand below labels of the row above that say something else.
fn is_stacked(sheet: &Sheet, at: usize, words: &Dictionary) -> bool {
    let (upper, lower) = (sheet.nth(at - 1), sheet.nth(at));
    let wide = |column: u16| sheet.merges.iter().any(|merge| merge.holds(upper.number, column) && merge.last_column > merge.first_column);
    let fact = |meaning: Option<Meaning>| meaning.is_some_and(|meaning| meaning != Meaning::Ignored);
    let above = |column: u16| text_of(upper.cell(column)).and_then(|text| words.header(&text)).map(|entry| entry.meaning);
    let below = labels(lower, words).filter(|(column, meaning)| fact(*meaning) && fact(above(*column)) && !wide(*column)).count();
    lower.number == upper.number + 1 && below >= BELOW && below * 2 >= lower.len()
}

fn starts_person(row: Row<'_>, name: u16, words: &Dictionary) -> bool {
    let is_head = |text: &String| words.header(text).is_some() || words.totals.iter().any(|total| text.starts_with(total.as_str()));
    row.len() > 1 && text_of(row.cell(name)).is_some_and(|text| !is_head(&text))
}

/// Whether the next person begins as many rows further down, or the lines between are filled.
fn have_lines(sheet: &Sheet, starts: &[usize], lines: usize) -> bool {
    let looked = starts.len().min(SAMPLE);
    let filled = |start: &&usize| {
        let top = sheet.nth(**start).number;
        (1..lines as u32).all(|line| sheet.row(top + line).is_some()) && !starts.contains(&(**start + 1))
    };
    looked > 0 && starts.iter().take(looked).filter(filled).count() * 10 >= looked * 8
}

/// The labels with their line within the header.
fn heads(sheet: &Sheet, first: usize, lines: usize) -> Vec<(usize, Head)> {
    let rows = (0..lines).map(|line| (line, sheet.nth(first + line)));
    let heads = rows.flat_map(|(line, row)| row.cells().filter_map(move |(column, cell)| Some((line, head(column, cell)?))));
    heads.collect()
}

fn head(column: u16, cell: Cell<'_>) -> Option<Head> {
    Some(Head { column, parts: vec![text_of(cell)?], date: None })
}
