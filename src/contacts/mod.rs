//! Talks, visits and calls of an organisation: what was recorded, who has not been talked to, and what
//! was wished and promised, each with a day and somebody who does it. A contact itself stands with its
//! member (`people::Contact`); what was said in a talk is read by the two and the branch's secretary.

mod list;
mod pages;
mod promise;
#[cfg(test)]
mod tests;

pub use promise::{Ended, Promise};

use kernel::{Module, Routes, Table};

pub const MODULE: Module = Module { name: "contacts", tables: &[Table::tenant("promises").by_path().about("member")], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    r.get("/contacts", "Talks, visits and calls", pages::list)
        .get("/contacts/due", "Who has not been talked to for as long as the rule says", pages::due)
        .get("/promises", "What was wished and promised and is still to be done", pages::promises)
        .get("/promises/{id}", "One of them, and how it ended", pages::promise)
        .post("/promises/{id}/ending", "It is done, or could not be, and why", pages::end)
}
