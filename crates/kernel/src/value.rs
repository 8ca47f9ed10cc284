//! What goes into a statement: five kinds of value, the same for both databases.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt, str::FromStr};
use uuid::Uuid;

/// An identity made by the application: a UUID of version 7, so that rows are born in time order.
/// Stored as 16 bytes (SQLite) or `uuid` (PostgreSQL), written as 36 characters everywhere else.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Id(#[schemars(with = "String")] pub Uuid);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl FromStr for Id {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Id)
    }
}
impl Id {
    /// The all-zero id: sorts before every other, stands for "from the beginning" in cursors.
    pub const NIL: Id = Id(Uuid::nil());

    /// The identity of something that has a natural key: the same key gives the same id, so that
    /// writing it twice writes it once.
    pub fn named(key: &[&str]) -> Id {
        use sha2::{Digest, Sha256};
        let mut hash = Sha256::new();
        for part in key {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let digest = hash.finalize();
        let mut bytes = [0u8; 16];
        bytes.copy_from_slice(&digest[..16]);
        Id(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

/// One argument of a statement: borrowed where the caller keeps it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(Cow<'a, str>),
    Blob(Cow<'a, [u8]>),
    Id(Id),
}

macro_rules! from {
    ($($type:ty => |$v:ident| $value:expr),* $(,)?) => { $(
        impl<'a> From<$type> for Value<'a> { fn from($v: $type) -> Value<'a> { $value } }
    )* };
}
from! {
    i64 => |v| Value::Int(v),
    i32 => |v| Value::Int(v.into()),
    i16 => |v| Value::Int(v.into()),
    i8 => |v| Value::Int(v.into()),
    u32 => |v| Value::Int(v.into()),
    u16 => |v| Value::Int(v.into()),
    u8 => |v| Value::Int(v.into()),
    usize => |v| Value::Int(v as i64),
    bool => |v| Value::Int(v.into()),
    f64 => |v| Value::Real(v),
    String => |v| Value::Text(v.into()),
    &'a String => |v| Value::Text(v.into()),
    &'a str => |v| Value::Text(v.into()),
    Vec<u8> => |v| Value::Blob(v.into()),
    &'a [u8] => |v| Value::Blob(v.into()),
    Id => |v| Value::Id(v),
    &Id => |v| Value::Id(*v),
    jiff::civil::Date => |v| Value::Text(v.to_string().into()),
    &jiff::civil::Date => |v| Value::Text(v.to_string().into()),
    &Value<'a> => |v| v.clone(),
}
macro_rules! from_option {
    ($($type:ty),* $(,)?) => { $(
        impl<'a> From<Option<$type>> for Value<'a> { fn from(v: Option<$type>) -> Value<'a> { v.map_or(Value::Null, Value::from) } }
    )* };
}
from_option!(i64, f64, bool, String, &'a str, Vec<u8>, Id, jiff::civil::Date);
macro_rules! from_option_at {
    ($($type:ty => $from:expr),* $(,)?) => { $(
        impl<'a> From<&'a Option<$type>> for Value<'a> {
            fn from(v: &'a Option<$type>) -> Value<'a> { v.as_ref().map_or(Value::Null, $from) }
        }
    )* };
}
from_option_at!(String => Value::from, Vec<u8> => |v| Value::from(&v[..]), i64 => |v| Value::from(*v), Id => Value::from, jiff::civil::Date => Value::from);

/// The arguments of a statement: the caller's own, and behind them what the kernel adds.
#[derive(Clone, Copy, Debug)]
pub struct Args<'a> {
    given: &'a [Value<'a>],
    added: &'a [Value<'a>],
}
impl<'a> Args<'a> {
    pub fn new(given: &'a [Value<'a>], added: &'a [Value<'a>]) -> Args<'a> {
        Args { given, added }
    }
    pub fn iter(self) -> impl Iterator<Item = &'a Value<'a>> {
        self.given.iter().chain(self.added)
    }
}
impl<'a> From<&'a [Value<'a>]> for Args<'a> {
    fn from(given: &'a [Value<'a>]) -> Args<'a> {
        Args { given, added: &[] }
    }
}
impl<'a, const N: usize> From<&'a [Value<'a>; N]> for Args<'a> {
    fn from(given: &'a [Value<'a>; N]) -> Args<'a> {
        Args { given, added: &[] }
    }
}
impl<'a> From<&'a Vec<Value<'a>>> for Args<'a> {
    fn from(given: &'a Vec<Value<'a>>) -> Args<'a> {
        Args { given, added: &[] }
    }
}

/// What stands in `in (…)` for any of these: their places in the statement, the first being `$first`, and
/// their values. Of none it is `null`, which nothing is in.
pub fn any_of<'a, T: Into<Value<'a>>>(these: impl IntoIterator<Item = T>, first: usize) -> (String, Vec<Value<'a>>) {
    let values: Vec<Value> = these.into_iter().map(Into::into).collect();
    let places: Vec<String> = (first..first + values.len()).map(|n| format!("${n}")).collect();
    (if places.is_empty() { "null".into() } else { places.join(", ") }, values)
}

/// `args![id, name, today]`: the arguments of a statement, each by its own type.
#[macro_export]
macro_rules! args {
    () => { &[] as &[$crate::Value] };
    ($($value:expr),+ $(,)?) => { &[$($crate::Value::from($value)),+][..] };
}
