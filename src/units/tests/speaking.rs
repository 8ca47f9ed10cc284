//! Who speaks for a unit and what they see; what was agreed.

use super::COMMUNITY;
use crate::{
    activities::{Activity, Details, Due, NewActivity, State},
    orgs::Org,
    testing::Town,
};
use kernel::{Id, Result, Writer, testing::Asker};
use serde_json::json;

fn hospital(town: &Town) -> (Asker, String, Id) {
    let officer = town.person("郑岚", "officer", "青龙街道党工委");
    let street = town.org("青龙街道党工委").id.to_string();
    let url = officer.post("/units", &[("org", street.as_str()), ("name", "县人民医院")]).location().to_owned();
    let id = url.rsplit('/').next().expect("an id").parse().expect("an id");
    (officer, url, id)
}

/// 何静 and 林涛 speak for the hospital; each gets an account; when one leaves, theirs ends alone.
#[test]
fn several_speak_for_a_unit_each_with_an_account() {
    let town = Town::new();
    let (officer, url, _) = hospital(&town);
    let browser = officer.with("referer", &format!("http://linli.test{url}"));
    let wrong = browser.post(&format!("{url}/contacts"), &[("name", "何静"), ("phone", "12"), ("since", "明天")]);
    assert!(
        wrong.status == 422
            && wrong.text().contains("何静")
            && wrong.text().contains("完整的电话号码")
            && wrong.text().contains("请填日期")
    );
    for (name, phone) in [("何静", "14000000061"), ("林涛", "14000000062")] {
        assert_eq!(officer.post(&format!("{url}/contacts"), &[("name", name), ("role", "党办主任"), ("phone", phone)]).status, 303);
    }
    let page = officer.get_json(&url).json();
    assert_eq!(
        (page["contacts"].as_array().map(Vec::len), page["contacts"][0]["phone"].as_str().map(|p| p.contains("****"))),
        (Some(2), Some(true))
    );
    let he = page["contacts"].as_array().expect("contacts").iter().find(|c| c["contact"]["name"] == "何静").expect("何静").clone();
    let contact = he["contact"]["id"].as_str().expect("an id");
    let shown = officer.post(&format!("{url}/reveals"), &[("field", contact), ("reason", "电话联系")]);
    assert!(shown.text().contains("14000000061") && !shown.text().contains("14000000062"));
    for c in page["contacts"].as_array().expect("contacts") {
        let invite = format!("{url}/contacts/{}/invitation", c["contact"]["id"].as_str().expect("an id"));
        let link = officer.post_json(&invite, json!({})).json()["links"][0]["url"].as_str().expect("a link").to_owned();
        let login = if c["contact"]["name"] == "何静" { "hejing" } else { "lintao" };
        let typed = [("login", login), ("password", "桂花 石桥 晒谷 渡船 暖壶")];
        let welcome = town.visitor().post(&link[link.find("/invitation").expect("a path")..], &typed);
        assert_eq!(welcome.status, 303, "{}", welcome.text());
        let own = town.visitor().with("cookie", &format!("linli={}", welcome.cookie("linli").expect("a session")));
        assert_eq!(own.get("/unit/people").status, 200);
        assert_eq!(officer.post_json(&invite, json!({})).json()["code"], "contact_has_account");
    }
    assert_eq!(officer.post(&format!("{url}/contacts/{contact}/ending"), &[]).status, 303);
    let open: Vec<String> =
        town.write(|cx| cx.all("select a.login from {accounts} a where a.role = 'contact' and a.closed_at is null", kernel::args![]));
    assert_eq!(open, ["lintao"]);
    assert_eq!(officer.post_json(&format!("{url}/contacts/{contact}/invitation"), json!({})).json()["code"], "contact_ended");
    assert_eq!(officer.post(&format!("{url}/contacts"), &[("name", "周杰")]).status, 303);
    let zhou = officer.get_json(&url).json()["contacts"]
        .as_array()
        .expect("contacts")
        .iter()
        .find(|c| c["contact"]["name"] == "周杰")
        .expect("周杰")
        .clone();
    let acts = format!("{url}/contacts/{}", zhou["contact"]["id"].as_str().expect("an id"));
    let link = officer.post_json(&format!("{acts}/invitation"), json!({})).json()["links"][0]["url"].as_str().expect("a link").to_owned();
    assert_eq!(officer.post(&format!("{acts}/ending"), &[]).status, 303);
    let late = town.visitor().get_json(&link[link.find("/invitation").expect("a path")..]);
    assert_eq!(late.json()["code"], "invitation_spent", "who speaks for it no longer cannot come in by an old invitation");
    let other = officer.post("/units", &[("org", town.org(COMMUNITY).id.to_string().as_str()), ("name", "县中学")]).location().to_owned();
    assert_eq!(officer.post(&format!("{other}/contacts/{contact}/ending"), &[]).status, 404, "a contact belongs to one unit");
}

/// The contact sees the own unit's people wherever they reported in, nobody else's, and nothing hidden.
#[test]
fn a_contact_sees_their_own_people_and_nothing_hidden() {
    let town = Town::new();
    let (officer, url, id) = hospital(&town);
    for (org, name, unit) in [(COMMUNITY, "李思远", "县人民医院"), ("东风村党总支", "孙桂兰", "县人民医院"), (COMMUNITY, "钱进", "县中学")]
    {
        let org = town.org(org).id.to_string();
        let typed = [
            ("org", org.as_str()),
            ("name", name),
            ("unit_name", unit),
            ("phone", "14000000021"),
            ("lives_at", "青竹苑小区9幢"),
            ("skills", "理发"),
        ];
        assert_eq!(officer.post("/report-ins", &typed).status, 303);
    }
    let sun = officer.get_json("/report-ins?q=孙桂兰").json()["people"][0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(officer.post(&format!("/report-ins/{sun}/return"), &[("reason", "住在青竹苑，请到那里报到")]).status, 303);
    let he = town.contact_account(id, "何静", "青龙街道党工委");
    let page = he.get_json("/unit/people").json();
    let told: Vec<_> = page["people"]
        .as_array()
        .expect("people")
        .iter()
        .map(|p| (p["name"].as_str(), p["community"].as_str(), p["state"].as_str(), p["reason"].as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Some("孙桂兰"), Some("东风村党总支"), Some("returned"), Some("住在青竹苑，请到那里报到")),
            (Some("李思远"), Some(COMMUNITY), Some("reported"), Some("")),
        ]
    );
    let text = he.get("/unit/people").text();
    assert!(!text.contains("14000000021") && !text.contains("140****") && !text.contains("9幢") && !text.contains("钱进"));
    for closed in ["/report-ins", url.as_str(), "/units", &format!("/report-ins/{sun}")] {
        assert_eq!(he.get(closed).status, 403, "{closed}");
    }
    let wrong = he
        .with("referer", "http://linli.test/unit/people")
        .post("/unit/people", &[("name", "周杰"), ("phone", "14000000077"), ("lives_at", "东风村3号")]);
    assert!(wrong.status == 422 && wrong.text().contains("周杰") && wrong.text().contains("并打勾"));
    let typed = [("name", "周杰"), ("phone", "14000000077"), ("lives_at", "东风村3号"), ("agreed", "true")];
    assert_eq!(he.post("/unit/people", &typed).status, 303);
    assert_eq!(town.person("王芳", "worker", "东风村党总支").get_json("/report-ins?q=周杰").json()["people"][0]["state"], "reported");
    assert_eq!(he.post("/unit/link", &[]).status, 303);
    assert!(he.get("/unit/link").text().contains("/report/"));
    assert_eq!(he.post("/unit/link/revocation", &[]).status, 303);
    assert_eq!(town.person("无单位", "contact", "青龙街道党工委").get("/unit/people").status, 404, "an account without a unit sees nobody");
}

/// What was agreed stands on the unit's page, and on the workbench before it ends.
#[test]
fn an_agreement_holds_until_its_day_and_is_remembered_before() {
    let town = Town::new();
    let (officer, url, _) = hospital(&town);
    town.member("青竹苑社区第一党支部", "赵建国", crate::testing::facts_of("赵建国"));
    let browser = officer.with("referer", &format!("http://linli.test{url}"));
    let wrong = browser.post(&format!("{url}/agreements"), &[("from_day", "2026-12-01"), ("to_day", "2026-11-01"), ("ours", "提供场地")]);
    assert!(
        wrong.status == 422
            && wrong.text().contains("早于开始日")
            && wrong.text().contains("提供场地")
            && wrong.text().contains("请写这一方做什么"),
        "{}",
        wrong.text()
    );
    let sign = |from: &str, to: &str| {
        let typed = [("from_day", from), ("to_day", to), ("ours", "提供场地"), ("theirs", "每月义诊一次")];
        assert_eq!(officer.post(&format!("{url}/agreements"), &typed).status, 303);
    };
    sign("2026-01-01", "2026-12-31");
    let page = officer.get_json(&url).json();
    assert_eq!(
        (page["agreements"][0]["theirs"].as_str(), page["agreements"][0]["signed_on"].as_str()),
        (Some("每月义诊一次"), Some("2026-01-01"))
    );
    assert!(officer.get("/").text().contains("1 家单位的共建协议快到期"));
    sign("2027-01-01", "2027-12-31");
    assert!(!officer.get("/").text().contains("共建协议快到期"), "the next one is signed");
    assert_eq!(officer.post_json(&format!("{url}/removal"), json!({})).json()["code"], "unit_used");
    let agreement = officer.get_json(&url).json()["agreements"][0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(officer.post(&format!("{url}/agreements/{agreement}/ending"), &[]).status, 303);
    assert_eq!(officer.post_json(&format!("{url}/agreements/{agreement}/ending"), json!({})).json()["code"], "agreement_ended");
}

/// The hospital is registered at the street, its 李思远 reported in at 青竹苑: 周敏 finds it beside her own register,
/// and 何静 reads what is held there, not what a committee or a branch settles among itself
/// and not what 东风村 holds.
#[test]
fn a_unit_and_the_community_of_its_people_find_each_other() {
    let town = Town::new();
    let (officer, _, id) = hospital(&town);
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let community = town.org(COMMUNITY).id.to_string();
    let he = town.contact_account(id, "何静", "青龙街道党工委");
    for (org, day) in [("青竹苑社区第一党支部", "2026-11-26"), ("东风村第一党支部", "2026-11-27"), ("青龙街道党工委", "2026-11-28")]
    {
        for (kind, due) in [("theme_day", Due::Branch), ("theme_day", Due::Committee), ("appraisal", Due::Branch)] {
            town.write(plan(town.org(org), kind, due, day));
        }
    }
    let planned = || {
        let plan = he.get_json("/unit?month=2026-11").json()["activities"].clone();
        plan.as_array().expect("a plan").iter().map(|a| a["organisation"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(planned(), ["青竹苑社区第一党支部", "东风村第一党支部", "青龙街道党工委"], "nobody reported in yet");
    let typed = [("org", community.as_str()), ("name", "李思远"), ("unit_name", "县人民医院")];
    let report = officer.post("/report-ins", &typed).location().to_owned();
    assert_eq!(zhou.get_json("/units").json()["elsewhere"], json!([]));
    assert_eq!(officer.post(&format!("{report}/acceptance"), &[]).status, 303);
    assert_eq!(zhou.get_json("/units").json()["elsewhere"], json!([{ "name": "县人民医院", "people": 1 }]));
    assert_eq!(officer.get_json("/units").json()["elsewhere"], json!([]), "it stands in the street's own register");
    assert_eq!(planned(), ["青竹苑社区第一党支部", "青龙街道党工委"]);
}

fn plan(org: Org, kind: &'static str, due: Due, day: &str) -> impl FnOnce(&Writer) -> Result<Id> + Send + 'static {
    let day = day.parse().expect("a day");
    move |cx| {
        let details =
            Details { title: "一次活动".into(), day, starts: "09:00".into(), minutes: 60, place: "二楼".into(), host: String::new() };
        let new = NewActivity {
            id: cx.new_id(),
            plan: None,
            kind: kind.into(),
            details,
            due,
            state: State::Planned,
            basis: String::new(),
            follows: None,
            source: None,
        };
        Ok(Activity::make(cx, &org, new)?.id)
    }
}
