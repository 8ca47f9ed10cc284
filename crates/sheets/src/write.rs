//! Tables out: xlsx that prints well, and csv for programs.

mod answer;

use std::borrow::Cow;

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

pub use self::answer::{Answer, Language, Remark, Tone, Verdict, answered};
use crate::values::PartialDate;

/// What is written above and beside the rows.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Printed large above the header; also names the sheet.
    pub title: String,
    /// A smaller line below the title, such as who made it and when.
    pub note: String,
    pub columns: Vec<Column>,
}

#[derive(Debug, Clone)]
pub struct Column {
    pub head: String,
    /// In letters of Latin width; a Chinese letter takes two.
    pub width: f64,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    #[default]
    Text,
    Number,
    Date,
}

/// One cell to write.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    Empty,
    Text(Cow<'a, str>),
    Number(f64),
    /// A day becomes a date of the workbook, a month or a year stays the text it is.
    Date(PartialDate),
}

/// A table that a workbook cannot hold.
#[derive(Debug, thiserror::Error)]
pub enum WriteFault {
    #[error("the workbook cannot be written: {0}")]
    Xlsx(#[from] XlsxError),
    #[error("the text cannot be written: {0}")]
    Csv(#[from] csv::Error),
}

impl Column {
    pub fn new(head: impl Into<String>, width: f64) -> Self {
        Column { head: head.into(), width, kind: Kind::Text }
    }

    pub fn of(self, kind: Kind) -> Self {
        Column { kind, ..self }
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.into()) }
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.into()) }
    }
}

impl From<Option<PartialDate>> for Cell<'_> {
    fn from(date: Option<PartialDate>) -> Self {
        date.map_or(Cell::Empty, Cell::Date)
    }
}

/// Rows of Latin widths that fit an upright A4 page; wider tables lie on their side.
const UPRIGHT: f64 = 92.0;
const A4: u8 = 9;
/// What a program lets a sheet's name hold.
const SHEET_NAME: usize = 31;
/// Of nine. More would cost more time than it saves of room.
const COMPRESSION: u8 = 3;
/// What a cell may hold.
const CELL_LETTERS: usize = 32_767;

/// The table as an xlsx workbook of one sheet. Rows are written as they come and are not kept: they
/// pass through an unnamed temporary file, the one place where this crate touches the disk.
pub fn xlsx<'a, Row>(table: &Table, rows: impl IntoIterator<Item = Row>) -> Result<Vec<u8>, WriteFault>
where
    Row: IntoIterator<Item = Cell<'a>>,
{
    let looks = Looks::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    let header = lay_out(sheet, table)?;
    let wide = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    if header > 0 {
        sheet.set_row_height(0, 30)?;
        wide_line(sheet, 0, wide, &table.title, &looks.title)?;
    }
    if header > 1 {
        wide_line(sheet, 1, wide, &table.note, &looks.note)?;
    }
    for (at, column) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(header, at, &column.head, &looks.head)?;
    }
    for (number, row) in (header + 1..).zip(rows) {
        for ((at, column), cell) in (0..).zip(&table.columns).zip(row) {
            write(sheet, number, at, column, &cell, &looks)?;
        }
    }
    Ok(book.set_zip_compression_level(COMPRESSION).save_to_buffer()?)
}

/// Page, widths and frozen panes. Returns the header's row.
fn lay_out(sheet: &mut Worksheet, table: &Table) -> Result<u32, WriteFault> {
    let header = u32::from(!table.title.is_empty()) + u32::from(!table.title.is_empty() && !table.note.is_empty());
    if let Some(name) = sheet_name(&table.title) {
        sheet.set_name(name)?;
    }
    for (at, column) in (0..).zip(&table.columns) {
        sheet.set_column_width(at, column.width)?;
    }
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    sheet.set_print_center_horizontally(true).set_footer("&C&P / &N");
    if table.columns.iter().map(|column| column.width).sum::<f64>() > UPRIGHT {
        sheet.set_landscape();
    }
    sheet.set_repeat_rows(header, header)?;
    sheet.set_freeze_panes(header + 1, 0)?;
    Ok(header)
}

/// What of a text can be a sheet's name.
fn sheet_name(text: &str) -> Option<String> {
    let letters = text.chars().filter(|letter| !matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\''));
    let name: String = letters.take(SHEET_NAME).collect();
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

fn wide_line(sheet: &mut Worksheet, row: u32, last: u16, text: &str, format: &Format) -> Result<(), WriteFault> {
    if last == 0 {
        sheet.write_string_with_format(row, 0, text, format)?;
    } else {
        sheet.merge_range(row, 0, row, last, text, format)?;
    }
    Ok(())
}

fn write(sheet: &mut Worksheet, row: u32, at: u16, column: &Column, cell: &Cell<'_>, looks: &Looks) -> Result<(), WriteFault> {
    let format = match column.kind {
        Kind::Text => &looks.text,
        Kind::Number => &looks.number,
        Kind::Date => &looks.date,
    };
    match cell {
        Cell::Empty => sheet.write_blank(row, at, format)?,
        Cell::Text(text) => sheet.write_string_with_format(row, at, shortened(text), format)?,
        Cell::Number(number) => sheet.write_number_with_format(row, at, *number, &looks.number)?,
        Cell::Date(date) => match (date.month(), date.day()) {
            (Some(month), Some(day)) if date.year() > 1900 => {
                sheet.write_datetime_with_format(row, at, ExcelDateTime::from_ymd(date.year(), month, day)?, &looks.date)?
            }
            _ => sheet.write_string_with_format(row, at, date.to_string(), &looks.date)?,
        },
    };
    Ok(())
}

fn shortened(text: &str) -> &str {
    let mut wide = 0;
    let end = text.char_indices().find(|(_, letter)| {
        wide += letter.len_utf16();
        wide > CELL_LETTERS
    });
    end.map_or(text, |(at, _)| &text[..at])
}

struct Looks {
    title: Format,
    note: Format,
    head: Format,
    text: Format,
    number: Format,
    date: Format,
}

impl Looks {
    fn new() -> Self {
        let cell = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter).set_text_wrap();
        Looks {
            title: Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter),
            note: Format::new().set_font_size(10).set_align(FormatAlign::Right),
            head: cell.clone().set_bold().set_align(FormatAlign::Center).set_background_color("F2F2F2"),
            // Text stays text: an ID number must not become a number when somebody edits the cell.
            text: cell.clone().set_num_format("@"),
            number: cell.clone().set_align(FormatAlign::Right),
            date: cell.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
        }
    }
}

/// The table as csv in UTF-8 with its mark, so that spreadsheet programs read the letters right.
///
/// A text that such a program would run as a formula gets an apostrophe before it.
pub fn csv<'a, Row>(table: &Table, rows: impl IntoIterator<Item = Row>) -> Result<Vec<u8>, WriteFault>
where
    Row: IntoIterator<Item = Cell<'a>>,
{
    let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    out.write_record(table.columns.iter().map(|column| column.head.as_str()))?;
    for row in rows {
        let cells = row.into_iter().chain(std::iter::repeat(Cell::Empty)).take(table.columns.len());
        out.write_record(cells.map(|cell| plain(cell).into_bytes()))?;
    }
    out.into_inner().map_err(|error| WriteFault::Csv(error.into_error().into()))
}

fn plain(cell: Cell<'_>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err() => format!("'{text}"),
        Cell::Text(text) => text.into_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(date) => date.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        Table {
            title: "青竹苑社区第三党支部党员花名册".into(),
            note: "填表日期：2026-11-22".into(),
            columns: vec![
                Column::new("姓名", 10.0),
                Column::new("身份证号", 22.0),
                Column::new("入党时间", 12.0).of(Kind::Date),
                Column::new("学时", 8.0).of(Kind::Number),
            ],
        }
    }

    fn rows() -> Vec<Vec<Cell<'static>>> {
        let date = |text: &str| Cell::Date(text.parse().expect("a date"));
        vec![
            vec!["李𬌗".into(), "11010519491231002X".into(), date("1971-07-01"), Cell::Number(32.0)],
            vec!["=1+1".into(), Cell::Empty, date("1971-07"), Cell::Number(0.5)],
        ]
    }

    #[test]
    fn what_is_written_is_read_again() {
        let bytes = xlsx(&table(), rows()).expect("a workbook");
        let book = crate::open("名册.xlsx", &bytes).expect("our own file");
        let sheet = &book.sheets[0];
        assert_eq!(sheet.cell(0, 0).text(), "青竹苑社区第三党支部党员花名册");
        let second: Vec<String> = sheet.row(3).expect("a row").cells().map(|(_, cell)| cell.text().into_owned()).collect();
        assert_eq!(second, ["李𬌗", "11010519491231002X", "1971-07-01", "32"]);
        assert_eq!(sheet.cell(4, 0).text(), "=1+1");
        assert_eq!(sheet.cell(4, 2).text(), "1971-07");
        assert_eq!(sheet.merges.len(), 2);
    }

    #[test]
    fn csv_is_marked_and_runs_no_formula() {
        let bytes = csv(&table(), rows()).expect("text");
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert_eq!(text, "\u{feff}姓名,身份证号,入党时间,学时\n李𬌗,11010519491231002X,1971-07-01,32\n'=1+1,,1971-07,0.5\n");
    }
}
