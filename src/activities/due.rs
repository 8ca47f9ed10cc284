//! Who is due at an activity: the members of the organisation in force on its day, its committee,
//! or at an open one those who said they come.

use super::{Activity, Answer, Due, Mode, Tally};
use crate::orgs::Org;
use jiff::civil::Date;
use kernel::{Id, Reader, Result, args, schema::past};
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

/// Members whose organisation it was on that day: joined by then, and not moved in since.
const THEN: &str = "(m.joined is null or m.joined <= $4) and not exists \
    (select 1 from {changes} c where c.tenant = m.tenant and c.member = m.id and c.fields = 'organisation' and c.occurred_on > $4)";

/// Those who hold a committee's duty on that day, and the secretary by name.
const COMMITTEE: &str = "(m.name = $5 or exists (select 1 from {duties} d where d.tenant = m.tenant and d.member = m.id \
    and (d.title like '%书记' or d.title like '%委员') and d.from_day <= $4 and (d.to_day is null or d.to_day >= $4)))";

/// Whether anybody sits on the organisation's committee that day: somebody must be there to be told.
pub(super) fn has_committee(cx: &Reader, org: &Org, day: Date) -> Result<bool> {
    let sql = format!(
        "select m.id from {{orgs}} o join {{members}} m on m.tenant = o.tenant where o.id = $1 and m.path >= $2 and m.path < $3 and {THEN} and {COMMITTEE} limit 1"
    );
    let somebody: Option<Id> = cx.maybe(&sql, args![org.id, &org.path, past(&org.path), day, &org.secretary])?;
    Ok(somebody.is_some())
}

const SIGNED_UP: &str = "a.answer in ('come', 'visit', 'nearby', 'online')";

impl Activity {
    /// In the order of the ledger. Who was marked stands here too, even if they moved away since.
    pub fn people(&self, cx: &Reader) -> Result<Vec<Person>> {
        let org = self.organisation(cx)?;
        let whose = match self.due {
            Due::Branch | Due::Group => THEN.to_owned(),
            Due::Committee => format!("{THEN} and {COMMITTEE}"),
            Due::Open => format!("$4 = $4 and {SIGNED_UP}"),
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
