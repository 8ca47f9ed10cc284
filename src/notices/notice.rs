//! A notice, and by which way it reaches each member and unit: their account, or a telephone call.
//! Nobody is left out because they have no account.

use crate::{
    orgs::Org,
    people::{Contact, Way},
};
use kernel::{Error, Id, Noun, Reader, Result, Text, Writer, args, say, schema::past, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    pub id: Id,
    pub path: String,
    pub org: Id,
    pub title: String,
    pub body: String,
    /// The activity it is about, if it is about one.
    pub about: Option<Id>,
    pub sent_at: String,
    pub sent_by: String,
}
impl Noun for Notice {
    const TABLE: &'static str = "notices";
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Account,
    /// On the call list.
    Call,
}

impl Channel {
    pub fn name(self) -> Text {
        match self {
            Channel::Account => Text::fixed("账号", "Account"),
            Channel::Call => Text::fixed("电话", "Telephone"),
        }
    }
}

/// Who has it by which way, and who is left.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Delivery {
    pub member: Id,
    pub name: String,
    pub path: String,
    pub channel: Channel,
    /// sent, seen (in the account) or told (by telephone)
    pub state: String,
    pub reached_at: Option<String>,
    pub reached_by: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Reach {
    pub all: i64,
    pub seen: i64,
    pub told: i64,
    pub left: i64,
}

/// To whom a notice goes.
#[derive(Clone, Copy, Debug)]
pub enum To<'a> {
    /// All members of the organisation and below it.
    Members,
    Some(&'a [Id]),
    /// Units that stand at the organisation itself; no members.
    Units,
}

const CHANNEL: &str = "case when exists (select 1 from {accounts} a where a.tenant = m.tenant and a.person = m.id and a.closed_at is null) then 'account' else 'call' end";

impl Notice {
    pub fn send(cx: &Writer, org: &Org, title: &str, body: &str, about: Option<Id>, to: To) -> Result<Notice> {
        let id = cx.new_id();
        cx.run(
            "insert into {notices} (id, path, org, title, body, about, sent_at, sent_by) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![id, &org.path, org.id, title, body, about, cx.now(), &cx.actor().name],
        )?;
        let insert = "insert into {deliveries} (notice, member, path, channel, state, reached_by) select $1, m.id, m.path, ";
        match to {
            To::Members => {
                cx.run(
                    &format!("{insert}{CHANNEL}, 'sent', '' from {{members}} m where m.path >= $2 and m.path < $3"),
                    args![id, &org.path, past(&org.path)],
                )?;
            }
            To::Some(members) => {
                for member in members {
                    cx.run(&format!("{insert}{CHANNEL}, 'sent', '' from {{members}} m where m.id = $2"), args![id, member])?;
                }
            }
            To::Units => send_to_units(cx, id, org)?,
        }
        cx.note(id, format!("notice {title}"));
        cx.find(id)
    }

    /// The newest first.
    pub fn list(cx: &Reader) -> Result<Vec<Notice>> {
        cx.all("select n.id, n.path, n.org, n.title, n.body, n.about, n.sent_at, n.sent_by from {notices} n order by n.sent_at desc, n.id desc limit 200", args![])
    }

    /// Those left first, in the ledger's order.
    pub fn deliveries(&self, cx: &Reader) -> Result<Vec<Delivery>> {
        cx.all(
            "select d.member, m.name, m.path, d.channel, d.state, d.reached_at, d.reached_by from {deliveries} d join {members} m on m.tenant = d.tenant and m.id = d.member \
             where d.notice = $1 order by case d.state when 'sent' then 0 else 1 end, m.path, m.name, m.id",
            args![self.id],
        )
    }

    pub fn reach(&self, cx: &Reader) -> Result<Reach> {
        cx.one(
            "select count(*) as \"all\", coalesce(cast(sum(case d.state when 'seen' then 1 else 0 end) as bigint), 0) as seen, \
             coalesce(cast(sum(case d.state when 'told' then 1 else 0 end) as bigint), 0) as told, \
             coalesce(cast(sum(case d.state when 'sent' then 1 else 0 end) as bigint), 0) as \"left\" from {deliveries} d where d.notice = $1",
            args![self.id],
        )
    }

    /// The member opened it in the account.
    pub fn seen(&self, cx: &Writer, member: Id) -> Result<()> {
        self.reached(cx, member, "seen").map(drop)
    }

    /// Somebody told the member by telephone. They spoke with each other: that is a contact, from
    /// which the last contact and all that is counted from it follow. A second click is no second call.
    pub fn told(&self, cx: &Writer, member: Id) -> Result<()> {
        if self.reached(cx, member, "told")? {
            let note = say!("电话告知：{}", "Told by telephone: {}", self.title);
            Contact::record(cx, &cx.find(member)?, Way::Call, cx.today(), true, &note)?;
            cx.note(self.id, format!("told {member} by telephone"));
        }
        Ok(())
    }

    /// Whether this is what reached them; they may have been reached before.
    fn reached(&self, cx: &Writer, member: Id, state: &str) -> Result<bool> {
        let known: Option<String> =
            cx.maybe("select d.state from {deliveries} d where d.notice = $1 and d.member = $2", args![self.id, member])?;
        match known.as_deref() {
            None => Err(Error::NotFound),
            Some("sent") => {
                let reach = "update {deliveries} set state = $1, reached_at = $2, reached_by = $3 where notice = $4 and member = $5";
                cx.run_one(reach, args![state, cx.now(), &cx.actor().name, self.id, member]).map(|()| true)
            }
            Some(_) => Ok(false),
        }
    }
}

fn send_to_units(cx: &Writer, notice: Id, org: &Org) -> Result<()> {
    cx.run(
        "insert into {unit_deliveries} (notice, unit, channel, state) select $1, u.id, \
         case when exists (select 1 from {accounts} a where a.tenant = u.tenant and a.closed_at is null and (a.person = u.id or a.role = 'contact' and a.name = u.contact_person)) \
         then 'account' else 'call' end, 'sent' \
         from {units} u where u.path = $2",
        args![notice, &org.path],
    )?;
    Ok(())
}

impl Notice {
    /// The day and minute it was sent.
    pub fn sent_on(&self) -> String {
        minute(&self.sent_at)
    }
}

impl Delivery {
    pub fn words(&self) -> &'static str {
        match self.state.as_str() {
            "seen" => t("看了", "Seen"),
            "told" => t("电话告知", "Told"),
            _ => t("还没告知", "Not reached"),
        }
    }
    pub fn reached(&self) -> String {
        self.reached_at.as_deref().map(|at| format!("{} {}", minute(at), self.reached_by)).unwrap_or_default()
    }
}

/// `2026-11-22 20:15` of a full time.
fn minute(at: &str) -> String {
    at.get(..16).unwrap_or(at).replace('T', " ")
}
