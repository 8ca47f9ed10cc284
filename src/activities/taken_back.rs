//! Taking back what an import has called. The ledger only grows: an entry is taken back by one that
//! says so, and what stood before it is said again.

use super::{Activity, Attendance, Mode, State, Via, attendance::Entry};
use crate::points::{self, Whose};
use jiff::civil::Date;
use kernel::{Id, Reader, Result, Writer, args, t};
use serde::Deserialize;

/// An entry in force.
#[derive(Deserialize)]
struct InForce {
    activity: Id,
    member: Id,
    path: String,
    occurred_on: Date,
}

/// What stood before, of a source that was not taken back itself.
#[derive(Deserialize)]
struct Before {
    mode: Mode,
    via: Via,
    note: String,
    occurred_on: Date,
    source: Option<Id>,
}

const IN_FORCE: &str = "{marks} k join {attendance} f on f.tenant = k.tenant and f.occurred_on = k.occurred_on and f.id = k.entry";

/// How many entries of the source another one stands in the place of.
pub fn corrected_since(cx: &Reader, source: Id) -> Result<i64> {
    let sql = format!(
        "select count(*) from {IN_FORCE} where (f.source is null or f.source <> $1) and exists \
         (select 1 from {{attendance}} e where e.tenant = k.tenant and e.activity = k.activity and e.member = k.member and e.source = $1)"
    );
    cx.one(&sql, args![source])
}

/// Takes every entry of the source back, and its activities where nobody is marked any more.
pub fn take_back(cx: &Writer, source: Id) -> Result<()> {
    let sql = format!("select k.activity, k.member, k.path, k.occurred_on from {IN_FORCE} where f.source = $1 order by f.id");
    for entry in cx.all::<InForce>(&sql, args![source])? {
        entry.take_back(cx, source)?;
    }
    let left = "select * from {activities} a where a.source = $1 and a.state = 'held' and not exists \
        (select 1 from {marks} k where k.tenant = a.tenant and k.activity = a.id)";
    for activity in cx.all::<Activity>(left, args![source])? {
        activity.to_state(cx, State::Cancelled, t("带来它的导入已撤销", "The import that brought it was undone"))?;
    }
    Ok(())
}

impl InForce {
    fn take_back(&self, cx: &Writer, source: Id) -> Result<()> {
        let before: Option<Before> = cx.maybe(
            "select e.mode, e.via, e.note, e.occurred_on, e.source from {attendance} e where e.activity = $1 and e.member = $2 and (e.source is null or e.source <> $3) \
             and not exists (select 1 from {attendance} w where w.tenant = e.tenant and w.activity = e.activity and w.member = e.member and w.mode = 'withdrawn' and w.source = e.source) \
             order by e.recorded_at desc, e.id desc limit 1",
            args![self.activity, self.member, source],
        )?;
        let entry = |mode, via, note, occurred_on, source| Entry {
            activity: self.activity,
            member: self.member,
            path: &self.path,
            mode,
            via,
            note,
            occurred_on,
            source,
        };
        Attendance::append(cx, entry(Mode::Withdrawn, Via::Workbook, "", self.occurred_on, Some(source)))?;
        match &before {
            Some(b) => Attendance::append(cx, entry(b.mode, b.via, &b.note, b.occurred_on, b.source)).map(drop),
            None => {
                cx.run("delete from {marks} where activity = $1 and member = $2", args![self.activity, self.member])?;
                points::settle(cx, Whose::Member(self.member), self.occurred_on, self.occurred_on.tomorrow()?).map(drop)
            }
        }
    }
}
