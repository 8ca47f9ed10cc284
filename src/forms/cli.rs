//! Filling a form from the command line, without questions: what is unknown stays blank and is listed.

use super::{
    choices::Choices,
    copies,
    form::{fill as fill_in, read},
    report::Report,
};
use kernel::{House, Id, Result, Scope};
use serde::Serialize;
use std::sync::Arc;

#[derive(Serialize)]
pub struct Filled {
    #[serde(flatten)]
    pub report: Report,
    /// Labels that stayed without an answer.
    pub unknown: Vec<String>,
}

/// The filled form, and what it says of itself. `unmask` is the reason for which hidden facts leave.
pub fn fill(
    house: &Arc<House>,
    scope: Scope,
    name: String,
    bytes: Vec<u8>,
    choices: Choices,
    unmask: Option<String>,
) -> Result<(Vec<u8>, Filled)> {
    house.steps_as_system("fill form", scope, move |cx| {
        let form = read(cx, &name, &bytes)?;
        let (filled, said) = fill_in(cx, &bytes, &form, &choices, unmask.as_deref(), Id::NIL)?;
        let report = said.report;
        Ok((filled, Filled { unknown: report.open(), report }))
    })
}

/// A form about one person, filled for each of `whom`: an archive, and how many it holds.
pub fn fill_each(
    house: &Arc<House>,
    scope: Scope,
    name: String,
    bytes: Vec<u8>,
    choices: Choices,
    whom: String,
    unmask: Option<String>,
) -> Result<(Vec<u8>, usize)> {
    house.steps_as_system("fill form", scope, move |cx| {
        let form = read(cx, &name, &bytes)?;
        copies::fill_each(cx, &bytes, &form, &choices, &whom, unmask.as_deref(), Id::NIL)
    })
}
