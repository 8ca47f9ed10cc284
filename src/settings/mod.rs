//! What an organisation decides for itself beside the rules: switches, kept by key, each with a
//! default from the rule book. Officers and keepers set them.

mod pages;
mod setting;
#[cfg(test)]
mod tests;

pub use setting::{ALL, RANKING_BRANCHES, Switch, TOTP_STAFF, on, set};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "settings.edit", Reader;
    pub Edit = "settings.edit", Writer;
}

pub const MODULE: Module = Module { name: "settings", tables: &[Table::tenant("settings")], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    r.get("/settings", "Settings", pages::show).post("/settings", "Change settings", pages::change)
}
