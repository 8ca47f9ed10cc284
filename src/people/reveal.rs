//! Showing a hidden fact: with a reason, which the audit log keeps beside the fact's name. The
//! value itself stands in no log.

use super::{Beside, Card, CardFacts, Contact, Correction, Facts, Member};
use crate::{categories::DeclaredFact, dues::Relief};
use kernel::{Error, Id, Reader, Result, Writer};

/// The hidden facts of the ledger, of the contact card, and the notes of contacts and wishes.
const OF_LEDGER: [&str; 4] = ["id_no", "phone", "home", "lives_at"];
const OF_CARD: [&str; 5] = ["former_home", "card_lives_at", "contact", "family", "health"];

/// An extra fact is asked for by its name behind this.
pub const EXTRA: &str = "extra.";

/// The value, once. `of` names the contact, the wish or the decision where the field is
/// `note`, `wish`, `relief` or `declared`, and the notice where it is `explanation`.
pub fn reveal(cx: &Writer, member: &Member, field: &str, of: Option<Id>, reason: &str) -> Result<String> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::field("reason", "请说明用途。", "Say what it is for."));
    }
    let value = open(cx, member, field, of)?.ok_or(Error::NotFound)?;
    cx.note_reason(member.id, format!("showed {field}"), reason);
    Ok(value)
}

fn open(cx: &Reader, member: &Member, field: &str, of: Option<Id>) -> Result<Option<String>> {
    match (field, of) {
        ("note", Some(id)) => {
            let contact = Contact::find(cx, member.id, id)?;
            if contact.may_read(cx, member)? { contact.note(cx) } else { Err(Error::NotFound) }
        }
        ("wish", Some(id)) => {
            let correction: Correction = cx.find(id)?;
            if correction.member != member.id {
                return Err(Error::NotFound);
            }
            correction.wish(cx).map(Some)
        }
        (field, None) if field.starts_with(EXTRA) => Ok(member.facts(cx)?.extra.remove(&field[EXTRA.len()..])),
        ("declared", Some(id)) => DeclaredFact::reason(cx, member.id, id),
        ("explanation", Some(notice)) => crate::notices::explanation(cx, notice, member.id),
        ("relief", Some(id)) => Relief::reason(cx, member.id, id),
        (field, None) if OF_LEDGER.contains(&field) => Ok(of_ledger(member.facts(cx)?, field)),
        (field, None) if OF_CARD.contains(&field) => Ok(Card::of(cx, member.id)?.and_then(|card| of_card(card, field))),
        _ => Err(Error::field("field", "没有这一项隐藏的信息。", "There is no such hidden fact.")),
    }
}

fn of_ledger(facts: Facts, field: &str) -> Option<String> {
    match field {
        "id_no" => facts.id_no,
        "phone" => facts.phone,
        "home" => facts.home,
        _ => facts.lives_at,
    }
}

fn of_card(card: CardFacts, field: &str) -> Option<String> {
    match field {
        "former_home" => card.former_home,
        "card_lives_at" => card.lives_at,
        "contact" => card.contact,
        "family" => card.family,
        _ => card.health,
    }
}
