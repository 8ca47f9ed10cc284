mod answering;
mod by_link;

use super::{Places, ReportIn};
use crate::{
    people::Facts,
    testing::{Town, facts_of},
};
use kernel::testing::Asker;
use serde_json::json;
use std::rc::Rc;

const COMMUNITY: &str = "青竹苑社区党总支";
const ID: &str = "32049919900101123";

fn id_no() -> String {
    format!("{ID}{}", crate::demo::check_digit(ID))
}

fn desk() -> (Town, Asker, String) {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY).id.to_string();
    (town, zhou, org)
}

/// 李思远 comes to the desk: what is asked, how it is shown, found, corrected and taken out.
#[test]
fn somebody_reports_in_at_the_desk() {
    let (town, zhou, org) = desk();
    assert_eq!(zhou.get("/report-ins/new").status, 200);
    let id = id_no();
    let typed = |phone: &'static str| {
        [
            ("org", org.as_str()),
            ("name", "李思远"),
            ("id_no", id.as_str()),
            ("phone", phone),
            ("unit_name", "县人民医院"),
            ("lives_at", "青竹苑小区9幢202"),
            ("skills", "量血压，剃头，皮影"),
            ("available", "周末"),
            ("post_wish", "志愿服务"),
        ]
    };
    let browser = zhou.with("referer", "http://linli.test/report-ins/new");
    let wrong = browser.post("/report-ins", &typed("140"));
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("剃头") && wrong.text().contains("完整的电话号码"), "what was typed comes back");
    let url = zhou.post("/report-ins", &typed("14000000021")).location().to_owned();
    let page = zhou.get_json(&url).json();
    assert_eq!(page["who"]["skills"], "、医疗护理、理发、皮影、");
    assert_eq!((page["who"]["sex"].as_str(), page["who"]["reported_on"].as_str()), (Some("男"), Some("2026-11-22")));
    assert_eq!((page["phone"].as_str(), page["lives_at"].as_str()), (Some("140****0021"), Some("青竹苑小区****")));
    let text = zhou.get(&url).text();
    assert!(!text.contains("14000000021") && !text.contains(&id) && !text.contains("9幢"), "nothing hidden is shown");
    assert_eq!(zhou.post_json("/report-ins", json!({ "org": org, "name": "李思远", "id_no": id })).json()["code"], "reported_in_already");

    for (filter, found) in [
        ("skill=理发", 1),
        ("skill=英语", 0),
        ("free=weekend", 1),
        ("free=evening", 0),
        ("unit=县人民医院", 1),
        ("q=思远", 1),
        ("q=建国", 0),
    ] {
        let list = zhou.get_json(&format!("/report-ins?{filter}")).json();
        assert_eq!((list["people"].as_array().map(Vec::len), list["all"].as_i64()), (Some(found), Some(found as i64)), "{filter}");
    }
    let shown = zhou.post(&format!("{url}/reveals"), &[("field", "phone"), ("reason", "电话联系")]).text();
    assert!(shown.contains("14000000021") && !shown.contains(&id));

    let edit =
        [("name", "李思远"), ("sex", "男"), ("unit_name", "县人民医院"), ("skills", "理发"), ("available", "均可"), ("drop", "lives_at")];
    assert_eq!(zhou.post(&url, &edit).status, 303);
    let page = zhou.get_json(&url).json();
    assert_eq!(
        (page["phone"].as_str(), page["lives_at"].as_str(), page["free"].as_array().map(Vec::len)),
        (Some("140****0021"), Some(""), Some(4))
    );

    assert_eq!(zhou.post(&format!("{url}/removal"), &[]).status, 422);
    assert_eq!(zhou.post(&format!("{url}/removal"), &[("reason", "录错人")]).status, 303);
    assert_eq!(zhou.get(&url).status, 404);
    let audit = town.person("吴审", "auditor", "青龙街道党工委").get_json("/audit").text();
    assert!(audit.contains("录错人") && !audit.contains("14000000021"), "{audit}");
}

/// One person, two ties: the ledger's member is found by the ID number, or by name and phone,
/// whichever side came first.
#[test]
fn one_person_stands_here_and_in_the_ledger() {
    let (town, zhou, org) = desk();
    let by_id = zhou.post("/report-ins", &[("org", org.as_str()), ("name", "李思远"), ("id_no", &id_no())]).location().to_owned();
    let by_phone = zhou.post("/report-ins", &[("org", org.as_str()), ("name", "孙桂兰"), ("phone", "14000000031")]).location().to_owned();
    let nobody = zhou.post("/report-ins", &[("org", org.as_str()), ("name", "钱进"), ("phone", "14000000031")]).location().to_owned();
    assert_eq!(zhou.get_json(&by_id).json()["member"], json!(null));
    let branch = "青竹苑社区第一党支部";
    let li = town.member(branch, "李思远", Facts { id_no: Some(id_no()), ..facts_of("李思远") });
    town.member(branch, "孙桂兰", Facts { phone: Some("14000000031".into()), ..facts_of("孙桂兰") });
    let tie = zhou.get_json(&by_id).json()["member"].clone();
    assert_eq!((tie["member"].as_str(), tie["organisation"].as_str()), (Some(li.to_string().as_str()), Some(branch)));
    assert_eq!(zhou.get_json(&by_phone).json()["member"]["organisation"], branch);
    assert_eq!(zhou.get_json(&nobody).json()["member"], json!(null), "a phone alone is nobody");
    let tied: Vec<bool> =
        zhou.get_json("/report-ins").json()["people"].as_array().expect("people").iter().map(|p| p["tied"] == true).collect();
    assert_eq!(tied.iter().filter(|t| **t).count(), 2);
    assert!(zhou.get(&format!("/members/{li}")).text().contains("在职报到"), "the card tells it too");
}

#[test]
fn the_list_leaves_as_a_workbook_in_full_only_for_a_reason() {
    let (town, zhou, org) = desk();
    zhou.post("/report-ins", &[("org", org.as_str()), ("name", "李思远"), ("phone", "14000000021"), ("id_no", &id_no())]);
    let cells = |bytes: &[u8]| {
        let book = sheets::open("名册.xlsx", bytes).expect("a workbook");
        book.sheets[0].rows().flat_map(|r| r.cells().map(|(_, c)| c.text().into_owned()).collect::<Vec<_>>()).collect::<Vec<_>>().join(" ")
    };
    let seen = zhou.get("/report-ins.xlsx?q=思");
    assert!(cells(&seen.bytes).contains("140****0021") && !cells(&seen.bytes).contains("14000000021"));
    assert_eq!(zhou.post("/report-ins/export", &[("q", "思")]).status, 422);
    let full = zhou.post("/report-ins/export", &[("q", "思"), ("reason", "报街道")]);
    assert_eq!(full.status, 200, "{}", full.text());
    assert!(cells(&full.bytes).contains("14000000021") && cells(&full.bytes).contains(&id_no()));
    let audit = town.person("吴审", "auditor", "青龙街道党工委").get_json("/audit").text();
    assert!(audit.contains("exported 1 who reported in") && audit.contains("报街道"), "{audit}");
    let secretary = town.person("陈立新", "secretary", COMMUNITY);
    assert_eq!(secretary.post("/report-ins/export", &[("reason", "看看")]).status, 403);
}

#[test]
fn a_person_reports_in_once_and_neighbours_know_nothing() {
    let (town, zhou, org) = desk();
    let url = zhou.post("/report-ins", &[("org", org.as_str()), ("name", "李思远"), ("id_no", &id_no())]).location().to_owned();
    let east = town.person("王芳", "worker", "东风村党总支");
    assert_eq!((east.get(&url).status, east.post(&format!("{url}/removal"), &[("reason", "x")]).status), (404, 404));
    let there = town.org("东风村党总支").id;
    let twice = east.post_json("/report-ins", json!({ "org": there, "name": "李思远", "id_no": id_no() }));
    assert_eq!(twice.json()["code"], "reported_in_already");
    assert!(!twice.text().contains("青竹苑"), "where is not told");
    let all: Vec<ReportIn> = town.write(|cx| ReportIn::with_id_no(cx, &id_no()));
    assert_eq!(all.len(), 1);
}

#[test]
fn where_somebody_lives_names_the_community() {
    let town = Town::new();
    let places = town.write(|cx| {
        let mut places = Places::default();
        crate::orgs::Org::tree(cx)?.into_iter().for_each(|org| places.add(&Rc::new(org)));
        Ok(["青竹苑小区9幢202", "江苏省常州市青竹苑社区", "东风小区15幢", "青竹苑社区党总支", "紫云苑3幢"]
            .map(|address| places.find(address).map(|o| o.name.clone())))
    });
    let some = |name: &str| Some(name.to_owned());
    assert_eq!(places, [some(COMMUNITY), some(COMMUNITY), some("东风村党总支"), some(COMMUNITY), None]);
}
