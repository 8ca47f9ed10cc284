//! What is wrong with a rules file: it stops the start, and says where to look.

use std::fmt;

/// Why the book could not be opened: which file, which key, what is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub file: String,
    pub key: String,
    pub reason: String,
}

impl Fault {
    pub(super) fn new(file: &str, key: &str, reason: impl fmt::Display) -> Fault {
        Fault { file: file.into(), key: key.into(), reason: reason.to_string() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}: {}", self.file, self.key, self.reason)
    }
}

impl std::error::Error for Fault {}
