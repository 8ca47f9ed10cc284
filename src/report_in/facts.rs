//! What is known of somebody who reported in, as plain values: what a form or a roster brings and
//! what an undo puts back.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Facts {
    pub name: String,
    /// `男`, `女` or empty.
    pub sex: String,
    /// Citizen identity number, or what the sheet had where it is flawed. Hidden.
    pub id_no: Option<String>,
    /// Hidden.
    pub phone: Option<String>,
    /// What the person calls their unit.
    pub unit_name: String,
    /// Hidden from the first digit on.
    pub lives_at: Option<String>,
    /// In the person's own words, one by one.
    pub skills: Vec<String>,
    /// When they are free, in their own words.
    pub available: String,
    pub post_wish: String,
    pub reported_on: String,
    /// What is to be looked into: `id_checksum`, `phone_malformed` …
    pub flags: Vec<String>,
    /// Columns that no rule knows, by their heads. Hidden.
    pub extra: BTreeMap<String, String>,
}

impl Facts {
    /// The names of the facts in which `other` differs.
    pub fn differences(&self, other: &Facts) -> Vec<&'static str> {
        let pairs = [
            ("name", self.name != other.name),
            ("sex", self.sex != other.sex),
            ("id_no", self.id_no != other.id_no),
            ("phone", self.phone != other.phone),
            ("unit", self.unit_name != other.unit_name),
            ("lives_at", self.lives_at != other.lives_at),
            ("skills", self.skills != other.skills),
            ("available", self.available != other.available),
            ("post_wish", self.post_wish != other.post_wish),
            ("reported_on", self.reported_on != other.reported_on),
            ("flags", self.flags != other.flags),
            ("extra", self.extra != other.extra),
        ];
        pairs.into_iter().filter(|p| p.1).map(|p| p.0).collect()
    }

    /// These facts with what a row tells besides. An empty cell takes nothing away, what is doubtful
    /// never replaces what stands, and the day of reporting in stays the first.
    pub fn and(&self, said: &Facts, doubted: impl Fn(&str) -> bool) -> Facts {
        let mut new = self.clone();
        let mut told: Vec<&str> = vec![];
        let mut word = |fact: &'static str, old: &mut String, said: &str| {
            if !said.is_empty() && !doubted(fact) {
                said.clone_into(old);
                told.push(fact);
            }
        };
        word("name", &mut new.name, &said.name);
        word("sex", &mut new.sex, &said.sex);
        word("unit", &mut new.unit_name, &said.unit_name);
        word("available", &mut new.available, &said.available);
        word("post_wish", &mut new.post_wish, &said.post_wish);
        let mut known = |fact: &'static str, old: &mut Option<String>, said: &Option<String>| {
            if said.is_some() && !doubted(fact) {
                old.clone_from(said);
                told.push(fact);
            }
        };
        known("id_no", &mut new.id_no, &said.id_no);
        known("phone", &mut new.phone, &said.phone);
        known("lives_at", &mut new.lives_at, &said.lives_at);
        if !said.skills.is_empty() {
            new.skills.clone_from(&said.skills);
        }
        // A flag begins with the word of the fact it is about; what is told well now is settled.
        new.flags.retain(|flag| !told.iter().any(|fact| flag.split('_').next() == fact.split('_').next()));
        new.extra.extend(said.extra.clone());
        new
    }
}

/// The estate of an address, without building and door: what a list may show.
pub fn estate(address: &str) -> String {
    let end = address.find(|c: char| c.is_ascii_digit()).unwrap_or(address.len());
    address[..end].trim().to_owned()
}
