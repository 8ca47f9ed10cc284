//! What of its people's service a unit may read. Who agreed is named, with what they did. Of the others there are
//! sums only, each of at least so many people, and no sum beside them from which a smaller one could be taken
//! away: there is no total over all, what is left over is not told, and the lines have no turn in common.

use kernel::{Id, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One confirmed turn of somebody of a unit.
#[derive(Clone, Debug)]
pub struct Turn {
    pub person: Id,
    pub name: String,
    /// They agreed that their unit reads it by name.
    pub agreed: bool,
    /// The code of the post's kind.
    pub kind: String,
    pub minutes: i64,
    /// The resident's need that the post answers.
    pub need: Option<Id>,
}

/// What a unit reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Served {
    pub named: Vec<Named>,
    /// Sums of those who are not named, by kind of post.
    pub others: Vec<OfKind>,
    /// How many people these sums are of; none is less than the rule book asks for.
    pub others_people: i64,
    /// Some did more than the sums say. Not said where the unit has too few who did not agree.
    pub and_more: bool,
    /// Residents' needs that what is told here answered.
    pub needs: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Named {
    pub person: Id,
    pub name: String,
    pub sums: Vec<OfKind>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OfKind {
    /// The code of a kind of post; empty for several kinds together.
    pub kind: String,
    pub name: Text,
    pub turns: i64,
    pub minutes: i64,
}

/// Turns by kind of post.
type Kinds<'a> = BTreeMap<&'a str, Vec<&'a Turn>>;

impl Served {
    /// `nameless` is how many of the unit's people did not agree, whether they served or not; `least` the fewest
    /// people that a sum may be of.
    pub fn told(turns: &[Turn], nameless: i64, least: i64) -> Served {
        let (agreed, others): (Vec<&Turn>, Vec<&Turn>) = turns.iter().partition(|t| t.agreed);
        let enough = |turns: &[&Turn]| people(turns).len() as i64 >= least.max(1);
        let (mut lines, few): (Kinds, Kinds) = by_kind(&others).into_iter().partition(|(_, turns)| enough(turns));
        let few: Vec<&Turn> = few.into_values().flatten().collect();
        let left = if enough(&few) {
            lines.insert("", few);
            vec![]
        } else {
            few
        };
        let told: Vec<&Turn> = lines.values().flatten().copied().collect();
        let needs: BTreeSet<Id> = agreed.iter().chain(&told).filter_map(|t| t.need).collect();
        Served {
            named: named(&agreed),
            others_people: people(&told).len() as i64,
            others: lines.iter().map(|(kind, turns)| sum(kind, turns)).collect(),
            and_more: !left.is_empty() && nameless >= least,
            needs: needs.len() as i64,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.named.is_empty() && self.others.is_empty() && !self.and_more
    }

    /// All lines, to put the kinds' names in.
    pub fn lines_mut(&mut self) -> impl Iterator<Item = &mut OfKind> {
        self.named.iter_mut().flat_map(|n| n.sums.iter_mut()).chain(self.others.iter_mut())
    }
}

impl OfKind {
    pub fn hours(&self) -> String {
        crate::service::Hours { turns: self.turns, minutes: self.minutes }.words()
    }
}

impl Named {
    /// Over all kinds.
    pub fn hours(&self) -> crate::service::Hours {
        crate::service::Hours { turns: self.sums.iter().map(|s| s.turns).sum(), minutes: self.sums.iter().map(|s| s.minutes).sum() }
    }
}

fn people(turns: &[&Turn]) -> BTreeSet<Id> {
    turns.iter().map(|t| t.person).collect()
}

fn by_kind<'a>(turns: &[&'a Turn]) -> Kinds<'a> {
    let mut kinds = Kinds::new();
    turns.iter().for_each(|t| kinds.entry(t.kind.as_str()).or_default().push(t));
    kinds
}

fn sum(kind: &str, turns: &[&Turn]) -> OfKind {
    let minutes = turns.iter().map(|t| t.minutes).sum();
    OfKind { kind: kind.into(), name: Text::default(), turns: turns.len() as i64, minutes }
}

/// In the order of their names.
fn named(turns: &[&Turn]) -> Vec<Named> {
    let mut of: BTreeMap<(&str, Id), Vec<&Turn>> = BTreeMap::new();
    turns.iter().for_each(|t| of.entry((t.name.as_str(), t.person)).or_default().push(t));
    let one = |((name, person), turns): ((&str, Id), Vec<&Turn>)| Named {
        person,
        name: name.into(),
        sums: by_kind(&turns).iter().map(|(kind, turns)| sum(kind, turns)).collect(),
    };
    of.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LEAST: i64 = 5;

    fn id(n: u8) -> Id {
        Id::named(&["somebody", &n.to_string()])
    }

    /// Of up to a dozen people the even agreed.
    fn turn(person: u8, kind: u8, minutes: i64) -> Turn {
        Turn {
            person: id(person),
            name: format!("某{person}"),
            agreed: person.is_multiple_of(2),
            kind: ["household", "patrol", "teaching"][kind as usize % 3].into(),
            minutes,
            need: kind.is_multiple_of(3).then(|| id(100 + person)),
        }
    }

    #[test]
    fn four_are_too_few_and_five_are_a_sum() {
        let four: Vec<Turn> = [1, 3, 5, 7].map(|p| turn(p, 1, 60)).to_vec();
        let told = Served::told(&four, 6, LEAST);
        assert_eq!((told.others.len(), told.others_people, told.and_more), (0, 0, true));
        assert!(Served::told(&four, 4, LEAST).is_empty(), "where only four could be meant, that somebody served is not said");
        let five: Vec<Turn> = [1, 3, 5, 7, 9].map(|p| turn(p, 1, 60)).to_vec();
        let told = Served::told(&five, 6, LEAST);
        assert_eq!((told.others[0].turns, told.others[0].minutes, told.others_people, told.and_more), (5, 300, 5, false));
    }

    #[test]
    fn what_is_left_over_beside_a_sum_is_not_told() {
        let mut turns: Vec<Turn> = [1, 3, 5, 7, 9].map(|p| turn(p, 1, 60)).to_vec();
        turns.push(turn(11, 2, 45));
        let told = Served::told(&turns, 6, LEAST);
        assert_eq!((told.others.len(), told.others[0].minutes, told.and_more), (1, 300, true));
        turns.extend([1, 3, 5, 7].map(|p| turn(p, 0, 10)));
        let told = Served::told(&turns, 6, LEAST);
        let pooled: Vec<_> = told.others.iter().map(|o| (o.kind.as_str(), o.minutes)).collect();
        assert_eq!(pooled, [("", 85), ("patrol", 300)], "kinds of too few stand together where they are enough together");
    }

    fn turns() -> impl Strategy<Value = Vec<Turn>> {
        proptest::collection::vec((0u8..14, 0u8..6, 1i64..300), 0..60)
            .prop_map(|all| all.into_iter().map(|(person, kind, minutes)| turn(person, kind, minutes)).collect())
    }

    proptest! {
        /// Every sum of the others is of enough people, nobody is named who did not agree, and the named have
        /// all that they did.
        #[test]
        fn sums_are_of_many_and_names_of_those_who_agreed(all in turns(), nameless in 0i64..20, least in 2i64..9) {
            let told = Served::told(&all, nameless, least);
            let others: Vec<&Turn> = all.iter().filter(|t| !t.agreed).collect();
            let mut kinds: BTreeSet<&str> = others.iter().map(|t| t.kind.as_str()).collect();
            for line in told.others.iter().filter(|o| !o.kind.is_empty()) {
                let of: Vec<&Turn> = others.iter().filter(|t| t.kind == line.kind).copied().collect();
                prop_assert!(people(&of).len() as i64 >= least);
                prop_assert_eq!((line.turns, line.minutes), (of.len() as i64, of.iter().map(|t| t.minutes).sum::<i64>()));
                kinds.remove(line.kind.as_str());
            }
            let rest: Vec<&Turn> = others.iter().filter(|t| kinds.contains(t.kind.as_str())).copied().collect();
            let pooled = told.others.iter().find(|o| o.kind.is_empty());
            prop_assert_eq!(pooled.is_some(), people(&rest).len() as i64 >= least);
            prop_assert_eq!(pooled.map_or(0, |p| p.turns), if pooled.is_some() { rest.len() as i64 } else { 0 });
            prop_assert!(told.others_people == 0 || told.others_people >= least);
            prop_assert!(told.and_more <= (nameless >= least));
            for one in &told.named {
                let of: Vec<&Turn> = all.iter().filter(|t| t.person == one.person).collect();
                prop_assert!(of.iter().all(|t| t.agreed));
                prop_assert_eq!((one.hours().turns, one.hours().minutes), (of.len() as i64, of.iter().map(|t| t.minutes).sum::<i64>()));
            }
        }

        /// What a few did beside the sums leaves no trace: with other minutes, or with another need, the unit
        /// reads the same.
        #[test]
        fn what_is_not_told_cannot_be_read_back(all in turns(), more in 1i64..500) {
            let told = Served::told(&all, 20, LEAST);
            let shown: BTreeSet<&str> = told.others.iter().map(|o| o.kind.as_str()).collect();
            if !shown.contains("") {
                let hidden = |t: &Turn| !t.agreed && !shown.contains(t.kind.as_str());
                let changed: Vec<Turn> = all
                    .iter()
                    .map(|t| if hidden(t) { Turn { minutes: t.minutes + more, need: Some(id(250)), ..t.clone() } } else { t.clone() })
                    .collect();
                prop_assert_eq!(Served::told(&changed, 20, LEAST), told);
            }
        }
    }
}
