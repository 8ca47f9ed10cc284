//! Birth dates, ID numbers and phones that are valid in form and that nobody has.

use super::chance::Chance;
use super::person::{Flaw, Sex};
use super::street::Street;
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// ID numbers that never meet, without remembering any: the number's rest by 365 is the day of the
/// year, the next 500 steps are the sequence of that day, and where a city has more people than
/// that, each further round takes only the years of its own remainder.
const DAYS: u64 = 365;
const SEQUENCES: u64 = 500;

pub fn born(chance: &mut Chance, street: &Street, number: u64, decades: &[(u64, i64)]) -> Date {
    let rounds = street.members.div_ceil(DAYS * SEQUENCES).max(1) as i64;
    let round = (number / (DAYS * SEQUENCES)) as i64;
    let day = date(2001, 1, 1) + ((number * 149 % DAYS) as i64).days();
    let decade = chance.weighted(decades);
    let fitting: Vec<i64> = (decade..decade + 10)
        .filter(|age| *age > 20)
        .map(|age| i64::from(street.today.year()) - age - i64::from((street.today.month(), street.today.day()) < (day.month(), day.day())))
        .filter(|year| year % rounds == round)
        .collect();
    // Ten years hold every remainder of the six rounds of a city of a million.
    date(chance.pick(&fitting) as i16, day.month(), day.day())
}

pub fn id_no(seed: u64, number: u64, birth: Date, sex: Sex, flaw: Option<Flaw>) -> Option<String> {
    let sequence = (number / DAYS * 263 + seed % SEQUENCES) % SEQUENCES * 2 + u64::from(sex == Sex::Male);
    // The division 320499 was never assigned: no real person has such a number.
    let body = format!("320499{}{sequence:03}", birth.strftime("%Y%m%d"));
    let check = check_digit(&body);
    match flaw {
        None => Some(format!("{body}{check}")),
        Some(Flaw::Checksum) => Some(format!("{body}{}", if check == '0' { '1' } else { '0' })),
        // What a spreadsheet keeps of eighteen digits typed as a number.
        Some(Flaw::PrecisionLost) => Some(format!("{}000", &body[..15])),
        Some(Flaw::Missing) => None,
    }
}

/// GB 11643-1999.
pub fn check_digit(body: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const DIGITS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let sum: u32 = body.chars().zip(WEIGHTS).filter_map(|(digit, weight)| Some(digit.to_digit(10)? * weight)).sum();
    DIGITS[(sum % 11) as usize]
}

/// The segment 140 is not in use; the step has no factor in common with the numbers of a segment.
pub fn phone(seed: u64, number: u64) -> String {
    const SEGMENT: u64 = 100_000_000;
    format!("140{:08}", (number * 61_803_399 + seed % SEGMENT) % SEGMENT)
}
