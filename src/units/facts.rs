//! What is known of a unit, as plain values: what a form or a workbook brings and what an undo puts back.

use super::{Unit, code};
use crate::orgs::telephone;
use kernel::{Error, Id, Reader, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values;
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Facts {
    pub name: String,
    /// Unified credit code; what the sheet had where it is flawed.
    pub code: String,
    pub kind: String,
    pub address: String,
    pub contact_person: String,
    /// Hidden.
    pub phone: Option<String>,
    /// The Party organisation that it belongs to.
    pub party_org: String,
    /// What is to be looked into: `code_check` …
    pub flags: Vec<String>,
    /// Columns that no rule knows, by their heads. Hidden.
    pub extra: BTreeMap<String, String>,
}

/// The kinds that the register proposes; a workbook may bring others, which stay as written.
pub const KINDS: [(&str, &str); 6] = [
    ("机关", "Government office"),
    ("事业单位", "Public institution"),
    ("国有企业", "State enterprise"),
    ("非公企业", "Private enterprise"),
    ("社会组织", "Social organisation"),
    ("部队", "Armed forces"),
];

impl Facts {
    /// The names of the facts in which `other` differs.
    pub fn differences(&self, other: &Facts) -> Vec<&'static str> {
        let pairs = [
            ("name", self.name != other.name),
            ("code", self.code != other.code),
            ("unit_kind", self.kind != other.kind),
            ("address", self.address != other.address),
            ("contact_person", self.contact_person != other.contact_person),
            ("phone", self.phone != other.phone),
            ("party_org", self.party_org != other.party_org),
            ("flags", self.flags != other.flags),
            ("extra", self.extra != other.extra),
        ];
        pairs.into_iter().filter(|p| p.1).map(|p| p.0).collect()
    }

    /// These facts with what `said` tells besides. What it does not tell stays.
    pub fn and(&self, said: &Facts) -> Facts {
        let pick = |new: &str, old: &str| if new.is_empty() { old.to_owned() } else { new.to_owned() };
        let code_told = !said.code.is_empty();
        let mut new = Facts {
            name: pick(&said.name, &self.name),
            code: pick(&said.code, &self.code),
            kind: pick(&said.kind, &self.kind),
            address: pick(&said.address, &self.address),
            contact_person: pick(&said.contact_person, &self.contact_person),
            phone: said.phone.clone().or_else(|| self.phone.clone()),
            party_org: pick(&said.party_org, &self.party_org),
            flags: self.flags.iter().filter(|f| !(code_told && f.starts_with("code_"))).cloned().collect(),
            extra: self.extra.clone(),
        };
        new.extra.extend(said.extra.clone());
        new
    }
}

/// Facts as somebody types them. A hidden fact comes up empty: typed anew it changes, named in
/// `drop` it goes.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Entry {
    /// Where a new one is entered.
    pub org: Option<Id>,
    pub name: String,
    pub code: String,
    pub kind: String,
    pub address: String,
    pub contact_person: String,
    pub phone: String,
    pub party_org: String,
    pub drop: Vec<String>,
}

impl Entry {
    /// The facts as they should stand.
    pub fn onto(&self, cx: &Reader, old: &Facts, unit: Option<Id>) -> Result<Facts> {
        let clean = |text: &str| values::clean(text).to_owned();
        let name = clean(&self.name);
        if name.is_empty() {
            return Err(Error::field("name", "请填写单位名称。", "Give the unit's name."));
        }
        let code = match clean(&self.code) {
            typed if typed.is_empty() => typed,
            typed => code::check(&typed).map_err(|fault| Error::field("code", fault.zh(), fault.en()))?,
        };
        if Unit::known(cx, &name, &code)?.into_iter().any(|twin| Some(twin) != unit) {
            return Err(Error::field("name", "已经有这家单位。", "This unit is known already."));
        }
        let flags = if code == old.code { old.flags.clone() } else { vec![] };
        let dropped = |fact: &str| self.drop.iter().any(|d| d == fact);
        Ok(Facts {
            phone: telephone(&self.phone)?.or_else(|| old.phone.clone().filter(|_| !dropped("phone"))),
            extra: if dropped("extra") { BTreeMap::new() } else { old.extra.clone() },
            kind: clean(&self.kind),
            address: clean(&self.address),
            contact_person: values::name(&self.contact_person).into_owned(),
            party_org: clean(&self.party_org),
            name,
            code,
            flags,
        })
    }
}

/// A kind in the reader's language; one that is not known stays as it was written.
pub fn kind_name(kind: &str) -> &str {
    KINDS.iter().find(|k| k.0 == kind).map_or(kind, |k| kernel::t(k.0, k.1))
}
