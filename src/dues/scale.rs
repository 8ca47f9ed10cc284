//! What a month costs by the rules in force in it: a share of the whole base by its bracket, or the
//! same for everybody of a class.

use super::Fen;
use crate::{
    closing::Month,
    rulebook::{
        Book, Rules,
        keys::{self, Bracket, RoundTo},
    },
};
use kernel::t;
use schemars::JsonSchema;
use serde::Serialize;
use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

/// The rules of dues of one day.
pub struct Scale {
    by_base: BTreeMap<String, Vec<Bracket>>,
    fixed: BTreeMap<String, i64>,
    round_to: RoundTo,
}

/// Of the whole base, in ten-thousandths.
const WHOLE: i64 = 10_000;

impl Scale {
    pub fn of(rules: Rules) -> Scale {
        Scale {
            by_base: rules.all(keys::DUES_BY_BASE).into_iter().map(|(code, all)| (code.to_owned(), all)).collect(),
            fixed: rules.all(keys::DUES_FIXED).into_iter().map(|(code, fen)| (code.to_owned(), fen)).collect(),
            round_to: rules.get(keys::DUES_ROUND_TO),
        }
    }

    /// The dues of a month, and the share of the base that they are where they are one. Nothing where
    /// the rule book has no such class, or the base is not known that it asks for.
    pub fn due(&self, class: &str, base: Option<Fen>) -> Option<(Fen, Option<i64>)> {
        if let Some(fen) = self.fixed.get(class) {
            return Some((Fen(*fen), None));
        }
        let base = base.filter(|b| b.0 > 0)?;
        let bracket = self.by_base.get(class)?.iter().find(|b| b.up_to.is_none_or(|most| base.0 <= most))?;
        Some((self.rounded(base, bracket.per_10000), Some(bracket.per_10000)))
    }

    fn rounded(&self, base: Fen, share: i64) -> Fen {
        let step = match self.round_to {
            RoundTo::Fen => 1,
            RoundTo::Jiao => 10,
            RoundTo::Yuan => 100,
        };
        let (exact, of_a_step) = (base.0.saturating_mul(share), step * WHOLE);
        Fen((exact + of_a_step / 2) / of_a_step * step)
    }
}

/// The scales of the months that were asked about: a rule book is read once a month, not once a member.
pub struct Scales<'b> {
    book: &'b Book,
    known: RefCell<HashMap<Month, Rc<Scale>>>,
}

impl<'b> Scales<'b> {
    pub fn of(book: &'b Book) -> Scales<'b> {
        Scales { book, known: RefCell::default() }
    }

    pub fn in_month(&self, month: Month) -> Rc<Scale> {
        self.known.borrow_mut().entry(month).or_insert_with(|| Rc::new(Scale::of(self.book.at(month.first())))).clone()
    }
}

/// A class of dues that somebody can declare.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Class {
    pub code: String,
    pub name: String,
    /// It takes a share of a base.
    pub by_base: bool,
}

impl Class {
    pub fn all(rules: Rules) -> Vec<Class> {
        let named = |code: &str, by_base| Class { code: code.into(), name: Class::name(rules, code), by_base };
        let by_base = rules.all(keys::DUES_BY_BASE).into_iter().map(|(code, _)| named(code, true));
        by_base.chain(rules.all(keys::DUES_FIXED).into_iter().map(|(code, _)| named(code, false))).collect()
    }

    /// The class that the rule book proposes for a word of the ledger.
    pub fn proposed(rules: Rules, employment: &str) -> Option<String> {
        rules.get(keys::DUES_CLASS_OF).get(employment).cloned()
    }

    pub fn name(rules: Rules, code: &str) -> String {
        let name = rules.name(keys::DUES_BY_BASE, code).or_else(|| rules.name(keys::DUES_FIXED, code));
        name.map_or_else(|| t("没有写明类别", "No class named").into(), |n| t(&n.zh, &n.en).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn scale() -> Scale {
        Scale::of(rulebook::printed().expect("a book").at(date(2026, 11, 22)))
    }

    fn due(class: &str, yuan: i64) -> i64 {
        scale().due(class, Some(Fen(yuan * 100))).map_or(-1, |(fen, _)| fen.0)
    }

    /// A bracket holds its upper end and not its lower one, and its share is of the whole base.
    #[test]
    fn brackets_end_where_the_provisions_say() {
        assert_eq!([due("wage", 3000), due("wage", 5000), due("wage", 10000)], [1500, 5000, 15000]);
        let a_fen_more = |yuan: i64| scale().due("wage", Some(Fen(yuan * 100 + 1))).map(|d| (d.0.0, d.1));
        assert_eq!(
            [a_fen_more(3000), a_fen_more(5000), a_fen_more(10000)],
            [Some((3000, Some(100))), Some((7500, Some(150))), Some((20000, Some(200)))]
        );
        assert_eq!([due("retired", 5000), due("retired", 5001)], [2500, 5001]);
        assert_eq!([due("annual", 8000), due("business", 8000)], [due("wage", 8000); 2]);
        assert_eq!(["farmer", "student", "laid_off", "relief"].map(|class| scale().due(class, None)), [Some((Fen(20), None)); 4]);
        assert_eq!((scale().due("wage", None), scale().due("wage", Some(Fen(0))), scale().due("nobody", Some(Fen(1)))), (None, None, None));
    }

    #[test]
    fn what_is_rounded_is_rounded_half_up() {
        let rounded = |round_to, fen| Scale { round_to, ..scale() }.due("wage", Some(Fen(fen))).map(|d| d.0.0);
        assert_eq!(rounded(RoundTo::Fen, 245_100), Some(1226), "12.255 yuan are 12.26");
        assert_eq!(rounded(RoundTo::Jiao, 245_100), Some(1230));
        assert_eq!(rounded(RoundTo::Yuan, 245_100), Some(1200));
    }

    proptest! {
        /// Every base falls into one bracket; who declares more never pays less; and what is due is
        /// the bracket's share of the whole base, half a fen up or down at most.
        #[test]
        fn more_is_never_less(one in 1i64..10_000_000, more in 0i64..1_000_000, class in prop::sample::select(vec!["wage", "annual", "business", "retired"])) {
            let scale = scale();
            let of = |fen: i64| scale.due(class, Some(Fen(fen))).expect("a bracket");
            let ((due, share), (above, _)) = (of(one), of(one + more));
            let share = share.expect("a share of the base");
            prop_assert!(above >= due, "{one} fen pay {due}, {} fen pay {above}", one + more);
            prop_assert!((due.0 * WHOLE - one * share).abs() * 2 <= WHOLE, "{due} is {share} of {one}");
            let brackets = &scale.by_base[class];
            let place = brackets.iter().position(|b| b.per_10000 == share).expect("the bracket");
            prop_assert!(brackets[place].up_to.is_none_or(|most| one <= most));
            prop_assert!(place == 0 || brackets[place - 1].up_to.is_some_and(|below| one > below));
        }
    }
}
