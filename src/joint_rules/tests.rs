use crate::testing::Town;
use serde_json::json;

const COMMUNITY: &str = "青竹苑社区党总支";
const STREET: &str = "青龙街道党工委";

/// The street adopts a text, 何秀英 of 区财政局 agrees, 县中学 says something by telephone; the community's own
/// text takes its place there.
#[test]
fn adopted_read_and_answered() {
    let town = Town::new();
    let (officer, zhou) = (town.person("郑岚", "officer", STREET), town.person("周敏", "worker", COMMUNITY));
    let (street, community) = (town.org(STREET).id.to_string(), town.org(COMMUNITY).id.to_string());
    let enter = |name: &str| {
        zhou.post("/units", &[("org", community.as_str()), ("name", name)]).location().trim_start_matches("/units/").to_owned()
    };
    let (finance, school) = (enter("区财政局"), enter("县中学"));
    let he = town.contact_account(finance.parse().expect("an id"), "何秀英", COMMUNITY);
    assert_eq!(he.get_json("/unit/joint-rules").json()["all"], json!([]), "a draft binds nobody");
    let page = officer.with("referer", "http://linli.test/joint-rules");
    assert!(page.get("/joint-rules").text().contains("日常管理"), "the rule book's proposal stands in the form");
    let wrong = page.post("/joint-rules", &[("org", street.as_str()), ("matters", "日常管理｜单位")]);
    assert!(wrong.status == 422 && wrong.text().contains("第 1 行应写成") && wrong.text().contains("日常管理｜单位"));
    let text = "日常管理｜单位管｜不重复管\n八小时以外｜听反馈｜如实写";
    assert_eq!(officer.post("/joint-rules", &[("org", street.as_str()), ("matters", text)]).status, 303);
    let rules = he.get_json("/unit/joint-rules").json()["all"][0].clone();
    assert_eq!((rules["from"].as_str(), rules["matters"][1]["community"].as_str()), (Some(STREET), Some("如实写")));
    let id = rules["rules"]["id"].as_str().expect("an id").to_owned();
    let own = format!("/unit/joint-rules/{id}/answers");
    assert_eq!(he.post(&own, &[("words", " ")]).status, 422, "“no” has its words");
    assert_eq!(he.post(&own, &[("words", "考核怎么办？")]).status, 303);
    assert_eq!(he.post(&own, &[("agreed", "true")]).status, 303);
    let note = format!("/joint-rules/{id}/answers");
    assert_eq!(officer.post(&note, &[("unit", school.as_str()), ("words", "没时间看")]).status, 422, "how they said it");
    assert_eq!(officer.post(&note, &[("unit", school.as_str()), ("via", "telephone"), ("words", "想加一条")]).status, 303);
    let answers = officer.get_json("/joint-rules").json()["answers"].clone();
    let said: Vec<_> = answers.as_array().expect("answers").iter().map(|a| (a["unit_name"].as_str(), a["agreed"].as_bool())).collect();
    assert_eq!(said, [(Some("区财政局"), Some(true)), (Some("县中学"), Some(false))], "of each the newest word");
    assert!(officer.get(&format!("/joint-rules/{id}/paper")).bytes.starts_with(b"%PDF"));
    assert_eq!(zhou.post("/joint-rules", &[("org", community.as_str()), ("matters", "报到｜发报到单｜给回执")]).status, 303);
    let ours = he.get_json("/unit/joint-rules").json()["all"][0].clone();
    assert_eq!((ours["from"].as_str(), ours["ours"].is_null()), (Some(COMMUNITY), true), "the nearest holds, and is answered anew");
    assert_eq!(he.post(&own, &[("agreed", "true")]).status, 404, "what holds no longer is not answered");
    assert_eq!(town.person("王芳", "worker", "东风村党总支").get(&format!("/joint-rules/{id}/paper")).status, 404);
}
