//! The words of columns.toml, ready to be looked up.

mod file;
mod heads;
mod marks;

use std::collections::HashMap;

use serde::Deserialize;

use self::file::File;
use crate::meaning::{Field, Kind, Mark, Meaning, Reason};
use crate::values::{clean, half_width, looks_like_name};

/// What headers, marks and small words mean. The caller loads it from columns.toml, so that an
/// organisation can add its own words.
#[derive(Debug, Clone)]
pub struct Dictionary {
    headers: HashMap<String, Entry>,
    /// Words long enough to be found inside a longer header, the longest first.
    parts: Vec<(String, Entry)>,
    labels: HashMap<Field, Reason>,
    /// Values that give away what must not be kept, and why not.
    private: HashMap<String, Reason>,
    pub(crate) kinds: Vec<KindSigns>,
    values: HashMap<Field, HashMap<String, String>>,
    blanks: Vec<String>,
    pub(crate) totals: Vec<String>,
    pub(crate) notes: Vec<String>,
    /// What an example, and a line that says how to fill a table, begin with.
    pub(crate) examples: Vec<String>,
    marks: HashMap<String, Mark>,
    pub(crate) activities: Vec<(String, String)>,
    pub(crate) dues: Dues,
    /// Heads of the one column of a sign-in sheet.
    sign_in: Vec<String>,
    pub(crate) address_signs: Vec<String>,
    household_heads: Vec<String>,
    surnames: String,
    about_others: Vec<String>,
    /// What may stand after a header's word.
    after: Vec<String>,
    pub(crate) no_places: Vec<String>,
    /// Branch names that stand without their place: "离退休支部".
    pub(crate) bare_branches: Vec<String>,
}

/// What stands in a month's cell of a dues table where no amount does.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dues {
    pub paid: Vec<String>,
    pub unpaid: Vec<String>,
}

/// A word's meaning, and for columns that are not taken in, why.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub meaning: Meaning,
    pub why: Option<Reason>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KindSigns {
    pub kind: Kind,
    pub zh: String,
    pub en: String,
    pub words: Vec<String>,
    pub all: Vec<Field>,
    /// One of these must be there, if any are named.
    #[serde(default)]
    pub any: Vec<Field>,
    pub signs: Vec<Field>,
}

/// What is wrong with a dictionary file.
#[derive(Debug, thiserror::Error)]
pub enum DictionaryFault {
    #[error("columns.toml cannot be read: {0}")]
    Toml(#[from] toml::de::Error),
    #[error("columns.toml gives the word \"{0}\" two meanings")]
    TwoMeanings(String),
}

impl Dictionary {
    pub fn parse(text: &str) -> Result<Self, DictionaryFault> {
        let file: File = toml::from_str(text)?;
        let mut headers = HashMap::new();
        let mut labels = HashMap::new();
        let mut add = |words: &[String], entry: Entry| -> Result<(), DictionaryFault> {
            for word in words {
                let before = headers.insert(plain(word), entry.clone());
                if before.is_some_and(|before| before.meaning != entry.meaning) {
                    return Err(DictionaryFault::TwoMeanings(word.clone()));
                }
            }
            Ok(())
        };
        for one in &file.field {
            labels.insert(one.field, Reason::new(&one.zh, &one.en));
            add(&one.words, Entry { meaning: Meaning::Field(one.field), why: None })?;
        }
        let why = |one: &file::Without| Reason::new(&one.zh, &one.en);
        let private = file.left_out.iter().flat_map(|one| one.values.iter().map(move |value| (value.clone(), why(one)))).collect();
        for (list, meaning) in [(&file.ignored, Meaning::Ignored), (&file.left_out, Meaning::LeftOut)] {
            for one in list {
                add(&one.words, Entry { meaning, why: Some(Reason::new(&one.zh, &one.en)) })?;
            }
        }
        let mut parts: Vec<(String, Entry)> =
            headers.iter().filter(|(word, _)| word.chars().count() >= 2).map(|(word, entry)| (word.clone(), entry.clone())).collect();
        parts.sort_by_key(|(word, _)| (std::cmp::Reverse(word.chars().count()), word.clone()));
        heads::with_affixes(&mut headers, &file.heads.before, &file.heads.after);
        let mut values: HashMap<Field, HashMap<String, String>> = HashMap::new();
        for one in file.value {
            let words = values.entry(one.field).or_default();
            for other in one.also.iter().chain([&one.word]) {
                words.insert(other.clone(), one.word.clone());
            }
        }
        let marks = file.marks.into_iter().flat_map(|(mark, words)| words.into_iter().map(move |word| (word, mark))).collect();
        let mut activities: Vec<(String, String)> =
            file.activities.into_iter().flat_map(|(kind, words)| words.into_iter().map(move |word| (word, kind.clone()))).collect();
        activities.sort_by_key(|(word, _)| (std::cmp::Reverse(word.chars().count()), word.clone()));
        Ok(Dictionary {
            headers,
            parts,
            labels,
            private,
            kinds: file.kind,
            values,
            blanks: file.blank.words,
            totals: file.rows.totals,
            notes: file.rows.notes,
            examples: file.rows.examples.into_iter().chain(file.rows.hints).collect(),
            marks,
            activities,
            dues: file.dues,
            bare_branches: file.branches.bare,
            sign_in: file.sign_in.words.iter().map(|word| plain(word)).collect(),
            address_signs: file.addresses.signs,
            household_heads: file.households.head,
            surnames: file.names.surnames,
            about_others: file.heads.others,
            after: file.heads.after.iter().map(|word| plain(word)).collect(),
            no_places: file.places.generic,
        })
    }

    /// What a field is called.
    pub fn label(&self, field: Field) -> Reason {
        self.labels.get(&field).cloned().unwrap_or_else(|| Reason::new(field.code(), field.code()))
    }

    /// What a kind of table is called.
    pub fn kind_label(&self, kind: Kind) -> Reason {
        self.kinds
            .iter()
            .find(|signs| signs.kind == kind)
            .map_or_else(|| Reason::new("未能识别", "Not recognised"), |signs| Reason::new(&signs.zh, &signs.en))
    }

    /// A header that is one of our words.
    pub(crate) fn header(&self, header: &str) -> Option<&Entry> {
        let plain = plain(header);
        self.headers.get(&plain).or_else(|| self.two_in_one(&plain)).or_else(|| self.in_two_languages(&plain))
    }

    /// "配偶身份证号" is not about whom the row is about.
    pub(crate) fn is_about_others(&self, header: &str) -> bool {
        let header = plain(header);
        !self.headers.contains_key(&header) && self.about_others.iter().any(|word| header.starts_with(word.as_str()))
    }

    /// A header that ends in, begins with or holds one of our words.
    pub(crate) fn part_of(&self, header: &str) -> Option<(&str, &Entry)> {
        let header = plain(header);
        if header.chars().count() > 24 {
            return None;
        }
        // A short word says something at the end of a header ("本人性别"); what must not be kept is
        // recognised anywhere ("民族成份").
        let fits = |word: &str, entry: &Entry| match word.chars().count() {
            _ if word.is_ascii() => false,
            2 if entry.meaning != Meaning::LeftOut => header.ends_with(word),
            _ => header.contains(word),
        };
        self.parts.iter().find(|(word, entry)| fits(word, entry)).map(|(word, entry)| (word.as_str(), entry))
    }

    /// The one word for what was written, if the field has such words.
    pub(crate) fn value(&self, field: Field, text: &str) -> Option<&str> {
        self.values.get(&field)?.get(text).map(String::as_str)
    }

    pub(crate) fn knows_value(&self, field: Field, text: &str) -> bool {
        self.value(field, text).is_some()
    }

    /// Whether the text stands where nothing is meant.
    pub(crate) fn is_blank(&self, text: &str) -> bool {
        text.len() <= 12 && (text.is_empty() || self.blanks.iter().any(|blank| blank == text))
    }

    /// Whether this is most likely a person's name, whatever the column is called.
    pub(crate) fn is_name(&self, text: &str) -> bool {
        looks_like_name(text) && (text.contains('·') || text.chars().next().is_some_and(|first| self.surnames.contains(first)))
    }

    /// Whether a relation to the head of a household is to be the head.
    pub(crate) fn is_household_head(&self, relation: &str) -> bool {
        self.household_heads.iter().any(|word| word == relation)
    }

    /// "二、预备党员（3人）" over the people below it.
    pub(crate) fn member_kind(&self, section: &str) -> Option<&str> {
        let end = section.find(['（', '(', '：', ':', '共']).filter(|at| *at > 0).unwrap_or(section.len());
        let words =
            section[..end].trim_start_matches(|letter: char| "一二三四五六七八九十、.． ".contains(letter) || letter.is_ascii_digit());
        self.value(Field::MemberKind, clean(words))
    }

    /// Why a value must not be kept of people, if it must not.
    pub(crate) fn private(&self, text: &str) -> Option<&Reason> {
        self.private.get(text)
    }

    pub(crate) fn is_sign_in(&self, header: &str) -> bool {
        let header = plain(header);
        self.sign_in.contains(&header)
    }
}

/// A header as it is compared: narrow, small letters, no blanks, no brackets' contents, no stars.
pub(crate) fn plain(header: &str) -> String {
    let narrow = half_width(header);
    let narrow = without_number(narrow.trim());
    let mut depth = 0u32;
    let mut plain = String::with_capacity(narrow.len());
    for letter in narrow.chars() {
        match letter {
            '(' | '[' | '【' | '〔' | '<' => depth += 1,
            ')' | ']' | '】' | '〕' | '>' => depth = depth.saturating_sub(1),
            _ if depth > 0
                || letter.is_whitespace()
                || matches!(letter, '*' | ':' | '?' | '。' | '\'' | '"' | '“' | '”' | '_' | '的' | '\u{feff}') => {}
            _ => plain.extend(letter.to_lowercase()),
        }
    }
    if plain.is_empty() { clean(header).to_lowercase() } else { plain }
}

/// "3.身份证号" without its number; "3.15党课" as it is.
fn without_number(header: &str) -> &str {
    let rest = header.trim_start_matches(|letter: char| letter.is_ascii_digit());
    match rest.strip_prefix(['.', '、']) {
        Some(after) if rest.len() < header.len() && !after.starts_with(|letter: char| letter.is_ascii_digit()) => after,
        _ => header,
    }
}
