//! The reading behind a roll: one question a method, each answered for all members at once.

use super::roll::{Person, Roll};
use crate::{
    categories::Kinds,
    closing::Month,
    dues,
    orgs::Org,
    people::{
        Change,
        clears::{self, Freshness, Known, State},
    },
    rulebook::{Book, Rules, keys, keys::Category},
};
use jiff::civil::Date;
use kernel::{Id, Reader, Result, Value, args, schema::past};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::Range,
};

/// The marks of so few members are found from them; of more, from the month's activities.
const FEW: usize = 400;

pub(super) struct Gather<'a> {
    cx: &'a Reader,
    org: &'a Org,
    month: Month,
    rules: Rules<'a>,
    days: Days,
    at: HashMap<Id, usize>,
    known: Vec<Facts>,
    pub roll: Roll,
}

/// The days that a month's measures look at.
struct Days {
    first: Date,
    /// The last day that is counted: the month's, or today where it is not over.
    last: Date,
    quarter: Date,
    /// Since when a mark of the month's activities may have been made, and one of the quarter's.
    marks: Date,
    served: Date,
    talks: Date,
    touch: Date,
}

impl Days {
    fn of(month: Month, today: Date, rules: Rules<'_>) -> Days {
        let last = month.last().min(today);
        let back = |day: Date, span| day.checked_sub(span).unwrap_or(Date::MIN);
        let quarter = month.start_of(rules.get(keys::PART_MONTHS) as i8).first();
        Days {
            first: month.first(),
            last,
            quarter,
            marks: back(month.first(), rules.get(keys::MADE_UP_WITHIN)),
            served: back(quarter, rules.get(keys::MADE_UP_WITHIN)),
            talks: back(last, rules.get(keys::TALK_WITHIN)),
            touch: back(last, rules.get(keys::TWO_WAY_WITHIN)),
        }
    }
}

/// What the six clears and being in touch ask of a member, by the month's end.
#[derive(Deserialize)]
struct Facts {
    known: i64,
    card_on: Option<String>,
    ledger_on: String,
    last_contact: Option<String>,
    talked_on: Option<String>,
    /// The last contact that was two-way.
    touched_on: Option<String>,
    /// The confirmations of each field, as [`Known`] reads them.
    confirmed: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    id: Id,
    path: String,
    name: String,
    joined: Option<String>,
    #[serde(flatten)]
    facts: Facts,
}

#[derive(Deserialize)]
struct Held {
    id: Id,
    path: String,
    kind: String,
    due: keys::Due,
    state: String,
    day: Date,
}

impl<'a> Gather<'a> {
    pub fn new(cx: &'a Reader, org: &'a Org, month: Month, book: &'a Book) -> Gather<'a> {
        let rules = book.at(month.last());
        let days = Days::of(month, cx.today(), rules);
        let roll = Roll { people: vec![], held: BTreeMap::new(), kinds: Kinds::of(book.at(days.last)) };
        Gather { cx, org, month, rules, days, at: HashMap::new(), known: vec![], roll }
    }
}

impl<'a> Gather<'a> {
    /// A statement over the marks `t` of activities `a` between two days, the third and fourth argument:
    /// activity by activity, or from a few members, whose marks are looked for from the fifth argument on.
    fn marks_of(&self, columns: &str) -> String {
        let from = if self.roll.people.len() > FEW {
            "{activities} a cross join {marks} t where t.tenant = a.tenant and t.activity = a.id and t.path >= $1 and t.path < $2 and $5 = $5"
        } else {
            "(select * from {members} q where q.path >= $1 and q.path < $2) m cross join {marks} t cross join {activities} a \
             where t.tenant = m.tenant and t.member = m.id and t.occurred_on >= $5 and a.tenant = t.tenant and a.id = t.activity"
        };
        format!("select {columns} from {from} and a.day >= $3 and a.day <= $4")
    }

    fn range(&self) -> [Value<'a>; 2] {
        [self.org.path.as_str().into(), past(&self.org.path).into()]
    }

    fn person(&mut self, id: Id) -> Option<&mut Person> {
        self.at.get(&id).map(|n| &mut self.roll.people[*n])
    }

    /// Who belonged to the subtree at the month's end: joined by then, and where they were before
    /// any move since.
    pub fn members(&mut self) -> Result<()> {
        let then = self.moved_since()?;
        let columns = format!(
            "select m.id, m.path, m.name, m.joined, m.last_contact, {}, \
             (select max(t.occurred_on) from {{contacts}} t where t.tenant = m.tenant and t.member = m.id and t.two_way = 1 and t.occurred_on <= $1) as touched_on \
             from {{members}} m left join {{floating}} f on f.tenant = m.tenant and f.member = m.id left join {{cards}} c on c.tenant = m.tenant and c.member = m.id",
            clears::KNOWN_BY
        );
        let mut rows: Vec<Row> = self.cx.all(
            &format!("{columns} where m.path >= $2 and m.path < $3 and (m.joined is null or m.joined <= $1) order by m.path, m.name, m.id"),
            args![self.days.last, &self.org.path, past(&self.org.path)],
        )?;
        if !then.is_empty() {
            rows.retain(|row| !then.contains_key(&row.id));
            for (member, path) in then.iter().filter(|(_, path)| path.starts_with(&self.org.path)) {
                let row: Option<Row> = self.cx.maybe(&format!("{columns} where m.id = $2"), args![self.days.last, member])?;
                rows.extend(row.map(|row| Row { path: path.clone(), ..row }));
            }
            rows.sort_by(|a, b| (&a.path, &a.name, a.id).cmp(&(&b.path, &b.name, b.id)));
        }
        for (n, row) in rows.into_iter().enumerate() {
            self.at.insert(row.id, n);
            self.known.push(row.facts);
            self.roll.people.push(Person::new(row.id, row.path, row.name, row.joined));
        }
        Ok(())
    }

    /// Where those were at the month's end who moved after it.
    fn moved_since(&self) -> Result<HashMap<Id, String>> {
        let mut then = HashMap::new();
        for change in Change::moves_after(self.cx, self.days.last)? {
            if let Some(org) = change.before::<Id>(self.cx)?
                && let Some(path) = self.cx.maybe("select o.path from {orgs} o where o.id = $1", args![org])?
            {
                then.entry(change.member).or_insert(path);
            }
        }
        Ok(then)
    }

    /// By what is known of them today, at the age they had at the month's end.
    pub fn categories(&mut self, below: &Reader) -> Result<()> {
        let able_not = self.rules.get(keys::PART_ABLE_NOT);
        let excused: Vec<bool> = self.roll.kinds.all.iter().map(|kind| able_not.contains(&kind.code)).collect();
        for (member, facts) in self.roll.kinds.facts_of_all(below)? {
            let held: Vec<usize> = self.roll.kinds.derive(&facts).iter().map(|held| held.kind).collect();
            if let Some(person) = self.person(member) {
                person.able = !held.iter().any(|kind| excused[*kind]);
                person.categories = held;
            }
        }
        Ok(())
    }

    /// What was held, who was due, who took part and how. Where a roll-call has gaps, those due whom
    /// nobody marked are due as well.
    pub fn activities(&mut self) -> Result<()> {
        let mut held: Vec<Held> = self.cx.all(
            "select a.id, a.path, a.kind, a.due, a.state, a.day from {activities} a where a.day >= $1 and a.day <= $2 and a.state in ('held', 'planned', 'cancelled')",
            args![self.days.first, self.days.last],
        )?;
        held.retain(|a| a.path.starts_with(&self.org.path) || self.org.path.starts_with(&a.path));
        for activity in held.iter().filter(|a| a.path.starts_with(&self.org.path)) {
            let (done, due) = self.roll.held.entry(activity.path.clone()).or_default();
            *done += i64::from(activity.state == "held");
            *due += 1;
        }
        let kinds: HashMap<&str, Category> =
            self.rules.all(keys::ACTIVITY_KINDS).into_iter().map(|(code, kind)| (code, kind.category)).collect();
        let fixed: HashMap<Id, &Held> =
            held.iter().filter(|a| kinds.get(a.kind.as_str()) == Some(&Category::Fixed)).map(|a| (a.id, a)).collect();
        let marked = self.marks(&fixed)?;
        for activity in fixed.values().filter(|a| a.state != "cancelled" && matches!(a.due, keys::Due::Branch | keys::Due::Group)) {
            self.unmarked(activity, marked.get(&activity.id))?;
        }
        Ok(())
    }

    /// How members took part; whom the fixed activities have marked, by their place in the roll.
    fn marks(&mut self, fixed: &HashMap<Id, &Held>) -> Result<HashMap<Id, HashSet<usize>>> {
        let sql = self.marks_of("t.member, t.activity, t.mode");
        let (present, not_due) = (self.rules.get(keys::MODES_PRESENT), self.rules.get(keys::MODES_NOT_DUE));
        let mut marked: HashMap<Id, HashSet<usize>> = HashMap::new();
        let args = [&self.range()[..], args![self.days.first, self.days.last, self.days.marks]].concat();
        self.cx.each(&sql, &args, |(member, activity, mode): (Id, Id, String)| {
            let Some(n) = self.at.get(&member).copied() else { return Ok(()) };
            let (person, here) = (&mut self.roll.people[n], present.contains(&mode));
            person.present += i64::from(here);
            person.in_room += i64::from(mode == "in_room");
            person.recorded = true;
            if fixed.contains_key(&activity) {
                person.due |= !not_due.contains(&mode);
                person.took |= here;
                marked.entry(activity).or_default().insert(n);
            }
            Ok(())
        })?;
        Ok(marked)
    }

    fn unmarked(&mut self, activity: &Held, marked: Option<&HashSet<usize>>) -> Result<()> {
        if activity.day >= self.cx.today() {
            return Ok(());
        }
        let day = activity.day.to_string();
        for n in self.below(&activity.path) {
            let person = &mut self.roll.people[n];
            if !marked.is_some_and(|m| m.contains(&n)) && person.joined.as_ref().is_none_or(|joined| *joined <= day) {
                person.due = true;
            }
        }
        Ok(())
    }

    /// The members of an organisation and of all below it, by their places.
    fn below(&self, path: &str) -> Range<usize> {
        let place = |path: &str| self.roll.people.partition_point(|p| p.path.as_str() < path);
        place(path)..place(&past(path))
    }

    /// Talks, two-way contacts, and whether one was written down this quarter.
    pub fn contacts(&mut self) {
        let [quarter, touch, talks, last] = [self.days.quarter, self.days.touch, self.days.talks, self.days.last].map(|d| d.to_string());
        for (person, facts) in self.roll.people.iter_mut().zip(&self.known) {
            let (talked, touched) = (facts.talked_on.as_ref(), facts.touched_on.as_ref());
            person.talked = talked.filter(|day| **day >= talks).cloned();
            person.recorded |= talked.max(touched).is_some_and(|day| *day >= quarter);
            // What a register says of the last contact is one too.
            let told = facts.last_contact.as_ref().filter(|day| **day <= last);
            person.in_touch = touched.max(told).is_some_and(|day| *day >= touch);
        }
    }

    /// Who owes dues, and whether they are paid up to the month before.
    pub fn dues(&mut self) -> Result<()> {
        let last = self.month.before();
        let first = last.plus(1 - self.rules.get(keys::DUES_LOOK_BACK));
        let accounts = dues::Accounts::of(self.cx, &self.org.path, first, last, self.days.last)?;
        for person in &mut self.roll.people {
            if let Some(account) = accounts.of_member(person.id) {
                let joined = person.joined.as_deref().and_then(dues::joined);
                person.owes = account.owes(joined);
                person.paid = account.is_settled(joined);
            }
        }
        Ok(())
    }

    /// Who holds a duty at the month's end, or served this quarter.
    pub fn parts(&mut self) -> Result<()> {
        let range = self.range();
        let duties = "select d.member from (select * from {members} q where q.path >= $1 and q.path < $2) m cross join {duties} d \
            where d.tenant = m.tenant and d.member = m.id and d.from_day <= $3 and (d.to_day is null or d.to_day >= $3)";
        self.cx.each(duties, &[&range[..], args![self.days.last]].concat(), |(member,): (Id,)| {
            self.person(member).into_iter().for_each(|p| p.plays = true);
            Ok(())
        })?;
        let serving: Vec<String> = self
            .rules
            .all(keys::ACTIVITY_KINDS)
            .into_iter()
            .filter(|(_, kind)| kind.category == Category::Volunteering)
            .map(|(code, _)| code.to_owned())
            .collect();
        let present = self.rules.get(keys::MODES_PRESENT);
        let args = [&range[..], args![self.days.quarter, self.days.last, self.days.served]].concat();
        let kinds: Vec<String> = (0..serving.len()).map(|n| format!("${}", args.len() + 1 + n)).collect();
        let args = [args, serving.iter().map(Value::from).collect()].concat();
        let served = format!("{} and a.kind in ({})", self.marks_of("t.member, t.mode"), kinds.join(", "));
        self.cx.each(&served, &args, |(member, mode): (Id, String)| {
            self.person(member).into_iter().for_each(|p| p.plays |= present.contains(&mode));
            Ok(())
        })
    }

    /// Whether all six clears are, and whether anything was written down this quarter of those whose are.
    pub fn clears(&mut self) -> Result<()> {
        let fresh = Freshness::of(self.rules, self.days.last);
        for (person, facts) in self.roll.people.iter_mut().zip(&self.known) {
            let known = Known {
                facts: facts.known,
                card_on: facts.card_on.as_deref(),
                ledger_on: &facts.ledger_on,
                last_contact: facts.last_contact.as_deref(),
                talked_on: person.talked.as_deref(),
                confirmed: facts.confirmed.as_deref(),
            };
            person.clear = known.states(&fresh).iter().all(|state| *state == State::Clear);
            if person.clear && !person.recorded {
                person.recorded = self.cx.one(
                    "select count(*) from (select k.member from {marks} k where k.member = $1 and k.occurred_on >= $2 and k.occurred_on <= $3 \
                     union all select t.member from {contacts} t where t.member = $1 and t.occurred_on >= $2 and t.occurred_on <= $3) k",
                    args![person.id, self.days.quarter, self.days.last],
                )?;
            }
        }
        Ok(())
    }
}
