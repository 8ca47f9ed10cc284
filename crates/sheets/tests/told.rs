//! What the reader says of its guesses, what the caller can tell it, and what is done in the open.

mod common;

use common::grid::{Grid, text, xlsx};
use common::{today, words};
use sheets::{BranchFrom, Code, Field, Hints, Kind, Meaning, NoteCode, Paid, Reading, Record, Workbook};

fn open(name: &str, lines: &str) -> Workbook {
    let bytes = text(&Grid::default().lines(lines), b'\t', "\n");
    sheets::open(name, bytes.as_bytes()).unwrap_or_else(|refused| panic!("{refused}"))
}

fn records<'a>(reading: &'a Reading, book: &'a Workbook, words: &'a sheets::Dictionary) -> Vec<Record<'a>> {
    reading.records(book, words, today()).collect()
}

#[test]
fn a_column_of_known_branches_is_the_branch_and_short_names_are_completed() {
    let words = words();
    let book = open("底册.tsv", "姓名|片|手机\n王芳|东片先锋队|13900000001\n李勇|老兵驿站|13900000002\n陈静|第一驿站|13900000003");
    let plain = sheets::read(&book, &words);
    assert_eq!((plain[0].columns[1].meaning, plain[0].branch.from), (Meaning::Extra, BranchFrom::Unknown));

    let told =
        sheets::read_with(&book, &words, &Hints::of(&["云河社区东片先锋队", "云河社区老兵驿站", "云河社区第一驿站", "星河社区第一驿站"]));
    assert_eq!(told[0].branch.from, BranchFrom::Column);
    let column = told[0].column(Field::Branch).expect("a branch column");
    assert_eq!(column.index, 1);
    assert!(column.reason.zh.contains("已知支部") && column.reason.en.contains("known"));
    let branches: Vec<String> =
        records(&told[0], &book, &words).iter().map(|record| record.text(Field::Branch).unwrap_or_default().to_owned()).collect();
    // Two branches end in 第一驿站, so the short name stays as it was written.
    assert_eq!(branches, ["云河社区东片先锋队", "云河社区老兵驿站", "第一驿站"]);

    let named = open("云河社区老兵驿站.tsv", "姓名|手机\n王芳|13900000001\n李勇|13900000002");
    let told = sheets::read_with(&named, &words, &Hints::of(&["云河社区老兵驿站"]));
    assert_eq!((told[0].branch.from, told[0].branch.name.as_deref()), (BranchFrom::FileName, Some("云河社区老兵驿站")));
}

#[test]
fn what_must_not_be_kept_is_known_by_its_values_too() {
    let words = words();
    let book = open("表.tsv", "姓名|族|年度结果|类|特点\n王芳|汉族|优秀|群众|象棋\n李勇|回族|合格|中共党员|钓鱼\n陈静|汉族|合格|群众|书法");
    let reading = sheets::read(&book, &words).remove(0);
    assert_eq!(reading.left_out().map(|column| column.header.as_str()).collect::<Vec<_>>(), ["族", "年度结果", "类"]);
    assert!(records(&reading, &book, &words).iter().all(|record| record.extras.len() == 1));
}

#[test]
fn the_year_of_a_roll_call_can_be_told() {
    let words = words();
    let book = open("签到.tsv", "姓名|9.5|9.12\n王芳|√|×\n李勇|请假|√");
    assert_eq!(sheets::read(&book, &words)[0].kind, Kind::Unknown);
    let told = sheets::read_with(&book, &words, &Hints { year: Some(2026), ..Hints::default() });
    assert_eq!(told[0].kind, Kind::RollCall);
    let dates: Vec<String> =
        told[0].columns.iter().filter_map(|column| column.meeting.as_ref()).map(|meeting| meeting.date.to_string()).collect();
    assert_eq!(dates, ["2026-09-05", "2026-09-12"]);
}

#[test]
fn every_guess_has_its_reason_in_both_languages() {
    let words = words();
    let book = open(
        "表.tsv",
        "姓名|编号|电活|民族|身份正号码|甲||年龄\n王芳|110105194912310021|13900000001|汉|x|女|本科|12\n李勇|11010519491231002X|13900000002|汉|y|男|大专|13",
    );
    for column in &sheets::read(&book, &words)[0].columns {
        assert!(!column.reason.zh.is_empty() && !column.reason.en.is_empty(), "{}", column.header);
        assert!(column.reason.en.is_ascii() || column.reason.en.contains('"'), "{}", column.reason.en);
    }
}

#[test]
fn what_is_read_otherwise_than_it_stands_is_noted_at_the_cell() {
    let words = words();
    let book = open(
        "第一党支部.tsv",
        "姓名|联系电话|住址|备用电话\n王芳（组长）|13900000001/0519-88886666|和平路1号|13900000009\n李勇|13900000002（儿子）|同上|",
    );
    let readings = sheets::read(&book, &words);
    let read = records(&readings[0], &book, &words);
    let notes: Vec<(String, NoteCode)> = read.iter().flat_map(|record| &record.notes).map(|note| (note.cell.clone(), note.code)).collect();
    let expected =
        [("A2", NoteCode::WordsAside), ("B2", NoteCode::SeveralPhones), ("B3", NoteCode::WordsAside), ("C3", NoteCode::SameAsAbove)];
    assert_eq!(notes, expected.map(|(cell, code)| (cell.to_owned(), code)));
    assert!(
        read.iter().flat_map(|record| &record.notes).all(|note| note.zh().starts_with(&note.cell) && note.en().starts_with(&note.cell))
    );
    assert_eq!(read[0].phones().iter().map(|phone| phone.as_str()).collect::<Vec<_>>(), ["13900000001"]);
    assert_eq!(read[0].other_phones().iter().map(|phone| phone.as_str()).collect::<Vec<_>>(), ["0519-88886666", "13900000009"]);
    assert_eq!((read[1].name(), read[1].text(Field::Home)), (Some("李勇"), Some("和平路1号")));
    assert!(read.iter().all(|record| record.troubles.is_empty()));
}

#[test]
fn an_old_number_is_proposed_anew_at_its_place_in_a_form() {
    let words = words();
    let sheet = Grid::named("登记表")
        .lines("党员登记表|<|<|<\n姓名|王芳|性别|男\n身份证号|110105491231002|<|<\n入党时间|1971年7月|联系电话|13900000001");
    let book = sheets::open("登记表.xlsx", &xlsx(&[sheet])).expect("a workbook");
    let reading = sheets::read(&book, &words).remove(0);
    assert_eq!((reading.kind, reading.forms.len()), (Kind::Roster, 1));
    let again: Reading = serde_json::from_str(&serde_json::to_string(&reading).expect("json")).expect("the same");
    assert_eq!(again, reading);
    let read = records(&reading, &book, &words);
    assert_eq!(read[0].unread(Field::IdNumber), Some("110105491231002"));
    let trouble = &read[0].troubles[0];
    assert_eq!((trouble.cell.as_str(), trouble.code, trouble.proposal.as_deref()), ("B3", Code::IdOld, Some("11010519491231002X")));
}

#[test]
fn dues_say_amounts_ticks_and_what_is_missing() {
    let words = words();
    let book = open("党费.tsv", "2026年党费\n姓名|应交|1月|2月|3月|4月\n王芳|10|10|√|未交|\n李勇|12|12元|×|迟|12");
    let readings = sheets::read(&book, &words);
    assert_eq!(readings[0].kind, Kind::Dues);
    let read = records(&readings[0], &book, &words);
    let said = |record: &Record<'_>| record.dues.iter().map(|(month, paid)| (month.date.to_string(), *paid)).collect::<Vec<_>>();
    let month = |month: u32| format!("2026-{month:02}");
    assert_eq!(said(&read[0]), [(month(1), Paid::Amount(10.0)), (month(2), Paid::Yes), (month(3), Paid::No)]);
    assert_eq!(said(&read[1]), [(month(1), Paid::Amount(12.0)), (month(2), Paid::No), (month(4), Paid::Amount(12.0))]);
    assert_eq!(read[1].troubles.iter().map(|trouble| trouble.cell.as_str()).collect::<Vec<_>>(), ["E4"]);
}
