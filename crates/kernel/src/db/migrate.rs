//! Numbered SQL files, applied in order, each in one transaction, never edited after release.

use super::Conn;
use crate::{
    error::{Error, Result},
    row::from_row,
    value::Value,
};
use sha2::{Digest, Sha256};

#[derive(Clone, Copy, Debug)]
pub struct Migration {
    pub number: i64,
    pub name: &'static str,
    pub sql: &'static str,
}

impl Migration {
    pub fn checksum(&self) -> String {
        Sha256::digest(self.sql).iter().map(|b| format!("{b:02x}")).collect()
    }
}

/// Applies what is missing; refuses a database that a newer or edited release has written.
pub fn migrate(conn: &mut Conn, migrations: &[Migration], today: &str) -> Result<usize> {
    conn.batch("create table if not exists migrations (number bigint not null constraint migrations_pk primary key, name text not null, checksum text not null, applied_on text not null)")?;
    let done = applied(conn)?;
    if let Some((number, ..)) = done.iter().find(|(n, ..)| migrations.iter().all(|m| m.number != *n)) {
        return Err(Error::rule(
            "newer_database",
            format!("数据库由更新的版本写成（第 {number} 号迁移），请使用新版程序。"),
            format!("This database was written by a newer release (migration {number}); use that release."),
        ));
    }
    let mut count = 0;
    for m in migrations {
        match done.iter().find(|(n, ..)| *n == m.number) {
            Some((_, checksum)) if *checksum != m.checksum() => {
                return Err(Error::Internal(anyhow::anyhow!("migration {} was edited after it was applied", m.name)));
            }
            Some(_) => continue,
            None => {}
        }
        conn.begin()?;
        let text = conn.dialect(m.sql);
        let outcome = conn.batch(&text).and_then(|()| {
            conn.run(
                "insert into migrations (number, name, checksum, applied_on) values ($1, $2, $3, $4)",
                &[m.number.into(), m.name.into(), m.checksum().into(), today.into()],
            )
        });
        match outcome {
            Ok(_) => conn.batch("commit")?,
            Err(e) => {
                conn.batch("rollback")?;
                return Err(e);
            }
        }
        count += 1;
    }
    Ok(count)
}

/// Number and checksum of each applied migration.
pub fn applied(conn: &mut Conn) -> Result<Vec<(i64, String)>> {
    let mut done = vec![];
    conn.query("select number, checksum from migrations order by number", &[] as &[Value], &mut |row| {
        done.push(from_row(row)?);
        Ok(true)
    })?;
    Ok(done)
}
