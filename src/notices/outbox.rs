//! What waits to leave the house. A line is put here in the transaction of its notice and claimed by
//! a job. Before anything is handed over, the message has its name in the database, and it keeps it
//! for as long as it is tried: after a crash between handing over and writing that down, the same
//! message goes again under the same name. So nothing is lost, and who counts by name counts once.

use super::{
    Delivery, Notice, link, notice,
    way::{Channel, Ladder},
    withdrawal,
};
use crate::{
    channels::{Message, Outcome, base, short},
    people::Member,
    rulebook::{self, keys},
};
use kernel::{Id, Reader, Result, Writer, args, say};
use serde::Deserialize;

/// Rounds: the notice itself, and the one reminder of it.
pub const NOTICE: i64 = 0;
pub const REMINDER: i64 = 1;

pub const JOB: &str = "notices.deliver";

/// One message as it is claimed: one person, one way, all that waits for them.
#[derive(Clone, Debug)]
pub struct Batch {
    pub channel: Channel,
    pub message: Message,
    name: Id,
    tries: i64,
}

#[derive(Clone, Debug, Deserialize)]
struct Line {
    notice: Id,
    member: Id,
    channel: Channel,
    round: i64,
    message: Option<Id>,
    tries: i64,
    problem: String,
    state: String,
}

const LINE: &str = "select x.notice, x.member, x.channel, x.round, x.message, x.tries, x.problem, x.state from {outbox} x where";

pub fn put(cx: &Writer, notice: Id, member: Id, path: &str, way: Channel, round: i64, due: &str) -> Result<()> {
    cx.run(
        "insert into {outbox} (notice, member, channel, round, path, state, due_at, tries, lease_until, problem) values ($1, $2, $3, $4, $5, 'waiting', $6, 0, '', '') \
         on conflict (notice, member, channel, round) do nothing",
        args![notice, member, way.code(), round, path, due],
    )?;
    Ok(())
}

/// Sees to it that the job runs when the next thing is due, and not more often.
pub fn wake(cx: &Writer) -> Result<()> {
    match next_due(&cx.beyond_scope("the job delivers for everybody"))? {
        Some(due) => Ladder::of(cx)?.wake(cx, JOB, due),
        None => Ok(()),
    }
}

fn next_due(cx: &Reader) -> Result<Option<String>> {
    let least = [
        "select min(x.due_at) from {outbox} x where x.state = 'waiting'",
        "select min(x.lease_until) from {outbox} x where x.state = 'sending'",
        "select min(d.next_at) from {deliveries} d where d.state = 'sent'",
    ];
    let least = least.into_iter().map(|sql| cx.one::<Option<String>>(sql, args![])).collect::<Result<Vec<_>>>()?;
    Ok(least.into_iter().flatten().min())
}

/// Whether there is anything to claim: a look that writes nothing.
pub fn waits(cx: &Reader) -> Result<bool> {
    Ok(due_line(cx)?.is_some())
}

fn due_line(cx: &Reader) -> Result<Option<Line>> {
    let now = cx.now();
    let cut_off = cx.maybe(&format!("{LINE} x.state = 'sending' and x.lease_until < $1 order by x.lease_until limit 1"), args![&now])?;
    if cut_off.is_some() || Ladder::of(cx)?.is_quiet() {
        return Ok(cut_off);
    }
    cx.maybe(&format!("{LINE} x.state = 'waiting' and x.due_at <= $1 order by x.due_at, x.member limit 1"), args![now])
}

/// Takes the next message that is due: from now on it stands as being sent, under its name.
pub fn claim(cx: &Writer) -> Result<Option<Batch>> {
    while let Some(first) = due_line(cx)? {
        if let Some(batch) = claimed(cx, &first)? {
            return Ok(Some(batch));
        }
    }
    Ok(None)
}

fn claimed(cx: &Writer, first: &Line) -> Result<Option<Batch>> {
    let lines = together(cx, first)?;
    let (mut wanted, mut done): (Vec<(Line, Notice)>, Vec<Line>) = (vec![], vec![]);
    for line in lines {
        let notice: Notice = cx.find(line.notice)?;
        let open: Option<String> = cx.maybe(
            "select d.state from {deliveries} d join {members} m on m.tenant = d.tenant and m.id = d.member where d.notice = $1 and d.member = $2",
            args![line.notice, line.member],
        )?;
        if open.as_deref() == Some("sent") { wanted.push((line, notice)) } else { done.push(line) }
    }
    // A message that may have gone out already goes again as it was, or not at all.
    if first.message.is_none() || wanted.is_empty() {
        for line in &done {
            // It may have gone out before the notice was withdrawn.
            let notice: Notice = cx.find(line.notice)?;
            if line.message.is_some() && notice.is_withdrawn() {
                withdrawal::tell(cx, &notice, line.member, line.channel)?;
            }
            set(cx, line, "update {outbox} set state = 'dropped', lease_until = '' where")?;
        }
    }
    let Some((line, _)) = wanted.first() else { return Ok(None) };
    let (name, tries) = (first.message.unwrap_or_else(|| cx.new_id()), line.tries + 1);
    let rules = rulebook::book(cx)?;
    let rules = rules.at(cx.today());
    if tries > rules.get(keys::NOTICE_RETRIES).len() as i64 + 1 {
        give_up(cx, wanted.iter().map(|w| &w.0), &line.problem)?;
        return Ok(None);
    }
    let lease = cx.house().clock.after(rules.get(keys::NOTICE_LEASE))?;
    for (line, _) in &wanted {
        let (to, key) = (
            args![name, &lease, tries, line.notice, line.member, line.channel.code(), line.round],
            "notice = $4 and member = $5 and channel = $6 and round = $7",
        );
        cx.run_one(&format!("update {{outbox}} set state = 'sending', message = $1, lease_until = $2, tries = $3 where {key}"), to)?;
    }
    let message = compose(cx, name, line.channel, line.member, &wanted)?;
    Ok(Some(Batch { channel: line.channel, message, name, tries }))
}

/// What goes as one message: what went together before, or what waits for the same person now.
fn together(cx: &Reader, first: &Line) -> Result<Vec<Line>> {
    if let Some(message) = first.message {
        return cx.all(&format!("{LINE} x.message = $1 and x.state = $2 order by x.notice, x.round"), args![message, &first.state]);
    }
    let ladder = Ladder::of(cx)?;
    cx.all(
        &format!("{LINE} x.member = $1 and x.channel = $2 and x.state = 'waiting' and x.message is null and x.due_at <= $3 order by x.notice, x.round"),
        args![first.member, first.channel.code(), ladder.after(ladder.merge)?],
    )
}

fn compose(cx: &Writer, name: Id, way: Channel, member: Id, lines: &[(Line, Notice)]) -> Result<Message> {
    let member: Member = cx.find(member)?;
    let to = super::prefer::address(cx, &member, way)?;
    let (base, mut links, mut parts) = (base(cx)?, vec![], vec![]);
    for (line, notice) in lines {
        let link = if base.is_empty() { String::new() } else { format!("{base}/n/{}", link::of(cx, notice.id, member.id)?) };
        let until =
            if notice.due_on.is_some() { say!("请在{}前回复。", "Please answer by {}.", notice.due_words()) } else { String::new() };
        let title = if line.round == REMINDER { say!("提醒：{}", "Reminder: {}", notice.title) } else { notice.title.clone() };
        parts.push((title, format!("{}\n{}{until}", notice.body, notice.question())));
        links.push(link);
    }
    let id = name.to_string();
    let to = to.unwrap_or_default();
    if let [(title, text)] = parts.as_slice() {
        return Ok(Message { id, to, name: member.name, title: title.clone(), text: text.clone(), link: links.swap_remove(0) });
    }
    let text: Vec<String> = parts.iter().zip(&links).map(|((title, text), link)| format!("【{title}】\n{text}\n{link}")).collect();
    let title = say!("{} 份通知", "{} notices", parts.len());
    Ok(Message { id, to, name: member.name, title, text: text.join("\n\n"), link: String::new() })
}

/// Writes down what became of a message, and sends what could not be delivered on its next way.
pub fn settle(cx: &Writer, batch: &Batch, outcome: &Outcome) -> Result<()> {
    let lines: Vec<Line> =
        cx.all(&format!("{LINE} x.message = $1 and x.state = 'sending' order by x.notice, x.round"), args![batch.name])?;
    let ladder = Ladder::of(cx)?;
    let retries = rulebook::book(cx)?.at(cx.today()).get(keys::NOTICE_RETRIES);
    let again = retries.get(usize::try_from(batch.tries).unwrap_or(1).saturating_sub(1)).copied();
    match (outcome, again) {
        (Outcome::Handed, _) => handed(cx, &ladder, &lines),
        (Outcome::Later(why) | Outcome::Unreachable(why), Some(wait)) => {
            let (due, why) = (ladder.after(wait)?, short(why));
            cx.run("update {outbox} set state = 'waiting', due_at = $1, lease_until = '', problem = $2 where message = $3 and state = 'sending'", args![&due, &why, batch.name])?;
            if matches!(outcome, Outcome::Unreachable(_)) {
                // The others would fare no better now.
                let others = "update {outbox} set due_at = $1, problem = $2, tries = tries + 1 where state = 'waiting' and channel = $3 and due_at <= $4";
                cx.run(others, args![&due, &why, batch.channel.code(), cx.now()])?;
            }
            cx.note(batch.name, format!("{} not handed over yet", batch.channel.code()));
            Ok(())
        }
        (Outcome::Later(why) | Outcome::Unreachable(why) | Outcome::Never(why), _) => give_up(cx, lines.iter(), why),
    }
}

fn handed(cx: &Writer, ladder: &Ladder, lines: &[Line]) -> Result<()> {
    for line in lines {
        set(
            cx,
            line,
            &format!("update {{outbox}} set state = 'handed', lease_until = '', problem = '', handed_at = '{}' where", cx.now()),
        )?;
        let next = "update {deliveries} set next_at = $1 where notice = $2 and member = $3 and channel = $4 and state = 'sent'";
        if line.round == NOTICE {
            cx.run(next, args![ladder.after(ladder.wait)?, line.notice, line.member, line.channel.code()])?;
        }
        let notice: Notice = cx.find(line.notice)?;
        if notice.is_withdrawn() {
            withdrawal::tell(cx, &notice, line.member, line.channel)?;
        }
        cx.note(line.notice, format!("{} of {} handed over", line.channel.code(), line.member));
    }
    Ok(())
}

/// It could not be delivered, and says so; the person is told by their next way.
fn give_up<'a>(cx: &Writer, lines: impl Iterator<Item = &'a Line>, why: &str) -> Result<()> {
    let ladder = Ladder::of(cx)?;
    for line in lines {
        let failed = "update {outbox} set state = 'failed', lease_until = '', problem = $5 where notice = $1 and member = $2 and channel = $3 and round = $4";
        cx.run_one(failed, args![line.notice, line.member, line.channel.code(), line.round, short(why)])?;
        cx.note(line.notice, format!("{} of {} could not be delivered", line.channel.code(), line.member));
        let delivery: Option<Delivery> = cx.find::<Notice>(line.notice)?.delivery(cx, line.member).ok();
        if let Some(delivery) = delivery.filter(|d| d.is_left() && d.channel == line.channel) {
            notice::advance(cx, &ladder, &delivery)?;
        }
    }
    Ok(())
}

fn set(cx: &Writer, line: &Line, update: &str) -> Result<()> {
    cx.run_one(
        &format!("{update} notice = $1 and member = $2 and channel = $3 and round = $4"),
        args![line.notice, line.member, line.channel.code(), line.round],
    )
}
