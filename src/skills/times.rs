//! When people are free: the slots that a text means.

use super::list::PRINTED;
use kernel::t;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Slot {
    slot: String,
    zh: String,
    en: String,
    words: Vec<String>,
    unless: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Anytime {
    words: Vec<String>,
}

/// The slots by their codes, as the file has them.
pub const SLOTS: [&str; 4] = ["weekday", "evening", "weekend", "holiday"];

/// The slots that somebody's words mean; none where the words say nothing about it.
pub fn free(said: &str) -> Vec<String> {
    if let Some(slots) = ticked(said) {
        return slots;
    }
    let holds = |words: &[String]| words.iter().any(|w| said.contains(w.as_str()));
    if holds(&PRINTED.anytime.words) {
        return SLOTS.map(str::to_owned).to_vec();
    }
    let meant = PRINTED.time.iter().filter(|s| holds(&s.words) && !s.unless.as_deref().is_some_and(holds));
    meant.map(|s| s.slot.clone()).collect()
}

pub fn slot_name(code: &str) -> &str {
    PRINTED.time.iter().find(|s| s.slot == code).map_or(code, |s| t(&s.zh, &s.en))
}

/// Between the slots somebody ticked and what they said besides.
const BESIDES: char = '；';

/// What is kept of slots that were ticked, and of words said besides.
pub fn said(ticked: &[String], words: &str) -> String {
    let names = PRINTED.time.iter().filter(|s| ticked.contains(&s.slot)).map(|s| s.zh.as_str()).collect::<Vec<_>>().join("、");
    match (names.is_empty(), words.is_empty()) {
        (false, false) => format!("{names}{BESIDES}{words}"),
        _ => format!("{names}{words}"),
    }
}

/// What was said besides the slots that were ticked.
pub fn besides(said: &str) -> &str {
    match said.split_once(BESIDES) {
        Some((names, words)) if ticked(names).is_some() => words,
        _ if ticked(said).is_some() => "",
        _ => said,
    }
}

/// The slots, where the text begins with nothing but their names.
fn ticked(said: &str) -> Option<Vec<String>> {
    let names = said.split(BESIDES).next().unwrap_or_default();
    names.split('、').map(|name| PRINTED.time.iter().find(|s| s.zh == name).map(|s| s.slot.clone())).collect()
}
