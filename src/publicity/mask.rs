//! How much of a name is shown. Pure: a name, a mask and the surnames of two characters in, what is
//! shown out.

use kernel::{Text, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mask {
    Full,
    /// 王某某
    Surname,
    /// 王**
    Stars,
    Nameless,
}

impl Mask {
    pub const ALL: [Mask; 4] = [Mask::Full, Mask::Surname, Mask::Stars, Mask::Nameless];

    pub fn code(self) -> &'static str {
        match self {
            Mask::Full => "full",
            Mask::Surname => "surname",
            Mask::Stars => "stars",
            Mask::Nameless => "nameless",
        }
    }
    pub fn named(code: &str) -> Option<Mask> {
        Mask::ALL.into_iter().find(|m| m.code() == code)
    }
    pub fn name(self) -> Text {
        match self {
            Mask::Full => Text::fixed("全名", "Full name"),
            Mask::Surname => Text::fixed("王某某", "王某某 (surname)"),
            Mask::Stars => Text::fixed("王**", "王** (surname)"),
            Mask::Nameless => Text::fixed("不出现姓名", "No name"),
        }
    }

    /// What is shown of a name. `compound` are the surnames of two characters.
    pub fn of(self, name: &str, compound: &[String]) -> String {
        let given = match self {
            Mask::Full => return name.to_owned(),
            Mask::Nameless => return nobody(),
            Mask::Surname => '某',
            Mask::Stars => '*',
        };
        let all = name.chars().count();
        // A name with a dot inside has no surname in front: its first character stands for it.
        let two = all > 2 && compound.iter().any(|s| name.starts_with(s.as_str()));
        let surname: String = name.chars().take(if two { 2 } else { 1 }).collect();
        let hidden = all.saturating_sub(surname.chars().count()).clamp(1, 2);
        surname + &given.to_string().repeat(hidden)
    }
}

/// Who is not named.
pub fn nobody() -> String {
    t("一名党员", "a member").into()
}

/// The text with each name in the form in which it may be shown; of names within names the longest
/// counts. What a name was replaced by is not looked at again.
pub fn veiled(text: &str, shown: &[(String, String)]) -> String {
    let mut names: Vec<&(String, String)> = shown.iter().filter(|n| !n.0.is_empty()).collect();
    names.sort_by_key(|n| std::cmp::Reverse(n.0.len()));
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(first) = rest.chars().next() {
        let named = names.iter().find(|n| rest.starts_with(n.0.as_str()));
        let (read, written) = named.map_or((first.len_utf8(), &rest[..first.len_utf8()]), |n| (n.0.len(), n.1.as_str()));
        out.push_str(written);
        rest = &rest[read..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn compound() -> Vec<String> {
        vec!["欧阳".into(), "司马".into()]
    }

    #[test]
    fn a_name_in_four_ways() {
        let shown = |name: &str| Mask::ALL.map(|m| m.of(name, &compound()));
        assert_eq!(shown("王建国"), ["王建国", "王某某", "王**", "一名党员"]);
        assert_eq!(shown("王芳"), ["王芳", "王某", "王*", "一名党员"]);
        assert_eq!(shown("欧阳明"), ["欧阳明", "欧阳某", "欧阳*", "一名党员"]);
        assert_eq!(shown("阿卜杜·热合曼")[1], "阿某某", "how long a name is, is not shown either");
    }

    #[test]
    fn the_longest_name_counts() {
        let shown = [("王芳".to_owned(), "王某".to_owned()), ("王芳华".to_owned(), "王芳华".to_owned())];
        assert_eq!(veiled("王芳华和王芳一起来。", &shown), "王芳华和王某一起来。");
    }

    fn name() -> impl Strategy<Value = String> {
        "[王李赵欧司][阳马建国芳华桂兰]{1,3}"
    }

    proptest! {
        /// Masked, no given name can be read, and the surname is all that is left.
        #[test]
        fn a_mask_hides_the_given_name(name in name()) {
            for mask in [Mask::Surname, Mask::Stars] {
                let shown = mask.of(&name, &compound());
                prop_assert!(shown != name);
                let kept: String = shown.chars().filter(|c| !"某*".contains(*c)).collect();
                prop_assert!(name.starts_with(&kept) && kept.chars().count() <= 2, "{name} as {shown}");
            }
            prop_assert_eq!(Mask::Nameless.of(&name, &compound()), nobody());
        }

        /// In whatever text they stand, names that may not be shown are not in it afterwards, and
        /// all other words are.
        #[test]
        fn no_name_is_left_in_a_veiled_text(names in proptest::collection::vec(name(), 1..5), words in proptest::collection::vec("[，。、扫雪楼道]{0,6}", 6)) {
            let text: String = words.iter().enumerate().map(|(n, w)| format!("{w}{}", names[n % names.len()])).collect();
            let shown: Vec<_> = names.iter().map(|n| (n.clone(), "□".to_owned())).collect();
            let veiled = veiled(&text, &shown);
            for name in &names {
                prop_assert!(!veiled.contains(name.as_str()), "{name} in {veiled}");
            }
            let others: String = veiled.chars().filter(|c| *c != '□').collect();
            prop_assert_eq!(others, words.concat());
        }
    }
}
