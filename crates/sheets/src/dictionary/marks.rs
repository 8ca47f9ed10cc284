//! Marks of a roll-call, as signs and as words.

use super::Dictionary;
use crate::meaning::Mark;
use crate::values::clean;

/// A longer text is a remark, no mark.
const LONGEST: usize = 8;

impl Dictionary {
    /// What a mark of a roll-call says. "请假（病）" is leave, "参加（线上）" the way of taking part,
    /// "因病请假" the mark that it holds.
    pub fn mark(&self, text: &str) -> Option<Mark> {
        let text = clean(text);
        let known = |part: &str| self.marks.get(clean(part)).copied();
        if let Some(mark) = known(text) {
            return Some(mark);
        }
        if text.is_ascii() {
            return None;
        }
        if let Some((front, aside)) = text.split_once(['（', '('])
            && let Some(mark) = known(front)
        {
            let way = known(aside.trim_end_matches(['）', ')'])).filter(|_| mark == Mark::Present);
            return Some(way.unwrap_or(mark));
        }
        if text.chars().count() <= LONGEST { self.mark_in(text) } else { None }
    }

    /// The longest mark that a text holds: "代表上门送学" is "上门送学". "没能参加" is not "参加".
    pub(crate) fn mark_in(&self, text: &str) -> Option<Mark> {
        let text = clean(text);
        let denied = text.contains(['未', '没', '不', '无']);
        let held = self.marks.iter().filter(|(word, mark)| {
            let present = !matches!(mark, Mark::Absent | Mark::Leave | Mark::Exempt);
            word.chars().count() > 1 && !(denied && present) && text.contains(word.as_str())
        });
        let longest = held.max_by_key(|(word, _)| (word.len(), word.as_str())).map(|(_, mark)| *mark);
        longest.or_else(|| self.marks.get(text).copied())
    }
}
