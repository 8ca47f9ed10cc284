//! What the rule book has to say about an organisation: its size, its committee, its term. Each is
//! a proposal with its reason and its source; nothing changes by itself.

use super::{Kind, Org};
use crate::rulebook::{Entry, Rules, keys};
use jiff::civil::Date;
use kernel::{Reader, Result, Text, args};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Advice {
    pub text: Text,
    /// The rule it follows from, and where that rule stands.
    pub rule: &'static str,
    pub source: Text,
}

/// How many of the members of each organisation are full members.
pub struct Census(HashMap<String, i64>);

impl Census {
    /// Few members are on probation: they are counted, and the others follow.
    pub fn take(cx: &Reader) -> Result<Census> {
        let few: Vec<(String, i64)> =
            cx.all("select m.path, count(*) from {members} m where m.probationary = 1 group by m.path", args![])?;
        Ok(Census(few.into_iter().collect()))
    }
    pub fn full_members(&self, org: &Org) -> i64 {
        org.members_here - self.0.get(&org.path).copied().unwrap_or(0)
    }
}

/// The rules about organisations, read once for a whole tree.
pub struct Advisor {
    today: Date,
    full_min: i64,
    branch_max: i64,
    general_over: i64,
    committee_over: i64,
    committee_from: i64,
    term_community: jiff::Span,
    term_other: jiff::Span,
    reminder: jiff::Span,
    entries: Vec<Entry>,
}

impl Advisor {
    pub fn of(rules: Rules<'_>, today: Date) -> Advisor {
        Advisor {
            today,
            full_min: rules.get(keys::BRANCH_FULL_MEMBERS_MIN),
            branch_max: rules.get(keys::BRANCH_MEMBERS_MAX),
            general_over: rules.get(keys::GENERAL_BRANCH_MEMBERS_OVER),
            committee_over: rules.get(keys::COMMITTEE_MEMBERS_OVER),
            committee_from: rules.get(keys::BRANCH_COMMITTEE_FULL_MEMBERS_MIN),
            term_community: rules.get(keys::TERM_COMMUNITY),
            term_other: rules.get(keys::TERM_OTHER),
            reminder: rules.get(keys::TERM_REMINDER),
            entries: rules.entries(),
        }
    }

    /// A branch with so many full members has a committee.
    pub fn committee_required(&self, org: &Org, census: &Census) -> bool {
        org.kind.is_branch() && census.full_members(org) >= self.committee_from
    }

    /// What could be considered, the most pressing first.
    pub fn advise(&self, org: &Org, census: &Census) -> Vec<Advice> {
        [self.term(org), self.too_few(org, census), self.too_many(org), self.another_kind(org), self.transition(org)]
            .into_iter()
            .flatten()
            .collect()
    }

    fn too_few(&self, org: &Org, census: &Census) -> Option<Advice> {
        let (full, least) = (census.full_members(org), self.full_min);
        (org.kind == Kind::Branch && full < least).then(|| {
            self.advice(
                keys::BRANCH_FULL_MEMBERS_MIN.name,
                Text::new(
                    format!("正式党员 {full} 人，不足 {least} 人：建议组成联合党支部"),
                    format!("{full} full members, fewer than {least}: consider a joint branch"),
                ),
            )
        })
    }

    fn too_many(&self, org: &Org) -> Option<Advice> {
        let (here, most) = (org.members_here, self.branch_max);
        (org.kind.is_branch() && here > most).then(|| {
            self.advice(
                keys::BRANCH_MEMBERS_MAX.name,
                Text::new(
                    format!("党员 {here} 人，支部一般不超过 {most} 人：建议拆分"),
                    format!("{here} members, a branch generally has no more than {most}: consider splitting it"),
                ),
            )
        })
    }

    fn another_kind(&self, org: &Org) -> Option<Advice> {
        let all = org.members_below;
        match org.kind {
            Kind::Branch | Kind::GeneralBranch if all > self.committee_over => {
                let over = self.committee_over;
                Some(self.advice(
                    keys::COMMITTEE_MEMBERS_OVER.name,
                    Text::new(
                        format!("党员 {all} 人，超过 {over} 人：可报上级设党委"),
                        format!("{all} members, more than {over}: a committee may be proposed to the superior"),
                    ),
                ))
            }
            Kind::Branch if all > self.general_over => {
                let over = self.general_over;
                Some(self.advice(
                    keys::GENERAL_BRANCH_MEMBERS_OVER.name,
                    Text::new(
                        format!("党员 {all} 人，超过 {over} 人：可报上级设党总支"),
                        format!("{all} members, more than {over}: a general branch may be proposed to the superior"),
                    ),
                ))
            }
            _ => None,
        }
    }

    fn term(&self, org: &Org) -> Option<Advice> {
        let key = if of_community(org) { keys::TERM_COMMUNITY.name } else { keys::TERM_OTHER.name };
        let ends = self.term_ends(org)?;
        if self.today < ends.saturating_sub(self.reminder) {
            return None;
        }
        let text = if ends < self.today {
            Text::new(format!("任期已于 {ends} 届满：建议换届"), format!("the term ended on {ends}: a re-election is due"))
        } else {
            Text::new(format!("任期 {ends} 届满：请准备换届"), format!("the term ends on {ends}: prepare the re-election"))
        };
        Some(self.advice(key, text))
    }

    /// The day on which the committee's term ends. An election known by its month counts from the first.
    pub fn term_ends(&self, org: &Org) -> Option<Date> {
        let elected = org.elected.as_deref().filter(|_| org.kind != Kind::Group && org.kind != Kind::TransitionGroup)?;
        let elected: Date = format!("{elected}{}", &"0000-01-01"[elected.len().min(10)..]).parse().ok()?;
        Some(elected.saturating_add(if of_community(org) { self.term_community } else { self.term_other }))
    }

    fn transition(&self, org: &Org) -> Option<Advice> {
        let until = org.valid_until.as_deref().and_then(|u| u.parse::<Date>().ok()).filter(|u| *u < self.today)?;
        Some(self.advice(
            keys::TEMPORARY_BRANCH_PROJECT_MIN.name,
            Text::new(
                format!("设到 {until}，已到期：请核对是否撤销"),
                format!("set up until {until}, which has passed: is it still needed?"),
            ),
        ))
    }

    fn advice(&self, rule: &'static str, text: Text) -> Advice {
        let entry = self.entries.iter().find(|e| e.key == rule);
        let source = entry.map_or_else(Text::default, |e| {
            let place = |zh: bool| {
                let chapter = e.chapter.as_ref().map(|c| if zh { format!("第 {c} 章") } else { format!(", chapter {c}") });
                let article = e.article.as_ref().map(|a| if zh { format!("第 {a} 条") } else { format!(", article {a}") });
                chapter.into_iter().chain(article).collect::<String>()
            };
            Text::new(format!("{}{}", e.source.zh, place(true)), format!("{}{}", e.source.en, place(false)))
        });
        Advice { text, rule, source }
    }
}

/// Whether it is a village's or a community's: their terms are longer.
fn of_community(org: &Org) -> bool {
    !org.setting.is_empty() || org.name.contains("社区") || org.name.contains('村')
}
