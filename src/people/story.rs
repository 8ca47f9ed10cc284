//! A member's story: changes, contacts, wishes and taking part, each a fact with its day, newest first.

use super::{Change, Contact, Correction, Member, words};
use crate::{activities::Mode, orgs::Org};
use kernel::{Id, Reader, Result, args, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Serialize, JsonSchema)]
pub struct Event {
    pub on: String,
    pub title: String,
    pub by: String,
    /// A contact whose note the reader may see, with a reason.
    pub note: Option<Id>,
    /// The activity that the member was due at.
    pub activity: Option<Id>,
    /// What followed from it, where anything did.
    pub points: i64,
    pub minutes: i64,
}

impl Event {
    pub fn of_member(cx: &Reader, whose: &Member, most: usize) -> Result<Vec<Event>> {
        let (limit, member) = (most as i64, whose.id);
        let mut events = taken_part(cx, member, limit)?;
        for change in Change::of_member(cx, member, limit)? {
            events.push(Event::told(told(cx, &change)?, change.occurred_on, change.made_by));
        }
        for contact in Contact::of_member(cx, member, limit)? {
            let way = contact.kind.name();
            let title = if contact.two_way { way.here().into() } else { say!("{way}（没有联系上）", "{way} (no answer)") };
            let note = if contact.has_note() && contact.may_read(cx, whose)? { Some(contact.id) } else { None };
            events.push(Event { note, ..Event::told(title, contact.occurred_on, contact.made_by) });
        }
        for correction in Correction::of_member(cx, member, limit)? {
            let what = words::fact(&correction.field);
            let (title, on) = (say!("本人请求更正：{what}", "Asked to correct: {what}"), correction.asked_at.chars().take(10).collect());
            events.push(Event::told(title, on, t("本人", "the member").into()));
        }
        events.sort_by(|a, b| b.on.cmp(&a.on));
        events.truncate(most);
        Ok(events)
    }

    fn told(title: String, on: String, by: String) -> Event {
        Event { on, title, by, note: None, activity: None, points: 0, minutes: 0 }
    }

    pub fn followed(&self) -> bool {
        self.points != 0 || self.minutes != 0
    }
}

#[derive(Deserialize)]
struct TakenPart {
    day: String,
    title: String,
    mode: Mode,
    by: String,
    activity: Id,
    points: i64,
    minutes: i64,
}

/// How the member took part or why not, with the entries that follow from it.
fn taken_part(cx: &Reader, member: Id, most: i64) -> Result<Vec<Event>> {
    let follows = |table: &str, amount: &str| {
        format!(
            "(select cast(coalesce(sum(p.{amount}), 0) as bigint) from {{{table}}} p \
             where p.tenant = k.tenant and p.member = k.member and p.occurred_on = k.occurred_on and p.fact = k.entry)"
        )
    };
    let sql = format!(
        "select a.day, a.title, k.mode, e.recorded_by as by, a.id as activity, {} as points, {} as minutes from {{marks}} k \
         join {{activities}} a on a.tenant = k.tenant and a.id = k.activity \
         join {{attendance}} e on e.tenant = k.tenant and e.occurred_on = k.occurred_on and e.id = k.entry \
         where k.member = $1 order by k.occurred_on desc, k.activity limit $2",
        follows("points", "points"),
        follows("hours", "minutes"),
    );
    let facts: Vec<TakenPart> = cx.all(&sql, args![member, most])?;
    let told = |f: TakenPart| Event {
        activity: Some(f.activity),
        points: f.points,
        minutes: f.minutes,
        ..Event::told(say!("{}：{}", "{}: {}", f.title, f.mode.name()), f.day, f.by)
    };
    Ok(facts.into_iter().map(told).collect())
}

fn told(cx: &Reader, change: &Change) -> Result<String> {
    let names: Vec<&str> = change.fields.split_whitespace().map(words::fact).collect();
    let names = names.join(t("、", ", "));
    Ok(match (change.kind.as_str(), change.fields.as_str()) {
        ("taken_in", _) => t("进入台账", "Taken into the ledger").into(),
        (_, "organisation") => {
            let to = change.after::<Id>(cx)?.map(|id| cx.find::<Org>(id)).transpose().unwrap_or(None);
            to.map_or_else(|| t("转接组织关系", "Transferred").into(), |o| say!("组织关系转到{}", "Transferred to {}", o.name))
        }
        ("floating", _) if change.after.is_none() => t("移出流动党员台账", "Out of the floating register").into(),
        ("floating", _) => say!("流动党员台账：{names}", "Floating register: {names}"),
        ("card", _) if change.after.is_none() => t("撤下联系卡", "Contact card taken away").into(),
        ("card", _) => say!("联系卡：{names}", "Contact card: {names}"),
        ("undone", _) => say!("撤销，恢复原来的：{names}", "Undone, as before: {names}"),
        ("correction", _) => say!("按本人请求更正：{names}", "Corrected as the member asked: {names}"),
        _ => say!("更新：{names}", "Changed: {names}"),
    })
}
