//! Forms in older or other formats, drawn again as xlsx.
//!
//! Kept: values, formulas, merged areas, widths and heights, lines, bold, size and font of letters,
//! alignment, wrapping, fill, number formats, hidden sheets. Lost: pictures, charts, comments,
//! drop-down lists, conditional formats, print settings, colours of letters and lines, defined
//! names. Of xlsb and text files only values and merged areas are kept.

mod ods;
mod xls;

use std::collections::BTreeMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatDiagonalBorder, Workbook, Worksheet, XlsxError};

use super::xml::broken;
use crate::open::{Limits, open_within};
use crate::refused::Refused;
use crate::sheet::{Cell, Sheet};

/// How the sheets look, as far as their format tells us.
#[derive(Default)]
struct Drawn {
    styles: Vec<Style>,
    sheets: Vec<DrawnSheet>,
}

#[derive(Default)]
struct DrawnSheet {
    /// The style of each cell, empty ones too.
    cells: BTreeMap<(u32, u16), usize>,
    formulas: BTreeMap<(u32, u16), String>,
    /// First and last column, and how many digits wide.
    widths: Vec<(u16, u16, f64)>,
    /// Points.
    heights: Vec<(u32, f64)>,
}

#[derive(Debug, Default, Clone, PartialEq)]
struct Style {
    bold: bool,
    size: Option<f64>,
    font: Option<String>,
    across: Option<FormatAlign>,
    down: Option<FormatAlign>,
    wrap: bool,
    /// Left, right, top, bottom.
    lines: [FormatBorder; 4],
    crossed: bool,
    fill: Option<u32>,
    format: Option<String>,
}

/// The workbook as xlsx. The same bytes give the same places, so that a form read from it can be
/// filled later.
pub(super) fn to_xlsx(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Refused> {
    let book = open_within("", bytes, limits)?;
    let drawn = match xls::draw(bytes, limits)? {
        Some(drawn) => drawn,
        None => ods::draw(bytes, limits)?.unwrap_or_default(),
    };
    if drawn.sheets.iter().map(|sheet| sheet.cells.len()).sum::<usize>() > limits.cells / 4 {
        return Err(Refused::TooManyCells { sheet: String::new(), limit: limits.cells / 4 });
    }
    let formats: Vec<Format> = drawn.styles.iter().map(format).collect();
    let mut out = Workbook::new();
    let nothing = DrawnSheet::default();
    for (at, sheet) in book.sheets.iter().enumerate() {
        let page = out.add_worksheet();
        // A name that xlsx does not allow gives way to the program's own.
        let _ = page.set_name(&sheet.name);
        page.set_hidden(sheet.hidden);
        draw(page, sheet, drawn.sheets.get(at).unwrap_or(&nothing), &formats).map_err(broken)?;
    }
    if let Some(first) = book.sheets.iter().position(|sheet| !sheet.hidden).and_then(|at| out.worksheet_from_index(at).ok()) {
        first.set_active(true).set_first_tab(true);
    }
    out.save_to_buffer().map_err(broken)
}

fn draw(page: &mut Worksheet, sheet: &Sheet, drawn: &DrawnSheet, formats: &[Format]) -> Result<(), XlsxError> {
    let plain = Format::new();
    let look = |place: &(u32, u16)| drawn.cells.get(place).and_then(|&style| formats.get(style));
    for &(first, last, width) in &drawn.widths {
        for column in first..=last.min(first.saturating_add(255)) {
            page.set_column_width(column, width)?;
        }
    }
    for &(row, height) in &drawn.heights {
        page.set_row_height(row, height)?;
    }
    for (place, &style) in &drawn.cells {
        page.write_blank(place.0, place.1, formats.get(style).unwrap_or(&plain))?;
    }
    for merge in sheet.merges.iter().filter(|merge| !merge.is_cell()) {
        let format = look(&(merge.first_row, merge.first_column)).unwrap_or(&plain);
        // Areas that overlap are an error of the file; the later one is left out.
        let _ = page.merge_range(merge.first_row, merge.first_column, merge.last_row, merge.last_column, "", format);
    }
    for row in sheet.rows() {
        for (column, cell) in row.cells() {
            let place = (row.number, column);
            if !drawn.formulas.contains_key(&place) {
                write(page, place, cell, look(&place).unwrap_or(&plain))?;
            }
        }
    }
    for (place, formula) in &drawn.formulas {
        page.write_formula_with_format(place.0, place.1, formula.as_str(), look(place).unwrap_or(&plain))?;
    }
    Ok(())
}

fn write(page: &mut Worksheet, (row, column): (u32, u16), cell: Cell<'_>, format: &Format) -> Result<(), XlsxError> {
    match cell {
        Cell::Number(number) => page.write_number_with_format(row, column, number, format)?,
        Cell::Bool(yes) => page.write_boolean_with_format(row, column, yes, format)?,
        Cell::Date(date) => match date.to_serial() {
            Some(serial) => {
                let shown = if *format == Format::new() { Format::new().set_num_format("yyyy-mm-dd") } else { format.clone() };
                page.write_number_with_format(row, column, f64::from(serial), &shown)?
            }
            None => page.write_string_with_format(row, column, date.to_string(), format)?,
        },
        Cell::Text(text) if text.len() > 32_767 => {
            page.write_string_with_format(row, column, text.chars().take(32_767).collect::<String>(), format)?
        }
        other => page.write_string_with_format(row, column, other.text(), format)?,
    };
    Ok(())
}

fn format(style: &Style) -> Format {
    let mut format = Format::new();
    if style.bold {
        format = format.set_bold();
    }
    if let Some(size) = style.size.filter(|size| (1.0..=200.0).contains(size)) {
        format = format.set_font_size(size);
    }
    if let Some(font) = &style.font {
        format = format.set_font_name(font);
    }
    for align in [style.across, style.down].into_iter().flatten() {
        format = format.set_align(align);
    }
    if style.wrap {
        format = format.set_text_wrap();
    }
    let [left, right, top, bottom] = style.lines;
    format = format.set_border_left(left).set_border_right(right).set_border_top(top).set_border_bottom(bottom);
    if style.crossed {
        format = format.set_border_diagonal(FormatBorder::Thin).set_border_diagonal_type(FormatDiagonalBorder::BorderUp);
    }
    if let Some(fill) = style.fill {
        format = format.set_background_color(Color::RGB(fill));
    }
    match &style.format {
        Some(code) => format.set_num_format(code),
        None => format,
    }
}
