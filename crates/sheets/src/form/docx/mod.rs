//! Forms that are docx: placeholders and gaps in paragraphs, tables as lists and cards.
//!
//! Text boxes are left alone, and what a field of Word computes.

mod fill;
mod story;

pub(super) use fill::fill;

use super::find;
use super::form::{Form, Format};
use super::parts::Parts;
use crate::dictionary::Dictionary;
use crate::open::Limits;
use crate::refused::Refused;
use story::Story;

pub(super) fn read(bytes: &[u8], words: &Dictionary, limits: &Limits) -> Result<Form, Refused> {
    let mut parts = Parts::open(bytes, limits)?;
    let mut grids = Vec::new();
    for name in stories(&parts) {
        let xml = parts.text(&name)?.unwrap_or_default();
        Story::parse(&xml)?.grids(&xml, &mut grids, limits)?;
    }
    let names = vec![String::new(); grids.len()];
    Ok(find::form(Format::Docx, names, &grids, words))
}

/// The parts that hold text, the body first.
fn stories(parts: &Parts<'_>) -> Vec<String> {
    let mut names = parts.names();
    names.retain(|name| {
        let file = name.strip_prefix("word/").filter(|file| file.ends_with(".xml")).unwrap_or_default();
        file == "document.xml" || file.starts_with("header") || file.starts_with("footer") && file != "footnotes.xml"
    });
    names.sort_by_key(|name| (!name.ends_with("/document.xml"), name.clone()));
    names
}
