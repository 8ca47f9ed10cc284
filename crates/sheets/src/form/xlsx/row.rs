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

/// Cuts a row whose opening tag was just read; `next` is the number of a row that states none.
pub(super) fn row<'a>(xml: &'a str, scan: &mut Scan<'a>, open: &Piece<'a>, next: u32) -> Result<(RowXml<'a>, usize), Refused> {
    let row = open.number("r").and_then(|row| row.checked_sub(1)).unwrap_or(next).min(super::shift::LAST_ROW);
    let mut found = RowXml { row, open: open.raw, cells: Vec::new() };
    let mut end = open.end();
    let mut cell: Option<(u16, &str, usize, usize)> = None;
    let mut column = 0u16;
    while open.what == What::Open {
        let Some(piece) = scan.next()? else { break };
        end = piece.end();
        match (piece.what, piece.name) {
            (What::Close, "row") => break,
            (What::Open | What::Lone, "c") => {
                column = piece.attribute("r").and_then(|name| place(&name)).map_or(column, |(_, column)| column);
                if piece.what == What::Open {
                    cell = Some((column, piece.raw, piece.start, piece.end()));
                } else {
                    found.cells.push(CellXml { column, open: piece.raw, body: "", raw: piece.raw });
                }
                column = column.saturating_add(1);
            }
            (What::Close, "c") => {
                if let Some((column, open, start, body)) = cell.take() {
                    let body = xml.get(body..piece.start).unwrap_or_default();
                    found.cells.push(CellXml { column, open, body, raw: xml.get(start..piece.end()).unwrap_or_default() });
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
        while let Some(piece) = scan.next()? {
            if piece.opens("f") {
                let from = piece.end();
                let mut to = from;
                while piece.what == What::Open {
                    match scan.next()? {
                        Some(inner) if inner.closes("f") => break,
                        Some(inner) => to = inner.end(),
                        None => break,
                    }
                }
                let kind = piece.attribute("t").unwrap_or_default().into_owned();
                let text = plain_text(self.body.get(from..to).unwrap_or_default()).into_owned();
                return Ok(Some(FormulaXml { open: piece.raw, kind, shared: piece.number("si"), text }));
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
