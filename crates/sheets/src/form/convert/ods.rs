//! The look of an ods, from its styles.

use std::collections::HashMap;

use rust_xlsxwriter::{FormatAlign, FormatBorder};

use super::super::parts::Parts;
use super::super::xml::{Piece, Scan, What};
use super::{Drawn, DrawnSheet, Style};
use crate::open::Limits;
use crate::refused::Refused;

/// Cells or rows that repeat more often fill the sheet to its end; they are no boxes of a form.
const REPEATS: u32 = 2000;

/// None if the bytes are no ods.
pub(super) fn draw(bytes: &[u8], limits: &Limits) -> Result<Option<Drawn>, Refused> {
    if !bytes.starts_with(b"PK") {
        return Ok(None);
    }
    let mut parts = Parts::open(bytes, limits)?;
    let Some(content) = parts.text("content.xml")? else { return Ok(None) };
    let mut styles = Styles::default();
    if let Some(common) = parts.text("styles.xml")? {
        styles.read(&common)?;
    }
    styles.read(&content)?;
    let mut drawn = Drawn::default();
    for sheet in sheets(&content, &mut styles, limits)? {
        drawn.sheets.push(sheet);
    }
    drawn.styles = styles.cells;
    Ok(Some(drawn))
}

#[derive(Default)]
struct Styles {
    cells: Vec<Style>,
    names: HashMap<String, usize>,
    /// Widths of columns and heights of rows, in inches.
    sizes: HashMap<String, f64>,
    /// Formats of dates.
    dates: HashMap<String, String>,
}

impl Styles {
    fn read(&mut self, xml: &str) -> Result<(), Refused> {
        let mut scan = Scan::over(xml);
        let (mut name, mut own) = (String::new(), None::<Style>);
        let mut date: Option<(String, String)> = None;
        let mut in_date_text = false;
        while let Some(piece) = scan.next()? {
            let begins = matches!(piece.what, What::Open | What::Lone);
            match piece.name {
                "style" if begins => {
                    name = piece.attribute("name").unwrap_or_default().into_owned();
                    if piece.attribute("family").is_some_and(|family| family == "table-cell") {
                        own = Some(self.begun(&piece));
                    }
                    if piece.what == What::Lone {
                        self.keep(&name, own.take());
                    }
                }
                "style" => self.keep(&name, own.take()),
                "table-column-properties" | "table-row-properties" if begins => {
                    let size = piece.attribute("column-width").or_else(|| piece.attribute("row-height")).and_then(|size| inches(&size));
                    self.sizes.extend(size.map(|size| (name.clone(), size)));
                }
                "date-style" if piece.what == What::Open => {
                    date = Some((piece.attribute("name").unwrap_or_default().into_owned(), String::new()))
                }
                "date-style" => self.dates.extend(date.take()),
                "text" if date.is_some() => in_date_text = piece.what == What::Open,
                _ => {}
            }
            if let Some(style) = &mut own
                && begins
            {
                dress(style, &piece);
            }
            if let Some((_, code)) = &mut date {
                code.push_str(date_part(&piece));
                if in_date_text && piece.what == What::Text {
                    code.push_str(&format!("\"{}\"", piece.raw.replace('"', "")));
                }
            }
            if piece.closes("automatic-styles") {
                break;
            }
        }
        Ok(())
    }

    /// A style begins as the one it is derived from.
    fn begun(&self, piece: &Piece<'_>) -> Style {
        let parent = piece.attribute("parent-style-name").and_then(|parent| self.names.get(&*parent)).and_then(|&at| self.cells.get(at));
        let mut style = parent.cloned().unwrap_or_default();
        let format = piece.attribute("data-style-name").and_then(|format| self.dates.get(&*format).cloned());
        style.format = format.or(style.format);
        style
    }

    fn keep(&mut self, name: &str, style: Option<Style>) {
        if let Some(style) = style {
            self.names.insert(name.to_owned(), self.cells.len());
            self.cells.push(style);
        }
    }
}

fn date_part(piece: &Piece<'_>) -> &'static str {
    let long = piece.attribute("style").is_some_and(|style| style == "long");
    match (piece.what, piece.name) {
        (What::Close | What::Text, _) => "",
        (_, "year") => "yyyy",
        (_, "month") if long => "mm",
        (_, "month") => "m",
        (_, "day") if long => "dd",
        (_, "day") => "d",
        _ => "",
    }
}

/// Adds what a properties element says.
fn dress(style: &mut Style, piece: &Piece<'_>) {
    match piece.name {
        "table-cell-properties" => {
            if let Some(all) = piece.attribute("border") {
                style.lines = [line(&all); 4];
            }
            for (at, side) in ["border-left", "border-right", "border-top", "border-bottom"].into_iter().enumerate() {
                if let Some(one) = piece.attribute(side) {
                    style.lines[at] = line(&one);
                }
            }
            let diagonal = |name| piece.attribute(name).is_some_and(|value| line(&value) != FormatBorder::None);
            style.crossed |= diagonal("diagonal-bl-tr") || diagonal("diagonal-tl-br");
            style.wrap |= piece.attribute("wrap-option").is_some_and(|wrap| wrap == "wrap");
            style.down = match piece.attribute("vertical-align").as_deref() {
                Some("middle") => Some(FormatAlign::VerticalCenter),
                Some("top") => Some(FormatAlign::Top),
                _ => style.down,
            };
            let fill = piece.attribute("background-color").and_then(|colour| u32::from_str_radix(colour.strip_prefix('#')?, 16).ok());
            style.fill = fill.filter(|fill| *fill <= 0xff_ffff).or(style.fill);
        }
        "paragraph-properties" => {
            style.across = match piece.attribute("text-align").as_deref() {
                Some("center") => Some(FormatAlign::Center),
                Some("end" | "right") => Some(FormatAlign::Right),
                Some("start" | "left") => Some(FormatAlign::Left),
                _ => style.across,
            };
        }
        "text-properties" => {
            style.bold |= piece.attribute("font-weight").is_some_and(|weight| weight == "bold");
            let size = piece.attribute("font-size").and_then(|size| size.strip_suffix("pt")?.parse().ok());
            style.size = size.or(style.size);
            style.font = piece
                .attribute("font-name-asian")
                .or_else(|| piece.attribute("font-name"))
                .map(|font| font.into_owned())
                .or(style.font.take());
        }
        _ => {}
    }
}

/// "0.06pt solid #000000"
fn line(text: &str) -> FormatBorder {
    if text.contains("none") || text.trim().is_empty() {
        FormatBorder::None
    } else if text.contains("double") {
        FormatBorder::Double
    } else if text.split_whitespace().next().and_then(inches).is_some_and(|width| width > 0.02) {
        FormatBorder::Medium
    } else {
        FormatBorder::Thin
    }
}

fn inches(text: &str) -> Option<f64> {
    let units = [("cm", 2.54), ("mm", 25.4), ("in", 1.0), ("pt", 72.0)];
    let (unit, each) = units.into_iter().find(|(unit, _)| text.ends_with(unit))?;
    text.strip_suffix(unit)?.trim().parse::<f64>().ok().map(|number| number / each).filter(|size| size.is_finite() && *size >= 0.0)
}

fn sheets(xml: &str, styles: &mut Styles, limits: &Limits) -> Result<Vec<DrawnSheet>, Refused> {
    let mut sheets: Vec<DrawnSheet> = Vec::new();
    let (mut row, mut rows, mut column) = (0u32, 1u32, 0u32);
    let (mut columns, mut defaults): (u32, Vec<(u32, u32, usize)>) = (0, Vec::new());
    let mut drawn = 0;
    let mut scan = Scan::over(xml);
    while let Some(piece) = scan.next()? {
        let begins = matches!(piece.what, What::Open | What::Lone);
        let times = || piece.number("number-columns-repeated").unwrap_or(1).max(1);
        match piece.name {
            "table" if begins => {
                sheets.push(DrawnSheet::default());
                (row, columns, defaults) = (0, 0, Vec::new());
            }
            "table-column" if begins => {
                let last = columns.saturating_add(times() - 1);
                let width = piece.attribute("style-name").and_then(|name| styles.sizes.get(&*name)).copied();
                if let (Some(sheet), Some(width), Ok(first)) = (sheets.last_mut(), width, u16::try_from(columns)) {
                    let last = u16::try_from(last).unwrap_or(u16::MAX).min(first.saturating_add(255));
                    sheet.widths.push((first, last.min(16_383), (width * 96.0 - 5.0).max(0.0) / 7.0));
                }
                let style = piece.attribute("default-cell-style-name").and_then(|name| styles.names.get(&*name)).copied();
                defaults.extend(style.map(|style| (columns, last, style)));
                columns = last.saturating_add(1);
            }
            "table-row" if begins => {
                (column, rows) = (0, piece.number("number-rows-repeated").unwrap_or(1).max(1));
                let height = piece.attribute("style-name").and_then(|name| styles.sizes.get(&*name)).copied();
                if let (Some(sheet), Some(height), true) = (sheets.last_mut(), height, rows <= REPEATS) {
                    sheet
                        .heights
                        .extend((row..row.saturating_add(rows)).take_while(|row| *row < 1_048_576).map(|row| (row, height * 72.0)));
                }
                if piece.what == What::Lone {
                    row = row.saturating_add(rows);
                }
            }
            "table-row" => row = row.saturating_add(rows),
            "table-cell" | "covered-table-cell" if begins => {
                let own = piece.attribute("style-name").and_then(|name| styles.names.get(&*name)).copied();
                let fallen = || defaults.iter().find(|(first, last, _)| (*first..=*last).contains(&column)).map(|(_, _, style)| *style);
                if let (Some(sheet), Some(style), true) = (sheets.last_mut(), own.or_else(fallen), rows <= REPEATS && times() <= 256) {
                    drawn += (rows * times()) as usize;
                    if drawn > limits.cells / 4 {
                        return Err(Refused::TooManyCells { sheet: "ods".into(), limit: limits.cells / 4 });
                    }
                    for (row, column) in
                        (row..row + rows).flat_map(|row| (column..column.saturating_add(times())).map(move |column| (row, column)))
                    {
                        let place = (row.min(1_048_575), u16::try_from(column).unwrap_or(16_383).min(16_383));
                        sheet.cells.insert(place, style);
                    }
                }
                if let (Some(sheet), Some(formula), Ok(column)) = (sheets.last_mut(), piece.attribute("formula"), u16::try_from(column)) {
                    sheet.formulas.extend(excel(&formula).map(|formula| ((row, column), formula)));
                }
                column = column.saturating_add(times());
            }
            _ => {}
        }
    }
    Ok(sheets)
}

/// "of:=SUM([.D5:.D44];1)" as Excel writes it; none for other languages of formulas.
fn excel(formula: &str) -> Option<String> {
    let mut rest = formula.strip_prefix("of:=")?;
    let mut out = String::new();
    while let Some(at) = rest.find(['"', '[', ';']) {
        out.push_str(&rest[..at]);
        let sign = &rest[at..at + 1];
        rest = &rest[at + 1..];
        let (close, kept) = match sign {
            ";" => {
                out.push(',');
                continue;
            }
            "[" => (']', false),
            _ => ('"', true),
        };
        let end = rest.find(close)?;
        if kept {
            out.push_str(&format!("\"{}\"", &rest[..end]))
        } else {
            out.push_str(&reference(&rest[..end]))
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    Some(out)
}

/// "$Sheet1.A1:.B2" is "Sheet1!A1:B2", ".A1" is "A1".
fn reference(text: &str) -> String {
    let ends = text.split(':').map(|end| match end.rsplit_once('.') {
        Some(("", cell)) => cell.to_owned(),
        Some((sheet, cell)) => format!("{}!{cell}", sheet.trim_start_matches('$')),
        None => end.to_owned(),
    });
    ends.collect::<Vec<_>>().join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_written_as_excel_writes_them() {
        assert_eq!(excel("of:=SUM([.D5:.D$44];1)").as_deref(), Some("SUM(D5:D$44,1)"));
        assert_eq!(excel("of:=[$'一 表'.A1]&\"a;[b]\"&[$Sheet1.$B$2:.C3]").as_deref(), Some("'一 表'!A1&\"a;[b]\"&Sheet1!$B$2:C3"));
        assert_eq!(excel("msoxl:=A1"), None);
        assert_eq!(excel("of:=[.A1"), None);
    }

    #[test]
    fn lines_and_lengths_are_told() {
        assert_eq!(line("0.06pt solid #000000"), FormatBorder::Thin);
        assert_eq!(line("none"), FormatBorder::None);
        assert_eq!(inches("2.54cm"), Some(1.0));
        assert_eq!(inches("-1cm"), None);
    }
}
