//! A place of the register: a community, a grid or a building.

use crate::{orgs::Org, people::Member};
use kernel::{Error, Id, Noun, Reader, Result, Text, Writer, args};
use matching::Degrees;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Community,
    Grid,
    Building,
}

impl Kind {
    pub fn code(self) -> &'static str {
        match self {
            Kind::Community => "community",
            Kind::Grid => "grid",
            Kind::Building => "building",
        }
    }
    pub fn name(self) -> Text {
        match self {
            Kind::Community => Text::fixed("社区", "Community"),
            Kind::Grid => Text::fixed("网格", "Grid"),
            Kind::Building => Text::fixed("楼栋", "Building"),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    pub id: Id,
    pub path: String,
    /// The organisation whose register it stands in.
    pub org: Id,
    pub parent: Option<Id>,
    pub kind: Kind,
    pub name: String,
    /// The order of the register.
    pub position: i64,
    /// Millionths of a degree.
    pub latitude: Option<i64>,
    pub longitude: Option<i64>,
    #[serde(skip_serializing)]
    pub(super) plain: String,
}
impl Noun for Place {
    const TABLE: &'static str = "places";
}

#[derive(Clone, Debug)]
pub struct NewPlace<'a> {
    pub parent: Option<Id>,
    pub kind: Kind,
    pub name: &'a str,
    pub at: Option<Degrees>,
}

impl Place {
    pub fn degrees(&self) -> Option<Degrees> {
        self.latitude.zip(self.longitude).map(|(latitude, longitude)| Degrees { latitude, longitude })
    }

    /// All of the caller's register, in its order.
    pub fn all(cx: &Reader) -> Result<Vec<Place>> {
        cx.all("select * from {places} p order by p.path, p.position, p.id", args![])
    }

    pub fn buildings(cx: &Reader) -> Result<Vec<Place>> {
        cx.all("select * from {places} p where p.kind = 'building' order by p.path, p.position, p.id", args![])
    }

    /// The building of exactly this name.
    pub fn named(cx: &Reader, name: &str) -> Result<Option<Place>> {
        cx.maybe("select * from {places} p where p.kind = 'building' and p.plain = $1 order by p.path limit 1", args![plain(name)])
    }

    /// Puts a place into the register of an organisation. The same name again changes what is said of
    /// it; coordinates that are left out stay.
    pub fn put(cx: &Writer, org: &Org, new: &NewPlace<'_>) -> Result<Id> {
        let name = new.name.trim();
        let last: Option<i64> = cx.one("select max(p.position) from {places} p where p.path = $1", args![&org.path])?;
        cx.run(
            "insert into {places} (id, path, org, parent, kind, name, plain, position, latitude, longitude, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
             on conflict (path, kind, name) do update set parent = excluded.parent, latitude = coalesce(excluded.latitude, places.latitude), longitude = coalesce(excluded.longitude, places.longitude)",
            args![
                cx.new_id(), &org.path, org.id, new.parent, new.kind.code(), name, plain(name), last.unwrap_or(0) + 1,
                new.at.map(|d| d.latitude), new.at.map(|d| d.longitude), cx.now()
            ],
        )?;
        cx.one("select p.id from {places} p where p.path = $1 and p.kind = $2 and p.name = $3", args![&org.path, new.kind.code(), name])
    }
}

/// In which building members live, as far as somebody confirmed it.
pub fn lives_in(cx: &Reader) -> Result<HashMap<Id, Place>> {
    let places: HashMap<Id, Place> = Place::all(cx)?.into_iter().map(|p| (p.id, p)).collect();
    let rows: Vec<(Id, Id)> = cx.all("select l.member, l.place from {member_places} l", args![])?;
    Ok(rows.into_iter().filter_map(|(member, place)| Some((member, places.get(&place)?.clone()))).collect())
}

/// Keeps the building, and nothing else of where somebody lives. `how`: their address named it and
/// somebody confirmed that, or somebody said so.
pub fn settle(cx: &Writer, member: &Member, building: &Place, how: &str) -> Result<()> {
    if building.kind != Kind::Building {
        return Err(Error::field("place", "请选一幢楼。", "Choose a building."));
    }
    cx.run(
        "insert into {member_places} (member, path, place, how, made_at, made_by) values ($1, $2, $3, $4, $5, $6) \
         on conflict (member) do update set path = excluded.path, place = excluded.place, how = excluded.how, made_at = excluded.made_at, made_by = excluded.made_by",
        args![member.id, &member.path, building.id, how, cx.now(), &cx.actor().name],
    )?;
    cx.note(member.id, "building");
    Ok(())
}

/// A name or an address as both are compared: without blanks, figures in one width, and every word for
/// a building the same.
pub(crate) fn plain(text: &str) -> String {
    let narrow = text.chars().filter(|c| !c.is_whitespace()).map(|c| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        c => c.to_ascii_lowercase(),
    });
    let mut text: String = narrow.collect();
    for word in ["号楼", "栋", "座", "#楼"] {
        text = text.replace(word, "幢");
    }
    text
}
