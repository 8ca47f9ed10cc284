//! A person's own sheet given back, with what came of each row beside it.

use std::collections::BTreeMap;

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet};

use super::{WriteFault, sheet_name, shortened};
use crate::meaning::Reason;
use crate::sheet::{Cell, Row, Sheet};
use crate::values::PartialDate;

/// What is written beside and onto the sheet. Rows are numbered as people number them.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    pub language: Language,
    /// The head of the column that is added.
    pub head: Reason,
    /// The last row of the header: above it nothing has a verdict, below it the rows scroll.
    pub header: u32,
    pub verdicts: BTreeMap<u32, Verdict>,
    pub remarks: Vec<Remark>,
}

/// What came of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub text: Reason,
    pub tone: Tone,
}

/// What is said at one cell: a note that opens when the pointer rests on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub row: u32,
    /// Counted from 0.
    pub column: u16,
    pub text: Reason,
    pub tone: Tone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Tone {
    Good,
    /// Needs a look.
    Watch,
    Bad,
    /// Nothing was done, and nothing has to be.
    #[default]
    Quiet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    #[default]
    Chinese,
    English,
}

/// A sheet of more cells is written row by row; cells merged over rows are then merged no more.
const IN_MEMORY: usize = 200_000;
/// So many rows decide how wide the columns are.
const SAMPLE: usize = 200;

/// The sheet as it was, with a column of verdicts at its right and the remarks at their cells.
pub fn answered(sheet: &Sheet, answer: &Answer) -> Result<Vec<u8>, WriteFault> {
    let mut book = Workbook::new();
    let whole = sheet.cell_count() <= IN_MEMORY;
    let out = if whole { book.add_worksheet() } else { book.add_worksheet_with_constant_memory()? };
    let looks = Looks::new();
    let remarks: BTreeMap<(u32, u16), &Remark> = answer.remarks.iter().map(|remark| ((remark.row, remark.column), remark)).collect();
    let beside = sheet.rows().take(SAMPLE).filter_map(|row| row.cells().next_back()).map(|(column, _)| column + 1).max().unwrap_or(0);
    lay_out(out, sheet, answer, beside)?;
    if whole {
        merge(out, sheet, &looks)?;
    }
    for row in sheet.rows() {
        for (column, cell) in row.cells() {
            let remark = remarks.get(&(row.number + 1, column));
            write(out, (row.number, column), cell, looks.of(remark.map(|remark| remark.tone), cell))?;
        }
        verdict(out, row, beside, answer, &looks)?;
    }
    for remark in remarks.values() {
        out.insert_note(remark.row.saturating_sub(1), remark.column, &Note::new(answer.say(&remark.text)).add_author_prefix(false))?;
    }
    Ok(book.set_zip_compression_level(super::COMPRESSION).save_to_buffer()?)
}

fn lay_out(out: &mut Worksheet, sheet: &Sheet, answer: &Answer, beside: u16) -> Result<(), WriteFault> {
    if let Some(name) = sheet_name(&sheet.name) {
        out.set_name(name)?;
    }
    let mut widths: BTreeMap<u16, usize> = BTreeMap::new();
    for row in sheet.rows().take(SAMPLE).filter(|row| row.len() > 1) {
        for (column, cell) in row.cells() {
            let letters: usize = cell.text().chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
            let widest = widths.entry(column).or_default();
            *widest = letters.clamp(*widest, 40.max(*widest));
        }
    }
    for (column, letters) in widths {
        out.set_column_width(column, letters.max(5) as f64 + 1.5)?;
    }
    out.set_column_width(beside, 44)?;
    out.set_landscape().set_print_fit_to_pages(1, 0);
    if answer.header > 0 {
        out.set_freeze_panes(answer.header, 0)?;
    }
    Ok(())
}

fn merge(out: &mut Worksheet, sheet: &Sheet, looks: &Looks) -> Result<(), WriteFault> {
    let several = |merge: &&crate::sheet::Merge| (merge.first_row, merge.first_column) != (merge.last_row, merge.last_column);
    for merge in sheet.merges.iter().filter(several) {
        // Areas that a broken file lets overlap stay as they are: cells.
        let _overlapping = out.merge_range(merge.first_row, merge.first_column, merge.last_row, merge.last_column, "", &looks.plain);
    }
    Ok(())
}

fn verdict(out: &mut Worksheet, row: Row<'_>, column: u16, answer: &Answer, looks: &Looks) -> Result<(), WriteFault> {
    let number = row.number + 1;
    if number == answer.header {
        out.write_string_with_format(row.number, column, answer.say(&answer.head), &looks.head)?;
    } else if let Some(verdict) = answer.verdicts.get(&number) {
        out.write_string_with_format(row.number, column, shortened(answer.say(&verdict.text)), &looks.tones[verdict.tone as usize])?;
    }
    Ok(())
}

fn write(out: &mut Worksheet, (row, column): (u32, u16), cell: Cell<'_>, format: &Format) -> Result<(), WriteFault> {
    match cell {
        Cell::Empty => {}
        Cell::Number(number) => drop(out.write_number_with_format(row, column, number, format)?),
        Cell::Bool(yes) => drop(out.write_boolean_with_format(row, column, yes, format)?),
        Cell::Date(date) => match day(date) {
            Some(day) => drop(out.write_datetime_with_format(row, column, day, format)?),
            None => drop(out.write_string_with_format(row, column, date.to_string(), format)?),
        },
        Cell::Text(text) => drop(out.write_string_with_format(row, column, shortened(text), format)?),
    }
    Ok(())
}

fn day(date: PartialDate) -> Option<ExcelDateTime> {
    let (month, day) = date.month().zip(date.day())?;
    ExcelDateTime::from_ymd(date.year(), month, day).ok().filter(|_| date.year() > 1900)
}

impl Answer {
    fn say<'t>(&self, text: &'t Reason) -> &'t str {
        match self.language {
            Language::Chinese => &text.zh,
            Language::English => &text.en,
        }
    }
}

/// How cells look: plain, or in the colour of what is said of them.
struct Looks {
    head: Format,
    plain: Format,
    date: Format,
    tones: [Format; 4],
    dated: [Format; 4],
}

/// Good, watch, bad, quiet; also told apart by the words beside them, never by colour alone.
const COLOURS: [&str; 4] = ["C6EFCE", "FFEB9C", "FFC7CE", "F2F2F2"];

impl Looks {
    fn new() -> Self {
        let plain = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter).set_text_wrap();
        let date = plain.clone().set_num_format("yyyy-mm-dd");
        Looks {
            head: plain.clone().set_bold().set_background_color("F2F2F2"),
            tones: COLOURS.map(|colour| plain.clone().set_background_color(colour)),
            dated: COLOURS.map(|colour| date.clone().set_background_color(colour)),
            plain,
            date,
        }
    }

    fn of(&self, tone: Option<Tone>, cell: Cell<'_>) -> &Format {
        match (tone, matches!(cell, Cell::Date(_))) {
            (None, false) => &self.plain,
            (None, true) => &self.date,
            (Some(tone), false) => &self.tones[tone as usize],
            (Some(tone), true) => &self.dated[tone as usize],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(zh: &str) -> Reason {
        Reason::new(zh, zh)
    }

    #[test]
    fn a_sheet_comes_back_as_it_was_with_a_verdict_beside_each_row() {
        let typed = "三里村党员名册,,\n姓名,身份证号,入党时间\n付华,11010519491231002X,1971年7月\n王芳,110105194912310021,1985.13\n";
        let book = crate::open("名册.csv", typed.as_bytes()).expect("text");
        let verdict = |zh: &str, tone| Verdict { text: said(zh), tone };
        let answer = Answer {
            head: said("处理结果"),
            header: 2,
            verdicts: [(3, verdict("已导入", Tone::Good)), (4, verdict("请核对", Tone::Watch))].into(),
            remarks: vec![Remark { row: 4, column: 1, text: said("校验位不符"), tone: Tone::Bad }],
            ..Answer::default()
        };
        let bytes = answered(&book.sheets[0], &answer).expect("a workbook");
        let back = crate::open("回执.xlsx", &bytes).expect("our own file");
        let line = |row| back.sheets[0].row(row).expect("a row").cells().map(|(_, cell)| cell.text().into_owned()).collect::<Vec<_>>();
        assert_eq!(line(0), ["三里村党员名册"]);
        assert_eq!(line(1), ["姓名", "身份证号", "入党时间", "处理结果"]);
        assert_eq!(line(2), ["付华", "11010519491231002X", "1971年7月", "已导入"]);
        assert_eq!(line(3), ["王芳", "110105194912310021", "1985.13", "请核对"]);
        let has_notes = zip::ZipArchive::new(std::io::Cursor::new(bytes))
            .expect("a zip")
            .file_names()
            .any(|name| name.is_ok_and(|name| name.contains("comments")));
        assert!(has_notes);
    }
}
