//! Buildings with invented coordinates, where the members of the first communities live, where they
//! meet, and this month's visit round of one community.

use super::{chance::Chance, street::Street};
use crate::{
    orgs::{Kind, NewOrg, Org},
    places::{self, MeetingPoint, NewPlace, Place},
    rounds::{NewRound, Round, Visitor, draw, to_visit},
};
use kernel::{Id, Result, Writer};
use matching::Degrees;
use std::collections::{BTreeMap, BTreeSet};

/// Branches whose members get a building: those of a street, of whatever larger place is drawn.
const BRANCHES: usize = 30;
/// Somewhere on the plain; nobody lives there.
const CORNER: Degrees = Degrees { latitude: 31_760_000, longitude: 119_920_000 };
/// How far communities lie from the corner, and buildings from their community, in millionths of a degree.
const COMMUNITY: i64 = 60_000;
const BUILDING: i64 = 5_000;
const VISITORS: usize = 2;
/// A round worth looking at.
const LEAST: usize = 4;

pub fn settle(cx: &Writer, street: &Street) -> Result<()> {
    for (community, buildings) in buildings(cx, street)? {
        let mut chance = Chance::new(super::SEED, "places", community.0);
        let org: Org = cx.find(community.1)?;
        let name = org.name.trim_end_matches("党总支").trim_end_matches("党支部").to_owned();
        let parent = Place::put(cx, &org, &NewPlace { parent: None, kind: places::Kind::Community, name: &name, at: None })?;
        let (north, east) = (chance.between(0, COMMUNITY), chance.between(0, COMMUNITY));
        let mut first = None;
        for building in &buildings {
            let latitude = CORNER.latitude + north + chance.between(0, BUILDING);
            let longitude = CORNER.longitude + east + chance.between(0, BUILDING);
            let at = Some(Degrees { latitude, longitude });
            let id = Place::put(cx, &org, &NewPlace { parent: Some(parent), kind: places::Kind::Building, name: building, at })?;
            first.get_or_insert(id);
        }
        if let Some(room) = first {
            MeetingPoint::set(cx, &org, &cx.find(room)?, "党群服务中心")?;
        }
    }
    places::confirm(cx, |_| true)?;
    transition_point(cx)?;
    this_month(cx)
}

/// The buildings that members' addresses name, by the community they belong to (its number and id).
fn buildings(cx: &Writer, street: &Street) -> Result<BTreeMap<(u64, Id), BTreeSet<String>>> {
    let mut all: BTreeMap<(u64, Id), BTreeSet<String>> = BTreeMap::new();
    let mut numbers: Vec<Id> = vec![];
    for branch in street.branches().take(BRANCHES) {
        let Some(org) = Org::named(cx, &branch.organisation.name)? else { continue };
        let above: Option<Org> = org.parent.map(|p| cx.find(p)).transpose()?;
        let community = above.filter(|o| o.kind == Kind::GeneralBranch).unwrap_or(org);
        let number = numbers.iter().position(|id| *id == community.id).unwrap_or_else(|| {
            numbers.push(community.id);
            numbers.len() - 1
        });
        let of = all.entry((number as u64, community.id)).or_default();
        of.extend(branch.members.iter().filter_map(|m| Some(format!("{}幢", m.lives_at.split_once('幢')?.0))));
    }
    Ok(all)
}

/// A transition group of the first branch that has members who live elsewhere meanwhile, with its point.
fn transition_point(cx: &Writer) -> Result<()> {
    let somebody: Option<(Id, Id)> = cx.maybe(
        "select m.org, l.place from {cards} c join {members} m on m.tenant = c.tenant and m.id = c.member join {member_places} l on l.tenant = m.tenant and l.member = m.id \
         where c.former_home is not null order by m.path, m.name, m.id limit 1",
        kernel::args![],
    )?;
    let Some((branch, building)) = somebody else { return Ok(()) };
    let branch: Org = cx.find(branch)?;
    let until = cx.today().saturating_add(jiff::Span::new().years(1));
    let new = NewOrg {
        name: format!("{}返迁过渡期党小组", branch.name),
        kind: Some(Kind::TransitionGroup),
        valid_until: Some(until.to_string()),
        ..NewOrg::default()
    };
    let group = Org::found(cx, Some(&branch), new)?;
    MeetingPoint::set(cx, &group, &cx.find(building)?, "一楼架空层活动室")
}

/// Given out to members who hold an office; the first community where enough are to be visited.
fn this_month(cx: &Writer) -> Result<()> {
    let is_community = |o: &Org| o.kind == Kind::GeneralBranch;
    for org in Org::tree(cx)?.into_iter().filter(is_community).take(BRANCHES) {
        let members: Vec<Id> = to_visit(cx, &org, None)?.into_iter().map(|m| m.member).collect();
        let visitors: Vec<Visitor> =
            Visitor::candidates(cx, &org)?.into_iter().filter(|v| !members.contains(&v.id)).take(VISITORS).collect();
        if members.len() < LEAST || visitors.is_empty() {
            continue;
        }
        let draft = draw(cx, &org, &members, visitors.len())?;
        let month = cx.today().strftime("%Y-%m").to_string();
        let title = format!("{}月上门走访", cx.today().month());
        let round = Round::make(cx, &org, &NewRound { activity: None, month, title, bring: "学习材料一份".into() }, &visitors, &draft)?;
        return round.give(cx);
    }
    Ok(())
}
