//! Words by which a member is found: every ending of the name (so that any part of it is the
//! beginning of one), its pinyin and initials, and the tail of the phone number as a keyed hash.

use kernel::Reader;
use pinyin::{ToPinyin, ToPinyinMulti};

/// The tail of a phone number that people remember.
const TAIL: usize = 4;

pub fn tokens(cx: &Reader, name: &str, phone: Option<&str>) -> Vec<String> {
    let mut tokens = words(name);
    tokens.extend(phone.and_then(|p| tail(cx, p)));
    tokens
}

/// What somebody typed, as the beginning of a token.
pub fn query(cx: &Reader, typed: &str) -> String {
    let typed = plain(typed);
    if typed.len() >= TAIL && typed.bytes().all(|b| b.is_ascii_digit()) { tail(cx, &typed).unwrap_or(typed) } else { typed }
}

/// The first text after all that begin with this one, by their bytes: no letter lies beyond it.
pub fn past(prefix: &str) -> String {
    format!("{prefix}{}", char::MAX)
}

fn words(name: &str) -> Vec<String> {
    let name = plain(name);
    let mut words: Vec<String> = name.char_indices().map(|(at, _)| name[at..].to_owned()).collect();
    let rest: Vec<&str> = name.chars().skip(1).filter_map(|c| c.to_pinyin()).map(|p| p.plain()).collect();
    // A surname may be read in more than one way (单 shan, dan): all of them find.
    let first = name.chars().next().and_then(|c| c.to_pinyin_multi());
    for surname in first.into_iter().flatten().map(|p| p.plain()) {
        let parts = || std::iter::once(surname).chain(rest.iter().copied());
        words.push(parts().collect());
        words.push(parts().filter_map(|p| p.chars().next()).collect());
    }
    if !rest.is_empty() {
        words.push(rest.concat());
    }
    words.sort();
    words.dedup();
    words
}

/// Names are typed with blanks, dots and capitals or without.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '·' | '•' | '・' | '．' | '.')).flat_map(char::to_lowercase).collect()
}

fn tail(cx: &Reader, phone: &str) -> Option<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let tail = digits.get(digits.len().checked_sub(TAIL)?..)?;
    Some(format!("#{}", kernel::vault::hex(&cx.digest("phone tail", tail)[..6])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn finds(name: &str, typed: &str) -> bool {
        let prefix = plain(typed);
        words(name).iter().any(|w| *w >= prefix && *w < past(&prefix))
    }

    #[test]
    fn pinyin_and_initials_find_in_every_reading() {
        for typed in ["zhao", "zhaojianguo", "zjg", "ZJ", "jianguo", "建", "赵 建国"] {
            assert!(finds("赵建国", typed), "{typed}");
        }
        assert!(finds("单田芳", "shantian") && finds("单田芳", "dtf"));
        assert!(finds("阿迪力·买买提", "阿迪力买买提"));
        assert!(!finds("赵建国", "孙") && !finds("赵建国", "jg1"));
    }

    proptest! {
        #[test]
        fn any_part_of_a_name_finds_it(name in "[\u{4e00}-\u{9fff}𬌗a-zA-Z·]{1,12}", from in 0usize..12, length in 1usize..12) {
            let part: String = name.chars().skip(from).take(length).collect();
            prop_assume!(!plain(&part).is_empty());
            prop_assert!(finds(&name, &part));
        }
    }
}
