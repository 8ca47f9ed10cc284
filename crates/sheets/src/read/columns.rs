//! What a column means: by its header, by its values, and where these differ by what is proven.

use std::collections::HashMap;

use super::tables::{Head, Table};
use crate::dictionary::{Dictionary, Entry};
use crate::meaning::{Field, Meaning, Reason, Shape};
use crate::reading::Column;
use crate::sheet::{Cell, Sheet};
use crate::values::{self, IdFault, IdNumber, PartialDate, Phone, Sex};

/// So many rows are looked at; more would not change the guess.
const SAMPLE: usize = 400;

/// What the cells of each column look like.
pub(super) struct Samples {
    columns: HashMap<u16, Sample>,
    rows: usize,
}

#[derive(Default)]
pub(super) struct Sample {
    pub filled: usize,
    pub marks: usize,
    valid_ids: usize,
    like_ids: usize,
    phones: usize,
    dates: usize,
    sexes: usize,
    names: usize,
    branches: usize,
    education: usize,
    employment: usize,
    member_kind: usize,
    first_is_filled: bool,
    merged: usize,
}

impl Samples {
    pub fn of(sheet: &Sheet, table: &Table, words: &Dictionary) -> Samples {
        let from = sheet.position(table.body.0);
        let to = sheet.position(table.body.1 + 1).min(from + SAMPLE);
        let mut samples = Samples { columns: HashMap::new(), rows: 0 };
        let far = PartialDate::from_year(2199).unwrap_or_else(|_| PartialDate::unpack(0));
        for at in from..to {
            let row = sheet.nth(at);
            if row.len() < 2 {
                continue;
            }
            samples.rows += 1;
            for (column, cell) in row.cells() {
                let first = samples.rows == 1;
                samples.columns.entry(column).or_default().see(cell, words, far, first);
            }
        }
        for merge in sheet.merges.iter().filter(|merge| merge.last_row > merge.first_row && merge.first_row >= table.body.0) {
            if let Some(sample) = samples.columns.get_mut(&merge.first_column) {
                sample.merged += (merge.last_row - merge.first_row) as usize + 1;
            }
        }
        samples
    }

    pub fn get(&self, column: u16) -> Option<&Sample> {
        self.columns.get(&column)
    }
}

impl Sample {
    fn see(&mut self, cell: Cell<'_>, words: &Dictionary, far: PartialDate, first: bool) {
        let text = cell.text();
        let text = values::clean(&text);
        self.first_is_filled |= first;
        self.marks += usize::from(words.mark(text).is_some());
        if words.is_blank(text) || values::same_words(text) {
            return;
        }
        self.filled += 1;
        match cell {
            Cell::Number(number) => {
                self.valid_ids += usize::from(IdNumber::from_number(number).is_ok());
                self.like_ids += usize::from(number >= 1e14);
                self.phones += usize::from(Phone::from_number(number).is_some_and(|phone| phone.is_mobile()));
                self.dates += usize::from(PartialDate::from_number(number, far).is_ok());
                return;
            }
            Cell::Date(_) => {
                self.dates += 1;
                return;
            }
            _ => {}
        }
        let id = (text.len() >= 15).then(|| IdNumber::parse(text));
        self.valid_ids += usize::from(matches!(id, Some(Ok(_) | Err(IdFault::Old(_)))));
        self.like_ids +=
            usize::from(matches!(id, Some(Ok(_) | Err(IdFault::Old(_) | IdFault::Checksum | IdFault::PrecisionLost | IdFault::Birth))));
        self.phones += usize::from(id.is_none_or(|id| id.is_err()) && text.len() >= 11 && Phone::parse_all(text).is_some());
        self.dates += usize::from(PartialDate::parse(text, far).is_ok());
        self.sexes += usize::from(Sex::parse(text).is_some());
        self.names += usize::from(values::looks_like_name(text));
        self.branches += usize::from(["支部", "党总支", "党委", "支部委员会"].iter().any(|end| text.ends_with(end)));
        self.education += usize::from(words.knows_value(Field::Education, text));
        self.employment += usize::from(words.knows_value(Field::Employment, text));
        self.member_kind += usize::from(words.knows_value(Field::MemberKind, text));
    }

    fn mostly(&self, count: usize) -> bool {
        self.filled > 0 && count * 10 >= self.filled * 8
    }
}

/// A first guess for every column.
pub(super) fn guess(table: &Table, samples: &Samples, words: &Dictionary) -> Vec<Column> {
    let mut columns: Vec<Column> = table.heads.iter().map(|head| by_header(head, words)).collect();
    let unnamed = samples
        .columns
        .iter()
        .filter(|(index, sample)| sample.filled > 0 && table.holds(**index) && !table.heads.iter().any(|head| head.column == **index));
    columns.extend(unnamed.map(|(index, _)| Column {
        index: *index,
        header: String::new(),
        meaning: Meaning::Ignored,
        reason: Reason::new("没有表头", "no header"),
        sure: false,
        fill_down: false,
        meeting: None,
    }));
    columns.sort_by_key(|column| column.index);
    for column in &mut columns {
        if let Some(sample) = samples.get(column.index) {
            by_values(column, sample);
        }
    }
    let has_name = columns.iter().any(|column| column.meaning == Meaning::Field(Field::Name));
    let names = columns.iter_mut().find(|column| {
        column.meaning == Meaning::Extra && samples.get(column.index).is_some_and(|sample| sample.filled > 2 && sample.mostly(sample.names))
    });
    if let Some(column) = names.filter(|_| !has_name) {
        column.meaning = Meaning::Field(Field::Name);
        column.reason = Reason::new("内容像姓名", "the values look like names");
    }
    columns
}

fn by_header(head: &Head, words: &Dictionary) -> Column {
    let joined = head.joined();
    let exact = words.header(&joined).or_else(|| words.header(head.leaf()));
    let (meaning, reason, sure) = match exact {
        Some(entry) => (entry.meaning, entry.why.clone().unwrap_or_else(|| Reason::new("表头", "header")), true),
        None => match part_of(head, words) {
            Some((word, entry)) => (
                entry.meaning,
                entry.why.clone().unwrap_or_else(|| Reason::new(format!("表头含“{word}”"), format!("the header holds \"{word}\""))),
                false,
            ),
            None => (Meaning::Extra, Reason::new("字典里没有这个表头，原样保留", "not in the dictionary; kept under its own name"), false),
        },
    };
    Column { index: head.column, header: joined, meaning, reason, sure, fill_down: false, meeting: None }
}

/// A word of ours inside the leaf; inside its group's name only where the leaf says little.
fn part_of<'w>(head: &Head, words: &'w Dictionary) -> Option<(&'w str, &'w Entry)> {
    let leaf = head.leaf();
    let found = words.part_of(leaf).or_else(|| words.part_of(&head.joined()).filter(|_| leaf.chars().count() <= 2))?;
    // "是否持有活动证" asks yes or no, not for the certificate's number.
    let asks = ["是否", "有无", "能否", "是不是"].iter().any(|question| leaf.starts_with(question));
    let answers = matches!(found.1.meaning, Meaning::Field(field) if field.shape() != Shape::YesNo && field.shape() != Shape::Text);
    let numbered = matches!(found.1.meaning, Meaning::Field(Field::Certificate));
    (!(asks && (answers || numbered))).then_some(found)
}

/// Values can prove a column whatever its header says, name one whose header says nothing, and
/// throw doubt on one whose header says otherwise.
fn by_values(column: &mut Column, sample: &Sample) {
    let header_is_field = matches!(column.meaning, Meaning::Field(_));
    if sample.mostly(sample.valid_ids) || column.meaning == Meaning::Field(Field::IdNumber) && sample.valid_ids * 2 > sample.filled {
        let by_header = column.meaning == Meaning::Field(Field::IdNumber);
        let (valid, all) = (sample.valid_ids, sample.filled);
        column.meaning = Meaning::Field(Field::IdNumber);
        column.reason = Reason::new(
            format!("{}校验位 {valid}/{all} 对", if by_header { "表头；" } else { "" }),
            format!("{}check digits {valid} of {all} right", if by_header { "header; " } else { "" }),
        );
        column.sure = true;
        return;
    }
    if column.meaning == Meaning::Field(Field::Employment) && sample.mostly(sample.member_kind) {
        column.meaning = Meaning::Field(Field::MemberKind);
        column.reason = Reason::new("内容是正式/预备", "the values say full or probationary");
        return;
    }
    let contradicted = match column.meaning {
        Meaning::Field(Field::IdNumber) => sample.filled >= 3 && sample.like_ids * 2 < sample.filled,
        Meaning::Field(Field::Phone) => sample.filled >= 3 && sample.phones * 2 < sample.filled,
        Meaning::Field(Field::Sex) => sample.filled >= 3 && sample.sexes * 2 < sample.filled,
        _ => false,
    };
    let half = |count: usize| sample.filled > 0 && count * 2 < sample.filled;
    let refuted = !column.sure
        && match column.meaning {
            Meaning::Field(Field::Name) => half(sample.names),
            Meaning::Field(Field::Education) => half(sample.education),
            Meaning::Field(field) => field.shape() == Shape::Date && half(sample.dates),
            _ => false,
        };
    if refuted {
        column.meaning = Meaning::Extra;
        column.reason = Reason::new("表头相近，但内容不像，原样保留", "a similar header, but other values; kept under its own name");
        return;
    }
    if contradicted {
        column.sure = false;
        column.reason = Reason::new("表头如此，但内容不像", "the header says so, the values do not");
    }
    if header_is_field && column.meaning != Meaning::Extra
        || matches!(column.meaning, Meaning::LeftOut | Meaning::Ignored) && !column.header.is_empty()
    {
        return;
    }
    let guesses = [
        (Field::Sex, sample.sexes, "内容是男/女", "the values are sexes"),
        (Field::Branch, sample.branches, "内容是支部名称", "the values are branches"),
        (Field::Education, sample.education, "内容是学历", "the values are levels of education"),
        (Field::MemberKind, sample.member_kind, "内容是正式/预备", "the values say full or probationary"),
        (Field::Employment, sample.employment, "内容是人员类别", "the values are kinds of employment"),
        (Field::Phone, sample.phones, "内容是电话号码", "the values are phone numbers"),
    ];
    if let Some((field, _, zh, en)) = guesses.into_iter().find(|(_, count, ..)| sample.mostly(*count)) {
        column.meaning = Meaning::Field(field);
        column.reason = Reason::new(zh, en);
        column.sure = false;
    } else if column.header.is_empty() {
        column.meaning = Meaning::Ignored;
    }
}

/// One column for each field, and which ones are filled down.
pub(super) fn settle(columns: &mut [Column], samples: &Samples) {
    let strength =
        |column: &Column| (column.sure, samples.get(column.index).map_or(0, |sample| sample.filled), std::cmp::Reverse(column.index));
    for at in 0..columns.len() {
        let meaning = columns[at].meaning;
        let Meaning::Field(field) = meaning else { continue };
        let stronger = columns
            .iter()
            .enumerate()
            .any(|(other, column)| other != at && column.meaning == meaning && strength(column) > strength(&columns[at]));
        if !stronger {
            continue;
        }
        let second = Meaning::Field(Field::OtherPhone);
        let is_free = field == Field::Phone && columns.iter().all(|column| column.meaning != second);
        columns[at].meaning = if is_free { second } else { Meaning::Extra };
        columns[at].sure = false;
        columns[at].reason = Reason::new("另一列更像这一项", "another column fits this field better");
    }
    for column in columns.iter_mut() {
        let Some(sample) = samples.get(column.index) else { continue };
        let merged = sample.merged * 2 > samples.rows;
        let sparse = sample.first_is_filled && sample.filled * 10 < samples.rows * 6;
        column.fill_down = match column.meaning {
            Meaning::Field(Field::Branch | Field::Group | Field::OrgParent) => merged || sparse,
            Meaning::Field(_) => merged && sample.first_is_filled,
            _ => false,
        };
    }
}
