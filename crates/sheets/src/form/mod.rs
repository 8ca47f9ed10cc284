//! Forms sent down from above: what a blank form asks for, and the form filled in its own look.
//!
//! [`read`] tells what is asked: lists, cards of label and empty cell, single blanks in a text, and
//! `{{fields}}`. The caller looks the answers up and [`fill`] writes them into the file that came:
//! everything that is not an answer stays as it was, to the byte.

mod answers;
mod at;
mod convert;
mod docx;
mod find;
#[allow(clippy::module_inception)]
mod form;
mod gaps;
mod grid;
mod parts;
mod splice;
mod xlsx;
mod xml;

pub use answers::{Answers, FillFault, Value};
pub use at::{At, NoPlace};
pub use form::{Blank, BlankKind, Card, Column, Form, Format, Free, Given, RowOf, Table, Total, Totals};

use crate::dictionary::Dictionary;
use crate::open::{Limits, Package, unfolds};
use crate::refused::Refused;

/// Reads a blank form: xlsx or docx; xls, ods and other workbooks are converted first, see
/// [`Format::Converted`]. `name` is the file's name, taken for the title where none is printed.
pub fn read(name: &str, bytes: &[u8], words: &Dictionary) -> Result<Form, Refused> {
    let limits = Limits::default();
    let mut form = match unfolds(bytes, &limits)? {
        Package::Xlsx => xlsx::read(bytes, Format::Xlsx, words, &limits),
        Package::Docx => docx::read(bytes, words, &limits),
        Package::Other => xlsx::read(&convert::to_xlsx(bytes, &limits)?, Format::Converted, words, &limits),
    }?;
    form.title = form.title.or_else(|| stem(name));
    Ok(form)
}

/// A file's name without folders and ending.
fn stem(name: &str) -> Option<String> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).trim();
    (!stem.is_empty()).then(|| stem.to_owned())
}

/// Fills the form that was [`read`] from these bytes. More records than there is room for make new
/// rows that look like those above; what stands below moves, with everything that points to it.
pub fn fill(bytes: &[u8], form: &Form, answers: &Answers) -> Result<Vec<u8>, FillFault> {
    let limits = Limits::default();
    match (unfolds(bytes, &limits)?, form.format) {
        (Package::Xlsx, Format::Xlsx) => xlsx::fill(bytes, form, answers, &limits),
        (Package::Other, Format::Converted) => xlsx::fill(&convert::to_xlsx(bytes, &limits)?, form, answers, &limits),
        (Package::Docx, Format::Docx) => docx::fill(bytes, form, answers, &limits),
        _ => Err(FillFault::OtherForm("it is of another format".into())),
    }
}
