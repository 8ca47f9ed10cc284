//! How a table was understood: plain data that a person looks at, changes and gives back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dictionary::Dictionary;
use crate::meaning::{Field, Kind, Mark, Meaning, Reason};
use crate::records::Records;
use crate::sheet::Workbook;
use crate::values::PartialDate;

/// One table of one sheet. Every guess has its reason and can be overwritten before
/// [`Reading::records`] is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Which sheet of the workbook, counted from 0, and its name.
    pub sheet: usize,
    pub sheet_name: String,
    pub kind: Kind,
    pub kind_reason: Reason,
    pub title: Option<String>,
    /// The rows of the header and of the body, as people number them.
    pub header: Span,
    pub body: Span,
    pub branch: BranchSource,
    pub columns: Vec<Column>,
    /// Marks that this sheet explains itself.
    #[serde(default)]
    pub legend: BTreeMap<String, Mark>,
    /// Where people do not stand one a row: forms with a label beside each value, people beside each
    /// other, one line for each meeting, two lines for each person. Each is one record; the columns are
    /// then their labels, counted from 0.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<Form>,
}

/// One form, or whatever else is one person's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    pub rows: Span,
    /// For each column of the reading, the row (counted from 1) and the column (counted from 0) of
    /// its value, where this form has one.
    pub cells: Vec<Option<(u32, u16)>>,
}

/// Rows from `first` to `last`, both included, counted from 1 as in the program people use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub first: u32,
    pub last: u32,
}

/// Where the rows' branch is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchSource {
    pub from: BranchFrom,
    /// The branch of all rows, unless a column names it row by row.
    pub name: Option<String>,
    /// The community or village that title or file name speak of. A branch that is called only
    /// "第一支部" in a column is completed by it.
    #[serde(default)]
    pub place: Option<String>,
    /// Names as cells write them, and the branches of the caller's tree that they mean.
    #[serde(default)]
    pub known: BTreeMap<String, String>,
    pub reason: Reason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BranchFrom {
    Column,
    Title,
    SheetName,
    FileName,
    /// Rows between the people name the branch of those below.
    Sections,
    /// A person said so.
    Given,
    /// Nothing names it: somebody has to choose.
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Counted from 0; [`crate::column_name`] gives its letters. In forms only the label's number.
    pub index: u16,
    /// The header as it stands there, groups before leaves.
    pub header: String,
    pub meaning: Meaning,
    pub reason: Reason,
    /// Whether the guess needs no second look.
    pub sure: bool,
    /// An empty cell means what stands above it.
    #[serde(default)]
    pub fill_down: bool,
    /// For a column of a roll-call: which meeting. For a column of dues paid: which month.
    #[serde(default)]
    pub meeting: Option<Meeting>,
}

impl Column {
    /// Whether the column says what was paid for one month.
    pub fn is_month_of_dues(&self) -> bool {
        self.meaning == Meaning::Field(Field::DuesPaid) && self.meeting.is_some()
    }
}

/// One meeting in the head of a roll-call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    pub date: PartialDate,
    /// A code of `[activities]` in columns.toml, if the head names one.
    pub activity: Option<String>,
    pub name: String,
}

impl Reading {
    /// Interprets the rows one by one. `today` tells future dates and two-digit years.
    pub fn records<'a>(&'a self, book: &'a Workbook, words: &'a Dictionary, today: PartialDate) -> Records<'a> {
        Records::of(self, book, words, today)
    }

    /// The column that carries this field.
    pub fn column(&self, field: Field) -> Option<&Column> {
        self.columns.iter().find(|column| column.meaning == Meaning::Field(field) && column.meeting.is_none())
    }

    /// Where a record has its value for the field: the row as people number it, and the column counted
    /// from 0. A record is one row, or one form.
    pub(crate) fn place(&self, row: u32, form: Option<&Form>, field: Field) -> Option<(u32, u16)> {
        let column = self.column(field)?;
        match form {
            None => Some((row, column.index)),
            Some(form) => form.cells.get(usize::from(column.index)).copied().flatten(),
        }
    }

    /// The columns that were left out on purpose.
    pub fn left_out(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.meaning == Meaning::LeftOut)
    }

    /// What tables of one layout have in common. A confirmed reading can be kept under this key.
    pub fn layout(&self) -> String {
        let heads = self
            .columns
            .iter()
            .filter(|column| column.meeting.is_none())
            .map(|column| format!("{}:{}", column.index, crate::dictionary::plain(&column.header)));
        heads.collect::<Vec<_>>().join("|")
    }

    /// Takes over what was decided for another table of the same layout. False if layouts differ.
    pub fn follow(&mut self, confirmed: &Reading) -> bool {
        if self.layout() != confirmed.layout() {
            return false;
        }
        self.kind = confirmed.kind;
        self.kind_reason = Reason::new("沿用上次确认", "as confirmed last time");
        for column in &mut self.columns {
            let known = confirmed.columns.iter().find(|other| other.index == column.index && other.meeting.is_none());
            if let Some(known) = known.filter(|_| column.meeting.is_none()) {
                column.meaning = known.meaning;
                column.sure = true;
                column.reason = Reason::new("沿用上次确认", "as confirmed last time");
            }
        }
        true
    }
}
