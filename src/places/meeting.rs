//! Where an organisation meets: a branch's room, a transition group's point near its members' homes.

use super::{Kind, Place};
use crate::orgs::{self, Org};
use kernel::{Error, Id, Reader, Result, Writer, args};
use matching::Degrees;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MeetingPoint {
    pub id: Id,
    /// The organisation's.
    pub path: String,
    pub org: Id,
    pub org_name: String,
    pub org_kind: orgs::Kind,
    pub place: Id,
    pub place_name: String,
    /// `三楼活动室`
    pub room: String,
    pub latitude: Option<i64>,
    pub longitude: Option<i64>,
}

impl MeetingPoint {
    pub fn all(cx: &Reader) -> Result<Vec<MeetingPoint>> {
        cx.all(
            "select g.id, g.path, g.org, o.name as org_name, o.kind as org_kind, g.place, p.name as place_name, g.room, p.latitude, p.longitude from {meeting_points} g \
             join {orgs} o on o.tenant = g.tenant and o.id = g.org join {places} p on p.tenant = g.tenant and p.id = g.place where o.closed_at is null order by g.path",
            args![],
        )
    }

    pub fn set(cx: &Writer, org: &Org, building: &Place, room: &str) -> Result<()> {
        if building.kind != Kind::Building {
            return Err(Error::field("place", "请选一幢楼。", "Choose a building."));
        }
        cx.run(
            "insert into {meeting_points} (id, path, org, place, room, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7) \
             on conflict (org) do update set place = excluded.place, room = excluded.room, made_at = excluded.made_at, made_by = excluded.made_by",
            args![cx.new_id(), &org.path, org.id, building.id, room.trim(), cx.now(), &cx.actor().name],
        )?;
        cx.note(org.id, format!("meets at {}", building.name));
        Ok(())
    }

    pub fn degrees(&self) -> Option<Degrees> {
        self.latitude.zip(self.longitude).map(|(latitude, longitude)| Degrees { latitude, longitude })
    }

    /// A group's point near its members' homes, and not the room that all come to.
    pub fn is_nearby(&self) -> bool {
        matches!(self.org_kind, orgs::Kind::Group | orgs::Kind::TransitionGroup)
    }

    pub fn words(&self) -> String {
        format!("{}{}", self.place_name, self.room)
    }
}
