//! Bulletins as those read them whom they are for.

use crate::{
    closing::month_of_facts::{held, mark, member},
    testing::Town,
};
use kernel::{Id, args};

const FIRST: &str = "青竹苑社区第一党支部";
const BAMBOO: &str = "青竹苑社区党总支";

struct Closed {
    town: Town,
    zhao: Id,
    sun: Id,
}

fn closed() -> Closed {
    let town = Town::new();
    let (zhao, sun, li) = (member(&town, FIRST, "赵建国"), member(&town, FIRST, "孙桂兰"), member(&town, "青竹苑社区第二党支部", "李思远"));
    let (theme_day, lecture) =
        (held(&town, FIRST, "theme_day", "2026-10-15", 120), held(&town, "青竹苑社区第二党支部", "lecture", "2026-10-20", 90));
    mark(&town, theme_day, zhao, "home");
    mark(&town, theme_day, sun, "absent");
    mark(&town, lecture, li, "online");
    let zhou = town.person("周敏", "worker", BAMBOO);
    assert_eq!(zhou.post("/closings", &[("month", "2026-10")]).status, 303);
    Closed { town, zhao, sun }
}

#[test]
fn zhou_reads_what_was_done_in_words_and_as_files() {
    let c = closed();
    let zhou = c.town.person("周敏之二", "worker", BAMBOO);
    let url = format!("/bulletins/2026-10/{}", c.town.org(BAMBOO).id);
    let page = zhou.get(&url);
    assert_eq!(page.status, 200, "{}", page.text());
    for words in ["青竹苑社区党总支 2026年10月工作通报", "应参加 3 人次，参加 2 人次（66%）", "上门 1", "二、各支部"]
    {
        assert!(page.text().contains(words), "{words} is missing in {}", page.text());
    }
    assert!(!page.text().contains("孙桂兰"), "names stand on the branch's own bulletin only");
    assert!(zhou.get(&format!("/bulletins/2026-10/{}", c.town.org(FIRST).id)).text().contains("孙桂兰"));
    let english = zhou.with("accept-language", "en").get(&url);
    assert!(english.text().contains("3 were due, 2 took part (66%)"), "{}", english.text());
    let pdf = zhou.get(&format!("{url}/pdf"));
    assert_eq!((pdf.status, pdf.header("content-type"), &pdf.bytes[..4]), (200, "application/pdf", b"%PDF".as_slice()));
    let workbook = zhou.get(&format!("{url}/workbook"));
    let read = sheets::open("通报.xlsx", &workbook.bytes).expect("our own workbook");
    assert!(read.sheets[0].row(2).is_some_and(|row| row.cells().any(|(_, cell)| cell.text().contains("组织"))));
    let officer = c.town.person("吴江", "officer", "青龙街道党工委");
    assert!(officer.get(&url).text().contains("报：青龙街道党工委"), "who may know of the organisation above reads whom it is for");
    let listed = zhou.get_json("/bulletins").json();
    assert_eq!((&listed["month"], listed["bulletins"].as_array().map(Vec::len)), (&"2026-10".into(), Some(3)));
    assert_eq!(zhou.get("/bulletins").status, 200);
}

#[test]
fn branches_are_ranked_only_where_it_is_switched_on_and_persons_never() {
    let c = closed();
    let zhou = c.town.person("周敏之二", "worker", BAMBOO);
    let url = format!("/bulletins/2026-10/{}", c.town.org(BAMBOO).id);
    assert!(!zhou.get(&url).text().contains("按参加率排列"));
    assert_eq!(zhou.get_json(&url).json()["report"]["ranking"], serde_json::Value::Null);
    c.town.write(|cx| cx.run("insert into {settings} (key, value) values ('ranking.branches', 'on')", args![]));
    let page = zhou.get(&url);
    assert!(page.text().contains("支部按参加率排列"), "{}", page.text());
    let ranked = zhou.get_json(&url).json();
    let first = &ranked["report"]["ranking"][0]["name"];
    assert_eq!(first, "青竹苑社区第二党支部", "{ranked}");
    let branch = zhou.get_json(&format!("/bulletins/2026-10/{}", c.town.org(FIRST).id)).json();
    let names: Vec<_> = branch["report"]["members"].as_array().expect("members").iter().map(|m| m["name"].clone()).collect();
    assert_eq!(names, ["孙桂兰", "赵建国"], "by name, whatever they earned");
}

#[test]
fn a_remark_is_written_until_the_bulletin_is_sent_and_members_read_theirs_after() {
    let c = closed();
    let zhou = c.town.person("周敏之二", "worker", BAMBOO);
    let (url, branch) = (format!("/bulletins/2026-10/{}", c.town.org(BAMBOO).id), format!("/bulletins/2026-10/{}", c.town.org(FIRST).id));
    let zhao = c.town.member_account(c.zhao, "赵建国", FIRST);
    assert_eq!(zhao.get("/me/bulletins/2026-10").status, 404, "not sent yet");
    assert_eq!(zhou.post(&branch, &[("remark", "消防演练因雨改期。")]).status, 303);
    assert!(zhou.get(&branch).text().contains("消防演练因雨改期。"));
    assert_eq!(zhou.post(&format!("{url}/sending"), &[("below", "yes")]).status, 303);
    assert_eq!(zhou.post(&branch, &[("remark", "另一句")]).status, 409);
    assert!(zhou.get(&branch).text().contains("经周敏之二核对"));
    let own = zhao.get("/me/bulletins/2026-10");
    assert!(own.status == 200 && own.text().contains("应参加 1 次，参加 1 次"), "{}", own.text());
    assert!(!own.text().contains("孙桂兰"));
    assert_eq!(zhao.get("/me/bulletins/2026-10/pdf").bytes[..4], *b"%PDF");
    assert!(zhao.get("/me/bulletins").text().contains("2026年10月"));
    assert_eq!(zhao.get(&format!("/bulletins/2026-10/members/{}", c.sun)).status, 403);
    assert_eq!(zhou.get(&format!("/bulletins/2026-10/members/{}", c.sun)).status, 200);
    assert_eq!(zhou.get(&format!("/bulletins/2026-10/members/{}/workbook", c.sun)).status, 200);
}

#[test]
fn neighbours_and_open_months_have_no_bulletin_here() {
    let c = closed();
    let neighbour = c.town.person("陈立新", "worker", "东风村党总支");
    let bamboo = c.town.org(BAMBOO).id;
    for path in ["", "/pdf", "/workbook"] {
        assert_eq!(neighbour.get(&format!("/bulletins/2026-10/{bamboo}{path}")).status, 404);
    }
    assert_eq!(neighbour.get(&format!("/bulletins/2026-10/members/{}", c.zhao)).status, 404);
    assert_eq!(neighbour.post(&format!("/bulletins/2026-10/{bamboo}/sending"), &[]).status, 404);
    let zhou = c.town.person("周敏之二", "worker", BAMBOO);
    assert_eq!(zhou.get(&format!("/bulletins/2026-09/{bamboo}")).status, 404);
    assert_eq!(zhou.get("/bulletins/二〇二六/members").status, 404);
}

#[test]
fn the_command_line_writes_the_same_bulletin() {
    let c = closed();
    let (house, path, month) = (&c.town.house, c.town.org(BAMBOO).path, "2026-10".parse().expect("a month"));
    let report = |format: &str| super::cli::report(house, &path, month, format.parse().expect("a format")).expect("a bulletin");
    assert_eq!(report("pdf")[..4], *b"%PDF");
    let json: serde_json::Value = serde_json::from_slice(&report("json")).expect("JSON");
    assert_eq!(json["org"]["due"], 3);
    assert!(sheets::open("b.xlsx", &report("xlsx")).is_ok());
    assert!("doc".parse::<super::cli::Format>().is_err());
    assert!(super::cli::report(house, &path, "2026-09".parse().expect("a month"), super::cli::Format::Json).is_err());
}
