//! The facts of a member, as plain values: what a workbook brings and what an undo puts back.

use kernel::{Id, Reader, Result, Spot};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Dates are ISO texts with the precision that is known: `1985`, `1985-07` or `1985-07-01`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Facts {
    pub name: String,
    /// `男`, `女` or empty.
    pub sex: String,
    pub birth: Option<String>,
    /// Citizen identity number, 18 characters, or what the sheet had where it is flawed. Hidden.
    pub id_no: Option<String>,
    /// Hidden.
    pub phone: Option<String>,
    pub education: String,
    pub joined: Option<String>,
    pub became_full: Option<String>,
    pub probationary: bool,
    pub employment: String,
    pub unit: String,
    /// Hidden.
    pub home: Option<String>,
    /// Hidden.
    pub lives_at: Option<String>,
    pub last_contact: Option<String>,
    /// What waits for a decision: `id_checksum`, `id_precision_lost`, `id_missing`, `sex_disagrees` …
    pub flags: Vec<String>,
    /// Columns that no rule knows, by their heads. Hidden.
    pub extra: BTreeMap<String, String>,
}

impl Facts {
    /// The names of the facts in which `other` differs.
    pub fn differences(&self, other: &Facts) -> Vec<&'static str> {
        let pairs: [(&'static str, bool); 16] = [
            ("name", self.name != other.name),
            ("sex", self.sex != other.sex),
            ("birth", self.birth != other.birth),
            ("id_no", self.id_no != other.id_no),
            ("phone", self.phone != other.phone),
            ("education", self.education != other.education),
            ("joined", self.joined != other.joined),
            ("became_full", self.became_full != other.became_full),
            ("probationary", self.probationary != other.probationary),
            ("employment", self.employment != other.employment),
            ("unit", self.unit != other.unit),
            ("home", self.home != other.home),
            ("lives_at", self.lives_at != other.lives_at),
            ("last_contact", self.last_contact != other.last_contact),
            ("flags", self.flags != other.flags),
            ("extra", self.extra != other.extra),
        ];
        pairs.into_iter().filter(|p| p.1).map(|p| p.0).collect()
    }
}

/// A sealed fact of a member as it leaves: in full, or masked as its column is.
pub fn shown(cx: &Reader, member: Id, column: &'static str, sealed: Option<&[u8]>, full: bool) -> Result<Option<String>> {
    let text = sealed.map(|s| cx.unseal(Spot { table: "members", column, row: member }, s)).transpose()?;
    let mask = match column {
        "id_no" => mask_id_no,
        "phone" => mask_phone,
        _ => mask_address,
    };
    Ok(text.map(|t| if full { t } else { mask(&t) }))
}

/// `320499********421X`
pub fn mask_id_no(text: &str) -> String {
    mask(text, 6, 4)
}

/// `140****1427`
pub fn mask_phone(text: &str) -> String {
    mask(text, 3, 4)
}

/// The community and no further: everything from the first digit on is hidden.
pub fn mask_address(text: &str) -> String {
    let end = text.find(|c: char| c.is_ascii_digit()).unwrap_or_else(|| text.char_indices().nth(4).map_or(text.len(), |c| c.0));
    format!("{}****", &text[..end])
}

fn mask(text: &str, front: usize, back: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= front + back {
        return "*".repeat(chars.len());
    }
    let hidden = chars.len() - front - back;
    chars[..front].iter().chain(&vec!['*'; hidden]).chain(&chars[chars.len() - back..]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_keep_what_identifies_nobody() {
        assert_eq!(mask_id_no("32049919870408621X"), "320499********621X");
        assert_eq!(mask_phone("14084541427"), "140****1427");
        assert_eq!(mask_phone("123"), "***");
        assert_eq!(mask_address("青竹苑社区12幢401室"), "青竹苑社区****");
    }
}
