//! A district as the ledgers hold it: streets, branches, members, a year of activities and marks, and
//! what followed from them.

use kernel::{Id, Result, Scope, Value, args};
use linli::{
    closing::{Month, cli::close_month},
    testing::Town,
};
use std::time::Instant;

const MEMBERS_OF_A_BRANCH: usize = 40;
const MODES: [&str; 10] = ["in_room", "in_room", "in_room", "in_room", "in_room", "in_room", "nearby", "online", "excused", "absent"];
/// Of 24 activities of a branch and year a member is found at 20.
const ACTIVITIES_OF_A_MONTH: [usize; 12] = [2, 2, 1, 2, 2, 1, 2, 2, 1, 2, 2, 1];

pub struct District {
    pub town: Town,
    pub top: String,
    pub branches: Vec<String>,
}

impl District {
    /// A top, streets below it and branches below these, with members and a year of marks, written
    /// as the ledgers hold them.
    pub fn draw(streets: usize, branches: usize) -> District {
        let town = Town::empty();
        town.clock.set("2026-11-02T02:00:00Z");
        let step = |n: usize| format!("{:04}", n + 1);
        let top = step(0);
        let streets: Vec<String> = (0..streets).map(|n| format!("{top}{}", step(n))).collect();
        let branches: Vec<String> = (0..branches).map(|n| format!("{}{}", streets[n % streets.len()], step(n / streets.len()))).collect();
        let all: Vec<(String, &str)> = [(top.clone(), "working_committee")]
            .into_iter()
            .chain(streets.iter().map(|p| (p.clone(), "general_branch")))
            .chain(branches.iter().map(|p| (p.clone(), "branch")))
            .collect();
        town.write(move |cx| {
            for (path, kind) in all {
                let below = if kind == "branch" { MEMBERS_OF_A_BRANCH } else { 0 };
                cx.run(
                    "insert into {orgs} (id, path, kind, name, setting, secretary, members_here, members_below, made_at) values ($1, $2, $3, $4, '', '', $5, $5, '')",
                    args![Id::named(&[&path]), &path, kind, format!("组织{path}"), below],
                )?;
            }
            Ok(())
        });
        for part in branches.chunks(100) {
            let part = part.to_vec();
            town.write(move |cx| part.iter().try_for_each(|path| branch(cx, path)));
        }
        District { town, top, branches }
    }

    /// Beside it what else is known of members: contacts, duties, dues, what the card says and when it was confirmed.
    pub fn with_contacts_and_dues(&self) {
        for part in self.branches.chunks(100) {
            let part = part.to_vec();
            self.town.write(move |cx| part.iter().try_for_each(|path| known(cx, path)));
        }
    }

    pub fn through_september(&self) {
        for month in 1..10 {
            let month: Month = format!("2026-{month:02}").parse().expect("a month");
            close_month(&self.town.house, &self.top, month).expect("closed");
        }
    }

    pub fn close(&self, path: &str) {
        let october: Month = "2026-10".parse().expect("a month");
        close_month(&self.town.house, path, october).expect("closed");
    }

    /// As if one branch and what is above it had not been closed.
    pub fn open_again(&self, branch: &str) {
        let lines: Vec<String> = (1..=branch.len() / 4).map(|n| branch[..n * 4].to_owned()).collect();
        let branch = branch.to_owned();
        self.town.write(move |cx| {
            for path in &lines {
                cx.run("delete from {closings} where path = $1 and month = '2026-10'", args![path])?;
                cx.run("delete from {closed_orgs} where path = $1 and month = '2026-10'", args![path])?;
            }
            cx.run("delete from {closed_members} where path = $1 and month = '2026-10'", args![&branch])
        });
    }

    pub fn measure(&self, what: &str, limit: f64, work: impl FnOnce()) {
        self.town.house.read_as_system("bench", Scope::ALL, |_| Ok(())).expect("an open house");
        let (cpu, clock) = (cpu_seconds(), Instant::now());
        work();
        let (cpu, clock) = (cpu_seconds() - cpu, clock.elapsed().as_secs_f64());
        let verdict = if cpu <= limit { "" } else { "  MISSED" };
        println!("{what:<64} {cpu:>7.3} s {limit:>7.1} s{verdict}   ({clock:.3} s by the clock)");
    }
}

/// A branch with its members, a year of activities and marks, and what followed from them.
fn branch(cx: &kernel::Writer, path: &str) -> Result<()> {
    let org = Id::named(&[path]);
    let members: Vec<Id> = (0..MEMBERS_OF_A_BRANCH).map(|_| cx.new_id()).collect();
    for (n, member) in members.iter().enumerate() {
        cx.run(
            "insert into {members} (id, path, org, name, sex, birth, education, joined, probationary, employment, unit, flags, taken_in_on, taken_in_by, changed_at, phone, id_no) \
             values ($1, $2, $3, $4, '男', '1970-01-01', '', '1995-07-01', 0, '在职', '', '', '2025-01-01', '', '', $5, $5)",
            args![*member, path, org, format!("党员{n:02}"), vec![7u8; 60]],
        )?;
    }
    for month in 1..=12usize {
        for place in 0..ACTIVITIES_OF_A_MONTH[month - 1] {
            let (activity, day, kind) =
                (cx.new_id(), format!("2026-{month:02}-{:02}", 5 + place * 7), ["theme_day", "volunteering"][place]);
            cx.run(
                "insert into {activities} (id, path, org, kind, title, day, starts, minutes, place, host, due, state, reason, basis, made_at) \
                 values ($1, $2, $3, $4, '主题党日', $5, '14:30', 120, '', '', $6, 'held', '', '', '')",
                args![activity, path, org, kind, &day, ["branch", "open"][place]],
            )?;
            for (n, member) in members.iter().enumerate() {
                mark(cx, path, activity, *member, &day, MODES[(n * 7 + month * 3 + place) % MODES.len()], place == 0)?;
            }
        }
    }
    Ok(())
}

fn known(cx: &kernel::Writer, path: &str) -> Result<()> {
    let members: Vec<Id> = cx.all("select m.id from {members} m where m.path = $1 order by m.id", args![path])?;
    for (n, member) in members.into_iter().enumerate() {
        for (month, kind) in [(1 + n % 10, "call"), (1 + (n * 7) % 10, "talk"), (1 + (n * 3) % 10, "visit")] {
            cx.run(
                "insert into {contacts} (occurred_on, id, member, path, kind, two_way, made_by, made_at) values ($1, $2, $3, $4, $5, 1, '', '')",
                args![format!("2026-{month:02}-11"), cx.new_id(), member, path, kind],
            )?;
        }
        cx.run(
            "update {members} set last_contact = (select max(t.occurred_on) from {contacts} t where t.member = $1) where id = $1",
            args![member],
        )?;
        cx.run(
            "insert into {cards} (member, path, householder, housing, work, studies_at_home, confirmed_on) values ($1, $2, '', '自有', '在职', '', '2026-03-01')",
            args![member, path],
        )?;
        for field in ["whereabouts", "contact", "housing", "work", "family"] {
            cx.run(
                "insert into {confirmations} (occurred_on, id, member, path, field, how, value, made_by, made_at) values ($1, $2, $3, $4, $5, 'call', '', '', '')",
                args![format!("2026-{:02}-12", 4 + n % 6), cx.new_id(), member, path, field],
            )?;
        }
        cx.run(
            "insert into {dues_declarations} (id, member, path, from_month, class, base, why, made_at, made_by) values ($1, $2, $3, '2026-01', 'salaried', 500000, '', '', '')",
            args![cx.new_id(), member, path],
        )?;
        for month in 1..=(if n % 9 == 0 { 7 } else { 10 }) {
            cx.run(
                "insert into {dues_payments} (occurred_on, id, receipt, member, path, month, fen, how, made_at, made_by) values ($1, $2, $2, $3, $4, $5, 2500, 'cash', '', '')",
                args![format!("2026-{month:02}-15"), cx.new_id(), member, path, format!("2026-{month:02}")],
            )?;
        }
        if n % 12 == 0 {
            cx.run(
                "insert into {duties} (id, member, path, title, from_day) values ($1, $2, $3, '党小组长', '2025-01-01')",
                args![cx.new_id(), member, path],
            )?;
        }
    }
    Ok(())
}

fn mark(cx: &kernel::Writer, path: &str, activity: Id, member: Id, day: &str, mode: &str, study: bool) -> Result<()> {
    let entry = cx.new_id();
    let present = !matches!(mode, "excused" | "absent");
    let common: [Value; 5] = [day.into(), entry.into(), member.into(), path.into(), day[..7].into()];
    cx.run(
        "insert into {marks} (activity, member, path, mode, entry, occurred_on) values ($1, $2, $3, $4, $5, $6)",
        args![activity, member, path, mode, entry, day],
    )?;
    let with = |amount: i64, rule: &'static str| -> Vec<Value> { common.iter().cloned().chain([amount.into(), rule.into()]).collect() };
    let points = if present { 2 } else { i64::from(mode == "excused") - 1 };
    cx.run(
        "insert into {points} (occurred_on, id, member, path, month, points, rule, fact, reason, made_at) values ($1, $2, $3, $4, $5, $6, $7, $2, 'took_part', '')",
        &with(points, "points.activity"),
    )?;
    if study && present {
        cx.run(
            "insert into {hours} (occurred_on, id, member, path, month, minutes, rule, fact, reason, made_at) values ($1, $2, $3, $4, $5, $6, $7, $2, 'took_part', '')",
            &with(120, "study.step.minutes"),
        )?;
    }
    Ok(())
}

/// User and system time of this process so far.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = |n: usize| after.split_whitespace().nth(n).and_then(|t| t.parse::<f64>().ok()).unwrap_or(0.0);
    const TICKS_A_SECOND: f64 = 100.0;
    (ticks(11) + ticks(12)) / TICKS_A_SECOND
}
