//! One row of a sheet's XML, cut into its cells without copying.

use super::super::xml::{Piece, Scan, What, attribute_place, plain_text};
use crate::refused::Refused;
use crate::sheet::place;

/// A row as it stands in the file.
#[derive(Debug, Clone, Default)]
pub(super) struct RowXml<'a> {
    pub row: u32,
    /// Its opening tag; empty for a row the file does not name.
    pub open: &'a str,
    pub cells: Vec<CellXml<'a>>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct CellXml<'a> {
    pub column: u16,
    pub open: &'a str,
    /// Between its tags.
    pub body: &'a str,
    pub raw: &'a str,
}

/// Cuts a row whose opening tag was just read, and tells where it ends; `next` is the number of a
/// row that states none.
pub(super) fn row<'a>(xml: &'a str, scan: &mut Scan<'a>, open: &Piece<'a>, next: u32) -> Result<(RowXml<'a>, usize), Refused> {
    let row = open.number("r").and_then(|row| row.checked_sub(1)).unwrap_or(next).min(super::shift::LAST_ROW);
    let mut found = RowXml { row, open: open.raw, cells: Vec::new() };
    if open.what == What::Lone {
        return Ok((found, open.end()));
    }
    let (mut end, mut column) = (open.end(), 0u16);
    // The cell that is open: its place in the list, and where it begins and its body begins.
    let mut cell: Option<(usize, usize)> = None;
    while let Some(piece) = scan.next()? {
        end = piece.end();
        match (piece.what, piece.name) {
            (What::Close, "row") => break,
            (What::Open | What::Lone, "c") => {
                column = piece.attribute("r").and_then(|name| place(&name)).map_or(column, |(_, column)| column);
                found.cells.push(CellXml { column, open: piece.raw, body: "", raw: piece.raw });
                cell = (piece.what == What::Open).then_some((piece.start, piece.end()));
                column = column.saturating_add(1);
            }
            (What::Close, "c") => {
                if let (Some((start, body)), Some(last)) = (cell.take(), found.cells.last_mut()) {
                    last.body = xml.get(body..piece.start).unwrap_or_default();
                    last.raw = xml.get(start..piece.end()).unwrap_or_default();
                }
            }
            _ => {}
        }
    }
    if !found.cells.is_sorted_by_key(|cell| cell.column) {
        found.cells.sort_by_key(|cell| cell.column);
    }
    Ok((found, end))
}

impl<'a> CellXml<'a> {
    /// The number of its style as the file writes it.
    pub fn style(&self) -> Option<&'a str> {
        attribute_place(self.open, "s").map(|place| &self.open[place])
    }

    pub fn kind(&self) -> &'a str {
        attribute_place(self.open, "t").map_or("", |place| &self.open[place])
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        !self.body.contains("v>") && !self.body.contains("t>") && !self.has_formula()
    }

    pub fn has_formula(&self) -> bool {
        memchr::memmem::find_iter(self.body.as_bytes(), "f").any(|at| {
            let before = self.body[..at].chars().next_back();
            let after = self.body[at + 1..].chars().next();
            matches!(before, Some('<' | ':')) && matches!(after, Some('>' | ' ' | '/' | '\t' | '\n' | '\r'))
        })
    }

    pub fn formula(&self) -> Result<Option<FormulaXml<'a>>, Refused> {
        let mut scan = Scan::over(self.body);
        let mut found: Option<(FormulaXml<'a>, usize)> = None;
        while let Some(piece) = scan.next()? {
            if piece.opens("f") && found.is_none() {
                let kind = piece.attribute("t").unwrap_or_default().into_owned();
                let formula = FormulaXml { open: piece.raw, kind, shared: piece.number("si"), text: String::new() };
                if piece.what == What::Lone {
                    return Ok(Some(formula));
                }
                found = Some((formula, piece.end()));
            } else if piece.closes("f")
                && let Some((mut formula, from)) = found.take()
            {
                formula.text = plain_text(self.body.get(from..piece.start).unwrap_or_default()).into_owned();
                return Ok(Some(formula));
            }
        }
        Ok(None)
    }
}

/// A formula as it stands in a cell.
pub(super) struct FormulaXml<'a> {
    pub open: &'a str,
    pub kind: String,
    pub shared: Option<u32>,
    pub text: String,
}
