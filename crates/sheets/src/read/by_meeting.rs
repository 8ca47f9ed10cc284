//! One line for each person and meeting: when and what it was, who, and whether they came.

use std::collections::HashMap;

use super::columns::said;
use super::headers::{Head, WIDEST};
use super::layout::{Forms, Place, fits, form, put};
use super::meetings::looks_dated;
use super::tables::{Table, text_of};
use crate::dictionary::{Dictionary, plain};
use crate::meaning::{Field, Meaning};
use crate::sheet::{Cell, Row, Sheet};
use crate::values::{PartialDate, clean};

/// So many rows tell what the columns are.
const SAMPLE: usize = 60;
/// Words in the head of the column that says what was held.
const WHAT: [&str; 6] = ["活动", "会议", "主题", "内容", "名称", "事由"];

/// Which column is which.
struct Columns {
    name: u16,
    date: u16,
    mark: u16,
    what: Option<u16>,
    /// What is told of the person, with its head.
    rest: Vec<Head>,
}

/// Each person once, under the person's own columns and one for each meeting.
pub(super) fn find(sheet: &Sheet, table: &Table, words: &Dictionary) -> Option<Forms> {
    let columns = columns(sheet, table, words)?;
    let entries = entries(sheet, table, &columns, words);
    let people = Numbered::of(entries.iter().map(|entry| entry.person.clone()));
    let meetings = Numbered::of(entries.iter().map(|entry| entry.meeting.clone()));
    let labels = columns.rest.len() + meetings.count;
    if meetings.count == 0 || meetings.count > WIDEST || !fits(sheet, people.count, labels) {
        return None;
    }
    let mut found: Vec<(u32, u32, Vec<Option<Place>>)> = vec![(u32::MAX, 0, Vec::new()); people.count];
    let mut heads = columns.rest.clone();
    for (entry, (person, meeting)) in entries.iter().zip(people.numbers.iter().zip(&meetings.numbers)) {
        let row = sheet.nth(entry.at);
        let (first, last, cells) = &mut found[*person];
        (*first, *last) = ((*first).min(row.number + 1), row.number + 1);
        for (label, head) in columns.rest.iter().enumerate() {
            put(cells, label, Some((row.number + 1, head.column)).filter(|_| !row.cell(head.column).is_empty()));
        }
        put(cells, columns.rest.len() + meeting, Some((row.number + 1, columns.mark)).filter(|_| !row.cell(columns.mark).is_empty()));
        if heads.len() == columns.rest.len() + meeting {
            heads.push(entry.head());
        }
    }
    (0..).zip(&mut heads).for_each(|(at, head)| head.column = at);
    let forms = found.into_iter().map(|(first, last, cells)| form((first, last), cells)).collect();
    Some(Forms { title: table.title.clone(), above: table.above.clone(), heads, forms })
}

/// One line: who and which meeting, as text that tells them apart.
struct Entry {
    at: usize,
    person: String,
    meeting: String,
    date: Option<PartialDate>,
    when: String,
    what: Option<String>,
}

impl Entry {
    fn head(&self) -> Head {
        let when = Some(self.when.clone()).filter(|_| self.date.is_none() || self.what.is_none());
        Head { column: 0, parts: when.into_iter().chain(self.what.clone()).collect(), date: self.date }
    }
}

fn columns(sheet: &Sheet, table: &Table, words: &Dictionary) -> Option<Columns> {
    let meant: Vec<(&Head, Meaning, bool)> = table
        .heads
        .iter()
        .map(|head| {
            let (meaning, _, sure) = said(head, words);
            (head, meaning, sure)
        })
        .collect();
    let name = meant.iter().find(|(_, meaning, _)| *meaning == Meaning::Field(Field::Name))?.0.column;
    let free = |meaning: &Meaning, sure: bool| *meaning == Meaning::Extra || matches!(meaning, Meaning::Field(_)) && !sure;
    let of = |column: u16| Sample::of(sheet, table, column, words);
    let mut dates = meant.iter().filter(|(head, meaning, sure)| free(meaning, *sure) && of(head.column).is_dated());
    let date = dates.next()?.0.column;
    let is_mark = |(head, meaning, sure): &&(&Head, Meaning, bool)| {
        let sign_in = words.is_sign_in(head.leaf());
        head.column != date && (sign_in || free(meaning, *sure)) && of(head.column).is_marked(sign_in)
    };
    let mut marks = meant.iter().filter(is_mark);
    let (mark, None) = (marks.next()?.0.column, marks.next()) else { return None };
    let others = || meant.iter().filter(|(head, ..)| ![name, date, mark].contains(&head.column));
    let held = others().find(|(head, meaning, sure)| free(meaning, *sure) && of(head.column).is_held());
    let called = || others().find(|(head, meaning, sure)| free(meaning, *sure) && WHAT.iter().any(|word| head.leaf().contains(word)));
    let what = held.or_else(called).map(|(head, ..)| head.column);
    let rest = meant
        .iter()
        .filter(|(head, meaning, _)| ![date, mark].contains(&head.column) && Some(head.column) != what && *meaning != Meaning::Ignored);
    Some(Columns { name, date, mark, what, rest: rest.map(|(head, ..)| (*head).clone()).collect() })
}

/// What the first cells of a column look like.
#[derive(Default)]
struct Sample {
    filled: usize,
    dated: usize,
    marks: usize,
    numbers: usize,
    held: usize,
}

impl Sample {
    fn of(sheet: &Sheet, table: &Table, column: u16, words: &Dictionary) -> Sample {
        let mut sample = Sample::default();
        for at in body(sheet, table).take(SAMPLE) {
            let cell = sheet.nth(at).cell(column);
            let text = cell.text();
            let text = clean(&text);
            if text.is_empty() || words.is_blank(text) {
                continue;
            }
            sample.filled += 1;
            sample.dated += usize::from(date_of(cell).is_some() || looks_dated(text));
            sample.marks += usize::from(words.mark(text).is_some());
            sample.numbers += usize::from(text.parse::<f64>().is_ok());
            sample.held += usize::from(words.activities.iter().any(|(word, _)| text.contains(word.as_str())));
        }
        sample
    }

    fn is_dated(&self) -> bool {
        self.filled > 0 && self.dated * 10 >= self.filled * 8
    }

    /// Ones and noughts are marks only under a head that says so.
    fn is_marked(&self, told: bool) -> bool {
        self.filled > 0 && self.marks * 10 >= self.filled * 8 && (told || self.filled > 1 && self.numbers * 2 < self.filled)
    }

    fn is_held(&self) -> bool {
        self.filled > 0 && self.held * 2 >= self.filled
    }
}

/// A cell that is a day of the calendar.
fn date_of(cell: Cell<'_>) -> Option<PartialDate> {
    match cell {
        Cell::Date(date) => Some(date),
        Cell::Text(text) => clean(text).get(..10).unwrap_or(clean(text)).parse().ok().filter(|date: &PartialDate| date.is_day()),
        _ => None,
    }
}

fn body<'s>(sheet: &'s Sheet, table: &Table) -> impl Iterator<Item = usize> + 's {
    sheet.position(table.body.0)..sheet.position(table.body.1 + 1)
}

fn entries(sheet: &Sheet, table: &Table, columns: &Columns, words: &Dictionary) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut seen: HashMap<(String, String), usize> = HashMap::new();
    let (mut date, mut what) = (Cell::Empty, None);
    for at in body(sheet, table) {
        let row = sheet.nth(at);
        let Some(name) = text_of(row.cell(columns.name)).filter(|name| is_somebody(name, row, columns, words)) else { continue };
        // A meeting that is written once goes on for the people below it.
        let own = row.cell(columns.date);
        if !own.is_empty() {
            (date, what) = (own, None);
        }
        what = columns.what.and_then(|column| text_of(row.cell(column))).or(what);
        if date.is_empty() {
            continue;
        }
        let when = clean(&date.text()).to_owned();
        let meeting = format!("{when} {}", what.as_deref().unwrap_or_default());
        let twins = seen.entry((name.clone(), meeting.clone())).or_default();
        *twins += 1;
        let person = if *twins > 1 { format!("{name} {twins}") } else { name };
        entries.push(Entry { at, person, meeting, date: date_of(date), when, what: what.clone() });
    }
    tell_twins_apart(sheet, columns, words, &mut entries);
    entries
}

/// Where one name stands twice at a meeting, the people of all meetings are told apart by what else
/// is said of them.
fn tell_twins_apart(sheet: &Sheet, columns: &Columns, words: &Dictionary, entries: &mut [Entry]) {
    if !entries.iter().any(|entry| entry.person.contains(' ')) {
        return;
    }
    let tells = |head: &&Head| matches!(said(head, words).0, Meaning::Field(Field::IdNumber | Field::Phone | Field::Branch | Field::Birth));
    let telling: Vec<u16> = columns.rest.iter().filter(tells).map(|head| head.column).collect();
    for entry in entries.iter_mut().filter(|_| !telling.is_empty()) {
        let row = sheet.nth(entry.at);
        let own: Vec<String> = telling.iter().map(|column| row.cell(*column).text().into_owned()).collect();
        entry.person = format!("{} {}", row.cell(columns.name).text(), own.join(" "));
    }
}

fn is_somebody(name: &str, row: Row<'_>, columns: &Columns, words: &Dictionary) -> bool {
    let total = |text: &str| words.totals.iter().any(|total| text.starts_with(total.as_str()));
    let header_again = words.header(name).is_some() && text_of(row.cell(columns.mark)).is_some_and(|text| words.is_sign_in(&text));
    !plain(name).is_empty() && !total(name) && !header_again && row.len() > 1
}

/// Texts numbered in the order of their first appearance.
struct Numbered {
    numbers: Vec<usize>,
    count: usize,
}

impl Numbered {
    fn of(texts: impl Iterator<Item = String>) -> Numbered {
        let mut known: HashMap<String, usize> = HashMap::new();
        let numbers = texts
            .map(|text| {
                let next = known.len();
                *known.entry(text).or_insert(next)
            })
            .collect();
        Numbered { numbers, count: known.len() }
    }
}
