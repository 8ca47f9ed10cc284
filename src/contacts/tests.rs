//! Talks, visits and calls as people meet them: what was said stays between the two and the branch's
//! secretary; what was promised is done or answered; the card is asked field by field.

use crate::{
    people::{Beside, Card, CardFacts, Confirmation, Facts, How, Member},
    testing::{Town, facts_of},
};
use jiff::civil::date;
use kernel::{Id, args, testing::Asker};
use serde_json::Value as Json;

const FIRST: &str = "青竹苑社区第一党支部";
const SECOND: &str = "青竹苑社区第二党支部";
const COMMUNITY: &str = "青竹苑社区党总支";
const EAST: &str = "东风村党总支";

fn wrong(asker: &Asker, url: &str, form: &[(&str, &str)]) -> String {
    let answer = asker.with("accept", "application/json").post(url, form);
    assert_eq!(answer.status, 422, "{}", answer.text());
    answer.json()["errors"][0]["field"].as_str().unwrap_or_default().to_owned()
}

fn done(asker: &Asker, url: &str, form: &[(&str, &str)]) {
    let answer = asker.post(url, form);
    assert_eq!(answer.status, 303, "{}", answer.text());
}

/// A clear of the member's page by its field.
fn clear(asker: &Asker, url: &str, field: &str) -> Json {
    let page = asker.get_json(url).json();
    page["clears"].as_array().into_iter().flatten().find(|c| c["field"] == field).cloned().unwrap_or_default()
}

fn state(asker: &Asker, url: &str, field: &str) -> String {
    clear(asker, url, field)["state"].as_str().unwrap_or_default().to_owned()
}

/// A member whose card was confirmed in spring: everything but the last contact is stale.
fn stale(town: &Town) -> Id {
    let id = town.member(
        FIRST,
        "孙桂兰",
        Facts { phone: Some("14000001427".into()), lives_at: Some("青竹苑社区17幢".into()), ..facts_of("孙桂兰") },
    );
    town.write(move |cx| {
        let card = CardFacts {
            housing: "租住".into(),
            former_home: Some("东风组19幢".into()),
            family: Some("与子女同住".into()),
            work: "离退休".into(),
            confirmed_on: "2026-03-01".into(),
            ..CardFacts::default()
        };
        Card::put(cx, &cx.find(id)?, card, None)
    });
    id
}

#[test]
fn only_what_is_stale_is_asked_and_one_tap_confirms_it() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let sun = stale(&town);
    let (page, url) = (format!("/members/{sun}"), format!("/members/{sun}/confirmations"));
    assert_eq!(
        ["whereabouts", "contact", "housing", "talk", "work", "family"].map(|f| state(&zhou, &page, f)),
        ["old", "clear", "old", "unknown", "old", "old"]
    );
    let html = zhou.get(&page).text();
    assert!(
        html.contains("通话：还是这样") && html.contains("value=\"housing\"") && !html.contains("name=\"field\" value=\"contact\""),
        "{html}"
    );
    done(&zhou, &url, &[("field", "housing"), ("how", "call")]);
    let housing = clear(&zhou, &page, "housing");
    assert_eq!(
        (&housing["state"], &housing["on"], &housing["how"], &housing["ask"]),
        (&"clear".into(), &"2026-11-22".into(), &"通话 · 周敏".into(), &false.into())
    );
    assert_eq!(state(&zhou, &page, "family"), "old", "each field is confirmed by itself");
    // The call is a contact, once however many fields it confirmed.
    done(&zhou, &url, &[("field", "family"), ("how", "call")]);
    done(&zhou, &url, &[("field", "work"), ("how", "door"), ("on", "2026-11-20")]);
    let contacts: Vec<(String, String)> = town
        .write(move |cx| cx.all("select c.kind, c.occurred_on from {contacts} c where c.member = $1 order by c.occurred_on", args![sun]));
    assert_eq!(contacts, [("visit".to_owned(), "2026-11-20".to_owned()), ("call".to_owned(), "2026-11-22".to_owned())]);
    // What changed is put right where it stands, and confirmed with it.
    done(&zhou, &url, &[("field", "whereabouts"), ("how", "door"), ("value", "新丰苑社区6幢103室")]);
    let facts = town.write(move |cx| cx.find::<Member>(sun)?.facts(cx));
    assert_eq!(facts.lives_at.as_deref(), Some("新丰苑社区6幢103室"));
    assert_eq!(state(&zhou, &page, "whereabouts"), "clear");
    for (field, form) in [
        ("on", [("field", "housing"), ("how", "call"), ("on", "2026-11-23"), ("value", "")]),
        ("on", [("field", "housing"), ("how", "call"), ("on", "2026-12-01"), ("value", "自有")]),
        ("value", [("field", "talk"), ("how", "call"), ("on", ""), ("value", "")]),
        ("value", [("field", "contact"), ("how", "call"), ("on", ""), ("value", "123")]),
        ("how", [("field", "housing"), ("how", "own"), ("on", ""), ("value", "")]),
    ] {
        assert_eq!(wrong(&zhou, &url, &form), field, "{form:?}");
    }
    let typed = zhou
        .with("referer", &format!("http://linli.test{page}"))
        .post(&url, &[("field", "family"), ("how", "call"), ("on", "2027-01-01"), ("value", "独居")]);
    assert!(typed.status == 422 && typed.text().contains("日期在将来"), "{}", typed.text());
    let neighbour = town.person("沈静", "worker", EAST);
    assert_eq!(neighbour.post(&url, &[("field", "housing"), ("how", "call")]).status, 404);
    assert_eq!(town.person("李思远", "leader", FIRST).post(&url, &[("field", "housing"), ("how", "call")]).status, 403);
    let paper = zhou.get(&format!("{page}/paper")).text();
    assert!(paper.contains("还是这样") && paper.contains("通话 · 周敏") && paper.contains("想谈一谈"), "{paper}");
    let list = zhou.get("/members").text();
    assert!(list.contains("六个清：5 项清，谈心谈话不清"), "{list}");
}

/// 孙桂兰 says herself, on her phone, what is still so and what has changed.
#[test]
fn the_member_confirms_her_own_card() {
    let town = Town::new();
    let sun = stale(&town);
    let me = town.member_account(sun, "孙桂兰", FIRST);
    let page = me.get("/me/card").text();
    assert!(page.contains("还是这样") && page.contains("居住条件") && !page.contains("14000001427"), "{page}");
    done(&me, "/me/card/confirmations", &[("field", "housing")]);
    let housing = clear(&me, "/me/card", "housing");
    assert_eq!((&housing["state"], &housing["how"]), (&"clear".into(), &"本人".into()));
    // What stands on the card alone is hers to say; what stands in the ledger is checked by somebody.
    done(&me, "/me/card/confirmations", &[("field", "family"), ("value", "独居")]);
    done(&me, "/me/card/confirmations", &[("field", "whereabouts"), ("value", "新丰苑社区6幢")]);
    let (family, lives_at, asked) = town.write(move |cx| {
        let asked: Vec<(String, String)> = cx.all("select c.field, c.state from {corrections} c where c.member = $1", args![sun])?;
        Ok((Card::of(cx, sun)?.and_then(|c| c.family), cx.find::<Member>(sun)?.facts(cx)?.lives_at, asked))
    });
    assert_eq!((family.as_deref(), lives_at.as_deref()), (Some("独居"), Some("青竹苑社区17幢")));
    assert_eq!(asked, [("lives_at".to_owned(), "open".to_owned())]);
    assert_eq!((state(&me, "/me/card", "family"), state(&me, "/me/card", "whereabouts")), ("clear".into(), "old".into()));
    assert_eq!(wrong(&me, "/me/card/confirmations", &[("field", "talk")]), "value");
    // Somebody who is not a member has no card to confirm.
    assert_eq!(town.person("周敏", "worker", COMMUNITY).post("/me/card/confirmations", &[("field", "housing")]).status, 403);
}

/// Only that she wishes a talk is noted; the secretary finds it in the morning, and a talk ends it.
#[test]
fn a_wish_to_talk_is_a_thing_to_do_for_the_secretary() {
    let town = Town::new();
    let sun = stale(&town);
    let (me, chen) = (town.member_account(sun, "孙桂兰", FIRST), town.person("陈书记", "secretary", FIRST));
    let other = town.person("何书记", "secretary", SECOND);
    done(&me, "/me/card/talk-wish", &[("yes", "true")]);
    let due = |asker: &Asker| asker.get_json("/").json()["due"].to_string();
    assert!(due(&chen).contains("想谈一谈") && due(&chen).contains("孙桂兰"), "{}", due(&chen));
    assert!(!due(&other).contains("想谈一谈"));
    assert!(chen.get(&format!("/members/{sun}")).text().contains("想谈一谈") && me.get("/me/card").text().contains("您想谈一谈"));
    done(&me, "/me/card/talk-wish", &[("yes", "false")]);
    assert!(!due(&chen).contains("想谈一谈"), "she may think better of it");
    done(&chen, &format!("/members/{sun}/talk-wishes"), &[("yes", "true"), ("how", "door")]);
    done(&chen, &format!("/members/{sun}/contacts"), &[("kind", "talk"), ("on", "2026-11-22"), ("two_way", "true")]);
    assert!(!due(&chen).contains("想谈一谈"), "they talked");
    let neighbour = town.person("沈静", "worker", EAST);
    assert_eq!(neighbour.post(&format!("/members/{sun}/talk-wishes"), &[("yes", "true"), ("how", "call")]).status, 404);
}

/// A table confirms what it says, on its day, and no longer once the import is undone.
#[test]
fn a_table_confirms_its_fields_on_its_day() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let sun = stale(&town);
    let page = format!("/members/{sun}");
    let import = Id::named(&["import"]);
    town.write(move |cx| {
        let card = CardFacts { housing: "租住".into(), confirmed_on: "2026-10-01".into(), ..CardFacts::default() };
        Confirmation::of_table(cx, &cx.find(sun)?, &card, import)
    });
    let housing = clear(&zhou, &page, "housing");
    assert_eq!((&housing["state"], &housing["on"]), (&"clear".into(), &"2026-10-01".into()));
    assert!(housing["how"].as_str().is_some_and(|h| h.starts_with("表格")), "{housing}");
    assert_eq!(state(&zhou, &page, "family"), "old", "the table said nothing of the family");
    town.write(move |cx| Confirmation::take_back(cx, import, None));
    assert_eq!(state(&zhou, &page, "housing"), "old");
    let rows: i64 = town.write(|cx| cx.one("select count(*) from {confirmations} w where w.field = 'housing'", args![]));
    assert_eq!(rows, 2, "both stay");
    town.write(move |cx| Confirmation::still_so(cx, &cx.find(sun)?, crate::people::Field::Housing, How::Door, date(2026, 11, 2)));
    assert_eq!(clear(&zhou, &page, "housing")["on"], "2026-11-02");
}

fn note_of(asker: &Asker, member: Id) -> Option<String> {
    let page = asker.get_json(&format!("/members/{member}")).json();
    page["story"].as_array()?.iter().find_map(|e| e["note"].as_str().map(str::to_owned))
}

/// What was said is read by the two and by the branch's secretary; by no officer, no worker, no other secretary.
#[test]
fn what_was_said_in_a_talk_stays_between_the_two_and_the_secretary() {
    let town = Town::new();
    let sun = town.member(FIRST, "孙桂兰", facts_of("孙桂兰"));
    let (zhou, chen) = (town.person("周敏", "worker", COMMUNITY), town.person("陈书记", "secretary", FIRST));
    let above = town.person("总书记", "secretary", COMMUNITY);
    let (gao, wu) = (town.person("高主任", "officer", "青龙街道党工委"), town.person("吴工", "worker", COMMUNITY));
    let form = [("kind", "talk"), ("on", "2026-11-20"), ("two_way", "true"), ("note", "儿子在外地，晚上一个人怕摔倒")];
    done(&zhou, &format!("/members/{sun}/contacts"), &form);
    let note = note_of(&zhou, sun).expect("who talked reads it");
    assert_eq!(note_of(&chen, sun).as_ref(), Some(&note));
    let reveal =
        |asker: &Asker| asker.post(&format!("/members/{sun}/reveals"), &[("field", "note"), ("of", &note), ("reason", "走访前联系")]);
    for reader in [&zhou, &chen] {
        assert!(reveal(reader).text().contains("怕摔倒"));
    }
    for other in [&gao, &wu, &above, &town.person("何书记", "secretary", SECOND), &town.person("沈静", "worker", EAST)] {
        assert_eq!((note_of(other, sun), reveal(other).status), (None, 404));
    }
    let me = town.member_account(sun, "孙桂兰", FIRST);
    let mine = me.get_json("/me/contacts").json();
    assert_eq!((&mine["contacts"][0]["on"], &mine["contacts"][0]["text"]), (&"2026-11-20".into(), &"儿子在外地，晚上一个人怕摔倒".into()));
    // Of a call she sees that it was, not what the desk noted.
    done(
        &wu,
        &format!("/members/{sun}/contacts"),
        &[("kind", "call"), ("on", "2026-11-21"), ("two_way", "true"), ("note", "问了体检时间")],
    );
    let mine = me.get_json("/me/contacts").json();
    assert_eq!((&mine["contacts"][0]["kind"], &mine["contacts"][0]["text"]), (&"call".into(), &Json::Null));
    let other = town.member(FIRST, "钱进", facts_of("钱进"));
    let others = town.member_account(other, "钱进", FIRST).get_json("/me/contacts").json();
    assert_eq!(others["contacts"], Json::Array(vec![]));
    let audit = town.person("吴审", "auditor", "青龙街道党工委").get_json("/audit").text();
    assert!(audit.contains("showed note") && !audit.contains("怕摔倒"));
}

/// What was promised has a day and somebody who does it; it is done, or answered why not.
#[test]
fn what_was_wished_and_promised_is_to_be_done() {
    let town = Town::new();
    let sun = town.member(FIRST, "孙桂兰", facts_of("孙桂兰"));
    let (zhou, url) = (town.person("周敏", "worker", COMMUNITY), format!("/members/{sun}/contacts"));
    let form = |due: &'static str, on: &'static str| {
        [
            ("kind", "visit"),
            ("on", on),
            ("two_way", "true"),
            ("wishes", "装一个扶手\n"),
            ("promises", "联系康复科\n送学习材料"),
            ("due_on", due),
            ("doer", "小王"),
        ]
    };
    assert_eq!(wrong(&zhou, &url, &form("", "2026-11-20")), "due_on");
    assert_eq!(wrong(&zhou, &url, &form("2026-11-19", "2026-11-20")), "due_on");
    assert_eq!(wrong(&zhou, &url, &form("2026-12-01", "2026-11-23")), "on", "a contact in the future");
    let none: i64 = town.write(|cx| cx.one("select count(*) from {contacts} c", args![]));
    assert_eq!(none, 0, "nothing is kept of a form that was wrong");
    let again = zhou.with("referer", &format!("http://linli.test/members/{sun}/contacts/new")).post(&url, &form("", "2026-11-20"));
    assert!(again.text().contains("装一个扶手") && again.text().contains("field-error"), "{}", again.text());
    done(&zhou, &url, &form("2026-11-21", "2026-11-20"));
    let list = zhou.get_json("/promises").json();
    let open = list["open"].as_array().cloned().unwrap_or_default();
    assert_eq!(
        open.iter().map(|p| (p["kind"].as_str(), p["what"].as_str(), p["doer"].as_str())).collect::<Vec<_>>(),
        [
            (Some("wish"), Some("装一个扶手"), Some("小王")),
            (Some("promise"), Some("联系康复科"), Some("小王")),
            (Some("promise"), Some("送学习材料"), Some("小王"))
        ]
    );
    let bench = zhou.get_json("/").json()["due"].to_string();
    assert!(bench.contains("3 件答应党员的事要办，3 件过期") && bench.contains("孙桂兰"), "{bench}");
    assert!(zhou.get(&format!("/members/{sun}")).text().contains("装一个扶手"));
    let id = |n: usize| open[n]["id"].as_str().unwrap_or_default().to_owned();
    done(&zhou, &format!("/promises/{}/ending", id(0)), &[("done", "true")]);
    assert_eq!(wrong(&zhou, &format!("/promises/{}/ending", id(1)), &[("done", "false"), ("answer", " ")]), "answer");
    done(&zhou, &format!("/promises/{}/ending", id(1)), &[("done", "false"), ("answer", "科室停诊")]);
    assert!(
        zhou.with("accept", "application/json")
            .post(&format!("/promises/{}/ending", id(1)), &[("done", "true")])
            .text()
            .contains("promise_ended")
    );
    let list = zhou.get("/promises").text();
    assert!(list.contains("没办成：科室停诊") && list.contains("送学习材料"), "{list}");
    let me = town.member_account(sun, "孙桂兰", FIRST).get("/me/contacts").text();
    assert!(me.contains("送学习材料") && me.contains("办好"), "{me}");
    let neighbour = town.person("沈静", "worker", EAST);
    assert_eq!(
        (
            neighbour.get(&format!("/promises/{}", id(2))).status,
            neighbour.post(&format!("/promises/{}/ending", id(2)), &[("done", "true")]).status
        ),
        (404, 404)
    );
    assert_eq!(neighbour.get_json("/promises").json()["open"], Json::Array(vec![]));
    let sealed: i64 = town.write(|cx| cx.one("select count(*) from {promises} p where cast(p.what as text) like '%扶手%'", args![]));
    assert_eq!(sealed, 0);
}

/// Whom to talk to: those without a talk within the rule's time; one tap records today's.
#[test]
fn who_has_not_been_talked_to_is_one_tap_away() {
    let town = Town::new();
    let sun = town.member(FIRST, "孙桂兰", facts_of("孙桂兰"));
    let zhao = town.member(FIRST, "赵建国", facts_of("赵建国"));
    town.member("东风村第一党支部", "周村", facts_of("周村"));
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let talk = |member: Id, on: &str, two_way: &str| {
        done(&zhou, &format!("/members/{member}/contacts"), &[("kind", "talk"), ("on", on), ("two_way", two_way)])
    };
    talk(zhao, "2025-12-01", "true");
    talk(sun, "2025-10-01", "true");
    talk(sun, "2026-10-01", "false");
    let names = || {
        let page = zhou.get_json("/contacts/due").json();
        page["members"].as_array().into_iter().flatten().map(|m| m["name"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(), ["孙桂兰"], "a talk that nobody came to is none");
    assert!(zhou.get("/contacts/due").text().contains("今天谈过"));
    let tap =
        zhou.post(&format!("/members/{sun}/contacts"), &[("kind", "talk"), ("on", "2026-11-22"), ("two_way", "true"), ("back", "due")]);
    assert_eq!((tap.status, tap.location()), (303, "/contacts/due"));
    assert_eq!(names(), [] as [&str; 0]);
    let list = |query: &str| zhou.get_json(&format!("/contacts?{query}")).json()["contacts"].as_array().map(Vec::len);
    done(&zhou, &format!("/members/{zhao}/contacts"), &[("kind", "call"), ("on", "2026-11-20"), ("two_way", "true")]);
    assert_eq!(
        (list(""), list("kind=talk"), list("kind=call"), list("since=2025-01-01"), list("by=nobody")),
        (Some(3), Some(2), Some(1), Some(5), Some(0))
    );
    assert_eq!(zhou.get("/contacts?after=x").status, 404);
    assert_eq!(town.person("沈静", "worker", EAST).get_json("/contacts?since=2025-01-01").json()["contacts"], Json::Array(vec![]));
    assert!(zhou.with("accept-language", "en").get("/contacts/due").text().contains("Whom to talk to"));
}
