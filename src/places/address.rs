//! Whose address names a building of the register. Addresses are opened in memory, compared, and
//! neither shown nor kept: only the building is, once somebody confirms it.

use super::{
    Place,
    place::{plain, settle},
};
use kernel::{Id, Reader, Result, Spot, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Somebody whose address names a building that is not known as theirs yet.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Match {
    pub member: Id,
    pub name: String,
    pub organisation: String,
    pub building: Id,
    pub building_name: String,
    /// The building that stands now, where the address has another.
    pub instead_of: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    id: Id,
    name: String,
    organisation: String,
    home: Option<Vec<u8>>,
    lives_at: Option<Vec<u8>>,
    place: Option<Id>,
}

/// What the register makes of all addresses.
#[derive(Debug)]
pub struct Found {
    pub matches: Vec<Match>,
    /// Members whose building is known.
    pub known: usize,
    /// Members with neither a building nor an address that names one.
    pub open: Vec<(Id, String, String)>,
}

pub fn find(cx: &Reader) -> Result<Found> {
    let buildings = Place::buildings(cx)?;
    let names: HashMap<Id, &str> = buildings.iter().map(|b| (b.id, b.name.as_str())).collect();
    let mut found = Found { matches: vec![], known: 0, open: vec![] };
    let sql = "select m.id, m.name, o.name as organisation, m.home, m.lives_at, l.place from {members} m \
        join {orgs} o on o.tenant = m.tenant and o.id = m.org left join {member_places} l on l.tenant = m.tenant and l.member = m.id \
        order by m.path, m.name, m.id";
    cx.each(sql, args![], |row: Row| {
        let named = named_by(cx, &row, &buildings)?.filter(|b| Some(b.id) != row.place);
        found.known += usize::from(row.place.is_some());
        match (named, row.place) {
            (Some(building), place) => found.matches.push(Match {
                member: row.id,
                name: row.name,
                organisation: row.organisation,
                building: building.id,
                building_name: building.name.clone(),
                instead_of: place.map(|p| names.get(&p).map_or_else(String::new, |n| (*n).to_owned())),
            }),
            (None, None) => found.open.push((row.id, row.name, row.organisation)),
            (None, Some(_)) => {}
        }
        Ok(())
    })?;
    Ok(found)
}

/// Keeps the buildings of those that are chosen: how many. What the addresses say is looked up again;
/// only that it is confirmed comes from outside.
pub fn confirm(cx: &Writer, is_chosen: impl Fn(&Match) -> bool) -> Result<usize> {
    let chosen: Vec<Match> = find(cx)?.matches.into_iter().filter(is_chosen).collect();
    for one in &chosen {
        settle(cx, &cx.find(one.member)?, &cx.find(one.building)?, "address")?;
    }
    Ok(chosen.len())
}

/// The building that where they live now names, else their home.
fn named_by<'a>(cx: &Reader, row: &Row, buildings: &'a [Place]) -> Result<Option<&'a Place>> {
    for (column, sealed) in [("lives_at", &row.lives_at), ("home", &row.home)] {
        let Some(sealed) = sealed else { continue };
        let address = cx.unseal(Spot { table: "members", column, row: row.id }, sealed)?;
        return Ok(named_in(&address, buildings));
    }
    Ok(None)
}

/// The one building whose name stands in the address; the longest where one name holds another. `None`
/// where two are as good: then a person says it.
pub fn named_in<'a>(address: &str, buildings: &'a [Place]) -> Option<&'a Place> {
    let address = plain(address);
    let mut named: Vec<&Place> = buildings.iter().filter(|b| stands_in(&address, &b.plain)).collect();
    named.sort_by_key(|b| std::cmp::Reverse(b.plain.chars().count()));
    match named.as_slice() {
        [one] => Some(one),
        [first, second, ..] if first.plain.chars().count() > second.plain.chars().count() => Some(first),
        _ => None,
    }
}

/// Its figures are the address's own: 1幢 does not stand in 11幢, nor 12 in 120.
fn stands_in(address: &str, name: &str) -> bool {
    let is_figure = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    address.match_indices(name).any(|(at, _)| {
        let (before, behind) = (address[..at].chars().next_back(), address[at + name.len()..].chars().next());
        let cut_in_front = is_figure(before) && is_figure(name.chars().next());
        let cut_behind = is_figure(name.chars().next_back()) && is_figure(behind);
        !cut_in_front && !cut_behind
    })
}
