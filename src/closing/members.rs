//! The members' part of a closing, in one statement for a whole subtree: what each was due for and
//! how they took part, their hours, points, duties and contacts.

use super::close::{Part, Work};
use crate::{
    points,
    rulebook::keys::{self, Category},
};
use jiff::civil::Date;
use kernel::{Id, Result, Value, args};
use serde::Deserialize;

/// The marks of a whole subtree are read activity by activity, as they lie in their table; those of
/// one branch member by member. Which of the two is faster no planner guesses, so it is said here.
const BY_ACTIVITY: &str = "{activities} a cross join {marks} k where k.tenant = a.tenant and k.activity = a.id";
const BY_MEMBER: &str = "(select * from {members} q where q.path >= $11 and q.path < $12) m cross join {marks} k cross join {activities} a \
    where k.tenant = m.tenant and k.member = m.id and a.tenant = k.tenant and a.id = k.activity";

/// The entries of few members are looked up member by member as well.
const OF_THE_PART: &str = "and e.member in (select q.id from {members} q where q.path >= $11 and q.path < $12)";

/// An excuse may be given before the day and study made up after it: a mark belongs to the month
/// of the later of both days.
const IN_MONTH: &str =
    "k.occurred_on >= $4 and k.occurred_on <= $3 and a.day >= $4 and a.day <= $3 and (k.occurred_on >= $2 or a.day >= $2)";

pub(super) fn freeze(work: &Work, part: &Part) -> Result<i64> {
    let rules = work.book.at(work.month.last());
    let fixed: Vec<&str> =
        rules.all(keys::ACTIVITY_KINDS).into_iter().filter(|(_, kind)| kind.category == Category::Fixed).map(|(code, _)| code).collect();
    let (first, last) = (work.month.first(), work.month.last());
    let since = first.checked_sub(rules.get(keys::MADE_UP_WITHIN)).unwrap_or(first);
    let cycle = points::cycle(rules, work.month);
    let mut args: Vec<Value> = vec![
        work.month.into(),
        first.into(),
        last.into(),
        since.into(),
        work.month.before().into(),
        work.month.january().into(),
        cycle.into(),
        points::target(rules, true).into(),
        points::target(rules, false).into(),
        rules.get(keys::POINTS_BASE).into(),
        part.low.as_str().into(),
        part.high.as_str().into(),
        rules.get(keys::POINTS_FLOOR).into(),
    ];
    let kinds: Vec<String> = fixed.iter().enumerate().map(|(n, _)| format!("${}", args.len() + n + 1)).collect();
    args.extend(fixed.iter().map(|code| Value::from(*code)));
    let (marks, whose) = if part.whole { (BY_ACTIVITY, "") } else { (BY_MEMBER, OF_THE_PART) };
    let sql = statement(marks, whose, &kinds.join(", "));
    let frozen = work.cx.run(&sql, &args)? as i64;
    secretaries(work, part, points::target(rules, true))?;
    unmarked(work, part, &fixed)?;
    Ok(frozen)
}

/// `$1` the month, `$2` to `$3` its days, `$4` since when its activities may lie, `$5` the month
/// before, `$6` January, `$7` the cycle's first month, `$8` `$9` minutes due of who leads and of
/// others, `$10` base and `$13` floor of points, `$11` to `$12` the part of the tree.
fn statement(marks: &str, whose: &str, fixed: &str) -> String {
    let count = |mode: &str| format!("cast(sum(case when k.mode = '{mode}' then 1 else 0 end) as bigint)");
    let modes = ["in_room", "nearby", "home", "online", "made_up", "excused", "absent", "exempt"]
        .map(|m| format!("{} as {m}", count(m)))
        .join(", ");
    let present = "k.mode in ('in_room', 'nearby', 'home', 'online', 'made_up')";
    let year = |column: &str, table: &str, amount: &str, start: &str| {
        format!(
            "(case when $1 = {start} then 0 else coalesce(b.{column}, (select cast(coalesce(sum(e.{amount}), 0) as bigint) from {{{table}}} e \
             where e.tenant = m.tenant and e.member = m.id and e.month >= {start} and e.month < $1)) end)"
        )
    };
    let minutes = year("minutes_year", "hours", "minutes", "cast($6 as text)");
    let points = year("points_cycle", "points", "points", "cast($7 as text)");
    let late = "cast(sum(case when e.occurred_on < $2 then 1 else 0 end) as bigint) as late";
    let leads = points::LEADS;
    format!(
        "insert into {{closed_members}} (month, path, member, name, due, in_room, nearby, at_home, online, made_up, excused, absent, exempt, unmarked, \
           fixed_due, fixed_took, minutes_month, minutes_year, minutes_target, points_month, points_cycle, points, duties, contacts, corrections) \
         select cast($1 as text), z.path, z.id, z.name, z.due, z.in_room, z.nearby, z.home, z.online, z.made_up, z.excused, z.absent, z.exempt, 0, \
           z.fixed_due, z.fixed_took, z.minutes, z.minutes_before + z.minutes, z.target, z.points, z.points_before + z.points, \
           case when z.points_before + z.points + $10 < $13 then cast($13 as bigint) else z.points_before + z.points + $10 end, z.duties, z.contacts, z.corrections \
         from (select m.path, m.id, m.name, coalesce(t.due, 0) as due, coalesce(t.in_room, 0) as in_room, coalesce(t.nearby, 0) as nearby, coalesce(t.home, 0) as home, \
             coalesce(t.online, 0) as online, coalesce(t.made_up, 0) as made_up, coalesce(t.excused, 0) as excused, coalesce(t.absent, 0) as absent, coalesce(t.exempt, 0) as exempt, \
             coalesce(t.fixed_due, 0) as fixed_due, coalesce(t.fixed_took, 0) as fixed_took, \
             coalesce(h.sum, 0) as minutes, {minutes} as minutes_before, coalesce(p.sum, 0) as points, {points} as points_before, \
             case when d.leads = 1 then cast($8 as bigint) else cast($9 as bigint) end as target, coalesce(d.titles, '') as duties, coalesce(c.contacts, 0) as contacts, coalesce(h.late, 0) + coalesce(p.late, 0) as corrections \
           from {{members}} m \
           left join (select k.member, {modes}, \
               cast(sum(case when k.mode not in ('excused', 'exempt') then 1 else 0 end) as bigint) as due, \
               max(case when a.kind in ({fixed}) and k.mode not in ('excused', 'exempt') then 1 else 0 end) as fixed_due, \
               max(case when a.kind in ({fixed}) and {present} then 1 else 0 end) as fixed_took \
             from {marks} and {IN_MONTH} group by k.member) t on t.member = m.id \
           left join (select e.member, cast(sum(e.minutes) as bigint) as sum, {late} from {{hours}} e where e.month = $1 {whose} group by e.member) h on h.member = m.id \
           left join (select e.member, cast(sum(e.points) as bigint) as sum, {late} from {{points}} e where e.month = $1 {whose} group by e.member) p on p.member = m.id \
           left join {{closed_members}} b on b.tenant = m.tenant and b.month = $5 and b.path = m.path and b.member = m.id \
           left join (select d.member, string_agg(d.title, '、' order by d.from_day, d.title) as titles, max(case when {leads} then 1 else 0 end) as leads \
             from {{duties}} d where d.from_day <= $3 and (d.to_day is null or d.to_day >= $2) group by d.member) d on d.member = m.id \
           left join (select c.member, count(*) as contacts from {{contacts}} c where c.occurred_on >= $2 and c.occurred_on <= $3 group by c.member) c on c.member = m.id \
           where m.path >= $11 and m.path < $12) z order by z.path, z.id"
    )
}

/// Secretaries whom the organisations name without a duty written down: they lead as well.
fn secretaries(work: &Work, part: &Part, target: i64) -> Result<()> {
    let named: Vec<(String, String)> = work.cx.all(
        "select o.path, o.secretary from {orgs} o where o.path >= $1 and o.path < $2 and o.secretary <> '' and o.closed_at is null",
        args![&part.low, &part.high],
    )?;
    for (path, name) in named {
        work.cx.run(
            "update {closed_members} set minutes_target = $1, duties = case when duties = '' then '书记' else duties end where month = $2 and path = $3 and name = $4",
            args![target, work.month, path, name],
        )?;
    }
    Ok(())
}

#[derive(Deserialize)]
struct Incomplete {
    id: Id,
    path: String,
    kind: String,
    day: Date,
    marked: i64,
    members: i64,
}

/// Where a roll-call has gaps, those due whom nobody marked are counted as due and unmarked.
fn unmarked(work: &Work, part: &Part, fixed: &[&str]) -> Result<()> {
    let mut args: Vec<Value> = vec![
        part.low.as_str().into(),
        part.high.as_str().into(),
        work.month.first().into(),
        work.month.last().into(),
        work.cx.today().into(),
    ];
    let above: Vec<String> = (1..part.low.len() / crate::orgs::STEP).map(|n| part.low[..n * crate::orgs::STEP].to_owned()).collect();
    let mut places = String::from("''");
    for path in above {
        args.push(path.into());
        places.push_str(&format!(", ${}", args.len()));
    }
    let sql = format!(
        "select a.id, a.path, a.kind, a.day, o.members_below as members, \
           (select count(*) from {{marks}} k where k.tenant = a.tenant and k.activity = a.id and k.path >= a.path and k.path < a.path || '~') as marked \
         from {{activities}} a join {{orgs}} o on o.tenant = a.tenant and o.id = a.org \
         where a.day >= $3 and a.day <= $4 and a.day < $5 and a.state in ('held', 'planned') and a.due in ('branch', 'group') \
           and ((a.path >= $1 and a.path < $2) or a.path in ({places}))"
    );
    let incomplete: Vec<Incomplete> = work.cx.all(&sql, &args)?;
    for activity in incomplete.into_iter().filter(|a| a.marked < a.members) {
        let (low, high) = if activity.path.len() > part.low.len() {
            (activity.path.clone(), format!("{}~", activity.path))
        } else {
            (part.low.clone(), part.high.clone())
        };
        let counts = i64::from(fixed.contains(&activity.kind.as_str()));
        work.cx.run(
            "update {closed_members} set due = due + 1, unmarked = unmarked + 1, fixed_due = case when $1 = 1 then 1 else fixed_due end \
             where month = $2 and path >= $3 and path < $4 \
               and not exists (select 1 from {marks} k where k.activity = $5 and k.member = closed_members.member) \
               and exists (select 1 from {members} m where m.id = closed_members.member and (m.joined is null or m.joined <= $6) \
                 and not exists (select 1 from {changes} c where c.tenant = m.tenant and c.member = m.id and c.fields = 'organisation' and c.occurred_on > $6))",
            args![counts, work.month, low, high, activity.id, activity.day],
        )?;
    }
    Ok(())
}
