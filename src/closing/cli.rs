//! `linli close 2026-10`: the same as the page's button.

use super::{CloseReport, Month, close};
use crate::orgs::Org;
use kernel::{Error, House, Result, Scope};
use std::sync::Arc;

/// Closes the month of the organisation at this path and of all below it. A month that is not over
/// is refused: that wants somebody who looks at the page.
pub fn close_month(house: &Arc<House>, path: &str, month: Month) -> Result<CloseReport> {
    let path = path.to_owned();
    house.write_as_system("linli close", Scope::Subtree(path.clone()), move |cx| {
        let org = Org::at(cx, &path).map_err(|e| match e {
            Error::NotFound => Error::field("org", "没有这个党组织。", "There is no such organisation."),
            other => other,
        })?;
        close(cx, &org, month, false)
    })
}
