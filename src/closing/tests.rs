//! A month is closed, and what comes late lands in the next.

use super::month_of_facts::{held, mark, member, record};
use super::{CloseReport, Month};
use crate::testing::Town;
use kernel::{Id, Scope, args, testing::Asker};
use serde_json::{Value, json};

const FIRST: &str = "青竹苑社区第一党支部";
const SECOND: &str = "青竹苑社区第二党支部";
const BAMBOO: &str = "青竹苑社区党总支";
const STREET: &str = "青龙街道党工委";

struct October {
    town: Town,
    zhao: Id,
    sun: Id,
    theme_day: Id,
}

/// Zhao studied at home and Sun was in the room in the first branch; Li of the second was away.
fn october() -> October {
    let town = Town::new();
    let (zhao, sun, li) = (member(&town, FIRST, "赵建国"), member(&town, FIRST, "孙桂兰"), member(&town, SECOND, "李思远"));
    let (theme_day, lecture) = (held(&town, FIRST, "theme_day", "2026-10-15", 120), held(&town, SECOND, "lecture", "2026-10-20", 90));
    mark(&town, theme_day, zhao, "home");
    mark(&town, theme_day, sun, "in_room");
    mark(&town, lecture, li, "absent");
    October { town, zhao, sun, theme_day }
}

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn close(town: &Town, org: &str, text: &str) -> CloseReport {
    super::cli::close_month(&town.house, &town.org(org).path, month(text)).expect("closed")
}

fn figures(asker: &Asker, town: &Town, text: &str, org: &str) -> Value {
    let answer = asker.get_json(&format!("/closings/{text}?org={}", town.org(org).id));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[test]
fn zhou_closes_october_and_reads_what_is_frozen() {
    let o = october();
    let zhou = o.town.person("周敏", "worker", BAMBOO);
    let page = zhou.get("/closings");
    assert!(page.status == 200 && page.text().contains("冻结 2026年10月"), "{}", page.text());
    let bamboo = o.town.org(BAMBOO).id.to_string();
    let closed = zhou.post("/closings", &[("month", "2026-10"), ("org", &bamboo)]);
    assert_eq!((closed.status, closed.location()), (303, format!("/closings/2026-10?org={bamboo}").as_str()));
    assert_eq!(zhou.get(closed.location()).status, 200);
    let sums = figures(&zhou, &o.town, "2026-10", BAMBOO);
    let expected = json!({ "members": 3, "planned": 2, "held": 2, "due": 3, "in_room": 1, "at_home": 1, "absent": 1, "unmarked": 0, "members_due": 3, "members_took": 2, "minutes_month": 240, "points_month": 3, "uncontacted": 1, "corrections": 0 });
    for (name, value) in expected.as_object().expect("an object") {
        assert_eq!(&sums["org"][name], value, "{name} in {sums}");
    }
    assert_eq!(sums["below"].as_array().map(Vec::len), Some(2));
    let first = figures(&zhou, &o.town, "2026-10", FIRST);
    let zhao = &first["members"].as_array().expect("members").iter().find(|m| m["name"] == "赵建国").expect("Zhao").clone();
    assert_eq!(
        (&zhao["due"], &zhao["at_home"], &zhao["minutes_year"], &zhao["minutes_target"], &zhao["points_month"], &zhao["points"]),
        (&1.into(), &1.into(), &120.into(), &1920.into(), &2.into(), &62.into())
    );
    assert!(zhou.get(&format!("/closings/2026-10?org={}", o.town.org(FIRST).id)).text().contains("孙桂兰"));
}

#[test]
fn closed_twice_is_closed_once() {
    let o = october();
    assert_eq!(close(&o.town, FIRST, "2026-10").closed, 1);
    let rest = close(&o.town, STREET, "2026-10");
    assert_eq!((rest.closed, rest.members), (5, 1));
    assert_eq!(close(&o.town, STREET, "2026-10"), CloseReport { closed: 0, members: 0, ..rest });
    // What was closed before is part of the sums above it.
    let officer = o.town.person("吴江", "officer", STREET);
    let sums = figures(&officer, &o.town, "2026-10", STREET);
    assert_eq!((&sums["org"]["members"], &sums["org"]["due"], &sums["org"]["held"]), (&3.into(), &3.into(), &2.into()));
}

#[test]
fn a_fact_that_comes_late_counts_in_the_next_open_month() {
    let o = october();
    close(&o.town, STREET, "2026-10");
    let officer = o.town.person("吴江", "officer", STREET);
    let before = figures(&officer, &o.town, "2026-10", FIRST);
    mark(&o.town, o.theme_day, o.sun, "excused");
    assert_eq!(figures(&officer, &o.town, "2026-10", FIRST), before, "what is frozen does not change");
    let sun = o.sun;
    let entries: Vec<(String, String, i64)> = o.town.write(move |cx| {
        cx.all("select p.occurred_on, p.month, p.points from {points} p where p.member = $1 order by p.month, p.points", args![sun])
    });
    let october = |m: &str, points| ("2026-10-15".to_owned(), m.to_owned(), points);
    assert_eq!(entries, [october("2026-10", 2), october("2026-11", -2), october("2026-11", 0)]);
    assert!(officer.get(&format!("/members/{sun}/points")).text().contains("2026年10月 已月结，记入 2026年11月"));
    o.town.clock.set("2026-12-02T02:00:00Z");
    close(&o.town, STREET, "2026-11");
    let november = figures(&officer, &o.town, "2026-11", FIRST);
    assert_eq!(
        (&november["org"]["corrections"], &november["org"]["points_month"], &november["org"]["minutes_year"]),
        (&3.into(), &(-2).into(), &120.into())
    );
    let of_sun = november["members"].as_array().expect("members").iter().find(|m| m["name"] == "孙桂兰").expect("Sun").clone();
    assert_eq!((&of_sun["points"], &of_sun["minutes_year"]), (&60.into(), &0.into()));
}

#[test]
fn facts_that_nobody_drew_from_are_drawn_from_by_the_closing() {
    let o = october();
    let (zhao, lecture) = (o.zhao, held(&o.town, FIRST, "lecture", "2026-10-22", 90));
    o.town.write(move |cx| record(cx, lecture, zhao, "online"));
    let report = close(&o.town, STREET, "2026-10");
    assert_eq!(report.entries, 2, "points and hours");
    let officer = o.town.person("吴江", "officer", STREET);
    // Sun was due at the lecture too, and nobody wrote down what became of it.
    let first = figures(&officer, &o.town, "2026-10", FIRST);
    assert_eq!(
        (&first["org"]["due"], &first["org"]["online"], &first["org"]["unmarked"], &first["org"]["minutes_month"]),
        (&4.into(), &1.into(), &1.into(), &330.into())
    );
}

#[test]
fn a_month_that_is_not_over_wants_a_clear_word() {
    let o = october();
    let zhou = o.town.person("周敏", "worker", BAMBOO);
    let refused = zhou.post_json("/closings", json!({ "month": "2026-11" }));
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("unfinished"), "{}", refused.text());
    assert_eq!(zhou.post_json("/closings", json!({ "month": "2026-12", "unfinished": "yes" })).status, 422);
    assert_eq!(zhou.post_json("/closings", json!({ "month": "2026-11", "unfinished": "yes" })).status, 201);
    let backwards = zhou.post_json("/closings", json!({ "month": "2026-10" }));
    assert_eq!((backwards.status, &backwards.json()["code"]), (409, &"later_month_closed".into()));
}

#[test]
fn before_closing_she_sees_what_is_missing() {
    let o = october();
    held(&o.town, FIRST, "group_meeting", "2026-10-28", 60);
    let zhou = o.town.person("周敏", "worker", BAMBOO);
    let json = zhou.get_json("/closings?month=2026-10").json();
    assert_eq!((json["to_look_at"]["without_roll_call"].as_array().map(Vec::len), &json["closed"]), (Some(1), &Value::Null));
    assert!(zhou.get("/closings?month=2026-10").text().contains("还没有签到"));
}

#[test]
fn a_neighbour_finds_no_closing_and_cannot_close() {
    let o = october();
    close(&o.town, STREET, "2026-10");
    let neighbour = o.town.person("陈立新", "worker", "东风村党总支");
    let bamboo = o.town.org(BAMBOO).id.to_string();
    assert_eq!(neighbour.get(&format!("/closings/2026-10?org={bamboo}")).status, 404);
    assert_eq!(neighbour.post("/closings", &[("month", "2026-10"), ("org", &bamboo)]).status, 404);
    assert_eq!(o.town.member_account(o.zhao, "赵建国", FIRST).get("/closings").status, 403);
    assert_eq!(o.town.person("郑一", "leader", FIRST).post("/closings", &[("month", "2026-10")]).status, 403);
}

#[test]
fn members_who_moved_keep_their_year() {
    let o = october();
    close(&o.town, STREET, "2026-10");
    let (zhao, second) = (o.zhao, o.town.org(SECOND));
    o.town.write(move |cx| cx.find::<crate::people::Member>(zhao)?.move_to(cx, &second, "moved", None));
    o.town.clock.set("2026-12-02T02:00:00Z");
    close(&o.town, STREET, "2026-11");
    let frozen = o
        .town
        .house
        .read_as_system("test", Scope::ALL, move |cx| super::ClosedMember::of(cx, month("2026-11"), zhao))
        .expect("a readable house")
        .expect("Zhao's November");
    assert_eq!((frozen.minutes_year, frozen.points, frozen.path), (120, 62, o.town.org(SECOND).path));
}

/// What `linli verify` asks of the ledgers: frozen sums are those of the members, and a mark is
/// what was recorded.
#[test]
fn a_sum_or_a_mark_that_was_changed_by_hand_is_found() {
    let o = october();
    close(&o.town, FIRST, "2026-10");
    close(&o.town, STREET, "2026-10");
    let faults = |check: fn(&kernel::Reader) -> kernel::Result<Vec<String>>| o.town.write(move |cx| check(cx));
    assert_eq!(faults(super::sums_that_disagree), Vec::<String>::new());
    assert_eq!(faults(crate::activities::marks_that_disagree), Vec::<String>::new());
    let zhao = o.zhao;
    o.town.write(move |cx| cx.run("update {closed_members} set points_month = points_month + 1 where member = $1", args![zhao]));
    let wrong = faults(super::sums_that_disagree);
    assert_eq!(wrong.len(), 3, "branch, general branch and street: {wrong:?}");
    assert!(wrong.iter().all(|w| w.contains("2026-10")), "{wrong:?}");
    o.town.write(move |cx| cx.run("update {marks} set mode = 'in_room' where member = $1", args![zhao]));
    assert_eq!(faults(crate::activities::marks_that_disagree), ["1 条签到结果与签到明细不符"]);
}
