//! One digit a box: an answer over cells beside each other.

use super::grid::{Grid, Seg};
use super::{Answers, At, Column, Form, Table, Value};
use crate::meaning::{Meaning, Shape};

/// The columns of the empty boxes from this one to the right, if there are just as many as what is
/// asked has digits: 18 or 15 of an ID number, 11 of a phone, 8 or 6 of a date.
pub(super) fn at(grid: &Grid, row: u32, first: u16, last: u16, meaning: Meaning) -> Vec<u16> {
    let Meaning::Field(field) = meaning else { return Vec::new() };
    let counts: &[usize] = match field.shape() {
        Shape::Id => &[18, 15],
        Shape::Phone => &[11],
        Shape::Date => &[8, 6],
        _ => return Vec::new(),
    };
    let mut columns = Vec::new();
    let mut column = first;
    while column <= last && columns.len() <= counts[0] {
        let seg = grid.seg(row, column);
        if !(seg.empty() && seg.boxed() && seg.starts_at(row) && seg.height() == 1) {
            break;
        }
        columns.push(column);
        column = seg.area.last_column.saturating_add(1);
    }
    if counts.contains(&columns.len()) { columns } else { Vec::new() }
}

/// The empty cells of a row under one head of a list.
pub(super) fn under(grid: &Grid, row: u32, (first, last): (u16, u16), meaning: Meaning) -> Vec<u16> {
    let own: Vec<Seg<'_>> = grid.segs(row, first, last);
    let columns = at(grid, row, first, last, meaning);
    if columns.len() == own.len() { columns } else { Vec::new() }
}

/// Form and answers with each box asked and answered by itself; none if there are no boxes.
pub(super) fn spread(form: &Form, answers: &Answers) -> Option<(Form, Answers)> {
    let boxed = form.tables.iter().any(|table| !table.boxes.is_empty()) || form.all_blanks().any(|blank| !blank.boxes.is_empty());
    if !boxed {
        return None;
    }
    let (mut form, mut answers) = (form.clone(), answers.clone());
    let cells: Vec<(At, Vec<u16>)> = form.all_blanks().map(|blank| (blank.at, blank.boxes.clone())).collect();
    for (at, boxes) in cells {
        let Some(letters) = answers.cells.get(&at).and_then(|value| letters(value, boxes.len())) else { continue };
        answers.cells.extend(boxes.into_iter().zip(letters).map(|(column, letter)| (At::cell(at.sheet, at.row, column), letter)));
    }
    for (table, records) in form.tables.iter_mut().zip(&mut answers.tables) {
        spread_list(table, records);
    }
    Some((form, answers))
}

/// Boxes behind the first become columns behind all others.
fn spread_list(table: &mut Table, records: &mut [Vec<Value>]) {
    for boxes in std::mem::take(&mut table.boxes) {
        let Some(own) = table.columns.get(boxes.column).cloned() else { continue };
        let from = table.columns.len();
        table.columns.extend(boxes.cells.iter().skip(1).map(|&column| Column { column, ..own.clone() }));
        for given in table.given.iter_mut().filter(|given| given.empty.contains(&boxes.column)) {
            given.empty.extend(from..from + boxes.cells.len() - 1);
        }
        for record in records.iter_mut() {
            let Some(letters) = record.get(boxes.column).and_then(|value| letters(value, boxes.cells.len())) else { continue };
            let mut letters = letters.into_iter();
            record.resize(from, Value::Blank);
            record[boxes.column] = letters.next().unwrap_or_default();
            record.extend(letters);
        }
    }
}

/// The letters of an answer, one for each of so many boxes; none if there are more of them.
fn letters(value: &Value, boxes: usize) -> Option<Vec<Value>> {
    let words = match value {
        Value::Date { date, .. } => match (date.month(), date.day(), boxes) {
            (Some(month), Some(day), 8) => format!("{:04}{month:02}{day:02}", date.year()),
            (Some(month), _, 6) => format!("{:04}{month:02}", date.year()),
            _ => return None,
        },
        _ => value.words(),
    };
    let letters: Vec<Value> = words.chars().filter(|letter| letter.is_alphanumeric()).map(Value::text).collect();
    (!letters.is_empty() && letters.len() <= boxes).then_some(letters)
}
