//! References in a formula, found and written anew; everything else is copied.

use crate::sheet::{column_name, column_number};

#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Point {
    pub column_fixed: bool,
    pub column: u16,
    pub row_fixed: bool,
    pub row: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) enum Found {
    Cell(Point),
    Area(Point, Point),
    /// Whole rows: fixed or not, and which.
    Rows((bool, u32), (bool, u32)),
}

/// Calls `change` with each reference and the sheet it names, and puts what comes back in its
/// place; none is an error in the formula. References into other files, to whole columns, over
/// several sheets and into tables by name are left alone.
pub(in super::super) fn rewrite(formula: &str, change: &mut dyn FnMut(Option<&str>, Found) -> Option<Found>) -> String {
    let mut out = String::with_capacity(formula.len() + 8);
    let mut rest = formula;
    let mut sheet: Option<Sheet<'_>> = None;
    while let Some(letter) = rest.chars().next() {
        let length = match letter {
            '"' => quoted(rest, '"'),
            '\'' => {
                let length = quoted(rest, '\'');
                sheet = rest[length..].starts_with('!').then(|| Sheet::Quoted(&rest[..length]));
                if sheet.is_some() { length + 1 } else { length }
            }
            '[' => {
                let length = bracketed(rest);
                let word = length + word_length(&rest[length..]);
                if rest[word..].starts_with('!') {
                    sheet = Some(Sheet::Elsewhere);
                    word + 1
                } else {
                    length
                }
            }
            letter if is_word(letter) => {
                let word = word_length(rest);
                let after = &rest[word..];
                if after.starts_with('!') {
                    sheet = Some(Sheet::Plain(&rest[..word]));
                    word + 1
                } else if after.starts_with('(') {
                    word
                } else if after.starts_with('[') {
                    word + bracketed(after)
                } else {
                    let length = reference(rest, word, sheet.take(), change, &mut out);
                    rest = &rest[length..];
                    continue;
                }
            }
            letter => {
                sheet = None;
                letter.len_utf8()
            }
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// Whether a formula looks at any cell, or at what may stand for cells: a name, a table.
pub(super) fn names_cells(formula: &str) -> bool {
    let mut names = false;
    let bare = rewrite(formula, &mut |_, found| {
        names = true;
        Some(found)
    });
    let mut rest = bare.as_str();
    while let Some(at) = rest.find(|letter: char| letter == '"' || is_word(letter) || letter == '[') {
        rest = &rest[at..];
        let length = if rest.starts_with('"') { quoted(rest, '"') } else { word_length(rest).max(1) };
        let word = &rest[..length];
        rest = &rest[length..];
        let number = word.starts_with(|letter: char| letter.is_ascii_digit() || letter == '"' || letter == '.');
        names |= !number && !rest.starts_with('(') && !matches!(word.to_ascii_uppercase().as_str(), "TRUE" | "FALSE");
    }
    names
}

enum Sheet<'a> {
    Plain(&'a str),
    Quoted(&'a str),
    /// In another file, or over several sheets.
    Elsewhere,
}

/// Takes the reference at the start of `rest`, or a word that is none; returns its length.
fn reference(
    rest: &str,
    word: usize,
    sheet: Option<Sheet<'_>>,
    change: &mut dyn FnMut(Option<&str>, Found) -> Option<Found>,
    out: &mut String,
) -> usize {
    let second = rest[word..].strip_prefix(':').map(word_length).filter(|&length| length > 0);
    let behind = second.map_or(word, |second| word + 1 + second);
    // "Sheet1:Sheet3!A1"
    if second.is_some() && rest[behind..].starts_with('!') {
        let end = behind + 1 + word_length(&rest[behind + 1..]);
        out.push_str(&rest[..end]);
        return end;
    }
    let second = second.filter(|_| !rest[behind..].starts_with(['(', '[']));
    let (first, other) = (&rest[..word], second.map(|_| &rest[word + 1..behind]));
    let found = match (point(first), other.map(point)) {
        (Some(from), Some(Some(to))) => Some((Found::Area(from, to), behind)),
        (Some(cell), _) => Some((Found::Cell(cell), word)),
        (None, _) => row(first).zip(other.and_then(row)).map(|(from, to)| (Found::Rows(from, to), behind)),
    };
    let Some((found, length)) = found.filter(|_| !matches!(sheet, Some(Sheet::Elsewhere))) else {
        out.push_str(&rest[..behind.max(word)]);
        return behind.max(word);
    };
    let unquoted = match &sheet {
        Some(Sheet::Plain(name)) => Some((*name).to_owned()),
        Some(Sheet::Quoted(name)) => Some(name[1..name.len() - 1].replace("''", "'")),
        _ => None,
    };
    let outside = unquoted.as_deref().is_some_and(|name| name.contains('['));
    match if outside { Some(found) } else { change(unquoted.as_deref(), found) } {
        Some(same) if same == found => out.push_str(&rest[..length]),
        Some(Found::Cell(point)) => out.push_str(&name(point)),
        Some(Found::Area(from, to)) => out.push_str(&format!("{}:{}", name(from), name(to))),
        Some(Found::Rows(from, to)) => out.push_str(&format!("{}:{}", row_name(from), row_name(to))),
        None => out.push_str("#REF!"),
    }
    length
}

/// A cell by its name.
pub(super) fn point(word: &str) -> Option<Point> {
    let column_fixed = word.starts_with('$');
    let rest = word.strip_prefix('$').unwrap_or(word);
    let letters = rest.find(|letter: char| !letter.is_ascii_alphabetic()).filter(|length| (1..=3).contains(length))?;
    let column = column_number(&rest[..letters]).filter(|&column| column < 16_384)?;
    let (row_fixed, row) = row(&rest[letters..])?;
    Some(Point { column_fixed, column, row_fixed, row })
}

fn row(word: &str) -> Option<(bool, u32)> {
    let digits = word.strip_prefix('$').unwrap_or(word);
    let plain = !digits.is_empty() && digits.len() <= 7 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let row: u32 = plain.then(|| digits.parse().ok()).flatten()?;
    (1..=1_048_576).contains(&row).then(|| (word.starts_with('$'), row - 1))
}

fn name(point: Point) -> String {
    let fixed = |fixed: bool| if fixed { "$" } else { "" };
    format!("{}{}{}{}", fixed(point.column_fixed), column_name(point.column), fixed(point.row_fixed), point.row + 1)
}

fn row_name((fixed, row): (bool, u32)) -> String {
    format!("{}{}", if fixed { "$" } else { "" }, row + 1)
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '$' | '_' | '.' | '\\' | '?') || !letter.is_ascii() && !letter.is_whitespace()
}

fn word_length(text: &str) -> usize {
    text.find(|letter| !is_word(letter)).unwrap_or(text.len())
}

/// The length of a quoted stretch, its marks included; a doubled mark is a letter of it.
fn quoted(text: &str, mark: char) -> usize {
    let mut at = 1;
    while let Some(close) = text[at..].find(mark) {
        at += close + 1;
        if !text[at..].starts_with(mark) {
            return at;
        }
        at += 1;
    }
    text.len()
}

/// The length of a stretch in square brackets, which may hold others.
fn bracketed(text: &str) -> usize {
    let mut depth = 0usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + letter.len_utf8();
        }
    }
    text.len()
}
