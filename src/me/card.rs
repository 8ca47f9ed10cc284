//! What stands of me in the ledger, my code for the desk, and whom I can call.

use super::{Answers, Mine, home::line, myself};
use crate::{
    activities::{own_code, period, qr},
    people::{Facts, mask_address, mask_id_no, mask_phone},
};
use askama::Template;
use kernel::{Acted, Cx, Error, Input, Page, Reader, Reply, Result, Shell, Spot, args, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "me/card.html")]
pub struct MyCard {
    pub name: String,
    pub facts: Vec<Fact>,
    pub asked: Vec<Asked>,
}
impl Page for MyCard {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("我的卡", "My card").into()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

/// A correction I asked for.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Asked {
    pub asked_at: String,
    pub state: String,
    pub answer: String,
}

/// Hidden facts stay masked even here: a phone is left lying about.
pub fn show(cx: &Cx<Mine>) -> Result<Reply<MyCard>> {
    let me = myself(cx)?;
    let facts = me.facts(cx)?;
    let branch = line(cx)?.pop().map(|o| o.name).unwrap_or_default();
    let asked =
        "select c.asked_at, c.state, c.answer from {corrections} c where c.member = $1 order by c.asked_at desc, c.id desc limit 10";
    Reply::show(MyCard { name: me.name.clone(), facts: lines(&facts, branch), asked: cx.all(asked, args![me.id])? })
}

fn lines(f: &Facts, branch: String) -> Vec<Fact> {
    let or_none = |value: Option<String>| value.filter(|v| !v.is_empty()).unwrap_or_else(|| t("没有登记", "not known").into());
    let fact = |label: &str, value: Option<String>| Fact { label: label.into(), value: or_none(value) };
    vec![
        fact(t("所在支部", "Branch"), Some(branch)),
        fact(t("手机", "Phone"), f.phone.as_deref().map(mask_phone)),
        fact(t("公民身份号码", "ID number"), f.id_no.as_deref().map(mask_id_no)),
        fact(t("出生日期", "Born"), f.birth.clone()),
        fact(t("入党日期", "Joined"), f.joined.clone()),
        fact(t("转正日期", "Full member since"), f.became_full.clone()),
        fact(t("学历", "Education"), Some(f.education.clone())),
        fact(t("工作单位", "Unit"), Some(f.unit.clone())),
        fact(t("家庭住址", "Home"), f.home.as_deref().map(mask_address)),
        fact(t("现住", "Lives now"), f.lives_at.as_deref().map(mask_address)),
    ]
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Wish {
    #[serde(default)]
    pub text: String,
}

pub fn correct(cx: &Cx<Answers>, Input(wish): Input<Wish>) -> Acted {
    let me = myself(cx)?;
    let text = wish.text.trim();
    if text.is_empty() {
        return Err(Error::field("text", "请写哪里不对。", "Say what is wrong."));
    }
    let id = cx.new_id();
    cx.run(
        "insert into {corrections} (id, member, path, field, wish, state, asked_at, decided_by, answer) values ($1, $2, $3, '', $4, 'open', $5, '', '')",
        args![id, me.id, &me.path, cx.seal(Spot { table: "corrections", column: "wish", row: id }, text)?, cx.now()],
    )?;
    cx.note(me.id, "asked for a correction");
    said("/me/card", t("收到了，社区会核对后改好。", "Received; the community will check and put it right."))
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "me/call.html")]
pub struct WhoToCall {
    pub people: Vec<Callee>,
}
impl Page for WhoToCall {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("打电话", "Call").into()
    }
}

/// Somebody who is there to be called: the head of one of my organisations.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Callee {
    pub org: String,
    pub name: String,
    /// The organisation's own number, which is there to be called.
    pub phone: Option<String>,
}

/// The nearest first: group, branch, community.
pub fn call(cx: &Cx<Mine>) -> Result<Reply<WhoToCall>> {
    let people = line(cx)?
        .into_iter()
        .rev()
        .map(|o| Ok(Callee { phone: phone(cx, o.id)?, name: o.secretary, org: o.name }))
        .collect::<Result<Vec<_>>>()?;
    Reply::show(WhoToCall { people: people.into_iter().filter(|p| !p.name.is_empty() || p.phone.is_some()).collect() })
}

fn phone(cx: &Reader, org: kernel::Id) -> Result<Option<String>> {
    let sealed: Option<Vec<u8>> = cx.one("select o.phone from {orgs} o where o.id = $1", args![org])?;
    sealed.map(|s| cx.unseal(Spot { table: "orgs", column: "phone", row: org }, &s)).transpose()
}

impl Callee {
    pub fn masked(&self) -> String {
        self.phone.as_deref().map(mask_phone).unwrap_or_default()
    }
}

/// My own code, for the desk at the door; it changes like the one in the room.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "me/code.html")]
pub struct MyCode {
    pub name: String,
    pub code: String,
    pub seconds: i64,
    #[serde(skip)]
    pub svg: String,
}
impl Page for MyCode {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("我的签到码", "My check-in code").into()
    }
}

pub fn code(cx: &Cx<Mine>) -> Result<Reply<MyCode>> {
    let me = myself(cx)?;
    let (now, seconds) = period(cx)?;
    let code = own_code(cx, me.id, now);
    Reply::show(MyCode { svg: qr(&code)?, name: me.name, code, seconds })
}
