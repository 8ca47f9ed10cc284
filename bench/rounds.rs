//! Visit rounds: how long a street's proposal takes, and how much longer than the optimum we walk
//! where the optimum is known. `cargo bench --bench rounds`.

use matching::{Degrees, Rounds, Task, Visit, optimum, propose, search};
use std::time::Instant;

/// Members and visitors of the street of the Changzhou paper, each visit twenty minutes.
const MEMBERS: usize = 1366;
const VISITORS: usize = 40;
const MINUTES: u32 = 20;
const DETOUR: f64 = 1.3;
const SECONDS_MOST: f64 = 2.0;
const OPTIMUM_MOST: f64 = 1.10;

fn main() {
    let mut dice = 20_261_101u64;
    let street = street(&mut dice);
    let start = Instant::now();
    let rounds = propose(&Task { visits: &street, visitors: VISITORS, start: None, detour: DETOUR });
    let seconds = start.elapsed().as_secs_f64();
    let metres: f64 = rounds.tours.iter().map(|t| t.metres).sum();
    let loads = rounds.tours.iter().map(|t| t.visits.len());
    println!("{MEMBERS} members, {VISITORS} visitors");
    println!("  {:.3} s (limit {SECONDS_MOST} s) {}", seconds, verdict(seconds <= SECONDS_MOST));
    println!("  {:.1} km on foot in all, {:.0} m each", metres / 1000.0, metres / VISITORS as f64);
    println!("  {} to {} visits each", loads.clone().min().unwrap_or(0), loads.max().unwrap_or(0));

    println!("against the optimum (Held and Karp), 40 towns each: what is proposed, and what searching alone would find");
    println!("  visits  visitors  proposed: mean   worst   searched: mean   worst");
    let mut worst = 1.0f64;
    for (visits, visitors) in [(6, 1), (8, 1), (8, 2), (10, 2), (10, 3), (12, 3)] {
        let towns: Vec<(f64, f64)> = (0..40).map(|_| ratios(&mut dice, visits, visitors)).collect();
        let mean = |of: fn(&(f64, f64)) -> f64| towns.iter().map(of).sum::<f64>() / towns.len() as f64;
        let most = |of: fn(&(f64, f64)) -> f64| towns.iter().map(of).fold(1.0, f64::max);
        worst = worst.max(most(|t| t.0)).max(most(|t| t.1));
        println!(
            "  {visits:>6}  {visitors:>8}  {:>14.4} {:>7.4} {:>16.4} {:>7.4}",
            mean(|t| t.0),
            most(|t| t.0),
            mean(|t| t.1),
            most(|t| t.1)
        );
    }
    println!("  worst of both {worst:.4} (limit {OPTIMUM_MOST}) {}", verdict(worst <= OPTIMUM_MOST));
}

fn verdict(holds: bool) -> &'static str {
    if holds { "holds" } else { "MISSED" }
}

/// Metres for each metre of the optimum, of a small town drawn by chance: as proposed, and as searched.
fn ratios(dice: &mut u64, visits: usize, visitors: usize) -> (f64, f64) {
    let corner = Degrees { latitude: 31_800_000, longitude: 119_970_000 };
    let town: Vec<Visit> = (0..visits).map(|_| visit(dice, corner, 15_000, corner)).collect();
    let start = Some(visit(dice, corner, 15_000, corner)).and_then(|v| v.at);
    let task = Task { visits: &town, visitors, start, detour: DETOUR };
    let best = optimum::metres(&task).unwrap_or(f64::NAN);
    let of = |rounds: Rounds| rounds.tours.iter().map(|t| t.metres).sum::<f64>() / best;
    (of(propose(&task)), of(search(&task)))
}

/// Twelve communities of up to forty buildings within some four kilometres.
fn street(dice: &mut u64) -> Vec<Visit> {
    let corner = Degrees { latitude: 31_780_000, longitude: 119_950_000 };
    let communities: Vec<Degrees> = (0..12).map(|_| shifted(dice, corner, 36_000)).collect();
    let buildings: Vec<Degrees> = (0..480).map(|n| shifted(dice, communities[n % 12], 5_000)).collect();
    (0..MEMBERS)
        .map(|_| {
            let building = buildings[below(dice, buildings.len() as u64) as usize];
            Visit { at: Some(building.on_plane(corner)), minutes: MINUTES }
        })
        .collect()
}

fn visit(dice: &mut u64, corner: Degrees, spread: u64, about: Degrees) -> Visit {
    Visit { at: Some(shifted(dice, corner, spread).on_plane(about)), minutes: MINUTES }
}

fn shifted(dice: &mut u64, from: Degrees, spread: u64) -> Degrees {
    Degrees { latitude: from.latitude + below(dice, spread) as i64, longitude: from.longitude + below(dice, spread) as i64 }
}

/// xorshift64*: the same town every time.
fn below(dice: &mut u64, n: u64) -> u64 {
    *dice ^= *dice >> 12;
    *dice ^= *dice << 25;
    *dice ^= *dice >> 27;
    (dice.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % n
}
