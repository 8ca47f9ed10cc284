//! What waits for an answer, and what points are exchanged for. No list of people: nobody is compared.

use crate::{
    orgs::Org,
    posts::Post,
    service_points::{Appeal, NewReward, Record, Reward, Sets, State, View, appeal::Answered},
};
use askama::Template;
use kernel::{Acted, Cx, Id, Input, Page, Path, Reply, Result, said, t};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "service_points/list.html")]
pub struct ServicePoints {
    pub appeals: Vec<Appeal>,
    /// Titles of the posts that are named.
    pub posts: HashMap<String, String>,
    pub rewards: Vec<Reward>,
    #[serde(skip)]
    orgs: Vec<Org>,
    #[serde(skip)]
    may_record: bool,
    #[serde(skip)]
    may_set: bool,
}
impl Page for ServicePoints {
    fn title(&self) -> String {
        t("服务积分", "Points for service").into()
    }
}

const MOST: i64 = 100;

pub fn list(cx: &Cx<View>) -> Result<Reply<ServicePoints>> {
    let appeals = Appeal::list(cx, MOST)?;
    let posts = Post::titles(cx, appeals.iter().map(|a| a.post))?;
    let (may_record, may_set) = (cx.may("service.record"), cx.may("rewards.set"));
    Reply::show(ServicePoints { appeals, posts, rewards: Reward::open(cx)?, orgs: Org::tree(cx)?, may_record, may_set })
}

impl ServicePoints {
    fn title_of(&self, appeal: &Appeal) -> &str {
        self.posts.get(&appeal.post.to_string()).map_or("", String::as_str)
    }
}

pub fn answer(cx: &Cx<Record>, Path(id): Path<Id>, Input(answered): Input<Answered>) -> Acted {
    cx.find::<Appeal>(id)?.answer(cx, &answered)?;
    said("/service-points", t("答复了，本人会看到。", "Answered; they read it."))
}

pub fn set(cx: &Cx<Sets>, Input(new): Input<NewReward>) -> Acted {
    Reward::set(cx, &new)?;
    said("/service-points", t("定好了，大家在手机上能看到。", "Set; people see it on their phones."))
}

pub fn end(cx: &Cx<Sets>, Path(id): Path<Id>) -> Acted {
    cx.find::<Reward>(id)?.end(cx)?;
    said("/service-points", t("不再兑换这一项了。", "It is given out no longer."))
}
