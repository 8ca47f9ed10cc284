mod speaking;

use crate::testing::Town;
use serde_json::json;

const COMMUNITY: &str = "青竹苑社区党总支";

/// Zhou of the community enters a unit, corrects its code, and takes out one entered by mistake.
#[test]
fn a_unit_is_entered_checked_changed_and_taken_out() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY).id.to_string();
    let unit = |code: &'static str| {
        vec![
            ("org", org.as_str()),
            ("name", "恒通纺织有限公司"),
            ("code", code),
            ("kind", "非公企业"),
            ("address", "青竹路 1 号"),
            ("contact_person", "钱 进"),
            ("phone", "140 0000 0008"),
            ("party_org", "恒通纺织党支部"),
        ]
    };
    let wrong = zhou.post_json("/units", json!({ "org": org, "name": "恒通纺织有限公司", "code": "91350100M000100Y44" }));
    assert_eq!((wrong.status, wrong.json()["errors"][0]["field"].as_str().map(str::to_owned)), (422, Some("code".into())));
    assert!(wrong.text().contains("最后一位"), "{}", wrong.text());
    assert_eq!(zhou.post("/units", &unit("91350100M000100O43")).status, 422);
    let entered = zhou.post("/units", &unit("91350100m000100y43"));
    assert_eq!(entered.status, 303, "{}", entered.text());
    let url = entered.location().to_owned();
    let page = zhou.get_json(&url).json();
    assert_eq!((page["unit"]["code"].as_str(), page["phone"].as_str()), (Some("91350100M000100Y43"), Some("140****0008")));
    assert_eq!(zhou.post("/units", &unit("")).status, 422, "a unit stands once");

    let changed = [("name", "恒通纺织有限公司"), ("code", "91330100799655058B"), ("contact_person", "钱进"), ("phone", "")];
    assert_eq!(zhou.post(&url, &changed).status, 303);
    let page = zhou.get_json(&url).json();
    assert_eq!(
        (page["unit"]["code"].as_str(), page["phone"].as_str()),
        (Some("91330100799655058B"), Some("140****0008")),
        "an empty phone stays"
    );
    assert_eq!(zhou.post(&format!("{url}/reveals"), &[("field", "phone")]).status, 422);
    let shown = zhou.post(&format!("{url}/reveals"), &[("field", "phone"), ("reason", "电话联系")]);
    assert!(shown.text().contains("14000000008"), "{}", shown.text());
    let audit = town.person("吴审", "auditor", "青龙街道党工委").get_json("/audit").text();
    assert!(audit.contains("showed phone of the unit") && !audit.contains("14000000008"), "{audit}");

    assert!(zhou.get("/units?q=恒通").text().contains("恒通纺织"));
    assert!(!zhou.get("/units?q=没有").text().contains("恒通纺织"));
    assert_eq!(zhou.get("/units.xlsx").status, 200);
    let east = town.person("王芳", "worker", "东风村党总支");
    assert_eq!(east.get(&url).status, 404, "the neighbours do not know it");
    assert_eq!(zhou.post(&format!("{url}/removal"), &[]).status, 303);
    assert_eq!(zhou.get(&url).status, 404);
}

#[test]
fn a_unit_that_somebody_belongs_to_stays_and_shows_them() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY).id.to_string();
    let before = zhou.post("/report-ins", &[("org", org.as_str()), ("name", "李思远"), ("unit_name", "县中学")]);
    assert_eq!(zhou.get_json(before.location()).json()["unit"], json!(null), "the register does not hold it yet");
    let url = zhou.post("/units", &[("org", org.as_str()), ("name", "县中学")]).location().to_owned();
    let page = zhou.get_json(&url).json();
    assert_eq!((page["people"][0]["name"].as_str(), page["people_in_all"].as_i64()), (Some("李思远"), Some(1)), "now it holds him");
    assert_eq!(zhou.post_json(&format!("{url}/removal"), json!({})).json()["code"], "unit_used");
    assert_eq!(zhou.post(&url, &[("name", "县第一中学")]).status, 303);
    assert!(zhou.get(before.location()).text().contains("县第一中学"), "a new name is its members' too");
}

#[test]
fn a_long_register_is_read_page_by_page() {
    let town = Town::new();
    town.write(|cx| {
        let org = crate::orgs::Org::named(cx, COMMUNITY)?.expect("the community");
        for n in 0..120 {
            super::Unit::enter(cx, &org, &super::Facts { name: format!("第{n:03}单位"), ..Default::default() }, None)?;
        }
        Ok(())
    });
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let (mut names, mut url) = (vec![], "/units".to_owned());
    loop {
        let page = zhou.get_json(&url).json();
        names.extend(page["units"].as_array().expect("units").iter().map(|u| u["name"].as_str().expect("a name").to_owned()));
        let Some(after) = page["next"].as_str() else { break };
        url = format!("/units?after={}", kernel::escape(after));
    }
    assert_eq!(names, (0..120).map(|n| format!("第{n:03}单位")).collect::<Vec<_>>());
}
