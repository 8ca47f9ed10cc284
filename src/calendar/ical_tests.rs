use super::*;
use crate::activities::Due;
use icalendar::parser::{read_calendar, unfold};
use jiff::civil::date;
use kernel::Id;
use proptest::prelude::*;

fn item(title: &str, place: &str, starts: &str, state: State) -> Item {
    let activity = Activity {
        id: Id::named(&[title]),
        path: "0001".into(),
        org: Id::NIL,
        plan: None,
        kind: "theme_day".into(),
        title: title.into(),
        day: date(2026, 11, 30),
        starts: starts.into(),
        minutes: 120,
        place: place.into(),
        host: "周敏".into(),
        due: Due::Branch,
        state,
        reason: "周敏生病".into(),
        basis: String::new(),
        follows: None,
        made_at: "2026-11-01T09:00:00.000+08:00".into(),
        revision: 3,
        changed_at: Some("2026-11-22T10:00:00.000+08:00".into()),
    };
    Item { activity, about: vec!["第一党支部 · 主题党日".into()], url: "https://linli.invalid/me/activities".into() }
}

fn file(items: &[Item]) -> String {
    written("日程", Span::new().hours(6), &TimeZone::get("Asia/Shanghai").expect("a zone"), items).expect("a calendar")
}

/// The value of a property of the first event, as a program that reads calendars understands it.
fn value(file: &str, name: &str) -> Option<String> {
    let calendar: Calendar = file.parse().expect("a calendar that can be read");
    let event = calendar.components.iter().find_map(|c| c.as_event()).expect("an event");
    event.property_value(name).map(str::to_owned)
}

#[test]
fn an_activity_is_an_event_in_utc_without_names() {
    let written = file(&[item("主题党日", "会议室", "19:00", State::Planned)]);
    assert_eq!(value(&written, "DTSTART").as_deref(), Some("20261130T110000Z"));
    assert_eq!(value(&written, "DTEND").as_deref(), Some("20261130T130000Z"));
    assert_eq!(value(&written, "DTSTAMP").as_deref(), Some("20261122T020000Z"));
    assert_eq!(value(&written, "SEQUENCE").as_deref(), Some("3"));
    assert_eq!(value(&written, "STATUS").as_deref(), Some("CONFIRMED"));
    assert!(value(&written, "UID").expect("an id").ends_with("@linli"));
    assert!(!written.contains("周敏"), "neither the host nor a reason that somebody typed: {written}");
    assert_eq!(written, file(&[item("主题党日", "会议室", "19:00", State::Planned)]), "the same facts, the same bytes");
}

#[test]
fn what_was_called_off_says_so_and_a_day_without_hours_is_a_whole_day() {
    let cancelled = file(&[item("党课", "", "14:30", State::Cancelled)]);
    assert_eq!(value(&cancelled, "STATUS").as_deref(), Some("CANCELLED"));
    assert_eq!(value(&cancelled, "SUMMARY").as_deref(), Some("已取消：党课"));
    assert_eq!(value(&cancelled, "LOCATION"), None);
    let whole = file(&[item("培训", "党校", "full_day", State::Held)]);
    assert!(whole.contains("DTSTART;VALUE=DATE:20261130\r\n") && whole.contains("DTEND;VALUE=DATE:20261201\r\n"), "{whole}");
}

proptest! {
    /// Whatever people typed: lines of at most 75 bytes, ended as RFC 5545 wants it, that a reader
    /// understands as what was typed.
    #[test]
    fn any_text_is_folded_and_escaped(title in "[\\PC,;:\\\\\"\\n\\r]{1,120}", place in "\\PC{0,80}") {
        prop_assume!(!one_line(&title).trim().is_empty());
        let written = file(&[item(&title, &place, "08:00", State::Planned)]);
        for line in written.split_terminator("\r\n") {
            prop_assert!(line.len() <= 75, "{} bytes: {}", line.len(), line);
            prop_assert!(!line.contains(['\r', '\n']), "{:?}", line);
        }
        let unfolded = unfold(&written);
        prop_assert!(read_calendar(&unfolded).is_ok(), "{}", written);
        prop_assert_eq!(value(&written, "SUMMARY"), Some(one_line(&title)));
        prop_assert_eq!(unfolded.matches("BEGIN:VEVENT").count() >= 1, true);
    }
}
