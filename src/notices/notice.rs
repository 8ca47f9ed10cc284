//! A notice: what is said, the answer it wants and until when, and the sending of it. Sending writes
//! who is to be told by which way and what waits to leave the house, all in the one transaction.

use super::{
    Delivery, Wanted, outbox,
    way::{self, Channel, Known, Ladder},
};
use crate::{
    orgs::Org,
    rulebook::{self, keys},
};
use kernel::{Id, Noun, Reader, Result, Writer, args, schema::past};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    pub id: Id,
    pub path: String,
    pub org: Id,
    pub title: String,
    pub body: String,
    /// The activity it is about, if it is about one.
    pub about: Option<Id>,
    pub wants: Wanted,
    /// The choices, one a line; or the fact that is asked about.
    pub options: String,
    pub due_on: Option<String>,
    /// To whom it went, as it was said when it was sent.
    pub audience: String,
    pub sent_at: String,
    pub sent_by: String,
    pub withdrawn_at: Option<String>,
    pub withdrawn_by: Option<String>,
    pub withdrawn_why: Option<String>,
    /// Of a notice that says so: the one that is withdrawn.
    pub withdraws: Option<Id>,
}
impl Noun for Notice {
    const TABLE: &'static str = "notices";
}

/// What somebody wants to tell.
#[derive(Clone, Debug, Default)]
pub struct NewNotice<'a> {
    /// Where the same notice was asked for twice, the one id that it has.
    pub id: Option<Id>,
    pub title: &'a str,
    pub body: &'a str,
    pub about: Option<Id>,
    pub wants: Wanted,
    pub options: &'a str,
    pub due_on: Option<String>,
    pub audience: &'a str,
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

/// A member who is to be told.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Whom {
    id: Id,
    path: String,
    account: bool,
    email: bool,
    phone: bool,
    ways: Option<String>,
}

const WHOM: &str = "select m.id, m.path, \
     case when exists (select 1 from {accounts} a where a.tenant = m.tenant and a.person = m.id and a.closed_at is null) then 1 else 0 end as account, \
     case when w.email is null then 0 else 1 end as email, case when m.phone is null then 0 else 1 end as phone, w.ways \
     from {members} m left join {ways_to_reach} w on w.tenant = m.tenant and w.member = m.id where";

impl Notice {
    /// A notice that nobody has to answer by a day.
    pub fn send(cx: &Writer, org: &Org, title: &str, body: &str, about: Option<Id>, to: To) -> Result<Notice> {
        Notice::post(cx, org, NewNotice { title, body, about, ..NewNotice::default() }, to)
    }

    pub fn post(cx: &Writer, org: &Org, new: NewNotice, to: To) -> Result<Notice> {
        let id = new.id.unwrap_or_else(|| cx.new_id());
        cx.run(
            "insert into {notices} (id, path, org, title, body, about, wants, options, due_on, audience, sent_at, sent_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            args![id, &org.path, org.id, new.title, new.body, new.about, new.wants.code(), new.options, new.due_on.clone(), new.audience, cx.now(), &cx.actor().name],
        )?;
        match to {
            To::Units => send_to_units(cx, id, org)?,
            To::Members | To::Some(_) => {
                let ladder = Ladder::of(cx)?;
                let due = ladder.after(ladder.merge)?;
                whom(cx, org, to, |person| address(cx, id, &ladder, &due, &person, &ladder.ways(&person.known())))?;
                outbox::wake(cx)?;
            }
        }
        cx.note(id, format!("notice {}", new.title));
        cx.find(id)
    }

    /// How many are told by which way first, if it is sent now.
    pub fn first_ways(cx: &Reader, org: &Org, to: To) -> Result<Vec<(Channel, i64)>> {
        let (ladder, mut counts) = (Ladder::of(cx)?, BTreeMap::new());
        whom(cx, org, to, |person| {
            *counts.entry(ladder.ways(&person.known())[0]).or_default() += 1;
            Ok(())
        })?;
        Ok(counts.into_iter().collect())
    }

    /// The newest first.
    pub fn list(cx: &Reader) -> Result<Vec<Notice>> {
        cx.all("select n.* from {notices} n order by n.sent_at desc, n.id desc limit 200", args![])
    }

    /// Those whose day comes within the reminder's time, or has passed, with somebody still left.
    pub fn due(cx: &Reader) -> Result<Vec<(Notice, i64)>> {
        let soon = cx.today().checked_add(rulebook::book(cx)?.at(cx.today()).get(keys::NOTICE_REMIND_AHEAD))?;
        let open: Vec<Notice> = cx.all(
            "select n.* from {notices} n where n.due_on is not null and n.due_on <= $1 \
             and exists (select 1 from {deliveries} d where d.tenant = n.tenant and d.notice = n.id and d.state = 'sent') order by n.due_on, n.id limit 20",
            args![soon],
        )?;
        let with_left = |notice: Notice| {
            let left = notice.reach(cx)?.left;
            Ok((notice, left))
        };
        open.into_iter().map(with_left).collect()
    }

    /// The day and minute it was sent.
    pub fn sent_on(&self) -> String {
        super::minute(&self.sent_at)
    }
    /// The deadline as people write it.
    pub fn due_words(&self) -> String {
        self.due_on.as_deref().map(crate::ui::day_of).unwrap_or_default()
    }
    /// The last day on which an answer is wanted has passed.
    pub fn is_late(&self, today: &str) -> bool {
        self.due_on.as_deref().is_some_and(|due| due < today)
    }
}

impl Whom {
    pub(super) fn known(&self) -> Known {
        Known { account: self.account, email: self.email, phone: self.phone, ways: self.ways.clone() }
    }
}

/// A member as they are to be told; none who left the ledger.
pub(super) fn person(cx: &Reader, member: Id) -> Result<Option<Whom>> {
    cx.maybe(&format!("{WHOM} m.id = $1"), args![member])
}

fn whom(cx: &Reader, org: &Org, to: To, mut each: impl FnMut(Whom) -> Result<()>) -> Result<()> {
    match to {
        To::Members => {
            let all: Vec<Whom> = cx.all(&format!("{WHOM} m.path >= $1 and m.path < $2"), args![&org.path, past(&org.path)])?;
            all.into_iter().try_for_each(each)
        }
        To::Some(members) => members.iter().try_for_each(|member| person(cx, *member)?.map_or(Ok(()), &mut each)),
        To::Units => Ok(()),
    }
}

/// One member's line of the notice, on the first of these ways.
pub(super) fn address(cx: &Writer, notice: Id, ladder: &Ladder, due: &str, person: &Whom, ways: &[Channel]) -> Result<()> {
    let first = ways[0];
    let next_at = if first == Channel::Account { Some(ladder.after(ladder.wait)?) } else { None };
    cx.run(
        "insert into {deliveries} (notice, member, path, channel, ways, state, next_at, link_no, reached_by, via, answer) values ($1, $2, $3, $4, $5, 'sent', $6, 0, '', '', '')",
        args![notice, person.id, &person.path, first.code(), way::written(ways), next_at],
    )?;
    if first.is_sent() {
        outbox::put(cx, notice, person.id, &person.path, first, outbox::NOTICE, due)?;
    }
    Ok(())
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

/// Brings one member's line to the next way after the one that did not reach them.
pub(super) fn advance(cx: &Writer, ladder: &Ladder, delivery: &Delivery) -> Result<()> {
    let ways = way::read(&delivery.ways);
    let next = ways.iter().skip_while(|w| **w != delivery.channel).nth(1).copied().unwrap_or(Channel::Call);
    let next_at = if next == Channel::Account { Some(ladder.after(ladder.wait)?) } else { None };
    cx.run_one(
        "update {deliveries} set channel = $1, next_at = $2 where notice = $3 and member = $4",
        args![next.code(), next_at, delivery.notice, delivery.member],
    )?;
    match next.is_sent() {
        true => outbox::put(cx, delivery.notice, delivery.member, &delivery.path, next, outbox::NOTICE, &ladder.after(ladder.merge)?),
        false => Ok(()),
    }
}
