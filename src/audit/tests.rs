use crate::testing::Town;
use kernel::Scope;

const STREET: &str = "青龙街道党工委";

#[test]
fn the_auditor_reads_who_did_what_and_nothing_else() {
    let town = Town::new();
    let officer = town.person("林岚", "officer", STREET);
    officer.post("/settings", &[("ranking.branches", "on")]);
    let auditor = town.person("秦镜", "auditor", STREET);
    let page = auditor.get("/audit").text();
    assert!(page.contains("setting ranking.branches on") && page.contains("林岚"), "{page}");
    let of = |query: &str| auditor.get_json(&format!("/audit?{query}")).json()["entries"].as_array().map_or(0, Vec::len);
    assert_eq!(of("permission=settings.edit"), 1);
    assert_eq!(of("who=%E6%9E%97%E5%B2%9A"), 1);
    assert_eq!((of("from=2026-11-23"), of("to=2026-11-21")), (0, 0));
    assert!(of("from=2026-11-22&to=2026-11-22") > 1);
    assert_eq!(auditor.get_json("/audit?subject=nonsense").status, 422);
    let subject =
        auditor.get_json("/audit?permission=settings.edit").json()["entries"][0]["subject"].as_str().expect("a subject").to_owned();
    assert_eq!(of(&format!("subject={subject}")), 1);
    for closed in ["/accounts", "/settings"] {
        assert_eq!(auditor.get_json(closed).status, 403, "{closed}");
    }
    assert_eq!(officer.get_json("/audit").status, 403);
}

#[test]
fn the_log_is_read_page_by_page_and_every_act_once() {
    let town = Town::new();
    let auditor = town.person("秦镜", "auditor", STREET);
    for n in 0..120 {
        town.write(move |cx| {
            cx.note(kernel::Id::NIL, format!("act {n}"));
            Ok(())
        });
    }
    let (mut url, mut seen) = ("/audit".to_owned(), vec![]);
    loop {
        let page = auditor.get_json(&url).json();
        seen.extend(page["entries"].as_array().expect("entries").iter().map(|e| e["seq"].as_i64().expect("a number")));
        let Some(next) = page["next"].as_i64() else { break };
        url = format!("/audit?before={next}");
    }
    let count: i64 = town.house.read_as_system("test", Scope::ALL, |cx| cx.one("select count(*) from {audit} a", kernel::args![])).unwrap();
    assert_eq!(seen, (1..=count).rev().collect::<Vec<_>>());
}

#[test]
fn a_community_auditor_sees_the_acts_of_the_community() {
    let town = Town::new();
    for (name, org) in [("周敏", "青竹苑社区党总支"), ("孙东", "东风村党总支")] {
        town.person(name, "officer", org).post("/settings", &[("ranking.branches", "on")]);
    }
    let auditor = town.person("秦镜", "auditor", "青竹苑社区党总支");
    let text = auditor.get("/audit").text();
    assert!(text.contains("周敏") && !text.contains("孙东"), "{text}");
}

#[test]
fn the_chain_is_verified_and_the_export_noted() {
    let town = Town::new();
    let auditor = town.person("秦镜", "auditor", STREET);
    assert!(auditor.get("/audit/chain").text().contains("链完整"));
    let csv = auditor.post("/audit/export", &[("permission", "system")]);
    assert!(csv.header("content-type").starts_with("text/csv"));
    assert!(csv.text().contains("founded 青龙街道党工委"), "{}", csv.text());
    assert!(auditor.get("/audit").text().contains("entries of the audit log"));
    town.house.db.write_now(|conn| conn.borrow_mut().run("update audit set detail = 'nothing happened' where seq = 2", &[])).unwrap();
    assert!(auditor.get("/audit/chain").text().contains("链不完整"));
}
