//! Whom a form means: a filter over members that is read from the form's own words and said back as
//! a sentence. Numbers with 以上, 以下 and 满 include the number itself, with 不满 and 超过 they do
//! not (Civil Code 2020, article 1259).

use super::{
    person::{Day, Person},
    words::{WORDS, plain},
};
use crate::people::{days, words::EDUCATIONS};
use jiff::civil::Date;
use kernel::{say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Group {
    pub sex: String,
    /// Completed years, both included.
    pub age: Range,
    pub party_age: Range,
    /// Words of the ledger; empty for any.
    pub education: Vec<String>,
    pub employment: Vec<String>,
    pub is: Vec<Is>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Range {
    pub from: Option<i64>,
    pub to: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Is {
    Probationary,
    Full,
    Floating,
    Transition,
    Lost,
    Elderly,
    FiftyYears,
}

impl Range {
    fn holds(self, years: Option<i64>) -> bool {
        if self == Range::default() {
            return true;
        }
        years.is_some_and(|y| self.from.is_none_or(|from| y >= from) && self.to.is_none_or(|to| y <= to))
    }
}

impl Group {
    /// What a label says, if every word of it is understood: "60岁以上女党员".
    pub fn read(label: &str) -> Option<Group> {
        let (group, strange) = Reading::of(label);
        let counts = !group.is_all() || WORDS.everybody.words.iter().any(|word| label.contains(word));
        (strange == 0 && counts).then_some(group)
    }

    /// Whom a title speaks of, whatever else it says: "流动党员情况统计表".
    pub fn hinted(title: &str) -> Group {
        Reading::of(title).0
    }

    /// Everybody.
    pub fn is_all(&self) -> bool {
        *self == Group::default()
    }

    pub fn holds(&self, p: &Person, day: &Day) -> bool {
        let among = |words: &[String], word: &str| words.is_empty() || words.iter().any(|w| w == word);
        (self.sex.is_empty() || self.sex == p.sex)
            && among(&self.education, &p.education)
            && among(&self.employment, &p.employment)
            && self.age.holds(p.age(day))
            && self.party_age.holds(p.party_age(day))
            && self.is.iter().all(|is| p.is(*is, day))
    }

    /// The filter in words; a person can type the same words.
    pub fn sentence(&self) -> String {
        let mut said = vec![];
        said.extend(range(self.age, t("岁", "years old")));
        said.extend(range(self.party_age, t("年党龄", "years in the Party")));
        said.extend(self.is.iter().map(|is| is.name().to_owned()));
        said.extend(self.employment.iter().map(|w| crate::people::words::word(w).to_owned()));
        match &self.education[..] {
            [] => {}
            words => said.push(words.iter().map(|w| crate::people::words::word(w)).collect::<Vec<_>>().join("/")),
        }
        if !self.sex.is_empty() {
            said.push(crate::people::words::word(&self.sex).to_owned());
        }
        if said.is_empty() { t("全体党员", "All members").into() } else { said.join("，") }
    }
}

fn range(range: Range, what: &str) -> Option<String> {
    match (range.from, range.to) {
        (None, None) => None,
        (Some(from), None) => Some(say!("满 {from} {what}", "{from} {what} or more")),
        (None, Some(to)) => Some(say!("{to} {what}及以下", "{to} {what} or less")),
        (Some(from), Some(to)) => Some(say!("{from} 至 {to} {what}", "{from} to {to} {what}")),
    }
}

impl Is {
    pub fn name(self) -> &'static str {
        match self {
            Is::Probationary => t("预备党员", "Probationary"),
            Is::Full => t("正式党员", "Full members"),
            Is::Floating => t("流动党员", "Floating"),
            Is::Transition => t("返迁过渡期", "In relocation"),
            Is::Lost => t("失联", "Out of contact"),
            Is::Elderly => t("老年", "Elderly"),
            Is::FiftyYears => t("光荣在党50年", "Fifty years in the Party"),
        }
    }
}

/// A label, word by word.
struct Reading {
    text: Vec<char>,
    at: usize,
    group: Group,
    /// Letters that no word explains.
    strange: usize,
}

impl Reading {
    fn of(label: &str) -> (Group, usize) {
        let mut reading = Reading { text: plain(label).chars().collect(), at: 0, group: Group::default(), strange: 0 };
        while reading.at < reading.text.len() {
            if !(reading.who() || reading.number() || reading.nobody()) {
                reading.strange += 1;
                reading.at += 1;
            }
        }
        (reading.group, reading.strange)
    }

    fn take(&mut self, word: &str) -> bool {
        let word: Vec<char> = word.chars().collect();
        let here = self.text[self.at..].starts_with(&word);
        self.at += if here { word.len() } else { 0 };
        here
    }

    fn any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.take(word))
    }

    /// The longest word of whom.
    fn who(&mut self) -> bool {
        let mut known: Vec<(&str, &super::words::Who)> =
            WORDS.who.iter().flat_map(|who| who.words.iter().map(move |word| (word.as_str(), who))).collect();
        known.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
        let Some((_, who)) = known.into_iter().find(|(word, _)| self.take(word)) else { return false };
        self.group.sex = who.sex.clone().unwrap_or(std::mem::take(&mut self.group.sex));
        self.group.employment.extend(who.employment.clone());
        self.group.is.extend(who.is.filter(|is| !self.group.is.contains(is)));
        if let Some(education) = &who.education {
            self.education(education);
        }
        true
    }

    /// 大专, 大专以上, 高中及以下.
    fn education(&mut self, word: &str) {
        let rank = EDUCATIONS.iter().position(|e| e.0 == word).unwrap_or_default();
        self.any(&["学历"]);
        let range = if self.any(&["及以上", "以上"]) {
            0..=rank
        } else if self.any(&["及以下", "以下"]) {
            rank..=EDUCATIONS.len() - 1
        } else {
            rank..=rank
        };
        self.group.education.extend(EDUCATIONS[range].iter().map(|e| e.0.to_owned()));
    }

    /// 60岁以上, 36至45岁, 不满18周岁, 50年以上党龄.
    fn number(&mut self) -> bool {
        let from = self.at;
        let under = self.any(&["不满", "未满"]);
        let over = !under && self.any(&["超过"]);
        let reached = !under && !over && self.any(&["年满", "满"]);
        let Some(first) = self.digits() else {
            self.at = from;
            return false;
        };
        let first_unit = self.unit();
        let upper = if self.any(&["至", "到", "-", "—", "–", "~"]) { self.digits() } else { None };
        let Some(unit) = (if upper.is_some() { self.unit() } else { None }).or(first_unit) else {
            self.at = from;
            return false;
        };
        let range = self.bounds(first, upper, under, over, reached);
        let party = unit == Unit::Years;
        if party {
            self.any(&["的党龄", "党龄"]);
        }
        let slot = if party { &mut self.group.party_age } else { &mut self.group.age };
        *slot = Range { from: range.from.or(slot.from), to: range.to.or(slot.to) };
        true
    }

    fn bounds(&mut self, first: i64, upper: Option<i64>, under: bool, over: bool, reached: bool) -> Range {
        let above = self.any(&["及以上", "以上"]);
        let below = !above && self.any(&["及以下", "以下"]);
        match upper {
            Some(upper) => Range { from: Some(first), to: Some(upper) },
            None if under => Range { from: None, to: Some(first - 1) },
            None if over => Range { from: Some(first + 1), to: None },
            None if below => Range { from: None, to: Some(first) },
            None if above || reached => Range { from: Some(first), to: None },
            None => Range { from: Some(first), to: Some(first) },
        }
    }

    fn digits(&mut self) -> Option<i64> {
        let digits: String = self.text[self.at..].iter().take_while(|c| c.is_ascii_digit()).collect();
        self.at += digits.len();
        digits.parse().ok()
    }

    fn unit(&mut self) -> Option<Unit> {
        if self.any(&["周岁", "岁"]) {
            return Some(Unit::Age);
        }
        self.any(&["年"]).then_some(Unit::Years)
    }

    /// A word that asks for nobody in particular.
    fn nobody(&mut self) -> bool {
        let mut words: Vec<&str> = WORDS.plain.words.iter().map(String::as_str).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        self.any(&words)
    }
}

#[derive(PartialEq)]
enum Unit {
    Age,
    Years,
}

/// Completed years from a day that is known to some precision.
pub fn years(since: Option<&str>, on: Date) -> Option<i64> {
    since.and_then(|since| days::years(since, on))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ages(label: &str) -> Option<(Option<i64>, Option<i64>)> {
        Group::read(label).map(|g| (g.age.from, g.age.to))
    }

    #[test]
    fn numbers_include_themselves_where_the_code_says_so() {
        assert_eq!(ages("60岁以上"), Some((Some(60), None)));
        assert_eq!(ages("35岁及以下"), Some((None, Some(35))));
        assert_eq!(ages("35 岁以下"), Some((None, Some(35))));
        assert_eq!(ages("36岁至45岁"), Some((Some(36), Some(45))));
        assert_eq!(ages("46—59周岁"), Some((Some(46), Some(59))));
        assert_eq!(ages("不满30岁"), Some((None, Some(29))));
        assert_eq!(ages("超过80周岁"), Some((Some(81), None)));
        assert_eq!(ages("年满８０周岁"), Some((Some(80), None)));
        assert_eq!(Group::read("50年以上党龄").map(|g| g.party_age.from), Some(Some(50)));
    }

    #[test]
    fn words_add_up() {
        let group = Group::read("其中：60岁以上离退休女党员人数").unwrap();
        assert_eq!((group.age.from, group.sex.as_str(), group.employment.as_slice()), (Some(60), "女", &["离退休".to_owned()][..]));
        assert_eq!(Group::read("大专以上学历").unwrap().education, ["博士研究生", "硕士研究生", "本科", "大专"]);
        assert_eq!(Group::read("高中及以下").unwrap().education, ["高中", "初中", "小学"]);
        assert_eq!(Group::read("流动党员").unwrap().is, [Is::Floating]);
        assert!(Group::read("党员总数").unwrap().is_all());
    }

    #[test]
    fn what_is_not_understood_is_not_answered() {
        assert_eq!(Group::read("入党积极分子"), None);
        assert_eq!(Group::read("党员志愿服务队数"), None);
        assert_eq!(Group::hinted("流动党员情况统计表").is, [Is::Floating]);
        assert!(Group::hinted("基层党组织基本情况统计表").is_all());
    }
}
