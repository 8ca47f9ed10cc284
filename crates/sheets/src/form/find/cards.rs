//! Labels beside, or above, the empty cells they ask for.

use std::collections::HashSet;

use super::super::boxes;
use super::super::grid::{Grid, Seg};
use super::super::{At, Blank, BlankKind, Table};
use super::body::end;
use super::words::{is_head, is_label, label, meaning};
use crate::dictionary::Dictionary;

/// Every pair of a label and an empty cell outside the lists.
pub(super) fn pairs(grid: &Grid, tables: &[Table], words: &Dictionary, most: usize) -> Vec<Blank> {
    let mut taken: HashSet<(u32, u16)> = HashSet::new();
    let mut blanks = Vec::new();
    let of_tables: HashSet<u32> = tables.iter().flat_map(|table| table.header.0..end(table)).collect();
    let labels = || {
        let lines = grid.rows.iter().filter(|line| !of_tables.contains(&line.row));
        lines
            .flat_map(|line| line.cells.iter().map(move |cell| grid.seg(line.row, cell.column)))
            .filter(|seg| seg.text().is_some_and(is_label))
    };
    for beside in [true, false] {
        for seg in labels() {
            if blanks.len() >= most {
                return blanks;
            }
            let place = if beside { right_of(grid, &seg) } else { below(grid, &seg) };
            let Some((row, column)) = place.filter(|place| taken.insert(*place)) else { continue };
            let name = label(seg.text().unwrap_or_default());
            let (meaning, sure) = meaning(&name, words);
            blanks.push(Blank {
                at: At::cell(grid.sheet, row, column),
                meaning,
                sure,
                label: name,
                context: section(grid, &seg),
                kind: BlankKind::Cell,
                options: grid.options(row, column),
                note: grid.note(seg.area.first_row, seg.area.first_column).or_else(|| grid.note(row, column)),
                date: grid.square(row, column).is_some_and(|square| square.date),
                boxes: boxes::at(grid, row, column, u16::MAX - 1, meaning),
            });
        }
    }
    blanks
}

/// The empty cell at the right of a label.
fn right_of(grid: &Grid, seg: &Seg<'_>) -> Option<(u32, u16)> {
    let beside = grid.seg(seg.area.first_row, seg.area.last_column.checked_add(1)?);
    let asked = beside.empty() && beside.starts_at(seg.area.first_row) && is_room(grid, &beside, seg);
    asked.then_some((beside.area.first_row, beside.area.first_column))
}

/// The empty cell under a label that has none at its right.
fn below(grid: &Grid, seg: &Seg<'_>) -> Option<(u32, u16)> {
    let next = grid.seg(seg.area.first_row, seg.area.last_column.checked_add(1)?);
    if next.empty() && next.boxed() || !seg.boxed() {
        return None;
    }
    let under = grid.seg(seg.area.last_row.checked_add(1)?, seg.area.first_column);
    let same = under.area.first_column == seg.area.first_column && under.area.last_column == seg.area.last_column;
    let asked = same && under.empty() && under.boxed() && under.starts_at(seg.area.last_row + 1);
    asked.then_some((under.area.first_row, under.area.first_column))
}

/// A box, or the line behind "单位：".
fn is_room(grid: &Grid, room: &Seg<'_>, name: &Seg<'_>) -> bool {
    let colon = name.text().is_some_and(|text| text.ends_with(['：', ':']));
    let merged = room.wide() || room.height() > 1;
    let allowed = !grid.options(room.area.first_row, room.area.first_column).is_empty();
    room.boxed() && (name.boxed() || colon) || merged && (name.boxed() || colon) || allowed && room.square.is_some()
}

/// The tall label at the left that a label belongs to.
fn section(grid: &Grid, seg: &Seg<'_>) -> Option<String> {
    let left = grid.seg(seg.area.first_row, seg.area.first_column.checked_sub(1)?);
    left.text().filter(|text| left.height() > seg.height() && is_label(text)).map(label)
}

/// What a gap is called by the cell at its left or above it.
pub(super) fn label_beside(grid: &Grid, row: u32, column: u16) -> String {
    let left = column.checked_sub(1).map(|column| grid.seg(row, column));
    let above = row.checked_sub(1).map(|row| grid.seg(row, column));
    let name = [left, above].into_iter().flatten().find_map(|seg| seg.text().filter(|text| is_head(text) && seg.boxed()));
    name.map(label).unwrap_or_default()
}

/// In a card, labels over one row of boxes are no list: each box is asked by itself, unless the
/// labels have a section's name of their own at their side.
pub(super) fn unfold_single_rows(grid: &Grid, tables: &mut Vec<Table>, blanks: &mut Vec<Blank>) {
    let single = |table: &Table| table.free.records == 1 && table.free.step == 1 && table.given.is_empty() && table.totals.is_empty();
    let unfolds = |table: &Table| single(table) && table.title.is_none() && table.serial.is_none() && !table.free.open;
    for table in tables.iter().filter(|table| unfolds(table)) {
        blanks.extend(table.columns.iter().enumerate().map(|(at, column)| Blank {
            at: At::cell(table.sheet, table.free.first, column.column),
            label: column.label().to_owned(),
            context: (column.path.len() > 1).then(|| column.path[..column.path.len() - 1].join(" ")),
            kind: BlankKind::Cell,
            meaning: column.meaning,
            sure: column.sure,
            options: column.options.clone(),
            note: grid.note(table.header.1, column.column).or_else(|| column.note.clone()),
            date: column.date,
            boxes: table.boxes.iter().find(|boxes| boxes.column == at).map(|boxes| boxes.cells.clone()).unwrap_or_default(),
        }));
    }
    tables.retain(|table| !unfolds(table));
}
