//! The street's own workbooks, end to end: read, taken in, the same again, undone.

use super::*;
use crate::{imports, orgs::Org, people::Facts};
use kernel::Scope;
use std::collections::BTreeMap;
use std::path::Path;

pub type Files = Vec<(String, Vec<u8>)>;

/// The synthetic workbooks lie beside the repository and are no part of it.
fn fixtures() -> Option<(Files, Json)> {
    folder_of("ledger")
}

pub fn folder_of(name: &str) -> Option<(Files, Json)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures");
    let Ok(truth) = std::fs::read_to_string(folder.join("truth.json")) else {
        println!("SKIPPED: no ../shared/fixtures beside this repository");
        return None;
    };
    let mut files: Files = std::fs::read_dir(folder.join(name))
        .expect("a folder")
        .map(|entry| {
            let path = entry.expect("an entry").path();
            (path.file_name().expect("a name").to_string_lossy().into_owned(), std::fs::read(&path).expect("a file"))
        })
        .collect();
    files.sort();
    Some((files, serde_json::from_str(&truth).expect("truth.json")))
}

pub fn street() -> Town {
    let town = Town::empty();
    town.write(|cx| {
        let kind = Some(crate::orgs::Kind::WorkingCommittee);
        Org::found(cx, None, crate::orgs::NewOrg { name: "青龙街道党工委".into(), kind, ..Default::default() })
    });
    town
}

pub fn run(town: &Town, files: &Files, yes: bool) -> imports::Report {
    imports::run(&town.house, Scope::ALL, files.clone(), if yes { imports::How::RowByRow } else { imports::How::Look }, |_, _| {})
        .expect("an import")
}

fn sum(report: &imports::Report, of: fn(&imports::FileReport) -> usize) -> usize {
    report.files.iter().map(of).sum()
}

pub fn plain(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn said(branch: &str, f: &Facts, field: &str) -> String {
    let some = |v: &Option<String>| v.clone().unwrap_or_default();
    match field {
        "name" => f.name.clone(),
        "sex" => f.sex.clone(),
        "birth" => some(&f.birth),
        "id_no" => some(&f.id_no),
        "phone" => some(&f.phone),
        "education" => f.education.clone(),
        "branch" => branch.to_owned(),
        "joined" => some(&f.joined),
        "became_full" => some(&f.became_full),
        "probationary" => f.probationary.to_string(),
        "employment" => f.employment.clone(),
        "unit" => f.unit.clone(),
        "home" => some(&f.home),
        "lives_now" => some(&f.lives_at.clone().or(f.home.clone())),
        "last_contact" => some(&f.last_contact),
        other => panic!("no field {other}"),
    }
}

const FIELDS: [&str; 15] = [
    "name",
    "sex",
    "birth",
    "id_no",
    "phone",
    "education",
    "branch",
    "joined",
    "became_full",
    "probationary",
    "employment",
    "unit",
    "home",
    "lives_now",
    "last_contact",
];

#[test]
fn the_street_comes_in_comes_again_and_goes() {
    let Some((files, truth)) = fixtures() else { return };
    let town = street();
    let dry = run(&town, &files, false);
    assert_eq!(sum(&dry, |f| f.rows), 43 + 1366 + 56 + 247);
    assert_eq!(members(&town), 0, "a dry run leaves the ledger as it is");

    let first = run(&town, &files, true);
    for f in &first.files {
        println!(
            "{:<36}{:<20}rows {:>4} new {:>4} changed {:>3} same {:>3} decisions {:>3} refused {:>3}",
            f.file, f.kind, f.rows, f.new, f.changed, f.same, f.decisions, f.refused
        );
    }
    assert_eq!(members(&town), 1366);
    let orgs = town.house.read_as_system("test", Scope::ALL, Org::tree).expect("a tree");
    assert_eq!(orgs.len(), 44, "the table's 43 below the street's own working committee");
    assert_eq!(orgs[0].members_below, 1366);
    for org in truth["orgs"].as_array().expect("orgs") {
        let stands = orgs.iter().find(|o| o.name == plain(&org["name"])).expect("every organisation");
        let above = orgs.iter().find(|o| Some(o.id) == stands.parent).expect("an organisation above");
        assert_eq!(
            (above.name.as_str(), stands.kind.name().zh.as_ref(), stands.secretary.as_str(), stands.members_below),
            (
                plain(&org["parent"]).as_str(),
                plain(&org["type"]).as_str(),
                plain(&org["secretary"]).as_str(),
                org["members"].as_i64().expect("a count")
            )
        );
    }
    accuracy(&town, &truth);
    let papers: (i64, i64) = town
        .house
        .read_as_system("test", Scope::ALL, |cx| {
            Ok((cx.one("select count(*) from {floating} f", kernel::args![])?, cx.one("select count(*) from {cards} c", kernel::args![])?))
        })
        .expect("counts");
    assert_eq!(papers, (56, truth["transition"].as_i64().expect("a count")));

    let again = run(&town, &files, true);
    let others: Vec<_> = again.files.iter().filter(|f| f.same != f.rows).collect();
    assert!(others.is_empty(), "{others:#?}");
    assert_eq!(again.import, None, "nothing to write down");

    let import = first.import.expect("an import");
    town.write(move |cx| cx.find::<imports::Import>(import)?.undo(cx));
    let left = town.house.read_as_system("test", Scope::ALL, Org::tree).expect("a tree");
    assert_eq!((members(&town), left.len(), left[0].members_below), (0, 1, 0));
}

/// One heap of workbooks: the ledger and the roll-calls of its members, in one go and back.
#[test]
fn roll_calls_come_with_the_ledger_and_go_with_it() {
    let (Some((ledger, truth)), Some((attendance, _))) = (fixtures(), folder_of("attendance")) else { return };
    let attendance: Files = attendance.into_iter().filter(|f| f.0.contains("常青村") || f.0.contains("虹景")).collect();
    let town = street();
    let files: Files = attendance.iter().chain(&ledger).cloned().collect();
    let first = run(&town, &files, true);
    let called: Vec<_> = first.files.iter().filter(|f| f.kind == "roll_call").collect();
    assert_eq!(called.len(), attendance.len(), "{called:?}");
    assert!(called.iter().all(|f| f.problem.is_none() && f.refused == 0 && f.new + f.decisions == f.rows), "{called:#?}");
    assert_eq!(called.iter().map(|f| f.decisions).sum::<usize>(), 2, "two of one name in one branch");
    let counted: Vec<(String, i64)> = town.write(|cx| cx.all("select k.mode, count(*) from {marks} k group by k.mode", kernel::args![]));
    let all: i64 = counted.iter().map(|c| c.1).sum();
    let theirs = |a: &&Json| attendance.iter().any(|f| f.0.contains(&plain(&a["branch"])));
    let said =
        |of: &str| truth["attendance"].as_array().expect("attendance").iter().filter(theirs).filter_map(|a| a[of].as_i64()).sum::<i64>();
    let said: i64 = ["present", "leave", "absent", "made_up"].into_iter().map(said).sum();
    println!("{all} marks of {said}: {counted:?}");
    assert!(all < said && said - all < 60, "all but those of the two who wait");

    let again = run(&town, &files, true);
    assert!(again.files.iter().all(|f| f.same == f.rows) && again.import.is_none(), "{:#?}", again.files);
    let import = first.import.expect("an import");
    town.write(move |cx| cx.find::<imports::Import>(import)?.undo(cx));
    let left: i64 = town.write(|cx| cx.one("select count(*) from {marks} k", kernel::args![]));
    assert_eq!((members(&town), left), (0, 0));
}

/// Each field of unflawed rows against the truth; each flaw flagged.
fn accuracy(town: &Town, truth: &Json) {
    let all = facts(town);
    let key = |branch: &str, name: &str, birth: &str| format!("{branch} {name} {}", birth.get(..7).unwrap_or(birth));
    let mut by_key: BTreeMap<String, Vec<&(String, Facts)>> = BTreeMap::new();
    for one in &all {
        by_key.entry(key(&one.0, &one.1.name, one.1.birth.as_deref().unwrap_or(""))).or_default().push(one);
    }
    let mut right: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let mut wrong = vec![];
    for member in truth["members"].as_array().expect("members") {
        let found = &by_key[&key(&plain(&member["branch"]), &plain(&member["name"]), &plain(&member["birth"]))];
        assert_eq!(found.len(), 1, "{member}");
        let (branch, facts) = found[0];
        if let Some(flaw) = member["flaw"].as_str() {
            assert_eq!(facts.flags, [flaw]);
            continue;
        }
        assert!(facts.flags.is_empty(), "{member}: {:?}", facts.flags);
        for field in FIELDS {
            let (ours, theirs) = (said(branch, facts, field), plain(&member[field]));
            let count = right.entry(field).or_default();
            count[1] += 1;
            count[0] += usize::from(ours == theirs);
            if ours != theirs {
                wrong.push(format!("{field}: “{ours}”, is “{theirs}”"));
            }
        }
    }
    for (field, [ok, all]) in &right {
        println!("  {field:<14}{ok:>6} of {all:<6}{:>8.2} %", 100.0 * *ok as f64 / *all as f64);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_worker_does_the_same_in_the_browser() {
    let Some((files, _)) = fixtures() else { return };
    let town = street();
    let zhou = town.person("周敏", "worker", "青龙街道党工委");
    let listed: Vec<(&str, &[u8])> = files.iter().map(|f| (f.0.as_str(), &f.1[..])).collect();
    let url = drop_files(&zhou, &listed);
    let look = page(&zhou, &url);
    assert_eq!(look["sums"]["rows"], 43 + 1366 + 56 + 247);
    assert_eq!(look["files"].as_array().map(Vec::len), Some(16));
    assert_eq!(members(&town), 0);
    let html = zhou.get(&url).text();
    assert!(html.contains("02-青竹苑社区党员花名册.xlsx") && html.contains("收下"), "{html}");
    let cards = look["files"].as_array().and_then(|f| f.last()).expect("the cards").clone();
    let html = zhou.get(&format!("{url}?file={}", cards["id"].as_str().expect("an id"))).text();
    assert!(html.contains("有意不收：思想状况"), "what people think is left out, and the page says so");
    let done = take_in(&town, &zhou, &url);
    assert_eq!(members(&town), 1366);
    assert_eq!(done["sums"]["open"], 0);
    assert_eq!(zhou.get(&format!("{url}/check-list")).status, 200);
    let undone = zhou.post(&format!("{url}/undo"), &[]);
    assert_eq!(undone.status, 303, "{}", undone.text());
    assert_eq!(members(&town), 0);
}
