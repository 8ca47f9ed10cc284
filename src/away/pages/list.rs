//! The questions that are asked and were asked, and asking one.

use crate::{
    away::{Ask, Quarter, Question, Tally, View},
    orgs::Org,
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Reader, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "away/list.html")]
pub struct AwayList {
    pub questions: Vec<Asked>,
    #[serde(skip)]
    orgs: Vec<Org>,
    #[serde(skip)]
    quarters: Vec<(String, String)>,
    #[serde(skip)]
    least: i64,
}
impl Page for AwayList {
    fn title(&self) -> String {
        t("为什么没来", "Why people stay away").into()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Asked {
    pub id: Id,
    pub organisation: String,
    pub first: String,
    /// Empty while it stands.
    pub last: String,
    pub is_open: bool,
    /// The newest sums that may be read.
    pub latest: Option<Tally>,
}

/// How many quarters ahead an end is offered. A grain of the form, not a rule.
const OFFERED: usize = 4;

pub fn list(cx: &Cx<View>) -> Result<Reply<AwayList>> {
    let now = Quarter::of(cx.today());
    Reply::show(AwayList {
        questions: Question::all(cx)?.into_iter().map(|q| asked(cx, q, now)).collect::<Result<_>>()?,
        orgs: if cx.may("away.ask") { Org::tree(cx)? } else { vec![] },
        quarters: std::iter::successors(Some(now), |q| Some(q.next())).take(OFFERED).map(|q| (q.code(), q.name())).collect(),
        least: super::show::least(cx)?,
    })
}

fn asked(cx: &Reader, question: Question, now: Quarter) -> Result<Asked> {
    let mut latest = None;
    for quarter in question.quarters(now)? {
        let tally = Tally::of(cx, &question, quarter)?;
        if tally.of > 0 {
            latest = Some(tally);
            break;
        }
    }
    Ok(Asked {
        organisation: cx.find::<Org>(question.org)?.name,
        first: Quarter::read(&question.first)?.name(),
        last: question.last.as_deref().map(Quarter::read).transpose()?.map(Quarter::name).unwrap_or_default(),
        is_open: question.is_open(now),
        id: question.id,
        latest,
    })
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Asking {
    pub org: Option<Id>,
    /// As `2026-Q4`; nothing: it stands until somebody ends it.
    pub last: String,
}

pub fn ask(cx: &Cx<Ask>, Input(asking): Input<Asking>) -> Acted {
    let org: Org = cx.find(asking.org.ok_or_else(|| Error::field("org", "请选择谁来问。", "Choose who asks."))?)?;
    let last = if asking.last.is_empty() { None } else { Some(Quarter::read(&asking.last)?) };
    let id = Question::ask(cx, &org, last)?;
    said(
        format!("/away/{id}"),
        say!("{}开始问了：党员在手机上点一下就行。", "{} asks now: members answer with one tap on the phone.", org.name),
    )
}
