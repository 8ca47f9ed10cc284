//! A calendar month: what is planned, closed and reported.

use jiff::{ToSpan, civil::Date};
use kernel::{Error, Lang, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Written `2026-10`, which sorts as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Month(Date);

impl Month {
    pub const EARLIEST: Month = Month(Date::constant(1, 1, 1));

    pub fn of(day: Date) -> Month {
        Month(day.first_of_month())
    }
    pub fn first(self) -> Date {
        self.0
    }
    pub fn last(self) -> Date {
        self.0.last_of_month()
    }
    pub fn next(self) -> Month {
        Month(self.0.saturating_add(1.month()))
    }
    pub fn before(self) -> Month {
        Month(self.0.saturating_sub(1.month()))
    }
    pub fn plus(self, months: i64) -> Month {
        Month(self.0.saturating_add(jiff::Span::new().months(months.clamp(-12_000, 12_000))))
    }
    /// This month and those after it, up to the last; none where that lies before.
    pub fn through(self, last: Month) -> impl Iterator<Item = Month> {
        let after = move |month: &Month| Some(month.next()).filter(|next| next > month && *next <= last);
        std::iter::successors(Some(self).filter(|month| *month <= last), after)
    }
    pub fn year(self) -> i16 {
        self.0.year()
    }
    /// The first month of this year.
    pub fn january(self) -> Month {
        Month(self.0.first_of_year())
    }
    /// The first month of a period of this many months, counted from January.
    pub fn start_of(self, months: i8) -> Month {
        Month(self.0.saturating_sub(((self.0.month() - 1) % months.max(1)).months()))
    }
    /// `2026年10月`, or `October 2026`.
    pub fn name(self) -> String {
        match Lang::here() {
            Lang::Zh => format!("{}年{}月", self.0.year(), self.0.month()),
            Lang::En => self.0.strftime("%B %Y").to_string(),
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime("%Y-%m"))
    }
}

impl FromStr for Month {
    type Err = Error;
    fn from_str(text: &str) -> Result<Month, Error> {
        let wrong = || Error::field("month", "月份请写成 2026-10。", "Write the month as 2026-10.");
        if text.len() != "2026-10".len() {
            return Err(wrong());
        }
        format!("{text}-01").parse().map(Month).map_err(|_| wrong())
    }
}

impl TryFrom<String> for Month {
    type Error = Error;
    fn try_from(text: String) -> Result<Month, Error> {
        text.parse()
    }
}
impl From<Month> for String {
    fn from(month: Month) -> String {
        month.to_string()
    }
}
impl From<Month> for Value<'_> {
    fn from(month: Month) -> Self {
        month.to_string().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_written_and_counted() {
        let month: Month = "2026-10".parse().expect("a month");
        assert_eq!(
            (month.to_string(), month.next().to_string(), month.before().to_string()),
            ("2026-10".into(), "2026-11".into(), "2026-09".into())
        );
        assert_eq!(
            (month.start_of(3).to_string(), month.start_of(6).to_string(), month.start_of(12).to_string()),
            ("2026-10".into(), "2026-07".into(), "2026-01".into())
        );
        for wrong in ["", "2026", "2026-13", "2026-1-1", "二〇二六-十"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }
}
