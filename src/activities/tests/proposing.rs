//! What the rules propose, tried on many months and many branches.

use crate::{
    activities::proposal::{Host, Proposed, Standing, around, proposal},
    orgs::Kind,
    rulebook::{self, calendar::Calendar, keys},
};
use jiff::civil::{Date, date};
use kernel::Id;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn branch(name: &str, full: i64) -> Host {
    Host {
        id: Id::named(&[name]),
        kind: Kind::Branch,
        secretary: "周敏".into(),
        full,
        own: full,
        valid_until: None,
        fixed: BTreeMap::new(),
    }
}

fn propose(hosts: &[Host], standing: &[Standing], month: Date) -> Vec<Proposed> {
    let book = rulebook::printed().expect("a book");
    let rules = book.at(month);
    proposal(hosts, standing, rules, &Calendar::of(rules), month)
}

fn stands(p: &Proposed, counts: bool) -> Standing {
    Standing {
        id: p.id,
        org: p.org,
        kind: p.kind.clone(),
        day: p.details.day,
        starts: p.details.starts.clone(),
        place: p.details.place.clone(),
        counts,
    }
}

fn kinds(proposed: &[Proposed]) -> Vec<&str> {
    let mut kinds: Vec<&str> = proposed.iter().map(|p| p.kind.as_str()).collect();
    kinds.sort();
    kinds
}

#[test]
fn november_asks_for_what_the_regulations_name() {
    let month = date(2026, 11, 1);
    let proposed = propose(&[branch("a", 12)], &[], month);
    assert_eq!(kinds(&proposed), ["appraisal", "assembly", "branch_committee", "lecture", "life_meeting", "theme_day"]);
    let theme = proposed.iter().find(|p| p.kind == "theme_day").expect("a theme day");
    assert_eq!((theme.details.day, theme.moved_from), (date(2026, 11, 5), None), "a Thursday, worked");
    assert!(proposed.iter().all(|p| p.soft == (p.kind == "lecture")));
    assert_eq!(
        kinds(&propose(&[branch("a", 6)], &[], date(2026, 8, 1))),
        ["assembly", "lecture", "theme_day"],
        "six full members need no committee; August is no season"
    );
}

#[test]
fn a_quarter_that_has_its_assembly_asks_for_no_other() {
    let october = propose(&[branch("a", 12)], &[], date(2026, 10, 1));
    let assembly: Vec<Standing> = october.iter().filter(|p| p.kind == "assembly").map(|p| stands(p, true)).collect();
    assert!(!kinds(&propose(&[branch("a", 12)], &assembly, date(2026, 11, 1))).contains(&"assembly"));
    assert!(kinds(&propose(&[branch("a", 12)], &assembly, date(2027, 1, 1))).contains(&"assembly"));
    let refused: Vec<Standing> = october.iter().map(|p| stands(p, false)).collect();
    assert!(propose(&[branch("a", 12)], &refused, date(2026, 10, 1)).is_empty(), "what was left out is not proposed twice");
    assert!(kinds(&propose(&[branch("a", 12)], &refused, date(2026, 11, 1))).contains(&"assembly"), "but in the next month");
}

#[test]
fn groups_meet_where_there_are_groups_and_until_they_end() {
    let group = Host { kind: Kind::TransitionGroup, valid_until: Some(date(2026, 11, 10)), ..branch("g", 5) };
    assert_eq!(kinds(&propose(std::slice::from_ref(&group), &[], date(2026, 10, 1))), ["group_meeting"]);
    assert!(propose(&[group], &[], date(2026, 11, 1)).is_empty(), "its usual day lies after its end");
}

#[test]
fn the_new_years_theme_day_leaves_the_holiday_but_not_the_month() {
    let proposed = propose(&[branch("a", 3)], &[], date(2026, 10, 1));
    let theme = proposed.iter().find(|p| p.kind == "theme_day").expect("a theme day");
    assert_eq!((theme.details.day, theme.moved_from), (date(2026, 10, 8), Some(date(2026, 10, 5))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_month_of_any_branch(full in 0i64..60, year in 2025i16..2028, month in 1i8..=12, general in any::<bool>()) {
        let month = date(year, month, 1);
        let kind = if general { Kind::GeneralBranch } else { Kind::Branch };
        let hosts = [Host { kind, ..branch("a", full) }, branch("b", 9)];
        let proposed = propose(&hosts, &[], month);
        let book = rulebook::printed().expect("a book");
        let calendar = Calendar::of(book.at(month));
        let committee = book.at(month).get(keys::BRANCH_COMMITTEE_FULL_MEMBERS_MIN);
        for p in &proposed {
            prop_assert_eq!(p.details.day.first_of_month(), month, "it stays in its month");
            prop_assert!(!calendar.is_off(p.details.day), "{} is a day off", p.details.day);
            prop_assert!(p.basis.starts_with(keys::CADENCES.prefix));
            prop_assert!(!p.details.title.is_empty() && !p.details.place.is_empty());
        }
        let meets = proposed.iter().any(|p| p.org == hosts[0].id && p.kind == "branch_committee");
        prop_assert_eq!(meets, full >= committee);
        let mut ids: Vec<Id> = proposed.iter().map(|p| p.id).collect();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), proposed.len(), "each has an id of its own");
        let standing: Vec<Standing> = proposed.iter().map(|p| stands(p, true)).collect();
        prop_assert!(propose(&hosts, &standing, month).is_empty(), "what stands is not proposed again");
        prop_assert_eq!(propose(&hosts, &[], month), proposed, "the same facts give the same plan");
    }

    #[test]
    fn periods_tile_the_year(month in 1i8..=12) {
        use keys::Period::*;
        for (period, months) in [(Month, 1), (Quarter, 3), (HalfYear, 6), (Year, 12)] {
            let (first, last) = around(date(2026, month, 1), period);
            prop_assert!(first <= date(2026, month, 1) && date(2026, month, 1) <= last);
            prop_assert_eq!((first.month() - 1) % months, 0);
            prop_assert_eq!(last.month() - first.month() + 1, months);
        }
    }
}
