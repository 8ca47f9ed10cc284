//! Commitments (承诺): what somebody promises at a post that they took, in their own words: the target, by
//! when, and how one will see that it is well done (goal, time and quality: the practice of Wensu 2016,
//! mechanism M25; who lives in a house shows there that they serve: M22). It is kept, not yet, or released
//! with a reason; "not yet" has no consequence, and nobody is graded by it. How it may be public is the
//! person's own say, kept on the commitment itself, so that it serves members and those in service alike:
//! not at all, by surname, by full name (Personal Information Protection Law, article 25). Residents thank
//! or point out without an account; a worker reads their words before the person does.

mod act;
mod board;
mod commitment;
mod entry;
mod pages;
mod shown;
#[cfg(test)]
mod tests;
mod word;

pub use act::{Act, Did};
pub use board::{Board, Line};
pub use commitment::{Commitment, State, Told};
pub use entry::{Entry, Words};
pub use shown::Shown;
pub use word::{Kind, Said, Word};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "commitments.view", Reader;
    pub Edit = "commitments.edit", Writer;
    pub Prints = "commitments.view", Steps;
    pub Own = "commitments.own", Reader;
    pub Promises = "commitments.promise", Writer;
}

pub const MODULE: Module = Module {
    name: "commitments",
    tables: &[
        Table::tenant("commitments").by_path().about("person"),
        Table::tenant("commitment_acts").by_path(),
        Table::tenant("commitment_words").by_path(),
    ],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    use pages::{list, mine, post, prints, public, show, words};
    r.get("/commitments", "What people promised at their posts", list::list)
        .get("/commitments/words", "What residents said to promises", words::list)
        .post("/commitments/words/{id}/passing-on", "Pass thanks on to the person", words::pass_on)
        .post("/commitments/words/{id}/laying-aside", "Lay words aside, with a reason", words::lay_aside)
        .post("/commitments/words/{id}/answer", "Answer what was pointed out", words::answer)
        .get("/commitments/board", "The board of promises, to print", prints::board)
        .get("/commitments/board.pdf", "The board of promises as PDF, A4 or A3", prints::board_pdf)
        .get("/commitments/cards", "Corridor identity cards, to print and cut", prints::cards)
        .get("/commitments/cards.pdf", "Corridor identity cards as PDF", prints::cards_pdf)
        .get("/commitments/{id}", "A promise and what became of it", show::show)
        .post("/commitments/{id}", "Word a promise anew, as the person said", show::reword)
        .post("/commitments/{id}/progress", "Kept or not yet, as the person said", show::progress)
        .post("/commitments/{id}/release", "Release a promise, with a reason", show::release)
        .post("/commitments/{id}/showing", "How it may be public, as the person said", show::showing)
        .get("/posts/{id}/commitments", "The promises at a post", post::show)
        .post("/posts/{id}/commitments", "Write down what somebody promised", post::make)
        .get("/me/promises", "What I promised", mine::list)
        .post("/me/promises", "I promise something at a post that I hold", mine::make)
        .get("/me/promises/{id}", "A promise of mine, and what was said to it", mine::show)
        .post("/me/promises/{id}", "I word it anew", mine::reword)
        .post("/me/promises/{id}/progress", "I have kept it, or not yet", mine::progress)
        .post("/me/promises/{id}/release", "I take it back, with a reason", mine::release)
        .post("/me/promises/{id}/showing", "How it may be public", mine::showing)
        .public_get("/promise/{key}", "A promise that its maker has made public", public::show)
        .public_post("/promise/{key}", "Thank for it, or point something out", public::say)
        .public_get("/promise/answers/{code}", "What became of what was pointed out, by its code", public::answer)
}
