//! Before a round: whom to visit with the reason, who could visit.

use crate::{
    activities::Activity,
    orgs::Org,
    rounds::{
        Begins, Draws, NewRound, Round, Visitor,
        draw::{ToVisit, draw as split, to_visit},
    },
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Query, Reader, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "rounds/new.html")]
pub struct ProposeRound {
    pub org: Org,
    pub activity: Option<Activity>,
    pub month: String,
    pub title: String,
    pub members: Vec<ToVisit>,
    pub visitors: Vec<Visitor>,
    #[serde(skip)]
    orgs: Vec<Org>,
}
impl Page for ProposeRound {
    fn title(&self) -> String {
        t("安排上门走访", "Plan a visit round").into()
    }
}

/// Of an activity, or of the month.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Of {
    pub activity: Option<Id>,
    pub org: Option<Id>,
}

pub fn show(cx: &Cx<Begins>, Query(of): Query<Of>) -> Result<Reply<ProposeRound>> {
    let (org, activity) = named(cx, &of)?;
    let month = activity.as_ref().map_or(cx.today(), |a| a.day);
    let title = activity.as_ref().map_or_else(
        || say!("{}上门走访", "Visits of {}", crate::ui::month(month)),
        |a| say!("{}：上门送学", "{}: brought to the door", a.title),
    );
    Reply::show(ProposeRound {
        members: to_visit(cx, &org, activity.as_ref())?,
        visitors: Visitor::candidates(cx, &org)?,
        month: month.strftime("%Y-%m").to_string(),
        orgs: Org::tree(cx)?,
        org,
        title,
        activity,
    })
}

fn named(cx: &Reader, of: &Of) -> Result<(Org, Option<Activity>)> {
    let activity: Option<Activity> = of.activity.map(|a| cx.find(a)).transpose()?;
    let org = match (&activity, of.org) {
        (Some(activity), _) => cx.find(activity.org)?,
        (None, Some(org)) => cx.find(org)?,
        (None, None) => Org::top(cx)?,
    };
    Ok((org, activity))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Wanted {
    pub activity: Option<Id>,
    pub org: Option<Id>,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub bring: String,
    /// Whom to visit.
    #[serde(default)]
    pub member: Vec<Id>,
    /// Who visits, of those who were proposed.
    #[serde(default)]
    pub visitor: Vec<Id>,
    /// Members who visit, by name, a line each.
    #[serde(default)]
    pub named: String,
}

pub fn draw(cx: &Cx<Draws>, Input(w): Input<Wanted>) -> Acted {
    let (org, activity) = named(cx, &Of { activity: w.activity, org: w.org })?;
    if w.member.is_empty() {
        return Err(Error::field("member", "请至少选一位要走访的党员。", "Choose at least one member to visit."));
    }
    let visitors = Visitor::chosen(cx, &org, &w.visitor, &w.named)?;
    let draft = split(cx, &org, &w.member, visitors.len())?;
    let month = activity.as_ref().map_or(cx.today(), |a| a.day).strftime("%Y-%m").to_string();
    let new = NewRound { activity: w.activity, month, title: w.title, bring: w.bring };
    let round = cx.write(move |cx| Round::make(cx, &org, &new, &visitors, &draft))?;
    said(format!("/rounds/{}", round.id), t("分好了，请看一看，可以再移动。", "Split; look at it and move what you like."))
}
