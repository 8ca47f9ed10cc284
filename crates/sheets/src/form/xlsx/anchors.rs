//! Pictures, charts and notes move with the rows they lie on.

use super::super::xml::{Piece, Scan, What};
use super::shift::Shift;
use crate::refused::Refused;

/// A drawing with its anchors moved. What lies over new rows grows with them, unless it keeps its
/// size.
pub(super) fn drawing(xml: &str, shift: &Shift) -> Result<String, Refused> {
    let mut out = String::with_capacity(xml.len() + 256);
    let mut scan = Scan::over(xml);
    let mut anchor = Anchor::default();
    while let Some(piece) = scan.next()? {
        anchor.take(&mut out, &piece, shift);
    }
    Ok(out)
}

#[derive(Default)]
struct Anchor {
    keeps_size: bool,
    fixed: bool,
    in_to: bool,
    in_ends: bool,
    in_row: bool,
    moved: i64,
}

impl Anchor {
    fn take(&mut self, out: &mut String, piece: &Piece<'_>, shift: &Shift) {
        let begins = piece.what == What::Open;
        match piece.name {
            "twoCellAnchor" | "oneCellAnchor" if begins => {
                let edit = piece.attribute("editAs").unwrap_or_default();
                *self = Anchor { keeps_size: edit == "oneCell", fixed: edit == "absolute", ..Anchor::default() };
            }
            "from" | "to" => {
                self.in_ends = begins;
                self.in_to = begins && piece.name == "to";
            }
            "row" if self.in_ends => self.in_row = begins,
            _ if piece.what == What::Text && self.in_row && !self.fixed => {
                if let Ok(row) = piece.raw.trim().parse::<u32>() {
                    let to = if self.in_to && self.keeps_size { i64::from(row) + self.moved } else { i64::from(shift.row(row)) };
                    if !self.in_to {
                        self.moved = to - i64::from(row);
                    }
                    out.push_str(&to.to_string());
                    return;
                }
            }
            _ => {}
        }
        out.push_str(piece.raw);
    }
}

/// The old drawing that shows comments: each names its cell, and where its box lies.
pub(super) fn notes(xml: &str, shift: &Shift) -> Result<String, Refused> {
    let mut out = String::with_capacity(xml.len() + 64);
    let mut scan = Scan::over(xml);
    let mut inside = "";
    while let Some(piece) = scan.next()? {
        match (piece.what, piece.name) {
            (What::Open, "Row" | "Anchor") => inside = piece.name,
            (What::Close, _) => inside = "",
            (What::Text, _) if inside == "Row" => {
                if let Ok(row) = piece.raw.trim().parse::<u32>() {
                    out.push_str(&shift.row(row).to_string());
                    continue;
                }
            }
            (What::Text, _) if inside == "Anchor" => {
                out.push_str(&corners(piece.raw, shift).unwrap_or_else(|| piece.raw.to_owned()));
                continue;
            }
            _ => {}
        }
        out.push_str(piece.raw);
    }
    Ok(out)
}

/// "column, dx, row, dy, column, dx, row, dy"; the box keeps its size.
fn corners(text: &str, shift: &Shift) -> Option<String> {
    let mut numbers: Vec<i64> = text.split(',').map(|number| number.trim().parse().ok()).collect::<Option<_>>()?;
    let top = u32::try_from(*numbers.get(2)?).ok()?;
    let moved = i64::from(shift.row(top)) - i64::from(top);
    numbers[2] += moved;
    *numbers.get_mut(6)? += moved;
    Some(numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::shift::Grown;
    use super::*;

    /// Ten rows before row 5, counted from 0.
    fn shift() -> Shift {
        let mut shift = Shift::default();
        shift.add(Grown { at: 5, rows: 10, behind: None });
        shift
    }

    fn anchor(edit: &str, from: u32, to: u32) -> String {
        let end = |name: &str, row: u32| format!("<xdr:{name}><xdr:col>1</xdr:col><xdr:row>{row}</xdr:row></xdr:{name}>");
        format!("<xdr:twoCellAnchor{edit}>{}{}</xdr:twoCellAnchor>", end("from", from), end("to", to))
    }

    #[test]
    fn a_picture_over_new_rows_grows_unless_it_keeps_its_size_or_its_place() {
        let moved = |edit: &str, from, to| drawing(&anchor(edit, from, to), &shift()).expect("good XML");
        assert_eq!(moved("", 2, 8), anchor("", 2, 18));
        assert_eq!(moved(" editAs=\"oneCell\"", 2, 8), anchor(" editAs=\"oneCell\"", 2, 8));
        assert_eq!(moved(" editAs=\"oneCell\"", 6, 8), anchor(" editAs=\"oneCell\"", 16, 18));
        assert_eq!(moved(" editAs=\"absolute\"", 6, 8), anchor(" editAs=\"absolute\"", 6, 8));
    }

    #[test]
    fn the_box_of_a_comment_goes_with_its_cell() {
        let note = |anchor: &str, row: u32| {
            format!("<x:ClientData><x:Anchor>{anchor}</x:Anchor><x:Row>{row}</x:Row><x:Column>2</x:Column></x:ClientData>")
        };
        assert_eq!(notes(&note("1, 15, 6, 10, 3, 31, 9, 4", 7), &shift()).expect("good XML"), note("1, 15, 16, 10, 3, 31, 19, 4", 17));
        assert_eq!(notes(&note("1, 15, 2, 10, 3, 31, 9, 4", 3), &shift()).expect("good XML"), note("1, 15, 2, 10, 3, 31, 9, 4", 3));
        assert_eq!(notes(&note("odd", 7), &shift()).expect("good XML"), note("odd", 17));
    }
}
