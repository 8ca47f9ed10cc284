//! A member away from home, as the register says: where, since when, why, and who keeps in touch.

use super::{Beside, Member};
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

impl Beside for Floating {
    type Facts = FloatingFacts;
    const TABLE: &'static str = "floating";
    const KIND: &'static str = "floating";

    fn of(cx: &Reader, member: Id) -> Result<Option<FloatingFacts>> {
        cx.maybe(
            "select destination, reason, since, certificate, contact_person, last_contact from {floating} f where f.member = $1",
            args![member],
        )
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
}
