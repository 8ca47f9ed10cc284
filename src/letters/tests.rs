//! The month with units, as people live it: 何秀英 speaks for 区财政局, 周敏 writes to it.

use crate::{report_in, skills::Skills, testing::Town};
use kernel::{Id, testing::Asker};
use serde_json::{Value, json};

const COMMUNITY: &str = "青竹苑社区党总支";
const STREET: &str = "青龙街道党工委";

/// 区财政局 with its people accepted at the community, a post of patrol, 周敏 and 何秀英.
struct Played {
    town: Town,
    zhou: Asker,
    he: Asker,
    unit: Id,
    org: String,
    post: String,
    people: Vec<Id>,
}

/// So many people of the unit, `员工1` and on.
fn played(people: usize) -> Played {
    let town = Town::new();
    let (zhou, officer) = (town.person("周敏", "worker", COMMUNITY), town.person("郑岚", "officer", STREET));
    let street = town.org(STREET).id.to_string();
    let url = officer.post("/units", &[("org", street.as_str()), ("name", "区财政局")]).location().to_owned();
    let unit: Id = url.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
    let org = town.org(COMMUNITY);
    let here = org.clone();
    let people = town.write(move |cx| {
        let enter = |n: usize| {
            let facts = report_in::Facts {
                name: format!("员工{n}"),
                phone: Some(format!("1400000{n:04}")),
                unit_name: "区财政局".into(),
                reported_on: "2026-11-01".into(),
                ..Default::default()
            };
            let id = report_in::ReportIn::enter(cx, &Skills::of(cx)?, &here, &facts, None)?;
            cx.find::<report_in::ReportIn>(id)?.accept(cx)?;
            Ok(id)
        };
        (1..=people).map(enter).collect::<kernel::Result<Vec<_>>>()
    });
    let org = org.id.to_string();
    let typed = [("org", org.as_str()), ("kind", "patrol"), ("title", "夜间巡查"), ("people", "20"), ("risk", "没有特别风险")];
    let post = zhou.post("/posts", &typed).location().trim_start_matches("/posts/").to_owned();
    let he = town.contact_account(unit, "何秀英", STREET);
    Played { town, zhou, he, unit, org, post, people }
}

impl Played {
    fn serves(&self, person: usize, day: &str, minutes: &str) {
        let typed = [("person", self.people[person].to_string()), ("day", day.into()), ("minutes", minutes.into())];
        let typed: Vec<(&str, &str)> = typed.iter().map(|(k, v)| (*k, v.as_str())).collect();
        assert_eq!(self.zhou.post(&format!("/posts/{}/service", self.post), &typed).status, 303);
    }
    fn agrees(&self, person: usize, yes: &str) -> u16 {
        self.zhou.post(&format!("/report-ins/{}/naming", self.people[person]), &[("yes", yes), ("via", "telephone")]).status
    }
    fn proposed(&self) -> Value {
        self.zhou.get_json(&format!("/units/{}/letter?month=2026-11", self.unit)).json()
    }
    fn sends(&self) -> String {
        let typed = [("org", self.org.as_str()), ("month", "2026-11"), ("words", "辛苦了"), ("send", "true")];
        let sent = self.zhou.post(&format!("/units/{}/letter", self.unit), &typed);
        assert_eq!(sent.status, 303, "{}", sent.text());
        sent.location().to_owned()
    }
}

/// 员工1 says on the phone that the unit may know; of the others it reads sums of five or nothing.
#[test]
fn a_unit_reads_names_of_those_who_agreed_and_sums_of_five() {
    let p = played(6);
    for person in 0..5 {
        p.serves(person, "2026-11-14", "90");
    }
    let own = p.town.in_service_account(p.people[0], "员工1", COMMUNITY);
    assert!(own.get("/me/report-in").text().contains("同意写我的名字"));
    let served = p.proposed()["content"]["served"].clone();
    assert_eq!((served["named"].clone(), served["others"][0]["minutes"].as_i64()), (json!([]), Some(450)), "nobody agreed: five are a sum");
    assert_eq!(own.post("/me/report-in/naming", &[("yes", "true")]).status, 303);
    let served = p.proposed()["content"]["served"].clone();
    assert_eq!((served["named"][0]["name"].as_str(), served["named"][0]["sums"][0]["minutes"].as_i64()), (Some("员工1"), Some(90)));
    assert_eq!((served["others"].clone(), served["and_more"].as_bool()), (json!([]), Some(true)), "the four others are too few");
    p.serves(5, "2026-11-15", "60");
    assert_eq!(p.proposed()["content"]["served"]["others_people"].as_i64(), Some(5));
    let story = own.get_json("/me/report-in").json()["acts"][0].clone();
    assert_eq!((story["act"].as_str(), story["made_by"].as_str()), (Some("named"), Some("员工1")));
}

/// The word is theirs: by telephone it counts the same, with another unit it is gone, and so it is once they
/// leave.
#[test]
fn the_word_to_be_named_is_taken_back_and_ends_with_the_unit() {
    let p = played(2);
    let page = format!("/report-ins/{}", p.people[0]);
    assert_eq!(p.zhou.post(&format!("{page}/naming"), &[("yes", "true"), ("via", "guessed")]).status, 422);
    assert_eq!((p.agrees(0, "true"), p.agrees(0, "true"), p.agrees(1, "true")), (303, 303, 303));
    let named = |p: &Played| {
        let who = p.zhou.get_json(&page).json();
        (who["who"]["named_on"].as_str().map(str::to_owned), who["who"]["named_via"].as_str().map(str::to_owned))
    };
    assert_eq!(named(&p), (Some("2026-11-22".into()), Some("telephone".into())));
    assert_eq!(p.agrees(0, "false"), 303);
    assert_eq!(named(&p), (None, Some(String::new())));
    let acts: Vec<String> = p.zhou.get_json(&page).json()["story"]
        .as_array()
        .expect("acts")
        .iter()
        .filter_map(|a| a["act"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(acts.iter().filter(|a| a.contains("named")).collect::<Vec<_>>(), ["unnamed", "named"], "saying it twice is one act");
    assert_eq!(p.agrees(0, "true"), 303);
    let other = [("name", "员工1"), ("unit_name", "区税务局"), ("lives_at", "")];
    assert_eq!(p.zhou.post(&page, &other).status, 303);
    assert_eq!(named(&p).0, None, "what was said to one unit does not hold for another");
    assert_eq!(p.zhou.post(&format!("/report-ins/{}/leaving", p.people[1]), &[]).status, 303);
    let gone = p.zhou.get_json(&format!("/report-ins/{}", p.people[1])).json();
    assert_eq!(gone["who"]["named_on"], Value::Null);
    let neighbour = p.town.person("王芳", "worker", "东风村党总支");
    assert_eq!(neighbour.post(&format!("{page}/naming"), &[("yes", "true"), ("via", "desk")]).status, 404);
}

/// 周敏 adds a sentence and sends; what is confirmed later changes nothing in it; 何秀英 reads, asks, and offers;
/// 周敏 answers.
#[test]
fn a_letter_is_sent_read_answered_and_stays_as_it_was() {
    let p = played(6);
    (0..5).for_each(|person| p.serves(person, "2026-11-14", "60"));
    assert_eq!(p.he.get_json("/unit/letters").json()["letters"], json!([]), "a proposal is nobody's letter yet");
    let ahead = [("org", p.org.as_str()), ("month", "2026-12"), ("words", "早")];
    assert_eq!(p.zhou.post(&format!("/units/{}/letter", p.unit), &ahead).status, 422);
    let kept = p.zhou.post(&format!("/units/{}/letter", p.unit), &[("org", p.org.as_str()), ("month", "2026-11"), ("words", "草稿")]);
    let url = kept.location().to_owned();
    assert_eq!(p.zhou.post_json(&format!("{url}/words"), json!({ "via": "telephone", "words": "早了" })).json()["code"], "letter_not_sent");
    assert_eq!(p.sends(), url, "one letter a month");
    assert_eq!(p.zhou.post_json(&format!("{url}/sending"), json!({})).json()["code"], "letter_sent");
    p.serves(5, "2026-11-15", "60");
    let letter = p.he.get_json("/unit/letters").json()["letters"][0].clone();
    assert_eq!(
        (letter["letter"]["words"].as_str(), letter["letter"]["number"].as_i64(), letter["letter"]["reached_on"].clone()),
        (Some("辛苦了"), Some(1), Value::Null)
    );
    assert!(p.he.get("/unit").text().contains("1 封社区来函还没看"));
    let own = format!("/unit{url}");
    assert_eq!(p.he.post(&format!("{own}/reading"), &[]).status, 303);
    let page = p.he.get_json(&own).json();
    assert_eq!((page["content"]["served"]["others_people"].as_i64(), page["letter"]["reached_how"].as_str()), (Some(5), Some("page")));
    assert!(!p.he.get("/unit").text().contains("还没看"));
    let empty = p.he.with("referer", &format!("http://linli.test{own}")).post(&format!("{own}/words"), &[("words", " ")]);
    assert!(empty.status == 422 && empty.text().contains("请写一句话"));
    assert_eq!(p.he.post(&format!("{own}/words"), &[("words", "能不能周末安排？"), ("offers", "会议室一间")]).status, 303);
    p.town.member("青竹苑社区第一党支部", "赵建国", crate::testing::facts_of("赵建国"));
    assert!(p.zhou.get("/").text().contains("1 家单位回了话"));
    assert!(p.zhou.get("/letters").text().contains("会议室一间"));
    p.town.clock.set("2026-12-05T02:00:00Z");
    assert!(p.zhou.get("/").text().contains("1 家单位回了话"));
    assert_eq!(p.zhou.post(&format!("{url}/words"), &[("side", "community"), ("words", "下月改到周六")]).status, 303);
    assert!(!p.zhou.get("/").text().contains("回了话"));
    let said: Vec<(String, String)> = p.he.get_json(&own).json()["words"]
        .as_array()
        .expect("words")
        .iter()
        .map(|w| (w["side"].as_str().unwrap_or_default().into(), w["words"].as_str().unwrap_or_default().into()))
        .collect();
    assert_eq!(said, [("unit".into(), "能不能周末安排？".into()), ("community".into(), "下月改到周六".to_owned())]);
    let pdf = p.he.get(&format!("{own}/paper"));
    assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF"));
    let stranger = p.town.contact_account(Id::named(&["another unit"]), "林涛", STREET);
    assert_eq!((stranger.get(&own).status, stranger.get(&format!("{own}/paper")).status), (404, 404));
    let neighbour = p.town.person("王芳", "worker", "东风村党总支");
    assert_eq!(
        (neighbour.get(&url).status, neighbour.post(&format!("{url}/words"), &[("via", "paper"), ("words", "x")]).status),
        (404, 404)
    );
}

/// 区财政局 has no account: the letter is brought on paper, its word comes by telephone, and both count the same.
#[test]
fn by_paper_and_telephone_it_is_the_same_letter() {
    let p = played(1);
    let url = p.sends();
    assert_eq!(p.zhou.post(&format!("{url}/handing"), &[("via", "post")]).status, 422);
    assert_eq!(p.zhou.post(&format!("{url}/handing"), &[("via", "paper")]).status, 303);
    assert_eq!(p.zhou.post(&format!("{url}/words"), &[("via", "telephone"), ("words", "没有意见"), ("offers", "志愿者五名")]).status, 303);
    let page = p.zhou.get_json(&url).json();
    assert_eq!(
        (page["letter"]["reached_how"].as_str(), page["words"][0]["via"].as_str(), page["words"][0]["offers"].as_str()),
        (Some("paper"), Some("telephone"), Some("志愿者五名"))
    );
    assert!(p.zhou.get(&format!("{url}/paper")).bytes.starts_with(b"%PDF"));
}

/// All that are ticked go together; a unit that the street wrote to is not told the same again by the community.
#[test]
fn all_that_are_ready_go_together_and_nothing_is_told_twice() {
    let p = played(5);
    (0..5).for_each(|person| p.serves(person, "2026-11-14", "60"));
    let other = p.zhou.post("/units", &[("org", p.org.as_str()), ("name", "县中学")]).location().trim_start_matches("/units/").to_owned();
    let list = p.zhou.get("/letters?month=2026-11").text();
    assert!(list.contains("区财政局") && list.contains("县中学") && list.contains("另 5 人 5 次"), "{list}");
    let unit = p.unit.to_string();
    assert_eq!(p.zhou.post("/letters", &[("org", p.org.as_str()), ("month", "2026-11")]).status, 422, "somebody is ticked");
    let both = [("org", p.org.as_str()), ("month", "2026-11"), ("unit", unit.as_str()), ("unit", other.as_str()), ("words", "谢谢支持")];
    assert_eq!(p.zhou.post("/letters", &both).status, 303);
    let lines = p.zhou.get_json("/letters?month=2026-11").json()["lines"].clone();
    let sent: Vec<_> =
        lines.as_array().expect("lines").iter().map(|l| (l["letter"]["number"].as_i64(), l["letter"]["words"].as_str())).collect();
    assert_eq!(sent.len(), 2);
    assert!(sent.iter().all(|s| s.1 == Some("谢谢支持")) && sent.iter().any(|s| s.0 == Some(2)));
    let officer = p.town.person("郑岚二", "officer", STREET);
    let street = p.town.org(STREET).id.to_string();
    assert_eq!(officer.get_json("/letters?month=2026-11").json()["lines"][0]["told"], true);
    let again = json!({ "org": street, "month": "2026-11", "unit": [p.unit.to_string()] });
    assert_eq!(officer.post_json("/letters", again).json()["code"], "letter_overlaps");
}

/// 何秀英 gives a mail address: the letter is mailed without what anybody did, and the address is shown to nobody.
#[test]
fn a_letter_by_mail_names_nobody() {
    let p = played(1);
    let officer = p.town.person("郑岚二", "officer", STREET);
    let url = format!("/units/{}", p.unit);
    let wrong = officer
        .with("referer", &format!("http://linli.test{url}"))
        .post(&format!("{url}/contacts"), &[("name", "何秀英"), ("mail", "不是")]);
    assert!(wrong.status == 422 && wrong.text().contains("这不是一个邮箱地址") && wrong.text().contains("不是"));
    assert_eq!(officer.post(&format!("{url}/contacts"), &[("name", "何秀英"), ("mail", "hexiuying@caizheng.test")]).status, 303);
    let page = officer.get(&url).text();
    assert!(page.contains("h***@caizheng.test") && !page.contains("hexiuying"));
    let mail = [("host", "127.0.0.1"), ("port", "2525"), ("security", "none"), ("from", "party@linli.test")];
    let set = p.town.person("钱管", "keeper", STREET).post("/settings/channels/mail", &mail);
    assert_eq!(set.status, 303, "{}", set.text());
    p.serves(0, "2026-11-14", "60");
    assert_eq!(p.agrees(0, "true"), 303);
    let letter = p.sends();
    let mails = p.zhou.get_json(&letter).json()["mails"].clone();
    assert_eq!((mails.as_array().map(Vec::len), mails[0]["channel"].as_str()), (Some(1), Some("mail")));
    let kept: Vec<(Id, Vec<u8>)> = p.town.write(|cx| cx.all("select x.id, x.kept from {sendings} x", kernel::args![]));
    let (row, sealed) = kept[0].clone();
    let text = p.town.write(move |cx| cx.unseal(kernel::Spot { table: "sendings", column: "kept", row }, &sealed));
    assert!(text.contains("hexiuying@caizheng.test") && text.contains("辛苦了") && !text.contains("员工1"), "{text}");
    let contact = officer.get_json(&url).json()["contacts"][0]["contact"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(officer.post(&format!("{url}/contacts/{contact}/mail"), &[("mail", "")]).status, 303);
    assert_eq!(officer.get_json(&url).json()["contacts"][0]["mail"], "");
}
