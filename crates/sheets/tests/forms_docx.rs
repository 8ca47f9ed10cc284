//! Forms that come as docx.

mod common;
#[path = "common/docx.rs"]
mod made;
#[path = "common/forms.rs"]
#[allow(dead_code, reason = "only the look into packages is needed here")]
mod packages;

use common::words;
use made::{cell, docx, paragraph, row, table};
use packages::{part, parts};
use sheets::form::{Answers, Blank, Form, Format, Value, fill, read};

fn form(bytes: &[u8]) -> Form {
    read("表.docx", bytes, &words()).unwrap_or_else(|refused| panic!("{refused}"))
}

fn blank<'f>(form: &'f Form, label: &str) -> &'f Blank {
    form.all_blanks().find(|blank| blank.label == label).unwrap_or_else(|| panic!("nothing asks {label}"))
}

/// The text of a part, a line a paragraph.
fn lines(bytes: &[u8], name: &str) -> Vec<String> {
    let xml = part(bytes, name);
    let paragraphs = xml.split("</w:p>").map(|paragraph| {
        let texts =
            paragraph.split("<w:t").skip(1).filter_map(|text| text.split_once('>')).filter_map(|(_, text)| text.split_once("</w:t>"));
        texts.map(|(text, _)| text).collect::<String>()
    });
    paragraphs.filter(|line| !line.is_empty()).collect()
}

fn letter() -> Vec<u8> {
    let cut = "<w:p><w:r><w:t>兹有{{na</w:t></w:r><w:r><w:rPr><w:u/></w:rPr><w:t>me}}</w:t></w:r><w:r><w:t>同志，系我支部党员。</w:t></w:r></w:p>";
    let body =
        [paragraph("组织关系介绍信存根"), cut.to_owned(), paragraph("经办人：________  联系电话："), paragraph("    年    月    日")]
            .concat();
    docx(&body, &paragraph("{{单位}}印制"))
}

#[test]
fn placeholders_and_gaps_in_paragraphs_are_asked_and_filled() {
    let bytes = letter();
    let form = form(&bytes);
    assert_eq!((form.format, form.title.as_deref()), (Format::Docx, Some("组织关系介绍信存根")));
    let asked: Vec<(&str, String)> = form.blanks.iter().map(|blank| (blank.label.as_str(), blank.at.to_string())).collect();
    let expected = [("name", "1!A2.1"), ("经办人", "1!A3.1"), ("联系电话", "1!A3.2"), ("日期", "1!A4.1"), ("单位", "2!A1.1")];
    assert_eq!(asked, expected.map(|(label, at)| (label, at.to_owned())));
    let mut answers = Answers::default();
    for (label, text) in [("name", "付 & 华"), ("经办人", "王芳"), ("联系电话", "14000000001"), ("单位", "三里村")] {
        answers.cells.insert(blank(&form, label).at, Value::text(text));
    }
    let day = Value::Date { date: "2026-11-02".parse().expect("a date"), text: "2026.11.2".into() };
    answers.cells.insert(blank(&form, "日期").at, day);
    let out = fill(&bytes, &form, &answers).expect("filled");
    let said = lines(&out, "word/document.xml");
    assert_eq!(said[1], "兹有付 &amp; 华同志，系我支部党员。");
    assert_eq!(said[2], "经办人：王芳____  联系电话：14000000001");
    assert_eq!(said[3], "2026年11月2日");
    assert_eq!(lines(&out, "word/footer1.xml"), ["三里村印制"]);
    let (old, new) = (parts(&bytes), parts(&out));
    for name in ["[Content_Types].xml", "word/styles.xml", "_rels/.rels"] {
        assert!(old[name] == new[name], "{name}");
    }
    assert_eq!(old.keys().collect::<Vec<_>>(), new.keys().collect::<Vec<_>>());
}

#[test]
fn a_table_of_people_grows_by_rows_of_its_look() {
    let head = row(&["序号", "姓名", "性别", "联系电话"]);
    let rows = [head, row(&["", "", "", ""]), row(&["", "", "", ""]), row(&["", "", "", ""])];
    let bytes = docx(&[paragraph("困难党员名单"), table(&rows), paragraph("填表人：")].concat(), "");
    let form = form(&bytes);
    assert_eq!((form.tables[0].sheet, form.tables[0].free.records, form.tables[0].serial), (1, 3, Some(0)));
    let person = |at: usize| vec![Value::text(format!("人{at}")), Value::text("女"), Value::text(format!("1400000000{at}"))];
    let answers = Answers { tables: vec![(0..6).map(person).collect()], ..Answers::default() };
    let out = fill(&bytes, &form, &answers).expect("filled");
    let said = lines(&out, "word/document.xml");
    let expected: Vec<String> =
        (0..6).flat_map(|at| [(at + 1).to_string(), format!("人{at}"), "女".into(), format!("1400000000{at}")]).collect();
    assert_eq!(said[5..29], expected);
    assert_eq!(said[29], "填表人：");
    let xml = part(&out, "word/document.xml");
    assert_eq!(xml.matches("<w:tr>").count(), 7);
    assert_eq!(xml.matches("<w:jc w:val=\"center\"/>").count(), 24, "each cell keeps its alignment");
    assert_eq!(xml.matches("paraId").count(), 12, "no paragraph of a new row has another's number");
}

#[test]
fn a_card_with_merged_cells_and_a_family_is_asked_by_its_labels() {
    let family = |label: &str, merge: &str, cells: [&str; 3]| {
        format!("<w:tr>{}{}</w:tr>", cell(label, 1, Some(merge)), cells.map(|text| cell(text, 1, None)).concat())
    };
    let rows = [
        row(&["姓名", "", "性别", ""]),
        row(&["出生年月", "", "学历", ""]),
        format!("<w:tr>{}{}</w:tr>", cell("家庭住址", 1, None), cell("", 3, None)),
        family("家庭成员", "restart", ["称谓", "姓名", "联系电话"]),
        family("", "", ["", "", ""]),
        family("", "", ["", "", ""]),
    ];
    let bytes = docx(&[paragraph("党员登记表"), table(&rows)].concat(), "");
    let form = form(&bytes);
    let asked: Vec<&str> = form.cards[0].blanks.iter().map(|blank| blank.label.as_str()).collect();
    assert_eq!(asked, ["姓名", "性别", "出生年月", "学历", "家庭住址"]);
    let list = &form.tables[0];
    assert_eq!((list.title.as_deref(), list.card, list.free.records), (Some("家庭成员"), Some(0), 2));
    let mut answers = Answers::default();
    answers.tables.push((0..3).map(|at| vec![Value::text("子"), Value::text(format!("人{at}"))]).collect());
    answers.cells.insert(blank(&form, "家庭住址").at, Value::text("三里村1号\n2单元"));
    let out = fill(&bytes, &form, &answers).expect("filled");
    let xml = part(&out, "word/document.xml");
    assert!(xml.contains("三里村1号</w:t><w:br/><w:t xml:space=\"preserve\">2单元"));
    assert_eq!(xml.matches("<w:vMerge/>").count(), 3, "the label at the side runs on");
    assert_eq!(lines(&out, "word/document.xml").iter().filter(|line| line.starts_with('人')).count(), 3);
}
