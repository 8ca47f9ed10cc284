//! The member ledger: who they are, how to reach them, what changed and when.

mod facts;
mod find;
mod member;

pub use facts::{Facts, mask_address, mask_id_no, mask_phone};
pub use member::{Intake, Member};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "people.view", Reader;
    pub Edit = "people.edit", Writer;
    /// Showing a hidden field, with a reason that the audit log keeps.
    pub Reveal = "people.reveal", Writer;
    pub Export = "people.export", Steps;
}

pub const MODULE: Module = Module {
    name: "people",
    tables: &[
        Table::tenant("members").by_path().about("id"),
        Table::tenant("finds").by_path().about("member"),
        Table::tenant("floating").by_path().about("member"),
        Table::tenant("cards").by_path().about("member"),
        Table::tenant("changes").by_path().about("member"),
        Table::tenant("contacts").by_path().about("member"),
        Table::tenant("duties").by_path().about("member"),
        Table::tenant("corrections").by_path().about("member"),
    ],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    r
}
