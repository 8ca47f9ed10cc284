//! Who has a slot and who waits, by numbers alone. What is booked is never taken away again; who waits
//! moves up in the order of asking, and nobody passes somebody who asked earlier for an overlapping time.

use super::Span;

/// One booking of a day, in the order of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    pub span: Span,
    /// How much of the capacity it takes.
    pub takes: i64,
    pub booked: bool,
}

/// The most that is taken at one time within a span. It can only grow where something begins.
pub fn load(span: Span, booked: &[(Span, i64)]) -> i64 {
    let at = |minute: i64| booked.iter().filter(|b| b.0.from <= minute && minute < b.0.to).map(|b| b.1).sum::<i64>();
    let begins = booked.iter().map(|b| b.0.from).filter(|from| (span.from..span.to).contains(from));
    begins.chain([span.from]).map(at).max().unwrap_or(0)
}

/// Those who wait and now have a slot, as places in `asks`.
pub fn moving_up(capacity: i64, asks: &[Ask]) -> Vec<usize> {
    let mut booked: Vec<(Span, i64)> = asks.iter().filter(|a| a.booked).map(|a| (a.span, a.takes)).collect();
    let (mut waiting, mut moved): (Vec<Span>, Vec<usize>) = (vec![], vec![]);
    for (n, ask) in asks.iter().enumerate().filter(|a| !a.1.booked) {
        let fits = load(ask.span, &booked) + ask.takes <= capacity;
        if fits && !waiting.iter().any(|earlier| earlier.overlaps(ask.span)) {
            booked.push((ask.span, ask.takes));
            moved.push(n);
        } else if ask.takes <= capacity {
            // Who asked for more than there ever is would hold everybody else up.
            waiting.push(ask.span);
        }
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asks() -> impl Strategy<Value = (i64, Vec<Ask>)> {
        let ask = (8i64..18, 1i64..5, 1i64..4).prop_map(|(from, hours, takes)| Ask {
            span: Span { from: from * 60, to: (from + hours) * 60 },
            takes,
            booked: false,
        });
        (1i64..6, prop::collection::vec(ask, 1..14))
    }

    /// Everybody asks one after the other, as the desk does it.
    fn asked(capacity: i64, all: &[Ask]) -> Vec<Ask> {
        let mut day: Vec<Ask> = vec![];
        for ask in all {
            day.push(*ask);
            moving_up(capacity, &day).into_iter().for_each(|n| day[n].booked = true);
        }
        day
    }

    fn booked(day: &[Ask]) -> Vec<(Span, i64)> {
        day.iter().filter(|a| a.booked).map(|a| (a.span, a.takes)).collect()
    }

    proptest! {
        #[test]
        fn capacity_is_never_passed_and_nobody_is_passed_by((capacity, all) in asks()) {
            let day = asked(capacity, &all);
            for minute in (8 * 60)..(22 * 60) {
                let taken = load(Span { from: minute, to: minute + 1 }, &booked(&day));
                prop_assert!(taken <= capacity);
            }
            prop_assert_eq!(moving_up(capacity, &day), Vec::<usize>::new(), "nothing is left to move");
        }

        /// Somebody cancels: what stood stands, and each who moves up had nobody before them who waits for an overlapping time.
        #[test]
        fn a_cancelled_booking_moves_the_first_who_wait((capacity, all) in asks(), which in any::<prop::sample::Index>()) {
            let mut day = asked(capacity, &all);
            let gone = which.index(day.len());
            day.remove(gone);
            let before = booked(&day);
            let moved = moving_up(capacity, &day);
            moved.iter().for_each(|n| day[*n].booked = true);
            let after = booked(&day);
            prop_assert!(before.iter().all(|b| after.contains(b)));
            for minute in (8 * 60)..(22 * 60) {
                let taken = load(Span { from: minute, to: minute + 1 }, &after);
                prop_assert!(taken <= capacity);
            }
            for n in moved {
                let passed = day[..n].iter().any(|a| !a.booked && a.takes <= capacity && a.span.overlaps(day[n].span));
                prop_assert!(!passed, "{:?} was passed by {:?}", day, day[n]);
            }
        }

        #[test]
        fn of_a_slot_asked_for_by_many_the_first_have_it(capacity in 1i64..9, many in 1usize..20) {
            let one = Ask { span: Span { from: 600, to: 660 }, takes: 1, booked: false };
            let day = asked(capacity, &vec![one; many]);
            for (n, ask) in day.iter().enumerate() {
                prop_assert_eq!(ask.booked, (n as i64) < capacity);
            }
        }
    }
}
