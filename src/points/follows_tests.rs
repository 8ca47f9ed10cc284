use super::*;
use crate::rulebook;
use jiff::civil::date;

fn fact(mode: &str, kind: &str) -> Fact {
    Fact {
        entry: Id::NIL,
        member: Id::NIL,
        path: "0001".into(),
        org: Id::NIL,
        mode: mode.into(),
        kind: kind.into(),
        day: date(2026, 10, 15),
        starts: "14:30".into(),
        minutes: 125,
        birth: Some("1970-03-02".into()),
        employment: "在职".into(),
        floating_since: None,
    }
}

fn scale() -> Scale {
    Scale::of(rulebook::printed().expect("a book").at(date(2026, 10, 15)))
}

#[test]
fn every_way_of_taking_part_earns_the_same() {
    let expected = scale().follows(&fact("in_room", "theme_day"), 0);
    assert_eq!(expected, Follows { points: 2, reason: Reason::TookPart, study: Some((120, Reason::TookPart)) });
    for mode in ["nearby", "home", "online", "made_up"] {
        assert_eq!(scale().follows(&fact(mode, "theme_day"), 0), expected, "{mode}");
    }
}

#[test]
fn only_study_counts_as_hours_and_only_listed_kinds_as_points() {
    assert_eq!(scale().follows(&fact("in_room", "volunteering"), 0), Follows { points: 3, reason: Reason::TookPart, study: None });
    assert_eq!(scale().follows(&fact("in_room", "election"), 0), Follows { points: 0, reason: Reason::NotListed, study: None });
}

#[test]
fn a_day_holds_so_many_hours_and_says_so() {
    assert_eq!(scale().follows(&fact("in_room", "theme_day"), 420).study, Some((60, Reason::DayFull)));
    assert_eq!(scale().follows(&fact("in_room", "theme_day"), 480).study, Some((0, Reason::DayFull)));
    let day = |starts: &str| scale().follows(&Fact { starts: starts.into(), ..fact("in_room", "training") }, 0).study;
    assert_eq!((day("full_day"), day("half_day")), (Some((480, Reason::TookPart)), Some((240, Reason::TookPart))));
}

#[test]
fn who_is_away_without_a_word_loses_points_unless_the_rules_spare_them() {
    let away = |change: fn(&mut Fact)| {
        let mut fact = fact("absent", "theme_day");
        change(&mut fact);
        let follows = scale().follows(&fact, 0);
        (follows.points, follows.reason)
    };
    assert_eq!(away(|_| ()), (-1, Reason::Absent));
    assert_eq!(away(|f| f.mode = "excused".into()), (0, Reason::NotDue));
    assert_eq!(away(|f| f.mode = "exempt".into()), (0, Reason::NotDue));
    assert_eq!(away(|f| f.birth = Some("1956-10-15".into())), (0, Reason::SparedByAge));
    assert_eq!(away(|f| f.birth = Some("1956-10-16".into())), (-1, Reason::Absent));
    assert_eq!(away(|f| f.birth = Some("1956".into())), (0, Reason::SparedByAge));
    assert_eq!(away(|f| f.birth = None), (-1, Reason::Absent));
    assert_eq!(away(|f| f.employment = "离退休".into()), (0, Reason::SparedAsRetired));
    assert_eq!(away(|f| f.floating_since = Some("2026-01-01".into())), (0, Reason::SparedAsFloating));
    assert_eq!(away(|f| f.floating_since = Some("2026-09-01".into())), (-1, Reason::Absent));
}
