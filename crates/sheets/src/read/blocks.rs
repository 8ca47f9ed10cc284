//! Tables beside each other: where one ends and the next begins.

use std::collections::BTreeSet;

use super::headers::Head;
use super::tables::{Above, Table, title};
use crate::dictionary::{Dictionary, plain};
use crate::meaning::{Field, Meaning};
use crate::sheet::Sheet;

/// So many rows of the body are looked at.
const SAMPLE: usize = 30;

/// The columns of a table: those with heads, and those next to them that are filled.
pub(super) fn extent(sheet: &Sheet, body: u32, heads: &[Head]) -> (u16, u16) {
    let filled = filled(sheet, body);
    let first_filled = filled.first().copied().unwrap_or(0);
    let (mut first, mut last) = match heads {
        [] => (first_filled, first_filled),
        heads => (heads[0].column, heads[heads.len() - 1].column),
    };
    while first > 0 && filled.contains(&(first - 1)) {
        first -= 1;
    }
    while filled.contains(&(last + 1)) {
        last += 1;
    }
    (first, last)
}

fn filled(sheet: &Sheet, body: u32) -> BTreeSet<u16> {
    let from = sheet.position(body);
    let rows = (from..sheet.row_count().min(from + SAMPLE)).map(|at| sheet.nth(at)).filter(|row| row.len() > 1);
    rows.flat_map(|row| row.cells().map(|(column, _)| column)).collect()
}

/// Several tables where each has its own column of names (or of what it lists), parted by a blank
/// column or by the same heads beginning again.
pub(super) fn split(sheet: &Sheet, table: Table, words: &Dictionary) -> Vec<Table> {
    let starts = starts(sheet, &table, words);
    if starts.len() < 2 {
        return vec![table];
    }
    let Table { above, header, body, heads, columns, .. } = table;
    let ends = starts[1..].iter().map(|start| start - 1).chain([columns.1]);
    let blocks = starts.iter().zip(ends).map(|(&first, last)| {
        let inside = |head: &&Head| (first..=last).contains(&head.column);
        let mut heads: Vec<Head> = heads.iter().filter(inside).cloned().collect();
        let mut above = over(&above, (first, last));
        above.extend(own_title(&mut heads).map(|text| Above { text, row: header.0, columns: (first, last) }));
        Table { title: title(&above), above, header, body, heads, columns: (first, last) }
    });
    blocks.collect()
}

/// The first column of each block.
fn starts(sheet: &Sheet, table: &Table, words: &Dictionary) -> Vec<u16> {
    let listed = |head: &&Head| {
        let entry = words.header(&head.joined()).or_else(|| words.header(head.leaf()));
        entry.is_some_and(|entry| matches!(entry.meaning, Meaning::Field(Field::Name | Field::OrgName | Field::HouseholdHead)))
    };
    let names: Vec<(u16, String)> = table.heads.iter().filter(listed).map(|head| (head.column, plain(head.leaf()))).collect();
    let again: Vec<u16> = names.iter().filter(|(_, label)| *label == names[0].1).map(|(column, _)| *column).collect();
    if again.len() < 2 {
        return Vec::new();
    }
    let filled = filled(sheet, table.body.0);
    let is_gap = |column: u16| !filled.contains(&column) && !table.heads.iter().any(|head| head.column == column);
    let first_label = table.heads.first().map(|head| plain(&head.joined()));
    let begins = |column: u16| table.heads.iter().any(|head| head.column == column && Some(plain(&head.joined())) == first_label);
    let mut starts = vec![table.columns.0];
    for pair in again.windows(2) {
        let between = (pair[0] + 1)..=pair[1];
        let after_gap = between.clone().rev().find(|&column| is_gap(column - 1) && column > pair[0] + 1);
        match after_gap.or_else(|| between.clone().find(|&column| begins(column))) {
            Some(start) => starts.push(start),
            None => return Vec::new(),
        }
    }
    starts
}

/// A head over all heads of a block is its title.
fn own_title(heads: &mut [Head]) -> Option<String> {
    let first = heads.first()?.parts.first()?.clone();
    if !heads.iter().all(|head| head.parts.len() > 1 && head.parts[0] == first) {
        return None;
    }
    heads.iter_mut().for_each(|head| drop(head.parts.remove(0)));
    Some(first)
}

/// What stands above a block: texts over its columns, those that stand alone in their row, and those
/// that say what they are ("时间：9月5日").
fn over(above: &[Above], (first, last): (u16, u16)) -> Vec<Above> {
    let alone = |one: &&Above| above.iter().filter(|other| other.row == one.row).count() == 1;
    let overlaps = |one: &&Above| one.columns.0 <= last && one.columns.1 >= first;
    above.iter().filter(|one| alone(one) || overlaps(one) || one.text.contains(['：', ':'])).cloned().collect()
}
