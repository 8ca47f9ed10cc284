//! The member's own phone: what is on, my word on it, my points and hours, my card, whom to call.
//! It shows nothing of anybody else but the names and numbers of those who are there to be called.

mod card;
mod home;
#[cfg(test)]
mod tests;

pub use card::{WhoToCall, Wishing};
pub use home::{Ahead, COMING, Told, coming, line, unread};

use crate::people::Member;
use kernel::{Error, Module, Reader, Result, Routes, permission};

permission! {
    pub Mine = "me.view", Reader;
    pub Answers = "me.answer", Writer;
}

pub const MODULE: Module = Module { name: "me", tables: &[], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    r.get("/me", "My next activity, points and hours", home::show)
        .get("/me/activities", "My activities", home::activities)
        .post("/me/activities/{id}/answer", "I come, I cannot, come to me", home::answer)
        .get("/me/notices", "My notices", home::notices)
        .get("/me/notices/{id}", "A notice to me", home::notice)
        .post("/me/notices/{id}/reading", "I open a notice", home::read)
        .post("/me/notices/{id}/answer", "My answer to a notice", home::reply)
        .get("/me/code", "My own code for the desk", card::code)
        .get("/me/card", "My card", card::show)
        .post("/me/card/corrections", "Ask for a correction of my card", card::correct)
        .post("/me/card/confirmations", "A field of my card is still so, or is put right", card::confirm)
        .post("/me/card/talk-wish", "Whether I wish a talk", card::wish_talk)
        .get("/me/contacts", "When somebody was in touch with me", card::contacts)
        .get("/me/call", "Whom to call", card::call)
}

/// The member behind the account. An account of this role without a member sees nothing.
pub fn myself(cx: &Reader) -> Result<Member> {
    cx.find(cx.actor().person.ok_or(Error::NotFound)?)
}
