//! Ways that look at one pair after the other: what is used where time is short, and what the exact
//! way is measured against.

use super::{Assignment, Pair};
use crate::dice::Dice;

/// The urgent duties first, each with those who fit best and are least loaded.
pub fn greedy(task: &Assignment<'_>) -> Vec<usize> {
    let mut pairs = vec![];
    fill(task, &mut pairs);
    pairs.sort_unstable();
    pairs
}

/// Whoever fits, in an order of chance that `seed` gives.
pub fn by_chance(task: &Assignment<'_>, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..task.pairs.len()).collect();
    let mut dice = Dice::new(seed);
    for n in (1..order.len()).rev() {
        order.swap(n, dice.below(n + 1));
    }
    let mut left = Left::after(task, &[]);
    let mut pairs: Vec<usize> = order.into_iter().filter(|p| left.take(task, *p)).collect();
    pairs.sort_unstable();
    pairs
}

/// Fills what `pairs` leaves empty.
pub fn fill(task: &Assignment<'_>, pairs: &mut Vec<usize>) {
    let (mut left, of_duties) = (Left::after(task, pairs), task.of_duties());
    let mut used = vec![false; task.pairs.len()];
    pairs.iter().for_each(|p| used[*p] = true);
    for duty in task.in_turn() {
        let mut fitting: Vec<u32> = of_duties[duty].iter().copied().filter(|p| !used[*p as usize]).collect();
        // Loads change only between duties: a hand has a duty at most once.
        fitting.sort_by_cached_key(|p| std::cmp::Reverse(left.worth(task, *p as usize)));
        pairs.extend(fitting.into_iter().map(|p| p as usize).filter(|p| left.take(task, *p)));
    }
}

/// Places and room that are left.
struct Left {
    places: Vec<u32>,
    taken: Vec<u32>,
}

impl Left {
    fn after(task: &Assignment<'_>, pairs: &[usize]) -> Left {
        let mut left = Left { places: task.duties.iter().map(|d| d.places).collect(), taken: vec![0; task.hands.len()] };
        for p in pairs {
            left.places[task.pairs[*p].duty as usize] -= 1;
            left.taken[task.pairs[*p].hand as usize] += 1;
        }
        left
    }

    /// Worth less what the load costs.
    fn worth(&self, task: &Assignment<'_>, pair: usize) -> i64 {
        let (pair, hand) = (&task.pairs[pair], task.pairs[pair].hand as usize);
        i64::from(pair.worth) - i64::from(task.load) * i64::from(task.hands[hand].holds + self.taken[hand])
    }

    fn take(&mut self, task: &Assignment<'_>, pair: usize) -> bool {
        let Pair { duty, hand, .. } = task.pairs[pair];
        let gain = self.worth(task, pair) + i64::from(task.duties[duty as usize].urgency);
        let (places, taken) = (&mut self.places[duty as usize], &mut self.taken[hand as usize]);
        let room = *places > 0 && *taken < task.hands[hand as usize].room && gain > 0;
        if room {
            *places -= 1;
            *taken += 1;
        }
        room
    }
}
