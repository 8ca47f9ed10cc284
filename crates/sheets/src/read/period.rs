//! The year and the month that a table speaks of, in its title, its lines above or a name.

use super::tables::Table;
use crate::values::{PartialDate, arabic, half_width};

/// A longer line above a table says more than when it is.
const LINE: usize = 30;
/// Before a month these make it the end of a span, or of what was counted until then.
const SPANS: [char; 8] = ['-', '—', '–', '~', '～', '至', '到', '、'];

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Period {
    pub year: Option<u32>,
    /// From 1 to 12.
    pub month: Option<u32>,
}

impl Period {
    /// From the title outwards; `known` is the year the caller knows.
    pub fn of(table: &Table, sheet: &str, file: &str, known: Option<u32>) -> Period {
        let title = table.title.iter().map(String::as_str);
        let texts = || title.clone().chain(table.above.iter().map(|above| above.text.as_str())).chain([sheet, file]);
        let short = |text: &&str| text.chars().count() <= LINE;
        Period { year: texts().find_map(year_in).or(known), month: texts().filter(short).find_map(month_in) }
    }

    /// The month, where both are known.
    pub fn date(self) -> Option<PartialDate> {
        PartialDate::from_month(self.year?, self.month?).ok()
    }
}

pub(super) fn year_in(text: &str) -> Option<u32> {
    let text = half_width(text);
    let digits: Vec<&str> = text.split(|letter: char| !letter.is_ascii_digit()).collect();
    digits.into_iter().filter_map(|group| group.get(..4)?.parse().ok()).find(|year| (2000..2100).contains(year))
}

/// "2026年9月党费", "九月份": the one month a text names. "9月5日" is a day, "1-6月" are several.
fn month_in(text: &str) -> Option<u32> {
    let narrow = half_width(text);
    let (before, after) = narrow.split_once('月')?;
    if after.contains('月') || after.starts_with(|letter: char| letter.is_ascii_digit()) || before.contains(['截', '季']) {
        return None;
    }
    let chinese = |letter: char| "一二三四五六七八九十".contains(letter);
    let front = before.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let (front, number) = match &before[front.len()..] {
        "" => {
            let front = before.trim_end_matches(chinese);
            (front, arabic(&format!("{}月", &before[front.len()..])).trim_end_matches('月').parse().ok())
        }
        digits => (front, digits.parse().ok()),
    };
    let spans = front.trim_end_matches(['月', '份', ' ']).ends_with(SPANS);
    number.filter(|month| (1..=12).contains(month) && !spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_month_is_told_from_a_day_and_from_several_months() {
        for (text, month) in [
            ("2026年9月党费收缴明细", Some(9)),
            ("十二月份", Some(12)),
            ("3月", Some(3)),
            ("1-6月党费", None),
            ("2026年9月5日主题党日", None),
            ("1月至3月", None),
            ("截至2026年10月", None),
            ("13月", None),
            ("名册", None),
        ] {
            assert_eq!(month_in(text), month, "{text}");
        }
    }
}
