//! Visit rounds: who visits whom, in which order.

use crate::{
    Point, area,
    between::{FEW, Search},
    dice::Dice,
    optimum,
    walk::{GAIN, Walk},
};

/// One visit, in the order in which the register lists the places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Visit {
    /// Where; nobody knows without coordinates.
    pub at: Option<Point>,
    /// How long it takes.
    pub minutes: u32,
}

#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    pub visits: &'a [Visit],
    pub visitors: usize,
    /// Where all set out, where that is known.
    pub start: Option<Point>,
    /// How much longer the walk is than the straight line.
    pub detour: f64,
}

/// Minutes of visiting that one visitor may have: one visit more or less than an equal share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub least: u64,
    pub most: u64,
}

/// What one visitor is proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct Tour {
    /// Places in the task's list, in the order of walking; those whose place nobody knows last, in
    /// the order of the list.
    pub visits: Vec<usize>,
    pub minutes: u64,
    /// Of the walk between those whose place is known.
    pub metres: f64,
    /// How many of the visits were placed by distance: the rest follow the order of the list.
    pub located: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Rounds {
    pub tours: Vec<Tour>,
    pub bounds: Bounds,
}

/// In how many directions a small town is cut, and how often the best proposal is shaken.
const TURNS: usize = 8;
const SHAKES: usize = 24;

impl Task<'_> {
    /// An equal share, one visit more or less; for the visits that are placed by distance and for all.
    pub fn bounds(&self, visits: impl Iterator<Item = u32> + Clone) -> Bounds {
        let (total, longest) = (visits.clone().map(u64::from).sum::<u64>(), u64::from(visits.max().unwrap_or(0)));
        let visitors = self.visitors.max(1) as u64;
        Bounds { least: (total / visitors).saturating_sub(longest), most: total.div_ceil(visitors) + longest }
    }
}

/// Splits the visits among the visitors and orders each share: a few visits in the best way there is,
/// more by searching. Without visitors nothing is proposed.
pub fn propose(task: &Task<'_>) -> Rounds {
    split(task, |walk, minutes| {
        let visits: Vec<Visit> = walk.points.iter().zip(minutes).map(|(at, minutes)| Visit { at: Some(*at), minutes: *minutes }).collect();
        optimum::tours(&Task { visits: &visits, ..*task })
    })
}

/// The same by searching alone, however few they are: to measure the search against the optimum.
pub fn search(task: &Task<'_>) -> Rounds {
    split(task, |_, _| None)
}

/// `best`: the best way of those whose place is known, where it can be reckoned.
fn split(task: &Task<'_>, best: impl FnOnce(Walk<'_>, &[u32]) -> Option<Vec<Vec<usize>>>) -> Rounds {
    let bounds = task.bounds(task.visits.iter().map(|v| v.minutes));
    if task.visitors == 0 {
        return Rounds { tours: vec![], bounds };
    }
    let (known, unknown): (Vec<usize>, Vec<usize>) = (0..task.visits.len()).partition(|v| task.visits[*v].at.is_some());
    let points: Vec<Point> = known.iter().filter_map(|v| task.visits[*v].at).collect();
    let minutes: Vec<u32> = known.iter().map(|v| task.visits[*v].minutes).collect();
    let walk = Walk { points: &points, start: task.start };
    let placed = best(walk, &minutes).unwrap_or_else(|| {
        let search = Search::new(walk, &minutes, task.bounds(minutes.iter().copied()));
        if points.len() <= FEW { of_few(&search, task.visitors) } else { of_many(&search, task.visitors) }
    });
    let mut tours: Vec<Tour> = placed
        .into_iter()
        .map(|t| Tour {
            metres: walk.metres(&t) * task.detour,
            minutes: t.iter().map(|v| u64::from(minutes[*v])).sum(),
            located: t.len(),
            visits: t.into_iter().map(|v| known[v]).collect(),
        })
        .collect();
    by_list(task, &unknown, &mut tours);
    Rounds { tours, bounds }
}

fn of_many(search: &Search<'_>, visitors: usize) -> Vec<Vec<usize>> {
    let all = (0..search.walk.points.len()).collect();
    let mut tours = area::split(search.walk.points, search.minutes, all, visitors, None);
    search.improve(&mut tours);
    tours
}

/// Few visits are cheap: the town is cut in several directions, and the best proposal is shaken and
/// improved again.
fn of_few(search: &Search<'_>, visitors: usize) -> Vec<Vec<usize>> {
    let mut best = of_many(search, visitors);
    let mut least = search.metres(&best);
    let mut keep = |tours: Vec<Vec<usize>>, best: &mut Vec<Vec<usize>>| {
        let metres = search.metres(&tours);
        if metres + GAIN < least {
            (*best, least) = (tours, metres);
        }
    };
    if visitors == 1 || search.walk.points.len() < 2 {
        return best;
    }
    for turn in 0..TURNS {
        let angle = std::f64::consts::PI * turn as f64 / TURNS as f64;
        let all = (0..search.walk.points.len()).collect();
        let mut tours = area::split(search.walk.points, search.minutes, all, visitors, Some(angle));
        search.improve(&mut tours);
        keep(tours, &mut best);
    }
    let mut dice = Dice::new(0x9e37_79b9_7f4a_7c15);
    for _ in 0..SHAKES {
        let mut tours = best.clone();
        for _ in 0..3 {
            shake(search, &mut tours, &mut dice);
        }
        search.improve(&mut tours);
        keep(tours, &mut best);
    }
    best
}

/// Two visits of different visitors change places, wherever they are.
fn shake(search: &Search<'_>, tours: &mut [Vec<usize>], dice: &mut Dice) {
    let (a, b) = (dice.below(tours.len()), dice.below(tours.len()));
    if a == b || tours[a].is_empty() || tours[b].is_empty() {
        return;
    }
    let (i, j) = (dice.below(tours[a].len()), dice.below(tours[b].len()));
    let (mut one, mut two) = (tours[a].clone(), tours[b].clone());
    std::mem::swap(&mut one[i], &mut two[j]);
    if search.holds(&one) && search.holds(&two) {
        (tours[a], tours[b]) = (one, two);
    }
}

/// Those whose place nobody knows fill up the shares in the order of the list, so that neighbours in
/// the register stay together.
fn by_list(task: &Task<'_>, unknown: &[usize], tours: &mut [Tour]) {
    let total: u64 = unknown.iter().map(|v| u64::from(task.visits[*v].minutes)).sum();
    let loads: Vec<u64> = tours.iter().map(|t| t.minutes).collect();
    let level = level(&loads, total as f64);
    // Where the share of each visitor ends along the list.
    let mut end = 0.0;
    let ends: Vec<f64> = loads
        .iter()
        .map(|load| {
            end += (level - *load as f64).max(0.0);
            end
        })
        .collect();
    let mut done = 0.0;
    for v in unknown {
        let minutes = f64::from(task.visits[*v].minutes);
        let middle = done + minutes / 2.0;
        let whose = ends.iter().position(|end| middle < *end).unwrap_or(ends.len() - 1);
        tours[whose].visits.push(*v);
        tours[whose].minutes += u64::from(task.visits[*v].minutes);
        done += minutes;
    }
}

/// How high the loads stand once `more` is poured over them.
fn level(loads: &[u64], more: f64) -> f64 {
    let mut sorted: Vec<f64> = loads.iter().map(|l| *l as f64).collect();
    sorted.sort_by(f64::total_cmp);
    let (mut sum, mut level) = (0.0, 0.0);
    for (n, load) in sorted.iter().enumerate() {
        sum += load;
        level = (sum + more) / (n + 1) as f64;
        if sorted.get(n + 1).is_none_or(|next| *next >= level) {
            break;
        }
    }
    level
}
