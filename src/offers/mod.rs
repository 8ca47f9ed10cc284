//! Matching (匹配) and offers: who could take which post, with the reasons; asked by the worker, answered
//! by the person: yes, no, later, somebody else. Nothing is given to anybody without their yes
//! (Volunteer Service Regulations 2017, articles 2 and 25), and silence is no refusal. An offer's link
//! (`/o/{token}`) is open to whoever holds it, and to that offer alone.

mod answer;
pub mod cli;
mod fit;
mod link;
mod offer;
mod pages;
mod people;
mod proposal;
#[cfg(test)]
mod tests;

pub use answer::{Answer, Said};
pub use fit::{Fit, Reason, Side, Weights};
pub use offer::{Offer, State};
pub use people::{Candidate, Candidates};
pub use proposal::{Batch, ForPost, Missing, Open, Proposal, Proposed, Task, Terms};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "offers.view", Reader;
    pub Send = "offers.send", Writer;
    /// Reckoning who could take what is slow work: no transaction is open while it runs.
    pub Match = "offers.view", Steps;
    pub Prints = "offers.send", Steps;
    pub Own = "offers.own", Reader;
    pub Answers = "offers.answer", Writer;
}

pub const MODULE: Module = Module { name: "offers", tables: &[Table::tenant("offers").by_path().about("person")], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    use pages::{by_link, list, matching, mine, slips};
    r.get("/matching", "Who could take which post, with the reasons", matching::show)
        .post("/offers", "Ask those who were chosen whether they take a post", matching::send)
        .get("/posts/{id}/candidates", "Who could take a post, and who was asked", matching::candidates)
        .get("/offers", "Offers, and what was answered", list::list)
        .post("/offers/{id}/answer", "What somebody said by telephone, at the desk or on paper", list::answered)
        .post("/offers/{id}/withdrawal", "Withdraw an offer that waits", list::withdraw)
        .post("/offers/slips", "Slips with a code for those who have not answered", slips::show)
        .post("/offers/slips.pdf", "The slips as PDF", slips::pdf)
        .get("/me/offers", "What I am asked", mine::list)
        .post("/me/offers/{id}/answer", "Yes, no, later, somebody else", mine::answer)
        .public_get("/o/{token}", "An offer by its link", by_link::show)
        .public_post("/o/{token}", "Answer an offer by its link", by_link::answer)
}
