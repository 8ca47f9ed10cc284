//! The tree of organisations: working committee, committees, general branches, branches, groups.
//! Each has a path; a subtree is a range of paths.

mod org;

pub use org::{Kind, NewOrg, Org, STEP, sums_that_disagree};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "orgs.view", Reader;
    pub Edit = "orgs.edit", Writer;
}

pub const MODULE: Module = Module { name: "orgs", tables: &[Table::tenant("orgs").by_path()], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    r
}
