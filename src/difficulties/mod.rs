//! The eight difficulties (八难), counted from facts for an organisation and any month: by category,
//! with the trend of a year, the people behind the missing part and the next step beside each name.
//! Communities stand beside each other, never people; nothing here grades anybody.

mod counting;
mod difficulty;
mod files;
mod gather;
mod measure;
mod pages;
mod people;
mod roll;
#[cfg(test)]
mod tests;
mod tiles;

pub use counting::{count_a_year, recount};
pub use difficulty::{Difficulty, Step};
pub use measure::{Counts, Measure, Ratio};
pub use tiles::Tile;

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "difficulties.view", Reader;
    /// Typesetting takes a moment, and nothing is held while it runs.
    pub Print = "difficulties.view", Steps;
}

pub const MODULE: Module = Module {
    name: "difficulties",
    tables: &[Table::tenant("difficulties").by_path(), Table::tenant("difficulties_seen")],
    routes,
    jobs: &[counting::JOB],
};

fn routes(r: Routes) -> Routes {
    r.get("/difficulties", "The eight difficulties of an organisation's month", pages::show)
        .get("/difficulties/wall", "The eight difficulties for a screen on the wall", pages::wall)
        .get("/difficulties/pdf", "The eight difficulties as PDF", files::pdf)
        .get("/difficulties/workbook", "The eight difficulties as a workbook", files::workbook)
        .get("/difficulties/{difficulty}/people", "Who is behind the missing part, with the next step", people::list)
}
