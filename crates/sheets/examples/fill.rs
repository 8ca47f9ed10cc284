//! Measures filling a form: `cargo run --release -p sheets --example fill [ROWS]`.
//!
//! CPU time and peak memory are the process's own, from /proc, the answers included.

use rust_xlsxwriter::{Format, FormatBorder, Workbook};
use sheets::Dictionary;
use sheets::form::{Answers, Value};

const HEADS: [&str; 12] =
    ["序号", "姓名", "性别", "出生年月", "身份证号码", "学历", "入党时间", "人员类别", "工作单位", "家庭住址", "联系电话", "备注"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rows: usize = std::env::args().nth(1).map_or(Ok(100_000), |rows| rows.parse())?;
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/columns.toml");
    let words = Dictionary::parse(&std::fs::read_to_string(rules)?)?;
    let blank = blank()?;
    let start = cpu();
    let form = sheets::form::read("花名册.xlsx", &blank, &words)?;
    println!("read: {:.3} CPU-s", cpu() - start);
    let answers = Answers { tables: vec![(0..rows).map(person).collect()], ..Answers::default() };
    let (start, before) = (cpu(), peak());
    let filled = sheets::form::fill(&blank, &form, &answers)?;
    println!(
        "fill: {rows} rows, {:.2} CPU-s, {:.1} MB; peak {} MiB, before it {before} MiB",
        cpu() - start,
        filled.len() as f64 / 1e6,
        peak()
    );
    Ok(())
}

fn blank() -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let cell = Format::new().set_border(FormatBorder::Thin);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 11, "党员花名册", &Format::new().set_bold())?;
    for (column, head) in HEADS.iter().enumerate() {
        sheet.write_with_format(1, column as u16, *head, &cell)?;
        for row in 2..20 {
            sheet.write_blank(row, column as u16, &cell)?;
        }
    }
    sheet.write(20, 0, "填表人：          联系电话：")?;
    book.save_to_buffer()
}

fn person(at: usize) -> Vec<Value> {
    let texts = [
        format!("李{}", at % 977),
        if at.is_multiple_of(2) { "男" } else { "女" }.into(),
        format!("19{:02}.{:02}", 30 + at % 70, at % 12 + 1),
        format!("3204991949{:08}", at),
        "大专".into(),
        format!("19{:02}年7月", 60 + at % 39),
        "离退休".into(),
        format!("第{}机械厂", at % 90),
        format!("三里村{}幢{}室", at % 60, at % 600),
        format!("140{:08}", at),
        String::new(),
    ];
    texts.into_iter().map(Value::text).collect()
}

/// CPU seconds of this process so far.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat.rsplit(')').next().unwrap_or("").split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// The most memory this process had, in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}
