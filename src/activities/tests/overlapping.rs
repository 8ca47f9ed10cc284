//! What stands in whose way, and the days that an organisation keeps.

use super::{BRANCH, COMMUNITY, populated, theme_day, worker};
use crate::testing::Town;
use kernel::{Id, testing::Asker};
use serde_json::Value;

const SECOND: &str = "青竹苑社区第二党支部";

/// Adds an activity to December's plan; its id.
fn add(town: &Town, asker: &Asker, org: &str, kind: &str, day: &str, starts: &str, place: &str) -> (Id, Value) {
    let (top, org) = (town.org(COMMUNITY).id.to_string(), town.org(org).id.to_string());
    let title = format!("{kind} {day} {starts}");
    let form = [
        ("month", "2026-12"),
        ("top", &top),
        ("org", &org),
        ("kind", kind),
        ("title", &title),
        ("day", day),
        ("starts", starts),
        ("place", place),
    ];
    let done = asker.with("accept", "application/json").post("/plans/activities", &form);
    assert_eq!(done.status, 200, "{}", done.text());
    let plan = asker.get_json("/plan?month=2026-12").json();
    let lines = plan["groups"].as_array().into_iter().flatten().flat_map(|g| g["lines"].as_array().cloned().unwrap_or_default());
    let id = lines.filter(|l| l["title"] == title.as_str()).find_map(|l| l["id"].as_str().map(str::to_owned)).expect("it stands");
    (id.parse().expect("an id"), done.json())
}

#[test]
fn two_of_one_branch_at_one_time_are_said_with_name_room_and_people_and_not_refused() {
    let (town, _) = populated();
    let zhou = worker(&town);
    let theme = theme_day(&town, "2026-12-10");
    let (study, said) = add(&town, &zhou, BRANCH, "study_session", "2026-12-10", "20:00", "三楼会议室");
    let said = said["said"].as_str().unwrap_or_default().to_owned();
    for words in ["19:00–21:00", "主题党日", "同一地点“三楼会议室”", "同一组织", "8 人两边都应参加", "等"] {
        assert!(said.contains(words), "{words} is missing in {said}");
    }
    let json = zhou.get_json(&format!("/activities/{study}")).json();
    assert_eq!((json["clashes"].as_array().map(Vec::len), json["clashes"][0]["people"].as_i64()), (Some(1), Some(8)));
    assert_eq!(zhou.get_json(&format!("/activities/{theme}")).json()["clashes"][0]["other"]["id"], study.to_string());
    let plan = zhou.get("/plan?month=2026-12").text();
    assert!(plan.contains("时间重叠：同一地点"), "the plan says it at the line");
    // Moved away, nothing is said any more.
    let moved =
        [("title", "集中学习"), ("day", "2026-12-11"), ("starts", "20:00"), ("minutes", "60"), ("place", "三楼会议室"), ("host", "")];
    let done = zhou.with("accept", "application/json").post(&format!("/activities/{study}"), &moved).json();
    assert!(!done["said"].as_str().unwrap_or_default().contains("请注意"), "{done}");
    assert_eq!(zhou.get_json(&format!("/activities/{theme}")).json()["clashes"], Value::Array(vec![]));
    let back = [("title", "集中学习"), ("day", "2026-12-10"), ("starts", "18:30"), ("minutes", "60"), ("place", "二楼"), ("host", "")];
    let done = zhou.with("accept", "application/json").post(&format!("/activities/{study}"), &back).json();
    let said = done["said"].as_str().unwrap_or_default();
    assert!(said.contains("主题党日") && !said.contains("同一地点"), "another room, the same people: {said}");
}

#[test]
fn one_room_of_a_community_clashes_and_each_branchs_own_office_does_not() {
    let (town, _) = populated();
    let zhou = worker(&town);
    add(&town, &zhou, BRANCH, "culture", "2026-12-12", "09:00", "三楼会议室");
    let (other, _) = add(&town, &zhou, SECOND, "culture", "2026-12-12", "10:00", "三楼会议室");
    let clash = zhou.get_json(&format!("/activities/{other}")).json()["clashes"].clone();
    assert_eq!(
        (clash[0]["place"].as_str(), clash[0]["same_org"].as_bool(), clash[0]["people"].as_i64()),
        (Some("三楼会议室"), Some(false), Some(0))
    );
    add(&town, &zhou, BRANCH, "branch_committee", "2026-12-13", "09:00", "支部办公室");
    let (office, _) = add(&town, &zhou, SECOND, "branch_committee", "2026-12-13", "09:00", "支部办公室");
    assert_eq!(zhou.get_json(&format!("/activities/{office}")).json()["clashes"], Value::Array(vec![]), "each has an office of its own");
    let east = town.person("陈立新", "worker", "东风村党总支");
    let officer = town.person("钱进", "officer", "青龙街道党工委");
    let (top, org) = (town.org("东风村党总支").id.to_string(), town.org("东风村第一党支部").id.to_string());
    let form = [
        ("month", "2026-12"),
        ("top", &*top),
        ("org", &org),
        ("kind", "culture"),
        ("day", "2026-12-12"),
        ("starts", "09:30"),
        ("place", "三楼会议室"),
    ];
    assert_eq!(east.post("/plans/activities", &form).status, 303);
    let calendar = officer.get_json("/calendar?month=2026-12").json();
    assert_eq!(
        calendar["clashes"]["all"].as_array().map(Vec::len),
        Some(1),
        "a third floor of another community is another room: {calendar}"
    );
}

#[test]
fn who_said_they_cannot_come_is_not_torn() {
    let (town, members) = populated();
    let zhou = worker(&town);
    let theme = theme_day(&town, "2026-12-10");
    let (study, _) = add(&town, &zhou, BRANCH, "study_session", "2026-12-10", "19:30", "二楼");
    let cannot = [("member", &*members[0].to_string()), ("answer", "cannot")];
    assert_eq!(zhou.post(&format!("/activities/{theme}/answers"), &cannot).status, 303);
    let clash = zhou.get_json(&format!("/activities/{study}")).json()["clashes"][0].clone();
    assert_eq!(clash["people"], 7);
    assert!(!clash["names"].to_string().contains("赵建国"), "{clash}");
}

#[test]
fn a_branch_keeps_its_first_friday_and_the_plan_follows_it() {
    let (town, _) = populated();
    town.member(SECOND, "钱玉芬", crate::testing::facts_of("钱玉芬"));
    let zhou = worker(&town);
    let line = |month: &str, org: &str, kind: &str| -> Option<Value> {
        let plan = zhou.get_json(&format!("/plan?month={month}")).json();
        let org = town.org(org).id.to_string();
        let mut lines = plan["groups"].as_array().into_iter().flatten().flat_map(|g| g["lines"].as_array().cloned().unwrap_or_default());
        lines.find(|l| l["org"] == org.as_str() && l["kind"] == kind)
    };
    assert_eq!(line("2026-12", BRANCH, "theme_day").expect("one")["day"], "2026-12-07", "the fifth is a Saturday");
    assert!(line("2026-12", BRANCH, "study_session").is_none(), "no day is fixed for study, none is proposed");

    let community = format!("/orgs/{}/fixed-days", town.org(COMMUNITY).id);
    let wrong = zhou.with("accept", "application/json").post(&community, &[("kind", "theme_day"), ("nth", "1"), ("weekday", "")]);
    assert_eq!((wrong.status, &wrong.json()["errors"][0]["field"]), (422, &"weekday".into()));
    assert_eq!(zhou.post(&community, &[("kind", "theme_day"), ("day", "40")]).status, 422);
    assert_eq!(
        zhou.post(&community, &[("kind", "theme_day"), ("day", "4"), ("nth", "1"), ("weekday", "FR")]).status,
        422,
        "one of the two"
    );
    assert_eq!(zhou.post(&community, &[("kind", "election"), ("day", "4")]).status, 422);
    assert_eq!(zhou.post(&community, &[("kind", "theme_day"), ("nth", "1"), ("weekday", "FR")]).status, 303);
    assert_eq!(zhou.post(&community, &[("kind", "study_session"), ("day", "15")]).status, 303);
    let theme = line("2026-12", BRANCH, "theme_day").expect("one");
    assert_eq!((theme["day"].as_str(), theme["fixed"].as_str()), (Some("2026-12-04"), Some("每月第一个周五（上级党组织定的）")));
    assert_eq!(line("2026-12", BRANCH, "study_session").expect("one")["day"], "2026-12-15");

    let own = format!("/orgs/{}/fixed-days", town.org(BRANCH).id);
    assert_eq!(zhou.post(&own, &[("kind", "theme_day"), ("day", "20")]).status, 303);
    let theme = line("2026-12", BRANCH, "theme_day").expect("one");
    assert_eq!(
        (theme["day"].as_str(), theme["moved_from"].as_str()),
        (Some("2026-12-21"), Some("2026-12-20")),
        "off the Sunday, with the reason"
    );
    assert_eq!(line("2026-12", SECOND, "theme_day").expect("one")["day"], "2026-12-04", "the other one keeps to the community's");
    assert_eq!(line("2027-01", SECOND, "theme_day").expect("one")["day"], "2027-01-04", "New Year is the first Friday");

    // A secretary of the branch has the community's day, though the community is not theirs to see.
    let secretary = town.person("吴强", "secretary", SECOND);
    let plan = secretary.get_json("/plan?month=2026-12").json();
    assert_eq!(plan["groups"][0]["lines"][0]["day"], "2026-12-04", "{plan}");
    assert_eq!(secretary.get(&community).status, 404);
    assert_eq!(zhou.post(&format!("{own}/clearing"), &[("kind", "theme_day")]).status, 303);
    assert_eq!(line("2026-12", BRANCH, "theme_day").expect("one")["day"], "2026-12-04");
    let page = zhou.get(&own).text();
    assert!(page.contains("每月第一个周五（上级党组织定的）") && page.contains("2026-12-04"), "{page}");
    let traces: i64 = town.write(|cx| cx.one("select count(*) from {audit} a where a.detail like 'fixed day of %'", kernel::args![]));
    assert_eq!(traces, 4, "each setting and the clearing stands in the audit log");
}
