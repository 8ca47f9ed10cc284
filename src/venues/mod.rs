//! Venues of the community and of units: when they are open, what they hold, who booked them and who
//! waits; and the open days of units, in turn. A booking that does not fit waits in the order of asking
//! and moves up by itself when another is cancelled; whoever moved up is told, and stands on the
//! workbench until they were.

mod booker;
mod booking;
mod open_day;
mod pages;
mod queue;
mod request;
mod rota;
mod span;
#[cfg(test)]
mod tests;
mod venue;

pub use booker::{Booker, By};
pub use booking::{Booking, State};
pub use open_day::{Changed, OpenDay, Proposal, Rota, Stage};
pub use request::{IfFull, Outcome, Request, Wanted};
pub use span::{FIELDS, Hours, Span, weekday_name};
pub use venue::{Counts, Entry, Facts, Kind, Venue};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "venues.view", Reader;
    pub Edit = "venues.edit", Writer;
    /// The form of a venue.
    pub Enters = "venues.edit", Reader;
    pub Book = "venues.book", Writer;
}

pub const MODULE: Module = Module {
    name: "venues",
    tables: &[Table::tenant("venues").by_path(), Table::tenant("bookings").by_path(), Table::tenant("open_days").by_path()],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    use pages::{board, book, form, list, open_days, show};
    r.get("/venues", "Venues of the community and of units", list::list)
        .post("/venues", "Enter a venue", form::enter)
        .get("/venues/new", "The form of a venue", form::new)
        .get("/venues/{id}", "A venue with its bookings of a week or a month", show::show)
        .post("/venues/{id}", "Change a venue's facts", form::change)
        .get("/venues/{id}/edit", "The form of a venue's facts", form::edit)
        .post("/venues/{id}/ending", "A venue is not in use any more", form::end)
        .post("/venues/{id}/openness", "Show a venue on the public face of its organisation", form::open)
        .get("/venues/{id}/board", "The board beside the door, A4", board::show)
        .post("/venues/{id}/bookings", "Book a venue, once or every week; who finds it full waits", book::book)
        .post("/bookings/{id}/cancellation", "Cancel a booking with a reason; who waits moves up", book::cancel)
        .post("/bookings/{id}/telling", "Whoever moved up was told", book::tell)
        .post("/bookings/{id}/reveals", "Show who booked, with a reason", show::reveal)
        .get("/open-days", "The open days of units", open_days::list)
        .post("/open-days", "Propose open days in turn, week by week", open_days::propose)
        .post("/open-days/setting", "Set the proposed open days", open_days::set)
        .post("/open-days/{id}", "Change an open day", open_days::change)
        .post("/open-days/{id}/calling-off", "Call an open day off", open_days::call_off)
}
