//! One line of a form: which of its texts are labels, and the cells of their values.

use std::collections::HashMap;

use super::tables::{Above, text_of};
use crate::dictionary::Dictionary;
use crate::meaning::{Field, Meaning};
use crate::sheet::{Cell, Merge, Row, Sheet};
use crate::values::clean;

/// A longer text is no label.
const LABEL: usize = 14;

/// A label and the place of its value (row counted from 1, column from 0), if it has one.
#[derive(Clone)]
pub(super) struct Pair {
    pub label: String,
    pub meaning: Option<Meaning>,
    pub field: Option<Field>,
    pub row: u32,
    /// Where the label stands.
    pub column: u16,
    pub cell: Option<(u32, u16)>,
}

pub(super) enum Kind {
    Pairs(Vec<Pair>),
    /// A text that stands alone.
    Title,
    /// A line of a table inside the form (family, work), which is read past.
    Table,
}

/// The filled rows of a sheet between two columns, as lines of a form.
pub(super) struct Lines<'s> {
    sheet: &'s Sheet,
    /// The first and the last column.
    columns: (u16, u16),
    /// Positions among the sheet's filled rows.
    rows: Vec<usize>,
    words: &'s Dictionary,
    merges: HashMap<(u32, u16), Merge>,
}

struct Item {
    first: u16,
    last: u16,
    /// Merged over lines below.
    tall: bool,
    text: String,
    means: Option<Meaning>,
    /// "姓名：王芳" in one cell: the label.
    inline: Option<String>,
}

impl<'s> Lines<'s> {
    pub fn of(sheet: &'s Sheet, words: &'s Dictionary, columns: (u16, u16)) -> Self {
        let holds = |(column, _): (u16, Cell<'_>)| (columns.0..=columns.1).contains(&column);
        let rows = (0..sheet.row_count()).filter(|at| sheet.nth(*at).cells().any(holds)).collect();
        let merges = sheet.merges.iter().map(|merge| ((merge.first_row, merge.first_column), *merge)).collect();
        Lines { sheet, columns, rows, words, merges }
    }

    pub fn count(&self) -> usize {
        self.rows.len()
    }

    fn row(&self, at: usize) -> Row<'s> {
        self.sheet.nth(self.rows[at])
    }

    pub fn gap_before(&self, at: usize) -> bool {
        at > 0 && self.row(at).number > self.row(at - 1).number + 1
    }

    pub fn texts(&self, at: usize) -> Vec<Above> {
        let row = self.row(at).number;
        self.items(at).into_iter().map(|item| Above { text: item.text, row, columns: (item.first, item.last) }).collect()
    }

    /// The labels and values of a line that begins with a label and has no two labels touching.
    pub fn form_line(&self, at: usize) -> Option<Vec<Pair>> {
        let items = self.items(at);
        let items = body(&items);
        let first = items.first()?;
        let touching = items.windows(2).any(|pair| pair[0].means.is_some() && pair[1].means.is_some() && pair[0].last + 1 == pair[1].first);
        let begins = first.means.is_some() || first.inline.is_some();
        (begins && !touching && (items.len() > 1 || first.inline.is_some())).then(|| self.pairs(at, items))
    }

    /// `in_table` says that the line above belongs to a table inside the form.
    pub fn kind(&self, at: usize, in_table: bool) -> Kind {
        if let Some(pairs) = self.form_line(at) {
            return Kind::Pairs(pairs);
        }
        let items = self.items(at);
        let labels = items.iter().filter(|item| item.means.is_some()).count();
        match items.as_slice() {
            [only] if only.means.is_none() => Kind::Title,
            [only] => Kind::Pairs(self.pairs(at, std::slice::from_ref(only))),
            [label, _] if !in_table && label.means.is_none() && could_label(&label.text) => Kind::Pairs(self.pairs(at, &items)),
            // "人员类别 党员 职务 书记": a value can be a word of ours too, where labels and values take turns.
            _ if !in_table && labels < items.len() && items[0].means.is_some() => Kind::Pairs(self.pairs(at, &items)),
            _ => Kind::Table,
        }
    }

    pub fn is_title(&self, at: usize) -> bool {
        matches!(self.items(at).as_slice(), [only] if only.means.is_none() && only.inline.is_none())
    }

    /// Whether somebody is named in the lines from this one to the next gap or title.
    pub fn names_within_segment(&self, at: usize) -> bool {
        let end = (at + 1..self.count()).find(|&next| self.gap_before(next) || self.is_title(next)).unwrap_or(self.count());
        let named = |pair: &Pair| pair.field == Some(Field::Name) && pair.cell.is_some();
        (at..end).take(20).filter_map(|at| self.form_line(at)).any(|pairs| pairs.iter().any(named))
    }

    fn items(&self, at: usize) -> Vec<Item> {
        let row = self.row(at);
        let inside = row.cells().filter(|(column, _)| (self.columns.0..=self.columns.1).contains(column));
        let items = inside.filter_map(|(column, cell)| {
            let merge = self.merges.get(&(row.number, column));
            let text = text_of(cell).or_else(|| (!matches!(cell, Cell::Text(_))).then(|| cell.text().into_owned()))?;
            let means = self.label(cell, &text);
            let inline = if means.is_none() { self.inline(&text) } else { None };
            Some(Item {
                first: column,
                last: merge.map_or(column, |merge| merge.last_column),
                tall: merge.is_some_and(|merge| merge.last_row > row.number),
                text,
                means,
                inline,
            })
        });
        items.collect()
    }

    fn label(&self, cell: Cell<'_>, text: &str) -> Option<Meaning> {
        let could = matches!(cell, Cell::Text(_)) && text.chars().count() <= LABEL;
        could.then(|| self.words.header(text).map(|entry| entry.meaning)).flatten()
    }

    fn inline(&self, text: &str) -> Option<String> {
        let (label, value) = text.split_once(['：', ':'])?;
        let known = label.chars().count() <= LABEL && self.words.header(label).is_some() && !clean(value).is_empty();
        known.then(|| clean(label).to_owned())
    }

    fn pairs(&self, at: usize, items: &[Item]) -> Vec<Pair> {
        let row = self.row(at).number + 1;
        let pair = |label: &str, column: u16, cell: Option<u16>| {
            let meaning = self.words.header(label).map(|entry| entry.meaning);
            let field = if let Some(Meaning::Field(field)) = meaning { Some(field) } else { None };
            Pair {
                label: label.trim_end_matches(['：', ':']).to_owned(),
                meaning,
                field,
                row,
                column,
                cell: cell.map(|column| (row, column)),
            }
        };
        let mut pairs = Vec::new();
        let mut rest = items.iter().peekable();
        while let Some(item) = rest.next() {
            if let Some(label) = &item.inline {
                pairs.push(pair(label, item.first, Some(item.first)));
                continue;
            }
            let value =
                rest.next_if(|next| next.inline.is_none() && (next.means.is_none() || item.means.is_some() && next.first == item.last + 1));
            let is_label = item.means.is_some() || value.is_some() && could_label(&item.text);
            if is_label {
                pairs.push(pair(&item.text, item.first, value.map(|value| value.first)));
            }
        }
        pairs
    }
}

/// A line without the name of its group, which is merged over several lines.
fn body(items: &[Item]) -> &[Item] {
    match items {
        [group, first, ..] if group.tall && first.means.is_some() => &items[1..],
        _ => items,
    }
}

/// A short text without numbers may be a label that we do not know.
fn could_label(text: &str) -> bool {
    text.chars().count() <= LABEL && !text.chars().any(|letter| letter.is_ascii_digit())
}
