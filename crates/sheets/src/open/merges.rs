//! Merged areas, as an xlsx sheet lists them behind its rows.

use quick_xml::events::Event;

use crate::sheet::{Merge, area};

pub(super) fn in_tail(tail: &[u8]) -> Vec<Merge> {
    let mut reader = quick_xml::Reader::from_reader(tail);
    reader.config_mut().check_end_names = false;
    let mut merges = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) if element.local_name().as_ref().ends_with("mergeCell") => {
                let named = element.try_get_attribute("ref").ok().flatten();
                merges.extend(named.and_then(|named| area(&named.value)).filter(|merge| !merge.is_cell()));
            }
            Ok(Event::Eof) | Err(_) => return merges,
            Ok(_) => {}
        }
    }
}
