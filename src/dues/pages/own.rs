//! My dues on my phone: what is due and why, what I paid, and the base that I declare.

use super::member::{Declared, OfMember};
use crate::{
    dues::{Declare, Own},
    me::myself,
    people::Member,
};
use askama::Template;
use kernel::{Acted, Cx, Input, Page, Reply, Result, Shell, Writer, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "dues/own.html")]
pub struct MyDues {
    #[serde(flatten)]
    pub of: OfMember,
}
impl Page for MyDues {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("我的党费", "My dues").into()
    }
}

pub fn show(cx: &Cx<Own>) -> Result<Reply<MyDues>> {
    let me = myself(cx)?;
    Reply::show(MyDues { of: OfMember::read(cx, &me, None)? })
}

/// What I declare of myself: dues that are set instead of the rule are the organisation's to set.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MyBase {
    pub class: String,
    /// In yuan.
    pub base: String,
    /// The month it holds from, as 2026-10.
    pub from: String,
}

impl MyBase {
    /// Of the member who declares, or for whom somebody writes it down.
    pub fn record(self, cx: &Writer, member: &Member) -> Result<()> {
        Declared { class: self.class, base: self.base, from: self.from, ..Declared::default() }.record(cx, member)
    }
}

pub fn declare(cx: &Cx<Declare>, Input(mine): Input<MyBase>) -> Acted {
    mine.record(cx, &myself(cx)?)?;
    said("/me/dues", t("记下了您申报的基数。", "Your base is recorded."))
}
