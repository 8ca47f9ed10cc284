use super::*;
use crate::{
    closing::{
        Month,
        month_of_facts::{held, mark, member},
    },
    orgs::Org,
    people::{Contact, Member, Way},
    testing::Town,
};
use jiff::civil::date;
use kernel::{Id, Scope, testing::Asker};

const ONE: &str = "青竹苑社区第一党支部";
const TWO: &str = "青竹苑社区第二党支部";

/// 周敏 looks after the community; a meeting was held, 赵建国 came, 孙桂兰 studied at home, 钱大爷 was away.
fn november() -> (Town, Asker, [Id; 3]) {
    let town = Town::new();
    let people = ["赵建国", "孙桂兰", "钱大爷"].map(|name| member(&town, ONE, name));
    let meeting = held(&town, ONE, "theme_day", "2026-11-10", 90);
    for (who, mode) in people.iter().zip(["in_room", "home", "absent"]) {
        mark(&town, meeting, *who, mode);
    }
    let worker = town.person("周敏", "worker", "青竹苑社区党总支");
    (town, worker, people)
}

fn ratio(asker: &Asker, url: &str, code: &str) -> (i64, i64) {
    let page = asker.get_json(url).json();
    let tile = page["tiles"].as_array().expect("eight").iter().find(|t| t["difficulty"] == code).expect("the difficulty").clone();
    (tile["met"].as_i64().expect("met"), tile["of"].as_i64().expect("of"))
}

fn contact(town: &Town, who: Id, way: Way, day: jiff::civil::Date) {
    town.write(move |cx| Contact::record(cx, &cx.find::<Member>(who)?, way, day, true, "").map(drop));
}

fn recount_all(town: &Town) {
    let top: Org = town.org("青龙街道党工委");
    town.house.steps_as_system("tests", Scope::ALL, move |steps| recount(steps, &top, Month::of(date(2026, 11, 1)))).expect("counted");
}

#[test]
fn everybody_who_took_part_in_any_way_counts_and_the_rest_stand_with_a_next_step() {
    let (_town, worker, _) = november();
    assert_eq!(ratio(&worker, "/difficulties", "taking_part"), (2, 3));
    assert_eq!(ratio(&worker, "/difficulties", "sitting_together"), (1, 2));
    assert_eq!(ratio(&worker, "/difficulties", "holding_activities"), (1, 1));
    let behind = worker.get_json("/difficulties/taking_part/people").json();
    let people = behind["people"].as_array().expect("people");
    assert_eq!((people.len(), people[0]["name"].as_str()), (1, Some("钱大爷")));
    assert!(people[0]["next_step"]["address"].as_str().expect("an address").starts_with("/members/"));
    let page = worker.get("/difficulties").text();
    assert!(page.contains("参加组织生活") && page.contains("66%") && page.contains("不给任何人打分"), "{page}");
    assert_eq!(worker.get("/difficulties/holding_activities/people").status, 404, "activities are no people");
    assert_eq!(worker.get("/difficulties/nonsense/people").status, 404);
}

#[test]
fn an_excused_member_is_not_due() {
    let (town, worker, _) = november();
    let lecture = held(&town, TWO, "lecture", "2026-11-12", 60);
    let li = member(&town, TWO, "李思远");
    mark(&town, lecture, li, "excused");
    assert_eq!(ratio(&worker, "/difficulties", "taking_part"), (2, 3));
}

#[test]
fn where_nobody_was_marked_those_due_are_due() {
    let (town, worker, _) = november();
    member(&town, TWO, "李思远");
    held(&town, TWO, "lecture", "2026-11-12", 60);
    assert_eq!(ratio(&worker, "/difficulties", "taking_part"), (2, 4));
}

#[test]
fn a_talk_counts_for_a_year_and_a_call_for_ninety_days() {
    let (town, worker, [zhao, sun, _]) = november();
    contact(&town, zhao, Way::Talk, date(2026, 3, 1));
    contact(&town, sun, Way::Call, date(2026, 11, 1));
    contact(&town, sun, Way::Talk, date(2025, 11, 1));
    assert_eq!(ratio(&worker, "/difficulties", "talking"), (1, 3), "a talk of more than a year ago is none");
    assert_eq!(ratio(&worker, "/difficulties", "keeping_in_touch"), (1, 3), "March is more than ninety days ago");
    assert_eq!(ratio(&worker, "/difficulties?month=2026-03", "keeping_in_touch"), (1, 3), "in March it was not");
    assert_eq!(ratio(&worker, "/difficulties?month=2026-03", "taking_part"), (0, 0), "nothing was held in March");
}

#[test]
fn dues_are_paid_up_to_the_month_before_or_owed() {
    let (_town, worker, people) = november();
    assert_eq!(ratio(&worker, "/difficulties", "paying_dues"), (0, 0), "of nobody's dues anything is known");
    let months = [("赵建国", people[0], ["2026-09", "2026-10"].as_slice()), ("孙桂兰", people[1], ["2026-09"].as_slice())];
    for (_, who, paid) in months {
        for month in paid {
            let on = if *month == "2026-09" { "2026-10-15" } else { "2026-11-01" };
            let fields = [("first", *month), ("months", "1"), ("yuan", "5"), ("paid_on", on), ("how", "cash")];
            let answer = worker.post(&format!("/members/{who}/dues/payments"), &fields);
            assert_eq!(answer.status, 303, "{}", answer.text());
        }
    }
    assert_eq!(ratio(&worker, "/difficulties", "paying_dues"), (1, 2), "October of 孙桂兰 is open");
    assert_eq!(ratio(&worker, "/difficulties?month=2026-10", "paying_dues"), (2, 2), "in October September was what counted");
}

#[test]
fn what_is_written_down_is_what_is_counted_and_a_branch_counted_again_reaches_the_street() {
    let (town, worker, [zhao, ..]) = november();
    let live = worker.get_json("/difficulties").json();
    recount_all(&town);
    let written = worker.get_json("/difficulties").json();
    assert_eq!(live["tiles"], written["tiles"]);
    assert_eq!(live["categories"], written["categories"]);
    contact(&town, zhao, Way::Talk, date(2026, 11, 20));
    let branch: Org = town.org(ONE);
    town.house.steps_as_system("tests", Scope::ALL, move |steps| recount(steps, &branch, Month::of(date(2026, 11, 1)))).expect("counted");
    let officer = town.person("王芳", "officer", "青龙街道党工委");
    for place in [ONE, "青竹苑社区党总支", "青龙街道党工委"] {
        let org: Org = town.org(place);
        assert_eq!(ratio(&officer, &format!("/difficulties?org={}", org.id), "talking").0, 1, "{place}");
    }
    let again = worker.get_json("/difficulties").json();
    recount_all(&town);
    assert_eq!(again["tiles"], worker.get_json("/difficulties").json()["tiles"], "the difference is what a whole count says");
}

#[test]
fn the_minute_follows_what_somebody_did() {
    let (town, worker, [zhao, ..]) = november();
    let minute = || {
        town.house.queue_again(super::counting::JOB.kind).expect("queued");
        town.house.work_off().expect("counted");
    };
    minute();
    let before = ratio(&worker, "/difficulties", "talking");
    let page = worker.get(&format!("/members/{zhao}")).text();
    assert!(page.contains("赵建国"));
    contact(&town, zhao, Way::Talk, date(2026, 11, 20));
    assert_eq!(ratio(&worker, "/difficulties", "talking"), before, "not counted yet");
    minute();
    assert_eq!(ratio(&worker, "/difficulties", "talking"), (1, 3));
    let rows = || -> i64 {
        town.house.read_as_system("tests", Scope::ALL, |cx| cx.one("select count(*) from {audit} a", kernel::args![])).expect("a number")
    };
    for _ in 0..super::counting::TREND {
        minute();
    }
    let quiet = rows();
    minute();
    assert_eq!(rows(), quiet, "a quiet minute leaves nothing in the log");
}

#[test]
fn a_secretary_sees_the_branch_and_a_neighbour_nothing() {
    let (town, _, _) = november();
    let secretary = town.person("周敏书记", "secretary", TWO);
    let other: Org = town.org(ONE);
    assert_eq!(secretary.get(&format!("/difficulties?org={}", other.id)).status, 404);
    assert_eq!(secretary.get(&format!("/difficulties/taking_part/people?org={}", other.id)).status, 404);
    assert_eq!(secretary.get_json("/difficulties").json()["all"]["members"], 0);
    assert_eq!(town.visitor().get("/difficulties").status, 303);
}

#[test]
fn the_wall_the_paper_and_the_workbook_say_the_same() {
    let (town, worker, _) = november();
    recount_all(&town);
    let wall = worker.get("/difficulties/wall").text();
    assert!(wall.contains("2 / 3，还差 1") && wall.contains("every 60s"), "{wall}");
    let pdf = worker.get("/difficulties/pdf");
    assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF"));
    let book = worker.get("/difficulties/workbook");
    let sheet = sheets::open("八难.xlsx", &book.bytes);
    assert!(book.status == 200 && sheet.is_ok(), "{:?}", sheet.err());
}
