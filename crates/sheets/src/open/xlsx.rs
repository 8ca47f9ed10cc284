//! xlsx through calamine's streaming reader, cell by cell into the arena.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::survey::Survey;
use super::{Keep, broken};
use crate::refused::Refused;
use crate::sheet::{Cell, Sheet};
use crate::values::PartialDate;

pub(super) fn read(bytes: &[u8], survey: &Survey, mut keep: Keep<'_>) -> Result<Vec<Sheet>, Refused> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
    let sheets = book.sheets_metadata().to_vec();
    for sheet in sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        keep.start(&sheet.name, sheet.visible != SheetVisible::Visible);
        let mut cells = match book.worksheet_cells_reader(&sheet.name) {
            Ok(cells) => cells,
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(refused(error)),
        };
        let shows_days: Vec<bool> =
            cells.styles().iter().map(|style| style.number_format.as_ref().is_none_or(|format| shows_day(&format.format_code))).collect();
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(refused)? {
            let (row, column) = cell.get_position();
            let value = match date(cell.get_value()) {
                Some(date) if !shows_days.get(style).copied().unwrap_or(true) => Cell::Date(date.to_month()),
                Some(date) => Cell::Date(date),
                None => from_ref(cell.get_value()),
            };
            keep.push(row, column, value)?;
        }
        keep.current().merges = survey.merges(&sheet.name);
    }
    Ok(keep.done())
}

/// A date shown as "1985.07" was typed as a month; the day in it is the program's invention.
fn shows_day(format: &str) -> bool {
    let mut quoted = false;
    let letters = format.chars().filter(|&letter| {
        quoted ^= letter == '"';
        !quoted
    });
    let plain: String = letters.collect::<String>().to_ascii_lowercase();
    let in_words = format.contains('日') || format.contains('号');
    !plain.contains('y') || plain.contains('d') || in_words || plain.contains('h')
}

fn date(value: &DataRef<'_>) -> Option<PartialDate> {
    match value {
        DataRef::DateTime(time) if time.is_datetime() => day_of(time.to_ymd_hms_milli()),
        DataRef::DateTimeIso(text) => text.get(..10).and_then(|day| day.parse().ok()),
        _ => None,
    }
}

fn from_ref<'a>(value: &'a DataRef<'a>) -> Cell<'a> {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text),
        DataRef::SharedString(text) => Cell::Text(text),
        DataRef::Bool(yes) => Cell::Bool(*yes),
        DataRef::DateTime(time) => Cell::Number(time.as_f64()),
        DataRef::Error(_) => Cell::Text("#N/A"),
    }
}

/// The same for readers that give owned cells.
pub(super) fn from_data(value: &Data) -> Cell<'_> {
    match value {
        Data::Empty => Cell::Empty,
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Text(text),
        Data::Bool(yes) => Cell::Bool(*yes),
        Data::DateTime(time) => match day_of(time.to_ymd_hms_milli()) {
            Some(date) if time.is_datetime() => Cell::Date(date),
            _ => Cell::Number(time.as_f64()),
        },
        Data::Error(_) => Cell::Text("#N/A"),
    }
}

/// The same for the streaming reader of xlsb.
pub(super) fn from_stream<'a>(value: &'a DataRef<'a>) -> Cell<'a> {
    date(value).map_or_else(|| from_ref(value), Cell::Date)
}

fn day_of((year, month, day, ..): (u16, u8, u8, u8, u8, u8, u16)) -> Option<PartialDate> {
    PartialDate::from_day(year.into(), month.into(), day.into()).ok()
}

fn refused(error: XlsxError) -> Refused {
    match error {
        XlsxError::Password => Refused::Encrypted,
        other => broken(other),
    }
}
