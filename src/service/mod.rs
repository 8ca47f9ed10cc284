//! Service: turns that people sign up for at their posts, what they did, and who confirms it: whoever was
//! served, by the code of a record card, or the worker. Hours count once they are confirmed; a
//! certificate of them is free and true, on request, and can be checked by its number (Volunteer Service
//! Regulations 2017, article 19; Measures for records and certificates 2020).

mod act;
pub mod calendar;
mod certificate;
mod export;
mod hours;
mod link;
mod meant;
mod pages;
mod reminder;
#[cfg(test)]
mod tests;
mod turn;

pub use act::{Act, How, State};
pub use certificate::Certificate;
pub use hours::{Hours, hours};
pub use meant::{Meant, Turn, minutes};
pub use turn::Service;

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "service.view", Reader;
    pub Record = "service.record", Writer;
    /// Hidden facts in full, for a reason.
    pub Export = "service.export", Steps;
    pub Prints = "service.record", Steps;
    pub Own = "service.own", Reader;
    pub Does = "service.do", Writer;
    pub OwnPrints = "service.own", Steps;
}

pub const MODULE: Module = Module {
    name: "service",
    tables: &[
        Table::tenant("services").by_path().about("person"),
        Table::tenant("service_acts").by_path(),
        Table::tenant("certificates").by_path().about("person"),
    ],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    use pages::{by_link, cards, certificates, list, mine, post};
    r.get("/service", "Service: what waits to be confirmed, and all of it", list::list)
        .post("/service/export", "Service in the columns of the volunteer system, for a reason", list::export)
        .get("/service/{id}", "A turn of service and what became of it", list::show)
        .post("/service/{id}/confirmation", "The worker confirms a turn", list::confirm)
        .post("/service/{id}/refusal", "A turn is not confirmed, with a reason", list::refuse)
        .post("/service/{id}/withdrawal", "Take a confirmed turn back, with a reason", list::withdraw)
        .get("/posts/{id}/service", "The turns of a post", post::show)
        .post("/posts/{id}/service", "Enter turns that were served: from a record card, by telephone, at the desk", post::record)
        .post("/posts/{id}/record-cards", "Record cards to print, each with a code for whoever is served", cards::show)
        .get("/me/service", "My turns and my hours", mine::list)
        .post("/me/posts/{id}/turns", "I sign up for a turn", mine::sign_up)
        .post("/me/posts/{id}/service", "I say what I did", mine::say)
        .post("/me/service/{id}/doing", "I have done a turn that I signed up for", mine::done)
        .post("/me/service/{id}/cancellation", "I cannot come to a turn", mine::cancel)
        .post("/me/certificates", "I ask for a certificate", mine::certify)
        .get("/me/certificates/{id}/paper", "My certificate as PDF", certificates::own_pdf)
        .get("/certificates", "Certificates that were issued", certificates::list)
        .post("/certificates", "Issue a certificate for somebody who asks for it", certificates::issue)
        .get("/certificates/{id}/paper", "A certificate as PDF", certificates::pdf)
        .post("/certificates/{id}/revocation", "Revoke a certificate that is not right", certificates::revoke)
        .public_get("/certificate", "Check a certificate by its number", certificates::check)
        .public_get("/s/{token}", "A turn of service, for whoever was served", by_link::show)
        .public_post("/s/{token}", "Whoever was served confirms, or says it was not so", by_link::answer)
}
