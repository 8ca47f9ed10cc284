//! The job: brings people to their next way when it is time, reminds once, and hands over what waits.

use super::{
    Notice, notice,
    outbox::{self, Batch},
    way::{Channel, Ladder},
};
use crate::{
    channels::{Outcome, hand_over},
    rulebook::{self, keys},
};
use kernel::{Id, Reader, Result, Steps, Ticket, Writer, args};

/// So many messages of one run: others' work in the queue waits no longer than that.
const RUN: u64 = 200;

pub fn run(cx: &Steps, ticket: &Ticket) -> Result<()> {
    if climbs(cx)? {
        cx.write(climb)?;
    }
    let mut before: Option<(Batch, Outcome)> = None;
    for n in 0..RUN {
        if before.is_none() && !outbox::waits(cx)? {
            break;
        }
        // What became of the last one and the claim of the next stand in one transaction.
        let next = cx.write(move |cx| {
            if let Some((batch, outcome)) = before {
                outbox::settle(cx, &batch, &outcome)?;
            }
            if n + 1 < RUN { outbox::claim(cx) } else { Ok(None) }
        })?;
        let Some(batch) = next else { break };
        ticket.step(n, RUN)?;
        let outcome = hand_over(cx, batch.channel, &batch.message)?;
        before = Some((batch, outcome));
    }
    cx.write(outbox::wake)
}

const DUE: &str = "d.state = 'sent' and d.next_at is not null and d.next_at <= $1";
/// Of notices whose last day is near, those that wait for themselves.
const LATE: &str = "d.state = 'sent' and d.channel in ('account', 'mail', 'webhook') and d.notice in (select n.id from {notices} n where n.due_on is not null and n.due_on <= $1)";
/// Told a while ago and not reminded, with the last day near.
const SILENT: &str = "d.state = 'sent' and d.reminded_at is null and d.notice in (select n.id from {notices} n where n.due_on >= $1 and n.due_on <= $2 and n.sent_at <= $3)";

struct Times {
    now: String,
    today: String,
    call: String,
    remind: String,
    told_before: String,
}

fn times(cx: &Reader) -> Result<Times> {
    let (today, book) = (cx.today(), rulebook::book(cx)?);
    let rules = book.at(today);
    Ok(Times {
        now: cx.now(),
        today: today.to_string(),
        call: today.checked_add(rules.get(keys::NOTICE_CALL_AHEAD))?.to_string(),
        remind: today.checked_add(rules.get(keys::NOTICE_REMIND_AHEAD))?.to_string(),
        told_before: cx.house().clock.after(rules.get(keys::NOTICE_WAIT).negate())?,
    })
}

fn climbs(cx: &Reader) -> Result<bool> {
    let t = times(cx)?;
    let any = |condition: &str, args: &[kernel::Value]| {
        cx.maybe::<i64>(&format!("select 1 from {{deliveries}} d where {condition} limit 1"), args)
    };
    Ok(any(DUE, args![&t.now])?.is_some()
        || any(LATE, args![&t.call])?.is_some()
        || any(SILENT, args![&t.today, &t.remind, &t.told_before])?.is_some())
}

fn climb(cx: &Writer) -> Result<()> {
    let (t, ladder) = (times(cx)?, Ladder::of(cx)?);
    cx.run(
        "update {deliveries} set channel = 'call', next_at = null where state = 'sent' and channel in ('account', 'mail', 'webhook') \
         and notice in (select n.id from {notices} n where n.due_on is not null and n.due_on <= $1)",
        args![&t.call],
    )?;
    let due: Vec<(Id, Id)> =
        cx.all(&format!("select d.notice, d.member from {{deliveries}} d where {DUE} order by d.next_at limit 2000"), args![&t.now])?;
    for (notice, member) in due {
        // A member who left the ledger since has no line to follow any more.
        match cx.find::<Notice>(notice)?.delivery(cx, member) {
            Ok(delivery) => notice::advance(cx, &ladder, &delivery)?,
            Err(_) => drop(cx.run("update {deliveries} set next_at = null where notice = $1 and member = $2", args![notice, member])?),
        }
    }
    remind(cx, &t, &ladder)
}

/// Once, and only who was not reached: by what was handed over to them before.
fn remind(cx: &Writer, t: &Times, ladder: &Ladder) -> Result<()> {
    let silent: Vec<(Id, Id, String)> = cx.all(
        &format!("select d.notice, d.member, d.path from {{deliveries}} d where {SILENT} order by d.notice, d.member limit 2000"),
        args![&t.today, &t.remind, &t.told_before],
    )?;
    for (notice, member, path) in silent {
        let sent: Vec<(String, String)> = cx.all(
            "select x.channel, x.state from {outbox} x where x.notice = $1 and x.member = $2 order by x.channel",
            args![notice, member],
        )?;
        // What waits on the next way is reminder enough.
        let waits = sent.iter().any(|(_, state)| state == "waiting" || state == "sending");
        let handed = sent.iter().find(|(_, state)| state == "handed" && !waits);
        if let Some(way) = handed.and_then(|(way, _)| Channel::read(way)) {
            outbox::put(cx, notice, member, &path, way, outbox::REMINDER, &ladder.after(ladder.merge)?)?;
        }
        cx.run("update {deliveries} set reminded_at = $1 where notice = $2 and member = $3", args![&t.now, notice, member])?;
    }
    Ok(())
}
