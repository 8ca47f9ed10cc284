use super::{BRANCH, populated, theme_day, worker};
use crate::activities::{Attendance, Mode};
use kernel::Id;
use serde_json::json;

#[test]
fn the_roll_is_ticked_by_tap_and_put_right_by_another() {
    let (town, members) = populated();
    let zhou = worker(&town);
    let id = theme_day(&town, "2026-11-20");
    let url = format!("/activities/{id}/attendance");
    let tap = zhou.with("hx-request", "true");
    let mode = |n: usize| format!("mode.{}", members[n]);
    assert_eq!(tap.post(&url, &[(&mode(0), "in_room")]).status, 204);
    let note = format!("note.{}", members[1]);
    assert_eq!(tap.post(&url, &[(&mode(1), "home"), (&note, "周敏上门")]).status, 204);
    assert_eq!(zhou.post(&url, &[(&mode(2), "excused"), (&mode(3), "absent")]).status, 303, "without a script the whole form");
    let page = zhou.get_json(&format!("/activities/{id}")).json();
    assert_eq!(page["tally"], json!({ "due": 7, "present": 2, "open": 4, "modes": page["tally"]["modes"] }));
    assert_eq!(page["activity"]["state"], "held", "somebody took part, so it was held");

    // A wrong tap: the later entry stands, both are kept.
    assert_eq!(tap.post(&url, &[(&mode(3), "online")]).status, 204);
    let (member, activity) = (members[3], id);
    let entries = town.write(move |cx| Attendance::of(cx, activity, member));
    assert_eq!(entries.iter().map(|e| e.mode).collect::<Vec<_>>(), [Mode::Online, Mode::Absent]);
    // The same once more is no new entry; a stale page overwrites nothing.
    tap.post(&url, &[(&mode(3), "online")]);
    let was = format!("was.{}", members[3]);
    tap.post(&url, &[(&mode(3), "absent"), (&was, "absent")]);
    let entries = town.write(move |cx| Attendance::of(cx, activity, member));
    assert_eq!((entries.len(), entries[0].mode), (2, Mode::Online));
    assert!(zhou.get(&format!("/activities/{id}/roll-call")).text().contains("周敏上门"));
}

#[test]
fn nobody_takes_part_before_the_day_and_study_is_made_up_in_time() {
    let (town, members) = populated();
    let zhou = worker(&town);
    let ahead = theme_day(&town, "2026-11-28");
    let mode = format!("mode.{}", members[0]);
    let post = |id: Id, how: &str| zhou.post(&format!("/activities/{id}/attendance"), &[(&mode, how)]).status;
    assert_eq!(post(ahead, "in_room"), 409);
    assert_eq!(post(ahead, "excused"), 303, "one may ask to be excused ahead");
    assert_eq!(post(theme_day(&town, "2026-11-01"), "made_up"), 303);
    assert_eq!(post(theme_day(&town, "2026-09-01"), "made_up"), 409, "too late");
    assert_eq!(post(ahead, "nonsense"), 422);
}

#[test]
fn one_scan_is_one_attendance_and_old_codes_expire() {
    let (town, members) = populated();
    let zhou = worker(&town);
    let id = theme_day(&town, "2026-11-22");
    let zhao = town.member_account(members[0], "赵建国", BRANCH);
    let shown = zhou.get_json(&format!("/activities/{id}/code")).json();
    let url = shown["url"].as_str().unwrap();
    let (path, code) = (url.trim_start_matches("http://linli.test"), url.split("c=").nth(1).unwrap());
    assert!(zhou.get(&format!("/activities/{id}/code")).text().contains("<svg"));
    assert!(zhao.get(path).text().contains("签到"));
    let check_in = |code: &str| zhao.post(&format!("/check-in/{id}"), &[("c", code)]);
    assert_eq!(check_in("wrongone").status, 409);
    assert_eq!(check_in(code).status, 303);
    assert_eq!(check_in(code).status, 303, "twice is once");
    let (activity, member) = (id, members[0]);
    assert_eq!(town.write(move |cx| Attendance::of(cx, activity, member)).len(), 1);
    let sun = town.member_account(members[1], "孙桂兰", BRANCH);
    town.clock.set("2026-11-22T02:00:30Z");
    assert_eq!(sun.post(&format!("/check-in/{id}"), &[("c", code)]).status, 303, "the code before is good still");
    town.clock.set("2026-11-22T02:01:30Z");
    let li = town.member_account(members[2], "李思远", BRANCH);
    let late = li.post(&format!("/check-in/{id}"), &[("c", code)]);
    assert_eq!(late.status, 409);
    assert!(late.text().contains("过期"));
}

#[test]
fn the_members_own_code_works_at_the_desk() {
    let (town, members) = populated();
    let zhou = worker(&town);
    let id = theme_day(&town, "2026-11-22");
    let zhao = town.member_account(members[0], "赵建国", BRANCH);
    let code = zhao.get_json("/me/code").json()["code"].as_str().unwrap().to_uppercase();
    let desk = format!("/activities/{id}/desk");
    assert_eq!(zhou.post(&desk, &[("code", &code)]).status, 303);
    assert!(zhou.get(&desk).text().contains("赵建国"));
    assert_eq!(zhou.post(&desk, &[("code", "aaaabbbb")]).status, 422);
    town.clock.set("2026-11-22T03:00:00Z");
    assert_eq!(zhou.post(&desk, &[("code", &code)]).status, 422, "an old code is worth nothing");
}

#[test]
fn a_sheet_is_printed_signed_and_typed_back_whole() {
    let (town, members) = populated();
    let zhou = worker(&town);
    let id = theme_day(&town, "2026-11-20");
    let sheet = zhou.get(&format!("/activities/{id}/sheet")).text();
    assert!(sheet.contains("赵建国") && sheet.contains("8 请假"));
    let pdf = zhou.get(&format!("/activities/{id}/sheet.pdf"));
    assert!(pdf.bytes.starts_with(b"%PDF") && pdf.header("content-type") == "application/pdf");
    let code = |n: usize| format!("code.{}", members[n]);
    let typing = format!("/activities/{id}/typing");
    let wrong = zhou.with("referer", &format!("http://linli.test{typing}")).post(&typing, &[(&code(0), "1"), (&code(1), "6")]);
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("没有代码“6”"));
    assert_eq!(zhou.get_json(&format!("/activities/{id}")).json()["tally"]["present"], 0, "a sheet is not half taken in");
    assert_eq!(zhou.post(&typing, &[(&code(0), "1"), (&code(1), "3"), (&code(2), "8"), (&code(3), "")]).status, 303);
    let page = zhou.get_json(&format!("/activities/{id}")).json();
    assert_eq!((page["tally"]["present"].as_i64(), page["tally"]["open"].as_i64()), (Some(2), Some(5)));
}

#[test]
fn what_is_postponed_stands_again_and_what_is_cancelled_says_why() {
    let (town, members) = populated();
    let zhou = worker(&town);
    let id = theme_day(&town, "2026-11-25");
    let later = format!("/activities/{id}/postponement");
    assert_eq!(zhou.post(&later, &[("day", "2026-11-27"), ("starts", "19:00")]).status, 422, "a reason is needed");
    let moved = zhou.post(&later, &[("day", "2026-11-27"), ("starts", "19:00"), ("reason", "因雨")]);
    assert_eq!(moved.status, 303);
    let next = moved.location().to_owned();
    assert_eq!(zhou.get_json(&next).json()["activity"]["day"], "2026-11-27");
    assert!(zhou.get(&format!("/activities/{id}")).text().contains("因雨"));
    let tick = format!("mode.{}", members[0]);
    assert_eq!(zhou.post(&format!("/activities/{id}/attendance"), &[(&tick, "excused")]).status, 409);
    assert_eq!(zhou.post(&format!("{next}/cancellation"), &[("reason", "场地停电")]).status, 303);
    assert!(zhou.get(&next).text().contains("场地停电"));
    let told = zhou.get_json("/notices").json();
    let titles: Vec<&str> = told["notices"].as_array().unwrap().iter().map(|n| n["notice"]["title"].as_str().unwrap()).collect();
    assert!(titles.iter().any(|t| t.contains("延期")) && titles.iter().any(|t| t.contains("取消")));
}

#[test]
fn neighbours_know_nothing_of_it() {
    let (town, _) = populated();
    let id = theme_day(&town, "2026-11-20");
    let east = town.person("孙平", "worker", "东风村党总支");
    for page in ["", "/roll-call", "/code", "/desk", "/sheet", "/sheet.pdf", "/typing"] {
        assert_eq!(east.get(&format!("/activities/{id}{page}")).status, 404, "{page}");
    }
    assert_eq!(east.post(&format!("/activities/{id}/holding"), &[]).status, 404);
}
