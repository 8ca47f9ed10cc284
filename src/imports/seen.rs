//! What rows above have said of units, of people who report in and of needs: a row below may say it again.

use super::walk::At;
use kernel::Id;
use std::collections::HashMap;

/// A row by one of its keys.
#[derive(Clone, Debug)]
pub struct SeenRow {
    /// In the register; not yet while an import is only looked at.
    pub subject: Option<Id>,
    pub at: At,
    /// All that it said, to tell a repetition from another word about the same.
    pub said: String,
}

#[derive(Default)]
pub struct Seen(HashMap<String, SeenRow>);

impl Seen {
    /// The row above that has the first of these keys that is known.
    pub fn find(&self, keys: &[String]) -> Option<&SeenRow> {
        keys.iter().find_map(|key| self.0.get(key))
    }

    pub fn add(&mut self, keys: Vec<String>, row: SeenRow) {
        for key in keys {
            self.0.entry(key).or_insert_with(|| row.clone());
        }
    }
}
