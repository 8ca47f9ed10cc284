//! The rows of a list: those the sender has named, the empty ones, the totals, and where it ends.

use super::super::boxes::under as boxes_under;
use super::super::gaps::{explains, gaps};
use super::super::grid::{Grid, Seg};
use super::super::{At, Boxes, Column, Free, Given, Table, Total, Totals};
use super::header::{Head, Header};
use super::words::{is_end, is_example, is_serial, is_total, label, meaning_of_path, row_of};
use crate::dictionary::Dictionary;
use crate::meaning::Meaning;

/// What a row below a header is.
enum Kind {
    Free,
    Given,
    /// Every cell is printed: it shows how to fill in the others, or is a row that asks nothing.
    Printed,
    Example,
    Totals,
    /// No cell at all: the form goes on as far as the page.
    Absent,
    End,
}

/// A cell merged over more rows than this belongs to no single record.
const TALLEST: u32 = 3;

/// Groups of empty rows under one header, each with its subtotal, are so many lists.
const GROUPS: usize = 60;

/// The lists under a header, nearly always one.
pub(super) fn under(grid: &Grid, header: &Header, words: &Dictionary) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut from = header.last + 1;
    while let Some(table) = group(grid, header, from, words).filter(|_| tables.len() < GROUPS) {
        from = end(&table);
        let subtotal = table.totals.last().is_some_and(|totals| totals.row >= table.free.first && totals.label.contains("小计"));
        tables.push(table);
        if !subtotal || !Walk::start(grid, header, from).begins_empty(words) {
            break;
        }
    }
    tables
}

fn group(grid: &Grid, header: &Header, from: u32, words: &Dictionary) -> Option<Table> {
    let known = header.heads.iter().filter(|head| head.path.last().is_some_and(|leaf| words.header(leaf).is_some())).count();
    let mut walk = Walk::start(grid, header, from);
    walk.go(words);
    let (given, free, totals) = (walk.given, walk.free, walk.totals);
    let has_rows = free.records > 0 || !given.is_empty();
    // A header with nothing below it, or only the signatures, is known by its words alone.
    if !has_rows && known < if free.open { 2 } else { 3 } {
        return None;
    }
    let (serials, heads): (Vec<&Head>, Vec<&Head>) =
        header.heads.iter().partition(|head| head.path.last().is_some_and(|leaf| is_serial(leaf)));
    let columns = columns(grid, &heads, free, &given, words);
    let mut table = Table {
        sheet: grid.sheet,
        title: header.side.clone().or_else(|| title_above(grid, header.first)),
        card: None,
        row_of: row_of(columns.iter().map(|column| (if column.sure { column.meaning } else { Meaning::Extra }, column.label()))),
        header: (header.first, if from == header.last + 1 { walk.body.saturating_sub(1) } else { header.last }),
        serial: serials.first().map(|head| head.first),
        boxes: boxes(grid, &heads, &columns, if free.records > 0 || given.is_empty() { free.first } else { given[0] }),
        columns,
        given: Vec::new(),
        free,
        totals: Vec::new(),
    };
    table.given = given.iter().map(|&row| given_row(grid, row, &table)).collect();
    table.totals = totals.iter().map(|&row| totals_row(grid, row, &table, words)).collect();
    let asks = table.columns.iter().any(|column| !column.formula)
        && (free.records > 0 || given.is_empty() || table.given.iter().any(|given| !given.empty.is_empty()));
    asks.then_some(table)
}

/// The first row below the table.
pub(super) fn end(table: &Table) -> u32 {
    let free = table.free.first + table.free.records * table.free.step;
    let rows = table.given.iter().map(|given| given.row).chain(table.totals.iter().map(|totals| totals.row));
    rows.map(|row| row + 1).chain([free, table.header.1 + 1]).max().unwrap_or(0)
}

struct Walk<'g> {
    grid: &'g Grid,
    heads: &'g [Head],
    left: u16,
    right: u16,
    /// The first row of the body.
    body: u32,
    given: Vec<u32>,
    totals: Vec<u32>,
    free: Free,
}

impl<'g> Walk<'g> {
    fn start(grid: &'g Grid, header: &'g Header, body: u32) -> Self {
        let (left, right) = (header.heads[0].first, header.heads[header.heads.len() - 1].last);
        let free = Free { first: body, records: 0, step: 1, open: false };
        Walk { grid, heads: &header.heads, left, right, body, given: Vec::new(), totals: Vec::new(), free }
    }

    fn begins_empty(&self, words: &Dictionary) -> bool {
        self.lined(self.body) && matches!(self.kind(self.body, true, words), Kind::Free)
    }

    fn go(&mut self, words: &Dictionary) {
        let mut row = self.body;
        let last = self.grid.last_row().unwrap_or(0);
        let lined = self.lined(row);
        while row <= last {
            let kind = self.kind(row, lined, words);
            let started = !self.given.is_empty() || self.free.records > 0;
            match kind {
                Kind::Free => {
                    let step = self.step(row);
                    if self.free.records == 0 {
                        self.free = Free { first: row, records: 1, step, open: false };
                    } else if step == self.free.step && row == self.free.first + self.free.records * step {
                        self.free.records += 1;
                    } else {
                        break;
                    }
                    row += step;
                    continue;
                }
                Kind::Example | Kind::Printed if !started => self.body = row + 1,
                Kind::Printed | Kind::Given if self.free.records == 0 => self.given.push(row),
                Kind::Totals => {
                    self.totals.push(row);
                    if self.free.records > 0 {
                        row += 1;
                        break;
                    }
                }
                Kind::Absent if !lined && self.free.records == 0 && self.given.is_empty() => {
                    self.absent(row, last);
                    break;
                }
                _ => break,
            }
            row += 1;
        }
        self.further_totals(row, words);
        if self.free.records == 0 {
            let next = self.given.last().map_or(self.body, |row| row + 1);
            self.free = Free { first: next, records: 0, step: 1, open: next > last };
        }
    }

    /// Empty rows that the file does not even name, down to what stands next.
    fn absent(&mut self, row: u32, last: u32) {
        let next = (row..=last).find(|&row| self.segs(row).iter().any(|seg| !seg.empty())).unwrap_or(last + 1);
        if next <= last {
            self.free = Free { first: row, records: next - row, step: 1, open: false };
        }
    }

    fn further_totals(&mut self, mut row: u32, words: &Dictionary) {
        while self.free.records > 0 && matches!(self.kind(row, true, words), Kind::Totals) && self.totals.last() != Some(&row) {
            self.totals.push(row);
            row += 1;
        }
    }

    fn segs(&self, row: u32) -> Vec<Seg<'g>> {
        self.grid.segs(row, self.left, self.right)
    }

    /// Whether most cells of the row have lines around them.
    fn lined(&self, row: u32) -> bool {
        let segs = self.segs(row);
        segs.iter().filter(|seg| seg.boxed()).count() * 2 >= segs.len()
    }

    fn kind(&self, row: u32, lined: bool, words: &Dictionary) -> Kind {
        let segs = self.segs(row);
        let texts: Vec<&str> = segs.iter().filter(|seg| seg.starts_at(row)).filter_map(Seg::text).collect();
        if texts.iter().any(|text| is_end(text)) {
            return Kind::End;
        }
        if texts.iter().take(2).any(|text| is_total(text, words)) {
            return if segs.iter().any(|seg| seg.text().is_none()) { Kind::Totals } else { Kind::Given };
        }
        if segs.iter().all(|seg| seg.square.is_none()) {
            return Kind::Absent;
        }
        if lined && !self.lined(row) || !self.aligned(row, &segs) || segs.iter().any(|seg| seg.square.is_some_and(|square| square.crossed))
        {
            return Kind::End;
        }
        if texts.iter().any(|text| explains(text) || !gaps(text).is_empty()) {
            return Kind::End;
        }
        self.filled_kind(row, &texts, words)
    }

    fn filled_kind(&self, row: u32, texts: &[&str], words: &Dictionary) -> Kind {
        if texts.first().is_some_and(|text| is_example(text)) {
            return Kind::Example;
        }
        let heads = self.heads.iter().filter(|head| !head.path.last().is_some_and(|leaf| is_serial(leaf)));
        let cells: Vec<Seg<'_>> = heads.map(|head| self.grid.seg(row, head.first)).collect();
        let printed = cells.iter().filter(|seg| seg.text().is_some() && !seg.formula()).count();
        let room = cells.iter().filter(|seg| seg.empty()).count();
        let labels = texts.iter().filter(|text| words.header(text).is_some()).count();
        if printed == 0 && room > 0 {
            Kind::Free
        } else if room > 0 && labels < 2 {
            Kind::Given
        } else if printed == cells.len() && labels * 2 <= cells.len() {
            Kind::Printed
        } else {
            Kind::End
        }
    }

    /// Whether no cell lies over two columns or beyond the table.
    fn aligned(&self, row: u32, segs: &[Seg<'_>]) -> bool {
        let own = segs.iter().filter(|seg| seg.starts_at(row) || seg.area.first_row > self.body.saturating_sub(1));
        let fits = |seg: &Seg<'_>| {
            let (first, last) = (seg.area.first_column, seg.area.last_column);
            first >= self.left
                && last <= self.right
                && self.heads.iter().filter(|head| head.first <= last && first <= head.last).count() <= 1
        };
        own.into_iter().all(fits)
    }

    /// How many rows the record that begins here takes.
    fn step(&self, row: u32) -> u32 {
        let heights = self.segs(row).into_iter().filter(|seg| seg.starts_at(row)).map(|seg| seg.height());
        heights.filter(|&height| height <= TALLEST).max().unwrap_or(1)
    }
}

fn columns(grid: &Grid, heads: &[&Head], free: Free, given: &[u32], words: &Dictionary) -> Vec<Column> {
    let model = if free.records > 0 || given.is_empty() { free.first } else { given[0] };
    let lines = if free.records > 0 { free.step } else { 1 };
    let mut columns = Vec::new();
    for line in 0..lines {
        for head in heads {
            let seg = grid.seg(model + line, head.first);
            let shared_by_given = seg.area.first_row < model && free.records == 0;
            if !seg.starts_at(model + line) && !shared_by_given {
                continue;
            }
            // A cell that lies over several records is no record's own.
            if free.records > 0 && seg.height() > free.step {
                continue;
            }
            let header_row = grid.row_above(model).unwrap_or(0);
            let (meaning, sure) = meaning_of_path(&head.path, words);
            columns.push(Column {
                column: head.first,
                line,
                path: head.path.clone(),
                meaning,
                sure,
                options: grid.options(model + line, head.first),
                note: grid.note(header_row, head.first).or_else(|| grid.note(model + line, head.first)),
                date: seg.square.is_some_and(|square| square.date),
                formula: seg.formula(),
            });
        }
    }
    columns
}

/// The columns whose cells take a letter each.
fn boxes(grid: &Grid, heads: &[&Head], columns: &[Column], model: u32) -> Vec<Boxes> {
    let spread = columns.iter().enumerate().filter_map(|(at, column)| {
        let head = heads.iter().find(|head| head.first == column.column && head.last > head.first)?;
        let cells = boxes_under(grid, model + column.line, (head.first, head.last), column.meaning);
        (cells.len() > 1).then_some(Boxes { column: at, cells })
    });
    spread.collect()
}

fn given_row(grid: &Grid, row: u32, table: &Table) -> Given {
    let cells = table.columns.iter().map(|column| grid.seg(row, column.column));
    let keys = table.columns.iter().zip(cells.clone()).filter_map(|(column, seg)| Some((column.column, label(seg.text()?))));
    let empty = cells.enumerate().filter(|(_, seg)| seg.empty() && seg.starts_at(row)).map(|(at, _)| at);
    Given { row, keys: keys.collect(), empty: empty.collect() }
}

fn totals_row(grid: &Grid, row: u32, table: &Table, words: &Dictionary) -> Totals {
    let (left, right) = grid.width(row).unwrap_or_default();
    let segs = grid.segs(row, left, right);
    let name = segs.iter().filter_map(Seg::text).find(|text| is_total(text, words)).map(label).unwrap_or_default();
    let cells = table.columns.iter().enumerate().filter(|(_, column)| column.line == 0).filter_map(|(at, column)| {
        let seg = grid.seg(row, column.column);
        let own = seg.starts_at(row) && seg.area.first_column == column.column && (seg.empty() || seg.formula());
        own.then(|| Total { at: At::cell(grid.sheet, row, column.column), column: at, formula: seg.formula() })
    });
    Totals { row, label: name, cells: cells.collect() }
}

/// A row with one text, right above the header, that is not the form's own title.
fn title_above(grid: &Grid, header: u32) -> Option<String> {
    let above = header.checked_sub(1).and_then(|row| grid.line(row))?;
    let filled_before = grid.rows.iter().any(|line| line.row < above.row && line.cells.iter().any(|cell| cell.text.is_some()));
    let mut texts = above.cells.iter().filter_map(|cell| cell.text.as_deref()).map(str::trim).filter(|text| !text.is_empty());
    let text = texts.next().filter(|text| {
        filled_before && gaps(text).is_empty() && !explains(text) && text.chars().count() <= 40 && !text.contains(['：', ':'])
    })?;
    texts.next().is_none().then(|| label(text))
}
