//! The five blank forms of the fixtures against the truth of the street.

use super::cells;
use crate::{
    forms::{Choices, cli},
    imports,
    orgs::{Kind, NewOrg, Org},
    testing::Town,
};
use jiff::civil::{Date, date};
use kernel::Scope;
use serde_json::Value as Json;
use std::{collections::BTreeMap, path::PathBuf};

const ON: Date = date(2026, 11, 1);

fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures");
    let there = folder.join("truth.json").exists();
    if !there {
        println!("SKIPPED: no ../shared/fixtures beside this repository");
    }
    there.then_some(folder)
}

/// The street of the fixtures with all of its ledger taken in, and what is true of it.
fn street() -> Option<(Town, PathBuf, Json)> {
    let folder = folder()?;
    let town = Town::empty();
    town.write(|cx| {
        let kind = Some(Kind::WorkingCommittee);
        Org::found(cx, None, NewOrg { name: "青龙街道党工委".into(), kind, ..NewOrg::default() })
    });
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder.join("ledger"))
        .expect("a folder")
        .map(|e| e.expect("an entry").path())
        .map(|p| (p.file_name().expect("a name").to_string_lossy().into_owned(), std::fs::read(&p).expect("a file")))
        .collect();
    files.sort();
    imports::run(&town.house, Scope::ALL, files, imports::How::RowByRow, |_, _| {}).expect("an import");
    let truth = serde_json::from_str(&std::fs::read_to_string(folder.join("truth.json")).expect("a text")).expect("truth.json");
    Some((town, folder, truth))
}

/// The rows of the list, without their serial numbers, sorted; and what the command says.
fn filled(town: &Town, folder: &std::path::Path, name: &str, choices: Choices, width: u16) -> (Vec<Vec<String>>, Json) {
    let bytes = std::fs::read(folder.join("forms").join(name)).expect("a form");
    let choices = Choices { on: Some(ON), ..choices };
    let (bytes, told) = cli::fill(&town.house, Scope::ALL, name.into(), bytes, choices, Some("测试".into())).expect("a filled form");
    let serials = |row: &BTreeMap<u16, String>| row.get(&0).is_some_and(|t| t.parse::<u32>().is_ok());
    let text = |row: &BTreeMap<u16, String>, c| row.get(&c).cloned().unwrap_or_default();
    let mut rows: Vec<Vec<String>> =
        cells(&bytes).values().filter(|r| serials(r)).map(|r| (1..width).map(|c| text(r, c)).collect()).collect();
    rows.sort();
    (rows, serde_json::to_value(told).expect("json"))
}

fn years(since: &str) -> Option<i64> {
    // Where only the month is known its first day counts.
    let since: Date = if since.len() == 7 { format!("{since}-01") } else { since.to_owned() }.parse().ok()?;
    let before = (ON.month(), ON.day()) < (since.month(), since.day());
    Some(i64::from(ON.year() - since.year()) - i64::from(before))
}

fn text<'j>(of: &'j Json, field: &str) -> &'j str {
    of[field].as_str().unwrap_or_default()
}

fn members(truth: &Json) -> &Vec<Json> {
    truth["members"].as_array().expect("members")
}

fn number(years: Option<i64>) -> String {
    years.map_or(String::new(), |n| n.to_string())
}

fn yes(holds: bool) -> String {
    if holds { "是" } else { "否" }.into()
}

/// Every row of somebody unflawed is there as it should be; the first that is not is named.
fn same(rows: &[Vec<String>], expected: &[Vec<String>]) {
    let lacking: Vec<_> = expected.iter().filter(|row| !rows.contains(row)).collect();
    assert!(lacking.is_empty() && !expected.is_empty(), "{} of {}: {:?}", lacking.len(), expected.len(), lacking.first());
}

#[test]
fn every_answered_cell_is_true() {
    let Some((town, folder, truth)) = street() else { return };
    elderly(&town, &folder, &truth);
    probation(&town, &folder, &truth);
    floating(&town, &folder, &truth);
    organisations(&town, &folder, &truth);
    one_person(&town, &folder, &truth);
}

fn elderly(town: &Town, folder: &std::path::Path, truth: &Json) {
    let (rows, told) = filled(town, folder, "60岁以上党员花名册.xlsx", Choices::default(), 11);
    let mut expected: Vec<Vec<String>> = members(truth)
        .iter()
        .filter(|m| m["flaw"].is_null() && years(text(m, "birth")).is_some_and(|age| age >= 60))
        .map(|m| {
            let party = years(text(m, "became_full"));
            let said = ["branch", "name", "sex"].map(|f| text(m, f).to_owned()).to_vec();
            let born = text(m, "birth")[..7].replace('-', ".");
            let medal = if party.is_none() && m["probationary"] == false { String::new() } else { yes(party.is_some_and(|y| y >= 50)) };
            let rest = [born, number(years(text(m, "birth"))), number(party), medal];
            let hidden = ["home", "phone"].map(|f| text(m, f).to_owned());
            said.into_iter().chain(rest).chain(hidden).chain([String::new()]).collect()
        })
        .collect();
    expected.sort();
    assert_eq!(rows.len() as i64, truth["counts"]["over60"]);
    same(&rows, &expected);
    assert_eq!(told["unknown"], serde_json::json!(["单位负责人", "填表人", "联系电话"]));
}

fn probation(town: &Town, folder: &std::path::Path, truth: &Json) {
    let (rows, _) = filled(town, folder, "发展及预备党员名册.xlsx", Choices::default(), 7);
    let mut expected: Vec<Vec<String>> = members(truth)
        .iter()
        .filter(|m| m["probationary"] == true && m["flaw"].is_null())
        .map(|m| {
            let (year, rest) = text(m, "joined").split_at(4);
            let due = format!("{}{rest}", year.parse::<i32>().expect("a year") + 1);
            let said = ["name", "id_no", "branch", "joined"].map(|f| text(m, f).to_owned()).to_vec();
            said.into_iter().chain([due, text(m, "phone").to_owned()]).collect()
        })
        .collect();
    expected.sort();
    let all = members(truth).iter().filter(|m| m["probationary"] == true).count();
    assert_eq!(rows.len(), all);
    same(&rows, &expected);
}

fn floating(town: &Town, folder: &std::path::Path, truth: &Json) {
    let (rows, _) = filled(town, folder, "流动党员统计表.xlsx", Choices::default(), 14);
    let by_id: BTreeMap<&str, &Json> = members(truth).iter().map(|m| (text(m, "id_no"), m)).collect();
    let half_a_year_ago = "2026-05-01";
    let mut expected: Vec<Vec<String>> = truth["floating"]
        .as_array()
        .expect("the register")
        .iter()
        .map(|f| {
            let m = by_id[text(f, "id_no")];
            let last = text(f, "last_contact").max(text(m, "last_contact"));
            let said = ["name", "sex"].map(|n| text(m, n).to_owned()).to_vec();
            let rest = [number(years(text(m, "birth"))), text(m, "education").into(), text(m, "branch").into(), text(m, "joined").into()];
            let party = number(years(text(m, "became_full")));
            let away =
                [text(f, "left").into(), text(f, "destination").into(), text(m, "phone").into(), yes(!text(f, "certificate").is_empty())];
            said.into_iter().chain(rest).chain([party]).chain(away).chain([last.to_owned(), yes(last < half_a_year_ago)]).collect()
        })
        .collect();
    expected.sort();
    assert_eq!(rows.len(), 56);
    same(&rows, &expected);
}

fn organisations(town: &Town, folder: &std::path::Path, truth: &Json) {
    let (rows, told) = filled(town, folder, "党组织基本情况统计表.xlsx", Choices::default(), 13);
    let away: Vec<&str> = truth["floating"].as_array().expect("the register").iter().map(|f| text(f, "id_no")).collect();
    let degrees = ["大专", "本科", "硕士研究生", "博士研究生"];
    let age = |m: &Json| years(text(m, "birth")).unwrap_or_default();
    type Is<'a> = Box<dyn Fn(&Json) -> bool + 'a>;
    let counted: [Is; 10] = [
        Box::new(|_| true),
        Box::new(|m| text(m, "sex") == "女"),
        Box::new(|m| age(m) >= 60),
        Box::new(|m| age(m) <= 35),
        Box::new(|m| degrees.contains(&text(m, "education"))),
        Box::new(|m| m["probationary"] == true),
        Box::new(|m| away.contains(&text(m, "id_no"))),
        Box::new(|m| text(m, "employment") == "离退休"),
        Box::new(|m| text(m, "employment") == "在职"),
        Box::new(|m| text(m, "employment") == "农民"),
    ];
    let mut expected: Vec<Vec<String>> = truth["orgs"]
        .as_array()
        .expect("organisations")
        .iter()
        .filter(|o| text(o, "type").ends_with("支部"))
        .map(|o| {
            let here: Vec<&Json> = members(truth).iter().filter(|m| m["branch"] == o["name"]).collect();
            let counts = counted.iter().map(|is| here.iter().filter(|m| is(m)).count().to_string());
            ["name", "secretary"].map(|f| text(o, f).to_owned()).into_iter().chain(counts).collect()
        })
        .collect();
    expected.sort();
    assert_eq!(rows.len(), 30);
    same(&rows, &expected);
    assert_eq!(told["tables"][0]["columns"][4]["reason"], "台账计数：满 60 岁");
}

fn one_person(town: &Town, folder: &std::path::Path, truth: &Json) {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    members(truth).iter().for_each(|m| *names.entry(text(m, "name")).or_default() += 1);
    let m = members(truth).iter().find(|m| m["flaw"].is_null() && names[text(m, "name")] == 1).expect("somebody");
    let member = Some(text(m, "name").to_owned());
    let name = "党员基本信息采集表.xlsx";
    let bytes = std::fs::read(folder.join("forms").join(name)).expect("a form");
    let choices = Choices { on: Some(ON), member, ..Choices::default() };
    let fill = |choices| cli::fill(&town.house, Scope::ALL, name.into(), bytes.clone(), choices, Some("测试".into())).expect("filled");
    let (filled, told) = fill(choices);
    let cells = cells(&filled);
    let at = |row: u32, column: u16| cells[&(row - 1)].get(&column).cloned().unwrap_or_default();
    for (row, column, field) in [
        (2, 1, "name"),
        (2, 3, "sex"),
        (2, 5, "birth"),
        (3, 1, "education"),
        (3, 3, "joined"),
        (3, 5, "became_full"),
        (4, 1, "id_no"),
        (4, 3, "phone"),
        (4, 5, "employment"),
        (5, 1, "branch"),
        (5, 3, "unit"),
        (5, 5, "home"),
    ] {
        assert_eq!(at(row, column), text(m, field), "{field}");
    }
    assert!(at(6, 1).starts_with("六个清："), "{}", at(6, 1));
    assert_eq!((at(7, 1), told.unknown.len()), (String::new(), 0), "an opinion is left to a pen");
    let (_, nobody) = fill(Choices { on: Some(ON), ..Choices::default() });
    assert_eq!(nobody.unknown, ["哪一位党员"]);
}
