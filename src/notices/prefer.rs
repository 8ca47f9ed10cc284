//! How a member wants to be told: the ways in their order, and the address for mail. Set by
//! themselves, or by whoever looks after them.

use super::way::{self, Channel, Ladder};
use crate::{
    channels::is_address,
    me::{Answers, Mine, myself},
    people::{self, Member},
};
use askama::Template;
use kernel::{Acted, Cx, Error, FieldError, Id, Input, Page, Path, Reader, Reply, Result, Shell, Spot, Writer, args, said, say, t, text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many ways are asked for; the last is a call anyway.
const PLACES: usize = 3;

fn spot(member: Id) -> Spot<'static> {
    Spot { table: "ways_to_reach", column: "email", row: member }
}

pub fn email(cx: &Reader, member: Id) -> Result<Option<String>> {
    let sealed: Option<(Option<Vec<u8>>,)> = cx.maybe("select w.email from {ways_to_reach} w where w.member = $1", args![member])?;
    sealed.and_then(|s| s.0).map(|s| cx.unseal(spot(member), &s)).transpose()
}

/// Where a message by this way goes.
pub(super) fn address(cx: &Reader, member: &Member, way: Channel) -> Result<Option<String>> {
    match way {
        Channel::Mail => email(cx, member.id),
        _ => Ok(member.facts(cx)?.phone),
    }
}

/// The first way by which a message reaches a member without anybody's doing, and the address for it.
pub fn by_itself(cx: &Reader, member: Id) -> Result<Option<(Channel, String)>> {
    let Some(known) = super::notice::person(cx, member)?.map(|whom| whom.known()) else { return Ok(None) };
    let Some(way) = Ladder::of(cx)?.ways(&known).into_iter().find(|way| way.is_sent()) else { return Ok(None) };
    Ok(address(cx, &cx.find(member)?, way)?.map(|to| (way, to)))
}

/// What a form brings. An address left empty stays; `no_email` takes it away.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Wish {
    pub way1: String,
    pub way2: String,
    pub way3: String,
    pub email: String,
    pub no_email: String,
}

impl Wish {
    pub fn keep(&self, cx: &Writer, member: &Member) -> Result<()> {
        let mut wrong = vec![];
        let mut ways: Vec<Channel> = vec![];
        for (n, code) in [&self.way1, &self.way2, &self.way3].into_iter().enumerate().filter(|w| !w.1.is_empty()) {
            match Channel::read(code) {
                Some(way) if !ways.contains(&way) => ways.push(way),
                Some(_) => {}
                None => {
                    wrong.push(FieldError { field: format!("way{}", n + 1), text: text!("请从列表里选。", "Choose from the list.") })
                }
            }
        }
        let typed = self.email.trim();
        if !typed.is_empty() && !is_address(typed) {
            wrong.push(FieldError {
                field: "email".into(), text: text!("请填写完整的邮箱地址。", "Give the whole mail address.")
            });
        }
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        let before = email(cx, member.id)?;
        let email = if !self.no_email.is_empty() {
            None
        } else if typed.is_empty() {
            before
        } else {
            Some(typed.to_owned())
        };
        let sealed = email.map(|e| cx.seal(spot(member.id), &e)).transpose()?;
        cx.run(
            "insert into {ways_to_reach} (member, path, ways, email, set_at, set_by) values ($1, $2, $3, $4, $5, $6) \
             on conflict (member) do update set ways = excluded.ways, email = excluded.email, set_at = excluded.set_at, set_by = excluded.set_by",
            args![member.id, &member.path, way::written(&ways), sealed, cx.now(), &cx.actor().name],
        )?;
        cx.note(member.id, "ways to reach them");
        Ok(())
    }
}

/// What stands now, the address masked.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Ways {
    pub ways: Vec<Channel>,
    pub email: String,
}

impl Ways {
    fn of(cx: &Reader, member: Id) -> Result<Ways> {
        let ways: Option<String> = cx.maybe("select w.ways from {ways_to_reach} w where w.member = $1", args![member])?;
        Ok(Ways { ways: way::read(&ways.unwrap_or_default()), email: email(cx, member)?.map(|e| mask(&e)).unwrap_or_default() })
    }
    fn places(&self) -> Vec<(usize, String)> {
        (1..=PLACES).map(|n| (n, self.ways.get(n - 1).map_or("", |w| w.code()).to_owned())).collect()
    }
}

/// `z***@example.cn`
fn mask(email: &str) -> String {
    let (name, host) = email.split_once('@').unwrap_or((email, ""));
    format!("{}***@{host}", name.chars().next().unwrap_or('*'))
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "notices/ways.html")]
pub struct MemberWays {
    pub member: Id,
    pub name: String,
    pub of: Ways,
    pub may_edit: bool,
}
impl Page for MemberWays {
    fn title(&self) -> String {
        say!("怎样通知{}", "How to tell {}", self.name)
    }
}

pub fn show(cx: &Cx<people::View>, Path(id): Path<Id>) -> Result<Reply<MemberWays>> {
    let member: Member = cx.find(id)?;
    Reply::show(MemberWays { of: Ways::of(cx, id)?, member: id, name: member.name, may_edit: cx.may("people.edit") })
}

pub fn set(cx: &Cx<people::Edit>, Path(id): Path<Id>, Input(wish): Input<Wish>) -> Acted {
    wish.keep(cx, &cx.find(id)?)?;
    said(format!("/members/{id}/ways"), t("记下了，以后按这个次序通知。", "Noted; from now on in this order."))
}

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "notices/my_ways.html")]
pub struct MyWays {
    pub of: Ways,
}
impl Page for MyWays {
    const SHELL: Shell = Shell::Phone;
    fn title(&self) -> String {
        t("怎样通知我", "How to tell me").into()
    }
}

pub fn mine(cx: &Cx<Mine>) -> Result<Reply<MyWays>> {
    Reply::show(MyWays { of: Ways::of(cx, myself(cx)?.id)? })
}

pub fn set_mine(cx: &Cx<Answers>, Input(wish): Input<Wish>) -> Acted {
    wish.keep(cx, &myself(cx)?)?;
    said("/me/ways", t("记下了，以后按这个次序通知您。", "Noted; you are told in this order from now on."))
}
