mod delivering;
mod sending;
mod withdrawing;

use super::Notice;
use crate::{
    activities::cli,
    people::Facts,
    testing::{Town, facts_of},
};
use kernel::{Id, Scope, args};

const BRANCH: &str = "青竹苑社区第一党支部";
const COMMUNITY: &str = "青竹苑社区党总支";

/// Two members, one with an account; November is published.
fn published() -> (Town, Vec<Id>) {
    let town = Town::new();
    let members =
        ["赵建国", "孙桂兰"].map(|name| town.member(BRANCH, name, Facts { phone: Some("14000000007".into()), ..facts_of(name) })).to_vec();
    town.member_account(members[0], "赵建国", BRANCH);
    cli::plan(&town.house, Scope::ALL, "2026-12", true).expect("published");
    (town, members)
}

fn only_notice(town: &Town) -> Id {
    town.write(|cx| Ok(Notice::list(cx)?.remove(0).id))
}

#[test]
fn who_has_no_account_is_called_until_nobody_is_left() {
    let (town, members) = published();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let id = only_notice(&town);
    let calls = zhou.get(&format!("/notices/{id}/calls")).text();
    assert!(calls.contains("140****0007") && !calls.contains("14000000007"), "on the screen numbers are masked");
    for member in &members {
        assert_eq!(zhou.post(&format!("/notices/{id}/calls/{member}"), &[]).status, 303);
    }
    assert_eq!(zhou.get_json(&format!("/notices/{id}")).json()["reach"]["left"], 0);
    assert!(zhou.get(&format!("/notices/{id}/calls")).text().contains("一个不漏"));
}

#[test]
fn a_call_is_a_contact_and_a_second_click_is_no_second_call() {
    let (town, members) = published();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let (id, member) = (only_notice(&town), members[1]);
    let told = format!("/notices/{id}/calls/{member}");
    assert_eq!((zhou.post(&told, &[]).status, zhou.post(&told, &[]).status), (303, 303));
    let contacts: Vec<(String, String, bool, String)> = town
        .write(move |cx| cx.all("select c.occurred_on, c.kind, c.two_way, c.made_by from {contacts} c where c.member = $1", args![member]));
    assert_eq!(contacts, [("2026-11-22".into(), "call".into(), true, "周敏".into())]);
    let last: Option<String> = town.write(move |cx| cx.one("select m.last_contact from {members} m where m.id = $1", args![member]));
    assert_eq!(last.as_deref(), Some("2026-11-22"), "from it the ninety days are counted");
    let traces: i64 = town
        .write(move |cx| cx.one("select count(*) from {audit} a where a.detail like $1", args![format!("%told {member} by telephone%")]));
    assert_eq!(traces, 1);
}

#[test]
fn the_printed_call_list_wants_a_reason_and_leaves_a_trace() {
    let (town, _) = published();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let url = format!("/notices/{}/calls", only_notice(&town));
    assert_eq!(zhou.post(&url, &[("reason", "")]).status, 422);
    let paper = zhou.post(&url, &[("reason", "通知党日")]);
    assert!(paper.status == 200 && paper.text().contains("14000000007"));
    let traces: i64 = town.write(|cx| cx.one("select count(*) from {audit} a where a.reason = '通知党日'", args![]));
    assert_eq!(traces, 2, "one line for each number shown");
    let auditor = town.person("审计", "auditor", COMMUNITY);
    assert_eq!(auditor.post(&url, &[("reason", "看看")]).status, 403);
}

#[test]
fn units_are_told_and_follow_what_is_published_only() {
    let town = Town::new();
    town.member(BRANCH, "赵建国", facts_of("赵建国"));
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY).id.to_string();
    let unit = [("org", org.as_str()), ("name", "恒通纺织有限公司"), ("contact_person", "钱进"), ("phone", "14000000008")];
    let entered = zhou.post("/units", &unit);
    assert_eq!((entered.status, zhou.post("/units", &unit).status), (303, 422), "once only");
    assert!(zhou.get(entered.location()).text().contains("140****0008"));
    let contact = town.person("钱进", "contact", COMMUNITY);
    assert!(contact.get("/unit?month=2026-12").text().contains("还没有发布计划"));
    let done =
        cli::plan(&town.house, Scope::Subtree(town.org(COMMUNITY).path), "2026-12", true).expect("published").published.expect("published");
    assert_eq!(done.units, 1);
    assert!(contact.get("/unit?month=2026-12").text().contains("主题党日"));
    let pdf = contact.get("/unit/plan.pdf?month=2026-12");
    assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF"), "and as a paper");
    assert_eq!(contact.get("/plan").status, 403);
    let notice = contact.get_json("/unit").json()["notices"][0].clone();
    let url = format!("/unit/notices/{}", notice["id"].as_str().expect("the notice"));
    assert_eq!((notice["state"].as_str(), contact.get(&url).status), (Some("sent"), 200));
    assert!(zhou.get(&format!("/notices/{}/calls", notice["id"].as_str().unwrap())).text().contains("140****0008"), "and on the call list");
    assert_eq!(contact.post(&format!("{url}/reading"), &[]).location(), url);
    assert_eq!(contact.get_json("/unit").json()["notices"][0]["state"], "seen");
    let stranger = town.person("钱进二", "contact", COMMUNITY);
    assert_eq!((stranger.get(&url).status, stranger.post(&format!("{url}/reading"), &[]).status), (404, 404));
    let notices = zhou.get_json("/notices").json();
    let to_units =
        notices["notices"].as_array().unwrap().iter().find(|n| n["reach"]["all"] == 0).expect("the units' notice")["notice"]["id"]
            .as_str()
            .unwrap()
            .to_owned();
    let page = zhou.get_json(&format!("/notices/{to_units}")).json();
    let told = format!("/notices/{to_units}/units/{}", page["units"][0]["id"].as_str().unwrap());
    assert_eq!(zhou.post(&told, &[]).status, 303);
    assert_eq!(zhou.get_json(&format!("/notices/{to_units}")).json()["units"][0]["state"], "seen", "who has opened it need not be told");
}
