//! Why people stay away: no will, no ability, no chance, no thanks, the four causes that a paper on
//! Wensu names (2016), as a question that is answered with one tap. Kept are sums: who has answered,
//! as a print without a time, and how often each cause was said, in two tables that nothing ties.
//! What may be read follows in steps of several answers, so that no difference tells one.

mod cause;
mod change;
mod pages;
mod quarter;
mod question;
mod tally;
#[cfg(test)]
mod tests;

pub use cause::Cause;
pub use change::Change;
pub use quarter::Quarter;
pub use question::{Person, Question};
pub use tally::{Sum, Tally};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "away.view", Reader;
    pub Ask = "away.ask", Writer;
    pub Mine = "away.answer", Reader;
    pub Answers = "away.answer", Writer;
}

pub const MODULE: Module = Module {
    name: "away",
    tables: &[
        Table::tenant("away_questions").by_path(),
        Table::tenant("away_marks"),
        Table::tenant("away_tallies"),
        Table::tenant("away_changes").by_path(),
    ],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    use pages::{desk, list, mine, show};
    r.get("/away", "Questions for the reasons of staying away", list::list)
        .post("/away", "Ask why people stay away, for a quarter or from now on", list::ask)
        .get("/away/{id}", "What was answered, in sum, quarter by quarter, with what changed after", show::show)
        .post("/away/{id}/ending", "Ask no longer", show::end)
        .post("/away/{id}/changes", "Write down what the organisation changed", show::change)
        .get("/away/{id}/sheet", "The question on paper", show::sheet)
        .post("/away/{id}/answers", "Somebody answers at the desk or by call", desk::answer)
        .post("/away/{id}/papers", "Answers on paper, in sum", desk::papers)
        .get("/me/away", "Questions for me, answered with one tap", mine::show)
        .post("/me/away/{id}", "My tap", mine::answer)
}
