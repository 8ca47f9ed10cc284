//! The two binary formats: xls (in a compound file) and xlsb.
//!
//! calamine reads xls into dense grids and believes the sizes the file states. So the records are
//! walked first: the real extent of every sheet is measured, a grid beyond the bound refused, and
//! the stated extent replaced by the real one.

use std::io::{Cursor, Read, Seek, SeekFrom, Write};

use calamine::{Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, XlsbError};

use super::xlsx::{from_data, from_stream};
use super::{Keep, Limits, broken, too_large};
use crate::refused::{Looks, Refused};
use crate::sheet::{Merge, Sheet};

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
    let Some(book) = ["Workbook", "Book", "WORKBOOK", "BOOK"].into_iter().find(|name| file.is_stream(name)) else {
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

mod record {
    pub const FORMULA: u16 = 0x0006;
    pub const FILE_PASS: u16 = 0x002f;
    pub const RSTRING: u16 = 0x00d6;
    pub const MULTIPLE_RK: u16 = 0x00bd;
    pub const LABEL_SST: u16 = 0x00fd;
    pub const DIMENSIONS: u16 = 0x0200;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const BOOL_OR_ERROR: u16 = 0x0205;
    pub const RK: u16 = 0x027e;
    pub const BEGIN: u16 = 0x0809;
}


/// Where each stated extent lies in the stream, and what it should say.
fn extents(stream: &[u8], limits: &Limits) -> Result<Vec<(usize, Vec<u8>)>, Refused> {
    let mut stated: Vec<(usize, usize)> = Vec::new();
    let mut seen: Vec<Extent> = Vec::new();
    let (mut at, mut cells) = (0usize, 0usize);
    while at + 4 <= stream.len() {
        let kind = u16_at(stream, at);
        let length = usize::from(u16_at(stream, at + 2));
        let Some(data) = stream.get(at + 4..at + 4 + length) else { break };
        match kind {
            record::FILE_PASS => return Err(Refused::Encrypted),
            record::BEGIN => seen.push(Extent::default()),
            record::DIMENSIONS => {
                stated.push((at + 4, length));
                if let Some(extent) = seen.last_mut() {
                    extent.stated = Some(stated.len() - 1);
                }
            }
            record::FORMULA | record::RSTRING | record::LABEL_SST | record::NUMBER | record::LABEL | record::BOOL_OR_ERROR | record::RK | record::MULTIPLE_RK if length >= 6 => {
                let last_column = if kind == record::MULTIPLE_RK { u16_at(data, length - 2) } else { u16_at(data, 2) };
                cells += usize::from(last_column.saturating_sub(u16_at(data, 2))) + 1;
                if let Some(extent) = seen.last_mut() {
                    extent.add(u16_at(data, 0), u16_at(data, 2), last_column);
                }
            }
            _ => {}
        }
        at += 4 + length;
    }
    let grid: u64 = seen.iter().map(Extent::area).sum();
    if grid > limits.cells as u64 || cells > limits.cells {
        return Err(Refused::TooManyCells { sheet: "xls".into(), limit: limits.cells });
    }
    Ok(seen.iter().filter_map(|extent| extent.truth(&stated)).collect())
}

fn u16_at(data: &[u8], at: usize) -> u16 {
    data.get(at..at + 2).map_or(0, |pair| u16::from_le_bytes([pair[0], pair[1]]))
}

#[derive(Default)]
struct Extent {
    stated: Option<usize>,
    /// First row, last row, first column, last column.
    real: Option<[u16; 4]>,
}

impl Extent {
    fn add(&mut self, row: u16, first: u16, last: u16) {
        let [top, bottom, left, right] = self.real.unwrap_or([row, row, first, last]);
        self.real = Some([top.min(row), bottom.max(row), left.min(first), right.max(last)]);
    }

    fn area(&self) -> u64 {
        self.real.map_or(0, |[top, bottom, left, right]| (u64::from(bottom - top) + 1) * (u64::from(right.saturating_sub(left)) + 1))
    }

    fn truth(&self, stated: &[(usize, usize)]) -> Option<(usize, Vec<u8>)> {
        let (at, length) = stated[self.stated?];
        let [top, bottom, left, right] = self.real.unwrap_or_default();
        let (below, beside) = (bottom.saturating_add(1), right.saturating_add(1));
        let rows: Vec<u8> = match length {
            14 => [u32::from(top), u32::from(below)].iter().flat_map(|row| row.to_le_bytes()).collect(),
            10 => [top, below].iter().flat_map(|row| row.to_le_bytes()).collect(),
            _ => return None,
        };
        Some((at, rows.into_iter().chain([left, beside].iter().flat_map(|column| column.to_le_bytes())).collect()))
    }
}
