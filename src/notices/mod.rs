//! Notices: what was sent to whom, who has seen it, who was told by telephone, who is left. Staff
//! see them and make the calls (`notices.call`); a unit's contact follows the plan (`units.follow`).

mod notice;

pub use notice::{Channel, Delivery, Notice, Reach, To};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "notices.view", Reader;
    /// Telling somebody by telephone, and printing the numbers for it, which the audit log keeps.
    pub Call = "notices.call", Writer;
}

pub const MODULE: Module = Module {
    name: "notices",
    tables: &[
        Table::tenant("notices").by_path(),
        Table::tenant("deliveries").by_path().about("member"),
        Table::tenant("units").by_path(),
        Table::tenant("unit_deliveries"),
    ],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    r
}
