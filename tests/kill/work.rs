//! The people who work while the program is killed, and what each of them must find afterwards.

use super::program::{At, Program};
use serde_json::{Value as Json, json};
use sheets::write::{self, Cell, Column, Table};
use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
};

pub trait Worker: Send {
    /// Works until the program is gone, and counts what it was answered.
    fn work(&mut self, at: &At, answered: &AtomicUsize);
    /// What was acknowledged is there, and nothing is there by half.
    fn check(&self, at: &At);
    /// Background work that was acknowledged and is not done yet.
    fn still_waits_for(&self, _: &At) -> Option<String> {
        None
    }
    fn acknowledged(&self) -> usize;
    fn done(&self) -> String;
}

/// Calls the roll of one activity over and over, one member a request.
pub struct RollCaller {
    activity: String,
    /// By member: what was acknowledged last, and what was asked last.
    marks: BTreeMap<String, (String, String)>,
    turn: usize,
    acknowledged: usize,
}

impl RollCaller {
    pub fn at(program: &Program) -> RollCaller {
        let at = program.at();
        let month = at.get("/closings")["month"].as_str().expect("a month").to_owned();
        let calendar = at.get(&format!("/calendar?month={month}"));
        let days = calendar["sheet"]["weeks"].as_array().into_iter().flatten().flat_map(|week| week.as_array().into_iter().flatten());
        let rolls = days.flat_map(|day| day["events"].as_array().into_iter().flatten()).map(|event| {
            let activity = event["id"].as_str().expect("an activity").to_owned();
            let marks = marks(&at, &activity);
            RollCaller { activity, marks: marks.into_iter().map(|(m, mode)| (m, (mode.clone(), mode))).collect(), turn: 0, acknowledged: 0 }
        });
        rolls.max_by_key(|roll| roll.marks.len()).filter(|roll| roll.marks.len() > 5).expect("an activity whose roll was called")
    }
}

/// The mode of each member of whom one is written down.
fn marks(at: &At, activity: &str) -> BTreeMap<String, String> {
    let roll = at.get(&format!("/activities/{activity}/roll-call"));
    let people = roll["people"].as_array().into_iter().flatten();
    people.filter_map(|p| Some((p["id"].as_str()?.to_owned(), p["mode"].as_str()?.to_owned()))).collect()
}

impl Worker for RollCaller {
    fn work(&mut self, at: &At, answered: &AtomicUsize) {
        let members: Vec<String> = self.marks.keys().cloned().collect();
        loop {
            let member = &members[self.turn % members.len()];
            self.turn += 1;
            let Some((acknowledged, asked)) = self.marks.get_mut(member) else { return };
            *asked = if acknowledged == "in_room" { "excused".into() } else { "in_room".into() };
            let ticked = json!({ format!("mode.{member}"): asked });
            let Some((status, answer)) = at.post(&format!("/activities/{}/attendance", self.activity), ticked) else { return };
            assert_eq!(status / 100, 2, "{answer}");
            *acknowledged = asked.clone();
            self.acknowledged += 1;
            answered.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn check(&self, at: &At) {
        let found = marks(at, &self.activity);
        for (member, (acknowledged, asked)) in &self.marks {
            let mode = found.get(member);
            assert!(mode == Some(acknowledged) || mode == Some(asked), "{member}: {mode:?}, acknowledged {acknowledged}, asked {asked}");
        }
    }

    fn acknowledged(&self) -> usize {
        self.acknowledged
    }
    fn done(&self) -> String {
        format!("{} marks", self.acknowledged)
    }
}

/// Imports one small roster after the other.
pub struct Importer {
    branch: String,
    /// The beginning of the names of each import that was asked for, and how far it was acknowledged.
    imports: Vec<(String, Stage)>,
    known: Vec<String>,
}

#[derive(PartialEq)]
enum Stage {
    Asked,
    Confirmed(String),
}

/// So many rows has each roster.
const ROWS: usize = 24;
const SURNAMES: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张";
const GIVEN: &str = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地";

impl Importer {
    pub fn at(program: &Program) -> Importer {
        let at = program.at();
        let orgs = at.get("/orgs");
        let kinds = orgs["organisations"].as_array().into_iter().flatten();
        let branch = kinds.filter(|o| o["kind"] == "branch").find_map(|o| o["name"].as_str()).expect("a branch").to_owned();
        Importer { branch, imports: vec![], known: vec![] }
    }

    /// Names that begin alike and that nobody else has.
    fn roster(&self, number: usize) -> (String, Vec<u8>) {
        let pick = |from: &str, n: usize| from.chars().nth(n % 24).expect("24 characters");
        let start = format!("{}{}{}", pick(SURNAMES, number), pick(GIVEN, number / 24 + 3), pick(GIVEN, number % 24));
        let heads = ["姓名", "性别", "出生年月", "入党时间", "转正时间", "学历", "人员类别"];
        let table = Table {
            title: format!("{}党员花名册", self.branch),
            note: String::new(),
            columns: heads.iter().map(|h| Column::new(*h, 14.0)).collect(),
        };
        let row = |n: usize| {
            let cells = [
                format!("{start}{}", pick(GIVEN, n)),
                "男".into(),
                format!("19{:02}-05-04", 50 + n),
                "1985-07-01".into(),
                "1986-07-01".into(),
                "高中".into(),
                "离退休".into(),
            ];
            cells.into_iter().map(Cell::from).collect::<Vec<_>>()
        };
        let file = write::xlsx(&table, (0..ROWS).map(row)).expect("a workbook");
        (start, file)
    }
}

impl Worker for Importer {
    fn work(&mut self, at: &At, answered: &AtomicUsize) {
        loop {
            let (start, file) = self.roster(self.imports.len());
            self.imports.push((start, Stage::Asked));
            let Some((status, answer)) = at.upload("/imports", "花名册.xlsx", &file) else { return };
            assert_eq!(status / 100, 2, "{answer}");
            let url = answer["see"].as_str().unwrap_or_else(|| panic!("where the import is: {answer}")).to_owned();
            self.known.push(url.clone());
            // By turns in the background and before the answer.
            let at_once = self.imports.len().is_multiple_of(2);
            let Some((status, answer)) = at.post(&format!("{url}/confirmation"), json!({ "at_once": at_once })) else { return };
            assert_eq!(status / 100, 2, "{answer}");
            if let Some(import) = self.imports.last_mut() {
                import.1 = Stage::Confirmed(url);
            }
            answered.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn check(&self, at: &At) {
        for (start, stage) in &self.imports {
            let found = at.get(&format!("/members?q={}", percent(start)))["members"].as_array().map_or(0, Vec::len);
            assert!(found == 0 || found == ROWS, "{start}: {found} of {ROWS} rows are in the ledger");
            if let Stage::Confirmed(url) = stage {
                let state = state(at, url);
                assert!(state == "taken" || state == "taking", "{url} was confirmed and is {state}");
                // A background job may finish between the two questions.
                let found = at.get(&format!("/members?q={}", percent(start)))["members"].as_array().map_or(0, Vec::len);
                assert!(state != "taken" || found == ROWS, "{start} was taken in, and {found} rows are there");
            }
        }
        for url in &self.known {
            assert!(["read", "taking", "taken"].contains(&state(at, url).as_str()), "{url} was read and is lost");
        }
    }

    fn still_waits_for(&self, at: &At) -> Option<String> {
        let mut confirmed = self.imports.iter().filter_map(|(_, stage)| if let Stage::Confirmed(url) = stage { Some(url) } else { None });
        confirmed.find(|url| state(at, url) != "taken").cloned()
    }

    fn acknowledged(&self) -> usize {
        self.imports.iter().filter(|(_, stage)| *stage != Stage::Asked).count()
    }
    fn done(&self) -> String {
        format!("{} imports", self.acknowledged())
    }
}

fn state(at: &At, url: &str) -> String {
    at.get(url)["import"]["state"].as_str().unwrap_or_default().to_owned()
}

fn percent(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

/// Closes the month, one organisation after the other from the branches up.
pub struct Closer {
    month: String,
    waiting: Vec<(String, usize)>,
    closed: Vec<(String, Json)>,
}

impl Closer {
    pub fn at(program: &Program) -> Closer {
        let at = program.at();
        let month = at.get("/closings")["month"].as_str().expect("a month").to_owned();
        let orgs = at.get("/orgs");
        let orgs = orgs["organisations"].as_array().into_iter().flatten();
        // The street last: what is above is closed after what is below.
        let waiting = orgs.filter_map(|o| Some((o["id"].as_str()?.to_owned(), o["path"].as_str()?.len())));
        let mut waiting: Vec<(String, usize)> = waiting.collect();
        waiting.sort_by_key(|(_, depth)| *depth);
        Closer { month, waiting, closed: vec![] }
    }
}

impl Worker for Closer {
    fn work(&mut self, at: &At, answered: &AtomicUsize) {
        loop {
            // Who has closed all closes once more what is closed: it says so and changes nothing.
            let again = self.closed.last().map(|(org, _)| org);
            let Some(org) = self.waiting.last().map(|(org, _)| org).or(again).cloned() else { return };
            let Some((status, answer)) = at.post("/closings", json!({ "month": self.month, "org": org })) else { return };
            assert_eq!(status / 100, 2, "{answer}");
            answered.fetch_add(1, Ordering::SeqCst);
            let figures = at.try_get(&format!("/closings/{}?org={org}", self.month)).map(|page| page["org"].clone());
            if self.waiting.pop().is_some() {
                self.closed.push((org, figures.unwrap_or(Json::Null)));
            }
        }
    }

    /// Closed is closed, with the figures that were read then.
    fn check(&self, at: &At) {
        for (org, figures) in &self.closed {
            let now = at.get(&format!("/closings/{}?org={org}", self.month));
            assert!(figures.is_null() || now["org"] == *figures, "{org}: {} were {figures}", now["org"]);
        }
    }

    fn acknowledged(&self) -> usize {
        self.closed.len()
    }
    fn done(&self) -> String {
        format!("{} months closed", self.closed.len())
    }
}
