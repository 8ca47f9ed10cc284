//! What changed of a member, when, by whom, with what stood before: the timeline and the way back.

use super::{Beside, Card, Floating, Member};
use crate::orgs::Org;
use kernel::{Id, Reader, Result, Spot, Writer, args};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value as Json;

/// The kinds whose rows hold something else than facts of the ledger.
const FLOATING: &str = "floating";
const CARD: &str = "card";
const MOVED: &str = "organisation";

/// What an upsert did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    New,
    /// The fields that are other than before.
    Changed(Vec<String>),
    Same,
}

/// One row of the timeline. What stood before and after is sealed as a whole.
#[derive(Clone, Debug, Deserialize)]
pub struct Change {
    pub id: Id,
    pub occurred_on: String,
    pub member: Id,
    pub kind: String,
    /// The names of the changed fields, separated by blanks.
    pub fields: String,
    pub before: Option<Vec<u8>>,
    pub after: Option<Vec<u8>>,
    pub source: Option<Id>,
    pub made_by: String,
}

impl Change {
    /// What an import changed of members, the last first: the order in which it is taken back.
    pub fn of_source(cx: &Reader, source: Id) -> Result<Vec<Change>> {
        cx.all("select * from {changes} c where c.source = $1 order by c.id desc", args![source])
    }

    /// Moves to another organisation after a day, the first first.
    pub fn moves_after(cx: &Reader, day: jiff::civil::Date) -> Result<Vec<Change>> {
        cx.all("select * from {changes} c where c.occurred_on > $1 and c.fields = $2 order by c.occurred_on, c.id", args![day, MOVED])
    }

    /// The newest changes of a member. That they came, before all others, stands in their own row.
    pub fn of_member(cx: &Reader, member: Id, most: i64) -> Result<Vec<Change>> {
        let mut changes: Vec<Change> =
            cx.all("select * from {changes} c where c.member = $1 order by c.occurred_on desc, c.id desc limit $2", args![member, most])?;
        if (changes.len() as i64) < most {
            changes.extend(cx.maybe::<Change>(
                "select m.id, m.taken_in_on as occurred_on, m.id as member, 'taken_in' as kind, '' as fields, null as before, null as after, m.source, m.taken_in_by as made_by \
                 from {members} m where m.id = $1",
                args![member],
            )?);
        }
        Ok(changes)
    }

    pub fn before<T: DeserializeOwned>(&self, cx: &Reader) -> Result<Option<T>> {
        self.open(cx, "before", self.before.as_deref())
    }

    pub fn after<T: DeserializeOwned>(&self, cx: &Reader) -> Result<Option<T>> {
        self.open(cx, "after", self.after.as_deref())
    }

    fn open<T: DeserializeOwned>(&self, cx: &Reader, column: &'static str, sealed: Option<&[u8]>) -> Result<Option<T>> {
        let Some(sealed) = sealed else { return Ok(None) };
        let text = cx.unseal(Spot { table: "changes", column, row: self.id }, sealed)?;
        Ok(Some(serde_json::from_str(&text)?))
    }

    /// Takes this change back: the changed fields hold again what they held before, and what
    /// others changed since stays.
    pub fn undo(&self, cx: &Writer) -> Result<()> {
        let member: Member = cx.find(self.member)?;
        match (self.kind.as_str(), self.fields.as_str()) {
            (FLOATING, _) => Floating::restore(cx, &member, self),
            (CARD, _) => Card::restore(cx, &member, self),
            (_, MOVED) => match self.before::<Id>(cx)? {
                Some(org) => member.move_to(cx, &cx.find::<Org>(org)?, "undone", None),
                None => Ok(()),
            },
            _ => member.restore(cx, self),
        }
    }

    /// `now` with this change's fields as they were before it.
    pub(super) fn put_back<T: Serialize + DeserializeOwned>(&self, now: &T, before: &T) -> Result<T> {
        let (mut now, mut before) = (serde_json::to_value(now)?, serde_json::to_value(before)?);
        for field in self.fields.split_whitespace() {
            now[field] = before[field].take();
        }
        Ok(serde_json::from_value(now)?)
    }
}

/// A change about to be written down.
pub(super) struct NewChange<'a, T> {
    pub member: Id,
    pub path: &'a str,
    pub kind: &'a str,
    pub fields: String,
    pub before: Option<&'a T>,
    pub after: Option<&'a T>,
    pub source: Option<Id>,
}

impl<T: Serialize> NewChange<'_, T> {
    pub fn remember(self, cx: &Writer) -> Result<()> {
        let id = cx.new_id();
        let seal = |column: &'static str, what: Option<&T>| -> Result<Option<Vec<u8>>> {
            what.map(|w| cx.seal(Spot { table: "changes", column, row: id }, &serde_json::to_string(w)?)).transpose()
        };
        cx.run(
            "insert into {changes} (occurred_on, id, member, path, kind, fields, before, after, source, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            args![cx.today(), id, self.member, self.path, self.kind, self.fields, seal("before", self.before)?, seal("after", self.after)?, self.source, &cx.actor().name],
        )?;
        Ok(())
    }
}

/// The names of the fields in which two of a kind differ.
pub(super) fn differences<T: Serialize>(old: &T, new: &T) -> Result<Vec<String>> {
    let (Json::Object(old), Json::Object(new)) = (serde_json::to_value(old)?, serde_json::to_value(new)?) else { return Ok(vec![]) };
    Ok(new.into_iter().filter(|(name, value)| old.get(name) != Some(value)).map(|(name, _)| name).collect())
}
