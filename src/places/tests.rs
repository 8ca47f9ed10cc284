//! Stories of places: a pasted table, an address that names a building, and what is kept of it.

use super::address::named_in;
use crate::{
    people::Facts,
    testing::{Town, facts_of},
};
use kernel::{Id, testing::Asker};
use serde_json::Value as Json;

const FIRST: &str = "青竹苑社区第一党支部";
const COMMUNITY: &str = "青竹苑社区党总支";
const EAST: &str = "东风村党总支";

const TABLE: &str = "社区\t网格\t楼栋\t纬度\t经度\n青竹苑社区\t第一网格\t青竹苑1号楼\t31.8012\t119.9701\n青竹苑社区\t第一网格\t青竹苑11号楼\t31.8020\t119.9710\n青竹苑社区\t\t新丰苑6栋\t\t\n";

pub fn paste(asker: &Asker, org: Id, table: &str) -> kernel::testing::Answered {
    asker.with("referer", "http://linli.test/places").post("/places", &[("org", &org.to_string()), ("table", table)])
}

/// 周敏 pastes the list of buildings she keeps; the same once more changes nothing but what is new.
#[test]
fn a_table_of_buildings_is_pasted_and_pasted_again() {
    let town = Town::new();
    let (zhou, org) = (town.person("周敏", "worker", COMMUNITY), town.org(COMMUNITY).id);
    assert_eq!(paste(&zhou, org, TABLE).status, 303);
    let page = zhou.get_json("/places").json();
    assert_eq!((&page["buildings"], &page["located"]), (&3.into(), &2.into()));
    assert_eq!(page["communities"][0]["buildings"][0]["grid"], "第一网格");
    assert_eq!(paste(&zhou, org, "青竹苑社区，，新丰苑6栋，31.8030，119.9720").status, 303, "commas do as well");
    let page = zhou.get_json("/places").json();
    assert_eq!((&page["buildings"], &page["located"]), (&3.into(), &3.into()), "the same building, now with coordinates");
    // What is wrong is said by line, nothing is taken in, nothing typed is lost.
    let wrong = paste(
        &zhou,
        org,
        "青竹苑社区\t\t7号楼\t\t\n青竹苑社区\t\t青竹苑8号楼\t北纬31\t119\n\t\t青竹苑9号楼\n青竹苑社区\t\t青竹苑10号楼\t31.8\t119.9",
    );
    assert_eq!(wrong.status, 422);
    let text = wrong.text();
    assert!(text.contains("第 1 行") && text.contains("第 2 行") && text.contains("第 3 行") && text.contains("北纬31"), "{text}");
    assert_eq!(zhou.get_json("/places").json()["buildings"], 3);
    assert_eq!(paste(&zhou, org, " \n").status, 422);
    assert_eq!(paste(&town.person("吴强", "leader", COMMUNITY), org, TABLE).status, 403);
    let east = town.person("沈静", "worker", EAST);
    assert_eq!(paste(&east, org, TABLE).status, 404, "not her community");
    assert_eq!(east.get_json("/places").json()["communities"], Json::Array(vec![]));
    assert!(zhou.with("accept-language", "en").get("/places").text().contains("3 buildings, 3 with coordinates"));
}

/// The building is proposed from the address, and kept only once it is confirmed; the address is shown nowhere.
#[test]
fn an_address_names_a_building_and_only_the_building_is_kept() {
    let town = Town::new();
    let (zhou, org) = (town.person("周敏", "worker", COMMUNITY), town.org(COMMUNITY).id);
    paste(&zhou, org, TABLE);
    let lives = |name: &str, at: &str| town.member(FIRST, name, Facts { lives_at: Some(at.into()), ..facts_of(name) });
    let sun = lives("孙桂兰", "青竹苑 １１ 幢 2单元 302室");
    let zhao = lives("赵建国", "新丰苑6号楼乙单元");
    let qian = lives("钱进", "外地");
    let page = zhou.get_json("/places/matches").json();
    let named: Vec<_> =
        page["matches"].as_array().into_iter().flatten().map(|m| (m["name"].as_str(), m["building_name"].as_str())).collect();
    assert_eq!(named.len(), 2);
    assert!(named.contains(&(Some("孙桂兰"), Some("青竹苑11号楼"))) && named.contains(&(Some("赵建国"), Some("新丰苑6栋"))), "{named:?}");
    assert_eq!(page["open"][0]["name"], "钱进");
    let html = zhou.get("/places/matches").text();
    assert!(!html.contains("302室") && !html.contains("乙单元") && !page.to_string().contains("302室"));
    let kept = || -> i64 { town.write(|cx| cx.one("select count(*) from {member_places} l", kernel::args![])) };
    assert_eq!(kept(), 0, "nothing is kept by looking");
    assert_eq!(zhou.post("/places/matches", &[]).status, 422);
    assert_eq!(zhou.post("/places/matches", &[("member", &sun.to_string())]).status, 303);
    assert_eq!(kept(), 1);
    // Somebody without a nameable address: a person says it.
    let page = format!("/members/{qian}/place");
    let said = |place: &str| zhou.with("referer", &format!("http://linli.test{page}")).post(&page, &[("place", place)]);
    let wrong = said("青竹苑99号楼");
    assert!(wrong.status == 422 && wrong.text().contains("青竹苑99号楼"), "{}", wrong.text());
    assert_eq!(said("青竹苑1号楼").status, 303);
    assert_eq!(zhou.post("/places/matches", &[("all", "true")]).status, 303);
    assert_eq!((kept(), zhou.get_json("/places").json()["placed"].as_i64()), (3, Some(3)));
    // They moved: the address names another building, and that is proposed, not done.
    town.write(move |cx| {
        let member: crate::people::Member = cx.find(zhao)?;
        let facts = member.facts(cx)?;
        member.change(cx, &Facts { lives_at: Some("青竹苑1幢".into()), ..facts }, "edited", None)
    });
    let page = zhou.get_json("/places/matches").json();
    assert_eq!((&page["matches"][0]["name"], &page["matches"][0]["instead_of"]), (&"赵建国".into(), &"新丰苑6栋".into()));
    assert_eq!(town.person("沈静", "worker", EAST).get(&format!("/members/{sun}/place")).status, 404);
    let audit = town.person("吴审", "auditor", "青龙街道党工委").get_json("/audit").text();
    assert!(audit.contains("building") && !audit.contains("302"), "{audit}");
}

#[test]
fn figures_are_not_cut_and_the_longer_name_is_meant() {
    let town = Town::new();
    let (zhou, org) = (town.person("周敏", "worker", COMMUNITY), town.org(COMMUNITY).id);
    paste(&zhou, org, "a\t\t竹苑1号楼\na\t\t青竹苑1号楼\na\t\t青竹苑12\na\t\t桥北里5号楼\nb\t\t桥南里5号楼");
    let buildings = town.write(|cx| super::Place::buildings(cx));
    let named = |address: &str| named_in(address, &buildings).map(|b| b.name.clone());
    assert_eq!(named("青竹苑1栋101").as_deref(), Some("青竹苑1号楼"), "not 竹苑1号楼, which stands in it");
    assert_eq!(named("青竹苑11幢"), None);
    assert_eq!(named("青竹苑120"), None);
    assert_eq!(named("青竹苑12").as_deref(), Some("青竹苑12"));
    assert_eq!(named("原住桥北里5幢，现住桥南里5幢"), None, "two are as good: a person says it");
}

/// Where a group meets is what studying nearby is proposed by.
#[test]
fn a_group_meets_in_a_building_of_the_register() {
    let town = Town::new();
    let (zhou, org) = (town.person("周敏", "worker", COMMUNITY), town.org(COMMUNITY).id);
    paste(&zhou, org, TABLE);
    let meet =
        |place: &str| zhou.post("/meeting-points", &[("org", &town.org(FIRST).id.to_string()), ("place", place), ("room", "二楼活动室")]);
    assert_eq!(meet("没有的楼").status, 422);
    assert_eq!(meet("青竹苑 1 栋").status, 303, "written otherwise, the same building");
    let page = zhou.get_json("/places").json();
    assert_eq!(
        (&page["points"][0]["org_name"], &page["points"][0]["place_name"], &page["points"][0]["room"]),
        (&FIRST.into(), &"青竹苑1号楼".into(), &"二楼活动室".into())
    );
    meet("青竹苑11号楼");
    let page = zhou.get_json("/places").json();
    assert_eq!((page["points"].as_array().map(Vec::len), &page["points"][0]["place_name"]), (Some(1), &"青竹苑11号楼".into()));
}
