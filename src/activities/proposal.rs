//! What the rule book asks of a month: a function of the organisations, what stands already, the
//! book, its calendar and the month. It reads nothing else, so that it can be run again.

use super::{Details, Due, fixed_day::Held};
use crate::{
    orgs::Kind,
    rulebook::{
        Rules,
        calendar::Calendar,
        keys::{self, ActivityKind, Cadence, Holder, Period},
    },
};
use jiff::{Span, ToSpan, civil::Date};
use kernel::{Id, t};
use std::collections::BTreeMap;

/// An organisation as the month sees it.
#[derive(Clone, Debug)]
pub struct Host {
    pub id: Id,
    pub kind: Kind,
    pub secretary: String,
    /// Full members, here and in the groups below.
    pub full: i64,
    /// Members who belong to it directly or through its groups, and to no branch below.
    pub own: i64,
    pub valid_until: Option<Date>,
    /// By kind, the days that it keeps: its own, or those of the nearest organisation above.
    pub fixed: BTreeMap<String, Held>,
}

/// What stands in the book already, from the beginning of the year on.
#[derive(Clone, Debug)]
pub struct Standing {
    pub id: Id,
    pub org: Id,
    pub kind: String,
    pub day: Date,
    pub starts: String,
    pub place: String,
    /// Draft, planned or held: it fulfils its cadence. Else it was left out, postponed or cancelled.
    pub counts: bool,
}

/// One proposed activity, and the rule that asks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposed {
    /// The same each time it is proposed.
    pub id: Id,
    pub org: Id,
    pub kind: String,
    pub details: Details,
    pub due: Due,
    /// The key of the cadence.
    pub basis: String,
    pub soft: bool,
    /// The day on which it would have stood, were that not a day off.
    pub moved_from: Option<Date>,
    /// The fixed day that it follows, where the rule book's does not count.
    pub fixed: Option<Held>,
}

/// What the rules ask of `month` (its first day) that does not stand yet.
pub fn proposal(hosts: &[Host], standing: &[Standing], rules: Rules<'_>, calendar: &Calendar, month: Date) -> Vec<Proposed> {
    let desk = Desk {
        standing,
        calendar,
        month,
        usual: rules.get(keys::USUAL_DAYS),
        theme: rules.get(keys::THEME_DAY),
        start: rules.get(keys::USUAL_START),
        most: rules.get(keys::MOVE_DAYS_MAX),
    };
    let committee = rules.get(keys::BRANCH_COMMITTEE_FULL_MEMBERS_MIN);
    let asked: Vec<Asked> = rules.all(keys::CADENCES).into_iter().filter_map(|(code, cadence)| Asked::of(rules, code, cadence)).collect();
    let mut proposed = vec![];
    for host in hosts {
        for asked in asked.iter().filter(|a| host.holds(a.cadence.holder, committee)) {
            for nth in 0..desk.wanting(host, &asked.cadence) {
                proposed.extend(desk.propose(host, asked, nth));
            }
        }
    }
    proposed.sort_by(|a, b| (a.details.day, &a.details.starts).cmp(&(b.details.day, &b.details.starts)));
    proposed
}

impl Host {
    fn holds(&self, holder: Holder, committee: i64) -> bool {
        match holder {
            Holder::Branch => !self.is_group() && self.own > 0,
            // A general branch is led by a committee; a branch has one from a number of full members on.
            Holder::Committee => !self.is_group() && self.kind != Kind::WorkingCommittee && self.full >= committee,
            Holder::Group => self.is_group() && self.own > 0,
        }
    }
    fn is_group(&self) -> bool {
        matches!(self.kind, Kind::Group | Kind::TransitionGroup)
    }
}

/// A cadence with the kind of activity it asks for.
struct Asked {
    basis: String,
    cadence: Cadence,
    kind: ActivityKind,
    name: String,
}

impl Asked {
    fn of(rules: Rules<'_>, code: &str, cadence: Cadence) -> Option<Asked> {
        let kind = rules.one(keys::ACTIVITY_KINDS, &cadence.kind)?;
        let name = rules.name(keys::ACTIVITY_KINDS, &cadence.kind)?;
        Some(Asked { basis: format!("{}{code}", keys::CADENCES.prefix), cadence, kind, name: t(&name.zh, &name.en).to_owned() })
    }
}

struct Desk<'a> {
    standing: &'a [Standing],
    calendar: &'a Calendar,
    month: Date,
    usual: BTreeMap<String, i8>,
    theme: i8,
    start: String,
    most: i64,
}

impl Desk<'_> {
    /// How many of it are proposed in this month.
    fn wanting(&self, host: &Host, cadence: &Cadence) -> i64 {
        if !cadence.months.is_empty() && !cadence.months.contains(&self.month.month()) {
            return 0;
        }
        if cadence.where_fixed && !host.fixed.contains_key(&cadence.kind) {
            return 0;
        }
        let (first, last) = around(self.month, cadence.period);
        let held = self.of(host, &cadence.kind).filter(|s| s.counts && s.day >= first && s.day <= last).count() as i64;
        let wanting = (cadence.least - held).max(0);
        // A longer period leaves room for the rest in its other months.
        if cadence.period == Period::Month { wanting } else { wanting.min(1) }
    }

    fn propose(&self, host: &Host, asked: &Asked, nth: i64) -> Option<Proposed> {
        let Asked { basis, cadence, kind, name } = asked;
        let fixed = host.fixed.get(&cadence.kind).cloned();
        let wish = self.wish(&cadence.kind, fixed.as_ref(), nth)?;
        let day = within(self.calendar, self.most, self.month, wish);
        if host.valid_until.is_some_and(|until| until < day) {
            return None;
        }
        let id = self.id(host, basis, &cadence.kind, nth)?;
        let before = self.of(host, &cadence.kind).filter(|s| s.counts).max_by_key(|s| s.day);
        let place =
            before.map(|b| b.place.clone()).filter(|p| !p.is_empty()).unwrap_or_else(|| t(&kind.place_zh, &kind.place_en).to_owned());
        let starts = before.map(|b| b.starts.clone()).filter(|s| !s.is_empty()).unwrap_or_else(|| self.start.clone());
        let details = Details { title: name.clone(), day, starts, minutes: kind.minutes, place, host: host.secretary.clone() };
        Some(Proposed {
            id,
            org: host.id,
            kind: cadence.kind.clone(),
            details,
            due: kind.due,
            basis: basis.clone(),
            soft: cadence.soft,
            moved_from: (day != wish).then_some(wish),
            fixed,
        })
    }

    /// The day that is kept for it, or else the rule book's day of the month; and the same weekday of
    /// the weeks after for a second and third.
    fn wish(&self, kind: &str, fixed: Option<&Held>, nth: i64) -> Option<Date> {
        let usual = if kind == "theme_day" { self.theme } else { self.usual.get(kind).copied().unwrap_or(self.theme) };
        let first = match fixed {
            Some(held) => held.falls.in_month(self.month),
            None => self.month.checked_add(Span::new().days(i64::from(usual) - 1)).ok()?,
        };
        let wish = first.checked_add(Span::new().weeks(nth)).ok()?;
        (wish.first_of_month() == self.month).then_some(wish)
    }

    /// The same proposal has the same id. What was refused in this month is not proposed again.
    fn id(&self, host: &Host, basis: &str, kind: &str, nth: i64) -> Option<Id> {
        if self.of(host, kind).any(|s| !s.counts && s.day.first_of_month() == self.month) {
            return None;
        }
        let ids = (0i64..).map(|n| Id::named(&["proposal", &host.id.to_string(), &self.month.to_string(), basis, &n.to_string()]));
        ids.filter(|id| !self.standing.iter().any(|s| s.id == *id)).nth(nth as usize)
    }

    fn of<'a>(&'a self, host: &'a Host, kind: &'a str) -> impl Iterator<Item = &'a Standing> {
        self.standing.iter().filter(move |s| s.org == host.id && s.kind == kind)
    }
}

/// A working day near the wish that does not leave the month.
pub fn within(calendar: &Calendar, most: i64, month: Date, wish: Date) -> Date {
    let days = i64::from(month.days_in_month());
    let near = [most, days, 0].map(|most| calendar.working_day_near(wish, most));
    near.into_iter().find(|day| day.first_of_month() == month).unwrap_or(wish)
}

/// First and last day of the period that a month lies in.
pub fn around(month: Date, period: Period) -> (Date, Date) {
    let months = match period {
        Period::Month => 1,
        Period::Quarter => 3,
        Period::HalfYear => 6,
        Period::Year => 12,
    };
    let first = month.first_of_month() - ((month.month() - 1) % months).months();
    (first, (first + (months - 1).months()).last_of_month())
}
