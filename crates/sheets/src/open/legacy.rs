//! The two binary formats: xls (in a compound file) and xlsb.
//!
//! calamine reads xls into dense grids and believes the sizes the file states. So the records are
//! walked first: the real extent of every sheet is measured, a grid beyond the bound refused, and
//! the stated extent replaced by the real one.

use std::io::{Cursor, Read, Seek, SeekFrom, Write};

use calamine::{Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, XlsbError};

use super::biff::extents;
use super::xlsx::{from_data, from_stream};
use super::{Formulas, Keep, Limits, broken, too_large};
use crate::refused::{Looks, Refused};
use crate::sheet::{Merge, Sheet};

/// What the stream of a workbook is called.
const BOOKS: [&str; 4] = ["Workbook", "Book", "WORKBOOK", "BOOK"];

/// The compound file with every stated extent made true.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Refused> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes.to_vec())).map_err(broken)?;
    if file.exists("EncryptedPackage") || file.exists("EncryptionInfo") {
        return Err(Refused::Encrypted);
    }
    if file.exists("WordDocument") {
        return Err(Refused::WrongType(Looks::WordDocument));
    }
    if file.exists("PowerPoint Document") {
        return Err(Refused::WrongType(Looks::Presentation));
    }
    let Some(book) = BOOKS.into_iter().find(|name| file.is_stream(name)) else {
        return Err(Refused::WrongType(Looks::Binary));
    };
    let mut stream = file.open_stream(book).map_err(broken)?;
    if stream.len() > limits.part.min(bytes.len() as u64) {
        return Err(too_large(book.into(), stream.len(), limits.part));
    }
    let mut records = Vec::new();
    stream.read_to_end(&mut records).map_err(broken)?;
    for (at, truth) in extents(&records, limits)? {
        stream.seek(SeekFrom::Start(at as u64)).map_err(broken)?;
        stream.write_all(&truth).map_err(broken)?;
    }
    stream.flush().map_err(broken)?;
    drop(stream);
    file.flush().map_err(broken)?;
    Ok(file.into_inner().into_inner())
}

pub(super) fn xls(bytes: &[u8], mut keep: Keep<'_>) -> Result<Vec<Sheet>, Refused> {
    let book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => Refused::Encrypted,
        other => broken(other),
    })?;
    let mut book = book;
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        keep.start(&sheet.name, sheet.visible != SheetVisible::Visible);
        let range = book.worksheet_range(&sheet.name).map_err(broken)?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, cell) in range.used_cells() {
            keep.push(first_row + row as u32, first_column + column as u32, from_data(cell))?;
        }
        let merges = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        keep.current().merges = merges.into_iter().filter_map(merge).collect();
    }
    Ok(keep.done())
}

/// The formulas of each sheet that is a table.
pub(super) fn formulas(bytes: &[u8]) -> Result<Vec<Formulas>, Refused> {
    let mut book = Xls::new(Cursor::new(bytes)).map_err(broken)?;
    let sheets = book.sheets_metadata().to_vec();
    let tables = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let formulas = tables.map(|sheet| {
        let range = book.worksheet_formula(&sheet.name).unwrap_or_default();
        let (first_row, first_column) = range.start().unwrap_or_default();
        let used = range.used_cells().filter(|(_, _, formula)| !formula.is_empty());
        let placed = used.filter_map(|(row, column, formula)| {
            Some((first_row + row as u32, u16::try_from(first_column + column as u32).ok()?, formula.clone()))
        });
        placed.collect()
    });
    Ok(formulas.collect())
}

/// The stream of records in a compound file that was checked.
pub(super) fn records(bytes: &[u8]) -> Result<Vec<u8>, Refused> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
    let mut records = Vec::new();
    if let Some(book) = BOOKS.into_iter().find(|name| file.is_stream(name)) {
        file.open_stream(book).and_then(|mut stream| stream.read_to_end(&mut records)).map_err(broken)?;
    }
    Ok(records)
}

pub(super) fn xlsb(bytes: &[u8], mut keep: Keep<'_>) -> Result<Vec<Sheet>, Refused> {
    let refused = |error| match error {
        XlsbError::Password => Refused::Encrypted,
        other => broken(other),
    };
    let mut book = Xlsb::new(Cursor::new(bytes)).map_err(refused)?;
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        keep.start(&sheet.name, sheet.visible != SheetVisible::Visible);
        let mut cells = book.worksheet_cells_reader(&sheet.name).map_err(refused)?;
        while let Some(cell) = cells.next_cell().map_err(refused)? {
            let (row, column) = cell.get_position();
            keep.push(row, column, from_stream(cell.get_value()))?;
        }
    }
    Ok(keep.done())
}

fn merge(area: calamine::Dimensions) -> Option<Merge> {
    let (first_column, last_column) = (u16::try_from(area.start.1).ok()?, u16::try_from(area.end.1).ok()?);
    Some(Merge { first_row: area.start.0, first_column, last_row: area.end.0, last_column })
}
