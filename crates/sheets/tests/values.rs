//! Properties of dates, ID numbers, phones and names.

use proptest::prelude::*;
use sheets::values::{IdFault, IdNumber, PartialDate, Phone, Sex, half_width, name};

fn today() -> PartialDate {
    "2026-11-22".parse().expect("a date")
}

fn wide(text: &str) -> String {
    text.chars().map(|letter| char::from_u32(letter as u32 + 0xfee0).filter(|_| letter.is_ascii_graphic()).unwrap_or(letter)).collect()
}

fn day() -> impl Strategy<Value = (u32, u32, u32)> {
    (1900u32..2027, 1u32..=12, 1u32..=31)
        .prop_filter("a day of the calendar", |(year, month, day)| PartialDate::from_day(*year, *month, *day).is_ok())
}

fn with_check(front: &str) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = front.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{front}{}", ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize])
}

fn id() -> impl Strategy<Value = String> {
    (110_000u32..660_000, day(), 1u32..1000)
        .prop_map(|(place, (year, month, day), serial)| with_check(&format!("{place}{year}{month:02}{day:02}{serial:03}")))
}

proptest! {
    #[test]
    fn every_shape_of_a_day_gives_the_day((year, month, day) in day()) {
        let meant = format!("{year}-{month:02}-{day:02}");
        let shapes = [
            meant.clone(),
            format!("{year}.{month}.{day}"),
            format!("{year}/{month:02}/{day}"),
            format!("{year}年{month}月{day}日"),
            format!("{year}{month:02}{day:02}"),
            format!("{meant} 00:00:00"),
            format!("{meant}T08:30:00.000"),
            wide(&meant),
            format!("  '{meant} "),
        ];
        for shape in shapes {
            let read = PartialDate::parse(&shape, today()).map(|date| date.to_string());
            prop_assert_eq!(read.as_deref(), Ok(meant.as_str()), "{}", shape);
        }
        let month_shapes = [format!("{year}.{month:02}"), format!("{year}年{month}月"), format!("{year}{month:02}"), format!("{year}-{month}")];
        for shape in month_shapes {
            let read = PartialDate::parse(&shape, today()).map(|date| date.to_string());
            prop_assert_eq!(read, Ok(format!("{year}-{month:02}")), "{}", shape);
        }
    }

    #[test]
    fn text_form_and_order_are_those_of_the_calendar(one in day(), other in day()) {
        let date = |(year, month, day)| PartialDate::from_day(year, month, day).expect("a day");
        let (first, second) = (date(one), date(other));
        prop_assert_eq!(first.to_string().parse(), Ok(first));
        prop_assert_eq!(first.cmp(&second), one.cmp(&other));
        prop_assert_eq!(first.to_string().cmp(&second.to_string()), one.cmp(&other));
        prop_assert!(first.to_month().agrees_with(first));
        prop_assert_eq!(first.to_month().more_precise(first), first);
    }

    #[test]
    fn serials_count_days(serial in 61u32..60_000) {
        let date = PartialDate::from_serial(f64::from(serial)).expect("a day");
        let next = PartialDate::from_serial(f64::from(serial + 1)).expect("a day");
        prop_assert!(next > date);
        prop_assert!(date.is_day());
    }

    #[test]
    fn any_text_is_a_date_or_a_fault_and_never_a_panic(text in "\\PC{0,40}") {
        if let Ok(date) = PartialDate::parse(&text, today()) {
            prop_assert_eq!(date.to_string().parse(), Ok(date));
        }
    }

    #[test]
    fn any_number_is_a_date_or_a_fault_and_never_a_panic(number in any::<f64>()) {
        if let Ok((date, _)) = PartialDate::from_number(number, today()) {
            prop_assert_eq!(date.to_string().parse(), Ok(date));
        }
    }

    #[test]
    fn a_valid_id_is_read_however_it_is_typed(id in id()) {
        let spaced = format!("{} {} {}", &id[..6], &id[6..14], &id[14..]);
        for typed in [id.clone(), id.to_lowercase(), format!("'{id}"), wide(&id), spaced] {
            let read = IdNumber::parse(&typed).map(|read| read.as_str().to_owned());
            prop_assert_eq!(read.as_ref(), Ok(&id));
        }
        let read = IdNumber::parse(&id).expect("valid");
        prop_assert_eq!(read.birth().to_string(), format!("{}-{}-{}", &id[6..10], &id[10..12], &id[12..14]));
        prop_assert_eq!(read.sex() == Sex::Male, id.as_bytes()[16] % 2 == 1);
    }

    #[test]
    fn one_wrong_digit_is_always_noticed(id in id(), at in 0usize..18, digit in 0u8..10) {
        let mut wrong = id.clone().into_bytes();
        wrong[at] = b'0' + digit;
        prop_assume!(wrong != id.as_bytes());
        let wrong = String::from_utf8(wrong).expect("ASCII");
        prop_assert!(IdNumber::parse(&wrong).is_err());
    }

    #[test]
    fn two_neighbours_exchanged_are_always_noticed(id in id(), at in 0usize..16) {
        let mut wrong = id.clone().into_bytes();
        wrong.swap(at, at + 1);
        prop_assume!(wrong != id.as_bytes());
        prop_assert!(IdNumber::parse(&String::from_utf8(wrong).expect("ASCII")).is_err());
    }

    #[test]
    fn what_went_through_a_number_is_recognised(id in id()) {
        prop_assume!(!id.ends_with('X'));
        let number: f64 = id.parse().expect("digits");
        prop_assert_eq!(IdNumber::from_number(number), Err(IdFault::PrecisionLost));
        prop_assert_eq!(IdNumber::parse(&format!("{number:E}")), Err(IdFault::PrecisionLost));
        // What Excel shows and saves: fifteen digits, then zeros.
        let kept = format!("{}000", &id[..15]);
        prop_assert!(kept == id || matches!(IdNumber::parse(&kept), Err(IdFault::PrecisionLost)) || IdNumber::parse(&kept).is_ok());
    }

    #[test]
    fn an_old_number_is_proposed_as_the_new_one(id in id()) {
        prop_assume!(&id[6..8] == "19");
        let old = format!("{}{}", &id[..6], &id[8..17]);
        match IdNumber::parse(&old) {
            Err(IdFault::Old(new)) => prop_assert_eq!(new.as_str(), &id),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn a_mobile_number_is_read_however_it_is_typed(rest in 300_000_000u64..1_000_000_000, first in 3u64..10) {
        let number = format!("1{first}{rest:09}");
        let shapes = [
            number.clone(),
            format!("{} {} {}", &number[..3], &number[3..7], &number[7..]),
            format!("{}-{}-{}", &number[..3], &number[3..7], &number[7..]),
            format!("+86{number}"),
            format!("86-{number}"),
            wide(&number),
        ];
        for shape in shapes {
            let read = Phone::parse_all(&shape).map(|all| all.into_iter().map(|phone| phone.to_string()).collect::<Vec<_>>());
            prop_assert_eq!(read, Some(vec![number.clone()]), "{}", shape);
        }
        let two = format!("{number}/{number}");
        prop_assert_eq!(Phone::parse_all(&two).map(|all| all.len()), Some(2));
        prop_assert!(Phone::parse_all(&number[..10]).is_none());
    }

    #[test]
    fn any_text_is_phones_or_none_and_never_a_panic(text in "\\PC{0,40}") {
        for phone in Phone::parse_all(&text).unwrap_or_default() {
            prop_assert!(phone.as_str().bytes().all(|letter| letter.is_ascii_digit() || letter == b'-'));
        }
    }

    #[test]
    fn names_are_stable(text in "\\PC{0,12}") {
        let once = name(&text).into_owned();
        prop_assert_eq!(name(&once).into_owned(), once.clone());
        prop_assert_eq!(half_width(&half_width(&text)).into_owned(), half_width(&text).into_owned());
    }
}
