//! What people can do and when they are free, in words that both sides use: those who report in and
//! those who need somebody. The list is printed (`rules/skills.toml`); a word it does not hold stays
//! as the person wrote it and is proposed, and the organisation decides what it means.

mod list;
mod pages;
#[cfg(test)]
mod tests;
mod times;
mod word;

pub use list::{Skills, Told, is_language, joined, listed, name, parted};
pub use times::{SLOTS, besides, free, said, slot_name};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "skills.view", Reader;
    pub Decide = "skills.decide", Writer;
}

pub const MODULE: Module = Module { name: "skills", tables: &[Table::tenant("skill_words")], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    r.get("/skills", "The list of skills, and words that wait for it", pages::list).post(
        "/skills",
        "Decide what a word means: a skill of its own, or one of the list",
        pages::decide,
    )
}
