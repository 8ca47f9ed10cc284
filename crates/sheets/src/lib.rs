//! Read the workbooks people keep, for meaning; write the ones they need; fill the forms they are
//! sent ([`form`]).
//!
//! Bytes in, bytes out. The crate knows ledgers of organisations and people, and nothing of the
//! program that keeps them: which words mean which field is told by the caller's dictionary
//! (`rules/columns.toml`).
//!
//! ```
//! use sheets::{Code, Dictionary, Field, Kind};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let toml = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/columns.toml"))?;
//! let words = Dictionary::parse(&toml)?;
//! let bytes = "三里村第一党支部党员花名册,,\n姓名,身份证号,入党时间\n付　华,11010519491231002x,1971年7月\n王芳,110105194912310021,1985.13\n";
//!
//! // 1. Open: any kind of file, within bounds; a file that is no workbook says so in zh and en.
//! let book = sheets::open("名册.csv", bytes.as_bytes())?;
//!
//! // 2. Read: each table with its kind, branch and columns. Every guess has a reason; show the
//! //    reading, let a person change it, take it back as the same plain data.
//! let readings = sheets::read(&book, &words);
//! let reading = &readings[0];
//! assert_eq!(reading.kind, Kind::Roster);
//! assert_eq!(reading.branch.name.as_deref(), Some("三里村第一党支部"));
//!
//! // What the caller knows helps: `sheets::read_with(&book, &words, &sheets::Hints::of(&["三里村第一党支部"]))`.
//!
//! // 3. Records: typed values row by row, and what is wrong, at the cell.
//! let records: Vec<_> = reading.records(&book, &words, "2026-11-22".parse()?).collect();
//! assert_eq!(records[0].name(), Some("付华"));
//! assert_eq!(records[0].date(Field::Joined).map(|date| date.to_string()).as_deref(), Some("1971-07"));
//! assert_eq!(records[0].birth().map(|date| date.to_string()).as_deref(), Some("1949-12-31"));
//! let troubles: Vec<_> = records[1].troubles.iter().map(|trouble| (trouble.cell.as_str(), trouble.code)).collect();
//! assert_eq!(troubles, [("B4", Code::IdChecksum), ("C4", Code::DateImpossible)]);
//! # Ok(())
//! # }
//! ```

mod body;
mod conclude;
mod dictionary;
pub mod form;
mod hints;
mod interpret;
mod meaning;
mod note;
mod open;
mod read;
mod reading;
mod record;
mod records;
mod refused;
mod several_rows;
mod sheet;
mod trouble;
pub mod values;
pub mod write;

pub use dictionary::{Dictionary, DictionaryFault};
pub use hints::Hints;
pub use meaning::{Field, Kind, Mark, Meaning, Reason, Shape, UnknownName};
pub use note::{Note, NoteCode};
pub use open::{Limits, open, open_within};
pub use read::{read, read_with};
pub use reading::{BranchFrom, BranchSource, Column, Form, Meeting, Reading, Span};
pub use record::{Paid, Record, Value};
pub use records::Records;
pub use refused::{Looks, Refused};
pub use sheet::{Cell, Merge, Row, Sheet, Workbook, cell_name, column_name, place as cell_place};
pub use trouble::{Code, Trouble};
