//! Notices: what was sent to whom, who has seen it, who was told by telephone, who is left. Staff
//! see them and make the calls (`notices.call`); a unit's contact follows the plan (`units.follow`).

mod follow;
mod notice;
mod pages;
#[cfg(test)]
mod tests;
mod to_units;

pub use notice::{Channel, Delivery, Notice, Reach, To};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "notices.view", Reader;
    /// Telling somebody by telephone, and printing the numbers for it, which the audit log keeps.
    pub Call = "notices.call", Writer;
    pub Follow = "units.follow", Reader;
    pub Opens = "units.follow", Writer;
}

pub const MODULE: Module = Module {
    name: "notices",
    tables: &[Table::tenant("notices").by_path(), Table::tenant("deliveries").by_path().about("member"), Table::tenant("unit_deliveries")],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    r.get("/notices", "List notices", pages::list)
        .get("/notices/{id}", "A notice and who has it", pages::show)
        .get("/notices/{id}/calls", "Whom to call", pages::calls)
        .post("/notices/{id}/calls", "Print the call list with its numbers", pages::print)
        .post("/notices/{id}/calls/{member}", "Told by telephone", pages::told)
        .post("/notices/{id}/units/{unit}", "A unit was told by telephone", to_units::called)
        .get("/unit", "The published plan, for a unit's contact", follow::follow)
        .get("/unit/notices/{id}", "A notice to a unit", follow::notice)
        .post("/unit/notices/{id}/reading", "A unit's contact opens a notice", follow::read)
}
