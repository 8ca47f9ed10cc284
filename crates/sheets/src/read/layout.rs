//! What is found where people do not stand one a row: where each one's values are, under the labels
//! that any of them has.

use std::collections::HashMap;

use super::headers::Head;
use super::tables::Above;
use crate::dictionary::plain;
use crate::reading::{Form, Span};
use crate::sheet::Sheet;

/// So many places of values are kept whatever a sheet holds.
const PLACES: usize = 10_000;

/// One form a person. A head's column is only its number.
pub(super) struct Forms {
    pub title: Option<String>,
    pub above: Vec<Above>,
    pub heads: Vec<Head>,
    pub forms: Vec<Form>,
}

/// The place of a value: the row, counted from 1, and the column, counted from 0.
pub(super) type Place = (u32, u16);

/// Whether so many people with so many labels could stand on this sheet. The tables of people and
/// labels that a few hostile cells span are not made.
pub(super) fn fits(sheet: &Sheet, people: usize, labels: usize) -> bool {
    people.saturating_mul(labels) <= PLACES.max(sheet.cell_count() * 2)
}

/// The labels of all forms, each once, in the order of their first appearance.
#[derive(Default)]
pub(super) struct Labels {
    pub heads: Vec<Head>,
    places: HashMap<(String, usize), usize>,
}

impl Labels {
    /// The number of the `n`-th label of these words within a form.
    pub fn number(&mut self, head: Head, n: usize) -> usize {
        let next = self.heads.len();
        let said = head.date.map_or(String::new(), |date| date.to_string()) + &plain(&head.joined());
        let number = *self.places.entry((said, n)).or_insert(next);
        if number == next {
            self.heads.push(Head { column: next as u16, ..head });
        }
        number
    }
}

/// Puts a value's place under its label; the first one stays.
pub(super) fn put(cells: &mut Vec<Option<Place>>, label: usize, place: Option<Place>) {
    if cells.len() <= label {
        cells.resize(label + 1, None);
    }
    if cells[label].is_none() {
        cells[label] = place;
    }
}

pub(super) fn form(rows: (u32, u32), cells: Vec<Option<Place>>) -> Form {
    Form { rows: Span { first: rows.0, last: rows.1 }, cells }
}
