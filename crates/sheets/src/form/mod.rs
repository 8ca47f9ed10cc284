//! Forms sent down from above: what a blank form asks for, and the form filled in its own look.
//!
//! [`read`] tells what is asked: lists, cards of label and empty cell, single blanks in a text, and
//! `{{fields}}`. The caller looks the answers up and [`fill`] writes them into the file that came:
//! everything that is not an answer stays as it was, to the byte.
//!
//! ```
//! use sheets::form::{Answers, Value};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let toml = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/columns.toml"))?;
//! # let words = sheets::Dictionary::parse(&toml)?;
//! // A text file is enough to show it; xlsx and docx keep their look.
//! let blank = "姓名,性别,联系电话\n".as_bytes();
//! let form = sheets::form::read("花名册.csv", blank, &words)?;
//! let asked: Vec<&str> = form.tables[0].columns.iter().map(|column| column.label()).collect();
//! assert_eq!(asked, ["姓名", "性别", "联系电话"]);
//!
//! let person = vec![Value::text("付华"), Value::text("女"), Value::text("14000000001")];
//! let answers = Answers { tables: vec![vec![person]], ..Answers::default() };
//! let filled = sheets::form::fill(blank, &form, &answers)?;
//! assert_eq!(sheets::open("花名册.xlsx", &filled)?.sheets[0].cell(1, 0).text(), "付华");
//! # Ok(())
//! # }
//! ```
//!
//! `find` understands grids of cells, wherever they come from; `xlsx` and `docx` read grids out of
//! their XML and write answers into it; `convert` draws other formats as xlsx first; `gaps` knows
//! the room inside a text, `splice` changes text that lies in runs.

mod answers;
mod at;
mod boxes;
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
pub use form::{Blank, BlankKind, Boxes, Card, Column, Form, Format, Free, Given, RowOf, Table, Total, Totals};

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
    let spread = boxes::spread(form, answers);
    let (form, answers) = spread.as_ref().map_or((form, answers), |(form, answers)| (form, answers));
    match (unfolds(bytes, &limits)?, form.format) {
        (Package::Xlsx, Format::Xlsx) => xlsx::fill(bytes, form, answers, &limits),
        (Package::Other, Format::Converted) => xlsx::fill(&convert::to_xlsx(bytes, &limits)?, form, answers, &limits),
        (Package::Docx, Format::Docx) => docx::fill(bytes, form, answers, &limits),
        _ => Err(FillFault::OtherForm("it is of another format".into())),
    }
}
