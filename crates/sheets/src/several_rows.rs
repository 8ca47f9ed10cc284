//! A person whose name is merged over several rows is one person: what the rows below the first say
//! (family, second addresses) is put together with it.

use std::borrow::Cow;

use crate::meaning::Field;
use crate::note::{Note, NoteCode};
use crate::record::{Record, Value};
use crate::records::Records;
use crate::sheet::{Row, cell_name};
use crate::trouble::Code;

/// Between what two rows say.
const BETWEEN: &str = "；";

impl<'a> Records<'a> {
    /// The next row, if the name above is merged over it.
    pub(crate) fn goes_on(&mut self) -> Option<Row<'a>> {
        let column = self.name_merged?;
        let row = Some(self.at).filter(|at| *at < self.end).map(|at| self.sheet.nth(at))?;
        let (first, last) = self.merge_at(row.number, column)?;
        (first < row.number && row.number <= last).then(|| {
            self.at += 1;
            row
        })
    }
}

impl<'a> Record<'a> {
    /// Takes in what another row of the same person says.
    pub(crate) fn absorb(&mut self, more: Record<'a>) {
        self.notes.push(Note { cell: cell_name(more.row - 1, more.column), field: None, code: NoteCode::SeveralRows });
        for (field, value) in more.values {
            self.take_value(field, value);
        }
        for (header, text) in more.extras {
            match self.extras.iter_mut().find(|(known, _)| *known == header) {
                Some((_, known)) => join(known, &text),
                None => self.extras.push((header, text)),
            }
        }
        let new_marks = more.marks.into_iter().filter(|mark| !self.marks.contains(mark)).collect::<Vec<_>>();
        self.marks.extend(new_marks);
        let new_dues = more.dues.into_iter().filter(|paid| !self.dues.contains(paid)).collect::<Vec<_>>();
        self.dues.extend(new_dues);
        let missing = |code| matches!(code, Code::IdMissing | Code::NameMissing);
        let known: Vec<_> = self.troubles.iter().map(|trouble| (trouble.field, trouble.code)).collect();
        let new = more.troubles.into_iter().filter(|trouble| !missing(trouble.code) && !known.contains(&(trouble.field, trouble.code)));
        self.troubles.extend(new);
    }

    fn take_value(&mut self, field: Field, value: Value<'a>) {
        match (self.values.iter_mut().find(|(known, _)| *known == field), value) {
            (None, value) => self.values.push((field, value)),
            (Some((_, Value::Text(known))), Value::Text(text)) => join(known, &text),
            (Some((_, Value::List(known))), Value::List(more)) => {
                let new = more.into_iter().filter(|word| !known.contains(word)).collect::<Vec<_>>();
                known.extend(new);
            }
            (Some((_, Value::Phones(known))), Value::Phones(mut more)) => {
                more.retain(|phone| !known.contains(phone));
                if !more.is_empty() && field == Field::Phone {
                    self.take_value(Field::OtherPhone, Value::Phones(more));
                } else {
                    known.extend(more);
                }
            }
            // The first row's date, number or yes stands.
            (Some(_), _) => {}
        }
    }
}

fn join<'a>(known: &mut Cow<'a, str>, text: &str) {
    if !known.split(BETWEEN).any(|part| part == text) {
        known.to_mut().push_str(&format!("{BETWEEN}{text}"));
    }
}
