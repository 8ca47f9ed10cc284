//! A sent notice is withdrawn, with a reason. Who was reached is told so by the way that reached them;
//! who may hold a mail or a message of it, by that one; nobody else hears of either any more.

use super::{Delivery, NewNotice, Notice, To, notice, outbox, way::Channel, way::Ladder};
use crate::orgs::Org;
use kernel::{Error, Id, Result, Writer, args, say};
use std::collections::BTreeMap;

impl Notice {
    pub fn is_withdrawn(&self) -> bool {
        self.withdrawn_at.is_some()
    }

    /// `2026-11-22 20:15 周敏：日期写错了`
    pub fn withdrawn_words(&self) -> String {
        let at = self.withdrawn_at.as_deref().map(super::minute).unwrap_or_default();
        let (by, why) = (self.withdrawn_by.as_deref().unwrap_or_default(), self.withdrawn_why.as_deref().unwrap_or_default());
        say!("{at} {by} 撤回：{why}", "withdrawn {at} by {by}: {why}")
    }

    pub fn must_stand(&self) -> Result<()> {
        match self.is_withdrawn() {
            false => Ok(()),
            true => Err(Error::rule("notice_withdrawn", "这份通知已经撤回，不用再回。", "The notice was withdrawn; no answer is needed.")),
        }
    }

    /// Withdraws it, and tells so whoever may know of it. How many those are.
    pub fn withdraw(&self, cx: &Writer, reason: &str) -> Result<usize> {
        self.must_stand()?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::field("why", "请写为什么撤回，收到的人会看到。", "Say why; those who have it will read it."));
        }
        if self.withdraws.is_some() {
            return Err(Error::rule(
                "is_withdrawal",
                "撤回通知不能再撤回，请另发一份。",
                "A withdrawal is not withdrawn; send another notice.",
            ));
        }
        let stamp = "update {notices} set withdrawn_at = $1, withdrawn_by = $2, withdrawn_why = $3 where id = $4";
        cx.run_one(stamp, args![cx.now(), &cx.actor().name, reason, self.id])?;
        cx.run("update {outbox} set state = 'dropped', lease_until = '' where notice = $1 and state = 'waiting'", args![self.id])?;
        let known = self.known_to(cx)?;
        self.announce(cx, reason)?;
        for (member, way) in &known {
            tell(cx, self, *member, *way)?;
        }
        cx.run("update {deliveries} set state = 'withdrawn', next_at = null where notice = $1 and state = 'sent'", args![self.id])?;
        let units = self.tell_units(cx)?;
        outbox::wake(cx)?;
        cx.note_reason(self.id, format!("withdrawn, {} told", known.len() + units), reason);
        Ok(known.len() + units)
    }

    /// By which way each knows of it who may know of it.
    fn known_to(&self, cx: &Writer) -> Result<Vec<(Id, Channel)>> {
        let handed: Vec<(Id, Channel)> = cx.all(
            "select x.member, x.channel from {outbox} x where x.notice = $1 and x.state = 'handed' order by x.handed_at, x.channel",
            args![self.id],
        )?;
        let handed: BTreeMap<Id, Channel> = handed.into_iter().collect();
        let way = |d: Delivery| Some((d.member, told_by(&d, handed.get(&d.member).copied())?));
        Ok(self.deliveries(cx)?.into_iter().filter_map(way).collect())
    }

    /// The notice of the withdrawal, still to nobody.
    fn announce(&self, cx: &Writer, reason: &str) -> Result<Notice> {
        let (org, sent): (Org, _) = (cx.find(self.org)?, crate::ui::day_of(&self.sent_at));
        let title = say!("撤回：{}", "Withdrawn: {}", self.title);
        let body = say!("{sent}发的“{}”撤回：{reason}", "“{}” of {sent} is withdrawn: {reason}", self.title);
        let new = NewNotice { id: Some(withdrawal_of(self.id)), title: &title, body: &body, about: self.about, ..NewNotice::default() };
        let notice = Notice::post(cx, &org, new, To::Some(&[]))?;
        cx.run_one("update {notices} set withdraws = $1 where id = $2", args![self.id, notice.id])?;
        Ok(notice)
    }

    /// Units that were reached are told; the others hear of neither. How many are told.
    fn tell_units(&self, cx: &Writer) -> Result<usize> {
        let told = cx.run(
            "insert into {unit_deliveries} (notice, unit, channel, state) select $1, d.unit, d.channel, 'sent' from {unit_deliveries} d where d.notice = $2 and d.state <> 'sent'",
            args![withdrawal_of(self.id), self.id],
        )?;
        cx.run("update {unit_deliveries} set state = 'withdrawn' where notice = $1 and state = 'sent'", args![self.id])?;
        Ok(told as usize)
    }
}

/// The way that reached them, or the one that may have; none where nothing did.
fn told_by(delivery: &Delivery, handed: Option<Channel>) -> Option<Channel> {
    match (delivery.state.as_str(), delivery.via.as_str()) {
        ("seen", "link") => Some(handed.unwrap_or(Channel::Slip)),
        ("seen", _) => Some(Channel::Account),
        ("told", via) => Some(Channel::read(via).unwrap_or(Channel::Call)),
        _ => handed,
    }
}

/// The same notice has one withdrawal.
fn withdrawal_of(notice: Id) -> Id {
    Id::named(&["withdrawal", &notice.to_string()])
}

/// Tells one member that the notice was withdrawn, first by this way; once only.
pub(super) fn tell(cx: &Writer, withdrawn: &Notice, member: Id, way: Channel) -> Result<()> {
    let (ladder, notice) = (Ladder::of(cx)?, withdrawal_of(withdrawn.id));
    let Some(person) = notice::person(cx, member)? else { return Ok(()) };
    let known: i64 = cx.one("select count(*) from {deliveries} d where d.notice = $1 and d.member = $2", args![notice, member])?;
    if known > 0 {
        return Ok(());
    }
    let rest = ladder.ways(&person.known()).into_iter().filter(|w| *w != way);
    let ways: Vec<Channel> = std::iter::once(way).chain(rest).collect();
    notice::address(cx, notice, &ladder, &ladder.after(ladder.merge)?, &person, &ways)
}
