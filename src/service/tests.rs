use crate::testing::{Town, facts_of};
use kernel::{Id, testing::Asker};
use serde_json::{Value, json};

const COMMUNITY: &str = "青竹苑社区党总支";
const FIRST: &str = "青竹苑社区第一党支部";

/// 周敏 at the desk, 孙丽 who mends lamps with her phone, and her post.
struct Played {
    town: Town,
    zhou: Asker,
    sun: Asker,
    of_sun: Id,
    post: String,
}

fn played() -> Played {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY).id.to_string();
    let typed = [
        ("org", org.as_str()),
        ("kind", "household"),
        ("title", "修灯"),
        ("place", "青竹苑12幢"),
        ("people", "3"),
        ("risk", "断电后再动手"),
    ];
    let post = zhou.post("/posts", &typed).location().trim_start_matches("/posts/").to_owned();
    let of_sun = town.member(FIRST, "孙丽", facts_of("孙丽"));
    let sun = town.member_account(of_sun, "孙丽", FIRST);
    Played { zhou, sun, of_sun, post, town }
}

impl Played {
    fn takes(&self) {
        assert_eq!(self.sun.post(&format!("/me/posts/{}/claim", self.post), &[]).status, 303);
    }
    fn signs_up(&self, day: &str) -> u16 {
        self.sun.post(&format!("/me/posts/{}/turns", self.post), &[("day", day), ("starts", "9:00"), ("minutes", "60")]).status
    }
    fn says(&self, day: &str, minutes: &str) -> u16 {
        self.sun.post(&format!("/me/posts/{}/service", self.post), &[("day", day), ("minutes", minutes)]).status
    }
    fn mine(&self) -> Value {
        self.sun.get_json("/me/service").json()
    }
    fn turn(&self) -> String {
        self.mine()["turns"][0]["id"].as_str().expect("a turn").to_owned()
    }
    fn state(&self) -> String {
        self.mine()["turns"][0]["state"].as_str().expect("a state").to_owned()
    }
}

/// She takes the post, signs up for Saturday, does it, and 周敏 confirms an hour and a half of it.
#[test]
fn signed_up_done_confirmed() {
    let p = played();
    assert_eq!(p.signs_up("2026-11-28"), 409, "who does not hold the post does not sign up");
    p.takes();
    assert_eq!((p.signs_up("2026-11-01"), p.signs_up("2026-11-28"), p.signs_up("2026-11-28")), (422, 303, 409));
    let turn = p.turn();
    assert_eq!(p.sun.post_json(&format!("/me/service/{turn}/doing"), json!({})).json()["code"], "service_not_yet");
    p.town.clock.set("2026-11-28T09:00:00Z");
    assert_eq!(p.sun.post(&format!("/me/service/{turn}/doing"), &[("minutes", "2小时"), ("words", "换了两盏")]).status, 303);
    assert_eq!((p.state().as_str(), p.mine()["year"]["minutes"].as_i64()), ("done", Some(0)), "what is only said does not count yet");
    assert!(p.zhou.get("/service?state=done").text().contains("孙丽"));
    let page = format!("/service/{turn}");
    assert_eq!(p.zhou.post(&format!("{page}/confirmation"), &[("minutes", "很久")]).status, 422);
    assert_eq!(p.zhou.post(&format!("{page}/confirmation"), &[("minutes", "1.5小时"), ("how", "telephone")]).status, 303);
    assert_eq!(p.mine()["year"], json!({ "turns": 1, "minutes": 90 }));
    let story: Vec<String> = p.zhou.get_json(&page).json()["story"]
        .as_array()
        .expect("acts")
        .iter()
        .map(|a| format!("{} {} {}", a["act"], a["minutes"], a["how"]))
        .collect();
    assert_eq!(story, [r#""confirmed" 90 "telephone""#, r#""done" 120 "own""#, r#""signed_up" 60 "own""#]);
    assert_eq!(p.zhou.post_json(&format!("{page}/confirmation"), json!({})).json()["code"], "service_state");
    let neighbour = p.town.person("王芳", "worker", "东风村党总支");
    assert_eq!((neighbour.get(&page).status, neighbour.get_json("/service").json()["turns"].clone()), (404, json!([])));
}

/// 王阿婆 scans the code of the record card: it was so, and it took 40 minutes. She is not asked who she is.
#[test]
fn whoever_was_served_confirms_by_the_card() {
    let p = played();
    p.takes();
    assert_eq!(p.says("2026-11-21", "60"), 303);
    let cards = p.zhou.post_json(&format!("/posts/{}/record-cards", p.post), json!({})).json();
    let token = cards["cards"][0]["url"].as_str().and_then(|u| u.rsplit_once("/s/")).expect("a code").1.to_owned();
    let (visitor, link) = (p.town.visitor(), format!("/s/{token}"));
    let seen = visitor.get(&link).text();
    assert!(seen.contains("孙某") && !seen.contains("孙丽"), "{seen}");
    assert_eq!(visitor.post(&link, &[("yes", "false")]).status, 422, "“not so” needs a word");
    assert_eq!(visitor.post(&link, &[("yes", "true"), ("minutes", "40"), ("words", "谢谢姑娘")]).status, 303);
    assert_eq!((p.mine()["year"]["minutes"].as_i64(), p.mine()["turns"][0]["how"].as_str()), (Some(40), Some("served")));
    assert_eq!(visitor.post_json(&link, json!({ "yes": true })).json()["code"], "service_state");
    assert!(p.zhou.get(&format!("/service/{}", p.turn())).text().contains("谢谢姑娘"));
    p.town.clock.set("2027-01-10T02:00:00Z");
    assert_eq!(visitor.get_json(&link).json()["code"], "link_expired");
    assert_eq!(visitor.get("/s/0000").status, 404);
}

/// “Not so” has a reason that she reads; the worker looks into it and confirms after all. What was
/// confirmed wrongly is taken back and stays written.
#[test]
fn not_confirmed_is_told_with_its_reason() {
    let p = played();
    p.takes();
    assert_eq!(
        (p.says("2026-12-24", "60"), p.says("2026-01-02", "60"), p.says("2026-11-20", "26小时"), p.says("2026-11-20", "45分钟")),
        (422, 422, 422, 303)
    );
    let page = format!("/service/{}", p.turn());
    assert_eq!(p.zhou.post(&format!("{page}/refusal"), &[("reason", " ")]).status, 422);
    assert_eq!(p.zhou.post(&format!("{page}/refusal"), &[("reason", "那天活动改期了")]).status, 303);
    assert_eq!(p.state(), "refused");
    assert_eq!(p.zhou.post(&format!("{page}/confirmation"), &[]).status, 303);
    assert_eq!(p.mine()["year"]["minutes"].as_i64(), Some(45));
    assert_eq!(p.zhou.post(&format!("{page}/withdrawal"), &[("reason", "记重了")]).status, 303);
    assert_eq!((p.state().as_str(), p.mine()["year"]["minutes"].as_i64()), ("withdrawn", Some(0)));
    assert_eq!(p.zhou.get_json(&page).json()["story"].as_array().map(Vec::len), Some(4));
}

/// 赵建国 has no phone: his card is typed in, for him and for 孙丽 who came along.
#[test]
fn from_paper_it_counts_the_same() {
    let p = played();
    p.takes();
    p.town.member(FIRST, "赵建国", facts_of("赵建国"));
    let of_sun = p.of_sun.to_string();
    let record = |typed: &[(&str, &str)]| p.zhou.post(&format!("/posts/{}/service", p.post), typed).status;
    assert_eq!(record(&[("minutes", "90")]), 422, "somebody served");
    assert_eq!(record(&[("minutes", "90"), ("name", "赵建国"), ("day", "2026-12-30")]), 422);
    let both = [("person", of_sun.as_str()), ("name", "赵建国"), ("day", "2026-03-02"), ("minutes", "90"), ("how", "paper")];
    assert_eq!(record(&both), 303, "from papers nothing lies too far back");
    assert_eq!(record(&both), 409, "the same card twice is one turn");
    assert_eq!((p.mine()["year"]["minutes"].as_i64(), p.mine()["turns"][0]["how"].as_str()), (Some(90), Some("paper")));
    let turns = p.zhou.get_json(&format!("/posts/{}/service", p.post)).json()["turns"].clone();
    assert_eq!(turns.as_array().map(Vec::len), Some(2));
}

/// She makes her certificate herself; whoever holds it checks it by its number, and sees when it is void.
#[test]
fn a_certificate_is_made_on_request_and_can_be_checked() {
    let p = played();
    assert_eq!(p.sun.post_json("/me/certificates", json!({})).json()["code"], "nothing_confirmed");
    p.takes();
    let record = |day: &str, minutes: &str| {
        p.zhou.post(&format!("/posts/{}/service", p.post), &[("person", &p.of_sun.to_string()), ("day", day), ("minutes", minutes)]).status
    };
    assert_eq!((record("2026-10-03", "90"), record("2026-11-14", "45"), record("2025-12-31", "60")), (303, 303, 303));
    assert_eq!(p.sun.post("/me/certificates", &[("from", "2026-12-01"), ("until", "2026-11-01")]).status, 422);
    assert_eq!(p.sun.post("/me/certificates", &[]).status, 303);
    let mine = p.mine()["certificates"][0].clone();
    assert_eq!((mine["turns"].as_i64(), mine["minutes"].as_i64(), mine["content"].as_str()), (Some(2), Some(135), Some("修灯\t2\t2.2")));
    let id = mine["id"].as_str().expect("an id");
    assert!(p.sun.get(&format!("/me/certificates/{id}/paper")).bytes.starts_with(b"%PDF"));
    let other = p.town.member(FIRST, "钱东", facts_of("钱东"));
    assert_eq!(p.town.member_account(other, "钱东", FIRST).get(&format!("/me/certificates/{id}/paper")).status, 404);

    let (visitor, number) = (p.town.visitor(), mine["number"].as_str().expect("a number").to_owned());
    let checked = visitor.get_json(&format!("/certificate?number={}", number.to_lowercase())).json();
    assert_eq!((checked["found"]["name"].as_str(), checked["found"]["hours"].as_str()), (Some("孙某"), Some("2.2")));
    assert!(visitor.get("/certificate?number=2026-000000000000").text().contains("没有这个编号"));
    let revocation = format!("/certificates/{id}/revocation");
    assert_eq!(p.zhou.post(&revocation, &[]).status, 422);
    assert_eq!(p.zhou.post(&revocation, &[("reason", "有一次记错了")]).status, 303);
    assert_eq!(visitor.get_json(&format!("/certificate?number={number}")).json()["found"]["revoked_on"].as_str(), Some("2026-11-22"));
    assert_eq!(p.zhou.post("/certificates", &[("name", "孙丽"), ("from", "2025-01-01")]).status, 303, "at the desk the same");
    let list = p.zhou.get_json("/certificates").json();
    let issued =
        list["certificates"].as_array().expect("certificates").iter().find(|c| c["turns"] == 3).expect("the one of the desk")["id"]
            .as_str()
            .expect("an id")
            .to_owned();
    assert!(p.zhou.get(&format!("/certificates/{issued}/paper")).bytes.starts_with(b"%PDF"));
}

/// The post moves to another community of the street: who looks after it there sees what was served.
#[test]
fn service_goes_where_its_post_goes() {
    let p = played();
    p.takes();
    assert_eq!(p.says("2026-11-21", "60"), 303);
    let turn = p.turn();
    let (street, east) = (p.town.person("郑文", "officer", "青龙街道党工委"), p.town.org("东风村党总支").id.to_string());
    let typed = [("org", east.as_str()), ("kind", "household"), ("title", "修灯"), ("people", "3"), ("risk", "断电后再动手")];
    assert_eq!(street.post(&format!("/posts/{}", p.post), &typed).status, 303);
    let wang = p.town.person("王芳", "worker", "东风村党总支");
    assert_eq!(wang.get_json(&format!("/service/{turn}")).json()["story"].as_array().map(Vec::len), Some(1));
    assert_eq!((p.zhou.get(&format!("/service/{turn}")).status, p.state().as_str()), (404, "done"));
}

/// What goes to the volunteer system has ID numbers in it, so it has a reason and stands in the audit log.
#[test]
fn the_export_has_a_reason() {
    let p = played();
    p.takes();
    p.zhou.post(&format!("/posts/{}/service", p.post), &[("person", &p.of_sun.to_string()), ("day", "2026-11-14"), ("minutes", "45")]);
    assert_eq!(p.zhou.post("/service/export", &[]).status, 422);
    let file = p.zhou.post("/service/export", &[("reason", "录入志愿服务信息系统")]);
    assert!(file.status == 200 && file.bytes.starts_with(b"PK"));
    let audit = p.town.person("吴审", "auditor", "青龙街道党工委").get_json("/audit").text();
    assert!(audit.contains("exported 1 turns of service") && audit.contains("录入志愿服务信息系统"));
}

/// What 孙丽 signed up for stands in the organisation's calendar by how many come, in hers with what it is.
#[test]
fn turns_stand_in_the_calendar() {
    let p = played();
    p.takes();
    p.signs_up("2026-11-28");
    let month = p.zhou.get("/calendar?month=2026-11").text();
    assert!(month.contains("修灯") && month.contains("1 人") && !month.contains("孙丽"), "{month}");
    let hers = p.zhou.get(&format!("/members/{}/calendar?month=2026-11", p.of_sun)).text();
    assert!(hers.contains("修灯") && hers.contains("已报名"), "{hers}");
    assert!(p.sun.get("/me/calendar?month=2026-11").text().contains("修灯"));
    p.sun.post(&format!("/me/service/{}/cancellation", p.turn()), &[]);
    assert!(!p.zhou.get("/calendar?month=2026-11").text().contains("修灯"), "who cannot come is not counted");
}
