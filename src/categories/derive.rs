//! What categories a member has, and from which fact each follows: one function of facts, rule book
//! and day. It reads nothing and remembers nothing.

use super::Facts;
use crate::{
    people::{days, words},
    rulebook::{CategoryRule, Condition, Declared, Named, Rules, keys},
};
use jiff::{Span, civil::Date};
use kernel::{say, t};
use sheets::values::PartialDate;

/// All categories of a rule book on a day.
#[derive(Clone, Debug)]
pub struct Kinds {
    pub all: Vec<Kind>,
    pub today: Date,
    /// The day and its month as facts are written.
    day: String,
    month: String,
    /// Who was heard of before this day is not heard of.
    pub(super) silent_before: String,
    /// Who is away since this day or longer is floating.
    pub(super) away_before: String,
}

#[derive(Clone, Debug)]
pub struct Kind {
    pub code: String,
    pub name: Named,
    pub rule: CategoryRule,
}

/// A category that a member has, by its place among the kinds.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub kind: usize,
    pub reason: Reason,
}

/// The fact that a category follows from, with its day as precise as it is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    Employment { word: String, on: String },
    Unit { name: String, kind: String },
    Away { since: Option<String> },
    FormerHome { on: String },
    TransitionGroup { until: String },
    Setting { setting: String },
    Silent { since: String, heard: bool },
    Age { age: i64, birth: String },
    Health { on: String },
    Declared { what: Declared, since: String },
    Relief { since: String },
    NoPost { ended: Option<String> },
    Probation { joined: Option<String> },
}

impl Kinds {
    pub fn of(rules: Rules<'_>) -> Kinds {
        let today = rules.day();
        let kind = |(code, rule): (&str, CategoryRule)| {
            let name = rules.name(keys::CATEGORIES, code).unwrap_or_else(|| Named { zh: code.into(), en: code.into() });
            Kind { code: code.into(), name, rule }
        };
        let before = |key: keys::Key<Span>| days::before(today, rules.get(key));
        Kinds {
            all: rules.all(keys::CATEGORIES).into_iter().map(kind).collect(),
            today,
            day: today.to_string(),
            month: today.strftime("%Y-%m").to_string(),
            silent_before: before(keys::LOST_AFTER),
            away_before: before(keys::FLOATING_AFTER),
        }
    }

    pub fn find(&self, code: &str) -> Option<&Kind> {
        self.all.iter().find(|k| k.code == code)
    }

    /// The categories of a member, in the book's order, each with the first fact it follows from.
    pub fn derive(&self, facts: &Facts) -> Vec<Held> {
        let follows = |(kind, k): (usize, &Kind)| k.rule.any.iter().find_map(|c| self.reason(c, facts)).map(|reason| Held { kind, reason });
        let all: Vec<Held> = self.all.iter().enumerate().filter_map(follows).collect();
        let beside = |held: &Held| {
            let not_with = &self.all[held.kind].rule.not_with;
            all.iter().any(|other| not_with.contains(&self.all[other.kind].code))
        };
        if all.iter().any(beside) { all.iter().filter(|h| !beside(h)).cloned().collect() } else { all }
    }

    fn reason(&self, condition: &Condition, f: &Facts) -> Option<Reason> {
        match condition {
            Condition::Employment(words) => {
                words.contains(&f.employment).then(|| Reason::Employment { word: f.employment.clone(), on: f.ledger_on.clone() })
            }
            Condition::UnitKind(kinds) => f
                .unit_kind
                .as_ref()
                .filter(|kind| kinds.contains(kind))
                .map(|kind| Reason::Unit { name: f.unit.clone(), kind: kind.clone() }),
            Condition::Away => {
                let since = f.away.as_ref().filter(|since| since.as_ref().is_none_or(|day| *day <= self.away_before))?;
                Some(Reason::Away { since: since.clone() })
            }
            Condition::Relocated => {
                let group = f.transition_until.as_ref().filter(|until| until.is_empty() || **until >= self.day);
                let group = group.map(|until| Reason::TransitionGroup { until: until.clone() });
                f.former_home_on.clone().map(|on| Reason::FormerHome { on }).or(group)
            }
            Condition::Setting(settings) => settings.contains(&f.setting).then(|| Reason::Setting { setting: f.setting.clone() }),
            Condition::Silent => {
                let (since, heard) = f.heard_on.as_ref().map_or((&f.taken_in_on, false), |on| (on, true));
                (*since < self.silent_before).then(|| Reason::Silent { since: since.clone(), heard })
            }
            Condition::Age(least) => {
                // Most are younger, which the year alone says.
                let birth = f
                    .birth
                    .as_ref()
                    .filter(|b| b.get(..4).and_then(|y| y.parse().ok()).is_none_or(|y: i64| i64::from(self.today.year()) - y >= *least))?;
                let age = days::years(birth, self.today).filter(|age| age >= least)?;
                Some(Reason::Age { age, birth: birth.clone() })
            }
            Condition::HealthBut(well) => {
                let (says, on) = f.health.as_ref().filter(|(says, _)| !well.iter().any(|w| w == says.trim()))?;
                (!says.trim().is_empty()).then(|| Reason::Health { on: on.clone() })
            }
            Condition::Declared(what) => {
                let today = &self.day;
                let holds = |d: &&(Declared, String, Option<String>)| {
                    d.0 == *what && d.1 <= *today && d.2.as_ref().is_none_or(|until| until >= today)
                };
                f.declared.iter().find(holds).map(|d| Reason::Declared { what: *what, since: d.1.clone() })
            }
            Condition::Relief => {
                let covers = |r: &&(String, Option<String>)| r.0 <= self.month && r.1.as_ref().is_none_or(|to| *to >= self.month);
                f.reliefs.iter().find(covers).map(|r| Reason::Relief { since: r.0.clone() })
            }
            Condition::NoPost => {
                let holds = |d: &(String, Option<String>)| d.0 <= self.day && d.1.as_ref().is_none_or(|to| *to >= self.day);
                let ended = || f.posts.iter().filter_map(|d| d.1.clone()).filter(|to| *to < self.day).max();
                (!f.posts.iter().any(holds)).then(|| Reason::NoPost { ended: ended() })
            }
            Condition::Probationary => f.probationary.then(|| Reason::Probation { joined: f.joined.clone() }),
        }
    }
}

impl Kind {
    pub fn name(&self) -> &str {
        t(&self.name.zh, &self.name.en)
    }
}

impl Reason {
    /// In words, without anything hidden.
    pub fn words(&self) -> String {
        match self {
            Reason::Employment { word, on } => {
                let word = words::word(word);
                say!("台账人员类别：{word}（{on}）", "The ledger says: {word} ({on})")
            }
            Reason::Unit { name, kind } => say!("所在单位{name}是{kind}", "{name} is: {kind}"),
            Reason::Away { since: Some(since) } => say!("流动党员台账：{since} 起外出", "Floating register: away since {since}"),
            Reason::Away { since: None } => t("在流动党员台账上", "On the floating register").into(),
            Reason::FormerHome { on } => say!("联系卡登记了原住址（{on}）", "The contact card names a former home ({on})"),
            Reason::TransitionGroup { until } if until.is_empty() => t("编入返迁过渡期党小组", "In a transition group").into(),
            Reason::TransitionGroup { until } => say!("编入返迁过渡期党小组，设到 {until}", "In a transition group until {until}"),
            Reason::Setting { .. } => t("所在社区是安置社区", "The community is a resettled one").into(),
            Reason::Silent { since, heard: true } => {
                say!("最近一次联系、参加活动或交党费在 {since}", "Last heard of, seen or paid on {since}")
            }
            Reason::Silent { since, heard: false } => {
                say!("{since} 进入台账以来没有任何联系记录", "No contact on record since taken in on {since}")
            }
            Reason::Age { age, birth } => say!("{age} 岁（{birth} 出生）", "Aged {age} (born {birth})"),
            Reason::Health { on } => say!("联系卡登记了身体状况（{on}）", "The contact card speaks of health ({on})"),
            Reason::Declared { what, since } => {
                let what = what.name();
                say!("组织登记：{what}，{since} 起", "Entered by the organisation: {what}, since {since}")
            }
            Reason::Relief { since } => say!("党费减免决定，{since} 起", "Dues relieved by decision, since {since}"),
            Reason::NoPost { ended: Some(on) } => say!("没有任职，上一任到 {on}", "No office or post; the last ended {on}"),
            Reason::NoPost { ended: None } => t("没有任职记录", "No office or post on record").into(),
            Reason::Probation { joined: Some(on) } => say!("预备党员，{on} 入党", "On probation, joined {on}"),
            Reason::Probation { joined: None } => t("预备党员", "On probation").into(),
        }
    }

    /// The day of the fact, where it is known.
    pub fn on(&self) -> Option<&str> {
        match self {
            Reason::Employment { on, .. } | Reason::FormerHome { on } | Reason::Health { on } => Some(on),
            Reason::Silent { since, .. } | Reason::Declared { since, .. } | Reason::Relief { since } => Some(since),
            Reason::Age { birth, .. } => Some(birth),
            Reason::Away { since: day } | Reason::NoPost { ended: day } | Reason::Probation { joined: day } => day.as_deref(),
            Reason::TransitionGroup { until } => Some(until).filter(|u| !u.is_empty()).map(String::as_str),
            Reason::Unit { .. } | Reason::Setting { .. } => None,
        }
    }
}

/// Whether a text is a day, a month or a year.
pub(super) fn is_day(text: &str) -> bool {
    text.parse::<PartialDate>().is_ok()
}
