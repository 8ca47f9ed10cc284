//! Days as a ledger knows them: texts that are only as precise as what was written.

use jiff::{Span, civil::Date};
use kernel::say;
use sheets::values::PartialDate;

/// Completed years from this day to another; an unknown month or day counts as the first.
pub fn years(since: &str, today: Date) -> Option<i64> {
    let since: PartialDate = since.parse().ok()?;
    let (month, day) = (since.month().unwrap_or(1) as i8, since.day().unwrap_or(1) as i8);
    let before = (today.month(), today.day()) < (month, day);
    Some(i64::from(today.year()) - i64::from(since.year()) - i64::from(before))
}

/// So long before a day, as a text to compare with.
pub fn before(day: Date, span: Span) -> String {
    day.saturating_sub(span).to_string()
}

/// What somebody typed as a number of years or days, kept within what a calendar holds.
pub fn of_years(years: i64) -> Span {
    Span::new().years(years.clamp(0, 9_000))
}

pub fn of_days(days: i64) -> Span {
    Span::new().days(days.clamp(0, 3_000_000))
}

/// How many days a span before `today` reaches back.
pub fn days_in(span: Span, today: Date) -> i64 {
    today.saturating_sub(span).until(today).map_or(0, |s| s.get_days().into())
}

/// `3 天前`, `7 个月前`, or the date itself where only its month is known.
pub fn ago(day: &str, today: Date) -> String {
    let Ok(then) = day.parse::<Date>() else { return day.to_owned() };
    let days = then.until(today).map_or(0, |s| s.get_days());
    let months = then.until((jiff::Unit::Month, today)).map_or(0, |s| s.get_months());
    match days {
        ..=0 => say!("今天", "today"),
        1 => say!("昨天", "yesterday"),
        _ if months < 1 => say!("{days} 天前", "{days} days ago"),
        _ if months < 24 => say!("{months} 个月前", "{months} months ago"),
        _ => say!("{} 年前", "{} years ago", months / 12),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn years_are_completed_years() {
        let today = date(2026, 11, 22);
        assert_eq!(years("1966-11-22", today), Some(60));
        assert_eq!(years("1966-11-23", today), Some(59));
        assert_eq!(years("1966-12", today), Some(59));
        assert_eq!(years("1966", today), Some(60));
        assert_eq!(years("?", today), None);
    }

    #[test]
    fn a_day_is_said_as_people_say_it() {
        let today = date(2026, 11, 22);
        assert_eq!(ago("2026-11-19", today), "3 天前");
        assert_eq!(ago("2026-04-20", today), "7 个月前");
        assert_eq!(ago("2026-04", today), "2026-04");
        assert_eq!(days_in(Span::new().days(90), today), 90);
    }
}
