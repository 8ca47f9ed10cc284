//! Whether an answer fits into its cell, and what is done so that all of it is seen on paper: its
//! letters get smaller, or it is broken into lines and its row gets higher.

use std::collections::HashMap;

use super::super::xml::{Scan, What};
use super::styles::Look;
use crate::sheet::{Merge, area};

/// What becomes of a cell's style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Variant {
    Shrunk,
    Wrapped,
}

/// How an answer is shown: in another style if its own would cut it, and how many points high its
/// row must be then.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(super) struct Shown {
    pub variant: Option<Variant>,
    pub height: Option<Raised>,
}

/// A height that a row must have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Raised {
    /// Points of all lines, and over how many rows the cell reaches.
    pub points: f64,
    pub rows: u32,
}

/// The widths of one sheet, in digits of the workbook's own letters.
#[derive(Debug, Default)]
pub(super) struct Fit {
    /// First and last column.
    widths: Vec<(u32, u32, f64)>,
    width: f64,
    /// Points of a row that states none.
    pub height: f64,
    merges: HashMap<(u32, u16), Merge>,
    letters: f64,
}

/// A cell's own room at its sides, in digits.
const SIDES: f64 = 0.71;
/// A Chinese letter in digits.
const WIDE: f64 = 2.1;
/// Smaller than this part of their size letters are not made; a number that must not be broken may
/// be smaller.
const SMALLEST: f64 = 0.55;
const SMALLEST_NUMBER: f64 = 0.4;
/// Points of a line for each point of its letters.
const LINE: f64 = 1.4;
pub(super) const HIGHEST: f64 = 409.0;

impl Fit {
    /// Reads a sheet's widths and merged areas; `letters` are the points of the workbook's own.
    pub fn of(xml: &str, letters: f64) -> Self {
        let mut fit = Fit { width: 8.0 + SIDES + 0.43, height: 15.0, letters, ..Fit::default() };
        let body = xml.find("sheetData").unwrap_or(xml.len());
        let after = xml.rfind("sheetData").unwrap_or(xml.len());
        // Both stretches begin or end inside a tag that is not seen closed.
        for stretch in [&xml[..body], &xml[after..]] {
            let from = stretch.find('<').unwrap_or(stretch.len());
            let mut scan = Scan::over(&stretch[from..]);
            while let Ok(Some(piece)) = scan.next() {
                if matches!(piece.what, What::Open | What::Lone) {
                    fit.take(&piece);
                }
            }
        }
        fit
    }

    fn take(&mut self, piece: &super::super::xml::Piece<'_>) {
        let number = |name: &str| piece.attribute(name).and_then(|text| text.parse::<f64>().ok()).filter(|number| number.is_finite());
        match piece.name {
            "sheetFormatPr" => {
                self.width = number("defaultColWidth").or_else(|| Some(number("baseColWidth")? + SIDES + 0.43)).unwrap_or(self.width);
                self.height = number("defaultRowHeight").unwrap_or(self.height);
            }
            "col" => {
                let width = number("width").filter(|_| !piece.says("hidden")).unwrap_or(0.0);
                if let (Some(first), Some(last)) = (piece.number("min"), piece.number("max")) {
                    self.widths.push((first, last, width));
                }
            }
            "mergeCell" => {
                let merge = piece.attribute("ref").and_then(|name| area(&name)).filter(|merge| !merge.is_cell());
                self.merges.extend(merge.map(|merge| ((merge.first_row, merge.first_column), merge)));
            }
            _ => {}
        }
    }

    fn width(&self, column: u16) -> f64 {
        let number = u32::from(column) + 1;
        self.widths.iter().find(|(first, last, _)| (*first..=*last).contains(&number)).map_or(self.width, |(_, _, width)| *width)
    }

    /// How a text in this cell of the blank form, or of a row that looks like it, is shown.
    pub fn text(&self, row: u32, column: u16, look: &Look, text: &str) -> Shown {
        let units = |line: &str| line.chars().map(|letter| if letter.is_ascii() { 1.0 } else { WIDE }).sum::<f64>();
        // Counted in bytes a text is never narrower than it is.
        if !text.contains('\n') && self.scaled(text.len() as f64, look) <= self.width(column) - SIDES {
            return Shown::default();
        }
        let lines: Vec<f64> = text.split('\n').map(units).collect();
        self.shown(row, column, look, &lines, text.is_ascii())
    }

    /// How a date is shown, so many digits wide.
    pub fn date(&self, row: u32, column: u16, look: &Look, digits: f64) -> Shown {
        let shown = self.shown(row, column, &Look { wrap: false, ..*look }, &[digits], true);
        Shown { variant: shown.variant.map(|_| Variant::Shrunk), height: None }
    }

    fn scaled(&self, units: f64, look: &Look) -> f64 {
        units * look.size / self.letters
    }

    fn shown(&self, row: u32, column: u16, look: &Look, lines: &[f64], number: bool) -> Shown {
        let merge = self.merges.get(&(row, column));
        let columns = column..=merge.map_or(column, |merge| merge.last_column);
        let room = columns.map(|column| self.width(column)).sum::<f64>() - SIDES;
        let widest = self.scaled(lines.iter().copied().fold(0.0, f64::max), look);
        // What has no lines around it may reach over the empty cells beside it.
        if !look.boxed && merge.is_none() || room < 1.0 || widest <= room && lines.len() == 1 {
            return Shown::default();
        }
        let smallest = if number { SMALLEST_NUMBER } else { SMALLEST };
        if !look.wrap && lines.len() == 1 && (look.shrink || room / widest >= smallest) {
            return Shown { variant: (!look.shrink).then_some(Variant::Shrunk), height: None };
        }
        // A line ends before the letter that would be cut.
        let letter = self.scaled(WIDE, look);
        let line = if number { room } else { (room / letter).floor().max(1.0) * letter };
        let broken: f64 = lines.iter().map(|units| (self.scaled(*units, look) / line - 1e-6).ceil().max(1.0)).sum();
        let rows = merge.map_or(1, |merge| merge.last_row - merge.first_row + 1);
        let height = Raised { points: broken * look.size * LINE + 2.0, rows };
        Shown { variant: (!look.wrap).then_some(Variant::Wrapped), height: Some(height) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = "<worksheet><sheetFormatPr defaultRowHeight=\"20\"/><cols><col min=\"1\" max=\"1\" width=\"10.71\"/></cols>\
                         <sheetData/><mergeCells><mergeCell ref=\"A3:B4\"/></mergeCells></worksheet>";

    fn look() -> Look {
        Look { boxed: true, size: 11.0, ..Look::default() }
    }

    #[test]
    fn what_fits_stays_and_what_does_not_is_shrunk_or_broken() {
        let fit = Fit::of(SHEET, 11.0);
        let shown = |text: &str| fit.text(0, 0, &look(), text);
        assert_eq!(shown("0123456789"), Shown::default());
        assert_eq!(shown("三里村社"), Shown::default());
        assert_eq!(shown("三里村社区一").variant, Some(Variant::Shrunk));
        assert_eq!(shown("11010519491231002X").variant, Some(Variant::Shrunk));
        let long = shown("三里村社区三里村社区一");
        assert_eq!(long.variant, Some(Variant::Wrapped));
        assert!(long.height.is_some_and(|raised| raised.rows == 1 && raised.points > 40.0 && raised.points < 60.0), "{long:?}");
        assert_eq!(shown("一\n二").variant, Some(Variant::Wrapped), "lines are seen only where cells break them");
        assert_eq!(fit.text(0, 0, &Look { size: 22.0, ..look() }, "三里村社").variant, Some(Variant::Shrunk));
        assert_eq!(fit.text(0, 0, &Look { boxed: false, ..look() }, "三里村社区三里村社区一"), Shown::default());
        assert_eq!(fit.text(0, 0, &Look { shrink: true, ..look() }, "三里村社区三里村社区一"), Shown::default());
        assert_eq!(fit.date(0, 0, &look(), 14.3).variant, Some(Variant::Shrunk));
    }

    #[test]
    fn merged_cells_have_the_width_of_all_and_their_rows_are_raised() {
        let fit = Fit::of(SHEET, 11.0);
        assert_eq!(fit.text(2, 0, &look(), "三里村社区三里"), Shown::default());
        let wrapped = fit.text(2, 0, &Look { wrap: true, ..look() }, &"三里村社区".repeat(8));
        assert_eq!(wrapped.variant, None);
        assert!(wrapped.height.is_some_and(|raised| raised.rows == 2 && raised.points > 60.0), "{wrapped:?}");
    }
}
