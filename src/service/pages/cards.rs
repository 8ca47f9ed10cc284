//! Record cards (服务记录卡): one for each turn that is signed up for, with a code by which whoever is served
//! confirms, and lines to be filled in by hand.

use crate::{
    orgs::Org,
    posts::Post,
    service::{Record, Service, State, link},
};
use askama::Template;
use kernel::{Cx, Error, Id, Origin, Page, Path, Reply, Result, Shell, Writer, say};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "service/cards.html")]
pub struct RecordCards {
    pub post: Post,
    pub organisation: String,
    pub cards: Vec<Card>,
}
impl Page for RecordCards {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        say!("服务记录卡 · {}", "Record cards: {}", self.post.title)
    }
}

#[derive(Serialize, JsonSchema)]
pub struct Card {
    pub turn: Service,
    pub url: String,
    /// The same as an SVG.
    pub qr: String,
}

pub fn show(cx: &Cx<Record>, Path(id): Path<Id>, from: Origin) -> Result<Reply<RecordCards>> {
    let post: Post = cx.find(id)?;
    let mut turns = Service::of_post(cx, id)?;
    turns.retain(|s| matches!(s.state, State::SignedUp | State::Done));
    let cards: Vec<Card> = turns.into_iter().map(|turn| Card::of(cx, turn, &from.base)).collect::<Result<_>>()?;
    cx.note(id, format!("{} record cards printed", cards.len()));
    Reply::show(RecordCards { organisation: cx.find::<Org>(post.org)?.name, post, cards })
}

impl Card {
    fn of(cx: &Writer, turn: Service, base: &str) -> Result<Card> {
        let url = format!("{base}/s/{}", link::of(cx, turn.id)?);
        Ok(Card { qr: documents::qr_svg(&url).map_err(|e| Error::Internal(e.into()))?, turn, url })
    }
}
