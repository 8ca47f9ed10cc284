//! A bulletin: the worker's own words beside what is derived, and when it went out.

use crate::{
    closing::{Closing, Month},
    orgs::Org,
};
use kernel::{Error, Id, Reader, Result, Writer, args, schema::past};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Bulletin {
    pub remark: String,
    pub sent_at: Option<String>,
    pub sent_by: String,
}

impl Bulletin {
    /// What stands beside the figures of this month; nothing yet where nobody wrote or sent it.
    pub fn of(cx: &Reader, org: Id, month: Month) -> Result<Bulletin> {
        Ok(cx
            .maybe("select b.remark, b.sent_at, b.sent_by from {bulletins} b where b.org = $1 and b.month = $2", args![org, month])?
            .unwrap_or_default())
    }

    /// Whether a bulletin that this member's organisations sent covers the month.
    pub fn reached(cx: &Reader, month: Month) -> Result<bool> {
        let sent: i64 = cx.one("select count(*) from {bulletins} b where b.month = $1 and b.sent_at is not null", args![month])?;
        Ok(sent > 0)
    }

    /// Writes the remark, as long as the bulletin is not sent.
    pub fn remark(cx: &Writer, org: &Org, month: Month, remark: &str) -> Result<()> {
        closed(cx, org, month)?;
        if Bulletin::of(cx, org.id, month)?.sent_at.is_some() {
            return Err(Error::rule("bulletin_sent", "通报已经发出，不能再改。", "The bulletin was sent and cannot be changed."));
        }
        cx.run(
            "insert into {bulletins} (id, path, org, month, remark, sent_by) values ($1, $2, $3, $4, $5, '') on conflict (org, month) do update set remark = excluded.remark",
            args![id(org.id, month), &org.path, org.id, month, remark.trim()],
        )?;
        cx.note(org.id, format!("bulletin {month} remark"));
        Ok(())
    }

    /// Sends the bulletin, and with `below` those of all organisations below that were not sent.
    /// Their members see theirs from now on. Returns how many went out.
    pub fn send(cx: &Writer, org: &Org, month: Month, below: bool) -> Result<u64> {
        closed(cx, org, month)?;
        let high = if below { past(&org.path) } else { format!("{}0", org.path) };
        let closings: Vec<(Id, String)> = cx.all(
            "select c.org, c.path from {closings} c where c.month = $1 and c.path >= $2 and c.path < $3 \
             and not exists (select 1 from {bulletins} b where b.tenant = c.tenant and b.org = c.org and b.month = c.month and b.sent_at is not null)",
            args![month, &org.path, high],
        )?;
        for (org, path) in &closings {
            cx.run(
                "insert into {bulletins} (id, path, org, month, remark, sent_at, sent_by) values ($1, $2, $3, $4, '', $5, $6) \
                 on conflict (org, month) do update set sent_at = excluded.sent_at, sent_by = excluded.sent_by",
                args![id(*org, month), path, *org, month, cx.now(), &cx.actor().name],
            )?;
        }
        cx.note(org.id, format!("bulletin {month} sent: {}", closings.len()));
        Ok(closings.len() as u64)
    }
}

fn id(org: Id, month: Month) -> Id {
    Id::named(&["bulletin", &org.to_string(), &month.to_string()])
}

fn closed(cx: &Reader, org: &Org, month: Month) -> Result<()> {
    match Closing::of(cx, org.id, month)? {
        Some(_) => Ok(()),
        None => Err(Error::rule("month_open", "这个月还没有月结，没有通报。", "The month is not closed: there is no bulletin.")),
    }
}
