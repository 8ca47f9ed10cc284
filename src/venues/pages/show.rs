//! A venue: its rules and hours, a week or a month of its bookings, and the form that books it.

use crate::{
    calendar::{Entry, Look, Sheet, Standing, Stretch, Which},
    orgs::Org,
    people::Reveal,
    publicity::{Kind as Public, Publicity},
    venues::{Booking, By, IfFull, OpenDay, State, Venue, View},
};
use askama::Template;
use kernel::{Cx, Error, Id, Input, Page, Path, Query, Reader, Reply, Result, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "venues/show.html")]
pub struct ShowVenue {
    pub venue: Venue,
    pub organisation: String,
    pub owner: String,
    pub hours: Vec<String>,
    pub sheet: Sheet,
    /// What stands from today on, within what is looked at.
    pub bookings: Vec<Booked>,
    pub open_days: Vec<OpenDay>,
    pub publicity: Option<Publicity>,
    #[serde(skip)]
    pub today: String,
    #[serde(skip)]
    may_edit: bool,
    #[serde(skip)]
    may_book: bool,
    #[serde(skip)]
    may_reveal: bool,
    #[serde(skip)]
    may_publish: bool,
}
impl Page for ShowVenue {
    fn title(&self) -> String {
        self.venue.name.clone()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Booked {
    pub booking: Booking,
    pub who: String,
    pub phone: String,
    /// Of those who wait for a day, from 1.
    pub place: usize,
    pub has_hidden: bool,
    /// Name and telephone, for whoever gave a reason.
    pub shown: String,
}

impl ShowVenue {
    fn of(cx: &Reader, venue: Venue, stretch: Stretch, shown: Option<Id>) -> Result<ShowVenue> {
        let all = Booking::between(cx, venue.id, stretch.days())?;
        let open_days = OpenDay::of_venue(cx, venue.id, cx.today())?;
        let within = open_days.iter().filter(|d| (stretch.first..=stretch.last).contains(&d.day));
        let mut entries: Vec<Entry> = all.iter().map(|b| entry(cx, b)).collect::<Result<_>>()?;
        entries.extend(within.map(OpenDay::entry));
        entries.sort_by(|a, b| (a.what.day, &a.what.starts).cmp(&(b.what.day, &b.what.starts)));
        let today = cx.today();
        Ok(ShowVenue {
            organisation: cx.find::<Org>(venue.org)?.name,
            owner: venue.owner(cx)?,
            hours: venue.hours.words(),
            sheet: Sheet::of(cx, stretch, entries)?,
            bookings: listed(cx, all.into_iter().filter(|b| b.day >= today).collect(), shown)?,
            publicity: Publicity::of(cx, Public::Venue, venue.id)?.filter(|p| p.stands(today)),
            today: today.to_string(),
            may_edit: cx.may("venues.edit"),
            may_book: cx.may("venues.book") && venue.closed_at.is_none(),
            may_reveal: cx.may("people.reveal"),
            may_publish: cx.may("publicity.decide"),
            open_days,
            venue,
        })
    }
}

/// As the calendar draws it: who waits is drawn like a proposal.
fn entry(cx: &Reader, b: &Booking) -> Result<Entry> {
    let waiting = b.state == State::Waiting;
    let span = b.span();
    let what = Standing {
        id: b.id,
        day: b.day,
        starts: b.starts.clone(),
        minutes: span.to - span.from,
        title: b.who(cx)?,
        place: String::new(),
        class: if waiting { "proposed" } else { "" },
        note: if waiting { t("候补", "waiting") } else { "" },
    };
    let url = Some(format!("#booking-{}", b.id));
    Ok(Entry { what, org: b.purpose.clone(), said: String::new(), clashes: vec![], url })
}

fn listed(cx: &Reader, all: Vec<Booking>, shown: Option<Id>) -> Result<Vec<Booked>> {
    let waits = |b: &Booking| all.iter().filter(|o| o.state == State::Waiting && o.day == b.day && o.number <= b.number).count();
    let places: Vec<usize> = all.iter().map(waits).collect();
    let booked = |(booking, place): (Booking, usize)| {
        let shown = if shown == Some(booking.id) { booking.revealed(cx)? } else { String::new() };
        Ok(Booked { who: booking.who(cx)?, phone: booking.phone(cx)?, has_hidden: booking.has_hidden(), place, shown, booking })
    };
    all.into_iter().zip(places).map(booked).collect()
}

/// This week, unless another or a month is asked for.
pub fn show(cx: &Cx<View>, Path(id): Path<Id>, Query(which): Query<Which>) -> Result<Reply<ShowVenue>> {
    let look = if which.month.is_empty() { Look::Week } else { which.look };
    let stretch = Which { look, ..which }.stretch(cx.today())?;
    Reply::show(ShowVenue::of(cx, cx.find(id)?, stretch, None)?)
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Asking {
    /// What it is for; the audit log keeps it.
    pub reason: String,
}

pub fn reveal(cx: &Cx<Reveal>, Path(id): Path<Id>, Input(asked): Input<Asking>) -> Result<Reply<ShowVenue>> {
    let booking: Booking = cx.find(id)?;
    if asked.reason.trim().is_empty() {
        return Err(Error::field("reason", "请说明用途。", "Say what it is for."));
    }
    cx.note_reason(id, "showed who booked", asked.reason.trim());
    let week = Which { look: Look::Week, day: booking.day.to_string(), ..Which::default() };
    Reply::show(ShowVenue::of(cx, cx.find(booking.venue)?, week.stretch(cx.today())?, Some(id))?)
}
