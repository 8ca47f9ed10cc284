//! Blank forms are understood, and given back filled in their own look.

mod common;
#[path = "common/forms.rs"]
mod made;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx};
use common::words;
use made::{part, parts};
use proptest::prelude::*;
use sheets::form::{Answers, BlankKind, FillFault, Form, Format, RowOf, Value, fill, read};
use sheets::{Field, Meaning};

fn form(bytes: &[u8]) -> Form {
    read("表.xlsx", bytes, &words()).unwrap_or_else(|refused| panic!("{refused}"))
}

fn filled(bytes: &[u8], form: &Form, answers: &Answers) -> Vec<u8> {
    fill(bytes, form, answers).unwrap_or_else(|fault| panic!("{fault}"))
}

/// So many records with a text in each column, "r3c1" for the second column of the fourth record.
fn records(form: &Form, table: usize, count: usize) -> Vec<Vec<Value>> {
    let width = form.tables[table].columns.len();
    (0..count).map(|row| (0..width).map(|column| Value::text(format!("r{row}c{column}"))).collect()).collect()
}

fn answered(form: &Form, table: usize, count: usize) -> Answers {
    let mut tables = vec![Vec::new(); table];
    tables.push(records(form, table, count));
    Answers { tables, cells: BTreeMap::new() }
}

/// Every cell with something in it, as another program reads it.
fn cells(bytes: &[u8], sheet: usize) -> BTreeMap<(u32, u32), String> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap_or_else(|error| panic!("{error}"));
    let range = book.worksheet_range_at(sheet).expect("a sheet").unwrap_or_else(|error| panic!("{error}"));
    let start = range.start().unwrap_or_default();
    let used = range.used_cells().filter(|(_, _, cell)| **cell != Data::Empty);
    used.map(|(row, column, cell)| ((start.0 + row as u32, start.1 + column as u32), cell.to_string())).collect()
}

fn cell(bytes: &[u8], row: u32, column: u32) -> String {
    cells(bytes, 0).remove(&(row, column)).unwrap_or_default()
}

fn labels(form: &Form, table: usize) -> Vec<&str> {
    form.tables[table].columns.iter().map(|column| column.label()).collect()
}

fn blank<'f>(form: &'f Form, label: &str) -> &'f sheets::form::Blank {
    form.all_blanks().find(|blank| blank.label == label).unwrap_or_else(|| panic!("nothing asks {label}"))
}

/// The cells of one row of a sheet's XML: name, style, and the rest.
fn row_of(xml: &str, row: u32) -> String {
    let start = xml.find(&format!("<row r=\"{row}\"")).unwrap_or_else(|| panic!("no row {row}"));
    xml[start..].split("</row>").next().unwrap_or_default().to_owned()
}

fn styles(row: &str) -> Vec<(String, String)> {
    let of =
        |cell: &str, name: &str| cell.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("").to_owned();
    let cells = row.split("<c ").skip(1).map(|cell| format!(" {cell}"));
    cells.map(|cell| (of(&cell, "r").trim_end_matches(|letter: char| letter.is_ascii_digit()).to_owned(), of(&cell, "s"))).collect()
}

/// Parts that differ between two packages.
fn changed(one: &[u8], other: &[u8]) -> Vec<String> {
    let (one, other) = (parts(one), parts(other));
    let mut names: Vec<String> = one.keys().chain(other.keys()).filter(|name| one.get(*name) != other.get(*name)).cloned().collect();
    names.sort();
    names.dedup();
    names
}

// ---------------------------------------------------------------- the street's own forms

fn fixtures() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures");
    let folder = std::env::var_os("LINLI_FIXTURES").map_or(beside, PathBuf::from).join("forms");
    if !folder.is_dir() {
        println!("SKIPPED: no ../shared/fixtures beside this repository; the generated forms are read below");
        return None;
    }
    Some(folder)
}

fn fixture(name: &str) -> Option<Vec<u8>> {
    let bytes = std::fs::read(fixtures()?.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    Some(bytes)
}

#[test]
fn the_streets_forms_are_understood() {
    let lists: [(&str, RowOf, usize, &[&str]); 4] = [
        (
            "60岁以上党员花名册.xlsx",
            RowOf::Person,
            10,
            &["支部", "姓名", "性别", "出生年月", "年龄", "党龄", "是否满50年党龄", "家庭住址", "联系电话", "备注"],
        ),
        ("发展及预备党员名册.xlsx", RowOf::Person, 6, &["姓名", "身份证号", "党支部", "接收预备党员日期", "应转正日期", "联系电话"]),
        ("党组织基本情况统计表.xlsx", RowOf::Organisation, 12, &["党组织名称", "书记", "党员总数"]),
        (
            "流动党员统计表.xlsx",
            RowOf::Person,
            13,
            &["姓名", "性别", "年龄", "学历", "所在党支部", "入党时间", "党龄", "流出时间", "流动去向"],
        ),
    ];
    for (name, row_of, columns, first) in lists {
        let Some(bytes) = fixture(name) else { return };
        let form = form(&bytes);
        assert_eq!(form.tables.len(), 1, "{name}");
        let table = &form.tables[0];
        assert_eq!((table.row_of, table.columns.len(), table.serial), (row_of, columns, Some(0)), "{name}");
        assert_eq!(&labels(&form, 0)[..first.len()], first, "{name}");
        assert_eq!(table.free.records, 40, "{name}");
        let asked: Vec<&str> = form.blanks.iter().map(|blank| blank.label.as_str()).collect();
        assert_eq!(asked, ["填报单位", "截止日期", "单位负责人", "填表人", "联系电话"], "{name}");
    }
    let Some(bytes) = fixture("流动党员统计表.xlsx") else { return };
    assert_eq!(form(&bytes).tables[0].columns[1].path, ["基本情况", "性别"]);
    let Some(bytes) = fixture("党员基本信息采集表.xlsx") else { return };
    let card = form(&bytes);
    assert!(card.tables.is_empty() && card.blanks.is_empty());
    let asked: Vec<(String, &str)> = card.cards[0].blanks.iter().map(|blank| (blank.at.to_string(), blank.label.as_str())).collect();
    assert_eq!(asked.len(), 14);
    assert_eq!(asked[0], ("1!B2".into(), "姓名"));
    assert_eq!(asked[13], ("1!B7".into(), "支部意见"));
    assert_eq!(card.cards[0].title.as_deref(), Some("党员基本信息采集表"));
}

#[test]
fn the_streets_lists_are_filled_and_grow() {
    for name in ["60岁以上党员花名册.xlsx", "发展及预备党员名册.xlsx", "党组织基本情况统计表.xlsx", "流动党员统计表.xlsx"]
    {
        let Some(bytes) = fixture(name) else { return };
        let form = form(&bytes);
        for count in [3, 40, 95] {
            let mut answers = answered(&form, 0, count);
            for (label, text) in [("填报单位", "三里村社区党总支"), ("截止日期", "2026年11月"), ("填表人", "王芳")] {
                answers.cells.insert(blank(&form, label).at, Value::text(text));
            }
            let out = filled(&bytes, &form, &answers);
            // Of a list that grew the workbook says which header is printed on each page.
            let expected: &[&str] =
                if count > 40 { &["xl/workbook.xml", "xl/worksheets/sheet1.xml"] } else { &["xl/worksheets/sheet1.xml"] };
            assert_eq!(changed(&bytes, &out), expected, "{name}");
            let (cells, first) = (cells(&out, 0), form.tables[0].free.first);
            for row in 0..count as u32 {
                assert_eq!(cells[&(first + row, 0)], (row + 1).to_string(), "{name}");
                assert_eq!(cells[&(first + row, 1)], format!("r{row}c0"), "{name}");
            }
            let moved = count.saturating_sub(40) as u32;
            let foot = &cells[&(first + 40 + moved, 0)];
            assert!(foot.starts_with("单位负责人：") && foot.contains("填表人：王芳  ") && foot.ends_with("联系电话："), "{foot}");
            let top = &cells[&(1, 0)];
            assert!(top.starts_with("填报单位：三里村社区党总支  ") && top.ends_with("截止日期：2026年11月"), "{top}");
            let (old, new) = (part(&bytes, "xl/worksheets/sheet1.xml"), part(&out, "xl/worksheets/sheet1.xml"));
            for row in first..first + count as u32 {
                assert_eq!(styles(&row_of(&new, row + 1)), styles(&row_of(&old, first + 1)), "{name} row {row}");
            }
            let head = |xml: &str| {
                xml.split("<sheetData>").next().and_then(|head| head.split_once("<sheetViews>")).map(|(_, head)| head.to_owned())
            };
            assert_eq!(head(&old), head(&new));
            assert_eq!(
                old.split("</sheetData>").nth(1),
                new.split("</sheetData>").nth(1),
                "{name}: what stands behind the rows names none that moves"
            );
        }
    }
}

// ---------------------------------------------------------------- forms of other places

#[test]
fn a_register_is_understood_with_its_lists_and_totals() {
    let form = form(&made::register().expect("a form"));
    assert_eq!((form.format, form.title.as_deref()), (Format::Xlsx, Some("银龄志愿者登记册")));
    let table = &form.tables[0];
    assert_eq!((table.header, table.free.first, table.free.records, table.serial), ((2, 3), 4, 6, Some(0)));
    assert_eq!(labels(&form, 0), ["姓名", "性别", "出生年月", "服务时长（小时）", "折合积分", "备注"]);
    assert_eq!(table.columns[3].path, ["服务情况", "服务时长（小时）"]);
    assert_eq!(table.columns[1].options, ["男", "女"]);
    assert_eq!(table.columns[5].options, ["骨干", "普通", "暂停"], "the words of a hidden sheet");
    assert_eq!(table.columns[5].note.as_deref(), Some("选一项"));
    let kinds: Vec<(bool, bool)> = table.columns.iter().map(|column| (column.date, column.formula)).collect();
    assert_eq!(kinds, [(false, false), (false, false), (true, false), (false, false), (false, true), (false, false)]);
    let totals: Vec<(String, bool)> = table.totals[0].cells.iter().map(|cell| (cell.at.to_string(), cell.formula)).collect();
    assert_eq!((table.totals[0].row, table.totals[0].label.as_str()), (10, "合计"));
    assert_eq!(totals, [("1!E11".into(), true), ("1!F11".into(), true), ("1!G11".into(), false)]);
    assert_eq!(form.notes, ["注：本表一式两份，由社区和街道各存一份。", "填表说明：按季度报送。"]);
    assert_eq!(form.tables.len(), 1, "the hidden sheet asks nothing");
    assert_eq!(blank(&form, "报送日期").kind, BlankKind::Day);
}

fn date(text: &str) -> Value {
    Value::Date { date: text.parse().expect("a date"), text: text.replace('-', ".") }
}

#[test]
fn a_register_grows_and_everything_follows() {
    let bytes = made::register().expect("a form");
    let form = form(&bytes);
    let person = |at: usize| {
        vec![
            Value::text(format!("人{at}")),
            Value::text("女"),
            date("1953-07-02"),
            Value::Number(at as f64),
            Value::Blank,
            Value::text("=1+1"),
        ]
    };
    let mut answers = Answers { tables: vec![(0..9).map(person).collect()], ..Answers::default() };
    answers.cells.insert(blank(&form, "报送日期").at, date("2026-11-22"));
    answers.cells.insert(blank(&form, "报送单位（盖章）").at, Value::text("三里村社区"));
    answers.cells.insert(blank(&form, "填表人").at, Value::text("王 & 芳"));
    answers.cells.insert("1!G11".parse().expect("a place"), Value::text("无"));
    let out = filled(&bytes, &form, &answers);

    let now = cells(&out, 0);
    for at in 0..9u32 {
        assert_eq!(now[&(4 + at, 0)], (at + 1).to_string());
        assert_eq!(now[&(4 + at, 1)], format!("人{at}"));
        assert_eq!(now[&(4 + at, 6)], "=1+1", "text that begins with = is text");
    }
    assert_eq!(now[&(13, 0)], "合计");
    assert_eq!(now[&(13, 6)], "无");
    assert_eq!(now[&(1, 0)], "报送单位（盖章）：三里村社区          报送日期：2026年11月22日");
    assert_eq!(now[&(15, 0)], "填表人：王 & 芳   联系电话：");

    let sheet = part(&out, "xl/worksheets/sheet1.xml");
    let first = styles(&row_of(&part(&bytes, "xl/worksheets/sheet1.xml"), 6));
    for row in 5..=12 {
        assert_eq!(styles(&row_of(&sheet, row)), first, "row {row} looks like the blank ones");
        assert!(row_of(&sheet, row).contains("ht=\"24\""), "row {row} is as high");
        assert!(row_of(&sheet, row).contains(&format!("<f>E{row}*2+$H$1*0</f>")), "row {row} computes its own cells");
        assert!(row_of(&sheet, row).contains("<v>19542</v>"), "row {row} has a real date");
    }
    assert_eq!(
        styles(&row_of(&sheet, 13)),
        styles(&row_of(&part(&bytes, "xl/worksheets/sheet1.xml"), 10)),
        "the last row keeps its lower line"
    );
    assert!(row_of(&sheet, 14).contains("<f>SUM(E5:E13)</f>") && row_of(&sheet, 14).contains("<f>SUM(F5:F13)/E14</f>"));
    assert!(row_of(&sheet, 16).contains("<rPr>"), "runs keep their look");
    for said in [
        "<mergeCell ref=\"A14:D14\"",
        "<mergeCell ref=\"C3:D3\"",
        "sqref=\"C5:C13\"",
        "sqref=\"G5:G13\"",
        "<formula>$E$14</formula>",
        "sqref=\"E5:E13\"",
    ] {
        assert!(sheet.contains(said), "{said} in {sheet}");
    }
    assert!(sheet.contains("<dimension ref=\"A1:G16\"/>"));
    let book = part(&out, "xl/workbook.xml");
    for said in ["'登记 册'!$A$1:$G$16", "'登记 册'!$3:$4", "'登记 册'!$E$5:$E$13", "fullCalcOnLoad=\"1\""] {
        assert!(book.contains(said), "{said} in {book}");
    }
    assert!(part(&out, "xl/worksheets/sheet2.xml").contains("SUM('登记 册'!E5:E13)+'登记 册'!$E$14"));
    let chart = part(&out, "xl/charts/chart1.xml");
    assert!(chart.contains("'登记 册'!$B$5:$B$13") && chart.contains("'登记 册'!$E$5:$E$13"), "{chart}");
    let drawing = part(&out, "xl/drawings/drawing1.xml");
    assert!(drawing.contains("<xdr:row>17</xdr:row>") && drawing.contains("<xdr:row>19</xdr:row>"), "{drawing}");
    assert!(part(&out, "xl/comments1.xml").contains("ref=\"G14\""));
    assert!(part(&out, "xl/drawings/vmlDrawing1.vml").contains("<x:Row>13</x:Row>"));
    let same = [
        "xl/styles.xml",
        "xl/sharedStrings.xml",
        "xl/media/image1.png",
        "xl/theme/theme1.xml",
        "xl/worksheets/sheet3.xml",
        "xl/worksheets/sheet4.xml",
        "[Content_Types].xml",
    ];
    let changed = changed(&bytes, &out);
    assert!(same.iter().all(|name| !changed.contains(&name.to_string())), "{changed:?}");
}

/// What a program sees that shows a file and computes nothing.
#[test]
fn totals_have_their_values_and_what_is_not_surely_known_has_none() {
    let bytes = with_part(&made::register().expect("a form"), "xl/worksheets/sheet2.xml", |xml| {
        xml.replace("</row>", "<c r=\"B1\"><f>TODAY()-'登记 册'!E5</f><v>0</v></c></row>")
    });
    let form = form(&bytes);
    let hours = |at: usize| vec![Value::text("付华"), Value::text("女"), Value::Blank, Value::Number(at as f64 + 0.5)];
    let answers = Answers { tables: vec![(0..9).map(hours).collect()], ..Answers::default() };
    let out = filled(&bytes, &form, &answers);
    let now = cells(&out, 0);
    assert_eq!((now[&(4, 5)].as_str(), now[&(12, 5)].as_str()), ("1", "17"), "each row's own formula, the new ones' too");
    assert_eq!((now[&(13, 4)].as_str(), now[&(13, 5)].as_str()), ("40.5", "2"));
    assert_eq!(cells(&out, 1)[&(0, 0)], "81", "a sheet that only points to the list");
    assert!(part(&out, "xl/worksheets/sheet2.xml").contains("<f>TODAY()-'登记 册'!E5</f></c>"), "an old value would be wrong");
    assert!(part(&out, "xl/workbook.xml").contains("fullCalcOnLoad=\"1\""), "who can compute does");

    let many = Answers { tables: vec![(0..10_001).map(hours).collect()], ..Answers::default() };
    let long = part(&filled(&bytes, &form, &many), "xl/worksheets/sheet1.xml");
    assert!(long.contains("<f>SUM(E5:E10005)</f></c>"), "long lists are left to others");
}

#[test]
fn the_units_a_sender_printed_are_asked_only_for_what_is_empty() {
    let bytes = made::units().expect("a form");
    let form = form(&bytes);
    let table = &form.tables[0];
    assert_eq!(table.row_of, RowOf::Organisation);
    let given: Vec<(u32, &str, usize)> = table.given.iter().map(|given| (given.row, given.keys[1].1.as_str(), given.empty.len())).collect();
    assert_eq!(given, [(2, "第2党支部", 3), (3, "第3党支部", 3), (5, "第5党支部", 3), (6, "第6党支部", 3)]);
    assert_eq!(table.given[1].keys[0], (0, "东片".into()));
    let totals: Vec<(u32, &str, usize)> =
        table.totals.iter().map(|totals| (totals.row, totals.label.as_str(), totals.cells.len())).collect();
    assert_eq!(totals, [(4, "小计", 3), (7, "小计", 3), (8, "总计", 3)]);
    let out = filled(&bytes, &form, &answered(&form, 0, 4));
    let now = cells(&out, 0);
    for (record, row) in [2u32, 3, 5, 6].into_iter().enumerate() {
        assert_eq!(now[&(row, 1)], format!("第{row}党支部"), "what is printed stays");
        assert_eq!(now[&(row, 2)], format!("r{record}c2"));
    }
    assert_eq!(now[&(9, 0)], "审核人：          填报人：");
}

#[test]
fn a_card_is_asked_label_by_label_and_its_family_line_by_line() {
    let bytes = made::card().expect("a form");
    let form = form(&bytes);
    assert_eq!(form.cards.len(), 1);
    let asked: Vec<&str> = form.cards[0].blanks.iter().map(|blank| blank.label.as_str()).collect();
    assert_eq!(asked, ["姓名", "性别", "出生日期", "身份证号码", "文化程度", "是否独居", "家庭住址", "联系电话", "入户日期", "社区意见"]);
    assert_eq!(blank(&form, "是否独居").options, ["是", "否"]);
    assert_eq!(blank(&form, "是否同意").options, ["同意", "不同意"]);
    assert!(blank(&form, "出生日期").date);
    let family = &form.tables[0];
    assert_eq!((family.title.as_deref(), family.card, family.free.records), (Some("家庭主要成员"), Some(0), 3));
    let mut answers = answered(&form, 0, 5);
    for (label, value) in [
        ("身份证号码", Value::text("11010519491231002X")),
        ("是否同意", Value::text("同意")),
        ("出生日期", date("1949-12-31")),
        ("入户日期", date("2026")),
    ] {
        answers.cells.insert(blank(&form, label).at, value);
    }
    let out = filled(&bytes, &form, &answers);
    let now = cells(&out, 0);
    assert_eq!(now[&(2, 1)], "11010519491231002X");
    assert_eq!(now[&(3, 5)], "2026", "a year alone is no day");
    assert!(row_of(&part(&out, "xl/worksheets/sheet1.xml"), 2).contains("<v>18263</v>"));
    for row in 0..5u32 {
        assert_eq!(now[&(5 + row, 1)], format!("r{row}c0"));
        assert_eq!(now[&(5 + row, 5)], format!("r{row}c4"));
    }
    assert_eq!(now[&(11, 0)], "是否同意：☑同意 □不同意        经办人：");
    let sheet = part(&out, "xl/worksheets/sheet1.xml");
    for said in ["A5:A10", "F6:G6", "F7:G7", "F8:G8", "F9:G9", "F10:G10", "B11:G11"] {
        assert!(sheet.contains(&format!("<mergeCell ref=\"{said}\"/>")), "{said}");
    }
    let merges = sheet.matches("<mergeCell ").count();
    assert!(sheet.contains(&format!("<mergeCells count=\"{merges}\">")));
}

#[test]
fn a_number_with_one_digit_a_box_is_one_answer() {
    let bytes = made::digit_boxes().expect("a form");
    let form = form(&bytes);
    let boxes: Vec<(&str, usize)> = form.all_blanks().map(|blank| (blank.label.as_str(), blank.boxes.len())).collect();
    assert_eq!(boxes, [("姓名", 0), ("身份证号码", 18), ("联系电话", 11), ("出生日期", 8), ("家庭住址", 0)]);
    assert_eq!(labels(&form, 0), ["姓名", "身份证号码", "备注"]);
    assert_eq!((form.tables[0].boxes[0].column, form.tables[0].boxes[0].cells.len()), (1, 18));
    let id = "11010519491231002X";
    let person = |id: &str| vec![Value::text("付华"), Value::text(id), Value::text("无")];
    let mut answers = Answers {
        tables: vec![vec![person(id), person("不详"), person("110105 19491231 002X 及旧号"), person(id), person(id)]],
        ..Answers::default()
    };
    for (label, value) in [("身份证号码", Value::text(id)), ("联系电话", Value::text("0519-8123456")), ("出生日期", date("1949-12-31"))]
    {
        answers.cells.insert(blank(&form, label).at, value);
    }
    let out = filled(&bytes, &form, &answers);
    let in_row = |sheet: usize, row: u32, columns: std::ops::RangeInclusive<u32>| {
        let cells = cells(&out, sheet);
        columns.map(|column| cells.get(&(row, column)).cloned().unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(in_row(0, 2, 1..=18), id.chars().map(String::from).collect::<Vec<_>>());
    assert_eq!(in_row(0, 3, 1..=11).concat(), "05198123456");
    assert_eq!(in_row(0, 4, 1..=8).join(" "), "1 9 4 9 1 2 3 1");
    for row in [1, 4, 5] {
        assert_eq!(in_row(1, row, 1..=18), id.chars().map(String::from).collect::<Vec<_>>(), "row {row}");
        assert_eq!(in_row(1, row, 19..=19), ["无"]);
    }
    assert_eq!(in_row(1, 2, 1..=3), ["不", "详", ""]);
    assert_eq!(in_row(1, 3, 1..=2), ["110105 19491231 002X 及旧号", ""], "what has more letters than boxes is not cut");
}

#[test]
fn two_lists_on_a_sheet_grow_each_by_itself() {
    let bytes = made::two_lists().expect("a form");
    let form = form(&bytes);
    let titles: Vec<Option<&str>> = form.tables.iter().map(|table| table.title.as_deref()).collect();
    assert_eq!(titles, [Some("一、本月转入党员"), Some("二、本月转出党员")]);
    let answers = Answers { tables: vec![records(&form, 0, 5), records(&form, 1, 4)], ..Answers::default() };
    let out = filled(&bytes, &form, &answers);
    let now = cells(&out, 0);
    for row in 0..5 {
        assert_eq!(now[&(3 + row, 0)], format!("r{row}c0"));
    }
    assert_eq!(now[&(9, 0)], "二、本月转出党员");
    for row in 0..4 {
        assert_eq!(now[&(11 + row, 0)], format!("r{row}c0"));
    }
    assert_eq!(now[&(16, 0)], "书记签字：");
    let sheet = part(&out, "xl/worksheets/sheet1.xml");
    assert!(row_of(&sheet, 16).contains("<f>COUNTA(D12:D15)+COUNTA(D4:D8)</f>"), "{}", row_of(&sheet, 16));
    assert!(sheet.contains("sqref=\"C12:C15\""));
}

#[test]
fn records_of_two_rows_keep_their_merges() {
    let bytes = made::two_lines().expect("a form");
    let form = form(&bytes);
    let table = &form.tables[0];
    assert_eq!((table.free.first, table.free.records, table.free.step, table.serial), (3, 3, 2, Some(0)));
    let lines: Vec<(&str, u32)> = table.columns.iter().map(|column| (column.label(), column.line)).collect();
    assert_eq!(lines, [("姓名", 0), ("联系电话", 0), ("帮扶措施", 0), ("结对人", 0), ("帮扶措施", 1)]);
    let out = filled(&bytes, &form, &answered(&form, 0, 5));
    let now = cells(&out, 0);
    for record in 0..5u32 {
        let row = 3 + record * 2;
        assert_eq!((now[&(row, 0)].as_str(), now[&(row, 1)].as_str()), (&*(record + 1).to_string(), &*format!("r{record}c0")));
        assert_eq!((now[&(row, 3)].as_str(), now[&(row + 1, 3)].as_str()), (&*format!("r{record}c2"), &*format!("r{record}c4")));
    }
    let sheet = part(&out, "xl/worksheets/sheet1.xml");
    for row in [4, 6, 8, 10, 12] {
        assert!(sheet.contains(&format!("<mergeCell ref=\"B{row}:B{}\"/>", row + 1)), "row {row}");
    }
    assert!(sheet.contains("<mergeCell ref=\"A14:E15\"/>"), "the crossed rows stay below");
    assert_eq!(now[&(15, 0)], "以下空白");
}

#[test]
fn a_header_alone_is_a_list_without_end() {
    let bytes = made::header_only().expect("a form");
    let form = form(&bytes);
    assert!(form.tables[0].free.open);
    let out = filled(&bytes, &form, &answered(&form, 0, 7));
    for row in 0..7 {
        assert_eq!(cell(&out, 1 + row, 4), format!("r{row}c4"));
    }
    assert!(part(&out, "xl/worksheets/sheet1.xml").contains("<dimension ref=\"A1:E8\"/>"));
}

#[test]
fn indicators_down_the_side_and_placeholders_in_a_sentence() {
    let bytes = made::indicators().expect("a form");
    let form = form(&bytes);
    let given: Vec<(&str, &[usize])> =
        form.tables[0].given.iter().map(|given| (given.keys[0].1.as_str(), given.empty.as_slice())).collect();
    assert_eq!(given, [("党员总数", &[1, 2][..]), ("其中：女党员", &[1, 2]), ("60岁以上党员", &[1, 2])]);
    let mut answers = Answers { tables: vec![vec![vec![Value::Blank, Value::Number(40.0), Value::Number(42.5)]]], ..Answers::default() };
    for (label, value) in [("截止日期", "11月"), ("单位", "三里村"), ("党员数", "42")] {
        answers.cells.insert(blank(&form, label).at, Value::text(value));
    }
    let out = filled(&bytes, &form, &answers);
    assert_eq!((cell(&out, 2, 1), cell(&out, 2, 2)), ("40".into(), "42.5".into()));
    assert_eq!(cell(&out, 6, 0), "截至11月，三里村共有党员42名。");
    assert!(row_of(&part(&out, "xl/worksheets/sheet1.xml"), 3).contains("<f>C3-B3</f>"));
}

#[test]
fn a_table_object_grows_and_its_example_stays() {
    let bytes = made::table_object().expect("a form");
    let form = form(&bytes);
    assert_eq!((form.tables[0].header, form.tables[0].free.first, form.tables[0].free.records), ((1, 2), 3, 4));
    let out = filled(&bytes, &form, &answered(&form, 0, 10));
    assert_eq!(cell(&out, 2, 0), "例：党群服务中心");
    assert_eq!((cell(&out, 3, 0), cell(&out, 12, 3)), ("r0c0".into(), "r9c3".into()));
    assert_eq!(cell(&out, 14, 0), "合计面积");
    let table = part(&out, "xl/tables/table1.xml");
    assert!(table.contains("ref=\"A2:D13\"") && !table.contains("D7"), "{table}");
    assert!(row_of(&part(&out, "xl/worksheets/sheet1.xml"), 15).contains("<f>SUM(C4:C13)+SUM('A&amp;B'!C4:C13)</f>"));
}

#[test]
fn a_layout_is_known_again_whatever_its_length_and_another_is_not() {
    let all: Vec<Form> = made::all().iter().map(|(_, bytes)| form(bytes)).collect();
    for (at, one) in all.iter().enumerate() {
        assert!(all.iter().enumerate().all(|(other, form)| (other == at) == (form.layout() == one.layout())));
        let stored = serde_json::to_string(one).expect("json");
        assert_eq!(serde_json::from_str::<Form>(&stored).expect("a form"), *one);
    }
    let bytes = made::register().expect("a form");
    let grown = filled(&bytes, &all[0], &Answers { tables: vec![vec![vec![]; 30]], ..Answers::default() });
    assert_eq!(form(&grown).layout(), all[0].layout());
}

#[test]
fn nothing_answered_changes_nothing() {
    for (name, bytes) in made::all() {
        assert!(filled(&bytes, &form(&bytes), &Answers::default()) == bytes, "{name}");
    }
}

#[test]
fn a_form_of_another_file_and_too_many_rows_are_faults() {
    let (register, card) = (made::register().expect("a form"), made::card().expect("a form"));
    let of_register = form(&register);
    assert!(matches!(fill(&card, &of_register, &answered(&of_register, 0, 1)), Err(FillFault::OtherForm(_))));
    let mut far = of_register.clone();
    far.tables[0].free.first = 1_048_570;
    assert!(matches!(fill(&register, &far, &answered(&far, 0, 30)), Err(FillFault::TooManyRows { sheet: 0, .. })));
    let long = Answers { tables: vec![vec![vec![Value::text("长".repeat(32_768))]]], ..Answers::default() };
    assert!(matches!(fill(&register, &of_register, &long), Err(FillFault::TooLong { limit: 32_767, .. })));
}

#[test]
fn meanings_are_sure_only_where_the_word_is_ours() {
    let form = form(&made::units().expect("a form"));
    let column = &form.tables[0].columns[1];
    assert_eq!((column.meaning, column.sure), (Meaning::Field(Field::OrgName), true));
}

/// A part of a package put through a change.
fn with_part(bytes: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut parts = parts(bytes);
    let old = parts.remove(name).unwrap_or_default();
    parts.insert(name.to_owned(), change(String::from_utf8(old).expect("UTF-8")).into_bytes());
    made::package(&parts)
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

#[test]
fn all_that_names_rows_is_moved() {
    let more = "<autoFilter ref=\"A4:G10\"/><mergeCells";
    let behind = "<hyperlinks><hyperlink ref=\"A12\" location=\"'登记 册'!A11\"/></hyperlinks><rowBreaks count=\"1\" manualBreakCount=\"1\"><brk id=\"11\" max=\"16383\" man=\"1\"/></rowBreaks>\
        <colBreaks count=\"1\"><brk id=\"5\" max=\"1048575\" man=\"1\"/></colBreaks><ignoredErrors><ignoredError sqref=\"B5:B10 D12\" numberStoredAsText=\"1\"/></ignoredErrors>\
        <extLst><ext><x14:sparkline><xm:f>'登记 册'!E5:E10</xm:f><xm:sqref>G11</xm:sqref></x14:sparkline></ext></extLst></worksheet>";
    let bytes =
        with_part(&made::register().expect("a form"), SHEET, |xml| xml.replace("<mergeCells", more).replace("</worksheet>", behind));
    let form = form(&bytes);
    let sheet = part(&filled(&bytes, &form, &answered(&form, 0, 9)), SHEET);
    for said in [
        "<autoFilter ref=\"A4:G13\"/>",
        "<hyperlink ref=\"A15\" location=\"'登记 册'!A14\"/>",
        "<brk id=\"14\" max=\"16383\"",
        "<brk id=\"5\" max=\"1048575\"",
        "sqref=\"B5:B13 D15\"",
        "<xm:f>'登记 册'!E5:E13</xm:f><xm:sqref>G14</xm:sqref>",
    ] {
        assert!(sheet.contains(said), "{said} in {sheet}");
    }
}

#[test]
fn shared_formulas_are_written_out_and_the_chain_of_calculations_is_left_out() {
    let bytes = with_part(&made::register().expect("a form"), SHEET, |xml| {
        let shared = "<f t=\"shared\" ref=\"F5:F10\" si=\"0\">E5*2</f>";
        (6..=10).fold(xml.replace("<f>E5*2+$H$1*0</f>", shared), |xml, row| {
            xml.replace(&format!("<f>E{row}*2+$H$1*0</f>"), "<f t=\"shared\" si=\"0\"/>")
        })
    });
    let bytes = with_part(&bytes, "xl/calcChain.xml", |_| "<calcChain><c r=\"F5\" i=\"1\"/></calcChain>".into());
    let chain = "<Relationship Id=\"rId99\" Type=\"http://x/calcChain\" Target=\"calcChain.xml\"/></Relationships>";
    let bytes = with_part(&bytes, "xl/_rels/workbook.xml.rels", |xml| xml.replace("</Relationships>", chain));
    let typed = "<Override PartName=\"/xl/calcChain.xml\" ContentType=\"c\"/></Types>";
    let bytes = with_part(&bytes, "[Content_Types].xml", |xml| xml.replace("</Types>", typed));
    let form = form(&bytes);
    let mut answers = answered(&form, 0, 8);
    answers.tables[0].iter_mut().for_each(|record| record[4] = Value::Blank);
    answers.tables[0][0][4] = Value::Number(7.0);
    let out = filled(&bytes, &form, &answers);
    let sheet = part(&out, SHEET);
    assert!(
        row_of(&sheet, 5).contains("<c r=\"F5\" s=") && row_of(&sheet, 5).contains("<v>7</v>"),
        "the one that others share may be written over"
    );
    for row in 6..=12 {
        assert!(row_of(&sheet, row).contains(&format!("<f>E{row}*2</f>")), "row {row}: {}", row_of(&sheet, row));
    }
    assert!(!parts(&out).contains_key("xl/calcChain.xml"));
    assert!(!part(&out, "xl/_rels/workbook.xml.rels").contains("calcChain") && !part(&out, "[Content_Types].xml").contains("calcChain"));
}

#[test]
fn formulas_shared_on_another_sheet_follow_one_by_one() {
    let bytes = with_part(&made::register().expect("a form"), "xl/worksheets/sheet2.xml", |xml| {
        let first = "<row r=\"1\"><c r=\"A1\"><f t=\"shared\" ref=\"A1:A6\" si=\"0\">'登记 册'!E5</f><v>0</v></c></row>".to_owned();
        let rows = (2..=6).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><f t=\"shared\" si=\"0\"/><v>0</v></c></row>"));
        let (head, tail) = (xml.split("<sheetData>").next().unwrap_or_default(), xml.split("</sheetData>").nth(1).unwrap_or_default());
        format!("{head}<sheetData>{}</sheetData>{tail}", [first].into_iter().chain(rows).collect::<String>())
    });
    let form = form(&bytes);
    let sheet = part(&filled(&bytes, &form, &answered(&form, 0, 9)), "xl/worksheets/sheet2.xml");
    for (row, to) in [(1, 5), (5, 9), (6, 13)] {
        assert!(row_of(&sheet, row).contains(&format!("<f>'登记 册'!E{to}</f><v>r{}c3</v></c>", to - 5)), "{}", row_of(&sheet, row));
    }
}

#[test]
fn a_calendar_from_1904_and_a_sheet_with_a_quote_in_its_name() {
    let bytes = with_part(&made::register().expect("a form"), "xl/workbook.xml", |xml| {
        xml.replace("<workbookPr ", "<workbookPr date1904=\"1\" ").replace("name=\"字典\"", "name=\"字'典\"")
    });
    let bytes = with_part(&bytes, SHEET, |xml| xml.replace("字典!$A$1:$A$3", "'字''典'!$A$1:$A$3"));
    let form = form(&bytes);
    assert_eq!(form.tables[0].columns[5].options, ["骨干", "普通", "暂停"]);
    let answers = Answers { tables: vec![vec![vec![Value::Blank, Value::Blank, date("1953-07-02")]]], ..Answers::default() };
    assert!(row_of(&part(&filled(&bytes, &form, &answers), SHEET), 5).contains("<v>18080</v>"));
}

#[test]
fn a_file_that_names_its_elements_with_a_prefix_is_filled_the_same() {
    let plain = made::two_lists().expect("a form");
    let bytes = with_part(&plain, SHEET, |xml| {
        let prefixed = xml.replace("</", "\u{1}").replace('<', "<x:").replace('\u{1}', "</x:").replace("<x:?xml", "<?xml");
        prefixed.replace("xmlns=", "xmlns:x=")
    });
    let form = form(&bytes);
    let answers = Answers { tables: vec![records(&form, 0, 5), records(&form, 1, 4)], ..Answers::default() };
    let (one, other) = (filled(&bytes, &form, &answers), filled(&plain, &form, &answers));
    assert_eq!(part(&one, SHEET).replace("xmlns:x=", "xmlns=").replace("x:", ""), part(&other, SHEET));
}

#[test]
fn lists_beside_each_other_share_the_rows_they_make() {
    let bytes = made::side_by_side().expect("a form");
    let form = form(&bytes);
    assert_eq!(form.tables.len(), 2);
    let answers = Answers { tables: vec![records(&form, 0, 6), records(&form, 1, 4)], ..Answers::default() };
    let now = cells(&filled(&bytes, &form, &answers), 0);
    for row in 0..6 {
        assert_eq!(now[&(2 + row, 0)], format!("r{row}c0"));
        assert_eq!(now.contains_key(&(2 + row, 3)), row < 4, "row {row}");
    }
    assert_eq!(now[&(8, 0)], "负责人：");
}

#[test]
fn a_sheet_to_sign_is_two_lists_and_its_sentences_have_room() {
    let bytes = made::sign_in().expect("a form");
    let form = form(&bytes);
    let lists: Vec<(Option<u16>, Vec<&str>)> = (0..2).map(|table| (form.tables[table].serial, labels(&form, table))).collect();
    assert_eq!(lists, [(Some(0), vec!["姓名", "签名"]), (Some(3), vec!["姓名", "签名"])]);
    let asked: Vec<(&str, BlankKind)> = form.blanks.iter().map(|blank| (blank.label.as_str(), blank.kind)).collect();
    let expected = [
        ("党员大会签到表", BlankKind::Day),
        ("会议时间", BlankKind::Day),
        ("地点", BlankKind::Gap),
        ("记录人签字", BlankKind::Gap),
        ("日期", BlankKind::Day),
        ("应到", BlankKind::Gap),
        ("实到", BlankKind::Gap),
    ];
    assert_eq!(asked, expected);
    let mut answers = Answers { tables: vec![records(&form, 0, 3), records(&form, 1, 2)], ..Answers::default() };
    for blank in &form.blanks {
        answers.cells.insert(blank.at, if blank.date { date("2026-11-22") } else { Value::text("12") });
    }
    let now = cells(&filled(&bytes, &form, &answers), 0);
    assert_eq!(now[&(0, 0)], "党员大会签到表（2026年11月）");
    assert_eq!(now[&(1, 0)], "会议时间：2026年11月22日   地点：12__________   记录人签字：12      2026年11月22日");
    assert_eq!(now[&(6, 0)], "应到12__人，实到12__人。");
    assert_eq!((now[&(3, 3)].as_str(), now[&(4, 4)].as_str(), now.get(&(5, 4))), ("4", "r1c0", None));
}

#[test]
fn totals_above_the_body_an_example_and_a_section_of_one_row() {
    let bytes = made::totals_above().expect("a form");
    let form = form(&bytes);
    let (list, section) = (&form.tables[0], &form.tables[1]);
    assert_eq!((list.free.first, list.free.records, list.totals[0].row, list.totals[0].cells[0].formula), (3, 3, 1, true));
    assert_eq!((section.title.as_deref(), section.free.records, section.header), (Some("经办情况"), 1, (7, 7)));
    let answers = Answers { tables: vec![records(&form, 0, 5), records(&form, 1, 2)], ..Answers::default() };
    let out = filled(&bytes, &form, &answers);
    assert_eq!((cell(&out, 3, 1), cell(&out, 7, 1), cell(&out, 11, 1)), ("r0c0".into(), "r4c0".into(), "r1c0".into()));
    let sheet = part(&out, SHEET);
    assert!(row_of(&sheet, 2).contains("<f>SUM(D4:D8)</f>") && sheet.contains("<mergeCell ref=\"A10:A12\"/>"), "{sheet}");
}

#[test]
fn groups_of_rows_grow_each_with_its_subtotal() {
    let bytes = made::groups().expect("a form");
    let form = form(&bytes);
    let groups: Vec<(u32, u32, Vec<u32>)> = form
        .tables
        .iter()
        .map(|table| (table.free.first, table.free.records, table.totals.iter().map(|totals| totals.row).collect()))
        .collect();
    assert_eq!(groups, [(1, 3, vec![4]), (5, 3, vec![8, 9])]);
    let answers = Answers { tables: vec![records(&form, 0, 5), records(&form, 1, 4)], ..Answers::default() };
    let out = filled(&bytes, &form, &answers);
    assert_eq!(
        (cell(&out, 5, 0), cell(&out, 6, 0), cell(&out, 10, 0), cell(&out, 12, 0)),
        ("r4c0".into(), "小计".into(), "r3c0".into(), "合计".into())
    );
    let sheet = part(&out, SHEET);
    for (row, formula) in [(7, "SUM(C2:C6)"), (12, "SUM(C8:C11)"), (13, "C7+C12")] {
        assert!(row_of(&sheet, row).contains(&format!("<f>{formula}</f>")), "{}", row_of(&sheet, row));
    }
}

#[test]
fn a_form_formatted_to_the_sheets_end_still_grows() {
    let last = "<row r=\"1048576\"><c r=\"A1048576\" s=\"1\"/></row></sheetData>";
    let bytes = with_part(&made::register().expect("a form"), SHEET, |xml| xml.replace("</sheetData>", last));
    let of_register = form(&bytes);
    let sheet = part(&filled(&bytes, &of_register, &answered(&of_register, 0, 9)), SHEET);
    assert!(!sheet.contains("1048576\"><c") && sheet.contains("<c r=\"A14\""));
    let bytes = with_part(&bytes, SHEET, |xml| xml.replace("<c r=\"A1048576\" s=\"1\"/>", "<c r=\"A1048576\"><v>1</v></c>"));
    assert!(matches!(fill(&bytes, &of_register, &answered(&of_register, 0, 9)), Err(FillFault::TooManyRows { .. })));
}

#[test]
fn a_header_with_signatures_right_below_gets_its_rows_between() {
    let bytes = made::no_rows().expect("a form");
    let form = form(&bytes);
    assert_eq!((form.tables[0].free.records, form.tables[0].free.open), (0, false));
    let now = cells(&filled(&bytes, &form, &answered(&form, 0, 3)), 0);
    assert_eq!((now[&(1, 0)].as_str(), now[&(3, 2)].as_str(), now[&(4, 0)].as_str()), ("r0c0", "r2c2", "填表人："));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// However many people: they come back in order, and what stands below moves by just the rows made.
    #[test]
    fn any_number_of_records_comes_back(count in 0usize..200, which in 0usize..4) {
        let (name, bytes) = made::all().swap_remove([0, 2, 3, 7][which]);
        let form = form(&bytes);
        let table = &form.tables[0];
        let out = filled(&bytes, &form, &answered(&form, 0, count));
        let (before, after) = (cells(&bytes, 0), cells(&out, 0));
        let body = table.free.first..table.free.first + table.free.records;
        let moved = count.saturating_sub(table.room()) as u32;
        for row in 0..count as u32 {
            for (at, column) in table.columns.iter().enumerate() {
                prop_assert_eq!(after.get(&(body.start + row, u32::from(column.column))), Some(&format!("r{row}c{at}")), "{}", name);
            }
        }
        let moves = |row: u32| if row >= body.end { row + moved } else { row };
        let outside = |row: u32| row < body.start || row >= body.end;
        for (&(row, column), text) in before.iter().filter(|((row, _), _)| outside(*row)) {
            let computed = text == "0";
            prop_assert!(computed || after.get(&(moves(row), column)) == Some(text), "{} {}:{} {}", name, row, column, text);
        }
        let beyond = after.keys().filter(|(row, _)| *row < body.start || *row >= body.end + moved).count();
        prop_assert!(beyond <= before.len());
    }
}
