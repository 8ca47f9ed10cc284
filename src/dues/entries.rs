//! Entries are taken back by entries: by hand, because one was wrong, or with the import that
//! brought them.

use super::{
    Declaration, Fen, How, Relief,
    payment::{Row, append},
};
use crate::{closing::Month, people::Member};
use kernel::{Error, Id, Reader, Result, Writer, args};
use serde::Deserialize;

/// Whether an entry `e` of a table stands. A payment and what reverses it are of one month, by which
/// both are found.
pub fn stands(table: &str) -> String {
    let month = if table == "dues_payments" { "and r.month = e.month" } else { "" };
    format!(
        "e.reverses is null and not exists (select 1 from {{{table}}} r where r.tenant = e.tenant and r.member = e.member {month} and r.reverses = e.id)"
    )
}

/// A month's payment that stands.
#[derive(Clone, Debug, Deserialize)]
pub struct Paid {
    pub id: Id,
    pub receipt: Id,
    pub member: Id,
    pub month: Month,
    pub fen: Option<Fen>,
    pub how: How,
}

impl Paid {
    /// Those that stand, by a condition over `e`.
    pub fn standing(cx: &Reader, which: &str, args: &[kernel::Value]) -> Result<Vec<Paid>> {
        let columns = "e.id, e.receipt, e.member, e.month, e.fen, e.how";
        cx.all(
            &format!("select {columns} from {{dues_payments}} e where {} and {which} order by e.month, e.id", stands("dues_payments")),
            args,
        )
    }

    pub fn take_back(&self, cx: &Writer, member: &Member, source: Option<Id>) -> Result<()> {
        let fen = self.fen.map(|f| Fen(-f.0));
        let row = Row { receipt: self.receipt, month: self.month, fen, on: cx.today(), how: self.how, reverses: Some(self.id), source };
        append(cx, member, &row)
    }
}

/// Takes all months of a payment back.
pub fn unpay(cx: &Writer, member: &Member, receipt: Id) -> Result<()> {
    let paid = Paid::standing(cx, "e.member = $1 and e.receipt = $2", args![member.id, receipt])?;
    if paid.is_empty() {
        return Err(gone());
    }
    cx.note(member.id, "dues payment taken back");
    paid.iter().try_for_each(|p| p.take_back(cx, member, None))
}

impl Declaration {
    pub fn take_back(cx: &Writer, member: &Member, id: Id) -> Result<()> {
        let stands = Declaration::standing(cx, "e.member = $1 and e.id = $2", args![member.id, id])?;
        stands.first().ok_or_else(gone)?.reverse(cx, member, None)?;
        cx.note(member.id, "dues declaration taken back");
        Ok(())
    }

    pub fn reverse(&self, cx: &Writer, member: &Member, source: Option<Id>) -> Result<()> {
        cx.run(
            "insert into {dues_declarations} (id, member, path, from_month, class, base, due, why, reverses, source, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, '', $8, $9, $10, $11)",
            args![cx.new_id(), member.id, &member.path, self.from_month, &self.class, self.base.map(|b| b.0), self.due.map(|d| d.0), self.id, source, cx.now(), &cx.actor().name],
        )?;
        Ok(())
    }
}

impl Relief {
    pub fn take_back(cx: &Writer, member: &Member, id: Id) -> Result<()> {
        let stands = Relief::standing(cx, "e.member = $1 and e.id = $2", args![member.id, id])?;
        let relief = stands.first().ok_or_else(gone)?;
        cx.run(
            "insert into {dues_reliefs} (id, member, path, from_month, to_month, due, reason, decided_by, reverses, made_at, made_by) values ($1, $2, $3, $4, $5, $6, null, $7, $8, $9, $10)",
            args![cx.new_id(), member.id, &member.path, relief.from_month, relief.to_month.map(|m| m.to_string()), relief.due, &relief.decided_by, id, cx.now(), &cx.actor().name],
        )?;
        cx.note(member.id, "dues relief taken back");
        Ok(())
    }
}

/// Taken back already, or somebody else's: for the caller there is no such entry.
fn gone() -> Error {
    Error::NotFound
}

/// Enters a month that an imported register says is paid.
pub fn enter(cx: &Writer, member: &Member, month: Month, fen: Option<Fen>, import: Id) -> Result<()> {
    let row = Row { receipt: cx.new_id(), month, fen, on: cx.today(), how: How::Workbook, reverses: None, source: Some(import) };
    append(cx, member, &row)
}

/// Puts what a register says of a month in the place of what stands; `None` says that it is not paid.
pub fn replace(cx: &Writer, member: &Member, month: Month, fen: Option<Fen>, import: Id) -> Result<()> {
    for paid in Paid::standing(cx, "e.member = $1 and e.month = $2", args![member.id, month])? {
        paid.take_back(cx, member, Some(import))?;
    }
    if fen.is_some() { enter(cx, member, month, fen, import) } else { Ok(()) }
}

/// Later entries that take back what this import brought, by table. What another import did and was
/// itself undone is no longer there to build on.
pub fn built_on(cx: &Reader, import: Id) -> Result<i64> {
    let later = |table: &str| -> Result<i64> {
        let sql = format!(
            "select count(*) from {{{table}}} r join {{{table}}} e on e.tenant = r.tenant and e.member = r.member and e.id = r.reverses \
             where e.source = $1 and (r.source is null or r.source <> $1) \
             and (r.source is null or r.source not in (select i.id from {{imports}} i where i.state = 'undone'))"
        );
        cx.one(&sql, args![import])
    };
    Ok(later("dues_payments")? + later("dues_declarations")?)
}

/// Takes back what an import entered, and enters again what it had taken back.
pub fn take_back(cx: &Writer, import: Id) -> Result<()> {
    let paid = Paid::standing(cx, "e.source = $1", args![import])?;
    let replaced: Vec<Replaced> = cx.all(
        "select o.receipt, o.member, o.month, o.fen, o.occurred_on, o.how, o.source from {dues_payments} e \
         join {dues_payments} o on o.tenant = e.tenant and o.member = e.member and o.month = e.month and o.id = e.reverses \
         where e.source = $1 and (o.source is null or o.source <> $1) order by o.id",
        args![import],
    )?;
    for p in &paid {
        p.take_back(cx, &cx.find(p.member)?, Some(import))?;
    }
    for r in replaced {
        let row = Row { receipt: r.receipt, month: r.month, fen: r.fen, on: r.occurred_on, how: r.how, reverses: None, source: r.source };
        append(cx, &cx.find(r.member)?, &row)?;
    }
    for d in Declaration::standing(cx, "e.source = $1", args![import])? {
        d.reverse(cx, &cx.find(d.member)?, Some(import))?;
    }
    Ok(())
}

#[derive(Deserialize)]
struct Replaced {
    receipt: Id,
    member: Id,
    month: Month,
    fen: Option<Fen>,
    occurred_on: jiff::civil::Date,
    how: How,
    source: Option<Id>,
}
