//! Venues of the first communities and of two units, bookings with somebody who waits, open days.

use super::{identity::phone, street::Street};
use crate::{
    orgs::{Kind, Org},
    publicity::{Kind as Public, Publicity, Terms},
    venues::{self, Booking, By, Entry, OpenDay, Request, Rota, Venue},
};
use jiff::ToSpan;
use kernel::{Result, Writer, args};

const COMMUNITIES: usize = 2;
/// Saturday, from Monday on.
const SATURDAY: i8 = 6;

/// Name, kind, capacity, rules.
const OWN: [(&str, venues::Kind, &str, &str); 2] = [
    ("党群活动室", venues::Kind::Room, "1", "用后关灯关窗，桌椅归位。\n不收费，不办培训班。"),
    ("图书阅览室", venues::Kind::Reading, "20", "保持安静。\n书看完放回原处。"),
];
const OF_UNITS: [(&str, venues::Kind); 2] = [("职工篮球场", venues::Kind::Court), ("一楼职工书屋", venues::Kind::Reading)];

pub fn settle(cx: &Writer, street: &Street) -> Result<()> {
    let is_community = |o: &Org| matches!(o.kind, Kind::GeneralBranch | Kind::Branch) && !o.name.contains('第');
    let units: Vec<String> = cx.all("select u.name from {units} u order by u.name limit 2", args![])?;
    for org in Org::tree(cx)?.into_iter().filter(is_community).take(COMMUNITIES) {
        for (name, kind, capacity, rules) in OWN {
            let counts = if capacity == "1" { venues::Counts::Bookings } else { venues::Counts::People };
            let entry = Entry { kind, counts, rules: rules.into(), ..open(&org, name, capacity) };
            let id = Venue::enter(cx, &entry.checked(cx)?)?;
            Publicity::put(cx, &org.path, Public::Venue, id, name, Terms::usual(cx)?, &[])?;
            book(cx, street, &cx.find(id)?, &org)?;
        }
        for ((name, kind), unit) in OF_UNITS.into_iter().zip(&units) {
            let entry = Entry { kind, unit: unit.clone(), ..open(&org, name, "1") };
            Venue::enter(cx, &entry.checked(cx)?)?;
        }
        if !units.is_empty() {
            OpenDay::propose(cx, &Rota { org: Some(org.id), weekday: SATURDAY, ..Rota::default() })?;
            let first = OpenDay::ahead(cx, &org.path, cx.today())?.first().map(|d| d.id);
            OpenDay::set(cx, &org, first)?;
        }
    }
    Ok(())
}

/// Every day; at weekends in the morning alone.
fn open(org: &Org, name: &str, capacity: &str) -> Entry {
    let (work, weekend) = ("9:00-12:00 14:00-17:30".to_owned(), "9:00-12:00".to_owned());
    Entry {
        org: Some(org.id),
        name: name.into(),
        capacity: capacity.into(),
        mon: work.clone(),
        tue: work.clone(),
        wed: work.clone(),
        thu: work.clone(),
        fri: work,
        sat: weekend.clone(),
        sun: weekend,
        ..Entry::default()
    }
}

/// The organisation each week, and two residents for one morning: where one booking fits, the later waits.
fn book(cx: &Writer, street: &Street, venue: &Venue, org: &Org) -> Result<()> {
    let (first, last) = (cx.today() + 1.day(), cx.today() + 22.days());
    let weekly = Request {
        day: first.to_string(),
        until: last.to_string(),
        starts: "09:00".into(),
        ends: "10:00".into(),
        people: "8".into(),
        purpose: "读书小组".into(),
        by: By::Org,
        by_name: org.name.clone(),
        ..Request::default()
    };
    Booking::make(cx, venue, &weekly.checked(cx, venue)?)?;
    for (n, name) in ["王桂珍", "李建国"].into_iter().enumerate() {
        let resident = Request {
            until: String::new(),
            starts: "10:00".into(),
            ends: "11:30".into(),
            people: "4".into(),
            purpose: "合唱排练".into(),
            by: By::Resident,
            by_name: name.into(),
            phone: phone(street.seed, Street::MOST + 95_000 + n as u64),
            ..weekly.clone()
        };
        Booking::make(cx, venue, &resident.checked(cx, venue)?)?;
    }
    Ok(())
}
