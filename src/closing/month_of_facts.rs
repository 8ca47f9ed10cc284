//! A month of facts for tests: activities and marks as the roll-call writes them.

use crate::{people::Facts, testing::Town};
use jiff::civil::Date;
use kernel::{Id, Result, Writer, args};

/// An activity that was held, of a kind whose members are all due.
pub fn held(town: &Town, org: &str, kind: &str, day: &str, minutes: i64) -> Id {
    let (org, kind, day) = (town.org(org), kind.to_owned(), day.to_owned());
    town.write(move |cx| {
        let id = cx.new_id();
        let due = if kind == "volunteering" { "open" } else { "branch" };
        cx.run(
            "insert into {activities} (id, path, org, kind, title, day, starts, minutes, place, host, due, state, reason, basis, made_at) \
             values ($1, $2, $3, $4, '邻里互助', $5, '14:30', $6, '会议室', '', $7, 'held', '', '', $8)",
            args![id, &org.path, org.id, &kind, &day, minutes, due, cx.now()],
        )?;
        Ok(id)
    })
}

pub fn member(town: &Town, org: &str, name: &str) -> Id {
    town.member(org, name, Facts { birth: Some("1980-05-01".into()), employment: "在职".into(), ..Facts::default() })
}

/// Puts down how somebody took part, and draws what follows, as a roll-call does.
pub fn mark(town: &Town, activity: Id, member: Id, mode: &str) {
    let mode = mode.to_owned();
    town.write(move |cx| {
        record(cx, activity, member, &mode)?;
        crate::points::settle(cx, crate::points::Whose::Member(member), jiff::civil::date(2026, 1, 1), jiff::civil::date(2027, 1, 1))
    });
}

/// Puts down how somebody took part, and draws nothing yet.
pub fn record(cx: &Writer, activity: Id, member: Id, mode: &str) -> Result<()> {
    let day: Date = cx.one("select a.day from {activities} a where a.id = $1", args![activity])?;
    let (id, path): (Id, String) = (cx.new_id(), cx.one("select m.path from {members} m where m.id = $1", args![member])?);
    cx.run(
        "insert into {attendance} (occurred_on, id, activity, member, path, mode, via, recorded_at, recorded_by, note) values ($1, $2, $3, $4, $5, $6, 'list', $7, '周敏', '')",
        args![day, id, activity, member, &path, mode, cx.now()],
    )?;
    cx.run(
        "insert into {marks} (activity, member, path, mode, entry, occurred_on) values ($1, $2, $3, $4, $5, $6) \
         on conflict (activity, member) do update set mode = excluded.mode, entry = excluded.entry, occurred_on = excluded.occurred_on",
        args![activity, member, &path, mode, id, day],
    )?;
    Ok(())
}
