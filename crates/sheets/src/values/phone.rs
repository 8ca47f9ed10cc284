//! Telephone numbers as people write them down.

use std::fmt;

use serde::Serialize;

use super::text::half_width;

/// A mobile number of eleven digits, or a land line with its area code where one is given
/// ("0519-85123456").
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Phone(String);

impl Phone {
    /// All the numbers in one cell, or nothing if any part of it is no number.
    pub fn parse_all(text: &str) -> Option<Vec<Phone>> {
        let narrow = half_width(text);
        if let Some(one) = Phone::parse_one(&narrow) {
            return Some(vec![one]);
        }
        let bare = without_words(&narrow);
        if bare != narrow && bare.chars().any(|letter| letter.is_ascii_digit()) {
            return Phone::parse_all(&bare);
        }
        let parts: Vec<&str> =
            narrow.split([',', ';', '/', '、', '|', '\\', '\n', '和', '或']).filter(|part| !part.trim().is_empty()).collect();
        if parts.len() > 1 {
            return parts.into_iter().map(Phone::parse_one).collect();
        }
        let words: Vec<&str> = narrow.split_whitespace().collect();
        let by_blanks = if words.len() > 1 { words.into_iter().map(Phone::parse_one).collect() } else { two_joined(&narrow) };
        by_blanks.or_else(|| between_words(&narrow))
    }

    pub fn from_number(number: f64) -> Option<Phone> {
        (number.fract() == 0.0 && (0.0..1e15).contains(&number)).then(|| format!("{number:.0}")).and_then(|text| Phone::parse_one(&text))
    }

    fn parse_one(text: &str) -> Option<Phone> {
        let mut digits = String::with_capacity(14);
        let mut dash = None;
        for letter in text.chars() {
            match letter {
                '0'..='9' => digits.push(letter),
                '-' | '—' | '–' | ')' | '－' => dash = dash.or(Some(digits.len())),
                '+' if digits.is_empty() => {}
                '(' | '\'' | '.' | '\u{a0}' | '\u{feff}' | '\u{200b}' => {}
                _ if letter.is_whitespace() => {}
                _ => return None,
            }
        }
        let national = ["0086", "86"].iter().find_map(|code| digits.strip_prefix(code).filter(|rest| is_mobile(rest)));
        if let Some(mobile) = national.or(Some(digits.as_str()).filter(|all| is_mobile(all))) {
            return Some(Phone(mobile.to_owned()));
        }
        land_line(&digits, dash).map(Phone)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_mobile(&self) -> bool {
        is_mobile(&self.0)
    }
}

/// "手机:139…", "139…(儿子)" without the words beside the number: what stands in brackets and holds
/// no number, and what a colon ends.
fn without_words(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('(') {
        let Some(close) = rest[open..].find(')').map(|at| open + at) else { break };
        let aside = &rest[open + 1..close];
        let number: String = aside.chars().filter(|letter| !letter.is_alphabetic()).collect();
        kept.push_str(&rest[..open]);
        kept.push_str(match () {
            () if aside.bytes().all(|letter| letter.is_ascii_digit()) => &rest[open..=close],
            () if Phone::parse_one(&number).is_some() => aside,
            () => " ",
        });
        rest = &rest[close + 1..];
    }
    kept.push_str(rest);
    let labelled = |part: &str| {
        part.rsplit_once(':').filter(|(label, _)| !label.chars().any(|letter| letter.is_ascii_digit())).map(|(_, number)| number.to_owned())
    };
    let parts = kept.split_inclusive([',', ';', '/', '、', '|', '\n', ' ']).map(|part| labelled(part).unwrap_or_else(|| part.to_owned()));
    parts.collect::<String>().trim().to_owned()
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && !matches!(digits.as_bytes()[1], b'0' | b'1' | b'2')
}

/// A local number of seven or eight digits, with or without an area code of three or four.
fn land_line(digits: &str, dash: Option<usize>) -> Option<String> {
    let local = |rest: &str| matches!(rest.len(), 7 | 8) && !rest.starts_with(['0', '1']);
    if local(digits) {
        return Some(digits.to_owned());
    }
    if !digits.starts_with('0') {
        return None;
    }
    let area = match dash {
        Some(at) if matches!(at, 3 | 4) => at,
        // Beijing and the ten cities of 02x have three digits, all other areas four.
        _ if digits.starts_with("010") || digits.starts_with("02") => 3,
        _ => 4,
    };
    let rest = digits.get(area..)?;
    local(rest).then(|| format!("{}-{rest}", &digits[..area]))
}

/// "13900000001家13800000002": numbers with words before or between them.
fn between_words(text: &str) -> Option<Vec<Phone>> {
    let mut parts =
        text.split(|letter: char| !letter.is_ascii() && letter.is_alphabetic()).map(str::trim).filter(|part| !part.is_empty()).peekable();
    parts.peek()?;
    parts.map(Phone::parse_one).collect()
}

/// Two mobile numbers with nothing between them.
fn two_joined(text: &str) -> Option<Vec<Phone>> {
    let digits = text.trim();
    if digits.len() != 22 || !digits.bytes().all(|letter| letter.is_ascii_digit()) {
        return None;
    }
    let (first, second) = digits.split_at(11);
    (is_mobile(first) && is_mobile(second)).then(|| vec![Phone(first.into()), Phone(second.into())])
}

impl fmt::Display for Phone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Shown masked, as ID numbers are.
impl fmt::Debug for Phone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Phone(***{})", &self.0[self.0.len().saturating_sub(4)..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Vec<String>> {
        Phone::parse_all(text).map(|all| all.into_iter().map(|phone| phone.0).collect())
    }

    #[test]
    fn phones_are_read_as_people_write_them() {
        for (typed, meant) in [
            ("14036038589", vec!["14036038589"]),
            ("140 3603 8589", vec!["14036038589"]),
            ("140-3603-8589", vec!["14036038589"]),
            ("１４０３８０３３２８６", vec!["14038033286"]),
            ("+86 14036038589", vec!["14036038589"]),
            ("0086-140-3603-8589", vec!["14036038589"]),
            ("14036038589/14036038590", vec!["14036038589", "14036038590"]),
            ("14036038589、0519-85123456", vec!["14036038589", "0519-85123456"]),
            ("14036038589 14036038590", vec!["14036038589", "14036038590"]),
            ("1403603858914036038590", vec!["14036038589", "14036038590"]),
            ("（0519）85123456", vec!["0519-85123456"]),
            ("051985123456", vec!["0519-85123456"]),
            ("02152123456", vec!["021-52123456"]),
            ("85123456", vec!["85123456"]),
            ("儿子14036038589家14036038590", vec!["14036038589", "14036038590"]),
            ("14036038589（儿子）", vec!["14036038589"]),
            ("14036038589（短号661234）", vec!["14036038589"]),
            ("手机：14036038589 家：0519-85123456", vec!["14036038589", "0519-85123456"]),
            ("0519-85123456（家）\n14036038589", vec!["0519-85123456", "14036038589"]),
        ] {
            assert_eq!(read(typed), Some(meant.into_iter().map(str::to_owned).collect()), "{typed}");
        }
        for malformed in ["1403603858", "140360385890", "无", "问儿子", "14036038589/12", ""] {
            assert_eq!(read(malformed), None, "{malformed}");
        }
        assert_eq!(Phone::from_number(14_036_038_589.0).map(|phone| phone.0), Some("14036038589".into()));
    }
}
