use crate::testing::{Town, facts_of};
use kernel::testing::Asker;
use serde_json::{Value, json};

const COMMUNITY: &str = "青竹苑社区党总支";
const FIRST: &str = "青竹苑社区第一党支部";

fn desk() -> (Town, Asker, String) {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY).id.to_string();
    (town, zhou, org)
}

fn only_post(zhou: &Asker, state: &str) -> Value {
    let posts = zhou.get_json(&format!("/posts?state={state}")).json()["posts"].clone();
    assert_eq!(posts.as_array().map(Vec::len), Some(1), "{posts}");
    posts[0].clone()
}

fn reason(why: &str) -> [(&'static str, &str); 1] {
    [("reason", why)]
}

/// 王阿婆's lamp: opened by Zhou it becomes a post by itself, follows the need when that is changed, and ends with it.
#[test]
fn a_need_that_is_opened_becomes_a_post() {
    let (town, zhou, org) = desk();
    let need = [
        ("org", org.as_str()),
        ("what", "独居老人家中灯具损坏"),
        ("place", "青竹苑12幢"),
        ("wanted", "周末"),
        ("people", "2"),
        ("urgency", "urgent"),
        ("skills", "电工"),
    ];
    let url = zhou.post("/needs", &need).location().to_owned();
    assert_eq!(zhou.get_json("/posts").json()["posts"], json!([]), "nothing is asked of anybody before it was reviewed");
    crate::needs::tests::open(&zhou, &url);
    let post = only_post(&zhou, "empty");
    assert_eq!(
        (post["kind"].as_str(), post["skills"].as_str(), post["free"].as_str(), post["people"].as_i64(), post["held"].as_i64()),
        (Some("household"), Some("、水电维修、"), Some("、weekend、"), Some(2), Some(0))
    );
    let page = format!("/posts/{}", post["id"].as_str().expect("an id"));
    town.member(FIRST, "李思远", facts_of("李思远"));
    assert_eq!(zhou.post(&format!("{page}/claims"), &[("name", "李思远"), ("via", "telephone")]).status, 303);

    let changed: Vec<_> = need.iter().map(|(k, v)| if *k == "people" { (*k, "1") } else { (*k, *v) }).collect();
    assert_eq!(zhou.post(&url, &changed).status, 303);
    assert_eq!(only_post(&zhou, "full")["people"].as_i64(), Some(1), "the post follows its need");

    assert_eq!(zhou.post(&format!("{url}/closure"), &[("end", "met"), ("reason", "周六换好")]).status, 303);
    let ended = zhou.get_json(&page).json();
    assert_eq!((ended["post"]["ended_why"].as_str(), ended["claims"][0]["state"].as_str()), (Some("已解决"), Some("ended")));
    crate::needs::tests::open(&zhou, &url);
    assert_eq!(only_post(&zhou, "empty")["id"], post["id"], "opened again, the same post is taken up");
}

/// A standing post is set by hand; what is missing is named beside its field, what was typed stays.
#[test]
fn a_standing_post_is_set_changed_and_ended() {
    let (town, zhou, org) = desk();
    let typed = |risk: &'static str, until: &'static str, people: &'static str| {
        [
            ("org", org.as_str()),
            ("kind", "patrol"),
            ("title", "夜间楼道巡查"),
            ("wanted", "工作日晚间"),
            ("people", people),
            ("skills", "巡逻"),
            ("from_day", "2026-11-23"),
            ("until_day", until),
            ("risk", risk),
        ]
    };
    let wrong = zhou.post("/posts", &typed("", "2026-11-01", "几个"));
    assert_eq!(wrong.status, 422);
    let text = wrong.text();
    for said in ["没有特别的风险，也请写一句", "结束日期早于开始日期", "请填写人数"] {
        assert!(text.contains(said), "{said}");
    }
    assert_eq!(zhou.post_json("/posts", json!({ "org": org, "title": "x", "risk": "无", "kind": "spying" })).status, 422);
    let page = zhou.post("/posts", &typed("楼道灯暗，带手电", "2027-11-22", "3")).location().to_owned();
    let post = zhou.get_json(&page).json();
    assert_eq!((post["post"]["skills"].as_str(), post["post"]["until_day"].as_str()), (Some("、治安巡逻、"), Some("2027-11-22")));
    assert!(zhou.get("/posts?kind=patrol&q=楼道").text().contains("夜间楼道巡查"));
    assert_eq!(zhou.get_json("/posts?kind=teaching").json()["posts"], json!([]));
    assert_eq!(zhou.post(&page, &typed("带手电", "", "2")).status, 303);
    assert_eq!(zhou.get_json(&page).json()["post"]["until_day"], Value::Null);
    assert_eq!(zhou.post(&format!("{page}/ending"), &reason(" ")).status, 422, "a post is not ended without a word");
    assert_eq!(zhou.post(&format!("{page}/ending"), &reason("物业接手了")).status, 303);
    assert_eq!(zhou.post_json(&format!("{page}/ending"), json!({ "reason": "x" })).json()["code"], "post_ended");
    assert_eq!(zhou.post_json(&format!("{page}/claims"), json!({ "name": "谁" })).status, 422);
    let neighbour = town.person("王芳", "worker", "东风村党总支");
    assert_eq!((neighbour.get(&page).status, neighbour.get_json("/posts").json()["posts"].clone()), (404, json!([])));
}

/// Two places and three who say yes: 孙丽 waits, and moves up when 赵建国 gives his back on his phone.
#[test]
fn who_comes_too_late_waits_and_moves_up() {
    let (town, zhou, org) = desk();
    let post = [("org", org.as_str()), ("kind", "teaching"), ("title", "教老人用手机"), ("people", "2"), ("risk", "没有特别风险")];
    let page = zhou.post("/posts", &post).location().to_owned();
    let id = page.trim_start_matches("/posts/").to_owned();
    let zhao = town.member(FIRST, "赵建国", facts_of("赵建国"));
    let sun = town.member(FIRST, "孙丽", facts_of("孙丽"));
    town.member(FIRST, "钱东", facts_of("钱东"));
    let (zhao, sun) = (town.member_account(zhao, "赵建国", FIRST), town.member_account(sun, "孙丽", FIRST));
    assert!(zhao.get("/me/posts").text().contains("教老人用手机"));
    assert_eq!(zhao.post(&format!("/me/posts/{id}/claim"), &[]).status, 303);
    assert_eq!(zhao.post_json(&format!("/me/posts/{id}/claim"), json!({})).json()["code"], "post_held_already");
    assert_eq!(zhou.post(&format!("{page}/claims"), &[("name", "钱东"), ("via", "paper")]).status, 303);
    assert_eq!(sun.post(&format!("/me/posts/{id}/claim"), &[]).status, 303);
    let states = || {
        let claims = zhou.get_json(&page).json()["claims"].clone();
        claims
            .as_array()
            .expect("claims")
            .iter()
            .map(|c| format!("{} {}", c["name"].as_str().unwrap_or(""), c["state"].as_str().unwrap_or("")))
            .collect::<Vec<_>>()
    };
    assert_eq!(states(), ["赵建国 held", "钱东 held", "孙丽 waiting"]);
    let mine = zhao.get_json("/me/posts").json();
    let claim = mine["mine"][0]["claim"]["id"].as_str().expect("a claim").to_owned();
    assert_eq!(sun.post(&format!("/me/claims/{claim}/ending"), &[]).status, 404, "nobody gives back what is another's");
    assert_eq!(zhao.post(&format!("/me/claims/{claim}/ending"), &reason("要带孙子")).status, 303);
    assert_eq!(states(), ["钱东 held", "孙丽 held", "赵建国 ended"]);
    assert_eq!(zhao.get_json("/me/posts").json()["mine"], json!([]));
    assert_eq!(sun.get_json("/me/posts").json()["mine"][0]["claim"]["state"].as_str(), Some("held"));
    assert_eq!(zhou.post(&format!("{page}/claims"), &[("name", "没有这个人")]).status, 422);
}

/// Of three who patrol, one agrees to lead; who belongs follows from the posts.
#[test]
fn those_of_like_skill_are_a_team_under_who_agreed_to_lead() {
    let (town, zhou, org) = desk();
    let post =
        [("org", org.as_str()), ("kind", "patrol"), ("title", "巡逻"), ("people", "5"), ("skills", "治安巡逻"), ("risk", "夜间注意安全")];
    let page = zhou.post("/posts", &post).location().to_owned();
    let mut ids = vec![];
    for name in ["赵建国", "钱东", "孙丽"] {
        assert_eq!(zhou.get_json("/teams").json()["teams"], json!([]), "two are no team");
        ids.push(town.member(FIRST, name, facts_of(name)));
        assert_eq!(zhou.post(&format!("{page}/claims"), &[("name", name)]).status, 303);
    }
    let other = town.member(FIRST, "李四", facts_of("李四")).to_string();
    let lead = |person: &str| {
        zhou.post("/teams/leaders", &[("org", org.as_str()), ("skill", "治安巡逻"), ("person", person), ("via", "desk")]).status
    };
    assert_eq!(lead(&other), 422, "the leader is one of them");
    assert_eq!(lead(&ids[1].to_string()), 303);
    let team = zhou.get_json("/teams").json()["teams"][0].clone();
    assert_eq!((team["people"].as_array().map(Vec::len), team["leader"]["name"].as_str()), (Some(3), Some("钱东")));
}

/// 孙丽 says on her phone what she can do; Zhou writes it down for 赵建国, who called; saying nothing takes it back.
#[test]
fn members_say_what_they_can_do() {
    let (town, zhou, _) = desk();
    let (sun, zhao) = (town.member(FIRST, "孙丽", facts_of("孙丽")), town.member(FIRST, "赵建国", facts_of("赵建国")));
    let phone = town.member_account(sun, "孙丽", FIRST);
    assert_eq!(phone.post("/me/ability", &[("skills", "会理发、剪纸"), ("available", "周末"), ("post_wish", "便民服务")]).status, 303);
    let page = zhou.get_json(&format!("/members/{sun}/ability")).json();
    assert_eq!(
        (page["ability"]["skills"].as_str(), page["ability"]["free"].as_str(), page["ability"]["via"].as_str()),
        (Some("、理发、绘画、"), Some("、weekend、"), Some("account"))
    );
    assert_eq!(zhou.post(&format!("/members/{zhao}/ability"), &[("skills", "修水管"), ("via", "telephone")]).status, 303);
    assert!(zhou.get(&format!("/members/{zhao}/ability")).text().contains("电话里说的"));
    assert_eq!(phone.post("/me/ability", &[("skills", "无")]).status, 303);
    assert_eq!(zhou.get_json(&format!("/members/{sun}/ability")).json()["ability"], Value::Null);
    assert_eq!(town.person("王芳", "worker", "东风村党总支").get(&format!("/members/{zhao}/ability")).status, 404);
}

/// What somebody does beyond their own scope is in the audit log with what it was done to.
#[test]
fn what_is_done_beyond_ones_scope_is_in_the_log() {
    let (town, zhou, org) = desk();
    let typed = [("org", org.as_str()), ("kind", "household"), ("title", "修灯"), ("risk", "断电后再动手")];
    let page = zhou.post("/posts", &typed).location().to_owned();
    let of_sun = town.member(FIRST, "孙丽", facts_of("孙丽"));
    let sun = town.member_account(of_sun, "孙丽", FIRST);
    assert_eq!(sun.post(&format!("/me{page}/claim"), &[]).status, 303);
    let log = town.person("吴审", "auditor", "青龙街道党工委").get_json("/audit?permission=posts.take").json();
    assert_eq!(log["entries"][0]["subject"].as_str(), Some(page.trim_start_matches("/posts/")));
    assert_eq!(log["entries"][0]["detail"].as_str(), Some(format!("held of {of_sun} via account").as_str()));
}

/// A roof is mended by whoever is insured: without a policy the post is not set, for a day that the policy does
/// not cover nobody signs up, and once it has ended nobody is asked and nobody takes it until it is renewed.
#[test]
fn dangerous_work_waits_for_its_insurance() {
    let (town, zhou, org) = desk();
    let typed = |policy: &'static str, until: &'static str| {
        [
            ("org", org.as_str()),
            ("kind", "household"),
            ("title", "修屋顶"),
            ("people", "2"),
            ("risk", "登高"),
            ("dangerous", "yes"),
            ("insurer", "平安"),
            ("policy_no", policy),
            ("insured_until", until),
        ]
    };
    let fields = |answer: &kernel::testing::Answered| {
        let errors = answer.json()["errors"].clone();
        errors.as_array().expect("errors").iter().map(|e| e["field"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let as_json = |typed: &[(&str, &str)]| zhou.post_json("/posts", typed.iter().map(|(k, v)| ((*k).to_owned(), json!(v))).collect());
    assert_eq!(fields(&as_json(&typed("", "2026-12-31"))), ["policy_no"]);
    assert_eq!(fields(&as_json(&typed("P-9", "2026-10-31"))), ["insured_until"]);
    let page = zhou.post("/posts", &typed("P-9", "2026-12-31")).location().to_owned();
    let id = page.trim_start_matches("/posts/").to_owned();
    let (zhao, sun) = ["赵建国", "孙丽"].map(|name| town.member(FIRST, name, facts_of(name))).into();
    let zhao = town.member_account(zhao, "赵建国", FIRST);
    assert!(zhao.get("/me/posts").text().contains("登高（有人身危险，已投保：平安 · P-9 · 保到 2026-12-31）"), "who takes it knows");
    assert_eq!(zhao.post(&format!("/me/posts/{id}/claim"), &[]).status, 303);
    let turn = |day: &str| zhao.post_json(&format!("/me/posts/{id}/turns"), json!({ "day": day, "minutes": "60" }));
    assert_eq!(turn("2027-01-03").json()["code"], "post_uninsured");
    assert_eq!(turn("2026-12-30").status, 200);

    town.clock.set("2027-01-02T02:00:00Z");
    let matching = zhou.get_json("/matching").json();
    assert_eq!((matching["posts"].clone(), matching["uninsured"][0]["title"].as_str()), (json!([]), Some("修屋顶")));
    assert!(zhou.get("/matching").text().contains("1 个岗位有人身危险，今天没有保险，先不找人"));
    assert!(zhou.get("/").text().contains("1 个有人身危险的岗位没有保险"));
    assert_eq!(only_post(&zhou, "uninsured")["title"], "修屋顶");
    let asked = json!({ "pair": [format!("{id}.{sun}")] });
    assert_eq!(zhou.post_json("/offers", asked.clone()).json()["code"], "post_uninsured");
    assert_eq!(zhou.post_json(&format!("{page}/claims"), json!({ "person": sun, "via": "desk" })).json()["code"], "post_uninsured");

    assert_eq!(zhou.post(&page, &typed("P-10", "2027-12-31")).status, 303);
    assert_eq!(zhou.get_json("/posts?state=uninsured").json()["posts"], json!([]));
    assert_eq!(zhou.post_json("/offers", asked).status, 200);
}

/// What Zhou writes about the danger of an open need is what its helpers read from then on; the post's own form
/// does not say otherwise.
#[test]
fn a_post_tells_the_risk_of_its_need() {
    let (_town, zhou, org) = desk();
    let url = zhou.post("/needs", &[("org", org.as_str()), ("what", "修屋顶"), ("people", "1")]).location().to_owned();
    crate::needs::tests::open(&zhou, &url);
    let risk = [("risk", "登高"), ("dangerous", "yes"), ("insurer", "平安"), ("policy_no", "P-9"), ("insured_until", "2026-12-31")];
    assert_eq!(zhou.post(&format!("{url}/risk"), &risk).status, 303);
    let post = only_post(&zhou, "empty");
    let told =
        |post: &Value| (post["risk"].as_str().unwrap_or_default().to_owned(), post["dangerous"].as_bool(), post["policy_no"].clone());
    assert_eq!(told(&post), ("登高".into(), Some(true), json!("P-9")));
    let page = format!("/posts/{}", post["id"].as_str().expect("an id"));
    let typed = [("org", org.as_str()), ("kind", "household"), ("title", "修屋顶"), ("risk", "没有"), ("dangerous", "no")];
    assert_eq!(zhou.post(&page, &typed).status, 303);
    assert_eq!(told(&only_post(&zhou, "empty")), ("登高".into(), Some(true), json!("P-9")));
}
