//! Reviews for a unit's contact: the unit's own, and those of its people who let it have theirs.

use super::{mine::WHOSE, paper::download};
use crate::{
    letters::How,
    orgs::Org,
    reviews::{About, Content, Review, Said, Side, Unit, UnitPrint, UnitSpeaks, Word},
};
use askama::Template;
use kernel::{Acted, Cx, Download, Error, Id, Input, Page, Path, Reply, Result, said, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "reviews/unit.html")]
pub struct UnitReviews {
    pub reviews: Vec<Review>,
}
impl Page for UnitReviews {
    fn title(&self) -> String {
        t("年度回顾", "Reviews of the year").into()
    }
}

pub fn list(cx: &Cx<Unit>) -> Result<Reply<UnitReviews>> {
    Reply::show(UnitReviews { reviews: Review::of_own_unit(cx)? })
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "reviews/unit_one.html")]
pub struct UnitReview {
    pub review: Review,
    pub from: String,
    pub content: Content,
    pub words: Vec<Word>,
}
impl Page for UnitReview {
    fn title(&self) -> String {
        self.review.title()
    }
}

pub fn show(cx: &Cx<Unit>, Path(id): Path<Id>) -> Result<Reply<UnitReview>> {
    let (review, all) = (Review::among(Review::of_own_unit(cx)?, id)?, cx.beyond_scope(WHOSE));
    let (from, content) = (all.find::<Org>(review.org)?.name, review.handed_content()?);
    Reply::show(UnitReview { words: Word::of(&all, id)?, from, content, review })
}

pub fn say(cx: &Cx<UnitSpeaks>, Path(id): Path<Id>, Input(typed): Input<Said>) -> Acted {
    let review = Review::among(Review::of_own_unit(cx)?, id)?;
    if review.about != About::Unit {
        return Err(Error::rule("not_the_units", "这是本人的回顾，请直接和本人谈。", "This is a person's own year; speak to them."));
    }
    Word::say(&cx.beyond_scope(WHOSE), &review, Side::Unit, How::Page, &typed.words)?;
    said(format!("/unit/reviews/{id}"), t("记下了。", "Noted."))
}

pub fn pdf(cx: &Cx<UnitPrint>, Path(id): Path<Id>) -> Result<Download> {
    let review = Review::among(Review::of_own_unit(cx)?, id)?;
    let content = review.handed_content()?;
    download(cx, &review, &content)
}
