//! The member ledger: who they are, how to reach them, what changed and when.

mod beside;
mod card;
mod change;
pub(crate) mod clears;
mod confirmation;
mod contact;
mod correction;
pub mod days;
mod entry;
pub mod export;
pub(crate) mod extra;
mod facts;
pub(crate) mod find;
mod floating;
mod ledger;
mod member;
mod pages;
mod paper;
mod reveal;
pub(crate) mod six;
mod story;
#[cfg(test)]
mod tests;
pub(crate) mod words;

pub use beside::Beside;
pub use card::{Card, CardFacts};
pub use change::{Change, Outcome};
pub use confirmation::{Confirmation, Field, How};
pub use contact::{Contact, Way};
pub use correction::{Correction, Verdict};
pub use entry::Entry;
pub use extra::{Extra, ExtraFact, Openness};
pub use facts::{Facts, mask_address, mask_id_no, mask_phone, shown};
pub use floating::{Floating, FloatingFacts};
pub use ledger::{Filter, Is, Line};
pub use member::{Intake, Likely, Member};
pub use pages::act::Contacted;
pub use story::Event;

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "people.view", Reader;
    pub Edit = "people.edit", Writer;
    // Showing a hidden field, with a reason that the audit log keeps.
    pub Reveal = "people.reveal", Writer;
    pub Export = "people.export", Steps;
    // Deciding which extra facts stand open.
    pub Describe = "people.describe", Writer;
}

pub const MODULE: Module = Module {
    name: "people",
    tables: &[
        Table::tenant("members").by_path().about("id"),
        Table::tenant("finds").by_path().about("member"),
        Table::tenant("extra_facts"),
        Table::tenant("extras").by_path().about("member"),
        Table::tenant("floating").by_path().about("member"),
        Table::tenant("cards").by_path().about("member"),
        Table::tenant("changes").by_path().about("member"),
        Table::tenant("confirmations").by_path().about("member"),
        Table::tenant("contacts").by_path().about("member"),
        Table::tenant("duties").by_path().about("member"),
        Table::tenant("corrections").by_path().about("member"),
    ],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    use pages::{act, card, confirm, correct, entry, export, extras, list};
    r.get("/members", "The ledger list", list::list)
        .post("/members", "Take a member in", entry::take_in)
        .get("/members.csv", "What the list shows, as csv", export::seen_csv)
        .get("/members.xlsx", "What the list shows, as a workbook", export::seen_xlsx)
        .get("/members/new", "The form for a newcomer", entry::new)
        .get("/members/export", "The form for an export", export::form)
        .post("/members/export", "Export the ledger", export::all)
        .get("/members/extras", "Extra facts of members by their names", extras::list)
        .post("/members/extras", "Decide whether an extra fact stands open", extras::decide)
        .get("/members/{id}", "A member's card", card::show)
        .post("/members/{id}", "Change a member's facts", entry::change)
        .get("/members/{id}/edit", "The form of a member's facts", entry::edit)
        .post("/members/{id}/extras", "Set an extra fact of a member", extras::set)
        .post("/members/{id}/reveals", "Show a hidden fact, with a reason", act::show)
        .get("/members/{id}/contacts/new", "The form of a contact", act::contact_form)
        .post("/members/{id}/contacts", "Record a contact", act::contact)
        .post("/members/{id}/confirmations", "A field of the card is still so, or is put right", confirm::confirm)
        .post("/members/{id}/talk-wishes", "Whether the member wishes a talk", confirm::wish)
        .get("/members/{id}/move", "Where a member can be moved to", act::move_form)
        .post("/members/{id}/move", "Move a member to another organisation", act::transfer)
        .get("/members/{id}/paper", "The contact card on paper, masked", act::paper)
        .post("/members/{id}/paper", "The contact card on paper in full, with a reason", act::open_paper)
        .get("/corrections", "What members asked to correct", correct::list)
        .post("/corrections/{id}/acceptance", "Accept a correction", correct::accept)
        .post("/corrections/{id}/refusal", "Decline a correction", correct::decline)
}
