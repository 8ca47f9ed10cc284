//! The page behind a link or a slip's code: one notice, one person, one tap. No account, nothing else.

use super::{Notice, link, wanted::Choice};
use askama::Template;
use kernel::{Acted, Anyone, AnyoneActs, Cx, Input, Page, Path, Reply, Result, Shell, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "notices/by_link.html")]
pub struct LinkedNotice {
    pub name: String,
    pub org: String,
    pub title: String,
    pub body: String,
    pub question: String,
    pub due: String,
    pub fact: String,
    pub choices: Vec<Choice>,
    /// The answer that stands.
    pub answer: String,
    pub said: String,
    /// Why it was withdrawn; empty while it stands.
    pub withdrawn: String,
}
impl Page for LinkedNotice {
    const SHELL: Shell = Shell::Alone;
    fn title(&self) -> String {
        self.title.clone()
    }
}

pub fn show(cx: &Cx<Anyone>, Path(token): Path<String>) -> Result<Reply<LinkedNotice>> {
    let (notice, member) = link::open(cx, &token)?;
    let answer = notice.delivery(cx, member.id)?.answer;
    let org = crate::orgs::Org::at(cx, &notice.path)?.name;
    Reply::show(LinkedNotice {
        fact: notice.fact_of(cx, &member)?,
        said: notice.answer_words(&answer),
        choices: if notice.is_withdrawn() { vec![] } else { notice.choices() },
        withdrawn: notice.withdrawn_why.clone().unwrap_or_default(),
        question: notice.question(),
        due: notice.due_words(),
        name: member.name,
        title: notice.title,
        body: notice.body,
        org,
        answer,
    })
}

/// One answer: its code, and words where the answer needs some.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Given {
    pub answer: String,
    pub note: String,
}

pub fn answer(cx: &Cx<AnyoneActs>, Path(token): Path<String>, Input(given): Input<Given>) -> Acted {
    let url = format!("/n/{token}");
    cx.write(move |cx| {
        let (notice, member): (Notice, _) = link::open(cx, &token)?;
        notice.answered(cx, &member, &given.answer, &given.note, "link")
    })?;
    said(url, t("收到了您的回复，不用再回。", "Your answer has arrived; nothing more to do."))
}
