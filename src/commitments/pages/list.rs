//! What people promised, by state. No sums of a person stand here, and no order but that of time.

use crate::commitments::{Commitment, State, Told, View, Word};
use askama::Template;
use kernel::{Cx, Page, Query, Reply, Result, args, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "commitments/list.html")]
pub struct CommitmentList {
    pub state: String,
    pub commitments: Vec<Told>,
    /// How many stand in each state.
    pub states: BTreeMap<String, i64>,
    /// Words of residents that wait to be read.
    pub waiting: i64,
}
impl Page for CommitmentList {
    fn title(&self) -> String {
        t("承诺", "Promises").into()
    }
}

const MOST: i64 = 300;

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Which {
    pub state: String,
}

pub fn list(cx: &Cx<View>, Query(which): Query<Which>) -> Result<Reply<CommitmentList>> {
    let commitments = Commitment::list(cx, &which.state, MOST)?;
    let states: Vec<(String, i64)> = cx.all("select c.state, count(*) from {commitments} c group by c.state", args![])?;
    Reply::show(CommitmentList { state: which.state, commitments, states: states.into_iter().collect(), waiting: Word::waiting(cx)? })
}

impl CommitmentList {
    fn chips(&self) -> Vec<(String, String, bool)> {
        let chip = |state: State| {
            let (count, on) = (*self.states.get(state.code())?, self.state == state.code());
            let url = if on { "/commitments".into() } else { format!("/commitments?state={}", state.code()) };
            Some((url, format!("{} {count}", state.name()), on))
        };
        State::ALL.into_iter().filter_map(chip).collect()
    }
}
