//! Forms in older formats are drawn again as xlsx and filled.

mod common;
#[path = "common/forms.rs"]
#[allow(dead_code, reason = "only the look into packages is needed here")]
mod packages;

use std::io::{Cursor, Write};

use common::words;
use packages::part;
use sheets::form::{Answers, Form, Format, Value, fill, read};
use zip::write::SimpleFileOptions;

fn ods() -> Vec<u8> {
    let content = r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:fo="f" xmlns:number="n"><office:automatic-styles>
<style:style style:name="co1" style:family="table-column"><style:table-column-properties style:column-width="5.08cm"/></style:style>
<style:style style:name="ro1" style:family="table-row"><style:table-row-properties style:row-height="1cm"/></style:style>
<number:date-style style:name="N1"><number:year number:style="long"/><number:text>年</number:text><number:month/><number:text>月</number:text></number:date-style>
<style:style style:name="ce1" style:family="table-cell"><style:table-cell-properties fo:border="0.06pt solid #000000"/></style:style>
<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="ce1" style:data-style-name="N1"/>
<style:style style:name="ce3" style:family="table-cell" style:parent-style-name="ce1"><style:text-properties fo:font-weight="bold" fo:font-size="16pt"/><style:paragraph-properties fo:text-align="center"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="名册">
<table:table-column table:style-name="co1" table:number-columns-repeated="4" table:default-cell-style-name="Default"/>
<table:table-row table:style-name="ro1"><table:table-cell table:style-name="ce3" table:number-columns-spanned="4"><text:p>老党员登记表</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="3"/></table:table-row>
<table:table-row><table:table-cell><text:p>填报单位：</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:style-name="ce1"><text:p>姓名</text:p></table:table-cell><table:table-cell table:style-name="ce1"><text:p>入党时间</text:p></table:table-cell><table:table-cell table:style-name="ce1"><text:p>联系电话</text:p></table:table-cell><table:table-cell table:style-name="ce1"><text:p>人数</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="3"><table:table-cell table:style-name="ce1"/><table:table-cell table:style-name="ce2"/><table:table-cell table:style-name="ce1" table:number-columns-repeated="2"/></table:table-row>
<table:table-row><table:table-cell table:style-name="ce1"><text:p>合计</text:p></table:table-cell><table:table-cell table:style-name="ce1" table:number-columns-repeated="2"/><table:table-cell table:style-name="ce1" table:formula="of:=SUM([.D4:.D6])" office:value-type="float" office:value="0"><text:p>0</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048569"><table:table-cell table:style-name="ce1" table:number-columns-repeated="16384"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"#;
    let parts =
        [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("META-INF/manifest.xml", "<m/>"), ("content.xml", content)];
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(name, SimpleFileOptions::default()).expect("a part");
        out.write_all(text.as_bytes()).expect("bytes");
    }
    out.finish().expect("a zip").into_inner()
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

fn words_of(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// An xls with a title, a header and three boxed rows.
fn xls() -> Vec<u8> {
    let begin = |kind: u16| record(0x0809, &[&words_of(&[0x0600, kind])[..], &[0; 12]].concat());
    let end = record(0x000a, &[]);
    let font = |size: u16, weight: u16| {
        record(0x0031, &[&words_of(&[size * 20, 0, 0x7fff, weight, 0, 0, 0])[..], &[2, 1], &wide("宋体")].concat())
    };
    let style = |font: u16, align: u8, lines: u32| {
        record(0x00e0, &[&words_of(&[font, 0, 0])[..], &[align, 0, 0, 0], &lines.to_le_bytes(), &[0; 6]].concat())
    };
    let label = |row: u16, column: u16, style: u16, text: &str| {
        record(0x0204, &[&words_of(&[row, column, style, text.encode_utf16().count() as u16])[..], &[1], &wide(text)].concat())
    };
    let globals = |position: u32| {
        let sheet = record(0x0085, &[&position.to_le_bytes()[..], &[0, 0, 1, 0, b'A']].concat());
        [begin(5), font(11, 400), font(18, 700), style(0, 0x20, 0), style(1, 0x12, 0), style(0, 0x20, 0x1111), sheet, end.clone()].concat()
    };
    let heads = ["姓名", "性别", "联系电话"];
    let cells = [
        record(0x007d, &words_of(&[0, 2, 20 * 256, 0, 0, 0])),
        record(0x0200, &[&0u32.to_le_bytes()[..], &6u32.to_le_bytes(), &words_of(&[0, 3, 0])].concat()),
        record(0x0208, &words_of(&[2, 0, 3, 30 * 20, 0, 0, 0, 0])),
        label(0, 0, 1, "流动党员名册"),
        heads.iter().enumerate().flat_map(|(column, text)| label(1, column as u16, 2, text)).collect(),
        (2..5u16).flat_map(|row| record(0x00be, &words_of(&[row, 0, 2, 2, 2, 2]))).collect(),
        label(5, 0, 0, "填表人："),
        record(0x00e5, &words_of(&[1, 0, 0, 0, 2])),
    ];
    let stream = [globals(globals(0).len() as u32), begin(0x10), cells.concat(), end.clone()].concat();
    let mut compound = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).expect("a compound file");
    compound.create_stream("Workbook").expect("a stream").write_all(&stream).expect("content");
    compound.flush().expect("written");
    compound.into_inner().into_inner()
}

fn form(name: &str, bytes: &[u8]) -> Form {
    read(name, bytes, &words()).unwrap_or_else(|refused| panic!("{name}: {refused}"))
}

fn answered(form: &Form, count: usize) -> Answers {
    let width = form.tables[0].columns.len();
    let records = (0..count).map(|row| (0..width).map(|column| Value::text(format!("r{row}c{column}"))).collect());
    let mut answers = Answers { tables: vec![records.collect()], ..Answers::default() };
    answers.cells.extend(form.blanks.iter().map(|blank| (blank.at, Value::text("三里村"))));
    answers
}

#[test]
fn an_ods_is_given_back_as_xlsx_with_its_lines_and_formulas() {
    let bytes = ods();
    let form = form("登记表.ods", &bytes);
    assert_eq!((form.format, form.title.as_deref()), (Format::Converted, Some("老党员登记表")));
    let table = &form.tables[0];
    assert_eq!((table.free.first, table.free.records, table.totals.len()), (3, 3, 1));
    assert!(table.columns[1].date && !table.columns[0].date);
    let mut answers = answered(&form, 5);
    answers.tables[0][0][1] = Value::Date { date: "1971-07".parse().expect("a date"), text: "1971.07".into() };
    let out = fill(&bytes, &form, &answers).expect("filled");
    let book = sheets::open("a.xlsx", &out).expect("a workbook");
    let sheet = &book.sheets[0];
    assert_eq!((sheet.name.as_str(), sheet.cell(1, 0).text().as_ref()), ("名册", "填报单位：三里村"));
    assert_eq!((sheet.cell(7, 0).text().as_ref(), sheet.cell(8, 0).text().as_ref()), ("r4c0", "合计"));
    assert_eq!(sheet.cell(3, 1).text(), "1971-07", "a real date, shown as the month that the cells show");
    let xml = part(&out, "xl/worksheets/sheet1.xml");
    assert!(xml.contains("<f>SUM(D4:D8)</f>") && xml.contains("<mergeCell ref=\"A1:D1\"/>"), "{xml}");
    assert!(xml.contains("customWidth=\"1\"") && xml.contains("ht=\"28"), "{xml}");
    let styles = part(&out, "xl/styles.xml");
    assert!(styles.contains("<left style=\"thin\">") && styles.contains("<sz val=\"16\"/>"), "{styles}");
}

#[test]
fn an_xls_is_given_back_as_xlsx_with_its_lines() {
    let bytes = xls();
    let form = form("名册.xls", &bytes);
    assert_eq!((form.format, form.title.as_deref()), (Format::Converted, Some("流动党员名册")));
    assert_eq!((form.tables[0].free.first, form.tables[0].free.records), (2, 3));
    let out = fill(&bytes, &form, &answered(&form, 4)).expect("filled");
    let book = sheets::open("a.xlsx", &out).expect("a workbook");
    assert_eq!((book.sheets[0].cell(5, 2).text().as_ref(), book.sheets[0].cell(6, 0).text().as_ref()), ("r3c2", "填表人：三里村"));
    let (xml, styles) = (part(&out, "xl/worksheets/sheet1.xml"), part(&out, "xl/styles.xml"));
    assert!(xml.contains("<mergeCell ref=\"A1:C1\"/>") && xml.contains("ht=\"30\""), "{xml}");
    assert!(styles.contains("宋体") && styles.contains("<left style=\"thin\">") && styles.contains("<b/>"), "{styles}");
}

#[test]
fn a_text_file_with_a_header_is_a_form_too() {
    let bytes = "姓名,性别,联系电话\n".as_bytes();
    let form = form("模板.csv", bytes);
    assert_eq!((form.format, form.title.as_deref(), form.tables[0].free.open), (Format::Converted, Some("模板"), true));
    let out = fill(bytes, &form, &answered(&form, 2)).expect("filled");
    assert_eq!(sheets::open("a.xlsx", &out).expect("a workbook").sheets[0].cell(2, 2).text(), "r1c2");
}
