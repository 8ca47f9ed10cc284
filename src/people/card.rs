//! The contact card of a member in relocation: where they live meanwhile, how to reach them, what
//! they live on. It asks nothing about what somebody thinks.

use super::{
    Member,
    change::{Change, NewChange, Outcome, differences},
};
use kernel::{Id, Reader, Result, Spot, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub struct Card;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CardFacts {
    pub householder: String,
    /// Hidden.
    pub former_home: Option<String>,
    /// Hidden.
    pub lives_at: Option<String>,
    pub housing: String,
    /// How to reach them: numbers and whose they are. Hidden.
    pub contact: Option<String>,
    /// Hidden.
    pub family: Option<String>,
    pub work: String,
    pub studies_at_home: String,
    /// Hidden.
    pub health: Option<String>,
    /// The day on which the card was true.
    pub confirmed_on: String,
}

#[derive(Deserialize)]
struct Row {
    householder: String,
    former_home: Option<Vec<u8>>,
    lives_at: Option<Vec<u8>>,
    housing: String,
    contact: Option<Vec<u8>>,
    family: Option<Vec<u8>>,
    work: String,
    studies_at_home: String,
    health: Option<Vec<u8>>,
    confirmed_on: String,
}

impl Card {
    /// What the card says. The caller masks hidden facts or has a reason that was written down.
    pub fn of(cx: &Reader, member: Id) -> Result<Option<CardFacts>> {
        let row: Option<Row> = cx.maybe("select * from {cards} c where c.member = $1", args![member])?;
        let Some(row) = row else { return Ok(None) };
        let open = |column: &'static str, sealed: Option<Vec<u8>>| sealed.map(|s| cx.unseal(spot(column, member), &s)).transpose();
        Ok(Some(CardFacts {
            householder: row.householder,
            former_home: open("former_home", row.former_home)?,
            lives_at: open("lives_at", row.lives_at)?,
            housing: row.housing,
            contact: open("contact", row.contact)?,
            family: open("family", row.family)?,
            work: row.work,
            studies_at_home: row.studies_at_home,
            health: open("health", row.health)?,
            confirmed_on: row.confirmed_on,
        }))
    }

    /// Writes the card, or what is other than before. The same card of another day is the same.
    pub fn put(cx: &Writer, member: &Member, facts: CardFacts, source: Option<Id>) -> Result<Outcome> {
        let old = Card::of(cx, member.id)?;
        let mut fields = differences(&old.clone().unwrap_or_default(), &facts)?;
        fields.retain(|f| f != "confirmed_on");
        if old.is_some() && fields.is_empty() {
            return Ok(Outcome::Same);
        }
        write(cx, member, &facts, source)?;
        remember(cx, member, old.as_ref(), Some(&facts), source)?;
        Ok(if old.is_some() { Outcome::Changed(fields) } else { Outcome::New })
    }

    /// The member is back, or another has the card: it is taken away.
    pub fn end(cx: &Writer, member: &Member) -> Result<()> {
        let Some(old) = Card::of(cx, member.id)? else { return Ok(()) };
        cx.run("delete from {cards} where member = $1", args![member.id])?;
        remember(cx, member, Some(&old), None, None)
    }

    /// Puts back what the card said before this change.
    pub fn restore(cx: &Writer, member: &Member, change: &Change) -> Result<()> {
        match (change.before::<CardFacts>(cx)?, Card::of(cx, member.id)?) {
            (Some(before), Some(now)) => Card::put(cx, member, change.put_back(&now, &before)?, None).map(drop),
            (Some(before), None) => Card::put(cx, member, before, None).map(drop),
            (None, _) => Card::end(cx, member),
        }
    }
}

fn spot(column: &'static str, row: Id) -> Spot<'static> {
    Spot { table: "cards", column, row }
}

fn write(cx: &Writer, member: &Member, f: &CardFacts, source: Option<Id>) -> Result<()> {
    let seal = |column: &'static str, text: &Option<String>| text.as_deref().map(|t| cx.seal(spot(column, member.id), t)).transpose();
    cx.run(
        "insert into {cards} (member, path, householder, former_home, lives_at, housing, contact, family, work, studies_at_home, health, confirmed_on, source) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (member) do update set path = excluded.path, householder = excluded.householder, \
         former_home = excluded.former_home, lives_at = excluded.lives_at, housing = excluded.housing, contact = excluded.contact, family = excluded.family, work = excluded.work, \
         studies_at_home = excluded.studies_at_home, health = excluded.health, confirmed_on = excluded.confirmed_on, source = excluded.source",
        args![
            member.id,
            &member.path,
            &f.householder,
            seal("former_home", &f.former_home)?,
            seal("lives_at", &f.lives_at)?,
            &f.housing,
            seal("contact", &f.contact)?,
            seal("family", &f.family)?,
            &f.work,
            &f.studies_at_home,
            seal("health", &f.health)?,
            &f.confirmed_on,
            source
        ],
    )?;
    Ok(())
}

fn remember(cx: &Writer, member: &Member, before: Option<&CardFacts>, after: Option<&CardFacts>, source: Option<Id>) -> Result<()> {
    let fields = differences(&before.cloned().unwrap_or_default(), &after.cloned().unwrap_or_default())?.join(" ");
    NewChange { member: member.id, path: &member.path, kind: "card", fields, before, after, source }.remember(cx)
}
