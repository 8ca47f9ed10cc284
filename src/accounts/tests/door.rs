use super::*;
use crate::modules;
use kernel::{Clock, Config, testing::Asker};

#[test]
fn the_first_set_up_happens_once() {
    let town = Town::empty();
    let link = cli::setup_link(&town.house, "http://linli.test/").unwrap().expect("nobody can sign in yet");
    let path = link.strip_prefix("http://linli.test").unwrap().to_owned();
    let page = town.visitor().get(&path);
    assert_eq!(page.status, 200);
    assert!(page.text().contains("street"), "an empty ledger asks for the street's name");

    let visitor = town.visitor().with("referer", &format!("http://linli.test{path}"));
    let form = |street, password| [("street", street), ("role", "officer"), ("name", "林岚"), ("login", "LinLan"), ("password", password)];
    let weak = visitor.post(&path, &form("青龙街道", "linlan123456"));
    assert_eq!(weak.status, 422);
    assert!(weak.text().contains("林岚") && weak.text().contains("容易被猜到"), "the form comes back as typed: {}", weak.text());
    assert!(!weak.text().contains("linlan123456"), "but for the password");
    assert_eq!(visitor.post(&path, &form("", GOOD)).status, 422);

    let done = visitor.post(&path, &form("青龙街道", GOOD));
    assert_eq!(done.status, 303, "{}", done.text());
    let lan = with_cookie_of(&town, &done);
    assert!(lan.get("/account").text().contains("林岚"));
    assert_eq!(town.org(STREET).members_below, 0);

    assert_eq!(visitor.post(&path, &form("青龙街道", GOOD)).status, 409);
    assert_eq!(visitor.get(&path).status, 409);
    assert!(cli::setup_link(&town.house, "http://linli.test").unwrap().is_none());
}

#[test]
fn a_set_up_link_ends_and_a_newer_one_replaces_it() {
    let town = Town::new();
    let path = |link: String| link.strip_prefix("http://x").unwrap().to_owned();
    let first = path(cli::setup_link(&town.house, "http://x").unwrap().unwrap());
    let second = path(cli::setup_link(&town.house, "http://x").unwrap().unwrap());
    assert_eq!(town.visitor().get(&first).status, 409);
    assert!(town.visitor().get(&second).text().contains(STREET), "the street stands already");
    town.clock.set("2026-11-23T02:00:01Z");
    assert_eq!(town.visitor().get(&second).status, 409);
}

#[test]
fn an_invitation_is_good_once_and_not_for_ever() {
    let town = Town::new();
    let link = invited(&town, "周敏", "worker", BAMBOO);
    let page = town.visitor().get(&link);
    assert!(page.text().contains("周敏") && page.text().contains("zhoumin"), "{}", page.text());
    let short = town.visitor().with("accept", "application/json").post(&link, &[("login", "zhoumin"), ("password", "short")]);
    assert_eq!((short.status, short.json()["errors"][0]["field"].as_str()), (422, Some("password")));
    let accepted = town.visitor().post(&link, &[("login", "zhoumin"), ("password", GOOD)]);
    assert_eq!((accepted.status, accepted.location()), (303, "/"));
    assert_eq!(town.visitor().get(&link).status, 409);
    assert_eq!(town.visitor().post(&link, &[("login", "another"), ("password", GOOD)]).status, 409);
    let late = invited(&town, "陈立新", "worker", BAMBOO);
    town.clock.set("2026-12-06T02:00:01Z");
    assert_eq!(town.visitor().get(&late).status, 409);
    let taken = invited(&town, "周敏", "worker", EAST);
    assert!(town.visitor().get(&taken).text().contains("zhoumin2"), "the proposal goes round a taken name");
    assert_eq!(town.visitor().post(&taken, &[("login", "zhoumin"), ("password", GOOD)]).status, 422);
}

#[test]
fn wrong_passwords_bring_growing_waits_that_a_restart_does_not_end() {
    let town = Town::new();
    let login = with_password(&town, "周敏", "worker", BAMBOO);
    let unknown = try_in(&town, "nobody", GOOD);
    for _ in 0..6 {
        let wrong = try_in(&town, &login, "not this one");
        assert_eq!(wrong.status, 422);
        assert_eq!(wrong.text(), unknown.text(), "known and unknown names get the same answer");
    }
    let waits = try_in(&town, &login, GOOD);
    assert_eq!(waits.status, 429);
    assert!(waits.text().contains("60 秒"), "{}", waits.text());

    let config = Config {
        place: town.house.db.place.clone(),
        dir: town.dir.path().to_owned(),
        clock: Clock::fixed("2026-11-22T02:00:30Z"),
        tenant: 1,
        readers: 1,
    };
    let again = Asker::new(&modules::open(config).unwrap()).unwrap();
    let waits = again.with("accept", "application/json").post("/sign-in", &[("login", &login), ("password", GOOD)]);
    assert_eq!((waits.status, waits.json()["wait"].as_u64()), (429, Some(30)));

    town.clock.set("2026-11-22T02:01:00Z");
    assert_eq!(try_in(&town, &login, "not this one").status, 422);
    assert!(try_in(&town, &login, GOOD).text().contains("300 秒"), "the next wait is longer");
    town.clock.set("2026-11-22T02:06:00Z");
    assert_eq!(try_in(&town, &login, GOOD).status, 303);
    assert_eq!(try_in(&town, &login, "not this one").status, 422);
    assert_eq!(try_in(&town, &login, GOOD).status, 303, "the count begins anew");
}

#[test]
fn staff_are_signed_out_when_idle_and_at_the_end_of_the_day() {
    let town = Town::new();
    let login = with_password(&town, "周敏", "worker", BAMBOO);
    let zhou = sign_in(&town, &login);
    let elsewhere = sign_in(&town, &login);
    for half_hour in 1..24 {
        let minutes = half_hour * 29;
        town.clock.set(&format!("2026-11-22T{:02}:{:02}:00Z", 2 + minutes / 60, minutes % 60));
        assert_eq!(zhou.get_json("/account").status, 200, "after {minutes} minutes with an act in each half hour");
        settle(&town);
    }
    assert_eq!(elsewhere.get_json("/account").status, 401, "the other browser was left idle");
    town.clock.set("2026-11-22T13:36:00Z");
    assert_eq!(zhou.get_json("/account").status, 200);
    settle(&town);
    town.clock.set("2026-11-22T14:00:00Z");
    assert_eq!(zhou.get_json("/account").status, 401, "twelve hours are the end, whatever was done");
    let page = zhou.get("/account");
    assert_eq!((page.status, page.location()), (303, "/sign-in?next=%2Faccount"));
}

#[test]
fn a_members_session_lasts_longer() {
    let town = Town::new();
    town.member(FIRST, "赵建国", Default::default());
    let login = with_password(&town, "赵建国", "member", FIRST);
    let zhao = sign_in(&town, &login);
    town.clock.set("2026-12-06T01:59:59Z");
    assert_eq!(zhao.get_json("/account").status, 200);
    settle(&town);
    town.clock.set("2026-12-20T01:59:58Z");
    assert_eq!(zhao.get_json("/account").status, 200);
    settle(&town);
    town.clock.set("2027-01-03T02:00:00Z");
    assert_eq!(zhao.get_json("/account").status, 401);
    assert_eq!(zhao.get_json("/accounts").status, 401);
    let zhao = sign_in(&town, &login);
    assert_eq!(zhao.get_json("/accounts").status, 403, "a member does not look after accounts");
    assert!(zhao.get("/account").text().contains("phone-page"), "a member's pages are the phone's");
}

#[test]
fn using_a_session_is_noted_once_a_minute() {
    let town = Town::new();
    let login = with_password(&town, "周敏", "worker", BAMBOO);
    let zhou = sign_in(&town, &login);
    let seen = |town: &Town| -> String {
        settle(town);
        town.house.read_as_system("test", Scope::ALL, |cx| cx.one("select max(s.seen_at) from {sessions} s", args![])).unwrap()
    };
    let first = seen(&town);
    town.clock.set("2026-11-22T02:01:00Z");
    zhou.get("/account");
    assert_eq!(seen(&town), first);
    town.clock.set("2026-11-22T02:01:01Z");
    zhou.get("/account");
    assert_eq!(seen(&town), "2026-11-22T10:01:01.000+08:00");
}

#[test]
fn signing_out_and_changing_the_password_end_sessions() {
    let town = Town::new();
    let login = with_password(&town, "周敏", "worker", BAMBOO);
    let (office, home) = (sign_in(&town, &login), sign_in(&town, &login));
    let change = |current, new| office.post("/account/password", &[("current", current), ("password", new)]);
    assert_eq!(change("wrong", OTHER).status, 422);
    assert_eq!(change(GOOD, "zhouminzhoumin").status, 422, "one's own name is no password");
    assert_eq!(change(GOOD, OTHER).status, 303);
    assert_eq!((office.get_json("/account").status, home.get_json("/account").status), (200, 401));
    assert_eq!(try_in(&town, &login, GOOD).status, 422);
    let phone = with_cookie_of(&town, &try_in(&town, &login, OTHER));
    assert_eq!(phone.post("/account/sessions/ending", &[]).status, 303);
    assert_eq!((office.get_json("/account").status, phone.get_json("/account").status), (401, 200));
    let out = phone.post("/sign-out", &[]);
    assert_eq!((out.location(), out.cookie("linli").as_deref()), ("/sign-in", Some("")));
    assert_eq!(phone.get_json("/account").status, 401);
}

#[test]
fn the_cookie_is_for_this_house_alone_and_next_leads_nowhere_else() {
    let town = Town::new();
    let login = with_password(&town, "周敏", "worker", BAMBOO);
    let asks = |visitor: &Asker, next: &str| visitor.post("/sign-in", &[("login", &login), ("password", GOOD), ("next", next)]);
    let plain = asks(&town.visitor(), "/account");
    assert_eq!(plain.location(), "/account");
    let cookie = plain.header("set-cookie").to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"), "{cookie}");
    let https = asks(&town.visitor().with("x-forwarded-proto", "https"), "");
    assert!(https.header("set-cookie").contains("; Secure"));
    for outside in ["https://example.org/", "//example.org", "/\\example.org", "\\\\example.org", "javascript:alert(1)"] {
        assert_eq!(asks(&town.visitor(), outside).location(), "/", "{outside}");
    }
}

#[test]
fn language_and_large_type_are_kept_in_the_browser() {
    let town = Town::new();
    let chosen = town.visitor().post("/manner", &[("lang", "en"), ("back", "/sign-in")]);
    assert_eq!((chosen.status, chosen.location(), chosen.cookie("lang").as_deref()), (303, "/sign-in", Some("en")));
    let chosen = town.visitor().post("/manner", &[("size", "large"), ("back", "//example.org")]);
    assert_eq!((chosen.location(), chosen.cookie("size").as_deref(), chosen.cookie("lang")), ("/", Some("large"), None));
    let refused = town.visitor().post("/manner", &[("lang", "xx; Domain=example.org")]);
    assert_eq!(refused.cookie("lang"), None);
    let page = town.visitor().with("cookie", "lang=en; size=large").get("/sign-in").text();
    assert!(page.contains("<html lang=\"en\" data-size=\"large\">") && page.contains("Sign in"), "{page}");
    assert!(town.visitor().get("/sign-in").text().contains("登录"));
}
