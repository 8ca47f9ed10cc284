//! A question: sums quarter by quarter with what was changed, and its sheet of paper.

use crate::{
    away::{Ask, Cause, Change, Quarter, Question, Tally, View},
    orgs::Org,
    rulebook::{self, keys},
};
use askama::Template;
use kernel::{Acted, Cx, Id, Input, Page, Path, Reader, Reply, Result, Shell, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "away/show.html")]
pub struct ShowAway {
    pub question: Question,
    pub organisation: String,
    pub is_open: bool,
    /// The newest first.
    pub quarters: Vec<OfQuarter>,
    /// From so many answers on sums are shown.
    pub least: i64,
    #[serde(skip)]
    may_ask: bool,
    #[serde(skip)]
    today: String,
}
impl Page for ShowAway {
    fn title(&self) -> String {
        say!("{}：为什么没来", "{}: why people stay away", self.organisation)
    }
}

/// Sums, and what was changed in the same quarter: it stands above the sums of the quarter before.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OfQuarter {
    pub tally: Tally,
    pub changes: Vec<Change>,
}

/// From how many answers on sums are shown.
pub fn least(cx: &Reader) -> Result<i64> {
    Ok(rulebook::book(cx)?.at(cx.today()).get(keys::AWAY_SHOWN_FROM))
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ShowAway>> {
    let (question, now): (Question, Quarter) = (cx.find(id)?, Quarter::of(cx.today()));
    let changes = Change::of(cx, &question)?;
    let of_quarter = |quarter: Quarter| -> Result<OfQuarter> {
        let changes = changes.iter().filter(|c| c.is_in(quarter)).cloned().collect();
        Ok(OfQuarter { tally: Tally::of(cx, &question, quarter)?, changes })
    };
    Reply::show(ShowAway {
        quarters: question.quarters(now)?.into_iter().map(of_quarter).collect::<Result<_>>()?,
        organisation: cx.find::<Org>(question.org)?.name,
        is_open: question.is_open(now),
        least: least(cx)?,
        may_ask: cx.may("away.ask"),
        today: cx.today().to_string(),
        question,
    })
}

pub fn end(cx: &Cx<Ask>, Path(id): Path<Id>) -> Acted {
    cx.find::<Question>(id)?.end(cx)?;
    said(format!("/away/{id}"), t("这个季度问完就不再问了。", "After this quarter it is asked no longer."))
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Changed {
    /// Today where nothing is said.
    pub on_day: String,
    pub words: String,
}

pub fn change(cx: &Cx<Ask>, Path(id): Path<Id>, Input(changed): Input<Changed>) -> Acted {
    Change::note(cx, &cx.find(id)?, &changed.on_day, &changed.words)?;
    said(format!("/away/{id}"), t("记下了，下个季度放在一起看。", "Noted; it stands beside the next quarter's sums."))
}

/// Slips to tick and to put into a box; no name on them.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "away/sheet.html")]
pub struct AwaySheet {
    pub organisation: String,
    pub quarter: String,
    pub causes: Vec<Cause>,
    pub id: Id,
}
impl Page for AwaySheet {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        t("问一句", "A question").into()
    }
}

pub fn sheet(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<AwaySheet>> {
    let question: Question = cx.find(id)?;
    let quarter = Quarter::of(cx.today()).name();
    Reply::show(AwaySheet { organisation: cx.find::<Org>(question.org)?.name, quarter, causes: Cause::ALL.to_vec(), id })
}
