//! The 18-character citizen ID number of GB 11643 and what follows from it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::date::PartialDate;
use super::text::half_width;

/// A number whose form, birth date and check digit are right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdNumber([u8; 18]);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Male,
    Female,
}

/// Why a text is no ID number. The sentences never repeat the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdFault {
    #[error("it has {0} characters, not 18")]
    Length(usize),
    #[error("it holds characters an ID number does not have")]
    Characters,
    #[error("the date in it cannot be")]
    Birth,
    #[error("the check digit does not fit")]
    Checksum,
    #[error("the last digits were lost when the cell became a number")]
    PrecisionLost,
    #[error("it is an old number of 15 digits")]
    Old(IdNumber),
}

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";
/// Beyond this a floating-point cell no longer holds every whole number.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl IdNumber {
    /// Reads a cell's text: apostrophes, spaces, full-width digits and a small x are forgiven.
    pub fn parse(text: &str) -> Result<Self, IdFault> {
        let mut letters = [0u8; 18];
        let mut length = 0;
        let narrow = half_width(text);
        if looks_scientific(&narrow) {
            return Err(IdFault::PrecisionLost);
        }
        // "身份证:1101…" says what it is.
        let digits = narrow.split_once(':').filter(|(label, _)| !label.contains(|letter: char| letter.is_ascii_digit()));
        let digits = digits.map_or(&*narrow, |(_, digits)| digits);
        // "1101…(已核)" says more than the number.
        let digits = digits
            .split_once('(')
            .filter(|(_, aside)| !aside.contains(|letter: char| letter.is_ascii_digit()))
            .map_or(digits, |(digits, _)| digits);
        for letter in digits.chars() {
            match letter {
                // The last place is typed with whatever looks like it.
                'Ⅹ' | 'ⅹ' | '×' | 'Х' | 'х' | '╳' if length == 17 => {
                    letters[17] = b'X';
                    length += 1;
                }
                '0'..='9' | 'X' | 'x' => {
                    if let Some(place) = letters.get_mut(length) {
                        *place = letter.to_ascii_uppercase() as u8;
                    }
                    length += 1;
                }
                '\'' | '‘' | '’' | '`' | '"' | '-' => {}
                _ if letter.is_whitespace() || letter == '\u{feff}' || letter == '\u{200b}' => {}
                _ => return Err(IdFault::Characters),
            }
        }
        match length {
            18 => Self::checked(letters),
            15 => Err(Self::from_old(&letters[..15])),
            _ => Err(IdFault::Length(length)),
        }
    }

    /// Reads a numeric cell, which holds no more than 15 or 16 digits truly.
    pub fn from_number(number: f64) -> Result<Self, IdFault> {
        if number.fract() == 0.0 && (0.0..EXACT).contains(&number) {
            return Self::parse(&format!("{number:.0}"));
        }
        if number >= EXACT { Err(IdFault::PrecisionLost) } else { Err(IdFault::Characters) }
    }

    pub fn birth(&self) -> PartialDate {
        // Checked when the number was made, so the fallback is never taken.
        birth_of(&self.0).unwrap_or_else(|_| PartialDate::unpack(0))
    }

    pub fn sex(&self) -> Sex {
        if self.0[16] % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    pub fn as_str(&self) -> &str {
        // Only ASCII digits and X are ever put in.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    fn checked(letters: [u8; 18]) -> Result<Self, IdFault> {
        if letters[..17].contains(&b'X') || letters[0] == b'0' {
            return Err(IdFault::Characters);
        }
        let fits = check_of(&letters) == letters[17];
        match (fits, birth_of(&letters)) {
            (true, Ok(_)) => Ok(IdNumber(letters)),
            // Excel keeps fifteen digits and fills up with zeros.
            (false, _) if letters.ends_with(b"000") => Err(IdFault::PrecisionLost),
            (_, Err(_)) => Err(IdFault::Birth),
            (false, Ok(_)) => Err(IdFault::Checksum),
        }
    }

    /// What an old number would be today: the century is put in and the check digit worked out.
    fn from_old(old: &[u8]) -> IdFault {
        if old.contains(&b'X') || old[0] == b'0' {
            return IdFault::Characters;
        }
        let mut letters = [0u8; 18];
        letters[..6].copy_from_slice(&old[..6]);
        letters[6..8].copy_from_slice(b"19");
        letters[8..17].copy_from_slice(&old[6..15]);
        letters[17] = check_of(&letters);
        if birth_of(&letters).is_err() { IdFault::Birth } else { IdFault::Old(IdNumber(letters)) }
    }
}

fn looks_scientific(text: &str) -> bool {
    text.contains(['E', 'e']) && text.trim().trim_start_matches('\'').parse::<f64>().is_ok_and(|number| number >= 1e14)
}

fn check_of(letters: &[u8; 18]) -> u8 {
    let sum: u32 = letters.iter().zip(WEIGHTS).map(|(letter, weight)| u32::from(letter - b'0') * weight).sum();
    CHECKS[(sum % 11) as usize]
}

fn birth_of(letters: &[u8; 18]) -> Result<PartialDate, IdFault> {
    let number =
        |range: std::ops::Range<usize>| letters[range].iter().fold(0u32, |all, digit| all * 10 + u32::from(digit.wrapping_sub(b'0')));
    PartialDate::from_day(number(6..10), number(10..12), number(12..14)).map_err(|_| IdFault::Birth)
}

impl Sex {
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "男" | "男性" | "M" | "m" | "Male" | "male" => Some(Sex::Male),
            "女" | "女性" | "F" | "f" | "Female" | "female" => Some(Sex::Female),
            _ => None,
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Sex::Male => "男",
            Sex::Female => "女",
        }
    }

    pub fn en(self) -> &'static str {
        match self {
            Sex::Male => "male",
            Sex::Female => "female",
        }
    }
}

impl IdFault {
    pub fn zh(self) -> String {
        match self {
            IdFault::Length(length) => format!("身份证号有 {length} 位，应为 18 位"),
            IdFault::Characters => "身份证号含有不应出现的字符".into(),
            IdFault::Birth => "身份证号中的出生日期不存在".into(),
            IdFault::Checksum => "身份证号校验位不符".into(),
            IdFault::PrecisionLost => "身份证号被存成数字，末几位已丢失".into(),
            IdFault::Old(_) => "这是 15 位旧身份证号".into(),
        }
    }
}

/// Shown masked, so that no log line or test output holds a whole number.
impl fmt::Debug for IdNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "IdNumber({}************{})", &self.as_str()[..3], &self.as_str()[15..])
    }
}

impl FromStr for IdNumber {
    type Err = IdFault;

    fn from_str(text: &str) -> Result<Self, IdFault> {
        Self::parse(text)
    }
}

impl TryFrom<String> for IdNumber {
    type Error = IdFault;

    fn try_from(text: String) -> Result<Self, IdFault> {
        Self::parse(&text)
    }
}

impl From<IdNumber> for String {
    fn from(id: IdNumber) -> String {
        id.as_str().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_the_standard_are_right() {
        let first = IdNumber::parse("11010519491231002X").expect("valid");
        assert_eq!((first.sex(), first.birth().to_string()), (Sex::Female, "1949-12-31".into()));
        let second = IdNumber::parse("440524188001010014").expect("valid");
        assert_eq!((second.sex(), second.birth().to_string()), (Sex::Male, "1880-01-01".into()));
    }

    #[test]
    fn what_people_put_around_a_number_is_forgiven() {
        for typed in [
            "11010519491231002x",
            "'11010519491231002X",
            " 110105 19491231 002X ",
            "１１０１０５１９４９１２３１００２Ｘ",
            "110105-19491231-002X",
        ] {
            assert_eq!(IdNumber::parse(typed).map(|id| id.as_str().to_owned()), Ok("11010519491231002X".to_owned()), "{typed}");
        }
    }

    #[test]
    fn faults_are_told_apart() {
        assert_eq!(IdNumber::parse("110105194912310021"), Err(IdFault::Checksum));
        assert_eq!(IdNumber::parse("110105194913310023"), Err(IdFault::Birth));
        for typed in ["11010519491231002Ⅹ", "11010519491231002×", "身份证：11010519491231002X（已核）"] {
            assert_eq!(IdNumber::parse(typed).map(|id| id.as_str().to_owned()), Ok("11010519491231002X".into()), "{typed}");
        }
        assert_eq!(IdNumber::parse("1101051949123"), Err(IdFault::Length(13)));
        assert_eq!(IdNumber::parse("11010519491231002甲"), Err(IdFault::Characters));
        assert_eq!(IdNumber::parse("3.20499198704086E+17"), Err(IdFault::PrecisionLost));
        assert_eq!(IdNumber::parse("320499198704086000"), Err(IdFault::PrecisionLost));
        assert_eq!(IdNumber::from_number(3.204_991_987_040_86e17), Err(IdFault::PrecisionLost));
        let Err(IdFault::Old(new)) = IdNumber::parse("110105491231002") else { panic!("an old number is proposed as a new one") };
        assert_eq!(new.as_str(), "11010519491231002X");
        let Err(IdFault::Old(same)) = IdNumber::from_number(110_105_491_231_002.0) else { panic!("a numeric cell too") };
        assert_eq!(same, new);
    }

    #[test]
    fn a_number_is_not_printed_whole() {
        assert_eq!(format!("{:?}", IdNumber::parse("11010519491231002X").expect("valid")), "IdNumber(110************02X)");
    }
}
