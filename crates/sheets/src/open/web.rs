//! Web pages that systems give out under the name xls: their tables, below each other on one sheet.
//!
//! No parser of HTML: only what makes a table is looked at, and whatever is left open, unquoted or in
//! capitals is taken as browsers take it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use memchr::{memchr, memmem};

use super::{Keep, LAST_ROW};
use crate::refused::{Looks, Refused};
use crate::sheet::{Cell, Merge, Sheet};

/// As browsers have it, a cell goes on over at most so many columns and rows.
const WIDEST: u32 = 1_000;
const TALLEST: u32 = 65_534;
/// So many cells of one table go on into the rows below at once; more would be no table of people.
const HANGING: usize = 256;
/// What stands inside these is no text.
const UNSEEN: [&str; 5] = ["script", "style", "title", "xml", "select"];

pub(super) fn read(text: &str, mut keep: Keep<'_>) -> Result<Vec<Sheet>, Refused> {
    keep.start("", false);
    let mut page = Page { keep, row: 0, column: 0, in_row: false, tables: 0, found: 0, hanging: BTreeMap::new(), open: Open::default() };
    let mut rest = text;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        page.open.say(&rest[..at]);
        rest = &rest[at..];
        let (tag, after) = next_tag(rest);
        match tag {
            Some(tag) if UNSEEN.contains(&&*tag.name) && !tag.ends => rest = behind(after, &tag.name),
            Some(tag) => {
                page.take(&tag)?;
                rest = after;
            }
            None => {
                page.open.say(&rest[..rest.len() - after.len()]);
                rest = after;
            }
        }
    }
    page.open.say(rest);
    page.end_line()?;
    if page.found == 0 { Err(Refused::WrongType(Looks::WebPage)) } else { Ok(page.keep.done()) }
}

/// Where on the sheet the page has come to.
struct Page<'l> {
    keep: Keep<'l>,
    row: u32,
    column: u32,
    in_row: bool,
    /// How many tables are open, and how many there were.
    tables: usize,
    found: usize,
    /// Cells that go on into the rows below: by their first column the last one, and the last row.
    hanging: BTreeMap<u32, (u32, u32)>,
    open: Open,
}

/// The text of the open cell, or of a line between tables.
#[derive(Default)]
struct Open {
    text: String,
    /// Rows and columns it goes on over, if it is a cell.
    spans: Option<(u32, u32)>,
}

impl Open {
    fn say(&mut self, raw: &str) {
        let mut words = raw.split_ascii_whitespace().peekable();
        let parted = raw.starts_with(|letter: char| letter.is_ascii_whitespace()) && !self.text.is_empty() && !self.text.ends_with('\n');
        if parted && words.peek().is_some() {
            self.text.push(' ');
        }
        while let Some(word) = words.next() {
            self.text.push_str(&unescaped(word));
            if words.peek().is_some() || raw.ends_with(|letter: char| letter.is_ascii_whitespace()) {
                self.text.push(' ');
            }
        }
    }

    /// "编 号" is one word in two lines of code, but two lines of a cell only where the page says so.
    fn break_line(&mut self) {
        self.text.truncate(self.text.trim_end().len());
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }
}

impl Page<'_> {
    fn take(&mut self, tag: &Tag<'_>) -> Result<(), Refused> {
        match (&*tag.name, tag.ends) {
            ("table", false) => {
                self.end_line()?;
                self.tables += 1;
                self.found += 1;
            }
            ("table", true) => {
                self.end_line()?;
                self.hanging.clear();
                self.tables = self.tables.saturating_sub(1);
                // Tables are parted by a blank row.
                self.row += 1;
            }
            ("tr", false) => {
                self.end_line()?;
                self.in_row = true;
            }
            ("tr", true) => self.end_line()?,
            ("td" | "th", false) => {
                self.end_cell()?;
                self.in_row = true;
                let span = |name, most| tag.value(name).and_then(|value| value.trim().parse().ok()).unwrap_or(1u32).clamp(1, most);
                self.open = Open { text: String::new(), spans: Some((span("rowspan", TALLEST), span("colspan", WIDEST))) };
            }
            ("td" | "th", true) => self.end_cell()?,
            ("br", _) => self.open.break_line(),
            ("p" | "div" | "h1" | "h2" | "h3" | "h4" | "caption" | "li" | "body", _) => {
                if self.open.spans.is_some() {
                    self.open.break_line();
                } else {
                    self.end_line()?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Lays the open cell down in the first free place of its row.
    fn end_cell(&mut self) -> Result<(), Refused> {
        let open = std::mem::take(&mut self.open);
        let text = open.text.trim();
        let Some((rows, columns)) = open.spans else {
            return if self.in_row { Ok(()) } else { self.line(text) };
        };
        while let Some(free) = self.behind_hanging() {
            self.column = free;
        }
        self.keep.push(self.row, self.column, Cell::Text(text))?;
        let (last_row, last_column) = (self.row + rows - 1, self.column + columns - 1);
        if rows > 1 && self.hanging.len() < HANGING {
            self.hanging.insert(self.column, (last_column, last_row));
        }
        if let (true, Ok(first_column), Ok(last_column)) = (rows > 1 || columns > 1, self.column.try_into(), last_column.try_into()) {
            self.keep.current().merges.push(Merge { first_row: self.row, first_column, last_row, last_column });
        }
        self.column = last_column + 1;
        Ok(())
    }

    /// The column behind a cell from above that holds this one.
    fn behind_hanging(&mut self) -> Option<u32> {
        let (&first, &(last, until)) = self.hanging.range(..=self.column).next_back()?;
        if until < self.row {
            self.hanging.remove(&first);
            return Some(self.column).filter(|_| !self.hanging.is_empty());
        }
        (last >= self.column).then_some(last + 1)
    }

    /// A text that stands between tables.
    fn line(&mut self, text: &str) -> Result<(), Refused> {
        if !text.is_empty() && self.tables == 0 {
            self.keep.push(self.row, 0, Cell::Text(text))?;
            self.next_row()?;
        }
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), Refused> {
        self.end_cell()?;
        if std::mem::take(&mut self.in_row) { self.next_row() } else { Ok(()) }
    }

    fn next_row(&mut self) -> Result<(), Refused> {
        self.row += 1;
        self.column = 0;
        let full = self.row >= LAST_ROW;
        if full { Err(Refused::TooManyRows { sheet: String::new(), limit: LAST_ROW as usize }) } else { Ok(()) }
    }
}

struct Tag<'t> {
    name: Cow<'t, str>,
    ends: bool,
    attributes: &'t str,
}

impl Tag<'_> {
    /// The value of an attribute, quoted or not.
    fn value(&self, name: &str) -> Option<&str> {
        let lower = self.attributes.to_ascii_lowercase();
        let at = lower.match_indices(name).map(|(at, _)| at).find(|&at| at == 0 || lower.as_bytes()[at - 1].is_ascii_whitespace())?;
        let value = self.attributes[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        match value.as_bytes().first()? {
            quote @ (b'"' | b'\'') => value[1..].split(*quote as char).next(),
            _ => value.split(|letter: char| letter.is_ascii_whitespace()).next(),
        }
    }
}

/// The tag at the head of this text, if it is one, and what follows it.
fn next_tag(text: &str) -> (Option<Tag<'_>>, &str) {
    if let Some(comment) = text.strip_prefix("<!--") {
        let end = memmem::find(comment.as_bytes(), b"-->").map_or(comment.len(), |at| at + 3);
        return (Some(Tag { name: "".into(), ends: false, attributes: "" }), &comment[end..]);
    }
    let inner = &text[1..];
    let (ends, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    if !inner.starts_with(|letter: char| letter.is_ascii_alphabetic() || matches!(letter, '!' | '?')) {
        return (None, &text[1..]);
    }
    let end = end_of_tag(inner);
    let name_end = inner[..end].find(|letter: char| letter.is_ascii_whitespace() || letter == '/').unwrap_or(end);
    let name = &inner[..name_end];
    let name = if name.bytes().any(|byte| byte.is_ascii_uppercase()) { name.to_ascii_lowercase().into() } else { Cow::Borrowed(name) };
    (Some(Tag { name, ends, attributes: inner[name_end..end].trim() }), inner.get(end + 1..).unwrap_or_default())
}

/// Where the tag ends; a bracket between quotes does not end it.
fn end_of_tag(inner: &str) -> usize {
    let mut quote = None;
    for (at, byte) in inner.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') if inner[..at].trim_end().ends_with('=') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    inner.len()
}

/// What follows the closing tag of this name.
fn behind<'t>(text: &'t str, name: &str) -> &'t str {
    let mut rest = text;
    while let Some(at) = memmem::find(rest.as_bytes(), b"</") {
        rest = &rest[at + 2..];
        if rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return memchr(b'>', rest.as_bytes()).map_or("", |end| &rest[end + 1..]);
        }
    }
    ""
}

/// Letters for "&nbsp;", "&#29579;" and "&#x738B;"; what is none of these stays as it stands.
fn unescaped(word: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', word.as_bytes()) else { return Cow::Borrowed(word) };
    let mut out = word[..first].to_owned();
    let mut rest = &word[first..];
    while let Some(after) = rest.strip_prefix('&') {
        let end = after.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '#').unwrap_or(after.len());
        match letter(&after[..end]) {
            Some(letter) => {
                out.push(letter);
                rest = after[end..].strip_prefix(';').unwrap_or(&after[end..]);
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
        let next = memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
        out.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    Cow::Owned(out)
}

fn letter(name: &str) -> Option<char> {
    let number = name.strip_prefix('#');
    let code = number.and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    Some(match name {
        "nbsp" | "ensp" | "emsp" => ' ',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "middot" => '·',
        _ => return code.and_then(char::from_u32).filter(|letter| !letter.is_control()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::Limits;

    fn cells(page: &str) -> Vec<(String, String)> {
        let sheets = read(page, Keep::within(&Limits::default())).expect("a table");
        let named = |row: crate::sheet::Row<'_>| {
            row.cells().map(|(column, cell)| (crate::sheet::cell_name(row.number, column), cell.text().into_owned())).collect::<Vec<_>>()
        };
        sheets[0].rows().flat_map(named).collect()
    }

    fn expect(page: &str, expected: &[(&str, &str)]) {
        let found = cells(page);
        let found: Vec<(&str, &str)> = found.iter().map(|(place, text)| (&**place, &**text)).collect();
        assert_eq!(found, expected, "{page}");
    }

    #[test]
    fn merged_cells_push_those_after_them_aside() {
        expect(
            "<table><tr><td rowspan=2>a<td colspan='2'>b<td>c<tr><td>d<td>e<td>f</table>",
            &[("A1", "a"), ("B1", "b"), ("D1", "c"), ("B2", "d"), ("C2", "e"), ("D2", "f")],
        );
    }

    #[test]
    fn only_what_a_reader_sees_is_text() {
        expect(
            "<h2>名册</h2><style>td > a { }</style><!-- <td>x --><TABLE><TR><TD title='1 > 0'>姓&nbsp;名</TD><td>A &amp; B<br>&#29579;&#x82B3;</td></tr></TABLE><p>共 <b>2</b> 人</p>",
            &[("A1", "名册"), ("A2", "姓 名"), ("B2", "A & B\n王芳"), ("A4", "共 2 人")],
        );
    }

    #[test]
    fn a_page_without_a_table_is_refused() {
        let refused = read("<html><body><p>请先登录</p></body></html>", Keep::within(&Limits::default()));
        assert_eq!(refused.err(), Some(Refused::WrongType(Looks::WebPage)));
    }
}
