//! What the letters of a month are written from, read once for all units of an organisation.

use super::{Content, Opened, Planned, Served, served::Turn, turns};
use crate::{
    activities::Activity,
    closing::Month,
    orgs::Org,
    posts,
    rulebook::{self, keys},
};
use jiff::civil::Date;
use kernel::{Id, Reader, Result, Text, args, schema::past};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A unit that gets a letter: the organisation looks after it, or its people reported in there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    pub id: Id,
    pub name: String,
}

impl Party {
    /// In the order of their names.
    pub fn of(cx: &Reader, path: &str) -> Result<Vec<Party>> {
        let near = args![path, past(path)];
        let mut all: Vec<Party> = cx.all("select u.id, u.name from {units} u where u.path >= $1 and u.path < $2", near)?;
        all.extend(cx.all::<Party>(
            "select distinct r.unit as id, r.unit_name as name from {report_ins} r where r.path >= $1 and r.path < $2 and r.state = 'accepted' and r.unit is not null",
            near,
        )?);
        all.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        all.dedup_by_key(|p| p.id);
        Ok(all)
    }
}

pub struct Facts {
    turns: BTreeMap<Id, Vec<Turn>>,
    nameless: BTreeMap<Id, i64>,
    open_days: BTreeMap<Id, Vec<Opened>>,
    ending: BTreeMap<Id, Date>,
    plan: Vec<Planned>,
    kinds: BTreeMap<String, Text>,
    least: i64,
}

impl Facts {
    pub fn of(cx: &Reader, org: &Org, month: Month) -> Result<Facts> {
        let rules = rulebook::book(cx)?;
        let rules = rules.at(cx.today());
        let days = (month.first(), month.last());
        let next = (month.next().first(), month.next().last());
        let plan = Activity::between(cx, &org.path, next, "'planned', 'held'")?;
        let ends_by = month.last().checked_add(rules.get(keys::AGREEMENT_WARN))?;
        Ok(Facts {
            turns: turns::of_units(cx, &org.path, days)?,
            nameless: turns::nameless(cx, &org.path)?,
            open_days: open_days(cx, &org.path, days)?,
            ending: ending(cx, &org.path, days.0, ends_by)?,
            plan: plan
                .into_iter()
                .filter(|a| a.is_for_units(rules))
                .map(|a| Planned { title: a.title, day: a.day, starts: a.starts, place: a.place })
                .collect(),
            kinds: posts::kinds(cx)?.into_iter().map(|k| (k.code, k.name)).collect(),
            least: rules.get(keys::NAMELESS_FROM),
        })
    }

    /// What the letter to this unit says.
    pub fn content(&self, unit: Id) -> Content {
        let turns = self.turns.get(&unit).map_or(&[][..], Vec::as_slice);
        let mut served = Served::told(turns, self.nameless.get(&unit).copied().unwrap_or(0), self.least);
        for line in served.lines_mut() {
            line.name = match line.kind.as_str() {
                "" => Text::fixed("其他岗位", "Other posts"),
                code => self.kinds.get(code).cloned().unwrap_or_else(|| Text::new(code, code)),
            };
        }
        Content {
            served,
            open_days: self.open_days.get(&unit).cloned().unwrap_or_default(),
            agreement_ends: self.ending.get(&unit).copied(),
            plan: self.plan.clone(),
            least: self.least,
        }
    }
}

/// Those that took place, by the unit that gave them.
fn open_days(cx: &Reader, path: &str, (first, last): (Date, Date)) -> Result<BTreeMap<Id, Vec<Opened>>> {
    let all: Vec<(Id, Date, String)> = cx.all(
        "select d.unit, d.day, v.name from {open_days} d join {venues} v on v.tenant = d.tenant and v.id = d.venue \
         where d.path >= $1 and d.path < $2 and d.state = 'set' and d.day >= $3 and d.day <= $4 order by d.day, d.starts, d.id",
        args![path, past(path), first, last.min(cx.today())],
    )?;
    let mut units = BTreeMap::<Id, Vec<Opened>>::new();
    all.into_iter().for_each(|(unit, day, venue)| units.entry(unit).or_default().push(Opened { day, venue }));
    Ok(units)
}

/// The last day of each unit's last agreement, where it ends between these days.
fn ending(cx: &Reader, path: &str, first: Date, by: Date) -> Result<BTreeMap<Id, Date>> {
    let all: Vec<(Id, Date)> = cx.all(
        "select a.unit, max(a.to_day) from {unit_agreements} a where a.path >= $1 and a.path < $2 and a.ended_on is null and a.to_day >= $3 group by a.unit having max(a.to_day) <= $4",
        args![path, past(path), first, by],
    )?;
    Ok(all.into_iter().collect())
}
