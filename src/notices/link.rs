//! The link of a notice to one person: it shows that notice alone and takes the answer, without an
//! account. It is a keyed hash over notice, person and a number; a new number makes it void. Kept is
//! only what knows it again, so that whoever reads the database holds no links.

use super::Notice;
use crate::{
    people::Member,
    rulebook::{self, keys},
};
use jiff::civil::Date;
use kernel::{Error, Id, Reader, Result, Writer, args, vault};

/// The token of this notice for this person; the same each time until it is revoked.
pub fn of(cx: &Writer, notice: Id, member: Id) -> Result<String> {
    let number: i64 = cx.one("select d.link_no from {deliveries} d where d.notice = $1 and d.member = $2", args![notice, member])?;
    let token = vault::hex(&cx.digest("notice link", &format!("{notice}/{member}/{number}")));
    let keep = "update {deliveries} set link = $1 where notice = $2 and member = $3";
    cx.run_one(keep, args![vault::fingerprint(&token), notice, member])?;
    Ok(token)
}

/// All links handed out to this person for this notice are void.
pub fn revoke(cx: &Writer, notice: Id, member: Id) -> Result<()> {
    cx.run_one("update {deliveries} set link = null, link_no = link_no + 1 where notice = $1 and member = $2", args![notice, member])?;
    cx.note(notice, format!("links of {member} revoked"));
    Ok(())
}

/// What a link opens, for as long as it is good.
pub fn open(cx: &Reader, token: &str) -> Result<(Notice, Member)> {
    let found: Option<(Id, Id)> =
        cx.maybe("select d.notice, d.member from {deliveries} d where d.link = $1", args![vault::fingerprint(token)])?;
    let (notice, member) = found.ok_or(Error::NotFound)?;
    let notice: Notice = cx.find(notice)?;
    if last_day(cx, &notice)? < cx.today() {
        return Err(Error::rule(
            "link_expired",
            "这个链接已经过期。要回复，请给支部打电话。",
            "This link has expired. To answer, please call your branch.",
        ));
    }
    Ok((notice, cx.find(member)?))
}

/// The last day on which links of this notice can be answered.
pub fn last_day(cx: &Reader, notice: &Notice) -> Result<Date> {
    let book = rulebook::book(cx)?;
    let rules = book.at(cx.today());
    let (from, span) = match &notice.due_on {
        Some(due) => (due.as_str(), keys::NOTICE_LINK_AFTER),
        None => (notice.sent_at.get(..10).unwrap_or_default(), keys::NOTICE_LINK_VALID),
    };
    Ok(from.parse::<Date>().map_err(anyhow::Error::from)?.checked_add(rules.get(span))?)
}
