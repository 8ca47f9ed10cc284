use super::super::book::Book;
use super::super::book::tests::{book, own};
use super::super::fault::Fault;
use super::*;

/// A small book of one rule, so that a test can break one thing at a time.
fn small(rule: &str) -> Result<Book, Fault> {
    let sources = ("sources.toml", "[house]\nzh = \"默认\"\nen = \"default\"\n");
    let units = ("units.toml", "[members]\nzh = \"人\"\nen = \"members\"\n[duration]\nzh = \"时长\"\nen = \"duration\"\n");
    Book::read(&[("organisation.toml", rule)], sources, units)
}

const SOUND: &str = r#"
[[rule]]
key = "organisation.branch.members_max"
value = 50
unit = "members"
zh = "上限"
en = "Most"
does_zh = "提示"
does_en = "Warns"
source = "house"
from = "2018-10-28"
mark = "R"
min = 10
max = 500
"#;

fn broken(from: &str, to: &str) -> Fault {
    let text = SOUND.replace(from, to);
    assert_ne!(text, SOUND, "the test breaks nothing");
    small(&text).expect_err("a broken rule must not open")
}

#[test]
fn edits_that_do_not_fit_are_refused_with_their_reason() {
    let book = book();
    let refused = |key: &str, value: Value| book.accepts(&own(key, value, date(2027, 1, 1), None)).expect_err("it must be refused");
    assert_eq!(refused("study.hours.nobody", 3.into()), Refusal::UnknownKey);
    assert_eq!(refused("study.hours.member", "many".into()), Refusal::OtherKind(Kind::Number));
    assert_eq!(refused("study.hours.member", 1.5.into()), Refusal::OtherKind(Kind::Number));
    assert_eq!(refused("study.hours.member", 201.into()), Refusal::Above(200.into()));
    assert_eq!(refused("contact.lost.after", "six months".into()), Refusal::OtherKind(Kind::Duration));
    assert_eq!(refused("contact.lost.after", "P3D".into()), Refusal::Below("P1M".into()));
    assert!(matches!(refused("points.cycle", "month".into()), Refusal::NotAmong(_)));
    assert_eq!(refused("accounts.lockout.waits", Value::Array(vec![])), Refusal::Empty);
    assert!(matches!(refused("cadence.due.assembly", Value::Table(toml::Table::new())), Refusal::Shape(_)));
    let backwards = own("points.base", 70, date(2027, 1, 1), Some(date(2026, 1, 1)));
    assert_eq!(book.accepts(&backwards), Err(Refusal::EndsBeforeItBegins));
    let strange: Value = Value::Table("theme_day = 2\nkaraoke = 9".parse().expect("toml"));
    let fault = book.with(vec![own("points.activity", strange, date(2027, 1, 1), None)]).expect_err("no such kind");
    assert!(fault.to_string().contains("karaoke"), "{fault}");
}

#[test]
fn what_is_typed_becomes_a_value_of_the_rules_kind() {
    let book = book();
    assert_eq!(book.read_typed("study.hours.member", " 40 "), Ok(40.into()));
    assert_eq!(book.read_typed("contact.lost.after", "P7M"), Ok("P7M".into()));
    assert_eq!(book.read_typed("points.ranking.branches", "true"), Ok(true.into()));
    assert_eq!(book.read_typed("points.exempt.reasons", "[]"), Ok(Value::Array(vec![])));
    assert_eq!(book.read_typed("study.hours.member", "40\nx = 1"), Err(Refusal::OtherKind(Kind::Number)));
    assert_eq!(book.read_typed("study.hours.member", "forty"), Err(Refusal::OtherKind(Kind::Number)));
    assert_eq!(book.read_typed("study.hours.member", ""), Err(Refusal::OtherKind(Kind::Number)));
}

#[test]
fn a_fault_names_file_key_and_reason() {
    let named = |fault: Fault, reason: &str| {
        assert_eq!((fault.file.as_str(), fault.key.as_str()), ("organisation.toml", "organisation.branch.members_max"));
        assert!(fault.reason.contains(reason), "{fault}");
    };
    named(broken("from = \"2018-10-28\"", ""), "from");
    named(broken("\"2018-10-28\"", "\"2018-13-28\""), "in `from`");
    named(broken("mark = \"R\"", "mark = \"X\""), "X");
    named(broken("value = 50", "value = 5"), "less than 10");
    named(broken("value = 50", "value = 5.5"), "kind");
    named(broken("source = \"house\"", "source = \"hearsay\""), "hearsay");
    named(broken("unit = \"members\"", "unit = \"ells\""), "ells");
    named(broken("min = 10", "colour = 10"), "colour");
    named(broken("max = 500", "max = 500\nto = \"2017-01-01\""), "before it begins");
    let twice = small(&format!("{SOUND}{SOUND}")).expect_err("the same version twice");
    named(twice, "still in force");
    let text = broken("key = \"organisation", "key = \"study");
    assert!(text.reason.contains("organisation."), "{text}");
    let unread = broken("members_max", "members_maximum");
    assert!(unread.reason.contains("knows no such key"), "{unread}");
    let syntax = small("[[rule]\n").expect_err("no TOML");
    assert_eq!((syntax.file.as_str(), syntax.key.as_str()), ("organisation.toml", "*"));
    // A sound rule alone is still not a book: the code asks for more.
    let missing = small(SOUND).expect_err("most keys are missing");
    assert!(missing.reason.contains("no file holds it"), "{missing}");
}
