//! What a worker meets in a week of imports.

use super::*;
use crate::people::Facts;

const BRANCH: &str = "青竹苑社区第一党支部";

fn title(branch: &str) -> String {
    format!("{branch}党员花名册")
}

fn zhao(phone: &str) -> [String; 8] {
    [
        String::from("赵建国"),
        "男".into(),
        "1950.03".into(),
        id("19500311", 101),
        phone.into(),
        "1975.07.01".into(),
        "1976.07.01".into(),
        "青竹苑新村1幢101室".into(),
    ]
}

fn sun() -> [String; 8] {
    [
        String::from("孙桂兰"),
        "女".into(),
        "1962.05".into(),
        id("19620506", 202),
        "14000002222".into(),
        "1990.01".into(),
        "1991.01".into(),
        "青竹苑新村2幢202室".into(),
    ]
}

fn book(branch: &str, people: &[[String; 8]]) -> Vec<u8> {
    let rows: Vec<[&str; 8]> = people.iter().map(|p| p.each_ref().map(String::as_str)).collect();
    roster(&title(branch), &rows)
}

fn town() -> (Town, Asker) {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", "青竹苑社区党总支");
    (town, zhou)
}

fn outcomes(page: &Json) -> Vec<String> {
    page["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|r| format!("{} {}", r["name"].as_str().unwrap_or(""), r["outcome"].as_str().unwrap_or("")))
        .collect()
}

#[test]
fn cells_copied_in_a_program_for_sheets_are_pasted() {
    let (town, zhou) = town();
    let pasted = format!("{}\n{}\n{}\n", title(BRANCH), HEADS.join("\t"), zhao("14000001427").join("\t"));
    let answer = zhou.upload("/imports", &[("pasted", &pasted)], &[]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let look = page(&zhou, answer.location());
    assert_eq!(outcomes(&look), ["赵建国 new"]);
    assert!(look["files"][0]["name"].as_str().is_some_and(|n| n.starts_with("粘贴 2026-11-22")), "{}", look["files"]);
    take_in(&town, &zhou, answer.location());
    assert_eq!(facts(&town)[0].1.birth.as_deref(), Some("1950-03-11"));
    let empty = zhou.upload("/imports", &[("pasted", " \n")], &[]);
    assert_eq!(empty.status, 422, "{}", empty.text());
}

#[test]
fn a_sheet_comes_back_with_a_result_beside_each_row() {
    let (town, zhou) = town();
    let mut broken = sun();
    broken[3] = "320499196205062020".into();
    let url = drop_files(&zhou, &[("名册.xlsx", &book(BRANCH, &[zhao("14000001427"), broken]))]);
    let look = page(&zhou, &url);
    let back = format!("{url}/answers/{}/{}", look["files"][0]["id"].as_str().expect("an id"), look["readings"][0]["number"]);
    let refused = zhou.post_json(&back, json!({}));
    assert_eq!((refused.status, refused.json()["errors"][0]["field"].clone()), (422, "reason".into()));
    let given = zhou.post(&back, &[("reason", "交给支部核对")]);
    assert_eq!(given.status, 200, "{}", given.text());
    let sheet = &sheets::open("结果.xlsx", &given.bytes).expect("a workbook").sheets[0];
    let rows: Vec<Vec<String>> = sheet.rows().map(|r| r.cells().map(|(_, c)| c.text().into_owned()).collect()).collect();
    let of = |name: &str| rows.iter().find(|r| r.iter().any(|c| c == name)).expect("a row").last().cloned().unwrap_or_default();
    assert_eq!(of("赵建国"), "新");
    assert!(of("孙桂兰").starts_with("待定："), "{}", of("孙桂兰"));
    let audit = town.person("吴审", "auditor", "青龙街道党工委").get_json("/audit").text();
    assert!(audit.contains("交给支部核对"), "{audit}");
    assert_eq!(zhou.post(&format!("{}/9", back.rsplit_once('/').expect("a path").0), &[("reason", "看看")]).status, 404);
}

#[test]
fn a_change_shows_old_and_new_masked_and_can_be_taken_back() {
    let (town, zhou) = town();
    let url = drop_files(&zhou, &[("名册.xlsx", &book(BRANCH, &[zhao("14000001427"), sun()]))]);
    assert_eq!(outcomes(&page(&zhou, &url)), ["赵建国 new", "孙桂兰 new"]);
    take_in(&town, &zhou, &url);

    let second = drop_files(&zhou, &[("名册2.xlsx", &book(BRANCH, &[zhao("14000002046"), sun()]))]);
    let look = page(&zhou, &second);
    assert_eq!(outcomes(&look), ["赵建国 changed", "孙桂兰 same"]);
    assert_eq!(look["rows"][0]["changes"], json!([{ "fact": "电话", "old": "140****1427", "new": "140****2046" }]));
    let html = zhou.get(&second).text();
    assert!(!html.contains("14000002046") && !html.contains(&id("19500311", 101)), "nothing hidden is shown");
    take_in(&town, &zhou, &second);
    assert_eq!(facts(&town)[1].1.phone.as_deref(), Some("14000002046"));

    refused(&zhou.post_json(&format!("{url}/undo"), nothing()), "built_on");
    assert_eq!(zhou.post(&format!("{second}/undo"), &[]).status, 303);
    assert_eq!(facts(&town)[1].1.phone.as_deref(), Some("14000001427"));
    assert_eq!(zhou.post(&format!("{url}/undo"), &[]).status, 303);
    assert_eq!(members(&town), 0);
}

#[test]
fn an_import_that_others_built_on_stays() {
    let (town, zhou) = town();
    let url = drop_files(&zhou, &[("名册.xlsx", &book(BRANCH, &[sun()]))]);
    take_in(&town, &zhou, &url);
    town.write(|cx| {
        let (member, path): (kernel::Id, String) = cx.one("select m.id, m.path from {members} m", kernel::args![])?;
        cx.run(
            "insert into {contacts} (occurred_on, id, member, path, kind, two_way, note, made_by, made_at) values ($1, $2, $3, $4, 'visit', 1, null, '周敏', $5)",
            kernel::args![cx.today(), cx.new_id(), member, path, cx.now()],
        )
    });
    let answer = zhou.post_json(&format!("{url}/undo"), nothing());
    refused(&answer, "built_on");
    assert!(answer.text().contains("联系记录 1 条"), "{}", answer.text());
    assert_eq!(members(&town), 1);
}

#[test]
fn after_ninety_days_the_way_back_is_closed() {
    let (town, zhou) = town();
    let url = drop_files(&zhou, &[("名册.xlsx", &book(BRANCH, &[sun()]))]);
    take_in(&town, &zhou, &url);
    town.clock.set("2027-02-21T02:00:00Z");
    refused(&zhou.post_json(&format!("{url}/undo"), nothing()), "undo_too_late");
}

#[test]
fn a_flawed_number_is_taken_in_and_flagged_unless_somebody_corrects_or_leaves_it() {
    let (town, zhou) = town();
    let right = id("19500311", 101);
    let wrong = format!("{}{}", &right[..17], if right.ends_with('1') { '2' } else { '1' });
    let with = |name: &str, number: &str| {
        let mut row = zhao("14000001427");
        row[0] = name.into();
        row[3] = number.into();
        row
    };
    let file = book(BRANCH, &[with("赵建国", &wrong), with("钱卫东", &wrong), with("孙德明", "")]);
    let url = drop_files(&zhou, &[("名册.xlsx", &file)]);
    let look = page(&zhou, &url);
    assert_eq!(outcomes(&look), ["赵建国 decision", "钱卫东 decision", "孙德明 decision"]);
    let card = &look["waiting"][0];
    assert_eq!(card["code"], "doubtful");
    assert_eq!(card["choices"][0]["value"], "flag");
    let decide =
        |n: usize| format!("{url}/decisions/{}/0-{}", look["waiting"][n]["file"].as_str().expect("a file"), look["waiting"][n]["line"]);
    assert_eq!(zhou.post(&decide(0), &[("choice", "edit"), ("id_no", &wrong)]).status, 422, "still wrong");
    assert_eq!(zhou.post(&decide(0), &[("choice", "edit"), ("id_no", &right)]).status, 303);
    assert_eq!(zhou.post(&decide(1), &[("choice", "leave")]).status, 303);
    take_in(&town, &zhou, &url);
    let all = facts(&town);
    let names: Vec<_> = all.iter().map(|f| (f.1.name.as_str(), f.1.flags.join(" "), f.1.id_no.clone())).collect();
    assert_eq!(names, [("孙德明", "id_missing".to_owned(), None), ("赵建国", String::new(), Some(right))]);

    let again = page(&zhou, &drop_files(&zhou, &[("名册.xlsx", &file)]));
    assert_eq!(outcomes(&again), ["赵建国 same", "钱卫东 same", "孙德明 same"]);
}

#[test]
fn one_number_twice_is_for_a_person_to_decide() {
    let town = Town::new();
    let mut other = zhao("14000009999");
    other[0] = "钱卫东".into();
    let east = town.person("王芳", "worker", "青龙街道党工委");
    let url = drop_files(
        &east,
        &[("甲.xlsx", &book(BRANCH, &[zhao("14000001427"), other])), ("乙.xlsx", &book("东风村第一党支部", &[zhao("14000001427")]))],
    );
    let look = page(&east, &url);
    assert_eq!(look["sums"]["decisions"], 2, "in one file under another name, and across files in another branch");
    take_in(&town, &east, &url);
    assert_eq!(members(&town), 1, "nobody is merged or doubled in silence");
    let waiting = page(&east, "/imports/decisions");
    assert_eq!(waiting["all"], 2);
    let twice = waiting["waiting"].as_array().expect("rows").iter().find(|w| w["code"] == "twice_other_name").expect("the other name");
    let place = format!(
        "/imports/{}/decisions/{}/{}-{}",
        twice["import"].as_str().expect("id"),
        twice["file"].as_str().expect("id"),
        twice["sheet"],
        twice["line"]
    );
    let answer = east.post(&place, &[("choice", "two")]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let all = facts(&town);
    assert_eq!(all.iter().find(|f| f.1.name == "钱卫东").map(|f| f.1.flags.clone()), Some(vec!["id_twice".to_owned()]));
    assert_eq!(page(&east, "/imports/decisions")["all"], 1);
    refused(&east.post_json(&place, json!({ "choice": "two" })), "decided");
}

#[test]
fn likeness_alone_merges_nobody() {
    let (town, zhou) = town();
    town.member(
        BRANCH,
        "赵建国",
        Facts { birth: Some("1950-03-11".into()), phone: Some("14000008802".into()), flags: vec!["id_missing".into()], ..Facts::default() },
    );
    let mut row = zhao("14000001427");
    row[3] = String::new();
    let elsewhere = book("青竹苑社区第二党支部", &[row]);
    let url = drop_files(&zhou, &[("名册.xlsx", &elsewhere)]);
    let look = page(&zhou, &url);
    assert_eq!(look["waiting"][0]["code"], "perhaps");
    assert!(look["waiting"][0]["theirs"].to_string().contains("140****8802"));
    take_in(&town, &zhou, &url);
    assert_eq!(members(&town), 1, "it waits");
    let place = format!("{url}/decisions/{}/0-{}", look["waiting"][0]["file"].as_str().expect("id"), look["waiting"][0]["line"]);
    refused(&zhou.post_json(&place, json!({ "choice": "same" })), "still_open");
    assert_eq!(zhou.post(&place, &[("choice", "two")]).status, 303);
    assert_eq!(members(&town), 2);
}

#[test]
fn a_member_found_in_another_branch_moves_only_by_a_persons_word() {
    let (town, zhou) = town();
    let url = drop_files(&zhou, &[("一.xlsx", &book(BRANCH, &[sun()]))]);
    take_in(&town, &zhou, &url);
    let second = drop_files(&zhou, &[("二.xlsx", &book("青竹苑社区第二党支部", &[sun()]))]);
    let look = page(&zhou, &second);
    assert_eq!(look["waiting"][0]["code"], "moved");
    let place = format!("{second}/decisions/{}/0-{}", look["waiting"][0]["file"].as_str().expect("id"), look["waiting"][0]["line"]);
    assert_eq!(zhou.post(&place, &[("choice", "move")]).status, 303);
    take_in(&town, &zhou, &second);
    assert_eq!(facts(&town)[0].0, "青竹苑社区第二党支部");
    assert_eq!(zhou.post(&format!("{second}/undo"), &[]).status, 303);
    assert_eq!(facts(&town)[0].0, BRANCH);
}

#[test]
fn an_unknown_branch_is_founded_chosen_or_left() {
    let (town, zhou) = town();
    let file = book("青竹苑社区第九党支部", &[sun()]);
    let url = drop_files(&zhou, &[("名册.xlsx", &file)]);
    let look = page(&zhou, &url);
    assert_eq!(look["branches"][0]["name"], "青竹苑社区第九党支部");
    assert_eq!(look["sums"]["taken"], 0);
    let above = town.org("青竹苑社区党总支").id.to_string();
    let answer = zhou.post(&format!("{url}/branches"), &[("name", "青竹苑社区第九党支部"), ("choice", "below"), ("org", &above)]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(page(&zhou, &url)["sums"]["new"], 1);
    take_in(&town, &zhou, &url);
    assert_eq!(facts(&town)[0].0, "青竹苑社区第九党支部");
    assert_eq!(zhou.post(&format!("{url}/undo"), &[]).status, 303);
    let tree = page(&town.person("王芳", "officer", "青龙街道党工委"), "/imports");
    assert_eq!(tree["imports"][0]["state"], "undone");
    let ninth: Option<kernel::Id> = town
        .house
        .read_as_system("test", kernel::Scope::ALL, |cx| {
            cx.maybe("select id from {orgs} o where o.name = '青竹苑社区第九党支部'", kernel::args![])
        })
        .expect("an answer");
    assert_eq!(ninth, None, "a branch that was founded for the import goes with it");

    let again = drop_files(&zhou, &[("名册.xlsx", &file)]);
    take_in(&town, &zhou, &again);
    assert_eq!(members(&town), 0);
    let second = town.org("青竹苑社区第二党支部").id.to_string();
    assert_eq!(
        zhou.post(&format!("{again}/branches"), &[("name", "青竹苑社区第九党支部"), ("choice", "org"), ("org", &second)]).status,
        303
    );
    assert_eq!(facts(&town)[0].0, "青竹苑社区第二党支部", "what waited is taken in at once");
}

#[test]
fn another_reading_is_tried_and_remembered() {
    let (town, zhou) = town();
    let heads = ["姓名", "身份证号码", "打卡号"];
    let number = id("19620506", 202);
    let file = workbook(&title(BRANCH), &heads, vec![vec!["孙桂兰", number.as_str(), "14000002222"]]);
    let url = drop_files(&zhou, &[("名册.xlsx", &file)]);
    let look = page(&zhou, &url);
    let form = format!("{url}/readings/{}", look["files"][0]["id"].as_str().expect("id"));
    let html = zhou.get(&form).text();
    assert!(html.contains("打卡号"), "{html}");
    let answer = zhou.post(&form, &[("table", "0"), ("kind", "roster"), ("branch", BRANCH), ("column.2", "phone")]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    take_in(&town, &zhou, &url);
    assert_eq!(facts(&town)[0].1.phone.as_deref(), Some("14000002222"));
    let later = page(&zhou, &drop_files(&zhou, &[("名册2.xlsx", &file)]));
    let columns = later["readings"][0]["columns"].as_array().expect("columns");
    assert_eq!(columns[2]["meaning"], "电话");
}

#[test]
fn a_neighbour_knows_nothing_of_it() {
    let (town, zhou) = town();
    let url = drop_files(&zhou, &[("名册.xlsx", &book(BRANCH, &[sun()]))]);
    let east = town.person("王芳", "worker", "东风村党总支");
    for path in [url.clone(), format!("{url}/check-list"), format!("{url}/progress")] {
        assert_eq!(east.get(&path).status, 404);
    }
    assert_eq!(east.post(&format!("{url}/confirmation"), &[]).status, 404);
    let stranger = drop_files(&east, &[("名册.xlsx", &book(BRANCH, &[sun()]))]);
    assert_eq!(page(&east, &stranger)["sums"]["taken"], 0, "a branch of others is unknown here");
    take_in(&town, &zhou, &url);
    let own = page(&east, &drop_files(&east, &[("东.xlsx", &book("东风村第一党支部", &[sun()]))]));
    assert_eq!(own["waiting"][0]["code"], "elsewhere");
    assert!(!own.to_string().contains("青竹苑"), "where it is known is not told");
}

#[test]
fn a_stopped_or_repeated_confirmation_takes_in_once_or_not_at_all() {
    let (town, zhou) = town();
    let url = drop_files(&zhou, &[("名册.xlsx", &book(BRANCH, &[sun()]))]);
    assert_eq!(zhou.post(&format!("{url}/confirmation"), &[]).status, 303);
    refused(&zhou.post_json(&format!("{url}/confirmation"), nothing()), "import_moved_on");
    assert!(zhou.get(&format!("{url}/progress")).text().contains("data: {\"done\":0"));
    // The machine stops after the work and before the queue hears of it: the work is asked for again.
    town.house.work_off().expect("work");
    town.write(|cx| cx.run("update {jobs} set state = 'queued' where state = 'done'", kernel::args![]));
    town.house.work_off().expect("work");
    assert_eq!(members(&town), 1);
    let inline = drop_files(&zhou, &[("名册.xlsx", &book(BRANCH, &[sun(), zhao("14000001427")]))]);
    assert_eq!(zhou.post_json(&format!("{inline}/confirmation"), json!({ "at_once": true })).status, 200);
    assert_eq!(members(&town), 2);
    let dropped = drop_files(&zhou, &[("名册.xlsx", &book(BRANCH, &[sun()]))]);
    assert_eq!(zhou.post(&format!("{dropped}/cancellation"), &[]).status, 303);
    refused(&zhou.post_json(&format!("{dropped}/confirmation"), nothing()), "import_moved_on");
}

/// Zhou stops what she has confirmed before its turn came: the answer holds, also when the work
/// comes to it later, and she can confirm again.
#[test]
fn what_is_stopped_before_its_turn_is_not_taken_in() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", "青竹苑社区党总支");
    let file = roster(
        "青竹苑社区第一党支部党员花名册",
        &[["赵建国", "男", "1960-05-04", &id("19600504", 11), "14000001427", "1985-07", "1986-07", "青竹苑12幢"]],
    );
    let url = drop_files(&zhou, &[("花名册.xlsx", &file)]);
    assert_eq!(zhou.post(&format!("{url}/confirmation"), &[]).status, 303);
    assert_eq!(page(&zhou, &url)["import"]["state"], "taking");
    assert_eq!(zhou.post(&format!("{url}/cancellation"), &[]).status, 303);
    town.house.work_off().expect("the queue is worked off");
    assert_eq!((page(&zhou, &url)["import"]["state"].as_str(), members(&town)), (Some("read"), 0));
    take_in(&town, &zhou, &url);
    assert_eq!(members(&town), 1);
}

/// A card that comes in confirms what it says, from a table and on its day; undone, it never did.
#[test]
fn an_imported_card_confirms_its_fields() {
    let (town, zhou) = town();
    let first = drop_files(&zhou, &[("花名册.xlsx", &book(BRANCH, &[zhao("14000001111"), sun()]))]);
    take_in(&town, &zhou, &first);
    let card = |housing: &str| {
        format!(
            "户主,党员姓名,身份证号,原住址,过渡期居住地,居住条件,联系方式,家庭情况,就业状况,是否愿意回原支部参加学习,身体状况\n赵建国,赵建国,{},东风组8幢,新丰苑社区6幢,{housing},14000001111,夫妻二人,离退休,否,行动不便\n",
            id("19500311", 101)
        )
    };
    let url = drop_files(&zhou, &[("联系卡.csv", card("租住").as_bytes())]);
    take_in(&town, &zhou, &url);
    let found = zhou.get_json("/members?q=zjg").json()["members"][0]["id"].as_str().unwrap_or_default().to_owned();
    let clears = || {
        let page = zhou.get_json(&format!("/members/{found}")).json();
        let clears = page["clears"].as_array().cloned().unwrap_or_default();
        clears.iter().map(|c| format!("{} {}", c["state"].as_str().unwrap_or(""), c["how"].as_str().unwrap_or(""))).collect::<Vec<_>>()
    };
    let by_table = "clear 表格";
    assert_eq!(clears(), [by_table, by_table, by_table, "unknown ", by_table, by_table]);
    let of = |code: &str| zhou.get_json(&format!("/members?category={code}")).json()["members"].as_array().map(Vec::len);
    assert_eq!((of("relocation"), of("poor_health")), (Some(1), Some(1)));
    assert_eq!(zhou.post(&format!("{url}/undo"), &[]).status, 303);
    assert_eq!(clears()[2], "unknown ");
    assert_eq!((of("relocation"), of("poor_health")), (Some(0), Some(0)));
    assert!(!clears().iter().any(|c| c.contains("表格")), "{:?}", clears());
    // What a worker confirmed since holds the card that it is about.
    let again = drop_files(&zhou, &[("联系卡.csv", card("投亲").as_bytes())]);
    take_in(&town, &zhou, &again);
    assert_eq!(zhou.post(&format!("/members/{found}/confirmations"), &[("field", "housing"), ("how", "call")]).status, 303);
    assert_eq!(clears()[2], "clear 通话 · 周敏");
    refused(&zhou.post_json(&format!("{first}/undo"), nothing()), "built_on");
}
