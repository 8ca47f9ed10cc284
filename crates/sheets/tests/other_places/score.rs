//! What is true of a workbook, and how much of it was read.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use sheets::{Dictionary, Field, Hints, Kind, Paid, Reading, Record, Value, Workbook};

use crate::common::people::Person;
use crate::common::{today, words};

static WORDS: LazyLock<Dictionary> = LazyLock::new(words);

/// A workbook somebody could have sent in.
pub struct Made {
    pub label: &'static str,
    pub file: &'static str,
    pub bytes: Vec<u8>,
    /// The branches the reader's caller knows.
    pub branches: Vec<&'static str>,
    pub tables: Vec<Truth>,
    /// Heads of the columns that must be left out.
    pub left_out: Vec<&'static str>,
}

pub struct Truth {
    pub kind: Kind,
    pub rows: Vec<Facts>,
}

/// What one row says: a field's code, `extra:HEAD`, `mark:DAY`, `dues:MONTH` or `troubles`, and the value.
#[derive(Clone, Default)]
pub struct Facts(pub BTreeMap<String, String>);

impl Made {
    pub fn new(label: &'static str, file: &'static str, bytes: Vec<u8>, tables: Vec<Truth>) -> Self {
        Made { label, file, bytes, branches: Vec::new(), tables, left_out: Vec::new() }
    }

    pub fn leaving_out(self, left_out: &[&'static str]) -> Self {
        Made { left_out: left_out.to_vec(), ..self }
    }

    pub fn knowing(self, branches: &[&'static str]) -> Self {
        Made { branches: branches.to_vec(), ..self }
    }
}

impl Truth {
    pub fn of(kind: Kind, rows: impl IntoIterator<Item = Facts>) -> Self {
        Truth { kind, rows: rows.into_iter().collect() }
    }
}

impl Facts {
    /// The named facts of a person, as exact as they are known.
    pub fn of(person: &Person, fields: &str) -> Self {
        let facts = fields.split_whitespace().map(|field| {
            let value = match field {
                "name" => person.name.into(),
                "sex" => person.sex.into(),
                "birth" => person.birth(),
                "id_number" => person.id.clone(),
                "phone" => person.phone.clone(),
                "joined" => person.joined.clone(),
                "became_full" => person.full.clone().unwrap_or_default(),
                "probationary" => if person.full.is_none() { "yes" } else { "" }.into(),
                "education" => person.education.into(),
                "employment" => person.employment.into(),
                "unit" => person.unit.into(),
                "home" => person.home.clone(),
                "branch" => person.branch.into(),
                other => panic!("{other} is no fact of a person"),
            };
            (field.to_owned(), value)
        });
        Facts(facts.collect())
    }

    pub fn with(mut self, field: &str, value: impl Into<String>) -> Self {
        self.0.insert(field.into(), value.into());
        self
    }
}

/// Rows right and all, by field and by kind of table.
#[derive(Default)]
pub struct Score {
    pub fields: BTreeMap<String, [usize; 2]>,
    pub kinds: BTreeMap<&'static str, [usize; 2]>,
    pub wrong: Vec<String>,
}

impl Score {
    pub fn of(all: &[Made]) -> Self {
        let mut score = Score::default();
        for made in all {
            if let Some(folder) = std::env::var_os("KEEP_WORKBOOKS_IN") {
                std::fs::write(std::path::Path::new(&folder).join(made.label), &made.bytes).expect("a file");
            }
            match sheets::open(made.file, &made.bytes) {
                Ok(book) => score.compare(made, &book),
                Err(refused) => {
                    score.wrong.push(format!("{}: {refused}", made.label));
                    score.compare(made, &Workbook::default());
                }
            }
        }
        score
    }

    /// Every field and every kind of table is read at least so well.
    pub fn floor(&self, percent: f64) {
        let kinds = self.kinds.iter().map(|(kind, counts)| (*kind, counts));
        for (what, [right, all]) in kinds.chain(self.fields.iter().map(|(field, counts)| (field.as_str(), counts))) {
            let read = 100.0 * *right as f64 / *all as f64;
            assert!(read >= percent, "{what}: {read:.2} % is read, {percent} % is the floor\n{:#?}", self.wrong);
        }
    }

    fn count(&mut self, made: &Made, kind: &'static str, field: &str, read: &str, meant: &str) {
        let right = usize::from(read == meant);
        let family = field.split(':').next().unwrap_or(field);
        for count in [self.fields.entry(family.to_owned()).or_default(), self.kinds.entry(kind).or_default()] {
            count[0] += right;
            count[1] += 1;
        }
        if right == 0 {
            self.wrong.push(format!("{}: {field} read \"{read}\", meant \"{meant}\"", made.label));
        }
    }

    fn compare(&mut self, made: &Made, book: &Workbook) {
        let words = &*WORDS;
        let readings = sheets::read_with(book, words, &Hints::of(&made.branches));
        let mut records: Vec<(&Reading, Record<'_>)> = readings
            .iter()
            .flat_map(|reading| reading.records(book, words, today()).map(move |record| (reading, record)).collect::<Vec<_>>())
            .collect();
        for table in &made.tables {
            let kind = table.kind.code();
            let mut said_kind = None;
            for facts in &table.rows {
                let nearest = records.iter().enumerate().max_by_key(|(at, (_, record))| (agreeing(record, facts), usize::MAX - at));
                let found = nearest.filter(|(_, (_, record))| agreeing(record, facts) > 0).map(|(at, _)| at).map(|at| records.remove(at));
                said_kind = said_kind.or(found.as_ref().map(|(reading, _)| reading.kind));
                for (field, meant) in &facts.0 {
                    let read = found.as_ref().map_or(String::new(), |(_, record)| said(record, field));
                    self.count(made, kind, field, &read, meant);
                }
                if !facts.0.contains_key("troubles") {
                    let read = found.as_ref().map_or("no row".into(), |(_, record)| said(record, "troubles"));
                    self.count(made, kind, "troubles", &read, "");
                }
            }
            self.count(made, kind, "kind", said_kind.map_or("", Kind::code), kind);
        }
        let kind = made.tables.first().map_or("", |table| table.kind.code());
        let known = records.iter().filter(|(reading, _)| reading.kind != Kind::Unknown);
        let rest: Vec<String> = known.map(|(reading, record)| format!("{} {}", reading.sheet_name, record.row)).collect();
        self.count(made, kind, "rows that are none", &rest.join(", "), "");
        let mut left_out: Vec<&str> = readings.iter().flat_map(Reading::left_out).map(|column| column.header.as_str()).collect();
        left_out.dedup();
        self.count(made, kind, "left out", &left_out.join(", "), &made.left_out.join(", "));
    }
}

fn agreeing(record: &Record<'_>, facts: &Facts) -> usize {
    let identity =
        |field: &str| usize::from(matches!(field, "name" | "id_number" | "org_name" | "unit" | "need" | "household_head")) * 3 + 1;
    facts.0.iter().filter(|(field, meant)| !meant.is_empty() && said(record, field) == **meant).map(|(field, _)| identity(field)).sum()
}

/// What a record says of a field, as text.
fn said(record: &Record<'_>, field: &str) -> String {
    if let Some(head) = field.strip_prefix("extra:") {
        return record.extras.iter().find(|(known, _)| *known == head).map_or(String::new(), |(_, text)| text.to_string());
    }
    if let Some(day) = field.strip_prefix("mark:") {
        let marks = record.marks.iter().filter(|(meeting, _)| meeting.date.to_string() == day);
        return marks.map(|(_, mark)| mark.code()).collect::<Vec<_>>().join("+");
    }
    if let Some(month) = field.strip_prefix("dues:") {
        return dues(record, month);
    }
    match field {
        "troubles" => {
            let mut codes: Vec<&str> = record.troubles.iter().map(|trouble| trouble.code.code()).collect();
            codes.sort_unstable();
            codes.join(" ")
        }
        "proposal" => record.troubles.iter().find_map(|trouble| trouble.proposal.clone()).unwrap_or_default(),
        "sex" => record.sex().map_or("", |sex| sex.zh()).into(),
        "birth" => record.birth().map_or(String::new(), |date| date.to_string()),
        "probationary" => if record.yes(Field::Probationary) == Some(true) { "yes" } else { "" }.into(),
        code => match code.parse::<Field>() {
            Ok(field) => record.get(field).map_or(String::new(), plain),
            Err(_) => String::new(),
        },
    }
}

fn dues(record: &Record<'_>, month: &str) -> String {
    let said = record.dues.iter().find(|(known, _)| known.date.to_string() == month);
    said.map_or(String::new(), |(_, paid)| match paid {
        Paid::Amount(amount) => amount.to_string(),
        Paid::Yes => "paid".into(),
        Paid::No => "unpaid".into(),
    })
}

fn plain(value: &Value<'_>) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Id(id) => id.as_str().into(),
        Value::Phones(phones) => phones.iter().map(|phone| phone.as_str()).collect::<Vec<_>>().join(" "),
        Value::Sex(sex) => sex.zh().into(),
        Value::Yes(yes) => if *yes { "yes" } else { "no" }.into(),
        Value::Number(number) => number.to_string(),
        Value::List(list) => list.join("、"),
        Value::Unread(_) => "?".into(),
    }
}
