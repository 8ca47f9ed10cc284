//! Letters: width, blanks, names, and the small words that stand for yes, no and nothing.

use std::borrow::Cow;

/// Full-width letters and signs in half width; everything else as it is.
pub fn half_width(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(is_wide) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|letter| if is_wide(letter) { narrow(letter) } else { letter }).collect::<String>().into()
}

fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{ff01}'..='\u{ff5e}' | '\u{3000}')
}

fn narrow(letter: char) -> char {
    if letter == '\u{3000}' {
        return ' ';
    }
    char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter)
}

/// "二〇〇五年十二月" in Arabic digits.
pub(crate) fn arabic(text: &str) -> String {
    let digits = "零一二三四五六七八九";
    let digit = |letter: char| match letter {
        '〇' | '○' => Some(0),
        _ => digits.chars().position(|known| known == letter),
    };
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| digit(letters[at]));
        let after = letters.get(at + 1).and_then(|&next| digit(next));
        match letter {
            '十' if before.is_none() && after.is_none() => out.push_str("10"),
            '十' if before.is_none() => out.push('1'),
            '十' if after.is_none() => out.push('0'),
            '十' => {}
            _ => match digit(letter) {
                Some(value) => out.push_str(&value.to_string()),
                None => out.push(letter),
            },
        }
    }
    out
}

/// Text without blanks and invisible marks at its ends.
pub fn clean(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\''))
}

/// A person's name. Blanks that stretch a name of Chinese letters go; a dot between the parts of a
/// name is one "·" however it was typed; names in Latin letters keep their spaces.
pub fn name(text: &str) -> Cow<'_, str> {
    let text = clean(text);
    let is_plain = !text.chars().any(|letter| letter.is_whitespace() || matches!(letter, '•' | '．' | '・' | '‧' | '∙' | '.' | '\u{200b}'));
    if is_plain {
        return Cow::Borrowed(text);
    }
    let chinese = text.chars().any(is_han);
    let dot = |letter: char| matches!(letter, '•' | '．' | '・' | '‧' | '∙') || (chinese && letter == '.');
    text.chars()
        .filter(|&letter| !(letter == '\u{200b}' || chinese && letter.is_whitespace()))
        .map(|letter| if dot(letter) { '·' } else { letter })
        .collect::<String>()
        .into()
}

/// A name and what stands in brackets or as a number beside it.
pub fn name_and_words(text: &str) -> (&str, Vec<&str>) {
    let text = clean(text).trim_matches(['*', '★', '☆', '●', '▲']);
    let Some(end) = text.find(['（', '(', '1', '0', '[', '【']).filter(|at| *at > 0) else { return (text, Vec::new()) };
    let words = text[end..].split(['（', '(', '）', ')', '[', ']', '【', '】']).map(clean).filter(|words| !words.is_empty());
    (clean(text[..end].trim_end_matches(['：', ':', '，', ',', '/', '、', '；', '-'])), words.collect())
}

/// Of "□男 ☑女" the word with the tick. Nothing for a text without boxes to tick.
pub fn ticked(text: &str) -> Option<Vec<&str>> {
    const EMPTY: [char; 3] = ['□', '☐', '◻'];
    const TICKED: [char; 6] = ['☑', '■', '☒', '√', '✓', '✔'];
    let is_box = |letter: char| EMPTY.contains(&letter) || TICKED.contains(&letter);
    if !text.contains(EMPTY) && !text.contains(['☑', '■', '☒']) || text.chars().filter(|letter| !letter.is_whitespace()).count() < 2 {
        return None;
    }
    let before = is_box(clean(text).chars().next()?);
    let boxes: Vec<(usize, char)> = text.char_indices().filter(|(_, letter)| is_box(*letter)).collect();
    let words = boxes.iter().enumerate().filter(|(_, (_, letter))| TICKED.contains(letter)).map(|(n, (at, letter))| {
        if before {
            let end = boxes.get(n + 1).map_or(text.len(), |next| next.0);
            &text[at + letter.len_utf8()..end]
        } else {
            let start = n.checked_sub(1).map_or(0, |last| boxes[last].0 + boxes[last].1.len_utf8());
            &text[start..*at]
        }
    });
    Some(words.map(|word| clean(word).trim_matches(['、', '，', ',', '/', ' '])).filter(|word| !word.is_empty()).collect())
}

/// Chinese letters, the rare ones beyond the first plane included.
pub(crate) fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇')
}

/// Whether this could be a person's name: two to four Chinese letters, or more with a dot.
pub(crate) fn looks_like_name(text: &str) -> bool {
    let name = name(text);
    let letters = name.chars().count();
    name.chars().all(|letter| is_han(letter) || letter == '·') && (2..=if name.contains('·') { 20 } else { 4 }).contains(&letters)
}

pub fn yes_no(text: &str) -> Option<bool> {
    match clean(text) {
        "是" | "有" | "√" | "✓" | "✔" | "Y" | "y" | "1" | "对" | "愿意" | "能" | "可以" | "会" | "TRUE" | "已" | "☑" => {
            Some(true)
        }
        "否" | "无" | "没有" | "×" | "✗" | "✘" | "N" | "n" | "0" | "不" | "不愿意" | "不能" | "不可以" | "不会" | "FALSE" | "未" => {
            Some(false)
        }
        _ => None,
    }
}

/// "同上" and the ditto marks.
pub fn same_words(text: &str) -> bool {
    matches!(clean(text), "同上" | "″" | "〃" | "\"" | "”" | "同左")
}

/// The address in a remark such as "返迁过渡，现住青竹苑社区12幢401室".
pub fn lives_now(remark: &str) -> Option<&str> {
    const SIGNS: [&str; 6] = ["现居住在", "现居住于", "现居住", "现住址", "现居", "现住"];
    let (at, sign) =
        SIGNS.iter().filter_map(|sign| remark.find(sign).map(|at| (at, *sign))).min_by_key(|(at, sign)| (*at, usize::MAX - sign.len()))?;
    let rest = remark[at + sign.len()..].trim_start_matches(['：', ':', ' ', '在', '于', '为']);
    let end = rest.find(['，', '；', '。', ',', ';', '\n']).unwrap_or(rest.len());
    Some(clean(&rest[..end])).filter(|address| !address.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_blanks_and_keep_their_letters() {
        for (typed, meant) in [
            ("付\u{3000}华", "付华"),
            ("韦雪勇 ", "韦雪勇"),
            ("王  芳", "王芳"),
            ("买买提•艾力", "买买提·艾力"),
            ("买买提．艾力", "买买提·艾力"),
            ("𬌗𠮷", "𬌗𠮷"),
            ("John Smith", "John Smith"),
            ("㛃", "㛃"),
        ] {
            assert_eq!(name(typed), meant, "{typed}");
        }
        assert!(looks_like_name("欧阳 俊新") && looks_like_name("阿依古丽·买买提") && looks_like_name("𠮷田"));
        assert!(!looks_like_name("合计48人") && !looks_like_name("三里组20幢"));
    }

    #[test]
    fn the_word_with_the_tick_is_meant() {
        assert_eq!(ticked("□男　☑女"), Some(vec!["女"]));
        assert_eq!(ticked("男√ 女□"), Some(vec!["男"]));
        assert_eq!(ticked("□是 □否"), Some(vec![]));
        assert_eq!(ticked("■理发 □电工 ■书法"), Some(vec!["理发", "书法"]));
        assert_eq!(ticked("√"), None);
        assert_eq!(ticked("王芳"), None);
        assert_eq!(name_and_words("王芳（女）（预备）"), ("王芳", vec!["女", "预备"]));
        assert_eq!(name_and_words("周某某：13900000001"), ("周某某", vec!["13900000001"]));
        assert_eq!(name_and_words("John Smith"), ("John Smith", vec![]));
    }

    #[test]
    fn a_remark_tells_where_somebody_lives_now() {
        assert_eq!(lives_now("返迁过渡，现住青竹苑社区12幢401室（租住）"), Some("青竹苑社区12幢401室（租住）"));
        assert_eq!(lives_now("现居住在紫云苑3幢，与子女同住"), Some("紫云苑3幢"));
        assert_eq!(lives_now("现住址：虹景2幢"), Some("虹景2幢"));
        assert_eq!(lives_now("因病请假"), None);
    }
}
