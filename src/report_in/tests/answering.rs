//! The community's answer, the account that follows it, and one's own page.

use super::{COMMUNITY, desk, id_no};
use crate::{
    people::Facts,
    testing::{Town, facts_of},
};
use kernel::{Id, testing::Asker};
use serde_json::{Value, json};

fn report(zhou: &Asker, org: &str, more: &[(&str, &str)]) -> (Id, String) {
    let url = zhou.post("/report-ins", &[&[("org", org)], more].concat()).location().to_owned();
    (url.rsplit('/').next().expect("an id").parse().expect("an id"), url)
}

fn acts(page: &Value, list: &str) -> Vec<String> {
    page[list].as_array().expect("acts").iter().map(|a| a["act"].as_str().expect("an act").to_owned()).collect()
}

/// 李思远 is accepted and gets a slip for an account; 孙桂兰 is sent back with the reason; both can be
/// read on their pages.
#[test]
fn the_community_accepts_or_returns_with_a_reason() {
    let (town, zhou, org) = desk();
    let (li, url) = report(&zhou, &org, &[("name", "李思远"), ("phone", "14000000021"), ("unit_name", "县人民医院")]);
    assert_eq!(zhou.get_json(&url).json()["who"]["state"], "reported");
    assert_eq!(zhou.post_json(&format!("{url}/invitation"), json!({})).json()["code"], "not_accepted", "no account before the yes");
    assert_eq!(zhou.post(&format!("{url}/acceptance"), &[]).status, 303);
    assert_eq!(zhou.post_json(&format!("{url}/acceptance"), json!({})).json()["code"], "accepted_already");
    let invited = zhou.post_json(&format!("{url}/invitation"), json!({})).json();
    let link = invited["links"][0]["url"].as_str().expect("a link").replace("http://linli.test", "");
    let typed = [("login", "lisiyuan"), ("password", "桂花 石桥 晒谷 渡船 暖壶")];
    let welcome = town.visitor().post(&link[link.find("/invitation").expect("a path")..], &typed);
    assert_eq!(welcome.status, 303, "{}", welcome.text());
    let own = town.visitor().with("cookie", &format!("linli={}", welcome.cookie("linli").expect("a session")));
    let mine = own.get_json("/me/report-in").json();
    assert_eq!((mine["community"].as_str(), mine["who"]["id"].as_str()), (Some(COMMUNITY), Some(li.to_string().as_str())));
    assert_eq!(zhou.get_json(&url).json()["has_account"], true);
    assert_eq!(zhou.post_json(&format!("{url}/invitation"), json!({})).status, 422, "one account is enough");

    let (_, back) = report(&zhou, &org, &[("name", "孙桂兰")]);
    let browser = zhou.with("referer", &format!("http://linli.test{back}"));
    let blank = browser.post(&format!("{back}/return"), &[("reason", " ")]);
    assert!(blank.status == 422 && blank.text().contains("可以去哪里报到"), "{}", blank.text());
    assert_eq!(zhou.post(&format!("{back}/return"), &[("reason", "住在东风村，请到东风村报到")]).status, 303);
    let page = zhou.get_json(&back).json();
    assert_eq!((page["who"]["state"].as_str(), acts(&page, "story")), (Some("returned"), vec!["returned".into(), "reported".into()]));
    assert!(zhou.get(&format!("{back}/slip")).text().contains("请到东风村报到"), "the receipt tells the unit why");
    let pdf = zhou.get(&format!("{url}/slip.pdf"));
    assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF"));
    assert_eq!(zhou.post(&format!("{url}/leaving"), &[("reason", "调到外地")]).status, 303);
    assert_eq!(own.get("/me/report-in").status, 303, "with leaving the account ends, and the session asks to sign in");
    let audit = town.person("吴审", "auditor", "青龙街道党工委").get_json("/audit").text();
    assert!(audit.contains("report-in accepted") && audit.contains("report-in returned") && !audit.contains("14000000021"));
}

/// Rows of a roster wait; those of whom nothing is to be looked into are accepted at once.
#[test]
fn a_roster_is_accepted_but_for_what_is_to_be_looked_into() {
    let (town, zhou, _) = desk();
    let roster = format!(
        "姓名,身份证号,工作单位,居住小区,联系电话\n李思远,{},县人民医院,青竹苑小区9幢,14000000021\n孙桂兰,,县人民医院,青竹苑小区3幢,14000000022\n钱进,320499199001011231,县人民医院,青竹苑小区2幢,14000000023\n",
        id_no()
    );
    let import = zhou.upload("/imports", &[], &[("在职党员报到名册.csv", roster.as_bytes())]).location().to_owned();
    let confirm = zhou.post(&format!("{import}/confirmation"), &[]);
    assert!(confirm.status < 400, "{}", confirm.text());
    town.house.work_off().expect("the queue is worked off");
    let list = zhou.get_json("/report-ins").json();
    let in_all = list["all"].as_i64().expect("a count");
    assert!(in_all >= 2, "{list}");
    let unclear = list["people"].as_array().expect("people").iter().filter(|p| p["flags"] != "").count() as i64;
    assert_eq!(list["states"]["reported"].as_i64(), Some(in_all));
    assert_eq!(zhou.post("/report-ins/acceptance", &[("unit", "别的单位")]).status, 303);
    assert_eq!(zhou.get_json("/report-ins").json()["states"]["reported"].as_i64(), Some(in_all), "only those that the filter shows");
    assert_eq!(zhou.post("/report-ins/acceptance", &[("unit", "县人民医院")]).status, 303);
    let states = zhou.get_json("/report-ins").json()["states"].clone();
    assert_eq!((states["accepted"].as_i64(), states["reported"].as_i64().unwrap_or(0)), (Some(in_all - unclear), unclear));
    assert_eq!(zhou.get_json("/report-ins?state=accepted").json()["all"].as_i64(), Some(in_all - unclear));
    let roster = zhou.get_json("/report-ins/roster").json();
    assert_eq!(roster["units"][0]["unit"], "县人民医院");
    assert!(zhou.get("/report-ins/roster.pdf").bytes.starts_with(b"%PDF"));
    let undone = zhou.post_json(&format!("{import}/undo"), json!({}));
    assert_ne!(undone.status, 200, "somebody has built on it: {}", undone.text());
}

/// On the phone: what I offer is mine to change, in words or ticks; it shows who said it and when.
#[test]
fn somebody_in_service_keeps_their_own_words_up_to_date() {
    let (town, zhou, org) = desk();
    let (li, url) = report(&zhou, &org, &[("name", "李思远"), ("phone", "14000000021"), ("skills", "理发"), ("available", "周末")]);
    let own = town.in_service_account(li, "李思远", COMMUNITY);
    let page = own.get("/me/report-in");
    assert!(page.status == 200 && !page.text().contains("14000000021"), "hidden facts stay hidden on a phone that lies about");
    assert_eq!(
        own.post(
            "/me/report-in",
            &[
                ("skill", "英语"),
                ("skill", "理发"),
                ("skills", "皮影"),
                ("slot", "evening"),
                ("slot", "weekend"),
                ("available", "除夕不行")
            ]
        )
        .status,
        303
    );
    let mine = own.get_json("/me/report-in").json();
    assert_eq!(mine["offered"]["skill"], json!(["英语", "理发"]));
    assert_eq!((mine["offered"]["skills"].as_str(), mine["offered"]["available"].as_str()), (Some("皮影"), Some("除夕不行")));
    assert_eq!(mine["offered"]["slot"], json!(["evening", "weekend"]), "ticked slots are those, in their order, though words follow");
    let story = zhou.get_json(&url).json();
    assert_eq!((story["story"][0]["act"].as_str(), story["story"][0]["made_by"].as_str()), (Some("kept"), Some("李思远")));
    assert_eq!(story["who"]["free"], "、evening、weekend、");
    for closed in ["/report-ins", url.as_str(), "/units", "/needs", "/members", "/me", "/away"] {
        assert!([403, 404].contains(&own.get_json(closed).status), "{closed}");
    }
    assert_eq!(own.post("/me/report-in/leaving", &[("reason", "搬家")]).status, 303);
    assert_eq!(zhou.get_json(&url).json()["who"]["state"], "left");
}

/// A member of the ledger who reported in reaches the same page by the tie, wherever that was.
#[test]
fn a_member_with_two_ties_finds_their_report_in() {
    let town = Town::new();
    let wang = town.person("王芳", "worker", "东风村党总支");
    let east = town.org("东风村党总支").id.to_string();
    let branch = "青竹苑社区第一党支部";
    let li = town.member(branch, "李思远", Facts { id_no: Some(id_no()), ..facts_of("李思远") });
    let sun = town.member(branch, "孙桂兰", facts_of("孙桂兰"));
    let (_, url) = report(&wang, &east, &[("name", "李思远"), ("id_no", &id_no())]);
    let own = town.member_account(li, "李思远", branch);
    assert_eq!(own.get_json("/me/report-in").json()["community"], "东风村党总支");
    assert!(own.get("/me").text().contains("/me/report-in"));
    assert_eq!(own.post("/me/report-in", &[("skills", "英语"), ("available", "周末")]).status, 303);
    assert_eq!(wang.get_json(&url).json()["who"]["skills"], "、英语、");
    let other = town.member_account(sun, "孙桂兰", branch);
    assert_eq!((other.get("/me/report-in").status, other.post("/me/report-in", &[("skills", "英语")]).status), (404, 404));
}

/// Moved to the neighbouring community, the story and the account go along.
#[test]
fn who_moves_takes_story_and_account_along() {
    let town = Town::new();
    let officer = town.person("郑岚", "officer", "青龙街道党工委");
    let org = town.org(COMMUNITY).id.to_string();
    let (li, url) = report(&officer, &org, &[("name", "李思远"), ("phone", "14000000021")]);
    assert_eq!(officer.post(&format!("{url}/acceptance"), &[]).status, 303);
    let own = town.in_service_account(li, "李思远", COMMUNITY);
    let east = town.org("东风村党总支");
    assert_eq!(officer.post(&url, &[("org", &east.id.to_string()), ("name", "李思远")]).status, 303);
    assert_eq!(own.get_json("/me/report-in").json()["community"], "东风村党总支");
    let wang = town.person("王芳", "worker", "东风村党总支");
    assert_eq!(acts(&wang.get_json(&url).json(), "story"), ["accepted", "reported"]);
    assert_eq!(town.person("周敏", "worker", COMMUNITY).get(&url).status, 404);
}
