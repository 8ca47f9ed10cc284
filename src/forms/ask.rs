//! What a label asks for: a fact of the ledger, something that follows from facts, a count, what is
//! said once a form, or somebody's pen. What no word explains is unknown and said to be so.

use super::{group::Group, words::WORDS};
use kernel::{say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::{Field, Meaning};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Asked {
    /// A field of the ledger, by its name in rules/columns.toml.
    Fact {
        #[schemars(with = "String")]
        field: Field,
    },
    Derived {
        what: Derived,
    },
    Count {
        group: Group,
    },
    Once {
        what: Once,
    },
    ByHand,
    Unknown,
}

/// What follows from a member's facts on the form's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Derived {
    Age,
    PartyAge,
    FiftyYears,
    FullDue,
    Lost,
    Floating,
    Standing,
    Clears,
    Community,
    Categories,
    StudyHours,
    Points,
    DueTimes,
    PresentTimes,
}

/// What is said once a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Once {
    Organisation,
    On,
    Today,
    Filler,
    Secretary,
    Members,
}

/// Fields that a member's row can be asked for.
const OF_MEMBERS: [Field; 25] = [
    Field::Name,
    Field::Sex,
    Field::Birth,
    Field::IdNumber,
    Field::Phone,
    Field::Education,
    Field::Branch,
    Field::Joined,
    Field::BecameFull,
    Field::MemberKind,
    Field::Employment,
    Field::Unit,
    Field::Duty,
    Field::Home,
    Field::LivesNow,
    Field::Floating,
    Field::LastContact,
    Field::Destination,
    Field::LeftOn,
    Field::LeaveReason,
    Field::Certificate,
    Field::DuesBase,
    Field::DuesDue,
    Field::DuesPaid,
    Field::DuesUntil,
];

/// Fields that an organisation's row can be asked for.
const OF_ORGS: [Field; 7] =
    [Field::OrgName, Field::OrgParent, Field::OrgType, Field::Secretary, Field::Founded, Field::Elected, Field::Branch];

impl Asked {
    /// Of a member. A label that is only like a known word is not answered by it: 应转正日期 is not
    /// 转正日期.
    pub fn of_member(label: &str, meaning: Meaning, sure: bool) -> Asked {
        if let Some(what) = WORDS.derived(label) {
            return Asked::Derived { what };
        }
        let meaning = WORDS.fact(label).map(Meaning::Field).or(sure.then_some(meaning)).unwrap_or(Meaning::Extra);
        match meaning {
            _ if WORDS.is_by_hand(label) => Asked::ByHand,
            Meaning::Field(field) if OF_MEMBERS.contains(&field) || field == Field::ContactPerson => Asked::Fact { field },
            _ => Asked::Unknown,
        }
    }

    /// Of an organisation: its own facts, and counts of whom the label means. `path` is the label
    /// with the heads above it.
    pub fn of_org(path: &[String], meaning: Meaning, sure: bool) -> Asked {
        let label = path.last().map_or("", String::as_str);
        if let Some(group) = Group::read(label).or_else(|| Group::read(&path.concat())) {
            return Asked::Count { group };
        }
        match meaning {
            Meaning::Field(Field::MemberCount) => Asked::Count { group: Group::default() },
            Meaning::Field(field) if sure && OF_ORGS.contains(&field) => Asked::Fact { field },
            _ if WORDS.is_by_hand(label) => Asked::ByHand,
            _ => Asked::Unknown,
        }
    }

    /// Of the form itself.
    pub fn of_form(label: &str) -> Asked {
        match (WORDS.once(label), Group::read(label)) {
            (Some(what), _) => Asked::Once { what },
            (None, Some(group)) => Asked::Count { group },
            _ if WORDS.is_by_hand(label) => Asked::ByHand,
            _ => Asked::Unknown,
        }
    }

    /// Whether the answer is hidden without a reason.
    pub fn is_hidden(&self) -> bool {
        matches!(self, Asked::Fact { field: Field::IdNumber | Field::Phone | Field::Home | Field::LivesNow } | Asked::Unknown)
    }

    pub fn is_answered(&self) -> bool {
        !matches!(self, Asked::ByHand | Asked::Unknown)
    }

    /// From what the answer comes.
    pub fn reason(&self) -> String {
        match self {
            Asked::Fact { field } => {
                let known = crate::rulebook::field_name(*field);
                say!("台账：{0}", "From the ledger: {0}", known)
            }
            Asked::Derived { what } => what.reason().into(),
            Asked::Count { group } => {
                let who = group.sentence();
                say!("台账计数：{who}", "Counted: {who}")
            }
            Asked::Once { what } => what.reason().into(),
            Asked::ByHand => t("留给人填写", "Left to a person's pen").into(),
            Asked::Unknown => t("台账里没有这一项", "The ledger does not know this").into(),
        }
    }
}

impl Derived {
    /// Whether it is summed up from the ledgers of the year.
    pub fn is_of_year(self) -> bool {
        matches!(self, Derived::StudyHours | Derived::Points | Derived::DueTimes | Derived::PresentTimes)
    }

    fn reason(self) -> &'static str {
        match self {
            Derived::Age => t("由出生日期推算到截止日期", "From the birth date, on the form's day"),
            Derived::PartyAge => {
                t("由转正日期推算到截止日期（党章第七条）", "From the day of full membership (Party Constitution, article 7)")
            }
            Derived::FiftyYears => t("党龄与规则比较", "Years in the Party against the rule book"),
            Derived::FullDue => t("入党日期加预备期", "The day of joining and the time of probation"),
            Derived::Lost => t("最近联系与规则比较", "The last contact against the rule book"),
            Derived::Floating => t("流动党员台账", "The floating register"),
            Derived::Standing => t("截止日期是否已转正", "Whether a full member on the form's day"),
            Derived::Clears => t("六个清", "The six clears"),
            Derived::Categories => t("党员分类：由事实按规则推出", "Categories, from facts by rules"),
            Derived::StudyHours => t("学时账：本年到截止日期", "The ledger of hours, from January to the form’s day"),
            Derived::Points => t("积分账：本周期到截止日期", "The ledger of points, in this cycle"),
            Derived::DueTimes => {
                t("签到：本年应到（请假、免予参加的不计）", "Roll-calls of the year: due, excused and exempt ones left out")
            }
            Derived::PresentTimes => t("签到：本年参加，各种方式同等", "Roll-calls of the year: took part, in whatever way"),
            Derived::Community => t("所在支部的上级组织", "The organisation above the branch"),
        }
    }
}

impl Once {
    fn reason(self) -> &'static str {
        match self {
            Once::Organisation => t("为哪个组织填", "The organisation it is filled in for"),
            Once::On => t("截止日期", "The form's day"),
            Once::Today => t("今天", "Today"),
            Once::Filler => t("填表的人", "Who fills it in"),
            Once::Secretary => t("该组织的书记", "The organisation's secretary"),
            Once::Members => t("台账计数", "Counted"),
        }
    }
}
