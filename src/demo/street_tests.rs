use super::super::identity::check_digit;
use super::super::person::{Flaw, Sex, age};
use super::super::year::{Activity, Mode, State};
use super::*;
use crate::rulebook::Book;
use crate::rulebook::calendar::Calendar;
use crate::rulebook::keys::ACTIVITY_KINDS;
use jiff::civil::{Weekday, date};
use std::collections::{BTreeMap, BTreeSet, HashSet};

const TODAY: Date = date(2026, 11, 22);

fn street(members: u64) -> Street {
    Street::generate(7, "青龙街道", members, TODAY)
}

fn people(street: &Street) -> Vec<Member> {
    street.branches().flat_map(|branch| branch.members).collect()
}

fn calendar() -> Calendar {
    Calendar::of(Book::open().expect("a sound book").at(TODAY))
}

#[test]
fn the_same_seed_gives_the_same_street() {
    let calendar = calendar();
    let all = |seed| {
        let street = Street::generate(seed, "青龙街道", 300, TODAY);
        let years: Vec<Activity> = street.branches().flat_map(|branch| branch.year(&calendar)).collect();
        let (organisations, units): (Vec<_>, Vec<_>) = (street.organisations().collect(), street.units().collect());
        (organisations, street.branches().collect::<Vec<_>>(), units, years)
    };
    assert_eq!(all(7), all(7));
    assert_ne!(all(7).1, all(8).1);
}

#[test]
fn a_branch_drawn_alone_is_the_branch_drawn_in_its_turn() {
    let street = street(1366);
    assert_eq!(street.branches().nth(17), Some(street.branch(17)));
}

#[test]
fn the_street_of_the_paper_has_its_proportions() {
    let street = street(1366);
    let people = people(&street);
    assert_eq!(people.len(), 1366);
    assert_eq!(people.iter().filter(|member| age(member.birth, TODAY) >= 60).count(), 688);
    let between = |name: &str, least: usize, most: usize, found: usize| {
        assert!((least..=most).contains(&found), "{name}: {found} is not within {least} to {most}");
    };
    let count = |of: &dyn Fn(&Member) -> bool| people.iter().filter(|member| of(member)).count();
    between("floating", 36, 76, count(&|member| member.floating.is_some()));
    between("in transition", 190, 330, count(&|member| member.transition.is_some()));
    between("on probation", 6, 30, count(&|member| !member.is_full()));
    between("women", 380, 510, count(&|member| member.sex == Sex::Female));
    between("retired", 480, 750, count(&|member| member.employment == super::super::person::Employment::Retired));
    between("over 80", 250, 400, count(&|member| age(member.birth, TODAY) >= 80));
    let silent = |member: &Member| {
        let (from, to) = (TODAY - 7.months(), TODAY - 5.months());
        (from..=to).contains(&member.last_contact)
    };
    between("five to seven months without contact", 20, 45, count(&silent));
    let flaws = |flaw| count(&|member| member.flaw == Some(flaw));
    assert_eq!([flaws(Flaw::Checksum), flaws(Flaw::PrecisionLost), flaws(Flaw::Missing)], [9, 7, 4]);
    let kinds: Vec<OrganisationKind> = street.organisations().map(|organisation| organisation.kind).collect();
    assert_eq!((street.branch_count(), kinds.len()), (30, 14));
    assert_eq!(kinds.iter().filter(|kind| **kind == OrganisationKind::GeneralBranch).count(), 13);
}

#[test]
fn id_numbers_are_right_unless_they_are_flawed_on_purpose() {
    for member in people(&street(3000)) {
        let Some(id_no) = &member.id_no else {
            assert_eq!(member.flaw, Some(Flaw::Missing));
            continue;
        };
        assert_eq!((id_no.len(), &id_no[..6]), (18, "320499"));
        let right = id_no.ends_with(check_digit(&id_no[..17]));
        match member.flaw {
            None => {
                assert!(right, "{id_no}");
                assert_eq!(id_no[6..14], member.birth.strftime("%Y%m%d").to_string());
                let odd = id_no[16..17].parse::<u8>().expect("a digit") % 2 == 1;
                assert_eq!(odd, member.sex == Sex::Male);
            }
            Some(Flaw::PrecisionLost) => assert!(id_no.ends_with("000")),
            Some(_) => assert!(!right, "{id_no}"),
        }
        assert!(member.phone.starts_with("140") && member.phone.len() == 11);
    }
    // Two numbers with known digits, from the standard's examples.
    assert_eq!((check_digit("11010519491231002"), check_digit("44052418800101001")), ('X', '4'));
}

#[test]
fn dates_of_a_life_follow_each_other() {
    for member in people(&street(3000)) {
        let Member { birth, joined, became_full, last_contact, .. } = member.clone();
        assert!(age(birth, joined) >= 18 && age(birth, TODAY) < 101, "{member:?}");
        assert!(joined <= last_contact && last_contact < TODAY, "{member:?}");
        match became_full {
            Some(full) => assert!(joined + 1.year() <= full && full <= TODAY, "{member:?}"),
            None => assert!(joined > TODAY - 1.year(), "{member:?}"),
        }
        let earlier = member.talked_on.into_iter().chain(member.confirmed);
        assert!(earlier.chain(member.floating.map(|floating| floating.since)).all(|day| (joined..=TODAY).contains(&day)));
    }
}

#[test]
fn the_tree_holds_together() {
    for members in [1, 40, 90, 1366, 12_000] {
        let street = street(members);
        let mut known = BTreeSet::new();
        let mut names = BTreeSet::new();
        let (mut count, mut numbers) = (0, 0..);
        let mut take = |organisation: &Organisation| {
            let rooted = organisation.parent.as_ref().is_none_or(|parent| known.contains(parent));
            assert!(rooted, "{organisation:?} comes before its parent");
            assert!(names.insert(organisation.name.clone()), "{} twice", organisation.name);
            assert!(known.insert(organisation.code.clone()), "{} twice", organisation.code);
        };
        let roots = street.organisations().filter(|organisation| organisation.parent.is_none()).count();
        assert_eq!(roots, 1);
        street.organisations().for_each(|organisation| take(&organisation));
        for branch in street.branches() {
            take(&branch.organisation);
            branch.groups.iter().for_each(&mut take);
            count += branch.members.len() as u64;
            let groups: BTreeSet<&str> = branch.groups.iter().map(|group| group.code.as_str()).collect();
            for member in &branch.members {
                assert_eq!(Some(member.number), numbers.next());
                assert!(groups.contains(member.group.as_str()));
            }
            if members >= 1366 {
                assert!((30..=65).contains(&branch.members.len()), "{}", branch.members.len());
                assert!(branch.secretary().is_some(), "{} has no secretary", branch.organisation.name);
            }
        }
        assert_eq!(count, members);
    }
}

#[test]
fn nobody_in_a_city_of_a_million_has_the_number_of_another() {
    let street = street(Street::MOST);
    let mut seen: HashSet<String> = HashSet::new();
    // Whole stretches from each round of the numbers, so that every way of meeting is tried.
    let per_round = 365 * 500;
    for round in 0..Street::MOST.div_ceil(per_round) {
        for number in (0..6_000).map(|step| round * per_round + step).filter(|number| *number < Street::MOST) {
            let member = Member::draw(&street, number, Character::Urban, "青竹社区");
            if member.flaw.is_none() {
                let id_no = member.id_no.expect("an unflawed number");
                assert!(seen.insert(id_no.clone()), "{id_no} twice");
            }
        }
    }
    let phones: HashSet<String> = (0..100_000).map(|number| phone(7, number)).collect();
    assert_eq!(phones.len(), 100_000);
    let places: HashSet<String> = (0..10_240).map(|number| names::place(7, number)).collect();
    assert_eq!(places.len(), 10_240);
}

#[test]
fn a_city_is_drawn_branch_by_branch() {
    let street = street(Street::MOST);
    assert_eq!(street.branches().take(3).map(|branch| branch.members.len()).filter(|members| *members > 30).count(), 3);
    let last = street.branch(street.branch_count() - 1);
    assert_eq!(last.members.last().map(|member| member.number), Some(Street::MOST - 1));
    let above: BTreeSet<String> = street.organisations().map(|organisation| organisation.code).collect();
    assert!(last.organisation.parent.is_some_and(|parent| above.contains(&parent)));
}

#[test]
fn a_year_is_held_on_working_days_by_people_who_were_there() {
    let (street, calendar, book) = (street(1366), calendar(), Book::open().expect("a sound book"));
    let kinds: BTreeSet<&str> = book.at(TODAY).all(ACTIVITY_KINDS).into_iter().map(|(code, _)| code).collect();
    let mut modes: BTreeMap<Mode, usize> = BTreeMap::new();
    let (mut codes, mut postponed, mut not_held, mut held_kinds) = (BTreeSet::new(), 0, 0, BTreeSet::new());
    for branch in street.branches() {
        let members: BTreeMap<u64, &Member> = branch.members.iter().map(|member| (member.number, member)).collect();
        let months: BTreeSet<(i16, i8)> = branch.year(&calendar).iter().map(|held| (held.on.year(), held.on.month())).collect();
        assert!(months.len() >= 13);
        for held in branch.year(&calendar) {
            assert!(kinds.contains(held.kind), "{} is no kind of the book", held.kind);
            assert!(codes.insert(held.code.clone()), "{} twice", held.code);
            held_kinds.insert(held.kind);
            let at_leisure = held.on.weekday() == Weekday::Saturday && matches!(held.kind, "culture" | "volunteering");
            assert!(!calendar.is_off(held.on) || at_leisure, "{held:?}");
            assert!(held.host.is_some_and(|host| members.contains_key(&host)));
            assert_eq!(held.state == State::Planned, held.on >= TODAY);
            assert!(held.state == State::Held || held.marks.is_empty());
            postponed += usize::from(held.postponed.is_some_and(|postponed| postponed.from < held.on));
            not_held += usize::from(held.state == State::NotHeld);
            let once: BTreeSet<u64> = held.marks.iter().map(|mark| mark.member).collect();
            assert_eq!(once.len(), held.marks.len(), "one mark a member");
            for mark in &held.marks {
                let member = members[&mark.member];
                assert!(member.joined <= held.on && mark.recorded_on >= held.on && mark.recorded_on < TODAY);
                let found = mark.mode.is_present() && member.is_silent(TODAY) && mark.recorded_on > member.last_contact;
                assert!(!found, "{} took part while out of contact", member.name);
                *modes.entry(mark.mode).or_default() += 1;
            }
        }
    }
    assert_eq!(modes.len(), 8, "every mode is met: {modes:?}");
    assert!(postponed > 10 && not_held > 5 && held_kinds.len() >= 10, "{postponed} {not_held} {held_kinds:?}");
    let all: usize = modes.values().sum();
    let present: usize = modes.iter().filter(|(mode, _)| mode.is_present()).map(|(_, count)| count).sum();
    assert!((70..=92).contains(&(present * 100 / all)), "{present} of {all}");
}

#[test]
fn the_oldest_take_part_at_home_and_the_floating_from_afar() {
    let (street, calendar) = (street(1366), calendar());
    let mut share = BTreeMap::new();
    for branch in street.branches() {
        let members: BTreeMap<u64, &Member> = branch.members.iter().map(|member| (member.number, member)).collect();
        for mark in branch.year(&calendar).into_iter().flat_map(|held| held.marks).filter(|mark| mark.mode.is_present()) {
            let member = members[&mark.member];
            let who = match member {
                _ if member.floating.is_some() => "floating",
                _ if age(member.birth, TODAY) >= 80 => "oldest",
                _ => "others",
            };
            let (home, online, all): &mut (usize, usize, usize) = share.entry(who).or_default();
            *home += usize::from(mark.mode == Mode::Home);
            *online += usize::from(mark.mode == Mode::Online);
            *all += 1;
        }
    }
    let percent = |who: &str| share.get(who).map(|(home, online, all)| (home * 100 / all, online * 100 / all)).expect("some");
    assert!(percent("oldest").0 > 30 && percent("others").0 < 10, "{share:?}");
    assert!(percent("floating").1 > 50 && percent("others").1 < 20, "{share:?}");
}

#[test]
fn the_month_now_shows_something_of_each() {
    let branch = street(1366).branch(0);
    let year = branch.year(&calendar());
    let now: Vec<&Activity> = year.iter().filter(|held| held.on.first_of_month() == TODAY.first_of_month()).collect();
    assert!(now.iter().any(|held| held.state == State::Held));
    assert!(year.iter().any(|held| held.postponed.is_some() && held.kind == "theme_day" && held.on > TODAY - 1.month()));
    let planned = street(1366).branches().flat_map(|branch| branch.year(&calendar())).filter(|held| held.state == State::Planned).count();
    assert!(planned > 10, "{planned}");
}

#[test]
fn the_last_contact_is_the_last_of_the_contacts() {
    for member in people(&street(1366)) {
        let contacts = member.contacts();
        assert_eq!(contacts.iter().map(|c| c.0).max(), Some(member.last_contact), "{}", member.name);
        assert!(contacts.iter().all(|c| c.0 >= member.joined));
    }
}
