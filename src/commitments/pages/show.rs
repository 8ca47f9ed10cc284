//! A promise for who looks after it: its words, its story, what residents said; and what the person says
//! of it at the desk, by telephone or on paper.

use crate::{
    commitments::{Act, Commitment, Edit, Entry, Shown, State, Told, View, Word},
    study::Via,
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "commitments/show.html")]
pub struct ShowCommitment {
    pub told: Told,
    pub story: Vec<Act>,
    /// What residents said that holds words.
    pub words: Vec<Word>,
    #[serde(skip)]
    entry: Entry,
    #[serde(skip)]
    may_edit: bool,
}
impl Page for ShowCommitment {
    fn title(&self) -> String {
        say!("{}的承诺", "What {} promised", self.told.commitment.name)
    }
}

impl ShowCommitment {
    fn is_open(&self) -> bool {
        self.told.commitment.state.is_open()
    }
    fn may_be_not_yet(&self) -> bool {
        self.told.commitment.state != State::Released
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<ShowCommitment>> {
    let (told, story) = (Told::find(cx, id)?, Act::of(cx, id)?);
    let mut words = Word::of(cx, id)?;
    words.retain(|w| !w.words.is_empty());
    Reply::show(ShowCommitment { entry: Entry::of(&told.commitment), told, story, words, may_edit: cx.may("commitments.edit") })
}

/// The words, and how the person said them.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Reworded {
    #[serde(flatten)]
    pub entry: Entry,
    pub via: Via,
}

pub fn reword(cx: &Cx<Edit>, Path(id): Path<Id>, Input(new): Input<Reworded>) -> Acted {
    cx.find::<Commitment>(id)?.reword(cx, &new.entry, new.via)?;
    said(format!("/commitments/{id}"), t("记下了，原来的说法留在经过里。", "Noted; the words before stand in its story."))
}

/// Kept, or not yet.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Progress {
    pub kept: bool,
    /// A word, if they like.
    #[serde(default)]
    pub word: String,
    #[serde(default)]
    pub via: Via,
}

pub fn progress(cx: &Cx<Edit>, Path(id): Path<Id>, Input(progress): Input<Progress>) -> Acted {
    let (commitment, url): (Commitment, _) = (cx.find(id)?, format!("/commitments/{id}"));
    if progress.kept {
        commitment.keep(cx, &progress.word, progress.via)?;
        return said(url, t("记下了：做到了。", "Noted: kept."));
    }
    commitment.not_yet(cx, &progress.word, progress.via)?;
    said(url, t("记下了，没关系，接着做。", "Noted; that is all right, it goes on."))
}

/// Why, and who says so: `organisation`, or the way in which the person said it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Released {
    pub reason: String,
    pub by: String,
}

pub const ORGANISATION: &str = "organisation";

pub fn release(cx: &Cx<Edit>, Path(id): Path<Id>, Input(released): Input<Released>) -> Acted {
    let via = match released.by.as_str() {
        ORGANISATION => None,
        by => Some(Via::named(by).ok_or_else(|| Error::field("by", "请选是谁说的。", "Choose who said so."))?),
    };
    cx.find::<Commitment>(id)?.release(cx, &released.reason, via)?;
    said(format!("/commitments/{id}"), t("解除了，本人看得到原因。", "Released; the person reads why."))
}

/// How it may be public, and how the person said so.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Showing {
    pub shown: Shown,
    #[serde(default)]
    pub via: Via,
}

pub fn showing(cx: &Cx<Edit>, Path(id): Path<Id>, Input(showing): Input<Showing>) -> Acted {
    cx.find::<Commitment>(id)?.show(cx, showing.shown, showing.via)?;
    let note = match showing.shown {
        Shown::Hidden => {
            t("记下了，公开页上马上没有了；贴出去的纸请取下。", "Noted; it is gone from the public page. Please take papers down.")
        }
        _ => t("记下了，可以收回。", "Noted; it can be taken back."),
    };
    said(format!("/commitments/{id}"), note)
}
