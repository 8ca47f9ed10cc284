//! A row becomes a struct by its column names, a tuple by their order, or a single value: one
//! serde deserializer for both databases.

use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor, value::Error};

/// One cell, borrowed from the driver's row.
#[derive(Debug)]
pub enum Cell<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(&'a str),
    Blob(&'a [u8]),
    Id([u8; 16]),
}

/// What a driver must tell of a row.
pub trait Row {
    fn width(&self) -> usize;
    fn name(&self, column: usize) -> &str;
    fn cell(&self, column: usize) -> Result<Cell<'_>, Error>;
}

pub fn from_row<T: DeserializeOwned>(row: &dyn Row) -> Result<T, Error> {
    T::deserialize(RowReader(row))
}

struct RowReader<'a>(&'a dyn Row);

macro_rules! first_column {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            CellReader(self.0.cell(0)?).$method(visitor)
        }
    )* };
}

impl<'de> de::Deserializer<'de> for RowReader<'_> {
    type Error = Error;
    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(Columns { row: self.0, next: 0 })
    }
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Columns { row: self.0, next: 0 })
    }
    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }
    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        CellReader(self.0.cell(0)?).deserialize_enum(name, variants, visitor)
    }
    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
    first_column! {
        deserialize_any deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_option deserialize_unit deserialize_identifier deserialize_ignored_any
    }
    fn is_human_readable(&self) -> bool {
        false
    }
}

struct Columns<'a> {
    row: &'a dyn Row,
    next: usize,
}
impl<'de> de::SeqAccess<'de> for Columns<'_> {
    type Error = Error;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        if self.next == self.row.width() {
            return Ok(None);
        }
        self.next += 1;
        seed.deserialize(CellReader(self.row.cell(self.next - 1)?)).map(Some)
    }
}
impl<'de> de::MapAccess<'de> for Columns<'_> {
    type Error = Error;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        if self.next == self.row.width() {
            return Ok(None);
        }
        seed.deserialize(self.row.name(self.next).into_deserializer()).map(Some)
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        self.next += 1;
        seed.deserialize(CellReader(self.row.cell(self.next - 1)?))
            .map_err(|e| de::Error::custom(format!("column {}: {e}", self.row.name(self.next - 1))))
    }
}

struct CellReader<'a>(Cell<'a>);
impl<'de> de::Deserializer<'de> for CellReader<'_> {
    type Error = Error;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Cell::Null => visitor.visit_none(),
            Cell::Int(v) => visitor.visit_i64(v),
            Cell::Real(v) => visitor.visit_f64(v),
            Cell::Text(v) => visitor.visit_str(v),
            Cell::Blob(v) => visitor.visit_bytes(v),
            Cell::Id(v) => visitor.visit_bytes(&v),
        }
    }
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Cell::Int(v) => visitor.visit_bool(v != 0),
            other => CellReader(other).deserialize_any(visitor),
        }
    }
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Cell::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }
    fn deserialize_enum<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Cell::Text(v) => visitor.visit_enum(v.into_deserializer()),
            other => Err(de::Error::custom(format!("{other:?} where a word was due"))),
        }
    }
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Cell::Blob(v) => visitor.visit_seq(de::value::SeqDeserializer::new(v.iter().copied())),
            other => CellReader(other).deserialize_any(visitor),
        }
    }
    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct tuple tuple_struct map struct identifier ignored_any
    }
    fn is_human_readable(&self) -> bool {
        false
    }
}
