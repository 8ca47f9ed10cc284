//! Places: communities, grids and buildings, with the coordinates of buildings where somebody knows
//! them; in which building a member lives, once that was confirmed; where organisations meet. No place
//! of a person is ever taken from a device.

mod address;
mod meeting;
mod pages;
mod paste;
mod place;
#[cfg(test)]
mod tests;

pub use address::confirm;
pub use meeting::MeetingPoint;
pub(crate) use place::plain;
pub use place::{Kind, NewPlace, Place, lives_in, settle};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "places.view", Reader;
    pub Edit = "places.edit", Writer;
    /// Who stands with addresses looks at them; only the building is kept.
    pub Matches = "places.edit", Reader;
}

pub const MODULE: Module = Module {
    name: "places",
    tables: &[
        Table::tenant("places").by_path(),
        Table::tenant("member_places").by_path().about("member"),
        Table::tenant("meeting_points").by_path(),
    ],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    r.get("/places", "Communities, grids and buildings", pages::list)
        .post("/places", "Take a pasted table of places in", pages::paste)
        .get("/places/matches", "Whose address names a building of the register", pages::matches)
        .post("/places/matches", "Confirm in which building members live", pages::confirm)
        .post("/meeting-points", "Where an organisation meets", pages::meet)
        .get("/members/{id}/place", "In which building a member lives", pages::member)
        .post("/members/{id}/place", "Say in which building a member lives", pages::settle_member)
}
