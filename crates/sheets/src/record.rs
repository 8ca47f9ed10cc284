//! One row, interpreted: typed values, extra facts, marks, and what is wrong with it.

use std::borrow::Cow;

use serde::Serialize;

use crate::meaning::{Field, Mark};
use crate::note::Note;
use crate::reading::Meeting;
use crate::trouble::Trouble;
use crate::values::{IdNumber, PartialDate, Phone, Sex};

/// One row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<'a> {
    /// As people number it.
    pub row: u32,
    /// The first column it was read from, counted from 0: several people can stand in one row.
    pub column: u16,
    pub values: Vec<(Field, Value<'a>)>,
    /// Columns that are no field of ours, under their header.
    pub extras: Vec<(&'a str, Cow<'a, str>)>,
    /// Marks of a roll-call; a meeting whose cell is empty is not listed.
    pub marks: Vec<(&'a Meeting, Mark)>,
    /// What the months of a dues table say; a month whose cell is empty is not listed.
    pub dues: Vec<(&'a Meeting, Paid)>,
    pub troubles: Vec<Trouble>,
    pub notes: Vec<Note>,
}

/// What stands in a month of a dues table.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Paid {
    /// In yuan.
    Amount(f64),
    /// A tick: paid, without the amount.
    Yes,
    No,
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
    pub(crate) fn at((row, column): (u32, u16), columns: usize) -> Self {
        Record {
            row,
            column,
            values: Vec::with_capacity(columns + 2),
            extras: Vec::new(),
            marks: Vec::new(),
            dues: Vec::new(),
            troubles: Vec::new(),
            notes: Vec::new(),
        }
    }

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

    pub fn other_phones(&self) -> &[Phone] {
        match self.get(Field::OtherPhone) {
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
