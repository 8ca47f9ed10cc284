//! Messages to one person outside a notice: that they are asked for a post, that a turn comes up, that a
//! letter lies ready for a unit. They leave by mail or the gateway, as notices do; who has neither is
//! told by a person, and nothing waits for that. Once a message is out, its words and address are gone.

mod deliver;
mod sending;
#[cfg(test)]
mod tests;
mod to;

pub use sending::{Sending, Sent};
pub use to::To;

use kernel::{Job, Module, Table};

pub const MODULE: Module = Module {
    name: "sendings",
    tables: &[Table::tenant("sendings").by_path()],
    routes: |r| r,
    // The look each hour is for what a failed run left; all else wakes the job itself.
    jobs: &[Job { kind: sending::JOB, run: deliver::run, every: Some(3600) }],
};
