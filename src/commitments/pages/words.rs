//! What residents said to promises, read before it reaches anybody.

use crate::{
    commitments::{
        Edit, Kind, View, Word,
        word::{About, State},
    },
    ui::Why,
};
use askama::Template;
use kernel::{Acted, Cx, Id, Input, Page, Path, Reply, Result, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "commitments/words.html")]
pub struct ResidentsWords {
    /// Those that wait first.
    pub words: Vec<About>,
    #[serde(skip)]
    may_edit: bool,
}
impl Page for ResidentsWords {
    fn title(&self) -> String {
        t("居民对承诺说的话", "What residents said to promises").into()
    }
}

const MOST: i64 = 200;
const URL: &str = "/commitments/words";

pub fn list(cx: &Cx<View>) -> Result<Reply<ResidentsWords>> {
    Reply::show(ResidentsWords { words: Word::list(cx, MOST)?, may_edit: cx.may("commitments.edit") })
}

pub fn pass_on(cx: &Cx<Edit>, Path(id): Path<Id>) -> Acted {
    cx.find::<Word>(id)?.pass_on(cx)?;
    said(URL, t("转给了本人。", "Passed on."))
}

pub fn lay_aside(cx: &Cx<Edit>, Path(id): Path<Id>, Input(why): Input<Why>) -> Acted {
    cx.find::<Word>(id)?.lay_aside(cx, &why.reason)?;
    said(URL, t("放在一边了，没有转。", "Laid aside."))
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Answer {
    pub answer: String,
}

pub fn answer(cx: &Cx<Edit>, Path(id): Path<Id>, Input(answer): Input<Answer>) -> Acted {
    cx.find::<Word>(id)?.answer(cx, &answer.answer)?;
    said(URL, t("答复了，提的人凭查询码看得到，本人也看得到。", "Answered; read by the code, and by the person."))
}
