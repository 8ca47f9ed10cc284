//! Where tables stand on a sheet: title, header of one to three rows, body.

use super::blocks;
use super::headers::{Head, WIDEST, header_end, header_start, heads, is_header};
use crate::dictionary::{Dictionary, plain};
use crate::sheet::{Cell, Row, Sheet};
use crate::values::{IdNumber, clean};

/// Rows here are counted from 0.
#[derive(Clone)]
pub(super) struct Table {
    pub title: Option<String>,
    /// Everything written above the header, the title included.
    pub above: Vec<Above>,
    pub header: (u32, u32),
    /// Begins with the header's row where there is no header.
    pub body: (u32, u32),
    pub heads: Vec<Head>,
    /// The first and the last column.
    pub columns: (u16, u16),
}

/// A text above a header and the columns it stands over.
#[derive(Clone)]
pub(super) struct Above {
    pub text: String,
    pub row: u32,
    pub columns: (u16, u16),
}

/// A header stands at most this many filled rows below its title.
const TITLE_ROWS: usize = 8;

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
        if let Some(overview) = tables.pop_if(|before| before.is_overview(sheet, first, words)) {
            free = sheet.position(overview.above.first().map_or(overview.header.0, |above| above.row));
        }
        let table = Table::at(sheet, free, first, last);
        let repeated = tables.last().is_some_and(|before| same_heads(before, &table) && !has_own_title(&table, before, words));
        if !repeated {
            if let Some(before) = tables.last_mut() {
                let top = table.above.first().map_or(table.header.0, |above| above.row);
                before.body.1 = top.saturating_sub(1).max(before.header.1);
            }
            tables.push(table);
        }
        at = last + 1;
        free = at;
    }
    if tables.is_empty() {
        tables.extend(without_header(sheet));
    }
    if tables.is_empty() {
        tables.extend(without_known_words(sheet).map(|at| Table::at(sheet, 0, at, at)));
    }
    tables.retain(|table| table.body.1 > table.header.1 || table.body.0 == table.header.0);
    tables.into_iter().flat_map(|table| blocks::split(sheet, table, words)).collect()
}

impl Table {
    /// Whether a column is one of this table's.
    pub fn holds(&self, column: u16) -> bool {
        (self.columns.0..=self.columns.1).contains(&column)
    }

    /// "支部书记 高某 党员数 6" above the real table: labels and values take turns.
    fn is_overview(&self, sheet: &Sheet, next: usize, words: &Dictionary) -> bool {
        let labels: Vec<bool> = self.heads.iter().map(|head| words.header(head.leaf()).is_some()).collect();
        let takes_turns = labels.len().is_multiple_of(2) && labels.chunks(2).all(|pair| pair == [true, false]);
        takes_turns && next.saturating_sub(sheet.position(self.body.0)) <= TITLE_ROWS
    }

    fn at(sheet: &Sheet, free: usize, first: usize, last: usize) -> Table {
        let above = above(sheet, free, first);
        let header = (sheet.nth(first).number, sheet.nth(last).number);
        let bottom = sheet.nth(sheet.row_count() - 1).number;
        let heads = heads(sheet, header);
        let columns = blocks::extent(sheet, header.1 + 1, &heads);
        Table { title: title(&above), above, header, body: (header.1 + 1, bottom), heads, columns }
    }
}

/// What stands above a header: below another table only lines that stand alone or say what they are.
fn above(sheet: &Sheet, free: usize, first: usize) -> Vec<Above> {
    let is_title = |at: &usize| {
        let row = sheet.nth(*at);
        let says_what = || row.cells().all(|(_, cell)| text_of(cell).is_some_and(|text| text.contains(['：', ':'])));
        match distinct_texts(row) {
            0 => false,
            1 => row.cells().all(|(_, cell)| matches!(cell, Cell::Text(_))),
            2 | 3 => free == 0 || says_what(),
            _ => false,
        }
    };
    let rows = (free.max(first.saturating_sub(TITLE_ROWS))..first).rev();
    let mut titles: Vec<usize> = if free == 0 { rows.filter(is_title).collect() } else { rows.take_while(is_title).collect() };
    titles.reverse();
    titles.into_iter().flat_map(|at| above_in(sheet, sheet.nth(at))).collect()
}

pub(super) fn above_in(sheet: &Sheet, row: Row<'_>) -> Vec<Above> {
    let texts = row.cells().filter_map(|(column, cell)| {
        let merge = sheet.merges.iter().find(|merge| merge.holds(row.number, column));
        Some(Above { text: text_of(cell)?, row: row.number, columns: (column, merge.map_or(column, |merge| merge.last_column)) })
    });
    texts.collect()
}

fn same_heads(one: &Table, other: &Table) -> bool {
    let plain_heads = |table: &Table| table.heads.iter().map(|head| (head.column, plain(&head.joined()))).collect::<Vec<_>>();
    plain_heads(one) == plain_heads(other)
}

/// A header printed again on each page carries the same title, one that goes on from it, or none.
fn has_own_title(table: &Table, before: &Table, words: &Dictionary) -> bool {
    let goes_on = |title: &str, first: &str| {
        plain(title) == plain(first) || title.starts_with('第') || words.notes.iter().any(|note| title.starts_with(note.as_str()))
    };
    match (&table.title, &before.title) {
        (Some(title), Some(first)) => !goes_on(title, first),
        (title, _) => title.is_some(),
    }
}

pub(super) fn title(above: &[Above]) -> Option<String> {
    let candidates = above
        .iter()
        .map(|above| &above.text)
        .filter(|text| text.chars().count() >= 3 && !text.starts_with("附件") && !text.starts_with("填") && !text.starts_with('注'));
    let with_colon = |text: &&String| text.contains(['：', ':']);
    candidates.clone().find(|text| !with_colon(text)).or_else(|| candidates.clone().next()).cloned()
}

/// A table whose header we do not know, or that has none: ID numbers stand below it, or from the
/// first row on.
fn without_header(sheet: &Sheet) -> Option<Table> {
    let has_id =
        |row: Row<'_>| row.len() >= 2 && row.cells().any(|(_, cell)| matches!(cell, Cell::Text(text) if IdNumber::parse(text).is_ok()));
    let first = (0..sheet.row_count().min(TITLE_ROWS)).find(|&at| has_id(sheet.nth(at)))?;
    let row = sheet.nth(first);
    if let Some(above) = first.checked_sub(1).filter(|&above| sheet.nth(above).len() * 2 > row.len() && is_of_words(sheet.nth(above))) {
        return Some(Table::at(sheet, 0, above, above));
    }
    let above: Vec<Above> = (0..first).flat_map(|at| above_in(sheet, sheet.nth(at))).collect();
    let columns = blocks::extent(sheet, row.number, &[]);
    let bottom = sheet.nth(sheet.row_count() - 1).number;
    Some(Table { title: title(&above), above, header: (row.number, row.number), body: (row.number, bottom), heads: Vec::new(), columns })
}

/// Short texts without numbers.
fn is_of_words(row: Row<'_>) -> bool {
    row.cells().all(|(_, cell)| {
        text_of(cell).is_some_and(|text| text.chars().count() <= 20 && !text.chars().any(|letter| letter.is_ascii_digit()))
    })
}

/// The header of a table none of whose words we know: the first row of several short texts that has
/// another filled row below it.
fn without_known_words(sheet: &Sheet) -> Option<usize> {
    (0..sheet.row_count().saturating_sub(1).min(30)).find(|&at| {
        let row = sheet.nth(at);
        (2..=WIDEST).contains(&row.len()) && is_of_words(row) && sheet.nth(at + 1).len() >= 2
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
