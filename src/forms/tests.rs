//! Forms that came from above, filled from the ledger.

mod desk;
mod once;
mod street;

use sheets::form::{self, Answers, Value};
use std::collections::BTreeMap;

/// The texts of a sheet by row and column, both from 0.
pub fn cells(bytes: &[u8]) -> BTreeMap<u32, BTreeMap<u16, String>> {
    let book = sheets::open("表.xlsx", bytes).expect("a workbook");
    let rows = book.sheets[0].rows();
    rows.map(|row| (row.number, row.cells().map(|(c, cell)| (c, cell.text().into_owned())).filter(|(_, t)| !t.is_empty()).collect()))
        .collect()
}

/// A blank list with these heads below a title, as an office would send it.
pub fn blank_list(title: &str, heads: &[&str]) -> Vec<u8> {
    use sheets::write::{Column, Table, xlsx};
    let table = Table { title: title.into(), note: String::new(), columns: heads.iter().map(|h| Column::new(*h, 14.0)).collect() };
    xlsx(&table, (0..3).map(|_| heads.iter().map(|_| sheets::write::Cell::Empty).collect::<Vec<_>>())).expect("a workbook")
}

#[test]
fn what_a_helper_draws_is_read_as_a_list() {
    let bytes = blank_list("女党员花名册", &["序号", "姓名", "年龄"]);
    let read = form::read("表.xlsx", &bytes, crate::rulebook::columns()).expect("a form");
    assert_eq!(read.tables[0].columns.len(), 2);
    let answers = Answers { tables: vec![vec![vec![Value::text("赵敏"), Value::Number(61.0)]]], ..Answers::default() };
    let filled = form::fill(&bytes, &read, &answers).expect("a filled form");
    assert!(cells(&filled).values().any(|row| row.values().map(String::as_str).eq(["1", "赵敏", "61"])));
}
