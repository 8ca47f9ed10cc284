use crate::testing::{Town, facts_of};
use kernel::{Scope, testing::Asker};
use serde_json::{Value, json};

const COMMUNITY: &str = "青竹苑社区党总支";
const FIRST: &str = "青竹苑社区第一党支部";

fn desk() -> (Town, Asker, String) {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY).id.to_string();
    (town, zhou, org)
}

fn post(zhou: &Asker, org: &str, title: &str, skills: &str, more: &[(&str, &str)]) -> String {
    let mut typed = vec![("org", org), ("kind", "household"), ("title", title), ("skills", skills), ("risk", "没有特别风险")];
    typed.extend_from_slice(more);
    zhou.post("/posts", &typed).location().to_owned()
}

fn reports(zhou: &Asker, org: &str, name: &str, skills: &str, more: &[(&str, &str)]) -> String {
    let mut typed = vec![("org", org), ("name", name), ("skills", skills)];
    typed.extend_from_slice(more);
    let page = zhou.post("/report-ins", &typed).location().to_owned();
    zhou.post(&format!("{page}/acceptance"), &[]);
    page.trim_start_matches("/report-ins/").to_owned()
}

/// Titles of the posts with the names that are proposed for them.
fn proposed(zhou: &Asker) -> Vec<(String, Vec<String>)> {
    let page = zhou.get_json("/matching").json();
    let name = |p: &Value| p["person"]["name"].as_str().expect("a name").to_owned();
    let posts = page["posts"].as_array().expect("posts").iter();
    posts
        .map(|p| {
            (p["post"]["title"].as_str().expect("a title").to_owned(), p["people"].as_array().expect("people").iter().map(name).collect())
        })
        .collect()
}

/// The last offer of a post: its id and state.
fn last(zhou: &Asker, page: &str) -> (String, String) {
    let offers = zhou.get_json(&format!("{page}/candidates")).json()["offers"].clone();
    (offers[0]["id"].as_str().expect("an offer").into(), offers[0]["state"].as_str().expect("a state").into())
}

fn ask(zhou: &Asker, page: &str, person: &str) -> u16 {
    zhou.post("/offers", &[("pair", &format!("{}.{person}", page.trim_start_matches("/posts/")))]).status
}

/// With many posts the page begins with what is asked first; a chip leads to all of them.
#[test]
fn many_posts_begin_with_the_urgent() {
    let (_town, zhou, org) = desk();
    for n in 0..60 {
        post(&zhou, &org, &format!("修水管{n}"), "水管维修", &[]);
    }
    let shown = |batch: &str| {
        let page = zhou.get_json(&format!("/matching{batch}")).json();
        (page["batch"].as_str().unwrap_or_default().to_owned(), page["posts"].as_array().map_or(0, Vec::len))
    };
    assert_eq!(shown(""), (String::new(), 60));
    post(&zhou, &org, "修电灯", "水电", &[("urgency", "urgent")]);
    assert_eq!(shown(""), ("now".to_owned(), 1));
    assert_eq!((shown("?batch=all"), shown("?batch=in_turn")), ((String::new(), 61), ("in_turn".to_owned(), 60)));
    assert!(zhou.get("/matching").text().contains("/matching?batch=all"));
}

/// 李思远 mends pipes at weekends, 吴琳 only on weekdays: he is proposed with every reason, and the page says
/// why the other place stays empty.
#[test]
fn each_pair_says_why_and_each_empty_place_too() {
    let (_town, zhou, org) = desk();
    let page = post(&zhou, &org, "修水管", "水管维修", &[("wanted", "周末"), ("place", "青竹苑12幢"), ("people", "2")]);
    reports(
        &zhou,
        &org,
        "李思远",
        "水电",
        &[("available", "周六上午"), ("lives_at", "青竹苑3幢101"), ("post_wish", "便民服务"), ("unit_name", "县自来水公司")],
    );
    reports(&zhou, &org, "吴琳", "水电", &[("available", "工作日")]);
    reports(&zhou, &org, "陈书", "书法", &[]);
    assert_eq!(proposed(&zhou), [("修水管".to_owned(), vec!["李思远".to_owned()])]);
    let text = zhou.get("/matching").text();
    for said in [
        "会水电维修，周末都有空，就住青竹苑，同一社区，本人想做这类事",
        "县自来水公司",
        "还空 1 个位置：会做的 2 人，其中时间合适 1 人，还能再问的 0 人",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    assert!(zhou.get("/matching?batch=now").text().contains("这一批没有空着的岗位"), "nothing is urgent");
    let loads = zhou.get_json("/matching").json()["loads"].clone();
    assert_eq!(loads, json!({ "0": 2, "1": 1 }), "how loads would lie is shown");
    let candidates = zhou.get_json(&format!("{page}/candidates")).json();
    assert_eq!(candidates["people"].as_array().map(Vec::len), Some(1));
}

/// Asked, 李思远 says yes by telephone and has the post; 吴琳 says no and is not proposed again.
#[test]
fn yes_takes_the_post_and_no_is_the_end_of_it() {
    let (town, zhou, org) = desk();
    let page = post(&zhou, &org, "修水管", "水电维修", &[("people", "2")]);
    let (li, wu) = (reports(&zhou, &org, "李思远", "水电", &[]), reports(&zhou, &org, "吴琳", "水电", &[]));
    assert_eq!((ask(&zhou, &page, &li), ask(&zhou, &page, &wu)), (303, 303));
    assert_eq!(proposed(&zhou), [], "both places wait for an answer");
    ask(&zhou, &page, &wu);
    assert_eq!(zhou.get_json("/offers?state=sent").json()["offers"].as_array().map(Vec::len), Some(2), "nobody is asked twice");
    let (of_wu, _) = last(&zhou, &page);
    assert_eq!(zhou.post(&format!("/offers/{of_wu}/answer"), &[("answer", "no"), ("via", "telephone"), ("words", "腰不好")]).status, 303);
    assert_eq!(zhou.post_json(&format!("/offers/{of_wu}/answer"), json!({ "answer": "yes" })).json()["code"], "offer_answered");
    let offers = zhou.get_json("/offers?state=sent").json()["offers"].clone();
    let of_li = offers[0]["id"].as_str().expect("an offer").to_owned();
    assert_eq!(zhou.post(&format!("/offers/{of_li}/answer"), &[("answer", "yes"), ("via", "desk")]).status, 303);
    let shown = zhou.get_json(&page).json();
    assert_eq!((shown["claims"][0]["name"].as_str(), shown["claims"][0]["via"].as_str()), (Some("李思远"), Some("desk")));
    assert_eq!(proposed(&zhou), [("修水管".to_owned(), vec![])], "who said no is not thought of for this any more");
    assert_eq!(zhou.get_json("/offers").json()["states"], json!({ "no": 1, "yes": 1 }));
    let audit = town.person("吴审", "auditor", "青龙街道党工委").get_json("/audit").text();
    assert!(audit.contains("said no via telephone") && !audit.contains("腰不好"), "{audit}");
}

/// “Later” is not asked again before; “somebody else” names whom; both are answers.
#[test]
fn later_and_somebody_else_are_answers() {
    let (town, zhou, org) = desk();
    let page = post(&zhou, &org, "理发", "理发", &[]);
    let he = reports(&zhou, &org, "何平", "理发", &[]);
    ask(&zhou, &page, &he);
    let answer = |typed: &[(&str, &str)]| zhou.post(&format!("/offers/{}/answer", last(&zhou, &page).0), typed).status;
    assert_eq!(answer(&[("answer", "other")]), 422, "somebody else has a name");
    assert_eq!(answer(&[("answer", "later"), ("until", "2026-11-01")]), 422, "later lies ahead");
    assert_eq!(answer(&[("answer", "perhaps")]), 422);
    assert_eq!(answer(&[("answer", "later"), ("until", "2026-12-01")]), 303);
    assert_eq!(proposed(&zhou), [("理发".to_owned(), vec![])]);
    town.clock.set("2026-12-01T02:00:00Z");
    assert_eq!(proposed(&zhou), [("理发".to_owned(), vec!["何平".to_owned()])]);
    ask(&zhou, &page, &he);
    assert_eq!(answer(&[("answer", "other"), ("words", "楼上的小林会")]), 303);
    assert!(zhou.get("/offers").text().contains("楼上的小林会"));
}

/// 孙丽 answers on her phone, by the account; 何平 by the link of a slip, without one.
#[test]
fn answered_on_a_phone_with_and_without_an_account() {
    let (town, zhou, org) = desk();
    let sun = town.member(FIRST, "孙丽", facts_of("孙丽"));
    let phone = town.member_account(sun, "孙丽", FIRST);
    phone.post("/me/ability", &[("skills", "理发")]);
    let he = reports(&zhou, &org, "何平", "理发", &[]);
    let page = post(&zhou, &org, "理发", "理发", &[("people", "1"), ("duty", "每月一次，在活动室")]);
    assert_eq!((ask(&zhou, &page, &sun.to_string()), ask(&zhou, &page, &he)), (303, 303));
    assert!(phone.get("/me/posts").text().contains("有 1 件事问您愿不愿意"));
    let asked = phone.get_json("/me/offers").json()["offers"][0].clone();
    assert_eq!(asked["post"]["duty"].as_str(), Some("每月一次，在活动室"));
    let mine = format!("/me/offers/{}/answer", asked["offer"]["id"].as_str().expect("an id"));
    let other = town.member(FIRST, "钱东", facts_of("钱东"));
    assert_eq!(town.member_account(other, "钱东", FIRST).post(&mine, &[("answer", "yes")]).status, 404, "nobody answers for another");

    let slips = zhou.post_json("/offers/slips", json!({})).json()["slips"].clone();
    let of_he =
        slips.as_array().expect("slips").iter().find(|s| s["name"] == "何平").expect("a slip")["url"].as_str().expect("a link").to_owned();
    let link = of_he.rsplit_once("/o/").map(|(_, token)| format!("/o/{token}")).expect("a link");
    let visitor = town.visitor();
    assert!(visitor.get(&link).text().contains("每月一次，在活动室"));
    assert_eq!(visitor.post(&link, &[("answer", "yes")]).status, 303);
    assert_eq!(visitor.get_json(&link).json()["state"].as_str(), Some("yes"));
    assert_eq!(visitor.get("/o/0000").status, 404);
    assert!(zhou.post("/offers/slips.pdf", &[]).bytes.starts_with(b"%PDF"));

    let said = phone.post(&mine, &[("answer", "yes")]);
    assert_eq!(said.status, 303);
    let states: Vec<String> = zhou.get_json(&page).json()["claims"]
        .as_array()
        .expect("claims")
        .iter()
        .map(|c| format!("{} {} {}", c["name"], c["state"], c["via"]))
        .collect();
    assert_eq!(states, [r#""何平" "held" "link""#, r#""孙丽" "waiting" "account""#], "the place was taken: her yes waits");
}

/// 孙丽 stands in a branch ledger and reported in with her unit: she is one person, with what she said at either.
#[test]
fn one_person_with_two_ties_is_one() {
    let (town, zhou, org) = desk();
    let facts = crate::people::Facts { id_no: Some("11010519491231002X".into()), ..facts_of("孙丽") };
    let sun = town.member(FIRST, "孙丽", facts);
    let phone = town.member_account(sun, "孙丽", FIRST);
    phone.post("/me/ability", &[("skills", "理发")]);
    let reported = reports(&zhou, &org, "孙丽", "书法", &[("id_no", "11010519491231002X"), ("unit_name", "县文旅局")]);
    let (hair, couplets) = (post(&zhou, &org, "理发", "理发", &[]), post(&zhou, &org, "写春联", "书法", &[]));
    let page = zhou.get_json("/matching").json();
    assert_eq!(page["people"].as_i64(), Some(1));
    assert_eq!(proposed(&zhou).iter().map(|p| p.1.len()).sum::<usize>(), 2, "{page}");
    assert_eq!(ask(&zhou, &couplets, &reported), 303);
    assert_eq!(zhou.get_json(&format!("{couplets}/candidates")).json()["offers"][0]["person"].as_str(), Some(sun.to_string().as_str()));
    assert_eq!(phone.get_json("/me/offers").json()["offers"].as_array().map(Vec::len), Some(1));
    assert_eq!(ask(&zhou, &hair, &sun.to_string()), 303);
    post(&zhou, &org, "又要理发", "理发", &[]);
    assert_eq!(proposed(&zhou), [("又要理发".to_owned(), vec![])], "who is asked for two is not proposed for a third");
}

/// An offer that is withdrawn asks nothing any more; a post that ended neither.
#[test]
fn what_is_withdrawn_asks_nothing() {
    let (town, zhou, org) = desk();
    let page = post(&zhou, &org, "理发", "理发", &[]);
    let he = reports(&zhou, &org, "何平", "理发", &[]);
    ask(&zhou, &page, &he);
    let slips = zhou.post_json("/offers/slips", json!({})).json();
    let token = slips["slips"][0]["url"].as_str().and_then(|u| u.rsplit_once("/o/")).expect("a link").1.to_owned();
    let of_he = last(&zhou, &page).0;
    assert_eq!(town.person("王芳", "worker", "东风村党总支").post(&format!("/offers/{of_he}/withdrawal"), &[]).status, 404);
    assert_eq!(zhou.post(&format!("/offers/{of_he}/withdrawal"), &[]).status, 303);
    assert_eq!(town.visitor().post_json(&format!("/o/{token}"), json!({ "answer": "yes" })).json()["code"], "offer_withdrawn");
    ask(&zhou, &page, &he);
    assert_eq!(zhou.post(&format!("{page}/ending"), &[("reason", "不办了")]).status, 303);
    assert_eq!(last(&zhou, &page).1, "withdrawn");
    assert_eq!(ask(&zhou, &page, &he), 409, "nobody is asked for what is over");
    assert_eq!(zhou.post("/offers", &[]).status, 422);
    assert_eq!(zhou.post("/offers", &[("pair", "nonsense")]).status, 422);
}

#[test]
fn the_command_line_proposes_and_asks() {
    let (town, zhou, org) = desk();
    post(&zhou, &org, "理发", "理发", &[]);
    reports(&zhou, &org, "何平", "理发", &[]);
    let seen = super::cli::run(&town.house, Scope::ALL, false).expect("a proposal");
    assert_eq!((seen.proposal.posts[0].people.len(), seen.asked, seen.proposal.cut_short), (1, None, None));
    assert_eq!(zhou.get_json("/offers").json()["offers"], json!([]), "looking asks nobody");
    assert_eq!(super::cli::run(&town.house, Scope::ALL, true).expect("offers").asked, Some(1));
    assert_eq!(zhou.get_json("/offers?state=sent").json()["offers"].as_array().map(Vec::len), Some(1));
}
