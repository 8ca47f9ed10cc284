//! What the register of dues says of members on the form's day; read only where a form asks.

use super::{ask::Asked, value::written};
use crate::{
    closing::Month,
    dues::{Dues, Fen, Scales, Whose},
    rulebook,
};
use jiff::civil::Date;
use kernel::{Id, Reader, Result};
use sheets::{
    Field,
    form::{Column, Value},
};
use std::collections::HashMap;

#[derive(Default)]
pub struct OfDues(HashMap<Id, Said>);

#[derive(Default)]
struct Said {
    base: Option<Fen>,
    due: Option<Fen>,
    /// For the months of the form's year.
    paid: Fen,
    until: Option<Month>,
}

const FIELDS: [Field; 4] = [Field::DuesBase, Field::DuesDue, Field::DuesPaid, Field::DuesUntil];

impl OfDues {
    pub fn asked(asked: &Asked) -> bool {
        matches!(asked, Asked::Fact { field } if FIELDS.contains(field))
    }

    pub fn of(cx: &Reader, on: Date) -> Result<OfDues> {
        let (book, now) = (rulebook::book(cx)?, Month::of(on));
        let scales = Scales::of(&book);
        let said = |dues: Dues| Said {
            base: dues.declared(now).and_then(|d| d.base),
            due: dues.due(now, &scales).map(|d| d.fen()),
            paid: dues.paid_between(now.january(), Month::of(on.last_of_year())),
            until: dues.paid_until(now),
        };
        Ok(OfDues(Dues::all(cx, Whose::All)?.into_iter().map(|(id, dues)| (id, said(dues))).collect()))
    }

    pub fn value(&self, member: Id, field: Field, column: &Column) -> Value {
        let Some(said) = self.0.get(&member) else { return Value::Blank };
        let money = |fen: Option<Fen>| fen.map_or(Value::Blank, |f| Value::Number(f.yuan()));
        match field {
            Field::DuesBase => money(said.base),
            Field::DuesDue => money(said.due),
            Field::DuesPaid => money(Some(said.paid).filter(|f| f.0 > 0)),
            _ => written(said.until.map(|m| m.to_string()).as_deref(), column),
        }
    }
}
