//! What stands in a cell, understood: dates of every precision, ID numbers, phones, names and words.
//!
//! Nothing here corrects in silence. What cannot be read keeps its raw text and gets a reason.

mod date;
mod id_number;
mod phone;
mod text;

pub use date::{DateFault, PartialDate};
pub use id_number::{IdFault, IdNumber, Sex};
pub use phone::Phone;
pub(crate) use text::{arabic, looks_like_name};
pub use text::{clean, half_width, lives_now, name, name_and_words, same_words, ticked, yes_no};
