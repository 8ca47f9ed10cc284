//! The promises at a post, and writing one down for somebody who said it.

use crate::{
    commitments::{Commitment, Edit, Entry, Told, View},
    posts::{Claim, Post, State as Holding},
    study::Via,
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reply, Result, said, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "commitments/post.html")]
pub struct CommitmentsOfPost {
    pub post: Post,
    pub commitments: Vec<Told>,
    /// Who holds the post and has no promise that stands. Saying none is all right.
    pub without: Vec<Claim>,
    #[serde(skip)]
    entry: Entry,
    #[serde(skip)]
    may_edit: bool,
}
impl Page for CommitmentsOfPost {
    fn title(&self) -> String {
        say!("承诺：{}", "Promises: {}", self.post.title)
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<CommitmentsOfPost>> {
    let (post, commitments): (Post, _) = (cx.find(id)?, Commitment::of_post(cx, id)?);
    let without = without(Claim::of_post(cx, id)?, &commitments);
    Reply::show(CommitmentsOfPost { post, commitments, without, entry: Entry::default(), may_edit: cx.may("commitments.edit") })
}

/// Claims that are held and have no open promise.
pub fn without(mut claims: Vec<Claim>, promised: &[Told]) -> Vec<Claim> {
    let has = |claim: &Claim| promised.iter().any(|t| t.commitment.claim == claim.id && t.commitment.state.is_open());
    claims.retain(|c| c.state == Holding::Held && !has(c));
    claims
}

/// Whose promise it is, its words, and how they said it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Promised {
    pub claim: Option<Id>,
    #[serde(flatten)]
    pub entry: Entry,
    pub via: Via,
}

impl Promised {
    pub fn claim(&self) -> Result<Id> {
        self.claim.ok_or_else(|| Error::field("claim", "请选一个。", "Choose one."))
    }
}

pub fn make(cx: &Cx<Edit>, Path(id): Path<Id>, Input(promised): Input<Promised>) -> Acted {
    let (post, claim): (Post, Claim) = (cx.find(id)?, cx.find(promised.claim()?)?);
    if claim.post != post.id {
        return Err(Error::NotFound);
    }
    Commitment::make(cx, &claim, &promised.entry, promised.via)?;
    said(format!("/posts/{id}/commitments"), say!("记下了{}的承诺。", "What {} promises is noted.", claim.name))
}
