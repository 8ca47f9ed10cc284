use crate::{
    channels::servers::{self, Taken},
    testing::{Town, facts_of},
};
use kernel::{Id, args, testing::Asker};

const COMMUNITY: &str = "青竹苑社区党总支";
const FIRST: &str = "青竹苑社区第一党支部";

/// 周敏 at the desk of a house with a gateway; it is ten in the morning.
struct Played {
    town: Town,
    zhou: Asker,
    messages: Taken,
    post: String,
}

fn played() -> Played {
    let town = Town::new();
    let (hook, messages) = servers::gateway();
    let keeper = town.person("郑保", "keeper", "青龙街道党工委");
    let url = format!("http://127.0.0.1:{hook}/send");
    let body = r#"{"to":"{phone}","text":"{title} {text} {link}"}"#;
    keeper.post("/settings/channels/address", &[("base", "https://linli.cn")]);
    let set = [("url", url.as_str()), ("method", "POST"), ("headers", "content-type: application/json"), ("body", body)];
    assert_eq!(keeper.post("/settings/channels/webhook", &set).status, 303);
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY).id.to_string();
    let typed = [("org", org.as_str()), ("kind", "household"), ("title", "修灯"), ("people", "3"), ("risk", "断电后再动手")];
    let post = zhou.post("/posts", &typed).location().trim_start_matches("/posts/").to_owned();
    Played { zhou, messages, post, town }
}

impl Played {
    fn reports(&self, name: &str, phone: &str) -> String {
        let org = self.town.org(COMMUNITY).id.to_string();
        let page = self.zhou.post("/report-ins", &[("org", &org), ("name", name), ("phone", phone)]).location().to_owned();
        self.zhou.post(&format!("{page}/acceptance"), &[]);
        page.trim_start_matches("/report-ins/").to_owned()
    }
    fn asks(&self, person: &str) {
        assert_eq!(self.zhou.post("/offers", &[("pair", &format!("{}.{person}", self.post))]).status, 303);
    }
    fn work(&self, at: &str) {
        self.town.clock.set(at);
        // The look of each hour, whether or not anything has woken the job.
        self.town.write(|cx| cx.enqueue(super::sending::JOB, &()).map(drop));
        self.town.house.work_off().expect("worked off");
    }
    fn states(&self) -> Vec<(String, i64)> {
        self.town.write(|cx| cx.all("select x.state, count(*) from {sendings} x group by x.state order by x.state", args![]))
    }
}

/// 李思远 has no account: the message brings the link, its words are gone once it is out, and he answers on it.
#[test]
fn an_offer_goes_out_once_and_is_answered_by_its_link() {
    let p = played();
    let li = p.reports("李思远", "14000000021");
    p.asks(&li);
    assert!(p.messages.all().is_empty(), "within the request nothing leaves the house");
    p.work("2026-11-22T02:05:00Z");
    p.work("2026-11-22T03:05:00Z");
    let all = p.messages.all();
    assert_eq!(all.iter().map(|m| m.1.as_str()).collect::<Vec<_>>(), ["14000000021"]);
    assert!(all[0].2.contains("问您一声：修灯"), "{}", all[0].2);
    assert!(p.zhou.get("/offers").text().contains("短信已发出"));
    let kept: Vec<(Option<Vec<u8>>,)> = p.town.write(|cx| cx.all("select x.kept from {sendings} x", args![]));
    assert_eq!(kept, [(None,)], "nothing of it stays");
    let link = all[0].2.split("https://linli.cn").nth(1).and_then(|l| l.split('"').next()).expect("a link").to_owned();
    assert_eq!(p.town.visitor().post(&link, &[("answer", "yes")]).status, 303);
    assert_eq!(p.zhou.get_json(&format!("/posts/{}", p.post)).json()["claims"][0]["name"], "李思远");
}

/// At night nobody is disturbed; what was withdrawn meanwhile does not go, what is refused says so.
#[test]
fn what_has_no_point_any_more_does_not_go() {
    let p = played();
    p.town.clock.set("2026-11-22T14:00:00Z");
    let (li, wu) = (p.reports("李思远", "14000000021"), p.reports("吴琳", "14000000022"));
    p.asks(&li);
    p.asks(&wu);
    p.work("2026-11-22T15:00:00Z");
    assert!(p.messages.all().is_empty() && p.states() == [("waiting".to_owned(), 2)], "it is eleven at night: {:?}", p.states());
    let offers = p.zhou.get_json("/offers").json()["offers"].clone();
    let of_wu =
        offers.as_array().expect("offers").iter().find(|o| o["name"] == "吴琳").expect("hers")["id"].as_str().expect("an id").to_owned();
    assert_eq!(p.zhou.post(&format!("/offers/{of_wu}/withdrawal"), &[]).status, 303);
    p.work("2026-11-23T00:05:00Z");
    assert_eq!(p.messages.all().iter().map(|m| m.1.as_str()).collect::<Vec<_>>(), ["14000000021"]);
}

/// The gateway is away: tried again as often as the rule says, then it says that it could not be sent.
#[test]
fn a_gateway_that_is_away_is_tried_again_and_given_up() {
    let p = played();
    let keeper = p.town.person("郑保二", "keeper", "青龙街道党工委");
    let dead = [("url", "http://127.0.0.1:1/send"), ("method", "POST"), ("headers", "content-type: application/json"), ("body", "{}")];
    assert_eq!(keeper.post("/settings/channels/webhook", &dead).status, 303);
    let li = p.reports("李思远", "14000000021");
    p.asks(&li);
    p.work("2026-11-22T02:05:00Z");
    assert_eq!(p.states(), [("waiting".to_owned(), 1)], "tried once, and again later");
    for day in 23..30 {
        p.work(&format!("2026-11-{day}T02:00:00Z"));
        p.work(&format!("2026-11-{day}T09:00:00Z"));
    }
    assert_eq!(p.states(), [("failed".to_owned(), 1)]);
    assert!(p.zhou.get("/offers").text().contains("短信没有发出去"));
    let kept: Vec<(Option<Vec<u8>>,)> = p.town.write(|cx| cx.all("select x.kept from {sendings} x", args![]));
    assert_eq!(kept, [(None,)]);
}

/// 孙丽 signed up for Saturday and Sunday; she is reminded of Saturday on Friday, and not of Sunday, to which
/// she cannot come.
#[test]
fn a_turn_reminds_once_on_the_day_before() {
    let p = played();
    let mut facts = facts_of("孙丽");
    facts.phone = Some("13900000031".into());
    let of_sun: Id = p.town.member(FIRST, "孙丽", facts);
    p.zhou.post(&format!("/members/{of_sun}/ways"), &[("way1", "webhook")]);
    let sun = p.town.member_account(of_sun, "孙丽", FIRST);
    sun.post(&format!("/me/posts/{}/claim", p.post), &[]);
    for day in ["2026-11-22", "2026-11-28", "2026-11-29"] {
        let typed = [("day", day), ("starts", "9:00"), ("minutes", "60")];
        assert_eq!(sun.post(&format!("/me/posts/{}/turns", p.post), &typed).status, 303);
    }
    assert_eq!(p.states(), [("waiting".to_owned(), 2)], "of today nobody is reminded any more");
    let turns = sun.get_json("/me/service").json()["turns"].clone();
    let sunday =
        turns.as_array().expect("turns").iter().find(|t| t["day"] == "2026-11-29").expect("hers")["id"].as_str().expect("an id").to_owned();
    assert_eq!(sun.post(&format!("/me/service/{sunday}/cancellation"), &[]).status, 303);
    p.work("2026-11-26T02:00:00Z");
    assert!(p.messages.all().is_empty());
    for hour in 0..5 {
        p.work(&format!("2026-11-27T0{hour}:10:00Z"));
    }
    p.work("2026-11-28T00:10:00Z");
    let all = p.messages.all();
    assert_eq!(all.len(), 1, "{all:?}");
    assert!(all[0].2.contains("提醒：修灯") && all[0].2.contains("2026-11-28 09:00"), "{}", all[0].2);
    let saturday =
        turns.as_array().expect("turns").iter().find(|t| t["day"] == "2026-11-28").expect("hers")["id"].as_str().expect("an id").to_owned();
    assert!(p.zhou.get(&format!("/service/{saturday}")).text().contains("短信已发出"));
}
