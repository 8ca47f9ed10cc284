use super::{BRANCH, COMMUNITY, populated, worker};
use crate::{activities::cli, testing::Town};
use kernel::Scope;
use serde_json::Value;

fn lines(page: &Value) -> Vec<&Value> {
    page["groups"].as_array().expect("groups").iter().flat_map(|g| g["lines"].as_array().expect("lines")).collect()
}

#[test]
fn zhou_min_plans_november_and_publishes_it_once() {
    let (town, members) = populated();
    let zhou = worker(&town);
    let page = zhou.get_json("/plan?month=2026-11").json();
    let proposed = lines(&page)
        .into_iter()
        .map(|l| (l["id"].as_str().unwrap().to_owned(), l["kind"].as_str().unwrap().to_owned()))
        .collect::<Vec<_>>();
    let id = |kind: &str| proposed.iter().find(|p| p.1 == kind).unwrap_or_else(|| panic!("no {kind} in {proposed:?}")).0.clone();
    assert!(
        lines(&page).iter().any(|l| l["basis"]["article"].as_str().is_some_and(|a| a.contains("第12条"))),
        "the committee's article stands beside it"
    );

    // She leaves the lecture out and moves the theme day to the evening.
    let org = page["org"].as_str().unwrap().to_owned();
    let mut form: Vec<(String, String)> = vec![("month".into(), "2026-11".into()), ("org".into(), org.clone())];
    for line in lines(&page) {
        form.push((format!("day.{}", line["id"].as_str().unwrap()), line["day"].as_str().unwrap().into()));
    }
    form.push((format!("leave.{}", id("lecture")), "yes".into()));
    form.push((format!("starts.{}", id("theme_day")), "19:00".into()));
    let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(zhou.post("/plans", &form).status, 303);
    let draft = zhou.get_json("/plan?month=2026-11").json();
    assert_eq!((draft["proposed"].as_u64(), draft["drafts"].as_u64()), (Some(0), Some(6)));
    assert!(zhou.get_json("/notices").json()["notices"].as_array().unwrap().is_empty(), "a draft tells nobody");

    // Culture is added, and all of it published.
    let branch = town.org(BRANCH).id.to_string();
    let added = [
        ("month", "2026-11"),
        ("top", org.as_str()),
        ("org", branch.as_str()),
        ("kind", "culture"),
        ("day", "2026-11-28"),
        ("starts", "15:00"),
    ];
    assert_eq!(zhou.post("/plans/activities", &added).status, 303);
    assert_eq!(zhou.post("/plans/publication", &form).status, 303);
    let stands = zhou.get_json("/plan?month=2026-11").json();
    assert_eq!((stands["drafts"].as_u64(), stands["standing"].as_u64()), (Some(0), Some(7)));
    let notices = zhou.get_json("/notices").json();
    assert_eq!(notices["notices"].as_array().unwrap().len(), 1, "one notice for the branch");
    assert_eq!(
        notices["notices"][0]["reach"]["left"].as_u64(),
        Some(members.len() as u64),
        "nobody has an account: all are on the call list"
    );
    assert!(notices["notices"][0]["notice"]["body"].as_str().unwrap().contains("19:00 主题党日"));

    // A second time nothing doubles.
    assert_eq!(zhou.post("/plans/publication", &form).status, 303);
    assert_eq!(zhou.get_json("/plan?month=2026-11").json()["standing"].as_u64(), Some(7));
    assert_eq!(zhou.get_json("/notices").json()["notices"].as_array().unwrap().len(), 1);
    let page = zhou.get("/plan?month=2026-11").text();
    assert!(page.contains("不安排") && page.contains("2026年11月计划"));
    assert!(zhou.get("/calendar?month=2026-11").text().contains("19:00–21:00"));
}

#[test]
fn a_rejected_plan_comes_back_as_typed() {
    let (town, _) = populated();
    let zhou = worker(&town);
    let page = zhou.get_json("/plan?month=2026-11").json();
    let (org, id) = (page["org"].as_str().unwrap(), lines(&page)[0]["id"].as_str().unwrap().to_owned());
    let day = format!("day.{id}");
    let back = zhou
        .with("referer", "http://linli.test/plan?month=2026-11")
        .post("/plans", &[("month", "2026-11"), ("org", org), (day.as_str(), "2026-11-31")]);
    assert_eq!(back.status, 422);
    assert!(back.text().contains("2026-11-31") && back.text().contains("日期不对"));
    assert_eq!(zhou.get("/plan?month=nonsense").status, 422);
}

#[test]
fn a_leader_sees_the_plan_and_cannot_publish_it() {
    let (town, _) = populated();
    let leader = town.person("王芳", "leader", BRANCH);
    assert_eq!(leader.get("/plan").status, 200);
    assert_eq!(leader.post("/plans/publication", &[("month", "2026-11")]).status, 403);
    let east = town.person("孙平", "worker", "东风村党总支");
    let org = town.org(COMMUNITY).id;
    assert_eq!(east.get(&format!("/plan?org={org}")).status, 404);
}

#[test]
fn the_command_line_plans_the_same_month() {
    let (town, _) = populated();
    let scope = || Scope::Subtree(town.org(COMMUNITY).path);
    let proposed = cli::plan(&town.house, scope(), "2026-11", false).expect("a plan");
    assert!(proposed.published.is_none() && proposed.lines.iter().all(|l| l.state.is_none()));
    let done = cli::plan(&town.house, scope(), "2026-11", true).expect("a plan").published.expect("published");
    assert_eq!((done.activities, done.notices), (proposed.lines.len() as i64, 1));
    let again = cli::plan(&town.house, scope(), "2026-11", true).expect("a plan").published.expect("published");
    assert_eq!((again.activities, again.notices), (0, 0));
    assert!(cli::plan(&town.house, scope(), "11/2026", false).is_err());
    let empty = Town::new();
    assert!(cli::plan(&empty.house, Scope::ALL, "2026-11", false).expect("a plan").lines.is_empty(), "an empty ledger owes nothing");
}

#[test]
fn a_committee_that_nobody_sits_on_says_so_beside_its_line() {
    let (town, _) = populated();
    let zhou = worker(&town);
    let nobody = |page: &Value| {
        let committees: Vec<bool> = lines(page).iter().filter(|l| l["due"] == "committee").map(|l| l["nobody"] == true).collect();
        assert!(!committees.is_empty());
        committees
    };
    assert!(nobody(&zhou.get_json("/plan?month=2026-11").json()).iter().all(|n| *n));
    assert!(zhou.get("/plan?month=2026-11").text().contains("写上书记"));
    town.write(|cx| cx.run("update {orgs} set secretary = '赵建国' where id in (select o.id from {orgs} o)", kernel::args![]));
    assert!(nobody(&zhou.get_json("/plan?month=2026-11").json()).iter().all(|n| !n), "one of the ledger is named");
}
