//! Files that are broken, wrong or hostile are refused by name, and cost no more memory than allowed.

mod common;

use std::io::{Cursor, Write};

use common::memory::{Counting, MIB, alone, counted};
use sheets::{Cell, Limits, Looks, Refused};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Opens and asserts that no more than this was held beyond the file itself.
fn open_within(name: &str, bytes: &[u8], bound: usize) -> Result<sheets::Workbook, Refused> {
    let (result, used) = counted(|| sheets::open(name, bytes));
    assert!(used <= bound, "{name}: {} MiB were held, {} allowed", used / MIB, bound / MIB);
    if let Err(refused) = &result {
        assert!(!refused.zh().is_empty() && !refused.en().is_empty() && !refused.code().is_empty());
    }
    result
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        zip.start_file(*name, options).expect("a part");
        zip.write_all(content).expect("content");
    }
    zip.finish().expect("a zip").into_inner()
}

fn xlsx(sheet: &[u8], strings: Option<&[u8]>) -> Vec<u8> {
    let workbook = br#"<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let relations = br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let root = br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types></Types>"),
        ("_rels/.rels", root),
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    parts.extend(strings.map(|strings| ("xl/sharedStrings.xml", strings)));
    zipped(&parts)
}

fn sheet(rows: &str, dimension: &str) -> Vec<u8> {
    format!(r#"<worksheet><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>"#).into_bytes()
}

#[test]
fn a_zip_bomb_is_refused_by_what_it_claims_and_by_what_it_does() {
    let _alone = alone();
    let blanks = vec![b' '; 80 * MIB];
    let honest = xlsx(&blanks, None);
    drop(blanks);
    assert!(honest.len() < MIB);
    assert!(matches!(open_within("bomb.xlsx", &honest, MIB), Err(Refused::TooLarge { limit: 64, .. })));

    // The same with a directory that claims ten bytes.
    let size = (80 * MIB as u32).to_le_bytes();
    let mut lying = honest;
    let places: Vec<usize> = lying.windows(4).enumerate().filter(|(_, window)| *window == size).map(|(at, _)| at).collect();
    assert!(places.len() >= 2, "the size stands in both headers");
    for at in places {
        lying[at..at + 4].copy_from_slice(&10u32.to_le_bytes());
    }
    assert!(matches!(open_within("lying.xlsx", &lying, 2 * MIB), Err(Refused::TooLarge { .. } | Refused::Broken(_))));
}

#[test]
fn many_parts_together_are_bounded() {
    let _alone = alone();
    let blanks = vec![b' '; MIB];
    let parts: Vec<(String, &[u8])> = (1..=6).map(|at| (format!("xl/worksheets/sheet{at}.xml"), blanks.as_slice())).collect();
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, content)| (name.as_str(), *content)).collect();
    let limits = Limits { whole: 5 * MIB as u64, ..Limits::default() };
    assert!(matches!(sheets::open_within("many.xlsx", &zipped(&parts), &limits), Err(Refused::TooLarge { limit: 5, .. })));
}

#[test]
fn a_table_of_strings_that_lies_about_its_length_is_broken() {
    let _alone = alone();
    let strings = br#"<sst uniqueCount="99999999999"><si><t>a</t></si></sst>"#;
    assert!(matches!(open_within("a.xlsx", &xlsx(&sheet("", "A1"), Some(strings)), MIB), Err(Refused::Broken(_))));
}

#[test]
fn one_cell_in_the_last_corner_costs_one_cell() {
    let _alone = alone();
    let far = sheet(
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#,
        "A1:XFD1048576",
    );
    let book = open_within("far.xlsx", &xlsx(&far, None), 2 * MIB).expect("a workbook");
    assert_eq!(book.sheets[0].cell_count(), 2);
    assert_eq!(book.sheets[0].cell(1_048_575, 16_383), Cell::Number(1.0));
}

#[test]
fn rows_beyond_the_limit_are_refused_and_rows_only_claimed_are_not() {
    let _alone = alone();
    let rows: String = (1..=320_000).map(|row| format!(r#"<row r="{row}"><c r="A{row}"><v>1</v></c></row>"#)).collect();
    let bytes = xlsx(&sheet(&rows, "A1"), None);
    drop(rows);
    assert!(matches!(open_within("rows.xlsx", &bytes, 40 * MIB), Err(Refused::TooManyRows { .. } | Refused::TooLarge { .. })));

    let claimed = sheet(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#, "A1:XFD1048576");
    assert_eq!(open_within("claimed.xlsx", &xlsx(&claimed, None), 2 * MIB).expect("a workbook").sheets[0].row_count(), 1);
}

#[test]
fn markup_is_bounded_as_other_files_are() {
    let _alone = alone();
    let wide = "<tr><td colspan=1000 rowspan=60000>a".repeat(20_000);
    let book = open_within("wide.xls", format!("<table>{wide}").as_bytes(), 8 * MIB).expect("a workbook");
    assert!(book.sheets[0].cell_count() <= 20_000);
    let rows = "<tr><td>1".repeat(320_000);
    assert!(matches!(open_within("rows.xls", format!("<table>{rows}").as_bytes(), 40 * MIB), Err(Refused::TooManyRows { .. })));
    let blank_rows = "<tr>".repeat(1 << 21);
    assert!(matches!(open_within("blank.xls", format!("<table>{blank_rows}").as_bytes(), MIB), Err(Refused::TooManyRows { .. })));
    let workbook = r#"<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">"#;
    let far = format!(
        r#"{workbook}<Worksheet><Table><Row Index="4294967295"><Cell Index="4294967295" MergeAcross="4294967295"><Data>a</Data></Cell><Cell Index="2"><Data>b</Data></Cell></Row><Row><Cell><Data>c</Data></Cell></Row>"#
    );
    assert!(matches!(open_within("far.xls", far.as_bytes(), MIB), Err(Refused::NoSheets)));
    let small = Limits { ordinary_part: 1000, ..Limits::default() };
    for (name, head) in [("large.xls", "<table><tr><td>"), ("large.xml", workbook)] {
        let large = format!("{head}{}", " ".repeat(1000));
        assert!(matches!(sheets::open_within(name, large.as_bytes(), &small), Err(Refused::TooLarge { .. })), "{name}");
    }
}

/// A table of all people and all meetings would be far larger than the file.
#[test]
fn people_and_meetings_that_hardly_meet_are_no_roll_call() {
    let _alone = alone();
    let words = sheets::Dictionary::parse(include_str!("../../../rules/columns.toml")).expect("the dictionary");
    let line = |at: usize| {
        let letter = |step: usize| char::from_u32(0x4e00 + (at / step % 140) as u32).expect("a letter");
        format!("2026-{:02}-{:02},王{}{},到会\n", 1 + at % 12, 1 + at / 12 % 21, letter(1), letter(140))
    };
    let lines = |count| format!("日期,姓名,到会情况\n{}", (0..count).map(line).collect::<String>());
    let read = |count| {
        let book = sheets::open("a.csv", lines(count).as_bytes()).expect("a workbook");
        let (readings, used) = counted(|| sheets::read(&book, &words));
        (readings[0].forms.len(), used)
    };
    assert_eq!(read(60).0, 60);
    let (forms, used) = read(19_000);
    assert!(forms == 0 && used < 16 * MIB, "{forms} people, {} MiB", used / MIB);
}

#[test]
fn one_long_string_in_many_cells_is_bounded() {
    let _alone = alone();
    let strings = format!(r#"<sst uniqueCount="1"><si><t>{}</t></si></sst>"#, "长".repeat(30_000));
    let cells: String = (1..=20_000).map(|row| format!(r#"<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>"#)).collect();
    let bytes = xlsx(&sheet(&cells, "A1"), Some(strings.as_bytes()));
    assert!(matches!(open_within("long.xlsx", &bytes, 256 * MIB), Err(Refused::TooLarge { .. })));
}

#[test]
fn limits_are_the_callers() {
    let _alone = alone();
    let rows: String =
        (1..=20).map(|row| format!(r#"<row r="{row}"><c r="A{row}"><v>1</v></c><c r="B{row}"><v>1</v></c></row>"#)).collect();
    let bytes = xlsx(&sheet(&rows, "A1"), None);
    let within = |limits: Limits| sheets::open_within("a.xlsx", &bytes, &limits).map(|_| ()).map_err(|refused| refused.code());
    assert_eq!(within(Limits { rows: 10, ..Limits::default() }), Err("too_many_rows"));
    assert_eq!(within(Limits { cells: 10, ..Limits::default() }), Err("too_many_cells"));
    assert_eq!(within(Limits { part: 100, ordinary_part: 100, ..Limits::default() }), Err("too_large"));
    assert_eq!(within(Limits::default()), Ok(()));
}

#[test]
fn encrypted_broken_empty_and_wrong_files_are_told_apart() {
    let _alone = alone();
    let code = |name: &str, bytes: &[u8]| open_within(name, bytes, 2 * MIB).map(|_| ()).map_err(|refused| refused.code());

    let mut compound = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a compound file");
    compound.create_stream("EncryptedPackage").expect("a stream").write_all(&[7; 5000]).expect("content");
    compound.create_stream("EncryptionInfo").expect("a stream");
    compound.flush().expect("written");
    assert_eq!(code("secret.xlsx", &compound.into_inner().into_inner()), Err("encrypted"));

    let whole = xlsx(&sheet(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#, "A1"), None);
    assert_eq!(code("whole.xlsx", &whole), Ok(()));
    assert_eq!(code("half.xlsx", &whole[..whole.len() / 2]), Err("broken"));
    let mut damaged = whole.clone();
    let at = damaged.windows(16).position(|window| window == b"sheets/sheet1.xm").expect("the part's name") + 40;
    damaged[at] ^= 0xff;
    assert_eq!(code("damaged.xlsx", &damaged), Err("broken"));
    assert_eq!(code("blank.xlsx", &xlsx(&sheet("", "A1"), None)), Err("no_sheets"));

    assert_eq!(code("empty.xlsx", b""), Err("empty"));
    assert_eq!(code("blanks.csv", b" \r\n "), Err("empty"));
    let wrong = |name: &str, bytes: &[u8]| match open_within(name, bytes, 2 * MIB) {
        Err(Refused::WrongType(looks)) => Some(looks),
        _ => None,
    };
    assert_eq!(wrong("login.xls", b"\xef\xbb\xbf<html><body><p>1</p></body></html>"), Some(Looks::WebPage));
    assert_eq!(code("page.xls", b"<html><body><table><tr><td> </td></tr></table></body></html>"), Err("no_sheets"));
    assert_eq!(
        code("old.xls", br#"<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet>"#),
        Err("no_sheets")
    );
    assert_eq!(wrong("a.pdf", b"%PDF-1.7 ..."), Some(Looks::Pdf));
    assert_eq!(wrong("a.png", b"\x89PNG\r\n\x1a\n"), Some(Looks::Picture));
    assert_eq!(wrong("a.docx", &zipped(&[("word/document.xml", b"<a/>"), ("[Content_Types].xml", b"<a/>")])), Some(Looks::WordDocument));
    assert_eq!(wrong("a.zip", &zipped(&[("a.txt", b"a")])), Some(Looks::Archive));
    assert_eq!(wrong("a.bin", &[1, 2, 0, 0, 3, 0xff, 0xfe, 0]), Some(Looks::Binary));
}

/// An xls of one sheet with these cells, that states this extent.
fn xls(cells: &[(u16, u16)], stated: [u32; 4]) -> Vec<u8> {
    xls_with(cells, stated, None)
}

/// The same; with a string, every cell shows it instead of a number.
fn xls_with(cells: &[(u16, u16)], stated: [u32; 4], string: Option<&str>) -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat();
    let begin = |kind: u16| record(0x0809, &[&0x0600u16.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 12]].concat());
    let end = record(0x000a, &[]);
    // One shared string, cut over records as long ones are.
    let strings = string.map_or(Vec::new(), |text| {
        let letters: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = (letters.len() / 2) as u16;
        let (first, rest) = letters.split_at(letters.len().min(8000));
        let begin = record(0x00fc, &[&1u32.to_le_bytes()[..], &1u32.to_le_bytes(), &length.to_le_bytes(), &[1], first].concat());
        let more = rest.chunks(8000).flat_map(|chunk| record(0x003c, &[&[1], chunk].concat()));
        begin.into_iter().chain(more).collect()
    });
    let globals = |position: u32| {
        let sheet = record(0x0085, &[&position.to_le_bytes()[..], &[0, 0, 1, 0, b'A']].concat());
        [begin(5), sheet, strings.clone(), end.clone()].concat()
    };
    let position = globals(0).len() as u32;
    let [top, bottom, left, right] = stated;
    let extent =
        [&top.to_le_bytes()[..], &bottom.to_le_bytes(), &(left as u16).to_le_bytes(), &(right as u16).to_le_bytes(), &[0, 0]].concat();
    let filled = cells.iter().flat_map(|(row, column)| {
        let place = [&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0]].concat();
        match string {
            Some(_) => record(0x00fd, &[&place[..], &0u32.to_le_bytes()].concat()),
            None => record(0x0203, &[&place[..], &1f64.to_le_bytes()].concat()),
        }
    });
    let stream = [globals(position), begin(0x10), record(0x0200, &extent), filled.collect(), end.clone()].concat();
    let mut compound = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).expect("a compound file");
    compound.create_stream("Workbook").expect("a stream").write_all(&stream).expect("content");
    compound.flush().expect("written");
    compound.into_inner().into_inner()
}

#[test]
fn an_xls_is_measured_before_it_is_read() {
    let _alone = alone();
    let book = open_within("stated.xls", &xls(&[(3, 2)], [0, u32::MAX, 0, 0xffff]), 2 * MIB).expect("a workbook");
    assert_eq!(book.sheets[0].cell(3, 2), Cell::Number(1.0));
    assert!(matches!(open_within("grid.xls", &xls(&[(0, 0), (65_535, 255)], [0, 1, 0, 1]), 2 * MIB), Err(Refused::TooManyCells { .. })));

    let long = "长".repeat(30_000);
    let one = open_within("long.xls", &xls_with(&[(1, 1)], [0, 9, 0, 9], Some(&long)), 2 * MIB).expect("a workbook");
    assert_eq!(one.sheets[0].cell(1, 1).text(), long);
    let many: Vec<(u16, u16)> = (0..5000).map(|row| (row, 0)).collect();
    assert!(matches!(open_within("copies.xls", &xls_with(&many, [0, 9, 0, 9], Some(&long)), 2 * MIB), Err(Refused::TooLarge { .. })));
}

#[test]
fn ods_repeats_are_not_believed() {
    let _alone = alone();
    let ods = |rows: &str| {
        let content = format!(
            r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
        );
        zipped(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("META-INF/manifest.xml", b"<m/>"),
            ("content.xml", content.as_bytes()),
        ])
    };
    let ordinary = ods(
        r#"<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>名册&amp;&#31532;一页</text:p></table:table-cell><table:covered-table-cell/></table:table-row>
        <table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>
        <table:table-row><table:table-cell office:value-type="date" office:date-value="1971-07-01"><text:p>71.7.1</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="32" table:number-columns-repeated="2"><text:p>32</text:p></table:table-cell></table:table-row>"#,
    );
    let book = open_within("a.ods", &ordinary, 2 * MIB).expect("a workbook");
    assert_eq!(book.sheets[0].cell(0, 0).text(), "名册&第一页");
    assert_eq!(book.sheets[0].cell(4, 0).text(), "1971-07-01");
    assert_eq!(book.sheets[0].cell(4, 2), Cell::Number(32.0));
    assert_eq!(book.sheets[0].merges.len(), 1);

    let bomb = ods(
        r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/></table:table-row><table:table-row table:number-rows-repeated="4294967295"><table:table-cell table:number-columns-repeated="4294967295"/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated="4294967295" office:value-type="float" office:value="1"/><table:table-cell office:value-type="float" office:value="1"/></table:table-row>"#,
    );
    assert!(matches!(open_within("bomb.ods", &bomb, 4 * MIB), Err(Refused::NoSheets)));
}

#[test]
fn mutated_and_random_bytes_never_panic_and_stay_within_bounds() {
    let _alone = alone();
    let words = sheets::Dictionary::parse(include_str!("../../../rules/columns.toml")).expect("the dictionary");
    let today = "2026-11-22".parse().expect("a date");
    let text =
        "和平里社区第一党支部党员花名册,,\n姓名,身份证号,入党时间\n付　华,11010519491231002x,1971年7月\n李勇,,预备\n".as_bytes().to_vec();
    let rows = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>1月6日党课</t></is></c></row><row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>1</v></c></row>"#;
    let part = sheet(rows, "A1:B2");
    let strings = br#"<sst uniqueCount="1"><si><t>a</t></si></sst>"#.to_vec();
    let seeds = [text, xlsx(&part, Some(&strings)), xls(&[(0, 0), (5, 5)], [0, 6, 0, 6])];
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    let mut opened = 0;
    for round in 0..900 {
        let mut bytes = match round % 5 {
            // Inside the zip, where a checksum does not stop the change.
            0 => mutated(&part, &mut random),
            1 => mutated(&strings, &mut random),
            2 => (0..random(400)).map(|_| random(256) as u8).collect(),
            _ => mutated(&seeds[round % seeds.len()], &mut random),
        };
        match round % 5 {
            0 => bytes = xlsx(&bytes, Some(&strings)),
            1 => bytes = xlsx(&part, Some(&bytes)),
            _ => {}
        }
        if let Ok(book) = open_within("random", &bytes, 64 * MIB) {
            opened += 1;
            for reading in sheets::read(&book, &words) {
                assert!(reading.records(&book, &words, today).count() <= 100_000);
            }
        }
    }
    assert!(opened > 50, "only {opened} of the mutated files could still be opened");
}

fn mutated(seed: &[u8], random: &mut impl FnMut(usize) -> usize) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=random(6) {
        let at = random(bytes.len());
        match random(4) {
            0 => bytes[at] = random(256) as u8,
            1 => bytes.truncate(at.max(8)),
            2 => bytes.insert(at, random(256) as u8),
            _ => {
                let end = (at + random(16)).min(bytes.len());
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
        }
    }
    bytes
}
