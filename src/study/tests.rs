//! Stories of how members study, and what must hold of every proposal.

use super::{Circumstances, Known, Near, Terms, Why, propose, proposed::as_answer};
use crate::{
    activities::{Activity, Answer, Details, Due, NewActivity, State},
    orgs::{Kind, NewOrg, Org},
    people::Facts,
    rulebook::Study,
    testing::{Town, facts_of},
};
use kernel::{Id, testing::Asker};
use proptest::prelude::*;

const FIRST: &str = "青竹苑社区第一党支部";
const COMMUNITY: &str = "青竹苑社区党总支";
const EAST: &str = "东风村党总支";
const MODES: [Study; 4] = [Study::InRoom, Study::Nearby, Study::Home, Study::Online];

fn circumstances() -> impl Strategy<Value = Circumstances> {
    let study = || prop::sample::select(MODES.to_vec());
    let known = (prop::sample::select(vec!["floating", "poor_health", "farmer"]), study(), any::<bool>())
        .prop_map(|(code, study, hidden)| Known { code: code.into(), name: code.into(), study, because: "患病".into(), hidden });
    let near = prop::option::of(prop::option::of(0..5000i64).prop_map(|metres| Near { name: "安置点".into(), metres }));
    (
        prop::option::of(prop::sample::select(Answer::ALL.to_vec())),
        prop::option::of(study().prop_map(|s| (s, "2026-11-01".to_owned()))),
        prop::collection::vec(known, 0..4),
        prop::option::of(0..5000i64),
        near,
    )
        .prop_map(|(answer, wish, categories, to_room, near)| Circumstances { answer, wish, categories, to_room, near })
}

fn terms() -> Terms {
    Terms { first: vec!["floating".into(), "poor_health".into()], far: 1000 }
}

proptest! {
    #[test]
    fn a_persons_own_word_comes_before_everything(mut c in circumstances(), study in prop::sample::select(MODES.to_vec())) {
        c.answer = Some(as_answer(study));
        let said = propose(&c, &terms());
        prop_assert_eq!(said.mode, Some(study));
        prop_assert_eq!(said.why, Why::Answered(as_answer(study)));
        c.answer = None;
        c.wish = Some((study, "2026-11-01".into()));
        prop_assert_eq!(propose(&c, &terms()).mode, Some(study));
    }

    #[test]
    fn nobody_is_sent_to_a_point_that_is_not_there(mut c in circumstances()) {
        c.near = None;
        c.wish = None;
        let proposed = propose(&c, &terms());
        prop_assert!(proposed.mode != Some(Study::Nearby) || c.answer == Some(Answer::Nearby));
    }

    #[test]
    fn who_cannot_come_is_not_proposed_to_come(mut c in circumstances()) {
        c.answer = Some(Answer::Cannot);
        prop_assert!(propose(&c, &terms()).mode != Some(Study::InRoom));
    }

    #[test]
    fn a_hidden_reason_is_said_only_to_who_may_see_it(c in circumstances()) {
        let words = propose(&c, &terms()).why.words(false);
        if c.categories.iter().all(|k| k.hidden) {
            prop_assert!(!words.contains("患病"), "{}", words);
        }
    }
}

/// 青竹苑 with a transition group that meets nearby; 安 (over 80), 孙 (in relocation), 钱 (floating), 李 (nothing special).
struct Story {
    town: Town,
    zhou: Asker,
    an: Id,
    sun: Id,
    qian: Id,
    li: Id,
    activity: Id,
}

const GROUP: &str = "青竹苑过渡期党小组";

fn story() -> Story {
    let town = Town::new();
    let branch = town.org(FIRST);
    town.write(move |cx| {
        let new =
            NewOrg { name: GROUP.into(), kind: Some(Kind::TransitionGroup), valid_until: Some("2027-12-31".into()), ..NewOrg::default() };
        Org::found(cx, Some(&branch), new).map(drop)
    });
    let an = town.member(FIRST, "安老", Facts { birth: Some("1940-01-01".into()), ..facts_of("安老") });
    let sun = town.member(GROUP, "孙桂兰", Facts { birth: Some("1970-01-01".into()), employment: "农民".into(), ..facts_of("孙桂兰") });
    let qian = town.member(FIRST, "钱进", Facts { employment: "流动".into(), ..facts_of("钱进") });
    let li = town.member(FIRST, "李思远", Facts { birth: Some("1970-01-01".into()), ..facts_of("李思远") });
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let table =
        "青竹苑社区,,青竹苑1号楼,31.8000,119.9700\n青竹苑社区,,安置房2号楼,31.8200,119.9700\n青竹苑社区,,安置房3号楼,31.8205,119.9700";
    assert_eq!(zhou.post("/places", &[("org", &town.org(COMMUNITY).id.to_string()), ("table", table)]).status, 303);
    let meet = |org: &str, place: &str| zhou.post("/meeting-points", &[("org", &town.org(org).id.to_string()), ("place", place)]).status;
    assert_eq!((meet(FIRST, "青竹苑1号楼"), meet(GROUP, "安置房2号楼")), (303, 303));
    let activity = theme_day(&town, "2026-11-28");
    Story { town, zhou, an, sun, qian, li, activity }
}

fn theme_day(town: &Town, day: &str) -> Id {
    let (org, day) = (town.org(FIRST), day.parse().expect("a day"));
    town.write(move |cx| {
        let details =
            Details {
                title: "主题党日".into(), day, starts: "19:00".into(), minutes: 120, place: "三楼".into(), host: String::new()
            };
        let new = NewActivity {
            id: cx.new_id(),
            plan: None,
            kind: "theme_day".into(),
            details,
            due: Due::Branch,
            state: State::Planned,
            basis: String::new(),
            follows: None,
            source: None,
        };
        Ok(Activity::make(cx, &org, new)?.id)
    })
}

impl Story {
    /// Mode and reason that the activity's page proposes.
    fn proposed(&self, asker: &Asker, member: Id) -> (String, String) {
        let page = asker.get_json(&format!("/activities/{}", self.activity)).json();
        let all = page["proposals"].as_array().cloned().unwrap_or_default();
        let one = all.iter().find(|p| p["member"] == member.to_string()).expect("somebody who is due");
        (one["mode"].as_str().unwrap_or("none").to_owned(), one["reason"].as_str().unwrap_or_default().to_owned())
    }
    fn say(&self, asker: &Asker, member: Id, form: &[(&str, &str)]) -> u16 {
        asker.post(&format!("/members/{member}/study"), form).status
    }
}

/// The secretary opens the activity and sees for each who is due how, and why that is proposed.
#[test]
fn each_is_proposed_a_way_with_its_reason() {
    let s = story();
    assert_eq!(s.proposed(&s.zhou, s.an).0, "home");
    assert!(s.proposed(&s.zhou, s.an).1.contains("86 岁"), "{:?}", s.proposed(&s.zhou, s.an));
    let (mode, why) = s.proposed(&s.zhou, s.sun);
    assert!(mode == "nearby" && why.contains("返迁过渡期") && why.contains("安置房2号楼"), "{mode} {why}");
    assert_eq!(s.proposed(&s.zhou, s.qian).0, "online");
    assert_eq!(s.proposed(&s.zhou, s.li), ("in_room".into(), "没有不便到会的情况".into()));
    let page = s.zhou.get(&format!("/activities/{}", s.activity)).text();
    assert!(page.contains("建议怎样参加") && page.contains("安排上门（1 人）"), "{page}");
    // 李思远 lives two kilometres from the room and beside the group's point.
    s.zhou.post(&format!("/members/{}/place", s.li), &[("place", "安置房3号楼")]);
    let (mode, why) = s.proposed(&s.zhou, s.li);
    assert!(mode == "nearby" && why.contains("离会场步行约 2960 米") && why.contains("70 米"), "{mode} {why}");
    assert!(s.zhou.with("accept-language", "en").get(&format!("/members/{}/study", s.li)).text().contains("on foot to the room"));
    assert_eq!(s.town.person("沈静", "worker", EAST).get(&format!("/members/{}/study", s.li)).status, 404);
}

/// 安老 changes it on her phone: this once to online, from now on nearby; taken back, the proposal stands again.
#[test]
fn the_member_changes_it_for_this_once_or_from_now_on() {
    let s = story();
    let an = s.town.member_account(s.an, "安老", FIRST);
    let (home, page) = (an.get("/me").text(), format!("/me/study?activity={}", s.activity));
    assert!(home.contains("建议：") && home.contains("上门送学") && home.contains("86 岁"), "{home}");
    assert!(an.get(&page).text().contains("这一次，我想"));
    let say = |form: &[(&str, &str)]| an.post("/me/study", form).status;
    let activity = s.activity.to_string();
    assert_eq!(say(&[("mode", "nonsense"), ("activity", &activity)]), 422);
    assert_eq!(say(&[("mode", "online"), ("activity", &activity)]), 303);
    assert_eq!(s.proposed(&s.zhou, s.an), ("online".into(), "本人对这次活动说：网络学".into()));
    let other = theme_day(&s.town, "2026-12-20");
    let later = |asker: &Asker| asker.get_json(&format!("/me/study?activity={other}")).json()["proposal"]["mode"].clone();
    assert_eq!(later(&an), "home", "this once alone");
    assert_eq!(say(&[("mode", "nearby"), ("lasting", "true")]), 303);
    assert_eq!(later(&an), "nearby");
    assert_eq!(s.proposed(&s.zhou, s.an).0, "online", "what was said of this activity holds for it");
    assert_eq!(say(&[("mode", "as_proposed"), ("lasting", "true")]), 303);
    assert_eq!(later(&an), "home");
    // Of an activity that is not theirs there is nothing to say.
    let stranger = s.town.member_account(s.town.member("东风村第一党支部", "周村", facts_of("周村")), "周村", "东风村第一党支部");
    assert_eq!((stranger.get(&page).status, stranger.post("/me/study", &[("mode", "home"), ("activity", &activity)]).status), (404, 404));
    assert_eq!(s.zhou.post("/me/study", &[("mode", "home")]).status, 403);
}

/// Her daughter calls the desk: who said it and who wrote it down stays.
#[test]
fn a_worker_writes_down_what_was_said_and_by_whom() {
    let s = story();
    let activity = s.activity.to_string();
    assert_eq!(s.say(&s.zhou, s.li, &[("mode", "home"), ("lasting", "true"), ("via", "telephone"), ("said_by", " ")]), 422);
    assert_eq!(s.say(&s.zhou, s.li, &[("mode", ""), ("said_by", "本人")]), 422);
    assert_eq!(s.say(&s.zhou, s.li, &[("mode", "home"), ("lasting", "true"), ("via", "telephone"), ("said_by", "女儿")]), 303);
    let page = s.zhou.get(&format!("/members/{}/study", s.li)).text();
    assert!(page.contains("女儿") && page.contains("电话里说的") && page.contains("周敏"), "{page}");
    assert_eq!(s.proposed(&s.zhou, s.li).0, "home");
    assert_eq!(s.say(&s.zhou, s.li, &[("mode", "in_room"), ("activity", &activity), ("via", "desk"), ("said_by", "本人")]), 303);
    assert_eq!(s.proposed(&s.zhou, s.li).0, "in_room");
    let li = s.li;
    let answers: Vec<(String, String, String)> =
        s.town.write(move |cx| cx.all("select a.via, a.said_by, a.made_by from {answers} a where a.member = $1", kernel::args![li]));
    assert_eq!(answers, [("desk".into(), "本人".into(), "周敏".into())]);
    let me = s.town.member_account(s.li, "李思远", FIRST).get("/me/study").text();
    assert!(me.contains("女儿") && me.contains("周敏"), "she sees who said it for her: {me}");
    let neighbour = s.town.person("沈静", "worker", EAST);
    assert_eq!(s.say(&neighbour, s.li, &[("mode", "home"), ("said_by", "本人")]), 404);
}

/// Poor health is a reason; who may not see what is hidden reads that there is one.
#[test]
fn health_is_a_reason_that_not_everybody_reads() {
    let s = story();
    let declared = s.zhou.post(
        &format!("/members/{}/declarations", s.li),
        &[("what", "poor_health"), ("declared_reason", "住院"), ("decided_by", "支委会")],
    );
    assert_eq!(declared.status, 303);
    assert!(s.proposed(&s.zhou, s.li).1.contains("体弱党员"));
    let wu = s.town.person("吴强", "leader", FIRST);
    assert_eq!(s.proposed(&wu, s.li), ("home".into(), "组织掌握的情况".into()));
    assert!(!wu.get(&format!("/members/{}/study", s.li)).text().contains("体弱"));
    let me = s.town.member_account(s.li, "李思远", FIRST).get("/me/study").text();
    assert!(me.contains("体弱党员"), "it is hers to know");
}

/// Who moves to another branch takes their wish along.
#[test]
fn a_wish_moves_with_the_member() {
    let s = story();
    s.say(&s.zhou, s.li, &[("mode", "home"), ("lasting", "true"), ("via", "door"), ("said_by", "本人")]);
    let second = s.town.org("东风村第一党支部");
    let li = s.li;
    s.town.write(move |cx| cx.find::<crate::people::Member>(li)?.move_to(cx, &second, "moved", None));
    let shen = s.town.person("沈静", "worker", EAST);
    assert_eq!(shen.get_json(&format!("/members/{}/study", s.li)).json()["proposal"]["mode"], "home");
}
