//! The board beside a venue's door: hours, rules, this week's bookings and the open days. No person is
//! named on it.

use crate::venues::{Booking, OpenDay, State, Venue, View};
use askama::Template;
use jiff::{ToSpan, civil::Date};
use kernel::{Cx, Id, Page, Path, Query, Reply, Result, Shell, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Template, Serialize, JsonSchema)]
#[template(path = "venues/board.html")]
pub struct VenueBoard {
    pub venue: Venue,
    pub owner: String,
    pub hours: Vec<String>,
    pub days: Vec<BoardDay>,
    pub open_days: Vec<OpenDay>,
}
impl Page for VenueBoard {
    const SHELL: Shell = Shell::Paper;
    fn title(&self) -> String {
        say!("{} 公示牌", "Board of {}", self.venue.name)
    }
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct BoardDay {
    pub day: String,
    /// Its hours, and for whom.
    pub slots: Vec<(String, String)>,
    pub closed: bool,
}

/// The week that this day lies in; this week without it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Week {
    #[schemars(with = "String")]
    pub day: Option<Date>,
}

const WEEK: i64 = 7;

pub fn show(cx: &Cx<View>, Path(id): Path<Id>, Query(week): Query<Week>) -> Result<Reply<VenueBoard>> {
    let (venue, day): (Venue, Date) = (cx.find(id)?, week.day.unwrap_or_else(|| cx.today()));
    let first = day - i64::from(day.weekday().to_monday_zero_offset()).days();
    let last = first + (WEEK - 1).days();
    let booked: Vec<Booking> = Booking::between(cx, id, (first, last))?.into_iter().filter(|b| b.state == State::Booked).collect();
    let days = first.series(1.day()).take_while(|d| *d <= last).map(|day| on(&venue, &booked, day)).collect();
    let open_days = OpenDay::of_venue(cx, id, cx.today())?;
    Reply::show(VenueBoard { owner: venue.owner(cx)?, hours: venue.hours.words(), days, open_days, venue })
}

fn on(venue: &Venue, booked: &[Booking], day: Date) -> BoardDay {
    let slot = |b: &Booking| (b.span().to_string(), b.publicly());
    BoardDay {
        day: crate::ui::day(day),
        slots: booked.iter().filter(|b| b.day == day).map(slot).collect(),
        closed: venue.hours.on(day).is_empty(),
    }
}
