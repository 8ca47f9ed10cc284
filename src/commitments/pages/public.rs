//! A promise as everybody may read it, for as long as its maker likes; thanks and what is pointed out,
//! without an account; and the answer behind a code.

use crate::{
    commitments::{Kind, Line, Said, Word, word},
    needs::Counter,
    orgs::Org,
};
use askama::Template;
use kernel::{Acted, Anyone, AnyoneActs, Cx, Input, Origin, Page, Path, Reply, Result, Shell, said, say, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "commitments/public.html")]
pub struct PublicPromise {
    pub line: Line,
    /// The community's, for who would rather say it by telephone; empty where none is public.
    pub phone: String,
}
impl Page for PublicPromise {
    const SHELL: Shell = Shell::Alone;
    fn title(&self) -> String {
        say!("{}的承诺", "What {} promised", self.line.name)
    }
}

pub fn show(cx: &Cx<Anyone>, Path(key): Path<String>) -> Result<Reply<PublicPromise>> {
    let (commitment, line) = Line::open(cx, &key)?;
    Reply::show(PublicPromise { phone: Counter::phone_of(cx, commitment.org)?, line })
}

pub fn say(cx: &Cx<AnyoneActs>, Path(key): Path<String>, Input(words): Input<Said>, from: Origin) -> Acted {
    match words.take(cx, &key, &from.from)? {
        Some(code) => said(
            format!("/promise/answers/{code}"),
            t("收到了，社区会看、会答复。请把查询码记下来。", "It has arrived, will be read and answered. Please keep the code."),
        ),
        None if words.kind == Kind::Thanks => {
            said(format!("/promise/{key}"), t("收到了，谢谢您说这一声。", "It has arrived; thank you for saying so."))
        }
        None => said(format!("/promise/{key}"), t("收到了。", "It has arrived.")),
    }
}

/// Nobody is named on it: it opens after the promise is shown no more, too.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "commitments/answer.html")]
pub struct PromiseAnswer {
    /// In groups of four.
    pub code: String,
    pub community: String,
    pub post: String,
    pub words: String,
    pub said_on: String,
    pub state: word::State,
    pub answer: String,
    pub answered_on: Option<String>,
    pub phone: String,
}
impl Page for PromiseAnswer {
    const SHELL: Shell = Shell::Alone;
    fn title(&self) -> String {
        t("我指出的事", "What I pointed out").into()
    }
}

pub fn answer(cx: &Cx<Anyone>, Path(code): Path<String>) -> Result<Reply<PromiseAnswer>> {
    let (word, told) = Word::by_code(cx, &code)?;
    let letters: Vec<char> = code.chars().filter(char::is_ascii_alphanumeric).flat_map(char::to_uppercase).collect();
    Reply::show(PromiseAnswer {
        code: letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-"),
        community: cx.find::<Org>(told.commitment.org)?.name,
        phone: Counter::phone_of(cx, told.commitment.org)?,
        post: told.title,
        words: word.words,
        said_on: word.said_on,
        state: word.state,
        answer: word.answer,
        answered_on: word.answered_on,
    })
}
