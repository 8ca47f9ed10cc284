//! Matching: who could take which post, the reasons, how loads would lie, and why places stay empty.

use crate::{
    offers::{
        Batch, Candidates, Fit, ForPost, Match, Offer, Proposal, Proposed, Send, View,
        proposal::{Terms, wants},
    },
    posts::{Person, Post, kinds},
};
use askama::Template;
use kernel::{Acted, Cx, Error, Id, Input, Page, Path, Query, Reader, Reply, Result, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "offers/matching.html")]
pub struct Matching {
    #[serde(flatten)]
    pub proposal: Proposal,
    /// The batch that is shown; empty where all are.
    pub batch: String,
    /// How many posts stand in each batch.
    pub batches: Vec<(Batch, usize)>,
    /// Posts that fit on the page are shown, these are not.
    pub not_shown: usize,
    #[serde(skip)]
    may_send: bool,
}
impl Page for Matching {
    fn title(&self) -> String {
        t("匹配", "Matching").into()
    }
}

/// Posts on one page: so many checkboxes a person looks through.
const SHOWN: usize = 200;
/// Where there are more, the page begins with what is to be asked first.
const AT_ONCE: usize = 60;

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Asked {
    /// now, holiday, next, in_turn, or all. Where nothing is said and the posts are many, the first that has any.
    pub batch: String,
}

pub fn show(cx: &Cx<Match>, Query(asked): Query<Asked>) -> Result<Reply<Matching>> {
    let mut proposal = Proposal::of(cx)?;
    let count = |b: Batch| (b, proposal.posts.iter().filter(|p| p.batch == b).count());
    let batches: Vec<(Batch, usize)> = Batch::ALL.map(count).into_iter().filter(|b| b.1 > 0).collect();
    let first = batches.first().filter(|_| asked.batch.is_empty() && proposal.posts.len() > AT_ONCE).map(|b| b.0);
    let batch = Batch::ALL.into_iter().find(|b| code(*b) == asked.batch).or(first);
    if let Some(batch) = batch {
        proposal.posts.retain(|p| p.batch == batch);
    }
    let not_shown = proposal.posts.len().saturating_sub(SHOWN);
    proposal.posts.truncate(SHOWN);
    Reply::show(Matching { may_send: cx.may("offers.send"), batch: batch.map_or("", code).into(), proposal, batches, not_shown })
}

fn code(batch: Batch) -> &'static str {
    match batch {
        Batch::Now => "now",
        Batch::Holiday => "holiday",
        Batch::Next => "next",
        Batch::InTurn => "in_turn",
    }
}

impl Matching {
    fn places(&self) -> u32 {
        self.proposal.posts.iter().map(|p| p.empty).sum()
    }
    fn proposed(&self) -> usize {
        self.proposal.posts.iter().map(|p| p.people.len()).sum()
    }
    fn url_of(batch: &Batch) -> String {
        format!("/matching?batch={}", code(*batch))
    }
    fn is_on(&self, batch: &Batch) -> bool {
        code(*batch) == self.batch
    }
}

impl ForPost {
    pub fn missing_words(&self) -> String {
        self.missing.map_or_else(String::new, |m| {
            let here = say!(
                "还空 {} 个位置：会做的 {} 人，其中时间合适 {} 人，还能再问的 {} 人",
                "{} places stay empty: {} can do it, of these {} are free then, {} are left to be asked",
                m.places,
                m.able,
                m.free,
                m.left
            );
            if m.elsewhere == 0 {
                here
            } else {
                here + &say!("；其他社区有 {} 人合适", "; {} of other communities fit", m.elsewhere)
            }
        })
    }
}
impl Proposed {
    pub fn why(&self) -> String {
        self.reasons.iter().map(super::super::Reason::words).collect::<Vec<_>>().join(t("，", ", "))
    }
    pub fn url(&self) -> String {
        self.person.tie.url(&self.person.id)
    }
}

/// Whom to ask for what: a post and a person each, with a point between their ids.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Chosen {
    pub pair: Vec<String>,
    /// For one post: somebody by their name, proposed or not.
    pub post: Option<Id>,
    pub name: String,
}

pub fn send(cx: &Cx<Send>, Input(chosen): Input<Chosen>) -> Acted {
    let mut pairs: Vec<(Id, Id)> = chosen.pair.iter().map(|p| pair(p)).collect::<Result<_>>()?;
    if let (Some(post), false) = (chosen.post, chosen.name.trim().is_empty()) {
        pairs.push((post, Person::named(cx, &chosen.name)?.id));
    }
    if pairs.is_empty() {
        return Err(Error::field("pair", "请至少选一个人。", "Choose at least one person."));
    }
    let (sent, asked) = (Offer::send(cx, &pairs)?, pairs.len());
    let url = chosen.post.map_or_else(|| "/offers?state=sent".into(), |post| format!("/posts/{post}"));
    if sent < asked {
        return said(
            url,
            say!("问了 {} 人；另 {} 人已经问过或已认领。", "{} were asked; {} were asked before or have it.", sent, asked - sent),
        );
    }
    said(url, say!("问了 {} 人，等他们答复。", "{} were asked; their answers are awaited.", sent))
}

fn pair(text: &str) -> Result<(Id, Id)> {
    let parts = text.split_once('.').and_then(|(post, person)| Some((post.parse().ok()?, person.parse().ok()?)));
    parts.ok_or_else(|| Error::field("pair", "没有这个选项。", "There is no such choice."))
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "offers/candidates.html")]
pub struct CandidatesOfPost {
    pub post: Post,
    pub empty: i64,
    /// Who fits, the best first.
    pub people: Vec<Proposed>,
    /// How many fit beyond those shown.
    pub more: usize,
    pub offers: Vec<Offer>,
    #[serde(skip)]
    may_send: bool,
}
impl Page for CandidatesOfPost {
    fn title(&self) -> String {
        say!("谁能做：{}", "Who could: {}", self.post.title)
    }
}

const CANDIDATES: usize = 50;

pub fn candidates(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<CandidatesOfPost>> {
    let post: Post = cx.find(id)?;
    let mut people = fitting(cx, &post)?;
    let more = people.len().saturating_sub(CANDIDATES);
    people.truncate(CANDIDATES);
    let (empty, offers) = ((post.people - post.held(cx)?).max(0), Offer::of_post(cx, id)?);
    Reply::show(CandidatesOfPost { may_send: cx.may("offers.send"), post, empty, people, more, offers })
}

fn fitting(cx: &Reader, post: &Post) -> Result<Vec<Proposed>> {
    let (terms, candidates) = (Terms::of(cx)?, Candidates::of(cx)?);
    let kind = kinds(cx)?.into_iter().find(|k| k.code == post.kind).map(|k| k.name.zh.into_owned()).unwrap_or_default();
    let side = wants(post, kind);
    let may = candidates.all.iter().filter(|c| candidates.may_ask(post.id, c.person.id));
    let mut people: Vec<Proposed> = may.filter_map(|c| Fit::of(&side, &c.side, &terms.weights).ok().map(|fit| c.proposed(fit))).collect();
    people.sort_by(|a, b| b.worth.cmp(&a.worth).then_with(|| a.person.id.cmp(&b.person.id)));
    Ok(people)
}
