//! Open days: a unit opens its venue to residents. A rota of them is proposed in turn, week after week;
//! holidays are left out; people change it, set it, or call it off with a reason.

use super::{
    Span, Venue,
    rota::{Candidate, in_turn},
};
use crate::{
    calendar,
    orgs::Org,
    rulebook::{self, calendar::Calendar, keys},
};
use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use kernel::{Error, Id, Noun, Reader, Result, Text, Writer, args, schema::past, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Proposed,
    Set,
    CalledOff,
}

impl Stage {
    pub fn name(self) -> Text {
        match self {
            Stage::Proposed => Text::fixed("建议", "Proposed"),
            Stage::Set => Text::fixed("已定", "Set"),
            Stage::CalledOff => Text::fixed("取消", "Called off"),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OpenDay {
    pub id: Id,
    pub path: String,
    pub org: Id,
    pub venue: Id,
    pub unit: Id,
    #[schemars(with = "String")]
    pub day: Date,
    pub starts: String,
    pub ends: String,
    /// What is open or done there, in words; may be empty.
    pub what: String,
    pub state: Stage,
    /// Why it was called off.
    pub reason: String,
    pub made_by: String,
}
impl Noun for OpenDay {
    const TABLE: &'static str = "open_days";
}

/// What a rota is asked to be.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Rota {
    pub org: Option<Id>,
    /// From Monday, 1, to Sunday, 7.
    pub weekday: i8,
    /// From today where it is left out.
    pub from: String,
    /// As long as the rule book says where it is left out.
    pub until: String,
}

/// What a rota came to: days that were proposed, and those left out with why.
#[derive(Clone, Debug, Default)]
pub struct Proposal {
    pub made: usize,
    pub holidays: Vec<(Date, String)>,
    pub nobody: Vec<Date>,
}

const WEEK: i64 = 7;

impl OpenDay {
    /// From a day on, of the organisations below a path; called off ones too.
    pub fn ahead(cx: &Reader, path: &str, from: Date) -> Result<Vec<OpenDay>> {
        let mut all: Vec<OpenDay> =
            cx.all("select * from {open_days} d where d.path >= $1 and d.path < $2 and d.day >= $3", args![path, past(path), from])?;
        all.sort_by(|a, b| (a.day, &a.starts, a.id).cmp(&(b.day, &b.starts, b.id)));
        Ok(all)
    }

    /// Those that are set on these days, with the names of venue and unit.
    pub fn set_between(cx: &Reader, path: &str, (first, last): (Date, Date)) -> Result<Vec<(OpenDay, String)>> {
        let ahead = OpenDay::ahead(cx, path, first)?.into_iter().filter(|d| d.state == Stage::Set && d.day <= last);
        ahead.map(|d| Ok((d.clone(), cx.find::<Venue>(d.venue)?.name))).collect()
    }

    /// What was set for one venue, from a day on.
    pub fn of_venue(cx: &Reader, venue: Id, from: Date) -> Result<Vec<OpenDay>> {
        cx.all(
            "select * from {open_days} d where d.venue = $1 and d.state = 'set' and d.day >= $2 order by d.day, d.starts",
            args![venue, from],
        )
    }

    /// The day before this one on which the unit opened, or is to open; it says whose turn it was.
    pub fn before(&self, cx: &Reader) -> Result<Option<Date>> {
        let days: Vec<Date> = cx.all(
            "select d.day from {open_days} d where d.unit = $1 and d.day < $2 and d.state <> 'called_off' order by d.day desc limit 1",
            args![self.unit, self.day],
        )?;
        Ok(days.first().copied())
    }

    /// Proposes each week in turn among the venues of units; what stands already on a day stays.
    pub fn propose(cx: &Writer, rota: &Rota) -> Result<Proposal> {
        let org: Org = cx.find(rota.org.ok_or_else(|| Error::field("org", "请选择组织。", "Choose the organisation."))?)?;
        let venues: Vec<Venue> = Venue::of_org(cx, &org)?.into_iter().filter(|v| v.unit.is_some()).collect();
        if venues.is_empty() {
            return Err(Error::rule("no_venue_of_a_unit", "还没有登记单位的场地。", "No venue of a unit is entered yet."));
        }
        let book = rulebook::book(cx)?;
        let days = rota.days(cx)?;
        let taken: Vec<Date> =
            OpenDay::ahead(cx, &org.path, cx.today())?.into_iter().filter(|d| d.state != Stage::CalledOff).map(|d| d.day).collect();
        let calendar = Calendar::of(book.at(days.first().copied().unwrap_or_else(|| cx.today())));
        let (mut proposal, mut free) = (Proposal::default(), vec![]);
        for day in days.into_iter().filter(|d| !taken.contains(d)) {
            match calendar.holiday(day) {
                Some(holiday) => proposal.holidays.push((day, t(&holiday.zh, &holiday.en).to_owned())),
                None => free.push(day),
            }
        }
        for (day, turn) in free.iter().zip(turns(cx, &venues, &free)?) {
            match turn {
                Some(n) => OpenDay::write(cx, &org, &venues[n], *day).map(|()| proposal.made += 1)?,
                None => proposal.nobody.push(*day),
            }
        }
        cx.note(org.id, format!("proposed {} open days", proposal.made));
        Ok(proposal)
    }

    fn write(cx: &Writer, org: &Org, venue: &Venue, day: Date) -> Result<()> {
        let (Some(open), Some(unit)) = (venue.hours.on(day).first().copied(), venue.unit) else { return Err(Error::NotFound) };
        cx.run(
            "insert into {open_days} (id, path, org, venue, unit, day, starts, ends, what, state, reason, made_at, made_by) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, '', 'proposed', '', $9, $10)",
            args![cx.new_id(), &org.path, org.id, venue.id, unit, day, open.starts(), open.ends(), cx.now(), &cx.actor().name],
        )?;
        Ok(())
    }

    /// Another venue, day, time or words; it stays proposed or set.
    pub fn change(&self, cx: &Writer, new: &Changed) -> Result<()> {
        self.must_stand()?;
        let venue: Venue = cx.find(new.venue.unwrap_or(self.venue))?;
        let unit = venue.unit.filter(|_| venue.path == self.path);
        let unit = unit.ok_or_else(|| Error::field("venue", "请选本社区登记的单位场地。", "Choose a venue of a unit entered here."))?;
        let day: Date = new.day.trim().parse().map_err(|_| Error::field("day", "请填写日期。", "Give the day."))?;
        if day < cx.today() {
            return Err(Error::field("day", "日期已经过去。", "That day has passed."));
        }
        let span = Span::of(&new.starts, &new.ends)
            .ok_or_else(|| Error::field("ends", "请写起止时间，结束晚于开始。", "Give both times; it ends after it begins."))?;
        cx.run_one(
            "update {open_days} set venue = $2, unit = $3, day = $4, starts = $5, ends = $6, what = $7 where id = $1",
            args![self.id, venue.id, unit, day, span.starts(), span.ends(), values::clean(&new.what)],
        )?;
        cx.note(self.id, "open day changed");
        Ok(())
    }

    /// All that is proposed for an organisation is set, or this one alone.
    pub fn set(cx: &Writer, org: &Org, one: Option<Id>) -> Result<u64> {
        let set = cx.run(
            "update {open_days} set state = 'set' where path = $1 and state = 'proposed' and day >= $2 and (cast($3 as uuid) is null or id = $3)",
            args![&org.path, cx.today(), one],
        )?;
        cx.note(org.id, format!("set {set} open days"));
        Ok(set)
    }

    /// With a reason; a proposal that nobody wants goes without a trace.
    pub fn call_off(&self, cx: &Writer, reason: &str) -> Result<()> {
        self.must_stand()?;
        if self.state == Stage::Proposed {
            cx.note(self.id, "open day not wanted");
            return cx.run_one("delete from {open_days} where id = $1", args![self.id]);
        }
        if reason.trim().is_empty() {
            return Err(Error::field("reason", "请写明为什么取消。", "Say why it is called off."));
        }
        cx.note(self.id, "open day called off");
        cx.run_one("update {open_days} set state = 'called_off', reason = $1 where id = $2", args![reason.trim(), self.id])
    }

    fn must_stand(&self) -> Result<()> {
        match self.state {
            Stage::CalledOff => Err(Error::rule("open_day_off", "这个开放日已经取消。", "This open day is called off already.")),
            _ => Ok(()),
        }
    }

    pub fn is_set(&self) -> bool {
        self.state == Stage::Set
    }

    pub fn is_off(&self) -> bool {
        self.state == Stage::CalledOff
    }

    pub fn hours(&self) -> String {
        format!("{}–{}", self.starts, self.ends)
    }

    /// As a calendar draws it.
    pub fn entry(&self) -> calendar::Entry {
        let minutes = Span::of(&self.starts, &self.ends).map_or(0, |s| s.to - s.from);
        let title = if self.what.is_empty() { t("开放日", "Open day").to_owned() } else { self.what.clone() };
        let what = calendar::Standing {
            id: self.id,
            day: self.day,
            starts: self.starts.clone(),
            minutes,
            title,
            place: String::new(),
            class: "held",
            note: "",
        };
        calendar::Entry {
            what,
            org: String::new(),
            said: String::new(),
            clashes: vec![],
            url: Some(format!("/open-days?org={}", self.org)),
        }
    }
}

/// An open day as people change it.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Changed {
    pub venue: Option<Id>,
    pub day: String,
    pub starts: String,
    pub ends: String,
    pub what: String,
}

impl Rota {
    fn days(&self, cx: &Reader) -> Result<Vec<Date>> {
        let weekday =
            Weekday::from_monday_one_offset(self.weekday).map_err(|_| Error::field("weekday", "请选择星期几。", "Choose a weekday."))?;
        let today = cx.today();
        let day = |field: &str, typed: &str, usual: Date| match typed.trim() {
            "" => Ok(usual),
            typed => typed.parse::<Date>().map_err(|_| Error::field(field, "请填写日期。", "Give the day.")),
        };
        let from = day("from", &self.from, today)?.max(today);
        let book = rulebook::book(cx)?;
        let ahead = book.at(today).get(keys::OPEN_DAYS_AHEAD);
        let most = today.checked_add(book.at(today).get(keys::BOOKING_AHEAD))?;
        let until = day("until", &self.until, from.checked_add(ahead)?)?;
        if until < from || until > most {
            return Err(Error::field("until", format!("写到 {from} 和 {most} 之间。"), format!("Give a day between {from} and {most}.")));
        }
        let first = from.series(1.day()).find(|d| d.weekday() == weekday).unwrap_or(from);
        Ok(first.series(WEEK.days()).take_while(|d| *d <= until).collect())
    }
}

/// For each day the venue whose turn it is, by when each opened last.
fn turns(cx: &Reader, venues: &[Venue], days: &[Date]) -> Result<Vec<Option<usize>>> {
    let mut order: Vec<(&str, Id)> = venues.iter().filter_map(|v| Some((v.unit_name.as_str(), v.unit?))).collect();
    order.sort_unstable();
    order.dedup();
    let last = |venue: &Venue| -> Result<Option<Date>> {
        let days: Vec<Date> = cx.all(
            "select d.day from {open_days} d where d.venue = $1 and d.state <> 'called_off' order by d.day desc limit 1",
            args![venue.id],
        )?;
        Ok(days.first().copied())
    };
    let candidate = |venue: &Venue| -> Result<(usize, Option<Date>)> {
        let unit = order.iter().position(|o| Some(o.1) == venue.unit).unwrap_or_default();
        Ok((unit, last(venue)?))
    };
    let known: Vec<(usize, Option<Date>)> = venues.iter().map(candidate).collect::<Result<_>>()?;
    let candidates: Vec<Candidate> =
        venues.iter().zip(known).map(|(venue, (unit, last))| Candidate { unit, hours: &venue.hours, last }).collect();
    Ok(in_turn(&candidates, days))
}
