use super::*;
use jiff::civil::date;
use proptest::prelude::*;

fn fixed(path: &str, kind: &str, falls: &str) -> FixedDay {
    FixedDay {
        id: Id::named(&[path, kind]),
        path: path.into(),
        org: Id::NIL,
        kind: kind.into(),
        falls: falls.into(),
        set_at: String::new(),
        set_by: String::new(),
    }
}

#[test]
fn the_first_friday_is_the_first_friday() {
    let first_friday = Falls::read("1FR").expect("a day");
    assert_eq!(first_friday.in_month(date(2026, 12, 1)), date(2026, 12, 4));
    assert_eq!(first_friday.in_month(date(2027, 1, 20)), date(2027, 1, 1));
    assert_eq!(Falls::Weekday(-1, Weekday::Monday).in_month(date(2026, 11, 1)), date(2026, 11, 30));
    assert_eq!(Falls::Day(31).in_month(date(2026, 2, 1)), date(2026, 2, 28), "a month without it keeps its last day");
    for wrong in ["", "0", "32", "5FR", "FR", "1XX", "一", "1周"] {
        assert_eq!(Falls::read(wrong), None, "{wrong}");
    }
}

#[test]
fn the_nearest_above_counts() {
    let days = [fixed("0001", "theme_day", "5"), fixed("00010002", "theme_day", "1FR"), fixed("00010003", "study_session", "15")];
    let at = |path: &str, kind: &str| FixedDay::holding(&days, path).get(kind).map(|h| (h.falls.code(), h.own));
    assert_eq!(at("0001", "theme_day"), Some(("5".into(), true)));
    assert_eq!(at("000100020007", "theme_day"), Some(("1FR".into(), false)));
    assert_eq!(at("000100030001", "theme_day"), Some(("5".into(), false)));
    assert_eq!((at("000100020007", "study_session"), at("0002", "theme_day")), (None, None));
}

fn any_day() -> impl Strategy<Value = Falls> {
    let weekday =
        (0usize..5, 0i8..7).prop_map(|(nth, day)| Falls::Weekday(NTHS[nth], Weekday::from_monday_zero_offset(day).expect("a weekday")));
    prop_oneof![(1i8..=31).prop_map(Falls::Day), weekday]
}

proptest! {
    #[test]
    fn a_fixed_day_lies_in_its_month_and_is_read_as_it_is_written(falls in any_day(), year in 2020i16..2040, month in 1i8..=12) {
        let month = date(year, month, 1);
        let day = falls.in_month(month);
        prop_assert_eq!(day.first_of_month(), month);
        match falls {
            Falls::Day(wanted) => prop_assert_eq!(day.day(), wanted.min(month.days_in_month())),
            Falls::Weekday(nth, weekday) => {
                prop_assert_eq!(day.weekday(), weekday);
                let ordinal = if nth > 0 { (day.day() - 1) / 7 + 1 } else { -((month.days_in_month() - day.day()) / 7 + 1) };
                prop_assert_eq!(ordinal, nth);
            }
        }
        prop_assert_eq!(Falls::read(&falls.code()), Some(falls));
    }
}
