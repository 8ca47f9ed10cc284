//! Roll-call as people keep it: a workbook of names and dates with a mark in each cell. It is read
//! for meaning, matched with the ledger, shown, and taken in; the same workbook again changes
//! nothing. An empty cell makes no entry, and what is doubtful is left to a person.

use super::{Activity, Mode};
use crate::{
    orgs::Org,
    rulebook::{self, keys},
};
use jiff::civil::Date;
use kernel::{Error, Id, Reader, Result, Text, args, schema::past, t, text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::{Field, Kind, Mark, Record};
use std::collections::{BTreeMap, BTreeSet};

/// One table of one branch, matched with the ledger.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Matrix {
    pub file: String,
    pub sheet: String,
    pub org: Id,
    pub org_name: String,
    pub meetings: Vec<Meeting>,
    pub rows: Vec<Row>,
    /// Cells that nobody can read, with where they stand.
    pub troubles: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Meeting {
    pub name: String,
    #[schemars(with = "String")]
    pub day: Date,
    pub kind: String,
    pub kind_name: String,
    /// It stands in the book already.
    pub activity: Option<Id>,
    /// The head names a month only: its usual day stands in.
    pub by_month: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Row {
    pub row: u32,
    pub name: String,
    /// `None`: nobody, or more than one, of this name.
    pub member: Option<Id>,
    pub candidates: Vec<Candidate>,
    /// Which meeting, and how.
    pub marks: Vec<(usize, Mode)>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Candidate {
    pub id: Id,
    pub name: String,
    pub path: String,
    pub birth: Option<String>,
}

/// The tables of a workbook that are roll-calls. `fallback` is the organisation of a table that names none.
pub fn read(cx: &Reader, file: &str, bytes: &[u8], fallback: Option<&Org>) -> Result<Vec<Matrix>> {
    let book = sheets::open(file, bytes)
        .map_err(|refused| Error::rule("workbook_refused", format!("{file}：{}", refused.zh()), format!("{file}: {}", refused.en())))?;
    let words = rulebook::columns();
    let today = cx.today().to_string().parse().map_err(|_| Error::Internal(anyhow::anyhow!("today is no date")))?;
    let mut found = vec![];
    for reading in sheets::read(&book, words).iter().filter(|r| r.kind == Kind::RollCall) {
        let mut branches: BTreeMap<String, Vec<Record>> = BTreeMap::new();
        for record in reading.records(&book, words, today) {
            branches.entry(record.text(Field::Branch).unwrap_or_default().to_owned()).or_default().push(record);
        }
        for (branch, records) in branches {
            found.push(matched(cx, file, &reading.sheet_name, &organisation(cx, &branch, fallback)?, &records)?);
        }
    }
    match found.is_empty() {
        true => Err(Error::rule(
            "no_roll_call",
            format!("{file} 里没有看到签到表：要有姓名一列，表头写日期，格子里是记号。"),
            format!("{file} holds no roll-call: a column of names, dates in the head, marks in the cells."),
        )),
        false => Ok(found),
    }
}

/// The organisation that the table names: by its full name, else the only one that ends so.
fn organisation(cx: &Reader, name: &str, fallback: Option<&Org>) -> Result<Org> {
    if let Some(org) = Org::named(cx, name)?.filter(|_| !name.is_empty()) {
        return Ok(org);
    }
    let alike: Vec<Org> =
        Org::tree(cx)?.into_iter().filter(|o| !name.is_empty() && (o.name.ends_with(name) || name.ends_with(&o.name))).collect();
    let unknown = || {
        Error::field(
            "org",
            format!("不知道签到表是哪个支部的（“{name}”），请选一个。"),
            format!("Whose roll-call this is (“{name}”) is unknown; choose a branch."),
        )
    };
    match alike.as_slice() {
        [one] => Ok(one.clone()),
        _ => fallback.cloned().ok_or_else(unknown),
    }
}

fn matched(cx: &Reader, file: &str, sheet: &str, org: &Org, records: &[Record]) -> Result<Matrix> {
    let members: Vec<Candidate> = cx.all(
        "select m.id, m.name, m.path, m.birth from {members} m where m.path >= $1 and m.path < $2 order by m.path, m.id",
        args![&org.path, past(&org.path)],
    )?;
    let mut meetings: Vec<Meeting> = vec![];
    let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
    let (mut rows, mut troubles) = (vec![], vec![]);
    for record in records {
        troubles.extend(record.troubles.iter().map(|trouble| format!("{} {}", trouble.cell, t(&trouble.zh(), &trouble.en()))));
        let mut marks = vec![];
        for (meeting, mark) in &record.marks {
            let key = (meeting.date.to_string(), meeting.name.clone());
            let place = match places.get(&key) {
                Some(place) => *place,
                None => {
                    meetings.push(held(cx, org, meeting)?);
                    places.insert(key, meetings.len() - 1);
                    meetings.len() - 1
                }
            };
            marks.push((place, mode(*mark)));
        }
        let candidates = candidates(record, &members);
        let member = if let [one] = candidates.as_slice() { Some(one.id) } else { None };
        rows.push(Row { row: record.row, name: record.name().unwrap_or_default().to_owned(), member, candidates, marks });
    }
    // Two rows that mean the same member contradict each other: a person decides.
    let mut seen = BTreeSet::new();
    let twice: BTreeSet<Id> = rows.iter().filter_map(|r| r.member).filter(|m| !seen.insert(*m)).collect();
    rows.iter_mut().filter(|r| r.member.is_some_and(|m| twice.contains(&m))).for_each(|r| r.member = None);
    Ok(Matrix { file: file.into(), sheet: sheet.into(), org: org.id, org_name: org.name.clone(), meetings, rows, troubles })
}

/// Members of the branch that the row may mean: by name, narrowed by birth where the sheet has it.
fn candidates(record: &Record, members: &[Candidate]) -> Vec<Candidate> {
    let name = record.name().unwrap_or_default();
    let named: Vec<Candidate> = members.iter().filter(|m| m.name == name).cloned().collect();
    let Some(birth) = record.birth().map(|b| b.to_string()).filter(|_| named.len() > 1) else { return named };
    let born = |m: &Candidate| m.birth.as_deref().is_some_and(|b| b.starts_with(&birth) || birth.starts_with(b));
    let narrowed: Vec<Candidate> = named.iter().filter(|m| born(m)).cloned().collect();
    if narrowed.is_empty() { named } else { narrowed }
}

/// The meeting, found in the book if it stands there.
pub(super) fn held(cx: &Reader, org: &Org, meeting: &sheets::Meeting) -> Result<Meeting> {
    let kind = kind(meeting.activity.as_deref());
    let said = meeting.date.to_string();
    let by_month = !meeting.date.is_day();
    let first: Date = if by_month { format!("{said}-01") } else { said }.parse().map_err(|_| {
        Error::field("files", format!("“{}”的日期读不出。", meeting.name), format!("The date of “{}” cannot be read.", meeting.name))
    })?;
    let (from, to) = if by_month { (first, first.last_of_month()) } else { (first, first) };
    let stands: Vec<(Id, Date)> = cx.all(
        "select a.id, a.day from {activities} a where a.org = $1 and a.kind = $2 and a.day >= $3 and a.day <= $4 and a.state in ('planned', 'held') order by a.day, a.starts, a.id",
        args![org.id, kind, from, to],
    )?;
    let usual = || rulebook::book(cx).map(|book| book.at(first).get(keys::THEME_DAY));
    let day = match stands.first() {
        Some((_, day)) => *day,
        None if by_month => first.with().day(usual()?).build()?,
        None => first,
    };
    Ok(Meeting {
        name: meeting.name.clone(),
        day,
        kind_name: Activity::kind_name(cx, kind)?,
        kind: kind.into(),
        activity: stands.first().map(|s| s.0),
        by_month,
    })
}

/// What a head calls it, as the rule book names it; a meeting of no known kind is joint study.
fn kind(said: Option<&str>) -> &'static str {
    match said {
        Some("assembly") => "assembly",
        Some("committee") => "branch_committee",
        Some("group_meeting") => "group_meeting",
        Some("lecture") => "lecture",
        Some("theme_day") => "theme_day",
        Some("organisational_life") => "life_meeting",
        Some("appraisal") => "appraisal",
        Some("volunteering") => "volunteering",
        _ => "study_session",
    }
}

pub fn mode(mark: Mark) -> Mode {
    match mark {
        Mark::Present => Mode::InRoom,
        Mark::NearHome => Mode::Nearby,
        Mark::AtHome => Mode::Home,
        Mark::Online => Mode::Online,
        Mark::MadeUp => Mode::MadeUp,
        Mark::Leave => Mode::Excused,
        Mark::Absent => Mode::Absent,
        Mark::Exempt => Mode::Exempt,
    }
}

impl Matrix {
    pub fn doubtful(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|r| r.member.is_none())
    }
    pub fn known(&self) -> usize {
        self.rows.len() - self.doubtful().count()
    }
    pub fn mark_count(&self) -> usize {
        self.rows.iter().map(|r| r.marks.len()).sum()
    }
}

impl Row {
    /// Why it is doubtful.
    pub fn why(&self) -> Text {
        let Row { row, name, candidates, .. } = self;
        match candidates.len() {
            0 => text!("第 {row} 行“{name}”：这个支部的台账里没有这个名字", "row {row}, {name}: nobody of this name in the branch"),
            1 => text!("第 {row} 行“{name}”：表里有两行指同一个人", "row {row}, {name}: two rows mean the same person"),
            n => text!("第 {row} 行“{name}”：同名 {n} 人，请指定", "row {row}, {name}: {n} people of this name; say which"),
        }
    }
}
