//! A row of a list of households. Linli keeps little about people: what such a list says of a member
//! of the ledger comes onto that member's contact card; of anybody else nothing is kept.

use super::{
    draft::{OF_HOUSEHOLDS, Person, person},
    judge::{Bench, Changed, Verdict},
    why::Why,
};
use crate::people::{Beside, Card, CardFacts, Confirmation, Member};
use kernel::{Id, Reader, Result, Writer, say};
use serde::{Deserialize, Serialize};
use sheets::{Dictionary, Field, Record, Value, values::PartialDate};

/// What a list tells of one person's household. Empty is not told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Household {
    pub householder: String,
    pub home: Option<String>,
    pub lives_at: Option<String>,
    pub housing: String,
    pub phone: Option<String>,
    pub family: Option<String>,
    pub on: String,
}

/// The person a row is about; where it names a head and nobody else, the head.
pub fn household(record: &Record<'_>, words: &Dictionary, today: PartialDate) -> (Person, Household) {
    let text = |field| record.text(field).unwrap_or_default().to_owned();
    let some = |field| record.text(field).map(str::to_owned);
    let mut about = person(record, words, &OF_HOUSEHOLDS);
    let householder = text(Field::HouseholdHead);
    if about.facts.name.trim().is_empty() {
        about.facts.name.clone_from(&householder);
    }
    let door: String = [text(Field::Building), text(Field::Door)].concat();
    let people = match record.get(Field::People) {
        Some(Value::Number(people)) => Some(say!("户内 {people} 人", "{people} in the household")),
        _ => None,
    };
    let relation = some(Field::Relation).map(|relation| say!("与户主关系：{relation}", "to the head of the household: {relation}"));
    let family: Vec<String> = some(Field::Family).into_iter().chain(relation).chain(people).collect();
    let told = Household {
        householder,
        home: some(Field::Home).or(Some(door).filter(|d| !d.is_empty())),
        lives_at: some(Field::LivesNow),
        housing: text(Field::Housing),
        phone: record.phones().first().map(|p| p.as_str().to_owned()),
        family: Some(family.join("；")).filter(|f| !f.is_empty()),
        on: today.to_string(),
    };
    (about, told)
}

impl Bench<'_> {
    pub fn household(&self, person: &Person, told: &Household, choice: &str) -> Result<Verdict> {
        let member = match self.of_whom(person, choice)? {
            Ok(member) => member,
            Err(Verdict::Decide(Why::NoMember | Why::Elsewhere, _)) => return Ok(Verdict::Refused(Why::Resident)),
            Err(verdict) => return Ok(verdict),
        };
        let Some(old) = Card::of(self.cx, member)? else { return Ok(Verdict::New(Some(member))) };
        let fields = Card::changes(&old, &told.onto(old.clone()))?;
        Ok(if fields.is_empty() {
            Verdict::Same(Some(member))
        } else {
            Verdict::Changed(Box::new(Changed { subject: member, fields, facts: None, to: None }))
        })
    }
}

impl Household {
    /// The card with what the list tells. The address of a list of households is where somebody is
    /// registered: it never replaces where they live while their home is rebuilt.
    fn onto(&self, card: CardFacts) -> CardFacts {
        let word = |told: &String, old: String| if told.is_empty() { old } else { told.clone() };
        let home = self.home.clone().filter(|_| card.lives_at.is_none() && card.former_home.is_none());
        CardFacts {
            householder: word(&self.householder, card.householder),
            lives_at: self.lives_at.clone().or(home).or(card.lives_at),
            housing: word(&self.housing, card.housing),
            contact: self.phone.clone().or(card.contact),
            family: self.family.clone().or(card.family),
            confirmed_on: self.on.clone(),
            ..card
        }
    }
}

pub fn take(cx: &Writer, member: &Member, told: &Household, import: Id) -> Result<()> {
    let card = card(cx, member.id)?;
    Card::put(cx, member, told.onto(card), Some(import))?;
    // Only what the list itself tells is confirmed by it.
    Confirmation::of_table(cx, member, &told.onto(CardFacts::default()), import)
}

fn card(cx: &Reader, member: Id) -> Result<CardFacts> {
    Ok(Card::of(cx, member)?.unwrap_or_default())
}
