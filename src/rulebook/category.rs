//! A category of members as the rule book prints it: which facts make one, how such a member is
//! looked after, and what is not asked of them. Its name in both languages is the rule's own name.

use jiff::Span;
use kernel::{Text, t};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryRule {
    /// One of these is enough.
    pub any: Vec<Condition>,
    /// Codes of categories beside which it says nothing more.
    #[serde(default)]
    pub not_with: Vec<String>,
    pub models: Vec<Model>,
    pub study: Study,
    /// How often somebody keeps in touch.
    pub contact: Every,
    pub exempt: Vec<Exemption>,
    /// Names are shown only to who may see what is hidden.
    #[serde(default)]
    pub sensitive: bool,
}

/// A span of time that can be compared as it is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Every(pub Span);

impl PartialEq for Every {
    fn eq(&self, other: &Every) -> bool {
        self.0.to_string() == other.0.to_string()
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// The ledger's word is one of these.
    Employment(Vec<String>),
    /// The member's unit stands in the register of units as one of these.
    UnitKind(Vec<String>),
    /// On the floating register, for as long as the rule of floating says or since nobody knows when.
    Away,
    /// The contact card names a home that is being rebuilt, or a transition group holds the member.
    Relocated,
    /// The community is of one of these settings.
    Setting(Vec<String>),
    /// Not heard of for as long as the rule of lost contact says.
    Silent,
    Age(i64),
    /// The contact card says something of health, and none of these words.
    HealthBut(Vec<String>),
    /// The organisation has entered it, with who decided.
    Declared(Declared),
    /// Dues are lessened or waived by decision.
    Relief,
    /// Holds no office and no post.
    NoPost,
    Probationary,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Declared {
    Hardship,
    PoorHealth,
}

/// How members of a category are looked after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    Project,
    Participation,
    Dynamic,
    Care,
    Joint,
    Incentive,
    Double,
    PostObjective,
    Kite,
}

/// The way of studying that is proposed; each counts the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Study {
    InRoom,
    Nearby,
    Home,
    Online,
}

/// What is not asked of them; what they do take part in still counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exemption {
    InRoom,
    Volunteering,
    Points,
}

impl Declared {
    pub const ALL: [Declared; 2] = [Declared::Hardship, Declared::PoorHealth];
    pub fn code(self) -> &'static str {
        match self {
            Declared::Hardship => "hardship",
            Declared::PoorHealth => "poor_health",
        }
    }
    pub fn name(self) -> &'static str {
        match self {
            Declared::Hardship => t("生活困难", "Hardship"),
            Declared::PoorHealth => t("身体不便", "Poor health"),
        }
    }
}

impl Model {
    pub fn name(self) -> Text {
        let (zh, en) = match self {
            Model::Project => ("项目式", "Project"),
            Model::Participation => ("参与式", "Participation"),
            Model::Dynamic => ("动态式", "Dynamic"),
            Model::Care => ("关爱式", "Care"),
            Model::Joint => ("联合式", "Joint"),
            Model::Incentive => ("激励式", "Incentive"),
            Model::Double => ("复式管理", "Double management"),
            Model::PostObjective => ("岗位目标管理", "Post objectives"),
            Model::Kite => ("风筝式管理", "Kite"),
        };
        Text::fixed(zh, en)
    }
}

impl Study {
    pub fn name(self) -> Text {
        let (zh, en) = match self {
            Study::InRoom => ("到会学习", "In the room"),
            Study::Nearby => ("就近参学", "Nearby"),
            Study::Home => ("上门送学", "Brought to the door"),
            Study::Online => ("网络共学", "Online"),
        };
        Text::fixed(zh, en)
    }
}

impl Exemption {
    pub fn name(self) -> Text {
        let (zh, en) = match self {
            Exemption::InRoom => ("不要求到会", "Not asked into the room"),
            Exemption::Volunteering => ("不派志愿服务", "Not asked to volunteer"),
            Exemption::Points => ("免积分", "No points expected"),
        };
        Text::fixed(zh, en)
    }
}
