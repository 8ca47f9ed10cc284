//! A year looked back on, of a unit and of somebody in service (in-service reporting asks for one a year): facts
//! with their sources, and words of both sides. There is no grade, rank or score in it. A person's review is
//! theirs; their unit gets it only if they say so.

mod pages;
mod review;
#[cfg(test)]
mod tests;
mod word;
mod year;

pub use review::{About, New, Review};
pub use word::{Said, Side, Word};
pub use year::{Content, OfPerson, OfPost, OfUnit};

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "reviews.view", Reader;
    pub Write = "reviews.write", Writer;
    /// Typesetting takes a moment, and nothing is held while it runs.
    pub Print = "reviews.view", Steps;
    /// One's own year.
    pub Own = "reviews.own", Reader;
    pub Speaks = "reviews.own", Writer;
    pub OwnPrint = "reviews.own", Steps;
    /// The unit's contact.
    pub Unit = "units.own", Reader;
    pub UnitSpeaks = "units.own", Writer;
    pub UnitPrint = "units.own", Steps;
}

pub const MODULE: Module =
    Module { name: "reviews", tables: &[Table::tenant("reviews").by_path(), Table::tenant("review_words").by_path()], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    use pages::{list, mine, show, unit};
    r.get("/reviews", "Reviews of a year: of units and of people in service", list::list)
        .post("/reviews", "Begin the review of a unit's or a person's year", list::begin)
        .get("/reviews/{id}", "A year with its facts and words", show::show)
        .post("/reviews/{id}/words", "Add words to a review: the community's, or those that were told or handed in", show::say)
        .post("/reviews/{id}/handing", "Hand a review over; its facts stay from then on", show::hand)
        .post("/reviews/{id}/sharing", "Note whether the person lets their unit have it", show::share)
        .get("/reviews/{id}/paper", "A review as PDF", show::pdf)
        .get("/me/reviews", "My years", mine::list)
        .get("/me/reviews/{id}", "My year with its facts and words", mine::show)
        .post("/me/reviews/{id}/words", "I say what my year was to me", mine::say)
        .post("/me/reviews/{id}/sharing", "I say whether my unit gets it", mine::share)
        .get("/me/reviews/{id}/paper", "My year as PDF", mine::pdf)
        .get("/unit/reviews", "Reviews that my unit has", unit::list)
        .get("/unit/reviews/{id}", "A review that my unit has", unit::show)
        .post("/unit/reviews/{id}/words", "My unit says what the year was", unit::say)
        .get("/unit/reviews/{id}/paper", "A review that my unit has, as PDF", unit::pdf)
}
