//! The list of skills: printed words, and those that the organisation decided on.

use super::word::Word;
use kernel::{Reader, Result, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, sync::LazyLock};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Printed {
    none: Vec<String>,
    around: Around,
    pub skill: Vec<Skill>,
    pub time: Vec<super::times::Slot>,
    pub anytime: super::times::Anytime,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Around {
    before: Vec<String>,
    after: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Skill {
    pub zh: String,
    pub en: String,
    pub also: Vec<String>,
    /// Needed beside other skills, not instead of them.
    #[serde(default)]
    pub language: bool,
}

pub(super) static PRINTED: LazyLock<Printed> =
    // The file is part of the binary and read by the tests: it cannot fail later.
    LazyLock::new(|| toml::from_str(include_str!("../../rules/skills.toml")).expect("rules/skills.toml was read by the tests"));

/// A skill that somebody has or that is wanted.
#[derive(Serialize, JsonSchema)]
pub struct Told {
    pub text: String,
    /// Stands in the list of skills.
    pub known: bool,
}

/// Every word with the skill it means.
pub struct Skills {
    means: HashMap<String, String>,
    own: Vec<String>,
}

impl Skills {
    pub fn of(cx: &Reader) -> Result<Skills> {
        Ok(Skills::with(Word::all(cx)?))
    }

    pub(super) fn with(decided: Vec<Word>) -> Skills {
        let printed = PRINTED.skill.iter().flat_map(|s| s.also.iter().chain([&s.zh, &s.en]).map(|w| (plain(w), s.zh.clone())));
        let mut means: HashMap<String, String> = printed.collect();
        let own = decided.iter().filter(|w| w.word == w.means).map(|w| w.word.clone()).collect();
        means.extend(decided.into_iter().map(|w| (plain(&w.word), w.means)));
        Skills { means, own }
    }

    /// The names of all skills, the printed ones first.
    pub fn all(&self) -> Vec<&str> {
        PRINTED.skill.iter().map(|s| s.zh.as_str()).chain(self.own.iter().map(String::as_str)).collect()
    }

    /// The skill that a word means, if the list holds it.
    pub fn meant(&self, word: &str) -> Option<&str> {
        let exact = plain(word);
        if let Some(skill) = self.means.get(&exact) {
            return Some(skill);
        }
        let bare = |text: &str| PRINTED.around.after.iter().find_map(|end| text.strip_suffix(end.as_str()).map(str::to_owned));
        let begun = PRINTED.around.before.iter().find_map(|start| exact.strip_prefix(start.as_str()).map(str::to_owned));
        let ways = [bare(&exact), begun.as_deref().and_then(bare), begun];
        ways.into_iter().flatten().find_map(|way| self.means.get(&way)).map(String::as_str)
    }

    /// Stored skills, as a page shows them.
    pub fn told(&self, stored: &str) -> Vec<Told> {
        listed(stored).into_iter().map(|text| Told { known: self.knows(&text), text }).collect()
    }

    pub fn knows(&self, word: &str) -> bool {
        self.meant(word).is_some()
    }

    /// What was said, by the names of the list, each once. What the list does not hold stays as it was said.
    pub fn sorted(&self, said: &[String]) -> Vec<String> {
        let mut skills: Vec<String> = vec![];
        for word in said {
            let skill = self.meant(word).unwrap_or(word);
            if !skills.iter().any(|s| s == skill) {
                skills.push(skill.to_owned());
            }
        }
        skills
    }
}

/// Typed words, one by one. "无" and its like are none.
pub fn parted(typed: &str) -> Vec<String> {
    let latin = typed.chars().any(|c| c.is_ascii_alphabetic());
    let ends = |c: char| matches!(c, ',' | '，' | '、' | ';' | '；' | '/' | '|' | '\n' | '。') || !latin && c.is_whitespace();
    let words = typed.split(ends).map(|w| sheets::values::clean(w).to_owned());
    words.filter(|w| !w.is_empty() && !PRINTED.none.contains(&plain(w))).collect()
}

/// Words as one text to be stored: `、理发、英语、`, so that each is found between its marks.
pub fn joined(words: &[String]) -> String {
    if words.is_empty() { String::new() } else { format!("、{}、", words.join("、")) }
}

pub fn listed(stored: &str) -> Vec<String> {
    stored.split('、').filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// A skill in the reader's language; a word of the organisation's own stays as it is.
pub fn name(skill: &str) -> &str {
    PRINTED.skill.iter().find(|s| s.zh == skill).map_or(skill, |s| t(&s.zh, &s.en))
}

/// Whether it is a language: whoever helps must speak it, whatever else is wanted.
pub fn is_language(skill: &str) -> bool {
    PRINTED.skill.iter().any(|s| s.language && s.zh == skill)
}

/// A word as it is compared.
pub(super) fn plain(word: &str) -> String {
    sheets::values::half_width(word).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}
