//! The organisations' part of a closing: the members' figures and the activities of each summed
//! up, for itself and for all organisations above it.

use super::close::{Part, Work};
use crate::orgs::STEP;
use kernel::{Result, args, schema::past};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, ops::AddAssign};

macro_rules! figures {
    ($($(#[$note:meta])* $name:ident),* $(,)?) => {
        /// What is summed up. Due, modes and unmarked count activities by person.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
        pub struct Figures { $($(#[$note])* pub $name: i64),* }
        impl AddAssign<&Figures> for Figures {
            fn add_assign(&mut self, other: &Figures) { $(self.$name += other.$name;)* }
        }
        const COLUMNS: &[&str] = &[$(stringify!($name)),*];
        impl Figures {
            fn values(&self) -> Vec<kernel::Value<'_>> { vec![$(self.$name.into()),*] }
        }
    };
}

figures! {
    members, planned, held, postponed, cancelled, due, in_room, nearby, at_home, online, made_up, excused, absent, exempt, unmarked,
    /// Persons due at one of the fixed activities at least, and those of them who took part in one.
    members_due, members_took,
    minutes_month, minutes_year, minutes_target, points_month, contacts,
    /// Members without any contact and any taking part in the month.
    uncontacted,
    /// Entries that belong to days of months closed before.
    corrections,
}

impl Figures {
    pub fn present(&self) -> i64 {
        self.in_room + self.nearby + self.at_home + self.online + self.made_up
    }
}

pub(super) fn columns() -> String {
    COLUMNS.iter().map(|c| format!("s.{c}")).collect::<Vec<_>>().join(", ")
}

#[derive(Deserialize)]
struct Own {
    path: String,
    #[serde(flatten)]
    figures: Figures,
}

/// Writes the figures of the organisations that are closed now: their own members' and activities',
/// and those of all below, be they closed now or frozen before.
pub(super) fn freeze(work: &Work, open: &[&str], parts: &[Part]) -> Result<()> {
    let mut own: BTreeMap<String, Figures> = BTreeMap::new();
    for part in parts {
        members(work, part, &mut own)?;
        activities(work, part, &mut own)?;
    }
    let mut sums: BTreeMap<&str, Figures> = open.iter().map(|path| (*path, Figures::default())).collect();
    frozen(work, &sums, &mut own)?;
    for (path, figures) in &own {
        for length in (1..=path.len() / STEP).map(|n| n * STEP) {
            if let Some(sum) = sums.get_mut(&path[..length]) {
                *sum += figures;
            }
        }
    }
    let list = COLUMNS.join(", ");
    let places: Vec<String> = (0..COLUMNS.len()).map(|n| format!("cast(${} as bigint)", n + 3)).collect();
    let sql = format!(
        "insert into {{closed_orgs}} (month, path, id, name, kind, {list}) select cast($1 as text), o.path, o.id, o.name, o.kind, {} from {{orgs}} o where o.path = $2",
        places.join(", ")
    );
    for (path, figures) in sums {
        let args: Vec<kernel::Value> = [work.month.into(), path.into()].into_iter().chain(figures.values()).collect();
        work.cx.run(&sql, &args)?;
    }
    Ok(())
}

/// Organisations that were closed before, directly below those that are closed now.
fn frozen(work: &Work, open: &BTreeMap<&str, Figures>, own: &mut BTreeMap<String, Figures>) -> Result<()> {
    let sql = format!("select s.path, {} from {{closed_orgs}} s where s.month = $1 and s.path >= $2 and s.path < $3", columns());
    work.cx.each(&sql, args![work.month, &work.top.path, past(&work.top.path)], |read: Own| {
        let above = read.path.len().checked_sub(STEP).map(|end| &read.path[..end]);
        if above.is_some_and(|above| open.contains_key(above)) {
            take(own, read);
        }
        Ok(())
    })
}

fn take(own: &mut BTreeMap<String, Figures>, read: Own) {
    *own.entry(read.path).or_default() += &read.figures;
}

/// Sums of the frozen members, organisation by organisation.
fn members(work: &Work, part: &Part, own: &mut BTreeMap<String, Figures>) -> Result<()> {
    let sum = |name: &str, what: &str| format!("cast(sum({what}) as bigint) as {name}");
    let same = [
        "due",
        "in_room",
        "nearby",
        "at_home",
        "online",
        "made_up",
        "excused",
        "absent",
        "exempt",
        "unmarked",
        "minutes_month",
        "minutes_year",
        "minutes_target",
        "points_month",
        "contacts",
        "corrections",
    ];
    let mut sums: Vec<String> = same.iter().map(|c| sum(c, &format!("s.{c}"))).collect();
    sums.push(sum("members_due", "s.fixed_due"));
    sums.push(sum("members_took", "s.fixed_took"));
    sums.push(sum("uncontacted", "case when s.contacts + s.in_room + s.nearby + s.at_home + s.online + s.made_up = 0 then 1 else 0 end"));
    let sql = format!(
        "select s.path, count(*) as members, {}, 0 as planned, 0 as held, 0 as postponed, 0 as cancelled \
         from {{closed_members}} s where s.month = $1 and s.path >= $2 and s.path < $3 group by s.path",
        sums.join(", ")
    );
    work.cx.each(&sql, args![work.month, &part.low, &part.high], |read: Own| {
        take(own, read);
        Ok(())
    })
}

#[derive(Deserialize)]
struct Held {
    path: String,
    planned: i64,
    held: i64,
    postponed: i64,
    cancelled: i64,
}

/// What was planned for the month, and what became of it. A postponed activity counts as planned
/// where it stood, and once more in the month of its new day.
fn activities(work: &Work, part: &Part, own: &mut BTreeMap<String, Figures>) -> Result<()> {
    let sql = "select a.path, count(*) as planned, count(case when a.state = 'held' then 1 end) as held, \
        count(case when a.state = 'postponed' then 1 end) as postponed, count(case when a.state = 'cancelled' then 1 end) as cancelled \
        from {activities} a where a.path >= $1 and a.path < $2 and a.day >= $3 and a.day <= $4 and a.state in ('held', 'planned', 'postponed', 'cancelled') group by a.path";
    work.cx.each(sql, args![&part.low, &part.high, work.month.first(), work.month.last()], |h: Held| {
        let figures = Figures { planned: h.planned, held: h.held, postponed: h.postponed, cancelled: h.cancelled, ..Figures::default() };
        take(own, Own { path: h.path, figures });
        Ok(())
    })
}
