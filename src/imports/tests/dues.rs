//! Registers of dues dropped with everything else, and lists of households.

use super::*;
use crate::{
    people::{Beside, Card, CardFacts, Facts},
    testing::facts_of,
};
use kernel::{Id, Scope, args};

const BRANCH: &str = "青竹苑社区第一党支部";
const MONTHS: [&str; 12] = ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"];

fn town() -> (Town, Asker) {
    let town = Town::new();
    for (name, birth, work) in [("赵建国", "1950-03-01", "离退休"), ("孙桂兰", "1975-05-06", "在职"), ("钱大勇", "1968-09-09", "农民")]
    {
        town.member(BRANCH, name, Facts { birth: Some(birth.into()), employment: work.into(), ..facts_of(name) });
    }
    let zhang = town.person("张磊", "officer", "青龙街道党工委");
    (town, zhang)
}

/// A register as a branch keeps it: base, due, a column a month.
fn register(rows: &[(&str, &str, &str, &str)]) -> Vec<u8> {
    let heads: Vec<&str> = ["序号", "姓名", "党费基数", "月应交"].into_iter().chain(MONTHS).collect();
    let rows = rows.iter().map(|(name, base, due, months)| {
        let mut row = vec!["1", name, base, due];
        row.extend(months.split(' ').chain(std::iter::repeat("")).take(12).map(|m| if m == "_" { "" } else { m }));
        row
    });
    workbook(&format!("{BRANCH}2026年党费收缴台账"), &heads, rows.collect())
}

fn drop_register(zhang: &Asker, file: &[u8]) -> (String, Json) {
    let url = drop_files(zhang, &[("党费.xlsx", file)]);
    let look = page(zhang, &url);
    assert_eq!((look["files"][0]["kind"].as_str(), look["files"][0]["problem"].as_str()), (Some("dues"), Some("")), "{look}");
    (url, look)
}

fn outcomes(page: &Json) -> Vec<String> {
    let rows = page["rows"].as_array().expect("rows");
    rows.iter().map(|r| format!("{} {}", r["name"].as_str().unwrap_or(""), r["outcome"].as_str().unwrap_or(""))).collect()
}

fn member(town: &Town, name: &str) -> Id {
    let name = name.to_owned();
    town.write(move |cx| cx.one("select m.id from {members} m where m.name = $1", args![name]))
}

fn dues(town: &Town, zhang: &Asker, name: &str) -> Json {
    page(zhang, &format!("/members/{}/dues", member(town, name)))
}

/// What was paid for each month; -1 where nobody knows how much.
fn paid(of: &Json) -> Vec<i64> {
    let months = of["months"].as_array().expect("months").iter().filter(|m| m["state"] == "paid");
    months.map(|m| m["paid"].as_i64().unwrap_or(-1)).collect()
}

fn rows(town: &Town) -> (i64, i64) {
    town.write(|cx| {
        let count = |table: &str| cx.one(&format!("select count(*) from {{{table}}} t"), args![]);
        Ok((count("dues_payments")?, count("dues_declarations")?))
    })
}

fn decide(zhang: &Asker, look: &Json, choice: &str) {
    let w = &look["waiting"][0];
    let place = format!(
        "/imports/{}/decisions/{}/{}-{}",
        w["import"].as_str().expect("an import"),
        w["file"].as_str().expect("a file"),
        w["sheet"],
        w["line"]
    );
    let answer = zhang.post(&place, &[("choice", choice)]);
    assert_eq!(answer.status, 303, "{}", answer.text());
}

#[test]
fn a_register_with_ticks_and_amounts_comes_in_once() {
    let (town, zhang) = town();
    let file = register(&[
        ("赵建国", "4200", "21", "√ √ √ √ √ √ √ √ √"),
        ("孙桂兰", "6000", "90", "90 90 90 _ 90"),
        ("钱大勇", "", "0.5", "√ × √"),
        ("王五", "3000", "15", "√"),
    ]);
    let (url, look) = drop_register(&zhang, &file);
    assert_eq!(outcomes(&look), ["赵建国 new", "孙桂兰 new", "钱大勇 new", "王五 decision"]);
    assert_eq!(look["waiting"][0]["code"], "no_member");
    assert_eq!(rows(&town), (0, 0), "looking changes nothing");
    take_in(&town, &zhang, &url);
    let zhao = dues(&town, &zhang, "赵建国");
    assert_eq!((paid(&zhao), &zhao["standing"]["paid_until"]), (vec![2100; 9], &"2026-09".into()));
    assert_eq!(
        (&zhao["declarations"][0]["class"], &zhao["declarations"][0]["base"], &zhao["declarations"][0]["from_month"]),
        (&"retired".into(), &420000.into(), &"2026-01".into())
    );
    assert_eq!(zhao["payments"][0]["how"], "workbook");
    let sun = dues(&town, &zhang, "孙桂兰");
    assert_eq!(
        (paid(&sun), &sun["standing"]["owed"][0], &sun["declarations"][0]["class"]),
        (vec![9000; 4], &"2026-04".into(), &"wage".into())
    );
    // A farmer's dues are the register's own: no rule gives 0.5.
    let qian = dues(&town, &zhang, "钱大勇");
    assert_eq!((paid(&qian), &qian["standing"]["due"]), (vec![50, 50], &json!({"reason": "set", "fen": 50, "why": "导入的党费表"})));
    let before = rows(&town);
    let (again, look) = drop_register(&zhang, &file);
    assert_eq!(outcomes(&look)[..3], ["赵建国 same", "孙桂兰 same", "钱大勇 same"]);
    take_in(&town, &zhang, &again);
    assert_eq!(rows(&town), before, "the same register twice is the same");
    // A month later the same sheet has one column more.
    let (next, look) = drop_register(&zhang, &register(&[("赵建国", "4200", "21", "√ √ √ √ √ √ √ √ √ √")]));
    assert_eq!(outcomes(&look), ["赵建国 new"]);
    take_in(&town, &zhang, &next);
    assert_eq!(dues(&town, &zhang, "赵建国")["standing"]["paid_until"], "2026-10");
    let book = zhang.get("/dues.xlsx");
    assert_eq!(sheets::open("党费.xlsx", &book.bytes).expect("a workbook").sheets.len(), 1);
}

/// What the ledger gives out it takes in again: nothing is other than it was.
#[test]
fn the_ledgers_own_register_says_nothing_new() {
    let (town, zhang) = town();
    let (url, _) = drop_register(&zhang, &register(&[("赵建国", "4200", "21", "√ √ √"), ("孙桂兰", "6000", "90", "90 90")]));
    take_in(&town, &zhang, &url);
    let book = zhang.get(&format!("/dues.xlsx?org={}", town.org(BRANCH).id)).bytes;
    let (_, look) = drop_register(&zhang, &book);
    assert_eq!(outcomes(&look), ["孙桂兰 same", "赵建国 same", "钱大勇 same"]);
}

#[test]
fn another_amount_waits_for_somebody() {
    let (town, zhang) = town();
    let (first, _) = drop_register(&zhang, &register(&[("赵建国", "4200", "21", "21 21"), ("孙桂兰", "6000", "90", "90")]));
    take_in(&town, &zhang, &first);
    let other = register(&[("赵建国", "4200", "21", "25 21 21"), ("孙桂兰", "6000", "90", "×")]);
    let (url, look) = drop_register(&zhang, &other);
    assert_eq!(outcomes(&look), ["赵建国 decision", "孙桂兰 decision"]);
    assert_eq!(look["waiting"][0]["sentence"], "2026年1月台账里 21 元，表里 25 元");
    assert_eq!(look["waiting"][1]["sentence"], "2026年1月台账里 90 元，表里 未交");
    take_in(&town, &zhang, &url);
    assert_eq!(paid(&dues(&town, &zhang, "赵建国")), [2100, 2100], "nothing of it is taken before somebody says so");
    decide(&zhang, &page(&zhang, &url), "sheet");
    assert_eq!(paid(&dues(&town, &zhang, "赵建国")), [2500, 2100, 2100]);
    decide(&zhang, &page(&zhang, &url), "sheet");
    assert_eq!(paid(&dues(&town, &zhang, "孙桂兰")), Vec::<i64>::new());
    // Undone, it stands as it stood: what was replaced is entered again.
    assert_eq!(zhang.post(&format!("{url}/undo"), &[]).status, 303);
    assert_eq!(paid(&dues(&town, &zhang, "赵建国")), [2100, 2100]);
    assert_eq!(paid(&dues(&town, &zhang, "孙桂兰")), [9000]);
    assert_eq!(zhang.post(&format!("{first}/undo"), &[]).status, 303);
    let zhao = dues(&town, &zhang, "赵建国");
    assert_eq!((paid(&zhao), &zhao["standing"]["due"]), (vec![], &Json::Null));
    assert!(rows(&town).0 > 6, "the register only grows");
    let (third, _) = drop_register(&zhang, &other);
    take_in(&town, &zhang, &third);
    assert_eq!(paid(&dues(&town, &zhang, "赵建国")), [2500, 2100, 2100], "and it comes in again");
}

#[test]
fn months_kept_as_they_are_let_the_rest_in() {
    let (town, zhang) = town();
    let (first, _) = drop_register(&zhang, &register(&[("赵建国", "4200", "21", "21")]));
    take_in(&town, &zhang, &first);
    let (url, look) = drop_register(&zhang, &register(&[("赵建国", "4200", "21", "25 25")]));
    decide(&zhang, &look, "stay");
    take_in(&town, &zhang, &url);
    assert_eq!(paid(&dues(&town, &zhang, "赵建国")), [2100, 2500]);
}

#[test]
fn later_entries_that_build_on_an_import_are_named() {
    let (town, zhang) = town();
    let (url, _) = drop_register(&zhang, &register(&[("赵建国", "4200", "21", "√ √")]));
    take_in(&town, &zhang, &url);
    let zhao = member(&town, "赵建国");
    let receipt = dues(&town, &zhang, "赵建国")["payments"][0]["receipt"].as_str().expect("a receipt").to_owned();
    assert_eq!(zhang.post(&format!("/members/{zhao}/dues/payments/{receipt}/reversal"), &[]).status, 303);
    let refusal = zhang.post_json(&format!("{url}/undo"), nothing());
    refused(&refusal, "built_on");
    assert!(refusal.text().contains("党费登记 1 条"), "{}", refusal.text());
}

/// Who came with an import leaves with it, dues and all; what was paid since holds them.
#[test]
fn a_roster_and_its_dues_come_and_go_together() {
    let (town, zhang) = town();
    let who = [
        String::from("李思远"),
        "男".into(),
        "1980.03".into(),
        id("19800311", 101),
        "14000001427".into(),
        "2005.07.01".into(),
        "2006.07.01".into(),
        "青竹苑新村1幢101室".into(),
    ];
    let roster = roster(&format!("{BRANCH}党员花名册"), &[who.each_ref().map(String::as_str)]);
    let file = register(&[("李思远", "6000", "90", "√ √")]);
    let url = drop_files(&zhang, &[("花名册.xlsx", &roster), ("党费.xlsx", &file)]);
    let look = page(&zhang, &url);
    assert_eq!(
        [&look["files"][0]["new_count"], &look["files"][1]["new_count"]],
        [&json!(1); 2],
        "who comes with the roster pays in the register"
    );
    take_in(&town, &zhang, &url);
    assert_eq!(paid(&dues(&town, &zhang, "李思远")), [9000, 9000], "a member of the same import is known");
    let li = member(&town, "李思远");
    let pay = [("first", "2026-03"), ("months", "1"), ("how", "cash")];
    assert_eq!(zhang.post(&format!("/members/{li}/dues/payments"), &pay).status, 303);
    let refusal = zhang.post_json(&format!("{url}/undo"), nothing());
    assert!(refusal.text().contains("党费登记 1 条"), "{}", refusal.text());
    let receipt = dues(&town, &zhang, "李思远")["payments"][0]["receipt"].as_str().expect("a receipt").to_owned();
    assert_eq!(zhang.post(&format!("/members/{li}/dues/payments/{receipt}/reversal"), &[]).status, 303);
    let undone = zhang.post(&format!("{url}/undo"), &[]);
    assert_eq!(undone.status, 303, "{}", undone.text());
    assert_eq!((members(&town), rows(&town)), (3, (0, 0)));
}

/// Without a column a month: paid up to a month, by so much in all.
#[test]
fn paid_until_a_month_is_read_back_as_months() {
    let (town, zhang) = town();
    let heads = ["姓名", "党支部", "党费基数", "月应交", "实交党费", "交至年月"];
    let file = |rows: &[[&str; 6]]| workbook("2026年党费收缴情况", &heads, rows.iter().map(|r| r.to_vec()).collect());
    let (url, look) = drop_register(
        &zhang,
        &file(&[
            ["赵建国", BRANCH, "4200", "21", "63", "2026.09"],
            ["孙桂兰", BRANCH, "6000", "90", "", "2026.03"],
            ["钱大勇", BRANCH, "", "0.2", "0.5", "2026.03"],
        ]),
    );
    assert_eq!(outcomes(&look), ["赵建国 new", "孙桂兰 new", "钱大勇 decision"]);
    assert_eq!((&look["waiting"][0]["code"], &look["waiting"][0]["choices"][1]["value"]), (&"dues_unclear".into(), &"ticks".into()));
    take_in(&town, &zhang, &url);
    let zhao = dues(&town, &zhang, "赵建国");
    assert_eq!(
        (paid(&zhao), zhao["payments"][2]["first"].as_str()),
        (vec![2100; 3], Some("2026-07")),
        "63 yuan are three months, the last of them September"
    );
    assert_eq!(paid(&dues(&town, &zhang, "孙桂兰")), [9000; 3]);
    decide(&zhang, &page(&zhang, &url), "ticks");
    let qian = dues(&town, &zhang, "钱大勇");
    assert_eq!((paid(&qian), &qian["standing"]["paid_until"]), (vec![-1; 3], &"2026-03".into()));
    assert!(zhang.get(&format!("/members/{}/dues", member(&town, "钱大勇"))).text().contains("金额没有写"));
    // Later a sheet knows how much.
    let (later, look) = drop_register(&zhang, &register(&[("钱大勇", "", "0.2", "0.2 0.2 0.1")]));
    assert_eq!((outcomes(&look), &look["rows"][0]["changes"][0]["new"]), (vec!["钱大勇 changed".to_owned()], &"0.20".into()));
    take_in(&town, &zhang, &later);
    assert_eq!(paid(&dues(&town, &zhang, "钱大勇")), [20, 20, 10]);
}

#[test]
fn a_new_base_is_shown_beside_the_old_one() {
    let (town, zhang) = town();
    let (first, _) = drop_register(&zhang, &register(&[("孙桂兰", "6000", "90", "√")]));
    take_in(&town, &zhang, &first);
    let (url, look) = drop_register(&zhang, &register(&[("孙桂兰", "8000", "120", "√")]));
    let change = &look["rows"][0]["changes"][0];
    assert_eq!((&change["fact"], &change["old"], &change["new"]), (&"缴费基数".into(), &"6000".into(), &"8000".into()));
    take_in(&town, &zhang, &url);
    assert_eq!(dues(&town, &zhang, "孙桂兰")["standing"]["due"]["fen"], 12000);
    assert_eq!(zhang.post(&format!("{url}/undo"), &[]).status, 303);
    assert_eq!(dues(&town, &zhang, "孙桂兰")["standing"]["due"]["fen"], 9000);
}

#[test]
fn namesakes_and_strange_marks_are_asked_about() {
    let (town, zhang) = town();
    town.member(BRANCH, "赵建国", Facts { birth: Some("1990-01-01".into()), ..facts_of("赵建国") });
    let (url, look) = drop_register(&zhang, &register(&[("赵建国", "4200", "21", "√"), ("孙桂兰", "6000", "90", "√ 待查 √")]));
    assert_eq!(outcomes(&look), ["赵建国 decision", "孙桂兰 decision"]);
    let codes: Vec<_> = look["waiting"].as_array().expect("waiting").iter().map(|w| w["code"].as_str().unwrap_or("")).collect();
    assert_eq!(codes, ["namesakes", "marks_unread"]);
    let chosen = look["waiting"][0]["choices"]
        .as_array()
        .expect("choices")
        .iter()
        .find(|c| c["label"].as_str().is_some_and(|l| l.contains("1990")))
        .expect("the younger one")
        .clone();
    decide(&zhang, &look, chosen["value"].as_str().expect("a value"));
    take_in(&town, &zhang, &url);
    assert_eq!(paid(&dues(&town, &zhang, "孙桂兰")), [9000, 9000], "the other cells are taken in");
    assert_eq!(rows(&town).0, 3);
}

#[test]
fn a_list_of_households_tells_of_members_and_of_nobody_else() {
    let (town, zhang) = town();
    let zhao_id = id("19500311", 101);
    let zhao =
        town.member(BRANCH, "赵大海", Facts { id_no: Some(zhao_id.clone()), birth: Some("1950-03-11".into()), ..facts_of("赵大海") });
    let moved = id("19600311", 102);
    let sun = town.member(BRANCH, "孙阿福", Facts { id_no: Some(moved.clone()), birth: Some("1960-03-11".into()), ..facts_of("孙阿福") });
    town.write(move |cx| {
        let card =
            CardFacts { former_home: Some("三里村8组".into()), lives_at: Some("河畔新村2幢".into()), ..CardFacts::default() };
        Card::put(cx, &cx.find(sun)?, card, None).map(drop)
    });
    let heads = ["户主", "姓名", "与户主关系", "身份证号码", "家庭住址", "住房情况", "家庭人口数", "联系电话"];
    let resident = id("19520812", 104);
    let file = workbook(
        "青竹苑社区住户名册",
        &heads,
        vec![
            vec!["赵大海", "赵大海", "户主", &zhao_id, "青竹苑3幢502室", "自有", "2", "14000001427"],
            vec!["赵大海", "周秀英", "妻", &resident, "青竹苑3幢502室", "自有", "2", "14000001428"],
            vec!["孙阿福", "孙阿福", "户主", &moved, "三里村8组", "租住", "1", ""],
        ],
    );
    let url = drop_files(&zhang, &[("住户.xlsx", &file)]);
    let look = page(&zhang, &url);
    assert_eq!(
        (look["files"][0]["kind"].as_str(), outcomes(&look)),
        (Some("households"), vec!["赵大海 new".into(), " refused".into(), "孙阿福 changed".into()])
    );
    assert_eq!(look["rows"][1]["why"], "不是台账里的党员；居民的信息不收");
    take_in(&town, &zhang, &url);
    let card = |member| town.house.read_as_system("test", Scope::ALL, move |cx| Card::of(cx, member)).expect("a card").expect("one");
    let of_zhao = card(zhao);
    assert_eq!(
        (of_zhao.householder.as_str(), of_zhao.lives_at.as_deref(), of_zhao.housing.as_str()),
        ("赵大海", Some("青竹苑3幢502室"), "自有")
    );
    assert_eq!((of_zhao.contact.as_deref(), of_zhao.family.as_deref()), (Some("14000001427"), Some("与户主关系：户主；户内 2 人")));
    let of_sun = card(sun);
    assert_eq!(
        (of_sun.lives_at.as_deref(), of_sun.housing.as_str()),
        (Some("河畔新村2幢"), "租住"),
        "where somebody is registered is not where they live meanwhile"
    );
    // A card alone does not make somebody one of those in relocation.
    let transition = zhang.get_json("/members?is=transition").json()["members"].to_string();
    assert!(transition.contains("孙阿福") && !transition.contains("赵大海"), "{transition}");
    let kept: Vec<(String, String)> =
        town.write(|cx| cx.all("select r.name, r.outcome from {import_rows} r where r.name like '周%'", args![]));
    assert!(kept.is_empty(), "{kept:?}");
    let listed = format!("{}{}", zhang.get("/members?q=周秀英").text(), zhang.get_json(&format!("{url}?only=refused")).text());
    assert!(!listed.contains("14000001428") && !listed.contains(&resident), "{listed}");
    assert_eq!(outcomes(&page(&zhang, &drop_files(&zhang, &[("住户.xlsx", &file)]))), ["赵大海 same", " refused", "孙阿福 same"]);
    assert_eq!(zhang.post(&format!("{url}/undo"), &[]).status, 303);
    let gone = town.house.read_as_system("test", Scope::ALL, move |cx| Card::of(cx, zhao)).expect("readable");
    assert!(gone.is_none() && card(sun).housing.is_empty());
}
