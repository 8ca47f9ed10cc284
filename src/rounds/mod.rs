//! Visit rounds: study and company brought to the door. Whom to visit follows from how members take
//! part; the split among visitors and the order of walking are proposed with their reasons, and people
//! move everything before a round is given out. The visitor's page works without a network and says so
//! when somebody else has written something different meanwhile; nothing is overwritten.

mod draw;
mod marked;
mod pages;
mod round;
mod stop;
#[cfg(test)]
mod tests;
mod tour;
mod visit;
mod visitor;

pub use draw::{Draft, draw, to_visit};
pub use round::{NewRound, Round, State};
pub use stop::Stop;
pub use tour::Tour;
pub use visit::{Marking, Outcome, Visit};
pub use visitor::Visitor;

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "rounds.view", Reader;
    pub Plans = "rounds.plan", Writer;
    /// What is to be filled in before anything is drawn.
    pub Begins = "rounds.plan", Reader;
    /// Many visits are split outside of a transaction.
    pub Draws = "rounds.plan", Steps;
    pub Looks = "rounds.visit", Reader;
    pub Visits = "rounds.visit", Writer;
}

pub const MODULE: Module = Module {
    name: "rounds",
    tables: &[
        Table::tenant("rounds").by_path(),
        Table::tenant("tours").by_path().about("visitor"),
        Table::tenant("stops").by_path().about("visitor"),
        Table::tenant("visits").by_path().about("visitor"),
    ],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    r.get("/rounds", "Visit rounds", pages::list::show)
        .get("/rounds/new", "Whom to visit and who could visit", pages::new::show)
        .post("/rounds", "Propose a round: split by area and load, ordered by walking", pages::new::draw)
        .get("/rounds/{id}", "A round with the share of each visitor", pages::show::show)
        .post("/rounds/{id}", "What the round is called and what to bring", pages::show::edit)
        .post("/rounds/{id}/moves", "Move a visit to another visitor or place", pages::show::shift)
        .post("/rounds/{id}/proposal", "Propose the split and the order anew", pages::show::again)
        .post("/rounds/{id}/giving", "Give the round out to its visitors", pages::show::give)
        .post("/rounds/{id}/ending", "The round is over", pages::show::end)
        .get("/rounds/{id}/sheet", "Each visitor's share on paper", pages::paper::sheet)
        .get("/rounds/{id}/typing", "Type the paper sheets back", pages::paper::typing)
        .post("/rounds/{id}/typing", "Record what came back on paper", pages::paper::typed)
        .get("/visits", "My visits", pages::phone::list)
        .get("/visits/{id}", "My share of a round, stop by stop", pages::phone::show)
        .post("/visits/{id}/marks", "What became of a visit", pages::phone::mark)
        .post("/visits/{id}/ending", "My share is done", pages::phone::end)
}
