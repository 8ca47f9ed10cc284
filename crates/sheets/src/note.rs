//! What was done with a cell that is no trouble, but should not be done in silence.

use serde::{Deserialize, Serialize};

use crate::meaning::Field;

/// Said at the cell, such as "F12". Never repeats what stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub cell: String,
    pub field: Option<Field>,
    pub code: NoteCode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteCode {
    /// "同上" was read as the value above.
    SameAsAbove,
    /// Of several phones the first is the phone, the rest are other phones.
    SeveralPhones,
    /// Words beside a phone number or a name were left aside.
    WordsAside,
    /// A person's name is merged over several rows, and what they say was put together.
    SeveralRows,
}

impl Note {
    pub fn zh(&self) -> String {
        format!("{}：{}", self.cell, self.code.zh())
    }

    pub fn en(&self) -> String {
        format!("{}: {}", self.cell, self.code.en())
    }
}

impl NoteCode {
    /// What was done, without the place.
    pub fn zh(self) -> &'static str {
        match self {
            NoteCode::SameAsAbove => "“同上”按上一行的内容读取",
            NoteCode::SeveralPhones => "一格有几个电话，第一个作联系电话，其余作其他电话",
            NoteCode::SeveralRows => "此人占几行，各行内容已合并读取",
            NoteCode::WordsAside => "姓名或电话旁边的文字没有读入",
        }
    }

    pub fn en(self) -> &'static str {
        match self {
            NoteCode::SameAsAbove => "\"same as above\" was read as the value above",
            NoteCode::SeveralPhones => "several phones in one cell; the first is the phone, the rest are other phones",
            NoteCode::SeveralRows => "this person has several rows, which were read together",
            NoteCode::WordsAside => "the words beside the name or phone were left aside",
        }
    }
}
