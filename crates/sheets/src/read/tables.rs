//! Where tables stand on a sheet: title, header of one to three rows, body.

use std::collections::BTreeMap;

use crate::dictionary::{Dictionary, plain};
use crate::meaning::{Field, Meaning};
use crate::sheet::{Cell, Row, Sheet};
use crate::values::clean;

/// Rows here are counted from 0.
pub(super) struct Table {
    pub title: Option<String>,
    /// Everything written above the header, the title included.
    pub above: Vec<String>,
    pub header: (u32, u32),
    pub body: (u32, u32),
    pub heads: Vec<Head>,
}

/// The header of one column, from the outermost group to the leaf.
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

/// A table wider than this is no list of people.
const WIDEST: usize = 300;
/// A header stands at most this many filled rows below its title.
const TITLE_ROWS: usize = 8;
const HEADER_ROWS: usize = 3;

pub(super) fn find(sheet: &Sheet, words: &Dictionary) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut free = 0;
    let mut at = 0;
    while at < sheet.row_count() {
        if !is_header(sheet.nth(at), words) {
            at += 1;
            continue;
        }
        let last = header_end(sheet, at, words);
        let first = header_start(sheet, at, free, words);
        let table = Table::at(sheet, free, first, last);
        let repeated = tables.last().is_some_and(|before| same_heads(before, &table) && !has_own_title(&table, before));
        if !repeated {
            if let Some(before) = tables.last_mut() {
                before.body.1 = sheet.nth(first).number.saturating_sub(1 + table.above.len() as u32).max(before.header.1);
            }
            tables.push(table);
        }
        at = last + 1;
        free = at;
    }
    if tables.is_empty() {
        tables.extend(without_known_words(sheet).map(|at| Table::at(sheet, 0, at, at)));
    }
    tables.retain(|table| table.body.1 > table.header.1);
    tables.into_iter().flat_map(|table| side_by_side(table, words)).collect()
}

/// "姓名 电话 | 姓名 电话": the same few columns beside each other are as many tables.
fn side_by_side(table: Table, words: &Dictionary) -> Vec<Table> {
    let labels: Vec<String> = table.heads.iter().map(|head| plain(&head.joined())).collect();
    let repeats = |width: &usize| labels.len().is_multiple_of(*width) && labels.chunks(*width).all(|block| block == &labels[..*width]);
    let names = |label: &String| words.header(label).is_some_and(|entry| entry.meaning == Meaning::Field(Field::Name));
    let Some(width) = (2..=labels.len() / 2).find(repeats).filter(|width| labels[..*width].iter().any(names)) else { return vec![table] };
    let Table { title, above, header, body, mut heads } = table;
    let mut blocks = Vec::new();
    while !heads.is_empty() {
        let rest = heads.split_off(width);
        blocks.push(Table { title: title.clone(), above: above.clone(), header, body, heads: std::mem::replace(&mut heads, rest) });
    }
    blocks
}

impl Table {
    /// Whether a column lies between the first and the last that have a header.
    pub fn holds(&self, column: u16) -> bool {
        let (first, last) = (self.heads.first(), self.heads.last());
        first.zip(last).is_some_and(|(first, last)| (first.column..=last.column).contains(&column))
    }

    fn at(sheet: &Sheet, free: usize, first: usize, last: usize) -> Table {
        let above: Vec<String> = (free.max(first.saturating_sub(TITLE_ROWS))..first)
            .map(|at| sheet.nth(at))
            .filter(|row| distinct_texts(*row) <= 2)
            .flat_map(|row| row.cells().filter_map(|(_, cell)| text_of(cell)).collect::<Vec<_>>())
            .collect();
        let header = (sheet.nth(first).number, sheet.nth(last).number);
        let bottom = sheet.nth(sheet.row_count() - 1).number;
        Table { title: title(&above), above, header, body: (header.1 + 1, bottom), heads: heads(sheet, header) }
    }
}

/// A row most of whose cells are words we know as headers, or dates over a column of names.
fn is_header(row: Row<'_>, words: &Dictionary) -> bool {
    if row.len() < 2 || row.len() > WIDEST {
        return false;
    }
    // Most rows of a long table are told apart by their first cells alone.
    let mut first = row.cells().filter_map(|(_, cell)| text_of(cell)).take(4);
    if !first.any(|text| words.header(&text).is_some()) && row.len() > 6 {
        return false;
    }
    let (mut known, mut dated, mut numbers) = (0, 0, 0);
    for (_, cell) in row.cells() {
        match cell {
            Cell::Text(text) if words.header(text).is_some() => known += 1,
            Cell::Text(text) if super::meetings::looks_dated(text) => dated += 1,
            Cell::Text(text) if clean(text).chars().filter(char::is_ascii_digit).count() > 6 => numbers += 1,
            Cell::Date(_) => dated += 1,
            Cell::Number(_) => numbers += 1,
            _ => {}
        }
    }
    if numbers > 1 && dated == 0 {
        return false;
    }
    known >= 2 && (known + dated) * 3 >= row.len() && dated <= known.max(1) * 60 && !(dated > 0 && dated <= 4 && known < 3 && numbers > 0)
        || known >= 1 && dated >= 3 && numbers <= 1
}

/// The last row of the header that begins at this one.
fn header_end(sheet: &Sheet, first: usize, words: &Dictionary) -> usize {
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
    let dated = upper
        .cells()
        .filter(|(_, cell)| matches!(cell, Cell::Date(_)) || text_of(*cell).is_some_and(|text| super::meetings::looks_dated(&text)))
        .count();
    // Dates in one row, what was held on them in the next.
    let names_meetings = dated >= 2
        && lower
            .cells()
            .all(|(_, cell)| text_of(cell).is_some_and(|text| words.activities.iter().any(|(word, _)| text.contains(word.as_str()))));
    names_meetings || under_group == lower.len() && (known >= 1 || has_wide_merge(sheet, upper.number))
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
fn header_start(sheet: &Sheet, at: usize, free: usize, words: &Dictionary) -> usize {
    let Some(above) = at.checked_sub(1).filter(|above| *above >= free) else { return at };
    let (upper, lower) = (sheet.nth(above), sheet.nth(at));
    let adjacent = upper.number + 1 == lower.number;
    let short = upper.cells().all(|(_, cell)| text_of(cell).is_some_and(|text| text.chars().count() <= 12 && !text.contains(['：', ':'])));
    let groups = upper.len() >= 2 && lower.cells().any(|(column, _)| is_group(sheet, upper, column, lower));
    if adjacent && short && groups && continues(sheet, upper, lower, words) { above } else { at }
}

fn heads(sheet: &Sheet, header: (u32, u32)) -> Vec<Head> {
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
        Head { column, parts, date: dates.get(&column).copied() }
    });
    heads.collect()
}

fn same_heads(one: &Table, other: &Table) -> bool {
    let plain_heads = |table: &Table| table.heads.iter().map(|head| (head.column, plain(&head.joined()))).collect::<Vec<_>>();
    plain_heads(one) == plain_heads(other)
}

/// A header printed again on each page carries the same title or none.
fn has_own_title(table: &Table, before: &Table) -> bool {
    table.title.as_ref().is_some_and(|title| Some(title) != before.title.as_ref() && !title.starts_with('第'))
}

fn title(above: &[String]) -> Option<String> {
    let candidates = above
        .iter()
        .filter(|text| text.chars().count() >= 3 && !text.starts_with("附件") && !text.starts_with("填") && !text.starts_with('注'));
    let with_colon = |text: &&String| text.contains(['：', ':']);
    candidates.clone().find(|text| !with_colon(text)).or_else(|| candidates.clone().next()).cloned()
}

/// The header of a table none of whose words we know: the first row of several short texts that has
/// another filled row below it.
fn without_known_words(sheet: &Sheet) -> Option<usize> {
    (0..sheet.row_count().saturating_sub(1).min(30)).find(|&at| {
        let row = sheet.nth(at);
        let short = row.cells().all(|(_, cell)| {
            text_of(cell).is_some_and(|text| text.chars().count() <= 20 && !text.chars().any(|letter| letter.is_ascii_digit()))
        });
        (2..=WIDEST).contains(&row.len()) && short && sheet.nth(at + 1).len() >= 2
    })
}

fn distinct_texts(row: Row<'_>) -> usize {
    let mut texts: Vec<String> = row.cells().filter_map(|(_, cell)| text_of(cell)).collect();
    texts.dedup();
    texts.len()
}

pub(super) fn text_of(cell: Cell<'_>) -> Option<String> {
    match cell {
        Cell::Text(text) => Some(clean(text).replace(['\n', '\r'], "")).filter(|text| !text.is_empty()),
        _ => None,
    }
}
