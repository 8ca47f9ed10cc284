//! What is wrong with a cell, said at the cell.

use serde::{Deserialize, Serialize};

use crate::meaning::Field;
use crate::sheet::cell_name;

/// One thing a person should look at. The sentences never repeat an ID number or a phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// Such as "F12".
    pub cell: String,
    pub field: Option<Field>,
    pub code: Code,
    /// What was typed. May be an ID number: seal it before it is stored.
    pub raw: String,
    /// What could be written instead, if something follows. May be an ID number too.
    pub proposal: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    IdChecksum,
    IdPrecisionLost,
    IdMissing,
    IdMalformed,
    IdBirth,
    /// Fifteen digits; the proposal is the number of today.
    IdOld,
    SexDisagrees,
    SexUnreadable,
    BirthDisagrees,
    DateImpossible,
    DateUnreadable,
    DateFuture,
    /// 1985.1 may be January or October.
    DateUnclear,
    /// Became a full member before joining.
    DateOrder,
    PhoneMalformed,
    NameMissing,
    NameUnreadable,
    NumberUnreadable,
    MarkUnknown,
}

impl Trouble {
    pub(crate) fn at(row: u32, column: u16, field: Option<Field>, code: Code, raw: &str) -> Self {
        Trouble { cell: cell_name(row - 1, column), field, code, raw: raw.to_owned(), proposal: None }
    }

    pub(crate) fn proposing(self, proposal: String) -> Self {
        Trouble { proposal: Some(proposal), ..self }
    }

    pub fn zh(&self) -> String {
        format!("{}：{}", self.cell, self.code.zh(self.harmless_raw()))
    }

    pub fn en(&self) -> String {
        format!("{}: {}", self.cell, self.code.en(self.harmless_raw()))
    }

    /// What may be repeated in a sentence.
    fn harmless_raw(&self) -> &str {
        let long_number = self.raw.chars().filter(char::is_ascii_digit).count() > 8;
        if long_number || matches!(self.field, Some(Field::IdNumber | Field::Phone | Field::OtherPhone)) { "" } else { &self.raw }
    }
}

impl Code {
    /// The stable name, as in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Code::IdChecksum => "id_checksum",
            Code::IdPrecisionLost => "id_precision_lost",
            Code::IdMissing => "id_missing",
            Code::IdMalformed => "id_malformed",
            Code::IdBirth => "id_birth",
            Code::IdOld => "id_old",
            Code::SexDisagrees => "sex_disagrees",
            Code::SexUnreadable => "sex_unreadable",
            Code::BirthDisagrees => "birth_disagrees",
            Code::DateImpossible => "date_impossible",
            Code::DateUnreadable => "date_unreadable",
            Code::DateFuture => "date_future",
            Code::DateUnclear => "date_unclear",
            Code::DateOrder => "date_order",
            Code::PhoneMalformed => "phone_malformed",
            Code::NameMissing => "name_missing",
            Code::NameUnreadable => "name_unreadable",
            Code::NumberUnreadable => "number_unreadable",
            Code::MarkUnknown => "mark_unknown",
        }
    }

    fn zh(self, raw: &str) -> String {
        let plain = match self {
            Code::IdChecksum => "身份证号校验位不符，请核对原件",
            Code::IdPrecisionLost => "身份证号被存成数字，末几位已丢失，请重新录入",
            Code::IdMissing => "没有填写身份证号",
            Code::IdMalformed => "身份证号位数或字符不对",
            Code::IdBirth => "身份证号里的出生日期不存在",
            Code::IdOld => "这是 15 位旧身份证号，已给出 18 位的建议",
            Code::SexDisagrees => "性别与身份证号不一致",
            Code::BirthDisagrees => "出生日期与身份证号不一致",
            Code::PhoneMalformed => "电话号码不完整或有误",
            Code::NameMissing => "没有填写姓名",
            Code::DateOrder => "转正日期早于入党日期",
            Code::SexUnreadable => return format!("性别“{raw}”看不懂"),
            Code::DateImpossible => return format!("日期“{raw}”不存在"),
            Code::DateUnreadable => return format!("“{raw}”看不出是哪一天"),
            Code::DateFuture if raw.is_empty() => "日期在今天之后",
            Code::DateFuture => return format!("日期“{raw}”在今天之后"),
            Code::DateUnclear => return format!("“{raw}”可能是 1 月，也可能是 10 月，暂按 10 月"),
            Code::NameUnreadable => return format!("姓名“{raw}”看不懂"),
            Code::NumberUnreadable => return format!("“{raw}”不是数字"),
            Code::MarkUnknown => return format!("签到记号“{raw}”看不懂"),
        };
        plain.into()
    }

    fn en(self, raw: &str) -> String {
        let plain = match self {
            Code::IdChecksum => "the ID number's check digit does not fit; compare with the card",
            Code::IdPrecisionLost => "the ID number was kept as a number and lost its last digits; type it again",
            Code::IdMissing => "there is no ID number",
            Code::IdMalformed => "the ID number has the wrong length or characters",
            Code::IdBirth => "the birth date in the ID number cannot be",
            Code::IdOld => "an old ID number of 15 digits; the 18 digits are proposed",
            Code::SexDisagrees => "sex and ID number disagree",
            Code::BirthDisagrees => "birth date and ID number disagree",
            Code::PhoneMalformed => "the phone number is incomplete or wrong",
            Code::NameMissing => "there is no name",
            Code::DateOrder => "became a full member before joining",
            Code::SexUnreadable => return format!("sex \"{raw}\" cannot be read"),
            Code::DateImpossible => return format!("the date \"{raw}\" cannot be"),
            Code::DateUnreadable => return format!("\"{raw}\" is not a date"),
            Code::DateFuture if raw.is_empty() => "the date lies in the future",
            Code::DateFuture => return format!("the date \"{raw}\" lies in the future"),
            Code::DateUnclear => return format!("\"{raw}\" may be January or October; October is assumed"),
            Code::NameUnreadable => return format!("\"{raw}\" is not a name"),
            Code::NumberUnreadable => return format!("\"{raw}\" is not a number"),
            Code::MarkUnknown => return format!("the mark \"{raw}\" is not known"),
        };
        plain.into()
    }
}
