//! Workbooks of other places, words and layouts, made here and compared with what was put in.

mod common;

use std::collections::BTreeMap;

use common::{today, words};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook as Book, Worksheet};
use sheets::{BranchFrom, Code, Field, Kind, Mark, Meaning, Reading, Record, Value, Workbook};

struct Person {
    name: &'static str,
    sex: &'static str,
    id: String,
    phone: &'static str,
    joined: &'static str,
    full: Option<&'static str>,
    education: &'static str,
    home: &'static str,
    branch: &'static str,
}

fn id(front: &str) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = front.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{front}{}", ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize])
}

fn people() -> Vec<Person> {
    let person = |name, sex, front, phone, joined, full, education, home, branch| Person {
        name,
        sex,
        id: id(front),
        phone,
        joined,
        full,
        education,
        home,
        branch,
    };
    vec![
        person(
            "阿依古丽·买买提",
            "女",
            "65310119800506002",
            "13900000001",
            "2005-06",
            Some("2006-06"),
            "本科",
            "团结路3号院2栋401",
            "和平里社区第一党支部",
        ),
        person(
            "欧阳建国",
            "男",
            "11010519491231001",
            "13900000002",
            "1971-07-01",
            Some("1972-07-01"),
            "初中",
            "和平里北街8号",
            "和平里社区第一党支部",
        ),
        person("𬌗石", "男", "11010519881114003", "010-64211234", "2024", None, "硕士研究生", "安定门内大街12号", "和平里社区第一党支部"),
        person(
            "李勇",
            "男",
            "11010519650301055",
            "13900000004",
            "1990-12",
            Some("1991-12"),
            "大专",
            "和平里中街5号",
            "和平里社区第二党支部",
        ),
        person(
            "张秀英",
            "女",
            "11010519560817042",
            "13900000005",
            "1982-03-15",
            Some("1983-03-15"),
            "高中",
            "青年湖东里6号楼",
            "和平里社区第二党支部",
        ),
        person(
            "陈静",
            "女",
            "11010519930422122",
            "13900000006",
            "2015-06-30",
            Some("2016-06-30"),
            "本科",
            "青年湖北街1号",
            "和平里社区第二党支部",
        ),
    ]
}

fn write(build: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Book::new();
    build(book.add_worksheet());
    book.save_to_buffer().expect("a workbook")
}

fn row(sheet: &mut Worksheet, number: u32, cells: &[&str]) {
    for (at, cell) in (0..).zip(cells) {
        if !cell.is_empty() {
            sheet.write_string(number, at, *cell).expect("a cell");
        }
    }
}

fn open(name: &str, bytes: &[u8]) -> (Workbook, Vec<Reading>) {
    let book = sheets::open(name, bytes).unwrap_or_else(|refused| panic!("{name}: {refused}"));
    let readings = sheets::read(&book, &words());
    (book, readings)
}

/// How many of each field are right, over all layouts.
#[derive(Default)]
struct Accuracy(BTreeMap<&'static str, [usize; 2]>, Vec<String>);

impl Accuracy {
    fn count(&mut self, layout: &str, field: &'static str, read: String, meant: String) {
        let count = self.0.entry(field).or_default();
        count[1] += 1;
        count[0] += usize::from(read == meant);
        if read != meant {
            self.1.push(format!("{layout}: {field} read \"{read}\", meant \"{meant}\""));
        }
    }

    fn compare(&mut self, layout: &str, record: &Record<'_>, person: &Person, fields: &[Field]) {
        let text = |field| record.text(field).unwrap_or_default().to_owned();
        let date = |field| record.date(field).map_or(String::new(), |date| date.to_string());
        for field in fields {
            match field {
                Field::Name => self.count(layout, "name", text(Field::Name), person.name.into()),
                Field::Sex => self.count(layout, "sex", record.sex().map_or("", |sex| sex.zh()).into(), person.sex.into()),
                Field::Birth => self.count(
                    layout,
                    "birth",
                    record.birth().map_or(String::new(), |date| date.to_string()),
                    format!("{}-{}-{}", &person.id[6..10], &person.id[10..12], &person.id[12..14]),
                ),
                Field::IdNumber => {
                    self.count(layout, "id_number", record.id_number().map_or(String::new(), |id| id.as_str().into()), person.id.clone())
                }
                Field::Phone => self.count(
                    layout,
                    "phone",
                    record.phones().first().map_or(String::new(), |phone| phone.to_string()),
                    person.phone.into(),
                ),
                Field::Joined => self.count(layout, "joined", date(Field::Joined), person.joined.into()),
                Field::BecameFull => {
                    self.count(layout, "became_full", date(Field::BecameFull), person.full.unwrap_or_default().into());
                    self.count(
                        layout,
                        "probationary",
                        record.yes(Field::Probationary).unwrap_or(false).to_string(),
                        person.full.is_none().to_string(),
                    );
                }
                Field::Education => self.count(layout, "education", text(Field::Education), person.education.into()),
                Field::Home => self.count(layout, "home", text(Field::Home), person.home.into()),
                Field::Branch => self.count(layout, "branch", text(Field::Branch), person.branch.into()),
                other => panic!("{other} is not compared"),
            }
        }
    }

    fn records(&mut self, layout: &str, book: &Workbook, readings: &[Reading], people: &[&Person], fields: &[Field]) {
        let words = words();
        let records: Vec<Record<'_>> =
            readings.iter().flat_map(|reading| reading.records(book, &words, today()).collect::<Vec<_>>()).collect();
        assert_eq!(records.len(), people.len(), "{layout}: {records:#?}");
        for (record, person) in records.iter().zip(people) {
            assert!(record.troubles.is_empty(), "{layout}: {:?}", record.troubles);
            self.compare(layout, record, person, fields);
        }
    }
}

const USUAL: [Field; 8] =
    [Field::Name, Field::Sex, Field::Birth, Field::IdNumber, Field::Phone, Field::Joined, Field::BecameFull, Field::Branch];

#[test]
fn other_layouts_and_words_are_read_without_a_hint() {
    let people = people();
    let all: Vec<&Person> = people.iter().collect();
    let mut accuracy = Accuracy::default();
    national_export(&mut accuracy, &people, &all);
    three_header_rows(&mut accuracy, &people, &all);
    sections(&mut accuracy, &people, &all);
    two_tables(&mut accuracy, &people, &all);
    unknown_heads(&mut accuracy, &people, &all);
    repeated_heads(&mut accuracy, &people, &all);
    sheet_names(&mut accuracy, &people, &all);
    text_files(&mut accuracy, &people, &all);
    side_by_side(&mut accuracy, &people, &all);
    short_branches(&mut accuracy, &people, &all);
    println!("\ngenerated set: 10 layouts");
    for (field, [ok, of]) in &accuracy.0 {
        println!("  {field:<14}{ok:>4} of {of:<4}{:>8.2} %", 100.0 * *ok as f64 / *of as f64);
    }
    assert!(accuracy.1.is_empty(), "{:#?}", accuracy.1);
}

/// Columns as the national system exports them: 人员类别 says full or probationary, dates compact,
/// sex and birth absent, ethnicity present.
fn national_export(accuracy: &mut Accuracy, people: &[Person], all: &[&Person]) {
    let bytes = write(|sheet| {
        row(
            sheet,
            0,
            &[
                "姓名",
                "公民身份号码",
                "民族",
                "学历",
                "人员类别",
                "加入中共组织日期",
                "转为正式党员日期",
                "所在党支部",
                "手机号码",
                "家庭住址",
                "党龄",
                "入党介绍人",
            ],
        );
        for (number, person) in (1..).zip(people) {
            let kind = if person.full.is_some() { "正式党员" } else { "预备党员" };
            let compact = |date: &str| date.replace('-', "");
            row(
                sheet,
                number,
                &[
                    person.name,
                    &person.id.to_lowercase(),
                    "汉族",
                    person.education,
                    kind,
                    &compact(person.joined),
                    &compact(person.full.unwrap_or_default()),
                    person.branch,
                    person.phone,
                    person.home,
                    "20",
                    "赵某",
                ],
            );
        }
    });
    let (book, readings) = open("党员信息导出.xlsx", &bytes);
    assert_eq!(readings[0].kind, Kind::Roster);
    assert_eq!(readings[0].left_out().map(|column| column.header.as_str()).collect::<Vec<_>>(), ["民族"]);
    assert_eq!(readings[0].column(Field::MemberKind).map(|column| column.index), Some(4));
    let fields: Vec<Field> = USUAL.into_iter().chain([Field::Education, Field::Home]).collect();
    accuracy.records("national export", &book, &readings, all, &fields);
}

/// Groups over groups, all merged; day dates as cells of the workbook.
fn three_header_rows(accuracy: &mut Accuracy, people: &[Person], all: &[&Person]) {
    let bytes = write(|sheet| {
        let plain = Format::new();
        let merge = |sheet: &mut Worksheet, area: [u32; 4], text: &str| {
            sheet.merge_range(area[0], area[1] as u16, area[2], area[3] as u16, text, &plain).expect("a merge");
        };
        merge(sheet, [0, 0, 0, 8], "和平里街道党员基本情况统计册（2026年度）");
        merge(sheet, [1, 0, 3, 0], "序号");
        merge(sheet, [1, 1, 1, 5], "个人基本情况");
        merge(sheet, [2, 1, 3, 1], "党员\n姓名");
        merge(sheet, [2, 2, 2, 3], "身份信息");
        row(sheet, 3, &["", "", "性 别", "身份证件号码"]);
        merge(sheet, [2, 4, 3, 4], "手 机");
        merge(sheet, [2, 5, 3, 5], "文化程度");
        merge(sheet, [1, 6, 1, 8], "组织关系");
        merge(sheet, [2, 6, 2, 7], "时间");
        row(sheet, 3, &["", "", "性 别", "身份证件号码", "", "", "入党（年月日）", "转正（年月日）"]);
        merge(sheet, [2, 8, 3, 8], "所属党组织");
        let day = Format::new().set_num_format("yyyy/m/d");
        for (number, person) in (4..).zip(people) {
            row(sheet, number, &["", person.name, person.sex, &person.id, person.phone, person.education]);
            sheet.write_number(number, 0, f64::from(number) - 3.0).expect("a cell");
            for (column, date) in [(6, Some(person.joined)), (7, person.full)] {
                let Some(date) = date else {
                    sheet.write_string(number, column, "预备期").expect("a cell");
                    continue;
                };
                let parts: Vec<u16> = date.split('-').map(|part| part.parse().expect("a number")).collect();
                match parts[..] {
                    [year, month, day_of] => sheet
                        .write_datetime_with_format(
                            number,
                            column,
                            ExcelDateTime::from_ymd(year, month as u8, day_of as u8).expect("a day"),
                            &day,
                        )
                        .expect("a cell"),
                    [year, month] => sheet.write_string(number, column, format!("{year}年{month}月")).expect("a cell"),
                    _ => sheet.write_number(number, column, f64::from(parts[0])).expect("a cell"),
                };
            }
            sheet.write_string(number, 8, person.branch).expect("a cell");
        }
        row(sheet, 10, &["总 计", "6人"]);
        row(sheet, 12, &["填表人：赵某    审核人：钱某"]);
    });
    let (book, readings) = open("统计册.xlsx", &bytes);
    assert_eq!((readings[0].kind, readings[0].header.first, readings[0].header.last), (Kind::Roster, 2, 4));
    let fields: Vec<Field> = USUAL.into_iter().chain([Field::Education]).collect();
    accuracy.records("three header rows", &book, &readings, all, &fields);
}

/// A row with a branch's name stands before its people.
fn sections(accuracy: &mut Accuracy, people: &[Person], all: &[&Person]) {
    let bytes = write(|sheet| {
        row(sheet, 0, &["党员名单"]);
        row(sheet, 2, &["编号", "名字", "性别", "身份证", "电话", "入党年月", "转正年月"]);
        let mut number = 3;
        let mut branch = "";
        for person in people {
            if person.branch != branch {
                branch = person.branch;
                row(sheet, number, &[&format!("{}、{branch}（3人）", if number == 3 { "一" } else { "二" })]);
                number += 1;
            }
            let dotted = |date: &str| date.replace('-', ".");
            row(
                sheet,
                number,
                &[
                    "1",
                    person.name,
                    person.sex,
                    &person.id,
                    &format!("+86 {}", person.phone).replace("+86 010", "010"),
                    &dotted(person.joined),
                    &person.full.map_or("预备".into(), dotted),
                ],
            );
            number += 1;
        }
    });
    let (book, readings) = open("名单.xlsx", &bytes);
    assert_eq!((readings[0].kind, readings[0].branch.from), (Kind::Roster, BranchFrom::Sections));
    accuracy.records("sections", &book, &readings, all, &USUAL);
}

/// Two branches one below the other on one sheet, each with its title and header.
fn two_tables(accuracy: &mut Accuracy, people: &[Person], all: &[&Person]) {
    let bytes = write(|sheet| {
        let mut number = 0;
        for half in people.chunks(3) {
            row(sheet, number, &[&format!("中共{}委员会党员名册", half[0].branch)]);
            row(sheet, number + 1, &["序号", "姓名", "男/女", "居民身份证号码", "移动电话", "入党日期", "转正日期"]);
            for (at, person) in (number + 2..).zip(half) {
                let slashed = |date: &str| date.replace('-', "/");
                row(
                    sheet,
                    at,
                    &[
                        "1",
                        person.name,
                        person.sex,
                        &person.id,
                        person.phone,
                        &slashed(person.joined),
                        &person.full.map_or("预备党员".into(), slashed),
                    ],
                );
            }
            row(sheet, number + 5, &["合计", "3"]);
            number += 8;
        }
    });
    let (book, readings) = open("两个支部.xlsx", &bytes);
    assert_eq!(readings.len(), 2);
    assert!(readings.iter().all(|reading| reading.branch.from == BranchFrom::Title));
    accuracy.records("two tables", &book, &readings, all, &USUAL);
}

/// Heads that say little: the values tell.
fn unknown_heads(accuracy: &mut Accuracy, people: &[Person], all: &[&Person]) {
    let bytes = write(|sheet| {
        row(sheet, 0, &["序号", "姓名", "证号", "号码", "甲", "归属", "入党", "转正", "爱好"]);
        for (number, person) in (1..).zip(people) {
            row(
                sheet,
                number,
                &[
                    "1",
                    person.name,
                    &person.id,
                    person.phone,
                    person.sex,
                    person.branch,
                    person.joined,
                    person.full.unwrap_or("预备"),
                    "象棋",
                ],
            );
        }
    });
    let (book, readings) = open("表1.xlsx", &bytes);
    assert_eq!(readings[0].column(Field::IdNumber).map(|column| column.reason.zh.as_str()), Some("校验位 6/6 对"));
    let records = readings[0]
        .records(&book, &words(), today())
        .map(|record| record.extras.iter().map(|(head, text)| format!("{head}={text}")).collect::<Vec<_>>())
        .collect::<Vec<_>>();
    assert!(records.iter().all(|extras| *extras == ["爱好=象棋"]), "{records:?}");
    accuracy.records("unknown heads", &book, &readings, all, &USUAL);
}

/// The header printed on every page, ditto marks, blank bordered rows with serial numbers.
fn repeated_heads(accuracy: &mut Accuracy, people: &[Person], all: &[&Person]) {
    let bytes = write(|sheet| {
        let head = ["序号", "姓名", "性别", "身份证号", "联系方式", "入党时间", "转正时间", "支部", "学历"];
        row(sheet, 0, &["党员花名册"]);
        let mut number = 1;
        for (at, person) in people.iter().enumerate() {
            if at % 2 == 0 {
                row(sheet, number, &head);
                number += 1;
            }
            let same = at > 0 && people[at - 1].branch == person.branch;
            row(
                sheet,
                number,
                &[
                    "1",
                    person.name,
                    person.sex,
                    &format!("'{}", person.id),
                    person.phone,
                    person.joined,
                    person.full.unwrap_or("预备"),
                    if same { "同上" } else { person.branch },
                    person.education,
                ],
            );
            number += 1;
        }
        for blank in number..number + 5 {
            sheet.write_number(blank, 0, f64::from(blank)).expect("a cell");
        }
    });
    let (book, readings) = open("花名册.xlsx", &bytes);
    assert_eq!(readings.len(), 1);
    let fields: Vec<Field> = USUAL.into_iter().chain([Field::Education]).collect();
    accuracy.records("repeated heads", &book, &readings, all, &fields);
}

/// The branch is named by the sheet, its place by the file; a hidden sheet is left alone.
fn sheet_names(accuracy: &mut Accuracy, people: &[Person], all: &[&Person]) {
    let mut book = Book::new();
    for (name, half) in ["第一党支部", "社区第二党支部"].into_iter().zip(people.chunks(3)) {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name");
        row(sheet, 0, &["党员姓名", "性别", "身份证号码", "手机", "入党时间", "转正时间"]);
        for (number, person) in (1..).zip(half) {
            row(sheet, number, &[person.name, person.sex, &person.id, person.phone, person.joined, person.full.unwrap_or("预备")]);
        }
    }
    let hidden = book.add_worksheet();
    row(hidden, 0, &["姓名", "性别"]);
    row(hidden, 1, &["不应读", "男"]);
    hidden.set_hidden(true);
    let bytes = book.save_to_buffer().expect("a workbook");
    let (book, readings) = open("2026年和平里社区党员花名册.xlsx", &bytes);
    assert!(readings.iter().all(|reading| reading.branch.from == BranchFrom::SheetName));
    accuracy.records("sheet names", &book, &readings, all, &USUAL);
}

/// The same as text, in GB18030 and from the clipboard.
fn text_files(accuracy: &mut Accuracy, people: &[Person], all: &[&Person]) {
    let lines = |sign: &str| {
        let head = ["党支部", "姓名", "性别", "身份证号", "联系电话", "入党时间", "转正时间"].join(sign);
        let rows = people.iter().map(|person| {
            [person.branch, person.name, person.sex, &person.id, person.phone, person.joined, person.full.unwrap_or("预备")].join(sign)
        });
        std::iter::once(head).chain(rows).collect::<Vec<_>>().join("\r\n")
    };
    let narrow = encoding_rs::GB18030.encode(&lines(",")).0.into_owned();
    for (name, bytes) in [("名册.csv", narrow), ("粘贴", lines("\t").into_bytes())] {
        let (book, readings) = open(name, &bytes);
        accuracy.records(name, &book, &readings, all, &USUAL);
    }
}

/// Two blocks of the same columns beside each other.
fn side_by_side(accuracy: &mut Accuracy, people: &[Person], all: &[&Person]) {
    let bytes = write(|sheet| {
        row(sheet, 0, &["和平里社区党员名单"]);
        let head = ["序号", "姓名", "性别", "身份证号", "手机", "入党时间", "转正时间", "所在支部"];
        row(sheet, 1, &[head, head].concat());
        let (left, right) = people.split_at(3);
        for (number, (one, other)) in (2..).zip(left.iter().zip(right)) {
            let block = |person: &Person| -> Vec<String> {
                let full = person.full.unwrap_or("预备");
                let texts = ["1", person.name, person.sex, &person.id, person.phone, person.joined, full, person.branch];
                texts.iter().map(|text| (*text).to_owned()).collect()
            };
            let both: Vec<String> = [block(one), block(other)].concat();
            row(sheet, number, &both.iter().map(String::as_str).collect::<Vec<_>>());
        }
    });
    let (book, readings) = open("名单.xlsx", &bytes);
    assert_eq!(readings.len(), 2);
    accuracy.records("side by side", &book, &readings, all, &USUAL);
}

/// Branches named without their place, once for their merged rows, with a word about the secretary;
/// an age beside the birth date.
fn short_branches(accuracy: &mut Accuracy, people: &[Person], all: &[&Person]) {
    let bytes = write(|sheet| {
        row(sheet, 0, &["支部", "党员", "性别", "出生年月（岁）", "身份证", "联系手机", "入党", "转正"]);
        let plain = Format::new();
        sheet.merge_range(1, 0, 3, 0, "第一党支部（书记：赵某）", &plain).expect("a merge");
        sheet.merge_range(4, 0, 6, 0, "第二党支部（书记：钱某）", &plain).expect("a merge");
        for (number, person) in (1..).zip(people) {
            let birth = format!("{}.{}（岁）", &person.id[6..10], &person.id[10..12]);
            row(
                sheet,
                number,
                &["", person.name, person.sex, &birth, &person.id, person.phone, person.joined, person.full.unwrap_or("预备")],
            );
        }
    });
    let (book, readings) = open("3 和平里社区党员.xlsx", &bytes);
    accuracy.records("short branches", &book, &readings, all, &USUAL);
}

#[test]
fn every_trouble_is_said_at_its_cell() {
    let rows = [
        ["姓名", "性别", "出生日期", "身份证号", "联系电话", "入党时间", "转正时间"],
        ["甲一", "男", "1949-12-31", "11010519491231002X", "13900000001", "1971-07", "1972-07"],
        ["甲二", "女", "1949-12-30", "11010519491231002X", "13900000001", "1971-07", "1972-07"],
        ["甲三", "女", "", "110105194912310021", "1390000000", "1971-02-30", "1972-07"],
        ["甲四", "女", "", "3.20499198704086E+17", "13900000001", "2027-01", "1972-07"],
        ["甲五", "女", "", "", "无", "去年", "2027-12"],
        ["", "女", "", "11010519491231002X", "", "1971-07", "1970-07"],
        ["甲七", "不", "", "110105491231002", "", "1971-07", ""],
    ];
    let text = rows.map(|row| row.join("\t")).join("\n");
    let (book, readings) = open("党员名册.tsv", text.as_bytes());
    let found: Vec<Vec<String>> = readings[0]
        .records(&book, &words(), today())
        .map(|record| {
            record.troubles.iter().for_each(|trouble| {
                assert!(!trouble.zh().is_empty() && !trouble.en().is_empty());
                assert!(!trouble.zh().contains("110105") && !trouble.en().contains("13900"), "{}", trouble.zh());
            });
            let mut codes: Vec<String> =
                record.troubles.iter().map(|trouble| format!("{} {}", trouble.cell, trouble.code.code())).collect();
            codes.sort();
            codes
        })
        .collect();
    let expected: [&[&str]; 7] = [
        &["B2 sex_disagrees"],
        &["C3 birth_disagrees"],
        &["D4 id_checksum", "E4 phone_malformed", "F4 date_impossible"],
        &["D5 id_precision_lost", "F5 date_future"],
        &["D6 id_missing", "F6 date_unreadable", "G6 date_future"],
        &["A7 name_missing", "G7 date_order"],
        &["B8 sex_unreadable", "D8 id_old"],
    ];
    assert_eq!(found, expected.map(|codes| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>()));
    let words = words();
    let old = readings[0].records(&book, &words, today()).last().expect("a row");
    let trouble = old.troubles.iter().find(|trouble| trouble.code == Code::IdOld).expect("an old number");
    assert_eq!(trouble.proposal.as_deref(), Some("11010519491231002X"));
    assert_eq!(old.get(Field::IdNumber), Some(&Value::Unread("110105491231002".into())));
}

#[test]
fn roll_calls_of_other_looks_are_read() {
    let bytes = write(|sheet| {
        row(sheet, 0, &["和平里社区第二党支部2025年度组织生活考勤表"]);
        row(sheet, 1, &["姓名", "3月15日", "4.12", "2025-05-10", "6月", "出勤率"]);
        row(sheet, 2, &["", "主题党日", "党课", "支部党员大会", "组织生活会", ""]);
        row(sheet, 3, &["李勇", "√", "△", "○", "线上", "75%"]);
        row(sheet, 4, &["张秀英", "送学", "病假", "×", "1", "50%"]);
        row(sheet, 5, &["陈静", "？", "", "√", "免", "50%"]);
        row(sheet, 6, &["说明：√出勤 △请假 ○补学 ×缺席"]);
    });
    let (book, readings) = open("考勤.xlsx", &bytes);
    assert_eq!((readings.len(), readings[0].kind), (1, Kind::RollCall));
    let meetings: Vec<String> = readings[0]
        .columns
        .iter()
        .filter_map(|column| column.meeting.as_ref())
        .map(|meeting| format!("{} {}", meeting.date, meeting.activity.as_deref().unwrap_or("-")))
        .collect();
    assert_eq!(meetings, ["2025-03-15 theme_day", "2025-04-12 lecture", "2025-05-10 assembly", "2025-06 organisational_life"]);
    let words = words();
    let marks: Vec<Vec<Mark>> =
        readings[0].records(&book, &words, today()).map(|record| record.marks.iter().map(|(_, mark)| *mark).collect()).collect();
    use Mark::*;
    assert_eq!(marks, [vec![Present, Leave, MadeUp, Online], vec![AtHome, Leave, Absent, Present], vec![Present, Exempt]]);
    let unknown: Vec<String> =
        readings[0].records(&book, &words, today()).flat_map(|record| record.troubles).map(|trouble| trouble.cell).collect();
    assert_eq!(unknown, ["B6"]);
}

#[test]
fn a_person_can_change_the_reading_and_it_is_remembered() {
    let text = "姓名\t归口\t身份证号\n李勇\t二组\t11010519491231002X\n陈静\t三组\t11010519491231002X\n";
    let (book, readings) = open("a.tsv", text.as_bytes());
    let mut reading: Reading = serde_json::from_str(&serde_json::to_string(&readings[0]).expect("json")).expect("the same");
    assert_eq!(reading, readings[0]);
    reading.columns[1].meaning = Meaning::Field(Field::Group);
    reading.branch.from = BranchFrom::Given;
    reading.branch.name = Some("和平里社区第二党支部".into());
    let words = words();
    let first = reading.records(&book, &words, today()).next().expect("a row");
    assert_eq!((first.text(Field::Group), first.text(Field::Branch)), (Some("二组"), Some("和平里社区第二党支部")));
    let mut again = readings[0].clone();
    assert!(again.follow(&reading));
    assert_eq!(again.columns[1].meaning, Meaning::Field(Field::Group));
}

/// Found by chance in `any_grid_of_words_is_read`: notes above the first of two forms beside each other
/// were looked for in the second, which has fewer lines.
#[test]
fn forms_beside_each_other_have_what_stands_above_each() {
    let notes = "三里村社区党员登记卡\t\t\t\t\n一、用钢笔填写\t\t\t\t\n二、字迹清楚\t\t\t\t\n三、本人签名\t\t\t\t\n";
    let cards = "姓名\t李勇\t\t姓名\t陈静\n性别\t男\t\t性别\t女\n入党时间\t1999.7\t\t入党时间\t2001.7\n";
    let (book, readings) = open("卡片.tsv", format!("{notes}{cards}").as_bytes());
    assert_eq!((readings.len(), readings[0].forms.len(), readings[0].title.as_deref()), (1, 2, Some("三里村社区党员登记卡")));
    let words = words();
    let names: Vec<Option<String>> =
        readings[0].records(&book, &words, today()).map(|record| record.text(Field::Name).map(str::to_owned)).collect();
    assert_eq!(names, [Some("李勇".to_owned()), Some("陈静".to_owned())]);
}
