//! Stories at the door and about accounts, as named people.

mod door;
mod giving;
mod second_factor;

use super::cli;
use crate::testing::Town;
use kernel::{
    Scope, args,
    testing::{Answered, Asker},
};

const STREET: &str = "青龙街道党工委";
const BAMBOO: &str = "青竹苑社区党总支";
const FIRST: &str = "青竹苑社区第一党支部";
const EAST: &str = "东风村党总支";
const GOOD: &str = "pear lantern crooked ferry";
const OTHER: &str = "seven gravel owls humming";

/// A link made at the command line, as the path that somebody opens.
fn invited(town: &Town, name: &str, role: &str, org: &str) -> String {
    cli::add(&town.house, name, role, org, false, true).expect("somebody is added").link.expect("a link")
}

/// Somebody with a password of their own, and the login name they got.
fn with_password(town: &Town, name: &str, role: &str, org: &str) -> String {
    let link = invited(town, name, role, org);
    let page = town.visitor().get_json(&link).json();
    let login = page["login"].as_str().expect("a proposed login").to_owned();
    let accepted = town.visitor().post(&link, &[("login", &login), ("password", GOOD)]);
    assert_eq!(accepted.status, 303, "{}", accepted.text());
    login
}

fn try_in(town: &Town, login: &str, password: &str) -> Answered {
    town.visitor().post("/sign-in", &[("login", login), ("password", password)])
}

fn with_cookie_of(town: &Town, answered: &Answered) -> Asker {
    let cookie = answered.cookie("linli").expect("a session");
    town.visitor().with("cookie", &format!("linli={cookie}"))
}

fn sign_in(town: &Town, login: &str) -> Asker {
    let answered = try_in(town, login, GOOD);
    assert_eq!(answered.status, 303, "{}", answered.text());
    with_cookie_of(town, &answered)
}

/// Noting that a session was used happens behind the answer; whatever is written next comes after.
fn settle(town: &Town) {
    town.write(|_| Ok(()));
}

fn id_of(town: &Town, login: &str) -> kernel::Id {
    let login = login.to_owned();
    town.house
        .read_as_system("test", Scope::ALL, move |cx| cx.one("select id from {accounts} a where a.login = $1", args![login]))
        .expect("an account")
}
