//! Where an answer goes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::sheet::{cell_name, place};

/// A place in a form, stable between [`super::read`] and [`super::fill`] of the same file.
///
/// Its text form is "1!B5": the sheet from 1, the cell as people name it; and "1!A2.3" for the third
/// gap in the text of A2. It is the key in JSON and can be the name of an input on a page.
///
/// In a docx, sheet 1 is the paragraphs outside tables, one a row; sheets 2 and on are its tables.
/// Headers and footers follow in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct At {
    /// Counted from 0 over all sheets, hidden ones included.
    pub sheet: u16,
    pub row: u32,
    pub column: u16,
    /// 0 is the cell itself; n is the n-th gap in its text.
    pub gap: u16,
}

/// A text that names no place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no place in a form")]
pub struct NoPlace(String);

impl At {
    pub fn cell(sheet: u16, row: u32, column: u16) -> Self {
        At { sheet, row, column, gap: 0 }
    }

    pub(super) fn gap(self, gap: usize) -> Self {
        At { gap: u16::try_from(gap).unwrap_or(u16::MAX), ..self }
    }
}

impl fmt::Display for At {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}!{}", u32::from(self.sheet) + 1, cell_name(self.row, self.column))?;
        if self.gap > 0 { write!(out, ".{}", self.gap) } else { Ok(()) }
    }
}

impl FromStr for At {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let parse = || {
            let (sheet, rest) = text.split_once('!')?;
            let (cell, gap) = rest.split_once('.').unwrap_or((rest, "0"));
            let (row, column) = place(cell)?;
            Some(At { sheet: sheet.parse::<u16>().ok()?.checked_sub(1)?, row, column, gap: gap.parse().ok()? })
        };
        parse().ok_or_else(|| NoPlace(text.into()))
    }
}

impl TryFrom<String> for At {
    type Error = NoPlace;

    fn try_from(text: String) -> Result<Self, NoPlace> {
        text.parse()
    }
}

impl From<At> for String {
    fn from(at: At) -> String {
        at.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_its_text_and_back() {
        for at in [At::cell(0, 4, 1), At { sheet: 2, row: 1_048_575, column: 16_383, gap: 0 }, At::cell(0, 1, 0).gap(3)] {
            assert_eq!(at.to_string().parse(), Ok(at));
        }
        assert_eq!(At::cell(0, 1, 0).gap(3).to_string(), "1!A2.3");
        for text in ["", "B5", "0!B5", "1!5", "1!B0", "1!B5.x", "99999!A1"] {
            assert!(text.parse::<At>().is_err(), "{text}");
        }
    }
}
