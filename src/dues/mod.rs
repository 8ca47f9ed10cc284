//! Dues: what a member declares, what was decided for them, what they paid; and what follows from it:
//! what is due for a month and why, up to which month it is paid, what is owed. A register, no
//! payment processing. Every way of paying counts the same, nobody is compared with anybody, and
//! no month unpaid changes a membership: people decide.

mod account;
mod declaration;
mod entries;
mod fen;
mod pages;
mod payment;
mod register;
mod relief;
mod scale;
mod standing;
#[cfg(test)]
mod tests;

pub use account::{Account, Accounts};
pub use declaration::{Declaration, NewDeclaration, joined};
pub use entries::{built_on, enter, replace, take_back};
pub use fen::Fen;
pub use pages::{member::OfMember, own::MyBase};
pub use payment::{How, Payment, Row, append};
pub use register::warned;
pub use relief::Relief;
pub use scale::{Class, Scales};
pub use standing::{Due, Dues, Standing, Whose};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "dues.view", Reader;
    pub Record = "dues.record", Writer;
    // Less dues, or none, by decision of the organisation.
    pub Relieve = "dues.relieve", Writer;
    pub Own = "dues.own", Reader;
    pub Declare = "dues.declare", Writer;
}

pub const MODULE: Module = Module {
    name: "dues",
    tables: &[
        Table::tenant("dues_declarations").by_path().about("member"),
        Table::tenant("dues_reliefs").by_path().about("member"),
        Table::tenant("dues_payments").by_path().about("member"),
    ],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    r.get("/dues", "The register of dues of a year", pages::register::show)
        .get("/dues.xlsx", "The register of dues as a workbook", pages::register::workbook)
        .get("/members/{id}/dues", "A member's dues: declared, decided, paid, owed", pages::member::show)
        .post("/members/{id}/dues/declarations", "What a member declares: class and base, from a month on", pages::member::declare)
        .post("/members/{id}/dues/declarations/{entry}/reversal", "Take a declaration back", pages::member::undeclare)
        .post("/members/{id}/dues/payments", "Enter what was paid", pages::member::pay)
        .post("/members/{id}/dues/payments/{receipt}/reversal", "Take a payment back", pages::member::unpay)
        .post("/members/{id}/dues/reliefs", "Less dues or none, as was decided", pages::member::relieve)
        .post("/members/{id}/dues/reliefs/{entry}/reversal", "Take a relief back", pages::member::unrelieve)
        .get("/me/dues", "My dues", pages::own::show)
        .post("/me/dues/declarations", "I declare the base of my dues", pages::own::declare)
}
