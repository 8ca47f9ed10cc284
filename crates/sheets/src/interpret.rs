//! One cell, read for one field: a typed value, or the raw text and a trouble.

use std::borrow::Cow;

use crate::dictionary::Dictionary;
use crate::meaning::{Field, Shape};
use crate::note::{Note, NoteCode};
use crate::record::{Paid, Record, Value};
use crate::sheet::{Cell, cell_name};
use crate::trouble::{Code, Trouble};
use crate::values::{self, DateFault, IdFault, IdNumber, PartialDate, Phone, Sex};

/// Reads one cell for one field.
pub(crate) struct CellReader<'r, 'a> {
    pub words: &'r Dictionary,
    pub today: PartialDate,
    pub record: &'r mut Record<'a>,
    /// Whether a column of its own has the phone.
    pub has_phone: bool,
    /// As people number it; in a form not the record's own.
    pub row: u32,
    pub column: u16,
}

impl<'a> CellReader<'_, 'a> {
    pub fn read(&mut self, field: Field, cell: Cell<'a>) -> Option<Value<'a>> {
        let shape = field.shape();
        let cell = match cell {
            Cell::Text(text) => match values::ticked(text).as_deref() {
                None => cell,
                Some([]) => return None,
                Some([one]) => Cell::Text(one),
                Some(several) if shape == Shape::List => return Some(Value::List(several.iter().map(|word| (*word).to_owned()).collect())),
                Some(several) => return Some(Value::Text(several.join("、").into())),
            },
            cell => cell,
        };
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
        let (name, aside) = values::name_and_words(text);
        for words in aside {
            self.beside_name(field, words);
        }
        let name = values::name(name);
        (!name.is_empty()).then_some(Value::Text(name))
    }

    /// "王芳（女）", "李勇（预备）", "周某某 13900000001" say more than a name.
    fn beside_name(&mut self, field: Field, words: &str) {
        let said = if let Some(phones) = Phone::parse_all(words) {
            Some((if self.has_phone { Field::OtherPhone } else { Field::Phone }, Value::Phones(phones)))
        } else if field != Field::Name {
            None
        } else if let Some(sex) = Sex::parse(words) {
            Some((Field::Sex, Value::Sex(sex)))
        } else {
            probationary(words).map(|probationary| (Field::Probationary, Value::Yes(probationary)))
        };
        match said.filter(|(field, _)| self.record.get(*field).is_none()) {
            Some(said) => self.record.values.push(said),
            None => self.note(field, NoteCode::WordsAside),
        }
    }

    /// An ID number of one digit a cell.
    pub fn id_in_boxes(&mut self, digits: String) {
        let value = match IdNumber::parse(&digits) {
            Ok(id) => Value::Id(id),
            Err(_) => {
                self.trouble(Field::IdNumber, Code::IdMalformed, &digits);
                Value::Unread(digits.into())
            }
        };
        self.record.values.push((Field::IdNumber, value));
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
                let trouble = Trouble::at(self.row, self.column, Some(field), Code::IdOld, &raw).proposing(new.as_str().into());
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
        let Some(mut phones) = phones else { return Some(self.unread(field, Code::PhoneMalformed, cell)) };
        if matches!(cell, Cell::Text(text) if text.chars().any(char::is_alphabetic)) {
            self.note(field, NoteCode::WordsAside);
        }
        if field == Field::Phone && phones.len() > 1 {
            phones.sort_by_key(|phone| !phone.is_mobile());
            let rest = phones.split_off(1);
            self.record.values.push((Field::OtherPhone, Value::Phones(rest)));
            self.note(field, NoteCode::SeveralPhones);
        }
        Some(Value::Phones(phones))
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
        let text = cell.text();
        // The codes of GB/T 2261.1.
        let read = match values::clean(&text) {
            "1" => Some(Sex::Male),
            "2" => Some(Sex::Female),
            words => Sex::parse(words),
        };
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
        let front = text.find(['（', '(']).filter(|at| *at > 0).map_or(&*text, |at| values::clean(&text[..at]));
        let known = self.words.value(field, &text).or_else(|| self.words.value(field, front));
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

    pub fn note(&mut self, field: Field, code: NoteCode) {
        self.record.notes.push(Note { cell: cell_name(self.row - 1, self.column), field: Some(field), code });
    }

    fn trouble(&mut self, field: Field, code: Code, raw: &str) {
        self.record.troubles.push(Trouble::at(self.row, self.column, Some(field), code, raw));
    }
}

pub(crate) fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(values::clean(text)),
        Cow::Owned(text) => Cow::Owned(values::clean(&text).to_owned()),
    }
}

pub(crate) fn probationary(text: &str) -> Option<bool> {
    match text {
        _ if text.contains("预备") || text.contains("未转正") => Some(true),
        _ if text.contains("正式") => Some(false),
        _ => None,
    }
}

/// "理发，法律咨询 普通话" as three, "1.烹饪 2.摄影" as two. A blank parts Chinese words, but not words
/// in Latin letters.
fn list(text: &str) -> Vec<String> {
    let blanks_part = !text.chars().any(|letter| letter.is_ascii_alphabetic());
    let parts = text
        .split(|letter: char| matches!(letter, ',' | '，' | '、' | ';' | '；' | '/' | '|' | '\n') || blanks_part && letter.is_whitespace())
        .map(|part| without_number(values::clean(part)));
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// "1.烹饪" without its number; "3D打印" as it is.
fn without_number(part: &str) -> &str {
    let rest = part.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let after = rest.trim_start_matches(['.', '．', ')', '）']);
    if rest.len() < part.len() && (after.len() < rest.len() || rest.is_empty()) { values::clean(after) } else { part }
}

/// What a month's cell of a dues table says.
pub(crate) fn paid(cell: Cell<'_>, words: &Dictionary) -> Option<Paid> {
    if let Cell::Number(number) = cell {
        return Some(Paid::Amount(number));
    }
    let text = cell.text();
    let narrow = values::half_width(values::clean(&text));
    let is_one_of = |words: &[String]| words.iter().any(|word| *word == *narrow);
    match narrow.trim_end_matches('元').trim().parse::<f64>() {
        Ok(amount) if amount.is_finite() => Some(Paid::Amount(amount)),
        _ if is_one_of(&words.dues.paid) => Some(Paid::Yes),
        _ if is_one_of(&words.dues.unpaid) => Some(Paid::No),
        _ => None,
    }
}
