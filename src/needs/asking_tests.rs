//! Residents ask without an account, the worker reviews; near words are shown; risks are told.

use crate::testing::{Town, facts_of};
use kernel::{args, testing::Asker};
use serde_json::json;

const COMMUNITY: &str = "青竹苑社区党总支";
const PHONE: &str = "0519-88886666";

fn desk() -> (Town, Asker, String) {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY).id.to_string();
    (town, zhou, org)
}

/// The counter of the community, switched on; its address.
fn counter(zhou: &Asker, org: &str) -> String {
    let answer = zhou.post(&format!("/orgs/{org}/counter"), &[("phone", PHONE), ("on", "yes"), ("words", "有事说一声")]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    format!("/ask/{}", zhou.get_json(&format!("/orgs/{org}/counter")).json()["counter"]["key"].as_str().expect("a key"))
}

/// 张阿姨 scans the poster, asks with a name and telephone, and reads the answer by her code; nobody else's pages hold them.
#[test]
fn a_resident_asks_without_an_account_and_reads_the_answer_by_a_code() {
    let (town, zhou, org) = desk();
    let settings = format!("/orgs/{org}/counter");
    assert_eq!(zhou.post(&settings, &[("on", "yes")]).status, 422, "not without a telephone for those who have no phone");
    let ask = counter(&zhou, &org);
    let visitor = town.visitor();
    let page = visitor.get(&ask).text();
    assert!(page.contains(PHONE) && page.contains("有事说一声") && page.contains("180 天后自动删去"), "{page}");
    assert_eq!(
        visitor.with("referer", &format!("http://linli.test{ask}")).post(&ask, &[("what", " "), ("place", "青竹苑3幢")]).status,
        422
    );
    let typed = [("what", "楼道灯坏了"), ("place", "青竹苑3幢"), ("name", "张秀英"), ("phone", "14000000051"), ("urgency", "urgent")];
    let asked = visitor.post(&ask, &typed).location().to_owned();
    let answer = visitor.get(&asked).text();
    assert!(
        answer.contains("楼道灯坏了") && answer.contains("待审核") && !answer.contains("张秀英") && !answer.contains("14000000051"),
        "{answer}"
    );

    town.member("青竹苑社区第一党支部", "赵建国", facts_of("赵建国"));
    assert!(zhou.get("/").text().contains("1 条需求等着审核"));
    let list = zhou.get_json("/needs?state=asked").json();
    let url = format!("/needs/{}", list["needs"][0]["id"].as_str().expect("a need"));
    let need = zhou.get_json(&url).json();
    assert_eq!((need["need"]["channel"].as_str(), need["need"]["urgency"].as_str()), (Some("page"), Some("urgent")));
    assert_eq!((need["from_name"].as_str(), need["phone"].as_str()), (Some("张**"), Some("140****0051")));
    assert_eq!(zhou.post(&format!("{url}/opening"), &[("risk", "用梯子，两人一起")]).status, 303);
    assert_eq!(zhou.post(&format!("{url}/closure"), &[("end", "met"), ("reason", "周六换好了")]).status, 303);
    let answer = visitor.get(&asked).text();
    assert!(answer.contains("已解决") && answer.contains("周六换好了") && !answer.contains("周敏"), "{answer}");
    assert!(!visitor.get_json(&asked).text().contains("周敏"), "nor who did it, to a program");
    assert_eq!(visitor.get(&asked.to_lowercase()).status, 200, "letters of any size");
    assert_eq!(visitor.get("/asked/ABCDEFGHJKMN").status, 404);

    assert_eq!(zhou.post(&settings, &[("phone", PHONE)]).status, 303);
    assert_eq!((visitor.get(&ask).status, visitor.post(&ask, &typed).status), (404, 404), "switched off there is no such page");
    assert_eq!(visitor.get(&asked).status, 200, "the answer is read all the same");
    let audit = town.person("吴审", "auditor", "青龙街道党工委").get_json("/audit").text();
    assert!(audit.contains("asked at the public counter") && !audit.contains("张秀英"), "{audit}");
}

#[test]
fn machines_and_floods_are_kept_out_and_people_have_the_telephone() {
    let (town, zhou, org) = desk();
    let ask = counter(&zhou, &org);
    let count = || town.write(|cx| cx.one::<i64>("select count(*) from {needs} n", args![]));
    let visitor = town.visitor().with("x-forwarded-for", "10.0.0.1, 192.0.2.7");
    assert_eq!(visitor.post(&ask, &[("what", "买药"), ("website", "http://x.test")]).status, 303);
    assert_eq!(count(), 0, "what fills the field that nobody sees is a machine");
    for _ in 0..10 {
        assert_eq!(visitor.post(&ask, &[("what", "修灯")]).status, 303);
    }
    let refused = visitor.post(&ask, &[("what", "修灯")]);
    assert_eq!((refused.status, count()), (429, 10));
    let other = town.visitor().with("x-forwarded-for", "192.0.2.8");
    assert_eq!(other.post(&ask, &[("what", "修灯")]).status, 303, "another address is somebody else");
    assert_eq!(
        town.visitor().with("x-forwarded-for", "10.9.9.9, 192.0.2.7").post(&ask, &[("what", "x")]).status,
        429,
        "the proxy's word counts"
    );
    let kept: String = town.write(|cx| cx.one("select d.day from {counter_days} d limit 1", args![]));
    assert_eq!(kept, "2026-11-22");
    town.clock.set("2026-11-23T02:00:00Z");
    assert_eq!(visitor.post(&ask, &[("what", "修灯")]).status, 303, "the next day");
    let days: i64 = town.write(|cx| cx.one("select count(*) from {counter_days} d where d.day < '2026-11-23'", args![]));
    assert_eq!(days, 0, "of yesterday nothing is kept");
}

/// Art. 14 and 17 of the Volunteer Service Regulations: a ladder at the third floor is dangerous.
#[test]
fn a_need_opens_once_its_risks_are_told_and_dangerous_work_is_insured() {
    let (_town, zhou, org) = desk();
    let url = zhou.post("/needs", &[("org", org.as_str()), ("what", "三楼外墙清理")]).location().to_owned();
    let open = |form: &[(&str, &str)]| {
        let answer = zhou.with("accept", "application/json").post(&format!("{url}/opening"), form);
        (answer.status, answer.json()["errors"][0]["field"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(open(&[]), (422, "risk".into()));
    let risk = ("risk", "高处作业，系安全绳");
    assert_eq!(open(&[risk, ("dangerous", "yes")]), (422, "insurer".into()));
    let insurer = ("insurer", "人保财险");
    assert_eq!(open(&[risk, ("dangerous", "yes"), insurer]), (422, "policy_no".into()));
    let policy = ("policy_no", "PA2026-0042");
    assert_eq!(open(&[risk, ("dangerous", "yes"), insurer, policy]), (422, "insured_until".into()));
    assert_eq!(open(&[risk, ("dangerous", "yes"), insurer, policy, ("insured_until", "2026-11-21")]), (422, "insured_until".into()));
    assert_eq!(zhou.get_json(&url).json()["need"]["state"], "asked");
    assert_eq!(open(&[risk, ("dangerous", "yes"), insurer, policy, ("insured_until", "2026-12-31")]).0, 200);
    let need = zhou.get_json(&url).json()["need"].clone();
    assert_eq!(
        (need["state"].as_str(), need["dangerous"].as_bool(), need["policy_no"].as_str()),
        (Some("open"), Some(true), Some("PA2026-0042"))
    );
    assert_eq!(zhou.post(&format!("{url}/risk"), &[("insured_until", "2026-11-20")]).status, 422, "what is open stays insured");
    let wall = zhou.get("/needs/wall").text();
    assert!(wall.contains("三楼外墙清理") && wall.contains("高处作业") && wall.contains("危险，已买保险"), "{wall}");
}

/// 王 and 李 ask for the same lamp. It is shown while the second is typed, joined by one tap, and both read one answer.
#[test]
fn the_same_need_in_other_words_is_shown_with_its_reason_and_joined() {
    let (town, zhou, org) = desk();
    let ask = counter(&zhou, &org);
    let first =
        zhou.post("/needs", &[("org", org.as_str()), ("what", "12幢楼道灯坏了三天"), ("place", "青竹苑12幢"), ("from_name", "王桂珍")]);
    let first = first.location().to_owned();
    let typed = format!("/needs/alike?org={org}&what=楼道灯坏了&place=青竹苑12栋");
    let shown = zhou.get_json(&typed).json();
    assert_eq!(shown["alike"][0]["need"]["what"], "12幢楼道灯坏了三天");
    assert!(zhou.get(&typed).text().contains("同一处，字词"), "with its reason");
    assert_eq!(zhou.get_json(&format!("/needs/alike?org={org}&what=陪老人看病&place=青竹苑12幢")).json()["alike"], json!([]));

    let asked = town.visitor().post(&ask, &[("what", "楼道灯坏了"), ("place", "青竹苑12栋"), ("name", "李建国")]).location().to_owned();
    let list = zhou.get_json("/needs").json();
    let second = format!("/needs/{}", list["needs"][0]["id"].as_str().expect("a need"));
    assert!(zhou.get(&second).text().contains("是同一件"));
    let other = first.rsplit('/').next().expect("an id").to_owned();
    assert_eq!(zhou.post(&format!("{second}/twin"), &[("other", &other)]).status, 303);
    assert_eq!(zhou.post(&format!("{first}/twin"), &[("other", &other)]).status, 409, "not with itself");
    let page = zhou.get_json(&second).json();
    assert_eq!((page["need"]["state"].as_str(), page["twin"]["id"].as_str()), (Some("twice"), Some(other.as_str())));
    assert_eq!(page["from_name"], "李**", "who asked is kept at both");
    assert_eq!(zhou.get_json(&first).json()["twins"].as_array().map(Vec::len), Some(1));
    assert_eq!(zhou.post(&format!("{first}/closure"), &[("end", "met"), ("reason", "物业换了灯")]).status, 303);
    assert!(town.visitor().get(&asked).text().contains("物业换了灯"), "what becomes of one becomes of the other");
}

/// Of a member who was visited the building comes along, and nothing of the member.
#[test]
fn on_a_visit_the_building_is_known_and_the_person_is_not() {
    let (town, zhou, org) = desk();
    let member = town.member("青竹苑社区第一党支部", "赵建国", facts_of("赵建国"));
    town.write(move |cx| {
        use crate::{orgs::Org, places};
        let org = Org::named(cx, COMMUNITY)?.expect("the community");
        let building =
            places::Place::put(cx, &org, &places::NewPlace { parent: None, kind: places::Kind::Building, name: "青竹苑12幢", at: None })?;
        places::settle(cx, &cx.find(member)?, &cx.find(building)?, "said")
    });
    let form = zhou.get_json(&format!("/needs/new?channel=visit&member={member}")).json();
    assert_eq!(
        (form["channel"].as_str(), form["place"].as_str(), form["from_name"].as_str()),
        (Some("visit"), Some("青竹苑12幢"), Some(""))
    );
    let building = form["building"].as_str().expect("a building").to_owned();
    let typed = [("org", org.as_str()), ("what", "楼道灯坏了"), ("building", building.as_str()), ("channel", "visit")];
    let url = zhou.post("/needs", &typed).location().to_owned();
    assert_eq!(zhou.get_json(&url).json()["building"], "青竹苑12幢");
    assert_eq!(zhou.post("/needs", &[("org", org.as_str()), ("what", "x"), ("building", "nowhere")]).status, 422);
    assert_eq!(zhou.get_json("/needs?state=closed").json()["needs"], json!([]));
    assert_eq!(zhou.post(&format!("{url}/closure"), &[("end", "not_ours"), ("reason", "找物业")]).status, 303);
    assert_eq!(zhou.get_json("/needs?state=closed").json()["needs"].as_array().map(Vec::len), Some(1));
}

#[test]
fn who_asked_is_forgotten_some_time_after_the_answer() {
    let (town, zhou, org) = desk();
    let url = zhou
        .post("/needs", &[("org", org.as_str()), ("what", "修灯"), ("from_name", "王桂珍"), ("phone", "14000000041")])
        .location()
        .to_owned();
    assert_eq!(zhou.post(&format!("{url}/closure"), &[("end", "met"), ("reason", "好了")]).status, 303);
    let forget = || {
        town.house.queue_again("needs.forget").expect("queued");
        town.house.work_off().expect("worked off");
    };
    town.clock.set("2027-05-01T02:00:00Z");
    forget();
    assert_eq!(zhou.get_json(&url).json()["from_name"], "王**", "not yet");
    town.clock.set("2027-06-01T02:00:00Z");
    forget();
    let page = zhou.get_json(&url).json();
    assert_eq!((page["from_name"].as_str(), page["phone"].as_str(), page["need"]["what"].as_str()), (Some(""), Some(""), Some("修灯")));
}

#[test]
fn the_poster_is_printed_once_the_page_is_on() {
    let (_town, zhou, org) = desk();
    let poster = format!("/orgs/{org}/counter/poster");
    assert_eq!(zhou.get(&poster).status, 409);
    let ask = counter(&zhou, &org);
    let page = zhou.get(&poster).text();
    assert!(page.contains(&format!("http://linli.test{ask}")) && page.contains(PHONE) && page.contains("<svg"), "{page}");
    let pdf = zhou.get(&format!("{poster}.pdf"));
    assert_eq!((pdf.status, &pdf.bytes[..5]), (200, b"%PDF-".as_slice()));
}
