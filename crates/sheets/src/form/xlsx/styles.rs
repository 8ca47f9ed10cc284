//! Of each cell style: has it lines, a line across, does it show dates, how large are its letters.

use super::super::xml::{Piece, Scan, What};
use super::package::Package;
use crate::refused::Refused;

#[derive(Debug, Default)]
pub(in super::super) struct Styles {
    looks: Vec<Look>,
    /// Points of the workbook's own letters.
    letters: Option<f64>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(in super::super) struct Look {
    pub boxed: bool,
    pub crossed: bool,
    pub date: bool,
    /// Long texts are broken into lines.
    pub wrap: bool,
    /// Letters get smaller until the text fits.
    pub shrink: bool,
    /// Points of its letters.
    pub size: f64,
    /// How many digits wide a date is in it.
    pub digits: f64,
}

/// Points of letters where nothing else is said.
const LETTERS: f64 = 11.0;
/// "2026-11-22" and "2026年11月22日" in digits.
const DAY: f64 = 10.0;
const CHINESE_DAY: f64 = 14.3;

impl Styles {
    pub fn read(package: &mut Package<'_>) -> Result<Self, Refused> {
        package.styles()?.map_or(Ok(Styles::default()), |xml| Styles::parse(&xml))
    }

    pub fn look(&self, style: u32) -> Look {
        self.looks.get(style as usize).copied().unwrap_or_default()
    }

    /// The look of a style that the workbook has.
    pub fn known(&self, style: u32) -> Option<Look> {
        self.looks.get(style as usize).copied()
    }

    /// Points of the workbook's own letters, in which widths are measured.
    pub fn letters(&self) -> f64 {
        self.letters.unwrap_or(LETTERS)
    }

    /// How many styles there are.
    pub fn count(&self) -> usize {
        self.looks.len()
    }

    pub fn parse(xml: &str) -> Result<Self, Refused> {
        let mut scan = Scan::over(xml);
        let mut dates: Vec<(u32, f64)> = Vec::new();
        let mut sizes: Vec<f64> = Vec::new();
        let mut borders: Vec<(bool, bool)> = Vec::new();
        let mut looks = Vec::new();
        let (mut in_cells, mut in_borders, mut in_fonts, mut crosses) = (false, false, false, false);
        while let Some(piece) = scan.next()? {
            match piece.name {
                "numFmt" if piece.opens("numFmt") => {
                    let code = piece.attribute("formatCode").filter(|code| shows_date(code));
                    dates.extend(piece.number("numFmtId").zip(code.map(|code| if code.is_ascii() { DAY } else { CHINESE_DAY })));
                }
                "fonts" => in_fonts = piece.what == What::Open,
                "font" if in_fonts && piece.what != What::Close => sizes.push(LETTERS),
                "sz" if in_fonts => {
                    let size = piece.attribute("val").and_then(|size| size.parse::<f64>().ok()).filter(|size| (1.0..=409.0).contains(size));
                    if let (Some(size), Some(last)) = (size, sizes.last_mut()) {
                        *last = size;
                    }
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
                    let size = piece.number("fontId").and_then(|at| sizes.get(at as usize)).copied().unwrap_or(LETTERS);
                    let own = dates.iter().find(|(known, _)| *known == format).map(|(_, digits)| *digits);
                    let digits = own.unwrap_or(if matches!(format, 27..=58) { CHINESE_DAY } else { DAY });
                    let date = is_built_in_date(format) || own.is_some();
                    looks.push(Look { boxed, crossed, date, size, digits, ..Look::default() });
                }
                "alignment" if in_cells => {
                    if let Some(look) = looks.last_mut() {
                        let spread = |name| piece.attribute(name).is_some_and(|align| matches!(&*align, "justify" | "distributed"));
                        look.wrap = piece.says("wrapText") || spread("horizontal") || spread("vertical");
                        look.shrink = piece.says("shrinkToFit");
                    }
                }
                _ => {}
            }
        }
        Ok(Styles { looks, letters: sizes.first().copied() })
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
