//! `cargo bench --bench import`: an import of a clean roster into an empty
//! ledger, validated, sealed and stored, beside its limits (issue 2: at least 25,000 rows per
//! CPU-second, at most 300 MiB). The workbook is drawn in another process, so that the peak is the
//! import's own.

use kernel::{Clock, Config, Place, Result, Scope};
use linli::{
    imports, modules,
    orgs::{Kind, NewOrg, Org},
};
use sheets::write::{self, Cell, Column, Table};
use std::{path::Path, process::Command};

const LEAST_ROWS_A_SECOND: f64 = 25_000.0;
const MOST_MIB: u64 = 300;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let rows: usize = arguments.get(1).and_then(|a| a.parse().ok()).unwrap_or(100_000);
    if let Some(file) = arguments.get(2) {
        return draw(Path::new(file), rows);
    }
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("花名册.xlsx");
    Command::new(std::env::current_exe()?).arg(rows.to_string()).arg(&file).status()?;
    let config =
        Config { place: Place::Sqlite(dir.path().join("linli.db")), dir: dir.path().into(), clock: Clock::real(), tenant: 1, readers: 2 };
    let house = modules::open(config)?;
    house.write_as_system("bench", Scope::ALL, |cx| {
        let street =
            Org::found(cx, None, NewOrg { name: "青龙街道党工委".into(), kind: Some(Kind::WorkingCommittee), ..NewOrg::default() })?;
        Org::found(cx, Some(&street), NewOrg { name: "青竹苑社区第三党支部".into(), ..NewOrg::default() })
    })?;
    let bytes = std::fs::read(&file)?;
    let before = cpu();
    let report = imports::run(&house, Scope::ALL, vec![("花名册.xlsx".into(), bytes)], imports::How::RowByRow, |_, _| {})?;
    let seconds = cpu() - before;
    let (new, rate) = (report.files[0].new, rows as f64 / seconds);
    println!("{:<34}{:>12}{:>12}", "import of a clean roster", "measured", "limit");
    println!("{:<34}{new:>12}{rows:>12}", "rows taken in as new");
    println!("{:<34}{rate:>12.0}{LEAST_ROWS_A_SECOND:>12.0}", "rows per CPU-second, at least");
    println!("{:<34}{:>12}{MOST_MIB:>12}", "peak memory in MiB, at most", peak());
    Ok(())
}

fn draw(file: &Path, rows: usize) -> Result<()> {
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
    let columns = heads.into_iter().map(|head| Column::new(head, 12.0)).collect();
    let table = Table { title: "青竹苑社区第三党支部党员花名册".into(), note: String::new(), columns };
    let bytes = write::xlsx(&table, (0..rows).map(member)).map_err(|e| kernel::Error::Internal(e.into()))?;
    Ok(std::fs::write(file, bytes)?)
}

/// Nobody who exists; each with a number of their own.
fn member(at: usize) -> Vec<Cell<'static>> {
    const SURNAMES: [&str; 20] =
        ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗"];
    const GIVEN: [&str; 16] =
        ["芳", "建国", "勇", "文静", "德明", "桂兰", "思远", "卫东", "秀英", "志强", "雪梅", "海", "玉珍", "国华", "晓燕", "立新"];
    let (serial, day_number) = (at % 499, at / 499);
    let (year, month, day) = (1940 + day_number / 336 % 60, 1 + day_number / 28 % 12, 1 + day_number % 28);
    vec![
        Cell::Number(at as f64 + 1.0),
        format!("{}{}", SURNAMES[at % 20], GIVEN[at / 20 % 16]).into(),
        if serial % 2 == 1 { "男" } else { "女" }.into(),
        format!("{year}.{month:02}").into(),
        id_number(year, month, day, serial).into(),
        ["本科", "大专", "高中", "初中"][at % 4].into(),
        format!("{}.{month}.{day}", year + 25).into(),
        format!("{}-{month:02}-{day:02}", year + 26).into(),
        ["离退休", "在职", "农民"][at % 3].into(),
        ["原国棉二厂", "市第二人民医院", "—"][at % 3].into(),
        format!("青竹苑新村{}幢{}单元{}室", at % 40 + 1, at % 4 + 1, 101 + at % 500).into(),
        format!("140{:08}", at % 100_000_000).into(),
        Cell::Empty,
        format!("2026-0{}-{day:02}", 1 + at % 9).into(),
        if at.is_multiple_of(5) { "返迁过渡，现住紫云苑社区12幢401室（租住）".into() } else { Cell::Empty },
    ]
}

fn id_number(year: usize, month: usize, day: usize, serial: usize) -> String {
    let front = format!("320499{year}{month:02}{day:02}{serial:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = front.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{front}{}", ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize])
}

/// CPU seconds of this process, user and system.
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
