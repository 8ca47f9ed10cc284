//! Taking a roll-call workbook in: what is new is appended, what stands is left.

use super::{
    Activity, Attendance, Details, Mode, NewActivity, State, Via,
    attendance::Entry,
    matrix::{Matrix, Meeting, Row},
};
use crate::{
    orgs::Org,
    rulebook::{self, keys},
};
use kernel::{Error, Id, Result, Writer, args, say, t};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What taking a table in did.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Taken {
    pub activities: usize,
    pub new: usize,
    pub changed: usize,
    pub same: usize,
    /// Rows left to a person.
    pub doubtful: Vec<String>,
}

/// Takes the tables of a file in, each with what was decided of its doubtful rows: all or none.
pub fn take(cx: &Writer, tables: &[(Matrix, BTreeMap<u32, Id>)], source: Id) -> Result<Taken> {
    tables.iter().try_fold(Taken::default(), |mut all, (table, choices)| {
        all.add(table.take(cx, choices, source)?);
        Ok(all)
    })
}

impl Matrix {
    /// Appends what is new. `choices` says of doubtful rows which member is meant.
    fn take(&self, cx: &Writer, choices: &BTreeMap<u32, Id>, source: Id) -> Result<Taken> {
        let org: Org = cx.find(self.org)?;
        let mut taken = Taken::default();
        let chosen =
            |row: &Row| row.member.or_else(|| choices.get(&row.row).copied().filter(|id| row.candidates.iter().any(|c| c.id == *id)));
        taken.doubtful = self.rows.iter().filter(|r| chosen(r).is_none()).map(Row::why).map(|why| why.to_string()).collect();
        for (place, meeting) in self.meetings.iter().enumerate() {
            let activity = meeting.stand(cx, &org, source, &mut taken)?;
            let before: BTreeMap<Id, Mode> = cx
                .all::<(Id, Mode)>("select k.member, k.mode from {marks} k where k.activity = $1", args![activity.id])?
                .into_iter()
                .collect();
            for row in &self.rows {
                let (Some(member), Some((_, mode))) = (chosen(row), row.marks.iter().find(|m| m.0 == place)) else { continue };
                let path = row.candidates.iter().find(|c| c.id == member).map_or("", |c| c.path.as_str());
                let entry = Entry {
                    activity: activity.id,
                    member,
                    path,
                    mode: *mode,
                    via: Via::Workbook,
                    note: "",
                    occurred_on: meeting.day,
                    source: Some(source),
                };
                taken.count(cx, before.get(&member).copied(), entry)?;
            }
        }
        cx.note(source, format!("roll-call of {}: {} new, {} changed, {} same", self.org_name, taken.new, taken.changed, taken.same));
        Ok(taken)
    }
}

impl Taken {
    pub(super) fn count(&mut self, cx: &Writer, before: Option<Mode>, entry: Entry) -> Result<()> {
        match before {
            Some(b) if entry.mode.says_nothing_new(b) => self.same += 1,
            Some(_) => self.changed += 1,
            None => self.new += 1,
        }
        if !before.is_some_and(|b| entry.mode.says_nothing_new(b)) {
            Attendance::append(cx, entry)?;
        }
        Ok(())
    }
}

impl Meeting {
    /// The activity that was held: the one in the book, or one made of the head.
    pub(super) fn stand(&self, cx: &Writer, org: &Org, source: Id, taken: &mut Taken) -> Result<Activity> {
        if self.day > cx.today() {
            return Err(Error::field(
                "files",
                format!("“{}”在将来，还不能有签到。", self.name),
                format!("“{}” lies ahead; it cannot have been held.", self.name),
            ));
        }
        if let Some(id) = self.activity {
            let activity: Activity = cx.find(id)?;
            if activity.state == State::Planned {
                activity.to_state(cx, State::Held, "")?;
            }
            return Ok(activity);
        }
        let id = Id::named(&["roll-call", &org.id.to_string(), &self.kind, &self.day.to_string(), &self.name]);
        // It was taken back with an earlier import.
        if let Some(again) = cx.maybe::<Activity>("select * from {activities} a where a.id = $1", args![id])? {
            again.to_state(cx, State::Held, "")?;
            return Ok(again);
        }
        let book = rulebook::book(cx)?;
        let rules = book.at(self.day);
        let kind = rules.one(keys::ACTIVITY_KINDS, &self.kind).ok_or(Error::NotFound)?;
        let place = t(&kind.place_zh, &kind.place_en).to_owned();
        let details = Details {
            title: self.kind_name.clone(),
            day: self.day,
            starts: rules.get(keys::USUAL_START),
            minutes: kind.minutes,
            place,
            host: org.secretary.clone(),
        };
        let new = NewActivity {
            id,
            plan: None,
            kind: self.kind.clone(),
            details,
            due: kind.due,
            state: State::Held,
            basis: String::new(),
            follows: None,
            source: Some(source),
        };
        taken.activities += 1;
        Activity::make(cx, org, new)
    }
}

impl Taken {
    pub fn add(&mut self, other: Taken) {
        self.activities += other.activities;
        self.new += other.new;
        self.changed += other.changed;
        self.same += other.same;
        self.doubtful.extend(other.doubtful);
    }
    pub fn sentence(&self) -> String {
        let Taken { activities, new, changed, same, doubtful } = self;
        let left = doubtful.len();
        say!(
            "收下签到 {new} 条，改 {changed} 条，{same} 条原来就有；补记活动 {activities} 项；{left} 行待定没有收。",
            "{new} entries taken in, {changed} changed, {same} stood already; {activities} activities added; {left} doubtful rows left out."
        )
    }
}
