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
