//! Who can come in: accounts, each a role on a subtree; sessions, tokens, invitations.

mod account;
mod gate;

pub use account::{Account, NewAccount};
pub use gate::Gate;

use kernel::{Module, Routes, Table};

pub const MODULE: Module = Module {
    name: "accounts",
    tables: &[
        Table::tenant("accounts").by_path(),
        Table::tenant("sessions"),
        Table::tenant("tokens"),
        Table::tenant("invitations").by_path(),
        Table::tenant("settings"),
    ],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    r
}
