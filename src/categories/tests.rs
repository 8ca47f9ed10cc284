//! Categories as people meet them: several at once, each with its reason; counted, looked for, and
//! who would change before a rule does.

use super::{Facts, Held, Kinds};
use crate::{
    people::{Beside, Card, CardFacts, Facts as Ledger, Floating, FloatingFacts, Member},
    rulebook::{self, Condition, Declared, keys},
    testing::{Town, facts_of},
};
use jiff::civil::{Date, date};
use kernel::{Id, Scope, args, testing::Asker};
use proptest::prelude::*;
use serde_json::Value as Json;
use std::collections::BTreeSet;

const FIRST: &str = "青竹苑社区第一党支部";
const COMMUNITY: &str = "青竹苑社区党总支";
const EAST: &str = "东风村第一党支部";
const STREET: &str = "青龙街道党工委";

fn card(town: &Town, id: Id, card: CardFacts) {
    town.write(move |cx| Card::put(cx, &cx.find::<Member>(id)?, CardFacts { confirmed_on: "2026-10-01".into(), ..card }, None));
}

/// Codes of a member's categories as the caller sees them.
fn of(asker: &Asker, id: Id) -> BTreeSet<String> {
    let page = asker.get_json(&format!("/members/{id}")).json();
    page["categories"].as_array().into_iter().flatten().map(|c| c["code"].as_str().unwrap_or_default().to_owned()).collect()
}

fn set(codes: &[&str]) -> BTreeSet<String> {
    codes.iter().map(|c| (*c).to_owned()).collect()
}

fn names(page: &Json) -> Vec<String> {
    page["members"].as_array().into_iter().flatten().map(|m| m["name"].as_str().unwrap_or_default().to_owned()).collect()
}

fn count(asker: &Asker, code: &str) -> i64 {
    let page = asker.get_json("/categories").json();
    let line = page["categories"].as_array().into_iter().flatten().find(|c| c["code"] == code).cloned();
    line.and_then(|l| l["members"].as_i64()).unwrap_or(-1)
}

/// 孙桂兰 is retired, over eighty, lives elsewhere while the village is rebuilt, and walks with
/// difficulty: four categories, each with the fact it follows from.
#[test]
fn sun_is_of_several_categories_each_with_its_reason() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let sun = town.member(FIRST, "孙桂兰", Ledger { birth: Some("1944-03-02".into()), ..facts_of("孙桂兰") });
    card(&town, sun, CardFacts { former_home: Some("东风组19幢".into()), health: Some("行动不便".into()), ..CardFacts::default() });
    assert_eq!(of(&zhou, sun), set(&["retired", "relocation", "advanced_age", "poor_health"]));
    let page = zhou.get(&format!("/members/{sun}")).text();
    for words in [
        "82 岁（1944-03-02 出生）",
        "联系卡登记了原住址（2026-10-01）",
        "关爱式",
        "上门送学",
        "每月",
        "/rules/categories.kind.advanced_age",
    ] {
        assert!(page.contains(words), "{words} is missing in {page}");
    }
    assert!(!page.contains("行动不便"), "what the card says of health stays hidden");
    let english = zhou.with("accept-language", "en").get(&format!("/members/{sun}")).text();
    assert!(english.contains("Aged 82 (born 1944-03-02)") && english.contains("Brought to the door"), "{english}");
    // Somebody who says of their health that it is good is in no such category.
    let qian = town.member(FIRST, "钱进", facts_of("钱进"));
    card(&town, qian, CardFacts { health: Some("良好".into()), ..CardFacts::default() });
    assert_eq!(of(&zhou, qian), set(&["retired", "without_post"]));
}

/// Each word of the ledger and each register leads where it should.
#[test]
fn every_category_follows_from_its_own_fact() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY).id.to_string();
    assert_eq!(zhou.post("/units", &[("org", &org), ("name", "恒通纺织"), ("kind", "非公企业")]).status, 303);
    let as_a = |name: &str, facts: Ledger| (town.member(FIRST, name, facts), name.to_owned());
    let employed = |word: &str| Ledger { employment: word.into(), ..facts_of("x") };
    let (worker, _) = as_a("李工", Ledger { unit: "恒通纺织".into(), ..employed("在职") });
    assert_eq!(of(&zhou, worker), set(&["in_service", "two_new", "without_post"]));
    let (farmer, _) = as_a("王田", employed("农民"));
    assert_eq!(of(&zhou, farmer), set(&["farmer", "without_post"]));
    let (idle, _) = as_a("何待", employed("未就业"));
    assert_eq!(of(&zhou, idle), set(&["not_in_work", "without_post"]));
    let (new, _) = as_a("徐新", Ledger { probationary: true, became_full: None, joined: Some("2026-03-01".into()), ..employed("在职") });
    assert_eq!(of(&zhou, new), set(&["in_service", "probationary"]));
    // Two months away is not floating yet, eight months are.
    let (away, _) = as_a("吴远", employed("在职"));
    let go = |since: &str| {
        let since = Some(since.to_owned());
        town.write(move |cx| {
            Floating::put(cx, &cx.find(away)?, FloatingFacts { destination: "苏州".into(), since, ..FloatingFacts::default() }, None)
        })
    };
    go("2026-09-20");
    assert_eq!(of(&zhou, away), set(&["in_service", "without_post"]));
    go("2026-03-20");
    assert_eq!(of(&zhou, away), set(&["in_service", "floating"]));
    // Silent since spring; an activity in October is heard of, too.
    let (silent, _) = as_a("郑默", Ledger { last_contact: Some("2026-03-01".into()), ..employed("在职") });
    assert_eq!(of(&zhou, silent), set(&["in_service", "possibly_lost"]));
    town.write(move |cx| {
        let member: Member = cx.find(silent)?;
        let row = crate::dues::Row {
            receipt: cx.new_id(),
            month: "2026-10".parse()?,
            fen: Some(crate::dues::Fen(500)),
            on: date(2026, 10, 9),
            how: crate::dues::How::Cash,
            reverses: None,
            source: None,
        };
        crate::dues::append(cx, &member, &row)
    });
    assert_eq!(of(&zhou, silent), set(&["in_service", "without_post"]), "who paid dues in October is not lost");
    // A post ends the last.
    town.write(move |cx| {
        cx.run(
            "insert into {duties} (id, member, path, title, from_day) values ($1, $2, $3, '楼栋长', '2026-01-01')",
            args![cx.new_id(), farmer, cx.find::<Member>(farmer)?.path],
        )
    });
    assert_eq!(of(&zhou, farmer), set(&["farmer"]));
    // The community turns into a resettled one.
    let community = town.org(COMMUNITY).id;
    town.write(move |cx| cx.run("update {orgs} set setting = 'settled' where id = $1", args![community]));
    assert_eq!(of(&zhou, farmer), set(&["farmer", "resettled"]));
    let secretary = town.person("陈书记", "secretary", FIRST);
    assert_eq!(of(&secretary, farmer), set(&["farmer", "resettled"]), "what stands above the branch is known in it");
}

/// Hardship and health are entered with who decided, seen by those who may, and taken back with both on record.
#[test]
fn hardship_is_entered_by_decision_and_its_names_are_not_for_everybody() {
    let town = Town::new();
    let (zhou, li) = (town.person("周敏", "worker", COMMUNITY), town.person("李思远", "leader", FIRST));
    let he = town.member(FIRST, "何春花", facts_of("何春花"));
    let url = format!("/members/{he}/declarations");
    let wrong = |form: &[(&str, &str)]| {
        let answer = zhou.with("accept", "application/json").post(&url, form);
        assert_eq!(answer.status, 422, "{}", answer.text());
        answer.json()["errors"][0]["field"].as_str().unwrap_or_default().to_owned()
    };
    let form =
        |from, until, by, why| [("what", "hardship"), ("from", from), ("until", until), ("decided_by", by), ("declared_reason", why)];
    assert_eq!(wrong(&form("2026-11-01", "", "支委会", " ")), "declared_reason");
    assert_eq!(wrong(&form("2026-11-01", "", "", "丈夫住院")), "decided_by");
    assert_eq!(wrong(&form("2026-11-23", "", "支委会", "丈夫住院")), "from");
    assert_eq!(wrong(&form("2026-11-01", "2026-10-01", "支委会", "丈夫住院")), "until");
    assert_eq!(zhou.post(&url, &form("2026-11-01", "", "支委会", "丈夫住院")).status, 303);
    assert_eq!(wrong(&form("2026-11-02", "", "支委会", "丈夫住院")), "what", "it is entered already");
    assert!(of(&zhou, he).contains("hardship"));
    let page = zhou.get(&format!("/members/{he}")).text();
    assert!(page.contains("组织登记：生活困难，2026-11-01 起") && !page.contains("丈夫住院"), "{page}");
    let entry = zhou.get_json(&format!("/members/{he}")).json()["declared"][0]["id"].as_str().unwrap_or_default().to_owned();
    let shown = zhou.post(&format!("/members/{he}/reveals"), &[("field", "declared"), ("of", &entry), ("reason", "走访前联系")]);
    assert!(shown.text().contains("丈夫住院"));
    // The group's leader counts and does not see who.
    assert_eq!(count(&li, "hardship"), 1);
    assert!(!of(&li, he).contains("hardship"));
    assert_eq!(li.get("/members?category=hardship").status, 404);
    assert_eq!(li.get("/members.csv?category=hardship").status, 404);
    assert_eq!(li.post(&url, &form("2026-11-01", "", "支委会", "x")).status, 403);
    assert_eq!(names(&zhou.get_json("/members?category=hardship").json()), ["何春花"]);
    // The neighbour's worker finds nobody there.
    let neighbour = town.person("沈静", "worker", "东风村党总支");
    assert_eq!(neighbour.post(&url, &form("2026-11-01", "", "支委会", "x")).status, 404);
    assert_eq!(neighbour.post(&format!("{url}/{entry}/reversal"), &[]).status, 404);
    assert_eq!(zhou.post(&format!("{url}/{entry}/reversal"), &[]).status, 303);
    assert_eq!(zhou.post(&format!("{url}/{entry}/reversal"), &[]).status, 404, "only what stands can be taken back");
    assert!(!of(&zhou, he).contains("hardship"));
    let rows: i64 = town.write(|cx| cx.one("select count(*) from {declared_facts} d", args![]));
    assert_eq!(rows, 2);
    // A relief of dues is a decision that says the same.
    let relief = [("since", "2026-11"), ("reduced_to", "0"), ("reason", "住院"), ("decided_by", "街道党工委")];
    assert_eq!(zhou.post(&format!("/members/{he}/dues/reliefs"), &relief).status, 303);
    assert!(of(&zhou, he).contains("hardship"));
    let audit = town.person("吴审", "auditor", STREET).get_json("/audit").text();
    assert!(audit.contains("declared hardship from 2026-11-01") && !audit.contains("丈夫住院"), "{audit}");
}

/// 周敏 counts her community, drills to the members, and a neighbour's members are not there.
#[test]
fn categories_are_counted_and_lead_to_their_members() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    town.member(FIRST, "赵建国", facts_of("赵建国"));
    town.member("青竹苑社区第二党支部", "孙桂兰", Ledger { birth: Some("1940".into()), ..facts_of("孙桂兰") });
    town.member(EAST, "周村", facts_of("周村"));
    let page = zhou.get_json("/categories").json();
    assert_eq!((page["members"].as_i64(), page["none"].as_i64()), (Some(2), Some(0)));
    assert_eq!((count(&zhou, "retired"), count(&zhou, "advanced_age"), count(&zhou, "floating")), (2, 1, 0));
    let html = zhou.get("/categories").text();
    assert!(
        html.contains("/members?category=retired&#38;org=")
            || html.contains("/members?category=retired&amp;org=")
            || html.contains("/members?category=retired&org="),
        "{html}"
    );
    assert_eq!(names(&zhou.get_json("/members?category=retired").json()), ["赵建国", "孙桂兰"]);
    assert_eq!(names(&zhou.get_json("/members?category=advanced_age&q=sgl").json()), ["孙桂兰"]);
    assert!(zhou.get("/members?category=advanced_age").text().contains("高龄党员"));
    let second = town.org("青竹苑社区第二党支部").id;
    assert_eq!(zhou.get_json(&format!("/categories?org={second}")).json()["members"], 1);
    assert_eq!(zhou.get(&format!("/categories?org={}", town.org(EAST).id)).status, 404);
    assert_eq!(zhou.get("/members?category=no_such").status, 404);
    assert_eq!(town.person("吴审", "auditor", STREET).get_json("/categories").status, 403);
}

/// Page after page, a category shows each of its members once, whatever else is filtered.
#[test]
fn a_category_pages_to_its_end() {
    let town = Town::new();
    let first = town.org(FIRST);
    town.write(move |cx| {
        let mut intake = crate::people::Intake::new(cx, None);
        for n in 0..170 {
            let facts = Ledger {
                birth: Some(if n % 3 == 0 { "1940-01-01".into() } else { "1980-01-01".into() }),
                ..facts_of(&format!("王{}", char::from_u32(0x4e00 + n).unwrap_or('一')))
            };
            intake.take(&first, &facts)?;
        }
        intake.finish()
    });
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let (mut seen, mut after) = (BTreeSet::new(), String::new());
    let mut shown = 0;
    loop {
        let page = zhou.get_json(&format!("/members?category=advanced_age&after={}", kernel::escape(&after))).json();
        shown += names(&page).len();
        seen.extend(names(&page));
        match page["next"].as_str() {
            Some(next) => after = next.into(),
            None => break,
        }
    }
    assert_eq!((shown, seen.len()), (57, 57));
}

/// 高主任 lowers the age: the page names who would come in before anything is saved.
#[test]
fn a_changed_rule_says_who_would_change_before_it_is_saved() {
    let town = Town::new();
    let gao = town.person("高主任", "officer", STREET);
    town.member(FIRST, "赵建国", Ledger { birth: Some("1950-05-04".into()), ..facts_of("赵建国") });
    let sun = town.member(EAST, "孙桂兰", Ledger { birth: Some("1940-05-04".into()), ..facts_of("孙桂兰") });
    let key = "categories.kind.advanced_age";
    let rule = gao.get(&format!("/rules/{key}")).text();
    assert!(rule.contains("看会影响谁") && rule.contains(&format!("/rules/{key}/effect")), "{rule}");
    let value = r#"{ any = [{ age = 75 }], models = ["care"], study = "home", contact = "P1M", exempt = [] }"#;
    let typed = |value: &str, from: &str| format!("/rules/{key}/effect?value={}&from={from}&source=x&article=", kernel::escape(value));
    let effect = gao.get_json(&typed(value, "2026-12-01")).json();
    assert_eq!(
        (effect["members"].as_i64(), effect["changed"].as_i64(), effect["on"].as_str()),
        (Some(2), Some(1), Some("2026-12-01")),
        "{effect}"
    );
    let moved = effect["categories"].as_array().cloned().unwrap_or_default();
    let line = moved.iter().find(|m| m["code"] == "advanced_age").cloned().unwrap_or_default();
    assert_eq!(
        (line["before"].as_i64(), line["after"].as_i64(), line["comes"][0]["name"].as_str()),
        (Some(1), Some(2), Some("赵建国")),
        "{effect}"
    );
    let post = moved.iter().find(|m| m["code"] == "without_post").cloned().unwrap_or_default();
    assert_eq!(post["leaves"][0]["name"], "赵建国", "who is old is not asked for a post");
    assert!(gao.get(&typed(value, "2026-12-01")).text().contains("看过了，记下"));
    // What cannot be is said beside its field, and what was typed stays.
    for (value, from, field) in [
        ("{ any = [] ", "2026-12-01", "value"),
        (value, "soon", "from"),
        (&value.replace("75", "20"), "2026-12-01", "value"),
        (&value.replace("exempt", "exempts"), "2026-12-01", "value"),
    ] {
        let answer = gao.get_json(&typed(value, from)).json();
        assert_eq!(answer["wrong"]["field"], field, "{answer}");
    }
    assert!(gao.get(&typed("{ any = [", "2026-12-01")).text().contains("field-error"));
    // Unseen it is not recorded; seen it is, from its day on.
    let form = |seen: &'static str| {
        [("value", value), ("from", "2026-11-01"), ("source", "青龙街工委〔2026〕9号"), ("article", ""), ("seen", seen)]
    };
    let unseen = gao.with("accept", "application/json").post(&format!("/rules/{key}"), &form("false"));
    assert!(unseen.status >= 400 && unseen.text().contains("effect_unseen"), "{}", unseen.text());
    assert_eq!(count(&gao, "advanced_age"), 1);
    assert_eq!(gao.post(&format!("/rules/{key}"), &form("true")).status, 303);
    assert_eq!(count(&gao, "advanced_age"), 2);
    assert!(of(&gao, sun).contains("advanced_age"));
    // Who may not change rules does not ask what they would do; a rule that moves nobody has no such page.
    assert_eq!(town.person("周敏", "worker", COMMUNITY).get(&typed(value, "2026-12-01")).status, 403);
    assert_eq!(gao.get("/rules/study.hours.member/effect?value=40&from=2027-01-01&source=x").status, 404);
    // Shorter silence: who was heard of in summer is possibly lost then.
    town.member(FIRST, "郑默", Ledger { last_contact: Some("2026-07-01".into()), ..facts_of("郑默") });
    let silence = gao.get_json("/rules/contact.lost.after/effect?value=P3M&from=2026-11-22&source=x").json();
    let lost = silence["categories"].as_array().into_iter().flatten().find(|m| m["code"] == "possibly_lost").cloned().unwrap_or_default();
    assert_eq!((lost["comes_in_all"].as_i64(), lost["comes"][0]["name"].as_str()), (Some(1), Some("郑默")), "{silence}");
}

/// All at once says of each what one at a time says.
#[test]
fn gathered_together_or_alone_is_the_same() {
    let town = Town::new();
    let ids: Vec<Id> = (0..12)
        .map(|n| {
            let facts = Ledger {
                birth: (n % 4 != 0).then(|| format!("{}", 1930 + 5 * n)),
                employment: ["在职", "离退休", "农民", "流动"][n % 4].into(),
                last_contact: (n % 3 != 0).then(|| format!("2026-0{}-01", 1 + n % 9)),
                ..facts_of(&format!("王{n}"))
            };
            let id = town.member(FIRST, &format!("王{n}"), facts);
            if n % 2 == 0 {
                card(&town, id, CardFacts { health: Some(["良好", "慢性病", "一般"][n % 3].into()), ..CardFacts::default() });
            }
            id
        })
        .collect();
    let wanted = ids.clone();
    let (all, alone, narrowed) = town
        .house
        .read_as_system("test", Scope::ALL, move |cx| {
            let kinds = super::kinds(cx)?;
            let all: std::collections::HashMap<Id, Vec<Held>> =
                kinds.facts_of_all(cx)?.iter().map(|(id, f)| (*id, kinds.derive(f))).collect();
            let mut alone = std::collections::HashMap::new();
            for id in &wanted {
                alone.extend(kinds.of_these(cx, &[*id])?);
            }
            // The database never leaves out whom the facts put in.
            let mut narrowed = vec![];
            for (n, kind) in kinds.all.iter().enumerate() {
                let mut values = vec![];
                let condition = kinds.narrowed(kind, &mut |value| {
                    values.push(value);
                    format!("${}", values.len())
                });
                let found: Vec<Id> = cx.all(&format!("select m.id from {{members}} m where {condition}"), &values)?;
                narrowed.push(all.iter().filter(|(_, held)| held.iter().any(|h| h.kind == n)).all(|(id, _)| found.contains(id)));
            }
            Ok((all, alone, narrowed))
        })
        .expect("a readable house");
    assert_eq!(all, alone);
    assert_eq!(all.len(), ids.len());
    assert!(narrowed.into_iter().all(|n| n));
}

fn a_day() -> impl Strategy<Value = String> {
    (1930_i16..2027, 1_i8..13, 1_i8..29).prop_map(|(y, m, d)| date(y, m, d).to_string())
}

fn a_span() -> impl Strategy<Value = (String, Option<String>)> {
    (a_day(), proptest::option::of(a_day()))
}

prop_compose! {
    fn somebody()(
        birth in proptest::option::of(a_day()),
        probationary: bool,
        employment in proptest::sample::select(vec!["在职", "离退休", "农民", "未就业", "流动", ""]),
        unit_kind in proptest::option::of(proptest::sample::select(vec!["非公企业".to_owned(), "机关".to_owned()])),
        away in proptest::option::of(proptest::option::of(a_day())),
        home in proptest::option::of(a_day()),
        group in proptest::option::of(a_day()),
        setting in proptest::sample::select(vec!["", "settled", "moving"]),
        heard in proptest::option::of(a_day()),
        health in proptest::option::of((proptest::sample::select(vec!["良好".to_owned(), "慢性病".to_owned(), String::new()]), a_day())),
        declared in proptest::collection::vec((proptest::sample::select(Declared::ALL.to_vec()), a_span()), 0..3),
        reliefs in proptest::collection::vec(a_span(), 0..2),
        posts in proptest::collection::vec(a_span(), 0..3),
    ) -> Facts {
        let month = |d: String| d[..7].to_owned();
        Facts {
            birth,
            probationary,
            employment: employment.into(),
            unit: "恒通纺织".into(),
            unit_kind,
            away,
            former_home_on: home,
            transition_until: group,
            setting: setting.into(),
            heard_on: heard,
            taken_in_on: "2020-01-01".into(),
            health,
            declared: declared.into_iter().map(|(what, (from, to))| (what, from, to)).collect(),
            reliefs: reliefs.into_iter().map(|(from, to)| (month(from), to.map(month))).collect(),
            posts,
            ledger_on: "2026-11-22".into(),
            ..Facts::default()
        }
    }
}

fn kinds_on(on: Date) -> Kinds {
    Kinds::of(rulebook::printed().expect("the printed book").at(on))
}

proptest! {
    /// The same facts, rules and day give the same; in the book's order, each once, none beside what it gives way to.
    #[test]
    fn what_follows_is_a_function(f in somebody(), months in 0_i32..600) {
        let on = date(1980, 1, 1).saturating_add(jiff::Span::new().months(months));
        let kinds = kinds_on(on);
        let held = kinds.derive(&f);
        prop_assert_eq!(&held, &kinds_on(on).derive(&f.clone()));
        prop_assert!(held.windows(2).all(|w| w[0].kind < w[1].kind));
        let code = |h: &Held| kinds.all[h.kind].code.clone();
        for h in &held {
            prop_assert!(kinds.all[h.kind].rule.not_with.iter().all(|other| held.iter().all(|o| code(o) != *other)));
            prop_assert!(!h.reason.words().is_empty());
        }
    }

    /// Nobody grows out of old age, and what is said of one fact changes no category of another.
    #[test]
    fn facts_do_not_leak_into_each_other(f in somebody(), age in 0_i8..30) {
        let has = |on: Date, f: &Facts, code: &str| {
            let kinds = kinds_on(on);
            kinds.derive(f).iter().any(|h| kinds.all[h.kind].code == code)
        };
        let (on, later) = (date(2026, 11, 22), date(2026, 11, 22).saturating_add(jiff::Span::new().years(age)));
        prop_assert!(!has(on, &f, "advanced_age") || has(later, &f, "advanced_age"));
        prop_assert_eq!(has(on, &f, "retired"), f.employment == "离退休");
        prop_assert_eq!(has(on, &f, "probationary"), f.probationary);
        let other = Facts { health: None, declared: vec![], reliefs: vec![], ..f.clone() };
        for code in ["retired", "in_service", "floating", "advanced_age", "possibly_lost", "relocation"] {
            prop_assert_eq!(has(on, &f, code), has(on, &other, code), "{}", code);
        }
        prop_assert!(!has(on, &other, "hardship") && !has(on, &other, "poor_health"));
    }
}

/// Every number stands in the book: a condition of the printed categories names what it needs.
#[test]
fn the_book_prints_all_fourteen() {
    let kinds = kinds_on(date(2026, 11, 22));
    let codes: Vec<&str> = kinds.all.iter().map(|k| k.code.as_str()).collect();
    assert_eq!(codes.len(), 14, "{codes:?}");
    assert!(kinds.all.iter().all(|k| !k.rule.any.is_empty() && !k.rule.models.is_empty()));
    assert!(kinds.find("advanced_age").is_some_and(|k| k.rule.any == [Condition::Age(80)]));
    let book = rulebook::printed().expect("the printed book");
    assert_eq!(book.at(kinds.today).all(keys::CATEGORIES).len(), 14);
}
