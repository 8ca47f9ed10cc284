//! What a form asks and the ledger does not know is asked once; a card is filled for many at once.

use super::{blank_list, cells};
use crate::{
    people::Facts,
    testing::{Town, facts_of},
};
use kernel::testing::Asker;
use std::io::Read;

fn town() -> Town {
    let town = Town::new();
    for (branch, name) in [("青竹苑社区第一党支部", "赵敏"), ("青竹苑社区第一党支部", "钱勇"), ("东风村第一党支部", "孙兰")]
    {
        town.member(branch, name, Facts { sex: "女".into(), phone: Some("14012345678".into()), ..facts_of("") });
    }
    town
}

fn take(who: &Asker, name: &str, bytes: &[u8]) -> String {
    let answer = who.upload("/forms", &[], &[(name, bytes)]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().to_owned()
}

fn size_form() -> Vec<u8> {
    blank_list("党员服装登记表", &["序号", "姓名", "服装尺码"])
}

#[test]
fn an_unknown_column_is_asked_once_and_every_later_form_knows_it() {
    let town = town();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let url = take(&zhou, "服装.xlsx", &size_form());
    let page = zhou.get(&url).text();
    let questions = format!("{url}/questions/0/1");
    assert!(page.contains(&questions) && page.contains("服装尺码"));
    let asked = zhou.get_json(&questions).json();
    assert_eq!((&asked["label"], &asked["open"]), (&"服装尺码".into(), &3.into()));
    let lines = asked["lines"].as_array().expect("lines").clone();
    let id = |name: &str| lines.iter().find(|l| l["name"] == name).expect(name)["id"].as_str().expect("an id").to_owned();
    let told = zhou.post(&questions, &[(&id("赵敏"), "L"), (&id("孙兰"), " M "), (&id("钱勇"), "")]);
    assert_eq!(told.status, 303, "{}", told.text());
    // Another form that asks the same, and the member's card, know it now.
    let next = take(&zhou, "再来.xlsx", &blank_list("工作服发放表", &["序号", "姓名", "服装尺码", "签名"]));
    let rows = cells(&zhou.post(&format!("{next}/file"), &[]).bytes);
    let said: Vec<String> = rows.values().map(|r| r.values().skip(1).cloned().collect::<Vec<_>>().join(" ")).collect();
    assert!(["赵敏 L", "孙兰 M", "钱勇"].iter().all(|row| said.iter().any(|r| r == row)), "{said:?}");
    assert_eq!(zhou.get_json(&format!("{next}/questions/0/1")).json()["open"], 1);
    let card = zhou.get(&format!("/members/{}", id("赵敏"))).text();
    assert!(card.contains("服装尺码") && card.contains("<dd>L</dd>"), "{card}");
    let found = zhou.get_json("/members?fact=服装尺码&value=M").json();
    assert_eq!(found["members"].as_array().map(Vec::len), Some(1));
    assert_eq!(found["members"][0]["name"], "孙兰");
}

#[test]
fn questions_are_answered_within_ones_own_branch_and_by_who_enters_facts() {
    let town = town();
    let li = town.person("李芳", "secretary", "青竹苑社区第一党支部");
    let url = take(&li, "服装.xlsx", &size_form());
    let asked = li.get_json(&format!("{url}/questions/0/1")).json();
    assert_eq!(asked["open"], 2, "her own branch only");
    let sun = town.person("孙强", "secretary", "东风村第一党支部");
    assert_eq!(sun.get(&format!("{url}/questions/0/1")).status, 404);
    let stranger = town.member("东风村第一党支部", "周荣", facts_of(""));
    assert_eq!(li.post(&format!("{url}/questions/0/1"), &[(&stranger.to_string(), "S")]).status, 404);
    assert_eq!(li.get(&format!("{url}/questions/0/0")).status, 404, "a name is no question");
    assert_eq!(li.get(&format!("{url}/questions/7/0")).status, 404);
}

fn card_form() -> Vec<u8> {
    use sheets::write::{Cell, Column, Table, xlsx};
    let columns = ["姓名", "", "性别", ""].map(|head| Column::new(head, 14.0)).into();
    let table = Table { title: "党员基本信息采集表".into(), note: String::new(), columns };
    let rows = [["出生年月", "", "政治面貌", ""], ["联系电话", "", "服装尺码", ""]].map(|row| row.map(Cell::from));
    xlsx(&table, rows).expect("a workbook")
}

#[test]
fn what_is_typed_on_a_persons_card_is_kept_as_their_fact() {
    let town = town();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let url = take(&zhou, "采集.xlsx", &card_form());
    assert_eq!(zhou.post(&url, &[("member", "钱勇")]).status, 303);
    let page = zhou.get_json(&url).json();
    let blank = page["report"]["blanks"].as_array().expect("blanks").iter().find(|b| b["label"] == "服装尺码").expect("a blank").clone();
    let field = format!("answer.{}", blank["at"].as_str().expect("a place"));
    assert_eq!(zhou.post(&url, &[("member", "钱勇"), (&field, "XL")]).status, 303);
    let page = zhou.get_json(&url).json();
    assert_eq!(page["choices"]["answers"], serde_json::json!({}), "it is the member’s now, not the form’s: {page}");
    let next = take(&zhou, "采集.xlsx", &card_form());
    zhou.post(&next, &[("member", "钱勇")]);
    let filled = cells(&zhou.post(&format!("{next}/file"), &[]).bytes);
    assert!(filled.values().any(|r| r.values().any(|t| t == "XL")), "{filled:?}");
    // Of somebody else nothing was said.
    zhou.post(&next, &[("member", "赵敏")]);
    let filled = cells(&zhou.post(&format!("{next}/file"), &[]).bytes);
    assert!(!filled.values().any(|r| r.values().any(|t| t == "XL")), "{filled:?}");
}

#[test]
fn a_card_is_filled_for_all_whom_words_mean() {
    let town = town();
    town.member("青竹苑社区第一党支部", "赵敏", Facts { sex: "男".into(), ..facts_of("") });
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let url = take(&zhou, "采集.xlsx", &card_form());
    let packed = |fields: &[(&str, &str)]| {
        let answer = zhou.post(&format!("{url}/files"), fields);
        assert_eq!(answer.status, 200, "{}", answer.text());
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(answer.bytes.to_vec())).expect("an archive");
        let mut files = vec![];
        for n in 0..archive.len() {
            let mut file = archive.by_index(n).expect("a file");
            let mut bytes = vec![];
            file.read_to_end(&mut bytes).expect("its bytes");
            files.push((file.name().expect("a name").into_owned(), cells(&bytes)));
        }
        files
    };
    let women = packed(&[("whom", "女党员")]);
    let mut names: Vec<&str> = women.iter().map(|f| f.0.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["孙兰.xlsx", "赵敏.xlsx", "钱勇.xlsx"]);
    let all = packed(&[("unmask", "true"), ("reason", "街道采集")]);
    let mut names: Vec<&str> = all.iter().map(|f| f.0.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["孙兰.xlsx", "赵敏.xlsx", "赵敏之2.xlsx", "钱勇.xlsx"]);
    let sun = &all.iter().find(|f| f.0 == "孙兰.xlsx").expect("a file").1;
    assert!(sun.values().any(|r| r.values().any(|t| t == "14012345678")), "{sun:?}");
    let refused = zhou.post_json(&format!("{url}/files"), serde_json::json!({ "whom": "困难党员" }));
    assert_eq!((refused.status, refused.json()["errors"][0]["field"].clone()), (422, "whom".into()));
    let list = take(&zhou, "服装.xlsx", &size_form());
    assert_eq!(zhou.post_json(&format!("{list}/files"), serde_json::json!({})).status, 422, "a list is not one form a person");
}
