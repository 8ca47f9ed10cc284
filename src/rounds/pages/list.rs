//! The rounds of an organisation, the newest first.

use crate::rounds::{Round, View};
use askama::Template;
use kernel::{Cx, Id, Page, Reader, Reply, Result, args, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "rounds/list.html")]
pub struct RoundList {
    pub rounds: Vec<Listed>,
    pub may_plan: bool,
}
impl Page for RoundList {
    fn title(&self) -> String {
        t("上门走访", "Visit rounds").into()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Listed {
    pub round: Round,
    pub visitors: i64,
    pub stops: i64,
    /// Stops of which it is known what became of them.
    pub marked: i64,
}

pub fn show(cx: &Cx<View>) -> Result<Reply<RoundList>> {
    let rounds = Round::list(cx)?.into_iter().map(|round| listed(cx, round)).collect::<Result<_>>()?;
    Reply::show(RoundList { rounds, may_plan: cx.may("rounds.plan") })
}

fn listed(cx: &Reader, round: Round) -> Result<Listed> {
    let count = |sql: &str, id: Id| cx.one::<i64>(sql, args![id]);
    Ok(Listed {
        visitors: count("select count(*) from {tours} t where t.round = $1", round.id)?,
        stops: count("select count(*) from {stops} s where s.round = $1", round.id)?,
        marked: count(
            "select count(*) from {stops} s where s.round = $1 and exists (select 1 from {visits} v where v.tenant = s.tenant and v.stop = s.id)",
            round.id,
        )?,
        round,
    })
}
