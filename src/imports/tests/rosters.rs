//! 何秀英 hands in the roster of 区财政局: it waits for 周敏, takes nobody of another unit, and tells her in numbers
//! what became of it.

use super::*;
use kernel::{Id, args};

const COMMUNITY: &str = "青竹苑社区党总支";
const HEADS: [&str; 5] = ["姓名", "所在单位党组织", "手机号码", "居住小区", "特长"];

fn handed(rows: &[[&str; 5]]) -> (Town, Asker, Asker, String) {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY).id.to_string();
    let unit = zhou.post("/units", &[("org", org.as_str()), ("name", "区财政局")]).location().trim_start_matches("/units/").to_owned();
    let he = town.contact_account(unit.parse().expect("an id"), "何秀英", COMMUNITY);
    assert_eq!(he.upload("/unit/rosters", &[("org", org.as_str())], &[]).status, 422, "a file is asked for");
    let book = workbook("在职党员到社区报到登记汇总表", &HEADS, rows.iter().map(|r| r.to_vec()).collect());
    assert_eq!(he.upload("/unit/rosters", &[("org", org.as_str())], &[("名册.xlsx", &book)]).status, 303);
    (town, zhou, he, org)
}

fn people(town: &Town) -> Vec<(String, String)> {
    town.write(|cx| cx.all("select r.name, r.unit_name from {report_ins} r order by r.name", args![]))
}

#[test]
fn a_units_roster_is_checked_before_anything_is_taken() {
    let rows = [
        ["李思远", "区财政局", "14000000021", "青竹苑小区9幢", "理发"],
        ["孙桂兰", "", "14000000022", "青竹苑小区8幢", "书法"],
        ["钱进", "县中学", "14000000023", "青竹苑小区7幢", "电工"],
    ];
    let (town, zhou, he, _) = handed(&rows);
    assert_eq!(people(&town), [], "nothing goes straight into the register");
    let waits = he.get_json("/unit/rosters").json()["rosters"][0].clone();
    assert_eq!((waits["became"]["state"].as_str(), waits["became"]["rows"].as_i64()), (Some(""), Some(0)));
    let list = zhou.get_json("/imports").json()["rosters"][0].clone();
    assert_eq!((list["unit_name"].as_str(), list["made_by"].as_str()), (Some("区财政局"), Some("何秀英")));
    let read = format!("/unit-rosters/{}/reading", list["id"].as_str().expect("an id"));
    assert_eq!(town.person("王芳", "worker", "东风村党总支").post(&read, &[]).status, 404);
    assert_eq!(he.post(&read, &[]).status, 403, "a contact takes nobody in");
    let import = zhou.post(&read, &[]).location().to_owned();
    assert_eq!(zhou.post_json(&read, json!({})).json()["code"], "roster_moved_on");
    assert_eq!(people(&town), [], "read is not taken");
    let shown = zhou.get(&import).text();
    assert!(shown.contains("写的单位是“县中学”"), "the row of another unit is pointed out");
    assert_eq!(zhou.post_json(&format!("{import}/confirmation"), json!({ "at_once": true })).status, 200);
    let pair = |name: &str| (name.to_owned(), "区财政局".to_owned());
    assert_eq!(people(&town), [pair("孙桂兰"), pair("李思远")], "who named no unit is of this one");
    let became = he.get_json("/unit/rosters").json()["rosters"][0]["became"].clone();
    let counts = ["rows", "new", "refused"].map(|k| became[k].as_i64());
    assert_eq!((became["state"].as_str(), counts), (Some("taken"), [Some(3), Some(2), Some(1)]));
    assert_eq!(became["others_lines"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_roster_is_given_back_with_a_reason() {
    let (town, zhou, he, _) = handed(&[["李思远", "区财政局", "14000000021", "青竹苑小区9幢", "理发"]]);
    let id = zhou.get_json("/imports").json()["rosters"][0]["id"].as_str().expect("an id").to_owned();
    let back = format!("/unit-rosters/{id}/return");
    assert_eq!(zhou.post(&back, &[("reason", " ")]).status, 422);
    assert_eq!(zhou.post(&back, &[("reason", "这些人住在东风村，请交给那边")]).status, 303);
    assert!(he.get("/unit/rosters").text().contains("请交给那边"));
    assert_eq!(zhou.get_json("/imports").json()["rosters"], json!([]));
    assert_eq!(people(&town), []);
    let stranger = town.contact_account(Id::named(&["another unit"]), "林涛", COMMUNITY);
    assert_eq!(stranger.get("/unit/rosters").status, 404);
}
