//! Headers as people write them: with a word before or a number after, two words in one, a letter
//! that is wrong.

use std::collections::HashMap;

use super::{Dictionary, Entry, plain};
use crate::meaning::Meaning;

/// Between two words of one header.
const BETWEEN: [char; 7] = ['/', '、', '及', '或', '和', ',', '，'];

/// "本人手机", "联系电话1": each word with what may stand before or after it, unless that is itself
/// a word, or would mean two things.
pub(super) fn with_affixes(headers: &mut HashMap<String, Entry>, before: &[String], after: &[String]) {
    let mut more: HashMap<String, Option<Entry>> = HashMap::new();
    for (word, entry) in headers.iter().filter(|(word, entry)| !word.is_ascii() && entry.meaning != Meaning::Ignored) {
        let longer = before.iter().map(|affix| plain(affix) + word).chain(after.iter().map(|affix| word.clone() + &plain(affix)));
        for longer in longer.filter(|longer| !headers.contains_key(longer)) {
            let same = more.entry(longer).or_insert_with(|| Some(entry.clone()));
            if same.as_ref().is_some_and(|same| same.meaning != entry.meaning) {
                *same = None;
            }
        }
    }
    headers.extend(more.into_iter().filter_map(|(word, entry)| Some((word, entry?))));
}

impl Dictionary {
    /// "手机/座机" is a phone: both words are known, and the first decides. What must not be kept is
    /// not kept with something else either.
    pub(super) fn two_in_one(&self, plain: &str) -> Option<&Entry> {
        if !plain.contains(BETWEEN) {
            return None;
        }
        let parts: Option<Vec<&Entry>> = plain.split(BETWEEN).map(|part| self.headers.get(part)).collect();
        let parts = parts?;
        let left_out = parts.iter().find(|entry| entry.meaning == Meaning::LeftOut);
        left_out.or_else(|| parts.iter().find(|entry| entry.meaning != Meaning::Ignored)).or(parts.first()).copied()
    }

    /// "您的特长是什么" asks for one of our words.
    pub(crate) fn asked(&self, header: &str) -> Option<&Entry> {
        let plain = plain(header);
        let bare = self.after.iter().find_map(|word| plain.strip_suffix(word.as_str()))?;
        self.headers.get(bare)
    }

    /// "入党时间 Joined" is its Chinese half.
    pub(super) fn in_two_languages(&self, plain: &str) -> Option<&Entry> {
        let is_latin = |letter: char| letter.is_ascii_alphabetic() || letter == '.';
        let mixed = !plain.is_ascii() && plain.contains(|letter: char| letter.is_ascii_alphabetic());
        if mixed { self.headers.get(plain.trim_matches(is_latin)) } else { None }
    }

    /// The first word that we know of several in one header: "特长、爱好".
    pub(crate) fn one_of_several(&self, header: &str) -> Option<(&str, &Entry)> {
        let plain = plain(header);
        let parts = plain.split(BETWEEN).filter(|_| plain.contains(BETWEEN));
        let known = parts.filter_map(|part| self.headers.get_key_value(part)).find(|(_, entry)| entry.meaning != Meaning::Ignored);
        known.map(|(word, entry)| (word.as_str(), entry))
    }

    /// A header that is one of our words but for one letter, wrong, missing or too many; if it is
    /// near words of two meanings, none.
    pub(crate) fn nearly(&self, header: &str) -> Option<(&str, &Entry)> {
        let letters: Vec<char> = plain(header).chars().collect();
        if !(4..=12).contains(&letters.len()) {
            return None;
        }
        let mut near = self.parts.iter().filter(|(word, entry)| {
            let length = word.chars().count();
            length >= 4 && entry.meaning != Meaning::Ignored && !word.is_ascii() && one_apart(&letters, &word.chars().collect::<Vec<_>>())
        });
        let (word, entry) = near.next()?;
        near.all(|(_, other)| other.meaning == entry.meaning).then_some((word.as_str(), entry))
    }
}

/// Whether two words differ in one letter.
fn one_apart(one: &[char], other: &[char]) -> bool {
    let same_front = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[same_front..], &other[same_front..]);
    let same_back = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    one.len().max(other.len()) - same_back == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_may_be_wrong_missing_or_too_many() {
        let near = |one: &str, other: &str| one_apart(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>());
        assert!(near("身份正号码", "身份证号码"));
        assert!(near("身份号码", "身份证号码"));
        assert!(near("联系电话号", "联系电话"));
        assert!(!near("联系电话", "联系电话"));
        assert!(!near("入党时间", "转正日期"));
    }
}
