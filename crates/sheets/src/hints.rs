//! What the caller knows already and a workbook need not say.

/// Told to [`crate::read_with`]; empty by default.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The names of the branches in the caller's tree. A column full of them is the branch, whatever
    /// its head; a title or a file that names one names the branch of its people; a name written
    /// shortly ("二支部") is the one branch that ends in it.
    pub branches: &'a [&'a str],
}

/// Shorter than this, the end of a name says nothing.
const SHORTEST: usize = 3;

impl<'a> Hints<'a> {
    pub fn of(branches: &'a [&'a str]) -> Self {
        Hints { branches }
    }

    /// The one branch that is called so, in whole or at its end.
    pub(crate) fn branch(&self, text: &str) -> Option<&'a str> {
        if self.branches.is_empty() {
            return None;
        }
        let said = core(text);
        if let Some(whole) = self.branches.iter().find(|branch| core(branch) == said) {
            return Some(whole);
        }
        let mut ending = self.ending_in(&said);
        ending.next().filter(|_| ending.next().is_none()).copied()
    }

    /// Whether any branch is called so, in whole or at its end.
    pub(crate) fn knows(&self, text: &str) -> bool {
        !self.branches.is_empty() && self.ending_in(&core(text)).next().is_some()
    }

    fn ending_in(&self, said: &str) -> impl Iterator<Item = &'a &'a str> {
        let long_enough = said.chars().count() >= SHORTEST;
        let said = said.to_owned();
        self.branches.iter().filter(move |branch| long_enough && core(branch).ends_with(&said))
    }

    /// The longest known branch that a title or a file's name holds.
    pub(crate) fn branch_in(&self, text: &str) -> Option<&'a str> {
        let text = core(text);
        self.branches.iter().filter(|branch| text.contains(&core(branch))).max_by_key(|branch| branch.len()).copied()
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
        let hints = Hints::of(&["三里村第一党支部", "三里村第二党支部", "青竹苑社区第一党支部"]);
        assert_eq!(hints.branch("中共三里村第一支部委员会（12人）"), Some("三里村第一党支部"));
        assert_eq!(hints.branch("第二党支部"), Some("三里村第二党支部"));
        assert_eq!(hints.branch("第一党支部"), None);
        assert_eq!(hints.branch("象棋"), None);
        assert_eq!(hints.branch_in("2026年三里村第二党支部名册"), Some("三里村第二党支部"));
    }
}
