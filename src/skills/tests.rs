use super::{Skills, free, joined, listed, parted, word::Word};
use crate::testing::Town;

#[test]
fn words_of_rosters_come_to_one_list() {
    let skills = Skills::with(vec![]);
    let sorted = |typed: &str| skills.sorted(&parted(typed)).join(" ");
    assert_eq!(sorted("理发，法律咨询，普通话培训"), "理发 法律咨询 普通话培训");
    assert_eq!(sorted("会电工/水暖维修"), "水电维修");
    assert_eq!(sorted("擅长摄影摄像 书法"), "摄影 书法");
    assert_eq!(sorted("法律服务；心理咨询师、ＩＴ"), "法律咨询 心理疏导 电脑手机");
    assert_eq!(sorted("Python 编程"), "Python 编程", "what nobody knows stays as it was said");
    for none in ["无", "没有", "—", "", "无、"] {
        assert!(parted(none).is_empty(), "{none}");
    }
    assert_eq!(listed(&joined(&parted("理发、英语"))), ["理发", "英语"]);
}

#[test]
fn every_word_means_one_skill() {
    let printed = &super::list::PRINTED.skill;
    let mut seen: Vec<String> = vec![];
    for word in printed.iter().flat_map(|s| s.also.iter().chain([&s.zh, &s.en])).map(|w| super::list::plain(w)) {
        assert!(!seen.contains(&word), "{word} stands twice");
        seen.push(word);
    }
}

#[test]
fn free_times_are_slots() {
    let slots = |said: &str| free(said).join(" ");
    assert_eq!(slots("工作日晚间"), "evening");
    assert_eq!(slots("周六上午"), "weekend");
    assert_eq!(slots("周末晚上"), "weekend");
    assert_eq!(slots("工作日白天、节假日"), "weekday holiday");
    assert_eq!(slots("均可"), "weekday evening weekend holiday");
    assert_eq!(slots("看情况"), "");
}

#[test]
fn the_street_decides_what_a_new_word_means_for_all_who_said_it() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", "青竹苑社区党总支");
    let zheng = town.person("郑文", "officer", "青龙街道党工委");
    let org = town.org("青竹苑社区党总支").id.to_string();
    let enter = |name: &str, skills: &str| {
        let answer = zhou.post("/report-ins", &[("org", org.as_str()), ("name", name), ("skills", skills)]);
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.location().to_owned()
    };
    let (qian, sun) = (enter("钱进", "皮影、理发"), enter("孙桂兰", "量血压仪使用"));
    let list = zhou.get_json("/skills").json();
    let proposed: Vec<_> = list["proposed"].as_array().expect("words").iter().map(|w| w["skill"].clone()).collect();
    assert_eq!(proposed, ["皮影", "量血压仪使用"]);
    assert!(zhou.get(&qian).text().contains("清单里还没有"));
    assert_eq!(zhou.post("/skills", &[("word", "皮影")]).status, 403, "the street decides");
    assert_eq!(zheng.post("/skills", &[("word", "皮影"), ("means", "没有的")]).status, 422);
    assert_eq!(zheng.post("/skills", &[("word", "皮影"), ("means", "")]).status, 303);
    assert_eq!(zheng.post("/skills", &[("word", "量血压仪使用"), ("means", "医疗护理")]).status, 303);
    assert_eq!(zhou.get_json(&sun).json()["who"]["skills"], "、医疗护理、");
    assert_eq!(zhou.get_json(&sun).json()["who"]["skills_said"], "、量血压仪使用、", "what she said stays");
    assert_eq!(zhou.get_json(&qian).json()["skills"][0]["known"], true);
    let list = zhou.get_json("/skills").json();
    assert_eq!(list["proposed"].as_array().map(Vec::len), Some(0));
    let words: Vec<Word> = town.write(|cx| Word::all(cx));
    assert_eq!(words.len(), 2);
}
