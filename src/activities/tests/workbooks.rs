//! The roll-call matrices of the fixtures, against what they are known to hold.

use crate::{
    activities::cli,
    orgs::{Kind, NewOrg, Org},
    people::{Facts, Intake},
    testing::Town,
};
use kernel::{Id, Scope, args};
use serde_json::Value;
use std::{collections::BTreeMap, path::PathBuf};

fn fixtures() -> Option<(Vec<PathBuf>, Value)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures");
    let Ok(text) = std::fs::read_to_string(folder.join("truth.json")) else {
        println!("SKIPPED: no ../shared/fixtures beside this repository");
        return None;
    };
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder.join("attendance")).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    files.sort();
    Some((files, serde_json::from_str(&text).expect("truth.json")))
}

/// The branches of the matrices with their members, by ID number.
fn street(truth: &Value) -> (Town, BTreeMap<String, Id>) {
    let town = Town::empty();
    let wanted: Vec<String> =
        truth["attendance"].as_array().expect("attendance").iter().map(|a| a["branch"].as_str().expect("a branch").to_owned()).collect();
    let text = |m: &Value, field: &str| m[field].as_str().map(str::to_owned);
    let members: Vec<(String, Facts)> = truth["members"]
        .as_array()
        .expect("members")
        .iter()
        .filter(|m| wanted.iter().any(|w| m["branch"] == w.as_str()))
        .map(|m| {
            let facts = Facts {
                name: text(m, "name").unwrap_or_default(),
                birth: text(m, "birth"),
                id_no: text(m, "id_no"),
                joined: text(m, "joined"),
                ..Facts::default()
            };
            (text(m, "branch").unwrap_or_default(), facts)
        })
        .collect();
    let ids = town.write(move |cx| {
        let top = Org::found(cx, None, NewOrg { name: "青龙街道党工委".into(), kind: Some(Kind::WorkingCommittee), ..NewOrg::default() })?;
        let mut orgs: BTreeMap<String, Org> = BTreeMap::new();
        let (mut intake, mut ids) = (Intake::new(cx, None), BTreeMap::new());
        for (branch, facts) in &members {
            if !orgs.contains_key(branch) {
                orgs.insert(
                    branch.clone(),
                    Org::found(cx, Some(&top), NewOrg { name: branch.clone(), kind: Some(Kind::Branch), ..NewOrg::default() })?,
                );
            }
            let id = intake.take(&orgs[branch], facts)?;
            ids.insert(facts.id_no.clone().unwrap_or_default(), id);
        }
        intake.finish()?;
        Ok(ids)
    });
    (town, ids)
}

#[test]
fn the_matrices_of_the_street_are_read_as_they_are() {
    let Some((files, truth)) = fixtures() else { return };
    let (town, ids) = street(&truth);
    let report = cli::matrix(&town.house, Scope::ALL, &files).expect("a report");
    assert!(report.files.iter().all(|f| f.refused.is_none()), "{report:?}");
    let doubtful: Vec<&String> = report.files.iter().flat_map(|f| &f.taken.doubtful).collect();
    let counted: BTreeMap<(Id, String), i64> = town
        .write(|cx| cx.all::<(Id, String, i64)>("select k.member, k.mode, count(*) from {marks} k group by k.member, k.mode", args![]))
        .into_iter()
        .map(|(member, mode, count)| ((member, mode), count))
        .collect();
    let activities = report.files.iter().map(|f| f.taken.activities as i64).collect::<Vec<_>>();
    let (mut right, mut wrong) = (0, vec![]);
    for (place, expected) in truth["attendance"].as_array().expect("attendance").iter().enumerate() {
        let id = ids[expected["id_no"].as_str().expect("an ID number")];
        let found = |mode: &str| counted.get(&(id, mode.to_owned())).copied().unwrap_or_default();
        let got = [found("in_room"), found("excused"), found("absent"), found("made_up")];
        let truth = ["present", "leave", "absent", "made_up"].map(|k| expected[k].as_i64().unwrap_or_default());
        if got == truth { right += 1 } else { wrong.push((place, got, truth)) }
    }
    println!(
        "members {right}/{}; activities {activities:?}; doubtful {doubtful:?}; wrong {wrong:?}",
        truth["attendance"].as_array().map_or(0, Vec::len)
    );
    assert_eq!(wrong.len(), doubtful.len(), "only what is doubtful is left out");
    assert_eq!(doubtful.len(), 2, "two of one name in one branch: a person says who is who");

    let again = cli::matrix(&town.house, Scope::ALL, &files).expect("a report");
    assert!(
        again.files.iter().all(|f| f.taken.new + f.taken.changed + f.taken.activities == 0 && f.taken.same > 0),
        "the same again changes nothing"
    );
}

#[test]
fn the_page_asks_who_is_who_and_takes_the_answer() {
    let Some((files, truth)) = fixtures() else { return };
    let (town, _) = street(&truth);
    let officer = town.person("张磊", "officer", "青龙街道党工委");
    let file = files.iter().find(|f| f.to_string_lossy().contains("常青村")).expect("the branch with two of one name");
    let bytes = std::fs::read(file).expect("a fixture");
    let json = officer.with("accept", "application/json");
    let preview = json.upload("/activities/matrix", &[("org", "")], &[("常青村第一党支部签到.xlsx", &bytes)]).json();
    assert_eq!(preview["doubtful"], 2);
    let table = &preview["files"][0]["tables"][0];
    let doubtful: Vec<&Value> = table["rows"].as_array().expect("rows").iter().filter(|r| r["member"].is_null()).collect();
    let mut form = vec![
        ("org".to_owned(), String::new()),
        ("file.0".into(), preview["files"][0]["content"].as_str().expect("content").into()),
        ("name.0".into(), "常青村第一党支部签到.xlsx".into()),
    ];
    for (n, row) in doubtful.iter().enumerate() {
        form.push((format!("who.0.0.{}", row["row"]), row["candidates"][n]["id"].as_str().expect("a candidate").into()));
    }
    let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let done = officer.with("accept", "application/json").post("/activities/matrix/confirmation", &form).json();
    assert!(done["said"].as_str().is_some_and(|s| s.contains("0 行待定")), "{done}");
}

#[test]
fn what_is_no_roll_call_is_refused_with_a_sentence() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", "青竹苑社区党总支");
    let refused =
        zhou.upload("/activities/matrix", &[("org", "")], &[("x.csv", "姓名,电话\n张三,140\n".as_bytes()), ("y.xlsx", b"no workbook")]);
    assert_eq!(refused.status, 200);
    assert!(refused.text().contains("没有看到签到表") && refused.text().contains("没有收"));
    let csv = "序号,姓名,2026年10月9日主题党日,2026年11月6日主题党日\n1,张三,√,√\n2,李四,√,请假\n";
    let whose = zhou.upload("/activities/matrix", &[("org", "")], &[("x.csv", csv.as_bytes())]);
    assert!(whose.text().contains("不知道签到表是哪个支部的"), "{}", whose.text());
}
