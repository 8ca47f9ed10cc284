use super::*;
use serde_json::json;

#[test]
fn nobody_gives_more_than_their_role_may() {
    let town = Town::new();
    let (street, bamboo) = (town.org(STREET).id.to_string(), town.org(BAMBOO).id.to_string());
    let invite = |who: &Asker, role: &str, org: &str| {
        who.with("accept", "application/json").post("/invitations", &[("name", "某人"), ("role", role), ("org", org)]).status
    };
    let officer = town.person("林岚", "officer", STREET);
    let keeper = town.person("何锁", "keeper", STREET);
    let worker = town.person("周敏", "worker", BAMBOO);
    assert_eq!(
        [invite(&officer, "worker", &bamboo), invite(&officer, "keeper", &street), invite(&officer, "auditor", &street)],
        [200, 200, 409]
    );
    assert_eq!(
        [invite(&keeper, "auditor", &street), invite(&keeper, "officer", &street), invite(&keeper, "worker", &bamboo)],
        [200, 200, 409]
    );
    assert_eq!(invite(&officer, "emperor", &bamboo), 409);
    assert_eq!(invite(&worker, "leader", &bamboo), 403);
    assert_eq!(worker.get_json("/accounts").status, 403);
}

#[test]
fn nobody_gives_beyond_their_scope_or_to_themselves() {
    let town = Town::new();
    let bamboo = town.person("林岚", "officer", BAMBOO).with("accept", "application/json");
    let (east, mine) = (town.org(EAST).id.to_string(), town.org(FIRST).id.to_string());
    assert_eq!(bamboo.post("/invitations", &[("name", "某人"), ("role", "worker"), ("org", &east)]).status, 404);
    town.person("孙东", "worker", EAST);
    let neighbour = id_of(&town, "孙东");
    assert_eq!(bamboo.get(&format!("/accounts/{neighbour}")).status, 404);
    assert_eq!(bamboo.post(&format!("/accounts/{neighbour}/closing"), &[]).status, 404);
    let own = id_of(&town, "林岚");
    for act in ["closing", "reset", "second-factor/removal"] {
        assert_eq!(bamboo.post(&format!("/accounts/{own}/{act}"), &[]).json()["code"], "own_account", "{act}");
    }
    let keeper = town.person("何锁", "keeper", STREET).with("accept", "application/json");
    let own = id_of(&town, "何锁");
    assert_eq!(keeper.post(&format!("/accounts/{own}"), &[("role", "officer"), ("org", &mine)]).json()["code"], "own_account");
    town.person("周敏", "worker", BAMBOO);
    let zhou = id_of(&town, "周敏");
    assert_eq!(keeper.post(&format!("/accounts/{zhou}/reset"), &[]).json()["code"], "role_not_yours_to_give");
    assert_eq!(bamboo.post(&format!("/accounts/{zhou}"), &[("role", "leader"), ("org", &mine)]).status, 200);
    assert_eq!(bamboo.get(&format!("/accounts/{zhou}")).json()["account"]["role"], "leader");
}

#[test]
fn an_invitation_to_a_member_is_the_members_own() {
    let town = Town::new();
    let zhao = town.member(FIRST, "赵建国", Default::default());
    town.member(FIRST, "孙桂兰", Default::default());
    town.member(EAST, "李思远", Default::default());
    let officer = town.person("林岚", "officer", BAMBOO);
    let first = town.org(FIRST).id.to_string();
    let ask = |name: &str| {
        officer.with("accept", "application/json").post("/invitations", &[("name", name), ("role", "member"), ("org", &first)])
    };
    assert_eq!(ask("无此人").status, 422);
    let token = ask("赵建国").json()["links"][0]["guest"]["token"].as_str().expect("a token").to_owned();
    assert!(officer.get(&format!("/invitations/new?member={zhao}")).text().contains("赵建国"));
    let accepted = town.visitor().post(&format!("/invitation/{token}"), &[("login", "zhao"), ("password", GOOD)]);
    assert_eq!(accepted.status, 303);
    assert_eq!(ask("赵建国").status, 422, "one account a member");
    let whole = officer.post("/invitations/members", &[("org", &town.org(BAMBOO).id.to_string())]);
    assert!(whole.text().contains("孙桂兰") && !whole.text().contains("赵建国") && !whole.text().contains("李思远"), "{}", whole.text());
    let keeper = town.person("何锁", "keeper", STREET);
    assert_eq!(keeper.post("/invitations/members", &[("org", &first)]).status, 409, "a keeper does not learn who is a member");
    assert!(!keeper.get(&format!("/invitations/new?member={zhao}")).text().contains("赵建国"));
}

#[test]
fn links_are_printed_as_slips_by_who_made_them() {
    let town = Town::new();
    for name in ["赵建国", "孙桂兰", "李思远"] {
        town.member(FIRST, name, Default::default());
    }
    let officer = town.person("林岚", "officer", BAMBOO);
    let all = officer.with("accept", "application/json").post("/invitations/members", &[("org", &town.org(FIRST).id.to_string())]).json();
    let tokens: Vec<String> =
        all["links"].as_array().expect("links").iter().map(|l| l["guest"]["token"].as_str().unwrap().to_owned()).collect();
    let form: Vec<(&str, &str)> = tokens.iter().map(|t| ("token", t.as_str())).collect();
    let paper = officer.post("/invitations/slips", &form).text();
    assert_eq!(paper.matches("<section class=\"slip\"").count(), 3);
    assert!(paper.contains(&format!("http://linli.test/invitation/{}", tokens[0])) && paper.contains("<svg"));
    assert!(officer.post("/invitations/slips/pdf", &form).bytes.starts_with(b"%PDF"));
    assert_eq!(officer.post("/invitations/slips", &[("token", "aaaa")]).status, 409);
}

#[test]
fn a_reset_ends_everything_and_lets_the_owner_choose_anew() {
    let town = Town::new();
    let login = with_password(&town, "周敏", "worker", BAMBOO);
    let zhou = sign_in(&town, &login);
    let officer = town.person("林岚", "officer", STREET).with("accept", "application/json");
    let id = id_of(&town, &login);
    let token =
        officer.post(&format!("/accounts/{id}/reset"), &[]).json()["links"][0]["guest"]["token"].as_str().expect("a link").to_owned();
    assert_eq!(zhou.get_json("/account").status, 401);
    assert_eq!(try_in(&town, &login, GOOD).status, 422);
    let link = format!("/invitation/{token}");
    assert!(town.visitor().get(&link).text().contains("readonly"), "the login name stays");
    assert_eq!(town.visitor().post(&link, &[("login", "mallory"), ("password", OTHER)]).status, 303);
    assert_eq!(try_in(&town, &login, OTHER).status, 303);
    assert_eq!(try_in(&town, "mallory", OTHER).status, 422);
}

#[test]
fn a_closed_account_is_out_at_once() {
    let town = Town::new();
    let login = with_password(&town, "周敏", "worker", BAMBOO);
    let zhou = sign_in(&town, &login);
    let made = zhou.post_json("/account/tokens", json!({ "name": "脚本", "expires_on": "2026-12-31", "permissions": ["people.view"] }));
    let program = town.visitor().with("authorization", &format!("Bearer {}", made.json()["made"].as_str().expect("a token")));
    assert_ne!(program.get_json("/").status, 401);
    let officer = town.person("林岚", "officer", STREET);
    let listed = officer.get_json("/accounts?q=zhou").json()["accounts"].clone();
    assert_eq!((listed.as_array().map(Vec::len), listed[0]["name"].as_str()), (Some(1), Some("周敏")));
    assert_eq!(officer.post(&format!("/accounts/{}/closing", id_of(&town, &login)), &[]).status, 303);
    assert_eq!((zhou.get_json("/account").status, program.get_json("/").status), (401, 401));
    assert_eq!(try_in(&town, &login, GOOD).status, 422);
    assert!(officer.get("/accounts?q=zhou").text().contains("已停用"));
}

#[test]
fn a_token_may_what_it_was_given_and_no_more() {
    let town = Town::new();
    let login = with_password(&town, "林岚", "officer", STREET);
    let lan = sign_in(&town, &login);
    let make = |permissions: &[&str], until: &str| {
        lan.post_json("/account/tokens", json!({ "name": "统计", "expires_on": until, "permissions": permissions }))
    };
    assert_eq!(make(&["audit.view"], "2026-12-31").status, 422, "an officer has no audit log to give away");
    assert_eq!(make(&[], "2026-12-31").status, 422);
    assert_eq!(make(&["accounts.self"], "2028-01-01").status, 422, "longer than the rule allows");
    let made = make(&["accounts.self", "accounts.manage"], "2026-12-31").json();
    let secret = made["made"].as_str().expect("shown once").to_owned();
    assert!(!lan.get("/account/tokens").text().contains(&secret), "and never again");
    let program = town.visitor().with("authorization", &format!("Bearer {secret}"));
    assert_eq!([program.get_json("/accounts").status, program.get_json("/settings").status], [200, 403]);
    let org = town.org(STREET).id.to_string();
    assert_eq!(program.post_json("/invitations", json!({ "name": "某人", "role": "officer", "org": org })).json()["code"], "limited_token");
    let more =
        program.post_json("/account/tokens", json!({ "name": "更多", "expires_on": "2026-12-31", "permissions": ["settings.edit"] }));
    assert_eq!(more.status, 422, "a token begets no larger one");
    let id = made["tokens"][0]["id"].as_str().expect("an id").to_owned();
    let stranger = town.person("周敏", "worker", STREET);
    assert_eq!(stranger.post(&format!("/account/tokens/{id}/revocation"), &[]).status, 404);
    assert_eq!(lan.post(&format!("/account/tokens/{id}/revocation"), &[]).status, 303);
    assert_eq!(program.get_json("/accounts").status, 401);
    let late = make(&["accounts.self"], "2026-11-23").json()["made"].as_str().expect("a token").to_owned();
    let late = town.visitor().with("authorization", &format!("Bearer {late}"));
    town.clock.set("2026-11-24T02:00:00Z");
    assert_eq!(late.get_json("/account").status, 401, "a token ends by itself");
}

#[test]
fn the_command_line_adds_people_and_says_what_is_wrong() {
    let town = Town::new();
    let added = cli::add(&town.house, "周敏", "worker", BAMBOO, true, false).unwrap();
    let zhou = town.visitor().with("authorization", &format!("Bearer {}", added.token.expect("a token")));
    assert_eq!(zhou.get_json("/account").json()["account"]["login"], "zhoumin");
    let both = cli::add(&town.house, "陈立新", "secretary", FIRST, true, true).unwrap();
    assert!(both.token.is_some());
    assert_eq!(town.visitor().post(&both.link.expect("a link"), &[("password", GOOD)]).status, 303);
    assert_eq!(try_in(&town, "chenlixin", GOOD).status, 303, "the link is for the account that the token is of");
    let fails = |name, role, org| cli::add(&town.house, name, role, org, true, false).unwrap_err().code();
    assert_eq!(fails("某人", "emperor", BAMBOO), "invalid");
    assert_eq!(fails("某人", "worker", "没有这个党支部"), "invalid");
    assert_eq!(fails("某人", "member", BAMBOO), "invalid");
}
