//! Dates as ledgers keep them: a year, a month or a day, in every shape people type.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::text::{arabic, half_width};

/// A date that is only as precise as what was written. Text form: "1985", "1985-07", "1985-07-01".
///
/// Order is by time; of two dates that begin together the less precise comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    year: u16,
    month: u8,
    day: u8,
}

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateFault {
    #[error("not a date")]
    Unreadable,
    #[error("there is no year {0}")]
    Year(u32),
    #[error("there is no month {0}")]
    Month(u32),
    #[error("{year}-{month:02} has no day {day}")]
    Day { year: u16, month: u8, day: u32 },
}

const YEARS: std::ops::RangeInclusive<u32> = 1850..=2199;
/// Excel counts days from here; the day number 60 is a 29 February 1900 that never was.
const EXCEL_SERIALS: std::ops::RangeInclusive<u32> = 61..=109_574;

impl PartialDate {
    pub fn from_year(year: u32) -> Result<Self, DateFault> {
        let known = u16::try_from(year).ok().filter(|_| YEARS.contains(&year));
        Ok(PartialDate { year: known.ok_or(DateFault::Year(year))?, month: 0, day: 0 })
    }

    pub fn from_month(year: u32, month: u32) -> Result<Self, DateFault> {
        let whole = Self::from_year(year)?;
        let known = u8::try_from(month).ok().filter(|month| (1..=12).contains(month));
        Ok(PartialDate { month: known.ok_or(DateFault::Month(month))?, ..whole })
    }

    pub fn from_day(year: u32, month: u32, day: u32) -> Result<Self, DateFault> {
        let whole = Self::from_month(year, month)?;
        let last = days_in(whole.year, whole.month);
        match u8::try_from(day) {
            Ok(known) if (1..=last).contains(&known) => Ok(PartialDate { day: known, ..whole }),
            _ => Err(DateFault::Day { year: whole.year, month: whole.month, day }),
        }
    }

    /// Reads any shape people type. `latest` decides what a two-digit year means: the last such
    /// year that is not after it.
    pub fn parse(text: &str, latest: PartialDate) -> Result<Self, DateFault> {
        let text = half_width(text);
        let text = text.trim().trim_start_matches('\'').trim_end_matches(['生', '号', '.', '。']);
        // "1970.01（56岁）" says the age too.
        let text = text.find('(').filter(|at| *at > 0).map_or(text, |at| text[..at].trim_end());
        let text = without_words(without_time(text));
        if text.contains(['年', '月', '日']) && text.contains(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '〇', '○', '零'])
        {
            return Self::from_numbers(&numbers(&arabic(text))?, latest);
        }
        Self::from_numbers(&numbers(text)?, latest)
    }

    /// A number typed where a date belongs: 1985.07, 19850701, 198507, 1985, or a day's serial.
    ///
    /// 1985.1 is what a workbook keeps of a typed 1985.10, and also of 1985.1: the second value
    /// is true when the month is such a guess.
    pub fn from_number(number: f64, latest: PartialDate) -> Result<(Self, bool), DateFault> {
        if !(number.is_finite() && (1.0..1e9).contains(&number)) {
            return Err(DateFault::Unreadable);
        }
        let whole = number.trunc() as u32;
        let hundredths = (number.fract() * 100.0).round() as u32;
        let typed_year = YEARS.contains(&whole);
        if typed_year && hundredths > 0 {
            if (number.fract() * 100.0 - f64::from(hundredths)).abs() > 1e-6 {
                return Err(DateFault::Unreadable);
            }
            return Ok((Self::from_month(whole, hundredths)?, hundredths == 10));
        }
        if typed_year {
            return Ok((Self::from_year(whole)?, false));
        }
        if number.fract() == 0.0 && whole >= 100_000 {
            return Ok((Self::from_numbers(&[(whole, whole.to_string().len())], latest)?, false));
        }
        Self::from_serial(number).map(|date| (date, false)).ok_or(DateFault::Unreadable)
    }

    /// The day a workbook counts as this number.
    pub fn from_serial(serial: f64) -> Option<Self> {
        let days = serial.trunc() as u32;
        if !EXCEL_SERIALS.contains(&days) {
            return None;
        }
        let mut rest = days - 60; // 1 = 1900-03-01
        let (mut year, mut month) = (1900u16, 3u8);
        loop {
            let length = u32::from(days_in(year, month));
            if rest <= length {
                return Some(PartialDate { year, month, day: rest as u8 });
            }
            rest -= length;
            (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        }
    }

    /// The number a workbook counts this day as; of a month its first day. None before March 1900,
    /// and for a year alone.
    pub fn to_serial(self) -> Option<u32> {
        let (month, day) = (self.month()?, self.day().unwrap_or(1));
        // Days since 1970 (Hinnant), counting years from March.
        let (year, month) = (u32::from(self.year) - u32::from(month < 3), u32::from(month));
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + u32::from(day) - 1;
        let days = year * 365 + year / 4 - year / 100 + year / 400 + day_of_year;
        days.checked_sub(693_899).filter(|serial| EXCEL_SERIALS.contains(serial))
    }

    pub fn year(self) -> u16 {
        self.year
    }

    pub fn month(self) -> Option<u8> {
        (self.month > 0).then_some(self.month)
    }

    pub fn day(self) -> Option<u8> {
        (self.day > 0).then_some(self.day)
    }

    pub fn is_day(self) -> bool {
        self.day > 0
    }

    /// The same date, said no more precisely than a month.
    pub fn to_month(self) -> Self {
        PartialDate { day: 0, ..self }
    }

    /// Whether both can be the same date, one said more precisely than the other.
    pub fn agrees_with(self, other: Self) -> bool {
        let same = |a: u8, b: u8| a == b || a == 0 || b == 0;
        self.year == other.year && same(self.month, other.month) && same(self.day, other.day)
    }

    /// The more precise of two that agree.
    pub fn more_precise(self, other: Self) -> Self {
        if (other.month > 0, other.day > 0) > (self.month > 0, self.day > 0) { other } else { self }
    }

    /// Whether it lies wholly after `today`.
    pub fn is_after(self, today: Self) -> bool {
        self > today && !self.agrees_with(today)
    }

    pub(crate) fn pack(self) -> u32 {
        u32::from(self.year) << 16 | u32::from(self.month) << 8 | u32::from(self.day)
    }

    pub(crate) fn unpack(bits: u32) -> Self {
        PartialDate { year: (bits >> 16) as u16, month: (bits >> 8) as u8, day: bits as u8 }
    }

    fn from_numbers(numbers: &[(u32, usize)], latest: PartialDate) -> Result<Self, DateFault> {
        match *numbers {
            [(all, 8)] => Self::from_day(all / 10_000, all / 100 % 100, all % 100),
            [(all, 6)] if YEARS.contains(&(all / 100)) => Self::from_month(all / 100, all % 100),
            [(all, 6)] => Self::from_day(full_year(all / 10_000, latest), all / 100 % 100, all % 100),
            [(year, 4)] => Self::from_year(year),
            [(year, 4), (month, 1 | 2)] => Self::from_month(year, month),
            [(year, 2), (month, 1 | 2)] => Self::from_month(full_year(year, latest), month),
            [(year, 4), (month, 1 | 2), (day, 1 | 2)] => Self::from_day(year, month, day),
            [(year, 2), (month, 1 | 2), (day, 1 | 2)] => Self::from_day(full_year(year, latest), month, day),
            // "1985.0701", "1985年0701"
            [(year, 4), (rest, 4)] => Self::from_day(year, rest / 100, rest % 100),
            _ => Err(DateFault::Unreadable),
        }
    }
}

/// The groups of digits with their lengths; anything but digits and separators is no date.
fn numbers(text: &str) -> Result<Vec<(u32, usize)>, DateFault> {
    let mut groups = Vec::with_capacity(3);
    let mut length = 0usize;
    let mut value = 0u32;
    for letter in text.chars().chain(std::iter::once(' ')) {
        if let Some(digit) = letter.to_digit(10) {
            length += 1;
            if length > 8 {
                return Err(DateFault::Unreadable);
            }
            value = value * 10 + digit;
            continue;
        }
        if !matches!(letter, '.' | '/' | '-' | '年' | '月' | '日' | '号' | ' ' | ',' | '、' | '。' | '·' | '—' | '–' | '\\' | '\u{3000}')
        {
            return Err(DateFault::Unreadable);
        }
        if length > 0 {
            groups.push((value, length));
            (length, value) = (0, 0);
        }
    }
    if groups.is_empty() { Err(DateFault::Unreadable) } else { Ok(groups) }
}

/// "约1985年7月份入党 星期三": words that say nothing about the day.
fn without_words(text: &str) -> &str {
    if text.is_ascii() {
        return text.trim();
    }
    const AFTER: [&str; 8] = ["入党", "转正", "出生", "生", "份", "左右", "预备", "止"];
    let mut text = text.trim_start_matches(['约', '于', '自']).trim();
    if let Some(at) = text.find("星期").or_else(|| text.find("周")) {
        text = text[..at].trim_end();
    }
    while let Some(shorter) = AFTER.iter().find_map(|word| text.strip_suffix(word)) {
        text = shorter.trim_end();
    }
    text
}

fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else { return text };
    let start = text[..colon].rfind(['T', ' ', '日']);
    start.map_or(text, |at| text[..at].trim_end())
}

fn full_year(two_digits: u32, latest: PartialDate) -> u32 {
    let century = u32::from(latest.year) / 100 * 100;
    if century + two_digits > u32::from(latest.year) { century - 100 + two_digits } else { century + two_digits }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = |value: u16| [value / 1000, value / 100 % 10, value / 10 % 10, value % 10].map(|digit| b'0' + digit as u8);
        let [y1, y2, y3, y4] = digits(self.year);
        let [.., m1, m2] = digits(self.month.into());
        let [.., d1, d2] = digits(self.day.into());
        let text = [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2];
        let length = if self.day > 0 {
            10
        } else if self.month > 0 {
            7
        } else {
            4
        };
        out.write_str(std::str::from_utf8(&text[..length]).unwrap_or_default())
    }
}

/// Reads the exact text form only.
impl FromStr for PartialDate {
    type Err = DateFault;

    fn from_str(text: &str) -> Result<Self, DateFault> {
        let shape_fits = matches!(text.len(), 4 | 7 | 10)
            && text.bytes().enumerate().all(|(at, letter)| if at == 4 || at == 7 { letter == b'-' } else { letter.is_ascii_digit() });
        if !shape_fits {
            return Err(DateFault::Unreadable);
        }
        let number = |range: std::ops::Range<usize>| text[range].parse::<u32>().map_err(|_| DateFault::Unreadable);
        match text.len() {
            4 => Self::from_year(number(0..4)?),
            7 => Self::from_month(number(0..4)?, number(5..7)?),
            _ => Self::from_day(number(0..4)?, number(5..7)?, number(8..10)?),
        }
    }
}

impl TryFrom<String> for PartialDate {
    type Error = DateFault;

    fn try_from(text: String) -> Result<Self, DateFault> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> String {
        date.to_string()
    }
}

impl DateFault {
    pub fn zh(self) -> String {
        match self {
            DateFault::Unreadable => "看不出是哪一天".into(),
            DateFault::Year(year) => format!("没有 {year} 年"),
            DateFault::Month(month) => format!("没有 {month} 月"),
            DateFault::Day { year, month, day } => format!("{year} 年 {month} 月没有 {day} 日"),
        }
    }

    /// A date that was meant but cannot be, as against text that is no date at all.
    pub fn is_impossible(self) -> bool {
        self != DateFault::Unreadable
    }
}

#[cfg(test)]
mod tests;
