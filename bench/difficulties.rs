//! The eight difficulties of a month: of a district of 100,000 members from scratch, of one branch
//! after a change, and their page. CPU seconds, SQLite.

mod common;

use common::district::District;
use kernel::Scope;
use linli::{closing::Month, difficulties::recount, orgs::Org};

fn main() {
    println!("{:<64} {:>9} {:>9}", "the eight difficulties (SQLite)", "measured", "limit");
    let district = District::draw(76, 2500);
    district.with_contacts_and_dues();
    let october: Month = "2026-10".parse().expect("a month");
    let count = |path: &str| {
        let path = path.to_owned();
        let counted = district.town.house.steps_as_system("bench", Scope::ALL, move |steps| {
            let org: Org = steps.one("select * from {orgs} o where o.path = $1", kernel::args![path])?;
            recount(steps, &org, october)
        });
        counted.expect("counted");
    };
    district.measure("district, 100,000 members, from scratch and written down", 1.0, || count(&district.top));
    let branches: Vec<&String> = district.branches.iter().step_by(25).collect();
    let each = format!("{} branches after a change, each within 50 ms", branches.len());
    district.measure(&each, 0.05 * branches.len() as f64, || branches.iter().for_each(|path| count(path)));
    let officer = district.town.person("王芳", "officer", &format!("组织{}", district.top));
    const PAGES: usize = 200;
    let pages = format!("{PAGES} pages of the district, each within 3 ms");
    district.measure(&pages, 0.003 * PAGES as f64, || {
        for _ in 0..PAGES {
            assert_eq!(officer.get("/difficulties?month=2026-10").status, 200);
        }
    });
}
