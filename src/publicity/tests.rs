//! Who is named in public: asked, agreeing, taking it back; on the phone and at the desk.

use super::{Kind, Mask, Publicity, Terms, Veil};
use crate::testing::{Town, facts_of};
use jiff::civil::date;
use kernel::{Id, Scope};

const BRANCH: &str = "青竹苑社区第一党支部";
const COMMUNITY: &str = "青竹苑社区党总支";

/// 赵建国 and 孙桂兰 are named in something public, full names.
fn named() -> (Town, [Id; 2], Id) {
    let town = Town::new();
    let members = ["赵建国", "孙桂兰"].map(|name| town.member(BRANCH, name, facts_of(name)));
    let path = town.org(BRANCH).path;
    let id = town.write(move |cx| {
        let terms = Terms { from: date(2026, 11, 20), to: date(2026, 12, 20), mask: Mask::Full };
        Ok(Publicity::put(cx, &path, Kind::News, Id::named(&["a thing"]), "扫雪", terms, &members)?.id)
    });
    (town, members, id)
}

fn veiled(town: &Town, id: Id) -> String {
    town.house
        .read_as_system("test", Scope::ALL, move |cx| Ok(Veil::over(cx, &cx.find::<Publicity>(id)?)?.text("赵建国、孙桂兰扫雪。")))
        .expect("a readable publicity")
}

#[test]
fn nobody_is_named_before_they_agree_and_no_longer_once_they_take_it_back() {
    let (town, [zhao, sun], id) = named();
    let me = town.member_account(zhao, "赵建国", BRANCH);
    assert_eq!(veiled(&town, id), "一名党员、一名党员扫雪。");
    assert_eq!(me.get_json("/me").json()["consents_asked"], 1);
    let consents = me.get_json("/me/consents").json();
    assert_eq!(consents["consents"].as_array().map(Vec::len), Some(1), "each sees their own");
    let mine = format!("/me/consents/{}", consents["consents"][0]["id"].as_str().expect("an id"));
    assert_eq!(me.post(&mine, &[("yes", "true")]).status, 303);
    assert_eq!(veiled(&town, id), "赵建国、一名党员扫雪。");
    assert!(me.get("/me/consents").text().contains("收回同意"));
    assert_eq!(me.post(&mine, &[("yes", "false")]).status, 303);
    assert_eq!(veiled(&town, id), "一名党员、一名党员扫雪。", "at once");
    assert_eq!(me.get_json("/me/consents").json()["consents"][0]["state"], "taken_back");
    // 孙桂兰 says it at the desk; 赵建国 cannot say it for her.
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let list = zhou.get_json("/consents").json();
    let hers = list["consents"].as_array().expect("a list").iter().find(|c| c["name"] == "孙桂兰").expect("hers")["id"]
        .as_str()
        .expect("id")
        .to_owned();
    assert_eq!(me.post(&format!("/me/consents/{hers}"), &[("yes", "true")]).status, 404);
    assert_eq!(zhou.post(&format!("/consents/{hers}"), &[("yes", "true"), ("how", "by owl")]).status, 422);
    assert_eq!(zhou.post(&format!("/consents/{hers}"), &[("yes", "true"), ("how", "paper")]).status, 303);
    assert_eq!(veiled(&town, id), "一名党员、孙桂兰扫雪。");
    let traces: Vec<(String, String)> = town.write(move |cx| {
        cx.all(
            "select a.name, a.detail from {audit} a where a.subject = $1 and a.detail like 'consent%' order by a.seq",
            kernel::args![sun],
        )
    });
    assert_eq!(traces, [("周敏".into(), "consent to news given by paper".into())]);
    // The branch next door has nothing to say here, and a leader does not decide.
    assert_eq!(
        town.person("沈静", "worker", "东风村党总支").post(&format!("/consents/{hers}"), &[("yes", "false"), ("how", "desk")]).status,
        404
    );
    assert_eq!(town.person("李思远", "leader", BRANCH).get("/consents").status, 403);
}

#[test]
fn asked_once_however_often_it_is_put() {
    let (town, [zhao, _], id) = named();
    let me = town.member_account(zhao, "赵建国", BRANCH);
    let mine = format!("/me/consents/{}", me.get_json("/me/consents").json()["consents"][0]["id"].as_str().expect("an id"));
    me.post(&mine, &[("yes", "true")]);
    let path = town.org(BRANCH).path;
    town.write(move |cx| {
        let terms = Terms { from: date(2026, 11, 22), to: date(2027, 1, 1), mask: Mask::Surname };
        Publicity::put(cx, &path, Kind::News, Id::named(&["a thing"]), "扫雪", terms, &[zhao])
    });
    assert_eq!(veiled(&town, id), "赵某某、一名党员扫雪。", "the word stands, and the mask is the new one");
    let zhou = town.person("周敏", "worker", COMMUNITY);
    assert_eq!(zhou.post(&format!("/publicities/{id}/ending"), &[]).status, 303);
    assert_eq!(me.get_json("/me/consents").json()["consents"].as_array().map(Vec::len), Some(0), "what has ended asks nothing");
}
