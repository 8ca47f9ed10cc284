//! Where tables stand on a sheet: title, header of one to three rows, body.

use std::collections::BTreeMap;

use super::blocks;
use crate::dictionary::{Dictionary, plain};
use crate::meaning::Meaning;
use crate::sheet::{Cell, Row, Sheet};
use crate::values::{IdNumber, clean};

/// Rows here are counted from 0.
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

fn above_in(sheet: &Sheet, row: Row<'_>) -> Vec<Above> {
    let texts = row.cells().filter_map(|(column, cell)| {
        let merge = sheet.merges.iter().find(|merge| merge.holds(row.number, column));
        Some(Above { text: text_of(cell)?, row: row.number, columns: (column, merge.map_or(column, |merge| merge.last_column)) })
    });
    texts.collect()
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
    if facts == 0 || numbers > 1 && dated == 0 {
        return false;
    }
    known >= 2 && (known + dated) * 3 >= row.len() && dated <= known.max(1) * 60 && !(dated > 0 && dated <= 4 && known < 3 && numbers > 0)
        || known >= 1 && dated >= 3 && numbers <= 1
        || known >= 1 && dated >= 1 && known + dated == row.len()
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
    if counts_months(lower) && lower.cells().all(|(column, _)| is_group(sheet, upper, column, lower)) {
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
    // What was held in one row, when in the next.
    if lower.len() >= 2 && lower.cells().all(|(_, cell)| is_dated(cell)) {
        return true;
    }
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

/// A table without any header: ID numbers stand from the first row on.
fn without_header(sheet: &Sheet) -> Option<Table> {
    let has_id =
        |row: Row<'_>| row.len() >= 2 && row.cells().any(|(_, cell)| matches!(cell, Cell::Text(text) if IdNumber::parse(text).is_ok()));
    let first = (0..sheet.row_count().min(TITLE_ROWS)).find(|&at| has_id(sheet.nth(at)))?;
    let above: Vec<Above> = (0..first).flat_map(|at| above_in(sheet, sheet.nth(at))).collect();
    let row = sheet.nth(first).number;
    let columns = blocks::extent(sheet, row, &[]);
    let bottom = sheet.nth(sheet.row_count() - 1).number;
    Some(Table { title: title(&above), above, header: (row, row), body: (row, bottom), heads: Vec::new(), columns })
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
