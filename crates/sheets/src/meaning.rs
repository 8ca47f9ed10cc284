//! What a column can mean and what a table can be.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Declares an enum whose names are also its text form, in one list.
macro_rules! named {
    ($(#[$about:meta])* $name:ident, $what:literal { $($(#[$note:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$note])* $variant),+ }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The stable name, as in columns.toml and in JSON.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(self.code())
            }
        }

        impl FromStr for $name {
            type Err = UnknownName;

            fn from_str(text: &str) -> Result<Self, UnknownName> {
                $name::ALL.iter().copied().find(|one| one.code() == text).ok_or_else(|| UnknownName { what: $what, name: text.into() })
            }
        }
    };
}

/// A name that stands for no field, kind or meaning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no {what} \"{name}\"")]
pub struct UnknownName {
    what: &'static str,
    name: String,
}

named! {
    /// The facts a ledger has columns for.
    Field, "field" {
        Name = "name",
        Sex = "sex",
        Birth = "birth",
        IdNumber = "id_number",
        Phone = "phone",
        OtherPhone = "other_phone",
        Education = "education",
        Branch = "branch",
        Group = "group",
        Joined = "joined",
        BecameFull = "became_full",
        MemberKind = "member_kind",
        Employment = "employment",
        Unit = "unit",
        Duty = "duty",
        Home = "home",
        LivesNow = "lives_now",
        Floating = "floating",
        LastContact = "last_contact",
        Remark = "remark",
        Health = "health",
        Hardship = "hardship",
        Family = "family",
        HouseholdHead = "household_head",
        Relation = "relation",
        Housing = "housing",
        ReturnsToStudy = "returns_to_study",
        ContactPerson = "contact_person",
        Introducer = "introducer",
        Destination = "destination",
        LeftOn = "left_on",
        LeaveReason = "leave_reason",
        Certificate = "certificate",
        OrgName = "org_name",
        OrgParent = "org_parent",
        OrgType = "org_type",
        Secretary = "secretary",
        Founded = "founded",
        Elected = "elected",
        TermEnds = "term_ends",
        MemberCount = "member_count",
        UnitCode = "unit_code",
        UnitKind = "unit_kind",
        Skills = "skills",
        Available = "available",
        PostWish = "post_wish",
        Estate = "estate",
        Need = "need",
        NeedSkill = "need_skill",
        NeedPeople = "need_people",
        Urgency = "urgency",
        NeedTime = "need_time",
        DuesBase = "dues_base",
        DuesDue = "dues_due",
        DuesPaid = "dues_paid",
        DuesUntil = "dues_until",
        People = "people",
        Building = "building",
        Door = "door",
        /// Never a column's own meaning: follows from "预备" where a date was asked for.
        Probationary = "probationary",
    }
}

named! {
    /// What a table is.
    Kind, "kind of table" {
        Organisations = "organisations",
        Roster = "roster",
        FloatingRegister = "floating_register",
        ContactCards = "contact_cards",
        RollCall = "roll_call",
        InService = "in_service",
        Needs = "needs",
        Dues = "dues",
        Units = "units",
        Households = "households",
        Unknown = "unknown",
    }
}

named! {
    /// What a mark in a roll-call says. All ways of taking part count the same.
    Mark, "mark" {
        Present = "present",
        NearHome = "near_home",
        AtHome = "at_home",
        Online = "online",
        MadeUp = "made_up",
        Leave = "leave",
        Absent = "absent",
        Exempt = "exempt",
    }
}

/// How a field's cells are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Name,
    Sex,
    Id,
    Phone,
    Date,
    YesNo,
    Number,
    List,
    Word,
    Text,
}

impl Field {
    pub fn shape(self) -> Shape {
        use Field::*;
        match self {
            Name | HouseholdHead | ContactPerson | Secretary => Shape::Name,
            Sex => Shape::Sex,
            IdNumber => Shape::Id,
            Phone | OtherPhone => Shape::Phone,
            Birth | Joined | BecameFull | LastContact | LeftOn | Founded | Elected | TermEnds | DuesUntil => Shape::Date,
            Floating | ReturnsToStudy | Probationary => Shape::YesNo,
            MemberCount | NeedPeople | DuesBase | DuesDue | DuesPaid | People => Shape::Number,
            Skills | NeedSkill => Shape::List,
            Education | Employment | MemberKind => Shape::Word,
            _ => Shape::Text,
        }
    }

    /// Whether a date in this column may lie ahead.
    pub fn may_be_future(self) -> bool {
        matches!(self, Field::TermEnds | Field::DuesUntil)
    }
}

impl Kind {
    /// Whether each row is a person.
    pub fn is_of_people(self) -> bool {
        matches!(self, Kind::Roster | Kind::FloatingRegister | Kind::ContactCards | Kind::RollCall | Kind::InService | Kind::Dues)
    }
}

/// What is done with a column. The text form is a field's name or one of `extra`, `roll_call`,
/// `ignored`, `left_out`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Meaning {
    Field(Field),
    /// No field of ours: kept under its own header, never lost.
    Extra,
    /// One meeting of a roll-call.
    RollCall,
    /// Follows from other facts (serial number, age); read past.
    Ignored,
    /// What must not be kept of people; read past and said so.
    LeftOut,
}

impl Meaning {
    pub fn code(self) -> &'static str {
        match self {
            Meaning::Field(field) => field.code(),
            Meaning::Extra => "extra",
            Meaning::RollCall => "roll_call",
            Meaning::Ignored => "ignored",
            Meaning::LeftOut => "left_out",
        }
    }
}

impl FromStr for Meaning {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        match text {
            "extra" => Ok(Meaning::Extra),
            "roll_call" => Ok(Meaning::RollCall),
            "ignored" => Ok(Meaning::Ignored),
            "left_out" => Ok(Meaning::LeftOut),
            field => field.parse().map(Meaning::Field),
        }
    }
}

impl TryFrom<String> for Meaning {
    type Error = UnknownName;

    fn try_from(text: String) -> Result<Self, UnknownName> {
        text.parse()
    }
}

impl From<Meaning> for String {
    fn from(meaning: Meaning) -> String {
        meaning.code().into()
    }
}

/// Why something was read as it was, in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub zh: String,
    pub en: String,
}

impl Reason {
    pub(crate) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Reason { zh: zh.into(), en: en.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_their_text_form_and_back() {
        for &field in Field::ALL {
            assert_eq!(Meaning::Field(field).code().parse(), Ok(Meaning::Field(field)));
            let text = serde_json::to_string(&field).expect("json");
            assert_eq!(text, format!("\"{}\"", field.code()));
        }
        assert!("thinking".parse::<Meaning>().is_err());
    }
}
