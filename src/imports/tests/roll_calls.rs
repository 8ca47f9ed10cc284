//! Roll-calls dropped with everything else: one door for every workbook.

use super::*;
use crate::{imports, testing::facts_of};
use kernel::{Id, Scope, args};

const BRANCH: &str = "青竹苑社区第一党支部";

/// A sheet of the branch: 张三 twice in the ledger, 王五 in nobody's.
fn sheet(zhao: &str) -> Vec<u8> {
    format!("党支部,姓名,2026年10月9日主题党日,2026年11月6日主题党日\n{BRANCH},赵建国,√,{zhao}\n{BRANCH},张三,√,√\n{BRANCH},王五,√,√\n")
        .into_bytes()
}

fn town() -> (Town, Id) {
    let town = Town::new();
    let zhao = town.member(BRANCH, "赵建国", facts_of("赵建国"));
    for birth in ["1950-03-01", "1961-04-02"] {
        town.member(BRANCH, "张三", crate::people::Facts { birth: Some(birth.into()), ..facts_of("张三") });
    }
    (town, zhao)
}

fn run(town: &Town, zhao: &str, yes: bool) -> imports::FileReport {
    let files = vec![("签到.csv".to_owned(), sheet(zhao))];
    imports::run(&town.house, Scope::ALL, files, if yes { imports::How::RowByRow } else { imports::How::Look }, |_, _| {})
        .expect("an import")
        .files
        .remove(0)
}

fn counts(f: &imports::FileReport) -> [usize; 6] {
    [f.rows, f.new, f.changed, f.same, f.decisions, f.refused]
}

fn marks(town: &Town) -> Vec<(String, String, String)> {
    let sql = "select a.day, m.name, k.mode from {marks} k join {activities} a on a.tenant = k.tenant and a.id = k.activity \
        join {members} m on m.tenant = k.tenant and m.id = k.member order by a.day, m.name";
    town.write(move |cx| cx.all(sql, args![]))
}

#[test]
fn linli_import_takes_a_roll_call_in_once() {
    let (town, _) = town();
    let dry = run(&town, "请假", false);
    assert_eq!((dry.kind.as_str(), counts(&dry), dry.problem.as_deref()), ("roll_call", [3, 1, 0, 0, 2, 0], None));
    assert!(marks(&town).is_empty(), "a dry run calls nobody");
    assert_eq!(counts(&run(&town, "请假", true)), [3, 1, 0, 0, 2, 0]);
    let mark = |day: &str, mode: &str| (day.to_owned(), "赵建国".to_owned(), mode.to_owned());
    assert_eq!(marks(&town), [mark("2026-10-09", "in_room"), mark("2026-11-06", "excused")]);
    assert_eq!(counts(&run(&town, "请假", true)), [3, 0, 0, 3, 0, 0], "what waits waits once");
    assert_eq!(counts(&run(&town, "补学", true)), [3, 0, 1, 0, 2, 0], "a corrected sheet corrects");
    assert_eq!(marks(&town)[1], mark("2026-11-06", "made_up"));
    let held: i64 = town.write(|cx| cx.one("select count(*) from {activities} a where a.state = 'held'", args![]));
    assert_eq!(held, 2, "the two meetings of the head stand in the book, once each");
}

#[test]
fn on_the_page_who_is_who_is_asked_and_the_answer_counts() {
    let (town, _) = town();
    let zhou = town.person("周敏", "worker", "青竹苑社区党总支");
    let url = drop_files(&zhou, &[("签到.csv", &sheet("请假"))]);
    let look = page(&zhou, &url);
    assert_eq!((look["files"][0]["kind"].as_str(), look["files"][0]["problem"].as_str()), (Some("roll_call"), Some("")));
    let waits = look["waiting"].as_array().expect("waiting").clone();
    assert_eq!(waits.iter().map(|w| w["code"].as_str().unwrap_or("")).collect::<Vec<_>>(), ["namesakes", "no_member"]);
    let choice = waits[0]["choices"].as_array().expect("choices").last().expect("a namesake").clone();
    assert!(choice["label"].as_str().is_some_and(|l| l.contains("1961-04-02")), "told apart by birth: {choice}");
    let place = format!("{url}/decisions/{}/{}-{}", waits[0]["file"].as_str().expect("a file"), waits[0]["sheet"], waits[0]["line"]);
    assert_eq!(zhou.post(&place, &[("choice", choice["value"].as_str().expect("a value"))]).status, 303);
    take_in(&town, &zhou, &url);
    assert_eq!(marks(&town).len(), 4, "赵建国 and the chosen 张三, twice each");
}

#[test]
fn what_an_import_called_is_taken_back_with_it() {
    let (town, _) = town();
    let zhou = town.person("张磊", "officer", "青龙街道党工委");
    run(&town, "请假", true);
    let url = drop_files(&zhou, &[("签到.csv", &sheet("补学"))]);
    take_in(&town, &zhou, &url);
    assert_eq!(marks(&town)[1].2, "made_up");
    let undone = zhou.post(&format!("{url}/undo"), &[]);
    assert_eq!(undone.status, 303, "{}", undone.text());
    assert_eq!(marks(&town).iter().map(|m| m.2.as_str()).collect::<Vec<_>>(), ["in_room", "excused"], "as it stood before");
    let first =
        page(&zhou, "/imports")["imports"].as_array().and_then(|i| i.last()).expect("the first import")["id"].as_str().map(str::to_owned);
    let undone = zhou.post(&format!("/imports/{}/undo", first.expect("an id")), &[]);
    assert_eq!(undone.status, 303, "{}", undone.text());
    assert!(marks(&town).is_empty());
    let sums: (i64, i64) = town.write(|cx| {
        Ok((
            cx.one("select coalesce(cast(sum(p.points) as bigint), 0) from {points} p", args![])?,
            cx.one("select count(*) from {attendance} t", args![])?,
        ))
    });
    assert!(sums.0 == 0 && sums.1 > 3, "points follow; the ledger itself only grows: {sums:?}");
    assert_eq!(counts(&run(&town, "请假", true))[1], 1, "and it comes in again");
    assert_eq!(marks(&town).len(), 2);
}

#[test]
fn a_roll_call_of_a_day_to_come_is_refused_and_a_strange_branch_asked_for() {
    let (town, _) = town();
    let files = vec![
        ("a.csv".to_owned(), format!("党支部,姓名,2026年12月4日主题党日\n{BRANCH},赵建国,√\n").into_bytes()),
        ("b.csv".to_owned(), "党支部,姓名,2026年11月6日主题党日\n西山第九党支部,赵建国,√\n".as_bytes().to_vec()),
    ];
    let report = imports::run(&town.house, Scope::ALL, files, imports::How::RowByRow, |_, _| {}).expect("an import");
    assert_eq!(report.files.iter().map(|f| [f.decisions, f.refused]).collect::<Vec<_>>(), [[0, 1], [1, 0]]);
    assert!(marks(&town).is_empty());
}
