//! The head of a roll-call: when each meeting was and what it was.

use std::collections::BTreeMap;

use super::columns::Samples;
use super::tables::{Head, Table};
use crate::dictionary::Dictionary;
use crate::meaning::{Mark, Meaning, Reason};
use crate::reading::{Column, Meeting};
use crate::sheet::{Cell, Sheet};
use crate::values::{PartialDate, clean, half_width};

/// Columns whose head has a date and whose cells are marks.
pub(super) fn find(columns: &mut [Column], table: &Table, samples: &Samples, year: Option<u32>, words: &Dictionary) {
    let mut found = Vec::new();
    for head in &table.heads {
        let Some(meeting) = meeting(head, year, words) else { continue };
        let marked = samples.get(head.column).is_none_or(|sample| sample.marks * 2 >= sample.filled);
        if marked {
            found.push((head.column, meeting));
        }
    }
    let filled = found.iter().any(|(column, _)| samples.get(*column).is_some());
    for (index, meeting) in found.into_iter().filter(|_| filled) {
        if let Some(column) = columns.iter_mut().find(|column| column.index == index) {
            column.meaning = Meaning::RollCall;
            column.reason = Reason::new("表头是日期，内容是签到记号", "a date in the header, marks below");
            column.sure = meeting.activity.is_some();
            column.meeting = Some(meeting);
        }
    }
}

/// The year a table speaks of, from its title outwards.
pub(super) fn year(table: &Table, sheet: &str, file: &str) -> Option<u32> {
    let texts = table.title.iter().map(String::as_str).chain(table.above.iter().map(String::as_str)).chain([sheet, file]);
    texts.into_iter().find_map(year_in)
}

fn year_in(text: &str) -> Option<u32> {
    let text = half_width(text);
    let digits: Vec<&str> = text.split(|letter: char| !letter.is_ascii_digit()).collect();
    digits.into_iter().filter_map(|group| group.get(..4)?.parse().ok()).find(|year| (2000..2100).contains(year))
}

/// Whether a header begins with a date: "1月6日支部党员大会", "2026.1.6", "3月主题党日".
pub(super) fn looks_dated(text: &str) -> bool {
    text.len() <= 120 && dated(&half_width(clean(text)), Some(2000)).is_some()
}

fn meeting(head: &Head, year: Option<u32>, words: &Dictionary) -> Option<Meeting> {
    let name = head.joined();
    let activity = words.activities.iter().find(|(word, _)| name.contains(word.as_str())).map(|(_, kind)| kind.clone());
    let date = head.date.or_else(|| head.parts.iter().find_map(|part| dated(&half_width(clean(part)), year)))?;
    Some(Meeting { date, activity, name })
}

/// The date a text begins with, or holds in brackets.
fn dated(text: &str, year: Option<u32>) -> Option<PartialDate> {
    let start = text
        .find(|letter: char| letter.is_ascii_digit())
        .filter(|&at| at == 0 || text[..at].ends_with(['(', '日', '间', ':', ' ', '\u{3000}', '会', '课']))?;
    let mut numbers: Vec<(u32, char)> = Vec::new();
    let mut digits = String::new();
    for letter in text[start..].chars().chain(std::iter::once('\0')) {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        if digits.is_empty() {
            break;
        }
        numbers.push((digits.parse().ok()?, letter));
        digits.clear();
        if numbers.len() == 3 || !matches!(letter, '年' | '月' | '.' | '-' | '/') {
            break;
        }
    }
    match *numbers.as_slice() {
        [(compact, _)] if (20_000_101..21_000_000).contains(&compact) => {
            PartialDate::from_day(compact / 10_000, compact / 100 % 100, compact % 100).ok()
        }
        [(month, '月')] => PartialDate::from_month(year?, month).ok(),
        [(year, '年' | '.' | '-' | '/'), (month, _)] if year > 1900 => PartialDate::from_month(year, month).ok(),
        [(month, '月' | '.' | '-' | '/'), (day, _)] => PartialDate::from_day(year?, month, day).ok(),
        [(year, _), (month, _), (day, _)] => PartialDate::from_day(if year < 100 { 2000 + year } else { year }, month, day).ok(),
        _ => None,
    }
}

/// "注：√出勤 △请假 ×缺席 ○补学": a sheet that explains its own marks is believed.
pub(super) fn legend(sheet: &Sheet, table: &Table, words: &Dictionary) -> BTreeMap<String, Mark> {
    let mut legend = BTreeMap::new();
    let below = sheet.position(table.body.0)..sheet.position(table.body.1 + 1);
    let footers = below.rev().take(6).map(|at| sheet.nth(at)).filter(|row| row.len() <= 3);
    let footers = footers.flat_map(|row| {
        row.cells().filter_map(|(_, cell)| if let Cell::Text(text) = cell { Some(text.to_owned()) } else { None }).collect::<Vec<_>>()
    });
    for text in table.above.iter().cloned().chain(footers) {
        let parts = text.split([' ', '\u{3000}', '，', ',', '；', ';', '、', '。', '：', ':', '（', '）', '(', ')', '“', '”', '"']);
        for part in parts.map(clean).filter(|part| !part.is_empty()) {
            let mut letters = part.chars();
            let Some(sign) = letters.next().filter(|sign| !sign.is_alphanumeric()) else { continue };
            let said = letters.as_str().trim_start_matches(['为', '表', '示', '代', '=', '-', '—', '是']);
            if let Some(mark) = words.mark(said) {
                legend.insert(sign.to_string(), mark);
            }
        }
    }
    legend
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_roll_call_gives_the_date() {
        let read = |text: &str| dated(&half_width(text), Some(2026)).map(|date| date.to_string());
        for (head, date) in [
            ("1月6日支部党员大会", "2026-01-06"),
            ("2025年12月3日党课", "2025-12-03"),
            ("3.15主题党日", "2026-03-15"),
            ("3月主题党日", "2026-03"),
            ("主题党日(4月8日)", "2026-04-08"),
            ("20260106", "2026-01-06"),
            ("２０２６－０１－０６", "2026-01-06"),
            ("26.1.6", "2026-01-06"),
        ] {
            assert_eq!(read(head).as_deref(), Some(date), "{head}");
        }
        assert_eq!(read("姓名"), None);
        assert_eq!(read("60岁以上"), None);
        assert_eq!(read("2月30日党课"), None);
    }
}
