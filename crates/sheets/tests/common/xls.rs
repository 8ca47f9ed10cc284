//! A sheet as an old binary workbook, of the few records that hold its cells.

use std::io::{Cursor, Write};

use super::grid::Grid;

pub fn xls(grid: &Grid) -> Vec<u8> {
    let globals = |position: u32| {
        let name: Vec<u8> = grid.name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let sheet = [&position.to_le_bytes()[..], &[0, 0, (name.len() / 2) as u8, 1], &name].concat();
        [begin(5), record(0x0085, &sheet), record(0x000a, &[])].concat()
    };
    let wide = grid.rows.iter().map(Vec::len).max().unwrap_or(0) as u16;
    let extent =
        [&0u32.to_le_bytes()[..], &(grid.rows.len() as u32).to_le_bytes(), &0u16.to_le_bytes(), &wide.to_le_bytes(), &[0, 0]].concat();
    let cells = grid.rows.iter().enumerate().flat_map(|(row, cells)| {
        let filled = cells.iter().enumerate().filter(|(_, cell)| !matches!(cell.as_str(), "" | "^" | "<"));
        filled.flat_map(move |(column, text)| cell(row as u16, column as u16, text)).collect::<Vec<u8>>()
    });
    let sheet = [begin(0x10), record(0x0200, &extent), cells.collect(), record(0x000a, &[])].concat();
    let position = globals(0).len() as u32;
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a compound file");
    file.create_stream("Workbook").expect("a stream").write_all(&[globals(position), sheet].concat()).expect("records");
    file.flush().expect("a file");
    file.into_inner().into_inner()
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

fn begin(kind: u16) -> Vec<u8> {
    record(0x0809, &[&0x0600u16.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 12]].concat())
}

fn cell(row: u16, column: u16, text: &str) -> Vec<u8> {
    let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
    if let Some(number) = text.strip_prefix('#') {
        return record(0x0203, &[&place[..], &number.parse::<f64>().expect("a number").to_le_bytes()].concat());
    }
    let letters: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    record(0x0204, &[&place[..], &((letters.len() / 2) as u16).to_le_bytes(), &[1], &letters].concat())
}
