//! The page behind a record card's code, for whoever was served: was it so? Nothing of them is written down.

use crate::{
    orgs::Org,
    posts::Post,
    publicity::Mask,
    rulebook::{self, keys},
    service::{How, Service, State, link},
};
use askama::Template;
use kernel::{Acted, Anyone, AnyoneActs, Cx, Input, Page, Path, Reply, Result, Shell, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "service/by_link.html")]
pub struct LinkedService {
    pub organisation: String,
    pub title: String,
    /// 李某某
    pub name: String,
    pub when: String,
    pub minutes: i64,
    pub state: State,
}
impl Page for LinkedService {
    const SHELL: Shell = Shell::Alone;
    fn title(&self) -> String {
        self.title.clone()
    }
}

pub fn show(cx: &Cx<Anyone>, Path(token): Path<String>) -> Result<Reply<LinkedService>> {
    let turn = link::open(cx, &token)?;
    let (post, org): (Post, Org) = (cx.find(turn.post)?, cx.find(turn.org)?);
    let compound = rulebook::book(cx)?.at(cx.today()).get(keys::COMPOUND_SURNAMES);
    Reply::show(LinkedService {
        name: Mask::Surname.of(&turn.name, &compound),
        when: turn.when(),
        organisation: org.name,
        title: post.title,
        minutes: turn.minutes,
        state: turn.state,
    })
}

/// It was so, for so long; or it was not.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Word {
    pub yes: bool,
    #[serde(default)]
    pub minutes: String,
    /// Thanks, or what was not right.
    #[serde(default)]
    pub words: String,
}

pub fn answer(cx: &Cx<AnyoneActs>, Path(token): Path<String>, Input(word): Input<Word>) -> Acted {
    let url = format!("/s/{token}");
    cx.write(move |cx| {
        let turn: Service = link::open(cx, &token)?;
        if !word.yes {
            return turn.refuse(cx, How::Served, &word.words);
        }
        let minutes = if word.minutes.trim().is_empty() { turn.minutes } else { crate::service::minutes(cx, &word.minutes)? };
        turn.confirm(cx, minutes, How::Served, &word.words)
    })?;
    said(url, t("谢谢您的确认。", "Thank you."))
}
