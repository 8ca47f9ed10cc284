//! What is written where in one sheet, and how its rows move.

use std::collections::BTreeMap;

use super::super::{Answers, At, FillFault, Form, Table, Value};
use super::shift::{Grown, LAST_ROW, Shift};

/// What becomes of one cell.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Written<'a> {
    Value(&'a Value),
    /// The number of a record; `anew` also over a printed number.
    Serial {
        number: u32,
        anew: bool,
    },
}

#[derive(Default)]
pub(in super::super) struct Plan<'a> {
    pub cells: BTreeMap<(u32, u16), &'a Value>,
    /// Answers to gaps in texts, by cell.
    pub gaps: BTreeMap<(u32, u16), Vec<(u16, &'a Value)>>,
    pub lists: Vec<List<'a>>,
    pub groups: Vec<Group>,
    pub shift: Shift,
}

/// A list and its records.
pub(in super::super) struct List<'a> {
    table: &'a Table,
    records: &'a [Vec<Value>],
    /// Records for which rows are made.
    made: usize,
}

/// Rows made at one place, for one list or for lists side by side.
pub(in super::super) struct Group {
    pub at: u32,
    pub rows: u32,
    pub step: u32,
    /// The first row of the record that new ones look like.
    pub model: Option<u32>,
    lists: Vec<usize>,
}

/// A higher header would fill the pages it is repeated on.
const HEADER_ROWS: u32 = 6;

/// Sorts the answers by sheet.
pub(in super::super) fn plans<'a>(form: &'a Form, answers: &'a Answers) -> Result<BTreeMap<usize, Plan<'a>>, FillFault> {
    if answers.tables.len() > form.tables.len() {
        return Err(FillFault::OtherForm("it has fewer lists than there are answers".into()));
    }
    let known = |at: u16| {
        if usize::from(at) < form.sheets.len() { Ok(usize::from(at)) } else { Err(FillFault::OtherForm(format!("it has no sheet {at}"))) }
    };
    let mut plans: BTreeMap<usize, Plan<'a>> = BTreeMap::new();
    for (table, records) in form.tables.iter().zip(&answers.tables) {
        plans.entry(known(table.sheet)?).or_default().add_list(table, records)?;
    }
    for (at, value) in &answers.cells {
        if at.row > LAST_ROW || at.column > 16_383 {
            return Err(FillFault::OtherForm(format!("a sheet has no cell {at}")));
        }
        plans.entry(known(at.sheet)?).or_default().add_cell(*at, value);
    }
    for (&sheet, plan) in &mut plans {
        plan.settle();
        let made: u64 = plan.groups.iter().map(|group| u64::from(group.rows)).sum();
        let rows = made + plan.groups.last().map_or(0, |group| u64::from(group.at));
        if rows > u64::from(LAST_ROW) {
            return Err(FillFault::TooManyRows { sheet: sheet as u16, rows, limit: LAST_ROW + 1 });
        }
    }
    plans.retain(|_, plan| !plan.is_empty());
    Ok(plans)
}

impl<'a> Plan<'a> {
    pub fn add_cell(&mut self, at: At, value: &'a Value) {
        if value.is_blank() {
            return;
        }
        match at.gap {
            0 => drop(self.cells.insert((at.row, at.column), value)),
            gap => self.gaps.entry((at.row, at.column)).or_default().push((gap, value)),
        }
    }

    pub fn add_list(&mut self, table: &'a Table, records: &'a [Vec<Value>]) -> Result<(), FillFault> {
        let (free, room) = (table.free, table.room());
        if free.step == 0 || free.step > 8 || table.given.windows(2).any(|pair| pair[0].row >= pair[1].row) {
            return Err(FillFault::OtherForm("a list's rows are out of order".into()));
        }
        let made = records.len().saturating_sub(room);
        let rows = made as u64 * u64::from(free.step);
        let end = u64::from(free.first) + u64::from(free.records) * u64::from(free.step) + rows;
        if end > u64::from(LAST_ROW) + 1 {
            return Err(FillFault::TooManyRows { sheet: table.sheet, rows: end, limit: LAST_ROW + 1 });
        }
        if made > 0 {
            self.grow(table, rows as u32);
        }
        self.lists.push(List { table, records, made: 0 });
        Ok(())
    }

    fn grow(&mut self, table: &Table, rows: u32) {
        let (free, at) = (table.free, insertion(table));
        if let Some(group) = self.groups.iter_mut().find(|group| group.at == at) {
            group.rows = group.rows.max(rows);
            return;
        }
        let model = match free.records {
            0 => table.given.last().map(|given| given.row),
            1 | 2 => Some(free.first),
            _ => Some(free.first + free.step),
        };
        self.groups.push(Group { at, rows, step: free.step, model, lists: Vec::new() });
        self.groups.sort_by_key(|group| group.at);
    }

    /// Settles how rows move, once all lists are known. Lists side by side share the rows made for
    /// the longest of them.
    pub fn settle(&mut self) {
        for group in &mut self.groups {
            let mut behind = None;
            for (number, list) in self.lists.iter_mut().enumerate() {
                let table = list.table;
                if insertion(table) != group.at || table.free.step != group.step {
                    continue;
                }
                list.made = (group.rows / group.step) as usize;
                group.lists.push(number);
                if table.free.records < 2 && table.room() > 0 {
                    let body = table.given.first().map_or(table.free.first, |given| given.row);
                    behind = Some(behind.map_or(body, |other: u32| other.min(body)));
                }
            }
            self.shift.add(Grown { at: group.at, rows: group.rows, behind });
        }
    }

    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.gaps.is_empty() && self.lists.iter().all(|list| list.records.is_empty())
    }

    /// The rows of the blank form that something is written in, in order.
    pub fn rows(&self) -> Vec<u32> {
        let cells = self.cells.keys().chain(self.gaps.keys()).map(|(row, _)| *row);
        let mut rows: Vec<u32> = cells.chain(self.lists.iter().flat_map(List::rows)).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// What is written in a row of the blank form, by column.
    pub fn in_row(&self, row: u32) -> Vec<(u16, Written<'a>)> {
        let mut written: Vec<(u16, Written<'a>)> = Vec::new();
        for list in &self.lists {
            list.in_row(row, &mut written);
        }
        let cells = self.cells.range((row, 0)..=(row, u16::MAX));
        for (&(_, column), &value) in cells {
            written.retain(|(other, _)| *other != column);
            written.push((column, Written::Value(value)));
        }
        written.sort_by_key(|(column, _)| *column);
        written
    }

    /// What is written in the n-th row made at a group's place, into the same vector each time.
    pub fn in_made_row(&self, group: &Group, row: u32, written: &mut Vec<(u16, Written<'a>)>) {
        written.clear();
        for &list in &group.lists {
            let list = &self.lists[list];
            let record = list.first_made() + (row / group.step) as usize;
            if ((row / group.step) as usize) < list.made {
                list.record(record, row % group.step, true, written);
            }
        }
        written.sort_by_key(|(column, _)| *column);
    }

    /// The header of the one list that grew: it is wanted on each page.
    pub fn header(&self) -> Option<(u32, u32)> {
        let [group] = self.groups.as_slice() else { return None };
        let table = self.lists.get(*group.lists.first()?)?.table;
        let (first, last) = table.header;
        (table.card.is_none() && first <= last && last - first < HEADER_ROWS).then_some((first, last))
    }

    pub fn records(&self) -> usize {
        self.lists.iter().map(|list| list.records.len()).sum()
    }

    /// The last row and column anything is written in, as rows are now.
    pub fn reach(&self) -> Option<(u32, u16)> {
        let rows = self.rows().last().map(|&row| self.shift.row(row));
        let made = self.groups.iter().map(|group| self.shift.row(group.at).saturating_sub(1)).max();
        let columns = self.lists.iter().flat_map(|list| list.table.columns.iter().map(|column| column.column));
        let column = columns.chain(self.cells.keys().map(|(_, column)| *column)).max();
        rows.max(made).zip(column)
    }
}

/// New rows come before the last empty one, which keeps its place and its lower line.
fn insertion(table: &Table) -> u32 {
    let free = table.free;
    let above = if free.records >= 2 { free.records - 1 } else { free.records };
    free.first.saturating_add(above.saturating_mul(free.step))
}

impl<'a> List<'a> {
    fn first_made(&self) -> usize {
        let free = self.table.free.records as usize;
        self.table.given.len() + if free >= 2 { free - 1 } else { free }
    }

    /// Which rows of the blank form get records.
    fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        let free = self.table.free;
        let given = self.table.given.iter().map(|given| given.row).take(self.records.len());
        let used = (self.records.len().saturating_sub(self.table.given.len()) as u64).min(u64::from(free.records)) as u32;
        given.chain(free.first..free.first.saturating_add(used.saturating_mul(free.step)))
    }

    fn in_row(&self, row: u32, written: &mut Vec<(u16, Written<'a>)>) {
        let (table, free) = (self.table, self.table.free);
        if let Ok(at) = table.given.binary_search_by_key(&row, |given| given.row) {
            let Some(values) = self.records.get(at) else { return };
            let empty = table.given[at].empty.iter().filter_map(|&column| Some((table.columns.get(column)?, values.get(column)?)));
            written.extend(empty.filter(|(_, value)| !value.is_blank()).map(|(column, value)| (column.column, Written::Value(value))));
            written.extend(table.serial.map(|column| (column, Written::Serial { number: at as u32 + 1, anew: false })));
            return;
        }
        let Some(below) = row.checked_sub(free.first) else { return };
        let (at, line) = (below / free.step, below % free.step);
        if at >= free.records {
            return;
        }
        // The last row comes behind those that were made.
        let last = self.made > 0 && free.records >= 2 && at == free.records - 1;
        self.record(table.given.len() + at as usize + if last { self.made } else { 0 }, line, last, written);
    }

    /// A record's values; `anew` if its number may stand over a printed one.
    fn record(&self, at: usize, line: u32, anew: bool, written: &mut Vec<(u16, Written<'a>)>) {
        let Some(values) = self.records.get(at) else { return };
        let own = self.table.columns.iter().zip(values).filter(|(column, value)| column.line == line && !value.is_blank());
        written.extend(own.map(|(column, value)| (column.column, Written::Value(value))));
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        written.extend(self.table.serial.filter(|_| line == 0).map(|column| (column, Written::Serial { number, anew })));
    }
}
