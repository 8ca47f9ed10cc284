//! The records of an xls stream, walked before they are parsed: how large the sheets really are and
//! how much text their cells would take.

use super::{Limits, too_large};
use crate::refused::Refused;

mod record {
    pub const FORMULA: u16 = 0x0006;
    pub const FILE_PASS: u16 = 0x002f;
    pub const RSTRING: u16 = 0x00d6;
    pub const MULTIPLE_RK: u16 = 0x00bd;
    pub const CONTINUE: u16 = 0x003c;
    pub const STRINGS: u16 = 0x00fc;
    pub const LABEL_SST: u16 = 0x00fd;
    pub const DIMENSIONS: u16 = 0x0200;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const BOOL_OR_ERROR: u16 = 0x0205;
    pub const RK: u16 = 0x027e;
    pub const BEGIN: u16 = 0x0809;
}

/// Where each stated extent lies in the stream, and what it should say.
pub(super) fn extents(stream: &[u8], limits: &Limits) -> Result<Vec<(usize, Vec<u8>)>, Refused> {
    let mut stated: Vec<(usize, usize)> = Vec::new();
    let mut seen: Vec<Extent> = Vec::new();
    let (mut at, mut cells, mut text) = (0usize, 0usize, 0u64);
    let lengths = string_lengths(stream);
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
            record::FORMULA
            | record::RSTRING
            | record::LABEL_SST
            | record::NUMBER
            | record::LABEL
            | record::BOOL_OR_ERROR
            | record::RK
            | record::MULTIPLE_RK
                if length >= 6 =>
            {
                let last_column = if kind == record::MULTIPLE_RK { u16_at(data, length - 2) } else { u16_at(data, 2) };
                if kind == record::LABEL_SST && length >= 10 {
                    let string = u32_at(data, 6) as usize;
                    text += lengths.get(string).copied().map_or(0, u64::from);
                }
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
    // The parser copies a string into every cell that points to it.
    if text > limits.text as u64 {
        return Err(too_large("xls".into(), text, limits.text as u64));
    }
    Ok(seen.iter().filter_map(|extent| extent.truth(&stated)).collect())
}

/// How many letters each shared string has. They lie in one table that goes on over several
/// records; a string cut by the end of a record repeats its width at the start of the next.
fn string_lengths(stream: &[u8]) -> Vec<u32> {
    let table = segments(stream);
    let mut lengths = Vec::new();
    let Some(first) = table.first() else { return lengths };
    let (mut segment, mut at) = (0, 8.min(first.len()));
    loop {
        while table.get(segment).is_some_and(|data| at >= data.len()) {
            (segment, at) = (segment + 1, 0);
        }
        let Some(data) = table.get(segment) else { return lengths };
        let (letters, flags) = (u16_at(data, at), data.get(at + 2).copied().unwrap_or(0));
        lengths.push(u32::from(letters) * 3);
        let runs = if flags & 8 != 0 { 4 * usize::from(u16_at(data, at + 3)) } else { 0 };
        let runs_place = if flags & 8 != 0 { 2 } else { 0 };
        let extra = if flags & 4 != 0 { u32_at(data, at + 3 + runs_place) as usize } else { 0 };
        at += 3 + runs_place + if flags & 4 != 0 { 4 } else { 0 };
        let (mut left, mut width) = (usize::from(letters), 1 + usize::from(flags & 1));
        while let Some(data) = table.get(segment).filter(|_| left > 0) {
            let here = left.min(data.len().saturating_sub(at) / width);
            left -= here;
            at += here * width;
            if left > 0 {
                (segment, at) = (segment + 1, 1);
                width = 1 + usize::from(table.get(segment).and_then(|data| data.first()).is_some_and(|flags| flags & 1 != 0));
            }
        }
        at = at.saturating_add(runs).saturating_add(extra);
        while let Some(data) = table.get(segment).filter(|data| at > data.len()) {
            (segment, at) = (segment + 1, at - data.len());
        }
    }
}

/// The table of strings and the records that continue it.
fn segments(stream: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(data) = stream.get(at + 4..at + 4 + usize::from(u16_at(stream, at + 2))) {
        match u16_at(stream, at) {
            record::STRINGS => found = vec![data],
            record::CONTINUE if !found.is_empty() => found.push(data),
            _ if !found.is_empty() => return found,
            _ => {}
        }
        at += 4 + data.len();
    }
    found
}

fn u32_at(data: &[u8], at: usize) -> u32 {
    u32::from(u16_at(data, at)) | u32::from(u16_at(data, at + 2)) << 16
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
