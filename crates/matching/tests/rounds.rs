//! What must hold for every task: each visit once, loads within bounds, no walk longer than always
//! going to the nearest next, close to the optimum where that is known.

use matching::{Point, Rounds, Task, Visit, Walk, nearest_neighbour, optimum, propose, search};
use proptest::prelude::*;

fn point() -> impl Strategy<Value = Point> {
    (0..2000i32, 0..2000i32).prop_map(|(e, n)| Point { east: f64::from(e), north: f64::from(n) })
}

fn visits(most: usize, unknown: bool) -> impl Strategy<Value = Vec<Visit>> {
    let at = prop_oneof![4 => point().prop_map(Some), 1 => Just(None)];
    let visit = (at, point(), 5..40u32).prop_map(move |(at, sure, minutes)| Visit { at: if unknown { at } else { Some(sure) }, minutes });
    proptest::collection::vec(visit, 0..most)
}

fn each_once(rounds: &Rounds, visits: usize) -> bool {
    let mut all: Vec<usize> = rounds.tours.iter().flat_map(|t| t.visits.iter().copied()).collect();
    all.sort_unstable();
    all == (0..visits).collect::<Vec<_>>()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_visit_once_and_loads_within_bounds(visits in visits(70, true), visitors in 1..7usize, start in proptest::option::of(point())) {
        let rounds = propose(&Task { visits: &visits, visitors, start, detour: 1.3 });
        prop_assert_eq!(rounds.tours.len(), visitors);
        prop_assert!(each_once(&rounds, visits.len()));
        for tour in &rounds.tours {
            let minutes: u64 = tour.visits.iter().map(|v| u64::from(visits[*v].minutes)).sum();
            prop_assert_eq!(minutes, tour.minutes);
            prop_assert!(minutes <= rounds.bounds.most, "{} of {:?}", minutes, rounds.bounds);
            // Known places are walked first, then the rest in the order of the register.
            prop_assert!(tour.visits[..tour.located].iter().all(|v| visits[*v].at.is_some()));
            prop_assert!(tour.visits[tour.located..].is_sorted());
            prop_assert!(tour.visits[tour.located..].iter().all(|v| visits[*v].at.is_none()));
        }
    }

    #[test]
    fn nobody_has_much_less_where_all_places_are_known(visits in visits(70, false), visitors in 1..7usize) {
        let rounds = propose(&Task { visits: &visits, visitors, start: None, detour: 1.0 });
        prop_assert!(rounds.tours.iter().all(|t| t.minutes >= rounds.bounds.least), "{rounds:?}");
    }

    #[test]
    fn no_walk_is_longer_than_always_the_nearest(visits in visits(60, false), visitors in 1..4usize, start in proptest::option::of(point())) {
        let points: Vec<Point> = visits.iter().filter_map(|v| v.at).collect();
        let walk = Walk { points: &points, start };
        for tour in propose(&Task { visits: &visits, visitors, start, detour: 1.0 }).tours {
            let nearest = walk.metres(&nearest_neighbour(&walk, &tour.visits));
            prop_assert!(tour.metres <= nearest + 1e-3, "{} against {nearest}", tour.metres);
            prop_assert!((tour.metres - walk.metres(&tour.visits)).abs() < 1e-6);
        }
    }

    #[test]
    fn few_visits_are_walked_in_the_best_way_there_is(visits in visits(9, false), visitors in 1..4usize, start in proptest::option::of(point())) {
        let task = Task { visits: &visits, visitors, start, detour: 1.3 };
        let ours: f64 = propose(&task).tours.iter().map(|t| t.metres).sum();
        let best = optimum::metres(&task).expect("a small task");
        prop_assert!((ours - best).abs() < 1e-3, "{ours} against {best}");
        let searched: f64 = search(&task).tours.iter().map(|t| t.metres).sum();
        prop_assert!(searched >= best - 1e-3, "better than the optimum: {searched} < {best}");
    }

    #[test]
    fn the_same_task_gives_the_same_proposal(visits in visits(50, true), visitors in 1..5usize) {
        let task = Task { visits: &visits, visitors, start: None, detour: 1.3 };
        prop_assert_eq!(propose(&task), propose(&task));
    }
}

#[test]
fn the_optimum_is_what_brute_force_finds() {
    let at = |e: f64, n: f64| Point { east: e, north: n };
    let points = [at(0.0, 0.0), at(100.0, 0.0), at(0.0, 100.0), at(900.0, 900.0), at(1000.0, 900.0), at(450.0, 20.0)];
    let visits = points.map(|p| Visit { at: Some(p), minutes: 10 });
    let start = Some(at(50.0, 50.0));
    let task = Task { visits: &visits, visitors: 2, start, detour: 1.0 };
    let walk = Walk { points: &points, start };
    // Every order of all six, cut anywhere: 720 × 7.
    let bounds = task.bounds(visits.iter().map(|v| v.minutes));
    let mut best = f64::INFINITY;
    permutations(&mut (0..6).collect(), 0, &mut |order| {
        for cut in 0..=6 {
            let holds = |n: usize| (bounds.least..=bounds.most).contains(&(10 * n as u64));
            if holds(cut) && holds(6 - cut) {
                best = best.min(walk.metres(&order[..cut]) + walk.metres(&order[cut..]));
            }
        }
    });
    assert!((optimum::metres(&task).expect("small") - best).abs() < 1e-9);
}

fn permutations(order: &mut Vec<usize>, from: usize, each: &mut impl FnMut(&[usize])) {
    if from == order.len() {
        return each(order);
    }
    for n in from..order.len() {
        order.swap(from, n);
        permutations(order, from + 1, each);
        order.swap(from, n);
    }
}

#[test]
fn neighbours_go_to_one_visitor() {
    let village = |e: f64| (0..6).map(move |n| Visit { at: Some(Point { east: e + f64::from(n) * 20.0, north: 0.0 }), minutes: 20 });
    let visits: Vec<Visit> = village(0.0).chain(village(3000.0)).collect();
    let rounds = propose(&Task { visits: &visits, visitors: 2, start: None, detour: 1.0 });
    let mut shares: Vec<Vec<usize>> = rounds.tours.into_iter().map(|t| t.visits).collect();
    shares.iter_mut().for_each(|s| s.sort_unstable());
    shares.sort();
    assert_eq!(shares, [(0..6).collect::<Vec<_>>(), (6..12).collect()]);
}

#[test]
fn without_visitors_or_visits_there_is_nothing_to_propose() {
    assert!(propose(&Task { visits: &[Visit { at: None, minutes: 20 }], visitors: 0, start: None, detour: 1.0 }).tours.is_empty());
    let tours = propose(&Task { visits: &[], visitors: 2, start: None, detour: 1.0 }).tours;
    assert!(tours.len() == 2 && tours.iter().all(|t| t.visits.is_empty()));
}
