//! The words of forms: `rules/forms.toml`, read once.

use super::{ask::Derived, ask::Once, group::Is};
use serde::Deserialize;
use sheets::Field;
use std::sync::LazyLock;

#[derive(Deserialize)]
pub struct Words {
    fact: Vec<Fact>,
    derived: Vec<Named<Derived>>,
    once: Vec<Named<Once>>,
    by_hand: Vec<Plain>,
    pub ledger: Vec<Ledger>,
    pub who: Vec<Who>,
    pub everybody: Plain,
    pub plain: Plain,
}

/// A standard ledger: a blank form that ships with the product.
#[derive(Deserialize)]
pub struct Ledger {
    pub code: String,
    pub zh: String,
    pub en: String,
    pub heads: Vec<String>,
}

#[derive(Deserialize)]
struct Fact {
    field: Field,
    words: Vec<String>,
}

#[derive(Deserialize)]
struct Named<T> {
    code: T,
    words: Vec<String>,
}

#[derive(Deserialize)]
pub struct Plain {
    pub words: Vec<String>,
}

/// What one word says of whom is meant.
#[derive(Deserialize)]
pub struct Who {
    pub words: Vec<String>,
    pub sex: Option<String>,
    pub employment: Option<String>,
    pub education: Option<String>,
    pub is: Option<Is>,
}

pub static WORDS: LazyLock<Words> =
    // The file is part of the binary and read by the tests: it cannot fail later.
    LazyLock::new(|| toml::from_str(include_str!("../../rules/forms.toml")).expect("rules/forms.toml was read by the tests"));

impl Words {
    pub fn fact(&self, label: &str) -> Option<Field> {
        let label = plain(label);
        self.fact.iter().find(|fact| fact.words.iter().any(|word| plain(word) == label)).map(|fact| fact.field)
    }
    pub fn derived(&self, label: &str) -> Option<Derived> {
        find(&self.derived, label)
    }
    pub fn once(&self, label: &str) -> Option<Once> {
        find(&self.once, label)
    }
    /// Whether somebody writes here with a pen: a signature, a stamp, an opinion, a remark.
    pub fn is_by_hand(&self, label: &str) -> bool {
        let label = plain(label);
        let ends = |word: &str| label == word || (word.chars().count() > 1 && label.ends_with(word));
        self.by_hand.iter().flat_map(|p| &p.words).any(|word| ends(&plain(word)))
    }
}

fn find<T: Copy>(all: &[Named<T>], label: &str) -> Option<T> {
    let label = plain(label);
    all.iter().find(|named| named.words.iter().any(|word| plain(word) == label)).map(|named| named.code)
}

/// A label without what printing adds to it; full-width digits and letters as narrow ones.
pub fn plain(label: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    };
    label.chars().map(narrow).filter(|c| !c.is_whitespace() && !"()[]:*【】〔〕、，。".contains(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_however_they_are_printed() {
        assert_eq!(WORDS.derived("党 龄（年）"), Some(Derived::PartyAge));
        assert_eq!(WORDS.derived("是否满５０年党龄"), Some(Derived::FiftyYears));
        assert_eq!(WORDS.once("填报单位："), Some(Once::Organisation));
        assert!(WORDS.is_by_hand("支部意见") && WORDS.is_by_hand("街道党工委审核意见") && WORDS.is_by_hand("备注"));
        assert!(!WORDS.is_by_hand("姓名"));
    }

    #[test]
    fn no_word_stands_for_two_things() {
        let mut seen = std::collections::HashSet::new();
        for word in WORDS.who.iter().flat_map(|w| &w.words).chain(&WORDS.plain.words) {
            assert!(seen.insert(plain(word)), "{word} stands twice");
        }
    }
}
