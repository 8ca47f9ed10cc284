//! How a post and a person fit, and why: a pure function of what both said. It weighs the two against
//! each other and grades nobody; a person who said little fits less sure, not worse.

use crate::{
    rulebook::keys::Worths,
    skills::{self, slot_name},
};
use kernel::{Id, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What one of the two says: a post what it wants, a person what they offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// By the names of the list, without languages; of a person all they can do.
    pub skills: Vec<String>,
    /// Of a post: what must be spoken, beside the skills.
    pub languages: Vec<String>,
    /// Slots; none where nothing was said.
    pub free: Vec<String>,
    pub org: Id,
    /// Of a post the words of its place, of a person the estate they live in.
    pub place: String,
    /// Of a post the name of its kind, of a person what they wish to do, in their own words.
    pub kind: String,
    /// Posts that the person holds or is asked for.
    pub holds: u32,
}

#[derive(Clone, Copy, Debug)]
pub struct Weights {
    pub worths: Worths,
    /// Whether people of other communities are thought of.
    pub across: bool,
}

/// Why somebody is proposed for a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Skills(Vec<String>),
    /// The post wants no particular skill.
    AnySkill,
    Language(Vec<String>),
    /// Slots that suit both.
    Time(Vec<String>),
    /// One of the two said nothing about time.
    TimeUnsaid,
    Near(String),
    SameCommunity,
    OtherCommunity,
    Wish,
    Holds(u32),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// At most [`matching::assignment::WORTH_MOST`].
    pub worth: u32,
    pub reasons: Vec<Reason>,
}

/// What is missing where they do not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    Community,
    Skill,
    Time,
}

impl Fit {
    pub fn of(post: &Side, person: &Side, by: &Weights) -> Result<Fit, Unfit> {
        let common = |a: &[String], b: &[String]| a.iter().filter(|x| b.contains(x)).cloned().collect::<Vec<_>>();
        let (mut worth, mut reasons, w) = (0, vec![], &by.worths);
        if post.org != person.org && !by.across {
            return Err(Unfit::Community);
        }
        if !post.languages.iter().all(|l| person.skills.contains(l)) {
            return Err(Unfit::Skill);
        }
        let skills = common(&post.skills, &person.skills);
        match (post.skills.len(), skills.len()) {
            (0, _) if post.languages.is_empty() => {
                worth += w.skill / 2;
                reasons.push(Reason::AnySkill);
            }
            (0, _) => worth += w.skill,
            (_, 0) => return Err(Unfit::Skill),
            (all, some) => {
                worth += w.skill * some as u32 / all as u32;
                reasons.push(Reason::Skills(skills));
            }
        }
        if !post.languages.is_empty() {
            reasons.push(Reason::Language(post.languages.clone()));
        }
        let slots = common(&post.free, &person.free);
        if post.free.is_empty() || person.free.is_empty() {
            worth += w.time / 2;
            reasons.push(Reason::TimeUnsaid);
        } else if slots.is_empty() {
            return Err(Unfit::Time);
        } else {
            worth += w.time;
            reasons.push(Reason::Time(slots));
        }
        if !person.place.is_empty() && post.place.contains(&person.place) {
            worth += w.near;
            reasons.push(Reason::Near(person.place.clone()));
        }
        if post.org == person.org {
            worth += w.community;
            reasons.push(Reason::SameCommunity);
        } else {
            reasons.push(Reason::OtherCommunity);
        }
        if !post.kind.is_empty() && person.kind.contains(&post.kind) {
            worth += w.wish;
            reasons.push(Reason::Wish);
        }
        if person.holds > 0 {
            reasons.push(Reason::Holds(person.holds));
        }
        Ok(Fit { worth: worth.min(matching::assignment::WORTH_MOST), reasons })
    }
}

impl Reason {
    pub fn words(&self) -> String {
        let listed = |names: Vec<&str>| names.join(t("、", ", "));
        match self {
            Reason::Skills(all) => say!("会{}", "can do: {}", listed(all.iter().map(|s| skills::name(s)).collect())),
            Reason::AnySkill => t("不需要特别的特长", "no particular skill is wanted").into(),
            Reason::Language(all) => say!("会说{}", "speaks: {}", listed(all.iter().map(|s| skills::name(s)).collect())),
            Reason::Time(slots) => say!("{}都有空", "both: {}", listed(slots.iter().map(|s| slot_name(s)).collect())),
            Reason::TimeUnsaid => t("时间还要商量", "the time is to be agreed").into(),
            Reason::Near(estate) => say!("就住{}", "lives in {}", estate),
            Reason::SameCommunity => t("同一社区", "same community").into(),
            Reason::OtherCommunity => t("报到在其他社区", "of another community").into(),
            Reason::Wish => t("本人想做这类事", "wishes to do this").into(),
            Reason::Holds(n) => say!("手里已有 {} 个岗位", "holds {} already", n),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WEIGHTS: Weights = Weights { worths: Worths { skill: 400, time: 250, near: 100, community: 100, wish: 150 }, across: false };

    fn words(all: &[&str]) -> Vec<String> {
        all.iter().map(|w| (*w).to_owned()).collect()
    }

    fn nothing() -> Side {
        Side { skills: vec![], languages: vec![], free: vec![], org: Id::NIL, place: String::new(), kind: String::new(), holds: 0 }
    }

    fn lamp() -> Side {
        Side {
            skills: words(&["水电维修"]), free: words(&["weekend"]), place: "青竹苑12幢".into(), kind: "便民服务".into(), ..nothing()
        }
    }

    #[test]
    fn every_pair_says_why() {
        let li = Side {
            skills: words(&["理发", "水电维修"]),
            free: words(&["evening", "weekend"]),
            place: "青竹苑".into(),
            kind: "便民服务、巡逻".into(),
            holds: 1,
            ..nothing()
        };
        let fit = Fit::of(&lamp(), &li, &WEIGHTS).expect("they fit");
        assert_eq!(fit.worth, 1_000);
        let said: Vec<String> = fit.reasons.iter().map(Reason::words).collect();
        assert_eq!(said, ["会水电维修", "周末都有空", "就住青竹苑", "同一社区", "本人想做这类事", "手里已有 1 个岗位"]);
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let of = |person: Side| Fit::of(&lamp(), &person, &WEIGHTS).map(|f| f.worth);
        let can = Side { skills: words(&["水电维修"]), ..nothing() };
        assert_eq!(of(Side { skills: words(&["书法"]), ..nothing() }), Err(Unfit::Skill));
        assert_eq!(of(Side { free: words(&["weekday"]), ..can.clone() }), Err(Unfit::Time));
        assert_eq!(of(Side { org: Id::named(&["elsewhere"]), ..can.clone() }), Err(Unfit::Community));
        assert_eq!(of(can), Ok(400 + 125 + 100), "who said nothing about time is not left out");
    }

    #[test]
    fn a_language_is_wanted_beside_the_skill() {
        let post = Side { skills: words(&["医疗护理"]), languages: words(&["民族语言"]), ..nothing() };
        let of = |skills: &[&str]| Fit::of(&post, &Side { skills: words(skills), ..nothing() }, &WEIGHTS);
        assert_eq!(of(&["医疗护理"]), Err(Unfit::Skill));
        assert_eq!(of(&["民族语言"]), Err(Unfit::Skill));
        assert!(of(&["医疗护理", "民族语言"]).is_ok());
    }

    fn side() -> impl Strategy<Value = Side> {
        let some = |all: &'static [&'static str]| proptest::sample::subsequence(all, 0..=all.len()).prop_map(|s| words(&s));
        (some(&["理发", "书法", "水电维修", "手语"]), some(&["weekday", "evening", "weekend"]), 0u32..3, any::<bool>()).prop_map(
            |(skills, free, holds, here)| Side {
                skills,
                free,
                holds,
                org: if here { Id::NIL } else { Id::named(&["other"]) },
                ..nothing()
            },
        )
    }

    proptest! {
        /// Who says more fits no less: another skill or another free slot never takes anything away.
        #[test]
        fn saying_more_is_never_worse(post in side(), person in side()) {
            if let Ok(fit) = Fit::of(&post, &person, &WEIGHTS) {
                let mut more = person.clone();
                more.skills = words(&["理发", "书法", "水电维修", "手语"]);
                prop_assert!(Fit::of(&post, &more, &WEIGHTS).is_ok_and(|f| f.worth >= fit.worth));
                if !person.free.is_empty() {
                    more.free = words(&["weekday", "evening", "weekend"]);
                    prop_assert!(Fit::of(&post, &more, &WEIGHTS).is_ok_and(|f| f.worth >= fit.worth));
                }
                prop_assert!(fit.worth <= matching::assignment::WORTH_MOST);
                prop_assert!(!fit.reasons.is_empty());
            }
        }
    }
}
