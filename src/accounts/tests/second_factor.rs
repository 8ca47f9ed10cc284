use super::*;
use totp_rs::{Builder, Secret};

/// What the phone shows at this second.
fn phone(secret: &str, at: &str) -> String {
    let seconds = at.parse::<jiff::Timestamp>().unwrap().as_second() as u64;
    Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap().generate(seconds).to_string()
}

fn require(town: &Town) {
    let officer = town.person("林岚", "officer", STREET);
    assert_eq!(officer.post("/settings", &[("totp.staff", "on")]).status, 303);
}

/// Zhou, who had to set up a second factor on signing in.
fn enrolled(town: &Town) -> (String, String) {
    let login = with_password(town, "周敏", "worker", BAMBOO);
    require(town);
    let half = with_cookie_of(town, &try_in(town, &login, GOOD));
    let page = half.get_json("/sign-in").json();
    assert_eq!(page["needs"], "enrol");
    let secret = page["factor"]["secret"].as_str().expect("a secret").to_owned();
    assert_eq!(half.get_json("/account").status, 401, "nothing else before that");
    assert_eq!(half.post("/sign-in/code", &[("code", "123456")]).status, 401, "no way round by the other step");
    assert_eq!(half.post("/sign-in/second-factor", &[("secret", &secret), ("code", "000000")]).status, 422);
    let done = half.post("/sign-in/second-factor", &[("secret", &secret), ("code", &phone(&secret, "2026-11-22T02:00:00Z"))]);
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(with_cookie_of(town, &done).get_json("/account").status, 200);
    assert_eq!(half.get_json("/account").status, 401, "the half session is gone");
    (login, secret)
}

#[test]
fn staff_set_their_second_factor_up_before_anything_else() {
    let town = Town::new();
    let (login, secret) = enrolled(&town);
    let first = try_in(&town, &login, GOOD);
    assert_eq!(first.location(), "/sign-in?next=%2F");
    let half = with_cookie_of(&town, &first);
    assert_eq!(half.get_json("/sign-in").json()["needs"], "code");
    assert_eq!(half.get_json("/account").status, 401);
    let code = |at| half.post("/sign-in/code", &[("code", &phone(&secret, at)), ("next", "/account")]);
    assert_eq!(code("2026-11-22T02:00:00Z").status, 422, "the code that set it up was used");
    town.clock.set("2026-11-22T02:00:30Z");
    let done = code("2026-11-22T02:00:30Z");
    assert_eq!((done.status, done.location()), (303, "/account"));
    let again = with_cookie_of(&town, &try_in(&town, &login, GOOD));
    assert_eq!(again.post("/sign-in/code", &[("code", &phone(&secret, "2026-11-22T02:00:30Z"))]).status, 422, "a code is good once");
    assert_eq!(again.post("/sign-in/code", &[("code", &phone(&secret, "2026-11-22T02:00:00Z"))]).status, 422, "nor an earlier one");
    town.clock.set("2026-11-22T02:01:00Z");
    assert_eq!(again.post("/sign-in/code", &[("code", &phone(&secret, "2026-11-22T02:01:00Z"))]).status, 303);
}

#[test]
fn wrong_codes_bring_waits_that_the_right_password_does_not_end() {
    let town = Town::new();
    let (login, secret) = enrolled(&town);
    for _ in 0..6 {
        let half = with_cookie_of(&town, &try_in(&town, &login, GOOD));
        assert_eq!(half.post("/sign-in/code", &[("code", "000000")]).status, 422);
    }
    assert_eq!(try_in(&town, &login, GOOD).status, 429);
    town.clock.set("2026-11-22T02:01:00Z");
    let half = with_cookie_of(&town, &try_in(&town, &login, GOOD));
    assert_eq!(half.post("/sign-in/code", &[("code", &phone(&secret, "2026-11-22T02:01:00Z"))]).status, 303);
}

#[test]
fn who_is_in_when_it_becomes_required_is_asked_within_a_minute() {
    let town = Town::new();
    let login = with_password(&town, "周敏", "worker", BAMBOO);
    town.member(FIRST, "赵建国", Default::default());
    let member = with_password(&town, "赵建国", "member", FIRST);
    let (zhou, zhao) = (sign_in(&town, &login), sign_in(&town, &member));
    require(&town);
    town.clock.set("2026-11-22T02:02:00Z");
    assert_eq!(zhou.get_json("/account").status, 200);
    zhao.get("/account");
    settle(&town);
    assert_eq!(zhou.get_json("/account").status, 401);
    assert!(zhou.get("/sign-in").text().contains("先设置动态口令"));
    assert_eq!(zhao.get_json("/account").status, 200, "members are not staff");
}

#[test]
fn one_may_set_it_up_by_oneself_and_have_a_lost_one_removed() {
    let town = Town::new();
    let login = with_password(&town, "周敏", "worker", BAMBOO);
    let zhou = sign_in(&town, &login).with("referer", "http://linli.test/account/second-factor");
    let secret = zhou.get_json("/account/second-factor").json()["factor"]["secret"].as_str().expect("a secret").to_owned();
    let code = phone(&secret, "2026-11-22T02:00:00Z");
    let back = zhou.post("/account/second-factor", &[("secret", &secret), ("code", "000000"), ("current", GOOD)]);
    assert_eq!(back.status, 422);
    assert!(back.text().contains(&secret), "the page comes back with the secret that the phone has");
    assert_eq!(zhou.post("/account/second-factor", &[("secret", &secret), ("code", &code), ("current", OTHER)]).status, 422);
    assert_eq!(zhou.post("/account/second-factor", &[("secret", &secret), ("code", &code), ("current", GOOD)]).status, 303);
    let kept: Option<Vec<u8>> = town
        .house
        .read_as_system("test", Scope::ALL, |cx| cx.one("select totp from {accounts} a where a.login = 'zhoumin'", args![]))
        .unwrap();
    assert!(!String::from_utf8_lossy(&kept.expect("kept")).contains(&secret), "sealed");
    let officer = town.person("林岚", "officer", STREET);
    assert_eq!(officer.post(&format!("/accounts/{}/second-factor/removal", id_of(&town, &login)), &[]).status, 303);
    assert_eq!(zhou.get_json("/account").status, 401);
    assert_eq!(sign_in(&town, &login).get_json("/account").status, 200);
}
