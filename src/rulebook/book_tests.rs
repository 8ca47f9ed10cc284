use super::super::keys::*;
use super::*;
use jiff::civil::date;
use jiff::{Span, ToSpan};
use proptest::prelude::*;
use std::sync::OnceLock;

pub(in super::super) fn book() -> &'static Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    BOOK.get_or_init(|| Book::open().expect("the printed book is sound"))
}

pub(in super::super) fn own(key: &str, value: impl Into<Value>, from: Date, to: Option<Date>) -> Override {
    Override { key: key.into(), value: value.into(), source: "街道〔2026〕3号".into(), article: None, from, to }
}

fn any_day() -> impl Strategy<Value = Date> {
    (0i32..60_000).prop_map(|days| date(1900, 1, 1) + days.days())
}

#[test]
fn numbers_of_the_field() {
    let book = book();
    let rules = book.at(date(2026, 11, 22));
    assert_eq!(rules.get(HOURS_MEMBER), 32);
    assert_eq!(rules.get(HOURS_LEADER), 56);
    assert_eq!(rules.get(BRANCH_COMMITTEE_FULL_MEMBERS_MIN), 7);
    assert_eq!(rules.get(LOST_AFTER).get_months(), 6);
    assert_eq!(rules.get(CLEARS_FRESH).get_days(), 180);
    assert_eq!(rules.get(LOCKOUT_WAITS).len(), 4);
    assert!(!rules.get(POINTS_RANKING_BRANCHES));
    assert_eq!(rules.get(POINTS_CYCLE), Period::Year);
}

#[test]
fn fixed_activities_follow_from_the_cadences() {
    let book = book();
    let rules = book.at(date(2026, 11, 22));
    let cadences = rules.all(CADENCES);
    assert_eq!(cadences.len(), 8);
    let assembly = rules.one(CADENCES, "assembly").expect("a cadence of assemblies");
    assert_eq!((assembly.period, assembly.least, assembly.soft), (Period::Quarter, 1, false));
    assert!(rules.one(CADENCES, "lecture").expect("a cadence of lectures").soft);
    assert_eq!(rules.one(CADENCES, "life_meeting").expect("a yearly one").months, [10, 11, 12]);
    for (_, cadence) in cadences {
        assert!(rules.one(ACTIVITY_KINDS, &cadence.kind).is_some());
        assert!(rules.name(ACTIVITY_KINDS, &cadence.kind).is_some());
    }
    assert_eq!(rules.one(ACTIVITY_KINDS, "no_such_kind"), None);
}

#[test]
fn every_entry_has_words_in_both_languages_and_a_source() {
    for entry in book().at(date(2026, 11, 22)).entries() {
        let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        for words in [&entry.name, &entry.does] {
            assert!(han(&words.zh), "{}: no Chinese in “{}”", entry.key, words.zh);
            assert!(!words.en.is_empty() && !han(&words.en), "{}: no English", entry.key);
        }
        assert!(!entry.source.zh.is_empty() && !entry.unit.en.is_empty(), "{}", entry.key);
    }
}

#[test]
fn every_rules_file_is_in_the_book() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
    let listed: Vec<&str> = RULES.iter().map(|(file, _)| *file).chain([SOURCES.0, UNITS.0]).collect();
    for file in std::fs::read_dir(folder).expect("the folder of rules") {
        let path = file.expect("a file of it").path();
        let holds_rules = std::fs::read_to_string(&path).expect("text").contains("[[rule]]");
        let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name").to_string();
        assert!(!holds_rules || listed.contains(&name.as_str()), "{name} is not in RULES");
    }
}

proptest! {
    #[test]
    fn exactly_one_value_is_in_force_on_any_day(day in any_day()) {
        let book = book();
        let rules = book.at(day);
        let keys: Vec<String> = rules.entries().into_iter().map(|entry| entry.key).collect();
        let unique: std::collections::BTreeSet<&String> = keys.iter().collect();
        prop_assert_eq!(keys.len(), unique.len());
        prop_assert_eq!(keys.len(), book.by_key.len());
        for rule in &book.rules {
            let value = rule.on(day).value();
            // It is the version whose time it is: none that has begun is newer than it.
            let begun: Vec<_> = rule.versions().filter(|version| version.from <= day).collect();
            prop_assert_eq!(value, &begun.last().copied().unwrap_or(&rule.first).value);
        }
    }

    #[test]
    fn an_override_wins_from_its_date_and_not_before(from in any_day(), offset in -4000i32..4000, hours in 0i64..=200) {
        let day = from + offset.days();
        let plain = book();
        let layered = plain.with(vec![own("study.hours.member", hours, from, None)]).expect("it is taken");
        let wanted = if day >= from { hours } else { plain.at(day).get(HOURS_MEMBER) };
        prop_assert_eq!(layered.at(day).get(HOURS_MEMBER), wanted);
        prop_assert_eq!(layered.at(day).get(HOURS_LEADER), plain.at(day).get(HOURS_LEADER));
    }

    #[test]
    fn of_overrides_the_latest_begun_wins(
        mut dates in prop::collection::vec(any_day(), 1..8), day in any_day(),
    ) {
        let overrides: Vec<Override> =
            (0i64..).zip(&dates).map(|(hours, from)| own("study.hours.member", hours, *from, None)).collect();
        let layered = book().with(overrides.clone()).expect("they are taken");
        let got = layered.at(day).get(HOURS_MEMBER);
        dates.retain(|from| *from <= day);
        match dates.iter().max() {
            None => prop_assert_eq!(got, book().at(day).get(HOURS_MEMBER)),
            Some(latest) => {
                let last = overrides.iter().rfind(|own| own.from == *latest).map(|own| own.value.clone());
                prop_assert_eq!(Some(Value::Integer(got)), last);
            }
        }
    }

    #[test]
    fn what_an_edit_may_hold_is_what_its_limits_say(hours in -1000i64..1000) {
        let taken = book().accepts(&own("study.hours.member", hours, date(2027, 1, 1), None));
        prop_assert_eq!(taken.is_ok(), (0..=200).contains(&hours));
    }
}

#[test]
fn an_override_ends_with_its_last_day() {
    let (from, to) = (date(2026, 3, 1), date(2026, 3, 31));
    let book = book().with(vec![own("points.base", 80, from, Some(to))]).expect("it is taken");
    let base = |day| book.at(day).get(POINTS_BASE);
    assert_eq!([base(date(2026, 2, 28)), base(from), base(to), base(date(2026, 4, 1))], [60, 80, 80, 60]);
}

#[test]
fn the_page_says_what_stands_on_what() {
    let layered = book().with(vec![own("study.hours.member", 40, date(2023, 5, 1), None)]).expect("it is taken");
    let entry = |day| {
        let entries = layered.at(day).entries();
        entries.into_iter().find(|entry| entry.key == "study.hours.member").expect("the rule")
    };
    let before = entry(date(2023, 4, 30));
    assert_eq!((before.own, before.overtaken, before.mark), (false, false, Some(super::super::rule::Mark::SecondHand)));
    let after = entry(date(2023, 5, 1));
    assert_eq!((after.own, after.overtaken, after.value.as_integer()), (true, false, Some(40)));
    assert_eq!(after.source.zh, "街道〔2026〕3号");
    // The plan of 2024 came after the organisation's decision: someone should look again.
    assert!(entry(date(2024, 1, 1)).overtaken);
    let expired = book().at(date(2029, 1, 1)).entries();
    assert!(expired.iter().any(|entry| entry.key == "study.hours.member" && entry.expired));
}

#[test]
fn spans_are_longer_than_nothing() {
    let start = date(2026, 1, 1).at(0, 0, 0, 0);
    let book = book();
    let rules = book.at(start.date());
    for span in [LOST_AFTER, LOST_WARN_AFTER, TWO_WAY_WITHIN, UNDO_WITHIN, KEEP_AUDIT, TOTP_STEP].map(|key| rules.get(key)) {
        let end = start.checked_add::<Span>(span).expect("within the calendar");
        assert!(end > start);
    }
    assert!(start.checked_add(rules.get(LOST_WARN_AFTER)).ok() < start.checked_add(rules.get(LOST_AFTER)).ok());
}
