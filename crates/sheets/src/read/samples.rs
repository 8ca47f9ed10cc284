//! What the cells of each column look like.

use std::collections::HashMap;

use super::legend::Legend;
use super::tables::Table;
use crate::dictionary::Dictionary;
use crate::hints::Known;
use crate::meaning::{Field, Reason};
use crate::reading::Form;
use crate::sheet::{Cell, Sheet};
use crate::values::{self, IdFault, IdNumber, PartialDate, Phone, Sex};

/// So many rows are looked at; more would not change the guess.
const SAMPLE: usize = 400;

/// One sample for each column that is filled.
pub(super) struct Samples {
    pub columns: HashMap<u16, Sample>,
    pub rows: usize,
}

#[derive(Default)]
pub(super) struct Sample {
    pub filled: usize,
    pub marks: usize,
    pub valid_ids: usize,
    pub like_ids: usize,
    pub phones: usize,
    pub dates: usize,
    pub sexes: usize,
    pub names: usize,
    /// Names that begin with a surname.
    pub surnamed: usize,
    pub branches: usize,
    pub known_branches: usize,
    pub addresses: usize,
    /// Values that must not be kept of people, and the reason for the last of them.
    pub private: usize,
    pub private_reason: Option<Reason>,
    /// Texts that stand in the row above too.
    pub repeats: usize,
    last_text: String,
    /// Numbers that are no mark: hours, sums.
    amounts: usize,
    /// Texts too long for a serial number or an age.
    pub long: usize,
    /// Numbers that count on from the row above: 1, 2, 3 …
    pub counting: usize,
    last_number: Option<f64>,
    pub education: usize,
    pub employment: usize,
    pub member_kind: usize,
    pub first_is_filled: bool,
    pub merged: usize,
}

impl Samples {
    pub fn of(sheet: &Sheet, table: &Table, legend: &Legend, words: &Dictionary, known: &Known<'_>) -> Samples {
        let from = sheet.position(table.body.0);
        let to = sheet.position(table.body.1 + 1).min(from + SAMPLE);
        let mut samples = Samples { columns: HashMap::new(), rows: 0 };
        let far = PartialDate::from_year(2199).unwrap_or_else(|_| PartialDate::unpack(0));
        for at in from..to {
            let row = sheet.nth(at);
            if row.len() < 2 {
                continue;
            }
            samples.rows += 1;
            for (column, cell) in row.cells().filter(|(column, _)| table.holds(*column)) {
                let sample = samples.columns.entry(column).or_default();
                sample.first_is_filled |= samples.rows == 1;
                sample.see(cell, words, far);
                if let Cell::Text(text) = cell {
                    sample.marks += usize::from(legend.contains_key(values::clean(text)) && words.mark(text).is_none());
                    sample.known_branches += usize::from(known.knows(text));
                }
            }
        }
        for merge in sheet.merges.iter().filter(|merge| merge.last_row > merge.first_row && merge.first_row >= table.body.0) {
            if let Some(sample) = samples.columns.get_mut(&merge.first_column) {
                sample.merged += (merge.last_row - merge.first_row) as usize + 1;
            }
        }
        samples
    }

    /// The same for the values of forms, label by label. A few forms prove nothing but ID numbers.
    pub fn of_forms(sheet: &Sheet, forms: &[Form], legend: &Legend, words: &Dictionary, known: &Known<'_>) -> Samples {
        let mut samples = Samples { columns: HashMap::new(), rows: forms.len() };
        let far = PartialDate::from_year(2199).unwrap_or_else(|_| PartialDate::unpack(0));
        for form in forms.iter().take(SAMPLE).filter(|_| forms.len() >= 3) {
            for (label, place) in (0u16..).zip(&form.cells) {
                let Some((row, column)) = place else { continue };
                let cell = sheet.cell(row - 1, *column);
                let sample = samples.columns.entry(label).or_default();
                sample.see(cell, words, far);
                let text = cell.text();
                sample.marks += usize::from(legend.contains_key(values::clean(&text)) && words.mark(&text).is_none());
                sample.known_branches += usize::from(known.knows(&text));
            }
        }
        samples
    }

    pub fn get(&self, column: u16) -> Option<&Sample> {
        self.columns.get(&column)
    }
}

impl Sample {
    fn see(&mut self, cell: Cell<'_>, words: &Dictionary, far: PartialDate) {
        let text = cell.text();
        let text = values::clean(&text);
        self.marks += usize::from(words.mark(text).is_some());
        if words.is_blank(text) || values::same_words(text) {
            return;
        }
        self.filled += 1;
        self.count_on(text);
        if text == self.last_text {
            self.repeats += 1;
        } else {
            text.clone_into(&mut self.last_text);
        }
        self.long += usize::from(text.chars().count() >= 6);
        match cell {
            Cell::Number(number) => {
                self.valid_ids += usize::from(IdNumber::from_number(number).is_ok());
                self.like_ids += usize::from(number >= 1e14);
                self.phones += usize::from(Phone::from_number(number).is_some_and(|phone| phone.is_mobile()));
                self.dates += usize::from(PartialDate::from_number(number, far).is_ok());
                return;
            }
            Cell::Date(_) => {
                self.dates += 1;
                return;
            }
            _ => {}
        }
        let id = (text.len() >= 15).then(|| IdNumber::parse(text));
        self.valid_ids += usize::from(matches!(id, Some(Ok(_) | Err(IdFault::Old(_)))));
        self.like_ids +=
            usize::from(matches!(id, Some(Ok(_) | Err(IdFault::Old(_) | IdFault::Checksum | IdFault::PrecisionLost | IdFault::Birth))));
        self.phones += usize::from(id.is_none_or(|id| id.is_err()) && text.len() >= 11 && Phone::parse_all(text).is_some());
        self.dates += usize::from(PartialDate::parse(text, far).is_ok());
        self.sexes += usize::from(Sex::parse(text).is_some());
        if let Some(reason) = words.private(text) {
            self.private += 1;
            self.private_reason = Some(reason.clone());
        }
        self.names += usize::from(values::looks_like_name(text));
        self.surnamed += usize::from(words.is_name(text));
        self.branches += usize::from(["支部", "党总支", "党委", "支部委员会"].iter().any(|end| text.ends_with(end)));
        self.addresses += usize::from(looks_like_address(text, words));
        self.education += usize::from(words.knows_value(Field::Education, text));
        self.employment += usize::from(words.knows_value(Field::Employment, text));
        self.member_kind += usize::from(words.knows_value(Field::MemberKind, text));
    }

    fn count_on(&mut self, text: &str) {
        let number = text.parse::<f64>().ok().filter(|number| number.abs() < 1e6);
        self.counting += usize::from(number.is_some() && number == self.last_number.map_or(Some(1.0), |last| Some(last + 1.0)));
        self.amounts += usize::from(number.is_some_and(|number| number != 0.0 && number != 1.0));
        self.last_number = number.or(self.last_number);
    }

    /// Whether the cells are marks of a roll-call, and not hours.
    pub fn is_marked(&self) -> bool {
        self.marks * 2 >= self.filled && self.amounts * 2 < self.filled.max(1)
    }

    pub fn mostly(&self, count: usize) -> bool {
        self.filled > 0 && count * 10 >= self.filled * 8
    }

    pub fn hardly(&self, count: usize) -> bool {
        self.filled >= 3 && count * 2 < self.filled
    }
}

/// "团结路3号", "城北新区幸福里小区": a word of addresses with a number, or at the end of a long text.
fn looks_like_address(text: &str, words: &Dictionary) -> bool {
    let letters = text.chars().count();
    let numbered = text.chars().any(|letter| letter.is_ascii_digit());
    let has = |sign: &String| numbered && text.contains(sign.as_str()) || letters >= 7 && text.ends_with(sign.as_str());
    (4..=50).contains(&letters) && words.address_signs.iter().any(has)
}
