//! The register, the table that is pasted into it, who lives where, and where organisations meet.

use super::{
    Edit, Matches, MeetingPoint, Place, View,
    address::{self, Match},
    paste as pasted, settle,
};
use crate::{orgs::Org, people::Member};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reader, Reply, Result, args, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "places/list.html")]
pub struct PlaceList {
    pub communities: Vec<Community>,
    pub buildings: usize,
    pub located: usize,
    pub members: i64,
    /// Members whose building is known.
    pub placed: i64,
    pub points: Vec<MeetingPoint>,
    pub may_edit: bool,
    #[serde(skip)]
    orgs: Vec<Org>,
}
impl Page for PlaceList {
    fn title(&self) -> String {
        t("地点", "Places").into()
    }
}

/// A community with its buildings, in the order of the register.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Community {
    pub name: String,
    pub count: usize,
    /// Left out where there are too many to be read.
    pub buildings: Vec<Building>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Building {
    pub id: Id,
    pub name: String,
    pub grid: String,
    pub located: bool,
}

/// So many buildings are written out on one page; of more, how many each community has.
const WRITTEN_OUT: usize = 2000;

pub fn list(cx: &Cx<View>) -> Result<Reply<PlaceList>> {
    let places = Place::all(cx)?;
    let is_building = |p: &&Place| p.kind == super::Kind::Building;
    let buildings = places.iter().filter(is_building).count();
    Reply::show(PlaceList {
        buildings,
        located: places.iter().filter(is_building).filter(|p| p.degrees().is_some()).count(),
        members: cx.one("select count(*) from {members} m", args![])?,
        placed: cx.one("select count(*) from {member_places} l", args![])?,
        points: MeetingPoint::all(cx)?,
        may_edit: cx.may("places.edit"),
        orgs: Org::tree(cx)?,
        communities: communities(&places, buildings <= WRITTEN_OUT),
    })
}

fn communities(places: &[Place], written_out: bool) -> Vec<Community> {
    let by_id: HashMap<Id, &Place> = places.iter().map(|p| (p.id, p)).collect();
    let mut all: Vec<Community> = vec![];
    let mut at: HashMap<Id, usize> = HashMap::new();
    for place in places.iter().filter(|p| p.kind == super::Kind::Community) {
        at.insert(place.id, all.len());
        all.push(Community { name: place.name.clone(), count: 0, buildings: vec![] });
    }
    for place in places.iter().filter(|p| p.kind == super::Kind::Building) {
        let Some(above) = place.parent.and_then(|p| by_id.get(&p)) else { continue };
        let grid = if above.kind == super::Kind::Grid { above.name.clone() } else { String::new() };
        let community = if above.kind == super::Kind::Grid { above.parent } else { Some(above.id) };
        let Some(community) = community.and_then(|c| at.get(&c)).map(|n| &mut all[*n]) else { continue };
        community.count += 1;
        if written_out {
            community.buildings.push(Building { id: place.id, name: place.name.clone(), grid, located: place.degrees().is_some() });
        }
    }
    all
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Pasted {
    pub org: Id,
    /// A line a building: community, grid, building, latitude, longitude, with tabs or commas between.
    #[serde(default)]
    pub table: String,
}

pub fn paste(cx: &Cx<Edit>, Input(p): Input<Pasted>) -> Acted {
    let (org, lines): (Org, _) = (cx.find(p.org)?, pasted::read(&p.table)?);
    let buildings = pasted::take(cx, &org, &lines)?;
    said("/places", say!("收下了 {buildings} 幢楼。", "{buildings} buildings taken in."))
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "places/matches.html")]
pub struct PlaceMatches {
    /// The first of those whose address names a building; all of them are confirmed together.
    pub matches: Vec<Match>,
    pub all: usize,
    pub known: usize,
    /// Whose building has to be said by somebody.
    pub open: Vec<Unplaced>,
    pub open_all: usize,
}
impl Page for PlaceMatches {
    fn title(&self) -> String {
        t("住在哪幢楼", "Who lives in which building").into()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Unplaced {
    pub member: Id,
    pub name: String,
    pub organisation: String,
}

/// As many as one page shows of each.
const MOST: usize = 200;

pub fn matches(cx: &Cx<Matches>) -> Result<Reply<PlaceMatches>> {
    let mut found = address::find(cx)?;
    let (all, open_all) = (found.matches.len(), found.open.len());
    found.matches.truncate(MOST);
    let open = found.open.into_iter().take(MOST).map(|(member, name, organisation)| Unplaced { member, name, organisation }).collect();
    Reply::show(PlaceMatches { matches: found.matches, all, known: found.known, open, open_all })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Confirmed {
    #[serde(default)]
    pub member: Vec<Id>,
    /// Everybody whose address names exactly one building.
    #[serde(default)]
    pub all: bool,
}

pub fn confirm(cx: &Cx<Edit>, Input(c): Input<Confirmed>) -> Acted {
    match address::confirm(cx, |m| c.all || c.member.contains(&m.member))? {
        0 => Err(Error::field("member", "请先勾选。", "Tick somebody first.")),
        n => said(
            "/places/matches",
            say!("记下了 {n} 人住的楼，地址本身没有另存。", "Noted the building of {n}; the address itself was not kept anew."),
        ),
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Meeting {
    pub org: Id,
    /// The building's name.
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub room: String,
}

pub fn meet(cx: &Cx<Edit>, Input(m): Input<Meeting>) -> Acted {
    MeetingPoint::set(cx, &cx.find(m.org)?, &building(cx, &m.place)?, &m.room)?;
    said("/places", t("记下了在哪里集中。", "Noted where it meets."))
}

fn building(cx: &Reader, name: &str) -> Result<Place> {
    Place::named(cx, name)?
        .ok_or_else(|| Error::field("place", "地点里没有这幢楼，请先粘贴进来。", "The register has no such building; paste it in first."))
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "places/member.html")]
pub struct MemberPlace {
    pub member: Id,
    pub name: String,
    pub building: Option<String>,
    #[serde(skip)]
    buildings: Vec<String>,
}
impl Page for MemberPlace {
    fn title(&self) -> String {
        say!("{}住在哪幢楼", "The building of {}", self.name)
    }
}

pub fn member(cx: &Cx<Matches>, Path(id): Path<Id>) -> Result<Reply<MemberPlace>> {
    let member: Member = cx.find(id)?;
    let building: Option<String> = cx.maybe(
        "select p.name from {member_places} l join {places} p on p.tenant = l.tenant and p.id = l.place where l.member = $1",
        args![id],
    )?;
    Reply::show(MemberPlace {
        member: id,
        name: member.name,
        building,
        buildings: Place::buildings(cx)?.into_iter().map(|p| p.name).collect(),
    })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Living {
    /// The building's name.
    #[serde(default)]
    pub place: String,
}

pub fn settle_member(cx: &Cx<Edit>, Path(id): Path<Id>, Input(l): Input<Living>) -> Acted {
    let member: Member = cx.find(id)?;
    settle(cx, &member, &building(cx, &l.place)?, "said")?;
    said(format!("/members/{id}/study"), say!("记下了{}住的楼。", "The building of {} is noted.", member.name))
}
