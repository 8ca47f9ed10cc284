//! The plan of a month for an organisation and all below it: what stands and what the rules propose,
//! saved as drafts, then published with a notice for each organisation.

use super::{
    Activity, Details, Due, NewActivity, State,
    clash::{Ground, Slot},
    due::has_committee,
    fixed_day::FixedDay,
    line::{Line, Words},
    proposal::{Host, Standing, proposal},
};
use crate::{
    notices::{Notice, To},
    orgs::{Kind, Org, STEP},
    rulebook::{self, calendar::Calendar, keys},
    ui,
};
use jiff::civil::Date;
use kernel::{Error, Id, Reader, Result, Writer, args, say, schema::past};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The plan of a month for a subtree.
pub struct Plan {
    pub org: Org,
    /// Its first day.
    pub month: Date,
    pub lines: Vec<Line>,
    /// The book has the year's holidays; without them dates avoid weekends only.
    pub holidays_known: bool,
    /// There were too many overlapping lines to ask of all who is due at both.
    pub people_left_out: bool,
    orgs: BTreeMap<Id, Org>,
}

/// What publishing did.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Published {
    pub activities: i64,
    pub notices: i64,
    pub members: i64,
    /// Of these, how many have no account and stand on a call list.
    pub calls: i64,
    pub units: i64,
}

impl Plan {
    pub fn of(cx: &Reader, org: Org, month: Date) -> Result<Plan> {
        let orgs: Vec<Org> = cx.all(
            "select * from {orgs} o where o.path >= $1 and o.path < $2 and o.closed_at is null order by o.path",
            args![&org.path, past(&org.path)],
        )?;
        let members: Vec<(String, i64, i64)> = cx.all(
            "select m.path, count(*), cast(sum(1 - m.probationary) as bigint) from {members} m where m.path >= $1 and m.path < $2 group by m.path",
            args![&org.path, past(&org.path)],
        )?;
        let fixed = FixedDay::around(cx, &org.path)?;
        let hosts: Vec<Host> =
            orgs.iter().map(|o| Host { fixed: FixedDay::holding(&fixed, &o.path), ..host(o, &orgs, &members) }).collect();
        let activities = year(cx, &org, month)?;
        let standing: Vec<Standing> = activities.iter().map(standing).collect();
        let book = rulebook::book(cx)?;
        let rules = book.at(month);
        let calendar = Calendar::of(rules);
        let proposed = proposal(&hosts, &standing, rules, &calendar, month);
        let words = Words { rules, entries: rules.entries(), orgs: &orgs, hosts: &hosts };
        let mut lines: Vec<Line> = activities.iter().filter(|a| a.day.first_of_month() == month).filter_map(|a| words.line_of(a)).collect();
        lines.extend(proposed.iter().filter_map(|p| words.line(p)));
        for line in lines.iter_mut().filter(|l| l.due == Due::Committee) {
            let org = orgs.iter().find(|o| o.id == line.org).ok_or(Error::NotFound)?;
            line.nobody = !has_committee(cx, org, line.details.day)?;
        }
        let people_left_out = tell_clashes(cx, &orgs, &mut lines)?;
        let place: BTreeMap<Id, usize> = orgs.iter().enumerate().map(|(n, o)| (o.id, n)).collect();
        lines.sort_by(|a, b| {
            (place.get(&a.org), a.details.day, &a.details.starts).cmp(&(place.get(&b.org), b.details.day, &b.details.starts))
        });
        Ok(Plan {
            org,
            month,
            lines,
            holidays_known: calendar.knows(month.year()),
            people_left_out,
            orgs: orgs.into_iter().map(|o| (o.id, o)).collect(),
        })
    }

    /// Writes what was decided as drafts. `typed` holds fields named `day.<id>`, `leave.<id>` …
    pub fn save(&self, cx: &Writer, typed: &BTreeMap<String, String>) -> Result<()> {
        for line in self.lines.iter().filter(|l| l.is_editable()) {
            let org = self.orgs.get(&line.org).ok_or(Error::NotFound)?;
            let details = decided(line, typed)?;
            let shown = typed.contains_key(&format!("day.{}", line.id));
            let leave = if shown { typed.contains_key(&format!("leave.{}", line.id)) } else { line.is_left_out() };
            let state = if leave { State::LeftOut } else { State::Draft };
            if line.state.is_none() {
                let plan = Some(self.row(cx, org)?);
                let basis = line.basis.as_ref().map(|b| b.rule.clone()).unwrap_or_default();
                let new = NewActivity {
                    id: line.id,
                    plan,
                    kind: line.kind.clone(),
                    details,
                    due: line.due,
                    state,
                    basis,
                    follows: None,
                    source: None,
                };
                Activity::make(cx, org, new)?;
                continue;
            }
            let activity: Activity = cx.find(line.id)?;
            activity.edit(cx, &details)?;
            if activity.state != state {
                activity.to_state(cx, state, "")?;
            }
        }
        Ok(())
    }

    /// Adds what no rule asks for: study, volunteering, a visit day, culture.
    pub fn add(&self, cx: &Writer, org: Id, kind: &str, details: Details) -> Result<Activity> {
        let org = self.orgs.get(&org).ok_or(Error::NotFound)?;
        let book = rulebook::book(cx)?;
        let known = book.at(self.month).one(keys::ACTIVITY_KINDS, kind);
        let due = known.ok_or_else(|| Error::field("kind", "请选一种活动。", "Choose a kind of activity."))?.due;
        if details.day.first_of_month() != self.month {
            return Err(Error::field("day", "日期不在这个月。", "The day is not in this month."));
        }
        let plan = Some(self.row(cx, org)?);
        let new = NewActivity {
            id: cx.new_id(),
            plan,
            kind: kind.into(),
            details,
            due,
            state: State::Draft,
            basis: String::new(),
            follows: None,
            source: None,
        };
        Activity::make(cx, org, new)
    }

    /// Drafts become activities that stand, and each organisation's members get one notice of them.
    pub fn publish(cx: &Writer, org: &Org, month: Date) -> Result<Published> {
        let drafts: Vec<Activity> =
            year(cx, org, month)?.into_iter().filter(|a| a.state == State::Draft && a.day.first_of_month() == month).collect();
        let mut by_org: BTreeMap<String, Vec<&Activity>> = BTreeMap::new();
        for draft in &drafts {
            draft.to_state(cx, State::Planned, "")?;
            by_org.entry(draft.path.clone()).or_default().push(draft);
        }
        let mut done = Published { activities: drafts.len() as i64, ..Published::default() };
        let title = say!("{}年{}月计划", "Plan of {}-{:02}", month.year(), month.month());
        for (path, activities) in &by_org {
            let holder = Org::at(cx, path)?;
            let stamp = "update {plans} set state = 'published', published_at = $1, published_by = $2 where org = $3 and month = $4";
            cx.run(stamp, args![cx.now(), &cx.actor().name, holder.id, month_code(month)])?;
            let committee = committee(cx, activities)?;
            let to = committee.as_deref().map_or(To::Members, To::Some);
            if !matches!(to, To::Some([])) {
                done.add(cx, &Notice::send(cx, &holder, &format!("{} {title}", holder.name), &body(activities), None, to)?)?;
            }
        }
        done.units = tell_units(cx, org, &title, &drafts)?;
        Ok(done)
    }

    /// The row of an organisation's plan of this month; made when it is first needed.
    fn row(&self, cx: &Writer, org: &Org) -> Result<Id> {
        let id = Id::named(&["plan", &org.id.to_string(), &self.month.to_string()]);
        cx.run(
            "insert into {plans} (id, path, org, month, state, made_at, published_by) values ($1, $2, $3, $4, 'draft', $5, '') on conflict (id) do nothing",
            args![id, &org.path, org.id, month_code(self.month), cx.now()],
        )?;
        Ok(id)
    }
}

impl Published {
    fn add(&mut self, cx: &Reader, notice: &Notice) -> Result<()> {
        let calls: i64 = cx.one("select count(*) from {deliveries} d where d.notice = $1 and d.channel = 'call'", args![notice.id])?;
        self.notices += 1;
        self.members += notice.reach(cx)?.all;
        self.calls += calls;
        Ok(())
    }
}

/// Says at each line what stands in its way; whether people had to be left out of it.
fn tell_clashes(cx: &Reader, orgs: &[Org], lines: &mut [Line]) -> Result<bool> {
    let ground = Ground::of(cx, orgs)?;
    let by_id: BTreeMap<Id, &Org> = orgs.iter().map(|o| (o.id, o)).collect();
    let standing = lines.iter().filter(|l| matches!(l.state, None | Some(State::Draft | State::Planned)));
    let slots: Vec<Slot> = standing.filter_map(|l| Some(ground.slot_of_line(l, by_id.get(&l.org)?))).collect();
    let found = ground.clashes(cx, &slots)?;
    let mut told = found.told();
    for line in lines.iter_mut() {
        line.clashes = told.remove(&line.id).unwrap_or_default();
    }
    Ok(found.people_left_out)
}

/// Each unit is told what is planned where it stands and below, in a notice that its contact can open.
fn tell_units(cx: &Writer, org: &Org, title: &str, drafts: &[Activity]) -> Result<i64> {
    let places: Vec<(String, i64)> = cx.all(
        "select u.path, count(*) from {units} u where u.path >= $1 and u.path < $2 group by u.path order by u.path",
        args![&org.path, past(&org.path)],
    )?;
    let mut told = 0;
    for (path, units) in places {
        let theirs: Vec<&Activity> = drafts.iter().filter(|a| a.path.starts_with(&path)).collect();
        if !theirs.is_empty() {
            let holder = Org::at(cx, &path)?;
            Notice::send(cx, &holder, &format!("{} {title}", holder.name), &body(&theirs), None, To::Units)?;
            told += units;
        }
    }
    Ok(told)
}

/// `2026-11` as its first day.
pub fn read_month(text: &str) -> Result<Date> {
    let wrong = || Error::field("month", "月份写作 2026-11。", "Give the month as 2026-11.");
    let (year, month) = text.split_once('-').filter(|(_, m)| m.len() == 2).ok_or_else(wrong)?;
    Date::new(year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?, 1).map_err(|_| wrong())
}

pub fn month_code(month: Date) -> String {
    month.strftime("%Y-%m").to_string()
}

/// The activities of the month's year, so that quarters and years can be counted.
fn year(cx: &Reader, org: &Org, month: Date) -> Result<Vec<Activity>> {
    cx.all(
        "select * from {activities} a where a.path >= $1 and a.path < $2 and a.day >= $3 and a.day <= $4 order by a.day, a.starts, a.id",
        args![&org.path, past(&org.path), month.first_of_year(), month.last_of_year()],
    )
}

/// The committee's members, where nothing but its meetings is planned: nobody else need be told.
fn committee(cx: &Reader, activities: &[&Activity]) -> Result<Option<Vec<Id>>> {
    match activities {
        [first, rest @ ..] if first.due == Due::Committee && rest.iter().all(|a| a.due == Due::Committee) => {
            Ok(Some(first.people(cx)?.into_iter().map(|p| p.id).collect()))
        }
        _ => Ok(None),
    }
}

fn standing(a: &Activity) -> Standing {
    let counts = matches!(a.state, State::Draft | State::Planned | State::Held);
    Standing { id: a.id, org: a.org, kind: a.kind.clone(), day: a.day, starts: a.starts.clone(), place: a.place.clone(), counts }
}

/// Counts the members of an organisation, and those who belong to no other below it that has its own life.
fn host(org: &Org, orgs: &[Org], members: &[(String, i64, i64)]) -> Host {
    let is_group = |path: &str| orgs.iter().any(|o| o.path == path && matches!(o.kind, Kind::Group | Kind::TransitionGroup));
    let below = |path: &str| path.starts_with(&org.path);
    let steps = |path: &str| (org.path.len() / STEP + 1..=path.len() / STEP).map(|n| path[..n * STEP].to_owned()).collect::<Vec<_>>();
    let own = |path: &str| steps(path).iter().all(|p| is_group(p));
    let full = members.iter().filter(|m| below(&m.0)).map(|m| m.2).sum();
    let own = members.iter().filter(|m| below(&m.0) && own(&m.0)).map(|m| m.1).sum();
    let valid_until = org.valid_until.as_deref().and_then(|d| d.parse().ok());
    Host { id: org.id, kind: org.kind, secretary: org.secretary.clone(), full, own, valid_until, fixed: BTreeMap::new() }
}

fn decided(line: &Line, typed: &BTreeMap<String, String>) -> Result<Details> {
    let field = |name: &str| typed.get(&format!("{name}.{}", line.id));
    let text = |name: &str, before: &str| field(name).cloned().unwrap_or_else(|| before.to_owned());
    let d = &line.details;
    let day = match field("day") {
        Some(day) => day.parse().map_err(|_| Error::field(&format!("day.{}", line.id), "日期不对。", "This is no date."))?,
        None => d.day,
    };
    let minutes = match field("minutes") {
        Some(minutes) => minutes
            .trim()
            .parse()
            .map_err(|_| Error::field(&format!("minutes.{}", line.id), "时长不对。", "This is no number of minutes."))?,
        None => d.minutes,
    };
    Ok(Details {
        title: text("title", &d.title),
        day,
        starts: text("starts", &d.starts),
        minutes,
        place: text("place", &d.place),
        host: text("host", &d.host),
    })
}

/// One line an activity, as it is read in the inbox and read out on the telephone.
pub fn body(activities: &[&Activity]) -> String {
    let line = |a: &&Activity| format!("{} {} {} · {}", ui::day(a.day), a.starts, a.title, a.place);
    activities.iter().map(line).collect::<Vec<_>>().join("\n")
}
