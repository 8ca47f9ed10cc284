use crate::{
    people::Facts,
    testing::{Town, facts_of},
};

/// 周敏 opens her desk in the morning: the month's five steps, and who has not been heard of.
#[test]
fn the_workbench_says_what_is_due() {
    let town = Town::new();
    town.member("青竹苑社区第一党支部", "孙桂兰", Facts { last_contact: Some("2026-03-02".into()), ..facts_of("孙桂兰") });
    town.member(
        "青竹苑社区第一党支部",
        "赵建国",
        Facts { last_contact: Some("2026-11-20".into()), flags: vec!["id_missing".into()], ..facts_of("赵建国") },
    );
    let zhou = town.person("周敏", "worker", "青竹苑社区党总支");
    let page = zhou.get_json("/").json();
    assert_eq!(page["steps"].as_array().map(Vec::len), Some(5));
    assert_eq!(page["steps"][0]["state"], "now", "one member's facts wait for a decision: the ledger is the step at hand");
    let due = page["due"].to_string();
    assert!(due.contains("孙桂兰") && due.contains("/members?uncontacted="), "{due}");
    assert!(due.contains("/members?is=undecided"), "{due}");
    assert!(zhou.get("/").text().contains("aria-current=\"step\""));
}

/// An empty house shows the one thing to do.
#[test]
fn an_empty_ledger_asks_for_the_workbooks() {
    let town = Town::new();
    let page = town.person("周敏", "worker", "青竹苑社区党总支").get_json("/").json();
    assert_eq!(page["due"][0]["url"], "/imports");
}

/// Who has no workbench is led to where their work is.
#[test]
fn others_begin_elsewhere() {
    let town = Town::new();
    assert_eq!(town.person("吴审", "auditor", "青龙街道党工委").get("/").location(), "/audit");
}
