//! What a column means: by its header, by its values, and where these differ by what is proven.

use super::headers::Head;
use super::samples::{Sample, Samples};
use super::tables::Table;
use crate::dictionary::{Dictionary, Entry};
use crate::meaning::{Field, Meaning, Reason, Shape};
use crate::reading::Column;
use crate::sheet::column_name;

/// A first guess for every column.
pub(super) fn guess(table: &Table, samples: &Samples, words: &Dictionary) -> Vec<Column> {
    let mut columns: Vec<Column> = table.heads.iter().map(|head| by_header(head, words)).collect();
    let is_named = |index: u16| table.heads.iter().any(|head| head.column == index);
    let unnamed = samples.columns.iter().filter(|(index, sample)| sample.filled > 0 && table.holds(**index) && !is_named(**index));
    columns.extend(unnamed.map(|(index, _)| without_header(*index)));
    columns.sort_by_key(|column| column.index);
    for column in &mut columns {
        if let Some(sample) = samples.get(column.index).filter(|_| !words.is_about_others(&column.header)) {
            super::values::judge(column, sample);
        }
    }
    let has_name = columns.iter().any(|column| column.meaning == Meaning::Field(Field::Name));
    let of_names = |column: &Column, sample: &Sample| {
        let often_surnamed = column.meaning == Meaning::Extra && sample.surnamed * 2 >= sample.filled;
        sample.filled >= 2 && sample.mostly(sample.names) && (often_surnamed || column.meaning == Meaning::Field(Field::Family))
    };
    let unclaimed = |column: &Column| {
        !words.is_about_others(&column.header) && samples.get(column.index).is_some_and(|sample| of_names(column, sample))
    };
    let names = columns.iter_mut().find(|column| unclaimed(column));
    if let Some(column) = names.filter(|_| !has_name) {
        column.meaning = Meaning::Field(Field::Name);
        column.reason = Reason::new("内容像姓名", "the values look like names");
    }
    columns
}

/// A column without a head goes by its letters.
fn without_header(index: u16) -> Column {
    Column {
        index,
        header: column_name(index),
        meaning: Meaning::Extra,
        reason: Reason::new("没有表头，按列号保留", "no header; kept under the column's letters"),
        sure: false,
        fill_down: false,
        meeting: None,
    }
}

fn by_header(head: &Head, words: &Dictionary) -> Column {
    let header = head.joined();
    let (meaning, reason, sure) = said(head, words);
    Column { index: head.column, header, meaning, reason, sure, fill_down: false, meeting: None }
}

/// What the header says: word for word, with a part of it, or nearly.
pub(super) fn said(head: &Head, words: &Dictionary) -> (Meaning, Reason, bool) {
    let why = |entry: &Entry, zh: String, en: String| entry.why.clone().unwrap_or_else(|| Reason::new(zh, en));
    let leaf = head.leaf();
    let exact = words
        .header(&head.joined())
        .or_else(|| words.header(leaf))
        .or_else(|| words.header(&under_group(head)?))
        .or_else(|| words.header(group_alone(head)?))
        .or_else(|| words.asked(leaf));
    if let Some(entry) = exact {
        return (entry.meaning, why(entry, "表头".into(), "header".into()), true);
    }
    if words.is_about_others(head.leaf()) {
        return about_others(head, words);
    }
    if let Some((word, entry)) = words.one_of_several(head.leaf()).or_else(|| part_of(head, words)) {
        return (entry.meaning, why(entry, format!("表头含“{word}”"), format!("the header holds \"{word}\"")), false);
    }
    if let Some((word, entry)) = words.nearly(head.leaf()) {
        return (
            entry.meaning,
            why(entry, format!("表头与“{word}”只差一字"), format!("the header is \"{word}\" but for one letter")),
            false,
        );
    }
    (Meaning::Extra, Reason::new("字典里没有这个表头，原样保留", "not in the dictionary; kept under its own name"), false)
}

/// Another person's phone is another phone; whatever else is said of others is kept as it is.
fn about_others(head: &Head, words: &Dictionary) -> (Meaning, Reason, bool) {
    let meaning = match part_of(head, words).map(|(_, entry)| entry.meaning) {
        Some(Meaning::Field(Field::Phone)) => Meaning::Field(Field::OtherPhone),
        Some(Meaning::LeftOut) => Meaning::LeftOut,
        _ => Meaning::Extra,
    };
    (meaning, Reason::new("表头说的是别人或别处", "the header is about somebody or something else"), false)
}

/// "外出情况" over "时间" is "外出时间".
fn under_group(head: &Head) -> Option<String> {
    let [.., group, leaf] = head.parts.as_slice() else { return None };
    let stem = ["情况", "信息"].iter().find_map(|end| group.strip_suffix(end)).unwrap_or(group);
    Some(format!("{stem}{leaf}"))
}

/// "流入地" over "地点" is "流入地".
fn group_alone(head: &Head) -> Option<&str> {
    let [.., group, leaf] = head.parts.as_slice() else { return None };
    ["地点", "名称", "内容", "情况", "详情", "全称"].contains(&leaf.as_str()).then_some(group)
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

/// One column for each field, and which ones are filled down.
pub(super) fn settle(columns: &mut [Column], samples: &Samples) {
    let strength =
        |column: &Column| (column.sure, samples.get(column.index).map_or(0, |sample| sample.filled), std::cmp::Reverse(column.index));
    for at in 0..columns.len() {
        let meaning = columns[at].meaning;
        let Meaning::Field(field) = meaning else { continue };
        if columns[at].meeting.is_some() {
            continue;
        }
        let stronger = columns.iter().enumerate().any(|(other, column)| {
            other != at && column.meaning == meaning && column.meeting.is_none() && strength(column) > strength(&columns[at])
        });
        if !stronger {
            continue;
        }
        let second = Meaning::Field(Field::OtherPhone);
        let has_phones = samples.get(columns[at].index).is_none_or(|sample| !sample.hardly(sample.phones));
        let is_free = field == Field::Phone && has_phones && columns.iter().all(|column| column.meaning != second);
        columns[at].meaning = if is_free { second } else { Meaning::Extra };
        columns[at].sure = false;
        columns[at].reason = Reason::new("另一列更像这一项", "another column fits this field better");
    }
    for column in columns.iter_mut() {
        let Some(sample) = samples.get(column.index) else { continue };
        let merged = sample.merged * 2 > samples.rows;
        // A branch that is written once for its people is never written twice running.
        let once = sample.repeats == 0 && sample.filled * 10 <= samples.rows * 7;
        let sparse = sample.first_is_filled && (sample.filled * 10 < samples.rows * 6 || once);
        column.fill_down = match column.meaning {
            Meaning::Field(Field::Branch | Field::Group | Field::OrgParent) => merged || sparse,
            Meaning::Field(_) => merged && sample.first_is_filled,
            _ => false,
        };
    }
}
