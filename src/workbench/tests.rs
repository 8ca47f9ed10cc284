use crate::{
    people::{Facts, Member},
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

/// Who changed lately stands there once, with the last of it, as the ledger shows them.
#[test]
fn whose_facts_changed_stands_there_once() {
    let town = Town::new();
    let branch = "青竹苑社区第一党支部";
    let zhao = town.member(branch, "赵建国", Facts { employment: "在职".into(), ..facts_of("赵建国") });
    let sun = town.member(branch, "孙桂兰", facts_of("孙桂兰"));
    town.member(branch, "钱守业", facts_of("钱守业"));
    let change = |id, new: fn(&mut Facts)| {
        town.write(move |cx| {
            let member: Member = cx.find(id)?;
            let mut facts = member.facts(cx)?;
            new(&mut facts);
            member.change(cx, &facts, "edited", None)
        })
    };
    change(zhao, |facts| facts.phone = Some("13900000001".into()));
    change(sun, |facts| facts.lives_at = Some("青竹苑9幢".into()));
    change(zhao, |facts| facts.employment = "离退休".into());
    let zhou = town.person("周敏", "worker", "青竹苑社区党总支");
    let page = zhou.get_json("/").json();
    let changed: Vec<_> = page["changed"].as_array().expect("a list").iter().map(|c| (&c["member"]["name"], &c["fields"])).collect();
    assert_eq!(changed, [(&"赵建国".into(), &"employment".into()), (&"孙桂兰".into(), &"lives_at".into())]);
    assert_eq!(page["words"], "2026年11月 · 2 个支部 · 3 名党员");
    let shown = zhou.get("/").text();
    assert!(
        shown.contains("离退休") && shown.contains("现居住地") && !shown.contains("青竹苑9幢"),
        "what changed is named, the hidden is not shown"
    );
    change(sun, |facts| {
        (facts.unit, facts.education) = ("县人民医院".into(), "大专".into());
        (facts.lives_at, facts.phone) = (None, Some("13900000002".into()));
    });
    assert!(zhou.get("/").text().contains(" 等 4 项"), "a whole card is told in one line");
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
