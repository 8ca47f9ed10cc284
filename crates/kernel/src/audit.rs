//! The audit log: one row for each act, each bound to the one before by a keyed hash. `verify`
//! finds a row that was changed, is missing, or stands elsewhere, and a log cut off at its end.

use crate::{
    db::Conn,
    error::Result,
    row::from_row,
    value::{Id, Value},
    vault::{Vault, hex},
};
use serde::Deserialize;

/// What one act leaves behind. `detail` holds no hidden value: the nouns see to that.
#[derive(Clone, Debug, Default)]
pub struct Act {
    pub account: Option<Id>,
    pub name: String,
    pub role: String,
    pub permission: String,
    pub route: String,
    pub path: String,
    pub subject: Option<Id>,
    pub detail: String,
    pub reason: String,
}

#[derive(Deserialize)]
struct Head {
    seq: i64,
    hash: Vec<u8>,
}

#[derive(Deserialize)]
struct Entry {
    seq: i64,
    id: Id,
    at: String,
    account: Option<Id>,
    name: String,
    role: String,
    permission: String,
    route: String,
    path: String,
    subject: Option<Id>,
    detail: String,
    reason: String,
    hash: Vec<u8>,
}

fn canonical(seq: i64, id: Id, at: &str, act: &Act) -> Vec<u8> {
    let account = act.account.map_or(String::new(), |a| a.to_string());
    let subject = act.subject.map_or(String::new(), |a| a.to_string());
    let (seq, id) = (seq.to_string(), id.to_string());
    let parts = [&seq, &id, at, &account, &act.name, &act.role, &act.permission, &act.route, &act.path, &subject, &act.detail, &act.reason];
    let mut out = vec![];
    for part in parts {
        out.extend_from_slice(&(part.len() as u32).to_be_bytes());
        out.extend_from_slice(part.as_bytes());
    }
    out
}

/// Appends one act within the running transaction.
pub(crate) fn append(conn: &mut Conn, vault: &Vault, tenant: i64, id: Id, now: &str, act: &Act) -> Result<()> {
    let head = head(conn, tenant)?;
    let (seq, before) = head.map_or((1, vec![]), |h| (h.seq + 1, h.hash));
    let hash = vault.link(&before, &canonical(seq, id, now, act)).to_vec();
    conn.run(
        "insert into audit (tenant, occurred_on, id, seq, at, account, name, role, permission, route, path, subject, detail, reason, hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        crate::args![tenant, &now[..10], id, seq, now, act.account, &act.name, &act.role, &act.permission, &act.route, &act.path, act.subject, &act.detail, &act.reason, hash.clone()],
    )?;
    conn.run("insert into audit_heads (tenant, seq, hash) values ($1, $2, $3) on conflict (tenant) do update set seq = excluded.seq, hash = excluded.hash", crate::args![tenant, seq, hash])?;
    Ok(())
}

fn head(conn: &mut Conn, tenant: i64) -> Result<Option<Head>> {
    let mut head = None;
    conn.query("select seq, hash from audit_heads where tenant = $1", &[Value::Int(tenant)], &mut |row| {
        head = Some(from_row(row)?);
        Ok(true)
    })?;
    Ok(head)
}

/// Walks the chain. `Ok(Err(sentence))` says what is wrong and where.
pub fn verify(conn: &mut Conn, vault: &Vault, tenant: i64) -> Result<std::result::Result<i64, String>> {
    let end = head(conn, tenant)?;
    let (mut count, mut before, mut wrong) = (0i64, Vec::new(), None);
    conn.query("select seq, id, at, account, name, role, permission, route, path, subject, detail, reason, hash from audit where tenant = $1 order by seq", &[Value::Int(tenant)], &mut |row| {
        let e: Entry = from_row(row)?;
        let act = Act { account: e.account, name: e.name, role: e.role, permission: e.permission, route: e.route, path: e.path, subject: e.subject, detail: e.detail, reason: e.reason };
        if e.seq != count + 1 {
            wrong = Some(format!("entry {} is missing or out of order: {} follows {count}", count + 1, e.seq));
        } else if vault.link(&before, &canonical(e.seq, e.id, &e.at, &act)).as_slice() != e.hash.as_slice() {
            wrong = Some(format!("entry {} ({}) was changed", e.seq, e.at));
        }
        count = e.seq;
        before = e.hash;
        Ok(wrong.is_none())
    })?;
    if wrong.is_none() {
        match end {
            Some(h) if h.seq != count => wrong = Some(format!("the log ends at entry {count}, and {} were written", h.seq)),
            Some(h) if h.hash != before => wrong = Some("the last entry is not the one that was written".into()),
            None if count > 0 => wrong = Some("the end of the log is unknown".into()),
            _ => {}
        }
    }
    tracing::debug!(entries = count, head = %hex(&before), "audit chain walked");
    Ok(wrong.map_or(Ok(count), Err))
}
