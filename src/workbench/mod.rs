//! What must I do today? Where the month stands, what is due with the one button that does it,
//! what changed. Everything is derived at the moment of looking; nothing is ticked off by hand.

mod changed;
mod due;
mod month;
mod outside;
mod pages;
mod service;
#[cfg(test)]
mod tests;
mod venues;

use kernel::{Module, Routes, permission};

permission! {
    pub View = "workbench.view", Reader;
}

pub const MODULE: Module = Module { name: "workbench", tables: &[], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    r.get("/", "What is to be done today", pages::show)
}
