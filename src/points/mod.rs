//! Hours and points: what follows from taking part, by the rule book, each entry with its fact.
//! Staff see those they look after (`points.view`), a member sees their own (`points.own`);
//! nobody is compared with anybody.

mod compare;
mod follows;
mod ledger;
mod pages;
mod standing;
mod statement;
mod statement_pages;
mod year;

pub use compare::{New, Stands, Target, lacking};
pub use follows::{Fact, Follows, Reason, Scale};
pub use ledger::{Settled, Whose, settle, unsettled};
pub use standing::{LEADS, Line, Standing, cycle, hour, hours, target};
pub use statement::{Counted, Ground, Statement};
pub use year::Year;

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "points.view", Reader;
    pub Own = "points.own", Reader;
    /// Typesetting is slow work: no transaction is open while it runs.
    pub Prints = "points.view", Steps;
    pub OwnPrints = "points.own", Steps;
}

pub const MODULE: Module = Module {
    name: "points",
    tables: &[Table::tenant("points").by_path().about("member"), Table::tenant("hours").by_path().about("member")],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    r.get("/members/{id}/points", "Hours and points of a person, with reasons", pages::show)
        .get("/members/{id}/hours", "A person's statement of study hours of a year", statement_pages::show)
        .get("/members/{id}/hours.pdf", "The statement as PDF", statement_pages::pdf)
        .get("/me/points", "My hours and points", pages::own)
        .get("/me/hours", "My statement of study hours of a year", statement_pages::own)
        .get("/me/hours.pdf", "My statement as PDF", statement_pages::own_pdf)
}

#[cfg(test)]
mod tests;
