//! Publicity: that a thing is public, from when until when, how much of a name is shown, and whether
//! each person who is named agrees. What is public hands its things in here and asks before it shows
//! them; who has not agreed, or takes it back, is shown by no name from that moment on. Staff decide
//! what is public (`publicity.decide`); members agree on their phone, or at the desk.

mod consent;
mod mask;
mod mine;
mod pages;
#[allow(clippy::module_inception, reason = "the noun of this folder")]
mod publicity;
#[cfg(test)]
mod tests;
mod veil;

pub use consent::{Consent, State};
pub use mask::{Mask, veiled};
pub use publicity::{Kind, Publicity, Terms, Until};
pub use veil::Veil;

use kernel::{Module, Routes, Table, permission};

permission! {
    pub Looks = "publicity.decide", Reader;
    pub Decides = "publicity.decide", Writer;
}

pub const MODULE: Module = Module {
    name: "publicity",
    tables: &[Table::tenant("publicities").by_path(), Table::tenant("consents").by_path().about("member")],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    r.get("/consents", "Who was asked whether they may be named in public", pages::list)
        .post("/consents/{id}", "What somebody said at the desk, by call or on paper", pages::said_so)
        .post("/publicities/{id}/ending", "End the publicity of something", pages::end)
        .get("/me/consents", "Where I am named in public", mine::list)
        .post("/me/consents/{id}", "I agree to be named, or not any more", mine::say)
}
