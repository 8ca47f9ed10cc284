//! What stands of me in the ledger, my code for the desk, and whom I can call.

use super::{Answers, Mine, home::line, myself};
use crate::{
    activities::{own_code, period, qr},
    contacts::Promise,
    people::{
        Beside, Card, Confirmation, Contact, Correction, Facts, Field, Floating, How, Way, mask_address, mask_id_no, mask_phone,
        six::{self, Clear},
    },
    rulebook,
};
use askama::Template;
use kernel::{Acted, Cx, Error, Input, Page, Reader, Reply, Result, Shell, Spot, args, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "me/card.html")]
pub struct MyCard {
    pub name: String,
    pub facts: Vec<Fact>,
    /// The six clears; only what is stale or unknown is asked.
    pub clears: Vec<Clear>,
    /// The day on which I said that I wish a talk, and none was held since.
    pub talk_wished: Option<String>,
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
    let (card, floating, book) = (Card::of(cx, me.id)?, Floating::of(cx, me.id)?, rulebook::book(cx)?);
    let known = six::Known { facts: &facts, card: card.as_ref(), floating: floating.as_ref() };
    Reply::show(MyCard {
        name: me.name.clone(),
        clears: Clear::of_member(cx, &me, &known, book.at(cx.today()))?,
        talk_wished: six::wishes_talk(cx, &me)?,
        asked: cx.all(asked, args![me.id])?,
        facts: lines(&facts, branch),
    })
}

impl MyCard {
    fn to_ask(&self) -> impl Iterator<Item = &Clear> {
        self.clears.iter().filter(|c| c.ask)
    }
    /// What was typed of this field has come back.
    fn confirming(&self, clear: &Clear) -> bool {
        kernel::wrong("value").is_some() && kernel::typed("field", "") == clear.field.code()
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Confirming {
    pub field: Field,
    /// What it is now; left out where it is still so.
    #[serde(default)]
    pub value: String,
}

/// Still so counts at once. What stands in the ledger is put right by somebody who checks it; what stands
/// on my card alone is mine to say.
pub fn confirm(cx: &Cx<Answers>, Input(c): Input<Confirming>) -> Acted {
    let (me, today) = (myself(cx)?, cx.today());
    match (c.value.trim(), c.field.of_ledger()) {
        ("", _) => Confirmation::still_so(cx, &me, c.field, How::Own, today)?,
        (value, Some(fact)) => {
            Correction::ask(cx, &me, fact, value)?;
            return said("/me/card", t("收到了，社区会核对后改好。", "Received; the community will check and put it right."));
        }
        (value, None) => Confirmation::set(cx, &me, c.field, How::Own, today, value)?,
    }
    said("/me/card", say!("{}：记下了，谢谢。", "{}: noted, thank you.", c.field.name()))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Wishing {
    pub yes: bool,
}

pub fn wish_talk(cx: &Cx<Answers>, Input(w): Input<Wishing>) -> Acted {
    let me = myself(cx)?;
    Confirmation::wishes_talk(cx, &me, w.yes, How::Own)?;
    said(
        "/me/card",
        if w.yes {
            t("记下了，书记会跟您约时间。", "Noted; the secretary will arrange it.")
        } else {
            t("记下了。", "Noted.")
        },
    )
}

/// When somebody was in touch with me, and what was said where I talked with them.
#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "me/contacts.html")]
pub struct MyContacts {
    pub contacts: Vec<MyContact>,
    pub promises: Vec<Promise>,
}
impl Page for MyContacts {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("联系我的记录", "Contacts with me").into()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct MyContact {
    pub on: String,
    pub kind: Way,
    pub by: String,
    /// Of a talk I took part in.
    pub text: Option<String>,
}

const CONTACTS: i64 = 50;

pub fn contacts(cx: &Cx<Mine>) -> Result<Reply<MyContacts>> {
    let me = myself(cx)?;
    let mine = |c: Contact| {
        let text = if c.kind == Way::Talk && c.two_way { c.note(cx)? } else { None };
        Ok(MyContact { on: c.occurred_on, kind: c.kind, by: c.made_by, text })
    };
    let contacts = Contact::of_member(cx, me.id, CONTACTS)?.into_iter().map(mine).collect::<Result<_>>()?;
    Reply::show(MyContacts { contacts, promises: Promise::of_member(cx, me.id, CONTACTS)? })
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
    Reply::show(WhoToCall::along_my_line(cx)?)
}

impl WhoToCall {
    /// Those of my organisations who have a name or a number, the nearest first.
    pub fn along_my_line(cx: &Reader) -> Result<WhoToCall> {
        let people = line(cx)?
            .into_iter()
            .rev()
            .map(|o| Ok(Callee { phone: phone(cx, o.id)?, name: o.secretary, org: o.name }))
            .collect::<Result<Vec<_>>>()?;
        Ok(WhoToCall { people: people.into_iter().filter(|p| !p.name.is_empty() || p.phone.is_some()).collect() })
    }
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
