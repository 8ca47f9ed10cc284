//! What a blank form asks for: plain data.

use serde::{Deserialize, Serialize};

use super::At;
use crate::dictionary::plain;
use crate::meaning::Meaning;

/// A blank form as it was understood. Rows and columns are counted from 0, as in [`At`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Form {
    pub format: Format,
    pub title: Option<String>,
    /// The names of all sheets, hidden ones included; [`At::sheet`] counts in this list. In a docx
    /// the names are empty.
    pub sheets: Vec<String>,
    /// Lists: a row a person, an organisation or something else. A list that goes on in the same
    /// columns beside it, or below a subtotal, is one more list here, with the same columns' paths.
    pub tables: Vec<Table>,
    /// Label beside empty cell, over and over: one person (or one body) a form.
    pub cards: Vec<Card>,
    /// What is asked once a form: who fills it in, for which unit, until when.
    pub blanks: Vec<Blank>,
    /// Instructions and footnotes, as printed. They ask for nothing.
    pub notes: Vec<String>,
}

/// What the file is, and so what is given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Given back as it came, but for the answers.
    Xlsx,
    /// It came as xls, ods or another kind of workbook and is given back as xlsx.
    Converted,
    Docx,
}

/// A list that wants rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub sheet: u16,
    /// A title of its own, or the label at its side ("家庭主要成员").
    pub title: Option<String>,
    /// The card this list is a section of, an index into [`Form::cards`].
    pub card: Option<usize>,
    pub row_of: RowOf,
    /// First and last row of the header, both included; an example that is printed below it, and
    /// totals above the body, belong to it.
    pub header: (u32, u32),
    /// What is asked of each row, in the order in which [`super::Answers`] gives its values.
    pub columns: Vec<Column>,
    /// Answers of which each letter has a cell of its own.
    #[serde(default)]
    pub boxes: Vec<Boxes>,
    /// The serial number's column. [`super::fill`] counts in it; it is not asked for.
    pub serial: Option<u16>,
    /// Rows the sender has named: only their empty cells are asked. The first rows of the answer
    /// are for these, in this order.
    pub given: Vec<Given>,
    /// The empty rows below; more are made when they do not suffice.
    pub free: Free,
    pub totals: Vec<Totals>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowOf {
    Person,
    Organisation,
    Unknown,
}

/// One column of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub column: u16,
    /// Which line of the record, if a record takes several rows; else 0.
    pub line: u32,
    /// The header as printed, from the outermost group to the leaf.
    pub path: Vec<String>,
    /// What the dictionary takes it for. `Ignored` follows from other facts (age), `LeftOut` is not
    /// kept, `Extra` is not known.
    pub meaning: Meaning,
    /// The header is one of the dictionary's words, not only like one ("应转正日期").
    pub sure: bool,
    /// The words a drop-down list of the form allows.
    pub options: Vec<String>,
    /// What a comment or an input message says about it.
    pub note: Option<String>,
    /// Its cells show dates: an answer that is a date becomes a real one.
    pub date: bool,
    /// Its cells hold a formula, which is kept and repeated unless a value is given.
    pub formula: bool,
}

/// A column whose answers are spread over cells beside each other, a letter or digit in each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boxes {
    /// An index into [`Table::columns`], whose own cell is the first of these.
    pub column: usize,
    /// All cells, by the sheet's columns.
    pub cells: Vec<u16>,
}

/// Where empty rows stand. A record takes `step` rows, nearly always one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Free {
    pub first: u32,
    pub records: u32,
    pub step: u32,
    /// Nothing stands below: rows are added without moving anything.
    pub open: bool,
}

/// A row the sender has named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub row: u32,
    /// What is printed in it, by column, the serial number left out. A cell merged over several
    /// rows counts for each of them.
    pub keys: Vec<(u16, String)>,
    /// Which of [`Table::columns`] are empty in it.
    pub empty: Vec<usize>,
}

/// A row of totals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub row: u32,
    /// As printed: 合计, 小计.
    pub label: String,
    pub cells: Vec<Total>,
}

/// One cell of a row of totals. Those with a formula are stretched over the rows and need no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    pub at: At,
    /// The column it totals, an index into [`Table::columns`].
    pub column: usize,
    pub formula: bool,
}

/// Label and empty cell, over and over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    pub sheet: u16,
    pub title: Option<String>,
    pub blanks: Vec<Blank>,
}

/// One answer wanted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Blank {
    pub at: At,
    /// As printed, without colon and placeholder's braces.
    pub label: String,
    /// The words around it: the section a label belongs to, the sentence a gap stands in.
    pub context: Option<String>,
    pub kind: BlankKind,
    pub meaning: Meaning,
    /// The label is one of the dictionary's words, not only like one.
    pub sure: bool,
    /// The words a drop-down list or a row of boxes to tick allows.
    pub options: Vec<String>,
    pub note: Option<String>,
    /// A date is wanted, or the cell shows dates.
    pub date: bool,
    /// The columns of the cells the answer is spread over, a letter or digit in each; empty if it
    /// stands in one.
    #[serde(default)]
    pub boxes: Vec<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlankKind {
    /// An empty cell.
    Cell,
    /// Room in a text: after a colon, or underscores.
    Gap,
    /// "    年   月   日" in a text.
    Day,
    /// `{{name}}` in a text.
    Field,
    /// "□是 □否": the box before the word that is answered gets its tick.
    Tick,
}

impl Form {
    /// What blanks of one layout have in common, whatever their file is called and however many
    /// empty rows they have: a key under which decisions about a form can be kept.
    pub fn layout(&self) -> String {
        let tables = self.tables.iter().map(|table| {
            let columns = table.columns.iter().map(|column| format!("{}:{}", column.column, plain(&column.path.join(" "))));
            format!("{}|{}", table.sheet, columns.collect::<Vec<_>>().join("|"))
        });
        let asked = self.cards.iter().flat_map(|card| &card.blanks).chain(&self.blanks);
        let blanks = asked.map(|blank| format!("{}:{}", blank.at.sheet, plain(&blank.label)));
        tables.chain([blanks.collect::<Vec<_>>().join("|")]).collect::<Vec<_>>().join("\n")
    }

    /// Every single answer wanted: of the cards, then of the form.
    pub fn all_blanks(&self) -> impl Iterator<Item = &Blank> {
        self.cards.iter().flat_map(|card| &card.blanks).chain(&self.blanks)
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty() && self.all_blanks().next().is_none()
    }
}

impl Table {
    /// How many records fit without making rows.
    pub fn room(&self) -> usize {
        self.given.len() + self.free.records as usize
    }
}

impl Column {
    /// The innermost label.
    pub fn label(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}
