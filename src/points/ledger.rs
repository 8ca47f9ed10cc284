//! The ledgers of hours and points: appended, never changed, each entry with the fact it follows
//! from. Settling compares what follows from the facts in force with what the ledgers hold, person
//! by person and day by day, and appends what is lacking: a new entry, or the reversal of one
//! whose fact was corrected. Settled twice, nothing changes.

use super::{
    compare::{New, Stands, Target, lacking},
    follows::{Fact, Reason, Scale},
};
use crate::{
    closing::Month,
    rulebook::{self, keys},
};
use jiff::civil::Date;
use kernel::{Id, Reader, Result, Value, Writer, args, schema::past};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// Whose ledgers are looked at.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    Member(Id),
    /// Everybody who was marked at an activity.
    Activity(Id),
    /// Everybody of an organisation and below it.
    Below(&'a str),
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Settled {
    pub appended: usize,
    pub taken_back: usize,
}

/// A ledger, by its table and the column of its amounts.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Ledger {
    Points,
    Hours,
}

/// An entry that stands in a ledger.
#[derive(Clone, Debug, Deserialize)]
struct Entry {
    id: Id,
    member: Id,
    day: Date,
    fact: Id,
    amount: i64,
    rule: String,
    reverses: Option<Id>,
    path: String,
    org: Id,
}

#[derive(Default)]
struct Day {
    facts: Vec<Fact>,
    points: Vec<Entry>,
    hours: Vec<Entry>,
}

/// Appends to the ledgers what follows from the facts of these people in these days (the last one
/// not included) and is not there yet.
pub fn settle(cx: &Writer, whose: Whose, from: Date, until: Date) -> Result<Settled> {
    // What follows from a fact follows whoever recorded it: a guest of another branch as well.
    let all = &cx.beyond_scope("hours and points follow for everybody who was marked");
    let book = rulebook::book(all)?;
    let mut settling = Settling { cx: all, closed: HashMap::new(), done: Settled::default() };
    for (day, people) in gather(all, whose, from, until)? {
        let scale = Scale::of(book.at(day));
        for (member, held) in people {
            settling.day(member, day, held, &scale)?;
        }
    }
    Ok(settling.done)
}

/// The activities of a month, held from one path to another, whose marks the ledgers do not know yet.
pub fn unsettled(cx: &Reader, low: &str, high: &str, month: Month) -> Result<Vec<Id>> {
    let sql = "select distinct a.id from {activities} a join {marks} k on k.tenant = a.tenant and k.activity = a.id \
        where a.path >= $1 and a.path < $2 and a.day >= $3 and a.day <= $4 \
        and not exists (select 1 from {points} p where p.tenant = k.tenant and p.occurred_on = k.occurred_on and p.id = k.entry)";
    cx.all(sql, args![low, high, month.first(), month.last()])
}

type Days = BTreeMap<Date, BTreeMap<Id, Day>>;

fn gather(cx: &Reader, whose: Whose, from: Date, until: Date) -> Result<Days> {
    let (members, keys): (_, Vec<Value>) = match whose {
        Whose::Member(id) => ("m.id = $3", vec![id.into()]),
        Whose::Activity(id) => ("m.id in (select q.member from {marks} q where q.activity = $3)", vec![id.into()]),
        Whose::Below(path) => ("m.path >= $3 and m.path < $4", vec![path.into(), past(path).into()]),
    };
    let args: Vec<Value> = [from.into(), until.into()].into_iter().chain(keys).collect();
    let mut days = Days::new();
    let facts = format!(
        "select k.entry, k.member, m.path, m.org, k.mode, a.kind, k.occurred_on as day, a.starts, a.minutes, m.birth, m.employment, f.since as floating_since \
         from {{members}} m join {{marks}} k on k.tenant = m.tenant and k.member = m.id join {{activities}} a on a.tenant = k.tenant and a.id = k.activity \
         left join {{floating}} f on f.tenant = m.tenant and f.member = m.id \
         where k.occurred_on >= $1 and k.occurred_on < $2 and {members} order by k.entry"
    );
    cx.each(&facts, &args, |fact: Fact| {
        days.entry(fact.day).or_default().entry(fact.member).or_default().facts.push(fact);
        Ok(())
    })?;
    for ledger in [Ledger::Points, Ledger::Hours] {
        let sql = format!(
            "select p.id, p.member, p.occurred_on as day, p.fact, p.{} as amount, p.rule, p.reverses, m.path, m.org \
             from {{members}} m join {{{}}} p on p.tenant = m.tenant and p.member = m.id \
             where p.occurred_on >= $1 and p.occurred_on < $2 and {members} order by p.id",
            ledger.column(),
            ledger.table()
        );
        cx.each(&sql, &args, |entry: Entry| {
            let day = days.entry(entry.day).or_default().entry(entry.member).or_default();
            match ledger {
                Ledger::Points => day.points.push(entry),
                Ledger::Hours => day.hours.push(entry),
            }
            Ok(())
        })?;
    }
    Ok(days)
}

struct Settling<'a> {
    cx: &'a Writer,
    /// The last closed month by organisation.
    closed: HashMap<Id, Option<Month>>,
    done: Settled,
}

impl Settling<'_> {
    fn day(&mut self, member: Id, day: Date, held: Day, scale: &Scale) -> Result<()> {
        let (mut points, mut hours, mut spent) = (vec![], vec![], 0);
        for fact in &held.facts {
            let follows = scale.follows(fact, spent);
            points.push(Target { fact: fact.entry, amount: follows.points, rule: follows.reason.rule(), reason: follows.reason });
            if let Some((amount, reason)) = follows.study {
                spent += amount;
                let rule = if reason == Reason::DayFull { reason.rule() } else { keys::STEP_MINUTES.name };
                hours.push(Target { fact: fact.entry, amount, rule, reason });
            }
        }
        let of_entries = held.points.first().or(held.hours.first()).map(|entry| (&entry.path, entry.org));
        let Some((path, org)) = held.facts.first().map(|fact| (&fact.path, fact.org)).or(of_entries) else { return Ok(()) };
        let month = self.booked(org, day)?;
        for (ledger, entries, targets) in [(Ledger::Points, &held.points, &points), (Ledger::Hours, &held.hours, &hours)] {
            let standing: Vec<Stands> = entries.iter().map(Entry::stands).collect();
            for new in lacking(ledger.table(), &standing, targets, Reason::Corrected) {
                self.append(ledger, member, path, day, month, &new)?;
            }
        }
        Ok(())
    }

    /// The month that takes the entry: the day's own, or the first after the closed ones.
    fn booked(&mut self, org: Id, day: Date) -> Result<Month> {
        let own = Month::of(day);
        let closed = match self.closed.get(&org) {
            Some(known) => *known,
            None => {
                let last: Option<Month> = self.cx.one("select max(c.month) from {closings} c where c.org = $1", args![org])?;
                self.closed.insert(org, last);
                last
            }
        };
        Ok(closed.filter(|last| *last >= own).map_or(own, Month::next))
    }

    fn append(&mut self, ledger: Ledger, member: Id, path: &str, day: Date, month: Month, new: &New<Reason>) -> Result<()> {
        let (table, column) = (ledger.table(), ledger.column());
        let sql = format!(
            "insert into {{{table}}} (occurred_on, id, member, path, month, {column}, rule, fact, reverses, reason, made_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (occurred_on, id) do nothing"
        );
        let made = self.cx.run(
            &sql,
            args![day, new.id, member, path, month, new.amount, new.rule, new.fact, new.reverses, new.reason.code(), self.cx.now()],
        )?;
        match new.reverses {
            Some(_) => self.done.taken_back += made as usize,
            None => self.done.appended += made as usize,
        }
        Ok(())
    }
}

impl Entry {
    fn stands(&self) -> Stands<'_> {
        Stands { id: self.id, fact: self.fact, amount: self.amount, rule: &self.rule, reverses: self.reverses }
    }
}

impl Ledger {
    fn table(self) -> &'static str {
        match self {
            Ledger::Points => "points",
            Ledger::Hours => "hours",
        }
    }
    fn column(self) -> &'static str {
        match self {
            Ledger::Points => "points",
            Ledger::Hours => "minutes",
        }
    }
}
