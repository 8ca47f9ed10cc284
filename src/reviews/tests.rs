//! The year looked back on: of 区财政局, and of 孙丽 who serves for it.

use crate::{report_in, skills::Skills, testing::Town};
use kernel::{Id, testing::Asker};
use serde_json::json;

const COMMUNITY: &str = "青竹苑社区党总支";

struct Played {
    town: Town,
    zhou: Asker,
    he: Asker,
    sun: Asker,
    unit: Id,
    org: String,
    post: String,
    of_sun: Id,
}

/// 孙丽 of 区财政局 is accepted, agreed to be named, and served an hour in October and two in November.
fn played() -> Played {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY);
    let url = zhou.post("/units", &[("org", org.id.to_string().as_str()), ("name", "区财政局")]).location().to_owned();
    let unit: Id = url.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
    let here = org.clone();
    let of_sun = town.write(move |cx| {
        let facts =
            report_in::Facts {
                name: "孙丽".into(), unit_name: "区财政局".into(), reported_on: "2026-10-01".into(), ..Default::default()
            };
        let id = report_in::ReportIn::enter(cx, &Skills::of(cx)?, &here, &facts, None)?;
        cx.find::<report_in::ReportIn>(id)?.accept(cx)?;
        Ok(id)
    });
    let org = org.id.to_string();
    let typed = [("org", org.as_str()), ("kind", "patrol"), ("title", "夜间巡查"), ("people", "3"), ("risk", "没有特别风险")];
    let post = zhou.post("/posts", &typed).location().trim_start_matches("/posts/").to_owned();
    let (he, sun) = (town.contact_account(unit, "何秀英", COMMUNITY), town.in_service_account(of_sun, "孙丽", COMMUNITY));
    let p = Played { town, zhou, he, sun, unit, org, post, of_sun };
    p.serves("2026-10-10", "60");
    p.serves("2026-11-14", "120");
    assert_eq!(p.sun.post("/me/report-in/naming", &[("yes", "true")]).status, 303);
    p
}

impl Played {
    fn serves(&self, day: &str, minutes: &str) {
        let person = self.of_sun.to_string();
        let typed = [("person", person.as_str()), ("day", day), ("minutes", minutes)];
        assert_eq!(self.zhou.post(&format!("/posts/{}/service", self.post), &typed).status, 303);
    }
    fn sends(&self, month: &str) {
        let typed = [("org", self.org.as_str()), ("month", month), ("words", "辛苦了"), ("send", "true")];
        assert_eq!(self.zhou.post(&format!("/units/{}/letter", self.unit), &typed).status, 303);
    }
    fn begins(&self, typed: &[(&str, &str)]) -> String {
        let mut all = vec![("org", self.org.as_str()), ("year", "2026")];
        all.extend(typed);
        let begun = self.zhou.post("/reviews", &all);
        assert_eq!(begun.status, 303, "{}", begun.text());
        begun.location().to_owned()
    }
}

/// The unit's year says what its letters said and both sides' words, and nothing that could be a grade.
#[test]
fn a_units_year_is_the_sum_of_its_letters() {
    let p = played();
    p.sends("2026-10");
    p.sends("2026-11");
    let letters = p.he.get_json("/unit/letters").json()["letters"].clone();
    let answer = format!("/unit/letters/{}/words", letters[0]["letter"]["id"].as_str().expect("an id"));
    assert_eq!(p.he.post(&answer, &[("words", "好")]).status, 303);
    p.serves("2026-11-20", "240");
    let url = p.begins(&[("unit", &p.unit.to_string())]);
    assert_eq!(p.begins(&[("unit", &p.unit.to_string())]), url, "one a year");
    let of = p.zhou.get_json(&url).json()["content"]["of_unit"].clone();
    assert_eq!((of["letters"].as_i64(), of["answered"].as_i64(), of["people"].as_i64()), (Some(2), Some(1), Some(1)));
    let sums = of["served"]["named"][0]["sums"][0].clone();
    assert_eq!((sums["turns"].as_i64(), sums["minutes"].as_i64()), (Some(2), Some(180)), "what no letter told is not in it");
    assert_eq!(p.zhou.post(&format!("{url}/words"), &[("side", "community"), ("words", "巡查帮了大忙")]).status, 303);
    assert_eq!(p.zhou.post(&format!("{url}/words"), &[("side", "other"), ("words", "明年继续")]).status, 422, "how they said it");
    assert_eq!(p.zhou.post(&format!("{url}/words"), &[("side", "other"), ("via", "meeting"), ("words", "明年继续")]).status, 303);
    let own = format!("/unit{url}");
    assert_eq!(p.he.get(&own).status, 404, "not handed over yet");
    assert_eq!(p.zhou.post(&format!("{url}/handing"), &[]).status, 303);
    assert_eq!(p.zhou.post_json(&format!("{url}/handing"), json!({})).json()["code"], "review_handed");
    let page = p.he.get(&own).text();
    assert!(page.contains("巡查帮了大忙") && page.contains("明年继续") && page.contains("孙丽") && page.contains("不评等次"));
    assert_eq!(p.he.post(&format!("{own}/words"), &[("words", "谢谢")]).status, 303);
    assert!(p.he.get(&format!("{own}/paper")).bytes.starts_with(b"%PDF") && p.zhou.get(&url).text().contains("谢谢"));
}

/// Who took their word back before the year was written is not named in it.
#[test]
fn who_takes_it_back_is_not_named_in_the_year() {
    let p = played();
    p.sends("2026-10");
    assert_eq!(p.sun.post("/me/report-in/naming", &[("yes", "false")]).status, 303);
    let url = p.begins(&[("unit", &p.unit.to_string())]);
    let served = p.zhou.get_json(&url).json()["content"]["of_unit"]["served"].clone();
    assert_eq!((served["named"].clone(), served["others"].clone()), (json!([]), json!([])));
}

/// 孙丽's year is hers: she reads it, adds her words, and only her yes lets 何秀英 see it, for as long as it holds.
#[test]
fn a_persons_year_goes_to_the_unit_only_by_their_word() {
    let p = played();
    assert_eq!(p.zhou.post("/reviews", &[("org", p.org.as_str()), ("year", "2026"), ("name", "没有人")]).status, 422);
    assert_eq!(p.zhou.post("/reviews", &[("org", p.org.as_str()), ("year", "2031"), ("name", "孙丽")]).status, 422);
    assert_eq!(p.sun.post(&format!("/me/posts/{}/claim", p.post), &[]).status, 303);
    let claim = p.sun.get_json("/me/promises").json()["without"][0]["claim"].as_str().expect("a claim").to_owned();
    let promise = p.sun.post("/me/promises", &[("claim", &claim), ("target", "每周巡一次")]).location().to_owned();
    let url = p.begins(&[("name", "孙丽")]);
    let kept = |p: &Played| p.zhou.get_json(&url).json()["content"]["of_person"]["kept"].clone();
    assert_eq!(kept(&p), json!([]), "what is not kept yet is hers alone");
    assert_eq!(p.sun.post(&format!("{promise}/progress"), &[("kept", "true")]).status, 303);
    assert_eq!(kept(&p), json!(["每周巡一次"]));
    assert_eq!(p.zhou.post(&format!("{url}/words"), &[("side", "community"), ("words", "楼里安心多了")]).status, 303);
    assert_eq!(p.sun.get_json("/me/reviews").json()["years"], json!([]));
    assert_eq!(p.zhou.post(&format!("{url}/handing"), &[]).status, 303);
    p.serves("2026-11-20", "60");
    let own = format!("/me{url}");
    let of = p.sun.get_json(&own).json()["content"]["of_person"]["posts"][0].clone();
    assert_eq!((of["title"].as_str(), of["turns"].as_i64(), of["minutes"].as_i64()), (Some("夜间巡查"), Some(2), Some(180)));
    assert_eq!(p.sun.post(&format!("{own}/words"), &[("words", "认识了邻居")]).status, 303);
    let to_unit = format!("/unit{url}");
    assert_eq!(p.he.get(&to_unit).status, 404, "nobody asked her yet");
    assert_eq!(p.sun.post(&format!("{own}/sharing"), &[("yes", "true")]).status, 303);
    let seen = p.he.get(&to_unit).text();
    assert!(seen.contains("认识了邻居") && seen.contains("经本人同意"), "{seen}");
    assert_eq!(p.he.post_json(&format!("{to_unit}/words"), json!({ "words": "表现好" })).json()["code"], "not_the_units");
    assert_eq!(p.sun.post(&format!("{own}/sharing"), &[("yes", "false")]).status, 303);
    assert_eq!(p.he.get(&to_unit).status, 404);
    assert_eq!(p.zhou.post(&format!("{url}/sharing"), &[("yes", "true"), ("via", "telephone")]).status, 303);
    assert_eq!(p.he.get(&to_unit).status, 200, "said by telephone it counts the same");
    assert!(p.sun.get(&format!("{own}/paper")).bytes.starts_with(b"%PDF"));
    let neighbour = p.town.person("王芳", "worker", "东风村党总支");
    assert_eq!(neighbour.get(&url).status, 404);
}
