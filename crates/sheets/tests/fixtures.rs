//! Reads the street's own workbooks with no hint and compares every field with the truth.

mod common;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use common::{today, words};
use serde_json::Value as Json;
use sheets::values::PartialDate;
use sheets::{Code, Field, Kind, Mark, Record, Workbook};

/// The street's synthetic workbooks lie beside the repository and are no part of it.
fn fixtures() -> Option<(PathBuf, serde_json::Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures");
    let Ok(truth) = std::fs::read_to_string(folder.join("truth.json")) else {
        println!("SKIPPED: no ../shared/fixtures beside this repository; the generated set is read in tests/generated.rs");
        return None;
    };
    Some((folder, serde_json::from_str(&truth).expect("truth.json")))
}

fn files(folder: &Path, start: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start)))
        .collect();
    files.sort();
    files
}

fn open(path: &Path) -> Workbook {
    let bytes = std::fs::read(path).expect("a fixture");
    sheets::open(&path.to_string_lossy(), &bytes).unwrap_or_else(|refused| panic!("{}: {refused}", path.display()))
}

/// What the ledger would write for this field.
fn said(record: &Record<'_>, field: &str) -> String {
    let text = |field| record.text(field).unwrap_or_default().to_owned();
    let date = |date: Option<PartialDate>| date.map_or(String::new(), |date| date.to_string());
    match field {
        "name" => text(Field::Name),
        "sex" => record.sex().map_or("", |sex| sex.zh()).into(),
        "birth" => date(record.birth()),
        "id_no" => record.id_number().map_or(String::new(), |id| id.as_str().to_owned()),
        "phone" => record.phones().first().map_or(String::new(), |phone| phone.to_string()),
        "education" => text(Field::Education),
        "branch" => text(Field::Branch),
        "joined" => date(record.date(Field::Joined)),
        "became_full" => date(record.date(Field::BecameFull)),
        "probationary" => record.yes(Field::Probationary).unwrap_or(false).to_string(),
        "employment" => text(Field::Employment),
        "unit" => text(Field::Unit),
        "home" => text(Field::Home),
        "lives_now" => record.text(Field::LivesNow).or_else(|| record.text(Field::Home)).unwrap_or_default().to_owned(),
        "last_contact" => date(record.date(Field::LastContact)),
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

fn plain(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Finds the true member a row is about: by ID number, else by branch, name and month of birth.
struct Truth<'a> {
    by_id: HashMap<&'a str, &'a Json>,
    by_name: HashMap<(String, String, String), Vec<&'a Json>>,
}

impl<'a> Truth<'a> {
    fn of(members: &'a [Json]) -> Self {
        let by_id = members.iter().filter_map(|member| Some((member["id_no"].as_str()?, member))).collect();
        let mut by_name: HashMap<_, Vec<&Json>> = HashMap::new();
        for member in members {
            let key = (plain(&member["branch"]), plain(&member["name"]), plain(&member["birth"])[..7].to_owned());
            by_name.entry(key).or_default().push(member);
        }
        Truth { by_id, by_name }
    }

    fn of_row(&self, record: &Record<'_>) -> Option<&'a Json> {
        if let Some(member) = record.id_number().and_then(|id| self.by_id.get(id.as_str()).copied()) {
            return Some(member);
        }
        let birth = record.date(Field::Birth).map_or(String::new(), |date| date.to_month().to_string());
        let key = (said(record, "branch"), said(record, "name"), birth);
        self.by_name.get(&key).and_then(|found| found.first()).copied()
    }
}

#[test]
fn the_street_is_read_without_a_hint() {
    let Some((folder, truth)) = fixtures() else { return };
    let words = words();
    let members = truth["members"].as_array().expect("members");
    let known = Truth::of(members);
    let mut right: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut taken: HashSet<String> = HashSet::new();
    let mut flags: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    let mut false_alarms = Vec::new();
    let mut rows = 0;
    for path in files(&folder.join("ledger"), "02-") {
        let book = open(&path);
        let readings = sheets::read(&book, &words);
        assert!(!readings.is_empty(), "{}", path.display());
        for reading in &readings {
            assert_eq!(reading.kind, Kind::Roster, "{} {}: {:?}", path.display(), reading.sheet_name, reading.kind_reason);
            for record in reading.records(&book, &words, today()) {
                rows += 1;
                let Some(member) = known.of_row(&record) else {
                    panic!("{} {} row {}: nobody known", book.name, reading.sheet_name, record.row);
                };
                taken.insert(plain(&member["id_no"]));
                let codes: Vec<&str> = record.troubles.iter().map(|trouble| trouble.code.code()).collect();
                match member["flaw"].as_str() {
                    Some(flaw) => {
                        let count = flags.entry(flaw.into()).or_default();
                        count[1] += 1;
                        count[0] += usize::from(codes.contains(&flaw));
                    }
                    None => {
                        if !codes.is_empty() {
                            false_alarms.push(format!("{} row {}: {codes:?}", book.name, record.row));
                        }
                        for field in FIELDS {
                            let (ours, theirs) = (said(&record, field), plain(&member[field]));
                            let count = right.entry(field).or_default();
                            count[1] += 1;
                            count[0] += usize::from(ours == theirs);
                            if ours != theirs && wrong.len() < 20 {
                                wrong.push(format!("{} row {} {field}: read \"{ours}\", is \"{theirs}\"", book.name, record.row));
                            }
                        }
                    }
                }
            }
        }
    }
    println!("\nrosters: {rows} rows, {} members taken in of {}", taken.len(), members.len());
    for (field, [ok, all]) in &right {
        println!("  {field:<14}{ok:>6} of {all:<6}{:>8.2} %", 100.0 * *ok as f64 / *all as f64);
    }
    for (flaw, [found, all]) in &flags {
        println!("  flagged {flaw:<18}{found:>4} of {all}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(false_alarms.is_empty(), "{false_alarms:#?}");
    assert_eq!(taken.len(), members.len());
    assert_eq!(rows, members.len());
    assert!(flags.values().all(|[found, all]| found == all));
    assert_eq!(flags.values().map(|[_, all]| all).sum::<usize>(), members.iter().filter(|member| !member["flaw"].is_null()).count());
}

#[test]
fn organisations_register_and_cards_are_read_without_a_hint() {
    let Some((folder, truth)) = fixtures() else { return };
    let words = words();

    let book = open(&files(&folder.join("ledger"), "01-")[0]);
    let readings = sheets::read(&book, &words);
    assert_eq!(readings.len(), 1);
    assert_eq!(readings[0].kind, Kind::Organisations, "{:?}", readings[0].kind_reason);
    let orgs: Vec<[String; 5]> = readings[0]
        .records(&book, &words, today())
        .map(|record| {
            assert!(record.troubles.is_empty(), "{:?}", record.troubles);
            let text = |field| record.text(field).unwrap_or_default().to_owned();
            [
                text(Field::OrgName),
                text(Field::OrgParent),
                text(Field::OrgType),
                text(Field::Secretary),
                record.number(Field::MemberCount).map_or(String::new(), |count| count.to_string()),
            ]
        })
        .collect();
    let true_orgs: Vec<[String; 5]> = truth["orgs"]
        .as_array()
        .expect("orgs")
        .iter()
        .map(|org| ["name", "parent", "type", "secretary", "members"].map(|field| plain(&org[field])))
        .collect();
    assert_eq!(orgs, true_orgs);

    let book = open(&files(&folder.join("ledger"), "03-")[0]);
    let readings = sheets::read(&book, &words);
    assert_eq!(readings.iter().map(|reading| reading.kind).collect::<Vec<_>>(), [Kind::FloatingRegister]);
    let floating: Vec<[String; 5]> = readings[0]
        .records(&book, &words, today())
        .map(|record| {
            assert!(record.troubles.is_empty(), "{:?}", record.troubles);
            let date = |field| record.date(field).map_or(String::new(), |date| date.to_string());
            [
                said(&record, "id_no"),
                record.text(Field::Destination).unwrap_or_default().into(),
                date(Field::LeftOn),
                record.text(Field::Certificate).unwrap_or_default().into(),
                date(Field::LastContact),
            ]
        })
        .collect();
    let true_floating: Vec<[String; 5]> = truth["floating"]
        .as_array()
        .expect("floating")
        .iter()
        .map(|one| ["id_no", "destination", "left", "certificate", "last_contact"].map(|field| plain(&one[field])))
        .collect();
    assert_eq!(floating, true_floating);

    let book = open(&files(&folder.join("ledger"), "04-")[0]);
    let readings = sheets::read(&book, &words);
    assert_eq!(readings.iter().map(|reading| reading.kind).collect::<Vec<_>>(), [Kind::ContactCards]);
    assert_eq!(readings[0].left_out().map(|column| column.header.as_str()).collect::<Vec<_>>(), ["思想状况"]);
    let members: HashMap<String, &Json> =
        truth["members"].as_array().expect("members").iter().map(|member| (plain(&member["id_no"]), member)).collect();
    let mut cards = 0;
    for record in readings[0].records(&book, &words, today()) {
        cards += 1;
        let Some(member) = members.get(&said(&record, "id_no")) else {
            assert!(record.troubles.iter().any(|trouble| trouble.field == Some(Field::IdNumber)), "row {}", record.row);
            continue;
        };
        for field in ["name", "phone", "home", "lives_now", "employment"] {
            assert_eq!(said(&record, field), plain(&member[field]), "row {} {field}", record.row);
        }
    }
    assert_eq!(cards, truth["transition"].as_u64().expect("a count") as usize);
}

#[test]
fn roll_calls_give_the_true_counts() {
    let Some((folder, truth)) = fixtures() else { return };
    let words = words();
    let names: HashMap<String, String> =
        truth["members"].as_array().expect("members").iter().map(|member| (plain(&member["id_no"]), plain(&member["name"]))).collect();
    let mut expected: Vec<(String, String, [usize; 5])> = truth["attendance"]
        .as_array()
        .expect("attendance")
        .iter()
        .map(|one| {
            let counts = ["present", "leave", "absent", "made_up", "unmarked"].map(|field| one[field].as_u64().expect("a count") as usize);
            (plain(&one["branch"]), names[&plain(&one["id_no"])].clone(), counts)
        })
        .collect();
    let mut read = Vec::new();
    for path in files(&folder.join("attendance"), "") {
        let book = open(&path);
        let readings = sheets::read(&book, &words);
        assert_eq!(readings.iter().map(|reading| reading.kind).collect::<Vec<_>>(), [Kind::RollCall]);
        let meetings: Vec<_> = readings[0].columns.iter().filter_map(|column| column.meeting.as_ref()).collect();
        assert_eq!(meetings.len(), 20);
        assert!(meetings.iter().all(|meeting| meeting.date.is_day() && meeting.date.year() == 2026 && meeting.activity.is_some()));
        for record in readings[0].records(&book, &words, today()) {
            assert!(record.troubles.is_empty(), "{:?}", record.troubles);
            let count = |mark| record.marks.iter().filter(|(_, other)| *other == mark).count();
            let counts =
                [count(Mark::Present), count(Mark::Leave), count(Mark::Absent), count(Mark::MadeUp), meetings.len() - record.marks.len()];
            read.push((said(&record, "branch"), said(&record, "name"), counts));
        }
    }
    read.sort();
    expected.sort();
    assert_eq!(read, expected);
    println!("\nroll-calls: {} people, all counts right", read.len());
}

#[test]
fn rosters_of_in_service_members_and_needs_are_read() {
    let Some((folder, truth)) = fixtures() else { return };
    let words = words();
    let book = open(&folder.join("report-in/在职党员报到名册.xlsx"));
    let readings = sheets::read(&book, &words);
    assert_eq!(readings.iter().map(|reading| reading.kind).collect::<Vec<_>>(), [Kind::InService]);
    let mut wrong = Vec::new();
    let people: Vec<Record<'_>> = readings[0].records(&book, &words, today()).collect();
    for (record, true_one) in people.iter().zip(truth["report_in"].as_array().expect("report_in")) {
        let mut skills: Vec<&str> = true_one["skills"].as_array().expect("skills").iter().filter_map(Json::as_str).collect();
        let mut read: Vec<&str> = record.list(Field::Skills).iter().map(String::as_str).collect();
        skills.sort_unstable();
        read.sort_unstable();
        let same = said(record, "name") == plain(&true_one["name"])
            && said(record, "id_no") == plain(&true_one["id_no"])
            && said(record, "unit") == plain(&true_one["unit"])
            && record.text(Field::Available).unwrap_or_default() == plain(&true_one["available"])
            && read == skills
            && !record.troubles.iter().any(|trouble| trouble.code != Code::SexDisagrees);
        if !same {
            wrong.push(record.row);
        }
    }
    assert_eq!(people.len(), truth["report_in"].as_array().expect("report_in").len());
    assert!(wrong.is_empty(), "rows {wrong:?}");

    let book = open(&folder.join("report-in/居民服务需求清单.xlsx"));
    let readings = sheets::read(&book, &words);
    assert_eq!(readings.iter().map(|reading| reading.kind).collect::<Vec<_>>(), [Kind::Needs]);
    assert_eq!(readings[0].records(&book, &words, today()).count() as u64, truth["needs"].as_u64().expect("a count"));
}
