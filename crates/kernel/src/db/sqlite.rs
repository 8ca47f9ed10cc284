use crate::{
    error::Result,
    row::{Cell, Row},
    value::{Args, Value},
};
use rusqlite::{
    Connection, OpenFlags, ToSql,
    types::{ToSqlOutput, ValueRef},
};
use serde::de::{Error as _, value::Error as RowError};
use std::{borrow::Cow, path::Path};

pub struct Sqlite {
    pub conn: Connection,
}

impl Sqlite {
    pub fn open(file: &Path, writes: bool) -> Result<Sqlite> {
        let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX
            | if writes { OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE } else { OpenFlags::SQLITE_OPEN_READ_ONLY };
        let conn = Connection::open_with_flags(file, flags)?;
        conn.busy_timeout(std::time::Duration::from_secs(10))?;
        conn.set_prepared_statement_cache_capacity(256);
        if writes {
            conn.pragma_update(None, "journal_mode", "WAL")?;
        }
        // FULL: what was acknowledged survives the loss of power. Each connection keeps few pages of
        // its own, for idle memory counts, and the system's cache has the rest; who writes needs room
        // for what one commit touches.
        conn.execute_batch("pragma synchronous = FULL; pragma foreign_keys = ON; pragma mmap_size = 0; pragma temp_store = MEMORY;")?;
        conn.pragma_update(None, "cache_size", if writes { -16384 } else { -4096 })?;
        Ok(Sqlite { conn })
    }
    pub fn query(&mut self, sql: &str, args: Args, each: &mut dyn FnMut(&dyn Row) -> Result<bool>) -> Result<()> {
        let mut statement = self.conn.prepare_cached(&numbered(sql))?;
        let mut rows = statement.query(rusqlite::params_from_iter(args.iter()))?;
        while let Some(row) = rows.next()? {
            if !each(&SqliteRow(row))? {
                break;
            }
        }
        Ok(())
    }
    pub fn run(&mut self, sql: &str, args: Args) -> Result<u64> {
        Ok(self.conn.prepare_cached(&numbered(sql))?.execute(rusqlite::params_from_iter(args.iter()))? as u64)
    }
    pub fn batch(&mut self, sql: &str) -> Result<()> {
        Ok(self.conn.execute_batch(sql)?)
    }
    pub fn begin(&mut self) -> Result<()> {
        self.batch("begin immediate")
    }
}

/// `$2` is a name to SQLite, bound in the order of appearance; `?2` is the second argument.
pub fn numbered(sql: &str) -> Cow<'_, str> {
    if sql.contains('$') { sql.replace('$', "?").into() } else { sql.into() }
}

/// `{clustered}` tables are stored in the order of their key.
pub fn dialect(ddl: &str) -> String {
    ddl.replace("{clustered}", "without rowid")
}

struct SqliteRow<'a>(&'a rusqlite::Row<'a>);
impl Row for SqliteRow<'_> {
    fn width(&self) -> usize {
        self.0.as_ref().column_count()
    }
    fn name(&self, column: usize) -> &str {
        self.0.as_ref().column_name(column).unwrap_or("")
    }
    fn cell(&self, column: usize) -> Result<Cell<'_>, RowError> {
        Ok(match self.0.get_ref(column).map_err(RowError::custom)? {
            ValueRef::Null => Cell::Null,
            ValueRef::Integer(v) => Cell::Int(v),
            ValueRef::Real(v) => Cell::Real(v),
            ValueRef::Text(v) => Cell::Text(std::str::from_utf8(v).map_err(RowError::custom)?),
            ValueRef::Blob(v) => Cell::Blob(v),
        })
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(v) => ValueRef::Integer(*v),
            Value::Real(v) => ValueRef::Real(*v),
            Value::Text(v) => ValueRef::Text(v.as_bytes()),
            Value::Blob(v) => ValueRef::Blob(v),
            Value::Id(v) => ValueRef::Blob(v.0.as_bytes()),
        }))
    }
}
