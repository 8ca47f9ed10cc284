//! Making all walks together shorter by moving visits from one visitor to another, within the bounds
//! of load.

use crate::{
    Bounds, Point,
    walk::{GAIN, Walk},
};

/// How many near places each visit is tried beside.
const NEAR: usize = 10;
/// Up to this many visits every other one is near, and what is tried is put in order before it is
/// judged: in long walks that costs too much.
pub(crate) const FEW: usize = 16;

pub(crate) struct Search<'a> {
    pub walk: Walk<'a>,
    pub minutes: &'a [u32],
    pub bounds: Bounds,
    near: Vec<Vec<usize>>,
}

impl<'a> Search<'a> {
    pub fn new(walk: Walk<'a>, minutes: &'a [u32], bounds: Bounds) -> Search<'a> {
        Search { near: near(walk.points), walk, minutes, bounds }
    }

    pub fn metres(&self, tours: &[Vec<usize>]) -> f64 {
        tours.iter().map(|t| self.walk.metres(t)).sum()
    }

    /// Until nothing that is tried shortens the whole.
    pub fn improve(&self, tours: &mut [Vec<usize>]) {
        tours.iter_mut().for_each(|t| self.walk.order(t));
        let mut whose = vec![0; self.walk.points.len()];
        tours.iter().enumerate().for_each(|(n, t)| t.iter().for_each(|v| whose[*v] = n));
        loop {
            let mut better = self.to_the_empty(tours, &mut whose);
            for visit in 0..self.near.len() {
                for n in 0..self.near[visit].len() {
                    let other = self.near[visit][n];
                    if whose[visit] != whose[other] && self.exchange(tours, visit, other, &mut whose) {
                        better = true;
                    }
                }
            }
            if !better {
                break;
            }
        }
        tours.iter_mut().for_each(|t| self.walk.order(t));
    }

    /// What can be done with a visit of one tour and one near it of another: it goes before or behind
    /// it, both change places, or the tours change their ends there.
    fn exchange(&self, tours: &mut [Vec<usize>], visit: usize, other: usize, whose: &mut [usize]) -> bool {
        let (a, b) = (whose[visit], whose[other]);
        let place = |tour: &[usize], v: usize| tour.iter().position(|x| *x == v).unwrap_or(0);
        let (i, j) = (place(&tours[a], visit), place(&tours[b], other));
        let (one, two) = (&tours[a], &tours[b]);
        let without = [&one[..i], &one[i + 1..]].concat();
        let mut swapped = (one.clone(), two.clone());
        std::mem::swap(&mut swapped.0[i], &mut swapped.1[j]);
        let turned = |part: &[usize]| part.iter().rev().copied().collect::<Vec<_>>();
        let options = [
            (without.clone(), [&two[..j], &[visit], &two[j..]].concat()),
            (without, [&two[..=j], &[visit], &two[j + 1..]].concat()),
            swapped,
            ([&one[..=i], &two[j..]].concat(), [&two[..j], &one[i + 1..]].concat()),
            ([&one[..=i], &turned(&two[..=j])[..]].concat(), [&turned(&one[i + 1..])[..], &two[j + 1..]].concat()),
        ];
        let now = self.walk.metres(one) + self.walk.metres(two);
        for (mut first, mut second) in options {
            if !self.holds(&first) || !self.holds(&second) {
                continue;
            }
            if self.near.len() <= FEW {
                self.walk.shorten(&mut first);
                self.walk.shorten(&mut second);
            }
            if self.walk.metres(&first) + self.walk.metres(&second) + GAIN < now {
                self.walk.shorten(&mut first);
                self.walk.shorten(&mut second);
                first.iter().for_each(|v| whose[*v] = a);
                second.iter().for_each(|v| whose[*v] = b);
                (tours[a], tours[b]) = (first, second);
                return true;
            }
        }
        false
    }

    /// A visitor without visits has none that others could be near to.
    fn to_the_empty(&self, tours: &mut [Vec<usize>], whose: &mut [usize]) -> bool {
        let mut better = false;
        for visit in 0..whose.len() {
            let Some(empty) = tours.iter().position(Vec::is_empty) else { break };
            let from = &tours[whose[visit]];
            let without: Vec<usize> = from.iter().copied().filter(|v| *v != visit).collect();
            let shorter = self.walk.metres(&without) + self.walk.metres(&[visit]) + GAIN < self.walk.metres(from);
            if shorter && self.holds(&without) && self.holds(&[visit]) {
                tours[whose[visit]] = without;
                tours[empty] = vec![visit];
                whose[visit] = empty;
                better = true;
            }
        }
        better
    }

    pub fn holds(&self, tour: &[usize]) -> bool {
        let minutes: u64 = tour.iter().map(|v| u64::from(self.minutes[*v])).sum();
        self.bounds.least <= minutes && minutes <= self.bounds.most
    }
}

/// For each visit the ones near it. Of many at one place (a building) one in each direction of the
/// list is enough, so that a large building does not hide its neighbours.
fn near(points: &[Point]) -> Vec<Vec<usize>> {
    let n = points.len();
    let of = |v: usize| -> Vec<usize> {
        let mut others: Vec<usize> = (0..n).filter(|o| *o != v).collect();
        if n <= FEW {
            return others;
        }
        others.sort_by(|a, b| points[v].metres_to(points[*a]).total_cmp(&points[v].metres_to(points[*b])).then(a.cmp(b)));
        let (mut kept, mut places): (Vec<usize>, usize) = (vec![], 0);
        let mut last: Option<(Point, usize)> = None;
        for o in others {
            let same = last.filter(|(p, _)| *p == points[o]).map_or(0, |(_, count)| count);
            if same == 0 {
                places += 1;
            }
            if places > NEAR {
                break;
            }
            if same < 2 {
                kept.push(o);
            }
            last = Some((points[o], same + 1));
        }
        kept
    };
    (0..n).map(of).collect()
}
