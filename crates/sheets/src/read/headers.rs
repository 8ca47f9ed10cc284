//! The rows of a header: where they begin and end, and what each column is called.

use std::collections::BTreeMap;

use super::tables::text_of;
use crate::dictionary::Dictionary;
use crate::meaning::Meaning;
use crate::sheet::{Cell, Row, Sheet};
use crate::values::clean;

/// A table wider than this is no list of people.
pub(super) const WIDEST: usize = 300;
const HEADER_ROWS: usize = 3;

/// The header of one column, from the outermost group to the leaf.
#[derive(Clone)]
pub(super) struct Head {
    pub column: u16,
    pub parts: Vec<String>,
    /// A header cell that is itself a date.
    pub date: Option<crate::values::PartialDate>,
}

impl Head {
    pub fn leaf(&self) -> &str {
        self.parts.last().map_or("", String::as_str)
    }

    pub fn joined(&self) -> String {
        self.parts.join(" ")
    }
}

/// A row most of whose cells are words we know as headers, or dates over a column of names.
pub(super) fn is_header(row: Row<'_>, words: &Dictionary) -> bool {
    if row.len() < 2 || row.len() > WIDEST {
        return false;
    }
    // Most rows of a long table are told apart by their first cells alone.
    let mut first = row.cells().filter_map(|(_, cell)| text_of(cell)).take(4);
    if !first.any(|text| words.header(&text).is_some()) && row.len() > 6 {
        return false;
    }
    let (mut known, mut facts, mut dated, mut dotted, mut numbers) = (0, 0, 0, 0, 0);
    for (_, cell) in row.cells() {
        match cell {
            Cell::Text(text) if let Some(entry) = words.header(text) => {
                known += 1;
                facts += usize::from(entry.meaning != Meaning::Ignored);
            }
            Cell::Text(text) if super::meetings::looks_dated(text) => dated += 1,
            Cell::Text(text) if clean(text).chars().filter(char::is_ascii_digit).count() > 6 => numbers += 1,
            Cell::Date(_) => dated += 1,
            Cell::Number(number) if super::meetings::month_and_day(number).is_some() => dotted += 1,
            Cell::Number(_) => numbers += 1,
            _ => {}
        }
    }
    // "9.5" in a cell is a day only among its like.
    if dotted >= 2 && dated + numbers == 0 {
        dated += dotted
    } else {
        numbers += dotted
    }
    if facts > 0 && known + numbers == row.len() && counts_days(row) {
        return true;
    }
    if facts == 0 || numbers > 1 && dated == 0 {
        return false;
    }
    if facts >= 2 && numbers + dated == 0 && known * 3 < row.len() {
        return (known + loosely_known(row, words)) * 2 >= row.len();
    }
    known >= 2 && (known + dated) * 3 >= row.len() && dated <= known.max(1) * 60 && !(dated > 0 && dated <= 4 && known < 3 && numbers > 0)
        || known >= 1 && dated >= 3 && numbers <= 1
        || known >= 1 && dated >= 1 && known + dated == row.len()
}

/// "姓名 8 15 22": days of a month, or months. Two numbers may be anything.
fn counts_days(row: Row<'_>) -> bool {
    let days: Vec<u32> = row.cells().filter_map(|(_, cell)| cell.text().parse().ok()).collect();
    days.len() >= 3 && days.windows(2).all(|pair| pair[0] < pair[1]) && days.iter().all(|day| (1..=31).contains(day))
}

/// How many short texts hold a word of ours, or are one but for a letter.
fn loosely_known(row: Row<'_>, words: &Dictionary) -> usize {
    let texts = row.cells().filter_map(|(_, cell)| text_of(cell)).filter(|text| text.chars().count() <= 14);
    texts.filter(|text| words.header(text).is_none() && (words.part_of(text).is_some() || words.nearly(text).is_some())).count()
}

/// The last row of the header that begins at this one.
pub(super) fn header_end(sheet: &Sheet, first: usize, words: &Dictionary) -> usize {
    let mut last = first;
    while last + 1 < sheet.row_count() && last + 1 - first < HEADER_ROWS {
        let (upper, lower) = (sheet.nth(last), sheet.nth(last + 1));
        if lower.number != upper.number + 1 || !continues(sheet, upper, lower, words) {
            break;
        }
        last += 1;
    }
    last
}

/// Whether `lower` names the parts of groups that `upper` names.
fn continues(sheet: &Sheet, upper: Row<'_>, lower: Row<'_>, words: &Dictionary) -> bool {
    if counts_months(lower) && lower.cells().all(|(column, _)| is_group(sheet, upper, column, lower)) {
        return true;
    }
    // What was held in one row, when in the next.
    if lower.len() >= 2 && lower.cells().all(|(_, cell)| is_dated(cell)) {
        return true;
    }
    let texts_only = lower.cells().all(|(_, cell)| {
        matches!(cell, Cell::Text(text) if clean(text).chars().filter(char::is_ascii_digit).count() <= 4) || matches!(cell, Cell::Date(_))
    });
    if !texts_only {
        return false;
    }
    let known = lower
        .cells()
        .filter(|(_, cell)| text_of(*cell).is_some_and(|text| words.header(&text).is_some() || super::meetings::looks_dated(&text)))
        .count();
    let under_group = lower.cells().filter(|(column, _)| is_group(sheet, upper, *column, lower)).count();
    let dated = upper.cells().filter(|(_, cell)| is_dated(*cell)).count();
    // Dates in one row, what was held on them in the next.
    let names_meetings = dated >= 2
        && lower
            .cells()
            .all(|(_, cell)| text_of(cell).is_some_and(|text| words.activities.iter().any(|(word, _)| text.contains(word.as_str()))));
    names_meetings || under_group == lower.len() && (known >= 1 || has_wide_merge(sheet, upper.number))
}

/// "10 11 12" below "2025年（月份）".
fn counts_months(row: Row<'_>) -> bool {
    let months: Vec<u32> = row.cells().filter_map(|(_, cell)| cell.text().parse().ok()).collect();
    months.len() == row.len()
        && months.len() >= 2
        && months.windows(2).all(|pair| pair[0] + 1 == pair[1])
        && months.iter().all(|month| (1..=12).contains(month))
}

fn is_dated(cell: Cell<'_>) -> bool {
    matches!(cell, Cell::Date(_)) || text_of(cell).is_some_and(|text| super::meetings::looks_dated(&text))
}

/// Whether a header cell has others below it: merged across, or followed by a blank.
fn is_group(sheet: &Sheet, upper: Row<'_>, column: u16, lower: Row<'_>) -> bool {
    let merged = sheet.merges.iter().find(|merge| merge.holds(upper.number, column));
    match merged {
        Some(merge) => merge.last_row < lower.number && merge.last_column > merge.first_column,
        None if upper.cell(column).is_empty() => true,
        None => upper.cell(column + 1).is_empty() && !lower.cell(column + 1).is_empty() && sheet.merges.is_empty(),
    }
}

fn has_wide_merge(sheet: &Sheet, row: u32) -> bool {
    sheet.merges.iter().any(|merge| merge.first_row == row && merge.last_row == row && merge.last_column > merge.first_column)
}

/// Group names above the known header: "流动情况" over "外出时间, 去向".
pub(super) fn header_start(sheet: &Sheet, at: usize, free: usize, words: &Dictionary) -> usize {
    let Some(above) = at.checked_sub(1).filter(|above| *above >= free) else { return at };
    let (upper, lower) = (sheet.nth(above), sheet.nth(at));
    let adjacent = upper.number + 1 == lower.number;
    let short = upper.cells().all(|(_, cell)| text_of(cell).is_some_and(|text| text.chars().count() <= 12 && !text.contains(['：', ':'])));
    let groups = upper.len() >= 2 && lower.cells().any(|(column, _)| is_group(sheet, upper, column, lower));
    if adjacent && short && groups && continues(sheet, upper, lower, words) { above } else { at }
}

pub(super) fn heads(sheet: &Sheet, header: (u32, u32)) -> Vec<Head> {
    let mut columns: BTreeMap<u16, Vec<String>> = BTreeMap::new();
    let mut dates = BTreeMap::new();
    for number in header.0..=header.1 {
        let Some(row) = sheet.row(number) else { continue };
        let mut group: Option<(u16, String)> = None;
        let is_last = number == header.1;
        let wide: Vec<u16> = (header.0..=header.1)
            .filter_map(|row| sheet.row(row))
            .flat_map(|row| row.cells().map(|(column, _)| column).collect::<Vec<_>>())
            .collect();
        let Some(width) = wide.iter().max() else { continue };
        for column in 0..=*width {
            let merge = sheet.merges.iter().find(|merge| merge.holds(number, column));
            let cell = match merge {
                Some(merge) if merge.first_row == number => row.cell(merge.first_column),
                Some(_) => Cell::Empty,
                None => row.cell(column),
            };
            if let Cell::Date(date) = cell {
                dates.insert(column, date);
                columns.entry(column).or_default();
            }
            let own = text_of(cell).or_else(|| if let Cell::Number(_) = cell { Some(cell.text().into_owned()) } else { None });
            if let Some(text) = own {
                group = Some((column, text.clone()));
                columns.entry(column).or_default().push(text);
            } else if !is_last
                && merge.is_none()
                && sheet.merges.is_empty()
                && (number + 1..=header.1).any(|below| !sheet.cell(below, column).is_empty())
                && let Some((_, text)) = &group
            {
                columns.entry(column).or_default().push(text.clone());
            }
        }
    }
    let heads = columns.into_iter().map(|(column, mut parts)| {
        parts.dedup();
        if let (true, Some(date)) = (parts.is_empty(), dates.get(&column)) {
            parts.push(date.to_string());
        }
        Head { column, parts, date: dates.get(&column).copied() }
    });
    heads.collect()
}
