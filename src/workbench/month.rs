//! The month in five steps: check the ledger, plan, hold, assess, bulletin.

use crate::orgs::Org;
use jiff::{ToSpan, civil::Date};
use kernel::{Reader, Result, args, say, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Step {
    pub name: String,
    pub url: String,
    /// `done`, `now` or `later`.
    pub state: String,
    pub words: String,
}

/// The first five letters of a day are its year, the first seven its month.
pub fn month_of(day: Date) -> String {
    day.strftime("%Y-%m").to_string()
}

pub fn steps(cx: &Reader, org: &Org, open_decisions: i64) -> Result<Vec<Step>> {
    let today = cx.today();
    let month = month_of(today);
    let between = args![&month, format!("{month}~")].to_vec();
    let (planned, held, past): (i64, i64, i64) = cx.one(
        "select count(*), coalesce(cast(sum(case when a.state = 'held' then 1 else 0 end) as bigint), 0), coalesce(cast(sum(case when a.day < $3 and a.state = 'planned' then 1 else 0 end) as bigint), 0) \
         from {activities} a where a.day >= $1 and a.day < $2 and a.state in ('planned', 'held')",
        &[between.as_slice(), args![today]].concat(),
    )?;
    let (taking_part, due): (i64, i64) = cx.one(
        "select coalesce(cast(sum(case when k.mode in ('in_room', 'nearby', 'home', 'online', 'made_up') then 1 else 0 end) as bigint), 0), coalesce(cast(sum(case when k.mode not in ('excused', 'exempt') then 1 else 0 end) as bigint), 0) \
         from {marks} k where k.occurred_on >= $1 and k.occurred_on < $2",
        &between,
    )?;
    let end = today.last_of_month();
    let next = end + 1.day();
    let rate = if due > 0 { say!(" · 参加率 {0}%", " · {0}% took part", taking_part * 100 / due) } else { String::new() };
    let step = |name: &str, url: &str, state: &str, words: String| Step { name: name.into(), url: url.into(), state: state.into(), words };
    let members = org.members_below;
    let checked = members > 0 && open_decisions == 0;
    let (zh_end, zh_next) = (crate::ui::short_day(end), crate::ui::short_day(next));
    let mut steps = vec![
        step(
            t("台账核对", "Check the ledger"),
            "/members",
            if checked { "done" } else { "later" },
            say!("{members} 人 · {open_decisions} 处待确认", "{members} members · {open_decisions} to decide"),
        ),
        step(t("计划", "Plan"), "/plan", if planned > 0 { "done" } else { "later" }, say!("{planned} 项活动", "{planned} activities")),
        step(
            t("开展", "Hold"),
            "/calendar",
            if planned > 0 && held == planned { "done" } else { "later" },
            say!("{held}/{planned} 完成{rate}", "{held} of {planned} held{rate}"),
        ),
        step(t("考核", "Assess"), "/closings", "later", say!("{zh_end} · 自动生成", "{zh_end} · by itself")),
        step(t("通报", "Bulletin"), "/bulletins", "later", say!("{zh_next} · 支部、单位、本人", "{zh_next} · branches, units, members")),
    ];
    if past > 0 {
        steps[2].words.push_str(&say!(" · {past} 项待点名", " · {past} without roll-call"));
    }
    if let Some(now) = steps.iter_mut().find(|s| s.state != "done") {
        now.state = "now".into();
    }
    Ok(steps)
}
