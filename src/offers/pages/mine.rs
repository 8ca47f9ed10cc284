//! What I am asked, on the phone: yes, no, later, somebody else.

use crate::{
    offers::{Answer, Answers, Offer, Own, Said, State},
    posts::{Person, Post},
    study::Via,
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reply, Result, Shell, said, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "offers/mine.html")]
pub struct MyOffers {
    pub offers: Vec<Asked>,
}
impl Page for MyOffers {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("问我的", "What I am asked").into()
    }
}

#[derive(Serialize, JsonSchema)]
pub struct Asked {
    pub offer: Offer,
    pub post: Post,
}

pub fn list(cx: &Cx<Own>) -> Result<Reply<MyOffers>> {
    let (_, ids) = Person::mine(cx)?;
    let all = cx.beyond_scope("what somebody is asked is theirs to read, wherever the post stands");
    let offers = Offer::of_person(&all, &ids)?;
    let offers = offers.into_iter().map(|offer| Ok(Asked { post: all.find(offer.post)?, offer })).collect::<Result<_>>()?;
    Reply::show(MyOffers { offers })
}

pub fn answer(cx: &Cx<Answers>, Path(id): Path<Id>, Input(given): Input<Said>) -> Acted {
    let (_, ids) = Person::mine(cx)?;
    let all = cx.beyond_scope("what somebody is asked is theirs to answer, wherever the post stands");
    let offer = Offer::read(&all, id)?;
    if !ids.contains(&offer.person) {
        return Err(Error::NotFound);
    }
    let claim = offer.answer(&all, &given, Via::Account)?;
    said("/me/offers", thanks(given.answer, claim.is_some_and(|c| c.state == crate::posts::State::Waiting)))
}

pub fn thanks(answer: Answer, waits: bool) -> &'static str {
    match answer {
        Answer::Yes if waits => {
            t("谢谢您。位置刚好满了，有空位时轮到您。", "Thank you. All places are taken just now; you are next in line.")
        }
        Answer::Yes => t("谢谢您，岗位是您的了，社区会联系您。", "Thank you; the post is yours. The community will be in touch."),
        Answer::No => t("记下了，不再为这件事打扰您。", "Noted; you are not asked about this again."),
        Answer::Later => t("记下了，到时再问您。", "Noted; you are asked again then."),
        Answer::Other => t("记下了，谢谢您的推荐。", "Noted; thank you for the hint."),
    }
}
