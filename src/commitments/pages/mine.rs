//! What I promised, on the phone: said, worded anew, kept or not yet, taken back; how it may be public; and
//! what neighbours said to it.

use super::{
    post::{Promised, without},
    show::{Progress, Showing},
};
use crate::{
    commitments::{Act, Commitment, Entry, Own, Promises, Shown, State, Told, Word},
    posts::{Claim, Person},
    study::Via,
    ui::Why,
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Reply, Result, Shell, Writer, said, t};
use schemars::JsonSchema;
use serde::Serialize;

const THEIRS: &str = "what somebody promises is theirs to read and to say, wherever the post stands";

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "commitments/mine.html")]
pub struct MyPromises {
    pub mine: Vec<Told>,
    /// Posts that I hold without a promise that stands.
    pub without: Vec<Held>,
    #[serde(skip)]
    entry: Entry,
    #[serde(skip)]
    today: jiff::civil::Date,
}
impl Page for MyPromises {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("我的承诺", "My promises").into()
    }
}

impl MyPromises {
    /// Its day has come and nothing was said yet: a question, not a reminder of a duty.
    fn is_asked(&self, told: &Told) -> bool {
        told.commitment.state == State::Standing && told.commitment.by_day.is_some_and(|day| day <= self.today)
    }
}

#[derive(Serialize, JsonSchema)]
pub struct Held {
    pub claim: Id,
    pub title: String,
    pub term: String,
}

pub fn list(cx: &Cx<Own>) -> Result<Reply<MyPromises>> {
    let ((_, ids), all) = (Person::mine(cx)?, cx.beyond_scope(THEIRS));
    let (mine, held) = (Commitment::of_person(&all, &ids)?, Claim::of_person(&all, &ids)?);
    let free: Vec<Id> = without(held.iter().map(|h| h.0.clone()).collect(), &mine).iter().map(|c| c.id).collect();
    let of = held.into_iter().filter(|(claim, _)| free.contains(&claim.id));
    let without = of.map(|(claim, post)| Held { claim: claim.id, term: post.term(), title: post.title }).collect();
    Reply::show(MyPromises { mine, without, entry: Entry::default(), today: cx.today() })
}

pub fn make(cx: &Cx<Promises>, Input(promised): Input<Promised>) -> Acted {
    let ((_, ids), all) = (Person::mine(cx)?, cx.beyond_scope(THEIRS));
    let claim: Claim = all.find(promised.claim()?)?;
    if !ids.contains(&claim.person) {
        return Err(Error::NotFound);
    }
    let made = Commitment::make(&all, &claim, &promised.entry, Via::Account)?;
    said(format!("/me/promises/{}", made.id), t("记下了，谢谢您。", "Noted, thank you."))
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "commitments/my_promise.html")]
pub struct MyPromise {
    pub told: Told,
    pub story: Vec<Act>,
    /// Thanks that reached me, with words or without; and what was pointed out, with the answer.
    pub thanks: usize,
    pub words: Vec<Word>,
    #[serde(skip)]
    entry: Entry,
}
impl Page for MyPromise {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("我的承诺", "My promise").into()
    }
}

impl MyPromise {
    fn is_open(&self) -> bool {
        self.told.commitment.state.is_open()
    }
    fn may_be_not_yet(&self) -> bool {
        self.told.commitment.state != State::Released
    }
    fn is_shown(&self) -> bool {
        self.told.commitment.shown != Shown::Hidden && self.may_be_not_yet()
    }
}

pub fn show(cx: &Cx<Own>, Path(id): Path<Id>) -> Result<Reply<MyPromise>> {
    let ((_, ids), all) = (Person::mine(cx)?, cx.beyond_scope(THEIRS));
    let told = Told::find(&all, id)?;
    if !ids.contains(&told.commitment.person) {
        return Err(Error::NotFound);
    }
    let (story, mut words) = (Act::of(&all, id)?, Word::reached(&all, id)?);
    let thanks = words.iter().filter(|w| w.kind == crate::commitments::Kind::Thanks).count();
    words.retain(|w| !w.words.is_empty());
    Reply::show(MyPromise { entry: Entry::of(&told.commitment), told, story, thanks, words })
}

fn mine(cx: &Writer, id: Id) -> Result<(Writer, Commitment)> {
    let ((_, ids), all) = (Person::mine(cx)?, cx.beyond_scope(THEIRS));
    let commitment: Commitment = all.find(id)?;
    if ids.contains(&commitment.person) { Ok((all, commitment)) } else { Err(Error::NotFound) }
}

fn url(id: Id) -> String {
    format!("/me/promises/{id}")
}

pub fn reword(cx: &Cx<Promises>, Path(id): Path<Id>, Input(entry): Input<Entry>) -> Acted {
    let (all, commitment) = mine(cx, id)?;
    commitment.reword(&all, &entry, Via::Account)?;
    said(url(id), t("改好了。", "Changed."))
}

pub fn progress(cx: &Cx<Promises>, Path(id): Path<Id>, Input(progress): Input<Progress>) -> Acted {
    let (all, commitment) = mine(cx, id)?;
    if progress.kept {
        commitment.keep(&all, &progress.word, Via::Account)?;
        return said(url(id), t("记下了，辛苦了。", "Noted; thank you for it."));
    }
    commitment.not_yet(&all, &progress.word, Via::Account)?;
    said(url(id), t("记下了，没关系，慢慢来。", "Noted; that is all right, take your time."))
}

pub fn release(cx: &Cx<Promises>, Path(id): Path<Id>, Input(why): Input<Why>) -> Acted {
    let (all, commitment) = mine(cx, id)?;
    commitment.release(&all, &why.reason, Some(Via::Account))?;
    said(url(id), t("解除了，没关系。", "Released; that is all right."))
}

pub fn showing(cx: &Cx<Promises>, Path(id): Path<Id>, Input(showing): Input<Showing>) -> Acted {
    let (all, commitment) = mine(cx, id)?;
    commitment.show(&all, showing.shown, Via::Account)?;
    said(url(id), t("记下了，随时可以再改。", "Noted; change it whenever you like."))
}
