//! The tree of organisations: working committee, committees, general branches, branches, groups.
//! Each has a path; a subtree is a range of paths.

mod advice;
mod org;
mod pages;
#[cfg(test)]
mod tests;

pub use advice::{Advice, Census};
pub use org::{Kind, NewOrg, Org, STEP, sums_that_disagree};
pub(crate) use pages::telephone;

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "orgs.view", Reader;
    pub Edit = "orgs.edit", Writer;
}

pub const MODULE: Module = Module { name: "orgs", tables: &[Table::tenant("orgs").by_path()], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    r.get("/orgs", "The tree of organisations", pages::tree)
        .post("/orgs", "Found an organisation", pages::found)
        .get("/orgs.csv", "The tree as csv", pages::csv_file)
        .get("/orgs/new", "The form of a new organisation", pages::new)
        .get("/orgs/{id}", "An organisation", pages::show)
        .post("/orgs/{id}", "Change an organisation's facts", pages::change)
        .get("/orgs/{id}/edit", "The form of an organisation's facts", pages::edit)
        .post("/orgs/{id}/closure", "Close an organisation", pages::close)
        .post("/orgs/{id}/reveals", "Show an organisation's telephone, with a reason", pages::reveal)
}
