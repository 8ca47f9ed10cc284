//! What the caller knows already and a workbook need not say.

/// Told to [`crate::read_with`]; empty by default.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The names of the branches in the caller's tree. A column full of them is the branch, whatever
    /// its head; a title or a file that names one names the branch of its people; a name written
    /// shortly ("二支部") is the one branch that ends in it.
    pub branches: &'a [&'a str],
    /// The year of "9.5" in the head of a roll-call where neither title nor names say one.
    pub year: Option<u32>,
}

impl<'a> Hints<'a> {
    pub fn of(branches: &'a [&'a str]) -> Self {
        Hints { branches, year: None }
    }
}

/// Shorter than this, the end of a name says nothing; longer, a text is no name.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=60;

/// The hints, ready to be compared.
pub(crate) struct Known<'a> {
    names: Vec<(String, &'a str)>,
    pub year: Option<u32>,
}

impl<'a> Known<'a> {
    pub fn of(hints: &Hints<'a>) -> Self {
        Known { names: hints.branches.iter().map(|branch| (core(branch), *branch)).collect(), year: hints.year }
    }

    pub fn no_branches(&self) -> bool {
        self.names.is_empty()
    }

    /// The one branch that is called so, in whole or at its end.
    pub fn branch(&self, text: &str) -> Option<&'a str> {
        let said = self.said(text)?;
        if let Some((_, whole)) = self.names.iter().find(|(core, _)| *core == said) {
            return Some(whole);
        }
        let mut ending = self.names.iter().filter(|(core, _)| core.ends_with(&said));
        ending.next().filter(|_| ending.next().is_none()).map(|(_, branch)| *branch)
    }

    /// Whether any branch is called so, in whole or at its end.
    pub fn knows(&self, text: &str) -> bool {
        self.said(text).is_some_and(|said| self.names.iter().any(|(core, _)| core.ends_with(&said)))
    }

    /// The longest known branch that a title or a file's name holds.
    pub fn branch_in(&self, text: &str) -> Option<&'a str> {
        let text = core(text);
        let held = self.names.iter().filter(|(core, _)| text.contains(core.as_str()));
        held.max_by_key(|(core, _)| core.len()).map(|(_, branch)| *branch)
    }

    fn said(&self, text: &str) -> Option<String> {
        let could_be = !self.no_branches() && text.len() <= LETTERS.end() * 4;
        could_be.then(|| core(text)).filter(|said| LETTERS.contains(&said.chars().count()))
    }
}

/// A name as it is compared: "中共三里村第一支部委员会（12人）" is "三里村第一支部".
fn core(name: &str) -> String {
    let name = crate::values::clean(name).trim_start_matches("中共");
    let end = name.find(['（', '(']).filter(|at| *at > 0).unwrap_or(name.len());
    let plain: String = name[..end].chars().filter(|letter| !letter.is_whitespace()).collect();
    plain.trim_end_matches("委员会").replace("党支部", "支部")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_branch_is_known_by_its_name_or_by_the_end_of_it_if_only_one_ends_so() {
        let known = Known::of(&Hints::of(&["三里村第一党支部", "三里村第二党支部", "青竹苑社区第一党支部"]));
        assert_eq!(known.branch("中共三里村第一支部委员会（12人）"), Some("三里村第一党支部"));
        assert_eq!(known.branch("第二党支部"), Some("三里村第二党支部"));
        assert_eq!((known.branch("第一党支部"), known.knows("第一党支部")), (None, true));
        assert_eq!((known.branch("象棋"), known.knows("象棋")), (None, false));
        assert_eq!(known.branch_in("2026年三里村第二党支部名册"), Some("三里村第二党支部"));
    }
}
