//! The head of a roll-call: when each meeting was and what it was; of a dues table: which month.

use super::headers::Head;
use super::period::{Period, year_in};
use super::samples::{Sample, Samples};
use super::tables::Table;
use crate::dictionary::{Dictionary, plain};
use crate::meaning::{Field, Kind, Meaning, Reason};
use crate::reading::{Column, Meeting};
use crate::values::{PartialDate, arabic, clean, half_width};

/// Columns whose head has a date and whose cells are marks; in a table of dues, those whose head
/// is a month.
pub(super) fn find(columns: &mut [Column], table: &Table, samples: &Samples, (period, context): (Period, &[&str; 3]), words: &Dictionary) {
    let of_dues = is_of_dues(columns, context, words);
    let mut found: Vec<(u16, Meeting)> = Vec::new();
    for head in &table.heads {
        let before = found.last().map(|(_, meeting)| meeting.date);
        let Some(meeting) = meeting(head, period, before, words) else { continue };
        let is_month = of_dues && !meeting.date.is_day();
        let marked = samples.get(head.column).is_none_or(Sample::is_marked);
        if is_month || marked {
            found.push((head.column, meeting));
        }
    }
    let filled = found.iter().any(|(column, _)| samples.get(*column).is_some());
    for (index, meeting) in found.into_iter().filter(|_| filled) {
        if let Some(column) = columns.iter_mut().find(|column| column.index == index) {
            mean(column, meeting, of_dues);
        }
    }
    if of_dues && columns.iter().all(|column| column.meeting.is_none()) {
        paid_in(columns, period, context);
    }
    if columns.iter().all(|column| column.meeting.is_none()) {
        signed_in(columns, table, samples, (period.year, context), words);
    }
}

fn mean(column: &mut Column, meeting: Meeting, of_dues: bool) {
    if of_dues && !meeting.date.is_day() {
        column.meaning = Meaning::Field(Field::DuesPaid);
        column.reason = Reason::new("党费表里的月份", "a month in a table of dues");
        column.sure = true;
    } else {
        column.meaning = Meaning::RollCall;
        column.reason = Reason::new("表头是日期，内容是签到记号", "a date in the header, marks below");
        column.sure = meeting.activity.is_some();
    }
    column.meeting = Some(meeting);
}

/// Whether title, sheet, file or columns speak of dues.
fn is_of_dues(columns: &[Column], context: &[&str; 3], words: &Dictionary) -> bool {
    let dues = words.kinds.iter().find(|signs| signs.kind == Kind::Dues);
    let told = dues.is_some_and(|signs| signs.words.iter().any(|word| context.iter().any(|text| text.contains(word.as_str()))));
    let has = |field| columns.iter().any(|column| column.meaning == Meaning::Field(field));
    told || has(Field::DuesBase) || has(Field::DuesDue) || has(Field::DuesUntil)
}

/// The dues of one month: it stands in the title or a name, not in the head.
fn paid_in(columns: &mut [Column], period: Period, context: &[&str; 3]) {
    let means = |column: &Column, field| column.meaning == Meaning::Field(field);
    if columns.iter().any(|column| means(column, Field::DuesUntil)) {
        return;
    }
    let mut paid = columns.iter_mut().filter(|column| means(column, Field::DuesPaid));
    let (Some(column), None, Some(date)) = (paid.next(), paid.next(), period.date()) else { return };
    column.reason = Reason::new(format!("表头；标题或名称里写着 {date}"), format!("header; title or name says {date}"));
    let name = context.iter().find(|text| !text.is_empty()).map_or(String::new(), |text| (*text).to_owned());
    column.meeting = Some(Meeting { date, activity: None, name });
}

/// The sign-in sheet of one meeting: its day stands above the table or in a name, not in the head.
fn signed_in(columns: &mut [Column], table: &Table, samples: &Samples, (year, context): (Option<u32>, &[&str; 3]), words: &Dictionary) {
    let mut signed = columns.iter_mut().filter(|column| words.is_sign_in(&column.header));
    let (Some(column), None) = (signed.next(), signed.next()) else { return };
    let marked = samples.get(column.index).is_none_or(Sample::is_marked);
    let texts = || table.above.iter().map(|above| above.text.as_str()).chain(context[1..].iter().copied());
    let date = texts().flat_map(day_parts).find_map(|part| dated(&half_width(part), year).filter(|date| date.is_day()));
    let Some(date) = date.filter(|_| marked) else { return };
    let activity = texts().find_map(|text| activity(text, words));
    column.meaning = Meaning::RollCall;
    column.reason =
        Reason::new(format!("签到栏；表上方或名称里写着 {date}"), format!("a column to sign in; {date} stands above or in the name"));
    column.sure = true;
    column.meeting = Some(Meeting { date, activity, name: table.title.clone().unwrap_or_else(|| context[2].to_owned()) });
}

/// A line's parts from each of its numbers on: "时间：2026年9月5日".
fn day_parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        if letter.is_ascii_digit() && !before.is_ascii_digit() {
            parts.push(&text[at..]);
        }
        before = letter;
    }
    parts
}

fn activity(text: &str, words: &Dictionary) -> Option<String> {
    words.activities.iter().find(|(word, _)| text.contains(word.as_str())).map(|(_, kind)| kind.clone())
}

/// Whether a header begins with a date: "1月6日支部党员大会", "2026.1.6", "3月主题党日", "6日党课".
pub(super) fn looks_dated(text: &str) -> bool {
    text.len() <= 120 && (dated(&in_digits(text), Some(2000)).is_some() || day(text).is_some())
}

/// "6日", "6号", "6日党课": the day of a month that is named elsewhere.
fn day(text: &str) -> Option<u32> {
    let text = half_width(clean(text));
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let is_day = rest.starts_with('日') || rest == "号";
    text[..text.len() - rest.len()].parse().ok().filter(|day| is_day && (1..=31).contains(day))
}

/// "9.5" typed as a number: the month and the day. "9.1" may have been typed as "9.10".
pub(super) fn month_and_day(number: f64) -> Option<(u32, u32)> {
    let (month, hundredths) = (number.trunc(), (number.fract() * 100.0).round());
    let exact = (number * 100.0 - number.trunc() * 100.0 - hundredths).abs() < 1e-6;
    let day = if hundredths % 10.0 == 0.0 { hundredths / 10.0 } else { hundredths };
    let fits = exact && (1.0..=12.0).contains(&month) && (1.0..=31.0).contains(&day);
    fits.then_some((month as u32, day as u32))
}

fn meeting(head: &Head, period: Period, before: Option<PartialDate>, words: &Dictionary) -> Option<Meeting> {
    let name = head.joined();
    let year = head.parts.iter().find_map(|part| year_in(part)).or(period.year);
    let parts = || head.parts.iter().filter_map(|part| dated(&in_digits(part), year));
    let date = head
        .date
        .or_else(|| split_date(head, year))
        .or_else(|| parts().find(|date| date.is_day()))
        .or_else(|| bare_month(head, year))
        .or_else(|| parts().next())
        .or_else(|| PartialDate::from_day(year?, period.month?, day(head.leaf())?).ok())
        .or_else(|| numbered(head, year?, period.month))?;
    Some(Meeting { date: later(date, before, head), activity: activity(&name, words), name })
}

/// The month in the group's head and the day in the leaf's: "9月" over "5日党课".
fn split_date(head: &Head, year: Option<u32>) -> Option<PartialDate> {
    let [.., group, leaf] = head.parts.as_slice() else { return None };
    let month = dated(&in_digits(group), year).filter(|date| !date.is_day())?;
    let leaf = in_digits(leaf);
    let digits: String = leaf.chars().take_while(char::is_ascii_digit).collect();
    let day = digits.parse().ok().filter(|_| leaf[digits.len()..].starts_with(['日', '号']) || leaf == digits)?;
    PartialDate::from_day(month.year().into(), month.month()?.into(), day).ok()
}

/// "8" where the month is named elsewhere is a day of it; where none is, a month.
fn numbered(head: &Head, year: u32, month: Option<u32>) -> Option<PartialDate> {
    let number = head.leaf().parse().ok()?;
    match month {
        Some(month) => PartialDate::from_day(year, month, number).ok(),
        None => PartialDate::from_month(year, number).ok(),
    }
}

/// "10" under "2025年（月份）".
fn bare_month(head: &Head, year: Option<u32>) -> Option<PartialDate> {
    let [.., group, leaf] = head.parts.as_slice() else { return None };
    PartialDate::from_month(year?, leaf.parse().ok().filter(|_| group.contains('月'))?).ok()
}

/// A head that was a number has lost the nought of "9.10", "9.20": the meetings' order gives it back.
fn later(date: PartialDate, before: Option<PartialDate>, head: &Head) -> PartialDate {
    let lost = head.leaf().parse::<f64>().is_ok() && date.day().is_some_and(|day| day <= 3);
    let Some(before) = before.filter(|before| lost && date < *before) else { return date };
    let longer = date
        .month()
        .zip(date.day())
        .and_then(|(month, day)| PartialDate::from_day(date.year().into(), month.into(), u32::from(day) * 10).ok());
    longer.filter(|longer| *longer > before).unwrap_or(date)
}

/// Narrow digits, also for a month in Chinese ones: "一月".
fn in_digits(text: &str) -> String {
    let narrow = half_width(clean(text));
    let chinese = narrow.split('月').next().is_some_and(|month| {
        narrow.contains('月') && !month.is_empty() && month.chars().all(|letter| "一二三四五六七八九十".contains(letter))
    });
    if chinese { arabic(&narrow) } else { plain_spaces(&narrow) }
}

/// "9 月 5 日" is one date.
fn plain_spaces(text: &str) -> String {
    if plain(text).is_empty() || !text.contains(['月', '日']) { text.to_owned() } else { text.replace(' ', "") }
}

/// The date a text begins with, or holds in brackets; a day before a month.
fn dated(text: &str, year: Option<u32>) -> Option<PartialDate> {
    let mut before = None;
    let starts = text.char_indices().filter(|(_, letter)| {
        let begins = letter.is_ascii_digit() && before.is_none_or(|before| "(日间: \u{3000}会课".contains(before));
        before = Some(*letter);
        begins
    });
    let dates: Vec<PartialDate> = starts.filter_map(|(at, _)| dated_from(&text[at..], year)).collect();
    dates.iter().find(|date| date.is_day()).or(dates.first()).copied()
}

fn dated_from(text: &str, year: Option<u32>) -> Option<PartialDate> {
    let mut numbers: Vec<(u32, char)> = Vec::new();
    let mut digits = String::new();
    for letter in text.chars().chain(std::iter::once('\0')) {
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
        [(month, '月')] | [(month, '月'), (_, '次' | '场' | '期')] => PartialDate::from_month(year?, month).ok(),
        [(year, '年' | '.' | '-' | '/'), (month, _)] if year > 1900 => PartialDate::from_month(year, month).ok(),
        [(month, '月' | '.' | '-' | '/'), (day, _)] => PartialDate::from_day(year?, month, day).ok(),
        [(year, _), (month, _), (day, _)] => PartialDate::from_day(if year < 100 { 2000 + year } else { year }, month, day).ok(),
        _ => None,
    }
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
        assert_eq!(in_digits("十二月份"), "12月份");
        assert_eq!(
            (month_and_day(9.26), month_and_day(9.1), month_and_day(75.5), month_and_day(9.0)),
            (Some((9, 26)), Some((9, 1)), None, None)
        );
        assert_eq!(read("姓名"), None);
        assert_eq!(read("60岁以上"), None);
        assert_eq!(read("2月30日党课"), None);
    }
}
