//! One row alone: left out, taken after all, taken back; and a whole that is all or nothing.

use super::{HEADS, drop_files, facts, id, members, page, refused, roster, take_in, workbook};
use crate::{
    people::Facts,
    testing::{Town, facts_of},
};
use serde_json::json;

const TITLE: &str = "青竹苑社区第一党支部党员花名册";

fn zhao() -> [String; 8] {
    ["赵敏", "女", "1960.05", &id("19600504", 102), "14012345678", "1985.07", "1986.07", "青竹苑社区1幢101室"].map(str::to_owned)
}

fn sheet(rows: &[[String; 8]]) -> Vec<u8> {
    let rows: Vec<[&str; 8]> = rows.iter().map(|row| row.each_ref().map(String::as_str)).collect();
    roster(TITLE, &rows)
}

fn place(page: &serde_json::Value, url: &str, name: &str) -> String {
    let rows = page["rows"].as_array().expect("rows");
    let row = rows.iter().find(|r| r["name"] == name).expect(name);
    format!("{url}/rows/{}/{}-{}", page["here"]["id"].as_str().expect("a file"), row["sheet"], row["line"])
}

#[test]
fn a_row_is_left_out_and_comes_after_all() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let qian =
        ["钱勇", "男", "1970.05", &id("19700504", 103), "14012345679", "1995.07", "1996.07", "青竹苑社区1幢102室"].map(str::to_owned);
    let url = drop_files(&zhou, &[("册.xlsx", &sheet(&[zhao(), qian]))]);
    let row = place(&page(&zhou, &url), &url, "钱勇");
    assert_eq!(zhou.post(&row, &[("take", "false")]).status, 303);
    let left = page(&zhou, &url);
    assert_eq!((&left["sums"]["new"], &left["sums"]["open"]), (&1.into(), &0.into()), "{}", left["sums"]);
    refused(&zhou.post_json(&row, json!({ "take": false })), "decided");
    assert_eq!(zhou.post(&row, &[("take", "true")]).status, 303);
    assert_eq!(page(&zhou, &url)["sums"]["new"], 2);
    assert_eq!(zhou.post(&row, &[("take", "false")]).status, 303);
    take_in(&town, &zhou, &url);
    assert_eq!(members(&town), 1);
    // Afterwards the row can still be taken in, by a decision.
    let decision = row.replace("/rows/", "/decisions/");
    assert_eq!(zhou.post(&decision, &[("choice", "take")]).status, 303);
    assert_eq!(members(&town), 2);
}

#[test]
fn a_whole_comes_in_as_a_whole_or_not_at_all() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let flawed =
        ["钱勇", "男", "1970.05", "320499197005041030", "14012345679", "1995.07", "1996.07", "青竹苑社区1幢102室"].map(str::to_owned);
    let url = drop_files(&zhou, &[("册.xlsx", &sheet(&[zhao(), flawed]))]);
    let page_before = page(&zhou, &url);
    assert_eq!(page_before["sums"]["open"], 1, "{}", page_before["sums"]);
    refused(&zhou.post_json(&format!("{url}/confirmation"), json!({ "whole": true, "at_once": true })), "not_whole");
    assert_eq!(members(&town), 0);
    let row = place(&page_before, &url, "钱勇").replace("/rows/", "/decisions/");
    assert_eq!(zhou.post(&row, &[("choice", "flag")]).status, 303);
    assert_eq!(zhou.post_json(&format!("{url}/confirmation"), json!({ "whole": true, "at_once": true })).status, 200);
    assert_eq!(members(&town), 2);
}

#[test]
fn a_whole_is_refused_at_the_command_line_too() {
    let town = Town::new();
    let flawed =
        ["钱勇", "男", "1970.05", "320499197005041030", "14012345679", "1995.07", "1996.07", "青竹苑社区1幢102室"].map(str::to_owned);
    let files = vec![("册.xlsx".to_owned(), sheet(&[zhao(), flawed]))];
    let whole = |files| crate::imports::run(&town.house, kernel::Scope::ALL, files, crate::imports::How::Whole, |_, _| {});
    let error = whole(files).expect_err("a doubtful row");
    assert!(matches!(&error, kernel::Error::Rule { code, .. } if *code == "not_whole"), "{error:?}");
    assert_eq!(members(&town), 0);
    whole(vec![("册.xlsx".to_owned(), sheet(&[zhao()]))]).expect("nothing is doubtful");
    assert_eq!(members(&town), 1);
}

#[test]
fn a_merge_that_was_wrong_is_taken_back_alone() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let known = Facts {
        sex: "女".into(),
        birth: None,
        phone: Some("14012345678".into()),
        unit: "纺织厂".into(),
        flags: vec!["id_missing".into()],
        ..facts_of("")
    };
    town.member("青竹苑社区第一党支部", "赵敏", known);
    town.member("青竹苑社区第一党支部", "钱勇", Facts { id_no: Some(id("19700504", 103)), ..facts_of("") });
    let before = facts(&town);
    let qian =
        ["钱勇", "男", "1970.05", &id("19700504", 103), "14012345679", "1995.07", "1996.07", "青竹苑社区1幢102室"].map(str::to_owned);
    let url = drop_files(&zhou, &[("册.xlsx", &sheet(&[zhao(), qian]))]);
    let row = place(&page(&zhou, &url), &url, "赵敏");
    let decision = row.replace("/rows/", "/decisions/");
    assert_eq!(zhou.post(&decision, &[("choice", "same")]).status, 303, "somebody says it is the same person");
    take_in(&town, &zhou, &url);
    assert_eq!(members(&town), 2);
    let undo = format!("{row}/undo");
    let told = zhou.post(&undo, &[]);
    assert_eq!(told.status, 303, "{} {}", told.text(), page(&zhou, &url)["rows"]);
    let after = facts(&town);
    let of = |all: &[(String, Facts)], name: &str| all.iter().find(|f| f.1.name == name).expect(name).clone();
    assert_eq!(of(&after, "赵敏"), of(&before, "赵敏"), "as it was");
    assert_ne!(of(&after, "钱勇"), of(&before, "钱勇"), "the other row stays");
    // Now it is said right: they are two.
    assert_eq!(zhou.post(&undo, &[]).status, 404, "there is nothing more to take back");
    assert_eq!(zhou.post(&decision, &[("choice", "two")]).status, 303);
    assert_eq!(members(&town), 3);
    assert_eq!(of(&facts(&town), "钱勇").1.phone.as_deref(), Some("14012345679"));
}

#[test]
fn what_was_changed_since_is_not_taken_back() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let member = town.member("青竹苑社区第一党支部", "钱勇", Facts { id_no: Some(id("19700504", 103)), ..facts_of("") });
    let qian =
        ["钱勇", "男", "1970.05", &id("19700504", 103), "14012345679", "1995.07", "1996.07", "青竹苑社区1幢102室"].map(str::to_owned);
    let url = drop_files(&zhou, &[("册.xlsx", &sheet(&[qian]))]);
    let row = place(&page(&zhou, &url), &url, "钱勇");
    take_in(&town, &zhou, &url);
    assert_eq!(zhou.post(&format!("/members/{member}/extras"), &[("fact", "特长"), ("value", "书法")]).status, 303);
    refused(&zhou.post_json(&format!("{row}/undo"), json!({})), "built_on");
    let other = town.person("孙强", "secretary", "东风村第一党支部");
    assert!(matches!(other.post(&format!("{row}/undo"), &[]).status, 403 | 404));
}

#[test]
fn what_was_read_otherwise_is_said() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let two = zhao();
    let mut rows: Vec<Vec<&str>> = vec![two.iter().map(String::as_str).collect()];
    let qian = id("19700504", 103);
    rows.push(vec!["钱勇", "男", "1970.05", &qian, "14012345679 14012345670", "同上", "同上", "同上"]);
    let url = drop_files(&zhou, &[("册.xlsx", &workbook(TITLE, &HEADS, rows))]);
    let notes = page(&zhou, &url)["readings"][0]["notes"].to_string();
    assert!(notes.contains("“同上”按上一行的内容读取") && notes.contains("一格有几个电话"), "{notes}");
    assert!(zhou.get(&url).text().contains("一格有几个电话"));
}

#[test]
fn people_beside_each_other_in_one_row_are_rows_of_their_own() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let heads = ["姓名", "性别", "出生年月", "入党时间", "姓名", "性别", "出生年月", "入党时间"];
    let rows = vec![
        vec!["赵敏", "女", "1960.05", "1985.07", "钱勇", "男", "1961.05", "1986.07"],
        vec!["孙兰", "女", "1962.05", "1987.07", "李芳", "女", "1963.05", "1988.07"],
    ];
    let url = drop_files(&zhou, &[("册.xlsx", &workbook(TITLE, &heads, rows))]);
    let look = page(&zhou, &url);
    assert_eq!(look["sums"]["rows"], 4, "{look}");
    assert!(look["rows"].as_array().expect("rows").iter().all(|r| [3, 4].contains(&r["line"].as_i64().expect("a line"))), "{look}");
    let li = look["rows"].as_array().expect("rows").iter().find(|r| r["name"] == "李芳").expect("a row").clone();
    let row = format!("{url}/rows/{}/{}", look["here"]["id"].as_str().expect("a file"), li["place"].as_str().expect("a place"));
    assert_eq!(zhou.post(&row, &[("take", "false")]).status, 303);
    take_in(&town, &zhou, &url);
    assert_eq!(members(&town), 3);
    assert!(facts(&town).iter().all(|f| f.1.name != "李芳"));
}
