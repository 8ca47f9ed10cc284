//! Offers: who was asked, what they said, and whose answer is written down for them.

use crate::{
    offers::{Answer, Offer, Said, Send, State, View},
    posts::Post,
    sendings::Sent,
    study::Via,
};
use askama::Template;
use kernel::{Acted, Cx, Id, Input, Page, Path, Query, Reply, Result, args, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "offers/list.html")]
pub struct OfferList {
    pub state: String,
    pub offers: Vec<Offer>,
    /// How many stand in each state.
    pub states: BTreeMap<String, i64>,
    /// Titles of the posts that are named.
    pub posts: HashMap<String, String>,
    /// What became of the message by which somebody was asked, by the offer.
    pub sent: HashMap<String, Sent>,
    #[serde(skip)]
    today: jiff::civil::Date,
    #[serde(skip)]
    may_send: bool,
}
impl Page for OfferList {
    fn title(&self) -> String {
        t("征询", "Offers").into()
    }
}

const MOST: i64 = 500;

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Which {
    pub state: String,
}

pub fn list(cx: &Cx<View>, Query(which): Query<Which>) -> Result<Reply<OfferList>> {
    let offers = Offer::list(cx, &which.state, MOST)?;
    let states: Vec<(String, i64)> = cx.all("select f.state, count(*) from {offers} f group by f.state", args![])?;
    let posts = Post::titles(cx, offers.iter().map(|o| o.post))?;
    let sent = Sent::of_each(cx, &offers.iter().map(|o| o.id).collect::<Vec<_>>())?;
    let may_send = cx.may("offers.send");
    Reply::show(OfferList { state: which.state, offers, posts, sent, today: cx.today(), may_send, states: states.into_iter().collect() })
}

impl OfferList {
    fn chips(&self) -> Vec<(String, String, bool)> {
        let chip = |state: State| {
            let (count, on) = (*self.states.get(state.code())?, self.state == state.code());
            let url = if on { "/offers".into() } else { format!("/offers?state={}", state.code()) };
            Some((url, format!("{} {count}", state.name()), on))
        };
        State::ALL.into_iter().filter_map(chip).collect()
    }
    fn title_of(&self, offer: &Offer) -> &str {
        self.posts.get(&offer.post.to_string()).map_or("", String::as_str)
    }
    fn sent_of(&self, offer: &Offer) -> Option<&Sent> {
        self.sent.get(&offer.id.to_string())
    }
}

/// An answer that somebody else writes down.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct SaidTo {
    #[serde(flatten)]
    pub said: Said,
    #[serde(default)]
    pub via: Via,
}

pub fn answered(cx: &Cx<Send>, Path(id): Path<Id>, Input(given): Input<SaidTo>) -> Acted {
    let offer = Offer::read(cx, id)?;
    let claim = offer.answer(cx, &given.said, given.via)?;
    let waits = claim.is_some_and(|c| c.state == crate::posts::State::Waiting);
    let more = if waits { t("位置已满，先排着。", " All places are taken; they wait.") } else { "" };
    said("/offers?state=sent", say!("记下了：{}，{}。{more}", "Noted: {}, {}.{more}", offer.name, given.said.answer.name()))
}

pub fn withdraw(cx: &Cx<Send>, Path(id): Path<Id>) -> Acted {
    Offer::read(cx, id)?.withdraw(cx)?;
    said("/offers?state=sent", t("撤回了。", "Withdrawn."))
}
