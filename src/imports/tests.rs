//! Workers drop workbooks; what becomes of each row is told before anything is taken in.

mod bad;
mod dues;
mod extras;
mod roll_calls;
mod rosters;
mod rows;
mod service;
mod stories;
mod street;

use crate::testing::Town;
use kernel::testing::{Answered, Asker};
use serde_json::{Value as Json, json};
use sheets::write::{self, Cell, Column, Table};

pub const HEADS: [&str; 8] = ["姓名", "性别", "出生年月", "身份证号码", "联系电话", "入党时间", "转正时间", "家庭住址"];

/// A roster as an office would write it.
pub fn roster(title: &str, people: &[[&str; 8]]) -> Vec<u8> {
    workbook(title, &HEADS, people.iter().map(|p| p.to_vec()).collect())
}

pub fn workbook(title: &str, heads: &[&str], rows: Vec<Vec<&str>>) -> Vec<u8> {
    let columns = heads.iter().map(|h| Column::new(*h, 14.0)).collect();
    let table = Table { title: title.into(), note: String::new(), columns };
    write::xlsx(&table, rows.into_iter().map(|row| row.into_iter().map(Cell::from).collect::<Vec<_>>())).expect("a workbook")
}

/// An ID number that is right: birth as eight digits, serial of three.
pub fn id(birth: &str, serial: u32) -> String {
    let front = format!("320499{birth}{serial:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = front.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{front}{}", ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize])
}

/// Uploads as a browser does; the page of the import.
pub fn drop_files(zhou: &Asker, files: &[(&str, &[u8])]) -> String {
    let answer = zhou.upload("/imports", &[], files);
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().to_owned()
}

pub fn page(zhou: &Asker, url: &str) -> Json {
    let answer = zhou.get_json(url);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// Confirms and lets the background work.
pub fn take_in(town: &Town, zhou: &Asker, url: &str) -> Json {
    let answer = zhou.post(&format!("{url}/confirmation"), &[]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    town.house.work_off().expect("the queue is worked off");
    let page = page(zhou, url);
    assert_eq!(page["import"]["state"], "taken", "{}", page["import"]);
    page
}

pub fn members(town: &Town) -> i64 {
    town.house
        .read_as_system("test", kernel::Scope::ALL, |cx| cx.one("select count(*) from {members} m", kernel::args![]))
        .expect("a count")
}

/// Every fact of everybody, by name.
pub fn facts(town: &Town) -> Vec<(String, crate::people::Facts)> {
    let read = |cx: &kernel::Reader| {
        let all: Vec<crate::people::Member> = cx.all("select * from {members} m order by m.path, m.name, m.id", kernel::args![])?;
        all.into_iter()
            .map(|m| {
                let org: crate::orgs::Org = cx.find(m.org)?;
                Ok((org.name, m.facts(cx)?))
            })
            .collect()
    };
    town.house.read_as_system("test", kernel::Scope::ALL, read).expect("facts")
}

pub fn refused(answer: &Answered, code: &str) {
    assert_eq!(answer.json()["code"], code, "{}", answer.text());
}

pub fn nothing() -> Json {
    json!({})
}
