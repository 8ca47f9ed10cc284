//! How rows move when a list grows.

use super::formula::{Found, Point, rewrite};
use crate::sheet::Merge;

pub(in super::super) const LAST_ROW: u32 = 1_048_575;

/// Rows put into one sheet, by the numbers that rows had before.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Shift {
    grown: Vec<Grown>,
}

#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Grown {
    /// New rows stand before this one.
    pub at: u32,
    pub rows: u32,
    /// The body's first row, if the new rows stand behind its last: what covers the whole body is
    /// stretched over them.
    pub behind: Option<u32>,
}

impl Shift {
    pub fn add(&mut self, grown: Grown) {
        if grown.rows > 0 {
            self.grown.push(grown);
            self.grown.sort_by_key(|grown| grown.at);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.grown.is_empty()
    }

    /// Where a row is now; at the sheet's end if it was pushed beyond.
    pub fn row(&self, row: u32) -> u32 {
        u32::try_from(self.pushed(row)).unwrap_or(LAST_ROW).min(LAST_ROW)
    }

    /// Whether a row is still on the sheet.
    pub fn holds(&self, row: u32) -> bool {
        self.pushed(row) <= u64::from(LAST_ROW)
    }

    fn pushed(&self, row: u32) -> u64 {
        let moved: u64 = self.grown.iter().take_while(|grown| grown.at <= row).map(|grown| u64::from(grown.rows)).sum();
        u64::from(row) + moved
    }

    /// Where a stretch of rows is now; it grows with what it holds.
    pub fn rows(&self, first: u32, last: u32) -> (u32, u32) {
        let stretched = |grown: &&Grown| grown.behind.is_some_and(|body| first <= body && last + 1 == grown.at);
        let more: u32 = self.grown.iter().filter(stretched).map(|grown| grown.rows).sum();
        (self.row(first), self.row(last).saturating_add(more).min(LAST_ROW))
    }

    pub fn area(&self, area: Merge) -> Merge {
        let (first_row, last_row) = self.rows(area.first_row, area.last_row);
        Merge { first_row, last_row, ..area }
    }

    /// A list of areas, as in `sqref`.
    pub fn areas(&self, names: &str) -> String {
        if self.is_empty() {
            return names.to_owned();
        }
        let moved = names.split_whitespace().map(|name| match crate::sheet::area(name) {
            Some(area) if !name.contains('$') => self.area(area).name(),
            _ => name.to_owned(),
        });
        moved.collect::<Vec<_>>().join(" ")
    }
}

/// The shifts of all sheets, found by name.
#[derive(Debug, Default)]
pub(in super::super) struct Shifts {
    pub sheets: Vec<(String, Shift)>,
}

impl Shifts {
    pub fn of(&self, sheet: &str) -> Option<&Shift> {
        self.sheets.iter().find(|(name, _)| name == sheet || name.to_lowercase() == sheet.to_lowercase()).map(|(_, shift)| shift)
    }

    /// The formula with every reference where it points now; none if nothing changes. `own` is the
    /// sheet that references without a sheet's name mean.
    pub fn moved(&self, formula: &str, own: Option<&str>) -> Option<String> {
        if self.sheets.is_empty() {
            return None;
        }
        let moved = rewrite(formula, &mut |sheet, found| {
            let Some(shift) = sheet.or(own).and_then(|name| self.of(name)) else { return Some(found) };
            Some(match found {
                Found::Cell(point) => Found::Cell(Point { row: shift.row(point.row), ..point }),
                Found::Area(from, to) => {
                    let (first, last) = shift.rows(from.row.min(to.row), from.row.max(to.row));
                    Found::Area(Point { row: first, ..from }, Point { row: last, ..to })
                }
                Found::Rows(from, to) => {
                    let (first, last) = shift.rows(from.1.min(to.1), from.1.max(to.1));
                    Found::Rows((from.0, first), (to.0, last))
                }
            })
        });
        (moved != formula).then_some(moved)
    }
}

/// A formula copied so many rows down and columns to the right.
pub(in super::super) fn copied(formula: &str, down: i64, right: i64) -> String {
    let step = |point: Point| {
        let row = if point.row_fixed { i64::from(point.row) } else { i64::from(point.row) + down };
        let column = if point.column_fixed { i64::from(point.column) } else { i64::from(point.column) + right };
        let fits = (0..=i64::from(LAST_ROW)).contains(&row) && (0..16_384).contains(&column);
        fits.then_some(Point { row: row as u32, column: column as u16, ..point })
    };
    let row = |(fixed, row): (bool, u32)| {
        let moved = if fixed { i64::from(row) } else { i64::from(row) + down };
        (0..=i64::from(LAST_ROW)).contains(&moved).then_some((fixed, moved as u32))
    };
    rewrite(formula, &mut |_, found| {
        Some(match found {
            Found::Cell(point) => Found::Cell(step(point)?),
            Found::Area(from, to) => Found::Area(step(from)?, step(to)?),
            Found::Rows(from, to) => Found::Rows(row(from)?, row(to)?),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shifts(at: u32, rows: u32, behind: Option<u32>) -> Shifts {
        let mut shift = Shift::default();
        shift.add(Grown { at, rows, behind });
        Shifts { sheets: vec![("Sheet1".into(), shift)] }
    }

    #[test]
    fn references_follow_what_they_point_to() {
        // Ten rows before row 44 (people's number).
        let shifts = shifts(43, 10, None);
        let moved = |formula: &str| shifts.moved(formula, Some("Sheet1")).unwrap_or_else(|| formula.into());
        assert_eq!(moved("SUM(D5:D44)"), "SUM(D5:D54)");
        assert_eq!(moved("SUM(D$5:$D$44)/A45-A43"), "SUM(D$5:$D$54)/A55-A43");
        assert_eq!(moved("IF(A44=\"A44\",'Sheet1'!B50,Other!B50)"), "IF(A54=\"A44\",'Sheet1'!B60,Other!B50)");
        assert_eq!(
            moved("LOG10(A44)+Table1[[#All],[A44]]+[1]Sheet1!A44+A44x+_A44"),
            "LOG10(A54)+Table1[[#All],[A44]]+[1]Sheet1!A44+A44x+_A44"
        );
        assert_eq!(moved("$A:$K+40:60+A1:INDEX(B44,1)"), "$A:$K+40:70+A1:INDEX(B54,1)");
        assert_eq!(shifts.moved("Sheet1!$A$1:$K$45", None).as_deref(), Some("Sheet1!$A$1:$K$55"));
        assert_eq!(shifts.moved("$A$1:$K$45", None), None);
        assert_eq!(shifts.moved("合计!A50+sheet1!A50", Some("合计")).as_deref(), Some("合计!A50+sheet1!A60"));
    }

    #[test]
    fn what_covers_the_whole_body_is_stretched_when_rows_come_behind_it() {
        let shifts = shifts(5, 3, Some(4));
        let moved = |formula: &str| shifts.moved(formula, Some("Sheet1")).unwrap_or_else(|| formula.into());
        assert_eq!(moved("SUM(D5:D5)"), "SUM(D5:D8)");
        assert_eq!(moved("SUM(D4:D5)"), "SUM(D4:D8)");
        assert_eq!(moved("SUM(D2:D4)+D6+D5"), "SUM(D2:D4)+D9+D5");
    }

    #[test]
    fn copies_move_what_is_not_fixed() {
        assert_eq!(copied("YEAR(E5)-$B$2+SUM(E$5:E5)", 2, 0), "YEAR(E7)-$B$2+SUM(E$5:E7)");
        assert_eq!(copied("A1+$A1", 0, 1), "B1+$A1");
        assert_eq!(copied("A1*2", -1, 0), "#REF!*2");
    }
}
