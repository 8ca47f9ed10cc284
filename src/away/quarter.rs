//! A quarter of a year, as it is written down: `2026-Q4`. Texts of quarters sort by time.

use jiff::civil::Date;
use kernel::{Error, Result, say};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    pub year: i16,
    /// 1 to 4
    pub number: i8,
}

impl Quarter {
    pub fn of(day: Date) -> Quarter {
        Quarter { year: day.year(), number: (day.month() - 1) / 3 + 1 }
    }

    pub fn read(code: &str) -> Result<Quarter> {
        let parts = code.split_once("-Q").and_then(|(year, number)| Some((year.parse().ok()?, number.parse().ok()?)));
        match parts {
            Some((year, number)) if (1..=4).contains(&number) => Ok(Quarter { year, number }),
            _ => Err(Error::field("last", "季度要写成 2026-Q4 这样。", "A quarter is written as 2026-Q4.")),
        }
    }

    pub fn code(self) -> String {
        format!("{:04}-Q{}", self.year, self.number)
    }

    pub fn name(self) -> String {
        let (year, number) = (self.year, self.number);
        say!("{year}年第{number}季度", "Q{number} {year}")
    }

    pub fn next(self) -> Quarter {
        match self.number {
            4 => Quarter { year: self.year + 1, number: 1 },
            n => Quarter { number: n + 1, ..self },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn quarters_are_read_back_and_sort_by_time(year in 1000i16..9990, month in 1i8..=12, day in 1i8..=28) {
            let quarter = Quarter::of(Date::new(year, month, day).expect("a day"));
            prop_assert_eq!(Quarter::read(&quarter.code()).expect("a quarter"), quarter);
            prop_assert!(quarter.code() < quarter.next().code());
        }
    }

    #[test]
    fn november_is_in_the_fourth() {
        assert_eq!(Quarter::of("2026-11-22".parse().expect("a day")).code(), "2026-Q4");
        assert!(Quarter::read("2026-Q5").is_err() && Quarter::read("2026").is_err());
    }
}
