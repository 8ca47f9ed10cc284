//! 周敏 at the desk acts for 孙桂兰, who has no phone; her daughter lends her one later, and she reads
//! what was done.

use crate::{
    activities::cli,
    policy,
    publicity::{Kind, Mask, Publicity, Terms},
    testing::{Town, facts_of},
};
use jiff::civil::date;
use kernel::{
    Id, Scope, args,
    testing::{Answered, Asker},
};

const BRANCH: &str = "青竹苑社区第一党支部";
const COMMUNITY: &str = "青竹苑社区党总支";

fn done(answer: Answered) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().to_owned()
}

fn story() -> (Town, Asker, Id) {
    let town = Town::new();
    let sun = town.member(BRANCH, "孙桂兰", facts_of("孙桂兰"));
    cli::plan(&town.house, Scope::ALL, "2026-12", true).expect("published");
    let zhou = town.person("周敏", "worker", COMMUNITY);
    (town, zhou, sun)
}

fn begin(zhou: &Asker, member: Id, how: &str) -> String {
    done(zhou.post(&format!("/members/{member}/acting"), &[("how", how)]))
}

#[test]
fn what_she_would_do_on_her_phone_is_done_at_the_desk() {
    let (town, zhou, sun) = story();
    let branch = town.org(BRANCH);
    let path = branch.path.clone();
    town.write(move |cx| {
        let terms = Terms { from: date(2026, 11, 20), to: date(2026, 12, 20), mask: Mask::Full };
        Publicity::put(cx, &path, Kind::News, Id::named(&["news"]), "扫雪", terms, &[sun])
    });
    done(zhou.post(&format!("/ebranch/{}/rounds", branch.id), &[("questions", "近来好吗？")]));
    assert_eq!(zhou.post(&format!("/members/{sun}/acting"), &[("how", "")]).status, 422, "how she says it is asked first");
    let desk = begin(&zhou, sun, "call");
    let html = zhou.get(&desk).text();
    assert!(html.contains("正在替孙桂兰办") && html.contains("打电话说的") && html.contains("近来好吗？"), "{html}");
    let page = zhou.get_json(&desk).json();
    let todo = &page["to_do"];
    let id = |value: &serde_json::Value| value.as_str().expect("an id").to_owned();
    let activity = id(&todo["coming"][0]["activity"]["id"]);
    done(zhou.post(&format!("{desk}/activities/{activity}"), &[("answer", "visit")]));
    let notice = id(&todo["notices"][0]["notice"]["id"]);
    done(zhou.post(&format!("{desk}/notices/{notice}"), &[("answer", "seen")]));
    let consent = id(&todo["consents"][0]["id"]);
    done(zhou.post(&format!("{desk}/consents/{consent}"), &[("yes", "true")]));
    let round = &todo["asked"][0];
    let question = format!("answer.{}", id(&round["questions"][0]["id"]));
    done(zhou.post(&format!("{desk}/rounds/{}", id(&round["round"]["id"])), &[(&question, "都好")]));
    done(zhou.post(&format!("{desk}/confirmations"), &[("field", "housing"), ("value", "自有")]));
    done(zhou.post(&format!("{desk}/talk-wish"), &[("yes", "true")]));
    done(zhou.post(&format!("{desk}/dues"), &[("class", "retired"), ("base", "3200"), ("from", "2026-11")]));
    assert_eq!(zhou.post(&format!("{desk}/dues"), &[("class", "retired"), ("base", ""), ("from", "2026-11")]).status, 422);
    // It stands where it would stand had she done it herself, with the way in which she said it.
    let facts: Vec<(String, String)> = town.write(move |cx| {
        let one = |sql: &str| cx.one::<(String, String)>(sql, args![sun]);
        Ok(vec![
            one("select a.answer, a.via from {answers} a where a.member = $1")?,
            one("select d.answer, d.via from {deliveries} d where d.member = $1 and d.state = 'told'")?,
            one("select c.state, c.via from {consents} c where c.member = $1")?,
            one("select r.body, r.via from {round_answers} r where r.member = $1")?,
            one("select k.housing, w.how from {confirmations} w join {cards} k on k.tenant = w.tenant and k.member = w.member where w.member = $1 and w.field = 'housing'")?,
        ])
    });
    let expected = [("visit", "telephone"), ("seen", "call"), ("given", "telephone"), ("都好", "telephone"), ("自有", "call")];
    assert_eq!(facts, expected.map(|(fact, via)| (fact.to_owned(), via.to_owned())));
    assert!(zhou.get(&format!("/members/{sun}/dues")).text().contains("3200"));
    // Both names stand in the audit log, and she reads it all on a phone.
    let traces: i64 = town.write(move |cx| {
        cx.one(
            "select count(*) from {audit} a where a.subject = $1 and a.name = '周敏' and a.detail like '周敏 for 孙桂兰, call: %'",
            args![sun],
        )
    });
    assert_eq!(traces, 7);
    let me = town.member_account(sun, "孙桂兰", BRANCH);
    assert!(me.get("/me").text().contains("/me/done-for-me"));
    let read = me.get_json("/me/done-for-me").json();
    assert_eq!(read["done"].as_array().map(Vec::len), Some(7));
    assert!(me.get("/me/done-for-me").text().contains("周敏 于2026年11月22日 周日替您办的（打电话说的）"));
}

#[test]
fn it_ends_by_itself_and_each_act_moves_the_end() {
    let (town, zhou, sun) = story();
    let desk = begin(&zhou, sun, "desk");
    let wish = format!("{desk}/talk-wish");
    town.clock.set("2026-11-22T02:14:00Z");
    done(zhou.post(&wish, &[("yes", "true")]));
    town.clock.set("2026-11-22T02:28:00Z");
    done(zhou.post(&wish, &[("yes", "false")]));
    town.clock.set("2026-11-22T02:44:00Z");
    assert_eq!(zhou.with("accept", "application/json").post(&wish, &[("yes", "true")]).json()["code"], "acting_over");
    assert!(zhou.get(&desk).text().contains("代办已经结束"));
    let again = begin(&zhou, sun, "desk");
    assert_eq!(done(zhou.post(&format!("{again}/ending"), &[])), format!("/members/{sun}"));
    assert_eq!(zhou.post(&format!("{again}/talk-wish"), &[("yes", "true")]).status, 409, "ended by a tap");
}

#[test]
fn one_acts_for_ones_own_and_by_ones_own() {
    let (town, zhou, sun) = story();
    let desk = begin(&zhou, sun, "desk");
    let wu = town.person("吴强", "worker", COMMUNITY);
    assert_eq!((wu.get(&desk).status, wu.post(&format!("{desk}/talk-wish"), &[("yes", "true")]).status), (404, 404), "another's");
    assert_eq!(town.person("沈静", "worker", "东风村党总支").post(&format!("/members/{sun}/acting"), &[("how", "desk")]).status, 404);
    assert_eq!(town.person("李思远", "leader", BRANCH).post(&format!("/members/{sun}/acting"), &[("how", "desk")]).status, 403);
    let li = town.member(BRANCH, "李明", facts_of("李明"));
    town.write(move |cx| {
        let path: String = cx.one("select path from {members} m where m.id = $1", args![li])?;
        let terms = Terms { from: date(2026, 11, 20), to: date(2026, 12, 20), mask: Mask::Full };
        Publicity::put(cx, &path, Kind::News, Id::named(&["news"]), "扫雪", terms, &[li])
    });
    let his: Id = town.write(move |cx| cx.one("select c.id from {consents} c where c.member = $1", args![li]));
    assert_eq!(zhou.post(&format!("{desk}/consents/{his}"), &[("yes", "true")]).status, 404, "one acts for one person only");
}

/// Acting for somebody gives no permission: who may do it may do each of these acts anyway.
#[test]
fn acting_lends_nobody_a_permission() {
    for role in policy::ROLES.into_iter().filter(|role| policy::allows(role, "desk.act")) {
        for needed in ["people.edit", "notices.call", "activities.hold", "publicity.decide", "ebranch.edit", "dues.record"] {
            assert!(policy::allows(role, needed), "{role} may act for somebody and not {needed}");
        }
    }
}
