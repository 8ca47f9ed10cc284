//! The standard ledgers: blank forms that ship with the product and are filled like any other.

use super::words::{Ledger, WORDS};
use kernel::{Error, Result, Uploaded, t};
use sheets::write::{Cell, Column, Table, xlsx};

/// Empty rows of a blank; more are made when they do not suffice.
const ROWS: usize = 20;
/// The line that says for whom and of which day.
const FOR_WHOM: &str = "填报单位：                                   截止日期：";

impl Ledger {
    pub fn all() -> &'static [Ledger] {
        &WORDS.ledger
    }

    pub fn with_code(code: &str) -> Result<&'static Ledger> {
        Ledger::all().iter().find(|l| l.code == code).ok_or(Error::NotFound)
    }

    pub fn name(&self) -> &str {
        t(&self.zh, &self.en)
    }

    /// The blank form. Its words are Chinese, as those of all forms are.
    pub fn blank(&self) -> Result<Uploaded> {
        let columns = self.heads.iter().map(|head| Column::new(head, 6.0 + head.chars().count() as f64 * 2.0)).collect();
        let table = Table { title: self.zh.clone(), note: FOR_WHOM.into(), columns };
        let rows = (0..ROWS).map(|_| self.heads.iter().map(|_| Cell::Empty).collect::<Vec<_>>());
        let bytes = xlsx(&table, rows).map_err(|e| Error::Internal(e.into()))?;
        Ok(Uploaded { name: format!("{}.xlsx", self.zh), bytes: bytes.into() })
    }
}
