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
    let (sign, text) = told_delimiter(&text).unwrap_or_else(|| (delimiter(&text), &text));
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(sign).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    keep.start("", false);
    while rows.read_record(&mut record).map_err(broken)? {
        for (column, cell) in record.iter().enumerate() {
            keep.push(row, column as u32, Cell::Text(without_formula(cell)))?;
        }
        // The parser leaves blank lines out; the line it stands on would count breaks in cells.
        row += 1;
    }
    Ok(keep.done())
}

/// UTF-8 if every byte is, else UTF-16 if it says so, else GB18030, which holds all of GBK.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Refused> {
    let all =
        |encoding: &'static Encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(Refused::UnknownEncoding);
    match bytes {
        [0xff, 0xfe, ..] => all(UTF_16LE).map(without_mark),
        [0xfe, 0xff, ..] => all(UTF_16BE).map(without_mark),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text.trim_start_matches('\u{feff}'))),
            Err(_) if bytes.contains(&0) => Err(Refused::WrongType(Looks::Binary)),
            Err(_) if looks_like_big5(bytes) => Err(Refused::UnknownEncoding),
            Err(_) => all(GB18030),
        },
    }
}

/// Big5 decodes as GB18030 too, to nonsense: four in ten of its letters end in a byte from 0x40 to
/// 0x7e, which letters of GB2312 never do and rare ones of GBK seldom.
fn looks_like_big5(bytes: &[u8]) -> bool {
    let (mut letters, mut low, mut at) = (0usize, 0usize, 0);
    while at + 1 < bytes.len() && letters < 4096 {
        if bytes[at] < 0x81 {
            at += 1;
            continue;
        }
        // Four bytes of GB18030: a digit follows.
        if bytes[at + 1].is_ascii_digit() {
            at += 4;
            continue;
        }
        letters += 1;
        low += usize::from((0xa4..=0xf9).contains(&bytes[at]) && (0x40..=0x7e).contains(&bytes[at + 1]));
        at += 2;
    }
    letters >= 4 && low * 5 > letters && encoding_rs::BIG5.decode_without_bom_handling_and_without_replacement(bytes).is_some()
}

fn without_mark(text: Cow<'_, str>) -> Cow<'_, str> {
    Cow::Owned(text.trim_start_matches('\u{feff}').to_owned())
}

/// "sep=;" as the first line says the sign.
fn told_delimiter(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.split_once('\n')?;
    match line.trim_end_matches('\r').strip_prefix("sep=")?.as_bytes() {
        [sign] => Some((*sign, rest)),
        _ => None,
    }
}

/// Programs write long numbers as ="3701…" so that no digit is lost.
fn without_formula(cell: &str) -> &str {
    cell.trim().strip_prefix("=\"").and_then(|cell| cell.strip_suffix('"')).unwrap_or(cell)
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
    fn big5_is_refused_and_not_read_as_nonsense() {
        let table =
            "姓名,身份證號碼,聯絡電話,所在支部,備註\n王小明,A123456789,0912345678,第一支部,無\n陳美玲,B223456789,0922345678,第二支部,無\n";
        let bytes = encoding_rs::BIG5.encode(table).0;
        assert_eq!(read(&bytes, Keep::within(&Limits::default())).err(), Some(Refused::UnknownEncoding));
        // Letters beyond GB2312 are no reason to refuse.
        assert_eq!(cells(&encoding_rs::GBK.encode("姓名,學歷\n朱镕基,博士\n喆祎,大專\n").0)[1], ["朱镕基", "博士"]);
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        let limits = Limits::default();
        assert_eq!(read(&[0xff, 0x00, 0x80, 0x81], Keep::within(&limits)).err(), Some(Refused::WrongType(Looks::Binary)));
        assert_eq!(read(&[0x81, 0x20, 0xff, 0xff], Keep::within(&limits)).err(), Some(Refused::UnknownEncoding));
    }
}
