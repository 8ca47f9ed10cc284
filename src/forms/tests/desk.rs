//! A worker drops a blank form, decides, and takes it back; her neighbour finds nothing of it.

use super::{blank_list, cells};
use crate::{
    people::Facts,
    testing::{Town, facts_of},
};
use kernel::testing::{Answered, Asker};

fn town() -> Town {
    let town = Town::new();
    let facts = |birth: &str, sex: &str| Facts {
        birth: Some(birth.into()),
        sex: sex.into(),
        phone: Some("14012345678".into()),
        extra: [("宗祠".to_owned(), "东祠".to_owned())].into(),
        ..facts_of("")
    };
    town.member("青竹苑社区第一党支部", "赵敏", facts("1940-02-03", "女"));
    town.member("青竹苑社区第一党支部", "钱勇", facts("1950-02-03", "男"));
    town.member("东风村第一党支部", "孙兰", facts("1990-02-03", "女"));
    town
}

const HEADS: [&str; 6] = ["序号", "姓名", "年龄", "联系电话", "宗祠", "帮扶措施"];

fn drop_form(who: &Asker, title: &str) -> String {
    let answer = who.upload("/forms", &[], &[("60岁以上.xlsx", &blank_list(title, &HEADS))]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().to_owned()
}

fn list(answer: &Answered) -> Vec<String> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let rows = cells(&answer.bytes);
    rows.values()
        .filter(|r| r.get(&0).is_some_and(|t| t.parse::<u32>().is_ok()))
        .map(|r| r.values().cloned().collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn zhou_fills_a_form_and_says_why_when_it_is_in_full() {
    let town = town();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let url = drop_form(&zhou, "60岁以上党员花名册");
    let page = zhou.get_json(&url).json();
    let table = &page["report"]["tables"][0];
    assert_eq!((&table["whom"], &table["rows"]), (&"满 60 岁".into(), &2.into()));
    assert_eq!(table["columns"][1]["reason"], "由出生日期推算到截止日期");
    assert_eq!((&table["columns"][3]["reason"], &table["columns"][4]["reason"]), (&"附加信息".into(), &"台账里没有这一项".into()));
    // Hidden facts are masked; what a workbook brought under its own head stands open where it tells nothing sensitive.
    let masked = list(&zhou.post(&format!("{url}/file"), &[]));
    assert_eq!(masked, ["1 赵敏 86 140****5678 东祠", "2 钱勇 76 140****5678 东祠"]);
    let refused = zhou.post_json(&format!("{url}/file"), serde_json::json!({ "unmask": true }));
    assert_eq!((refused.status, refused.json()["errors"][0]["field"].clone()), (422, "reason".into()));
    let full = list(&zhou.post(&format!("{url}/file"), &[("unmask", "true"), ("reason", "街道老龄办要")]));
    assert_eq!(full, ["1 赵敏 86 14012345678 东祠", "2 钱勇 76 14012345678 东祠"]);
    let audit = town.person("吴审", "auditor", "青龙街道党工委").get_json("/audit").text();
    assert!(audit.contains("街道老龄办要") && audit.contains("60岁以上党员花名册"), "{audit}");
}

#[test]
fn whom_it_lists_and_its_day_can_be_decided_and_hold_for_the_next_of_its_kind() {
    let town = town();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let url = drop_form(&zhou, "党员花名册");
    assert_eq!(list(&zhou.post(&format!("{url}/file"), &[])).len(), 3);
    let wrong = zhou.post_json(&url, serde_json::json!({ "whom.0": "困难党员" }));
    assert_eq!((wrong.status, wrong.json()["errors"][0]["field"].clone()), (422, "whom.0".into()));
    let decided =
        zhou.post(&url, &[("whom.0", "30岁以上女党员"), ("on", "2020-02-03"), ("sender", "街道组织办"), ("due_on", "2026-11-25")]);
    assert_eq!(decided.status, 303, "{}", decided.text());
    assert_eq!(list(&zhou.post(&format!("{url}/file"), &[])), ["1 赵敏 80 140****5678 东祠", "2 孙兰 30 140****5678 东祠"]);
    let next = drop_form(&zhou, "党员花名册");
    let page = zhou.get_json(&next).json();
    assert_eq!((&page["form"]["sender"], &page["report"]["tables"][0]["rows"]), (&"街道组织办".into(), &2.into()));
    assert!(page["choices"]["on"].is_null(), "each form has a day of its own");
}

#[test]
fn the_next_form_of_its_kind_tells_what_changed() {
    let town = town();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let url = drop_form(&zhou, "党员花名册");
    assert!(zhou.get_json(&url).json()["since"].is_null());
    zhou.post(&format!("{url}/file"), &[]);
    town.member("东风村第一党支部", "郑和", facts_of("郑和"));
    let leaver = town
        .house
        .read_as_system("test", kernel::Scope::ALL, |cx| {
            cx.one::<kernel::Id>("select id from {members} m where m.name = '孙兰'", kernel::args![])
        })
        .expect("a member");
    town.write(move |cx| cx.run("update {members} set name = '孙兰兰' where id = $1", kernel::args![leaver]));
    let next = drop_form(&zhou, "党员花名册");
    let since = &zhou.get_json(&next).json()["since"];
    assert_eq!(
        (&since["came"], &since["left"], &since["changed"]),
        (&serde_json::json!(["郑和"]), &serde_json::json!([]), &serde_json::json!(["孙兰兰"]))
    );
    let sealed = zhou.get(&next).text();
    assert!(sealed.contains("上次填这种表") && sealed.contains("郑和"));
}

#[test]
fn a_form_that_was_refused_comes_back_as_it_was_typed() {
    let town = town();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let url = drop_form(&zhou, "党员花名册");
    let east = town.org("东风村第一党支部");
    let id = east.id.to_string();
    assert_eq!(zhou.post(&url, &[("org", &id), ("whom.0", "女党员")]).status, 303);
    assert_eq!(list(&zhou.post(&format!("{url}/file"), &[])), ["1 孙兰 36 140****5678 东祠"]);
    // On the page itself a form that was refused comes back as it was typed.
    let browser = zhou.with("referer", &format!("http://linli{url}")).with("host", "linli");
    let refused = browser.post(&url, &[("whom.0", "困难党员"), ("sender", "街道老龄办")]);
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("困难党员") && refused.text().contains("街道老龄办") && refused.text().contains("没有看懂"));
}

#[test]
fn what_a_secretary_keeps_is_hers_when_the_street_opens_it() {
    let town = town();
    let li = town.person("李芳", "secretary", "青竹苑社区第一党支部");
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let url = drop_form(&li, "党员花名册");
    assert_eq!(zhou.get_json(&url).json()["report"]["organisation"], "青竹苑社区第一党支部");
    assert_eq!(list(&zhou.post(&format!("{url}/file"), &[])).len(), 2);
    // The street's own form of the same kind starts from nothing of hers.
    let own = drop_form(&zhou, "党员花名册");
    let page = zhou.get_json(&own).json();
    assert_eq!((&page["report"]["organisation"], &page["since"]), (&"青龙街道党工委".into(), &serde_json::Value::Null));
    let gone = town.org("东风村第一党支部").id;
    assert_eq!(zhou.post(&own, &[("org", &gone.to_string()), ("whom.0", "女党员")]).status, 303);
    town.write(move |cx| cx.run("update {members} set org = (select id from {orgs} o where o.name = '青竹苑社区第一党支部'), path = (select path from {orgs} o where o.name = '青竹苑社区第一党支部') where org = $1", kernel::args![gone]));
    town.write(move |cx| cx.run("delete from {orgs} where id = $1", kernel::args![gone]));
    let page = zhou.get_json(&own);
    assert_eq!((page.status, &page.json()["report"]["organisation"]), (200, &"青龙街道党工委".into()), "it opens, to be decided anew");
}

#[test]
fn the_workbench_reminds_of_the_day() {
    let town = town();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let url = drop_form(&zhou, "党员花名册");
    assert!(!zhou.get("/").text().contains("一周内要交"));
    zhou.post(&url, &[("due_on", "2026-11-25")]);
    assert!(zhou.get("/").text().contains("1 张表一周内要交，0 张答案已齐"));
    zhou.post(&url, &[("due_on", "2026-11-25"), ("left.帮扶措施", "1"), ("left.宗祠", "1")]);
    assert!(zhou.get("/").text().contains("1 张表一周内要交，1 张答案已齐"), "what is left blank on purpose is no gap");
    zhou.post(&format!("{url}/file"), &[]);
    assert!(!zhou.get("/").text().contains("一周内要交"), "it is filled");
    assert_eq!(zhou.post(&format!("{url}/put-away"), &[]).status, 303);
    assert_eq!(zhou.get_json("/forms").json()["forms"], serde_json::json!([]));
}

#[test]
fn a_secretary_fills_for_her_branch_alone_and_a_neighbour_finds_no_form() {
    let town = town();
    let li = town.person("李芳", "secretary", "青竹苑社区第一党支部");
    let sun = town.person("孙强", "secretary", "东风村第一党支部");
    let url = drop_form(&li, "党员花名册");
    assert_eq!(list(&li.post(&format!("{url}/file"), &[])).len(), 2);
    for path in [url.clone(), format!("{url}/file")] {
        let answer = if path == url { sun.get(&path) } else { sun.post(&path, &[]) };
        assert_eq!(answer.status, 404, "{path}");
    }
    let east = town.org("东风村第一党支部").id.to_string();
    assert_eq!(li.post_json(&url, serde_json::json!({ "org": east })).status, 404);
    let leader = town.person("何组", "leader", "青竹苑社区第一党支部");
    assert_eq!(leader.get("/forms").status, 403);
}

#[test]
fn what_is_no_form_says_so_and_nothing_is_kept() {
    let town = town();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    for (name, bytes) in [("坏.xlsx", &b"PK\x03\x04nothing"[..]), ("空.txt", b""), ("话.txt", b"hello")] {
        let answer = zhou.upload("/forms", &[], &[(name, bytes)]);
        assert_eq!(answer.status, 422, "{name}: {}", answer.text());
        assert!(answer.text().contains(name), "{}", answer.text());
    }
    assert_eq!(zhou.get_json("/forms").json()["forms"], serde_json::json!([]));
}

#[test]
fn every_standard_ledger_has_an_answer_for_all_it_asks() {
    let town = town();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    for ledger in crate::forms::words::WORDS.ledger.iter() {
        let answer = zhou.post(&format!("/forms/ledgers/{}", ledger.code), &[]);
        assert_eq!(answer.status, 303, "{}: {}", ledger.code, answer.text());
        let page = zhou.get_json(answer.location()).json();
        let columns = page["report"]["tables"][0]["columns"].as_array().expect("columns").clone();
        assert_eq!(columns.len() + 1, ledger.heads.len(), "{}: all but the serial number", ledger.code);
        assert!(columns.iter().all(|c| c["asked"]["kind"] != "unknown"), "{}: {columns:?}", ledger.code);
        let blanks: Vec<&str> =
            page["report"]["blanks"].as_array().expect("blanks").iter().map(|b| b["value"].as_str().unwrap_or("")).collect();
        assert_eq!(blanks, ["青龙街道党工委", "2026-11-22"], "{}", ledger.code);
        assert_eq!(zhou.post(&format!("{}/file", answer.location()), &[]).status, 200, "{}", ledger.code);
    }
    assert_eq!(zhou.post("/forms/ledgers/nobody", &[]).status, 404);
}

#[test]
fn hours_and_points_are_those_that_stand_on_the_members_own_page() {
    use crate::{closing::Month, demo, people::Member, points::Standing};
    let town = Town::empty();
    let street = demo::Street::generate(demo::SEED, "示范街道", 60, town.clock.today());
    demo::settle(&town.house, &street, &mut |_, _| {}).expect("a street with a year behind it");
    let on = town.clock.today();
    let said = |code: &str| {
        let form = super::super::words::Ledger::with_code(code).expect("a ledger").blank().expect("a blank");
        let choices = crate::forms::Choices { on: Some(on), ..Default::default() };
        let filled =
            crate::forms::cli::fill(&town.house, kernel::Scope::ALL, form.name, form.bytes.to_vec(), choices, None).expect("filled");
        let rows = cells(&filled.0);
        let mut said: Vec<(String, String)> = rows
            .values()
            .filter(|r| r.get(&0).is_some_and(|t| t.parse::<u32>().is_ok()))
            .map(|r| (format!("{} {}", r[&1], r[&2]), r.get(&3).cloned().unwrap_or_default()))
            .collect();
        said.sort();
        said
    };
    let mut stands: Vec<(String, String, String)> = town
        .house
        .read_as_system("test", kernel::Scope::ALL, move |cx| {
            let members: Vec<Member> = cx.all("select * from {members} m", kernel::args![])?;
            members
                .iter()
                .map(|m| {
                    let standing = Standing::of(cx, m, Month::of(on))?;
                    let branch = cx.find::<crate::orgs::Org>(m.org)?.name;
                    Ok((format!("{branch} {}", m.name), standing.hours(standing.minutes_year), standing.points.to_string()))
                })
                .collect()
        })
        .expect("members");
    stands.sort();
    assert!(stands.iter().any(|s| s.1 != "0"), "somebody studied");
    assert_eq!(said("study"), stands.iter().map(|s| (s.0.clone(), s.1.clone())).collect::<Vec<_>>());
    assert_eq!(said("points"), stands.iter().map(|s| (s.0.clone(), s.2.clone())).collect::<Vec<_>>());
}

/// The register of dues answers 党费基数, 月应交 and 已交至 in whatever form asks for them.
#[test]
fn dues_are_answered_in_any_form() {
    let town = town();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let member: kernel::Id = town.write(|cx| cx.one("select m.id from {members} m order by m.path, m.name limit 1", kernel::args![]));
    let dues = format!("/members/{member}/dues");
    let declared = zhou.post(&format!("{dues}/declarations"), &[("class", "wage"), ("base", "4500"), ("from", "2026-01")]);
    let paid = zhou.post(&format!("{dues}/payments"), &[("first", "2026-01"), ("months", "9"), ("how", "cash")]);
    assert_eq!((declared.status, paid.status), (303, 303), "{} {}", declared.text(), paid.text());
    let name: String = town.write(move |cx| cx.one("select m.name from {members} m where m.id = $1", kernel::args![member]));
    let said = |heads: &str| {
        let blank = format!("党员缴费情况\n填报单位：\n{heads}\n,,,,\n,,,,\n");
        let choices = crate::forms::Choices::default();
        let filled =
            crate::forms::cli::fill(&town.house, kernel::Scope::ALL, "表.csv".into(), blank.into_bytes(), choices, None).expect("filled");
        let rows = cells(&filled.0);
        let row = rows.values().find(|r| r.values().any(|t| *t == name)).unwrap_or_else(|| panic!("{name} in {rows:?}")).clone();
        row.into_values().skip(2).collect::<Vec<_>>()
    };
    assert_eq!(said("序号,姓名,党费基数,月应交,已交至"), ["4500", "45", "2026-09"]);
    assert_eq!(said("序号,姓名,缴费基数,应缴党费,党费交至年月"), ["4500", "45", "2026.09"]);
}

/// Categories are answered like any other fact; hardship leaves only where all that is hidden does.
#[test]
fn categories_are_answered_and_hardship_only_in_full() {
    let town = town();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let min = zhou.get_json("/members?q=zm").json()["members"][0]["id"].as_str().unwrap_or_default().to_owned();
    let entered = [("what", "hardship"), ("declared_reason", "住院"), ("decided_by", "支委会")];
    assert_eq!(zhou.post(&format!("/members/{min}/declarations"), &entered).status, 303);
    let blank = blank_list("党员分类管理花名册", &["序号", "姓名", "分类管理类别"]);
    let url = zhou.upload("/forms", &[], &[("分类.xlsx", &blank)]).location().to_owned();
    let masked = list(&zhou.post(&format!("{url}/file"), &[]));
    assert_eq!(masked, ["1 赵敏 离退休党员、高龄党员", "2 钱勇 离退休党员、无职党员", "3 孙兰 离退休党员、无职党员"]);
    let full = list(&zhou.post(&format!("{url}/file"), &[("unmask", "true"), ("reason", "街道慰问")]));
    assert_eq!(full[0], "1 赵敏 离退休党员、高龄党员、困难党员");
}
