//! A column that nobody knows is never lost: it stands on the card, finds people, and goes with the import.

use super::{drop_files, id, page, take_in, workbook};
use crate::{
    people::Facts,
    testing::{Town, facts_of},
};

const HEADS: [&str; 7] = ["姓名", "身份证号码", "所在党支部", "入党时间", "服装尺码", "开户银行卡", "是否退役军人"];

fn roster() -> Vec<u8> {
    let (zhao, qian) = (id("19600504", 101), id("19700504", 102));
    let row = |name, id, size, soldier| vec![name, id, "青竹苑社区第一党支部", "1990.07", size, "中行 6222001234567", soldier];
    workbook("党员花名册", &HEADS, vec![row("赵敏", &zhao, "L", "是"), row("钱勇", &qian, "M", "否")])
}

fn count(town: &Town, table: &str) -> i64 {
    let sql = format!("select count(*) from {{{table}}} t");
    town.house.read_as_system("test", kernel::Scope::ALL, move |cx| cx.one(&sql, kernel::args![])).expect("a count")
}

#[test]
fn unknown_columns_stand_on_the_card_and_find_people() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let url = drop_files(&zhou, &[("册.xlsx", &roster())]);
    take_in(&town, &zhou, &url);
    let list = zhou.get_json("/members?fact=服装尺码&value=L").json();
    assert_eq!(list["members"].as_array().map(Vec::len), Some(1), "{list}");
    let member = list["members"][0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(zhou.get_json("/members?fact=服装尺码").json()["members"].as_array().map(Vec::len), Some(2));
    let card = zhou.get(&format!("/members/{member}")).text();
    assert!(card.contains("<dd>L</dd>") && card.contains("开户银行卡"), "{card}");
    assert!(!card.contains("6222001234567"), "an account number is hidden");
    // With a reason it is shown, and the audit log has the fact's name.
    let asked = [("field", "extra.开户银行卡"), ("reason", "核对台账")];
    assert!(zhou.post(&format!("/members/{member}/reveals"), &asked).text().contains("6222001234567"));
    let audit = town.person("吴审", "auditor", "青龙街道党工委").get_json("/audit").text();
    assert!(audit.contains("showed extra.开户银行卡") && !audit.contains("6222001234567"), "{audit}");
    // Who looks after another branch finds nobody by it.
    let sun = town.person("孙强", "secretary", "东风村第一党支部");
    assert_eq!(sun.get_json("/members?fact=服装尺码").json()["members"], serde_json::json!([]));
    let names = sun.get_json("/members/extras").json();
    assert!(names["facts"].as_array().expect("facts").iter().all(|f| f["members"] == 0), "{names}");
}

#[test]
fn an_officer_decides_what_stands_open() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let url = drop_files(&zhou, &[("册.xlsx", &roster())]);
    take_in(&town, &zhou, &url);
    let decide = [("fact", "服装尺码"), ("open", "false")];
    assert_eq!(zhou.post("/members/extras", &decide).status, 403, "a worker does not decide that");
    let gao = town.person("高云", "officer", "青龙街道党工委");
    assert_eq!(gao.post("/members/extras", &decide).status, 303);
    assert_eq!(zhou.get_json("/members?fact=服装尺码").json()["members"], serde_json::json!([]), "what is hidden finds nobody");
    assert_eq!(gao.post("/members/extras", &[("fact", "服装尺码"), ("open", "true")]).status, 303);
    assert_eq!(zhou.get_json("/members?fact=服装尺码").json()["members"].as_array().map(Vec::len), Some(2));
    assert_eq!(gao.post("/members/extras", &[("fact", "没有这项"), ("open", "true")]).status, 404);
}

#[test]
fn an_extra_fact_is_set_moves_with_its_member_and_goes_with_the_undo() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let url = drop_files(&zhou, &[("册.xlsx", &roster())]);
    take_in(&town, &zhou, &url);
    let before = count(&town, "extras");
    assert_eq!(before, 4, "two sizes and two soldiers; no account number");
    assert_eq!(zhou.post(&format!("{url}/undo"), &[]).status, 303);
    assert_eq!(count(&town, "extras"), 0);
    let member = town.member("青竹苑社区第一党支部", "孙兰", facts_of(""));
    let card = format!("/members/{member}");
    assert_eq!(zhou.post(&format!("{card}/extras"), &[("fact", "特长"), ("value", "书法")]).status, 303);
    assert_eq!(zhou.post_json(&format!("{card}/extras"), serde_json::json!({ "fact": " ", "value": "x" })).status, 422);
    let east = town.org("东风村第一党支部").id.to_string();
    assert_eq!(zhou.post(&format!("{card}/move"), &[("org", &east)]).status, 303);
    let sun = town.person("孙强", "secretary", "东风村第一党支部");
    assert_eq!(sun.get_json("/members?fact=特长&value=书法").json()["members"][0]["name"], "孙兰");
    assert_eq!(sun.post(&format!("{card}/extras"), &[("fact", "特长"), ("value", "")]).status, 303);
    assert_eq!(count(&town, "extras"), 0);
    assert!(!sun.get(&card).text().contains("书法"));
}

#[test]
fn organisations_and_registers_lose_no_column() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    town.member("东风村第一党支部", "孙兰", Facts { phone: Some("14012345678".into()), ..facts_of("") });
    let orgs = workbook(
        "基层党组织一览表",
        &["党组织名称", "上级党组织", "书记姓名", "活动阵地面积", "党员人数"],
        vec![
            vec!["青竹苑社区第一党支部", "青竹苑社区党总支", "李芳", "120平方米", "30"],
            vec!["青竹苑社区第三党支部", "青竹苑社区党总支", "王强", "80平方米", "20"],
        ],
    );
    let register = workbook(
        "流动党员台账",
        &["姓名", "出生日期", "联系电话", "所在党支部", "流向地点", "外出时间", "紧急程度评估人", "接收地党组织"],
        vec![vec!["孙兰", "1960-05-04", "14012345678", "东风村第一党支部", "上海市浦东新区", "2026.02", "李芳", "浦东某支部"]],
    );
    let url = drop_files(&zhou, &[("组织.xlsx", &orgs), ("流动.xlsx", &register)]);
    take_in(&town, &zhou, &url);
    let bamboo = town.org("青竹苑社区第一党支部").id;
    let text = zhou.get(&format!("/orgs/{bamboo}")).text();
    assert!(text.contains("活动阵地面积") && text.contains("120平方米"), "{text}");
    assert!(zhou.get_json("/members?fact=接收地党组织").json()["members"][0]["name"] == "孙兰", "{}", page(&zhou, &url));
    let again = drop_files(&zhou, &[("组织再.xlsx", &orgs), ("流动再.xlsx", &register)]);
    let sums = &page(&zhou, &again)["sums"];
    assert_eq!((&sums["same"], &sums["changed"]), (&3.into(), &0.into()), "{sums}");
    assert_eq!(zhou.post(&format!("{again}/cancellation"), &[]).status, 303);
    assert_eq!(zhou.post(&format!("{url}/undo"), &[]).status, 303);
    assert!(!zhou.get(&format!("/orgs/{bamboo}")).text().contains("120平方米"));
    assert_eq!(count(&town, "extras"), 0);
}
