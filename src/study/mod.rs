//! How members study: in the room, nearby, at home with somebody who brings it, online. For each
//! activity and person one way is proposed with its reason; a member's own word stands before every
//! proposal, for this once or from now on. All ways count the same, and none is counted by time in
//! front of a screen.

mod look;
mod pages;
mod proposed;
#[cfg(test)]
mod tests;
mod wish;

pub use look::{Proposal, of_activity, of_member, of_member_at, of_org, on_foot};
pub use proposed::{Circumstances, Known, Near, Proposed, Terms, Why, propose};
pub use wish::{StudyWish, Via};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "study.view", Reader;
    pub Change = "study.change", Writer;
}

pub const MODULE: Module = Module { name: "study", tables: &[Table::tenant("study_wishes").by_path().about("member")], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    r.get("/members/{id}/study", "How a member studies: what is proposed and why", pages::of_member)
        .post("/members/{id}/study", "What the member said of it, written down by somebody", pages::change)
        .get("/me/study", "How I study: what is proposed and why", pages::mine)
        .post("/me/study", "How I wish to study, this once or from now on", pages::wish)
}
