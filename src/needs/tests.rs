use crate::testing::Town;
use kernel::testing::Asker;
use serde_json::json;

const COMMUNITY: &str = "青竹苑社区党总支";

fn desk() -> (Town, Asker, String) {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY).id.to_string();
    (town, zhou, org)
}

/// 王阿婆 telephones: her lamp is broken. Zhou takes it down, opens it, and closes it with what came of it.
#[test]
fn a_need_is_taken_down_reviewed_and_answered() {
    let (town, zhou, org) = desk();
    let typed = |people: &'static str| {
        [
            ("org", org.as_str()),
            ("what", "独居老人家中灯具损坏"),
            ("place", "青竹苑12幢"),
            ("wanted", "周末"),
            ("people", people),
            ("urgency", "urgent"),
            ("skills", "电工"),
            ("from_name", "王桂珍"),
            ("phone", "14000000041"),
            ("channel", "phone"),
        ]
    };
    assert_eq!(zhou.post("/needs", &typed("几个")).status, 422);
    let url = zhou.post("/needs", &typed("1人")).location().to_owned();
    let page = zhou.get_json(&url).json();
    assert_eq!(
        (page["need"]["skills"].as_str(), page["need"]["people"].as_i64(), page["need"]["state"].as_str()),
        (Some("、水电维修、"), Some(1), Some("asked"))
    );
    assert_eq!((page["from_name"].as_str(), page["phone"].as_str()), (Some("王**"), Some("140****0041")));
    let text = zhou.get(&url).text();
    assert!(!text.contains("王桂珍") && !text.contains("14000000041"));
    assert!(zhou.post(&format!("{url}/reveals"), &[("field", "from_name"), ("reason", "上门前联系")]).text().contains("王桂珍"));

    let twin = zhou.post("/needs", &typed("1")).location().to_owned();
    assert_eq!(zhou.get_json(&twin).json()["alike"].as_array().map(Vec::len), Some(1), "the same words at the same place are shown");
    assert_eq!(zhou.post(&format!("{twin}/closure"), &[("end", "twice"), ("reason", "已经登记过")]).status, 303);

    assert_eq!(zhou.post(&format!("{url}/opening"), &[("risk", "没有特别的风险")]).status, 303);
    assert_eq!(zhou.post_json(&format!("{url}/opening"), json!({})).json()["code"], "need_open");
    assert_eq!(zhou.post(&format!("{url}/closure"), &[("end", "met"), ("reason", " ")]).status, 422, "a need is not closed without a word");
    assert_eq!(zhou.post(&format!("{url}/closure"), &[("end", "met"), ("reason", "李思远周六上门换好")]).status, 303);
    assert_eq!(zhou.post_json(&format!("{url}/closure"), json!({ "end": "met", "reason": "x" })).json()["code"], "need_closed");
    let story: Vec<String> = zhou.get_json(&url).json()["story"]
        .as_array()
        .expect("acts")
        .iter()
        .map(|a| a["act"].as_str().expect("an act").to_owned())
        .collect();
    assert_eq!(story, ["met", "open", "asked"]);
    let audit = town.person("吴审", "auditor", "青龙街道党工委").get_json("/audit").text();
    assert!(audit.contains("need met") && !audit.contains("王桂珍"), "{audit}");
}

#[test]
fn not_ours_is_an_answer_with_a_reason() {
    let (_town, zhou, org) = desk();
    let url = zhou.post("/needs", &[("org", org.as_str()), ("what", "天然气管道漏气")]).location().to_owned();
    assert_eq!(zhou.post(&format!("{url}/closure"), &[("end", "not_ours"), ("reason", "燃气公司 24 小时电话已告知")]).status, 303);
    let page = zhou.get_json(&url).json();
    assert_eq!(
        (page["need"]["state"].as_str(), page["story"][0]["reason"].as_str()),
        (Some("not_ours"), Some("燃气公司 24 小时电话已告知"))
    );
    assert_eq!(zhou.post(&format!("{url}/opening"), &[("risk", "没有特别的风险")]).status, 303, "it can be opened again");
}

#[test]
fn needs_are_found_by_state_skill_urgency_and_words() {
    let (town, zhou, org) = desk();
    for (what, urgency, skills) in [("写春联", "ordinary", "书法"), ("修水管", "urgent", "水管维修"), ("教手机", "soon", "手机")]
    {
        assert_eq!(zhou.post("/needs", &[("org", org.as_str()), ("what", what), ("urgency", urgency), ("skills", skills)]).status, 303);
    }
    let found = |query: &str| {
        let list = zhou.get_json(&format!("/needs?{query}")).json();
        list["needs"].as_array().expect("needs").iter().map(|n| n["what"].as_str().expect("words").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found(""), ["教手机", "修水管", "写春联"], "the newest first");
    assert_eq!(found("skill=水电维修"), ["修水管"]);
    assert_eq!(found("urgency=soon"), ["教手机"]);
    assert_eq!(found("state=open"), Vec::<String>::new());
    assert_eq!(found("q=春联"), ["写春联"]);
    assert_eq!(zhou.get_json("/needs").json()["states"], json!({ "asked": 3 }));
    assert_eq!(zhou.get("/needs.xlsx?urgency=soon").status, 200);
    assert_eq!(town.person("王芳", "worker", "东风村党总支").get_json("/needs").json()["needs"], json!([]));
    town.member("青竹苑社区第一党支部", "赵建国", crate::testing::facts_of("赵建国"));
    assert!(zhou.get("/").text().contains("3 条需求等着审核"), "the workbench says what is due");
}

/// Zhou reads through what came from a sheet and opens it together; what is dangerous stays until it is insured.
#[test]
fn what_was_reviewed_together_is_opened_together() {
    let (town, zhou, org) = desk();
    let take = |what: &str, more: &[(&str, &str)]| {
        let mut typed = vec![("org", org.as_str()), ("what", what)];
        typed.extend_from_slice(more);
        zhou.post("/needs", &typed).location().trim_start_matches("/needs/").to_owned()
    };
    let (lamp, hair, roof) = (take("修灯", &[]), take("理发", &[]), take("修屋顶", &[]));
    assert_eq!(zhou.post(&format!("/needs/{lamp}/risk"), &[("risk", "先断电")]).status, 303);
    assert_eq!(zhou.post(&format!("/needs/{roof}/risk"), &[("risk", "登高"), ("dangerous", "yes")]).status, 303);
    let all = [("need", lamp.as_str()), ("need", hair.as_str()), ("need", roof.as_str())];
    let with = |risk: &'static str| zhou.post("/needs/openings", &[&all[..], &[("risk", risk)]].concat());
    assert!(zhou.get("/needs?state=asked").text().contains("一起开放"));
    assert_eq!((zhou.post("/needs/openings", &[("risk", "无")]).status, with("").status), (422, 422));
    assert_eq!(with("没有特别的风险").status, 303);
    assert_eq!(zhou.get_json("/needs").json()["states"], json!({ "asked": 1, "open": 2 }));
    assert_eq!(zhou.get_json("/posts").json()["posts"].as_array().map(Vec::len), Some(2), "each became a post");
    let risk = |need: &str| zhou.get_json(&format!("/needs/{need}")).json()["need"]["risk"].as_str().unwrap_or_default().to_owned();
    assert_eq!([risk(&lamp), risk(&hair), risk(&roof)], ["先断电", "没有特别的风险", "登高"], "what was said of one before stands");
    let neighbour = town.person("王芳", "worker", "东风村党总支");
    assert_eq!(neighbour.post("/needs/openings", &[&all[..], &[("risk", "无")]].concat()).status, 404);
}

/// Reviewed and opened.
pub(crate) fn open(zhou: &Asker, url: &str) {
    assert_eq!(zhou.post(&format!("{url}/opening"), &[("risk", "没有特别的风险")]).status, 303);
}
