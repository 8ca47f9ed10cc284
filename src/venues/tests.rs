use crate::{orgs::Org, testing::Town, units};
use kernel::{Id, Reader, Scope, args, testing::Asker};
use serde_json::Value;
use std::time::Instant;

const COMMUNITY: &str = "青竹苑社区党总支";
const SATURDAY: &str = "2026-11-28";

/// Zhou works in the community; the reading room is open at weekends.
fn desk() -> (Town, Asker, String) {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", COMMUNITY);
    let org = town.org(COMMUNITY).id.to_string();
    (town, zhou, org)
}

fn venue(zhou: &Asker, org: &str, name: &str, capacity: &str, more: &[(&str, &str)]) -> String {
    let mut form = vec![("org", org), ("name", name), ("capacity", capacity), ("sat", "9:00-12:00 14:00-17:00"), ("sun", "9:00-12:00")];
    form.extend(more);
    let answer = zhou.post("/venues", &form);
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().to_owned()
}

fn typed<'a>(name: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![("day", SATURDAY), ("starts", "09:00"), ("ends", "10:00"), ("by", "resident"), ("by_name", name)];
    form.retain(|f| more.iter().all(|m| m.0 != f.0));
    form.extend(more);
    form
}

/// Day, whom by number of asking, and state, in that order.
fn standing(zhou: &Asker, url: &str, day: &str) -> Vec<(i64, String)> {
    let page = zhou.get_json(&format!("{url}?look=week&day={day}")).json();
    let mut all: Vec<(i64, String)> = page["bookings"]
        .as_array()
        .expect("bookings")
        .iter()
        .map(|b| (b["booking"]["number"].as_i64().expect("a number"), b["booking"]["state"].as_str().expect("a state").to_owned()))
        .collect();
    all.sort();
    all
}

fn booking(zhou: &Asker, url: &str, number: i64) -> Value {
    let page = zhou.get_json(&format!("{url}?look=week&day={SATURDAY}")).json();
    let all = page["bookings"].as_array().expect("bookings").clone();
    all.into_iter().find(|b| b["booking"]["number"] == number).expect("a booking of this number")
}

/// 王阿婆 books by telephone, 老李 finds it full and waits; she cancels, he moves up, and Zhou tells him.
#[test]
fn who_finds_it_full_waits_and_moves_up_by_himself() {
    let (town, zhou, org) = desk();
    let url = venue(&zhou, &org, "阅览室", "1", &[("rules", "保持安静")]);
    let book = |name: &str, phone: &str| zhou.post(&format!("{url}/bookings"), &typed(name, &[("phone", phone)]));
    assert_eq!(book("王桂珍", "14000000041").status, 303);
    assert!(zhou.get(book("李建国", "14000000042").location()).status == 200);
    assert_eq!(standing(&zhou, &url, SATURDAY), [(1, "booked".into()), (2, "waiting".into())]);
    let text = zhou.get(&format!("{url}?look=week&day={SATURDAY}")).text();
    assert!(!text.contains("王桂珍") && !text.contains("14000000041") && text.contains("居民 王**") && text.contains("候补第 1"));

    let first = booking(&zhou, &url, 1)["booking"]["id"].as_str().expect("an id").to_owned();
    let shown = zhou.post(&format!("/bookings/{first}/reveals"), &[("reason", "电话联系")]);
    assert!(shown.text().contains("王桂珍 14000000041"), "{}", shown.text());
    assert_eq!(zhou.post(&format!("/bookings/{first}/reveals"), &[("reason", "")]).status, 422);
    assert_eq!(zhou.post(&format!("/bookings/{first}/cancellation"), &[("reason", " ")]).status, 422, "not without a word");
    assert_eq!(zhou.post(&format!("/bookings/{first}/cancellation"), &[("reason", "临时有事")]).status, 303);
    assert_eq!(standing(&zhou, &url, SATURDAY), [(2, "booked".into())]);

    town.member("青竹苑社区第一党支部", "赵建国", crate::testing::facts_of("赵建国"));
    assert!(zhou.get("/").text().contains("1 个候补排上了"), "the workbench says it");
    let list = zhou.get_json("/venues").json();
    assert_eq!((list["moved_up"][0]["who"].as_str(), list["moved_up"][0]["phone"].as_str()), (Some("居民 李**"), Some("140****0042")));
    let second = booking(&zhou, &url, 2)["booking"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(zhou.post(&format!("/bookings/{second}/telling"), &[]).status, 303);
    assert_eq!(zhou.get_json("/venues").json()["moved_up"], serde_json::json!([]));
    assert!(!zhou.get("/").text().contains("个候补排上了"));
    let audit = town.person("吴审", "auditor", "青龙街道党工委").get_json("/audit").text();
    assert!(audit.contains("cancelled 1, moved up 1") && !audit.contains("王桂珍"), "{audit}");
}

/// The second branch wishes the room every Saturday; one of them is taken. The day is named, whatever is chosen.
#[test]
fn a_repeated_booking_names_the_days_on_which_it_is_full() {
    let (_town, zhou, org) = desk();
    let url = venue(&zhou, &org, "活动室", "1", &[]);
    let taken = typed("王桂珍", &[("day", "2026-12-12")]);
    assert_eq!(zhou.post(&format!("{url}/bookings"), &taken).status, 303);
    let weekly = |full| {
        typed("青竹苑社区第二党支部", &[("by", "org"), ("until", "2026-12-19"), ("full", full), ("starts", "09:30"), ("ends", "11:00")])
    };
    let refused = zhou.with("referer", &format!("http://linli.test{url}")).post(&format!("{url}/bookings"), &weekly("refuse"));
    assert!(refused.status == 422 && refused.text().contains("这些日子满了：2026年12月12日"), "{}", refused.text());
    assert!(refused.text().contains("青竹苑社区第二党支部"), "nothing typed is lost");
    assert_eq!(standing(&zhou, &url, SATURDAY), [], "nothing was booked");

    let skipped = zhou.post(&format!("{url}/bookings"), &weekly("skip"));
    assert_eq!(skipped.status, 303);
    assert_eq!(standing(&zhou, &url, "2026-12-12").len(), 1, "that day was left out");
    assert_eq!(standing(&zhou, &url, "2026-12-19"), [(4, "booked".into())]);
    let waits = zhou.post(&format!("{url}/bookings"), &weekly("wait"));
    assert_eq!(waits.status, 303);
    assert_eq!(standing(&zhou, &url, "2026-12-12")[1].1, "waiting");

    let first = booking(&zhou, &url, 2)["booking"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(zhou.post(&format!("/bookings/{first}/cancellation"), &[("reason", "改到线上"), ("following", "yes")]).status, 303);
    for day in [SATURDAY, "2026-12-05", "2026-12-19"] {
        assert_eq!(standing(&zhou, &url, day).iter().filter(|b| b.1 == "booked").count(), 1, "{day}: the next in order has it");
    }
    let calendar = zhou.get("/calendar?month=2026-12").text();
    assert!(calendar.contains("活动室") || calendar.contains("订了场地"), "what the organisation booked stands in its calendar");
}

#[test]
fn what_cannot_be_is_answered_beside_its_field() {
    let (_town, zhou, org) = desk();
    let court = venue(&zhou, &org, "球场", "20", &[("counts", "people")]);
    let wrong = |more: &[(&'static str, &'static str)], field: &str| {
        let answer = zhou.with("accept", "application/json").post(&format!("{court}/bookings"), &typed("王桂珍", more));
        assert_eq!(answer.status, 422, "{more:?}: {}", answer.text());
        assert_eq!(answer.json()["errors"][0]["field"], field, "{more:?}: {}", answer.text());
    };
    wrong(&[("day", "2026-11-21")], "day");
    wrong(&[("day", "2028-01-01")], "day");
    wrong(&[("ends", "08:00")], "ends");
    wrong(&[("starts", "11:00"), ("ends", "13:00")], "starts");
    wrong(&[("day", "2026-11-27")], "starts");
    wrong(&[("until", "2026-11-01")], "until");
    wrong(&[("people", "21")], "people");
    wrong(&[("by_name", "")], "by_name");
    wrong(&[("by", "unit"), ("by_name", "没有的单位")], "by_name");
    wrong(&[("phone", "123")], "phone");
    assert_eq!(zhou.post(&format!("{court}/bookings"), &typed("王桂珍", &[("people", "12")])).status, 303);
    assert_eq!(zhou.post(&format!("{court}/bookings"), &typed("李建国", &[("people", "8")])).status, 303);
    assert_eq!(zhou.post(&format!("{court}/bookings"), &typed("张卫", &[("people", "1")])).status, 303);
    assert_eq!(standing(&zhou, &court, SATURDAY), [(1, "booked".into()), (2, "booked".into()), (3, "waiting".into())], "20 people fit");
    let bigger = [("name", "球场"), ("capacity", "21"), ("counts", "people"), ("sat", "9:00-17:00")];
    assert_eq!(zhou.post(&court, &bigger).status, 303);
    assert_eq!(standing(&zhou, &court, SATURDAY)[2].1, "booked", "more room moves up who waits");
    assert_eq!(zhou.post(&format!("{court}/ending"), &[]).status, 409, "what is booked is answered first");

    assert_eq!(
        zhou.post("/venues", &[("org", org.as_str()), ("name", "球场"), ("capacity", "1"), ("sat", "9-12")]).status,
        422,
        "its name is taken"
    );
    let crossed = zhou
        .with("referer", "http://linli.test/venues/new")
        .post("/venues", &[("org", org.as_str()), ("name", "礼堂"), ("capacity", "1"), ("sat", "9:00-12:00 11:00-13:00")]);
    assert!(crossed.status == 422 && crossed.text().contains("9:00-12:00 11:00-13:00"), "typed hours stay");
}

/// Two members share a name: the branch behind it says who is meant. On the board nobody is named.
#[test]
fn the_board_names_no_person() {
    let (town, zhou, org) = desk();
    for branch in ["青竹苑社区第一党支部", "青竹苑社区第二党支部"] {
        town.member(branch, "赵建国", crate::testing::facts_of("赵建国"));
    }
    let url = venue(&zhou, &org, "礼堂", "5", &[("rules", "用后关灯")]);
    let book = |form: &[(&str, &str)]| zhou.post(&format!("{url}/bookings"), form);
    assert_eq!(book(&typed("赵建国", &[("by", "member")])).status, 422, "which of the two?");
    assert_eq!(book(&typed("赵建国 第二党支部", &[("by", "member"), ("purpose", "下棋")])).status, 303);
    assert_eq!(book(&typed(COMMUNITY, &[("by", "org"), ("purpose", "支委会")])).status, 303);
    let board = zhou.get(&format!("{url}/board?day={SATURDAY}")).text();
    assert!(board.contains("用后关灯") && board.contains("青竹苑社区党总支 · 支委会") && board.contains("09:00–10:00 已订"), "{board}");
    assert!(!board.contains("赵建国") && !board.contains("下棋"), "{board}");
}

/// The two units of the community open in turn on Saturdays; the holiday is left out.
#[test]
fn units_open_in_turn_and_people_decide() {
    let (town, zhou, org) = desk();
    town.write(|cx| {
        let org = Org::named(cx, COMMUNITY)?.expect("the community");
        ["恒通纺织", "市图书馆"]
            .into_iter()
            .try_for_each(|name| units::Unit::enter(cx, &org, &units::Facts { name: name.into(), ..Default::default() }, None).map(drop))
    });
    let rota =
        |until: &'static str| zhou.post("/open-days", &[("org", org.as_str()), ("weekday", "6"), ("from", "2026-12-12"), ("until", until)]);
    assert_eq!(rota("2027-01-09").status, 409, "no unit has a venue yet");
    let library = venue(&zhou, &org, "图书馆一楼", "30", &[("unit", "市图书馆")]);
    venue(&zhou, &org, "纺织厂球场", "1", &[("unit", "恒通纺织")]);
    assert_eq!(rota("2027-01-09").status, 303);
    let days = |asker: &Asker| {
        let page = asker.get_json(&format!("/open-days?org={org}")).json();
        page["days"].as_array().expect("days").clone()
    };
    let turns: Vec<(String, String)> = days(&zhou)
        .iter()
        .map(|d| (d["open_day"]["day"].as_str().expect("a day").to_owned(), d["venue"].as_str().expect("a venue").to_owned()))
        .collect();
    let library_and_court = ["图书馆一楼", "纺织厂球场"];
    assert!(turns.len() >= 4 && turns.windows(2).all(|pair| pair[0].1 != pair[1].1), "in turn: {turns:?}");
    assert!(turns.iter().all(|t| library_and_court.contains(&t.1.as_str())));
    assert_eq!(rota("2027-01-09").status, 303);
    assert_eq!(days(&zhou).len(), turns.len(), "what is proposed already is not proposed again");
    assert!(!zhou.get("/calendar?month=2026-12").text().contains("纺织厂球场"), "a proposal is nobody's promise yet");

    let first = days(&zhou)[0]["open_day"]["id"].as_str().expect("an id").to_owned();
    let venue_id = library.rsplit('/').next().expect("an id").to_owned();
    let other = [("venue", venue_id.as_str()), ("day", "2026-12-13"), ("starts", "9:00"), ("ends", "11:00"), ("what", "亲子阅读")];
    assert_eq!(zhou.post(&format!("/open-days/{first}"), &other).status, 303);
    assert_eq!(zhou.post("/open-days/setting", &[("org", org.as_str())]).status, 303);
    assert!(zhou.get("/calendar?month=2026-12").text().contains("亲子阅读"));
    assert_eq!(zhou.post(&format!("/open-days/{first}/calling-off"), &[("reason", "")]).status, 422);
    let second = days(&zhou)[1]["open_day"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(zhou.post(&format!("/open-days/{second}/calling-off"), &[("reason", "场地检修")]).status, 303);

    // On the public face it stands once the organisation shows it, and no sooner.
    let visitor = town.visitor();
    assert_eq!(zhou.post(&format!("/orgs/{org}/face"), &[("on", "yes"), ("slug", "bamboo"), ("about", "邻里互助")]).status, 303);
    assert!(!visitor.get("/b/bamboo").text().contains("图书馆一楼"));
    assert_eq!(zhou.post(&format!("{library}/openness"), &[]).status, 303);
    let face = visitor.get("/b/bamboo").text();
    assert!(face.contains("图书馆一楼") && face.contains("亲子阅读") && !face.contains("纺织厂球场"), "{face}");
}

#[test]
fn a_rota_leaves_holidays_out() {
    let (town, zhou, org) = desk();
    town.clock.set("2026-09-20T02:00:00Z");
    town.write(|cx| {
        let org = Org::named(cx, COMMUNITY)?.expect("the community");
        units::Unit::enter(cx, &org, &units::Facts { name: "市图书馆".into(), ..Default::default() }, None)
    });
    venue(&zhou, &org, "图书馆一楼", "30", &[("unit", "市图书馆")]);
    let answer = zhou.post("/open-days", &[("org", org.as_str()), ("weekday", "6"), ("until", "2026-10-20")]);
    let days: Vec<String> = zhou.get_json(&format!("/open-days?org={org}")).json()["days"]
        .as_array()
        .expect("days")
        .iter()
        .map(|d| d["open_day"]["day"].as_str().expect("a day").to_owned())
        .collect();
    assert_eq!(answer.status, 303);
    assert!(!days.contains(&"2026-10-03".to_owned()) && days.contains(&"2026-10-10".to_owned()), "{days:?}");
}

/// The storm: eight connections at once ask for one slot, 25 times each. Exactly the capacity is booked,
/// those who asked first, and the rest wait in the order of asking; then eight cancel at once, and the
/// next eight have it.
#[test]
fn a_storm_books_exactly_what_there_is() {
    const CONNECTIONS: usize = 8;
    const TRIES: usize = 25;
    const ROOM: usize = 10;
    let (town, zhou, org) = desk();
    let url = venue(&zhou, &org, "活动室", &ROOM.to_string(), &[]);
    let began = Instant::now();
    std::thread::scope(|scope| {
        for connection in 0..CONNECTIONS {
            let (zhou, url) = (zhou.clone(), &url);
            scope.spawn(move || {
                for n in 0..TRIES {
                    let name = format!("居民{connection}-{n}");
                    let answer = zhou.post(&format!("{url}/bookings"), &typed(&name, &[]));
                    assert_eq!(answer.status, 303, "{}", answer.text());
                }
            });
        }
    });
    let took = began.elapsed();
    let all = all_of(&town);
    let numbers: Vec<i64> = all.iter().map(|b| b.0).collect();
    assert_eq!(numbers, (1..=(CONNECTIONS * TRIES) as i64).collect::<Vec<_>>(), "each has a number of its own");
    for (number, state, _) in &all {
        assert_eq!(state, if *number <= ROOM as i64 { "booked" } else { "waiting" }, "{number}");
    }
    eprintln!("{} bookings from {CONNECTIONS} connections in {took:?}", all.len());

    std::thread::scope(|scope| {
        for (_, _, id) in &all[..CONNECTIONS] {
            let zhou = zhou.clone();
            scope.spawn(move || assert_eq!(zhou.post(&format!("/bookings/{id}/cancellation"), &[("reason", "不来了")]).status, 303));
        }
    });
    let booked: Vec<i64> = all_of(&town).into_iter().filter(|b| b.1 == "booked").map(|b| b.0).collect();
    assert_eq!(booked, (CONNECTIONS as i64 + 1..=(CONNECTIONS + ROOM) as i64).collect::<Vec<_>>(), "the next in order moved up");
}

fn all_of(town: &Town) -> Vec<(i64, String, Id)> {
    let read = |cx: &Reader| cx.all("select b.number, b.state, b.id from {bookings} b order by b.number", args![]);
    town.house.read_as_system("test", Scope::ALL, read).expect("readable bookings")
}
