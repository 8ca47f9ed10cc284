//! Less dues or none, by decision: from a month on, until a month or for as long as nothing else is
//! decided. The reason speaks of somebody's hardship and is sealed.

use super::{Fen, entries::stands};
use crate::{closing::Month, people::Member};
use kernel::{Error, Id, Reader, Result, Spot, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Relief {
    pub id: Id,
    pub member: Id,
    pub from_month: Month,
    pub to_month: Option<Month>,
    /// What is due for a month; nothing where the member is exempt.
    pub due: Fen,
    pub decided_by: String,
    pub made_at: String,
    pub made_by: String,
    pub taken_back: bool,
}

pub struct NewRelief {
    pub from: Month,
    pub to: Option<Month>,
    pub due: Fen,
    pub reason: String,
    pub decided_by: String,
}

impl Relief {
    pub fn of_member(cx: &Reader, member: Id) -> Result<Vec<Relief>> {
        let sql = format!(
            "select {COLUMNS} from {{dues_reliefs}} e where e.member = $1 and e.reverses is null order by e.from_month desc, e.id desc"
        );
        cx.all(&sql, args![member])
    }

    /// Those that stand, for the members that a condition over `e` names.
    pub fn standing(cx: &Reader, whose: &str, args: &[kernel::Value]) -> Result<Vec<Relief>> {
        let stands = stands("dues_reliefs");
        cx.all(&format!("select {COLUMNS} from {{dues_reliefs}} e where {stands} and {whose} order by e.from_month, e.id"), args)
    }

    /// Enters a decision. Two decisions about one month would contradict each other.
    pub fn decide(cx: &Writer, member: &Member, new: &NewRelief) -> Result<Id> {
        let (reason, decided_by) = (new.reason.trim(), new.decided_by.trim());
        if reason.is_empty() {
            return Err(Error::field("reason", "请写明原因。", "Give the reason."));
        }
        if decided_by.is_empty() {
            return Err(Error::field("decided_by", "请写明由谁决定。", "Say who decided."));
        }
        if new.to.is_some_and(|to| to < new.from) {
            return Err(Error::field("until", "结束早于开始。", "It ends before it begins."));
        }
        let standing = Relief::standing(cx, "e.member = $1", args![member.id])?;
        if standing.iter().any(|r| new.to.is_none_or(|to| r.from_month <= to) && r.to_month.is_none_or(|to| to >= new.from)) {
            return Err(Error::field(
                "since",
                "这些月份已有减免决定，请先撤回原来的。",
                "There is a decision about these months; take that back first.",
            ));
        }
        let id = cx.new_id();
        cx.run(
            "insert into {dues_reliefs} (id, member, path, from_month, to_month, due, reason, decided_by, made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            args![id, member.id, &member.path, new.from, new.to.map(|m| m.to_string()), new.due, cx.seal(spot(id), reason)?, decided_by, cx.now(), &cx.actor().name],
        )?;
        cx.note(member.id, format!("dues relief from {}", new.from));
        Ok(id)
    }

    /// The reason. The caller has one of their own, which was written down.
    pub fn reason(cx: &Reader, member: Id, id: Id) -> Result<Option<String>> {
        let sealed: Option<Vec<u8>> =
            cx.one("select e.reason from {dues_reliefs} e where e.member = $1 and e.id = $2", args![member, id])?;
        sealed.map(|s| cx.unseal(spot(id), &s)).transpose()
    }

    pub fn covers(&self, month: Month) -> bool {
        self.from_month <= month && self.to_month.is_none_or(|to| month <= to)
    }
}

fn spot(row: Id) -> Spot<'static> {
    Spot { table: "dues_reliefs", column: "reason", row }
}

const COLUMNS: &str = "e.id, e.member, e.from_month, e.to_month, e.due, e.decided_by, e.made_at, e.made_by, \
    case when exists (select 1 from {dues_reliefs} r where r.tenant = e.tenant and r.member = e.member and r.reverses = e.id) then 1 else 0 end as taken_back";
