//! A round of questions on paper: lines for a pen, to be handed out and typed back at the desk.

use super::{Inquiry, View, inquiry::Question};
use crate::orgs::Org;
use askama::Template;
use kernel::{Cx, Id, Page, Path, Reply, Result, Shell, say};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "ebranch/sheet.html")]
pub struct InquirySheet {
    pub inquiry: Inquiry,
    pub questions: Vec<Question>,
    pub organisation: String,
    pub until: String,
}
impl Page for InquirySheet {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        say!("问答纸 · {}", "Sheet: {}", self.inquiry.title)
    }
}

pub fn sheet(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<InquirySheet>> {
    let inquiry: Inquiry = cx.find(id)?;
    Reply::show(InquirySheet {
        questions: inquiry.questions(cx)?,
        organisation: cx.find::<Org>(inquiry.org)?.name,
        until: inquiry.due_on.map(crate::ui::day).unwrap_or_default(),
        inquiry,
    })
}
