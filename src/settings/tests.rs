use super::{RANKING_BRANCHES, on};
use crate::testing::Town;
use kernel::Scope;

fn ranking(town: &Town) -> bool {
    town.house.read_as_system("test", Scope::ALL, |cx| on(cx, RANKING_BRANCHES)).unwrap()
}

#[test]
fn branches_are_ranked_only_where_the_organisation_switches_it_on() {
    let town = Town::new();
    let officer = town.person("林岚", "officer", "青龙街道党工委");
    assert!(!ranking(&town), "off by default");
    assert!(officer.get("/settings").text().contains("通报里排列支部"));
    assert_eq!(officer.post("/settings", &[("ranking.branches", "on")]).status, 303);
    assert!(ranking(&town));
    assert_eq!(officer.post("/settings", &[("ranking.branches", "perhaps")]).status, 422);
    assert_eq!(officer.post("/settings", &[("totp.staff", "off")]).status, 303);
    assert!(ranking(&town), "what is left out stays");
    assert_eq!(officer.post("/settings", &[("ranking.branches", "rule")]).status, 303);
    assert!(!ranking(&town));
}

#[test]
fn settings_are_the_officers_and_keepers() {
    let town = Town::new();
    let status = |role: &str| town.person(role, role, "青龙街道党工委").get_json("/settings").status;
    assert_eq!(["officer", "keeper", "worker", "auditor", "contact"].map(status), [200, 200, 403, 403, 403]);
}
