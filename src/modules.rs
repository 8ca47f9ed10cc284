//! The table of contents: every capability of the product, and how the house is opened with them.

use kernel::{Config, House, Migration, Module, Result};
use std::sync::Arc;

pub const MODULES: &[Module] = &[
    crate::accounts::MODULE,
    crate::audit::MODULE,
    crate::settings::MODULE,
    crate::channels::MODULE,
    crate::api::MODULE,
    crate::orgs::MODULE,
    crate::people::MODULE,
    crate::categories::MODULE,
    crate::contacts::MODULE,
    crate::imports::MODULE,
    crate::forms::MODULE,
    crate::rulebook::MODULE,
    crate::activities::MODULE,
    crate::calendar::MODULE,
    crate::places::MODULE,
    crate::study::MODULE,
    crate::rounds::MODULE,
    crate::notices::MODULE,
    crate::sendings::MODULE,
    crate::units::MODULE,
    crate::report_in::MODULE,
    crate::away::MODULE,
    crate::needs::MODULE,
    crate::skills::MODULE,
    crate::posts::MODULE,
    crate::offers::MODULE,
    crate::service::MODULE,
    crate::commitments::MODULE,
    crate::service_points::MODULE,
    crate::venues::MODULE,
    crate::letters::MODULE,
    crate::reviews::MODULE,
    crate::joint_rules::MODULE,
    crate::joint_meetings::MODULE,
    crate::publicity::MODULE,
    crate::ebranch::MODULE,
    crate::faces::MODULE,
    crate::desk::MODULE,
    crate::me::MODULE,
    crate::points::MODULE,
    crate::dues::MODULE,
    crate::closing::MODULE,
    crate::bulletins::MODULE,
    crate::difficulties::MODULE,
    crate::workbench::MODULE,
];

macro_rules! migrations {
    ($($number:literal $name:literal),* $(,)?) => {
        &[$( Migration { number: $number, name: $name, sql: include_str!(concat!("../migrations/", $name, ".sql")) } ),*]
    };
}

/// Never edited after release; `tests/laws.rs` knows their checksums.
pub const MIGRATIONS: &[Migration] = migrations!(1 "0001_house", 2 "0002_people", 3 "0003_imports", 4 "0004_activities", 5 "0005_closing", 6 "0006_forms", 7 "0007_dues", 8 "0008_units", 9 "0009_care", 10 "0010_outbox", 11 "0011_difficulties", 12 "0012_rounds", 13 "0013_calendar", 14 "0014_ebranch", 15 "0015_service", 16 "0016_venues", 17 "0017_reports", 18 "0018_commitments", 19 "0019_letters", 20 "0020_sendings", 21 "0021_service_points", 22 "0022_insured_posts");

pub fn open(config: Config) -> Result<Arc<House>> {
    House::open(config, MODULES, MIGRATIONS, crate::accounts::Gate)
}
