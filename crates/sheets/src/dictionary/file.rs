//! columns.toml as it is written.

use std::collections::HashMap;

use serde::Deserialize;

use super::{Dues, KindSigns};
use crate::meaning::{Field, Mark};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub field: Vec<FieldWords>,
    pub ignored: Vec<Without>,
    pub left_out: Vec<Without>,
    pub kind: Vec<KindSigns>,
    pub value: Vec<ValueWords>,
    pub blank: Blank,
    pub rows: Rows,
    pub marks: HashMap<Mark, Vec<String>>,
    pub activities: HashMap<String, Vec<String>>,
    pub heads: Affixes,
    pub dues: Dues,
    pub branches: Branches,
    pub sign_in: Blank,
    pub addresses: Signs,
    pub households: Households,
    pub names: Surnames,
    pub places: Places,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Surnames {
    pub surnames: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Places {
    pub generic: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Households {
    pub head: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signs {
    pub signs: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Affixes {
    pub before: Vec<String>,
    pub after: Vec<String>,
    pub others: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Branches {
    pub bare: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldWords {
    pub field: Field,
    pub zh: String,
    pub en: String,
    pub words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Without {
    pub zh: String,
    pub en: String,
    pub words: Vec<String>,
    #[serde(default)]
    pub values: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ValueWords {
    pub field: Field,
    pub word: String,
    pub also: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Blank {
    pub words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rows {
    pub totals: Vec<String>,
    pub notes: Vec<String>,
    pub examples: Vec<String>,
    pub hints: Vec<String>,
}
