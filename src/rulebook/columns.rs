//! The words of people's workbooks and forms: `rules/columns.toml`.

use sheets::{Dictionary, Field};
use std::sync::LazyLock;

static COLUMNS: LazyLock<Dictionary> =
    // The file is part of the binary and read by the tests: it cannot fail later.
    LazyLock::new(|| Dictionary::parse(include_str!("../../rules/columns.toml")).expect("rules/columns.toml was read by the tests"));

pub fn columns() -> &'static Dictionary {
    &COLUMNS
}

/// What a field is called.
pub fn field_name(field: Field) -> String {
    let label = COLUMNS.label(field);
    kernel::t(&label.zh, &label.en).to_owned()
}
