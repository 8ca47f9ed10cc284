//! The unified credit code of a unit (GB 32100-2015): 18 characters of an alphabet without I, O, Z,
//! S and V, the last of which follows from the others (ISO 7064, weights 3^n modulo 31).

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const LENGTH: usize = 18;

/// What is wrong with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Length(usize),
    Character(char),
    Check,
}

/// The code as it is written: capitals, no blanks.
pub fn check(text: &str) -> Result<String, Fault> {
    let code = plain(text);
    let length = code.chars().count();
    if length != LENGTH {
        return Err(Fault::Length(length));
    }
    if let Some(other) = code.chars().find(|c| value(*c).is_none()) {
        return Err(Fault::Character(other));
    }
    if check_character(&code[..LENGTH - 1]) == code.chars().last() { Ok(code) } else { Err(Fault::Check) }
}

/// A code as it was typed, without what nobody means by it.
pub fn plain(text: &str) -> String {
    let half = sheets::values::half_width(text);
    half.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '—' | '\'')).flat_map(char::to_uppercase).collect()
}

/// The character that stands behind these seventeen.
pub fn check_character(body: &str) -> Option<char> {
    let mut weight = 1;
    let mut sum = 0;
    for c in body.chars() {
        sum += value(c)? * weight;
        weight = weight * 3 % ALPHABET.len();
    }
    Some(ALPHABET[(ALPHABET.len() - sum % ALPHABET.len()) % ALPHABET.len()] as char)
}

fn value(c: char) -> Option<usize> {
    ALPHABET.iter().position(|known| char::from(*known) == c)
}

impl Fault {
    pub fn zh(self) -> String {
        match self {
            Fault::Length(n) => format!("统一社会信用代码应为 18 位，这里有 {n} 位。"),
            Fault::Character(c) => format!("统一社会信用代码里不会有“{c}”（不用 I、O、Z、S、V）。"),
            Fault::Check => "统一社会信用代码的最后一位与前面的对不上，请对照证照重新录入。".into(),
        }
    }
    pub fn en(self) -> String {
        match self {
            Fault::Length(n) => format!("A unified credit code has 18 characters; this one has {n}."),
            Fault::Character(c) => format!("“{c}” stands in no unified credit code (it has no I, O, Z, S, V)."),
            Fault::Check => "The last character of the unified credit code does not fit the others; type it again from the licence.".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codes_that_are_known_to_be_right_are_right() {
        // The standard's own example, and codes that companies print on their own pages.
        for code in ["91350100M000100Y43", "91330100799655058B", "9144030071526726XG", "914403001922038216", "91110000802100433B"] {
            assert_eq!(check(code).as_deref(), Ok(code));
        }
        assert_eq!(check(" 9135 0100 m000100y43 ").as_deref(), Ok("91350100M000100Y43"), "blanks and small letters are nobody's fault");
        assert_eq!(check("９１３５０１００M000100Y43").as_deref(), Ok("91350100M000100Y43"));
        assert_eq!(check("91350100M000100Y4"), Err(Fault::Length(17)));
        assert_eq!(check("91350100M000100O43"), Err(Fault::Character('O')));
        assert_eq!(check("91350100M000100Y44"), Err(Fault::Check));
    }

    proptest! {
        #[test]
        fn one_slip_or_two_neighbours_swapped_are_always_found(
            body in "[0-9A-HJ-NP-RTUW-Y]{17}", at in 0usize..18, other in "[0-9A-HJ-NP-RTUW-Y]", swap in 0usize..17,
        ) {
            let code = format!("{body}{}", check_character(&body).expect("a check character"));
            prop_assert_eq!(check(&code), Ok(code.clone()));
            let mut slipped = code.clone();
            slipped.replace_range(at..=at, &other);
            prop_assert_eq!(check(&slipped).is_ok(), slipped == code);
            let mut letters: Vec<char> = code.chars().collect();
            letters.swap(swap, swap + 1);
            let swapped: String = letters.into_iter().collect();
            prop_assert_eq!(check(&swapped).is_ok(), swapped == code);
        }

        #[test]
        fn nothing_that_is_typed_breaks_it(text in "\\PC{0,40}") {
            if let Ok(code) = check(&text) {
                prop_assert_eq!(code.len(), LENGTH);
            }
        }
    }
}
