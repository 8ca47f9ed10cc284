//! The rows of a table, one by one, as a reading understands them.

use std::borrow::Cow;

use crate::dictionary::Dictionary;
use crate::interpret::{CellReader, probationary, trimmed};
use crate::meaning::{Field, Kind, Meaning};
use crate::reading::{BranchFrom, Meeting, Reading};
use crate::record::{Record, Value};
use crate::sheet::{Cell, Row, Sheet, Workbook};
use crate::trouble::{Code, Trouble};
use crate::values::{self, PartialDate};

/// The rows of a table, from top to bottom. Blank rows, totals, notes and repeated headers are
/// passed over.
pub struct Records<'a> {
    sheet: &'a Sheet,
    reading: &'a Reading,
    words: &'a Dictionary,
    today: PartialDate,
    steps: Vec<Step<'a>>,
    /// Position among the filled rows, and where to stop.
    at: usize,
    end: usize,
    section: Option<&'a str>,
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
        let (at, end) = (sheet.position(reading.body.first.saturating_sub(1)), sheet.position(reading.body.last));
        Records { sheet, reading, words, today, steps, at, end, section: None }
    }

    fn record(&mut self, row: Row<'a>) -> Record<'a> {
        let mut record = Record {
            row: row.number + 1,
            values: Vec::with_capacity(self.steps.len() + 2),
            extras: Vec::new(),
            marks: Vec::new(),
            troubles: Vec::new(),
        };
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
            }
            if let Some(above) = &mut self.steps[at].above {
                match cell {
                    Cell::Empty => cell = above.unwrap_or(Cell::Empty),
                    filled => *above = Some(filled),
                }
            }
            if !cell.is_empty() {
                self.interpret(&mut record, at, cell);
            }
        }
        self.conclude(&mut record);
        record
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

    fn is_head(&self, column: u16, text: &str) -> bool {
        let head = self.reading.columns.iter().find(|known| known.index == column).map_or("", |known| known.header.as_str());
        head.ends_with(text) && self.words.header(text).is_some()
    }

    fn interpret(&self, record: &mut Record<'a>, at: usize, cell: Cell<'a>) {
        let step = &self.steps[at];
        match step.meaning {
            Meaning::Field(field) => {
                let mut reader = CellReader { words: self.words, today: self.today, record, column: step.column };
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
                    _ => record.troubles.push(Trouble::at(record.row, step.column, None, Code::MarkUnknown, values::clean(&text))),
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
        crate::read::branch_in_cell(&text, self.reading.branch.place.as_deref()).map_or(text, Cow::Owned)
    }

    /// What follows from several cells together.
    fn conclude(&self, record: &mut Record<'a>) {
        if record.get(Field::Branch).is_none() && self.reading.kind != Kind::Organisations {
            let branch = self.section.or(self.reading.branch.name.as_deref()).filter(|_| self.reading.branch.from != BranchFrom::Column);
            record.values.extend(branch.map(|branch| (Field::Branch, Value::Text(Cow::Borrowed(branch)))));
        }
        if record.get(Field::LivesNow).is_none() {
            let address = match record.get(Field::Remark) {
                Some(Value::Text(Cow::Borrowed(remark))) => values::lives_now(remark).map(Cow::Borrowed),
                Some(Value::Text(Cow::Owned(remark))) => values::lives_now(remark).map(|address| Cow::Owned(address.to_owned())),
                _ => None,
            };
            record.values.extend(address.map(|address| (Field::LivesNow, Value::Text(address))));
        }
        if record.get(Field::Probationary).is_none()
            && let Some(kind) = record.text(Field::MemberKind)
            && let Some(probationary) = probationary(kind)
        {
            record.values.push((Field::Probationary, Value::Yes(probationary)));
        }
        self.compare(record);
    }

    /// Where the ID number and the sheet contradict each other, and what is missing.
    fn compare(&self, record: &mut Record<'a>) {
        let place = |field| self.reading.column(field).map(|column| column.index);
        let row = record.row;
        if let Some(id) = record.id_number() {
            if let Some(said) = record.date(Field::Birth).filter(|said| !said.agrees_with(id.birth())) {
                record.troubles.push(
                    Trouble::at(row, place(Field::Birth).unwrap_or_default(), Some(Field::Birth), Code::BirthDisagrees, &said.to_string())
                        .proposing(id.birth().to_string()),
                );
            }
            if let Some(Value::Sex(said)) = record.get(Field::Sex)
                && *said != id.sex()
            {
                let trouble = Trouble::at(row, place(Field::Sex).unwrap_or_default(), Some(Field::Sex), Code::SexDisagrees, said.zh())
                    .proposing(id.sex().zh().into());
                record.troubles.push(trouble);
            }
        }
        let of_people = self.reading.kind.is_of_people();
        if let Some(column) = place(Field::IdNumber).filter(|_| of_people && record.get(Field::IdNumber).is_none()) {
            record.troubles.push(Trouble::at(row, column, Some(Field::IdNumber), Code::IdMissing, ""));
        }
        if let Some(column) = place(Field::Name).filter(|_| of_people && record.get(Field::Name).is_none()) {
            record.troubles.push(Trouble::at(row, column, Some(Field::Name), Code::NameMissing, ""));
        }
        let full_before_joined = record
            .date(Field::Joined)
            .zip(record.date(Field::BecameFull))
            .filter(|(joined, full)| full < joined && !full.agrees_with(*joined));
        if let Some((_, full)) = full_before_joined {
            record.troubles.push(Trouble::at(
                row,
                place(Field::BecameFull).unwrap_or_default(),
                Some(Field::BecameFull),
                Code::DateOrder,
                &full.to_string(),
            ));
        }
    }

    /// Whether a filled row is a person (or whatever the table lists).
    fn is_body(&mut self, row: Row<'a>) -> bool {
        let mut texts =
            row.cells().filter_map(|(column, cell)| if let Cell::Text(text) = cell { Some((column, values::clean(text))) } else { None });
        let Some((column, first)) = texts.next() else { return row.len() > 1 };
        if row.len() <= 4 && starts_with_any(first, &self.words.notes) {
            return false;
        }
        if is_total(first, &self.words.totals)
            || texts.next().is_some_and(|(_, second)| row.len() <= 6 && is_total(second, &self.words.totals))
        {
            return false;
        }
        if row.len() == 1 {
            if let Some(branch) = crate::read::section(first) {
                self.section = Some(branch);
            }
            return false;
        }
        // A header is printed again on each page.
        !self.is_head(column, first)
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        while self.at < self.end {
            let row = self.sheet.nth(self.at);
            self.at += 1;
            if !self.is_body(row) {
                continue;
            }
            let record = self.record(row);
            // A row of borders and a serial number, or of nothing but its branch, is nobody.
            let says_something =
                record.values.iter().any(|(field, _)| *field != Field::Branch) || !record.marks.is_empty() || record.extras.len() > 1;
            if says_something {
                return Some(record);
            }
        }
        None
    }
}

fn starts_with_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.starts_with(word.as_str()))
}

/// "合计", "合 计：", "小计（人）", but nobody's name.
fn is_total(text: &str, totals: &[String]) -> bool {
    text.len() <= 36 && starts_with_any(&text.replace([' ', '\u{3000}'], ""), totals)
}
