//! Which rows of a table are what it lists, and what the others say about those below them.

use crate::records::Records;
use crate::sheet::{Cell, Row};
use crate::values;

impl<'a> Records<'a> {
    /// Whether a filled row is a person (or whatever the table lists).
    pub(crate) fn is_body(&mut self, row: Row<'a>) -> bool {
        let mut texts =
            row.cells().filter_map(|(column, cell)| if let Cell::Text(text) = cell { Some((column, values::clean(text))) } else { None });
        if numbers_columns(row) {
            return false;
        }
        let Some((column, first)) = texts.next() else { return row.len() > 1 };
        if row.len() <= 4 && starts_with_any(first, &self.words.notes) || starts_with_any(first, &self.words.examples) {
            return false;
        }
        if is_total(first, &self.words.totals)
            || texts.next().is_some_and(|(_, second)| row.len() <= 6 && is_total(second, &self.words.totals))
        {
            return false;
        }
        if row.len() == 1 {
            match crate::read::section(first) {
                Some(group) if crate::read::is_group(group) => self.group = Some(group),
                Some(branch) => (self.section, self.group, self.kind) = (Some(branch), None, None),
                None => self.kind = self.words.member_kind(first).or(self.kind),
            }
            return false;
        }
        // A header is printed again on each page.
        !self.is_head(column, first)
    }
}

/// "1 2 3 4" below a header counts the columns.
fn numbers_columns(row: Row<'_>) -> bool {
    let counts = |(at, (_, cell)): (usize, (u16, Cell<'_>))| match cell {
        Cell::Number(number) => number == at as f64 + 1.0,
        Cell::Text(text) => values::clean(text).parse() == Ok(at + 1),
        _ => false,
    };
    row.len() >= 3 && row.cells().enumerate().all(counts)
}

fn starts_with_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.starts_with(word.as_str()))
}

/// "合计", "合 计：", "小计（人）", but nobody's name.
fn is_total(text: &str, totals: &[String]) -> bool {
    text.len() <= 36 && starts_with_any(&text.replace([' ', '\u{3000}'], ""), totals)
}
