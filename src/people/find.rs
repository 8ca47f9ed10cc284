//! Words by which a member is found: every ending of the name (so that any part of it is the
//! beginning of one), its pinyin and initials, and the tail of the phone number as a keyed hash.

use kernel::Reader;
use pinyin::{ToPinyin, ToPinyinMulti};

/// The tail of a phone number that people remember.
const TAIL: usize = 4;

pub fn tokens(cx: &Reader, name: &str, phone: Option<&str>) -> Vec<String> {
    let mut tokens: Vec<String> = name.char_indices().map(|(at, _)| name[at..].to_owned()).collect();
    let rest: Vec<&str> = name.chars().skip(1).filter_map(|c| c.to_pinyin()).map(|p| p.plain()).collect();
    // A surname may be read in more than one way (单 shan, dan): all of them find.
    let first = name.chars().next().and_then(|c| c.to_pinyin_multi());
    for surname in first.into_iter().flatten().map(|p| p.plain()) {
        let parts = || std::iter::once(surname).chain(rest.iter().copied());
        tokens.push(parts().collect());
        tokens.push(parts().filter_map(|p| p.chars().next()).collect());
    }
    if !rest.is_empty() {
        tokens.push(rest.concat());
    }
    tokens.extend(phone.and_then(|p| tail(cx, p)));
    tokens.sort();
    tokens.dedup();
    tokens
}

/// What somebody typed, as the beginning of a token.
pub fn query(cx: &Reader, typed: &str) -> String {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    if typed.len() >= TAIL && typed.bytes().all(|b| b.is_ascii_digit()) { tail(cx, &typed).unwrap_or(typed) } else { typed }
}

fn tail(cx: &Reader, phone: &str) -> Option<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let tail = digits.get(digits.len().checked_sub(TAIL)?..)?;
    Some(format!("#{}", kernel::vault::hex(&cx.digest("phone tail", tail)[..6])))
}
