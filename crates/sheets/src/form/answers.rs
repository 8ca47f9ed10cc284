//! What is written into a form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::At;
use crate::refused::Refused;
use crate::values::PartialDate;

/// The answers to one form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Answers {
    /// For each of [`super::Form::tables`], its records; of each record a value for each of
    /// [`super::Table::columns`]. What is missing at the end is blank. The first records are for
    /// the rows the sender has named; what is printed there stays.
    pub tables: Vec<Vec<Vec<Value>>>,
    /// For blanks of cards and form, and for cells of totals, by their place.
    pub cells: BTreeMap<At, Value>,
}

/// One value. Text is always written as text, whatever it looks like: no digit of an ID number or
/// a phone is lost, and nothing that begins with `=` becomes a formula.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// The cell stays as it is.
    #[default]
    Blank,
    Text(String),
    Number(f64),
    /// Written as a real date where the cell shows dates, else as `text`.
    Date {
        date: PartialDate,
        text: String,
    },
}

impl Answers {
    /// Nothing is answered.
    pub fn is_empty(&self) -> bool {
        self.tables.iter().all(Vec::is_empty) && self.cells.values().all(Value::is_blank)
    }
}

impl Value {
    pub fn text(text: impl Into<String>) -> Self {
        Value::Text(text.into())
    }

    /// Nothing to write.
    pub fn is_blank(&self) -> bool {
        match self {
            Value::Blank => true,
            Value::Text(text) => text.is_empty(),
            _ => false,
        }
    }

    /// The value as it reads within a text.
    pub(super) fn words(&self) -> String {
        match self {
            Value::Blank => String::new(),
            Value::Text(text) | Value::Date { text, .. } => text.clone(),
            Value::Number(number) => number.to_string(),
        }
    }
}

/// Why a form was not filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FillFault {
    #[error("{0}")]
    Refused(#[from] Refused),
    /// The form was read from another file, or was changed.
    #[error("the form does not fit this file: {0}")]
    OtherForm(String),
    #[error("sheet {sheet} would have {rows} rows; a sheet ends at {limit}")]
    TooManyRows { sheet: u16, rows: u64, limit: u32 },
    #[error("{letters} letters for cell {cell}; a cell holds {limit}")]
    TooLong { cell: String, letters: usize, limit: usize },
    #[error("the filled file cannot be written: {0}")]
    Write(String),
}

impl FillFault {
    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            FillFault::Refused(refused) => refused.code(),
            FillFault::OtherForm(_) => "other_form",
            FillFault::TooManyRows { .. } => "too_many_rows",
            FillFault::TooLong { .. } => "too_long",
            FillFault::Write(_) => "write",
        }
    }

    pub fn en(&self) -> String {
        self.to_string()
    }

    pub fn zh(&self) -> String {
        match self {
            FillFault::Refused(refused) => refused.zh(),
            FillFault::OtherForm(_) => "表格与读取时的不一致，请重新上传空表。".into(),
            FillFault::TooManyRows { rows, limit, .. } => format!("填写后有 {rows} 行，超过一张工作表的上限 {limit} 行。"),
            FillFault::TooLong { cell, letters, limit } => format!("单元格 {cell} 的内容有 {letters} 个字，超过上限 {limit} 个。"),
            FillFault::Write(_) => "填好的表格无法写出。".into(),
        }
    }
}
