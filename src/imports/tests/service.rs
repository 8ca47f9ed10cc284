//! Units, members who report in, and needs: out of workbooks and back.

use super::street::{folder_of, plain, run, street};
use super::*;
use crate::{imports, report_in::ReportIn, skills::listed};
use kernel::{Id, args};
use std::collections::{BTreeMap, BTreeSet};

const COMMUNITY: &str = "青竹苑社区党总支";
const HEADS: [&str; 9] = ["姓名", "性别", "身份证号", "所在单位党组织", "手机号码", "居住小区", "特长", "可服务时间", "认领岗位意向"];

fn count(town: &Town, table: &str) -> i64 {
    let sql = format!("select count(*) from {{{table}}} t");
    town.write(move |cx| cx.one(&sql, args![]))
}

fn in_service(rows: &[[&str; 9]]) -> Vec<u8> {
    workbook("在职党员到社区报到登记汇总表", &HEADS, rows.iter().map(|r| r.to_vec()).collect())
}

fn outcomes(page: &Json) -> Vec<String> {
    let rows = page["rows"].as_array().expect("rows").iter();
    rows.map(|r| format!("{} {}", r["name"].as_str().expect("a name"), r["outcome"].as_str().expect("an outcome"))).collect()
}

fn desk() -> (Town, Asker) {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    (town, zhou)
}

/// The town's own workbooks: 2,100 people of 131 units, 200 needs.
#[test]
fn a_town_reports_in_again_and_back() {
    let Some((files, truth)) = folder_of("report-in") else { return };
    let town = street();
    let first = run(&town, &files, true);
    for f in &first.files {
        println!("{:<32}{:<12}rows {:>4} new {:>4} decisions {:>3} refused {:>3}", f.file, f.kind, f.rows, f.new, f.decisions, f.refused);
        assert_eq!((f.new, f.problem.clone()), (f.rows, None));
    }
    assert_eq!((count(&town, "units"), count(&town, "report_ins"), count(&town, "needs")), (131, 2100, 200));
    accuracy(&town, &truth);

    let again = run(&town, &files, true);
    assert!(again.files.iter().all(|f| f.same == f.rows) && again.import.is_none(), "{:#?}", again.files);
    let import = first.import.expect("an import");
    town.write(move |cx| cx.find::<imports::Import>(import)?.undo(cx));
    let left = ["units", "report_ins", "needs", "need_acts"].map(|table| count(&town, table));
    assert_eq!(left, [0; 4]);
}

/// Every row's facts against the truth, by ID number.
fn accuracy(town: &Town, truth: &Json) {
    type Found = BTreeMap<String, (String, String, BTreeSet<String>, String, BTreeSet<String>)>;
    let found: Found = town.write(|cx| {
        let all: Vec<ReportIn> = cx.all("select * from {report_ins} r", args![])?;
        let one = |r: ReportIn| {
            let facts = r.facts(cx)?;
            let said = facts.skills.into_iter().collect();
            Ok((facts.id_no.unwrap_or_default(), (r.name, r.unit_name, listed(&r.skills).into_iter().collect(), r.available, said)))
        };
        all.into_iter().map(one).collect()
    });
    let mut right: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let mut per_unit: BTreeMap<String, i64> = BTreeMap::new();
    for person in truth["report_in"].as_array().expect("people") {
        let (name, unit, skills, available, _) = &found[&plain(&person["id_no"])];
        *per_unit.entry(plain(&person["unit"])).or_default() += 1;
        let theirs: BTreeSet<String> = person["skills"].as_array().expect("skills").iter().map(plain).collect();
        let facts = [
            ("name", *name == plain(&person["name"])),
            ("unit", *unit == plain(&person["unit"])),
            ("skills", *skills == theirs),
            ("available", *available == plain(&person["available"])),
        ];
        for (fact, ok) in facts {
            let tally = right.entry(fact).or_default();
            *tally = [tally[0] + usize::from(ok), tally[1] + 1];
        }
    }
    let counted: Vec<(String, i64)> = town.write(|cx| {
        cx.all(
            "select u.name, count(*) from {units} u join {report_ins} r on r.tenant = u.tenant and r.unit = u.id group by u.name",
            args![],
        )
    });
    for (name, people) in &counted {
        let tally = right.entry("people of a unit").or_default();
        *tally = [tally[0] + usize::from(per_unit.get(name) == Some(people)), tally[1] + 1];
    }
    for (fact, [ok, all]) in &right {
        println!("  {fact:<18}{ok:>6} of {all:<6}{:>8.2} %", 100.0 * *ok as f64 / *all as f64);
        assert_eq!(ok, all, "{fact}");
    }
}

/// A street's roster goes to the communities where people live; units stand with the street, and the
/// community's worker sees her own people with their unit's name.
#[test]
fn people_come_to_the_community_where_they_live() {
    let town = Town::new();
    let zheng = town.person("郑文", "officer", "青龙街道党工委");
    let (one, two) = (id("19850101", 11), id("19860202", 12));
    let file = in_service(&[
        ["李思远", "男", &one, "县中学党支部", "14000000051", "青竹苑小区9幢202", "理发、无", "周末", "志愿服务"],
        ["孙桂兰", "女", &two, "县中学党支部", "14000000052", "东风小区1幢", "无", "", ""],
    ]);
    let url = drop_files(&zheng, &[("名册.xlsx", &file)]);
    let look = page(&zheng, &url);
    assert_eq!((outcomes(&look), look["sums"]["units"].as_i64()), (vec!["李思远 new".into(), "孙桂兰 new".into()], Some(1)));
    assert_eq!(look["rows"][0]["why"], "单位登记里没有，随名册新建");
    assert_eq!(look["rows"][1]["why"], "", "the second row names the same one");
    take_in(&town, &zheng, &url);
    assert!(zheng.get("/units").text().contains("县中学党支部"));
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let list = zhou.get_json("/report-ins").json();
    assert_eq!((list["all"].as_i64(), list["people"][0]["unit_name"].as_str()), (Some(1), Some("县中学党支部")));
    assert_eq!(list["people"][0]["skills"], "、理发、");
    // A worker's own roster ties to the unit that stands with the street, and founds no second one.
    let third = in_service(&[["钱进", "男", &id("19870303", 13), "县中学党支部", "14000000053", "青竹苑", "英语", "均可", ""]]);
    let own = drop_files(&zhou, &[("社区.xlsx", &third)]);
    assert_eq!(page(&zhou, &own)["sums"]["units"], 0);
    take_in(&town, &zhou, &own);
    assert_eq!(count(&town, "units"), 1);
    refused(&zheng.post_json(&format!("{url}/undo"), nothing()), "built_on");
    assert_eq!(zhou.post(&format!("{own}/undo"), &[]).status, 303);
    assert_eq!(zheng.post(&format!("{url}/undo"), &[]).status, 303);
    assert_eq!(["units", "report_ins"].map(|table| count(&town, table)), [0, 0]);
}

#[test]
fn repetitions_flaws_and_likeness_within_a_roster() {
    let (town, zhou) = desk();
    let right = id("19850101", 11);
    let wrong = format!("{}{}", &right[..17], if right.ends_with('1') { '2' } else { '1' });
    let li = ["李思远", "男", right.as_str(), "县中学", "14000000051", "青竹苑", "理发", "周末", ""];
    let other_phone = ["李思远", "男", right.as_str(), "县中学", "14000000059", "青竹苑", "理发", "周末", ""];
    let no_number = ["孙桂兰", "女", "", "县中学", "14000000052", "青竹苑", "英语", "", ""];
    let again = ["孙桂兰", "女", "", "县中学", "14000000058", "青竹苑", "英语", "", ""];
    let flawed = ["钱进", "男", wrong.as_str(), "县医院", "14000000053", "青竹苑", "书法", "", ""];
    let file = in_service(&[li, li, other_phone, no_number, no_number, again, flawed]);
    let url = drop_files(&zhou, &[("名册.xlsx", &file)]);
    let look = page(&zhou, &url);
    let expected = ["李思远 new", "李思远 same", "李思远 decision", "孙桂兰 decision", "孙桂兰 same", "孙桂兰 decision", "钱进 decision"];
    assert_eq!(outcomes(&look), expected);
    let codes: Vec<_> = look["waiting"].as_array().expect("rows").iter().map(|w| w["code"].clone()).collect();
    assert_eq!(codes, ["twice", "doubtful", "again", "doubtful"], "a missing and a flawed number are doubtful");
    take_in(&town, &zhou, &url);
    assert_eq!(count(&town, "report_ins"), 3, "nobody is doubled in silence, a flaw is taken in and flagged");
    let list = zhou.get_json("/report-ins?q=钱进").json();
    assert_eq!(list["people"][0]["flags"], "id_checksum");

    let waiting = page(&zhou, "/imports/decisions");
    let of = |code: &str| {
        let w = waiting["waiting"].as_array().expect("rows").iter().find(|w| w["code"] == code).expect("a row").clone();
        assert!(w["theirs"].to_string().contains("县中学") && !w["theirs"].to_string().contains("1400000005"), "{w}");
        format!("{url}/decisions/{}/{}-{}", w["file"].as_str().expect("an id"), w["sheet"], w["line"])
    };
    assert_eq!(zhou.post(&of("twice"), &[("choice", "same")]).status, 303);
    assert_eq!(zhou.post(&of("again"), &[("choice", "two")]).status, 303);
    assert_eq!(count(&town, "report_ins"), 4);
    let li: Vec<ReportIn> = town.write(move |cx| ReportIn::with_id_no(cx, &right));
    let phone = town.write(move |cx| li[0].facts(cx)).phone;
    assert_eq!(phone.as_deref(), Some("14000000059"), "the later row's phone, as decided");
    assert_eq!(zhou.post(&format!("{url}/undo"), &[]).status, 303);
    assert_eq!(["units", "report_ins"].map(|table| count(&town, table)), [0, 0]);
}

/// A later roster changes a phone and tells a skill; undone, both are as before. Changed by hand in
/// between, it stays.
#[test]
fn a_change_is_shown_masked_and_taken_back() {
    let (town, zhou) = desk();
    let one = id("19850101", 11);
    let row = |phone: &'static str, skills: &'static str, extra: &'static str| {
        let mut heads = HEADS.to_vec();
        heads.push("血型");
        let row = vec!["李思远", "男", one.as_str(), "县中学", phone, "青竹苑9幢", skills, "周末", "", extra];
        workbook("在职党员到社区报到登记汇总表", &heads, vec![row])
    };
    let first = drop_files(&zhou, &[("一.xlsx", &row("14000000051", "理发", "A型"))]);
    take_in(&town, &zhou, &first);
    let second = drop_files(&zhou, &[("二.xlsx", &row("14000000056", "理发、英语", ""))]);
    let look = page(&zhou, &second);
    assert_eq!(outcomes(&look), ["李思远 changed"]);
    let changes = look["rows"][0]["changes"].to_string();
    assert!(changes.contains("140****0056") && changes.contains("理发、英语") && !changes.contains("14000000056"), "{changes}");
    take_in(&town, &zhou, &second);
    let facts = || {
        let one = one.clone();
        town.write(move |cx| ReportIn::with_id_no(cx, &one)?.remove(0).facts(cx))
    };
    assert_eq!(
        (facts().phone.as_deref(), facts().extra["血型"].as_str()),
        (Some("14000000056"), "A型"),
        "an empty cell takes nothing away"
    );
    refused(&zhou.post_json(&format!("{first}/undo"), nothing()), "built_on");
    assert_eq!(zhou.post(&format!("{second}/undo"), &[]).status, 303);
    assert_eq!((facts().phone.as_deref(), facts().skills), (Some("14000000051"), vec!["理发".to_owned()]));
    let who: Id = town.write(|cx| cx.one("select id from {report_ins} r", args![]));
    assert_eq!(zhou.post(&format!("/report-ins/{who}"), &[("name", "李思远"), ("skills", "书法")]).status, 303);
    let answer = zhou.post_json(&format!("{first}/undo"), nothing());
    refused(&answer, "built_on");
    assert!(answer.text().contains("报到党员 1 条"), "{}", answer.text());
}

const UNIT_HEADS: [&str; 6] = ["单位名称", "统一社会信用代码", "单位性质", "联系人", "联系电话", "单位地址"];

fn register(rows: &[[&str; 6]]) -> Vec<u8> {
    workbook("辖区驻区单位名册", &UNIT_HEADS, rows.iter().map(|r| r.to_vec()).collect())
}

#[test]
fn a_register_of_units_is_matched_by_code_then_name() {
    let (town, zhou) = desk();
    let hengtong = ["恒通纺织", "91350100M000100Y43", "非公企业", "钱进", "14000000061", "青竹路1号"];
    let school = ["县中学", "", "事业单位", "孙桂兰", "14000000062", ""];
    let flawed = ["县医院", "91350100M000100Y44", "事业单位", "", "", ""];
    let url = drop_files(&zhou, &[("单位.xlsx", &register(&[hengtong, hengtong, school, flawed]))]);
    let look = page(&zhou, &url);
    assert_eq!(outcomes(&look), ["恒通纺织 new", "恒通纺织 same", "县中学 new", "县医院 decision"]);
    assert_eq!(look["waiting"][0]["code"], "doubtful");
    let decide = |url: &str, w: &Json| format!("{url}/decisions/{}/{}-{}", w["file"].as_str().expect("an id"), w["sheet"], w["line"]);
    let place = decide(&url, &look["waiting"][0]);
    assert_eq!(zhou.post(&place, &[("choice", "edit"), ("code", "91350100M000100Y44")]).status, 422);
    assert_eq!(zhou.post(&place, &[("choice", "edit"), ("code", "91330100799655058B")]).status, 303);
    take_in(&town, &zhou, &url);
    let listed = zhou.get_json("/units?q=县医院").json();
    assert_eq!((listed["units"][0]["code"].as_str(), listed["units"][0]["flags"].as_str()), (Some("91330100799655058B"), Some("")));

    let renamed = ["恒通纺织科技", "91350100M000100Y43", "非公企业", "", "", ""];
    let with_code = ["县中学", "91110000802100433B", "", "", "14000000069", ""];
    let second = drop_files(&zhou, &[("单位2.xlsx", &register(&[renamed, with_code]))]);
    let look = page(&zhou, &second);
    assert_eq!(outcomes(&look), ["恒通纺织科技 decision", "县中学 changed"]);
    assert_eq!(look["waiting"][0]["code"], "unit_renamed");
    assert_eq!(zhou.post(&decide(&second, &look["waiting"][0]), &[("choice", "same")]).status, 303);
    take_in(&town, &zhou, &second);
    assert_eq!(zhou.get_json("/units?q=91350100").json()["units"][0]["name"], "恒通纺织科技");
    assert_eq!(zhou.post(&format!("{second}/undo"), &[]).status, 303);
    let listed = zhou.get_json("/units?q=91350100").json();
    assert_eq!(listed["units"][0]["name"], "恒通纺织", "with the import goes what it changed");
    let east = town.person("王芳", "worker", "东风村党总支");
    let there = drop_files(&east, &[("东.xlsx", &register(&[hengtong]))]);
    assert_eq!(page(&east, &there)["waiting"][0]["code"], "unit_elsewhere");
    assert_eq!(zhou.post(&format!("{url}/undo"), &[]).status, 303);
    assert_eq!(count(&town, "units"), 0);
}

#[test]
fn needs_come_in_once_and_ask_before_they_come_again() {
    let (town, zhou) = desk();
    let heads = ["需求内容", "需要特长", "需要人数", "缓急", "时间要求", "小区", "联系人", "联系电话", "备用"];
    let lamp = vec!["灯具损坏", "电工", "1", "紧急", "周末", "青竹苑", "王桂珍", "14000000041", "三楼"];
    let couplet = vec!["写春联", "书法/无", "若干", "说不好", "春节", "青竹苑", "", "", ""];
    let file = workbook("居民服务需求清单", &heads, vec![lamp.clone(), lamp, couplet]);
    let url = drop_files(&zhou, &[("需求.xlsx", &file)]);
    assert_eq!(outcomes(&page(&zhou, &url)), ["灯具损坏 new", "灯具损坏 same", "写春联 new"]);
    take_in(&town, &zhou, &url);
    let needs = zhou.get_json("/needs").json();
    let of = |what: &str| needs["needs"].as_array().expect("needs").iter().find(|n| n["what"] == what).expect("the need").clone();
    assert_eq!((of("灯具损坏")["urgency"].as_str(), of("灯具损坏")["skills"].as_str()), (Some("urgent"), Some("、水电维修、")));
    let lamp = format!("/needs/{}", of("灯具损坏")["id"].as_str().expect("an id"));
    assert_eq!(zhou.get_json(&lamp).json()["from_name"], "王**");
    let couplet = zhou.get_json(&format!("/needs/{}", of("写春联")["id"].as_str().expect("an id"))).json();
    assert_eq!((couplet["need"]["people"].clone(), couplet["need"]["urgency"].as_str()), (json!(null), Some("ordinary")));
    assert!(
        couplet["extra"].as_str().is_some_and(|e| e.contains("需要人数") && e.contains("缓急")),
        "what cannot be read is kept: {couplet}"
    );

    assert_eq!(zhou.post(&format!("{lamp}/closure"), &[("end", "met"), ("reason", "换好了")]).status, 303);
    let later = drop_files(&zhou, &[("需求.xlsx", &file)]);
    let look = page(&zhou, &later);
    assert_eq!(look["waiting"][0]["code"], "asked_before");
    let w = &look["waiting"][0];
    let place = format!("{later}/decisions/{}/{}-{}", w["file"].as_str().expect("an id"), w["sheet"], w["line"]);
    assert_eq!(zhou.post(&place, &[("choice", "two")]).status, 303);
    take_in(&town, &zhou, &later);
    assert_eq!(count(&town, "needs"), 3);
    assert_eq!(zhou.post(&format!("{later}/undo"), &[]).status, 303);
    refused(&zhou.post_json(&format!("{url}/undo"), nothing()), "built_on");
    assert_eq!(count(&town, "needs"), 2, "a need that was answered stays");
}
