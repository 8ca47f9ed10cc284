//! A month's letters to units on one page: each is shown before it goes, those that are ticked go together.

use crate::{
    activities::{Choice, choices, chosen_org},
    closing::Month,
    letters::{Content, Facts, Letter, Party, Send, View, Word, waiting},
    orgs::Org,
};
use askama::Template;
use jiff::civil::Date;
use kernel::{Acted, Cx, Error, Id, Input, Page, Query, Reader, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "letters/list.html")]
pub struct LetterList {
    pub org: Id,
    pub org_name: String,
    pub month: Month,
    /// Letters of this month, and units that could get one.
    pub lines: Vec<Line>,
    /// Letters of any month whose unit waits for an answer.
    pub waiting: Vec<Waiting>,
    #[serde(skip)]
    orgs: Vec<Choice>,
    #[serde(skip)]
    may_send: bool,
}
impl Page for LetterList {
    fn title(&self) -> String {
        say!("给单位的函 · {}", "Letters to units, {}", self.month.name())
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Line {
    pub unit: Id,
    pub name: String,
    /// None while it is only proposed.
    pub letter: Option<Letter>,
    pub content: Content,
    pub words: Vec<Word>,
    /// An organisation above or below has told the unit of this month.
    pub told: bool,
}

impl Line {
    fn is_sent(&self) -> bool {
        self.letter.as_ref().is_some_and(|l| l.sent_on.is_some())
    }
    fn url(&self, of: &LetterList) -> String {
        match &self.letter {
            Some(letter) => format!("/letters/{}", letter.id),
            None => format!("/units/{}/letter?org={}&month={}", self.unit, of.org, of.month),
        }
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Waiting {
    pub letter: Id,
    pub unit: String,
    #[schemars(with = "String")]
    pub since: Date,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Which {
    pub org: Option<String>,
    /// This month where nothing is said.
    pub month: String,
}

impl Which {
    pub fn read(&self, cx: &Reader) -> Result<(Org, Month)> {
        let month = if self.month.trim().is_empty() { Month::of(cx.today()) } else { self.month.trim().parse()? };
        Ok((chosen_org(cx, self.org.as_deref())?, month))
    }
}

impl LetterList {
    fn sent(&self) -> usize {
        self.lines.iter().filter(|l| l.is_sent()).count()
    }
    fn has_plan(&self) -> bool {
        self.lines.iter().any(|l| !l.content.plan.is_empty())
    }
    fn url(&self, month: Month) -> String {
        format!("/letters?org={}&month={month}", self.org)
    }
}

pub fn list(cx: &Cx<View>, Query(which): Query<Which>) -> Result<Reply<LetterList>> {
    let (org, month) = which.read(cx)?;
    let waits = |(letter, unit, since)| Waiting { letter, unit, since };
    Reply::show(LetterList {
        lines: lines(cx, &org, month)?,
        waiting: waiting(cx)?.into_iter().map(waits).collect(),
        orgs: choices(cx, org.id)?,
        may_send: cx.may("letters.send"),
        org: org.id,
        org_name: org.name,
        month,
    })
}

/// By the units' names; a letter that was sent stays even where the unit has nobody here any more.
fn lines(cx: &Reader, org: &Org, month: Month) -> Result<Vec<Line>> {
    let (facts, told) = (Facts::of(cx, org, month)?, Letter::told_elsewhere(cx, &org.path, month)?);
    let mut letters: BTreeMap<Id, Letter> = Letter::of_month(cx, org.id, month)?.into_iter().map(|l| (l.unit, l)).collect();
    let mut said = Word::of_month(cx, org.id, month)?;
    let mut units = Party::of(cx, &org.path)?;
    let gone = letters.values().filter(|l| units.iter().all(|u| u.id != l.unit));
    units.extend(gone.map(|l| Party { id: l.unit, name: l.unit_name.clone() }).collect::<Vec<_>>());
    let line = |unit: Party| {
        let letter = letters.remove(&unit.id);
        let (content, words) = match &letter {
            Some(sent) if sent.sent_on.is_some() => (sent.sent_content()?, said.remove(&sent.id).unwrap_or_default()),
            _ => (facts.content(unit.id), vec![]),
        };
        Ok(Line { told: told.contains(&unit.id), unit: unit.id, name: unit.name, letter, content, words })
    };
    units.into_iter().map(line).collect()
}

/// Which units get theirs now.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Chosen {
    pub org: String,
    pub month: String,
    pub unit: Vec<Id>,
    /// Put into those letters that have no words yet.
    pub words: String,
}

pub fn send(cx: &Cx<Send>, Input(chosen): Input<Chosen>) -> Acted {
    let (org, month) = Which { org: Some(chosen.org.clone()), month: chosen.month.clone() }.read(cx)?;
    let units: Vec<Party> = Party::of(cx, &org.path)?.into_iter().filter(|u| chosen.unit.contains(&u.id)).collect();
    if units.is_empty() {
        return Err(Error::field("unit", "请至少勾选一家单位。", "Tick a unit at least."));
    }
    Letter::send_all(cx, &org, &units, month, chosen.words.trim())?;
    let sent = say!(
        "发给了 {} 家单位。没有账号和邮箱的，请打印送去或打电话说。",
        "Sent to {} units. Who has neither account nor mail gets it on paper or by telephone.",
        units.len()
    );
    said(format!("/letters?org={}&month={month}", org.id), sent)
}

impl LetterList {
    fn tag(&self, line: &Line) -> (&'static str, String) {
        match &line.letter {
            Some(l) if l.reached_on.is_some() => ("tag-good", t("已收到", "Reached").to_owned()),
            Some(l) if l.sent_on.is_some() => ("tag-watch", t("已发，还没看", "Sent, not read").to_owned()),
            _ if line.told => ("", t("上级或下级组织发过了", "Told by another organisation").to_owned()),
            Some(_) => ("", t("草稿", "Draft").to_owned()),
            None => ("", t("建议", "Proposed").to_owned()),
        }
    }
}
