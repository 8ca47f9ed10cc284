//! Stories of visit rounds: drawn, moved, given out, walked with and without a network, on paper.

use crate::{
    activities::{Activity, Details, Due, NewActivity, State},
    people::Facts,
    testing::{Town, facts_of},
};
use kernel::{Id, testing::Asker};
use serde_json::{Value as Json, json};

const FIRST: &str = "青竹苑社区第一党支部";
const COMMUNITY: &str = "青竹苑社区党总支";
const EAST: &str = "东风村党总支";
const PHONE: &str = "14000001427";

/// Eight members over eighty, four in each of two corners of the community, and two who visit.
struct Story {
    town: Town,
    zhou: Asker,
    old: Vec<Id>,
    li: Id,
    wu: Asker,
    activity: Id,
}

fn story() -> Story {
    story_on("2026-11-20")
}

fn story_on(day: &str) -> Story {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let mut table = String::new();
    for n in 0..8 {
        let (estate, north) = if n % 2 == 0 { ("东里", 0) } else { ("西里", 200) };
        table += &format!("青竹苑社区,,{estate}{}号楼,31.8{north:03}{n},119.970{n}\n", n + 1);
    }
    assert_eq!(zhou.post("/places", &[("org", &town.org(COMMUNITY).id.to_string()), ("table", &table)]).status, 303);
    let old: Vec<Id> = (0..8)
        .map(|n| {
            let estate = if n % 2 == 0 { "东里" } else { "西里" };
            let facts = Facts {
                birth: Some("1940-01-01".into()),
                phone: Some(PHONE.into()),
                lives_at: Some(format!("{estate}{}幢101室", n + 1)),
                last_contact: Some("2026-10-01".into()),
                ..facts_of("老人")
            };
            town.member(FIRST, &format!("老人{n}"), facts)
        })
        .collect();
    assert_eq!(zhou.post("/places/matches", &[("all", "true")]).status, 303);
    let li = town.member(FIRST, "李思远", Facts { birth: Some("1990-01-01".into()), ..facts_of("李思远") });
    let wu = town.person("吴强", "leader", FIRST);
    let (org, day) = (town.org(FIRST), day.parse().expect("a day"));
    let activity = town.write(move |cx| {
        let details =
            Details {
                title: "主题党日".into(), day, starts: "19:00".into(), minutes: 120, place: "三楼".into(), host: String::new()
            };
        let (due, state, kind) = (Due::Branch, State::Planned, "theme_day".to_owned());
        let new = NewActivity { id: cx.new_id(), plan: None, kind, details, due, state, basis: String::new(), follows: None, source: None };
        Ok(Activity::make(cx, &org, new)?.id)
    });
    Story { town, zhou, old, li, wu, activity }
}

impl Story {
    /// Draws the activity's round among 吴强 (who works here) and 李思远 (a member, by name).
    fn drawn(&self) -> String {
        let activity = self.activity.to_string();
        let page = self.zhou.get_json(&format!("/rounds/new?activity={activity}")).json();
        let visitors = page["visitors"].as_array().cloned().unwrap_or_default();
        let wu = visitors.iter().find(|v| v["name"] == "吴强").expect("who works here can visit");
        let mut form = vec![("activity", activity.clone()), ("title", "十一月送学".into()), ("bring", "学习材料".into())];
        form.push(("visitor", wu["id"].as_str().unwrap_or_default().into()));
        form.push(("named", "李思远".into()));
        let ids: Vec<String> =
            page["members"].as_array().into_iter().flatten().map(|m| m["member"].as_str().unwrap_or_default().to_owned()).collect();
        form.extend(ids.into_iter().map(|id| ("member", id)));
        let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let drawn = self.zhou.post("/rounds", &form);
        assert_eq!(drawn.status, 303, "{}", drawn.text());
        drawn.location().to_owned()
    }
    fn given(&self) -> (String, Vec<Json>) {
        let url = self.drawn();
        assert_eq!(self.zhou.post(&format!("{url}/giving"), &[]).status, 303);
        let due = self.zhou.get_json("/").json()["due"].to_string();
        assert!(due.contains("户没登记") && due.contains(&url), "the workbench says how many are left: {due}");
        (url.clone(), self.shares(&url))
    }
    fn shares(&self, url: &str) -> Vec<Json> {
        self.zhou.get_json(url).json()["shares"].as_array().cloned().unwrap_or_default()
    }
    fn count(&self, sql: &'static str, member: Id) -> i64 {
        self.town.write(move |cx| cx.one(sql, kernel::args![member]))
    }
    fn mode(&self, member: Id) -> Option<String> {
        let activity = self.activity;
        let sql = "select k.mode from {marks} k where k.activity = $1 and k.member = $2";
        self.town.write(move |cx| cx.maybe(sql, kernel::args![activity, member]))
    }
}

fn names(share: &Json) -> Vec<String> {
    share["lines"].as_array().into_iter().flatten().map(|l| l["stop"]["name"].as_str().unwrap_or_default().to_owned()).collect()
}

fn text(value: &Json) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn share_of<'a>(shares: &'a [Json], name: &str) -> &'a Json {
    shares.iter().find(|s| s["tour"]["name"] == name).expect("the visitor's share")
}

fn stop(share: &Json, n: usize) -> (String, Id) {
    let stop = &share["lines"][n]["stop"];
    (text(&stop["id"]), text(&stop["member"]).parse().expect("a member"))
}

/// The secretary draws the round: neighbours to one visitor, in the order of walking, with the reason.
#[test]
fn a_round_is_split_by_area_and_moved_by_hand() {
    let s = story();
    let page = s.zhou.get(&format!("/activities/{}", s.activity)).text();
    assert!(page.contains("安排上门（8 人）"), "{page}");
    let url = s.drawn();
    let page = s.zhou.get_json(&url).json();
    let shares = s.shares(&url);
    let estates: Vec<Vec<&str>> = shares
        .iter()
        .map(|share| {
            share["lines"].as_array().into_iter().flatten().map(|l| &l["stop"]["where_to"].as_str().unwrap_or_default()[..6]).collect()
        })
        .collect();
    assert!(estates.iter().all(|e| e.len() == 4 && e.iter().all(|one| *one == e[0])) && estates[0][0] != estates[1][0], "{estates:?}");
    let reason = text(&page["reason"]);
    assert!(reason.contains("每人 4 到 4 户") && reason.contains("按步行远近排"), "{reason}");
    assert!(page["metres"].as_i64() > Some(0) && page["unlocated"] == 0);
    // Nobody is told before it is given out, and the secretary moves somebody.
    let li = s.town.member_account(s.li, "李思远", FIRST);
    assert_eq!(li.get_json("/visits").json()["tours"], json!([]));
    let (from, to) = (share_of(&shares, "吴强"), share_of(&shares, "李思远"));
    let (moved, _) = stop(from, 0);
    let tour = text(&to["tour"]["id"]);
    assert_eq!(s.zhou.post(&format!("{url}/moves"), &[("stop", &moved), ("tour", &tour), ("position", "2")]).status, 303);
    let shares = s.shares(&url);
    assert_eq!((names(share_of(&shares, "吴强")).len(), names(share_of(&shares, "李思远"))[1].clone()), (3, names(from)[0].clone()));
    let positions: Vec<i64> =
        share_of(&shares, "李思远")["lines"].as_array().into_iter().flatten().filter_map(|l| l["stop"]["position"].as_i64()).collect();
    assert_eq!(positions, [1, 2, 3, 4, 5]);
    assert!(s.zhou.get(&url).text().contains("其中 1 户由人移动过"));
    assert_eq!(s.wu.post(&format!("{url}/moves"), &[("stop", &moved), ("tour", &tour)]).status, 403);
    assert_eq!(s.zhou.post(&format!("{url}/proposal"), &[]).status, 303);
    assert_eq!(s.shares(&url).iter().map(|s| names(s).len()).collect::<Vec<_>>(), [4, 4], "split anew");
    assert_eq!(s.zhou.post(&format!("{url}/giving"), &[]).status, 303);
    assert_eq!(s.zhou.post(&format!("{url}/proposal"), &[]).status, 409, "it is given out");
    assert_eq!(li.get_json("/visits").json()["tours"].as_array().map(Vec::len), Some(1));
    let neighbour = s.town.person("沈静", "worker", EAST);
    assert_eq!((neighbour.get(&url).status, neighbour.post(&format!("{url}/giving"), &[]).status), (404, 404));
    assert!(s.zhou.with("accept-language", "en").get(&url).text().contains("Neighbours go to one visitor"));
}

#[test]
fn what_is_missing_is_said_and_nothing_typed_is_lost() {
    let s = story();
    let activity = s.activity.to_string();
    let page = format!("http://linli.test/rounds/new?activity={activity}");
    let post = |form: &[(&str, &str)]| s.zhou.with("referer", &page).post("/rounds", form);
    let member = s.old[0].to_string();
    let nobody = post(&[("activity", &activity), ("title", "送学"), ("member", &member), ("bring", "豆浆")]);
    assert!(nobody.status == 422 && nobody.text().contains("至少选一位走访人") && nobody.text().contains("豆浆"));
    let unknown = post(&[("activity", &activity), ("title", "送学"), ("member", &member), ("named", "没有这人")]);
    assert!(unknown.status == 422 && unknown.text().contains("台账里没有“没有这人”"));
    assert_eq!(post(&[("activity", &activity), ("title", "送学"), ("named", "李思远")]).status, 422, "nobody to visit");
    assert_eq!(post(&[("activity", &activity), ("title", " "), ("member", &member), ("named", "李思远")]).status, 422);
    let rounds: i64 = s.town.write(|cx| cx.one("select count(*) from {rounds} r", kernel::args![]));
    assert_eq!(rounds, 0);
}

/// 李思远 walks: one tap is attendance at home and a contact, wishes become things to do.
#[test]
fn one_tap_records_what_became_of_a_visit() {
    let s = story();
    let (_, shares) = s.given();
    let share = share_of(&shares, "李思远");
    let (li, tour) = (s.town.member_account(s.li, "李思远", FIRST), text(&share["tour"]["id"]));
    let page = li.get(&format!("/visits/{tour}")).text();
    assert!(page.contains("老人") && page.contains("140****1427") && page.contains("学习材料") && !page.contains(PHONE), "{page}");
    let mark = |n: usize, more: &[(&str, &str)]| {
        let (stop, _) = stop(share, n);
        let mut form = vec![("stop", stop.as_str())];
        form.extend(more);
        li.post(&format!("/visits/{tour}/marks"), &form)
    };
    let first = mark(0, &[("outcome", "visited"), ("wishes", "装一个扶手"), ("promises", "下周送报纸")]);
    assert_eq!(first.status, 303, "{}", first.text());
    let member = stop(share, 0).1;
    assert_eq!(s.mode(member).as_deref(), Some("home"));
    const TWO_WAY: &str = "select count(*) from {contacts} c where c.member = $1 and c.kind = 'visit' and c.two_way = 1";
    assert_eq!(s.count(TWO_WAY, member), 1);
    let promises = s.zhou.get_json("/promises").json();
    let due: Vec<_> = promises["open"].as_array().into_iter().flatten().map(|p| (p["what"].as_str(), p["due_on"].as_str())).collect();
    assert_eq!(due, [(Some("装一个扶手"), Some("2026-12-06")), (Some("下周送报纸"), Some("2026-12-06"))]);
    assert_eq!((mark(1, &[("outcome", "not_home")]).status, mark(2, &[("outcome", "declined")]).status), (303, 303));
    let (absent, declined) = (stop(share, 1).1, stop(share, 2).1);
    assert_eq!((s.mode(absent), s.mode(declined), s.count(TWO_WAY, absent), s.count(TWO_WAY, declined)), (None, None, 0, 1));
    assert_eq!(mark(3, &[("outcome", "visited"), ("on", "2026-11-23")]).status, 422, "not in the future");
    assert_eq!(mark(3, &[("outcome", "nonsense")]).status, 422);
    // What was written on the visit is sealed; others see what became of it, and the member's page counts it.
    let plain: i64 =
        s.town.write(|cx| cx.one("select count(*) from {visits} v where cast(v.words as text) like '%扶手%'", kernel::args![]));
    assert_eq!(plain, 0);
    let tally = s.zhou.get_json(&format!("/activities/{}", s.activity)).json()["tally"]["present"].clone();
    assert_eq!(tally, 1);
    // Nobody else's share, and no member who visits nobody.
    let other = text(&share_of(&shares, "吴强")["tour"]["id"]);
    assert_eq!(
        (
            li.get(&format!("/visits/{other}")).status,
            li.post(&format!("/visits/{other}/marks"), &[("stop", &stop(share, 0).0), ("outcome", "visited")]).status
        ),
        (404, 404)
    );
    let old = s.town.member_account(s.old[0], "老人0", FIRST);
    assert_eq!(old.get(&format!("/visits/{tour}")).status, 404);
    assert_eq!(li.post(&format!("/visits/{tour}/ending"), &[]).status, 303);
    assert!(s.zhou.get(&format!("/rounds/{}", text(&share["tour"]["round"]))).text().contains("本人说走完了"));
}

/// A mark that waited on the phone meets another one: both are shown, nothing is overwritten, the visitor decides.
#[test]
fn a_late_mark_overwrites_nothing() {
    let s = story();
    let (_, shares) = s.given();
    let share = share_of(&shares, "李思远");
    let (li, tour) = (s.town.member_account(s.li, "李思远", FIRST), text(&share["tour"]["id"]));
    let (id, member) = stop(share, 0);
    let address = format!("/visits/{tour}/marks");
    assert_eq!(s.wu.post(&address, &[("stop", &id), ("outcome", "not_home")]).status, 303, "at the desk");
    let waited = |mark: &str, outcome: &str, seen: Json| {
        li.post_json(
            &address,
            json!({ "stop": id, "outcome": outcome, "id": mark, "seen": seen, "waited": true, "on": "2026-11-22", "wishes": "" }),
        )
        .json()
    };
    const MARK: &str = "019366aa-0000-7000-8000-000000000001";
    let answer = waited(MARK, "visited", Json::Null);
    assert_eq!(
        (&answer["recorded"], &answer["stands"]["outcome"], &answer["yours"]),
        (&false.into(), &"not_home".into(), &"visited".into())
    );
    assert_eq!(answer["stands"]["made_by"], "吴强");
    assert_eq!(s.mode(member), None, "nothing was overwritten");
    // Without a script the same page comes with both buttons.
    let page = li.post(&address, &[("stop", &id), ("outcome", "visited")]);
    assert!(page.status == 200 && page.text().contains("留着这一个") && page.text().contains("按我的记"), "{}", page.text());
    // The same outcome is no conflict, and the same mark sent twice is one.
    assert_eq!(waited("019366aa-0000-7000-8000-000000000002", "not_home", Json::Null)["recorded"], true);
    let again = waited(MARK, "visited", answer["stands"]["id"].clone());
    assert_eq!((&again["recorded"], &again["stands"]["outcome"]), (&true.into(), &"visited".into()));
    assert_eq!(waited(MARK, "visited", Json::Null)["recorded"], true);
    assert_eq!(s.mode(member).as_deref(), Some("home"));
    let entries: Id = member;
    assert_eq!(s.count("select count(*) from {visits} v where v.member = $1", entries), 2, "both stay");
    let via: Vec<String> =
        s.town.write(move |cx| cx.all("select v.via from {visits} v where v.member = $1 order by v.via", kernel::args![entries]));
    assert_eq!(via, ["phone", "waited"]);
}

/// A wrong tap is put right: attendance is taken back, the contact was not answered, the last contact is what it was.
#[test]
fn a_wrong_tap_takes_back_what_followed() {
    let s = story();
    let (_, shares) = s.given();
    let share = share_of(&shares, "李思远");
    let (li, tour) = (s.town.member_account(s.li, "李思远", FIRST), text(&share["tour"]["id"]));
    let (id, member) = stop(share, 0);
    let address = format!("/visits/{tour}/marks");
    let heard = || -> Option<String> {
        s.town.write(move |cx| cx.one("select m.last_contact from {members} m where m.id = $1", kernel::args![member]))
    };
    li.post(&address, &[("stop", &id), ("outcome", "visited")]);
    assert_eq!((s.mode(member).as_deref(), heard().as_deref()), (Some("home"), Some("2026-11-22")));
    let stands = li.get_json(&format!("/visits/{tour}")).json()["stops"][0]["visit"]["id"].clone();
    assert_eq!(li.post(&address, &[("stop", &id), ("outcome", "not_home"), ("seen", &text(&stands))]).status, 303);
    assert_eq!((s.mode(member), heard().as_deref()), (None, Some("2026-10-01")));
    assert_eq!(s.count("select count(*) from {contacts} c where c.member = $1 and c.two_way = 1", member), 0);
    let broken = s.town.write(|cx| crate::activities::marks_that_disagree(cx));
    assert!(broken.is_empty(), "{broken:?}");
    // Who took part in the room meanwhile stays there.
    let other = stop(share, 1);
    let tick = format!("mode.{}", other.1);
    s.zhou.post(&format!("/activities/{}/attendance", s.activity), &[(&tick, "in_room")]);
    li.post(&address, &[("stop", &other.0), ("outcome", "visited")]);
    assert_eq!(s.mode(other.1).as_deref(), Some("in_room"));
}

/// Nobody takes part before the day: the visitor is told from when, and the mark waits.
#[test]
fn nobody_is_marked_before_the_day_of_the_activity() {
    let s = story_on("2026-11-28");
    let (_, shares) = s.given();
    let share = share_of(&shares, "吴强");
    let tour = text(&share["tour"]["id"]);
    let page = s.wu.get(&format!("/visits/{tour}")).text();
    assert!(page.contains("2026年11月28日") && !page.contains("data-visit>"), "{page}");
    let (id, member) = stop(share, 0);
    assert_eq!(s.wu.post(&format!("/visits/{tour}/marks"), &[("stop", &id), ("outcome", "visited")]).status, 409);
    assert_eq!(s.count("select count(*) from {visits} v where v.member = $1", member), 0, "all or nothing");
}

/// The paper way: printed with blanks, typed back at the desk; what stands otherwise is left and said.
#[test]
fn a_round_is_walked_on_paper() {
    let s = story();
    let (url, shares) = s.given();
    let sheet = s.zhou.get(&format!("{url}/sheet")).text();
    assert!(
        sheet.contains("老人0") && sheet.contains("1 到了，已送学") && sheet.contains("140****1427") && !sheet.contains(PHONE),
        "{sheet}"
    );
    let share = share_of(&shares, "吴强");
    let (first, second, third) = (stop(share, 0), stop(share, 1), stop(share, 2));
    let li_share = share_of(&shares, "李思远");
    let code = |id: &str| format!("code.{id}");
    let page = format!("{url}/typing");
    let wrong = s.zhou.with("referer", &format!("http://linli.test{page}")).post(&page, &[(&code(&first.0), "1"), (&code(&second.0), "7")]);
    assert!(wrong.status == 422 && wrong.text().contains("没有代码“7”"), "{}", wrong.text());
    assert_eq!(s.mode(first.1), None, "a sheet is not half taken in");
    // Meanwhile the visitor wrote one down on the phone.
    s.wu.post(&format!("/visits/{}/marks", text(&share["tour"]["id"])), &[("stop", &third.0), ("outcome", "declined")]);
    let words = format!("words.{}", first.0);
    let typed = s.zhou.post_json(
        &page,
        json!({ "on": "2026-11-21", (code(&first.0)): "1", (words): "想要报纸", (code(&second.0)): "2", (code(&third.0)): "1", (code(&stop(li_share, 0).0)): "" }),
    );
    assert!(text(&typed.json()["said"]).contains("记下了 2 户") && text(&typed.json()["said"]).contains("没有改动"), "{}", typed.text());
    assert_eq!((s.mode(first.1).as_deref(), s.mode(second.1), s.mode(third.1)), (Some("home"), None, None));
    assert!(s.zhou.get_json("/promises").text().contains("想要报纸"));
    assert_eq!(s.zhou.post(&format!("{url}/ending"), &[]).status, 303);
    assert_eq!(
        s.wu.post(&format!("/visits/{}/marks", text(&share["tour"]["id"])), &[("stop", &second.0), ("outcome", "visited")]).status,
        409,
        "over"
    );
}

/// Without coordinates the order of the register holds, and the page says so.
#[test]
fn without_coordinates_the_register_gives_the_order() {
    let town = Town::new();
    let zhou = town.person("周敏", "secretary", COMMUNITY);
    zhou.post("/places", &[("org", &town.org(COMMUNITY).id.to_string()), ("table", "甲社区,,甲3号楼\n甲社区,,甲1号楼\n乙社区,,乙2号楼")]);
    let lives = |name: &str, at: &str| {
        let member = town.member(FIRST, name, Facts { birth: Some("1940-01-01".into()), lives_at: Some(at.into()), ..facts_of(name) });
        zhou.post("/places/matches", &[("all", "true")]);
        member
    };
    let members = [lives("乙", "乙2幢"), lives("一", "甲1幢"), lives("三", "甲3幢"), lives("无", "外地")];
    town.member(FIRST, "李思远", facts_of("李思远"));
    let mut form = vec![
        ("org".to_owned(), town.org(COMMUNITY).id.to_string()),
        ("title".into(), "十一月走访".into()),
        ("named".into(), "李思远".into()),
    ];
    form.extend(members.iter().map(|m| ("member".to_owned(), m.to_string())));
    let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let round = zhou.post("/rounds", &form);
    let page = zhou.get_json(round.location()).json();
    assert_eq!(names(&page["shares"][0]), ["三", "一", "乙", "无"]);
    assert!(text(&page["reason"]).contains("没有坐标，按社区、楼栋的顺序排") && page["unlocated"] == 4, "{}", page["reason"]);
    assert_eq!(page["round"]["month"], "2026-11");
}
