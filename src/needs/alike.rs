//! Which needs may be the same: near words at the same place within some days. It is shown with its
//! reason and decides nothing.

use super::Need;
use crate::{
    places,
    rulebook::{self, keys},
    skills::listed,
};
use jiff::{ToSpan, civil::Date};
use kernel::{Id, Reader, Result, args, say, t};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What of a need is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Described {
    pub what: String,
    /// As it was said.
    pub place: String,
    pub building: Option<Id>,
    /// By the names of the list.
    pub skills: Vec<String>,
    pub on: Date,
}

/// How near is near, of the rule book.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Percent of pairs of characters in common.
    pub words: i64,
    /// The same, where both ask for the same skill.
    pub words_same_skill: i64,
    /// The same, where one of the two says no place.
    pub words_no_place: i64,
    pub days: i64,
}

/// Why two needs may be the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Why {
    /// Percent of pairs of characters in common.
    pub words: i64,
    pub same_place: bool,
    pub same_skill: bool,
    /// How far apart they were asked.
    pub days: i64,
}

impl Why {
    pub fn words(&self) -> String {
        let place = if self.same_place { t("同一处", "the same place") } else { t("有一条没写地点", "one says no place") };
        let skill = if self.same_skill { t("，要同样的特长", ", the same skill") } else { "" };
        say!("{place}，字词 {0}% 相同{skill}，相隔 {1} 天", "{place}, {0}% of the words{skill}, {1} days apart", self.words, self.days)
    }
}

/// Pairs of neighbouring characters with how often each stands, without blanks and marks.
fn pairs(text: &str) -> BTreeMap<(char, char), i64> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let mut all = BTreeMap::new();
    match letters[..] {
        // One character is a pair with nothing.
        [one] => _ = all.insert((one, ' '), 1),
        _ => letters.windows(2).for_each(|pair| *all.entry((pair[0], pair[1])).or_default() += 1),
    }
    all
}

/// Percent of the pairs of both that they have in common, from 0 to 100.
pub fn overlap(one: &str, other: &str) -> i64 {
    let (one, other) = (pairs(one), pairs(other));
    let all: i64 = one.values().chain(other.values()).sum();
    let common: i64 = one.iter().filter_map(|(pair, n)| Some(*n.min(other.get(pair)?))).sum();
    if all == 0 { 0 } else { common * 200 / all }
}

/// Why they may be the same; none where they are not near enough.
pub fn near(one: &Described, other: &Described, terms: &Terms) -> Option<Why> {
    let why = Why {
        words: overlap(&one.what, &other.what),
        same_place: at_one_place(one, other),
        same_skill: one.skills.iter().any(|s| other.skills.contains(s)),
        days: i64::from((one.on - other.on).get_days()).abs(),
    };
    let placeless = |d: &Described| d.building.is_none() && d.place.trim().is_empty();
    let least = match (why.same_place, why.same_skill) {
        (true, true) => terms.words_same_skill,
        (true, false) => terms.words,
        (false, _) if placeless(one) || placeless(other) => terms.words_no_place,
        (false, _) => return None,
    };
    (why.days <= terms.days && why.words >= least).then_some(why)
}

/// The same building of the register, or the same words for it.
fn at_one_place(one: &Described, other: &Described) -> bool {
    match (one.building, other.building) {
        (Some(one), Some(other)) => one == other,
        _ => {
            let (one, other) = (places::plain(&one.place), places::plain(&other.place));
            !one.is_empty() && (one == other || one.ends_with(&other) && !other.is_empty() || other.ends_with(&one))
        }
    }
}

/// A need that may be the same, with why.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Alike {
    pub need: Need,
    pub why: Why,
}

/// Needs of the community that may be the same, the nearest first.
pub fn alike(cx: &Reader, org: Id, one: &Described) -> Result<Vec<Alike>> {
    let terms = Terms::of(cx)?;
    let (first, last) = (one.on - terms.days.days(), one.on + terms.days.days());
    let all: Vec<Need> =
        cx.all("select * from {needs} n where n.org = $1 and n.asked_on >= $2 and n.asked_on <= $3", args![org, first, last])?;
    let why = |need: Need| near(one, &need.described(), &terms).map(|why| Alike { need, why });
    let mut found: Vec<Alike> = all.into_iter().filter_map(why).collect();
    found.sort_by_key(|a| (-a.why.words, a.why.days, a.need.id));
    found.truncate(SHOWN);
    Ok(found)
}

/// More than these nobody compares by eye.
const SHOWN: usize = 5;

impl Terms {
    pub fn of(cx: &Reader) -> Result<Terms> {
        let (today, book) = (cx.today(), rulebook::book(cx)?);
        let rules = book.at(today);
        let until = today.checked_add(rules.get(keys::ALIKE_WITHIN))?;
        Ok(Terms {
            words: rules.get(keys::ALIKE_WORDS),
            words_same_skill: rules.get(keys::ALIKE_WORDS_SAME_SKILL),
            words_no_place: rules.get(keys::ALIKE_WORDS_NO_PLACE),
            days: i64::from((until - today).get_days()),
        })
    }
}

impl Need {
    pub fn described(&self) -> Described {
        Described {
            what: self.what.clone(),
            place: self.place.clone(),
            building: self.building,
            skills: listed(&self.skills),
            on: self.asked_on.parse().unwrap_or(Date::MIN),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const TERMS: Terms = Terms { words: 40, words_same_skill: 20, words_no_place: 70, days: 60 };

    fn need(what: &str, place: &str) -> Described {
        Described { what: what.into(), place: place.into(), building: None, skills: vec![], on: date(2026, 11, 20) }
    }

    #[test]
    fn near_words_at_the_same_building_are_alike() {
        let lamp = need("楼道灯坏了", "青竹苑12幢");
        assert!(near(&lamp, &need("12幢楼道灯坏了三天", "青竹苑 12栋"), &TERMS).is_some());
        assert_eq!(near(&lamp, &need("楼道灯坏了", "青竹苑3幢"), &TERMS), None, "another building is another lamp");
        assert_eq!(near(&lamp, &need("陪老人去医院", "青竹苑12幢"), &TERMS), None);
        assert!(near(&lamp, &need("楼道灯坏了", ""), &TERMS).is_some_and(|why| !why.same_place));
        let later = Described { on: date(2027, 3, 1), ..lamp.clone() };
        assert_eq!(near(&lamp, &later, &TERMS), None, "months later it is broken again");
        let skilled = |what| Described { skills: vec!["水电维修".into()], ..need(what, "青竹苑12幢") };
        assert!(near(&skilled("修楼道灯"), &skilled("灯不亮，楼道很黑"), &TERMS).is_some_and(|why| why.same_skill));
    }

    fn described() -> impl Strategy<Value = Described> {
        let words = "[修灯楼道坏水管漏陪老人医院]{0,8}";
        let place = prop::sample::select(vec!["", "1幢", "青竹苑1幢", "青竹苑2幢"]);
        let skills = prop::collection::vec(prop::sample::select(vec!["水电维修", "理发"]), 0..2);
        (words, place, skills, 0i64..100).prop_map(|(what, place, skills, day)| Described {
            what,
            place: place.into(),
            building: None,
            skills: skills.into_iter().map(str::to_owned).collect(),
            on: date(2026, 11, 1) + day.days(),
        })
    }

    proptest! {
        #[test]
        fn it_is_the_same_from_both_sides(one in described(), other in described()) {
            prop_assert_eq!(near(&one, &other, &TERMS), near(&other, &one, &TERMS));
            prop_assert_eq!(overlap(&one.what, &other.what), overlap(&other.what, &one.what));
            prop_assert!((0..=100).contains(&overlap(&one.what, &other.what)));
        }

        /// The same words on the same day at the same place, or at none, are always alike.
        #[test]
        fn a_need_is_like_itself(one in described()) {
            prop_assume!(!one.what.is_empty());
            prop_assert_eq!(overlap(&one.what, &one.what), 100);
            prop_assert!(near(&one, &one, &TERMS).is_some());
        }

        /// Stricter terms never find more.
        #[test]
        fn stricter_terms_find_less(one in described(), other in described(), more in 0i64..60) {
            let strict = Terms { words: TERMS.words + more, words_same_skill: TERMS.words_same_skill + more, words_no_place: TERMS.words_no_place + more, days: TERMS.days - more };
            if near(&one, &other, &strict).is_some() {
                prop_assert!(near(&one, &other, &TERMS).is_some());
            }
        }
    }
}
