//! The look of an xls, from its records.

use rust_xlsxwriter::{FormatAlign, FormatBorder};

use super::{Drawn, DrawnSheet, Style};
use crate::open::{Limits, xls_formulas, xls_records};
use crate::refused::Refused;

mod record {
    pub const FONT: u16 = 0x0031;
    pub const FORMAT: u16 = 0x041e;
    pub const XF: u16 = 0x00e0;
    pub const SHEET: u16 = 0x0085;
    pub const BEGIN: u16 = 0x0809;
    pub const END: u16 = 0x000a;
    pub const COLUMNS: u16 = 0x007d;
    pub const ROW: u16 = 0x0208;
    pub const BLANKS: u16 = 0x00be;
    pub const NUMBERS: u16 = 0x00bd;
    /// Formula, blank, number, label, boolean, RK, rich text, shared text.
    pub const CELLS: [u16; 8] = [0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027e, 0x00d6, 0x00fd];
}

/// None if the bytes are no xls. Of one older than Excel 97 nothing is known but its formulas.
pub(super) fn draw(bytes: &[u8], limits: &Limits) -> Result<Option<Drawn>, Refused> {
    let Some(stream) = xls_records(bytes, limits)? else { return Ok(None) };
    let mut drawn = Drawn::default();
    let formulas = xls_formulas(bytes, limits)?;
    let modern = Records::from(&stream, 0).next().is_some_and(|(kind, data)| kind == record::BEGIN && word(data, 0) == 0x0600);
    let sheets = if modern { globals(&stream, &mut drawn) } else { Vec::new() };
    drawn.sheets = sheets.into_iter().map(|from| sheet(&stream, from, limits)).collect();
    drawn.sheets.resize_with(drawn.sheets.len().max(formulas.len()), DrawnSheet::default);
    for (sheet, formulas) in drawn.sheets.iter_mut().zip(formulas) {
        sheet.formulas = formulas.into_iter().map(|(row, column, formula)| ((row, column), formula)).collect();
    }
    Ok(Some(drawn))
}

/// Reads fonts, formats and styles; tells where the sheets begin.
fn globals(stream: &[u8], drawn: &mut Drawn) -> Vec<usize> {
    let (mut fonts, mut formats, mut sheets) = (Vec::new(), Vec::new(), Vec::new());
    for (kind, data) in Records::from(stream, 0) {
        match kind {
            record::FONT => fonts.push(data),
            record::FORMAT => formats.push((word(data, 0), text(data.get(4..).unwrap_or_default(), word(data, 2)))),
            record::XF => drawn.styles.push(style(data, &fonts, &formats)),
            // The type 0 is a table, others are charts and macros.
            record::SHEET if data.get(5) == Some(&0) => sheets.push(long(data, 0) as usize),
            record::END => break,
            _ => {}
        }
    }
    sheets
}

fn style(data: &[u8], fonts: &[&[u8]], formats: &[(u16, String)]) -> Style {
    let number = usize::from(word(data, 0));
    // There is no font 4.
    let font = fonts.get(if number > 4 { number - 1 } else { number }).copied().unwrap_or_default();
    let align = data.get(6).copied().unwrap_or(0);
    let (lines, more) = (long(data, 10), long(data, 14));
    let side = |at: u32| line(lines >> at & 15);
    let format = word(data, 2);
    Style {
        bold: word(font, 6) >= 600,
        size: Some(f64::from(word(font, 0)) / 20.0).filter(|size| *size > 0.0),
        font: Some(text(font.get(15..).unwrap_or_default(), font.get(14).copied().unwrap_or(0).into())).filter(|name| !name.is_empty()),
        across: match align & 7 {
            1 => Some(FormatAlign::Left),
            2 | 6 => Some(FormatAlign::Center),
            3 => Some(FormatAlign::Right),
            7 => Some(FormatAlign::Distributed),
            _ => None,
        },
        down: match align >> 4 & 7 {
            0 => Some(FormatAlign::Top),
            1 => Some(FormatAlign::VerticalCenter),
            _ => None,
        },
        wrap: align & 8 != 0,
        lines: [side(0), side(4), side(8), side(12)],
        crossed: lines >> 30 != 0 && more >> 21 & 15 != 0,
        fill: None,
        format: formats.iter().find(|(known, _)| *known == format).map(|(_, code)| code.clone()).or_else(|| built_in(format)),
    }
}

fn built_in(format: u16) -> Option<String> {
    let code = match format {
        1 => "0",
        2 => "0.00",
        9 => "0%",
        10 => "0.00%",
        14 => "yyyy/m/d",
        49 => "@",
        _ => return None,
    };
    Some(code.into())
}

fn line(kind: u32) -> FormatBorder {
    match kind {
        0 => FormatBorder::None,
        2 => FormatBorder::Medium,
        3 => FormatBorder::Dashed,
        4 => FormatBorder::Dotted,
        5 => FormatBorder::Thick,
        6 => FormatBorder::Double,
        7 => FormatBorder::Hair,
        _ => FormatBorder::Thin,
    }
}

fn sheet(stream: &[u8], from: usize, limits: &Limits) -> DrawnSheet {
    let mut sheet = DrawnSheet::default();
    let mut depth = 0;
    for (kind, data) in Records::from(stream, from) {
        match kind {
            record::BEGIN => depth += 1,
            record::END if depth <= 1 => break,
            record::END => depth -= 1,
            // A chart in the sheet has records of its own.
            _ if depth > 1 => {}
            record::COLUMNS if word(data, 0) <= word(data, 2) => {
                sheet.widths.push((word(data, 0), word(data, 2), f64::from(word(data, 4)) / 256.0))
            }
            record::ROW if word(data, 6) & 0x8000 == 0 => {
                sheet.heights.push((word(data, 0).into(), f64::from(word(data, 6) & 0x7fff) / 20.0))
            }
            record::BLANKS => series(&mut sheet, data, 2),
            record::NUMBERS => series(&mut sheet, data, 6),
            kind if record::CELLS.contains(&kind) => drop(sheet.cells.insert((word(data, 0).into(), word(data, 2)), word(data, 4).into())),
            _ => {}
        }
        if sheet.cells.len() > limits.cells / 4 {
            break;
        }
    }
    sheet
}

/// Cells beside each other in one record, each so many bytes.
fn series(sheet: &mut DrawnSheet, data: &[u8], each: usize) {
    let cells = data.len().saturating_sub(6) / each;
    for at in 0..cells {
        let Some(column) = u16::try_from(at).ok().and_then(|at| word(data, 2).checked_add(at)).filter(|&column| column < 16_384) else {
            return;
        };
        sheet.cells.insert((word(data, 0).into(), column), word(data, 4 + at * each).into());
    }
}

struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    fn from(stream: &'a [u8], at: usize) -> Self {
        Records { stream, at }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let head = self.stream.get(self.at..self.at.checked_add(4)?)?;
        let length = usize::from(word(head, 2));
        let data = self.stream.get(self.at + 4..self.at + 4 + length)?;
        self.at += 4 + length;
        Some((word(head, 0), data))
    }
}

/// Letters behind a byte that tells their width.
fn text(data: &[u8], letters: u16) -> String {
    let Some((&flags, data)) = data.split_first() else { return String::new() };
    let letters = usize::from(letters);
    if flags & 1 == 0 {
        return data.iter().take(letters).map(|&byte| char::from(byte)).collect();
    }
    let wide: Vec<u16> = data.chunks_exact(2).take(letters).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&wide)
}

fn word(data: &[u8], at: usize) -> u16 {
    data.get(at..at + 2).map_or(0, |pair| u16::from_le_bytes([pair[0], pair[1]]))
}

fn long(data: &[u8], at: usize) -> u32 {
    u32::from(word(data, at)) | u32::from(word(data, at + 2)) << 16
}
