//! A calendar as programs read it (RFC 5545). Times are written in UTC, which needs no zone beside
//! them. It holds what an activity is, when and where: nobody's name and nobody's number.

use crate::activities::{Activity, State};
use icalendar::{Calendar, Component, Event, EventStatus, Property};
use jiff::{Span, Timestamp, ToSpan, tz::TimeZone};
use kernel::{Result, say};

/// One activity with what is said about it in this calendar.
pub struct Item {
    pub activity: Activity,
    /// Lines below the title.
    pub about: Vec<String>,
    pub url: String,
}

/// The name of the product in the files it writes.
const PRODUCT: &str = "-//Linli//Calendar//ZH";

/// The file. The same facts give the same bytes.
pub fn written(name: &str, every: Span, zone: &TimeZone, items: &[Item]) -> Result<String> {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0")).append_property(("PRODID", PRODUCT)).append_property(("CALSCALE", "GREGORIAN"));
    calendar.append_property(("METHOD", "PUBLISH")).append_property(Property::new("X-WR-CALNAME", one_line(name)));
    calendar.append_property(Property::new("REFRESH-INTERVAL", every.to_string()).add_parameter("VALUE", "DURATION").done());
    calendar.append_property(Property::new("X-PUBLISHED-TTL", every.to_string()));
    for item in items {
        calendar.push(event(item, zone)?);
    }
    Ok(folded(&calendar.to_string()))
}

/// A line has at most so many bytes; what is longer goes on in the next, behind a space.
const LINE: usize = 75;

/// The lines folded anew: icalendar 0.17 counts the space in front of a last piece into the next line.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / LINE * 3);
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut bytes = 0;
        for c in line.chars() {
            if bytes + c.len_utf8() > LINE {
                out.push_str("\r\n ");
                bytes = 1;
            }
            bytes += c.len_utf8();
            out.push(c);
        }
        out.push_str("\r\n");
    }
    out
}

fn event(item: &Item, zone: &TimeZone) -> Result<Event> {
    let a = &item.activity;
    let called_off = matches!(a.state, State::Cancelled | State::Postponed);
    let title = match a.state {
        State::Cancelled => say!("已取消：{}", "Cancelled: {}", a.title),
        State::Postponed => say!("已改期：{}", "Postponed: {}", a.title),
        _ => a.title.clone(),
    };
    let changed: Timestamp = a.changed_at.as_ref().unwrap_or(&a.made_at).parse().map_err(anyhow::Error::from)?;
    let mut event = Event::new();
    event.uid(&format!("{}@linli", a.id)).summary(&one_line(&title)).sequence(u32::try_from(a.revision).unwrap_or(u32::MAX));
    event.add_property("DTSTAMP", utc(changed)).add_property("LAST-MODIFIED", utc(changed));
    event.status(if called_off { EventStatus::Cancelled } else { EventStatus::Confirmed });
    event.add_property("TRANSP", if called_off { "TRANSPARENT" } else { "OPAQUE" });
    if !a.place.is_empty() {
        event.add_property("LOCATION", one_line(&a.place));
    }
    if !item.about.is_empty() {
        event.description(&item.about.iter().map(|l| one_line(l)).collect::<Vec<_>>().join("\n"));
    }
    event.url(&item.url);
    when(&mut event, a, zone)?;
    Ok(event.done())
}

/// From when to when; a day without hours is a whole day.
fn when(event: &mut Event, a: &Activity, zone: &TimeZone) -> Result<()> {
    let date =
        |name: &str, day: jiff::civil::Date| Property::new(name, day.strftime("%Y%m%d").to_string()).add_parameter("VALUE", "DATE").done();
    let Ok(time) = a.starts.parse::<jiff::civil::Time>() else {
        event.append_property(date("DTSTART", a.day)).append_property(date("DTEND", a.day.tomorrow()?));
        return Ok(());
    };
    let from = a.day.to_datetime(time).to_zoned(zone.clone())?;
    let to = from.checked_add(a.minutes.minutes())?;
    event.add_property("DTSTART", utc(from.timestamp())).add_property("DTEND", utc(to.timestamp()));
    Ok(())
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// What people typed may hold line ends and other control characters, which no property may.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
#[path = "ical_tests.rs"]
mod tests;
