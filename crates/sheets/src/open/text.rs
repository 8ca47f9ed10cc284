//! csv and tsv in the encodings Chinese offices produce.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use super::{Keep, broken};
use crate::refused::{Looks, Refused};
use crate::sheet::{Cell, Sheet};

pub(super) fn read(bytes: &[u8], mut keep: Keep<'_>) -> Result<Vec<Sheet>, Refused> {
    let text = decode(bytes)?;
    let unreadable = text.chars().take(4096).filter(|letter| letter.is_control() && !matches!(letter, '\r' | '\n' | '\t')).count();
    if unreadable > 0 {
        return Err(Refused::WrongType(Looks::Binary));
    }
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter(&text)).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    keep.start("", false);
    while rows.read_record(&mut record).map_err(broken)? {
        for (column, cell) in record.iter().enumerate() {
            keep.push(row, column as u32, Cell::Text(cell))?;
        }
        // The parser leaves blank lines out; the line it stands on would count breaks in cells.
        row += 1;
    }
    Ok(keep.done())
}

/// UTF-8 if every byte is, else UTF-16 if it says so, else GB18030, which holds all of GBK.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Refused> {
    let all =
        |encoding: &'static Encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(Refused::UnknownEncoding);
    match bytes {
        [0xff, 0xfe, ..] => all(UTF_16LE).map(without_mark),
        [0xfe, 0xff, ..] => all(UTF_16BE).map(without_mark),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text.trim_start_matches('\u{feff}'))),
            Err(_) if bytes.contains(&0) => Err(Refused::WrongType(Looks::Binary)),
            Err(_) => all(GB18030),
        },
    }
}

fn without_mark(text: Cow<'_, str>) -> Cow<'_, str> {
    Cow::Owned(text.trim_start_matches('\u{feff}').to_owned())
}

/// The sign that parts the first lines most evenly.
fn delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    let parts = |sign: u8| lines.iter().map(|line| line.bytes().filter(|&byte| byte == sign).count()).sum::<usize>();
    [b'\t', b',', b';', b'|'].into_iter().rev().max_by_key(|&sign| parts(sign)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::Limits;

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        let sheets = read(bytes, Keep::within(&Limits::default())).expect("text");
        sheets[0].rows().map(|row| row.cells().map(|(_, cell)| cell.text().into_owned()).collect()).collect()
    }

    #[test]
    fn every_usual_encoding_and_delimiter_is_read() {
        let expected = [["姓名", "学历"], ["李𬌗", "本科"]];
        assert_eq!(cells("姓名,学历\n李𬌗,本科\n".as_bytes()), expected);
        assert_eq!(cells("\u{feff}姓名\t学历\r\n李𬌗\t本科".as_bytes()), expected);
        assert_eq!(cells(&GB18030.encode("姓名;学历\n\"李𬌗\";本科").0), expected);
        let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain("姓名\t学历\n李𬌗\t本科".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(cells(&wide), expected);
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        let limits = Limits::default();
        assert_eq!(read(&[0xff, 0x00, 0x80, 0x81], Keep::within(&limits)).err(), Some(Refused::WrongType(Looks::Binary)));
        assert_eq!(read(&[0x81, 0x20, 0xff, 0xff], Keep::within(&limits)).err(), Some(Refused::UnknownEncoding));
    }
}
