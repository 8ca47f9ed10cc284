//! OpenDocument sheets, read as a stream.
//!
//! calamine expands repeated rows and cells of ods into a dense grid and drops merged areas; both
//! matter here, so this format is read by its own few elements.

use std::io::{BufReader, Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::{Keep, broken};
use crate::refused::Refused;
use crate::sheet::{Cell, Merge, Sheet};

/// A value repeated over more cells than this is decoration.
const REPEATS: u32 = 256;

pub(super) fn read(bytes: &[u8], mut keep: Keep<'_>) -> Result<Vec<Sheet>, Refused> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if is_encrypted(&mut archive) {
        return Err(Refused::Encrypted);
    }
    let content = archive.by_name("content.xml").map_err(broken)?;
    let mut xml = Reader::from_reader(BufReader::new(content));
    xml.config_mut().expand_empty_elements = true;
    let mut at = Place::default();
    let mut hidden_styles: Vec<String> = Vec::new();
    let mut style = String::new();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(broken)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "style" => style = attribute(&element, "name").unwrap_or_default(),
                "table-properties" if attribute(&element, "display").as_deref() == Some("false") => hidden_styles.push(style.clone()),
                "table" => {
                    let hidden = attribute(&element, "style-name").is_some_and(|name| hidden_styles.contains(&name));
                    keep.start(attribute(&element, "name").unwrap_or_default(), hidden);
                    at = Place::default();
                }
                "table-row" => {
                    at.column = 0;
                    at.row_repeats = number(&element, "number-rows-repeated");
                }
                "table-cell" | "covered-table-cell" => at.begin(&element, &mut keep),
                "annotation" => at.in_note = true,
                "p" if at.in_cell && !at.text.is_empty() && !at.in_note => at.text.push('\n'),
                "s" if at.in_cell => at.text.extend(std::iter::repeat_n(' ', number(&element, "c").min(REPEATS) as usize)),
                _ => {}
            },
            Event::Text(text) if at.in_cell && !at.in_note => at.text.push_str(&text.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(reference) if at.in_cell && !at.in_note => match reference.resolve_char_ref() {
                Ok(Some(letter)) => at.text.push(letter),
                _ => at.text.push_str(entity(&reference)),
            },
            Event::End(element) => match element.local_name().as_ref() {
                "table-cell" | "covered-table-cell" => at.end(&mut keep)?,
                "annotation" => at.in_note = false,
                "table-row" => at.row = at.row.saturating_add(at.row_repeats),
                _ => {}
            },
            Event::Eof => return Ok(keep.done()),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Place {
    row: u32,
    column: u32,
    row_repeats: u32,
    repeats: u32,
    in_cell: bool,
    in_note: bool,
    text: String,
    typed: Option<Typed>,
}

enum Typed {
    Number(f64),
    Date(crate::values::PartialDate),
    Bool(bool),
}

impl Place {
    fn begin(&mut self, element: &BytesStart<'_>, keep: &mut Keep<'_>) {
        self.in_cell = true;
        self.text.clear();
        self.repeats = number(element, "number-columns-repeated");
        let (rows, columns) = (number(element, "number-rows-spanned"), number(element, "number-columns-spanned"));
        if rows > 1 || columns > 1 {
            let last_column = u16::try_from(self.column.saturating_add(columns - 1));
            if let (Ok(first_column), Ok(last_column)) = (u16::try_from(self.column), last_column) {
                let last_row = self.row.saturating_add(rows - 1);
                keep.current().merges.push(Merge { first_row: self.row, first_column, last_row, last_column });
            }
        }
        let value = |name| attribute(element, name);
        self.typed = match value("value-type").as_deref() {
            Some("float" | "currency" | "percentage") => value("value").and_then(|value| value.parse().ok()).map(Typed::Number),
            Some("date") => value("date-value").and_then(|value| value.get(..10)?.parse().ok()).map(Typed::Date),
            Some("boolean") => value("boolean-value").map(|value| Typed::Bool(value == "true")),
            _ => None,
        };
    }

    fn end(&mut self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        self.in_cell = false;
        let cell = match &self.typed {
            Some(Typed::Number(number)) => Cell::Number(*number),
            Some(Typed::Date(date)) => Cell::Date(*date),
            Some(Typed::Bool(yes)) => Cell::Bool(*yes),
            None => Cell::Text(&self.text),
        };
        if !matches!(cell, Cell::Text("")) && self.row_repeats <= REPEATS {
            for row in 0..self.row_repeats {
                for column in 0..self.repeats.min(REPEATS) {
                    keep.push(self.row + row, self.column + column, cell)?;
                }
            }
        }
        self.column = self.column.saturating_add(self.repeats);
        self.typed = None;
        Ok(())
    }
}

pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

fn number(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|value| value.parse().ok()).filter(|&value| value > 0).unwrap_or(1)
}

pub(super) fn entity(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
}

fn is_encrypted(archive: &mut ZipArchive<Cursor<&[u8]>>) -> bool {
    let mut manifest = String::new();
    let read = archive.by_name("META-INF/manifest.xml").ok().and_then(|part| part.take(1 << 20).read_to_string(&mut manifest).ok());
    read.is_some() && manifest.contains("encryption-data")
}
