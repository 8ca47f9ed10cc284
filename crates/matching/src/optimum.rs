//! The exact optimum of small tasks, to measure proposals against: the shortest walk through every
//! set of visits (Held and Karp), and the cheapest way to make up all visits of such sets.

use crate::{Point, Task};

/// Most visits for which it is reckoned: time and memory grow with 3 to their power.
pub const MOST: usize = 12;

/// Metres of the best proposal there is within the task's bounds. `None` where the task is too large,
/// or a place is not known, or no split lies within the bounds.
pub fn metres(task: &Task<'_>) -> Option<f64> {
    let points: Vec<Point> = task.visits.iter().map(|v| v.at).collect::<Option<_>>()?;
    if points.len() > MOST || task.visitors == 0 {
        return None;
    }
    let (sets, bounds) = (1usize << points.len(), task.bounds(task.visits.iter().map(|v| v.minutes)));
    let minutes = |set: usize| (0..points.len()).filter(|v| set >> v & 1 == 1).map(|v| u64::from(task.visits[v].minutes)).sum::<u64>();
    let walks = shortest(&points, task.start);
    let fits: Vec<bool> = (0..sets).map(|set| (bounds.least..=bounds.most).contains(&minutes(set))).collect();
    let mut best: Vec<f64> = (0..sets).map(|set| if fits[set] { walks[set] } else { f64::INFINITY }).collect();
    for _ in 1..task.visitors {
        let mut next = vec![f64::INFINITY; sets];
        for set in 0..sets {
            let mut part = set;
            loop {
                if fits[part] {
                    next[set] = next[set].min(walks[part] + best[set ^ part]);
                }
                if part == 0 {
                    break;
                }
                part = (part - 1) & set;
            }
        }
        best = next;
    }
    Some(best[sets - 1] * task.detour).filter(|m| m.is_finite())
}

/// For each set of visits the shortest walk through all of them.
fn shortest(points: &[Point], start: Option<Point>) -> Vec<f64> {
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
    ending.into_iter().enumerate().map(|(set, ends)| if set == 0 { 0.0 } else { ends.into_iter().fold(f64::INFINITY, f64::min) }).collect()
}
