//! A connection to either database, with the few verbs that the product needs.

use super::{Place, postgres, sqlite};
use crate::{error::Result, row::Row, value::Args};

pub enum Conn {
    Sqlite(Box<sqlite::Sqlite>),
    Postgres(Box<postgres::Postgres>),
}

macro_rules! either {
    ($self:ident, $conn:ident => $body:expr) => {
        match $self {
            Conn::Sqlite($conn) => $body,
            Conn::Postgres($conn) => $body,
        }
    };
}

impl Conn {
    pub(crate) fn open(place: &Place, writes: bool) -> Result<Conn> {
        Ok(match place {
            Place::Sqlite(file) => Conn::Sqlite(Box::new(sqlite::Sqlite::open(file, writes)?)),
            Place::Postgres(url) => Conn::Postgres(Box::new(postgres::Postgres::open(url, writes)?)),
        })
    }
    /// Gives each row to `each`, which says whether to go on.
    pub fn query<'a>(&mut self, sql: &str, args: impl Into<Args<'a>>, each: &mut dyn FnMut(&dyn Row) -> Result<bool>) -> Result<()> {
        either!(self, c => c.query(sql, args.into(), each))
    }
    /// Runs a statement; the number of rows it changed.
    pub fn run<'a>(&mut self, sql: &str, args: impl Into<Args<'a>>) -> Result<u64> {
        either!(self, c => c.run(sql, args.into()))
    }
    /// Runs statements without arguments or answers.
    pub fn batch(&mut self, sql: &str) -> Result<()> {
        either!(self, c => c.batch(sql))
    }
    pub(super) fn begin(&mut self) -> Result<()> {
        either!(self, c => c.begin())
    }
    pub(super) fn commit(&mut self) -> Result<()> {
        self.batch("commit").inspect_err(|_| {
            _ = self.batch("rollback");
        })
    }
    /// A statement with its arguments as `$1`, `$2` as this database wants it written.
    pub fn written(&self, sql: &str) -> String {
        match self {
            Conn::Sqlite(_) => sqlite::numbered(sql).into_owned(),
            Conn::Postgres(_) => sql.to_owned(),
        }
    }
    /// The portable schema text as this database wants it.
    pub(super) fn dialect(&self, ddl: &str) -> String {
        match self {
            Conn::Sqlite(_) => sqlite::dialect(ddl),
            Conn::Postgres(_) => postgres::dialect(ddl),
        }
    }
    pub fn is_sqlite(&self) -> bool {
        matches!(self, Conn::Sqlite(_))
    }
}
