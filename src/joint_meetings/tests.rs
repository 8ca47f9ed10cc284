use crate::{
    activities::{Activity, Details, Due, NewActivity, State},
    testing::Town,
};
use kernel::Id;
use serde_json::json;

const COMMUNITY: &str = "青竹苑社区党总支";

/// 周敏 invites 区财政局 and 县中学; 何秀英 says who comes, 县中学 by telephone; after it both read the minutes.
#[test]
fn units_are_invited_say_who_comes_and_read_the_minutes() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY);
    let enter = |name: &str| {
        zhou.post("/units", &[("org", org.id.to_string().as_str()), ("name", name)]).location().trim_start_matches("/units/").to_owned()
    };
    let (finance, school) = (enter("区财政局"), enter("县中学"));
    let he = town.contact_account(finance.parse().expect("an id"), "何秀英", COMMUNITY);
    let at = org.clone();
    let make = move |kind: &'static str| {
        let at = at.clone();
        move |cx: &kernel::Writer| -> kernel::Result<Id> {
            let details = Details {
                title: "第四季度会".into(),
                day: "2026-11-28".parse().expect("a day"),
                starts: "14:30".into(),
                minutes: 90,
                place: "党群服务中心".into(),
                host: "周敏".into(),
            };
            let new = NewActivity {
                id: cx.new_id(),
                plan: None,
                kind: kind.into(),
                details,
                due: Due::Open,
                state: State::Planned,
                basis: String::new(),
                follows: None,
                source: None,
            };
            Ok(Activity::make(cx, &at, new)?.id)
        }
    };
    let (meeting, theme) = (town.write(make("joint_meeting")), town.write(make("theme_day")));
    let page = format!("/activities/{meeting}/units");
    assert!(zhou.get(&format!("/activities/{meeting}")).text().contains(&page));
    assert_eq!(zhou.post_json(&format!("/activities/{theme}/units"), json!({ "unit": [finance] })).json()["code"], "no_joint_meeting");
    assert_eq!(zhou.post(&page, &[]).status, 422);
    assert_eq!(zhou.post(&page, &[("unit", finance.as_str()), ("unit", school.as_str())]).status, 303);
    assert!(he.get("/unit").text().contains("1 个联席会议请我们参加"));
    let own = format!("/unit/meetings/{meeting}");
    assert_eq!((he.post(&own, &[("comes", " ")]).status, he.post(&own, &[("comes", "何秀英和办公室主任")]).status), (422, 303));
    assert_eq!(he.post(&format!("/unit/meetings/{theme}"), &[("comes", "x")]).status, 404);
    assert_eq!(zhou.post(&format!("{page}/{school}"), &[("came", "")]).status, 422);
    assert_eq!(zhou.post(&format!("{page}/{school}"), &[("comes", "来不了")]).status, 303);
    assert_eq!(zhou.post(&format!("{page}/{finance}"), &[("came", "何秀英")]).status, 303);
    let guests = zhou.get_json(&page).json()["guests"].clone();
    let told: Vec<_> = guests.as_array().expect("guests").iter().map(|g| (g["comes"].as_str(), g["came"].as_str())).collect();
    assert!(told.contains(&(Some("何秀英和办公室主任"), Some("何秀英"))) && told.contains(&(Some("来不了"), Some(""))), "{told:?}");
    let typed =
        [("record", "谈了需求"), ("decisions", "周末开放会议室"), ("what.0", "开放会议室"), ("who.0", "区财政局"), ("due.0", "2026-12-05")];
    let minutes = zhou.upload(&format!("/activities/{meeting}/minutes"), &typed, &[]).location().to_owned();
    assert!(!he.get("/unit/meetings").text().contains("谈了需求"), "a draft is nobody's");
    assert_eq!(zhou.post(&format!("{minutes}/putting-down"), &[]).status, 303);
    let seen = he.get("/unit/meetings").text();
    assert!(seen.contains("谈了需求") && seen.contains("周末开放会议室") && seen.contains("开放会议室"));
    let neighbour = town.person("王芳", "worker", "东风村党总支");
    assert_eq!((neighbour.get(&page).status, neighbour.post(&format!("{page}/{finance}"), &[("came", "x")]).status), (404, 404));
}
