//! The audit log, as auditors read it: who did what to what, under which permission, and whether the
//! chain is whole. The kernel writes it; nobody changes it. Auditors see this and nothing else.

mod entry;
mod pages;
#[cfg(test)]
mod tests;

pub use entry::{Entry, Wanted};

use kernel::{Module, Routes, permission};

permission! {
    pub View = "audit.view", Reader;
    /// Writing the list out; that it left the house is noted.
    pub Export = "audit.view", Steps;
}

pub const MODULE: Module = Module { name: "audit", tables: &[], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    r.get("/audit", "Audit log", pages::list).get("/audit/chain", "Verify the audit chain", pages::chain).post(
        "/audit/export",
        "Audit log as CSV",
        pages::export,
    )
}
