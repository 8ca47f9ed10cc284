//! 孙丽 of the ledger and 李思远, who reported in, look after corridors and promise something; 周敏 at the desk
//! writes down what is said to her; a resident reads, thanks and points out.

mod outside;

use crate::testing::{Town, facts_of};
use kernel::{
    Id,
    testing::{Answered, Asker},
};
use serde_json::{Value, json};

const COMMUNITY: &str = "青竹苑社区党总支";
const FIRST: &str = "青竹苑社区第一党支部";
const LIGHTS: &str = "每周看两次楼道灯，坏了三天内报修";

struct Played {
    town: Town,
    zhou: Asker,
    sun: Asker,
    li: Asker,
    of_li: Id,
    resident: Asker,
    org: String,
    post: String,
}

/// Both hold the post, whose term ends with the year to come; the community's face is on as `/b/bamboo`.
fn played() -> Played {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY).id.to_string();
    let typed = [
        ("org", org.as_str()),
        ("kind", "corridor"),
        ("title", "12幢楼道安全员"),
        ("place", "青竹苑12幢"),
        ("people", "3"),
        ("until_day", "2027-12-31"),
        ("risk", "没有特别的风险"),
    ];
    let post = zhou.post("/posts", &typed).location().trim_start_matches("/posts/").to_owned();
    let of_sun = town.member(FIRST, "孙丽", facts_of("孙丽"));
    let report = zhou.post("/report-ins", &[("org", org.as_str()), ("name", "李思远"), ("phone", "14000000021")]).location().to_owned();
    done(zhou.post(&format!("{report}/acceptance"), &[]));
    let of_li: Id = report.rsplit('/').next().expect("an id").parse().expect("an id");
    let (sun, li) = (town.member_account(of_sun, "孙丽", FIRST), town.in_service_account(of_li, "李思远", COMMUNITY));
    for who in [&sun, &li] {
        done(who.post(&format!("/me/posts/{post}/claim"), &[]));
    }
    done(zhou.post(&format!("/orgs/{org}/face"), &[("on", "yes"), ("slug", "bamboo"), ("about", "邻里互助")]));
    Played { resident: town.visitor(), town, zhou, sun, li, of_li, org, post }
}

fn done(answer: Answered) -> Answered {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

impl Played {
    /// The claim of whoever has no promise yet, as their phone names it.
    fn claim(&self, who: &Asker) -> String {
        text(&who.get_json("/me/promises").json()["without"][0]["claim"])
    }
    /// The id of what they promise.
    fn promises(&self, who: &Asker, shown: &str) -> String {
        let typed = [("claim", self.claim(who)), ("target", LIGHTS.into()), ("quality", "楼道不黑".into()), ("shown", shown.into())];
        let typed: Vec<(&str, &str)> = typed.iter().map(|(k, v)| (*k, v.as_str())).collect();
        done(who.post("/me/promises", &typed)).location().trim_start_matches("/me/promises/").to_owned()
    }
    fn told(&self, id: &str) -> Value {
        self.zhou.get_json(&format!("/commitments/{id}")).json()
    }
    fn state(&self, id: &str) -> String {
        text(&self.told(id)["told"]["state"])
    }
    fn story(&self, id: &str) -> Vec<String> {
        let acts = self.told(id)["story"].as_array().cloned().unwrap_or_default();
        acts.iter().map(|a| format!("{} {}", text(&a["act"]), text(&a["via"])).trim().to_owned()).collect()
    }
    fn address(&self, id: &str) -> String {
        format!("/promise/{}", text(&self.told(id)["told"]["key"]))
    }
    fn face(&self) -> String {
        let page = self.resident.get("/b/bamboo");
        assert_eq!(page.status, 200);
        page.text()
    }
}

/// 孙丽 promises on her phone; what is missing is named beside its field and what she typed stays. "Not
/// yet" changes nothing but the state, kept is hers to say, and to take back where her thumb slipped.
#[test]
fn said_worded_anew_not_yet_and_kept() {
    let p = played();
    assert!(p.sun.get("/me/posts").text().contains("/me/promises"));
    let claim = p.claim(&p.sun);
    let phone = p.sun.with("referer", "http://linli.test/me/promises");
    let wrong = phone
        .post("/me/promises", &[("claim", &claim), ("quality", "打 14000000031"), ("by_day", "2026-11-01"), ("when_words", "每周二晚上")]);
    assert_eq!(wrong.status, 422);
    for said in ["请写一句承诺做什么", "不能有电话", "已经过去", "每周二晚上"] {
        assert!(wrong.text().contains(said), "{said}: {}", wrong.text());
    }
    assert_eq!(p.sun.post("/me/promises", &[("target", LIGHTS)]).status, 422, "at which post?");
    let id = p.promises(&p.sun, "hidden");
    let told = p.told(&id)["told"].clone();
    assert_eq!(
        (told["by_day"].as_str(), told["shown"].as_str(), told["via"].as_str(), told["tie"].as_str()),
        (Some("2027-12-31"), Some("hidden"), Some("account"), Some("member")),
        "the day follows from the post's term, and nothing is public unless she says so"
    );
    let again = p.sun.post_json("/me/promises", json!({ "claim": claim, "target": "再来一条" })).json();
    assert_eq!(again["code"], "commitment_stands");

    let mine = format!("/me/promises/{id}");
    done(p.sun.post(&mine, &[("target", "每周看一次楼道灯"), ("by_day", "2026-12-31")]));
    assert!(p.sun.get(&mine).text().contains(LIGHTS), "the words before stay in the story");
    done(p.sun.post(&format!("{mine}/progress"), &[("kept", "false"), ("word", "这周出差")]));
    assert_eq!(p.state(&id), "not_yet");
    done(p.sun.post(&format!("{mine}/progress"), &[("kept", "true")]));
    assert_eq!(p.sun.post_json(&format!("{mine}/progress"), json!({ "kept": true })).json()["code"], "commitment_kept");
    assert_eq!(p.sun.post_json(&mine, json!({ "target": "x" })).json()["code"], "commitment_kept");
    done(p.sun.post(&format!("{mine}/progress"), &[("kept", "false")]));
    done(p.sun.post(&format!("{mine}/progress"), &[("kept", "true")]));
    assert_eq!(
        p.story(&id),
        ["kept account", "not_yet account", "kept account", "not_yet account", "reworded account", "shown account", "made account"]
    );
    assert_eq!(p.zhou.get_json("/commitments?state=kept").json()["commitments"].as_array().map(Vec::len), Some(1));
    assert_eq!(p.zhou.get_json("/commitments?state=standing").json()["commitments"], json!([]));
    p.promises(&p.sun, "hidden");
    assert_eq!(
        p.sun.post_json(&format!("{mine}/progress"), json!({ "kept": false })).json()["code"],
        "commitment_stands",
        "the kept one does not stand again beside the next"
    );
    let audit = p.town.person("吴审", "auditor", "青龙街道党工委").get_json("/audit").text();
    assert!(audit.contains("promise kept") && audit.contains("promised by"), "{audit}");
}

/// 李思远 calls: 周敏 writes it down, in his words, with the way in which he said it. He takes it back by
/// telephone; the next one the organisation releases, and he reads why.
#[test]
fn by_telephone_or_on_paper_it_counts_the_same() {
    let p = played();
    let page = format!("/posts/{}/commitments", p.post);
    let listed = p.zhou.get_json(&page).json();
    let claims = listed["without"].as_array().expect("claims");
    assert_eq!(claims.len(), 2);
    let claim = text(&claims.iter().find(|c| c["name"] == "李思远").expect("his claim")["id"]);
    let writes =
        |target: &str| p.zhou.post(&page, &[("claim", claim.as_str()), ("target", target), ("via", "telephone"), ("shown", "surname")]);
    assert_eq!(writes(" ").status, 422);
    done(writes("雨天查积水"));
    let id = text(&p.zhou.get_json(&page).json()["commitments"][0]["id"]);
    assert_eq!(p.story(&id), ["shown telephone", "made telephone"]);
    let url = format!("/commitments/{id}");
    done(p.zhou.post(&url, &[("target", "雨天查积水，堵了就掏"), ("via", "desk")]));
    done(p.zhou.post(&format!("{url}/progress"), &[("kept", "false"), ("via", "paper")]));
    assert_eq!(p.zhou.post(&format!("{url}/release"), &[("reason", " "), ("by", "telephone")]).status, 422);
    assert_eq!(p.zhou.post(&format!("{url}/release"), &[("reason", "调走"), ("by", "somebody")]).status, 422);
    done(p.zhou.post(&format!("{url}/release"), &[("reason", "腰伤了"), ("by", "telephone")]));
    assert_eq!(p.story(&id)[..2], ["released telephone", "not_yet paper"]);

    done(writes("看楼道"));
    let id = text(&p.zhou.get_json(&page).json()["commitments"][0]["id"]);
    done(p.zhou.post(&format!("/commitments/{id}/release"), &[("reason", "物业接手了"), ("by", "organisation")]));
    assert_eq!(p.story(&id)[0], "released", "the organisation's own word");
    assert!(p.li.get(&format!("/me/promises/{id}")).text().contains("物业接手了"));
    assert_eq!(p.sun.get(&format!("/me/promises/{id}")).status, 404, "nobody reads or says what is another's");
    assert_eq!(p.sun.post(&format!("/me/promises/{id}/showing"), &[("shown", "full")]).status, 404);
    let neighbour = p.town.person("王芳", "worker", "东风村党总支");
    assert_eq!((neighbour.get(&url).status, neighbour.get_json("/commitments").json()["commitments"].clone()), (404, json!([])));
    let leader = p.town.person("吴强", "leader", COMMUNITY);
    assert_eq!((leader.get(&url).status, leader.post(&format!("{url}/progress"), &[("kept", "true")]).status), (200, 403));
}

/// What is open ends with the post: given back, ended, or its holder gone. It is derived, not typed.
#[test]
fn with_the_post_the_promise_is_released() {
    let p = played();
    let (sun, li) = (p.promises(&p.sun, "full"), p.promises(&p.li, "full"));
    let [of_sun, of_li] = [&sun, &li].map(|id| p.address(id));
    let claim = text(&p.sun.get_json("/me/posts").json()["mine"][0]["claim"]["id"]);
    done(p.sun.post(&format!("/me/claims/{claim}/ending"), &[("reason", "要带孙子")]));
    let told = p.told(&sun)["told"].clone();
    assert_eq!((told["state"].as_str(), told["released_why"].as_str()), (Some("released"), Some("要带孙子")));
    assert_eq!((p.resident.get(&of_sun).status, p.resident.get(&of_li).status), (404, 200));
    done(p.zhou.post(&format!("/report-ins/{}/leaving", p.of_li), &[("reason", "搬家了")]));
    assert_eq!((p.state(&li).as_str(), p.resident.get(&of_li).status), ("released", 404), "who leaves is public no more");
    assert!(!p.face().contains("李思远"));

    let p = played();
    let kept = p.promises(&p.sun, "full");
    done(p.sun.post(&format!("/me/promises/{kept}/progress"), &[("kept", "true")]));
    let open = p.promises(&p.li, "full");
    done(p.zhou.post(&format!("/posts/{}/ending", p.post), &[("reason", "物业接手了")]));
    assert_eq!((p.state(&kept).as_str(), p.state(&open).as_str()), ("kept", "released"), "what was kept stays kept");
    assert_eq!(p.resident.get(&p.address(&kept)).status, 404);

    let p = played();
    let (id, claim) = (p.promises(&p.li, "full"), p.claim(&p.sun));
    done(p.zhou.post(&format!("/report-ins/{}/removal", p.of_li), &[("reason", "录错人")]));
    assert_eq!(p.state(&id), "released", "and who was entered wrongly holds nothing");
    p.town.clock.set("2028-01-02T02:00:00Z");
    assert_eq!(p.sun.post_json("/me/promises", json!({ "claim": claim, "target": LIGHTS })).json()["code"], "post_over");
}

/// Two entries of one person become one, and a post moves to another branch: the promise goes along.
#[test]
fn it_goes_where_its_person_and_its_post_go() {
    let p = played();
    let id = p.promises(&p.li, "surname");
    done(p.resident.post(&p.address(&id), &[("kind", "thanks"), ("words", "灯亮了")]));
    let other = p.zhou.post("/report-ins", &[("org", p.org.as_str()), ("name", "李思远"), ("unit_name", "县医院")]).location().to_owned();
    done(p.zhou.post(&format!("{other}/joining"), &[("other", &p.of_li.to_string())]));
    assert_eq!(text(&p.told(&id)["told"]["person"]), other.rsplit('/').next().expect("an id"));
    let branch = p.town.org(FIRST).id.to_string();
    let typed = [("org", branch.as_str()), ("kind", "corridor"), ("title", "楼道"), ("people", "3"), ("risk", "没有特别的风险")];
    done(p.zhou.post(&format!("/posts/{}", p.post), &typed));
    let secretary = p.town.person("何静", "secretary", FIRST);
    let seen = secretary.get_json(&format!("/commitments/{id}")).json();
    assert_eq!((seen["story"].as_array().map(Vec::len), seen["words"].as_array().map(Vec::len)), (Some(2), Some(1)));
    assert_eq!(secretary.get_json("/commitments/board").json()["lines"].as_array().map(Vec::len), Some(1));
}
