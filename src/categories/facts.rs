//! The facts that categories follow from, gathered in a few statements for however many members.

use crate::rulebook::Declared;
use kernel::{Id, Reader, Result, Spot, Value, any_of, args};
use serde::Deserialize;
use std::collections::HashMap;

/// Facts of one member, who is not named in them. They stay within the house: the text of health is read to be compared with
/// the rule's words and shown nowhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    pub birth: Option<String>,
    pub probationary: bool,
    pub joined: Option<String>,
    pub employment: String,
    pub unit: String,
    /// What the register of units calls the unit.
    pub unit_kind: Option<String>,
    /// On the floating register, since when.
    pub away: Option<Option<String>>,
    /// The contact card names a former home; its day.
    pub former_home_on: Option<String>,
    /// In a transition group, until when; empty where nobody said.
    pub transition_until: Option<String>,
    /// Of the community; empty where unknown.
    pub setting: String,
    /// The last contact, activity or payment.
    pub heard_on: Option<String>,
    pub taken_in_on: String,
    /// What the contact card says, and its day.
    pub health: Option<(String, String)>,
    pub declared: Vec<(Declared, String, Option<String>)>,
    /// First and last month.
    pub reliefs: Vec<(String, Option<String>)>,
    /// Offices and posts, first and last day.
    pub posts: Vec<(String, Option<String>)>,
    pub ledger_on: String,
}

/// About whom.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    /// All of the caller's scope.
    All,
    These(&'a [Id]),
}

#[derive(Deserialize)]
struct Row {
    id: Id,
    path: String,
    birth: Option<String>,
    probationary: bool,
    joined: Option<String>,
    employment: String,
    unit: String,
    last_contact: Option<String>,
    taken_in_on: String,
    ledger_on: String,
}

#[derive(Deserialize)]
struct Card {
    member: Id,
    former_home: bool,
    health: Option<Vec<u8>>,
    confirmed_on: String,
}

impl Facts {
    /// In no order. `silent_before`: who was heard of since then needs no closer look.
    pub fn gather(cx: &Reader, whose: Whose<'_>, silent_before: &str) -> Result<Vec<(Id, Facts)>> {
        let (places, units) = (places(cx)?, units(cx)?);
        let mut at: HashMap<String, (Option<String>, String)> = HashMap::new();
        let (mut all, mut index) = (vec![], HashMap::new());
        let (these, values) = whose.condition("m.id");
        let sql = format!(
            "select m.id, m.path, m.birth, m.probationary, m.joined, m.employment, m.unit, m.last_contact, m.taken_in_on, substr(m.changed_at, 1, 10) as ledger_on from {{members}} m where {these}"
        );
        cx.each(&sql, &values, |row: Row| {
            if !at.contains_key(&row.path) {
                at.insert(row.path.clone(), place(&places, &row.path));
            }
            let (transition_until, setting) = at[&row.path].clone();
            index.insert(row.id, all.len());
            let facts = Facts {
                birth: row.birth,
                probationary: row.probationary,
                joined: row.joined,
                employment: row.employment,
                unit_kind: if row.unit.is_empty() { None } else { units.get(&row.unit).cloned() },
                unit: row.unit,
                transition_until,
                setting,
                heard_on: row.last_contact,
                taken_in_on: row.taken_in_on,
                ledger_on: row.ledger_on,
                ..Facts::default()
            };
            all.push((row.id, facts));
            Ok(())
        })?;
        let mut beside = Beside { cx, whose, all: &mut all, index: &index };
        beside.away()?;
        beside.cards()?;
        beside.spans()?;
        beside.heard(silent_before)?;
        Ok(all)
    }
}

/// What stands beside the ledger's own row, one statement a table.
struct Beside<'a> {
    cx: &'a Reader,
    whose: Whose<'a>,
    all: &'a mut Vec<(Id, Facts)>,
    index: &'a HashMap<Id, usize>,
}

impl Beside<'_> {
    fn each<T: serde::de::DeserializeOwned>(
        &mut self,
        sql: &str,
        column: &str,
        mut tell: impl FnMut(&mut Facts, T) -> Result<()>,
        of: impl Fn(&T) -> Id,
    ) -> Result<()> {
        let (these, values) = self.whose.condition(column);
        let (all, index) = (&mut *self.all, self.index);
        self.cx.each(&format!("{sql} and {these}"), &values, |row: T| match index.get(&of(&row)) {
            Some(n) => tell(&mut all[*n].1, row),
            None => Ok(()),
        })
    }

    fn away(&mut self) -> Result<()> {
        self.each(
            "select f.member, f.since, f.last_contact from {floating} f where 1 = 1",
            "f.member",
            |facts, (_, since, heard): (Id, Option<String>, Option<String>)| {
                facts.away = Some(since);
                facts.heard_on = facts.heard_on.take().max(heard.filter(|h| super::derive::is_day(h)));
                Ok(())
            },
            |row| row.0,
        )
    }

    fn cards(&mut self) -> Result<()> {
        let cx = self.cx;
        self.each(
            "select c.member, case when c.former_home is null then 0 else 1 end as former_home, c.health, c.confirmed_on from {cards} c where (c.former_home is not null or c.health is not null)",
            "c.member",
            |facts, card: Card| {
                facts.former_home_on = card.former_home.then(|| card.confirmed_on.clone());
                let says = card.health.map(|h| cx.unseal(Spot { table: "cards", column: "health", row: card.member }, &h)).transpose()?;
                facts.health = says.map(|says| (says, card.confirmed_on));
                Ok(())
            },
            |card| card.member,
        )
    }

    /// What holds from a day on: declared facts, reliefs of dues, offices and posts.
    fn spans(&mut self) -> Result<()> {
        type Span = (Id, String, Option<String>);
        let stands = |table: &str| {
            format!(
                "e.reverses is null and not exists (select 1 from {{{table}}} r where r.tenant = e.tenant and r.member = e.member and r.reverses = e.id)"
            )
        };
        self.each(
            &format!("select e.member, e.what, e.from_day, e.to_day from {{declared_facts}} e where {}", stands("declared_facts")),
            "e.member",
            |facts, (_, what, from, to): (Id, Declared, String, Option<String>)| {
                facts.declared.push((what, from, to));
                Ok(())
            },
            |row| row.0,
        )?;
        self.each(
            &format!("select e.member, e.from_month, e.to_month from {{dues_reliefs}} e where {}", stands("dues_reliefs")),
            "e.member",
            |facts, (_, from, to): Span| {
                facts.reliefs.push((from, to));
                Ok(())
            },
            |row| row.0,
        )?;
        self.each(
            "select d.member, d.from_day, d.to_day from {duties} d where 1 = 1",
            "d.member",
            |facts, (_, from, to): Span| {
                facts.posts.push((from, to));
                Ok(())
            },
            |row| row.0,
        )
    }

    /// Of those whose last contact is long ago: whether they took part or paid since. The empty text
    /// keeps SQLite from looking for the last payment of all by its day, member for member.
    fn heard(&mut self, before: &str) -> Result<()> {
        let (these, mut values) = self.whose.condition("m.id");
        values.push(before.into());
        let sql = format!(
            "select m.id, (select max(k.occurred_on) from {{marks}} k where k.tenant = m.tenant and k.member = m.id and k.mode not in ('excused', 'absent', 'exempt')), \
             (select max(p.occurred_on || '') from {{dues_payments}} p where p.tenant = m.tenant and p.member = m.id and p.reverses is null \
              and not exists (select 1 from {{dues_payments}} r where r.tenant = p.tenant and r.member = p.member and r.month = p.month and r.reverses = p.id)) \
             from {{members}} m where {these} and (m.last_contact is null or m.last_contact < ${})",
            values.len()
        );
        let (all, index) = (&mut *self.all, self.index);
        self.cx.each(&sql, &values, |(id, took_part, paid): (Id, Option<String>, Option<String>)| {
            if let Some(n) = index.get(&id) {
                let facts = &mut all[*n].1;
                facts.heard_on = facts.heard_on.take().max(took_part).max(paid);
            }
            Ok(())
        })
    }
}

impl Whose<'_> {
    fn condition(&self, column: &str) -> (String, Vec<Value<'_>>) {
        match self {
            Whose::All => ("1 = 1".into(), args![].to_vec()),
            Whose::These(ids) => {
                let (these, values) = any_of(ids.iter().copied(), 1);
                (format!("{column} in ({these})"), values)
            }
        }
    }
}

/// Organisations that say something of their members: path, setting, end of a transition group.
fn places(cx: &Reader) -> Result<HashMap<String, (String, Option<String>)>> {
    let all = cx.beyond_scope("of which setting a community above is; nothing of it is about a person");
    let rows: Vec<(String, String, String, Option<String>)> = all.all(
        "select o.path, o.setting, o.kind, o.valid_until from {orgs} o where o.closed_at is null and (o.setting <> '' or o.kind = 'transition_group')",
        args![],
    )?;
    Ok(rows
        .into_iter()
        .map(|(path, setting, kind, until)| (path, (setting, (kind == "transition_group").then(|| until.unwrap_or_default()))))
        .collect())
}

/// What the organisations from the member's own upwards say; the nearest speaks.
fn place(places: &HashMap<String, (String, Option<String>)>, path: &str) -> (Option<String>, String) {
    let mut setting = String::new();
    for end in (1..=path.len() / crate::orgs::STEP).rev().map(|n| n * crate::orgs::STEP) {
        if let Some((said, _)) = places.get(&path[..end]).filter(|p| !p.0.is_empty()) {
            setting.clone_from(said);
            break;
        }
    }
    (places.get(path).and_then(|p| p.1.clone()), setting)
}

/// What units are called in the register.
fn units(cx: &Reader) -> Result<HashMap<String, String>> {
    let all = cx.beyond_scope("a member's unit may stand with another organisation; only its kind is read");
    Ok(all.all::<(String, String)>("select u.name, u.kind from {units} u where u.kind <> ''", args![])?.into_iter().collect())
}
