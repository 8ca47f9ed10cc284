//! What the organisation knows of a member's hardship or health and has entered: from a day on, by whose
//! decision. The reason is sealed. An entry that was wrong or holds no more is taken back by another.

use crate::{people::Member, rulebook::Declared};
use jiff::civil::Date;
use kernel::{Error, Id, Reader, Result, Spot, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeclaredFact {
    pub id: Id,
    pub what: Declared,
    pub from_day: String,
    pub to_day: Option<String>,
    pub decided_by: String,
    pub made_by: String,
}

pub struct NewDeclared {
    pub what: Declared,
    pub from: Date,
    pub to: Option<Date>,
    pub reason: String,
    pub decided_by: String,
}

const STANDS: &str = "e.reverses is null and not exists (select 1 from {declared_facts} r where r.tenant = e.tenant and r.member = e.member and r.reverses = e.id)";

impl DeclaredFact {
    pub fn of_member(cx: &Reader, member: Id) -> Result<Vec<DeclaredFact>> {
        let sql = format!(
            "select e.id, e.what, e.from_day, e.to_day, e.decided_by, e.made_by from {{declared_facts}} e where e.member = $1 and {STANDS} order by e.from_day desc, e.id"
        );
        cx.all(&sql, args![member])
    }

    pub fn enter(cx: &Writer, member: &Member, new: &NewDeclared) -> Result<Id> {
        let (reason, decided_by) = (new.reason.trim(), new.decided_by.trim());
        if reason.is_empty() {
            return Err(Error::field("declared_reason", "请写明情况。", "Say what it is."));
        }
        if decided_by.is_empty() {
            return Err(Error::field("decided_by", "请写明由谁认定。", "Say who decided."));
        }
        if new.from > cx.today() {
            return Err(Error::field("from", "日期在将来。", "The date lies in the future."));
        }
        if new.to.is_some_and(|to| to < new.from) {
            return Err(Error::field("until", "结束早于开始。", "It ends before it begins."));
        }
        let held = DeclaredFact::of_member(cx, member.id)?;
        if held.iter().any(|d| d.what == new.what && d.to_day.as_ref().is_none_or(|to| *to >= new.from.to_string())) {
            return Err(Error::field("what", "已经登记过了，请先撤下原来的。", "It is entered already; take that back first."));
        }
        let id = cx.new_id();
        cx.run(
            "insert into {declared_facts} (id, member, path, what, from_day, to_day, reason, decided_by, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            args![id, member.id, &member.path, new.what.code(), new.from, new.to.map(|d| d.to_string()), cx.seal(spot(id), reason)?, decided_by, cx.now(), &cx.actor().name],
        )?;
        cx.note(member.id, format!("declared {} from {}", new.what.code(), new.from));
        Ok(id)
    }

    /// It holds no more, or never did; both entries stay.
    pub fn take_back(cx: &Writer, member: &Member, entry: Id) -> Result<()> {
        let held = DeclaredFact::of_member(cx, member.id)?.into_iter().find(|d| d.id == entry).ok_or(Error::NotFound)?;
        cx.run(
            "insert into {declared_facts} (id, member, path, what, from_day, decided_by, reverses, made_at, made_by) values ($1, $2, $3, $4, $5, '', $6, $7, $8)",
            args![cx.new_id(), member.id, &member.path, held.what.code(), cx.today(), entry, cx.now(), &cx.actor().name],
        )?;
        cx.note(member.id, format!("{} no longer declared", held.what.code()));
        Ok(())
    }

    /// What was said of it. The caller has a reason that was written down.
    pub fn reason(cx: &Reader, member: Id, id: Id) -> Result<Option<String>> {
        let sealed: Option<Vec<u8>> =
            cx.one("select e.reason from {declared_facts} e where e.member = $1 and e.id = $2", args![member, id])?;
        sealed.map(|s| cx.unseal(spot(id), &s)).transpose()
    }
}

fn spot(row: Id) -> Spot<'static> {
    Spot { table: "declared_facts", column: "reason", row }
}
