use crate::{
    report_in::{self, ReportIn},
    skills::Skills,
    testing::{Town, facts_of},
};
use kernel::{Id, testing::Asker};
use serde_json::{Value, json};

const COMMUNITY: &str = "青竹苑社区党总支";
const BRANCH: &str = "青竹苑社区第一党支部";

/// Zhou asks at the community; her members each with a phone of their own.
fn asked(names: &[&str]) -> (Town, Asker, String, Vec<Asker>) {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY).id.to_string();
    let url = zhou.post("/away", &[("org", org.as_str())]).location().to_owned();
    let own = names.iter().map(|name| town.member_account(town.member(BRANCH, name, facts_of(name)), name, BRANCH)).collect();
    (town, zhou, url, own)
}

fn sums(page: &Value) -> Vec<i64> {
    page["quarters"][0]["tally"]["sums"].as_array().expect("sums").iter().map(|s| s["count"].as_i64().expect("a count")).collect()
}

/// One tap each: nothing is shown of four, the sums of five, the same sums after the sixth; and nowhere
/// who said what.
#[test]
fn one_tap_is_an_answer_and_only_sums_of_five_are_shown() {
    let names = ["赵建国", "李思远", "孙桂兰", "钱进", "吴强", "郑芳"];
    let (town, zhou, url, own) = asked(&names);
    let tap = format!("/me{url}");
    assert!(own[0].get("/me").text().contains("/me/away"), "the question waits on the phone");
    let before = own[0].get("/me/away").text();
    assert!(before.contains("点了就不能改") && before.contains("不记是谁"), "said before the tap");
    assert_eq!(own[0].post(&tap, &[("cause", "rain")]).status, 422);
    for asker in &own[..4] {
        assert_eq!(asker.post(&tap, &[("cause", "no_chance")]).status, 303);
    }
    assert_eq!(sums(&zhou.get_json(&url).json()), Vec::<i64>::new(), "four are too few");
    assert_eq!(own[0].post_json(&tap, json!({ "cause": "no_will" })).json()["code"], "answered_already");
    assert_eq!(own[4].post(&tap, &[("cause", "no_thanks")]).status, 303);
    assert_eq!(sums(&zhou.get_json(&url).json()), [0, 0, 4, 1, 0]);
    assert_eq!(own[5].post(&tap, &[("cause", "no_will")]).status, 303);
    assert_eq!(sums(&zhou.get_json(&url).json()), [0, 0, 4, 1, 0], "the sixth alone moves nothing");
    assert!(!own[5].get("/me").text().contains("/me/away"));
    let told = zhou.get(&url).text() + &zhou.get_json(&url).text();
    assert!(names.iter().all(|name| !told.contains(name)), "nobody is named");
    let audit = town.person("吴审", "auditor", "青龙街道党工委").get_json("/audit").text();
    assert!(!["no_chance", "no_thanks", "no_will"].iter().any(|cause| audit.contains(cause)), "the audit log holds no answer: {audit}");
    let marks: Vec<(String, Vec<u8>)> = town.write(|cx| cx.all("select m.quarter, m.mark from {away_marks} m", kernel::args![]));
    assert_eq!((marks.len(), marks[0].0.as_str()), (6, "2026-Q4"));
    let ids: Vec<Id> = town.write(|cx| cx.all("select m.id from {members} m", kernel::args![]));
    assert!(marks.iter().all(|m| ids.iter().all(|id| m.1 != id.to_string().as_bytes())), "a mark is no id");
}

/// At the desk, by call and on paper it counts the same; who answered by call cannot answer again on the
/// phone.
#[test]
fn desk_call_and_paper_count_the_same() {
    let (town, zhou, url, own) = asked(&["赵建国", "李思远"]);
    town.member("青竹苑社区第二党支部", "李思远", facts_of("李思远"));
    let page = zhou.with("referer", &format!("http://linli.test{url}"));
    let twins = page.post(&format!("{url}/answers"), &[("name", "李思远"), ("cause", "no_will"), ("how", "call")]);
    assert!(twins.status == 422 && twins.text().contains("第二党支部"), "which of the two: {}", twins.text());
    assert!(page.post(&format!("{url}/answers"), &[("name", "没有人"), ("cause", "no_will"), ("how", "call")]).text().contains("请先查找"));
    assert_eq!(
        zhou.post(&format!("{url}/answers"), &[("name", "李思远"), ("of", "第一"), ("cause", "no_will"), ("how", "call")]).status,
        303
    );
    assert_eq!(own[1].post_json(&format!("/me{url}"), json!({ "cause": "no_will" })).json()["code"], "answered_already");
    assert_eq!(own[0].post(&format!("/me{url}"), &[("cause", "nothing")]).status, 303);
    for (typed, status) in [([("no_will", "很多")], 422), ([("no_will", "")], 422), ([("no_will", "-1")], 422)] {
        assert_eq!(page.post(&format!("{url}/papers"), &typed).status, status);
    }
    assert_eq!(zhou.post(&format!("{url}/papers"), &[("no_chance", "3"), ("no_thanks", "1")]).status, 303);
    assert_eq!(sums(&zhou.get_json(&url).json()), [1, 0, 3, 1, 1]);
    assert!(zhou.get(&format!("{url}/sheet")).text().contains("投进箱子"));
}

/// Who stands in the ledger and in a unit's roster is one person and answers once.
#[test]
fn one_person_with_two_ties_answers_once() {
    let (town, _, url, own) = asked(&[]);
    assert!(own.is_empty());
    let phone = || Some("14000000021".to_owned());
    let li = town.member(BRANCH, "李思远", crate::people::Facts { phone: phone(), ..facts_of("李思远") });
    let org = town.org(COMMUNITY);
    let report_in = town.write(move |cx| {
        let facts = report_in::Facts { name: "李思远".into(), phone: phone(), reported_on: "2026-11-01".into(), ..Default::default() };
        ReportIn::enter(cx, &Skills::of(cx)?, &org, &facts, None)
    });
    let as_member = town.member_account(li, "李思远", BRANCH);
    assert_eq!(as_member.post(&format!("/me{url}"), &[("cause", "no_thanks")]).status, 303);
    let new = crate::accounts::NewAccount {
        login: "lisiyuan2".into(),
        name: "李思远".into(),
        role: "in_service".into(),
        path: town.org(COMMUNITY).path,
        person: Some(report_in),
    };
    let token = town.write(move |cx| crate::accounts::Account::open(cx, new)?.token(cx, "test", &[], "2099-12-31"));
    let in_service = town.visitor().with("authorization", &format!("Bearer {token}"));
    assert_eq!(in_service.get_json("/me/away").json()["asked"][0]["answered"], true);
    assert_eq!(in_service.post_json(&format!("/me{url}"), json!({ "cause": "no_will" })).json()["code"], "answered_already");
}

/// The next quarter begins anew; what was changed stands beside it; a question that ends is asked no more.
#[test]
fn what_changed_stands_beside_the_next_quarter() {
    let (town, zhou, url, own) = asked(&["赵建国"]);
    let org = town.org(COMMUNITY).id.to_string();
    assert_eq!(zhou.post_json("/away", json!({ "org": org })).json()["code"], "asked_already");
    assert_eq!(own[0].post(&format!("/me{url}"), &[("cause", "no_chance")]).status, 303);
    town.clock.set("2027-01-15T02:00:00Z");
    let page = zhou.with("referer", &format!("http://linli.test{url}"));
    assert!(page.post(&format!("{url}/changes"), &[("words", "活动改到周六"), ("on_day", "2027-05-01")]).text().contains("活动改到周六"));
    assert_eq!(zhou.post(&format!("{url}/changes"), &[("words", "活动改到周六"), ("on_day", "2027-01-10")]).status, 303);
    let quarters = zhou.get_json(&url).json()["quarters"].clone();
    assert_eq!((quarters.as_array().map(Vec::len), quarters[0]["changes"][0]["words"].as_str()), (Some(2), Some("活动改到周六")));
    assert_eq!(own[0].get_json("/me/away").json()["asked"][0]["answered"], false, "a new quarter, a new tap");
    assert_eq!(zhou.post(&format!("{url}/ending"), &[]).status, 303);
    town.clock.set("2027-04-15T02:00:00Z");
    assert_eq!(own[0].get_json("/me/away").json()["asked"], json!([]));
    assert_eq!(own[0].post_json(&format!("/me{url}"), json!({ "cause": "no_will" })).json()["code"], "asked_no_longer");
    let east = town.member_account(town.member("东风村第一党支部", "王芳", facts_of("王芳")), "王芳", "东风村第一党支部");
    assert_eq!(east.post(&format!("/me{url}"), &[("cause", "no_will")]).status, 404, "the neighbours were not asked");
}
