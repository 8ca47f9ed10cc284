//! The confirmed turns of units' people, read once for all units of an organisation. A turn stands under the id
//! of the ledger's member or of the report-in; both are one person, whom the report-in names.

use super::served::Turn;
use jiff::civil::Date;
use kernel::{Id, Reader, Result, args, schema::past};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Deserialize)]
struct Row {
    turn: Id,
    unit: Id,
    person: Id,
    name: String,
    named_on: Option<String>,
    kind: String,
    minutes: i64,
    need: Option<Id>,
}

/// By which a turn's person and a report-in are the same.
const TIES: [&str; 3] = [
    "s.tie = 'report_in' and r.tenant = s.tenant and r.id = s.person",
    "s.tie = 'member' and r.tenant = m.tenant and r.id_hash = m.id_hash",
    "s.tie = 'member' and r.tenant = m.tenant and r.phone_hash = m.phone_hash and r.name = m.name",
];

/// Of each unit, what its people did at posts of an organisation and below on these days. Whoever was sent back
/// is nobody of the unit's here; of several entries of one person the accepted one counts.
pub fn of_units(cx: &Reader, path: &str, (first, last): (Date, Date)) -> Result<BTreeMap<Id, Vec<Turn>>> {
    let (mut known, mut units) = (BTreeSet::new(), BTreeMap::<Id, Vec<Turn>>::new());
    for (n, tie) in TIES.into_iter().enumerate() {
        let member = if n == 0 { "" } else { "join {members} m on m.tenant = s.tenant and m.id = s.person" };
        let sql = format!(
            "select s.id as turn, r.unit, r.id as person, r.name, r.named_on, p.kind, s.minutes, p.need from {{services}} s \
             join {{posts}} p on p.tenant = s.tenant and p.id = s.post {member} join {{report_ins}} r on {tie} \
             where s.state = 'confirmed' and s.path >= $1 and s.path < $2 and s.day >= $3 and s.day <= $4 \
             and r.unit is not null and r.state <> 'returned' and r.path >= $1 and r.path < $2 \
             order by case when r.state = 'accepted' then 0 else 1 end, r.reported_on desc, r.id, s.id"
        );
        for row in cx.all::<Row>(&sql, args![path, past(path), first, last])? {
            if known.insert(row.turn) {
                let (agreed, unit) = (row.named_on.is_some(), row.unit);
                let turn = Turn { person: row.person, name: row.name, agreed, kind: row.kind, minutes: row.minutes, need: row.need };
                units.entry(unit).or_default().push(turn);
            }
        }
    }
    Ok(units)
}

/// How many of each unit's people were accepted and did not agree to be named.
pub fn nameless(cx: &Reader, path: &str) -> Result<BTreeMap<Id, i64>> {
    let all: Vec<(Id, i64)> = cx.all(
        "select r.unit, count(*) from {report_ins} r where r.path >= $1 and r.path < $2 and r.state = 'accepted' and r.named_on is null and r.unit is not null group by r.unit",
        args![path, past(path)],
    )?;
    Ok(all.into_iter().collect())
}
