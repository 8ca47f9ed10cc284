//! What members asked to have put right, and the decisions.

use crate::people::{Correction, Edit, Member, View, correction::FIELDS, words};
use askama::Template;
use kernel::{Acted, Cx, Id, Input, Page, Path, Reader, Reply, Result, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// As many as one sitting decides.
const MOST: i64 = 100;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "people/corrections.html")]
pub struct CorrectionList {
    pub open: Vec<Wish>,
}

#[derive(Serialize, JsonSchema)]
pub struct Wish {
    pub id: Id,
    pub member: Id,
    pub name: String,
    pub field: String,
    pub names_a_fact: bool,
    pub asked_on: String,
    /// What the member wrote, with long numbers masked.
    pub wish: String,
}

impl Page for CorrectionList {
    fn title(&self) -> String {
        t("更正请求", "Corrections asked for").into()
    }
}

pub fn list(cx: &Cx<View>) -> Result<Reply<CorrectionList>> {
    let open = Correction::open(cx, MOST)?.into_iter().map(|c| wish(cx, c)).collect::<Result<_>>()?;
    Reply::show(CorrectionList { open })
}

fn wish(cx: &Reader, c: Correction) -> Result<Wish> {
    let member: Member = cx.find(c.member)?;
    let hidden = matches!(c.field.as_str(), "id_no" | "phone" | "home" | "lives_at");
    let wish = if hidden { "****".into() } else { veiled(&c.wish(cx)?) };
    Ok(Wish {
        id: c.id,
        member: c.member,
        name: member.name,
        names_a_fact: c.names_a_fact(),
        field: c.field,
        asked_on: c.asked_at.chars().take(10).collect(),
        wish,
    })
}

/// A number as long as a phone's or longer shows no digit.
fn veiled(text: &str) -> String {
    let digit = |c: char| c.is_ascii_digit() || matches!(c, 'x' | 'X' | ' ' | '-');
    let long = text.split(|c| !digit(c)).any(|run| run.chars().filter(char::is_ascii_digit).count() >= LONG);
    if long { text.chars().map(|c| if c.is_numeric() { '*' } else { c }).collect() } else { text.to_owned() }
}
/// Longer than a date.
const LONG: usize = 9;

#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Decided {
    /// Which fact a wish in plain words means.
    pub field: String,
    /// What the fact should be; it is put in place with the decision.
    pub value: String,
    /// What the member reads.
    pub answer: String,
}

pub fn accept(cx: &Cx<Edit>, Path(id): Path<Id>, Input(decided): Input<Decided>) -> Acted {
    let correction: Correction = cx.find(id)?;
    correction.accept(cx, &decided.field, &decided.value, &decided.answer)?;
    said("/corrections", t("已接受，本人会看到答复。", "Accepted; the member reads the answer."))
}

pub fn decline(cx: &Cx<Edit>, Path(id): Path<Id>, Input(decided): Input<Decided>) -> Acted {
    let correction: Correction = cx.find(id)?;
    correction.decline(cx, &decided.answer)?;
    said("/corrections", t("没有改，本人会看到说明。", "Declined; the member reads why."))
}
