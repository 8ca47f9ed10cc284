//! Splitting visits into as many areas as there are visitors, each with its share of the load: the
//! town is cut in two across, in proportion, and each part again.

use crate::Point;

/// Cuts `visits` into `parts` areas. `turn` turns the town before it is cut (radians); without it
/// each part is cut across its longer side.
pub(crate) fn split(points: &[Point], minutes: &[u32], mut visits: Vec<usize>, parts: usize, turn: Option<f64>) -> Vec<Vec<usize>> {
    if parts <= 1 {
        return vec![visits];
    }
    let angle = turn.unwrap_or_else(|| if is_wide(points, &visits) { 0.0 } else { std::f64::consts::FRAC_PI_2 });
    let (sin, cos) = angle.sin_cos();
    let along = |v: &usize| (points[*v].east * cos + points[*v].north * sin, points[*v].north * cos - points[*v].east * sin);
    visits.sort_by(|a, b| {
        let (one, other) = (along(a), along(b));
        one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)).then(a.cmp(b))
    });
    let first = parts / 2;
    let behind = visits.split_off(cut(minutes, &visits, first, parts));
    // The next cut goes across this one.
    let turn = turn.map(|t| t + std::f64::consts::FRAC_PI_2);
    let mut areas = split(points, minutes, visits, first, turn);
    areas.extend(split(points, minutes, behind, parts - first, turn));
    areas
}

/// How many visits make `first` of `parts` shares, as nearly as whole visits allow.
fn cut(minutes: &[u32], visits: &[usize], first: usize, parts: usize) -> usize {
    let total: u64 = visits.iter().map(|v| u64::from(minutes[*v])).sum();
    let share = total as f64 * first as f64 / parts as f64;
    let (mut sum, mut best, mut at) = (0.0, share, 0);
    for (n, v) in visits.iter().enumerate() {
        sum += f64::from(minutes[*v]);
        if (sum - share).abs() < best {
            (best, at) = ((sum - share).abs(), n + 1);
        }
    }
    at
}

fn is_wide(points: &[Point], visits: &[usize]) -> bool {
    let span = |of: fn(&Point) -> f64| {
        let all = visits.iter().map(|v| of(&points[*v]));
        all.clone().fold(f64::MIN, f64::max) - all.fold(f64::MAX, f64::min)
    };
    span(|p| p.east) >= span(|p| p.north)
}
