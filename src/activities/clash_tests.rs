use super::*;
use proptest::prelude::*;

fn slot(n: usize, day: i8, from: i64, minutes: i64) -> Slot {
    Slot {
        id: Id::named(&[&n.to_string()]),
        org: Id::NIL,
        path: "0001".into(),
        title: n.to_string(),
        day: date(2026, 11, day),
        starts: if from < 0 { "half_day".into() } else { format!("{:02}:{:02}", from / 60, from % 60) },
        minutes,
        place: "会议室".into(),
        due: Due::Branch,
        org_name: String::new(),
        secretary: String::new(),
        community: "0001".into(),
    }
}

#[test]
fn one_ends_when_the_other_begins_and_an_unknown_half_day_clashes_with_nothing() {
    assert!(meeting(&[slot(0, 5, 870, 90), slot(1, 5, 960, 60)]).is_empty());
    assert_eq!(meeting(&[slot(0, 5, 870, 91), slot(1, 5, 960, 60)]), [(0, 1)]);
    assert!(meeting(&[slot(0, 5, -1, 240), slot(1, 5, 540, 60)]).is_empty());
    let whole_day = Slot { starts: "full_day".into(), ..slot(0, 5, 0, 480) };
    assert_eq!(meeting(&[whole_day, slot(1, 5, 1200, 60)]), [(0, 1)]);
    assert_eq!(meeting(&[slot(0, 5, 1380, 120), slot(1, 6, 30, 60)]), [(0, 1)], "past midnight");
}

#[test]
fn a_community_stands_below_the_last_working_committee() {
    let street = [("0001", Kind::WorkingCommittee), ("00010001", Kind::GeneralBranch), ("000100010002", Kind::Branch)];
    assert_eq!(community(&street), "00010001");
    assert_eq!(community(&street[..1]), "0001", "the street itself");
    assert_eq!(community(&street[1..]), "00010001", "where nothing above is known");
    assert_eq!(community(&[]), "");
}

proptest! {
    /// The sweep finds what comparing all with all finds, but for strangers.
    #[test]
    fn pairs_are_those_whose_times_overlap(times in proptest::collection::vec((1i8..4, -1i64..1440, 1i64..600, 0usize..4), 0..14)) {
        let communities = ["0001", "00010001", "00010002", "0002"];
        let slots: Vec<Slot> = times
            .into_iter()
            .enumerate()
            .map(|(n, (day, from, minutes, c))| Slot { community: communities[c].into(), path: communities[c].into(), ..slot(n, day, from, minutes) })
            .collect();
        let strangers = |a: &Slot, b: &Slot| !a.path.starts_with(&b.path) && !b.path.starts_with(&a.path);
        let mut expected = BTreeSet::new();
        for a in 0..slots.len() {
            for b in a + 1..slots.len() {
                if let (Some(one), Some(other)) = (slots[a].span(), slots[b].span())
                    && one.0 < other.1 && other.0 < one.1 && !strangers(&slots[a], &slots[b])
                {
                    expected.insert((a, b));
                }
            }
        }
        let found: Vec<(usize, usize)> = meeting(&slots).into_iter().map(|(a, b)| (a.min(b), a.max(b))).collect();
        let each_once: BTreeSet<(usize, usize)> = found.iter().copied().collect();
        prop_assert_eq!(each_once.len(), found.len());
        prop_assert_eq!(each_once, expected);
    }
}
