//! A round with the share of each visitor: what was proposed and why, what was moved, how far it is.

use crate::{
    orgs::Org,
    places::Place,
    rounds::{Plans, Round, State, Stop, Tour, View, Visit, draw::draw as split, stop::legs},
    rulebook::{self, keys},
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Query, Reader, Reply, Result, said, say, see, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "rounds/show.html")]
pub struct ShowRound {
    pub round: Round,
    pub org_name: String,
    pub activity_title: Option<String>,
    pub shares: Vec<Share>,
    /// Why it was split so.
    pub reason: String,
    pub metres: i64,
    pub stops: usize,
    pub marked: usize,
    /// Visits whose building has no coordinates or is not known.
    pub unlocated: usize,
    pub may_plan: bool,
}
impl Page for ShowRound {
    fn title(&self) -> String {
        self.round.title.clone()
    }
}

/// What one visitor has.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Share {
    pub tour: Tour,
    pub count: usize,
    pub marked: usize,
    /// Visiting, and on the way.
    pub minutes: i64,
    pub metres: i64,
    /// Written out where the page shows this share.
    pub lines: Vec<Line>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Line {
    pub stop: Stop,
    /// Metres on foot from the stop before.
    pub leg: Option<i64>,
    pub visit: Option<Visit>,
}

/// Whose share to write out; all where they are few.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Of {
    pub tour: Option<Id>,
    pub all: bool,
}

/// So many visits are written out together.
const FEW: usize = 80;

pub fn show(cx: &Cx<View>, Path(id): Path<Id>, Query(of): Query<Of>) -> Result<Reply<ShowRound>> {
    let round: Round = cx.find(id)?;
    let shares = shares(cx, &round)?;
    let (stops, marked) = (shares.iter().map(|s| s.count).sum(), shares.iter().map(|s| s.marked).sum());
    let activity_title = round.activity.map(|a| cx.find::<crate::activities::Activity>(a).map(|a| a.title)).transpose()?;
    let unlocated = unlocated(cx, &shares)?;
    Reply::show(ShowRound {
        org_name: cx.find::<Org>(round.org)?.name,
        reason: reason(cx, &shares, unlocated)?,
        metres: shares.iter().map(|s| s.metres).sum(),
        shares: written_out(shares, &of, stops),
        may_plan: cx.may("rounds.plan"),
        round,
        activity_title,
        stops,
        marked,
        unlocated,
    })
}

pub fn shares(cx: &Reader, round: &Round) -> Result<Vec<Share>> {
    let book = rulebook::book(cx)?;
    let rules = book.at(cx.today());
    let (detour, each, speed) = (rules.get(keys::WALK_DETOUR), rules.get(keys::VISIT_MINUTES), rules.get(keys::WALK_SPEED).max(1));
    let places: HashMap<Id, Place> = Place::all(cx)?.into_iter().map(|p| (p.id, p)).collect();
    let mut of: HashMap<Id, Vec<Stop>> = HashMap::new();
    Stop::of(cx, "s.round = $1", round.id)?.into_iter().for_each(|s| of.entry(s.tour).or_default().push(s));
    let mut visits: HashMap<Id, Visit> = Visit::in_force(cx, "s.round = $1", round.id)?.into_iter().map(|v| (v.stop, v)).collect();
    let share = |tour: Tour| {
        let stops = of.remove(&tour.id).unwrap_or_default();
        let legs = legs(&stops, &places, detour);
        let metres = legs.iter().flatten().sum::<i64>();
        let lines: Vec<Line> = stops.into_iter().zip(legs).map(|(stop, leg)| Line { visit: visits.remove(&stop.id), stop, leg }).collect();
        let marked = lines.iter().filter(|l| l.visit.is_some()).count();
        Share { count: lines.len(), minutes: lines.len() as i64 * each + metres / speed, marked, metres, lines, tour }
    };
    Ok(round.tours(cx)?.into_iter().map(share).collect())
}

fn written_out(mut shares: Vec<Share>, of: &Of, stops: usize) -> Vec<Share> {
    for share in &mut shares {
        if !(of.all || stops <= FEW || of.tour == Some(share.tour.id)) {
            share.lines.clear();
        }
    }
    shares
}

fn unlocated(cx: &Reader, shares: &[Share]) -> Result<usize> {
    let located: std::collections::HashSet<Id> = Place::all(cx)?.into_iter().filter(|p| p.degrees().is_some()).map(|p| p.id).collect();
    let is_open = |l: &&Line| l.stop.place.is_none_or(|p| !located.contains(&p));
    Ok(shares.iter().flat_map(|s| &s.lines).filter(is_open).count())
}

/// In words: by area and load, by walking distance or by the order of the register.
fn reason(cx: &Reader, shares: &[Share], unlocated: usize) -> Result<String> {
    let each = rulebook::book(cx)?.at(cx.today()).get(keys::VISIT_MINUTES);
    let (least, most) = (shares.iter().map(|s| s.count).min().unwrap_or(0), shares.iter().map(|s| s.count).max().unwrap_or(0));
    let all: usize = shares.iter().map(|s| s.count).sum();
    let by_hand = shares.iter().flat_map(|s| &s.lines).filter(|l| l.stop.by_hand).count();
    let split = say!(
        "住得近的分给同一人，每人 {least} 到 {most} 户，每户按 {each} 分钟算。",
        "Neighbours go to one visitor; {least} to {most} visits each, {each} minutes a visit."
    );
    let order = if unlocated == all {
        t("楼没有坐标，按社区、楼栋的顺序排。", "The buildings have no coordinates: ordered by community and building.").to_owned()
    } else if unlocated > 0 {
        say!(
            "按步行远近排；{unlocated} 户的楼没有坐标或不知道，按社区、楼栋顺序排在后面。",
            "Ordered by walking distance; {unlocated} without coordinates follow in the order of the register."
        )
    } else {
        t("按步行远近排。", "Ordered by walking distance.").to_owned()
    };
    let moved = if by_hand > 0 { say!("其中 {by_hand} 户由人移动过。", "{by_hand} were moved by hand.") } else { String::new() };
    Ok([split, order, moved].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(t("", " ")))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Named {
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub bring: String,
}

pub fn edit(cx: &Cx<Plans>, Path(id): Path<Id>, Input(n): Input<Named>) -> Acted {
    cx.find::<Round>(id)?.edit(cx, &n.title, &n.bring)?;
    said(url(id), t("改好了。", "Changed."))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Move {
    pub stop: Id,
    pub tour: Id,
    /// The place in the order, from 1.
    #[serde(default)]
    pub position: Option<i64>,
}

pub fn shift(cx: &Cx<Plans>, Path(id): Path<Id>, Input(m): Input<Move>) -> Acted {
    let (round, tour): (Round, Tour) = (cx.find(id)?, cx.find(m.tour)?);
    let stop = Stop::of(cx, "s.id = $1", m.stop)?.into_iter().next().ok_or(Error::NotFound)?;
    if cx.find::<Tour>(stop.tour)?.round != round.id {
        return Err(Error::NotFound);
    }
    stop.shift(cx, &round, &tour, m.position.unwrap_or(i64::MAX))?;
    said(format!("{}?tour={}#stop-{}", url(id), tour.id, stop.id), say!("{}移到了{}。", "{} went to {}.", stop.name, tour.name))
}

/// The same people and visitors, split anew: what was moved by hand is given up.
pub fn again(cx: &Cx<Plans>, Path(id): Path<Id>) -> Acted {
    let round: Round = cx.find(id)?;
    round.must_be_draft()?;
    let members: Vec<Id> = Stop::of(cx, "s.round = $1", id)?.into_iter().map(|s| s.member).collect();
    let draft = split(cx, &cx.find::<Org>(round.org)?, &members, round.tours(cx)?.len())?;
    round.fill(cx, &draft)?;
    said(url(id), t("重新分好了。", "Split anew."))
}

pub fn give(cx: &Cx<Plans>, Path(id): Path<Id>) -> Acted {
    cx.find::<Round>(id)?.give(cx)?;
    said(url(id), t("派发了，走访人在手机上能看到自己的一份。", "Given out; each visitor sees their share on the phone."))
}

pub fn end(cx: &Cx<Plans>, Path(id): Path<Id>) -> Acted {
    cx.find::<Round>(id)?.end(cx)?;
    see(url(id))
}

pub fn url(id: Id) -> String {
    format!("/rounds/{id}")
}

impl Share {
    /// How far it is on foot, as far as coordinates say it.
    pub fn on_foot(&self) -> String {
        match self.metres {
            0 => t("步行多远还不知道", "not known how far on foot").into(),
            metres => say!("步行约 {metres} 米", "{metres} m on foot"),
        }
    }
}

impl ShowRound {
    fn is_draft(&self) -> bool {
        self.round.state == State::Draft
    }
    fn is_over(&self) -> bool {
        self.round.state == State::Ended
    }
    fn is_given(&self) -> bool {
        self.round.state == State::Given
    }
}
