//! Dues as people meet them: declared, paid at the desk or by a neighbour, relieved, and asked about
//! before the term of the Constitution ends.

use super::*;
use crate::{
    closing::Month,
    people::Facts,
    testing::{Town, facts_of},
};
use kernel::{Id, Scope, args, testing::Asker};
use proptest::prelude::*;
use serde_json::Value as Json;

const FIRST: &str = "青竹苑社区第一党支部";
const COMMUNITY: &str = "青竹苑社区党总支";

fn town() -> (Town, Asker, Id) {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let zhao = town.member(FIRST, "赵建国", facts_of("赵建国"));
    (town, zhou, zhao)
}

fn done(asker: &Asker, url: &str, form: &[(&str, &str)]) {
    let answer = asker.post(url, form);
    assert_eq!(answer.status, 303, "{}", answer.text());
}

/// The field that is wrong with a form.
fn wrong(asker: &Asker, url: &str, form: &[(&str, &str)]) -> String {
    let answer = asker.with("accept", "application/json").post(url, form);
    assert_eq!(answer.status, 422, "{}", answer.text());
    answer.json()["errors"][0]["field"].as_str().unwrap_or_default().to_owned()
}

fn declare(asker: &Asker, member: Id, class: &str, base: &str, from: &str) {
    done(asker, &format!("/members/{member}/dues/declarations"), &[("class", class), ("base", base), ("from", from)]);
}

fn pay(asker: &Asker, member: Id, first: &str, months: &str, yuan: &str) {
    let form = [("first", first), ("months", months), ("yuan", yuan), ("how", "cash"), ("paid_on", "2026-11-20")];
    done(asker, &format!("/members/{member}/dues/payments"), &form);
}

fn of(asker: &Asker, member: Id) -> Json {
    let answer = asker.get_json(&format!("/members/{member}/dues"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// The twelve months as a row of the register reads them.
fn row(asker: &Asker, url: &str, name: &str) -> Vec<String> {
    let register = asker.get_json(url).json();
    let line =
        register["lines"].as_array().expect("lines").iter().find(|l| l["name"] == name).unwrap_or_else(|| panic!("{name} in {register}"));
    line["months"].as_array().expect("months").iter().map(|m| m["state"].as_str().unwrap_or("").to_owned()).collect()
}

#[test]
fn zhao_pays_a_quarter_at_the_desk_and_the_page_says_why_so_much() {
    let (town, zhou, zhao) = town();
    declare(&zhou, zhao, "retired", "4200", "2026-07");
    assert_eq!(of(&zhou, zhao)["standing"]["owed"], serde_json::json!(["2026-07", "2026-08", "2026-09", "2026-10"]));
    pay(&zhou, zhao, "2026-07", "3", "");
    let page = of(&zhou, zhao);
    assert_eq!((&page["standing"]["paid_until"], &page["standing"]["owed_fen"]), (&"2026-09".into(), &2100.into()));
    assert_eq!(
        page["standing"]["due"],
        serde_json::json!({"reason": "share", "fen": 2100, "class": "retired", "base": 420000, "per_10000": 50})
    );
    assert_eq!((&page["payments"][0]["fen"], &page["payments"][0]["last"]), (&6300.into(), &"2026-09".into()));
    let html = zhou.get(&format!("/members/{zhao}/dues")).text();
    for words in ["交到2026年9月，欠 1 个月", "基数 4200 元的 0.5%（离退休）", "2026年7月 至 2026年9月", "63 元", "现金 · 周敏"]
    {
        assert!(html.contains(words), "{words} is missing in {html}");
    }
    assert!(zhou.with("accept-language", "en").get(&format!("/members/{zhao}/dues")).text().contains("0.5% of 4200 yuan (Retired)"));
    let card = zhou.get(&format!("/members/{zhao}")).text();
    assert!(card.contains("交到2026年9月") && card.contains(&format!("/members/{zhao}/dues")), "{card}");
    let audit = town.person("吴审", "auditor", "青龙街道党工委").get_json("/audit").text();
    assert!(audit.contains("dues paid 2026-07 to 2026-09") && audit.contains("dues declared from 2026-07"), "{audit}");
    assert!(!audit.contains("4200"), "the audit log holds no base");
}

#[test]
fn what_cannot_be_is_said_beside_its_field() {
    let (_, zhou, zhao) = town();
    let (declarations, payments) = (format!("/members/{zhao}/dues/declarations"), format!("/members/{zhao}/dues/payments"));
    for (field, form) in [
        ("class", [("class", "rich"), ("base", "4200"), ("from", "2026-07"), ("due", ""), ("why", "")]),
        ("base", [("class", "wage"), ("base", ""), ("from", "2026-07"), ("due", ""), ("why", "")]),
        ("base", [("class", "wage"), ("base", "很多"), ("from", "2026-07"), ("due", ""), ("why", "")]),
        ("from", [("class", "wage"), ("base", "4200"), ("from", "1985-06"), ("due", ""), ("why", "")]),
        ("from", [("class", "wage"), ("base", "4200"), ("from", "2028-01"), ("due", ""), ("why", "")]),
        ("why", [("class", "wage"), ("base", "4200"), ("from", "2026-07"), ("due", "30"), ("why", "")]),
    ] {
        assert_eq!(wrong(&zhou, &declarations, &form), field, "{form:?}");
    }
    let paying = |first, months, yuan, on| [("first", first), ("months", months), ("yuan", yuan), ("paid_on", on), ("how", "online")];
    assert_eq!(wrong(&zhou, &payments, &paying("2026-10", "1", "", "2026-11-20")), "yuan", "nobody knows what is due");
    declare(&zhou, zhao, "retired", "4200", "2026-07");
    for (field, form) in [
        ("yuan", paying("2026-07", "3", "62.99", "2026-11-20")),
        ("months", paying("2026-07", "13", "", "2026-11-20")),
        ("months", paying("2026-07", "0", "", "2026-11-20")),
        ("paid_on", paying("2026-07", "1", "", "2026-11-23")),
        ("first", paying("1985-06", "1", "", "2026-11-20")),
    ] {
        assert_eq!(wrong(&zhou, &payments, &form), field, "{form:?}");
    }
    pay(&zhou, zhao, "2026-07", "1", "");
    assert_eq!(wrong(&zhou, &payments, &paying("2026-06", "2", "50", "2026-11-20")), "first", "July is paid");
    let typed =
        zhou.with("referer", &format!("http://linli.test/members/{zhao}/dues")).post(&payments, &paying("2026-08", "1", "1", "2026-11-20"));
    assert!(typed.status == 422 && typed.text().contains("少交要先有减免决定") && typed.text().contains("value=\"1\""), "{}", typed.text());
}

/// Who pays more pays it of their own will; it stands with the last month.
#[test]
fn more_than_is_due_is_taken() {
    let (_, zhou, zhao) = town();
    declare(&zhou, zhao, "retired", "4200", "2026-07");
    pay(&zhou, zhao, "2026-07", "2", "100");
    let page = of(&zhou, zhao);
    let paid: Vec<i64> = page["months"].as_array().expect("months").iter().filter_map(|m| m["paid"].as_i64()).collect();
    assert_eq!(paid, [2100, 7900]);
}

#[test]
fn an_entry_that_was_wrong_is_taken_back_and_both_stay() {
    let (town, zhou, zhao) = town();
    declare(&zhou, zhao, "retired", "4200", "2026-09");
    pay(&zhou, zhao, "2026-09", "2", "");
    let receipt = of(&zhou, zhao)["payments"][0]["receipt"].as_str().expect("a receipt").to_owned();
    let back = format!("/members/{zhao}/dues/payments/{receipt}/reversal");
    done(&zhou, &back, &[]);
    assert_eq!(zhou.post(&back, &[]).status, 404, "only what stands can be taken back");
    let page = of(&zhou, zhao);
    assert_eq!((&page["payments"][0]["taken_back"], &page["standing"]["owed"]), (&true.into(), &serde_json::json!(["2026-09", "2026-10"])));
    let rows: (i64, i64) = town.write(|cx| cx.one("select count(*), cast(sum(p.fen) as bigint) from {dues_payments} p", args![]));
    assert_eq!(rows, (4, 0));
    // The declaration as well: then nothing is known and nothing owed.
    let entry = page["declarations"][0]["id"].as_str().expect("an entry").to_owned();
    done(&zhou, &format!("/members/{zhao}/dues/declarations/{entry}/reversal"), &[]);
    let page = of(&zhou, zhao);
    assert_eq!((&page["standing"]["due"], &page["standing"]["owed"]), (&Json::Null, &serde_json::json!([])));
}

#[test]
fn a_base_holds_until_the_next_is_declared() {
    let (_, zhou, zhao) = town();
    declare(&zhou, zhao, "wage", "4800", "2026-01");
    declare(&zhou, zhao, "wage", "5200", "2026-07");
    declare(&zhou, zhao, "wage", "5200", "2026-08");
    let page = of(&zhou, zhao);
    let due: Vec<i64> = page["months"].as_array().expect("months").iter().map(|m| m["due"].as_i64().unwrap_or(-1)).collect();
    assert_eq!(due, [[4800; 6], [7800; 6]].concat());
    assert_eq!(page["declarations"].as_array().map(Vec::len), Some(2), "what holds already is no news");
}

#[test]
fn relief_is_decided_its_reason_sealed_and_shown_for_a_reason() {
    let (_, zhou, zhao) = town();
    declare(&zhou, zhao, "retired", "4200", "2026-05");
    let reliefs = format!("/members/{zhao}/dues/reliefs");
    let form = |since, until, to| {
        [("since", since), ("until", until), ("reduced_to", to), ("reason", "老伴长期住院"), ("decided_by", "街道党工委")]
    };
    done(&zhou, &reliefs, &form("2026-05", "2026-07", ""));
    done(&zhou, &reliefs, &form("2026-08", "", "5"));
    assert_eq!(wrong(&zhou, &reliefs, &form("2026-07", "2026-07", "")), "since", "one decision a month");
    assert_eq!(wrong(&zhou, &reliefs, &form("2026-04", "2026-03", "")), "until");
    let page = of(&zhou, zhao);
    assert_eq!(page["standing"]["owed"], serde_json::json!(["2026-08", "2026-09", "2026-10"]));
    assert_eq!((&page["standing"]["due"]["fen"], &page["standing"]["owed_fen"]), (&500.into(), &1500.into()));
    assert_eq!(row(&zhou, "/dues", "赵建国")[4..9], ["spared", "spared", "spared", "owed", "owed"]);
    pay(&zhou, zhao, "2026-07", "4", "");
    assert_eq!(of(&zhou, zhao)["payments"][0]["fen"], 1500, "nothing is paid for a month that is exempt");
    let html = zhou.get(&format!("/members/{zhao}/dues")).text();
    assert!(!html.contains("老伴") && html.contains("原因已封存"), "{html}");
    let entry = page["reliefs"][0]["id"].as_str().expect("an entry").to_owned();
    let ask = |reason| zhou.post(&format!("/members/{zhao}/reveals"), &[("field", "relief"), ("of", entry.as_str()), ("reason", reason)]);
    assert_eq!(ask("").status, 422);
    assert!(ask("研究减免").text().contains("老伴长期住院"));
}

#[test]
fn who_has_not_paid_for_five_months_stands_on_the_workbench() {
    let (town, zhou, zhao) = town();
    let sun = town.member(FIRST, "孙桂兰", facts_of("孙桂兰"));
    let li = town.member(FIRST, "李思远", facts_of("李思远"));
    let qian =
        town.member(FIRST, "钱红", Facts { joined: Some("2026-08-01".into()), became_full: None, probationary: true, ..facts_of("钱红") });
    for member in [zhao, sun, li, qian] {
        declare(&zhou, member, "retired", "4200", if member == qian { "2026-08" } else { "2026-01" });
    }
    // 赵建国 has paid up to May: June to October are five. 孙桂兰 up to June: four. 李思远 is exempt.
    pay(&zhou, zhao, "2026-01", "5", "");
    pay(&zhou, sun, "2026-01", "6", "");
    done(&zhou, &format!("/members/{li}/dues/reliefs"), &[("since", "2026-01"), ("reason", "低保"), ("decided_by", "街道党工委")]);
    let due = zhou.get_json("/").json()["due"].to_string();
    assert!(due.contains("1 名党员连续 5 个月没有交党费") && due.contains("赵建国") && due.contains("/dues?only=warned"), "{due}");
    let names = |url: &str| -> Vec<String> {
        let register = zhou.get_json(url).json();
        register["lines"].as_array().expect("lines").iter().map(|l| l["name"].as_str().unwrap_or("").to_owned()).collect()
    };
    assert_eq!(names("/dues?only=warned"), ["赵建国"]);
    assert_eq!(names("/dues?only=owed"), ["孙桂兰", "赵建国", "钱红"]);
    assert_eq!(names("/dues?only=owed&year=2025"), Vec::<String>::new());
    assert_eq!(names("/dues?only=undeclared"), Vec::<String>::new());
    assert!(zhou.get("/dues").text().contains("连续 5 个月未交"));
    assert!(
        of(&zhou, zhao)["standing"]["to_be_handled"] == false && zhou.get(&format!("/members/{zhao}/dues")).text().contains("先问问原因")
    );
    town.clock.set("2026-12-01T02:00:00Z");
    assert_eq!(of(&zhou, zhao)["standing"]["to_be_handled"], true);
    let member: String = town.write(move |cx| cx.one("select m.flags from {members} m where m.id = $1", args![zhao]));
    assert_eq!(member, "", "nothing happens to a member by itself");
    pay(&zhou, zhao, "2026-06", "6", "");
    assert!(!zhou.get_json("/").json()["due"].to_string().contains("赵建国"));
}

#[test]
fn the_register_is_read_by_pages_and_leaves_as_a_workbook() {
    let (town, zhou, zhao) = town();
    for n in 0..60 {
        town.member("青竹苑社区第二党支部", &format!("王{n:02}"), facts_of("王"));
    }
    declare(&zhou, zhao, "wage", "5000.01", "2026-09");
    pay(&zhou, zhao, "2026-09", "1", "");
    let first = zhou.get_json("/dues").json();
    assert_eq!(first["lines"].as_array().map(Vec::len), Some(50));
    let next = serde_html_form::to_string([("after", first["next"].as_str().expect("a next page"))]).expect("a query");
    let second = zhou.get_json(&format!("/dues?{next}")).json();
    assert_eq!((second["lines"].as_array().map(Vec::len), &second["next"]), (Some(11), &Json::Null));
    let branch = town.org(FIRST).id;
    assert_eq!(zhou.get_json(&format!("/dues?org={branch}")).json()["lines"].as_array().map(Vec::len), Some(1));
    assert_eq!(row(&zhou, &format!("/dues?org={branch}"), "赵建国")[7..], ["outside", "paid", "owed", "open", "open"]);
    let file = zhou.get(&format!("/dues.xlsx?org={branch}"));
    assert_eq!(file.status, 200, "{}", file.text());
    let sheet = &sheets::open("党费.xlsx", &file.bytes).expect("a workbook").sheets[0];
    let text: String =
        sheet.rows().flat_map(|r| r.cells().map(|(_, c)| c.text().into_owned()).collect::<Vec<_>>()).collect::<Vec<_>>().join(" ");
    for words in ["青竹苑社区第一党支部 2026年党费台账", "赵建国", "5000.01", "75", "未交", "2026-09"] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    assert!(row(&zhou, &format!("/dues?org={branch}&year=2025"), "赵建国").iter().all(|state| state == "outside"));
}

#[test]
fn a_neighbour_finds_nobody_and_a_member_sees_and_declares_their_own() {
    let (town, zhou, zhao) = town();
    let sun = town.member(FIRST, "孙桂兰", facts_of("孙桂兰"));
    let neighbour = town.person("陈立新", "worker", "东风村党总支");
    assert_eq!(neighbour.get(&format!("/members/{zhao}/dues")).status, 404);
    assert_eq!(neighbour.get_json("/dues").json()["lines"], serde_json::json!([]));
    let leader = town.person("周组长", "leader", FIRST);
    assert_eq!(leader.get(&format!("/members/{zhao}/dues")).status, 200);
    assert_eq!(leader.post(&format!("/members/{zhao}/dues/payments"), &[("first", "2026-10"), ("how", "cash")]).status, 403);
    let secretary = town.person("陈书记", "secretary", FIRST);
    assert_eq!(secretary.post(&format!("/members/{zhao}/dues/reliefs"), &[]).status, 403);
    let own = town.member_account(zhao, "赵建国", FIRST);
    done(&own, "/me/dues/declarations", &[("class", "retired"), ("base", "5200"), ("from", "2026-10")]);
    assert_eq!(wrong(&own, "/me/dues/declarations", &[("class", "retired"), ("base", "0"), ("from", "2026-10")]), "base");
    let mine = own.get("/me/dues").text();
    for words in ["52 元", "基数 5200 元的 1%（离退休）", "10月"] {
        assert!(mine.contains(words), "{words} is missing in {mine}");
    }
    assert_eq!(own.get_json("/me/dues").json()["standing"]["owed"], serde_json::json!(["2026-10"]));
    assert_eq!(of(&zhou, zhao)["declarations"][0]["made_by"], "赵建国");
    assert_eq!((own.get(&format!("/members/{sun}/dues")).status, own.get("/dues").status), (403, 403));
    assert_eq!(zhou.get("/me/dues").status, 403);
}

/// Dues go where the member goes.
#[test]
fn a_member_who_moves_takes_their_dues_along() {
    let (town, zhou, zhao) = town();
    declare(&zhou, zhao, "retired", "4200", "2026-09");
    pay(&zhou, zhao, "2026-09", "2", "");
    let street = town.person("张磊", "officer", "青龙街道党工委");
    done(&street, &format!("/members/{zhao}/move"), &[("org", &town.org("东风村第一党支部").id.to_string())]);
    assert_eq!(zhou.get(&format!("/members/{zhao}/dues")).status, 404);
    assert_eq!(of(&town.person("陈立新", "worker", "东风村党总支"), zhao)["standing"]["paid_until"], "2026-10");
}

/// The officer's own rule holds from its day on; what was due before stays as it was.
#[test]
fn a_rule_of_ones_own_holds_from_its_day_on() {
    let (town, zhou, zhao) = town();
    declare(&zhou, zhao, "farmer", "", "2026-08");
    let officer = town.person("张磊", "officer", "青龙街道党工委");
    done(&officer, "/rules/dues.fixed.farmer", &[("value", "100"), ("source", "街道党工委会议"), ("from", "2026-10-01")]);
    let page = of(&zhou, zhao);
    let due: Vec<i64> = page["months"].as_array().expect("months").iter().filter_map(|m| m["due"].as_i64()).collect();
    assert_eq!(due, [20, 20, 100, 100, 100]);
    assert_eq!(wrong(&officer, "/rules/dues.fixed.farmer", &[("value", "101"), ("source", "x"), ("from", "2026-10-01")]), "value");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    /// However members pay, are spared and join, the register's own filters in SQL say the same as
    /// what is derived member by member.
    #[test]
    fn the_filters_say_what_is_derived(members in proptest::collection::vec((1u8..12, proptest::collection::vec(1u8..12, 0..6), proptest::option::of((1u8..12, 0u8..6, 0i64..2))), 1..6)) {
        let town = Town::new();
        let zhou = town.person("周敏", "worker", COMMUNITY);
        for (n, (from, paid, relief)) in members.iter().enumerate() {
            let id = town.member(FIRST, &format!("王{n:02}"), Facts { joined: Some(format!("2026-{:02}", n % 9 + 1)), ..facts_of("王") });
            let (from, mut paid, relief) = (*from, paid.clone(), *relief);
            paid.sort_unstable();
            paid.dedup();
            town.write(move |cx| {
                let member: crate::people::Member = cx.find(id)?;
                let month = |m: u8| -> Month { format!("2026-{m:02}").parse().expect("a month") };
                Declaration::record(cx, &member, month(from), &NewDeclaration { class: "farmer".into(), ..NewDeclaration::default() }, None)?;
                for m in paid {
                    let row = payment::Row { receipt: cx.new_id(), month: month(m), fen: Some(Fen(20)), on: cx.today(), how: How::Cash, reverses: None, source: None };
                    payment::append(cx, &member, &row)?;
                }
                if let Some((since, length, due)) = relief {
                    let to = (length > 0).then(|| month(since).plus(length.into()));
                    relief::Relief::decide(cx, &member, &relief::NewRelief { from: month(since), to, due: Fen(due), reason: "困难".into(), decided_by: "党委".into() })?;
                }
                Ok(())
            });
        }
        let read = |only| {
            let org = town.org(COMMUNITY);
            town.house.read_as_system("test", Scope::ALL, move |cx| {
                let january = Month::of(cx.today()).january();
                let all = register::read(cx, &org, january, only, "", 100)?;
                Ok(all.lines.into_iter().map(|l| (l.name, !l.standing.owed.is_empty(), l.standing.warned)).collect::<Vec<_>>())
            }).expect("a register")
        };
        let all = read(register::Only::Everybody);
        let names = |which: fn(&(String, bool, bool)) -> bool, of: &[(String, bool, bool)]| of.iter().filter(|l| which(l)).map(|l| l.0.clone()).collect::<Vec<_>>();
        prop_assert_eq!(names(|l| l.1, &all), names(|_| true, &read(register::Only::Owed)));
        prop_assert_eq!(names(|l| l.2, &all), names(|_| true, &read(register::Only::Warned)));
        let due = zhou.get_json("/").json()["due"].to_string();
        prop_assert_eq!(all.iter().any(|l| l.2), due.contains("/dues?only=warned"));
    }
}
