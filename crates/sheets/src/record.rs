//! One row, interpreted: typed values, extra facts, marks, and what is wrong with it.

use std::borrow::Cow;

use crate::dictionary::Dictionary;
use crate::meaning::{Field, Kind, Mark, Meaning, Shape};
use crate::reading::{BranchFrom, Meeting, Reading};
use crate::sheet::{Cell, Row, Sheet, Workbook};
use crate::trouble::{Code, Trouble};
use crate::values::{self, DateFault, IdFault, IdNumber, PartialDate, Phone, Sex};

/// One row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<'a> {
    /// As people number it.
    pub row: u32,
    pub values: Vec<(Field, Value<'a>)>,
    /// Columns that are no field of ours, under their header.
    pub extras: Vec<(&'a str, Cow<'a, str>)>,
    /// Marks of a roll-call; a meeting whose cell is empty is not listed.
    pub marks: Vec<(&'a Meeting, Mark)>,
    pub troubles: Vec<Trouble>,
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    Text(Cow<'a, str>),
    Date(PartialDate),
    Id(IdNumber),
    Phones(Vec<Phone>),
    Sex(Sex),
    Yes(bool),
    Number(f64),
    List(Vec<String>),
    /// Could not be read; the record has a trouble for it. The text is as it was typed.
    Unread(Cow<'a, str>),
}

impl<'a> Record<'a> {
    pub fn get(&self, field: Field) -> Option<&Value<'a>> {
        self.values.iter().find(|(known, _)| *known == field).map(|(_, value)| value)
    }

    /// The field's text, for fields that are text.
    pub fn text(&self, field: Field) -> Option<&str> {
        match self.get(field)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn date(&self, field: Field) -> Option<PartialDate> {
        match self.get(field)? {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    pub fn yes(&self, field: Field) -> Option<bool> {
        match self.get(field)? {
            Value::Yes(yes) => Some(*yes),
            _ => None,
        }
    }

    pub fn number(&self, field: Field) -> Option<f64> {
        match self.get(field)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub fn list(&self, field: Field) -> &[String] {
        match self.get(field) {
            Some(Value::List(list)) => list,
            _ => &[],
        }
    }

    /// What was typed where it could not be read.
    pub fn unread(&self, field: Field) -> Option<&str> {
        match self.get(field)? {
            Value::Unread(raw) => Some(raw),
            _ => None,
        }
    }

    pub fn name(&self) -> Option<&str> {
        self.text(Field::Name)
    }

    pub fn id_number(&self) -> Option<IdNumber> {
        match self.get(Field::IdNumber)? {
            Value::Id(id) => Some(*id),
            _ => None,
        }
    }

    pub fn phones(&self) -> &[Phone] {
        match self.get(Field::Phone) {
            Some(Value::Phones(phones)) => phones,
            _ => &[],
        }
    }

    /// The birth date: the ID number's where it is valid, because its check digit proves it;
    /// otherwise the sheet's. A disagreement of the two is among the troubles.
    pub fn birth(&self) -> Option<PartialDate> {
        self.id_number().map(|id| id.birth()).or_else(|| self.date(Field::Birth))
    }

    /// The sheet's sex if it says one, else the ID number's.
    pub fn sex(&self) -> Option<Sex> {
        match self.get(Field::Sex) {
            Some(Value::Sex(sex)) => Some(*sex),
            _ => self.id_number().map(|id| id.sex()),
        }
    }
}

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
            .map(|column| Step { column: column.index, header: &column.header, meaning: column.meaning, meeting: column.meeting.as_ref(), above: column.fill_down.then_some(None) })
            .collect();
        steps.sort_by_key(|step| step.column);
        let (at, end) = (sheet.position(reading.body.first.saturating_sub(1)), sheet.position(reading.body.last));
        Records { sheet, reading, words, today, steps, at, end, section: None }
    }

    fn record(&mut self, row: Row<'a>) -> Record<'a> {
        let mut record = Record { row: row.number + 1, values: Vec::with_capacity(self.steps.len() + 2), extras: Vec::new(), marks: Vec::new(), troubles: Vec::new() };
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
                if let Some(value) = reader.read(field, cell) {
                    record.values.push((field, value));
                }
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
                record.troubles.push(Trouble::at(row, place(Field::Birth).unwrap_or_default(), Some(Field::Birth), Code::BirthDisagrees, &said.to_string()).proposing(id.birth().to_string()));
            }
            if let Some(Value::Sex(said)) = record.get(Field::Sex)
                && *said != id.sex()
            {
                let trouble = Trouble::at(row, place(Field::Sex).unwrap_or_default(), Some(Field::Sex), Code::SexDisagrees, said.zh()).proposing(id.sex().zh().into());
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
        let full_before_joined = record.date(Field::Joined).zip(record.date(Field::BecameFull)).filter(|(joined, full)| full < joined && !full.agrees_with(*joined));
        if let Some((_, full)) = full_before_joined {
            record.troubles.push(Trouble::at(row, place(Field::BecameFull).unwrap_or_default(), Some(Field::BecameFull), Code::DateOrder, &full.to_string()));
        }
    }

    /// Whether a filled row is a person (or whatever the table lists).
    fn is_body(&mut self, row: Row<'a>) -> bool {
        let mut texts = row.cells().filter_map(|(column, cell)| if let Cell::Text(text) = cell { Some((column, values::clean(text))) } else { None });
        let Some((column, first)) = texts.next() else { return row.len() > 1 };
        if row.len() <= 4 && starts_with_any(first, &self.words.notes) {
            return false;
        }
        if is_total(first, &self.words.totals) || texts.next().is_some_and(|(_, second)| row.len() <= 6 && is_total(second, &self.words.totals)) {
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
            let says_something = record.values.iter().any(|(field, _)| *field != Field::Branch) || !record.marks.is_empty() || record.extras.len() > 1;
            if says_something {
                return Some(record);
            }
        }
        None
    }
}

/// Reads one cell for one field.
struct CellReader<'r, 'a> {
    words: &'r Dictionary,
    today: PartialDate,
    record: &'r mut Record<'a>,
    column: u16,
}

impl<'a> CellReader<'_, 'a> {
    fn read(&mut self, field: Field, cell: Cell<'a>) -> Option<Value<'a>> {
        let shape = field.shape();
        if let Cell::Text(text) = cell
            && shape != Shape::YesNo
            && self.words.is_blank(values::clean(text))
        {
            return None;
        }
        match shape {
            Shape::Name => self.name(field, cell),
            Shape::Id => self.id(field, cell),
            Shape::Phone => self.phones(field, cell),
            Shape::Date => self.date(field, cell),
            Shape::Sex => self.sex(field, cell),
            Shape::YesNo => values::yes_no(&cell.text()).map(Value::Yes).or_else(|| self.text(cell)),
            Shape::Number => self.number(field, cell),
            Shape::List => Some(Value::List(list(&cell.text()))),
            Shape::Word => self.word(field, cell),
            Shape::Text => self.text(cell),
        }
    }

    fn text(&self, cell: Cell<'a>) -> Option<Value<'a>> {
        let text = trimmed(cell.text());
        (!text.is_empty()).then_some(Value::Text(text))
    }

    fn name(&mut self, field: Field, cell: Cell<'a>) -> Option<Value<'a>> {
        let Cell::Text(text) = cell else {
            return Some(self.unread(field, Code::NameUnreadable, cell));
        };
        let name = values::name(text);
        (!name.is_empty()).then_some(Value::Text(name))
    }

    fn id(&mut self, field: Field, cell: Cell<'a>) -> Option<Value<'a>> {
        let read = match cell {
            Cell::Number(number) => IdNumber::from_number(number),
            _ => IdNumber::parse(&cell.text()),
        };
        let fault = match read {
            Ok(id) => {
                if id.birth().is_after(self.today) {
                    self.trouble(field, Code::DateFuture, "");
                }
                return Some(Value::Id(id));
            }
            Err(fault) => fault,
        };
        let code = match fault {
            IdFault::Checksum => Code::IdChecksum,
            IdFault::PrecisionLost => Code::IdPrecisionLost,
            IdFault::Old(new) => {
                let raw = cell.text();
                let trouble = Trouble::at(self.record.row, self.column, Some(field), Code::IdOld, &raw).proposing(new.as_str().into());
                self.record.troubles.push(trouble);
                return Some(Value::Unread(raw));
            }
            IdFault::Birth => Code::IdBirth,
            IdFault::Length(_) | IdFault::Characters => Code::IdMalformed,
        };
        Some(self.unread(field, code, cell))
    }

    fn phones(&mut self, field: Field, cell: Cell<'a>) -> Option<Value<'a>> {
        let phones = match cell {
            Cell::Number(number) => Phone::from_number(number).map(|phone| vec![phone]),
            _ => Phone::parse_all(&cell.text()),
        };
        Some(phones.map_or_else(|| self.unread(field, Code::PhoneMalformed, cell), Value::Phones))
    }

    fn date(&mut self, field: Field, cell: Cell<'a>) -> Option<Value<'a>> {
        let (read, guess) = match cell {
            Cell::Date(date) => (Ok(date), false),
            Cell::Number(number) => match PartialDate::from_number(number, self.today) {
                Ok((date, guess)) => (Ok(date), guess),
                Err(fault) => (Err(fault), false),
            },
            _ => (PartialDate::parse(&cell.text(), self.today), false),
        };
        match read {
            Ok(date) if date.is_after(self.today) && !field.may_be_future() => Some(self.unread(field, Code::DateFuture, cell)),
            Ok(date) => {
                if guess {
                    self.trouble(field, Code::DateUnclear, &cell.text());
                }
                Some(Value::Date(date))
            }
            Err(fault) => self.no_date(field, cell, fault),
        }
    }

    fn no_date(&mut self, field: Field, cell: Cell<'a>, fault: DateFault) -> Option<Value<'a>> {
        let text = cell.text();
        if matches!(field, Field::BecameFull | Field::Joined) && probationary(values::clean(&text)) == Some(true) {
            self.record.values.push((Field::Probationary, Value::Yes(true)));
            return None;
        }
        let code = if fault.is_impossible() { Code::DateImpossible } else { Code::DateUnreadable };
        Some(self.unread(field, code, cell))
    }

    fn sex(&mut self, field: Field, cell: Cell<'a>) -> Option<Value<'a>> {
        let read = Sex::parse(values::clean(&cell.text()));
        Some(read.map_or_else(|| self.unread(field, Code::SexUnreadable, cell), Value::Sex))
    }

    fn number(&mut self, field: Field, cell: Cell<'a>) -> Option<Value<'a>> {
        if let Cell::Number(number) = cell {
            return Some(Value::Number(number));
        }
        let text = cell.text();
        let narrow = values::half_width(&text);
        let digits = values::clean(&narrow).replace(',', "");
        let read = digits.trim_end_matches(['人', '名', '个', '元', '户']).trim().parse::<f64>().ok().filter(|number| number.is_finite());
        Some(read.map_or_else(|| self.unread(field, Code::NumberUnreadable, cell), Value::Number))
    }

    fn word(&mut self, field: Field, cell: Cell<'a>) -> Option<Value<'a>> {
        let text = trimmed(cell.text());
        let known = self.words.value(field, &text);
        Some(Value::Text(match known {
            Some(word) if word != text => Cow::Owned(word.to_owned()),
            _ => text,
        }))
    }

    fn unread(&mut self, field: Field, code: Code, cell: Cell<'a>) -> Value<'a> {
        let raw = cell.text();
        self.trouble(field, code, &raw);
        Value::Unread(raw)
    }

    fn trouble(&mut self, field: Field, code: Code, raw: &str) {
        self.record.troubles.push(Trouble::at(self.record.row, self.column, Some(field), code, raw));
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(values::clean(text)),
        Cow::Owned(text) => Cow::Owned(values::clean(&text).to_owned()),
    }
}

fn probationary(text: &str) -> Option<bool> {
    match text {
        _ if text.contains("预备") || text.contains("未转正") => Some(true),
        _ if text.contains("正式") => Some(false),
        _ => None,
    }
}

/// "理发，法律咨询 普通话" as three. A blank parts Chinese words, but not words in Latin letters.
fn list(text: &str) -> Vec<String> {
    let blanks_part = !text.chars().any(|letter| letter.is_ascii_alphabetic());
    let parts = text.split(|letter: char| matches!(letter, ',' | '，' | '、' | ';' | '；' | '/' | '|' | '\n') || blanks_part && letter.is_whitespace()).map(values::clean);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn starts_with_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.starts_with(word.as_str()))
}

/// "合计", "合 计：", "小计（人）", but nobody's name.
fn is_total(text: &str, totals: &[String]) -> bool {
    text.len() <= 36 && starts_with_any(&text.replace([' ', '\u{3000}'], ""), totals)
}
