//! My points on the phone.

use super::person::Account;
use crate::{
    posts::Person,
    service_points::{Appeal, Credit, Does, Own, Reward, appeal::Raised, points_text},
    study::Via,
};
use askama::Template;
use kernel::{Acted, Cx, Input, Page, Reply, Result, Shell, said, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "service_points/mine.html")]
pub struct MyServicePoints {
    /// In hundredths.
    pub balance: i64,
    #[serde(flatten)]
    pub account: Account,
    pub rewards: Vec<Reward>,
}
impl Page for MyServicePoints {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("我的服务积分", "My points for service").into()
    }
}

pub fn show(cx: &Cx<Own>) -> Result<Reply<MyServicePoints>> {
    let (person, ids) = Person::mine(cx)?;
    let all = cx.beyond_scope("somebody's points are theirs to read, wherever they were earned");
    let rewards = Reward::for_path(cx, &person.path(&all)?)?;
    Reply::show(MyServicePoints { balance: Credit::balance(&all, &ids)?, account: Account::of(&all, &ids)?, rewards })
}

pub fn appeal(cx: &Cx<Does>, Input(raised): Input<Raised>) -> Acted {
    let (person, ids) = Person::mine(cx)?;
    let all = cx.beyond_scope("one's own points are found wrong wherever they were earned");
    Appeal::raise(&all, &person, &ids, &raised, Via::Account)?;
    said("/me/service-points", t("记下了，社区会答复，您在这里看到。", "Noted; the answer will stand here."))
}

impl MyServicePoints {
    fn balance_text(&self) -> String {
        points_text(self.balance)
    }
}
