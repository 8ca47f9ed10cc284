//! The register of units: resident units, enterprises and social organisations, each with a Party
//! organisation outside the tree. Their members report in where they live (`report_in`), their
//! contacts follow the month (`notices`).

mod agreement;
mod code;
mod contact;
mod facts;
mod pages;
#[cfg(test)]
mod tests;
mod unit;

pub use agreement::{Agreement, NewAgreement};
pub use code::{Fault, check, check_character};
pub use contact::{Contact, NewContact};
pub use facts::{Entry, Facts, KINDS, kind_name};
pub use unit::Unit;

use kernel::{Module, Routes, Table, permission};

permission! {
    pub View = "units.view", Reader;
    pub Edit = "units.edit", Writer;
    /// A contact and the unit they speak for.
    pub Own = "units.own", Reader;
    pub Follows = "units.own", Writer;
}

pub const MODULE: Module = Module {
    name: "units",
    tables: &[Table::tenant("units").by_path(), Table::tenant("unit_contacts").by_path(), Table::tenant("unit_agreements").by_path()],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    use pages::{contact, form, link, list, own, show};
    r.get("/units", "The register of units", list::list)
        .post("/units", "Enter a unit", form::enter)
        .get("/units.xlsx", "What the list of units shows, as a workbook", list::workbook)
        .get("/units/{id}", "A unit with its members who reported in", show::show)
        .post("/units/{id}", "Change a unit's facts", form::change)
        .get("/units/{id}/edit", "The form of a unit's facts", form::edit)
        .post("/units/{id}/reveals", "Show a hidden fact of a unit, with a reason", show::reveal)
        .post("/units/{id}/removal", "Take a unit out that was entered by mistake", show::remove)
        .post("/units/{id}/contacts", "Enter who speaks for a unit", contact::enter)
        .post("/units/{id}/contacts/{contact}/ending", "Somebody speaks for a unit no longer", contact::end)
        .post("/units/{id}/contacts/{contact}/invitation", "Invite a unit's contact to open an account", contact::invite)
        .post("/units/{id}/contacts/{contact}/mail", "Where a unit's contact gets letters by mail", contact::mail)
        .post("/units/{id}/agreements", "Record an agreement with a unit", contact::sign)
        .post("/units/{id}/agreements/{agreement}/ending", "An agreement ends before its day", contact::end_agreement)
        .get("/units/{id}/link", "The link by which a unit's people report in", link::show)
        .post("/units/{id}/link", "Make a link by which a unit's people report in", link::make)
        .post("/units/{id}/link/revocation", "Revoke the link by which a unit's people report in", link::revoke)
        .get("/unit/people", "My unit's people who reported in anywhere", own::people)
        .post("/unit/people", "Report somebody of my unit", own::report)
        .get("/unit/link", "The link by which my unit's people report in", link::own)
        .post("/unit/link", "Make a link by which my unit's people report in", link::make_own)
        .post("/unit/link/revocation", "Revoke the link by which my unit's people report in", link::revoke_own)
}
