//! The calendar: month, week and person, with days off and what stands in whose way; and the
//! addresses by which a phone or a desk subscribes to it. Staff look (`activities.view`) and hand out
//! addresses of an organisation (`calendar.share`); a member has their own (`calendar.own`). Whoever
//! holds an address reads that calendar without an account, until it is revoked.

mod days;
mod feed;
mod ical;
mod pages;
mod person;
mod subscribing;
#[cfg(test)]
mod tests;

pub use days::{Entry, Look, Sheet, Standing, Stretch, Which};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "activities.view", Reader;
    pub Shares = "calendar.share", Reader;
    pub Share = "calendar.share", Writer;
    pub Own = "calendar.own", Reader;
    pub Subscribes = "calendar.own", Writer;
}

pub const MODULE: Module = Module {
    name: "calendar",
    tables: &[Table::tenant("feeds").by_path(), Table::tenant("own_feeds").by_path().about("member")],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    r.get("/calendar", "A month or a week of an organisation and all below it", pages::show)
        .get("/members/{id}/calendar", "A month or a week of one person, with what they answered", person::show)
        .get("/me/calendar", "My month, day by day", person::mine)
        .get("/calendar/feeds", "The addresses at which an organisation's calendar is subscribed to", subscribing::list)
        .post("/calendar/feeds", "Make an address of an organisation's calendar", subscribing::make)
        .post("/calendar/feeds/{id}/revocation", "Revoke an address of a calendar", subscribing::revoke)
        .get("/me/calendar/feed", "How I subscribe to my calendar", subscribing::mine)
        .post("/me/calendar/feed", "Make an address of my own calendar", subscribing::make_mine)
        .post("/me/calendar/feed/revocation", "Revoke the address of my own calendar", subscribing::revoke_mine)
        .public_get("/feed/{token}", "A calendar by its address (iCalendar)", subscribing::read)
}
