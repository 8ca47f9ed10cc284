//! The shared strings as they are written, with their runs.

use std::borrow::Cow;
use std::ops::Range;

use super::super::xml::{Scan, What};
use super::row::CellXml;
use crate::refused::Refused;

#[derive(Default)]
pub(super) struct Strings {
    xml: String,
    items: Vec<Range<usize>>,
}

impl Strings {
    pub fn read(xml: String) -> Result<Self, Refused> {
        let mut items = Vec::new();
        let mut from = 0;
        let mut scan = Scan::over(&xml);
        while let Some(piece) = scan.next()? {
            match (piece.what, piece.name) {
                (What::Open, "si") => from = piece.end(),
                (What::Close, "si") => items.push(from..piece.start),
                (What::Lone, "si") => items.push(piece.end()..piece.end()),
                _ => {}
            }
        }
        Ok(Strings { xml, items })
    }

    /// The runs of the text in a cell.
    pub fn runs<'a>(&'a self, cell: &CellXml<'a>) -> Result<Cow<'a, str>, Refused> {
        let mut scan = Scan::over(cell.body);
        let (mut from, mut value) = (None, "");
        while let Some(piece) = scan.next()? {
            match (piece.what, piece.name) {
                (What::Open, "is" | "v") => from = Some(piece.end()),
                (What::Close, "is" | "v") => value = from.and_then(|from| cell.body.get(from..piece.start)).unwrap_or_default(),
                _ => {}
            }
        }
        Ok(match cell.kind() {
            "s" => {
                let item = value.trim().parse().ok().and_then(|at: usize| self.items.get(at));
                item.and_then(|item| self.xml.get(item.clone())).unwrap_or_default().into()
            }
            "inlineStr" => value.into(),
            _ => format!("<t>{value}</t>").into(),
        })
    }
}
