//! All venues, and who moved up and is to be told.

use crate::venues::{Booking, Venue, View};
use askama::Template;
use kernel::{Cx, Page, Reader, Reply, Result, args, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "venues/list.html")]
pub struct VenueList {
    pub venues: Vec<Listed>,
    pub moved_up: Vec<MovedUp>,
    pub may_edit: bool,
    pub may_book: bool,
}
impl Page for VenueList {
    fn title(&self) -> String {
        t("场地", "Venues").into()
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Listed {
    pub venue: Venue,
    pub owner: String,
    pub hours: Vec<String>,
    /// Booked, and waiting, from today on.
    pub booked: i64,
    pub waiting: i64,
}

/// Waited, has the slot, and was not told yet.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MovedUp {
    pub booking: Booking,
    pub venue: String,
    pub who: String,
    pub phone: String,
}

pub fn list(cx: &Cx<View>) -> Result<Reply<VenueList>> {
    let venues = Venue::all(cx)?.into_iter().map(|venue| listed(cx, venue)).collect::<Result<_>>()?;
    let told = |booking: Booking| {
        Ok(MovedUp { venue: cx.find::<Venue>(booking.venue)?.name, who: booking.who(cx)?, phone: booking.phone(cx)?, booking })
    };
    let moved_up = Booking::untold(cx)?.into_iter().map(told).collect::<Result<_>>()?;
    Reply::show(VenueList { venues, moved_up, may_edit: cx.may("venues.edit"), may_book: cx.may("venues.book") })
}

fn listed(cx: &Reader, venue: Venue) -> Result<Listed> {
    let count = |state: &str| {
        let sql = "select count(*) from {bookings} b where b.venue = $1 and b.day >= $2 and b.state = $3";
        cx.one::<i64>(sql, args![venue.id, cx.today(), state])
    };
    Ok(Listed { owner: venue.owner(cx)?, hours: venue.hours.words(), booked: count("booked")?, waiting: count("waiting")?, venue })
}
