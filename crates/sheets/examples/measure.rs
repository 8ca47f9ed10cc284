//! Measures reading and writing of a large roster, each figure beside its limit:
//! `cargo run --release -p sheets --example measure [ROWS | FILE]`. With FILE, that workbook is read.
//!
//! CPU time and peak memory are the process's own, from /proc. The limits are those of 100,000 rows.

use sheets::values::PartialDate;
use sheets::write::{self, Cell, Column, Kind, Table};
use sheets::{Dictionary, Field};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let asked = std::env::args().nth(1).unwrap_or_else(|| "100000".into());
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/columns.toml");
    let words = Dictionary::parse(&std::fs::read_to_string(rules)?)?;
    let today: PartialDate = "2026-11-22".parse()?;

    let (rows, bytes) = match asked.parse() {
        Ok(rows) => (Some(rows), written(rows)?),
        Err(_) => (None, std::fs::read(&asked)?),
    };
    println!("file {:.1} MB", bytes.len() as f64 / 1e6);

    let start = cpu();
    let book = sheets::open("花名册.xlsx", &bytes)?;
    let rows = rows.unwrap_or(book.sheets[0].row_count());
    report("open", rows, start);
    let start_read = cpu();
    let readings = sheets::read(&book, &words);
    let (mut people, mut troubles) = (0, 0);
    for record in readings[0].records(&book, &words, today) {
        people += usize::from(record.name().is_some() && record.date(Field::Joined).is_some());
        troubles += record.troubles.len();
    }
    report("facts", rows, start_read);
    let seconds = cpu() - start;
    println!("{people} people, {troubles} troubles");
    limit("rows read to facts per CPU-second", rows as f64 / seconds, ROWS_PER_SECOND, true);
    limit("peak MiB, writing and reading", peak() as f64, PEAK, false);
    Ok(())
}

/// What must hold for a roster of a hundred thousand rows.
const ROWS_PER_SECOND: f64 = 46_000.0;
const WRITING: f64 = 1.5;
const PEAK: f64 = 200.0;

fn limit(what: &str, figure: f64, limit: f64, at_least: bool) {
    let (sign, holds) = if at_least { ("≥", figure >= limit) } else { ("≤", figure <= limit) };
    println!("{what:<36}{figure:>10.2}   limit {sign} {limit:<8} {}", if holds { "holds" } else { "MISSED" });
}

fn written(rows: usize) -> Result<Vec<u8>, write::WriteFault> {
    let start = cpu();
    let bytes = write::xlsx(&roster(), (0..rows).map(member))?;
    report("write", rows, start);
    limit("CPU-s to write", cpu() - start, WRITING, false);
    limit("peak MiB, writing", peak() as f64, PEAK, false);
    Ok(bytes)
}

fn roster() -> Table {
    let heads = [
        "序号",
        "姓名",
        "性别",
        "出生年月",
        "身份证号码",
        "学历",
        "入党时间",
        "转正时间",
        "人员类别",
        "工作单位及职务",
        "家庭住址",
        "联系电话",
        "是否流动",
        "最近联系时间",
        "备注",
    ];
    let columns =
        heads.into_iter().map(|head| Column::new(head, 12.0).of(if head == "序号" { Kind::Number } else { Kind::Text })).collect();
    Table { title: "青竹苑社区第三党支部党员花名册".into(), note: String::new(), columns }
}

fn member(at: usize) -> Vec<Cell<'static>> {
    let surnames: Vec<char> = "王李张刘陈杨赵黄周吴".chars().collect();
    let (year, month, day) = (1940 + at % 60, 1 + at % 12, 1 + at % 28);
    vec![
        Cell::Number(at as f64 + 1.0),
        format!("{}{}", surnames[at % 10], ["芳", "建国", "\u{3000}勇", "文静"][at % 4]).into(),
        Cell::Text(if at % 2 == 1 { "男" } else { "女" }.into()),
        format!("{year}.{month:02}").into(),
        id_number(year, month, day, at % 1000).into(),
        ["本科", "大专", "高中", "初中"][at % 4].into(),
        format!("{}.{}.{}", year + 25, month, day).into(),
        format!("{}-{month:02}-{day:02}", year + 26).into(),
        ["离退休", "在职", "农民"][at % 3].into(),
        ["原国棉二厂", "市第二人民医院", "—"][at % 3].into(),
        format!("青竹苑新村{}幢{}单元{}室", at % 40, at % 4 + 1, 101 + at % 500).into(),
        format!("140{:08}", at % 100_000_000).into(),
        Cell::Empty,
        format!("2026-{month:02}-{day:02}").into(),
        if at.is_multiple_of(5) { "返迁过渡，现住紫云苑社区12幢401室（租住）".into() } else { Cell::Empty },
    ]
}

fn id_number(year: usize, month: usize, day: usize, serial: usize) -> String {
    let front = format!("320499{year}{month:02}{day:02}{serial:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = front.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{front}{}", ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize])
}

fn report(what: &str, rows: usize, start: f64) {
    let seconds = cpu() - start;
    println!(
        "{what:<12}{seconds:>7.2} CPU-s{:>8.2} microseconds a row{:>10.0} rows per CPU-second",
        seconds * 1e6 / rows as f64,
        rows as f64 / seconds
    );
}

/// CPU seconds this process has used, user and system.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) / 1024
}
