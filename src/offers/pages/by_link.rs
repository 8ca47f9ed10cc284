//! The page behind an offer's link: one post, one person, one tap. No account, nothing else.

use super::mine::thanks;
use crate::{
    offers::{Said, State, link},
    orgs::Org,
    posts::Post,
    study::Via,
};
use askama::Template;
use kernel::{Acted, Anyone, AnyoneActs, Cx, Input, Page, Path, Reply, Result, Shell, said};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "offers/by_link.html")]
pub struct LinkedOffer {
    pub name: String,
    pub organisation: String,
    pub title: String,
    pub duty: String,
    pub place: String,
    pub wanted: String,
    pub term: String,
    /// With how they are insured.
    pub risk: String,
    pub why: String,
    pub answer_by: String,
    pub state: State,
}
impl Page for LinkedOffer {
    const SHELL: Shell = Shell::Alone;
    fn title(&self) -> String {
        self.title.clone()
    }
}

pub fn show(cx: &Cx<Anyone>, Path(token): Path<String>) -> Result<Reply<LinkedOffer>> {
    let offer = link::open(cx, &token)?;
    let post: Post = cx.find(offer.post)?;
    Reply::show(LinkedOffer {
        organisation: cx.find::<Org>(post.org)?.name,
        why: offer.why(),
        term: post.term(),
        answer_by: crate::ui::day(offer.answer_by),
        state: offer.state,
        name: offer.name,
        risk: post.mind(),
        title: post.title,
        duty: post.duty,
        place: post.place,
        wanted: post.wanted,
    })
}

pub fn answer(cx: &Cx<AnyoneActs>, Path(token): Path<String>, Input(given): Input<Said>) -> Acted {
    let (url, answer) = (format!("/o/{token}"), given.answer);
    let claim = cx.write(move |cx| link::open(cx, &token)?.answer(cx, &given, Via::Link))?;
    said(url, thanks(answer, claim.is_some_and(|c| c.state == crate::posts::State::Waiting)))
}
