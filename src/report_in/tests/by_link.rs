//! Reporting in on a phone by the link of a unit, without an account.

use super::{COMMUNITY, id_no};
use crate::testing::Town;
use kernel::testing::Asker;
use serde_json::json;

fn hospital() -> (Town, Asker, String, String) {
    let town = Town::new();
    let officer = town.person("郑岚", "officer", "青龙街道党工委");
    let street = town.org("青龙街道党工委").id.to_string();
    let unit = officer.post("/units", &[("org", street.as_str()), ("name", "县人民医院")]).location().to_owned();
    assert_eq!(officer.post(&format!("{unit}/link"), &[]).status, 303);
    let page = officer.get_json(&format!("{unit}/link")).json();
    let link = page["url"].as_str().expect("a link");
    let path = link[link.find("/report/").expect("a path")..].to_owned();
    (town, officer, unit, path)
}

const WELL: [(&str, &str); 7] = [
    ("name", "李思远"),
    ("phone", "14000000021"),
    ("lives_at", "青竹苑小区9幢202"),
    ("skill", "理发"),
    ("skills", "皮影"),
    ("slot", "weekend"),
    ("agreed", "true"),
];

/// 李思远 opens the link on a phone, forgets the phone number, is asked for it with nothing lost, and holds
/// a slip in the end. Zhou of the community where Li lives sees what came.
#[test]
fn somebody_reports_in_on_a_phone_without_an_account() {
    let (town, officer, unit, link) = hospital();
    let visitor = town.visitor();
    let form = visitor.get(&link);
    assert!(form.status == 200 && form.text().contains("县人民医院") && form.text().contains("怎样使用您的信息"));
    let browser = visitor.with("referer", &format!("http://linli.test{link}"));
    let wrong = browser.post(&link, &[("name", "李思远"), ("phone", "140"), ("lives_at", "")]);
    assert_eq!(wrong.status, 422);
    for said in ["完整的电话号码", "请填写住在哪里", "并打勾", "value=\"李思远\""] {
        assert!(wrong.text().contains(said), "{said}");
    }
    let slip = visitor.post(&link, &WELL).location().to_owned();
    assert!(slip.starts_with("/report/slips/"), "{slip}");
    let page = visitor.get(&slip);
    assert!(page.status == 200 && page.text().contains(COMMUNITY) && page.text().contains("等社区答复"), "{}", page.text());
    assert!(!page.text().contains("14000000021") && !page.text().contains("9幢"), "nothing hidden stands on the slip");
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let here = zhou.get_json("/report-ins").json();
    assert_eq!((here["people"][0]["name"].as_str(), here["people"][0]["state"].as_str()), (Some("李思远"), Some("reported")));
    let id = here["people"][0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(zhou.post(&format!("/report-ins/{id}/return"), &[("reason", "请到东风村报到")]).status, 303);
    assert!(visitor.get(&slip).text().contains("请到东风村报到"), "the answer stands on the slip");

    assert_eq!(officer.post(&format!("{unit}/link"), &[]).status, 303);
    assert_eq!(visitor.get(&link).status, 404, "a new link makes the old void");
    assert_eq!(officer.post(&format!("{unit}/link/revocation"), &[]).status, 303);
    assert_eq!(officer.get_json(&format!("{unit}/link")).json()["url"], json!(null));
}

#[test]
fn where_they_live_decides_and_where_it_does_not_they_choose() {
    let (town, _, _, link) = hospital();
    let visitor = town.visitor();
    let living = |at: &'static str| [("name", "李思远"), ("phone", "14000000021"), ("lives_at", at), ("agreed", "true")];
    for (at, why) in [("人民路8号", "看不出"), ("东风村青竹苑8号", "不止一个")] {
        let asked = visitor.with("referer", &format!("http://linli.test{link}")).post(&link, &living(at));
        assert!(asked.status == 422 && asked.text().contains(why) && asked.text().contains(at), "{}", asked.text());
    }
    let east = town.org("东风村党总支").id.to_string();
    let chosen = [&living("人民路8号")[..], &[("org", east.as_str())]].concat();
    assert_eq!(visitor.post(&link, &chosen).status, 303);
    let branch = town.org("东风村第一党支部").id.to_string();
    let no_community = [&living("人民路8号")[..], &[("org", branch.as_str())]].concat();
    assert_eq!(visitor.post(&link, &no_community).status, 404, "a branch is no community");
    assert_eq!(town.person("王芳", "worker", "东风村党总支").get_json("/report-ins").json()["all"], 1);
}

/// Whoever holds the link learns nothing of who is known here; the community sees both entries, looks
/// into them and makes one of them.
#[test]
fn who_is_known_is_not_told_and_two_entries_become_one() {
    let (town, _, _, link) = hospital();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY).id.to_string();
    let id = id_no();
    let known = zhou.post(
        "/report-ins",
        &[("org", org.as_str()), ("name", "李思远"), ("id_no", &id), ("unit_name", "县人民医院"), ("post_wish", "巡逻")],
    );
    let known = known.location().to_owned();
    let again = [&WELL[..], &[("id_no", id.as_str())]].concat();
    let told = town.visitor().post(&link, &again);
    assert_eq!(told.status, 303, "the answer is the same as for anybody: {}", told.text());
    let page = zhou.get_json(&known).json();
    let other = page["alike"][0]["id"].as_str().expect("the other entry").to_owned();
    let flags = zhou.get_json(&format!("/report-ins/{other}")).json()["flags"].clone();
    assert_eq!(flags, json!(["id_twice", "person_twice"]));
    zhou.post("/report-ins/acceptance", &[]);
    assert_eq!(zhou.get_json(&format!("/report-ins/{other}")).json()["who"]["state"], "reported", "to be looked into first");
    assert_eq!(zhou.post(&format!("{known}/joining"), &[("other", other.as_str())]).status, 303);
    let page = zhou.get_json(&known).json();
    assert_eq!((page["who"]["post_wish"].as_str(), page["phone"].as_str()), (Some("巡逻"), Some("140****0021")), "both are kept");
    assert_eq!((page["who"]["skills"].as_str(), page["flags"].clone()), (Some("、理发、皮影、"), json!([])));
    assert_eq!(zhou.get(&format!("/report-ins/{other}")).status, 404);
}

#[test]
fn a_link_ends_and_does_not_take_in_crowds() {
    let (town, officer, _, link) = hospital();
    let visitor = town.visitor();
    let one = |n: u32| {
        [("name", "李思远".to_owned()), ("phone", format!("1400000{n:04}")), ("lives_at", "青竹苑小区".into()), ("agreed", "true".into())]
    };
    let saved =
        officer.post("/rules/report_in.link.daily", &[("value", "10"), ("from", "2026-11-22"), ("source", "青龙街工委〔2026〕9号")]);
    assert_eq!(saved.status, 303, "{}", saved.text());
    for n in 0..10 {
        let told = one(n);
        assert_eq!(visitor.post(&link, &told.each_ref().map(|(f, v)| (*f, v.as_str()))).status, 303);
    }
    let told = one(10);
    let full = visitor.with("accept", "application/json").post(&link, &told.each_ref().map(|(f, v)| (*f, v.as_str())));
    assert_eq!(full.json()["code"], "report_link_busy");
    town.clock.set("2027-03-01T02:00:00Z");
    assert_eq!(visitor.get_json(&link).json()["code"], "report_link_expired");
}
