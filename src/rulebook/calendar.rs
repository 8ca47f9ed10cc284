//! Working days: weekends, the days off of the State Council's notices, and the weekend days worked
//! in exchange for them.

use super::book::Rules;
use super::keys::{HOLIDAYS, Holiday};
use jiff::Span;
use jiff::civil::{Date, Weekday};
use std::collections::BTreeSet;

#[derive(Clone, Debug, Default)]
pub struct Calendar {
    off: Vec<Holiday>,
    worked: BTreeSet<Date>,
    years: BTreeSet<i16>,
}

impl Calendar {
    pub fn of(rules: Rules<'_>) -> Calendar {
        let mut calendar = Calendar::default();
        for (_, year) in rules.all(HOLIDAYS) {
            calendar.years.extend(year.off.iter().map(|holiday| holiday.last.year()));
            calendar.worked.extend(year.work);
            calendar.off.extend(year.off);
        }
        calendar
    }

    pub fn is_off(&self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.holiday(day).is_some() || (weekend && !self.worked.contains(&day))
    }

    /// A day of the weekend that is worked in exchange for a day off.
    pub fn is_worked(&self, day: Date) -> bool {
        self.worked.contains(&day)
    }

    pub fn holiday(&self, day: Date) -> Option<&Holiday> {
        self.off.iter().find(|holiday| (holiday.first..=holiday.last).contains(&day))
    }

    /// Whether the year's list is in the book; without it only weekends are known.
    pub fn knows(&self, year: i16) -> bool {
        self.years.contains(&year)
    }

    /// The day itself, or the next working day within `days_max`, or else the working day before it.
    pub fn working_day_near(&self, day: Date, days_max: i64) -> Date {
        let worked = |day: &Date| !self.is_off(*day);
        let later = day.series(Span::new().days(1)).take_while(|later| i64::from((*later - day).get_days()) <= days_max);
        let earlier = || day.series(Span::new().days(-1)).find(worked);
        { later }.find(worked).or_else(earlier).unwrap_or(day)
    }
}

#[cfg(test)]
mod tests {
    use super::super::book::tests::book;
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_calendar_knows_days_off_and_days_worked() {
        let book = book();
        let calendar = Calendar::of(book.at(date(2026, 11, 22)));
        assert!(calendar.is_off(date(2026, 10, 1)) && calendar.is_off(date(2026, 2, 23)));
        assert!(!calendar.is_off(date(2026, 10, 10)), "a Saturday worked in exchange");
        assert!(calendar.is_off(date(2026, 11, 21)) && !calendar.is_off(date(2026, 11, 23)));
        assert_eq!(calendar.holiday(date(2026, 10, 3)).map(|holiday| holiday.zh.as_str()), Some("国庆节"));
        assert!(calendar.knows(2025) && calendar.knows(2026) && !calendar.knows(2028));
        assert_eq!(calendar.working_day_near(date(2026, 10, 5), 7), date(2026, 10, 8));
        assert_eq!(calendar.working_day_near(date(2026, 10, 1), 3), date(2026, 9, 30));
        assert_eq!(calendar.working_day_near(date(2026, 11, 23), 0), date(2026, 11, 23));
    }

    #[test]
    fn notices_of_holidays_exchange_only_weekend_days() {
        for (code, year) in book().at(date(2026, 1, 1)).all(HOLIDAYS) {
            for day in &year.work {
                let weekend = matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday);
                assert!(weekend, "{code}: {day} is worked anyway");
                assert!(!year.off.iter().any(|holiday| (holiday.first..=holiday.last).contains(day)), "{code}: {day}");
            }
            let gaps = year.off.windows(2).all(|pair| pair[0].last < pair[1].first);
            assert!(gaps && year.off.iter().all(|holiday| holiday.first <= holiday.last), "{code}: out of order");
        }
    }
}
