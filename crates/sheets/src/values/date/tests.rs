use super::*;

fn today() -> PartialDate {
    "2026-11-22".parse().expect("a date")
}

fn read(text: &str) -> String {
    PartialDate::parse(text, today()).map_or_else(|fault| fault.zh(), |date| date.to_string())
}

#[test]
fn every_shape_people_type_is_read_with_its_precision() {
    for (typed, meant) in [
        ("1985.07", "1985-07"),
        ("1985年7月", "1985-07"),
        ("1985年7月1日", "1985-07-01"),
        ("85.7.1", "1985-07-01"),
        ("85年7月", "1985-07"),
        ("19850701", "1985-07-01"),
        ("198507", "1985-07"),
        ("850701", "1985-07-01"),
        ("2019/12/4", "2019-12-04"),
        ("1985-07-01 00:00:00", "1985-07-01"),
        ("1985-07-01T00:00:00", "1985-07-01"),
        ("１９８５．０７．０１", "1985-07-01"),
        ("1985", "1985"),
        ("1985年", "1985"),
        ("1985、7、1", "1985-07-01"),
        (" 1985 . 7 . 1 ", "1985-07-01"),
        ("'1985.7", "1985-07"),
        ("二〇〇五年十二月", "2005-12"),
        ("一九八五年七月二十一日", "1985-07-21"),
        ("05.6", "2005-06"),
        ("1985年07月生", "1985-07"),
        ("1970.01\n（56岁）", "1970-01"),
    ] {
        assert_eq!(read(typed), meant, "{typed}");
    }
}

#[test]
fn dates_that_cannot_be_say_why() {
    assert_eq!(read("2023-02-29"), "2023 年 2 月没有 29 日");
    assert_eq!(read("1985.13"), "没有 13 月");
    assert_eq!(read("19851332"), "没有 13 月");
    assert_eq!(read("0985-01-01"), "没有 985 年");
    assert_eq!(read("春天"), "看不出是哪一天");
    assert_eq!(read("1985-07-01-02"), "看不出是哪一天");
}

#[test]
fn numbers_in_date_columns_are_typed_dates_or_serials() {
    let number = |number| PartialDate::from_number(number, today()).map(|(date, guess)| (date.to_string(), guess));
    assert_eq!(number(1985.07), Ok(("1985-07".into(), false)));
    assert_eq!(number(1985.1), Ok(("1985-10".into(), true)));
    assert_eq!(number(1985.0), Ok(("1985".into(), false)));
    assert_eq!(number(19_850_701.0), Ok(("1985-07-01".into(), false)));
    assert_eq!(number(198_507.0), Ok(("1985-07".into(), false)));
    assert_eq!(number(31_229.0), Ok(("1985-07-01".into(), false)));
    assert_eq!(number(36_180.0), Ok(("1999-01-20".into(), false)));
    assert!(number(f64::NAN).is_err());
}

#[test]
fn of_two_dates_that_agree_the_more_precise_is_kept() {
    let month: PartialDate = "1985-07".parse().expect("a date");
    let day: PartialDate = "1985-07-21".parse().expect("a date");
    assert!(month.agrees_with(day) && day.agrees_with(month));
    assert_eq!(month.more_precise(day), day);
    assert_eq!(day.more_precise(month), day);
    assert!(month < day);
    assert!(!"2026-11".parse::<PartialDate>().expect("a date").is_after(today()));
    assert!("2026-12".parse::<PartialDate>().expect("a date").is_after(today()));
}

#[test]
fn serials_are_days_and_back() {
    for serial in 61..109_574u32 {
        let date = PartialDate::from_serial(f64::from(serial)).expect("a day");
        assert_eq!(date.to_serial(), Some(serial), "{date}");
    }
    assert_eq!("1900-03-01".parse::<PartialDate>().ok().and_then(PartialDate::to_serial), Some(61));
    assert_eq!("1899-12-31".parse::<PartialDate>().ok().and_then(PartialDate::to_serial), None);
    assert_eq!("1985-07".parse::<PartialDate>().ok().and_then(PartialDate::to_serial), Some(31_229));
    assert_eq!("1985".parse::<PartialDate>().ok().and_then(PartialDate::to_serial), None);
}
