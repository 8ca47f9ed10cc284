//! Drawing a round: whom to visit, where they live, and the split that `matching` proposes.

use crate::{
    activities::{Activity, Mode},
    orgs::Org,
    places::{self, MeetingPoint, Place},
    rulebook::{self, Study, keys},
    study,
};
use kernel::{Id, Reader, Result, args, schema::past};
use matching::{Degrees, Task, Visit, propose};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;

/// Somebody who studies at home, and why.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ToVisit {
    pub member: Id,
    pub name: String,
    pub reason: String,
    /// It is their own word.
    pub said: bool,
    /// Their building, where it is known.
    pub building: Option<String>,
}

/// A stop before it stands.
#[derive(Clone, Debug)]
pub struct NewStop {
    pub member: Id,
    pub name: String,
    pub place: Option<Id>,
    pub where_to: String,
}

/// A proposal: for each visitor places in `stops`, in the order of walking.
#[derive(Clone, Debug)]
pub struct Draft {
    pub stops: Vec<NewStop>,
    pub shares: Vec<Vec<usize>>,
}

/// Those whose way is to be visited at home; of an activity, whoever is not marked as having taken part.
pub fn to_visit(cx: &Reader, org: &Org, activity: Option<&Activity>) -> Result<Vec<ToVisit>> {
    let proposals = match activity {
        Some(activity) => {
            let people = activity.people(cx)?;
            let open: Vec<_> = people.into_iter().filter(|p| !p.mode.is_some_and(Mode::is_present)).collect();
            study::of_activity(cx, activity, &open)?
        }
        None => study::of_org(cx, org)?,
    };
    let living = places::lives_in(cx)?;
    let at_home = proposals.into_iter().filter(|p| p.mode == Some(Study::Home));
    Ok(at_home
        .map(|p| ToVisit {
            building: living.get(&p.member).map(|b| b.name.clone()),
            said: p.is_said(),
            member: p.member,
            name: p.name,
            reason: p.reason,
        })
        .collect())
}

/// The members of these ids, in the order of the register: by building, and where none is known by
/// organisation behind them.
fn stops(cx: &Reader, org: &Org, members: &[Id]) -> Result<Vec<(NewStop, Option<Degrees>)>> {
    let rows: Vec<(Id, String, String)> = cx.all(
        "select m.id, m.name, o.name from {members} m join {orgs} o on o.tenant = m.tenant and o.id = m.org where m.path >= $1 and m.path < $2 order by m.path, m.name, m.id",
        args![&org.path, past(&org.path)],
    )?;
    let living = places::lives_in(cx)?;
    let order: HashMap<Id, usize> = Place::all(cx)?.into_iter().enumerate().map(|(n, p)| (p.id, n)).collect();
    let wanted: std::collections::HashSet<Id> = members.iter().copied().collect();
    let mut stops: Vec<(usize, NewStop, Option<Degrees>)> = rows
        .into_iter()
        .filter(|(id, ..)| wanted.contains(id))
        .map(|(member, name, organisation)| {
            let place = living.get(&member);
            let at = place.and_then(|p| order.get(&p.id)).copied().unwrap_or(usize::MAX);
            let where_to = place.map_or(organisation, |p| p.name.clone());
            (at, NewStop { member, name, place: place.map(|p| p.id), where_to }, place.and_then(Place::degrees))
        })
        .collect();
    stops.sort_by_key(|s| s.0);
    Ok(stops.into_iter().map(|(_, stop, at)| (stop, at)).collect())
}

/// Splits the visits to these members among so many visitors.
pub fn draw(cx: &Reader, org: &Org, members: &[Id], visitors: usize) -> Result<Draft> {
    let book = rulebook::book(cx)?;
    let rules = book.at(cx.today());
    let stops = stops(cx, org, members)?;
    let start = start(cx, org)?;
    let about = start.or_else(|| stops.iter().find_map(|s| s.1)).unwrap_or(Degrees { latitude: 0, longitude: 0 });
    let minutes = rules.get(keys::VISIT_MINUTES) as u32;
    let visits: Vec<Visit> = stops.iter().map(|s| Visit { at: s.1.map(|d| d.on_plane(about)), minutes }).collect();
    let detour = rules.get(keys::WALK_DETOUR) as f64 / 100.0;
    let rounds = propose(&Task { visits: &visits, visitors, start: start.map(|d| d.on_plane(about)), detour });
    Ok(Draft { stops: stops.into_iter().map(|s| s.0).collect(), shares: rounds.tours.into_iter().map(|t| t.visits).collect() })
}

/// Where visitors set out: the room of the organisation, or the nearest above it.
fn start(cx: &Reader, org: &Org) -> Result<Option<Degrees>> {
    let points = MeetingPoint::all(cx)?;
    let nearest = points.iter().filter(|p| !p.is_nearby() && org.path.starts_with(&p.path)).max_by_key(|p| p.path.len());
    Ok(nearest.and_then(MeetingPoint::degrees))
}
