//! No file and no answer makes reading or filling a form panic or run away.

mod common;
#[path = "common/docx.rs"]
mod docx;
#[path = "common/forms.rs"]
#[allow(dead_code, reason = "parts are not looked into here")]
mod made;

use std::sync::LazyLock;

use common::words;
use made::{package, parts};
use proptest::prelude::*;
use sheets::Refused;
use sheets::form::{Answers, At, Form, Value, fill, read};

static WORDS: LazyLock<sheets::Dictionary> = LazyLock::new(words);

static FORMS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let letter =
        docx::docx(&[docx::paragraph("姓名：____"), docx::table(&[docx::row(&["姓名", "电话"]), docx::row(&["", ""])])].concat(), "");
    made::all().into_iter().map(|(_, bytes)| bytes).chain([letter]).collect()
});

fn everything(form: &Form) -> Answers {
    let record = |table: &sheets::form::Table| vec![Value::text("答"); table.columns.len()];
    let mut answers =
        Answers { tables: form.tables.iter().map(|table| vec![record(table); table.room().min(50) + 3]).collect(), ..Answers::default() };
    answers.cells.extend(form.all_blanks().map(|blank| (blank.at, Value::text("答"))));
    answers
}

/// Reads and fills; whatever comes, it comes as a value.
fn try_both(bytes: &[u8]) {
    if let Ok(form) = read("表.xlsx", bytes, &WORDS) {
        let _ = fill(bytes, &form, &everything(&form));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Letters of one part changed, cut out or doubled, the zip sound around them.
    #[test]
    fn changed_parts_do_no_harm(which in 0usize..9, part in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), what in 0u8..4, length in 1usize..40, with in any::<u8>()) {
        let mut parts = parts(&FORMS[which]);
        let chosen = part.index(parts.len());
        let Some(bytes) = parts.values_mut().nth(chosen) else { return Ok(()) };
        if !bytes.is_empty() {
            let from = at.index(bytes.len());
            let to = (from + length).min(bytes.len());
            match what {
                0 => bytes[from] = with,
                1 => drop(bytes.drain(from..to)),
                2 => { let again = bytes[from..to].to_vec(); bytes.splice(from..from, again); }
                _ => bytes[from..to].iter_mut().filter(|byte| byte.is_ascii_digit()).for_each(|byte| *byte = b'0' + with % 10),
            }
        }
        try_both(&package(&parts));
    }

    /// Bytes of the file itself changed.
    #[test]
    fn changed_files_do_no_harm(which in 0usize..9, at in any::<prop::sample::Index>(), with in any::<u8>(), cut in any::<prop::sample::Index>(), cuts in any::<bool>()) {
        let mut bytes = FORMS[which].clone();
        let place = at.index(bytes.len());
        bytes[place] = with;
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        try_both(&bytes);
    }

    /// Answers for a form that is not quite this one.
    #[test]
    fn a_changed_form_does_no_harm(which in 0usize..9, first in any::<u32>(), records in any::<u32>(), step in 0u32..9, row in any::<u32>(), column in any::<u16>(), gap in 0u16..4) {
        let bytes = &FORMS[which];
        let mut form = read("表.xlsx", bytes, &WORDS).expect("a form");
        let mut answers = everything(&form);
        for table in &mut form.tables {
            (table.free.first, table.free.records, table.free.step) = (first % 2_000_000, records % 1000, step);
        }
        answers.cells.insert(At { sheet: 0, row: row % 1_100_000, column, gap }, Value::text("答"));
        let _ = fill(bytes, &form, &answers);
    }
}

#[test]
fn a_bomb_is_refused_before_it_unfolds() {
    let mut parts = parts(&FORMS[0]);
    for (name, bytes) in &mut parts {
        if name == "xl/worksheets/sheet1.xml" {
            bytes.splice(0..0, vec![b' '; 100 << 20]);
        }
    }
    assert!(matches!(read("表.xlsx", &package(&parts), &WORDS), Err(Refused::TooLarge { .. })));
}

#[test]
fn a_merge_over_the_whole_sheet_and_a_cell_in_its_corner_are_borne() {
    let mut parts = parts(&FORMS[0]);
    for (name, bytes) in &mut parts {
        if name == "xl/worksheets/sheet1.xml" {
            let xml = String::from_utf8(std::mem::take(bytes)).expect("UTF-8");
            let corner = "<row r=\"1048576\"><c r=\"XFD1048576\" s=\"1\"/></row></sheetData>";
            *bytes = xml.replace("</sheetData>", corner).replace("A11:D11", "A11:XFD1048576").into_bytes();
        }
    }
    assert!(matches!(read("表.xlsx", &package(&parts), &WORDS), Err(Refused::TooManyCells { .. })));
}
