//! What the tests share: the dictionary as shipped and a fixed day.

#![allow(dead_code, reason = "each test takes what it needs")]

pub mod grid;
pub mod markup;
pub mod memory;
pub mod people;
pub mod xls;

use std::path::Path;

use sheets::Dictionary;
use sheets::values::PartialDate;

pub fn words() -> Dictionary {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/columns.toml");
    let text = std::fs::read_to_string(path).expect("rules/columns.toml");
    Dictionary::parse(&text).unwrap_or_else(|fault| panic!("{fault}"))
}

#[allow(dead_code, reason = "not every test needs a day")]
pub fn today() -> PartialDate {
    "2026-11-22".parse().expect("a date")
}
