//! A member away from home, as the register says: where, since when, why, and who keeps in touch.

use super::{
    Member,
    change::{Change, NewChange, Outcome, differences},
};
use kernel::{Id, Reader, Result, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub struct Floating;

/// What the register says. Dates as precise as they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FloatingFacts {
    pub destination: String,
    pub reason: String,
    pub since: Option<String>,
    pub certificate: String,
    pub contact_person: String,
    pub last_contact: Option<String>,
}

impl Floating {
    /// What the register says of this member, if they are away.
    pub fn of(cx: &Reader, member: Id) -> Result<Option<FloatingFacts>> {
        cx.maybe(
            "select destination, reason, since, certificate, contact_person, last_contact from {floating} f where f.member = $1",
            args![member],
        )
    }

    /// Enters the member in the register, or what is other than before.
    pub fn put(cx: &Writer, member: &Member, facts: FloatingFacts, source: Option<Id>) -> Result<Outcome> {
        let old = Floating::of(cx, member.id)?;
        let fields = differences(&old.clone().unwrap_or_default(), &facts)?;
        if old.is_some() && fields.is_empty() {
            return Ok(Outcome::Same);
        }
        write(cx, member, &facts, source)?;
        remember(cx, member, old.as_ref(), Some(&facts), source)?;
        Ok(if old.is_some() { Outcome::Changed(fields) } else { Outcome::New })
    }

    /// The member is home again, or has moved the relation: out of the register.
    pub fn end(cx: &Writer, member: &Member) -> Result<()> {
        let Some(old) = Floating::of(cx, member.id)? else { return Ok(()) };
        cx.run("delete from {floating} where member = $1", args![member.id])?;
        remember(cx, member, Some(&old), None, None)
    }

    /// Puts back what stood in the register before this change.
    pub fn restore(cx: &Writer, member: &Member, change: &Change) -> Result<()> {
        match (change.before::<FloatingFacts>(cx)?, Floating::of(cx, member.id)?) {
            (Some(before), Some(now)) => Floating::put(cx, member, change.put_back(&now, &before)?, None).map(drop),
            (Some(before), None) => Floating::put(cx, member, before, None).map(drop),
            (None, _) => Floating::end(cx, member),
        }
    }
}

fn write(cx: &Writer, member: &Member, f: &FloatingFacts, source: Option<Id>) -> Result<()> {
    cx.run(
        "insert into {floating} (member, path, destination, reason, since, certificate, contact_person, last_contact, source) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         on conflict (member) do update set path = excluded.path, destination = excluded.destination, reason = excluded.reason, since = excluded.since, \
         certificate = excluded.certificate, contact_person = excluded.contact_person, last_contact = excluded.last_contact, source = excluded.source",
        args![member.id, &member.path, &f.destination, &f.reason, &f.since, &f.certificate, &f.contact_person, &f.last_contact, source],
    )?;
    Ok(())
}

fn remember(cx: &Writer, member: &Member, before: Option<&FloatingFacts>, after: Option<&FloatingFacts>, source: Option<Id>) -> Result<()> {
    let fields = differences(&before.cloned().unwrap_or_default(), &after.cloned().unwrap_or_default())?.join(" ");
    NewChange { member: member.id, path: &member.path, kind: "floating", fields, before, after, source }.remember(cx)
}
