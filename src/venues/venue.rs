//! A room, a court, a reading room: whose it is, what it holds, when it is open and its rules.

use super::{Booking, Hours};
use crate::orgs::Org;
use kernel::{Error, Id, Noun, Reader, Result, Text, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::values;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    #[default]
    Room,
    Court,
    Reading,
    Other,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Room, Kind::Court, Kind::Reading, Kind::Other];

    pub fn code(self) -> &'static str {
        match self {
            Kind::Room => "room",
            Kind::Court => "court",
            Kind::Reading => "reading",
            Kind::Other => "other",
        }
    }
    pub fn name(self) -> Text {
        match self {
            Kind::Room => Text::fixed("活动室、会议室", "Room"),
            Kind::Court => Text::fixed("球场、场地", "Court"),
            Kind::Reading => Text::fixed("阅览室", "Reading room"),
            Kind::Other => Text::fixed("其他", "Other"),
        }
    }
}

/// What the capacity counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// So many bookings at the same time.
    #[default]
    Bookings,
    /// So many people at the same time.
    People,
}

impl Counts {
    pub const ALL: [Counts; 2] = [Counts::Bookings, Counts::People];

    pub fn code(self) -> &'static str {
        match self {
            Counts::Bookings => "bookings",
            Counts::People => "people",
        }
    }
    pub fn name(self) -> Text {
        match self {
            Counts::Bookings => Text::fixed("同时几场预订", "bookings at a time"),
            Counts::People => Text::fixed("同时几个人", "people at a time"),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Venue {
    pub id: Id,
    pub path: String,
    /// The organisation that looks after its bookings.
    pub org: Id,
    /// Whose it is; none: the organisation's own.
    pub unit: Option<Id>,
    /// What the unit is called, which may stand with another organisation; empty where it is nobody else's.
    pub unit_name: String,
    pub name: String,
    pub kind: Kind,
    pub address: String,
    /// Rules for use, in words.
    pub rules: String,
    pub capacity: i64,
    pub counts: Counts,
    /// `1 09:00-12:00 14:00-17:00;6 09:00-12:00`: by the number of the weekday.
    pub hours: Hours,
    pub closed_at: Option<String>,
}
impl Noun for Venue {
    const TABLE: &'static str = "venues";
}

/// A venue as it is typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Entry {
    pub org: Option<Id>,
    /// The name of the unit whose it is; empty: the organisation's own.
    pub unit: String,
    pub name: String,
    pub kind: Kind,
    pub address: String,
    pub rules: String,
    pub capacity: String,
    pub counts: Counts,
    /// `9:00-12:00 14:00-17:00`; empty on a day on which it is closed.
    pub mon: String,
    pub tue: String,
    pub wed: String,
    pub thu: String,
    pub fri: String,
    pub sat: String,
    pub sun: String,
}

/// The same, checked.
#[derive(Clone, Debug)]
pub struct Facts {
    pub org: Org,
    pub unit: Option<Id>,
    pub unit_name: String,
    pub name: String,
    pub kind: Kind,
    pub address: String,
    pub rules: String,
    pub capacity: i64,
    pub counts: Counts,
    pub hours: Hours,
}

impl Entry {
    pub fn checked(&self, cx: &Reader) -> Result<Facts> {
        let name = values::clean(&self.name);
        if name.is_empty() {
            return Err(Error::field("name", "请写场地名称。", "Give the venue a name."));
        }
        let capacity = values::half_width(&self.capacity).trim().parse().ok().filter(|n| (1..=100_000).contains(n));
        let org = self.org.ok_or_else(|| Error::field("org", "请选择组织。", "Choose the organisation."))?;
        Ok(Facts {
            org: cx.find(org)?,
            unit: unit_named(cx, values::clean(&self.unit))?,
            unit_name: values::clean(&self.unit).into(),
            name: name.into(),
            kind: self.kind,
            address: values::clean(&self.address).into(),
            rules: self.rules.trim().into(),
            capacity: capacity.ok_or_else(|| Error::field("capacity", "请填写数目，如 1。", "Give a number, such as 1."))?,
            counts: self.counts,
            hours: Hours::typed([&self.mon, &self.tue, &self.wed, &self.thu, &self.fri, &self.sat, &self.sun])?,
        })
    }
}

fn unit_named(cx: &Reader, name: &str) -> Result<Option<Id>> {
    if name.is_empty() {
        return Ok(None);
    }
    let all = cx.beyond_scope("a unit stands once in a tenant; its name is compared, never shown");
    let found: Option<Id> = all.maybe("select u.id from {units} u where u.name = $1", args![name])?;
    match found {
        Some(id) => Ok(Some(id)),
        None => Err(Error::field("unit", "单位里没有这个名称。", "There is no unit of this name.")),
    }
}

impl Venue {
    /// Those in use, by organisation and name.
    pub fn all(cx: &Reader) -> Result<Vec<Venue>> {
        let mut all: Vec<Venue> = cx.all("select * from {venues} v where v.closed_at is null", args![])?;
        all.sort_by(|a, b| (&a.path, &a.name).cmp(&(&b.path, &b.name)));
        Ok(all)
    }

    /// Of the organisation itself.
    pub fn of_org(cx: &Reader, org: &Org) -> Result<Vec<Venue>> {
        cx.all("select * from {venues} v where v.path = $1 and v.closed_at is null order by v.name, v.id", args![&org.path])
    }

    pub fn enter(cx: &Writer, facts: &Facts) -> Result<Id> {
        let id = cx.new_id();
        is_free(cx, id, facts)?;
        cx.run(
            "insert into {venues} (id, path, org, unit, unit_name, name, kind, address, rules, capacity, counts, hours, turns, made_at, changed_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $13)",
            args![
                id, &facts.org.path, facts.org.id, facts.unit, &facts.unit_name, &facts.name, facts.kind.code(), &facts.address, &facts.rules,
                facts.capacity, facts.counts.code(), String::from(facts.hours.clone()), cx.now()
            ],
        )?;
        cx.note(id, "venue entered");
        Ok(id)
    }

    /// Other facts. More room moves up who waits; what is booked stays booked. The organisation stays.
    pub fn change(&self, cx: &Writer, facts: &Facts) -> Result<()> {
        is_free(cx, self.id, facts)?;
        if facts.org.id != self.org {
            return Err(Error::field(
                "org",
                "场地不能换组织，请停用后另建。",
                "A venue stays with its organisation; end it and enter it there.",
            ));
        }
        cx.run_one(
            "update {venues} set unit = $2, name = $3, kind = $4, address = $5, rules = $6, capacity = $7, counts = $8, hours = $9, changed_at = $10, unit_name = $11 where id = $1",
            args![
                self.id, facts.unit, &facts.name, facts.kind.code(), &facts.address, &facts.rules, facts.capacity,
                facts.counts.code(), String::from(facts.hours.clone()), cx.now(), &facts.unit_name
            ],
        )?;
        cx.note(self.id, "venue changed");
        Booking::move_all_up(cx, &cx.find(self.id)?)
    }

    /// Not to be booked any more. What is booked ahead is answered first.
    pub fn close(&self, cx: &Writer) -> Result<()> {
        let ahead: i64 = cx.one(
            "select count(*) from {bookings} b where b.venue = $1 and b.day >= $2 and b.state <> 'cancelled'",
            args![self.id, cx.today()],
        )?;
        if ahead > 0 {
            return Err(Error::rule(
                "venue_booked",
                "后面还有预订，请先逐个取消并说明。",
                "It is booked ahead; cancel those first, with a reason.",
            ));
        }
        cx.run_one("update {venues} set closed_at = $1 where id = $2 and closed_at is null", args![cx.now(), self.id])?;
        cx.note(self.id, "venue ended");
        Ok(())
    }

    pub fn must_be_in_use(&self) -> Result<()> {
        match self.closed_at {
            Some(_) => Err(Error::rule("venue_ended", "这个场地已经停用。", "This venue is not in use any more.")),
            None => Ok(()),
        }
    }

    pub fn owner(&self, cx: &Reader) -> Result<String> {
        match self.unit {
            Some(_) => Ok(self.unit_name.clone()),
            None => Ok(cx.find::<Org>(self.org)?.name),
        }
    }

    pub fn room(&self) -> String {
        match self.counts {
            Counts::Bookings => kernel::say!("同时 {} 场", "{} bookings at a time", self.capacity),
            Counts::People => kernel::say!("同时 {} 人", "{} people at a time", self.capacity),
        }
    }
}

fn is_free(cx: &Writer, id: Id, facts: &Facts) -> Result<()> {
    let other: Option<Id> =
        cx.maybe("select v.id from {venues} v where v.path = $1 and v.name = $2 and v.id <> $3", args![&facts.org.path, &facts.name, id])?;
    match other {
        Some(_) => Err(Error::field("name", "已经有这个名称的场地。", "There is a venue of this name already.")),
        None => Ok(()),
    }
}
