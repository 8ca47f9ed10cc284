//! A round of questions on paper: lines for a pen, to be handed out and typed back at the desk.

use super::{Round, View, round::Question};
use crate::orgs::Org;
use askama::Template;
use kernel::{Cx, Id, Page, Path, Reply, Result, Shell, say};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "ebranch/sheet.html")]
pub struct RoundSheet {
    pub round: Round,
    pub questions: Vec<Question>,
    pub organisation: String,
    pub until: String,
}
impl Page for RoundSheet {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        say!("问答纸 · {}", "Sheet: {}", self.round.title)
    }
}

pub fn sheet(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<RoundSheet>> {
    let round: Round = cx.find(id)?;
    Reply::show(RoundSheet {
        questions: round.questions(cx)?,
        organisation: cx.find::<Org>(round.org)?.name,
        until: round.due_on.map(crate::ui::day).unwrap_or_default(),
        round,
    })
}
