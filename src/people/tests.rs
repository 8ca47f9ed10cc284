use super::*;
use crate::testing::{Town, facts_of};
use kernel::{Id, Scope};

const FIRST: &str = "青竹苑社区第一党支部";
const SECOND: &str = "青竹苑社区第二党支部";
const EAST: &str = "东风村第一党支部";
const BAMBOO: &str = "青竹苑社区党总支";
/// The division 320499 was never assigned: nobody's numbers, with right check digits.
const ID: &str = "320499198704086215";
const OTHER_ID: &str = "320499200002237306";

fn zhao() -> Facts {
    Facts {
        id_no: Some(ID.into()),
        birth: Some("1987-04-08".into()),
        phone: Some("14000001427".into()),
        home: Some("青竹苑社区12幢401室".into()),
        ..facts_of("赵建国")
    }
}

/// 周敏 looks for people by what she remembers of them, and sees nobody of the village next door.
#[test]
fn the_list_finds_by_name_pinyin_initials_and_phone() {
    let town = Town::new();
    town.member(FIRST, "赵建国", zhao());
    town.member(SECOND, "孙桂兰", facts_of("孙桂兰"));
    town.member(EAST, "赵建军", facts_of("赵建军"));
    let zhou = town.person("周敏", "worker", BAMBOO);
    let found = |q: &str| {
        let answer = zhou.get_json(&format!("/members?q={q}")).json();
        let names: Vec<String> =
            answer["members"].as_array().into_iter().flatten().map(|m| m["name"].as_str().unwrap_or("").into()).collect();
        names.join(" ")
    };
    for q in ["%E5%BB%BA", "zhaojian", "zjg", "ZHAO", "1427", "%E5%BB%BA%E5%9B%BD"] {
        assert_eq!(found(q), "赵建国", "{q}");
    }
    assert_eq!(found("sgl"), "孙桂兰");
    assert_eq!(found(""), "赵建国 孙桂兰");
    assert_eq!(found("1428"), "");
    let page = zhou.get("/members").text();
    assert!(page.contains("id=\"ledger\"") && page.contains("共 2 人"), "{page}");
    assert!(!page.contains("14000001427") && !page.contains(ID));
}

/// Whatever is filtered, page after page shows each member once.
#[test]
fn every_filter_pages_to_its_end() {
    let town = Town::new();
    let (first, second) = (town.org(FIRST), town.org(SECOND));
    town.write(move |cx| {
        let mut intake = Intake::new(cx, None);
        for n in 0..120 {
            let facts = Facts {
                birth: Some(if n % 2 == 0 { "1950-01".into() } else { "1990-01-01".into() }),
                flags: if n % 3 == 0 { vec!["id_missing".into()] } else { vec![] },
                last_contact: (n % 5 != 0).then(|| "2026-11-01".into()),
                ..facts_of(&format!("王{}{}", char::from_u32(0x4e00 + n).unwrap_or('一'), n % 2))
            };
            intake.take(if n % 2 == 0 { &first } else { &second }, &facts)?;
        }
        intake.finish()
    });
    let zhou = town.person("周敏", "worker", BAMBOO);
    let count = |query: &str| {
        let (mut ids, mut after) = (std::collections::BTreeSet::new(), String::new());
        let mut shown = 0;
        loop {
            let page = zhou.get_json(&format!("/members?{query}&after={}", kernel::escape(&after))).json();
            for m in page["members"].as_array().into_iter().flatten() {
                shown += 1;
                ids.insert(m["id"].to_string());
            }
            match page["next"].as_str() {
                Some(next) => after = next.into(),
                None => break,
            }
        }
        assert_eq!(shown, ids.len(), "{query}");
        shown
    };
    assert_eq!(count(""), 120);
    assert_eq!(count("q=w"), 120);
    assert_eq!(count("q=%E7%8E%8B&is=undecided"), 40);
    assert_eq!(count("is=undecided"), 40);
    assert_eq!(count("age=60"), 60);
    assert_eq!(count("uncontacted=90&employment=%E7%A6%BB%E9%80%80%E4%BC%91"), 24);
    assert_eq!(count(&format!("org={}", town.org(SECOND).id)), 60);
    assert_eq!(count(&format!("org={}&q=wang", town.org(FIRST).id)), 60);
    assert_eq!(zhou.get(&format!("/members?org={}", town.org(EAST).id)).status, 404);
    assert_eq!(zhou.get("/members?after=x").status, 404);
}

/// A hidden number is shown once, to who says what for; the audit log has the reason, not the number.
#[test]
fn hidden_facts_are_shown_with_a_reason() {
    let town = Town::new();
    let id = town.member(FIRST, "赵建国", zhao());
    let zhou = town.person("周敏", "worker", BAMBOO);
    let card = zhou.get(&format!("/members/{id}")).text();
    assert!(card.contains("140****1427") && !card.contains("14000001427") && !card.contains(ID), "{card}");
    assert_eq!(zhou.post(&format!("/members/{id}/reveals"), &[("field", "phone"), ("reason", " ")]).status, 422);
    let shown = zhou.post(&format!("/members/{id}/reveals"), &[("field", "phone"), ("reason", "走访前联系")]);
    assert!(shown.text().contains("14000001427"));
    assert_eq!(
        zhou.post_json(&format!("/members/{id}/reveals"), serde_json::json!({"field": "id_no", "reason": "核对"})).json()["value"],
        ID
    );
    let noted: Vec<(String, String)> = town.write(move |cx| {
        cx.all("select detail, reason from {audit} a where a.subject = $1 and a.reason <> '' order by a.seq", kernel::args![id])
    });
    assert_eq!(noted, [("showed phone".to_owned(), "走访前联系".to_owned()), ("showed id_no".to_owned(), "核对".to_owned())]);
    assert_eq!(
        town.person("李思远", "leader", FIRST).post(&format!("/members/{id}/reveals"), &[("field", "phone"), ("reason", "x")]).status,
        403
    );
}

/// The worker of the next community learns nothing, whatever she asks.
#[test]
fn neighbours_find_nobody() {
    let town = Town::new();
    let id = town.member(FIRST, "赵建国", zhao());
    let east = town.person("陈立新", "worker", "东风村党总支");
    for path in ["", "/edit", "/contacts/new", "/move", "/paper"] {
        assert_eq!(east.get(&format!("/members/{id}{path}")).status, 404, "{path}");
    }
    for (path, form) in [
        ("", vec![("name", "x")]),
        ("/reveals", vec![("field", "phone"), ("reason", "x")]),
        ("/contacts", vec![("kind", "call"), ("on", "2026-11-20")]),
        ("/paper", vec![("reason", "x")]),
    ] {
        assert_eq!(east.post(&format!("/members/{id}{path}"), &form).status, 404, "{path}");
    }
    let org = town.org(EAST).id.to_string();
    assert_eq!(east.post(&format!("/members/{id}/move"), &[("org", &org)]).status, 404);
    let twin = east.post("/members", &[("org", &org), ("name", "赵建国"), ("id_no", ID)]);
    assert_eq!(twin.status, 409);
    assert!(!twin.text().contains("青竹苑"), "where else somebody stands is not said");
}

/// Facts are put right in a form that comes filled; hidden ones change only when typed anew.
#[test]
fn facts_are_corrected_and_flags_follow() {
    let town = Town::new();
    let flawed = Facts { id_no: Some("320499198704086214".into()), flags: vec!["id_checksum".into()], ..zhao() };
    let id = town.member(FIRST, "赵建国", flawed);
    let zhou = town.person("周敏", "worker", BAMBOO);
    let url = format!("/members/{id}");
    let facts = || town.write(move |cx| cx.find::<Member>(id)?.facts(cx));
    assert!(zhou.get(&format!("{url}/edit")).text().contains("value=\"赵建国\""));
    for (field, value) in [("id_no", "320499198704086214"), ("phone", "123"), ("joined", "2027-01-01"), ("birth", "1850"), ("name", " ")] {
        let refused = zhou.post(&url, &[("name", "赵建国"), (field, value)]);
        assert_eq!(refused.status, 422, "{field}");
        assert!(!refused.text().contains("320499198704086214"));
    }
    assert_eq!(zhou.post(&url, &[("name", "赵建国"), ("education", "大专"), ("id_no", ""), ("phone", "")]).status, 303);
    assert_eq!(
        (facts().education.as_str(), facts().phone.as_deref(), facts().flags),
        ("大专", Some("14000001427"), vec!["id_checksum".to_owned()])
    );
    assert_eq!(zhou.post(&url, &[("id_no", "３２０４９９ 19870408 6215")]).status, 303);
    assert_eq!((facts().id_no.as_deref(), facts().flags.len()), (Some(ID), 0));
    assert_eq!(zhou.post(&url, &[("sex", "女")]).status, 303);
    assert_eq!(facts().flags, ["sex_disagrees"]);
    assert!(zhou.get(&url).text().contains("性别与身份证号不一致"));
    assert_eq!(zhou.post(&url, &[("settled", "sex_disagrees"), ("drop", "phone")]).status, 303);
    assert_eq!((facts().flags.len(), facts().phone), (0, None));
    assert!(zhou.get(&url).text().contains("更新：学历"));
}

/// What was changed can be taken back, and what others changed since stays.
#[test]
fn a_change_is_undone_field_by_field() {
    let town = Town::new();
    let id = town.member(FIRST, "赵建国", zhao());
    let (import, before) = (Id::named(&["import"]), zhao());
    let second = town.org(SECOND);
    let now = town.write(move |cx| {
        let member: Member = cx.find(id)?;
        member.change(
            cx,
            &Facts { education: "大专".into(), phone: Some("14000000002".into()), name: "赵建国".into(), ..before.clone() },
            "import",
            Some(import),
        )?;
        assert_eq!(
            Floating::put(cx, &member, FloatingFacts { destination: "江苏省苏州市".into(), ..FloatingFacts::default() }, Some(import))?,
            Outcome::New
        );
        assert_eq!(
            Floating::put(cx, &member, FloatingFacts { destination: "江苏省苏州市".into(), ..FloatingFacts::default() }, Some(import))?,
            Outcome::Same
        );
        let card = |housing: &str| CardFacts {
            housing: housing.into(),
            lives_at: Some("青竹苑社区17幢105室".into()),
            confirmed_on: "2026-11-01".into(),
            ..CardFacts::default()
        };
        assert_eq!(Card::put(cx, &member, card("租住"), None)?, Outcome::New);
        assert_eq!(Card::put(cx, &member, card("投亲"), Some(import))?, Outcome::Changed(vec!["housing".into()]));
        member.move_to(cx, &second, "import", Some(import))?;
        let moved: Member = cx.find(id)?;
        moved.change(cx, &Facts { unit: "恒通纺织有限公司".into(), ..moved.facts(cx)? }, "edited", None)?;
        for change in Change::of_source(cx, import)? {
            change.undo(cx)?;
        }
        let member: Member = cx.find(id)?;
        Ok((member.facts(cx)?, member.org, Floating::of(cx, id)?, Card::of(cx, id)?.map(|c| c.housing)))
    });
    assert_eq!(now.0, Facts { unit: "恒通纺织有限公司".into(), ..Facts { name: "赵建国".into(), ..zhao() } });
    assert_eq!((now.1, now.2, now.3.as_deref()), (town.org(FIRST).id, None, Some("租住")));
    assert_eq!((town.org(FIRST).members_here, town.org(SECOND).members_here, town.org(BAMBOO).members_below), (1, 0, 1));
}

/// A row without an ID number may mean somebody who is here already; likeness is told, not acted on.
#[test]
fn likely_members_are_named_with_what_they_share() {
    let town = Town::new();
    let id = town.member(FIRST, "赵建国", zhao());
    town.member(SECOND, "赵建国", Facts { birth: Some("1950".into()), ..facts_of("赵建国") });
    let org = town.org(SECOND).id;
    let likely = town.write(move |cx| {
        let by_birth = Member::matches(cx, "赵建国", Some("1987-04"), None, None)?;
        let by_phone = Member::matches(cx, "赵建国", None, Some("14000001427"), Some(org))?;
        assert!(Member::matches(cx, "孙桂兰", Some("1987-04"), Some("14000001427"), None)?.is_empty());
        Ok((by_birth, by_phone))
    });
    assert_eq!((likely.0.len(), likely.0[0].member.id, likely.0[0].same_birth, likely.0[0].same_phone), (1, id, true, false));
    assert_eq!(likely.1.iter().map(|l| (l.same_phone, l.same_org)).collect::<Vec<_>>(), [(true, false), (false, true)]);
}

/// Only a member who answered was in touch, and an older contact moves nothing back.
#[test]
fn a_contact_is_recorded_and_its_note_sealed() {
    let town = Town::new();
    let id = town.member(FIRST, "赵建国", zhao());
    let zhou = town.person("周敏", "secretary", FIRST);
    let url = format!("/members/{id}/contacts");
    let last = || town.write(move |cx| Ok(cx.find::<Member>(id)?.last_contact));
    assert_eq!(zhou.post(&url, &[("kind", "visit"), ("on", "2026-11-20"), ("note", "没有人在家")]).status, 303);
    assert_eq!(last().as_deref(), Some("2026-11-01"));
    assert_eq!(zhou.post(&url, &[("kind", "talk"), ("on", "2026-11-21"), ("two_way", "true"), ("note", "腿脚不便")]).status, 303);
    assert_eq!(zhou.post(&url, &[("kind", "call"), ("on", "2026-11-10"), ("two_way", "true")]).status, 303);
    assert_eq!(last().as_deref(), Some("2026-11-21"));
    assert_eq!(zhou.post(&url, &[("kind", "call"), ("on", "2026-11-23"), ("two_way", "true")]).status, 422);
    let card = zhou.get_json(&format!("/members/{id}")).json();
    let talk = card["story"].as_array().into_iter().flatten().find(|e| e["title"] == "谈心谈话").cloned().unwrap_or_default();
    assert_eq!((talk["on"].as_str(), card["clears"][3]["state"].as_str()), (Some("2026-11-21"), Some("clear")));
    let note = talk["note"].as_str().unwrap_or("").to_owned();
    assert!(!card.to_string().contains("腿脚不便"));
    let shown =
        zhou.post_json(&format!("/members/{id}/reveals"), serde_json::json!({"field": "note", "of": note, "reason": "上门前看一下"}));
    assert_eq!(shown.json()["value"], "腿脚不便");
}

/// A newcomer is taken in by hand, moved, and printed.
#[test]
fn a_member_comes_in_moves_and_is_printed() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", BAMBOO);
    let org = town.org(FIRST).id.to_string();
    assert!(zhou.get("/members/new").text().contains("name=\"id_no\""));
    let came = zhou.post(
        "/members",
        &[
            ("org", &org),
            ("name", "郑 阿军"),
            ("id_no", OTHER_ID),
            ("phone", "140 0000 2814"),
            ("joined", "2023.8.24"),
            ("probationary", "true"),
        ],
    );
    assert_eq!(came.status, 303, "{}", came.text());
    let url = came.location().to_owned();
    let card = zhou.get_json(&url).json();
    assert_eq!(
        (card["name"].as_str(), card["probationary"].as_bool(), card["age"].as_i64()),
        (Some("郑阿军"), Some(true), Some(26)),
        "{card}"
    );
    let second = town.org(SECOND).id.to_string();
    assert_eq!(zhou.post(&format!("{url}/move"), &[("org", &second)]).status, 303);
    assert_eq!((town.org(FIRST).members_here, town.org(SECOND).members_here), (0, 1));
    assert!(zhou.get(&url).text().contains("组织关系转到青竹苑社区第二党支部"));
    let printed = zhou.get(&format!("{url}/paper")).text();
    assert!(printed.contains("联系卡") && printed.contains("140****2814") && !printed.contains(OTHER_ID));
    assert!(zhou.post(&format!("{url}/paper"), &[("reason", "走访")]).text().contains("14000002814"));
    assert_eq!(zhou.post(&format!("{url}/paper"), &[("reason", "")]).status, 422);
}

/// A member's own word is decided with an answer; a right value goes into the ledger at once.
#[test]
fn corrections_are_decided() {
    let town = Town::new();
    let id = town.member(FIRST, "赵建国", zhao());
    let (phone, plain, wrong) = town.write(move |cx| {
        let member: Member = cx.find(id)?;
        Ok((
            Correction::ask(cx, &member, "phone", "换成 14000000009")?,
            Correction::ask(cx, &member, "other", "我搬到 12 幢了，电话 14000000009")?,
            Correction::ask(cx, &member, "joined", "1980")?,
        ))
    });
    let zhou = town.person("周敏", "worker", BAMBOO);
    let list = zhou.get("/corrections").text();
    assert!(list.contains("我搬到") && !list.contains("14000000009"), "{list}");
    assert_eq!(zhou.post(&format!("/corrections/{phone}/acceptance"), &[("value", "1400")]).status, 422);
    assert_eq!(zhou.post(&format!("/corrections/{phone}/acceptance"), &[("value", "14000000009"), ("answer", "改好了")]).status, 303);
    assert_eq!(zhou.post(&format!("/corrections/{phone}/acceptance"), &[("answer", "再改")]).status, 409);
    assert_eq!(
        zhou.post(&format!("/corrections/{plain}/acceptance"), &[("field", "lives_at"), ("value", "青竹苑社区12幢"), ("answer", "")])
            .status,
        303
    );
    assert_eq!(zhou.post(&format!("/corrections/{wrong}/refusal"), &[("answer", "")]).status, 422);
    assert_eq!(zhou.post(&format!("/corrections/{wrong}/refusal"), &[("answer", "档案里是 1985 年")]).status, 303);
    let facts = town.write(move |cx| cx.find::<Member>(id)?.facts(cx));
    assert_eq!(
        (facts.phone.as_deref(), facts.lives_at.as_deref(), facts.joined.as_deref()),
        (Some("14000000009"), Some("青竹苑社区12幢"), Some("1985-07-01"))
    );
    assert!(zhou.get("/corrections").text().contains("没有等着处理的请求"));
    assert_eq!(
        town.person("陈立新", "worker", "东风村党总支").post(&format!("/corrections/{wrong}/refusal"), &[("answer", "x")]).status,
        404
    );
}

/// The ledger leaves as a file: masked, or in full with a reason that the audit log keeps.
#[test]
fn the_ledger_is_exported() {
    let town = Town::new();
    town.member(FIRST, "赵建国", Facts { flags: vec!["id_missing".into(), "date_order".into()], ..zhao() });
    town.member(EAST, "孙桂兰", Facts { birth: Some("1950-03".into()), ..facts_of("孙桂兰") });
    let file = |unmask: Option<&str>, format| {
        let mut out = vec![];
        let count = export::write(&town.house, Scope::ALL, unmask, format, &mut out).expect("an export");
        (count, String::from_utf8_lossy(&out).into_owned())
    };
    let (count, lines) = file(Some("上报"), export::Format::Jsonl);
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap_or("")).expect("a line of JSON");
    let mut names: Vec<&str> = first.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    let mut expected = export::FIELDS.to_vec();
    names.sort();
    expected.sort();
    assert_eq!((count, lines.lines().count(), names), (2, 2, expected));
    assert_eq!(
        (first["id_no"].as_str(), first["flags"][1].as_str(), first["home_address"].as_str()),
        (Some(ID), Some("date_order"), Some("青竹苑社区12幢401室"))
    );
    let (_, masked) = file(None, export::Format::Csv);
    assert!(
        masked.contains("140****1427") && masked.contains("id_missing date_order") && masked.contains(",1950-03,") && !masked.contains(ID),
        "{masked}"
    );
    assert_eq!(masked.lines().count(), 3);
    assert!(export::write(&town.house, Scope::ALL, Some(" "), export::Format::Csv, &mut vec![]).is_err());
    assert_eq!(file(None, export::Format::Xlsx).0, 2);
    let zhou = town.person("周敏", "worker", BAMBOO);
    let all = zhou.post("/members/export", &[("format", "csv"), ("unmask", "true"), ("reason", "换届核对")]);
    assert!(all.text().contains(ID) && !all.text().contains("孙桂兰"));
    assert_eq!(zhou.post("/members/export", &[("format", "csv"), ("unmask", "true"), ("reason", "")]).status, 422);
    let reasons: Vec<(String, String)> =
        town.write(|cx| cx.all("select detail, reason from {audit} a where a.reason <> '' order by a.seq", kernel::args![]));
    assert_eq!(
        reasons,
        [("exported 2 members in full".to_owned(), "上报".to_owned()), ("exported 1 members in full".to_owned(), "换届核对".to_owned())]
    );
    let seen = zhou.get("/members.csv?q=zjg").text();
    assert!(seen.contains("赵建国") && !seen.contains("14000001427"), "{seen}");
    assert_eq!(zhou.get("/members.xlsx").status, 200);
}
