//! My years on my phone: what was confirmed, what the community said, my own words, and whether my unit gets it.

use super::paper::download;
use crate::{
    letters::How,
    orgs::Org,
    report_in::Naming,
    reviews::{Content, Own, OwnPrint, Review, Said, Side, Speaks, Word},
    study::Via,
};
use askama::Template;
use kernel::{Acted, Cx, Download, Id, Input, Page, Path, Reply, Result, Shell, said, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "reviews/mine.html")]
pub struct MyYears {
    pub years: Vec<Review>,
}
impl Page for MyYears {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("我的一年", "My years").into()
    }
}

pub(super) const WHOSE: &str = "what was said of a year, to whom it is about, and who wrote it";

pub fn list(cx: &Cx<Own>) -> Result<Reply<MyYears>> {
    Reply::show(MyYears { years: Review::mine(cx)? })
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "reviews/my_year.html")]
pub struct MyYear {
    pub review: Review,
    pub from: String,
    pub content: Content,
    pub words: Vec<Word>,
}
impl Page for MyYear {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        self.review.title()
    }
}

pub fn show(cx: &Cx<Own>, Path(id): Path<Id>) -> Result<Reply<MyYear>> {
    let (review, all) = (Review::among(Review::mine(cx)?, id)?, cx.beyond_scope(WHOSE));
    let (from, content) = (all.find::<Org>(review.org)?.name, review.handed_content()?);
    Reply::show(MyYear { words: Word::of(&all, id)?, from, content, review })
}

pub fn say(cx: &Cx<Speaks>, Path(id): Path<Id>, Input(typed): Input<Said>) -> Acted {
    let review = Review::among(Review::mine(cx)?, id)?;
    Word::say(&cx.beyond_scope(WHOSE), &review, Side::Person, How::Page, &typed.words)?;
    said(format!("/me/reviews/{id}"), t("记下了。", "Noted."))
}

pub fn share(cx: &Cx<Speaks>, Path(id): Path<Id>, Input(naming): Input<Naming>) -> Acted {
    Review::among(Review::mine(cx)?, id)?.share(cx, naming.yes, Via::Account)?;
    let sentence = if naming.yes {
        t("单位可以看了。", "Your unit may read it.")
    } else {
        t("单位看不到了。", "Your unit reads it no longer.")
    };
    said(format!("/me/reviews/{id}"), sentence)
}

pub fn pdf(cx: &Cx<OwnPrint>, Path(id): Path<Id>) -> Result<Download> {
    let review = Review::among(Review::mine(cx)?, id)?;
    let content = review.handed_content()?;
    download(cx, &review, &content)
}
