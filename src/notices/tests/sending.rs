//! Writing a notice, and answering it by every way there is.

use super::super::link;
use super::{BRANCH, COMMUNITY};
use crate::{
    people::{Facts, Way},
    testing::{Town, facts_of},
};
use kernel::{Id, args, testing::Asker};

/// Four members of the first branch: Zhao Jianguo has an account, Li Siyuan is floating and young.
pub struct Street {
    pub town: Town,
    pub zhao: Id,
    pub sun: Id,
    pub qian: Id,
    pub li: Id,
    pub zhou: Asker,
    pub phone: Asker,
}

pub fn street() -> Street {
    let town = Town::new();
    let member = |name: &str, phone: &str, birth: &str| {
        town.member(BRANCH, name, Facts { phone: Some(phone.into()), birth: Some(birth.into()), ..facts_of(name) })
    };
    let zhao = member("赵建国", "13900000001", "1950-03-01");
    let sun = member("孙桂兰", "13900000002", "1948-03-01");
    let qian = member("钱玉芬", "13900000003", "1955-03-01");
    let li = member("李思远", "13900000004", "1995-03-01");
    let phone = town.member_account(zhao, "赵建国", BRANCH);
    let zhou = town.person("周敏", "worker", COMMUNITY);
    Street { town, zhao, sun, qian, li, zhou, phone }
}

pub const PARTY_DAY: [(&str, &str); 4] =
    [("title", "主题党日"), ("body", "周五下午两点，三楼。"), ("wants", "come"), ("due_on", "2026-11-26")];

impl Street {
    /// Sent by Zhou Min to whom the form says; its address.
    pub fn send(&self, more: &[(&str, &str)]) -> String {
        let mut form = PARTY_DAY.to_vec();
        form.retain(|f| more.iter().all(|m| m.0 != f.0));
        form.extend(more);
        let sent = self.zhou.post("/notices", &form);
        assert_eq!(sent.status, 303, "{}", sent.text());
        sent.location().to_owned()
    }
    pub fn delivery(&self, url: &str, member: Id) -> serde_json::Value {
        let page = self.zhou.get_json(url).json();
        let people = page["groups"].as_array().expect("groups").iter().flat_map(|g| g["people"].as_array().cloned().unwrap_or_default());
        people.into_iter().find(|p| p["member"] == member.to_string()).expect("a line of the member")
    }
    pub fn token(&self, url: &str, member: Id) -> String {
        let notice: Id = url.rsplit('/').next().unwrap().parse().unwrap();
        self.town.write(move |cx| link::of(cx, notice, member))
    }
}

#[test]
fn zhou_min_sees_whom_it_reaches_before_it_goes() {
    let s = street();
    let form = s.zhou.get_json("/notices/new?age=70").json();
    assert_eq!((form["people"].as_i64(), form["audience"].as_str()), (Some(3), Some("青竹苑社区党总支 · 70 岁及以上")));
    assert_eq!(form["draft"]["due_on"], "2026-11-25", "the usual deadline stands in the form");
    let mut draft = PARTY_DAY.to_vec();
    draft.push(("age", "70"));
    let preview = s.zhou.with("accept", "application/json").post("/notices/new", &draft).json();
    assert_eq!(preview["preview"]["title"], "主题党日");
    assert_eq!(preview["by"], serde_json::json!([{"way": "account", "people": 1}, {"way": "call", "people": 2}]));
    let none: i64 = s.town.write(|cx| cx.one("select count(*) from {notices} n", args![]));
    assert_eq!(none, 0, "looking sends nothing");
    let page = s.zhou.post("/notices/new", &draft).text();
    assert!(page.contains("发给这 3 人") && page.contains("我参加"), "{page}");
    let key = preview["draft"]["key"].as_str().unwrap().to_owned();
    draft.push(("key", &key));
    let first = s.zhou.post("/notices", &draft).location().to_owned();
    assert_eq!(s.zhou.post("/notices", &draft).location(), first, "a second click is no second notice");
    let reach = s.zhou.get_json(&first).json()["reach"].clone();
    assert_eq!((reach["all"].as_i64(), reach["left"].as_i64()), (Some(3), Some(3)));
    assert!(s.zhou.get("/members?age=70").text().contains("/notices/new?age=70"), "from the ledger to exactly these");
}

#[test]
fn what_is_wrong_is_said_at_once_and_what_was_typed_stays() {
    let s = street();
    let wrong = serde_json::json!({"title": " ", "body": "", "due_on": "2026-11-21", "wants": "choice", "options": "只有一项", "employment": "学生"});
    let answer = s.zhou.post_json("/notices", wrong);
    let fields: Vec<String> = answer.json()["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap().into()).collect();
    assert_eq!((answer.status, fields), (422, ["audience", "title", "body", "due_on", "options"].map(String::from).to_vec()));
    let browser = s.zhou.with("referer", "http://linli.test/notices/new");
    let again = browser.post("/notices", &[("title", "没写完的标题"), ("due_on", "2026-11-21"), ("body", "内容")]);
    assert!(again.status == 422 && again.text().contains("没写完的标题") && again.text().contains("截止日期已经过去了"));
    assert_eq!(s.zhou.get("/notices/new?age=old").status, 422);
    let leader = s.town.person("陈立", "leader", BRANCH);
    assert_eq!((leader.get("/notices/new").status, leader.post("/notices", &PARTY_DAY).status), (403, 403));
    let secretary = s.town.person("何书记", "secretary", "青竹苑社区第二党支部");
    let org = s.town.org(BRANCH).id.to_string();
    assert_eq!(secretary.get(&format!("/notices/new?org={org}")).status, 404, "another branch does not exist for her");
}

#[test]
fn every_way_of_answering_counts_the_same() {
    let s = street();
    let url = s.send(&[]);
    let id = url.rsplit('/').next().unwrap().to_owned();
    // Zhao Jianguo in his account, one tap.
    let mine = s.phone.get(&format!("/me/notices/{id}")).text();
    assert!(mine.contains("您来吗？") && mine.contains("我参加"), "{mine}");
    assert_eq!(s.phone.post(&format!("/me/notices/{id}/answer"), &[("answer", "come")]).status, 303);
    assert!(s.phone.get(&format!("/me/notices/{id}")).text().contains("您说了：我参加"));
    // Sun Guilan's slip has a code; her daughter scans it.
    let slips = s.zhou.post(&format!("{url}/slips"), &[]).text();
    assert!(slips.contains("孙桂兰") && slips.contains("<svg") && !slips.contains("赵建国"), "for those who are left");
    let link = format!("/n/{}", s.token(&url, s.sun));
    let page = s.town.visitor().get(&link).text();
    assert!(page.contains("孙桂兰") && page.contains("主题党日") && !page.contains("钱玉芬") && !page.contains("13900000002"));
    assert_eq!(s.delivery(&url, s.sun)["state"], "sent", "looking at the link is no answer");
    assert_eq!(s.town.visitor().post(&link, &[("answer", "perhaps")]).status, 422);
    assert_eq!(s.town.visitor().post(&link, &[("answer", "cannot")]).status, 303);
    assert!(s.town.visitor().get(&link).text().contains("您已回复：来不了"));
    // Qian Yufen hands the slip back, Li Siyuan is called.
    assert_eq!(s.zhou.post(&format!("{url}/slips/{}", s.qian), &[("answer", "come")]).status, 303);
    assert_eq!(s.zhou.post(&format!("{url}/calls/{}", s.li), &[("answer", "come")]).status, 303);
    let page = s.zhou.get_json(&url).json();
    assert_eq!(page["answers"], serde_json::json!([{"text": "我参加", "people": 3}, {"text": "来不了", "people": 1}]));
    assert_eq!((page["reach"]["left"].as_i64(), page["finished_on"].as_str()), (Some(0), Some("2026-11-22")));
    assert!(s.zhou.get("/notices").text().contains("办完"));
    let via = |member| s.delivery(&url, member)["via"].clone();
    assert_eq!([via(s.zhao), via(s.sun), via(s.qian), via(s.li)], ["account", "link", "slip", "call"]);
    let contacts: Vec<String> = s.town.write(|cx| cx.all("select c.kind from {contacts} c", args![]));
    assert_eq!(contacts, [Way::Call.code()], "a call is a contact, a tap and a slip are none");
}

#[test]
fn a_visit_is_a_contact_and_a_reason_is_sealed() {
    let s = street();
    let url = s.send(&[("wants", "seen")]);
    assert_eq!(s.zhou.post(&format!("{url}/doors/{}", s.sun), &[]).status, 303);
    let contacts: Vec<String> = s.town.write(|cx| cx.all("select c.kind from {contacts} c", args![]));
    assert_eq!(contacts, [Way::Visit.code()]);
    let explain = format!("{url}/explanations/{}", s.qian);
    assert_eq!(s.zhou.post(&explain, &[("reason", " ")]).status, 422);
    assert_eq!(s.zhou.post(&explain, &[("reason", "住院到月底")]).status, 303);
    let page = s.zhou.get(&url).text();
    assert!(page.contains("已说明") && !page.contains("住院"), "the reason is not shown");
    let (sealed,): (Vec<u8>,) = s.town.write(|cx| cx.one("select d.reason from {deliveries} d where d.state = 'explained'", args![]));
    assert!(!String::from_utf8_lossy(&sealed).contains("住院"));
    let notice = url.rsplit('/').next().unwrap();
    let shown = [("field", "explanation"), ("of", notice), ("reason", "安排关心和告知")];
    assert!(s.zhou.post(&format!("/members/{}/reveals", s.qian), &shown).text().contains("住院到月底"));
    let traces: i64 = s.town.write(|cx| cx.one("select count(*) from {audit} a where a.detail = 'showed explanation'", args![]));
    assert_eq!(traces, 1);
    // Back from hospital she is told after all.
    assert_eq!(s.zhou.post(&format!("{url}/calls/{}", s.qian), &[]).status, 303);
    assert_eq!(s.delivery(&url, s.qian)["state"], "told");
    // Whom it has not reached gets the next one.
    let next = s.zhou.get_json(&format!("/notices/new?left_of={notice}")).json();
    assert_eq!(next["people"], 2);
}

#[test]
fn one_of_several_and_a_fact_of_the_card() {
    let s = street();
    let trip = s.send(&[("wants", "choice"), ("options", "上午\n下午\n\n")]);
    let id = trip.rsplit('/').next().unwrap().to_owned();
    assert_eq!(s.phone.post(&format!("/me/notices/{id}/answer"), &[("answer", "3")]).status, 422);
    assert_eq!(s.phone.post(&format!("/me/notices/{id}/answer"), &[("answer", "2")]).status, 303);
    assert_eq!(s.zhou.get_json(&trip).json()["answers"][1], serde_json::json!({"text": "下午", "people": 1}));
    let check = s.send(&[("wants", "field"), ("field", "phone")]);
    let link = format!("/n/{}", s.token(&check, s.sun));
    let page = s.town.visitor().get(&link).text();
    assert!(page.contains("139****0002") && !page.contains("13900000002"), "the number is masked");
    assert_eq!(s.town.visitor().post(&link, &[("answer", "wrong"), ("note", "")]).status, 422, "wrong without the right one");
    assert_eq!(s.town.visitor().post(&link, &[("answer", "wrong"), ("note", "13911112222")]).status, 303);
    let wishes: Vec<(String, String)> = s.town.write(|cx| cx.all("select c.field, c.state from {corrections} c", args![]));
    assert_eq!(wishes, [("phone".into(), "open".into())], "somebody decides, nothing changes by itself");
}

#[test]
fn an_answer_about_an_activity_is_told_there_too() {
    let s = street();
    crate::activities::cli::plan(&s.town.house, kernel::Scope::ALL, "2026-12", true).expect("published");
    let form = s.zhou.get("/notices/new").text();
    let (id, day): (Id, String) = s.town.write(|cx| {
        cx.one("select a.id, a.day from {activities} a where a.state = 'planned' and a.due = 'branch' order by a.day limit 1", args![])
    });
    assert!(form.contains(&id.to_string()) && form.contains(&day));
    let url = s.send(&[("about", &id.to_string())]);
    assert_eq!(s.zhou.post(&format!("{url}/calls/{}", s.sun), &[("answer", "visit")]).status, 303);
    let said: Vec<(Id, String, String)> = s.town.write(move |cx| cx.all("select n.member, n.answer, n.via from {answers} n", args![]));
    assert_eq!(said, [(s.sun, "visit".into(), "call".into())], "said once, known in both places");
}

#[test]
fn links_end_and_can_be_made_void() {
    let s = street();
    let url = s.send(&[]);
    let (first, visitor) = (format!("/n/{}", s.token(&url, s.sun)), s.town.visitor());
    assert_eq!(s.zhou.post(&format!("{url}/links/{}/revocation", s.sun), &[]).status, 303);
    assert_eq!((visitor.get(&first).status, visitor.post(&first, &[("answer", "come")]).status), (404, 404));
    let second = format!("/n/{}", s.token(&url, s.sun));
    assert!(first != second && visitor.get(&second).status == 200);
    assert_eq!(visitor.get("/n/00000000000000000000000000000000").status, 404);
    s.town.clock.set("2026-12-03T02:00:00Z");
    assert_eq!(visitor.get(&second).status, 200, "a week after the deadline it is still good");
    s.town.clock.set("2026-12-04T02:00:00Z");
    let expired = visitor.get(&second);
    assert!(expired.status == 409 && expired.text().contains("已经过期"));
    assert_eq!(visitor.post(&second, &[("answer", "come")]).status, 409);
    assert_eq!(s.delivery(&url, s.sun)["state"], "sent");
}

#[test]
fn the_neighbours_worker_knows_of_nothing() {
    let s = street();
    let url = s.send(&[]);
    let wu = s.town.person("吴邻", "worker", "东风村党总支");
    assert_eq!(wu.get(&url).status, 404);
    for act in [
        format!("calls/{}", s.sun),
        format!("doors/{}", s.sun),
        format!("explanations/{}", s.sun),
        "slips".into(),
        format!("links/{}/revocation", s.sun),
    ] {
        assert_eq!(wu.post(&format!("{url}/{act}"), &[("reason", "x")]).status, 404, "{act}");
    }
    assert_eq!(wu.get(&format!("/members/{}/ways", s.sun)).status, 404);
    let other = s.town.member_account(s.li, "李思远", BRANCH);
    let only = s.send(&[("age", "70")]);
    let id = only.rsplit('/').next().unwrap();
    assert_eq!(other.post(&format!("/me/notices/{id}/answer"), &[("answer", "come")]).status, 404, "it did not go to him");
}

#[test]
fn the_workbench_says_whose_day_comes() {
    let s = street();
    let url = s.send(&[("due_on", "2026-11-24")]);
    let line = s.zhou.get("/").text();
    assert!(line.contains("“主题党日”还有 4 人没有告知") && line.contains(&format!("{url}/calls")), "{line}");
    for member in [s.zhao, s.sun, s.qian, s.li] {
        s.zhou.post(&format!("{url}/calls/{member}"), &[]);
    }
    assert!(!s.zhou.get("/").text().contains("没有告知"));
    s.send(&[("due_on", "2026-12-20")]);
    assert!(!s.zhou.get("/").text().contains("没有告知"), "there is time");
}
