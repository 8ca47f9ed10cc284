//! Of each cell style: has it lines, a line across, does it show dates.

use super::super::xml::{Piece, Scan, What};
use super::package::Package;
use crate::refused::Refused;

#[derive(Debug, Default)]
pub(in super::super) struct Styles {
    looks: Vec<Look>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Look {
    pub boxed: bool,
    pub crossed: bool,
    pub date: bool,
}

impl Styles {
    pub fn read(package: &mut Package<'_>) -> Result<Self, Refused> {
        package.styles()?.map_or(Ok(Styles::default()), |xml| Styles::parse(&xml))
    }

    pub fn look(&self, style: u32) -> Look {
        self.looks.get(style as usize).copied().unwrap_or_default()
    }

    pub fn parse(xml: &str) -> Result<Self, Refused> {
        let mut scan = Scan::over(xml);
        let mut dates: Vec<u32> = Vec::new();
        let mut borders: Vec<(bool, bool)> = Vec::new();
        let mut looks = Vec::new();
        let (mut in_cells, mut in_borders, mut crosses) = (false, false, false);
        while let Some(piece) = scan.next()? {
            match piece.name {
                "numFmt" if piece.opens("numFmt") && piece.attribute("formatCode").is_some_and(|code| shows_date(&code)) => {
                    dates.extend(piece.number("numFmtId"));
                }
                "borders" => in_borders = piece.what == What::Open,
                "border" if in_borders && piece.what != What::Close => {
                    borders.push((false, false));
                    crosses = piece.says("diagonalUp") || piece.says("diagonalDown");
                }
                side if in_borders && is_line(&piece) => {
                    if let Some(border) = borders.last_mut() {
                        if side == "diagonal" { border.1 |= crosses } else { border.0 = true }
                    }
                }
                "cellXfs" => in_cells = piece.what == What::Open,
                "xf" if in_cells && piece.what != What::Close => {
                    let format = piece.number("numFmtId").unwrap_or(0);
                    let (boxed, crossed) = piece.number("borderId").and_then(|at| borders.get(at as usize)).copied().unwrap_or_default();
                    looks.push(Look { boxed, crossed, date: is_built_in_date(format) || dates.contains(&format) });
                }
                _ => {}
            }
        }
        Ok(Styles { looks })
    }
}

fn is_line(piece: &Piece<'_>) -> bool {
    let sides = ["left", "right", "top", "bottom", "start", "end", "diagonal"];
    let drawn = || piece.attribute("style").is_some_and(|style| style != "none");
    matches!(piece.what, What::Open | What::Lone) && sides.contains(&piece.name) && drawn()
}

fn is_built_in_date(format: u32) -> bool {
    matches!(format, 14..=17 | 22 | 27..=31 | 36 | 50..=58)
}

/// Whether a number format shows a year, or a month and a day.
fn shows_date(code: &str) -> bool {
    let (mut quoted, mut bracketed) = (false, false);
    let mut letters = String::new();
    for letter in code.chars() {
        match letter {
            '"' => quoted = !quoted,
            '[' => bracketed = true,
            ']' => bracketed = false,
            letter if !quoted && !bracketed => letters.extend(letter.to_lowercase()),
            _ => {}
        }
    }
    letters.contains('y') || letters.contains('e') && letters.contains('m') || letters.contains('m') && letters.contains('d')
}
