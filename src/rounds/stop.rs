//! One visit to be made: whom, where, and its place in the walk.

use super::{Round, Tour};
use crate::places::Place;
use kernel::{Error, Id, Reader, Result, Spot, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Stop {
    pub id: Id,
    pub tour: Id,
    pub member: Id,
    pub name: String,
    pub place: Option<Id>,
    /// The building, or the organisation where none is known.
    pub where_to: String,
    /// Masked.
    pub phone: String,
    pub position: i64,
    /// Somebody moved it.
    pub by_hand: bool,
}

#[derive(Deserialize)]
struct Row {
    id: Id,
    tour: Id,
    member: Id,
    name: String,
    place: Option<Id>,
    where_to: String,
    phone: Option<Vec<u8>>,
    position: i64,
    by_hand: bool,
}

impl Stop {
    /// In the order of walking.
    pub fn of(cx: &Reader, condition: &str, id: Id) -> Result<Vec<Stop>> {
        let sql = format!(
            "select s.id, s.tour, s.member, s.name, s.place, s.where_to, s.phone, s.position, s.by_hand from {{stops}} s where {condition} order by s.tour, s.position, s.id"
        );
        let open = |r: Row| {
            let phone = r.phone.map(|p| cx.unseal(Stop::spot("phone", r.id), &p)).transpose()?.unwrap_or_default();
            let Row { id, tour, member, name, place, where_to, position, by_hand, .. } = r;
            Ok(Stop { id, tour, member, name, place, where_to, phone, position, by_hand })
        };
        cx.all(&sql, args![id])?.into_iter().map(open).collect()
    }

    pub fn spot(column: &'static str, row: Id) -> Spot<'static> {
        Spot { table: "stops", column, row }
    }

    /// Puts it at this place (from 1) of a share of the same round.
    pub fn shift(&self, cx: &Writer, round: &Round, to: &Tour, position: i64) -> Result<()> {
        round.must_not_be_over()?;
        if to.round != round.id {
            return Err(Error::field("tour", "不是这一轮的走访人。", "Not a visitor of this round."));
        }
        let visited: i64 = cx.one("select count(*) from {visits} v where v.stop = $1", args![self.id])?;
        if visited > 0 {
            return Err(Error::rule(
                "already_marked",
                "这一户已经登记过，不能再移。",
                "This visit is recorded already and cannot be moved.",
            ));
        }
        let from: Tour = cx.find(self.tour)?;
        let mut stops: Vec<Id> = to.stops(cx)?.into_iter().map(|s| s.id).filter(|s| *s != self.id).collect();
        let at = usize::try_from(position - 1).unwrap_or(0).min(stops.len());
        stops.insert(at, self.id);
        cx.run_one("update {stops} set tour = $1, visitor = $2, by_hand = 1 where id = $3", args![to.id, to.visitor, self.id])?;
        number(cx, &stops)?;
        if from.id != to.id {
            number(cx, &from.stops(cx)?.into_iter().map(|s| s.id).collect::<Vec<_>>())?;
        }
        cx.note(round.id, format!("moved a visit from {} to {}", from.name, to.name));
        Ok(())
    }
}

fn number(cx: &Writer, stops: &[Id]) -> Result<()> {
    stops.iter().enumerate().try_for_each(|(n, id)| cx.run_one("update {stops} set position = $1 where id = $2", args![n + 1, *id]))
}

/// How far each stop is from the one before it: metres on foot, where both buildings are known.
pub fn legs(stops: &[Stop], places: &HashMap<Id, Place>, detour_percent: i64) -> Vec<Option<i64>> {
    let at = |s: &Stop| s.place.and_then(|p| places.get(&p)).and_then(Place::degrees);
    let leg = |n: usize| {
        let (from, to) = (at(&stops[n - 1])?, at(&stops[n])?);
        Some(crate::study::on_foot(from, to, detour_percent))
    };
    (0..stops.len()).map(|n| if n == 0 { None } else { leg(n) }).collect()
}
