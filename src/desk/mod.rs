//! The desk at which a worker acts for a person: what that person would see to do on their phone,
//! done for them with the way in which they said it. Every act names both in the audit log and is
//! shown to the person. It ends by itself after some minutes without an act, or by a tap. What is done
//! are the verbs of the modules themselves.

mod acting;
mod acts;
mod how;
mod mine;
mod pages;
#[cfg(test)]
mod tests;

pub use acting::{Acting, Done};
pub use how::{How, via_name};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub Look = "desk.act", Reader;
    pub Act = "desk.act", Writer;
}

pub const MODULE: Module = Module {
    name: "desk",
    tables: &[Table::tenant("actings").by_path().about("member"), Table::tenant("acts_for").by_path().about("member")],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    r.post("/members/{id}/acting", "Begin to act for a member", acts::begin)
        .get("/desk/{id}", "What a member would see to do, to be done for them", pages::show)
        .post("/desk/{id}/ending", "End acting for somebody", acts::end)
        .post("/desk/{id}/notices/{notice}", "Answer a notice for them", acts::notice)
        .post("/desk/{id}/activities/{activity}", "Say for them whether they come", acts::activity)
        .post("/desk/{id}/confirmations", "Confirm a field of their card, or put it right", acts::confirm)
        .post("/desk/{id}/talk-wish", "Note whether they wish a talk", acts::wish_talk)
        .post("/desk/{id}/consents/{consent}", "Note whether they agree to be named in public", acts::consent)
        .post("/desk/{id}/inquiries/{inquiry}", "Write their answers down", acts::answers)
        .post("/desk/{id}/dues", "Declare the base of their dues", acts::dues)
        .get("/me/done-for-me", "What was done for me", mine::list)
}
