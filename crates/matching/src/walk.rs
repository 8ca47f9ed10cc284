//! One visitor's walk: from the start, where there is one, through all visits; where it ends is free.

use crate::Point;

/// Points and where the walk begins.
#[derive(Clone, Copy, Debug)]
pub struct Walk<'a> {
    pub points: &'a [Point],
    pub start: Option<Point>,
}

/// What is gained must be more than what rounding makes.
pub(crate) const GAIN: f64 = 1e-6;

/// Visits that Or-opt moves together.
const SEGMENT: usize = 3;

impl Walk<'_> {
    /// Metres of one leg. `None` in front is the start, behind it is the end of the walk: both cost
    /// nothing where nobody says where they are.
    fn leg(&self, from: Option<usize>, to: Option<usize>) -> f64 {
        match (from, to) {
            (Some(a), Some(b)) => self.points[a].metres_to(self.points[b]),
            (None, Some(b)) => self.start.map_or(0.0, |s| s.metres_to(self.points[b])),
            (_, None) => 0.0,
        }
    }

    /// Metres in straight lines, in this order.
    pub fn metres(&self, order: &[usize]) -> f64 {
        let first = self.leg(None, order.first().copied());
        first + order.windows(2).map(|w| self.leg(Some(w[0]), Some(w[1]))).sum::<f64>()
    }

    /// Puts the visits in an order that no turn (2-opt) and no shift of up to three (Or-opt) shortens,
    /// and that is no longer than always going to the nearest next.
    pub fn order(&self, visits: &mut Vec<usize>) {
        self.shorten(visits);
        let mut other = nearest_neighbour(self, visits);
        self.shorten(&mut other);
        if self.metres(&other) + GAIN < self.metres(visits) {
            *visits = other;
        }
    }

    pub(crate) fn shorten(&self, order: &mut Vec<usize>) {
        while self.turn(order) || self.shift(order) {}
    }

    /// 2-opt: a stretch walked the other way round.
    fn turn(&self, order: &mut [usize]) -> bool {
        let (mut better, n) = (false, order.len());
        for i in 0..n {
            let before = i.checked_sub(1).map(|p| order[p]);
            for j in i + 1..n {
                let after = order.get(j + 1).copied();
                let now = self.leg(before, Some(order[i])) + self.leg(Some(order[j]), after);
                if self.leg(before, Some(order[j])) + self.leg(Some(order[i]), after) + GAIN < now {
                    order[i..=j].reverse();
                    better = true;
                }
            }
        }
        better
    }

    /// Or-opt: up to three visits in a row go elsewhere in the walk, either way round.
    fn shift(&self, order: &mut Vec<usize>) -> bool {
        for length in 1..=SEGMENT.min(order.len()) {
            for i in 0..=order.len() - length {
                if self.shift_one(order, i, length) {
                    return true;
                }
            }
        }
        false
    }

    fn shift_one(&self, order: &mut Vec<usize>, i: usize, length: usize) -> bool {
        let at = |n: Option<usize>| n.and_then(|n| order.get(n).copied());
        let (head, tail) = (order[i], order[i + length - 1]);
        let (before, after) = (at(i.checked_sub(1)), at(Some(i + length)));
        let gain = self.leg(before, Some(head)) + self.leg(Some(tail), after) - self.leg(before, after);
        // The gap in front of each visit that stays, and the one behind the last.
        for gap in (0..=order.len()).filter(|gap| *gap < i || *gap > i + length) {
            let (left, right) = (at(gap.checked_sub(1)), at(Some(gap)));
            let open = self.leg(left, right);
            let forth = self.leg(left, Some(head)) + self.leg(Some(tail), right) - open;
            let back = self.leg(left, Some(tail)) + self.leg(Some(head), right) - open;
            if forth.min(back) + GAIN < gain {
                let mut moved: Vec<usize> = order.drain(i..i + length).collect();
                if back < forth {
                    moved.reverse();
                }
                let gap = if gap > i { gap - length } else { gap };
                order.splice(gap..gap, moved);
                return true;
            }
        }
        false
    }
}

/// Always to the nearest next, the first of the list first where nobody says where the walk begins.
pub fn nearest_neighbour(walk: &Walk<'_>, visits: &[usize]) -> Vec<usize> {
    let (mut left, mut order) = (visits.to_vec(), Vec::with_capacity(visits.len()));
    let mut here = walk.start;
    while !left.is_empty() {
        let distance = |v: usize| here.map_or(0.0, |h| h.metres_to(walk.points[v]));
        let nearest = (0..left.len()).min_by(|a, b| distance(left[*a]).total_cmp(&distance(left[*b]))).unwrap_or(0);
        // `remove` keeps the order of the rest, so that the first of equals is always the same.
        let next = left.remove(nearest);
        here = Some(walk.points[next]);
        order.push(next);
    }
    order
}
