//! The contact card of a member in relocation: where they live meanwhile, how to reach them, what
//! they live on. It asks nothing about what somebody thinks.

use super::{Beside, Member};
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

impl Beside for Card {
    type Facts = CardFacts;
    const TABLE: &'static str = "cards";
    const KIND: &'static str = "card";
    const NO_NEWS: &'static str = "confirmed_on";

    fn of(cx: &Reader, member: Id) -> Result<Option<CardFacts>> {
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
}

fn spot(column: &'static str, row: Id) -> Spot<'static> {
    Spot { table: "cards", column, row }
}
