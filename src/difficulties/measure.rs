//! What was counted for an organisation's month, with all that is below it; as it was written down
//! last, or counted now.

use super::{Difficulty, difficulty::COUNT, roll::Roll};
use crate::{
    closing::Month,
    orgs::{Org, STEP},
};
use kernel::{Id, Reader, Result, Writer, args, schema::past};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    ops::{AddAssign, SubAssign},
};

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ratio {
    pub met: i64,
    pub of: i64,
}

impl Ratio {
    pub fn missing(self) -> i64 {
        self.of - self.met
    }
    /// Whole percents, rounded down: what is not all is never shown as all. Nothing of nobody.
    pub fn percent(self) -> Option<i64> {
        (self.of > 0).then(|| self.met * 100 / self.of)
    }
}

/// The eight ratios, in their order, of so many members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    pub members: i64,
    pub ratios: [Ratio; COUNT],
}

impl Counts {
    pub fn of(&self, difficulty: Difficulty) -> Ratio {
        self.ratios[difficulty as usize]
    }
}

impl AddAssign<&Counts> for Counts {
    fn add_assign(&mut self, other: &Counts) {
        self.members += other.members;
        for (mine, other) in self.ratios.iter_mut().zip(&other.ratios) {
            mine.met += other.met;
            mine.of += other.of;
        }
    }
}

impl SubAssign<&Counts> for Counts {
    fn sub_assign(&mut self, other: &Counts) {
        self.members -= other.members;
        for (mine, other) in self.ratios.iter_mut().zip(&other.ratios) {
            mine.met -= other.met;
            mine.of -= other.of;
        }
    }
}

/// Counts by category; all members under no category's name.
pub type ByCategory = BTreeMap<String, Counts>;

pub const ALL: &str = "";

/// An organisation's month.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Measure {
    pub counts: ByCategory,
    /// When it was counted.
    pub counted_at: String,
}

impl Measure {
    pub fn all(&self) -> Counts {
        self.counts.get(ALL).copied().unwrap_or_default()
    }

    /// As it was written down; counted now where it never was.
    pub fn of(cx: &Reader, org: &Org, month: Month) -> Result<Measure> {
        match Measure::written(cx, &org.path, month)? {
            Some(measure) => Ok(measure),
            None => Measure::now(cx, org, month),
        }
    }

    pub fn now(cx: &Reader, org: &Org, month: Month) -> Result<Measure> {
        let counts = count(cx, org, month)?.remove(&org.path).unwrap_or_default();
        Ok(Measure { counts, counted_at: cx.now() })
    }

    /// All counts of the months from one to another that were written down.
    pub fn between(cx: &Reader, path: &str, first: Month, last: Month) -> Result<BTreeMap<Month, Counts>> {
        let rows: Vec<(Month, String)> = cx.all(
            "select d.month, d.counts from {difficulties} d where d.month >= $1 and d.month <= $2 and d.path = $3",
            args![first, last, path],
        )?;
        let all = |counts: &str| -> Result<Counts> { Ok(serde_json::from_str::<ByCategory>(counts)?.remove(ALL).unwrap_or_default()) };
        rows.into_iter().map(|(month, counts)| Ok((month, all(&counts)?))).collect()
    }

    pub fn written(cx: &Reader, path: &str, month: Month) -> Result<Option<Measure>> {
        let row: Option<(String, String)> =
            cx.maybe("select d.counts, d.counted_at from {difficulties} d where d.month = $1 and d.path = $2", args![month, path])?;
        row.map(|(counts, counted_at)| Ok(Measure { counts: serde_json::from_str(&counts)?, counted_at })).transpose()
    }
}

/// Counts an organisation's month from the facts: for itself and for every organisation below it,
/// each with all below.
pub fn count(cx: &Reader, org: &Org, month: Month) -> Result<BTreeMap<String, ByCategory>> {
    let roll = Roll::of(cx, org, month)?;
    let mut own: BTreeMap<&str, ByCategory> = BTreeMap::new();
    for person in &roll.people {
        let mut one = Counts { members: 1, ..Counts::default() };
        for difficulty in Difficulty::ALL {
            let (met, of) = person.counts(difficulty).unwrap_or_default();
            one.ratios[difficulty as usize] = Ratio { met, of };
        }
        let counts = own.entry(&person.path).or_default();
        *slot(counts, ALL) += &one;
        for kind in &person.categories {
            *slot(counts, &roll.kinds.all[*kind].code) += &one;
        }
    }
    for (path, (met, of)) in &roll.held {
        let counts = own.entry(path).or_default();
        slot(counts, ALL).ratios[Difficulty::HoldingActivities as usize] = Ratio { met: *met, of: *of };
    }
    let mut sums: BTreeMap<String, ByCategory> = BTreeMap::from([(org.path.clone(), ByCategory::default())]);
    for (path, counts) in own {
        for length in (org.path.len()..=path.len()).step_by(STEP) {
            let sum = match sums.get_mut(&path[..length]) {
                Some(sum) => sum,
                None => sums.entry(path[..length].to_owned()).or_default(),
            };
            counts.iter().for_each(|(category, counts)| *slot(sum, category) += counts);
        }
    }
    Ok(sums)
}

fn slot<'a>(counts: &'a mut ByCategory, category: &str) -> &'a mut Counts {
    if !counts.contains_key(category) {
        counts.insert(category.to_owned(), Counts::default());
    }
    counts.get_mut(category).expect("it was put there")
}

/// Writes what was counted for an organisation and all below it, in the place of what stood, and
/// puts the difference into those above that are written down.
pub fn write(cx: &Writer, org: &Org, month: Month, sums: &BTreeMap<String, ByCategory>) -> Result<()> {
    let before = Measure::written(cx, &org.path, month)?.unwrap_or_default();
    cx.run("delete from {difficulties} where month = $1 and path >= $2 and path < $3", args![month, &org.path, past(&org.path)])?;
    let now = cx.now();
    let ids: Vec<(String, Id)> =
        cx.all("select o.path, o.id from {orgs} o where o.path >= $1 and o.path < $2", args![&org.path, past(&org.path)])?;
    let counted = ids.iter().filter_map(|(path, id)| Some((path, id, sums.get(path)?)));
    let rows = counted
        .map(|(path, id, counts)| Ok([month.into(), path.into(), id.into(), serde_json::to_string(counts)?.into(), now.as_str().into()]));
    cx.put("insert into {difficulties} (month, path, id, counts, counted_at)", rows)?;
    let after = sums.get(&org.path).cloned().unwrap_or_default();
    for length in (STEP..org.path.len()).step_by(STEP) {
        let above = &org.path[..length];
        if let Some(mut sum) = Measure::written(cx, above, month)? {
            before.counts.iter().for_each(|(category, counts)| *slot(&mut sum.counts, category) -= counts);
            after.iter().for_each(|(category, counts)| *slot(&mut sum.counts, category) += counts);
            sum.counts.retain(|_, counts| *counts != Counts::default());
            cx.run(
                "update {difficulties} set counts = $1, counted_at = $2 where month = $3 and path = $4",
                args![serde_json::to_string(&sum.counts)?, &now, month, above],
            )?;
        }
    }
    Ok(())
}

/// What was written down of organisations directly below one, in the order of the tree.
pub fn below(cx: &Reader, org: &Org, month: Month) -> Result<Vec<Below>> {
    let rows: Vec<(Id, String, String, String)> = cx.all(
        "select o.id, o.path, o.name, d.counts from {orgs} o join {difficulties} d on d.tenant = o.tenant and d.month = $1 and d.path = o.path \
         where o.parent = $2 and o.closed_at is null",
        args![month, org.id],
    )?;
    let mut below: Vec<Below> = vec![];
    for (id, path, name, counts) in rows {
        let counts: ByCategory = serde_json::from_str(&counts)?;
        below.push(Below { id, path, name, counts: counts.get(ALL).copied().unwrap_or_default() });
    }
    below.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(below)
}

/// An organisation directly below, beside its sisters.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Below {
    pub id: Id,
    #[serde(skip)]
    path: String,
    pub name: String,
    pub counts: Counts,
}
