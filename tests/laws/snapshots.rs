//! Every page has a snapshot in `snapshots/`: the shape of what a program reads, and the outline of
//! what a person sees. Values stay out of it, so that it holds on both databases and a page changes
//! its snapshot only where the page itself changes. A page without one fails; a changed one is
//! written anew with `INSTA_UPDATE=always`, and read.

use super::town::{self, BAMBOO, everybody, fill, ids};
use kernel::{
    Method, Scope,
    testing::{Answered, Asker},
};
use linli::{
    accounts, activities, closing,
    testing::{Town, facts_of},
};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

const BRANCH: &str = "青竹苑社区第一党支部";

/// Pages that answer a form with a page of its own have no address to be opened at: they are under
/// the stories of their modules. This list only shrinks.
const ANSWERS_TO_A_FORM: &[&str] = &[
    "Closed",
    "Invited",
    "Marked",
    "NewFeed",
    "NoticeSlips",
    "OfferSlips",
    "OrgRevealed",
    "Preview",
    "PrintedCalls",
    "RecordCards",
    "Revealed",
    "Slips",
];

#[test]
fn every_page_has_a_snapshot() {
    let (town, mut askers) = lived_in();
    // The first account is made where there is none yet.
    let fresh = Town::new();
    let setup = accounts::cli::setup_link(&fresh.house, "").expect("a link").expect("nobody is there yet");
    askers.push(("visitor", fresh.visitor()));
    let urls = addresses(&town, &askers);
    let (mut closed, mut names) = (vec![], BTreeSet::new());
    for route in town.house.routes.table.iter().filter(|r| r.page && r.method == Method::Get) {
        let opened = urls(route.path, &setup).into_iter().find_map(|url| askers.iter().find_map(|(role, asker)| open(role, asker, &url)));
        let Some((role, page, json)) = opened else {
            closed.push(route.path);
            continue;
        };
        let name = file_name(route.path);
        let shape = serde_json::to_string_pretty(&shape(&json)).expect("JSON");
        let text = format!("GET {} as {role}: {}\n\n{}\n\n{shape}", route.path, route.answer, outline(&page));
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name.clone(), text);
        });
        names.insert(name);
    }
    assert!(closed.is_empty(), "nobody of the town could open these, so they have no snapshot: {closed:?}");
    let kept = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/laws/snapshots")).expect("the folder of the snapshots");
    let kept = kept.flatten().filter_map(|file| file.file_name().to_string_lossy().strip_suffix(".snap").map(str::to_owned));
    let left: Vec<_> = kept.filter(|name| !names.contains(name)).collect();
    assert!(left.is_empty(), "snapshots without a page: {left:?}");
}

#[test]
fn the_list_of_pages_without_an_address_only_shrinks() {
    let town = Town::empty();
    // `Done` says what was done and leads on to a page.
    let answers = |method: Method| -> BTreeSet<&str> {
        town.house.routes.table.iter().filter(|r| r.page && r.method == method && r.answer != "Done").map(|r| r.answer.as_str()).collect()
    };
    let (posted, opened) = (answers(Method::Post), answers(Method::Get));
    assert_eq!(posted.difference(&opened).copied().collect::<Vec<_>>(), ANSWERS_TO_A_FORM);
}

/// The town of the laws with a closed month, a published one, a unit, an import that waits, and
/// somebody of each role, a member and a unit's contact among them.
fn lived_in() -> (Town, Vec<(&'static str, Asker)>) {
    let town = town::town();
    let mut askers = everybody(&town);
    let member = town.member(BRANCH, "李思远", facts_of("李思远"));
    askers.push(("member", town.member_account(member, "李思远", BRANCH)));
    askers.push(("visitor", town.visitor()));
    let worker = askers.iter().find(|a| a.0 == "worker").expect("a worker").1.clone();
    let org = town.org(BAMBOO);
    let done = |answer: Answered| assert!(answer.status < 400, "{}", answer.text());
    done(
        worker.post("/units", &[("org", org.id.to_string().as_str()), ("name", "恒通纺织"), ("contact_person", "contact"), ("phone", "")]),
    );
    served(&town, &worker, &mut askers);
    activities::cli::plan(&town.house, Scope::ALL, "2026-10", true).expect("October is published");
    activities::cli::plan(&town.house, Scope::ALL, "2026-11", true).expect("November is published");
    closing::cli::close_month(&town.house, &town.org("青龙街道党工委").path, "2026-10".parse().expect("a month"))
        .expect("October is closed");
    done(worker.post(&format!("/bulletins/2026-10/{}/sending", org.id), &[("below", "yes")]));
    let branch = town.org(BRANCH).path;
    let known: BTreeSet<String> = ids(&town).into_iter().filter(|(_, path)| *path == branch).map(|(id, _)| id.to_string()).collect();
    for dues in known.iter().map(|id| format!("/members/{id}/dues")).filter(|dues| worker.get(dues).status == 200) {
        done(worker.post(&format!("{dues}/declarations"), &[("class", "wage"), ("base", "4500"), ("from", "2026-08")]));
        done(worker.post(&format!("{dues}/payments"), &[("first", "2026-08"), ("how", "cash")]));
        let relief = [("since", "2026-11"), ("reduced_to", "5"), ("reason", "住院"), ("decided_by", "街道党工委")];
        done(worker.post(&format!("{dues}/reliefs"), &relief));
        let member = dues.trim_end_matches("/dues");
        let contact = [("kind", "visit"), ("on", "2026-11-20"), ("two_way", "true"), ("promises", "送学习材料"), ("due_on", "2026-11-30")];
        done(worker.post(&format!("{member}/contacts"), &contact));
        done(
            worker
                .post(&format!("{member}/declarations"), &[("what", "poor_health"), ("declared_reason", "住院"), ("decided_by", "支委会")]),
        );
    }
    online(&town, &worker);
    let roster = "姓名,性别,出生年月,身份证号码,党支部\n王芳,女,1970.01,32049919700101123,青竹苑社区第一党支部\n".as_bytes();
    done(worker.upload("/imports", &[], &[("花名册.csv", roster)]));
    let blank = "党员花名册,,,\n填报单位：,,,\n序号,姓名,年龄,帮扶措施\n,,,\n,,,\n".as_bytes();
    done(worker.upload("/forms", &[], &[("花名册.csv", blank)]));
    (town, askers)
}

/// A unit with its contact, an agreement and a link to report in; somebody in service with an account of
/// their own; and the question why people stay away.
fn served(town: &Town, worker: &Asker, askers: &mut Vec<(&'static str, Asker)>) {
    let unit: kernel::Id = town.write(|cx| cx.one("select u.id from {units} u where u.name = '恒通纺织'", kernel::args![]));
    let who: (kernel::Id, String) =
        town.write(|cx| cx.one("select r.id, r.name from {report_ins} r join {orgs} o on o.tenant = r.tenant and o.id = r.org where o.name = '青竹苑社区党总支'", kernel::args![]));
    let done = |answer: Answered| assert_eq!(answer.status, 303, "{}", answer.text());
    let page = format!("/units/{unit}");
    done(worker.post(&format!("{page}/contacts"), &[("name", "何静"), ("role", "党办主任"), ("phone", "14000000061")]));
    let agreed = [("from_day", "2026-01-01"), ("to_day", "2026-12-31"), ("ours", "提供场地"), ("theirs", "每月义诊一次")];
    done(worker.post(&format!("{page}/agreements"), &agreed));
    done(worker.post(&format!("{page}/link"), &[]));
    done(worker.post(&format!("/report-ins/{}/acceptance", who.0), &[]));
    let org = town.org(BAMBOO).id.to_string();
    let asked = worker.post("/away", &[("org", org.as_str())]);
    let question = asked.location().to_owned();
    done(worker.post(&format!("{question}/papers"), &[("no_chance", "4"), ("nothing", "2")]));
    done(worker.post(&format!("{question}/changes"), &[("words", "活动改到周六"), ("on_day", "2026-11-20")]));
    askers.push(("in_service", town.in_service_account(who.0, &who.1, BAMBOO)));
    let contact = town.contact_account(unit, "何静", BAMBOO);
    let typed = [("name", "周杰"), ("phone", "14000000077"), ("lives_at", "青竹苑小区3号"), ("agreed", "true")];
    done(contact.post("/unit/people", &typed));
    month_with(worker, &contact, (&unit.to_string(), &org), (&who.0.to_string(), &who.1));
    askers.push(("contact", contact));
}

/// The unit's letter of the month with words of both sides, its year and that of one of its people, the joint
/// rules, and a roster that waits.
fn month_with(worker: &Asker, contact: &Asker, (unit, org): (&str, &str), (who, name): (&str, &str)) {
    let done = |answer: Answered| {
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.location().to_owned()
    };
    done(worker.post(&format!("/report-ins/{who}/naming"), &[("yes", "true"), ("via", "telephone")]));
    let letter = done(worker.post(&format!("/units/{unit}/letter"), &[("org", org), ("words", "辛苦了"), ("send", "true")]));
    done(contact.post(&format!("/unit{letter}/words"), &[("words", "能不能周末安排？"), ("offers", "会议室一间")]));
    for of in [("unit", unit), ("name", name)] {
        let review = done(worker.post("/reviews", &[("org", org), of]));
        done(worker.post(&format!("{review}/words"), &[("side", "community"), ("words", "有求必应")]));
        done(worker.post(&format!("{review}/handing"), &[]));
    }
    done(worker.post("/joint-rules", &[("org", org), ("matters", "报到｜发报到单｜给回执")]));
    let roster = "姓名,所在单位党组织,手机号码,特长\n李思远,,14000000021,理发\n".as_bytes();
    done(contact.upload("/unit/rosters", &[("org", org)], &[("名册.csv", roster)]));
}

/// The e-branch of the branch: a material, a round, minutes of an activity; its public face with news
/// and somebody who is asked; and the worker who acts for a member.
fn online(town: &Town, worker: &Asker) {
    let at = |answer: Answered| {
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.location().to_owned()
    };
    let org = town.org(BRANCH).id;
    let activity: kernel::Id = town.write(move |cx| {
        let one =
            "select a.id from {activities} a where a.org = $1 and a.state = 'planned' and a.due = 'branch' order by a.day, a.id limit 1";
        cx.one(one, kernel::args![org])
    });
    let material = at(worker.upload(&format!("/ebranch/{org}/materials"), &[("title", "学习材料"), ("text", "第一章")], &[]));
    for (about, id) in [("material", material.rsplit('/').next().unwrap_or_default().to_owned()), ("activity", activity.to_string())] {
        at(worker.post(&format!("/ebranch/{org}/inquiries"), &[("questions", "学了什么？"), (about, &id)]));
    }
    let minutes = [("record", "到会 2 人"), ("decisions", "修路灯"), ("what.0", "修路灯"), ("who.0", "李思远"), ("due.0", "2026-12-01")];
    let minutes = at(worker.upload(&format!("/activities/{activity}/minutes"), &minutes, &[]));
    at(worker.post(&format!("{minutes}/putting-down"), &[]));
    at(worker.post(&format!("/orgs/{org}/face"), &[("on", "yes"), ("slug", "first"), ("about", "邻里互助")]));
    at(worker.upload(&format!("/orgs/{org}/news"), &[("title", "扫雪"), ("text", "李思远扫雪。")], &[]));
    let member: kernel::Id = town.write(|cx| cx.one("select m.id from {members} m where m.name = '李思远'", kernel::args![]));
    let desk = at(worker.post(&format!("/members/{member}/acting"), &[("how", "desk")]));
    at(worker.post(&format!("{desk}/talk-wish"), &[("yes", "true")]));
}

/// The addresses at which a path may be opened: with every id of the town, or with the one part that
/// only another page knows.
fn addresses(town: &Town, askers: &[(&'static str, Asker)]) -> impl Fn(&str, &str) -> Vec<String> {
    let json = |role: &str, url: &str| askers.iter().find(|a| a.0 == role).expect("the role").1.get_json(url).json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut known: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let import = format!("/imports/{}", text(&json("worker", "/imports")["imports"][0]["id"]));
    let page = json("worker", &import);
    let row = &page["rows"][0];
    let file = text(&page["files"][0]["id"]);
    known.insert("/imports/{id}/readings/{file}", vec![format!("{import}/readings/{file}")]);
    known.insert("/imports/{id}/decisions/{file}/{place}", vec![format!("{import}/decisions/{file}/{}-{}", row["sheet"], row["line"])]);
    let form = text(&json("worker", "/forms")["forms"][0]["id"]);
    known.insert("/forms/{id}/questions/{table}/{column}", vec![format!("/forms/{form}/questions/0/2")]);
    known.insert("/rules/{key}", vec![format!("/rules/{}", text(&json("officer", "/rules")["chapters"][0]["rules"][0]["key"]))]);
    let age = "/rules/categories.kind.advanced_age/effect?value=%7B%20any%20%3D%20%5B%7B%20age%20%3D%2060%20%7D%5D%2C%20models%20%3D%20%5B%22care%22%5D%2C%20study%20%3D%20%22home%22%2C%20contact%20%3D%20%22P1M%22%2C%20exempt%20%3D%20%5B%5D%20%7D&from=2026-12-01&source=x";
    known.insert("/difficulties/{difficulty}/people", vec!["/difficulties/talking/people".to_owned()]);
    known.insert("/rules/{key}/effect", vec![age.to_owned()]);
    let round = format!("/rounds/{}", text(&json("worker", "/rounds")["rounds"][0]["round"]["id"]));
    known.insert("/visits/{id}", vec![format!("/visits/{}", text(&json("worker", &round)["shares"][0]["tour"]["id"]))]);
    known.insert("/promises/{id}", vec![format!("/promises/{}", text(&json("worker", "/promises")["open"][0]["id"]))]);
    known.insert("/b/{face}", vec!["/b/first".to_owned()]);
    let key: String = town.write(|cx| cx.one("select c.key from {counters} c order by c.path limit 1", kernel::args![]));
    let ask = format!("/ask/{key}");
    let answer = town.visitor().post(&ask, &[("what", "楼道灯坏了")]);
    known.insert("/asked/{code}", vec![answer.location().to_owned()]);
    known.insert("/ask/{key}", vec![ask]);
    let acting: kernel::Id = town.write(|cx| cx.one("select a.id from {actings} a", kernel::args![]));
    known.insert("/desk/{id}", vec![format!("/desk/{acting}")]);
    let link = accounts::cli::add(&town.house, "吴强", "leader", BAMBOO, false, true).expect("an invitation").link.expect("its link");
    known.insert("/invitation/{token}", vec![format!("/invitation/{}", link.rsplit('/').next().unwrap_or_default())]);
    let unit: kernel::Id = town.write(|cx| cx.one("select u.id from {units} u where u.name = '恒通纺织'", kernel::args![]));
    let report = text(&json("worker", &format!("/units/{unit}/link"))["url"]);
    let report = format!("/report/{}", report.rsplit('/').next().unwrap_or_default());
    let typed = [("name", "吴强"), ("phone", "14000000078"), ("lives_at", "青竹苑小区4号"), ("agreed", "true")];
    let slip = town.visitor().post(&report, &typed).location().to_owned();
    known.insert("/report/slips/{token}", vec![slip]);
    known.insert("/report/{token}", vec![report]);
    let calls = json("worker", "/notices")["notices"].as_array().cloned().unwrap_or_default();
    let notice = calls.iter().find(|n| n["reach"]["left"].as_i64() > Some(0)).expect("a notice with somebody left");
    let worker = &askers.iter().find(|a| a.0 == "worker").expect("the role").1;
    let slips = worker.post_json(&format!("/notices/{}/slips", text(&notice["notice"]["id"])), Value::Object(Map::new())).json();
    let slip = text(&slips["slips"][0]["url"]);
    known.insert("/n/{token}", vec![format!("/n/{}", slip.rsplit('/').next().unwrap_or_default())]);
    let last = |url: String| url.rsplit('/').next().unwrap_or_default().to_owned();
    let empty = || Value::Object(Map::new());
    let offers = worker.post_json("/offers/slips", empty()).json();
    known.insert("/o/{token}", vec![format!("/o/{}", last(text(&offers["slips"][0]["url"])))]);
    let turn = &json("worker", "/service?state=done")["turns"][0];
    known.insert("/service/{id}", vec![format!("/service/{}", text(&turn["id"]))]);
    let cards = worker.post_json(&format!("/posts/{}/record-cards", text(&turn["post"])), empty()).json();
    known.insert("/s/{token}", vec![format!("/s/{}", last(text(&cards["cards"][0]["url"])))]);
    let promise = text(&json("worker", "/commitments")["commitments"][0]["id"]);
    known.insert("/commitments/{id}", vec![format!("/commitments/{promise}")]);
    known.insert("/me/promises/{id}", vec![format!("/me/promises/{promise}")]);
    let public = format!("/promise/{}", text(&json("worker", &format!("/commitments/{promise}"))["told"]["key"]));
    let told = town.visitor().post(&public, &[("kind", "pointed_out"), ("what", "四楼的灯不亮")]);
    known.insert("/promise/answers/{code}", vec![told.location().to_owned()]);
    known.insert("/promise/{key}", vec![public]);
    // In one order on every database: the first that opens is the one that is shown.
    let ids: BTreeSet<String> = ids(town).into_iter().map(|(id, _)| id.to_string()).collect();
    move |path, setup| match known.get(path) {
        _ if path == "/setup/{token}" => vec![setup.to_owned()],
        Some(urls) => urls.clone(),
        None if path.contains('{') => ids.iter().map(|id| fill(path, id)).collect(),
        None => vec![path.to_owned()],
    }
}

fn open(role: &'static str, asker: &Asker, url: &str) -> Option<(&'static str, String, Value)> {
    let page = asker.get(url);
    (page.status == 200).then(|| (role, page.text(), asker.get_json(url).json()))
}

fn file_name(path: &str) -> String {
    let name: String = path.trim_matches('/').chars().filter(|c| !matches!(c, '{' | '}')).map(|c| if c == '/' { '-' } else { c }).collect();
    if name.is_empty() { "workbench".into() } else { name }
}

/// The names of all fields with the kind of their values; of a list, what its elements have in common.
fn shape(value: &Value) -> Value {
    match value {
        Value::Null => "none".into(),
        Value::Bool(_) => "yes or no".into(),
        Value::Number(_) => "number".into(),
        Value::String(text) => if text.len() == ID && without_ids(text) == "[id]" { "id" } else { "text" }.into(),
        Value::Array(all) => Value::Array(all.iter().map(shape).reduce(both).into_iter().collect()),
        Value::Object(fields) => Value::Object(fields.iter().map(|(name, value)| (without_ids(name), shape(value))).collect()),
    }
}

fn both(one: Value, other: Value) -> Value {
    match (one, other) {
        (a, b) if a == b => a,
        (Value::Object(mut a), Value::Object(b)) => {
            for (name, shape) in b {
                let known = a.remove(&name);
                a.insert(name, known.map_or(shape.clone(), |k| both(k, shape)));
            }
            Value::Object(Map::from_iter(a.into_iter().collect::<BTreeMap<_, _>>()))
        }
        (Value::Array(a), Value::Array(b)) => Value::Array(a.into_iter().chain(b).reduce(both).into_iter().collect()),
        (Value::String(none), more) | (more, Value::String(none)) if none == "none" => more,
        (a, b) => {
            let words: BTreeSet<String> =
                [a, b].iter().flat_map(|v| v.as_str().unwrap_or("more").split(" or ").map(str::to_owned).collect::<Vec<_>>()).collect();
            words.into_iter().collect::<Vec<_>>().join(" or ").into()
        }
    }
}

/// Headings, forms and fields of the page, each once.
fn outline(page: &str) -> String {
    let main = page.split_once("<main").map_or(page, |parts| parts.1);
    let mut lines: Vec<String> = vec![];
    for tag in main.split('<').skip(1) {
        let (head, text) = tag.split_once('>').unwrap_or((tag, ""));
        let value = |name: &str| head.split_once(&format!(" {name}=\"")).and_then(|p| p.1.split_once('"')).map_or("", |p| p.0);
        let line = match head.split_whitespace().next().unwrap_or_default() {
            "h1" | "h2" => format!("{} {}", &head[..2], text.trim()),
            "form" => format!("form {} {}", value("method"), without_ids(value("action"))),
            kind @ ("input" | "select" | "textarea") => format!("  {kind} {}", without_ids(value("name"))),
            _ => continue,
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// How long an id is.
const ID: usize = 36;

/// The text with each id as `[id]`.
fn without_ids(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let is_id = rest.get(..ID).is_some_and(|t| {
            t.bytes().enumerate().all(|(n, b)| if matches!(n, 8 | 13 | 18 | 23) { b == b'-' } else { b.is_ascii_hexdigit() })
        });
        out.push_str(if is_id { "[id]" } else { &rest[..c.len_utf8()] });
        rest = &rest[if is_id { ID } else { c.len_utf8() }..];
    }
    out
}
