//! Merged areas, as an xlsx sheet lists them behind its rows.

use quick_xml::events::Event;

use crate::sheet::Merge;

pub(super) fn in_tail(tail: &[u8]) -> Vec<Merge> {
    let mut reader = quick_xml::Reader::from_reader(tail);
    reader.config_mut().check_end_names = false;
    let mut merges = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) if element.local_name().as_ref().ends_with("mergeCell") => {
                let area = element.try_get_attribute("ref").ok().flatten();
                merges.extend(area.and_then(|area| merge(&String::from_utf8_lossy(area.value.as_bytes()))));
            }
            Ok(Event::Eof) | Err(_) => return merges,
            Ok(_) => {}
        }
    }
}

fn merge(area: &str) -> Option<Merge> {
    let (from, to) = area.split_once(':')?;
    let ((first_row, first_column), (last_row, last_column)) = (place(from)?, place(to)?);
    (first_row <= last_row && first_column <= last_column).then_some(Merge { first_row, first_column, last_row, last_column })
}

fn place(name: &str) -> Option<(u32, u16)> {
    let name = name.replace('$', "");
    let letters = name.find(|letter: char| letter.is_ascii_digit())?;
    let column = name[..letters].bytes().try_fold(0u32, |all, letter| {
        letter.is_ascii_alphabetic().then(|| all.saturating_mul(26).saturating_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1))
    })?;
    let row: u32 = name[letters..].parse().ok()?;
    Some((row.checked_sub(1)?, u16::try_from(column.checked_sub(1)?).ok()?))
}
