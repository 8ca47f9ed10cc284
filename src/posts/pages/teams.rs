//! Teams of like skill, and who leads them.

use crate::{
    posts::{Edit, Team, View},
    study::Via,
};
use askama::Template;
use kernel::{Acted, Cx, Id, Input, Page, Reply, Result, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "posts/teams.html")]
pub struct TeamList {
    pub teams: Vec<Team>,
    #[serde(skip)]
    may_edit: bool,
}
impl Page for TeamList {
    fn title(&self) -> String {
        t("编组", "Teams").into()
    }
}

pub fn list(cx: &Cx<View>) -> Result<Reply<TeamList>> {
    Reply::show(TeamList { teams: Team::all(cx)?, may_edit: cx.may("posts.edit") })
}

/// Who agreed to lead, and how they said so.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Leads {
    pub org: Id,
    pub skill: String,
    pub person: Id,
    #[serde(default)]
    pub via: Via,
}

pub fn lead(cx: &Cx<Edit>, Input(leads): Input<Leads>) -> Acted {
    Team::lead(cx, leads.org, &leads.skill, leads.person, leads.via)?;
    said("/teams", t("记下了。", "Recorded."))
}
