//! The rows of a table, one by one, as a reading understands them.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::dictionary::Dictionary;
use crate::interpret::{CellReader, paid, trimmed};
use crate::meaning::{Field, Meaning};
use crate::note::{Note, NoteCode};
use crate::reading::{Form, Meeting, Reading};
use crate::record::{Record, Value};
use crate::sheet::{Cell, Row, Sheet, Workbook, cell_name};
use crate::trouble::{Code, Trouble};
use crate::values::{self, PartialDate};

/// The rows of a table, from top to bottom. Blank rows, totals, notes and repeated headers are
/// passed over.
pub struct Records<'a> {
    pub(crate) sheet: &'a Sheet,
    pub(crate) reading: &'a Reading,
    pub(crate) words: &'a Dictionary,
    today: PartialDate,
    steps: Vec<Step<'a>>,
    /// Position among the filled rows, and where to stop.
    pub(crate) at: usize,
    pub(crate) end: usize,
    pub(crate) section: Option<&'a str>,
    /// Full or probationary, as the last row of its own said.
    pub(crate) kind: Option<&'a str>,
    /// The group that the last row of its own named.
    pub(crate) group: Option<&'a str>,
    /// Rows of cells merged downwards, by their first column.
    merges: HashMap<u16, Vec<(u32, u32)>>,
    /// The column of names, if any of them is merged over rows.
    pub(crate) name_merged: Option<u16>,
    pub(crate) has_phone: bool,
    /// The form that is being read.
    pub(crate) form: Option<&'a Form>,
    /// Who the people of a household are listed under.
    pub(crate) head: Option<String>,
}

struct Step<'a> {
    column: u16,
    header: &'a str,
    meaning: Meaning,
    meeting: Option<&'a Meeting>,
    /// What stands above, for columns that are filled down.
    above: Option<Option<Cell<'a>>>,
}

impl<'a> Records<'a> {
    pub(crate) fn of(reading: &'a Reading, book: &'a Workbook, words: &'a Dictionary, today: PartialDate) -> Self {
        let sheet = &book.sheets[reading.sheet.min(book.sheets.len() - 1)];
        let mut steps: Vec<Step<'a>> = reading
            .columns
            .iter()
            .filter(|column| !matches!(column.meaning, Meaning::Ignored | Meaning::LeftOut))
            .map(|column| Step {
                column: column.index,
                header: &column.header,
                meaning: column.meaning,
                meeting: column.meeting.as_ref(),
                above: column.fill_down.then_some(None),
            })
            .collect();
        steps.sort_by_key(|step| step.column);
        let has_phone = reading.column(Field::Phone).is_some();
        let (at, end) = match reading.forms.len() {
            0 => (sheet.position(reading.body.first.saturating_sub(1)), sheet.position(reading.body.last)),
            forms => (0, forms),
        };
        let merges = downwards(sheet);
        let name = reading.column(Field::Name).filter(|_| reading.kind.is_of_people() && reading.forms.is_empty());
        let name_merged = name.map(|column| column.index).filter(|column| merges.contains_key(column));
        Records {
            sheet,
            reading,
            words,
            today,
            steps,
            at,
            end,
            section: None,
            group: None,
            kind: None,
            merges,
            name_merged,
            has_phone,
            form: None,
            head: None,
        }
    }

    fn record(&mut self, row: Row<'a>) -> Record<'a> {
        let first = self.steps.first().map_or(0, |step| step.column);
        let mut record = Record::at((row.number + 1, first), self.steps.len());
        let mut cells = row.cells().peekable();
        for at in 0..self.steps.len() {
            let column = self.steps[at].column;
            while cells.next_if(|(index, _)| *index < column).is_some() {}
            let mut cell = cells.next_if(|(index, _)| *index == column).map_or(Cell::Empty, |(_, cell)| cell);
            if let Cell::Text(text) = cell
                && text.len() <= 9
                && values::same_words(text)
            {
                cell = self.above(row.number, column);
                let field = if let Meaning::Field(field) = self.steps[at].meaning { Some(field) } else { None };
                record.notes.push(Note { cell: cell_name(row.number, column), field, code: NoteCode::SameAsAbove });
            }
            if cell.is_empty() {
                cell = self.merged(row.number, column);
            }
            if let Some(above) = &mut self.steps[at].above {
                match cell {
                    Cell::Empty => cell = above.unwrap_or(Cell::Empty),
                    filled => *above = Some(filled),
                }
            }
            if !cell.is_empty() {
                self.interpret(&mut record, at, (row.number + 1, column), cell);
            }
        }
        self.conclude(&mut record);
        record
    }

    /// What a cell merged over several rows says in all of them.
    fn merged(&self, row: u32, column: u16) -> Cell<'a> {
        let holds = self.merge_at(row, column).filter(|(first, last)| *first < row && row <= *last);
        holds.map_or(Cell::Empty, |(first, _)| self.sheet.cell(first, column))
    }

    /// The first and the last row of the last merged cell of this column that begins at this row or above.
    pub(crate) fn merge_at(&self, row: u32, column: u16) -> Option<(u32, u32)> {
        let merges = self.merges.get(&column)?;
        let before = merges.partition_point(|(first, _)| *first <= row);
        before.checked_sub(1).map(|at| merges[at])
    }

    /// The record of one form.
    fn form(&mut self, form: &'a Form) -> Record<'a> {
        self.form = Some(form);
        let first = form.cells.iter().flatten().map(|(_, column)| *column).min().unwrap_or(0);
        let mut record = Record::at((form.rows.first, first), self.steps.len());
        for at in 0..self.steps.len() {
            let Some((row, column)) = form.cells.get(usize::from(self.steps[at].column)).copied().flatten() else { continue };
            let cell = match self.sheet.cell(row.saturating_sub(1), column) {
                Cell::Text(text) => Cell::Text(crate::read::without_label(text, self.steps[at].header)),
                cell => cell,
            };
            let boxes = if self.steps[at].meaning == Meaning::Field(Field::IdNumber) { self.boxes(row, column) } else { String::new() };
            if boxes.len() > 1 {
                let has_phone = self.has_phone;
                CellReader { words: self.words, today: self.today, record: &mut record, has_phone, row, column }.id_in_boxes(boxes);
            } else if !matches!(cell, Cell::Empty | Cell::Text("")) {
                self.interpret(&mut record, at, (row, column), cell);
            }
        }
        self.conclude(&mut record);
        record
    }

    /// The digits of a number that has one cell for each, from this one on.
    fn boxes(&self, row: u32, column: u16) -> String {
        let cells = self.sheet.row(row.saturating_sub(1)).into_iter().flat_map(Row::cells).skip_while(|(at, _)| *at < column);
        let digits = cells.map_while(|(_, cell)| {
            let text = cell.text();
            let mut letters = values::clean(&text).chars();
            letters.next().filter(|letter| letters.next().is_none() && (letter.is_ascii_digit() || matches!(letter, 'X' | 'x')))
        });
        digits.collect()
    }

    /// The nearest cell above that says something itself and is no header printed again.
    fn above(&self, row: u32, column: u16) -> Cell<'a> {
        let first = self.sheet.position(self.reading.body.first.saturating_sub(1));
        let mut above = (first..self.sheet.position(row)).rev().map(|at| self.sheet.nth(at).cell(column));
        let says_something = |cell: &Cell<'_>| match cell {
            Cell::Empty => false,
            Cell::Text(text) => !values::same_words(text) && !self.is_head(column, values::clean(text)),
            _ => true,
        };
        above.find(says_something).unwrap_or(Cell::Empty)
    }

    pub(crate) fn is_head(&self, column: u16, text: &str) -> bool {
        let head = self.reading.columns.iter().find(|known| known.index == column).map_or("", |known| known.header.as_str());
        head.ends_with(text) && self.words.header(text).is_some()
    }

    fn interpret(&self, record: &mut Record<'a>, at: usize, (row, column): (u32, u16), cell: Cell<'a>) {
        let step = &self.steps[at];
        match step.meaning {
            Meaning::Field(Field::DuesPaid) if step.meeting.is_some() => match (paid(cell, self.words), step.meeting) {
                (Some(paid), Some(month)) => record.dues.push((month, paid)),
                _ if self.words.is_blank(values::clean(&cell.text())) => {}
                _ => record.troubles.push(Trouble::at(row, column, Some(Field::DuesPaid), Code::NumberUnreadable, &cell.text())),
            },
            Meaning::Field(field) => {
                let mut reader = CellReader { words: self.words, today: self.today, record, has_phone: self.has_phone, row, column };
                let value = match reader.read(field, cell) {
                    Some(Value::Text(text)) if field == Field::Branch => Some(Value::Text(self.branch(text))),
                    other => other,
                };
                record.values.extend(value.map(|value| (field, value)));
            }
            Meaning::RollCall => {
                let text = cell.text();
                let known = self.reading.legend.get(values::clean(&text)).copied().or_else(|| self.words.mark(&text));
                match (known, step.meeting) {
                    (Some(mark), Some(meeting)) => record.marks.push((meeting, mark)),
                    _ if self.words.is_blank(values::clean(&text)) => {}
                    _ => record.troubles.push(Trouble::at(row, column, None, Code::MarkUnknown, values::clean(&text))),
                }
            }
            Meaning::Extra => {
                let text = trimmed(cell.text());
                if !self.words.is_blank(&text) {
                    record.extras.push((step.header, text));
                }
            }
            Meaning::Ignored | Meaning::LeftOut => {}
        }
    }

    fn branch(&self, text: Cow<'a, str>) -> Cow<'a, str> {
        let source = &self.reading.branch;
        if let Some(known) = source.known.get(values::clean(&text)) {
            return Cow::Owned(known.clone());
        }
        crate::read::branch_in_cell(&text, source.place.as_deref(), self.words).map_or(text, Cow::Owned)
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        while self.at < self.end {
            let at = self.at;
            self.at += 1;
            if let Some(form) = self.reading.forms.get(at) {
                return Some(self.form(form));
            }
            let row = self.sheet.nth(at);
            if !self.is_body(row) {
                continue;
            }
            let mut record = self.record(row);
            while let Some(more) = self.goes_on() {
                let more = self.record(more);
                record.absorb(more);
            }
            // A row of borders and a serial number, or of nothing but its branch, is nobody.
            let says_something = record.values.iter().any(|(field, _)| *field != Field::Branch)
                || !record.marks.is_empty()
                || !record.dues.is_empty()
                || record.extras.len() > 1;
            if says_something {
                return Some(record);
            }
        }
        None
    }
}

fn downwards(sheet: &Sheet) -> HashMap<u16, Vec<(u32, u32)>> {
    let mut merges: HashMap<u16, Vec<(u32, u32)>> = HashMap::new();
    for merge in sheet.merges.iter().filter(|merge| merge.last_row > merge.first_row) {
        merges.entry(merge.first_column).or_default().push((merge.first_row, merge.last_row));
    }
    merges.values_mut().for_each(|rows| rows.sort_unstable());
    merges
}
