//! Where a page of a list ended that is read in the ledger's order: path, name, id.

use kernel::{Error, Id, Result};

/// Rows on one page.
pub const PAGE: usize = 50;

/// The cursor of a page: where `after` says, or the beginning below `top`.
pub fn place(after: &str, top: &str) -> Result<(String, String, Id)> {
    if after.is_empty() {
        return Ok((top.into(), String::new(), Id::NIL));
    }
    let mut parts = after.splitn(3, '.');
    match (parts.next(), parts.next().and_then(|id| id.parse().ok()), parts.next()) {
        (Some(path), Some(id), Some(name)) => Ok((path.into(), name.into(), id)),
        _ => Err(Error::NotFound),
    }
}

/// What `after` must be for the page behind this row.
pub fn mark(path: &str, name: &str, id: Id) -> String {
    format!("{path}.{id}.{name}")
}

/// Cuts what was read to one page, and says where the next begins if there is one.
pub fn cut<T>(rows: &mut Vec<T>, most: usize, mark: impl Fn(&T) -> String) -> Option<String> {
    let more = rows.len() > most;
    rows.truncate(most);
    rows.last().filter(|_| more).map(mark)
}
