//! The points of one person, for whoever looks after them.

use crate::{
    posts::{Claim, Person, Post},
    service::Service,
    service_points::{Appeal, Credit, Exchange, Record, Reward, View, appeal::Raised, points_text},
    study::Via,
    ui::Why,
};
use askama::Template;
use kernel::{Acted, Cx, Id, Input, Page, Path, Reader, Reply, Result, said, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "service_points/person.html")]
pub struct PointsOfPerson {
    pub person: Person,
    /// In hundredths, wherever they were earned.
    pub balance: i64,
    #[serde(flatten)]
    pub account: Account,
    pub rewards: Vec<Reward>,
    #[serde(skip)]
    may_record: bool,
}
impl Page for PointsOfPerson {
    fn title(&self) -> String {
        say!("{} 的服务积分", "Points for service of {}", self.person.name)
    }
}

/// The lines of somebody's points, and what they are about.
#[derive(Serialize, JsonSchema)]
pub struct Account {
    pub credits: Vec<Credit>,
    pub appeals: Vec<Appeal>,
    pub exchanges: Vec<Exchange>,
    /// Titles by the turn, the exchange or the post.
    pub titles: HashMap<String, String>,
    /// Posts that a missing turn can be of.
    #[serde(skip)]
    pub posts: BTreeMap<String, Id>,
}

const SHOWN: i64 = 200;

impl Account {
    pub fn of(cx: &Reader, ids: &[Id]) -> Result<Account> {
        let credits = Credit::of_person(cx, ids, SHOWN)?;
        let (appeals, exchanges) = (Appeal::of_person(cx, ids)?, Exchange::of_person(cx, ids)?);
        let turns = Service::of_person(cx, ids, SHOWN)?;
        let held: Vec<Post> = Claim::of_person(cx, ids)?.into_iter().map(|(_, post)| post).collect();
        let of_posts = turns.iter().map(|turn| turn.post).chain(appeals.iter().map(|a| a.post)).chain(held.iter().map(|p| p.id));
        let names = Post::titles(cx, of_posts)?;
        let name = |post: &Id| names.get(&post.to_string()).cloned().unwrap_or_default();
        let mut titles: HashMap<String, String> = turns.iter().map(|turn| (turn.id.to_string(), name(&turn.post))).collect();
        titles.extend(exchanges.iter().map(|e| (e.id.to_string(), e.title.clone())));
        let posts = turns.iter().map(|turn| turn.post).chain(held.iter().map(|p| p.id)).map(|post| (name(&post), post)).collect();
        titles.extend(names);
        Ok(Account { credits, appeals, exchanges, titles, posts })
    }

    pub fn title_of(&self, thing: &Id) -> &str {
        self.titles.get(&thing.to_string()).map_or("", String::as_str)
    }
    /// The entry was taken back by a later one.
    pub fn is_taken_back(&self, credit: &Credit) -> bool {
        self.credits.iter().any(|c| c.reverses == Some(credit.id) && c.is_of_turn())
    }
    /// Stands and can be found wrong.
    pub fn stands(&self, credit: &Credit) -> bool {
        credit.is_of_turn() && credit.reverses.is_none() && !self.is_taken_back(credit)
    }
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Reply<PointsOfPerson>> {
    let person = Person::find(cx, id)?;
    let ids = person.ids(cx)?;
    let path = person.path(cx)?;
    let all = cx.beyond_scope("somebody's points are one sum, wherever they were earned");
    let (balance, rewards) = (Credit::balance(&all, &ids)?, Reward::for_path(cx, &path)?);
    Reply::show(PointsOfPerson { balance, account: Account::of(cx, &ids)?, rewards, may_record: cx.may("service.record"), person })
}

/// What somebody says is wrong, as another writes it down.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct RaisedTo {
    #[serde(flatten)]
    pub raised: Raised,
    #[serde(default)]
    pub via: Via,
}

pub fn appeal(cx: &Cx<Record>, Path(id): Path<Id>, Input(to): Input<RaisedTo>) -> Acted {
    let person = Person::find(cx, id)?;
    Appeal::raise(cx, &person, &person.ids(cx)?, &to.raised, to.via)?;
    said(format!("/service-points/{id}"), kernel::t("记下了，等答复。", "Noted; it waits for an answer."))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Chosen {
    pub reward: Id,
}

pub fn exchange(cx: &Cx<Record>, Path(id): Path<Id>, Input(chosen): Input<Chosen>) -> Acted {
    let person = Person::find(cx, id)?;
    let all = cx.beyond_scope("what an organisation above gives for points is handed over at any desk below it");
    let reward: Reward = all.find(chosen.reward)?;
    reward.hand_over(&all, &person)?;
    said(format!("/service-points/{id}"), say!("交给本人了：{}，{}。", "Handed over: {}, {}.", reward.title, reward.price()))
}

pub fn take_back(cx: &Cx<Record>, Path(id): Path<Id>, Input(why): Input<Why>) -> Acted {
    let exchange: Exchange = cx.find(id)?;
    exchange.take_back(cx, &why.reason)?;
    said(format!("/service-points/{}", exchange.person), kernel::t("退回了，积分回来了。", "Taken back; the points are theirs again."))
}

impl PointsOfPerson {
    fn appeals_url(&self) -> String {
        format!("/service-points/{}/appeals", self.person.id)
    }
    fn balance_text(&self) -> String {
        points_text(self.balance)
    }
}
