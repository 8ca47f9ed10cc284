//! The XML of Excel 2003, which some systems still give out under the name xls.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::ods::{attribute, entity};
use super::{Keep, broken};
use crate::refused::Refused;
use crate::sheet::{Cell, Merge, Sheet};
use crate::values::PartialDate;

pub(super) fn read(text: &str, mut keep: Keep<'_>) -> Result<Vec<Sheet>, Refused> {
    let mut xml = Reader::from_str(text);
    xml.config_mut().expand_empty_elements = true;
    let mut at = Place::default();
    loop {
        match xml.read_event().map_err(broken)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "Worksheet" => {
                    keep.start(attribute(&element, "Name").unwrap_or_default(), false);
                    at = Place::default();
                }
                "Row" => at.begin_row(&element),
                "Cell" => at.begin_cell(&element, &mut keep),
                "Data" if at.in_cell && !at.in_note => at.begin_data(&element),
                "Comment" => at.in_note = true,
                "Visible" => at.in_visible = true,
                _ => {}
            },
            Event::Text(part) if at.in_data => at.text.push_str(&part.xml_content(XmlVersion::Implicit1_0)),
            Event::Text(part) if at.in_visible => keep.current().hidden |= part.xml_content(XmlVersion::Implicit1_0).contains("Hidden"),
            Event::CData(part) if at.in_data => at.text.push_str(&part),
            Event::GeneralRef(reference) if at.in_data => match reference.resolve_char_ref() {
                Ok(Some(letter)) => at.text.push(letter),
                _ => at.text.push_str(entity(&reference)),
            },
            Event::End(element) => match element.local_name().as_ref() {
                "Data" if !at.in_note => at.in_data = false,
                "Cell" => at.end_cell(&mut keep)?,
                "Row" => at.row = at.row.saturating_add(1),
                "Comment" => at.in_note = false,
                "Visible" => at.in_visible = false,
                _ => {}
            },
            Event::Eof => return Ok(keep.done()),
            _ => {}
        }
    }
}

/// Where in the sheet the file has come to, and the cell that is open.
#[derive(Default)]
struct Place {
    row: u32,
    column: u32,
    /// Columns that the open cell goes on over.
    across: u32,
    in_cell: bool,
    in_data: bool,
    in_note: bool,
    in_visible: bool,
    kind: String,
    text: String,
}

impl Place {
    fn begin_row(&mut self, element: &BytesStart<'_>) {
        self.row = number(element, "Index").map_or(self.row, |index| index.saturating_sub(1));
        self.column = 0;
    }

    fn begin_cell(&mut self, element: &BytesStart<'_>, keep: &mut Keep<'_>) {
        self.column = number(element, "Index").map_or(self.column, |index| index.saturating_sub(1));
        self.across = number(element, "MergeAcross").unwrap_or(0);
        let down = number(element, "MergeDown").unwrap_or(0);
        let last_column = u16::try_from(self.column.saturating_add(self.across));
        if let (true, Ok(first_column), Ok(last_column)) = (self.across > 0 || down > 0, u16::try_from(self.column), last_column) {
            let last_row = self.row.saturating_add(down);
            keep.current().merges.push(Merge { first_row: self.row, first_column, last_row, last_column });
        }
        self.in_cell = true;
        self.text.clear();
        self.kind.clear();
    }

    fn begin_data(&mut self, element: &BytesStart<'_>) {
        self.in_data = true;
        self.kind = attribute(element, "Type").unwrap_or_default();
    }

    fn end_cell(&mut self, keep: &mut Keep<'_>) -> Result<(), Refused> {
        let text = self.text.as_str();
        let typed = match self.kind.as_str() {
            "Number" => text.parse().ok().map(Cell::Number),
            "DateTime" => text.get(..10).and_then(|day| day.parse::<PartialDate>().ok()).map(Cell::Date),
            "Boolean" => Some(Cell::Bool(text == "1")),
            _ => None,
        };
        keep.push(self.row, self.column, typed.unwrap_or(Cell::Text(text)))?;
        self.column = self.column.saturating_add(self.across).saturating_add(1);
        (self.in_cell, self.in_data) = (false, false);
        Ok(())
    }
}

fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(element, name)?.parse().ok()
}
