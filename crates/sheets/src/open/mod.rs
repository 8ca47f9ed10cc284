//! Bytes to cells, within bounds that are checked before memory is spent.

mod biff;
mod legacy;
mod merges;
mod ods;
mod survey;
mod text;
mod web;
mod xlsx;
mod xml;

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::refused::{Looks, Refused};
use crate::sheet::{Cell, Sheet, Workbook};

/// How much a file may unfold to. What is exceeded is refused by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes one part of the file may unfold to, whatever it says of itself.
    pub part: u64,
    /// A sheet beyond `part` is still read, up to this size, if it unfolds no more than
    /// `ordinary_ratio`-fold. Rows typed by people unfold 5- to 25-fold, a bomb 100- to 1,000-fold.
    /// Only its cells are kept, and these have bounds of their own.
    pub ordinary_part: u64,
    pub ordinary_ratio: u64,
    /// Bytes all parts may unfold to.
    pub whole: u64,
    /// Filled rows of one sheet.
    pub rows: usize,
    /// Filled cells of the whole file.
    pub cells: usize,
    /// Bytes of letters kept of the whole file.
    pub text: usize,
}

const MIB: u64 = 1 << 20;
/// No program has rows below this one; a cell there is read past.
const LAST_ROW: u32 = 1 << 20;
/// So many bytes tell whether a file is markup.
const HEAD: usize = 2048;

impl Default for Limits {
    fn default() -> Self {
        Limits {
            part: 64 * MIB,
            ordinary_part: 192 * MIB,
            ordinary_ratio: 40,
            whole: 256 * MIB,
            rows: 300_000,
            cells: 4_000_000,
            text: 64 << 20,
        }
    }
}

/// Opens a workbook of any kind within the ordinary limits. `name` is the file's name: it is kept,
/// because branches are often named only there.
pub fn open(name: &str, bytes: &[u8]) -> Result<Workbook, Refused> {
    open_within(name, bytes, &Limits::default())
}

/// Opens a workbook of any kind within these limits.
pub fn open_within(name: &str, bytes: &[u8], limits: &Limits) -> Result<Workbook, Refused> {
    let sheets = match Shape::of(bytes)? {
        Shape::Zip => survey::zip(bytes, limits).and_then(|survey| match survey.kind {
            survey::Kind::Xlsx => parse(|| xlsx::read(bytes, &survey, Keep::within(limits))),
            survey::Kind::Xlsb => parse(|| legacy::xlsb(bytes, Keep::within(limits))),
            survey::Kind::Ods => ods::read(bytes, Keep::within(limits)),
            survey::Kind::Docx => Err(Refused::WrongType(Looks::WordDocument)),
        })?,
        Shape::Compound => {
            let checked = legacy::check(bytes, limits)?;
            parse(|| legacy::xls(&checked, Keep::within(limits)))?
        }
        Shape::Text => text::read(bytes, Keep::within(limits))?,
        Shape::Web => web::read(&marked_up(bytes, limits)?, Keep::within(limits))?,
        Shape::Xml => xml::read(&marked_up(bytes, limits)?, Keep::within(limits))?,
    };
    if sheets.iter().all(|sheet| sheet.row_count() == 0) {
        return Err(Refused::NoSheets);
    }
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
    Ok(Workbook { name, sheets })
}

/// The formulas of a sheet: row, column and text.
pub(crate) type Formulas = Vec<(u32, u16, String)>;

/// The formulas of an xls, sheet by sheet.
pub(crate) fn xls_formulas(bytes: &[u8], limits: &Limits) -> Result<Vec<Formulas>, Refused> {
    let checked = legacy::check(bytes, limits)?;
    catch_unwind(AssertUnwindSafe(|| legacy::formulas(&checked))).unwrap_or_else(|_| Ok(Vec::new()))
}

/// The records of an xls; none if the bytes are no xls.
pub(crate) fn xls_records(bytes: &[u8], limits: &Limits) -> Result<Option<Vec<u8>>, Refused> {
    match Shape::of(bytes)? {
        Shape::Compound => legacy::check(bytes, limits).and_then(|checked| legacy::records(&checked)).map(Some),
        Shape::Zip | Shape::Text | Shape::Web | Shape::Xml => Ok(None),
    }
}

/// What kind of package a form comes in.
pub(crate) enum Package {
    Xlsx,
    Docx,
    /// Any other kind of workbook that [`open`] reads.
    Other,
}

/// Tells what the bytes are. A package of parts is unfolded and counted first, so that its parts
/// may be read after this without a bound of their own.
pub(crate) fn unfolds(bytes: &[u8], limits: &Limits) -> Result<Package, Refused> {
    Ok(match Shape::of(bytes)? {
        Shape::Zip => match survey::zip(bytes, limits)?.kind {
            survey::Kind::Xlsx => Package::Xlsx,
            survey::Kind::Docx => Package::Docx,
            survey::Kind::Xlsb | survey::Kind::Ods => Package::Other,
        },
        Shape::Compound | Shape::Text | Shape::Web | Shape::Xml => Package::Other,
    })
}

/// The parser indexes into records that a hostile file can cut short. A panic there is a broken
/// file and nothing else: no state of ours is touched by it.
fn parse(read: impl FnOnce() -> Result<Vec<Sheet>, Refused>) -> Result<Vec<Sheet>, Refused> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(Refused::Broken("its records contradict each other".into())))
}

enum Shape {
    Zip,
    Compound,
    Text,
    /// A web page.
    Web,
    /// The XML of Excel 2003.
    Xml,
}

impl Shape {
    /// What the first bytes say. The ending of the name is not asked: it often lies.
    fn of(bytes: &[u8]) -> Result<Self, Refused> {
        let starts = |sign: &[u8]| bytes.starts_with(sign);
        if bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
            return Err(Refused::Empty);
        }
        if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
            return Ok(Shape::Zip);
        }
        if starts(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
            return Ok(Shape::Compound);
        }
        let wrong = if starts(b"%PDF") {
            Some(Looks::Pdf)
        } else if starts(b"\x89PNG") || starts(b"\xff\xd8\xff") || starts(b"GIF8") || starts(b"BM") && bytes.get(6..10) == Some(&[0; 4]) {
            Some(Looks::Picture)
        } else if starts(b"Rar!") || starts(b"7z\xbc\xaf") || starts(&[0x1f, 0x8b]) {
            Some(Looks::Archive)
        } else {
            None
        };
        wrong.map_or_else(|| Ok(markup(bytes).unwrap_or(Shape::Text)), |looks| Err(Refused::WrongType(looks)))
    }
}

/// What a file is that begins with a tag.
fn markup(bytes: &[u8]) -> Option<Shape> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_lowercase();
    // In UTF-16 every other byte is nought.
    let head: String = head.chars().filter(|letter| !matches!(letter, '\0' | '\u{feff}' | '\u{fffd}')).collect();
    let head = head.trim_start();
    if !head.starts_with('<') {
        return None;
    }
    if head.contains("urn:schemas-microsoft-com:office:spreadsheet") && !head.contains("<html") {
        return Some(Shape::Xml);
    }
    let tags = ["<!doctype html", "<html", "<table", "<head", "<meta", "<body", "<div", "<style"];
    tags.iter().any(|tag| head.contains(tag)).then_some(Shape::Web)
}

/// The text of a file that is all markup; it unfolds to nothing more than it is.
fn marked_up<'b>(bytes: &'b [u8], limits: &Limits) -> Result<Cow<'b, str>, Refused> {
    let size = bytes.len() as u64;
    if size > limits.ordinary_part {
        return Err(too_large(String::new(), size, limits.ordinary_part));
    }
    text::decode(bytes)
}

/// Puts cells into sheets and stops at the first bound that is passed.
struct Keep<'l> {
    limits: &'l Limits,
    sheets: Vec<Sheet>,
    cells: usize,
    text: usize,
}

impl<'l> Keep<'l> {
    fn within(limits: &'l Limits) -> Self {
        Keep { limits, sheets: Vec::new(), cells: 0, text: 0 }
    }

    fn start(&mut self, name: impl Into<String>, hidden: bool) {
        self.finish();
        self.sheets.push(Sheet::named(name, hidden));
    }

    fn current(&mut self) -> &mut Sheet {
        if self.sheets.is_empty() {
            self.sheets.push(Sheet::default());
        }
        let last = self.sheets.len() - 1;
        &mut self.sheets[last]
    }

    fn push(&mut self, row: u32, column: u32, cell: Cell<'_>) -> Result<(), Refused> {
        let Some(column) = u16::try_from(column).ok().filter(|_| row < LAST_ROW) else { return Ok(()) };
        let limits = self.limits;
        let (cells_before, text_before) = (self.cells, self.text);
        let sheet = self.current();
        sheet.push(row, column, cell);
        let (rows, cells, text) = (sheet.row_count(), sheet.cell_count(), sheet.text_len());
        if rows > limits.rows {
            return Err(Refused::TooManyRows { sheet: sheet.name.clone(), limit: limits.rows });
        }
        if cells_before + cells > limits.cells {
            return Err(Refused::TooManyCells { sheet: sheet.name.clone(), limit: limits.cells });
        }
        if text_before + text > limits.text {
            return Err(too_large(sheet.name.clone(), (text_before + text) as u64, limits.text as u64));
        }
        Ok(())
    }

    fn finish(&mut self) {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.settle();
            self.cells += sheet.cell_count();
            self.text += sheet.text_len();
        }
    }

    fn done(mut self) -> Vec<Sheet> {
        self.finish();
        self.sheets
    }
}

fn too_large(part: String, bytes: u64, limit: u64) -> Refused {
    Refused::TooLarge { part, megabytes: bytes / MIB, limit: limit / MIB }
}

fn broken(reason: impl std::fmt::Display) -> Refused {
    Refused::Broken(reason.to_string())
}
