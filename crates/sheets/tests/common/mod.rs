//! What the tests share: the dictionary as shipped, a fixed day, and the shared fixtures if present.

use std::path::{Path, PathBuf};

use sheets::Dictionary;
use sheets::values::PartialDate;

pub fn words() -> Dictionary {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/columns.toml");
    let text = std::fs::read_to_string(path).expect("rules/columns.toml");
    Dictionary::parse(&text).unwrap_or_else(|fault| panic!("{fault}"))
}

pub fn today() -> PartialDate {
    "2026-11-22".parse().expect("a date")
}

/// The street's synthetic workbooks lie beside the repository and are no part of it.
pub fn fixtures() -> Option<(PathBuf, serde_json::Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures");
    let Ok(truth) = std::fs::read_to_string(folder.join("truth.json")) else {
        println!("SKIPPED: no ../shared/fixtures beside this repository; the generated set is read in tests/generated.rs");
        return None;
    };
    Some((folder, serde_json::from_str(&truth).expect("truth.json")))
}

pub fn files(folder: &Path, start: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start))).collect();
    files.sort();
    files
}
