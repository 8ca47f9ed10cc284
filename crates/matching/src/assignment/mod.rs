//! Who could take what: duties with places to fill, hands with room for more, and the pairs that fit,
//! each with its worth. Places are filled before worth is weighed; of two ways that fill the same, the
//! one of the greater worth wins, and nobody is given a second duty where it could be somebody's first.

mod exact;
mod simple;
#[cfg(test)]
mod tests;

pub use simple::{by_chance, greedy};

/// Something that so many people are wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
    pub places: u32,
    /// What an empty place costs, beside worths: the more urgent the more.
    pub urgency: u32,
}

/// Somebody who can take so many more duties, and holds so many already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hand {
    pub room: u32,
    pub holds: u32,
}

/// A duty and a hand that fit, by their places in the task's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    pub duty: u32,
    pub hand: u32,
    /// How well they fit: at most [`WORTH_MOST`].
    pub worth: u32,
}

pub const WORTH_MOST: u32 = 1_000;

#[derive(Clone, Copy, Debug)]
pub struct Assignment<'a> {
    pub duties: &'a [Duty],
    pub hands: &'a [Hand],
    /// Each duty and hand together at most once.
    pub pairs: &'a [Pair],
    /// What a duty costs for each that its hand holds before it.
    pub load: u32,
}

/// How a proposal was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// There is none of greater value.
    Exact,
    /// Time ran out: so many duties, the urgent first, are placed best among themselves, the others were
    /// given whoever fitted best and was left.
    CutShort { exact: usize },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// Places in the task's list of pairs, rising.
    pub pairs: Vec<usize>,
    pub method: Method,
}

/// The pairs of the greatest value. `go_on` is asked before each place: once it says no, the rest is
/// filled by [`greedy`], and the answer says so.
pub fn assign(task: &Assignment<'_>, go_on: impl FnMut() -> bool) -> Matched {
    let (mut pairs, exact) = exact::run(task, go_on);
    let method = if exact == task.duties.len() {
        Method::Exact
    } else {
        simple::fill(task, &mut pairs);
        Method::CutShort { exact }
    };
    pairs.sort_unstable();
    Matched { pairs, method }
}

impl Assignment<'_> {
    /// What a set of pairs is worth: worths and urgencies, less what loads cost.
    ///
    /// # Panics
    /// Where a pair's place lies outside the list.
    pub fn value(&self, pairs: &[usize]) -> i64 {
        let mut held: Vec<u32> = self.hands.iter().map(|h| h.holds).collect();
        pairs
            .iter()
            .map(|p| {
                let pair = &self.pairs[*p];
                let before = &mut held[pair.hand as usize];
                let value = i64::from(self.duties[pair.duty as usize].urgency + pair.worth) - i64::from(self.load) * i64::from(*before);
                *before += 1;
                value
            })
            .sum()
    }

    /// The places of the pairs of each duty.
    fn of_duties(&self) -> Vec<Vec<u32>> {
        let mut of: Vec<Vec<u32>> = vec![vec![]; self.duties.len()];
        for (place, pair) in self.pairs.iter().enumerate() {
            of[pair.duty as usize].push(place as u32);
        }
        of
    }

    /// The duties, the urgent first.
    fn in_turn(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.duties.len()).collect();
        order.sort_by_key(|d| std::cmp::Reverse(self.duties[*d].urgency));
        order
    }
}
