//! The content of a printed paper, without its look.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One printed document. Every text is shown as it stands: no markup is read from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    pub lang: Lang,
    pub title: String,
    #[serde(default)]
    pub subtitle: String,
    /// The day the paper is of; also the date in the PDF's metadata, so that the same facts give
    /// the same bytes.
    pub date: Date,
    #[serde(default)]
    pub sheet: Sheet,
    /// The running foot's left text; the page number stands at its right.
    #[serde(default)]
    pub foot: String,
    #[serde(default)]
    pub blocks: Vec<Block>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    Zh,
    En,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sheet {
    #[default]
    A4Portrait,
    A4Landscape,
    /// Twice as large, for the notice board.
    A3Landscape,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "snake_case")]
pub enum Block {
    Heading(String),
    Paragraph(String),
    Table(Table),
    Bars(Vec<Bar>),
    /// Label and value, two by two.
    Facts(Vec<(String, String)>),
    Slips(Vec<Slip>),
    /// Who signs and when, at the right: one line each.
    SignOff(Vec<String>),
    Note(String),
    PageBreak,
}

/// Rows under headings that come again on each page. A row shorter than the columns is filled
/// with empty cells, a longer one is cut.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    #[serde(default)]
    pub total: Option<Vec<String>>,
    /// Rows high enough for handwriting, with lines between the columns: a roll-call sheet.
    #[serde(default)]
    pub to_fill_in: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub heading: String,
    #[serde(default)]
    pub align: Align,
    /// The column's part of the width beside the others'; without any the widths follow from the
    /// texts, and a name, a day or a number never wraps.
    #[serde(default)]
    pub share: Option<f64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    #[default]
    Left,
    Center,
    Right,
}

/// A part of a whole, drawn; `text` says the same in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    pub label: String,
    /// From 0 to 1; what lies outside is drawn as the nearer of the two.
    pub value: f64,
    pub text: String,
    /// Drawn pale: the value is below what was aimed at.
    #[serde(default)]
    pub pale: bool,
}

/// A card to cut out: an invitation, an answer on paper.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Slip {
    pub title: String,
    #[serde(default)]
    pub lines: Vec<String>,
    /// Answers to tick, each with a box before it.
    #[serde(default)]
    pub choices: Vec<String>,
    /// The text of the QR code.
    #[serde(default)]
    pub qr: Option<String>,
    /// What to type instead of scanning, below the QR code.
    #[serde(default)]
    pub code: String,
}

impl Paper {
    pub fn new(lang: Lang, title: impl Into<String>, date: Date) -> Paper {
        Paper { lang, title: title.into(), subtitle: String::new(), date, sheet: Sheet::default(), foot: String::new(), blocks: Vec::new() }
    }

    pub fn subtitle(mut self, text: impl Into<String>) -> Paper {
        self.subtitle = text.into();
        self
    }

    pub fn foot(mut self, text: impl Into<String>) -> Paper {
        self.foot = text.into();
        self
    }

    pub fn landscape(mut self) -> Paper {
        self.sheet = Sheet::A4Landscape;
        self
    }

    /// Read from two steps away: a sheet of A3 on its side, with larger letters in its tables.
    pub fn for_the_board(mut self) -> Paper {
        self.sheet = Sheet::A3Landscape;
        self
    }

    pub fn heading(self, text: impl Into<String>) -> Paper {
        self.with(Block::Heading(text.into()))
    }

    pub fn paragraph(self, text: impl Into<String>) -> Paper {
        self.with(Block::Paragraph(text.into()))
    }

    pub fn table(self, table: Table) -> Paper {
        self.with(Block::Table(table))
    }

    pub fn bars(self, bars: impl IntoIterator<Item = Bar>) -> Paper {
        self.with(Block::Bars(bars.into_iter().collect()))
    }

    pub fn facts<L: Into<String>, V: Into<String>>(self, facts: impl IntoIterator<Item = (L, V)>) -> Paper {
        self.with(Block::Facts(facts.into_iter().map(|(label, value)| (label.into(), value.into())).collect()))
    }

    pub fn slips(self, slips: impl IntoIterator<Item = Slip>) -> Paper {
        self.with(Block::Slips(slips.into_iter().collect()))
    }

    pub fn sign_off<T: Into<String>>(self, lines: impl IntoIterator<Item = T>) -> Paper {
        self.with(Block::SignOff(lines.into_iter().map(Into::into).collect()))
    }

    pub fn note(self, text: impl Into<String>) -> Paper {
        self.with(Block::Note(text.into()))
    }

    pub fn page_break(self) -> Paper {
        self.with(Block::PageBreak)
    }

    pub fn with(mut self, block: Block) -> Paper {
        self.blocks.push(block);
        self
    }
}

impl Table {
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Table {
        Table { columns: columns.into_iter().collect(), ..Table::default() }
    }

    pub fn row<T: Into<String>>(mut self, cells: impl IntoIterator<Item = T>) -> Table {
        self.rows.push(cells.into_iter().map(Into::into).collect());
        self
    }

    pub fn total<T: Into<String>>(mut self, cells: impl IntoIterator<Item = T>) -> Table {
        self.total = Some(cells.into_iter().map(Into::into).collect());
        self
    }

    pub fn to_fill_in(mut self) -> Table {
        self.to_fill_in = true;
        self
    }
}

impl Column {
    pub fn left(heading: impl Into<String>) -> Column {
        Column { heading: heading.into(), align: Align::Left, share: None }
    }

    pub fn center(heading: impl Into<String>) -> Column {
        Column { align: Align::Center, ..Column::left(heading) }
    }

    /// Numbers stand at the right.
    pub fn right(heading: impl Into<String>) -> Column {
        Column { align: Align::Right, ..Column::left(heading) }
    }

    pub fn share(mut self, share: f64) -> Column {
        self.share = Some(share);
        self
    }
}

impl Bar {
    /// `value` of `max`; nothing is drawn when there is nothing to be a part of.
    pub fn new(label: impl Into<String>, value: f64, max: f64, text: impl Into<String>) -> Bar {
        let part = if max > 0.0 { value / max } else { 0.0 };
        Bar { label: label.into(), value: part, text: text.into(), pale: false }
    }

    pub fn pale(mut self) -> Bar {
        self.pale = true;
        self
    }

    /// The part that is drawn: a number from 0 to 1 whatever was given.
    pub(crate) fn part(&self) -> f64 {
        if self.value.is_finite() { self.value.clamp(0.0, 1.0) } else { 0.0 }
    }
}

impl Slip {
    pub fn new(title: impl Into<String>) -> Slip {
        Slip { title: title.into(), ..Slip::default() }
    }

    pub fn line(mut self, text: impl Into<String>) -> Slip {
        self.lines.push(text.into());
        self
    }

    pub fn choice(mut self, text: impl Into<String>) -> Slip {
        self.choices.push(text.into());
        self
    }

    /// A QR code and, below it, what to type instead.
    pub fn qr(mut self, text: impl Into<String>, code: impl Into<String>) -> Slip {
        self.qr = Some(text.into());
        self.code = code.into();
        self
    }
}
