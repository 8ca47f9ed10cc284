//! The exact optimum of small tasks: the shortest walk through every set of visits (Held and Karp),
//! and the cheapest way to make up all visits of such sets.

use crate::{Point, Task, Walk};

/// Most visits for which it is reckoned: time and memory grow with 3 to their power.
pub const MOST: usize = 12;

/// The best split there is within the task's bounds, each share in the order of walking. `None` where
/// the task is too large, or a place is not known, or no split lies within the bounds.
pub fn tours(task: &Task<'_>) -> Option<Vec<Vec<usize>>> {
    let points: Vec<Point> = task.visits.iter().map(|v| v.at).collect::<Option<_>>()?;
    if points.len() > MOST || task.visitors == 0 {
        return None;
    }
    let (sets, bounds) = (1usize << points.len(), task.bounds(task.visits.iter().map(|v| v.minutes)));
    let minutes = |set: usize| (0..points.len()).filter(|v| set >> v & 1 == 1).map(|v| u64::from(task.visits[v].minutes)).sum::<u64>();
    let walks = Walks::of(&points, task.start);
    let fits: Vec<bool> = (0..sets).map(|set| (bounds.least..=bounds.most).contains(&minutes(set))).collect();
    // For so many visitors and each set: the shortest whole, and the share of the last of them.
    let mut best: Vec<Vec<(f64, usize)>> =
        vec![(0..sets).map(|set| (if fits[set] { walks.metres(set) } else { f64::INFINITY }, set)).collect()];
    for others in 0..task.visitors - 1 {
        let mut next = vec![(f64::INFINITY, 0); sets];
        for (set, cell) in next.iter_mut().enumerate() {
            let mut part = set;
            loop {
                let whole = walks.metres(part) + best[others][set ^ part].0;
                if fits[part] && whole < cell.0 {
                    *cell = (whole, part);
                }
                if part == 0 {
                    break;
                }
                part = (part - 1) & set;
            }
        }
        best.push(next);
    }
    let mut left = sets - 1;
    if !best[task.visitors - 1][left].0.is_finite() {
        return None;
    }
    let shares = best.iter().rev().map(|of| {
        let part = of[left].1;
        left ^= part;
        walks.order(part)
    });
    Some(shares.collect())
}

/// Metres of that split, of all walks together.
pub fn metres(task: &Task<'_>) -> Option<f64> {
    let points: Vec<Point> = task.visits.iter().map(|v| v.at).collect::<Option<_>>()?;
    let walk = Walk { points: &points, start: task.start };
    Some(tours(task)?.iter().map(|t| walk.metres(t)).sum::<f64>() * task.detour)
}

/// The shortest walk through every set of visits: by the visit at which it ends.
struct Walks<'a> {
    points: &'a [Point],
    ending: Vec<Vec<f64>>,
}

impl Walks<'_> {
    fn of(points: &[Point], start: Option<Point>) -> Walks<'_> {
        let (n, sets) = (points.len(), 1usize << points.len());
        let mut ending = vec![vec![f64::INFINITY; n]; sets];
        for v in 0..n {
            ending[1 << v][v] = start.map_or(0.0, |s| s.metres_to(points[v]));
        }
        for set in 1..sets {
            for last in (0..n).filter(|v| set >> v & 1 == 1) {
                let so_far = ending[set][last];
                for next in (0..n).filter(|v| set >> v & 1 == 0) {
                    let cell = &mut ending[set | 1 << next][next];
                    *cell = cell.min(so_far + points[last].metres_to(points[next]));
                }
            }
        }
        Walks { points, ending }
    }

    /// Where the shortest walk through a set ends.
    fn end(&self, set: usize) -> Option<usize> {
        (0..self.points.len()).filter(|v| set >> v & 1 == 1).min_by(|a, b| self.ending[set][*a].total_cmp(&self.ending[set][*b]))
    }

    fn metres(&self, set: usize) -> f64 {
        self.end(set).map_or(0.0, |end| self.ending[set][end])
    }

    fn order(&self, mut set: usize) -> Vec<usize> {
        let (mut order, mut end) = (vec![], self.end(set));
        while let Some(last) = end {
            order.push(last);
            set &= !(1 << last);
            let through = |v: &usize| self.ending[set][*v] + self.points[*v].metres_to(self.points[last]);
            end = (0..self.points.len()).filter(|v| set >> v & 1 == 1).min_by(|a, b| through(a).total_cmp(&through(b)));
        }
        order.reverse();
        order
    }
}
