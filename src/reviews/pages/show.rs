//! A review at the community's desk.

use super::paper::download;
use crate::{
    orgs::Org,
    report_in::Naming,
    reviews::{Content, Print, Review, Said, View, Word, Write},
    study::Via,
};
use askama::Template;
use kernel::{Acted, Cx, Download, Error, Id, Input, Page, Path, Reply, Result, said, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "reviews/show.html")]
pub struct ShowReview {
    pub review: Review,
    pub from: String,
    pub content: Content,
    pub words: Vec<Word>,
    #[serde(skip)]
    may_write: bool,
}
impl Page for ShowReview {
    fn title(&self) -> String {
        self.review.title()
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ShowReview>> {
    let review: Review = cx.find(id)?;
    let (from, content) = (cx.find::<Org>(review.org)?.name, review.content(cx)?);
    Reply::show(ShowReview { words: Word::of(cx, id)?, may_write: cx.may("reviews.write"), from, content, review })
}

pub fn say(cx: &Cx<Write>, Path(id): Path<Id>, Input(typed): Input<Said>) -> Acted {
    let review: Review = cx.find(id)?;
    let (side, via) = typed.whose(review.about)?;
    Word::say(cx, &review, side, via, &typed.words)?;
    said(format!("/reviews/{id}"), t("记下了。", "Noted."))
}

pub fn hand(cx: &Cx<Write>, Path(id): Path<Id>) -> Acted {
    cx.find::<Review>(id)?.hand_over(cx)?;
    said(format!("/reviews/{id}"), t("交出了，事实不再变；话还可以加。", "Handed over: its facts stay, words can be added."))
}

/// The person's own word, written down by the worker with the way by which it came.
pub fn share(cx: &Cx<Write>, Path(id): Path<Id>, Input(naming): Input<Naming>) -> Acted {
    let via = Via::named(&naming.via).filter(|via| Via::BY_OTHERS.contains(via));
    let via = via.ok_or_else(|| Error::field("via", "请选择本人是怎么说的。", "Choose how they said it."))?;
    cx.find::<Review>(id)?.share(cx, naming.yes, via)?;
    said(format!("/reviews/{id}"), t("记下了。", "Noted."))
}

pub fn pdf(cx: &Cx<Print>, Path(id): Path<Id>) -> Result<Download> {
    let review: Review = cx.find(id)?;
    let content = review.content(cx)?;
    download(cx, &review, &content)
}
