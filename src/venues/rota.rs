//! Whose turn it is to open its doors, by dates alone.

use super::Hours;
use jiff::civil::Date;

/// A venue of a unit.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    pub unit: usize,
    pub hours: &'a Hours,
    /// The last open day of this venue.
    pub last: Option<Date>,
}

/// For each day the venue whose turn it is: of those open on that weekday, of the unit that opened
/// longest ago, that unit's venue that opened longest ago. Who never did comes first, then the order
/// given. None where no venue is open on that weekday.
pub fn in_turn(candidates: &[Candidate], days: &[Date]) -> Vec<Option<usize>> {
    let mut last: Vec<Option<Date>> = candidates.iter().map(|c| c.last).collect();
    let mut turns = vec![];
    for day in days {
        let of_unit = |n: usize| {
            let same = candidates.iter().zip(&last).filter(|c| c.0.unit == candidates[n].unit);
            same.filter_map(|c| *c.1).max()
        };
        let open = (0..candidates.len()).filter(|n| !candidates[*n].hours.on(*day).is_empty());
        let turn = open.min_by_key(|n| (of_unit(*n), last[*n], candidates[*n].unit, *n));
        if let Some(n) = turn {
            last[n] = Some(*day);
        }
        turns.push(turn);
    }
    turns
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{ToSpan, civil::date};
    use proptest::prelude::*;

    proptest! {
        /// Units that are always open take turns: in any row of as many weeks as there are units, each has one.
        #[test]
        fn in_as_many_weeks_as_units_each_opens_once(units in prop::collection::vec(1usize..4, 1..6), weeks in 1usize..30) {
            let all = Hours::typed(["9:00-11:00"; 7]).expect("hours");
            let candidates: Vec<Candidate> = units.iter().enumerate()
                .flat_map(|(unit, venues)| vec![Candidate { unit, hours: &all, last: None }; *venues]).collect();
            let days: Vec<Date> = (0..weeks as i64).map(|w| date(2026, 12, 2) + (w * 7).days()).collect();
            let turns: Vec<usize> = in_turn(&candidates, &days).into_iter().map(|t| t.expect("open")).collect();
            for row in turns.windows(units.len()) {
                let mut opened: Vec<usize> = row.iter().map(|n| candidates[*n].unit).collect();
                opened.sort_unstable();
                prop_assert_eq!(opened, (0..units.len()).collect::<Vec<_>>());
            }
        }

        #[test]
        fn nobody_opens_on_a_day_they_are_closed(open in prop::collection::vec(prop::collection::vec(any::<bool>(), 7), 0..5)) {
            let hours: Vec<Hours> = open.iter().map(|days| {
                let line = |n: usize| if days[n] { "9:00-11:00" } else { "" };
                Hours::typed(std::array::from_fn(line)).unwrap_or_default()
            }).collect();
            let candidates: Vec<Candidate> = hours.iter().enumerate().map(|(unit, hours)| Candidate { unit, hours, last: None }).collect();
            let days: Vec<Date> = (0..21i64).map(|n| date(2026, 12, 1) + n.days()).collect();
            for (day, turn) in days.iter().zip(in_turn(&candidates, &days)) {
                match turn {
                    Some(n) => prop_assert!(!hours[n].on(*day).is_empty()),
                    None => prop_assert!(hours.iter().all(|h| h.on(*day).is_empty())),
                }
            }
        }
    }
}
