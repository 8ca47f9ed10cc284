//! The letter of the month to a unit (反馈函): what its people did, the open days it gave, what is planned next.
//! It is proposed from the facts, a worker adds words and sends it; from then on it stays as it was sent. Who is
//! named in it agreed to that; of the others it has sums of many or nothing (`served`). What both sides say
//! afterwards stands with it, by whichever way it was said.

mod content;
mod facts;
mod letter;
mod mail;
mod pages;
mod served;
#[cfg(test)]
mod tests;
mod turns;
mod word;

pub use content::{Content, Opened, Planned, rule_words};
pub use facts::{Facts, Party};
pub use letter::{Letter, unread};
pub use served::{Named, OfKind, Served};
pub use word::{How, Said, Side, Word, late, waiting};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "letters.view", Reader;
    pub Send = "letters.send", Writer;
    /// Typesetting takes a moment, and nothing is held while it runs.
    pub Print = "letters.view", Steps;
    /// The unit's contact.
    pub Own = "units.own", Reader;
    pub Answers = "units.own", Writer;
    pub OwnPrint = "units.own", Steps;
}

pub const MODULE: Module =
    Module { name: "letters", tables: &[Table::tenant("letters").by_path(), Table::tenant("letter_words").by_path()], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    use pages::{list, own, paper, show};
    r.get("/letters", "The letters of a month to units: proposed, written, sent", list::list)
        .post("/letters", "Send the letters of a month to these units", list::send)
        .get("/units/{id}/letter", "The letter of a month to a unit, as it is proposed", show::proposed)
        .post("/units/{id}/letter", "Write a letter to a unit", show::begin)
        .get("/letters/{id}", "A letter to a unit, and what was said about it", show::show)
        .post("/letters/{id}", "Change the words of a letter that is not sent", show::keep)
        .post("/letters/{id}/sending", "Send a letter to its unit", show::send)
        .post("/letters/{id}/handing", "A letter was handed over: on paper, read out by telephone", show::hand)
        .post("/letters/{id}/words", "Note what the unit said about a letter, or answer it", show::say)
        .get("/letters/{id}/paper", "A letter as PDF", paper::pdf)
        .get("/unit/letters", "Letters to my unit", own::list)
        .get("/unit/letters/{id}", "A letter to my unit", own::show)
        .post("/unit/letters/{id}/reading", "I open a letter to my unit", own::read)
        .post("/unit/letters/{id}/words", "My unit answers a letter", own::say)
        .get("/unit/letters/{id}/paper", "A letter to my unit as PDF", paper::own_pdf)
}
