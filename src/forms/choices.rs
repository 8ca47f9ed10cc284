//! What somebody decided about a form: for which organisation and day, whom it lists, and what they
//! typed where the ledger knows nothing.

use crate::orgs::Org;
use jiff::civil::Date;
use kernel::Id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Choices {
    /// The top of what the caller looks after where left out.
    pub org: Option<Id>,
    /// The form's day; today where left out.
    #[schemars(with = "Option<String>")]
    pub on: Option<Date>,
    /// Whom each list names, in words such as 60岁以上女党员; as its title says where left out.
    pub whom: BTreeMap<usize, String>,
    /// Which organisations stand in a list of organisations.
    pub rows: Rows,
    /// Name or id of whom a form about one person is of.
    pub member: Option<String>,
    /// What somebody typed, by the place in the form.
    pub answers: BTreeMap<String, String>,
    /// Labels that stay blank on purpose.
    pub left: BTreeSet<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rows {
    /// Those that hold members of their own: each member counts once.
    #[default]
    Branches,
    Below,
    All,
}

impl Rows {
    pub const ALL: [Rows; 3] = [Rows::Branches, Rows::Below, Rows::All];

    pub fn code(self) -> &'static str {
        match self {
            Rows::Branches => "branches",
            Rows::Below => "below",
            Rows::All => "all",
        }
    }

    /// `orgs` is the subtree, its top first.
    pub fn takes(self, org: &Org, orgs: &[Org]) -> bool {
        match self {
            Rows::Branches => org.kind.is_branch(),
            Rows::Below => orgs.first().is_some_and(|top| org.parent == Some(top.id)),
            Rows::All => true,
        }
    }
}
