use super::keys;
use crate::testing::Town;
use jiff::civil::date;
use kernel::Scope;
use serde_json::json;

/// 高主任 writes the street's own number of study hours down; it holds from its day and not before.
#[test]
fn the_officer_changes_a_rule_from_a_day() {
    let town = Town::new();
    let gao = town.person("高主任", "officer", "青龙街道党工委");
    let list = gao.get("/rules").text();
    assert!(list.contains("党员每年学时") && list.contains("未核实"));
    let made = gao.post("/rules/study.hours.member", &[("value", "40"), ("from", "2027-01-01"), ("source", "青龙街工委〔2026〕9号")]);
    assert_eq!(made.status, 303, "{}", made.text());
    let (before, after) = town
        .house
        .read_as_system("test", Scope::ALL, |cx| {
            let book = super::book(cx)?;
            Ok((book.at(date(2026, 12, 31)).get(keys::HOURS_MEMBER), book.at(date(2027, 1, 1)).get(keys::HOURS_MEMBER)))
        })
        .expect("a readable book");
    assert_eq!((before, after), (32, 40));
}

/// What does not fit comes back as typed, with what is wrong.
#[test]
fn a_wrong_value_comes_back_as_typed() {
    let town = Town::new();
    let gao = town.person("高主任", "officer", "青龙街道党工委");
    let form = gao.with("referer", "http://linli.test/rules/study.hours.member");
    let again = form.post("/rules/study.hours.member", &[("value", "9999"), ("from", "2027-01-01"), ("source", "某文件")]);
    assert_eq!(again.status, 422);
    assert!(again.text().contains("value=\"9999\"") && again.text().contains("field-error"), "{}", again.text());
    let json = gao.post_json("/rules/study.hours.member", json!({ "value": "many", "from": "2027-01-01", "source": "某文件" }));
    assert_eq!((json.status, json.json()["errors"][0]["field"].as_str()), (422, Some("value")));
}

#[test]
fn a_worker_reads_and_does_not_edit() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", "青竹苑社区党总支");
    assert_eq!(zhou.get("/rules/points.base").status, 200);
    assert_eq!(zhou.post("/rules/points.base", &[("value", "1"), ("from", "2027-01-01"), ("source", "x")]).status, 403);
    assert_eq!(zhou.get("/rules/no.such.rule").status, 404);
}
