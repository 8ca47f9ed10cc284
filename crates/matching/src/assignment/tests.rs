use super::*;
use proptest::prelude::*;

const LOAD: u32 = 40;

fn duty(places: u32, urgency: u32) -> Duty {
    Duty { places, urgency }
}
fn pair(duty: u32, hand: u32, worth: u32) -> Pair {
    Pair { duty, hand, worth }
}
fn exact(task: &Assignment<'_>) -> Vec<usize> {
    let matched = assign(task, || true);
    assert_eq!(matched.method, Method::Exact);
    matched.pairs
}

#[test]
fn who_can_do_only_one_thing_gets_it() {
    let hands = [Hand { room: 1, holds: 0 }; 2];
    let pairs = [pair(0, 0, 900), pair(0, 1, 800), pair(1, 0, 700)];
    let task = Assignment { duties: &[duty(1, 5_000), duty(1, 1_000)], hands: &hands, pairs: &pairs, load: LOAD };
    assert_eq!(exact(&task), [1, 2], "both places are filled although the best pair is given up for it");
    assert_eq!(greedy(&task), [0], "the urgent duty took the only one who can do the other");
}

#[test]
fn nobody_gets_a_second_duty_before_somebody_has_a_first() {
    let hands = [Hand { room: 2, holds: 0 }; 2];
    let pairs = [pair(0, 0, 500), pair(0, 1, 490), pair(1, 0, 500), pair(1, 1, 490)];
    let task = Assignment { duties: &[duty(1, 2_000); 2], hands: &hands, pairs: &pairs, load: LOAD };
    let mut chosen: Vec<u32> = exact(&task).iter().map(|p| pairs[*p].hand).collect();
    chosen.sort_unstable();
    assert_eq!(chosen, [0, 1]);
    let held = [Hand { room: 1, holds: 1 }, Hand { room: 1, holds: 0 }];
    let task = Assignment { duties: &[duty(1, 2_000)], hands: &held, pairs: &pairs[..2], load: LOAD };
    assert_eq!(exact(&task), [1], "who holds one already comes behind who fits nearly as well");
}

#[test]
fn nothing_to_do_and_nobody_to_do_it() {
    let none = Assignment { duties: &[], hands: &[], pairs: &[], load: LOAD };
    assert_eq!(exact(&none), [0usize; 0]);
    let alone = Assignment { duties: &[duty(3, 9)], hands: &[Hand { room: 0, holds: 2 }], pairs: &[pair(0, 0, 999)], load: LOAD };
    assert_eq!(exact(&alone), [0usize; 0], "who has no room is given nothing");
    assert_eq!(greedy(&alone), [0usize; 0]);
}

#[test]
fn without_time_the_answer_says_that_it_was_the_fallback() {
    let hands = [Hand { room: 1, holds: 0 }; 3];
    let pairs = [pair(0, 0, 100), pair(0, 1, 900), pair(1, 1, 800), pair(1, 2, 10)];
    let task = Assignment { duties: &[duty(1, 100), duty(1, 3_000)], hands: &hands, pairs: &pairs, load: LOAD };
    let mut asked = 0;
    let cut = assign(&task, || {
        asked += 1;
        asked <= 1
    });
    assert_eq!(cut.method, Method::CutShort { exact: 1 });
    assert_eq!(cut.pairs, [0, 2], "the urgent duty is placed best, the other has who is left");
    assert_eq!(assign(&task, || false).pairs, greedy(&task));
}

/// Tries every set of pairs.
fn best_of_all(task: &Assignment<'_>) -> i64 {
    fn from(task: &Assignment<'_>, next: usize, chosen: &mut Vec<usize>) -> i64 {
        if next == task.pairs.len() {
            return task.value(chosen);
        }
        let without = from(task, next + 1, chosen);
        chosen.push(next);
        let with = if holds(task, chosen) { from(task, next + 1, chosen) } else { i64::MIN };
        chosen.pop();
        without.max(with)
    }
    from(task, 0, &mut vec![])
}

fn holds(task: &Assignment<'_>, pairs: &[usize]) -> bool {
    let of = |side: fn(&Pair) -> u32, n: usize| pairs.iter().filter(|p| side(&task.pairs[**p]) as usize == n).count() as u32;
    (0..task.duties.len()).all(|d| of(|p| p.duty, d) <= task.duties[d].places)
        && (0..task.hands.len()).all(|h| of(|p| p.hand, h) <= task.hands[h].room)
}

fn tasks() -> impl Strategy<Value = (Vec<Duty>, Vec<Hand>, Vec<Pair>)> {
    let duties = proptest::collection::vec((1u32..3, 0u32..2_000).prop_map(|(p, u)| duty(p, u)), 1..4);
    let hands = proptest::collection::vec((0u32..3, 0u32..3).prop_map(|(room, holds)| Hand { room, holds }), 1..5);
    (duties, hands).prop_flat_map(|(duties, hands)| {
        let (d, h) = (duties.len() as u32, hands.len() as u32);
        let all: Vec<(u32, u32)> = (0..d).flat_map(|a| (0..h).map(move |b| (a, b))).collect();
        let some = proptest::sample::subsequence(all.clone(), 0..=all.len());
        let worths = proptest::collection::vec(0u32..=WORTH_MOST, all.len());
        (Just(duties), Just(hands), some, worths).prop_map(|(duties, hands, some, worths)| {
            let pairs = some.into_iter().zip(worths).map(|((a, b), worth)| pair(a, b, worth)).collect();
            (duties, hands, pairs)
        })
    })
}

proptest! {
    /// Against every set of pairs there is: none is worth more.
    #[test]
    fn there_is_none_of_greater_value((duties, hands, pairs) in tasks(), load in 0u32..1_500) {
        let task = Assignment { duties: &duties, hands: &hands, pairs: &pairs, load };
        let found = exact(&task);
        prop_assert!(holds(&task, &found));
        prop_assert_eq!(task.value(&found), best_of_all(&task));
    }

    /// However it was found: no place twice, nobody above their room, and never worse than by chance
    /// where it is exact.
    #[test]
    fn every_way_keeps_the_bounds((duties, hands, pairs) in tasks(), seed: u64, stop in 0usize..8) {
        let task = Assignment { duties: &duties, hands: &hands, pairs: &pairs, load: LOAD };
        let mut left = stop;
        let cut = assign(&task, || { let go = left > 0; left = left.saturating_sub(1); go });
        for found in [&cut.pairs, &greedy(&task), &by_chance(&task, seed)] {
            prop_assert!(holds(&task, found));
            prop_assert!(task.value(found) <= task.value(&exact(&task)));
            let mut once = found.clone();
            once.dedup();
            prop_assert_eq!(&once, found);
        }
    }
}
