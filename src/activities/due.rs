//! Who is due at an activity: the members of the organisation in force on its day, its committee,
//! or at an open one those who said they come.

use super::{Activity, Answer, Due, Mode, Tally, clash::Slot};
use crate::{
    orgs::{Org, STEP},
    people::Member,
};
use jiff::civil::Date;
use kernel::{Id, Reader, Result, Value, any_of, args, schema::past};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Somebody who is due, with what they answered and how they took part.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    pub id: Id,
    pub name: String,
    pub path: String,
    pub mode: Option<Mode>,
    pub answer: Option<Answer>,
    /// What was written beside the entry in force: who visited, for what reason.
    pub note: Option<String>,
}

/// Members whose organisation it was on that day: joined by then, and not moved in since. `day` is
/// the argument or the column that holds the day.
fn then(day: &str) -> String {
    format!(
        "(m.joined is null or m.joined <= {day}) and not exists (select 1 from {{changes}} c where c.tenant = m.tenant and c.member = m.id \
         and c.fields = 'organisation' and c.occurred_on > {day})"
    )
}

/// Those who hold a committee's duty on that day, and the secretary by name.
fn committee(day: &str, secretary: &str) -> String {
    format!(
        "(m.name = {secretary} or exists (select 1 from {{duties}} d where d.tenant = m.tenant and d.member = m.id \
         and (d.title like '%书记' or d.title like '%委员') and d.from_day <= {day} and (d.to_day is null or d.to_day >= {day})))"
    )
}

/// Answers of those who take part, in whichever way.
const TAKES_PART: &str = "('come', 'visit', 'nearby', 'online')";

/// Those who said that they take part.
fn signed_up(activity: &str) -> String {
    format!(
        "exists (select 1 from {{answers}} n where n.tenant = m.tenant and n.activity = {activity} and n.member = m.id and n.answer in {TAKES_PART})"
    )
}

/// Whether anybody sits on the organisation's committee that day: somebody must be there to be told.
pub(super) fn has_committee(cx: &Reader, org: &Org, day: Date) -> Result<bool> {
    let sql = format!(
        "select m.id from {{orgs}} o join {{members}} m on m.tenant = o.tenant where o.id = $1 and m.path >= $2 and m.path < $3 and {} and {} limit 1",
        then("$4"),
        committee("$4", "$5")
    );
    let somebody: Option<Id> = cx.maybe(&sql, args![org.id, &org.path, past(&org.path), day, &org.secretary])?;
    Ok(somebody.is_some())
}

impl Activity {
    /// In the order of the ledger. Who was marked stands here too, even if they moved away since.
    pub fn people(&self, cx: &Reader) -> Result<Vec<Person>> {
        let org = self.organisation(cx)?;
        let whose = match self.due {
            Due::Branch | Due::Group => then("$4"),
            Due::Committee => format!("{} and {}", then("$4"), committee("$4", "$5")),
            Due::Open => format!("$4 = $4 and a.answer in {TAKES_PART}"),
        };
        self.select(cx, &org, &format!("($5 = $5 and {whose})"), &org.secretary)
    }

    /// Members of the organisation whose name holds what was typed: to be added to an open activity.
    pub fn others(&self, cx: &Reader, typed: &str) -> Result<Vec<Person>> {
        let org = self.organisation(cx)?;
        let pattern = format!("%{}%", typed.trim().replace(['%', '_'], ""));
        let found = self.select(cx, &org, "($4 = $4 and m.name like $5 and k.mode is null)", &pattern)?;
        Ok(found.into_iter().filter(|p| p.mode.is_none()).collect())
    }

    pub fn is_due(&self, cx: &Reader, member: Id) -> Result<bool> {
        Ok(self.due == Due::Open || self.people(cx)?.iter().any(|p| p.id == member))
    }

    pub fn tally(&self, cx: &Reader) -> Result<Tally> {
        Ok(Tally::of(self.people(cx)?.into_iter().map(|p| p.mode)))
    }

    fn select(&self, cx: &Reader, org: &Org, whose: &str, word: &str) -> Result<Vec<Person>> {
        let columns = "select m.id, m.name, m.path, k.mode, a.answer, e.note from {members} m \
            left join {marks} k on k.tenant = m.tenant and k.activity = $1 and k.member = m.id \
            left join {answers} a on a.tenant = m.tenant and a.activity = $1 and a.member = m.id \
            left join {attendance} e on e.tenant = k.tenant and e.occurred_on = k.occurred_on and e.id = k.entry";
        let marked = "select m.id, m.name, m.path, k.mode, a.answer, e.note from {marks} k \
            join {members} m on m.tenant = k.tenant and m.id = k.member \
            left join {answers} a on a.tenant = k.tenant and a.activity = k.activity and a.member = k.member \
            left join {attendance} e on e.tenant = k.tenant and e.occurred_on = k.occurred_on and e.id = k.entry where k.activity = $1";
        let sql = format!("{columns} where m.path >= $2 and m.path < $3 and {whose} union {marked} order by 3, 2, 1");
        cx.all(&sql, args![self.id, &org.path, past(&org.path), self.day, word])
    }
}

/// The paths from the top down to this one, itself among them.
pub(super) fn line(path: &str) -> Vec<&str> {
    (1..=path.len() / STEP).map(|n| &path[..n * STEP]).collect()
}

/// The activities of these days, in one of these states, that concern a member: where they are due,
/// where they said that they come, and where they were marked, as a guest too.
pub fn concerning(cx: &Reader, member: &Member, (from, to): (Date, Date), states: &str) -> Result<Vec<Activity>> {
    let due = format!(
        "((a.due in ('branch', 'group') and {then}) or (a.due = 'committee' and {then} and {}) or (a.due = 'open' and {}))",
        committee("a.day", "o.secretary"),
        signed_up("a.id"),
        then = then("a.day"),
    );
    let (line, paths) = any_of(line(&member.path), 4);
    let sql = format!(
        "select a.* from {{members}} m join {{activities}} a on a.tenant = m.tenant join {{orgs}} o on o.tenant = a.tenant and o.id = a.org \
         where m.id = $1 and a.day >= $2 and a.day <= $3 and a.path in ({line}) and a.state in ({states}) and {due}"
    );
    let args: Vec<Value> = [member.id.into(), from.into(), to.into()].into_iter().chain(paths).collect();
    let mut found: Vec<Activity> = cx.all(&sql, &args)?;
    let marked = format!(
        "select a.* from {{marks}} k join {{activities}} a on a.tenant = k.tenant and a.id = k.activity \
         where k.member = $1 and k.occurred_on >= $2 and k.occurred_on <= $3 and a.state in ({states})"
    );
    found.extend(cx.all::<Activity>(&marked, args![member.id, from, to])?);
    found.sort_by(|a, b| (a.day, &a.starts, a.id).cmp(&(b.day, &b.starts, b.id)));
    found.dedup_by(|a, b| a.id == b.id);
    Ok(found)
}

/// So many of those who are torn between two activities are named.
const NAMED: i64 = 6;

/// How many members are due at both, and the first of them by name. Who said that they cannot come to
/// one of them is not torn.
pub(super) fn torn(cx: &Reader, one: &Slot, other: &Slot) -> Result<(i64, Vec<String>)> {
    let inner = if one.path.len() > other.path.len() { &one.path } else { &other.path };
    let mut args: Vec<Value> = args![inner, past(inner)].to_vec();
    let mut due = |slot: &Slot| {
        let mut arg = |value: Value<'static>| {
            args.push(value);
            format!("${}", args.len())
        };
        let id = arg(slot.id.into());
        let not_away = format!(
            "not exists (select 1 from {{answers}} w where w.tenant = m.tenant and w.activity = {id} and w.member = m.id and w.answer = 'cannot')"
        );
        match slot.due {
            Due::Branch | Due::Group => format!("{} and {not_away}", then(&arg(slot.day.into()))),
            Due::Committee => {
                let (day, secretary) = (arg(slot.day.into()), arg(slot.secretary.clone().into()));
                format!("{} and {} and {not_away}", then(&day), committee(&day, &secretary))
            }
            Due::Open => signed_up(&id),
        }
    };
    let (one, other) = (due(one), due(other));
    let condition = format!("from {{members}} m where m.path >= $1 and m.path < $2 and {one} and {other}");
    let count: i64 = cx.one(&format!("select count(*) {condition}"), &args)?;
    if count == 0 {
        return Ok((0, vec![]));
    }
    let names = format!("select m.name {condition} order by m.path, m.name, m.id limit {NAMED}");
    Ok((count, cx.all(&names, &args)?))
}
