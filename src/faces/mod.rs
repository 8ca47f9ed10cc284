//! The public face of an organisation: one page without an account, with what it does, its secretary,
//! its news, the duties held in it and the activities that residents may come to. There is none until
//! the organisation switches it on, and each thing on it is public on terms of its own
//! ([`crate::publicity`]). It holds no telephone and no number of a person.

mod face;
mod news;
mod pages;
mod public;
mod sections;
#[cfg(test)]
mod tests;

pub use face::{Face, Setting};
pub use news::{NewNews, News, is_without_numbers};

use kernel::{Module, Routes, Table, permission};

permission! {
    /// A picture is looked at before anything is written.
    pub Puts = "publicity.decide", Steps;
}

pub const MODULE: Module =
    Module { name: "faces", tables: &[Table::tenant("faces").by_path(), Table::tenant("news").by_path()], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    r.get("/orgs/{id}/face", "What is public of an organisation, on which terms", pages::show)
        .post("/orgs/{id}/face", "Switch the public face on or off; what it says", pages::set)
        .post("/orgs/{id}/face/parts/{part}", "Make the secretary's name or the duties public", pages::part)
        .post("/orgs/{id}/news", "Write news", pages::write)
        .post("/activities/{id}/openness", "Open an activity to residents", pages::open)
        .public_get("/b", "The branches that have a public face", public::list)
        .public_get("/b/{face}", "The public face of a branch", public::show)
        .public_get("/b/{face}/pictures/{news}", "The picture of a piece of news", public::picture)
}
