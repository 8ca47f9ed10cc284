//! A line of the plan, in words: what, when, for whom, and the rule that asks for it.

use super::{
    Activity, Details, Due, State,
    proposal::{Host, Proposed},
};
use crate::{
    orgs::Org,
    rulebook::{self, Entry, keys},
};
use kernel::{Id, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One line of the plan: a proposal, or an activity that stands.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    pub id: Id,
    pub org: Id,
    pub org_name: String,
    pub kind: String,
    pub kind_name: String,
    #[serde(flatten)]
    pub details: Details,
    #[schemars(with = "String")]
    pub due: Due,
    pub due_words: String,
    /// `None`: proposed, and not saved yet.
    pub state: Option<State>,
    pub basis: Option<Basis>,
    pub soft: bool,
    /// It is the committee's, and the ledger knows nobody who sits on it: nobody would be told.
    pub nobody: bool,
    /// Where the day was moved off a holiday: the day it would have been.
    pub moved_from: Option<String>,
    /// The day that the organisation keeps for it, or one above, in words.
    pub fixed: Option<String>,
    /// What else is at its time, in its room, or with its people.
    pub clashes: Vec<String>,
}

/// The rule that asks for it, with what it stands on.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Basis {
    pub rule: String,
    pub name: String,
    pub source: String,
    pub article: String,
}

impl Line {
    pub fn is_editable(&self) -> bool {
        matches!(self.state, None | Some(State::Draft | State::LeftOut))
    }
    /// The name of a field of this line in the plan's form.
    pub fn field(&self, name: &str) -> String {
        format!("{name}.{}", self.id)
    }
    pub fn is_left_out(&self) -> bool {
        self.state == Some(State::LeftOut)
    }
}

/// What lines need to be said in words.
pub(super) struct Words<'a> {
    pub rules: rulebook::Rules<'a>,
    pub entries: Vec<Entry>,
    pub orgs: &'a [Org],
    pub hosts: &'a [Host],
}

impl Words<'_> {
    pub fn line(&self, p: &Proposed) -> Option<Line> {
        let moved_from = p.moved_from.map(|d| d.to_string());
        let fixed = p.fixed.as_ref().map(|held| held.words());
        Some(Line { soft: p.soft, moved_from, fixed, ..self.any(p.id, p.org, &p.kind, p.details.clone(), p.due, None, &p.basis)? })
    }
    pub fn line_of(&self, a: &Activity) -> Option<Line> {
        self.any(a.id, a.org, &a.kind, a.details(), a.due, Some(a.state), &a.basis)
    }
    #[allow(clippy::too_many_arguments, reason = "a line has as many parts, and two sources")]
    fn any(&self, id: Id, org: Id, kind: &str, details: Details, due: Due, state: Option<State>, basis: &str) -> Option<Line> {
        let name = self.rules.name(keys::ACTIVITY_KINDS, kind);
        let kind_name = name.map_or_else(|| kind.to_owned(), |n| t(&n.zh, &n.en).to_owned());
        let org_name = self.orgs.iter().find(|o| o.id == org)?.name.clone();
        let own = self.hosts.iter().find(|h| h.id == org).map_or(0, |h| h.own);
        let due_words = due_words(due, own);
        Some(Line {
            id,
            org,
            org_name,
            kind: kind.into(),
            kind_name,
            details,
            due,
            due_words,
            state,
            basis: self.basis(basis),
            soft: false,
            nobody: false,
            moved_from: None,
            fixed: None,
            clashes: vec![],
        })
    }
    fn basis(&self, key: &str) -> Option<Basis> {
        self.entries.iter().find(|e| e.key == key).map(basis)
    }
}

pub fn basis(e: &Entry) -> Basis {
    Basis { rule: e.key.clone(), name: t(&e.name.zh, &e.name.en).into(), source: t(&e.source.zh, &e.source.en).into(), article: e.place() }
}

pub fn due_words(due: Due, members: i64) -> String {
    match due {
        Due::Branch => say!("全体党员 {members} 人", "all {members} members"),
        Due::Group => say!("小组党员 {members} 人", "the group's {members} members"),
        Due::Committee => t("委员会成员", "the committee").into(),
        Due::Open => t("自愿报名", "whoever signs up").into(),
    }
}
