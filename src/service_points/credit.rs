//! An entry of the ledger. What follows from the turns of a person's month is compared with what stands,
//! and what is lacking is appended: nothing is ever changed, and settled twice nothing happens.

use super::{Reason, Scale, Turn, follows::sum, points_text};
use crate::{
    points::{New, Stands, Target, lacking},
    posts::Tie,
    rulebook,
};
use jiff::civil::Date;
use kernel::{Id, Reader, Result, Writer, any_of, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Credit {
    pub id: Id,
    #[serde(rename(deserialize = "occurred_on"))]
    #[schemars(with = "String")]
    pub day: Date,
    pub org: Id,
    /// The turn, or the exchange.
    pub fact: Id,
    /// Of the post.
    pub kind: String,
    pub minutes: i64,
    /// 100 where an hour is one point.
    pub percent: i64,
    /// In hundredths.
    pub points: i64,
    pub rule: String,
    pub reason: Reason,
    /// The entry that this one takes back.
    pub reverses: Option<Id>,
}

const COLUMNS: &str = "p.id, p.occurred_on, p.org, p.fact, p.kind, p.minutes, p.percent, p.points, p.rule, p.reason, p.reverses";
/// Those that follow from turns.
const OF_TURNS: &str = "p.reason not in ('exchanged', 'returned')";

/// Appends what the month of this day lacks, of one person by the id that their turns name.
pub fn settle(cx: &Writer, person: Id, tie: Tie, day: Date) -> Result<()> {
    let all = &cx.beyond_scope("points follow from every turn of a month, wherever its post stands");
    let (first, last) = (day.first_of_month(), day.last_of_month());
    let turns: Vec<Turn> = all.all(
        "select s.id, s.path, s.org, p.kind, s.day, s.minutes from {services} s join {posts} p on p.tenant = s.tenant and p.id = s.post \
         where s.person = $1 and s.day >= $2 and s.day <= $3 and s.state = 'confirmed' order by s.day, s.starts, s.id",
        args![person, first, last],
    )?;
    let standing: Vec<Credit> = all.all(
        &format!("select {COLUMNS} from {{service_points}} p where p.person = $1 and p.occurred_on >= $2 and p.occurred_on <= $3 and {OF_TURNS} order by p.id"),
        args![person, first, last],
    )?;
    let follows = Scale::of(rulebook::book(all)?.at(last)).follow(&turns);
    let targets: Vec<Target<Reason>> = turns
        .iter()
        .zip(&follows)
        .map(|(turn, f)| Target { fact: turn.id, amount: f.points, rule: f.reason.rule(), reason: f.reason })
        .collect();
    let stands: Vec<Stands> =
        standing.iter().map(|c| Stands { id: c.id, fact: c.fact, amount: c.points, rule: &c.rule, reverses: c.reverses }).collect();
    for new in lacking("service_points", &stands, &targets, Reason::Corrected) {
        let known = turns.iter().zip(&follows).find(|(turn, _)| turn.id == new.fact);
        append(all, person, tie, &new, known, &standing)?;
    }
    Ok(())
}

/// What is appended stands where its turn stands, or where the entry stands that it takes back.
fn append(cx: &Writer, person: Id, tie: Tie, new: &New<Reason>, turn: Option<(&Turn, &super::Follows)>, standing: &[Credit]) -> Result<()> {
    let before = new.reverses.and_then(|id| standing.iter().find(|c| c.id == id));
    let (org, day, kind, minutes, percent) = match (before, turn) {
        (Some(c), _) => (c.org, c.day, c.kind.as_str(), c.minutes, c.percent),
        (None, Some((t, f))) => (t.org, t.day, t.kind.as_str(), t.minutes, f.percent),
        (None, None) => return Ok(()),
    };
    let path: String = cx.one("select o.path from {orgs} o where o.id = $1", args![org])?;
    Entry {
        path: &path,
        org,
        person,
        tie,
        fact: new.fact,
        kind,
        minutes,
        percent,
        points: new.amount,
        rule: new.rule,
        reason: new.reason,
        reverses: new.reverses,
    }
    .write(cx, day, new.id)
}

/// A row to be appended.
pub(super) struct Entry<'a> {
    pub path: &'a str,
    pub org: Id,
    pub person: Id,
    pub tie: Tie,
    pub fact: Id,
    pub kind: &'a str,
    pub minutes: i64,
    pub percent: i64,
    pub points: i64,
    pub rule: &'a str,
    pub reason: Reason,
    pub reverses: Option<Id>,
}

impl Entry<'_> {
    pub(super) fn write(&self, cx: &Writer, day: Date, id: Id) -> Result<()> {
        cx.run(
            "insert into {service_points} (occurred_on, id, path, org, person, tie, fact, kind, minutes, percent, points, rule, reason, reverses, made_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict (occurred_on, id) do nothing",
            args![
                day,
                id,
                self.path,
                self.org,
                self.person,
                self.tie.code(),
                self.fact,
                self.kind,
                self.minutes,
                self.percent,
                self.points,
                self.rule,
                self.reason.code(),
                self.reverses,
                cx.now()
            ],
        )?;
        Ok(())
    }
}

/// Every month in which somebody served: after two entries of a person became one, caps hold for both.
pub fn settle_all(cx: &Writer, person: Id, tie: Tie) -> Result<()> {
    let all = cx.beyond_scope("points follow from every turn, wherever its post stands");
    let days: Vec<Date> = all.all("select distinct s.day from {services} s where s.person = $1 order by s.day", args![person])?;
    let mut months: Vec<Date> = days.into_iter().map(Date::first_of_month).collect();
    months.dedup();
    months.into_iter().try_for_each(|month| settle(&all, person, tie, month))
}

impl Credit {
    /// All entries of a person, by any of their ids; the newest first. At most so many.
    pub fn of_person(cx: &Reader, ids: &[Id], most: i64) -> Result<Vec<Credit>> {
        let (list, mut values) = any_of(ids.iter().copied(), 1);
        values.push(most.into());
        cx.all(
            &format!(
                "select {COLUMNS} from {{service_points}} p where p.person in ({list}) order by p.occurred_on desc, p.made_at desc, case when p.reverses is null then 1 else 0 end, p.id limit ${}",
                ids.len() + 1
            ),
            &values,
        )
    }

    /// What a person has, in hundredths: all they earned, less what was exchanged.
    pub fn balance(cx: &Reader, ids: &[Id]) -> Result<i64> {
        let (list, values) = any_of(ids.iter().copied(), 1);
        cx.one(&format!("select cast(coalesce(sum(p.points), 0) as bigint) from {{service_points}} p where p.person in ({list})"), &values)
    }

    /// `+1.8`
    pub fn points_text(&self) -> String {
        let text = points_text(self.points);
        if self.points > 0 { format!("+{text}") } else { text }
    }

    /// `1.5 小时 × 1.2`, and what else decided it.
    pub fn why(&self) -> String {
        match self.reason {
            Reason::Hours => sum(self.minutes, self.percent),
            Reason::DayFull | Reason::MonthFull => format!("{} · {}", sum(self.minutes, self.percent), self.reason.name()),
            reason => reason.name().to_string(),
        }
    }

    pub fn is_of_turn(&self) -> bool {
        !matches!(self.reason, Reason::Exchanged | Reason::Returned)
    }
}
