use crate::{
    error::Result,
    row::{Cell, Row},
    value::{Args, Value},
};
use postgres::{
    Client, NoTls, Statement,
    fallible_iterator::FallibleIterator,
    types::{FromSql, IsNull, Kind, ToSql, Type, private::BytesMut, to_sql_checked},
};
use serde::de::{Error as _, value::Error as RowError};
use std::collections::HashMap;

pub struct Postgres {
    client: Client,
    prepared: HashMap<String, Statement>,
}

impl Postgres {
    pub fn open(url: &str, writes: bool) -> Result<Postgres> {
        let mut client = Client::connect(url, NoTls)?;
        client.batch_execute("set time zone 'Asia/Shanghai'; set client_min_messages = warning")?;
        if !writes {
            client.batch_execute("set default_transaction_read_only = on")?;
        }
        Ok(Postgres { client, prepared: HashMap::new() })
    }
    fn prepare(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        if self.prepared.len() >= 512 {
            self.prepared.clear();
        }
        self.prepared.insert(sql.into(), statement.clone());
        Ok(statement)
    }
    pub fn query(&mut self, sql: &str, args: Args, each: &mut dyn FnMut(&dyn Row) -> Result<bool>) -> Result<()> {
        let statement = self.prepare(sql)?;
        let mut rows = self.client.query_raw(&statement, args.iter().collect::<Vec<_>>())?;
        while let Some(row) = rows.next()? {
            if !each(&PostgresRow(&row))? {
                break;
            }
        }
        Ok(())
    }
    pub fn run(&mut self, sql: &str, args: Args) -> Result<u64> {
        let statement = self.prepare(sql)?;
        let refs: Vec<&(dyn ToSql + Sync)> = args.iter().map(|a| a as _).collect();
        Ok(self.client.execute(&statement, &refs)?)
    }
    pub fn batch(&mut self, sql: &str) -> Result<()> {
        Ok(self.client.batch_execute(sql)?)
    }
    /// One writer at a time across all processes, as in SQLite: the first thing a writing
    /// transaction does is to lock the one row of `writer`.
    pub fn begin(&mut self) -> Result<()> {
        self.batch("begin")?;
        let locked = self.batch("do $$ begin if to_regclass('writer') is not null then perform 1 from writer for update; end if; end $$");
        locked.inspect_err(|_| _ = self.batch("rollback"))
    }
}

/// Texts compare by their bytes, as in SQLite; `blob` is `bytea`; tables are heaps.
pub fn dialect(ddl: &str) -> String {
    let mut out = String::with_capacity(ddl.len() + 256);
    for line in ddl.lines() {
        let line = line.split("--").next().unwrap_or("");
        out.push_str(&line.replace(" text", " text collate \"C\"").replace(" blob", " bytea").replace("{clustered}", ""));
        out.push('\n');
    }
    out
}

struct PostgresRow<'a>(&'a postgres::Row);
impl Row for PostgresRow<'_> {
    fn width(&self) -> usize {
        self.0.len()
    }
    fn name(&self, column: usize) -> &str {
        self.0.columns().get(column).map_or("", |c| c.name())
    }
    fn cell(&self, column: usize) -> Result<Cell<'_>, RowError> {
        self.0.try_get::<_, Option<Cell>>(column).map(|c| c.unwrap_or(Cell::Null)).map_err(RowError::custom)
    }
}

type Failure = Box<dyn std::error::Error + Sync + Send>;

impl<'a> FromSql<'a> for Cell<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Failure> {
        Ok(match *kind {
            Type::INT8 => Cell::Int(i64::from_sql(kind, raw)?),
            Type::INT4 => Cell::Int(i32::from_sql(kind, raw)?.into()),
            Type::INT2 => Cell::Int(i16::from_sql(kind, raw)?.into()),
            Type::BOOL => Cell::Int(bool::from_sql(kind, raw)?.into()),
            Type::FLOAT8 => Cell::Real(f64::from_sql(kind, raw)?),
            Type::FLOAT4 => Cell::Real(f32::from_sql(kind, raw)?.into()),
            Type::BYTEA => Cell::Blob(raw),
            Type::UUID => Cell::Id(raw.try_into()?),
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN => Cell::Text(std::str::from_utf8(raw)?),
            _ => return Err(format!("the portable subset has no {kind}; cast it").into()),
        })
    }
    fn accepts(kind: &Type) -> bool {
        !matches!(kind.kind(), Kind::Array(_) | Kind::Composite(_))
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
        match (self, kind) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(v), &Type::INT4) => i32::try_from(*v)?.to_sql(kind, out),
            (Value::Int(v), &Type::INT2) => i16::try_from(*v)?.to_sql(kind, out),
            (Value::Int(v), &Type::BOOL) => (*v != 0).to_sql(kind, out),
            (Value::Int(v), &Type::FLOAT8) => (*v as f64).to_sql(kind, out),
            (Value::Int(v), &Type::TEXT) => v.to_string().to_sql(kind, out),
            (Value::Int(v), _) => v.to_sql(kind, out),
            (Value::Real(v), _) => v.to_sql(kind, out),
            (Value::Text(v), &Type::UUID) => uuid::Uuid::parse_str(v)?.to_sql(kind, out),
            (Value::Text(v), _) => v.to_sql(kind, out),
            (Value::Blob(v), _) => v.to_sql(kind, out),
            (Value::Id(v), &Type::TEXT) => v.to_string().to_sql(kind, out),
            (Value::Id(v), _) => v.0.to_sql(kind, out),
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}
