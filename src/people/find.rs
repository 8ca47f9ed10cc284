//! Words by which a member is found: every ending of the name (so that any part of it is the
//! beginning of one), its pinyin and initials, and the tail of the phone number as a keyed hash.

use kernel::{Id, Reader, Result, Writer, args};
use pinyin::{ToPinyin, ToPinyinMulti};

/// The tail of a phone number that people remember.
const TAIL: usize = 4;

/// A word, and how many bytes of it the member's word before it begins with too: among all words
/// of a member that begin with what was typed, the first is the one that shares less than that.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Token {
    pub text: String,
    pub shared: usize,
}

/// The words of a member, in their order. The index is kept by them: words that came out otherwise
/// in another release would leave rows behind, so a test pins them.
pub fn tokens(cx: &Reader, name: &str, phone: Option<&str>) -> Vec<Token> {
    let mut texts = words(name);
    texts.extend(phone.and_then(|p| tail(cx, p)));
    in_order(texts)
}

fn in_order(mut texts: Vec<String>) -> Vec<Token> {
    texts.sort_unstable();
    texts.dedup();
    let mut tokens: Vec<Token> = Vec::with_capacity(texts.len());
    for text in texts {
        let before = tokens.last().map_or("", |before| &before.text);
        let shared = text.bytes().zip(before.bytes()).take_while(|(a, b)| a == b).count();
        tokens.push(Token { text, shared });
    }
    tokens
}

/// Words of members on their way into the index, held close together: those of an import are many.
#[derive(Default)]
pub struct Sheaf {
    text: String,
    words: Vec<Word>,
    members: Vec<(Id, usize)>,
    paths: Vec<String>,
}

struct Word {
    /// Its first bytes, by which most words are told apart.
    head: u128,
    from: u32,
    length: u32,
    shared: u32,
    member: u32,
}

impl Sheaf {
    pub fn add(&mut self, path: &str, member: Id, tokens: &[Token]) {
        if self.paths.last().is_none_or(|last| last != path) {
            self.paths.push(path.to_owned());
        }
        let at = self.members.len() as u32;
        self.members.push((member, self.paths.len() - 1));
        for token in tokens {
            let (from, length, shared) = (self.text.len() as u32, token.text.len() as u32, token.shared as u32);
            self.words.push(Word { head: head(&token.text), from, length, shared, member: at });
            self.text.push_str(&token.text);
        }
    }

    /// Puts them into the index in the order of its key, so that it grows at its end and not
    /// everywhere at once.
    pub fn index(mut self, cx: &Writer) -> Result<()> {
        self.rank();
        let mut words = std::mem::take(&mut self.words);
        words.sort_unstable_by(|a, b| a.head.cmp(&b.head).then_with(|| self.rest(a).cmp(&self.rest(b))).then(a.member.cmp(&b.member)));
        let row = |word: &Word| {
            let (member, path) = self.members[word.member as usize];
            Ok([self.text(word).into(), (&self.paths[path]).into(), member.into(), word.shared.into()])
        };
        cx.put("insert into {finds} (token, path, member, shared)", words.iter().map(row))
    }

    /// Puts the members in the order of the key, so that their words compare by a number.
    fn rank(&mut self) {
        let mut order: Vec<u32> = (0..self.members.len() as u32).collect();
        let place = |at: u32| {
            let (member, path) = self.members[at as usize];
            (&self.paths[path], member)
        };
        order.sort_by(|a, b| place(*a).cmp(&place(*b)));
        let mut ranks = vec![0; order.len()];
        order.iter().enumerate().for_each(|(rank, at)| ranks[*at as usize] = rank as u32);
        self.words.iter_mut().for_each(|word| word.member = ranks[word.member as usize]);
        self.members = order.into_iter().map(|at| self.members[at as usize]).collect();
    }

    fn text(&self, word: &Word) -> &str {
        &self.text[word.from as usize..(word.from + word.length) as usize]
    }

    /// What tells words of one head apart.
    fn rest(&self, word: &Word) -> (&[u8], u32) {
        (if word.length as usize > HEAD { &self.text(word).as_bytes()[HEAD..] } else { &[] }, word.length)
    }
}

const HEAD: usize = size_of::<u128>();

/// The first bytes of a word as a number that sorts as they do.
fn head(word: &str) -> u128 {
    let mut head = [0; HEAD];
    let length = word.len().min(HEAD);
    head[..length].copy_from_slice(&word.as_bytes()[..length]);
    u128::from_be_bytes(head)
}

/// Takes a member's words out of the index.
pub fn forget(cx: &Writer, path: &str, member: Id, tokens: &[Token]) -> Result<()> {
    for token in tokens {
        cx.run("delete from {finds} where token = $1 and path = $2 and member = $3", args![&token.text, path, member])?;
    }
    Ok(())
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

    #[test]
    fn the_words_are_pinned() {
        let words = |name: &str| {
            let tokens = in_order(words(name));
            tokens.iter().map(|t| format!("{}/{}", t.text, t.shared)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(words("赵建国"), "jianguo/0 zhaojianguo/0 zjg/1 国/0 建国/1 赵建国/0");
        assert_eq!(words("单于"), "chanyu/0 cy/1 danyu/0 dy/1 shanyu/0 sy/1 yu/0 于/0 单于/0");
        assert_eq!(
            words("阿迪力·买买提"),
            "adilimaimaiti/0 adlmmt/2 dilimaimaiti/0 edilimaimaiti/0 edlmmt/2 买买提/0 买提/3 力买买提/0 提/0 迪力买买提/0 阿迪力买买提/0"
        );
        assert_eq!(words("Li Si"), "i/0 isi/1 lisi/0 si/0");
    }

    proptest! {
        #[test]
        fn one_word_alone_is_the_first_that_begins_so(name in "[赵建国单田芳a-c]{1,8}", length in 1usize..4) {
            let tokens = in_order(words(&name));
            for token in &tokens {
                let prefix: String = token.text.chars().take(length).collect();
                let first = tokens.iter().filter(|t| t.text.starts_with(&prefix) && t.shared < prefix.len());
                prop_assert_eq!(first.count(), 1, "{}", prefix);
            }
        }

        #[test]
        fn any_part_of_a_name_finds_it(name in "[\u{4e00}-\u{9fff}𬌗a-zA-Z·]{1,12}", from in 0usize..12, length in 1usize..12) {
            let part: String = name.chars().skip(from).take(length).collect();
            prop_assume!(!plain(&part).is_empty());
            prop_assert!(finds(&name, &part));
        }
    }
}
