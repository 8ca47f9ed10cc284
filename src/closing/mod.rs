//! Month closing (月结): freezes the month of a subtree. Who looks after an organisation sees its
//! closings (`closing.view`); officers, workers and secretaries close (`closing.close`).

pub mod cli;
mod close;
mod closed;
mod members;
mod month;
mod pages;
mod sums;

pub use close::{CloseReport, Closing, close};
pub use closed::{ClosedMember, ClosedOrg, sums_that_disagree};
pub use month::Month;
pub(crate) use pages::org_asked;
pub use sums::Figures;

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "closing.view", Reader;
    pub Close = "closing.close", Writer;
}

pub const MODULE: Module = Module {
    name: "closing",
    tables: &[
        Table::tenant("closings").by_path(),
        Table::tenant("closed_members").by_path().about("member"),
        Table::tenant("closed_orgs").by_path(),
    ],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    r.get("/closings", "Months and where they are closed, with what to look at before", pages::list)
        .post("/closings", "Close a month of an organisation and all below it", pages::close_month)
        .get("/closings/{month}", "The frozen figures of a month, by organisation and member", pages::show)
}

#[cfg(test)]
pub(crate) mod month_of_facts;
#[cfg(test)]
mod tests;
