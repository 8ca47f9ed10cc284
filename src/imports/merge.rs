//! What a member's facts become when a row speaks of them.

use super::{draft::Draft, people::agree};
use crate::people::Facts;

/// The ledger's facts with what the row tells. An empty cell takes nothing away, what is doubtful
/// never replaces what stands, and a date never loses precision.
pub fn merged(old: &Facts, draft: &Draft) -> Facts {
    let Some(person) = draft.person() else { return old.clone() };
    let said = &person.facts;
    let mut new = old.clone();
    let doubted = |fact: &str| draft.doubts.iter().any(|d| d.fact == fact);
    let mut told: Vec<&str> = vec![];
    let mut word = |fact: &'static str, old: &mut String, said: &String| {
        if !said.is_empty() && !doubted(fact) {
            old.clone_from(said);
            told.push(fact);
        }
    };
    word("name", &mut new.name, &said.name);
    word("sex", &mut new.sex, &said.sex);
    word("education", &mut new.education, &said.education);
    word("employment", &mut new.employment, &said.employment);
    word("unit", &mut new.unit, &said.unit);
    let mut known = |fact: &'static str, old: &mut Option<String>, said: &Option<String>, keep: bool| {
        if said.is_some() && !doubted(fact) {
            told.push(fact);
            if !keep {
                old.clone_from(said);
            }
        }
    };
    let finer = |old: &Option<String>, said: &Option<String>| {
        agree(old.as_deref(), said.as_deref()) && old.as_ref().map(String::len) >= said.as_ref().map(String::len)
    };
    let (birth, joined, full) =
        (finer(&old.birth, &said.birth), finer(&old.joined, &said.joined), finer(&old.became_full, &said.became_full));
    known("birth", &mut new.birth, &said.birth, birth);
    known("joined", &mut new.joined, &said.joined, joined);
    known("became_full", &mut new.became_full, &said.became_full, full);
    // The last contact only moves forward.
    known("last_contact", &mut new.last_contact, &said.last_contact, old.last_contact >= said.last_contact);
    known("id_no", &mut new.id_no, &said.id_no, !person.id_proved);
    known("phone", &mut new.phone, &said.phone, false);
    known("home", &mut new.home, &said.home, false);
    known("lives_at", &mut new.lives_at, &said.lives_at, false);
    if person.tells_probation && !doubted("became_full") {
        new.probationary = said.probationary;
    }
    // A flag begins with the word of the fact it is about; what is told well now is settled.
    new.flags.retain(|flag| !told.iter().any(|fact| flag.split('_').next() == fact.split('_').next()));
    new.extra.extend(said.extra.clone());
    new
}
