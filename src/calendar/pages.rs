//! The calendar of an organisation and all below it.

use super::{
    View,
    days::{Entry, KindChoice, Sheet, Standing, Stretch, Which, counted, kinds},
};
use crate::{
    activities::{Activity, Choice, Clashes, Ground, Slot, State, choices, chosen_org},
    orgs::Org,
    service,
    venues::{Booking, OpenDay},
};
use askama::Template;
use kernel::{Cx, Id, Page, Query, Reader, Reply, Result, args, schema::past, t};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "calendar/calendar.html")]
pub struct CalendarPage {
    pub org: Id,
    pub org_name: String,
    pub orgs: Vec<Choice>,
    pub kind: String,
    pub kinds: Vec<KindChoice>,
    pub sheet: Sheet,
    pub clashes: Clashes,
    pub may_share: bool,
}
impl Page for CalendarPage {
    fn title(&self) -> String {
        format!("{} {}", self.org_name, self.sheet.title)
    }
}

/// What stands: neither drafts that were left out nor what was called off.
pub const STANDING: &str = "'draft', 'planned', 'held'";

pub fn show(cx: &Cx<View>, Query(which): Query<Which>) -> Result<Reply<CalendarPage>> {
    let (org, stretch) = (chosen_org(cx, which.org.as_deref())?, which.stretch(cx.today())?);
    let all = Activity::between(cx, &org.path, stretch.days(), STANDING)?;
    let orgs: Vec<Org> = cx.all("select * from {orgs} o where o.path >= $1 and o.path < $2", args![&org.path, past(&org.path)])?;
    let clashes = clashes(cx, &orgs, &all)?;
    let mut entries = entries(&orgs, &org, &clashes, all.into_iter().filter(|a| which.kind.is_empty() || a.kind == which.kind));
    let count = entries.len();
    if which.kind.is_empty() && cx.may("venues.view") {
        entries.extend(in_venues(cx, &org, stretch)?);
    }
    if which.kind.is_empty() && cx.may("service.view") {
        entries.extend(service::calendar::of_org(cx, &org.path, stretch.days())?);
    }
    entries.sort_by(|a, b| (a.what.day, &a.what.starts).cmp(&(b.what.day, &b.what.starts)));
    Reply::show(CalendarPage {
        org: org.id,
        orgs: choices(cx, org.id)?,
        kinds: kinds(cx, &which.kind)?,
        sheet: Sheet { count, ..Sheet::of(cx, stretch, entries)? },
        may_share: cx.may("calendar.share"),
        org_name: org.name,
        kind: which.kind,
        clashes,
    })
}

/// Among what is still to come about: what was held has clashed already, or has not.
fn clashes(cx: &Reader, orgs: &[Org], all: &[Activity]) -> Result<Clashes> {
    let ground = Ground::of(cx, orgs)?;
    let ahead = all.iter().filter(|a| a.state != State::Held && a.day >= cx.today());
    let slots: Vec<Slot> = ahead.filter_map(|a| ground.slot(a)).collect();
    ground.clashes(cx, &slots)
}

fn entries(orgs: &[Org], top: &Org, clashes: &Clashes, shown: impl Iterator<Item = Activity>) -> Vec<Entry> {
    let names: BTreeMap<Id, &str> = orgs.iter().map(|o| (o.id, o.name.as_str())).collect();
    let mut told = clashes.told();
    let entry = |activity: Activity| {
        // Whose it is, is said of those below.
        let below = names.get(&activity.org).filter(|_| activity.org != top.id);
        let (org, url) = (below.map(|n| (*n).to_owned()).unwrap_or_default(), Some(format!("/activities/{}", activity.id)));
        Entry { org, said: String::new(), clashes: told.remove(&activity.id).unwrap_or_default(), url, what: activity.into() }
    };
    shown.map(entry).collect()
}

/// The open days of units, and what organisations have booked.
fn in_venues(cx: &Reader, org: &Org, stretch: Stretch) -> Result<Vec<Entry>> {
    let open = OpenDay::set_between(cx, &org.path, stretch.days())?.into_iter().map(|(day, venue)| Entry { org: venue, ..day.entry() });
    let booked = Booking::of_organisations(cx, &org.path, stretch.days())?;
    let entry = |(booking, venue): (Booking, String)| {
        let span = booking.span();
        let url = Some(format!("/venues/{}?look=week&day={}", booking.venue, booking.day));
        let title = if booking.purpose.is_empty() { t("订了场地", "Booked").to_owned() } else { booking.purpose };
        let what = Standing {
            id: booking.id,
            day: booking.day,
            starts: booking.starts,
            minutes: span.to - span.from,
            title,
            place: venue,
            class: "",
            note: "",
        };
        Entry { what, org: booking.of_name, said: String::new(), clashes: vec![], url }
    };
    Ok(open.chain(booked.into_iter().map(entry)).collect())
}

impl CalendarPage {
    fn counted(&self) -> String {
        counted(self.sheet.count)
    }
    /// The clashes of what is shown.
    fn shown_clashes(&self) -> impl Iterator<Item = &crate::activities::Clash> {
        let shown: Vec<Id> = self.sheet.weeks.iter().flatten().flat_map(|d| &d.events).map(|e| e.id).collect();
        self.clashes.all.iter().filter(move |c| shown.contains(&c.one.id) || shown.contains(&c.other.id))
    }
}
