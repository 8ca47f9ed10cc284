use crate::testing::{Town, facts_of};
use kernel::{Id, args, testing::Asker};
use serde_json::{Value, json};

const STREET: &str = "青龙街道党工委";
const COMMUNITY: &str = "青竹苑社区党总支";
const FIRST: &str = "青竹苑社区第一党支部";

/// 周敏 at the desk, 孙丽 of the branch with her phone, 李思远 who reported in, and the post 修灯.
struct Played {
    town: Town,
    zhou: Asker,
    sun: Asker,
    li: Asker,
    of_sun: Id,
    of_li: Id,
    post: String,
}

fn played() -> Played {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY).id.to_string();
    let typed = [("org", org.as_str()), ("kind", "household"), ("title", "修灯"), ("people", "3"), ("risk", "断电后再动手")];
    let post = zhou.post("/posts", &typed).location().trim_start_matches("/posts/").to_owned();
    let of_sun = town.member(FIRST, "孙丽", facts_of("孙丽"));
    let sun = town.member_account(of_sun, "孙丽", FIRST);
    let page = zhou.post("/report-ins", &[("org", org.as_str()), ("name", "李思远")]).location().to_owned();
    zhou.post(&format!("{page}/acceptance"), &[]);
    let of_li: Id = page.trim_start_matches("/report-ins/").parse().expect("an id");
    let li = town.in_service_account(of_li, "李思远", COMMUNITY);
    for asker in [&sun, &li] {
        assert_eq!(asker.post(&format!("/me/posts/{post}/claim"), &[]).status, 303);
    }
    Played { zhou, sun, li, of_sun, of_li, post, town }
}

impl Played {
    fn serves(&self, who: Id, day: &str, minutes: &str) -> u16 {
        let typed = [("person", who.to_string()), ("day", day.into()), ("minutes", minutes.into()), ("how", "paper".into())];
        let typed: Vec<(&str, &str)> = typed.iter().map(|(field, value)| (*field, value.as_str())).collect();
        self.zhou.post(&format!("/posts/{}/service", self.post), &typed).status
    }
    fn turn(&self, whose: &Asker) -> String {
        whose.get_json("/me/service").json()["turns"][0]["id"].as_str().expect("a turn").to_owned()
    }
}

fn account(asker: &Asker) -> Value {
    asker.get_json("/me/service-points").json()
}

/// Amounts in hundredths with their reasons, the newest first.
fn credits(page: &Value) -> Vec<(i64, String)> {
    let line = |c: &Value| (c["points"].as_i64().expect("points"), c["reason"].as_str().expect("a reason").to_owned());
    page["credits"].as_array().expect("credits").iter().map(line).collect()
}

/// What is confirmed earns hours times the coefficient; what is only said earns nothing yet; what is taken
/// back takes its points back, and both stand.
#[test]
fn points_follow_from_confirmed_turns() {
    let p = played();
    assert_eq!(p.sun.post(&format!("/me/posts/{}/service", p.post), &[("day", "2026-11-20"), ("minutes", "90")]).status, 303);
    assert_eq!(account(&p.sun)["balance"], 0);
    let turn = p.turn(&p.sun);
    assert_eq!(p.zhou.post(&format!("/service/{turn}/confirmation"), &[("minutes", "90")]).status, 303);
    assert_eq!((account(&p.sun)["balance"].as_i64(), credits(&account(&p.sun))), (Some(150), vec![(150, "hours".into())]));
    assert!(p.sun.get("/me/service-points").text().contains("1.5 小时 × 1"));
    assert_eq!(p.zhou.post(&format!("/service/{turn}/withdrawal"), &[("reason", "那天没有去")]).status, 303);
    assert_eq!(credits(&account(&p.sun)), [(-150, "corrected".to_owned()), (150, "hours".to_owned())], "what was written stays written");
    assert_eq!(account(&p.sun)["balance"], 0);
    let page = p.zhou.get(&format!("/service-points/{}", p.of_sun)).text();
    assert!(page.contains("服务记录更正，冲回") && page.contains("现有服务积分 0"), "{page}");
}

/// A long day earns what a day may, whoever reported in just as a member of the branch; a rule of the
/// organisation changes what is earned from then on.
#[test]
fn a_day_and_a_kind_have_their_limits_for_both_ties() {
    let p = played();
    assert_eq!((p.serves(p.of_li, "2026-11-20", "10小时"), p.serves(p.of_sun, "2026-11-20", "10小时")), (303, 303));
    for own in [&p.li, &p.sun] {
        assert_eq!(credits(&account(own)), [(800, "day_full".to_owned())]);
    }
    assert!(p.li.get("/me/service-points").text().contains("当天积分已到上限"));
    let officer = p.town.person("郑国平", "officer", STREET);
    let typed = [("value", "{ household = 120 }"), ("from", "2026-12-01"), ("source", "青龙街工委〔2026〕9号")];
    assert_eq!(officer.post("/rules/service.points.coefficient", &typed).status, 303);
    p.town.clock.set("2026-12-02T02:00:00Z");
    p.serves(p.of_li, "2026-12-02", "60");
    assert_eq!(credits(&account(&p.li))[0], (120, "hours".to_owned()));
    assert_eq!(p.town.visitor().get("/me/service-points").status, 303, "one's own, signed in");
}

/// 孙丽 finds an hour missing: nothing is typed in; the turn is mended and then it is answered. Who asks
/// again is answered by somebody else.
#[test]
fn who_finds_points_wrong_is_answered() {
    let p = played();
    p.serves(p.of_sun, "2026-11-20", "60");
    let turn = p.turn(&p.sun);
    p.town.clock.set("2026-11-23T02:00:00Z");
    assert_eq!(p.sun.post("/me/service-points/appeals", &[("service", &turn), ("words", " ")]).status, 422);
    assert_eq!(p.sun.post("/me/service-points/appeals", &[("service", &turn), ("words", "做了两个小时")]).status, 303);
    assert_eq!(
        p.sun.post_json("/me/service-points/appeals", json!({ "service": turn, "words": "再说一次" })).json()["code"],
        "appeal_open"
    );
    assert_eq!(p.li.post("/me/service-points/appeals", &[("service", &turn), ("words", "别人的")]).status, 404, "one's own only");
    assert!(p.zhou.get("/").text().contains("觉得服务积分不对"), "it stands on the workbench");
    let list = p.zhou.get_json("/service-points").json();
    let answer = format!("/service-appeals/{}/answer", list["appeals"][0]["id"].as_str().expect("an id"));
    let corrected = json!({ "state": "corrected", "words": "补上了" });
    assert_eq!(p.zhou.post_json(&answer, corrected.clone()).json()["code"], "appeal_nothing_changed", "points are not typed");
    p.zhou.post(&format!("/service/{turn}/withdrawal"), &[("reason", "时长写错了")]);
    assert_eq!(p.zhou.post(&format!("/service/{turn}/confirmation"), &[("minutes", "120")]).status, 409, "what was taken back stays so");
    assert_eq!(p.serves(p.of_sun, "2026-11-20", "120"), 303);
    assert_eq!(p.zhou.post_json(&answer, corrected).status, 200);
    let page = account(&p.sun);
    assert_eq!((page["balance"].as_i64(), page["appeals"][0]["answer"].as_str()), (Some(200), Some("补上了")));

    // She says again that a turn is missing, twice; the second time somebody else answers.
    let missing = [("post", p.post.as_str()), ("words", "11月18日也去了")];
    assert_eq!(p.sun.post("/me/service-points/appeals", &missing).status, 303);
    let open = |zhou: &Asker| zhou.get_json("/service-points").json()["appeals"][0]["id"].as_str().expect("an id").to_owned();
    let stands = json!({ "state": "stands", "words": "那天没有活动" });
    assert_eq!(p.zhou.post_json(&format!("/service-appeals/{}/answer", open(&p.zhou)), stands.clone()).status, 200);
    assert_eq!(p.sun.post("/me/service-points/appeals", &missing).status, 303);
    let again = format!("/service-appeals/{}/answer", open(&p.zhou));
    assert_eq!(p.zhou.post_json(&again, stands.clone()).json()["code"], "appeal_other_person");
    assert_eq!(p.town.person("郑国平", "officer", STREET).post_json(&again, stands).status, 200);
    assert_eq!(p.town.person("王五", "worker", "东风村党总支").post(&again, &[("state", "stands"), ("words", "x")]).status, 404);
}

/// Without a list there is nothing to exchange; with it, points buy once what they suffice for, and what comes
/// back gives them back.
#[test]
fn points_buy_only_what_an_organisation_has_set() {
    let p = played();
    p.serves(p.of_li, "2026-11-20", "180");
    let org = p.town.org(COMMUNITY).id.to_string();
    let wrong =
        p.zhou.post("/service-rewards", &[("org", &org), ("title", ""), ("points", "很多"), ("count", "0"), ("until", "2026-01-01")]);
    assert_eq!(wrong.status, 422);
    assert_eq!(p.zhou.post("/service-rewards", &[("org", &org), ("title", "洗衣液"), ("points", "2"), ("count", "1")]).status, 303);
    assert_eq!(p.zhou.post("/service-rewards", &[("org", &org), ("title", "自行车"), ("points", "200"), ("count", "1")]).status, 303);
    assert_eq!(p.li.post("/service-rewards", &[("org", &org), ("title", "大奖"), ("points", "1"), ("count", "1")]).status, 403);
    assert!(p.li.get("/me/service-points").text().contains("洗衣液 · 2 分"), "those who reported in see it");
    let page = format!("/service-points/{}", p.of_li);
    let rewards = p.zhou.get_json(&page).json()["rewards"].clone();
    let reward = |title: &str| {
        rewards.as_array().expect("rewards").iter().find(|r| r["title"] == title).expect("it")["id"].as_str().expect("an id").to_owned()
    };
    let buys = |title: &str| p.zhou.post_json(&format!("{page}/exchanges"), json!({ "reward": reward(title) }));
    assert_eq!(buys("自行车").json()["code"], "points_lacking");
    assert_eq!(buys("洗衣液").status, 200);
    assert_eq!((account(&p.li)["balance"].as_i64(), buys("洗衣液").json()["code"].as_str()), (Some(100), Some("reward_gone")));
    let exchange = p.zhou.get_json(&page).json()["exchanges"][0]["id"].as_str().expect("an id").to_owned();
    let back = format!("/service-exchanges/{exchange}/return");
    assert_eq!((p.zhou.post(&back, &[]).status, p.zhou.post(&back, &[("reason", "拿错了")]).status), (422, 303));
    assert_eq!(p.zhou.post_json(&back, json!({ "reason": "再退" })).json()["code"], "exchange_returned");
    assert_eq!(account(&p.li)["balance"], 300);
    let reasons: Vec<String> = credits(&account(&p.li)).into_iter().map(|c| c.1).collect();
    assert!(reasons.contains(&"exchanged".into()) && reasons.contains(&"returned".into()), "{reasons:?}");
    assert_eq!(p.zhou.post(&format!("/service-rewards/{}/end", reward("洗衣液")), &[]).status, 303);
    assert_eq!(buys("洗衣液").json()["code"], "reward_ended");
    let audit = p.town.person("吴审", "auditor", STREET).get_json("/audit").text();
    assert!(audit.contains("handed over to") && audit.contains("exchange taken back"), "{audit}");
}

/// Settled again, nothing is appended.
#[test]
fn settling_twice_appends_nothing() {
    let p = played();
    p.serves(p.of_li, "2026-11-20", "90");
    p.serves(p.of_li, "2026-10-20", "90");
    let of_li = p.of_li;
    let count = |p: &Played| -> i64 { p.town.write(|cx| cx.one("select count(*) from {service_points} p", args![])) };
    assert_eq!(count(&p), 2);
    p.town.write(move |cx| super::settle_all(cx, of_li, crate::posts::Tie::ReportIn));
    assert_eq!(count(&p), 2);
}
