//! The assignment of least cost, as a flow: each place of a duty sends one unit to a hand that fits, or
//! leaves it empty at the duty's urgency. Place after place goes the cheapest way there is, taking
//! back what stood before where that is cheaper for all (successive shortest paths with potentials;
//! Ahuja, Magnanti, Orlin: Network Flows, chapter 9.7). After each place the flow is the cheapest of
//! its size, so that stopping early leaves an optimum of the duties done so far.
//!
//! A search ends at the first hand with room, and hands that cannot lie on a shorter way are not looked
//! at: with many more hands than places most searches look at one duty's pairs only.

use super::{Assignment, WORTH_MOST};
use std::{cmp::Reverse, collections::BinaryHeap};

/// The chosen pairs, and how many duties, in turn, they are the optimum of.
pub fn run(task: &Assignment<'_>, mut go_on: impl FnMut() -> bool) -> (Vec<usize>, usize) {
    let mut flow = Flow::new(task);
    let mut done = 0;
    for duty in task.in_turn() {
        for _ in 0..task.duties[duty].places {
            if !go_on() {
                flow.give_back(duty);
                return (flow.chosen(), done);
            }
            if !flow.send(duty) {
                break;
            }
        }
        done += 1;
    }
    (flow.chosen(), done)
}

/// How a node was reached: from which duty over which pair, or from which hand back over its pair.
#[derive(Clone, Copy)]
struct Reached {
    round: u32,
    distance: i64,
    by: u32,
    settled: bool,
}

const NOTHING: u32 = u32::MAX;

struct Flow<'a> {
    task: &'a Assignment<'a>,
    of_duty: Vec<Vec<u32>>,
    /// Whether a pair is chosen.
    used: Vec<bool>,
    /// The chosen pairs of each hand.
    of_hand: Vec<Vec<u32>>,
    /// Of the duties, then of the hands.
    potential: Vec<i64>,
    reached: Vec<Reached>,
    round: u32,
    heap: BinaryHeap<Reverse<(i64, u32)>>,
    settled: Vec<u32>,
}

/// Where a way ends.
#[derive(Clone, Copy)]
struct End {
    distance: i64,
    /// A hand with room, or a duty that leaves the place empty.
    node: u32,
}

impl<'a> Flow<'a> {
    fn new(task: &'a Assignment<'a>) -> Flow<'a> {
        let nodes = task.duties.len() + task.hands.len();
        Flow {
            task,
            of_duty: task.of_duties(),
            used: vec![false; task.pairs.len()],
            of_hand: vec![vec![]; task.hands.len()],
            potential: vec![0; nodes],
            reached: vec![Reached { round: 0, distance: 0, by: NOTHING, settled: false }; nodes],
            round: 0,
            heap: BinaryHeap::new(),
            settled: vec![],
        }
    }

    fn chosen(&self) -> Vec<usize> {
        self.of_hand.iter().flatten().map(|p| *p as usize).collect()
    }

    fn cost(&self, pair: u32) -> i64 {
        i64::from(WORTH_MOST) - i64::from(self.task.pairs[pair as usize].worth)
    }

    fn hand(&self, pair: u32) -> u32 {
        self.task.duties.len() as u32 + self.task.pairs[pair as usize].hand
    }

    /// What the next duty of a hand costs; none where there is no room.
    fn next_load(&self, hand: u32) -> Option<i64> {
        let at = hand as usize - self.task.duties.len();
        let (hand, taken) = (&self.task.hands[at], self.of_hand[at].len() as u32);
        (taken < hand.room).then(|| i64::from(self.task.load) * i64::from(hand.holds + taken))
    }

    /// One more place of a duty along the cheapest way. False where every further place stays empty:
    /// the way ended at the duty itself.
    fn send(&mut self, duty: usize) -> bool {
        let Some(end) = self.cheapest(duty as u32) else { return false };
        for node in std::mem::take(&mut self.settled) {
            let distance = self.reached[node as usize].distance;
            self.potential[node as usize] += distance.min(end.distance) - end.distance;
        }
        self.turn(duty as u32, end.node);
        end.node != duty as u32
    }

    fn cheapest(&mut self, from: u32) -> Option<End> {
        self.round += 1;
        self.heap.clear();
        self.settled.clear();
        let mut end: Option<End> = None;
        self.reach(from, 0, NOTHING);
        while let Some(Reverse((distance, node))) = self.heap.pop() {
            if end.is_some_and(|e| e.distance <= distance) {
                break;
            }
            let at = &mut self.reached[node as usize];
            if at.settled || distance > at.distance {
                continue;
            }
            at.settled = true;
            self.settled.push(node);
            if (node as usize) < self.task.duties.len() {
                self.beyond_duty(node, distance, &mut end);
            } else {
                self.beyond_hand(node, distance);
            }
        }
        end
    }

    /// The place stays empty, or goes to a hand that has not got it.
    fn beyond_duty(&mut self, duty: u32, distance: i64, end: &mut Option<End>) {
        let here = distance + self.potential[duty as usize];
        let empty = here + i64::from(self.task.duties[duty as usize].urgency) + i64::from(WORTH_MOST);
        nearer(end, End { distance: empty, node: duty });
        let pairs = std::mem::take(&mut self.of_duty[duty as usize]);
        for &pair in &pairs {
            if self.used[pair as usize] {
                continue;
            }
            let hand = self.hand(pair);
            let there = here + self.cost(pair) - self.potential[hand as usize];
            if end.is_some_and(|e| e.distance <= there) || !self.reach(hand, there, pair) {
                continue;
            }
            if let Some(load) = self.next_load(hand) {
                nearer(end, End { distance: there + self.potential[hand as usize] + load, node: hand });
            }
        }
        self.of_duty[duty as usize] = pairs;
    }

    /// Back over what the hand has: its duty looks for somebody else.
    fn beyond_hand(&mut self, hand: u32, distance: i64) {
        let at = hand as usize - self.task.duties.len();
        let pairs = std::mem::take(&mut self.of_hand[at]);
        for &pair in &pairs {
            let duty = self.task.pairs[pair as usize].duty;
            let there = distance + self.potential[hand as usize] - self.cost(pair) - self.potential[duty as usize];
            self.reach(duty, there, pair);
        }
        self.of_hand[at] = pairs;
    }

    /// Whether this is the shortest way to the node so far.
    fn reach(&mut self, node: u32, distance: i64, by: u32) -> bool {
        let at = &mut self.reached[node as usize];
        if at.round == self.round && at.distance <= distance {
            return false;
        }
        *at = Reached { round: self.round, distance, by, settled: false };
        self.heap.push(Reverse((distance, node)));
        true
    }

    /// Turns the pairs of a way over, from its end back to its start.
    fn turn(&mut self, from: u32, end: u32) {
        let duties = self.task.duties.len();
        let mut node = end;
        while node != from {
            let pair = self.reached[node as usize].by;
            let hand = self.hand(pair);
            let mine = &mut self.of_hand[hand as usize - duties];
            if node == hand {
                mine.push(pair);
                self.used[pair as usize] = true;
                node = self.task.pairs[pair as usize].duty;
            } else {
                mine.retain(|p| *p != pair);
                self.used[pair as usize] = false;
                node = hand;
            }
        }
    }

    /// What a duty that was not finished has got: it is filled with the rest.
    fn give_back(&mut self, duty: usize) {
        for mine in &mut self.of_hand {
            mine.retain(|p| self.task.pairs[*p as usize].duty as usize != duty);
        }
    }
}

fn nearer(end: &mut Option<End>, other: End) {
    if end.is_none_or(|e| other.distance < e.distance) {
        *end = Some(other);
    }
}
