use crate::{
    activities::cli,
    people::Facts,
    testing::{Town, facts_of},
};
use kernel::{Id, Scope, testing::Asker};

const BRANCH: &str = "青竹苑社区第一党支部";

/// 赵建国 with his phone; the month after next is published.
fn zhao() -> (Town, Id, Asker) {
    let town = Town::new();
    let facts = Facts { id_no: Some("11010519491231002X".into()), phone: Some("14000000005".into()), ..facts_of("赵建国") };
    let member = town.member(BRANCH, "赵建国", facts);
    town.member(BRANCH, "孙桂兰", facts_of("孙桂兰"));
    let zhao = town.member_account(member, "赵建国", BRANCH);
    cli::plan(&town.house, Scope::ALL, "2026-12", true).expect("published");
    (town, member, zhao)
}

#[test]
fn he_says_he_cannot_come_and_the_roll_call_knows_his_wish() {
    let (town, member, zhao) = zhao();
    let home = zhao.get_json("/me").json();
    let id = home["next"]["activity"]["id"].as_str().expect("something is on").to_owned();
    let page = zhao.get("/me").text();
    assert!(page.contains("赵建国") && page.contains("我参加") && page.contains("请上门送学"));
    assert_eq!(zhao.post(&format!("/me/activities/{id}/answer"), &[("answer", "visit")]).status, 303);
    assert!(zhao.get("/me").text().contains("您说了：请上门"));
    let worker = town.person("周敏", "worker", "青竹苑社区党总支");
    assert!(worker.get(&format!("/activities/{id}/roll-call")).text().contains("本人希望"));
    assert_eq!(worker.get_json(&format!("/activities/{id}")).json()["visits"], 1);
    assert_eq!(zhao.post(&format!("/me/activities/{id}/answer"), &[("answer", "come")]).status, 303, "one may think again");
    assert_eq!(worker.get_json(&format!("/activities/{id}")).json()["comes"], 1);
    // A call comes in: 孙桂兰 has no phone page.
    let _ = member;
    let people = worker.get_json(&format!("/activities/{id}")).json();
    let sun = people["people"].as_array().unwrap().iter().find(|p| p["name"] == "孙桂兰").unwrap()["id"].as_str().unwrap().to_owned();
    assert_eq!(worker.post(&format!("/activities/{id}/answers"), &[("member", &sun), ("answer", "cannot")]).status, 303);
    assert_eq!(worker.get_json(&format!("/activities/{id}")).json()["cannot"], 1);
}

#[test]
fn a_notice_is_seen_when_it_is_opened() {
    let (town, _, zhao) = zhao();
    let inbox = zhao.get_json("/me/notices").json();
    let id = inbox["notices"][0]["notice"]["id"].as_str().expect("a notice").to_owned();
    assert_eq!(zhao.get(&format!("/me/notices/{id}")).status, 200);
    let worker = town.person("周敏", "worker", "青竹苑社区党总支");
    assert_eq!(worker.get_json(&format!("/notices/{id}")).json()["reach"]["seen"], 0, "looking changes nothing");
    assert_eq!(zhao.post(&format!("/me/notices/{id}/reading"), &[]).status, 303);
    assert_eq!(worker.get_json(&format!("/notices/{id}")).json()["reach"]["seen"], 1);
    assert!(zhao.get_json("/me").json()["unread"].as_array().unwrap().is_empty());
}

#[test]
fn his_card_is_masked_and_he_asks_for_a_correction() {
    let (town, member, zhao) = zhao();
    let card = zhao.get("/me/card").text();
    assert!(card.contains("140****0005") && !card.contains("14000000005") && !card.contains("11010519491231002X"));
    assert_eq!(zhao.post("/me/card/corrections", &[("text", "")]).status, 422);
    assert_eq!(zhao.post("/me/card/corrections", &[("text", "我搬到 12 幢了")]).status, 303);
    assert!(zhao.get("/me/card").text().contains("等社区核对"));
    let open: i64 = town
        .write(move |cx| cx.one("select count(*) from {corrections} c where c.member = $1 and c.state = 'open'", kernel::args![member]));
    assert_eq!(open, 1);
}

#[test]
fn he_sees_nothing_of_others_and_staff_pages_are_not_his() {
    let (town, _, zhao) = zhao();
    assert_eq!(zhao.get("/plan").status, 403);
    assert_eq!(zhao.get("/notices").status, 403);
    for page in ["/me", "/me/activities", "/me/notices", "/me/card", "/me/call", "/me/code"] {
        let answered = zhao.get(page);
        assert_eq!(answered.status, 200, "{page}: {}", answered.text());
        assert!(!answered.text().contains("孙桂兰"), "{page}");
    }
    let stranger = town.person("无人", "member", BRANCH);
    assert_eq!(stranger.get("/me").status, 404, "an account without a member sees nothing");
    assert_eq!(town.visitor().get("/me").status, 303);
}

#[test]
fn he_finds_whom_to_call() {
    let (town, _, zhao) = zhao();
    let org = town.org(BRANCH);
    town.write(move |cx| {
        let phone = cx.seal(kernel::Spot { table: "orgs", column: "phone", row: org.id }, "14000000001")?;
        cx.run("update {orgs} set secretary = '周敏', phone = $1 where id = $2", kernel::args![phone, org.id])
    });
    let page = zhao.get("/me/call").text();
    assert!(page.contains("周敏") && page.contains("tel:14000000001") && page.contains("140****0001"));
}
