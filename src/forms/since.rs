//! What a filled form said, kept sealed without what is hidden, so that the next of its kind can tell
//! what has changed since.

use super::{filling::List, value::shown};
use kernel::Id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Said {
    rows: BTreeMap<Id, Row>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Row {
    name: String,
    cells: Vec<String>,
}

/// What is other than last time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Since {
    /// When the last one was filled.
    pub on: String,
    pub came: Vec<String>,
    pub left: Vec<String>,
    pub changed: Vec<String>,
}

impl Said {
    /// Takes a list in. Ages and the like change by themselves; they are part of what a row says.
    pub fn list(&mut self, list: &List) {
        for (row, subject) in list.rows.iter().zip(&list.subjects) {
            let Some((id, name)) = subject else { continue };
            let open = row.iter().zip(&list.hidden).map(|(v, hidden)| if *hidden { String::new() } else { shown(v) });
            self.rows.entry(*id).or_insert_with(|| Row { name: name.clone(), cells: vec![] }).cells.extend(open);
        }
    }

    pub fn since(&self, before: &Said, on: &str) -> Since {
        let names = |of: &Said, other: &Said| {
            of.rows.iter().filter(|(id, _)| !other.rows.contains_key(id)).map(|(_, row)| row.name.clone()).collect()
        };
        let changed = self.rows.iter().filter(|(id, row)| before.rows.get(id).is_some_and(|b| b.cells != row.cells));
        Since {
            on: on.into(),
            came: names(self, before),
            left: names(before, self),
            changed: changed.map(|(_, row)| row.name.clone()).collect(),
        }
    }
}
