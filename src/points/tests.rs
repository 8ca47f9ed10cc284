//! Hours and points as people meet them, and the promise that they can be derived again.

use super::*;
use crate::{
    closing::month_of_facts::{held, mark, member, record},
    testing::Town,
};
use jiff::civil::date;
use kernel::{Id, args};
use proptest::prelude::*;

const FIRST: &str = "青竹苑社区第一党支部";

#[test]
fn zhou_reads_why_zhao_has_his_points() {
    let town = Town::new();
    let zhao = member(&town, FIRST, "赵建国");
    let theme_day = held(&town, FIRST, "theme_day", "2026-11-05", 120);
    let lecture = held(&town, FIRST, "lecture", "2026-11-12", 90);
    mark(&town, theme_day, zhao, "home");
    mark(&town, lecture, zhao, "absent");
    let zhou = town.person("周敏", "worker", "青竹苑社区党总支");
    let page = zhou.get(&format!("/members/{zhao}/points"));
    assert_eq!(page.status, 200, "{}", page.text());
    for words in ["邻里互助", &format!("/activities/{theme_day}"), "+2", "−1", "应到未到", "2/32"] {
        assert!(page.text().contains(words), "{words} is missing in {}", page.text());
    }
    let json = zhou.get_json(&format!("/members/{zhao}/points")).json();
    assert_eq!(
        (&json["standing"]["minutes_year"], &json["standing"]["points_month"], &json["standing"]["points"]),
        (&120.into(), &1.into(), &61.into())
    );
    assert_eq!(zhou.with("accept-language", "en").get(&format!("/members/{zhao}/points")).status, 200);
}

/// What a member took part in stands in their story, with what followed from it; the year's hours
/// stand beside it, month by month.
#[test]
fn the_card_tells_of_taking_part_and_of_the_year() {
    let town = Town::new();
    let zhao = member(&town, FIRST, "赵建国");
    let theme_day = held(&town, FIRST, "theme_day", "2026-11-05", 120);
    mark(&town, theme_day, zhao, "home");
    let zhou = town.person("周敏", "worker", "青竹苑社区党总支");
    let card = zhou.get_json(&format!("/members/{zhao}")).json();
    let told = card["story"].as_array().into_iter().flatten().find(|e| e["activity"] == theme_day.to_string().as_str());
    let told = told.unwrap_or_else(|| panic!("no taking part in {card}"));
    assert_eq!((&told["title"], &told["points"], &told["minutes"]), (&"邻里互助：上门".into(), &2.into(), &120.into()));
    assert_eq!(card["year"]["minutes"].as_array().map(|m| (m.len(), m[10].clone())), Some((11, 120.into())));
    let page = zhou.get(&format!("/members/{zhao}")).text();
    for words in ["今年 2 / 32 学时", "+2 积分 · 2 学时", "11 月 2 学时"] {
        assert!(page.contains(words), "{words} is missing in {page}");
    }
}

#[test]
fn a_neighbour_finds_nobody_and_a_member_finds_themselves_only() {
    let town = Town::new();
    let (zhao, sun) = (member(&town, FIRST, "赵建国"), member(&town, FIRST, "孙桂兰"));
    let theme_day = held(&town, FIRST, "theme_day", "2026-11-05", 120);
    mark(&town, theme_day, zhao, "online");
    mark(&town, theme_day, sun, "absent");
    let neighbour = town.person("陈立新", "worker", "东风村党总支");
    assert_eq!(neighbour.get(&format!("/members/{zhao}/points")).status, 404);
    let own = town.member_account(zhao, "赵建国", FIRST);
    let json = own.get_json("/me/points").json();
    assert_eq!((json["lines"].as_array().map(Vec::len), &json["standing"]["points_month"]), (Some(2), &2.into()));
    assert_eq!(own.get("/me/points").status, 200);
    assert_eq!(own.get(&format!("/members/{sun}/points")).status, 403);
    assert_eq!(neighbour.get("/me/points").status, 403);
}

#[test]
fn a_corrected_roll_call_takes_back_and_appends() {
    let town = Town::new();
    let zhao = member(&town, FIRST, "赵建国");
    let theme_day = held(&town, FIRST, "theme_day", "2026-11-05", 120);
    mark(&town, theme_day, zhao, "in_room");
    mark(&town, theme_day, zhao, "excused");
    let lines = town.write(move |cx| cx.all::<(i64, String, bool)>("select p.points, p.reason, case when p.reverses is null then 0 else 1 end from {points} p where p.member = $1 order by p.points desc", args![zhao]));
    assert_eq!(lines, [(2, "took_part".to_owned(), false), (0, "not_due".to_owned(), false), (-2, "corrected".to_owned(), true)]);
    assert_eq!(sums(&town, zhao), (0, 0));
    let page = town.person("周敏", "worker", "青竹苑社区党总支").get(&format!("/members/{zhao}/points"));
    assert!(page.text().contains("已冲回"), "{}", page.text());
}

#[test]
fn settling_twice_changes_nothing() {
    let town = Town::new();
    let zhao = member(&town, FIRST, "赵建国");
    let training = [held(&town, FIRST, "training", "2026-11-05", 300), held(&town, FIRST, "study_trip", "2026-11-05", 300)];
    for activity in training {
        town.write(move |cx| record(cx, activity, zhao, "in_room"));
    }
    let street = town.org("青龙街道党工委").path;
    let settle = |town: &Town| {
        let street = street.clone();
        town.write(move |cx| settle(cx, Whose::Below(&street), date(2026, 1, 1), date(2027, 1, 1)))
    };
    assert_eq!(settle(&town), Settled { appended: 4, taken_back: 0 });
    assert_eq!(settle(&town), Settled::default());
    // Ten hours of one day are eight, and the second entry says why.
    assert_eq!(sums(&town, zhao), (5, 480));
    let reason: Vec<String> = town.write(move |cx| cx.all("select h.reason from {hours} h where h.minutes = 180", args![]));
    assert_eq!(reason, ["day_full"]);
    // The first is corrected: the second has room now.
    mark(&town, training[0], zhao, "absent");
    assert_eq!(sums(&town, zhao), (1, 300));
    assert_eq!(settle(&town), Settled::default());
}

/// Points and minutes of a person, all entries summed up.
fn sums(town: &Town, member: Id) -> (i64, i64) {
    town.write(move |cx| {
        let points = cx.one("select cast(coalesce(sum(p.points), 0) as bigint) from {points} p where p.member = $1", args![member])?;
        let minutes = cx.one("select cast(coalesce(sum(h.minutes), 0) as bigint) from {hours} h where h.member = $1", args![member])?;
        Ok((points, minutes))
    })
}

/// Three studies of one day, two for four hours each and one for 95 minutes: the day is full, and the
/// statement says by which rule.
#[test]
fn zhao_reads_what_counted_and_what_did_not() {
    let town = Town::new();
    let zhao = member(&town, FIRST, "赵建国");
    let trainings = ["training", "study_trip"].map(|kind| held(&town, FIRST, kind, "2026-11-05", 240));
    let (lecture, third) = (held(&town, FIRST, "lecture", "2026-11-12", 95), held(&town, FIRST, "theme_day", "2026-11-05", 120));
    for activity in trainings.into_iter().chain([third, lecture]) {
        mark(&town, activity, zhao, "home");
    }
    let (zhou, own) = (town.person("周敏", "worker", "青竹苑社区党总支"), town.member_account(zhao, "赵建国", FIRST));
    let json = zhou.get_json(&format!("/members/{zhao}/hours?year=2026")).json();
    assert_eq!(
        (json["minutes"].as_i64(), json["minutes_target"].as_i64(), json["leads"].as_bool()),
        (Some(570), Some(32 * 60), Some(false))
    );
    let note = |minutes: i64| -> String {
        let line = json["lines"].as_array().into_iter().flatten().find(|l| l["minutes"] == minutes && l["why"] != "").expect("a line");
        line["why"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(note(0), "当天最多计 8 学时，有 120 分钟不计");
    assert_eq!(note(90), "不足 30 分钟的零头不计");
    assert_eq!(json["rules"][0]["rule"], "study.hours.member");
    assert_eq!(json["rules"][0]["verified"], false, "the number of the new plan was not found, and that is said");
    let page = own.get("/me/hours").text();
    for words in ["9.5 / 32", "当天最多计 8 学时", "全国党员教育培训工作规划", "尚未核实", "上门"] {
        assert!(page.contains(words), "{words} is missing in {page}");
    }
    mark(&town, lecture, zhao, "absent");
    let corrected = zhou.get_json(&format!("/members/{zhao}/hours")).json();
    let reversed = corrected["lines"].as_array().into_iter().flatten().filter(|l| l["reverses"] == true || l["taken_back"] == true).count();
    assert_eq!((corrected["minutes"].as_i64(), reversed), (Some(480), 2), "the entry stays, with the one that takes it back");
    let standing = zhou.get_json(&format!("/members/{zhao}/points")).json()["standing"]["minutes_year"].as_i64();
    assert_eq!(standing, Some(480), "the sum that stands everywhere else");
}

#[test]
fn the_statement_is_printed_and_shown_to_nobody_else() {
    let town = Town::new();
    let (zhao, sun) = (member(&town, FIRST, "赵建国"), member(&town, FIRST, "孙桂兰"));
    mark(&town, held(&town, FIRST, "theme_day", "2026-11-05", 120), zhao, "online");
    let (zhou, own) = (town.person("周敏", "worker", "青竹苑社区党总支"), town.member_account(zhao, "赵建国", FIRST));
    for pdf in [zhou.get(&format!("/members/{zhao}/hours.pdf?year=2026")), own.get("/me/hours.pdf")] {
        assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"));
        assert!(pdf.bytes.starts_with(b"%PDF-"));
    }
    assert_eq!(own.get_json("/me/hours?year=2025").json()["minutes"], 0, "hours are of their year alone");
    assert_eq!(own.get("/me/hours?year=2030").status, 422);
    assert_eq!(own.get(&format!("/members/{sun}/hours")).status, 403);
    assert_eq!(town.person("陈立新", "worker", "东风村党总支").get(&format!("/members/{zhao}/hours")).status, 404);
    assert_eq!(zhou.with("accept-language", "en").get(&format!("/members/{zhao}/hours")).status, 200);
    let org = town.org(FIRST).id;
    town.write(move |cx| cx.run("update {orgs} set secretary = '赵建国' where id = $1", args![org]));
    let leads = zhou.get_json(&format!("/members/{zhao}/hours")).json();
    assert_eq!(
        (leads["leads"].as_bool(), leads["minutes_target"].as_i64(), &leads["rules"][0]["rule"]),
        (Some(true), Some(56 * 60), &"study.hours.leader".into())
    );
}

const MODES: [&str; 8] = ["in_room", "nearby", "home", "online", "made_up", "excused", "absent", "exempt"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// However facts came and were corrected, step by step: deriving at once from those in force
    /// gives the same, and deriving again changes nothing.
    #[test]
    fn ledgers_derive_again_from_the_facts(steps in proptest::collection::vec((0usize..4, 0usize..8), 1..14)) {
        let (town, fresh) = (Town::new(), Town::new());
        let set_up = |town: &Town| {
            let zhao = member(town, FIRST, "赵建国");
            // Three on one day, so that the day's limit is met.
            (zhao, [("training", "2026-11-05", 300), ("study_trip", "2026-11-05", 240), ("theme_day", "2026-11-05", 120), ("lecture", "2026-11-12", 95)].map(|(kind, day, minutes)| held(town, FIRST, kind, day, minutes)))
        };
        let ((zhao, held), (again, fresh_held)) = (set_up(&town), set_up(&fresh));
        let mut last = [None; 4];
        for (place, (activity, mode)) in steps.into_iter().enumerate() {
            mark(&town, held[activity], zhao, MODES[mode]);
            last[activity] = Some((place, MODES[mode]));
        }
        // Those in force, in the order in which they came.
        let mut in_force: Vec<_> = last.iter().enumerate().filter_map(|(n, l)| l.map(|(place, mode)| (place, n, mode))).collect();
        in_force.sort_unstable();
        for (_, activity, mode) in in_force {
            let activity = fresh_held[activity];
            fresh.write(move |cx| record(cx, activity, again, mode));
        }
        fresh.write(move |cx| settle(cx, Whose::Member(again), date(2026, 1, 1), date(2027, 1, 1)));
        prop_assert_eq!(sums(&town, zhao), sums(&fresh, again));
        let more = town.write(move |cx| settle(cx, Whose::Member(zhao), date(2026, 1, 1), date(2027, 1, 1)));
        prop_assert_eq!(more, Settled::default());
    }
}
