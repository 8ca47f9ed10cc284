//! What a filled form says of itself: what was asked, whence each answer comes, and what is open.

use super::{ask::Asked, choices::Choices, value};
use crate::people::Extra;
use jiff::civil::Date;
use kernel::{Id, t};
use schemars::JsonSchema;
use serde::Serialize;
use sheets::form::{Blank, BlankKind, Column, Form, Value};
use std::collections::BTreeSet;

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Report {
    pub title: String,
    pub organisation: String,
    #[schemars(with = "String")]
    pub on: Date,
    pub tables: Vec<TableReport>,
    pub blanks: Vec<BlankReport>,
    /// The form is about one person.
    pub one_person: bool,
    pub member: Option<String>,
    #[serde(skip)]
    pub member_id: Option<Id>,
    /// Labels that stay blank on purpose.
    pub left: BTreeSet<String>,
    /// Instructions printed on the form.
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct TableReport {
    pub title: String,
    pub rows: usize,
    /// Whom it lists, in words.
    pub whom: String,
    pub of_people: bool,
    pub columns: Vec<ColumnReport>,
    /// Rows that the sender has named and the ledger does not know.
    pub unknown_rows: usize,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ColumnReport {
    pub label: String,
    pub asked: Asked,
    pub reason: String,
    /// Rows in which it stayed blank.
    pub blank: usize,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BlankReport {
    /// The place in the form, such as `1!B5`.
    pub at: String,
    pub label: String,
    pub asked: Asked,
    pub reason: String,
    pub value: String,
    pub options: Vec<String>,
}

impl Report {
    pub fn of(form: &Form, organisation: &str, on: Date) -> Report {
        Report {
            title: form.title.clone().unwrap_or_default(),
            organisation: organisation.into(),
            on,
            notes: form.notes.clone(),
            ..Report::default()
        }
    }

    pub fn blank(&mut self, blank: &Blank, asked: &Asked, value: &Value) {
        self.blanks.push(BlankReport {
            at: blank.at.to_string(),
            label: blank.label.clone(),
            asked: asked.clone(),
            reason: asked.reason(),
            value: value::shown(value),
            options: if blank.kind == BlankKind::Tick { vec![] } else { blank.options.clone() },
        });
    }

    /// It is about one person, and nobody has said about whom.
    pub fn lacks_person(&self) -> bool {
        self.one_person && self.member.is_none()
    }

    /// Rows that stand in the form already and that the ledger does not know.
    pub fn unknown_rows(&self) -> usize {
        self.tables.iter().map(|t| t.unknown_rows).sum()
    }

    /// Labels that stayed without an answer, are not left to a pen, and not left blank on purpose.
    pub fn open(&self) -> Vec<String> {
        if self.lacks_person() {
            return vec![t("哪一位党员", "Which member").into()];
        }
        self.askable().into_iter().filter(|label| !self.left.contains(label)).collect()
    }

    /// Labels without an answer that somebody could give.
    pub fn askable(&self) -> Vec<String> {
        let columns = self.tables.iter().flat_map(|t| &t.columns).filter(|c| c.is_open());
        let blanks = self.blanks.iter().filter(|b| b.asked != Asked::ByHand && b.value.is_empty());
        columns.map(|c| c.label.clone()).chain(blanks.map(|b| b.label.clone())).collect()
    }

    /// What was typed of the person this form is about and the ledger does not know, by its label;
    /// it is taken out of the words of this form.
    pub fn take_new_facts(&self, choices: &mut Choices) -> Extra {
        let asked = self.blanks.iter().filter(|b| self.member_id.is_some() && b.asked == Asked::Unknown && !b.label.is_empty());
        asked.filter_map(|b| Some((b.label.clone(), choices.answers.remove(&b.at)?))).collect()
    }

    pub fn people(&self) -> usize {
        self.tables.iter().filter(|t| t.of_people).map(|t| t.rows).sum::<usize>() + usize::from(self.member.is_some())
    }
}

impl ColumnReport {
    pub fn of(column: &Column, asked: &Asked) -> ColumnReport {
        ColumnReport { label: column.path.join(" / "), asked: asked.clone(), reason: asked.reason(), blank: 0 }
    }
}

impl ColumnReport {
    /// It can be asked row by row.
    pub fn is_open(&self) -> bool {
        self.asked == Asked::Unknown && self.blank > 0
    }
}

impl BlankReport {
    /// The name of its input on the page.
    pub fn field(&self) -> String {
        format!("answer.{}", self.at)
    }
}

impl TableReport {
    /// The name of the input that says whom the n-th list of the form is of.
    pub fn field(&self, n: &usize) -> String {
        format!("whom.{n}")
    }

    /// Columns that no word explains are answered by what is kept under their own names.
    pub fn name_extras(&mut self) {
        let known = self.columns.iter_mut().filter(|c| c.asked == Asked::Unknown && c.blank < self.rows);
        known.for_each(|c| c.reason = t("附加信息", "Extra facts").into());
    }

    /// Counts a row and what of it stayed blank. `empty`: the columns asked of a row that the sender
    /// has named.
    pub fn count(&mut self, row: &[Value], empty: Option<&[usize]>) {
        self.rows += 1;
        for (n, value) in row.iter().enumerate() {
            if value.is_blank() && empty.is_none_or(|empty| empty.contains(&n)) {
                self.columns[n].blank += 1;
            }
        }
    }
}
