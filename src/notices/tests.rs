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
    assert_eq!(zhou.post("/units", &unit).status, 303);
    assert_eq!(zhou.post("/units", &unit).status, 422, "once only");
    assert!(zhou.get("/units").text().contains("140****0008"));
    let contact = town.person("钱进", "contact", COMMUNITY);
    assert!(contact.get("/unit?month=2026-12").text().contains("还没有发布计划"));
    let done =
        cli::plan(&town.house, Scope::Subtree(town.org(COMMUNITY).path), "2026-12", true).expect("published").published.expect("published");
    assert_eq!(done.units, 1);
    assert!(contact.get("/unit?month=2026-12").text().contains("主题党日"));
    assert_eq!(contact.get("/plan").status, 403);
    let notices = zhou.get_json("/notices").json();
    let to_units =
        notices["notices"].as_array().unwrap().iter().find(|n| n["reach"]["all"] == 0).expect("the units' notice")["notice"]["id"]
            .as_str()
            .unwrap()
            .to_owned();
    let page = zhou.get_json(&format!("/notices/{to_units}")).json();
    let told = format!("/notices/{to_units}/units/{}", page["units"][0]["id"].as_str().unwrap());
    assert_eq!(zhou.post(&told, &[]).status, 303);
    assert_eq!(zhou.get_json(&format!("/notices/{to_units}")).json()["units"][0]["state"], "told");
}
