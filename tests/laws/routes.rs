use super::town::{self, everybody, fill, ids};
use kernel::{Access, Method, Route, testing::Asker};
use linli::{policy, testing::Town};

/// Pages that anyone may open. This list only shrinks.
const PUBLIC: &[&str] = &[
    "GET /sign-in",
    "POST /sign-in",
    "POST /sign-in/code",
    "POST /sign-in/second-factor",
    "POST /sign-out",
    "POST /manner",
    "GET /setup/{token}",
    "POST /setup/{token}",
    "GET /invitation/{token}",
    "POST /invitation/{token}",
    // A link in a mail or on a slip shows one notice to one person and takes the answer.
    "GET /n/{token}",
    "POST /n/{token}",
    // An offer's link and a record card's code open one question to one person; a certificate is checked
    // by the number that stands on it.
    "GET /o/{token}",
    "POST /o/{token}",
    "GET /s/{token}",
    "POST /s/{token}",
    "GET /certificate",
    // A calendar program subscribes with an address alone; it reads one calendar, until it is revoked.
    "GET /feed/{token}",
    // What an organisation has made public, each thing on its own terms; off until it is switched on.
    "GET /b",
    "GET /b/{face}",
    "GET /b/{face}/pictures/{news}",
    // A unit's people report in by its link, and each holds a slip of their own: no account is needed to
    // say "I am here", and nothing of anybody else is shown.
    "GET /report/{token}",
    "POST /report/{token}",
    "GET /report/slips/{token}",
    // Residents ask a community and read by a code what became of it; off until it is switched on.
    "GET /ask/{key}",
    "POST /ask/{key}",
    "GET /asked/{code}",
    // A promise that its maker has made public, for as long as they like: read, thanked for, or pointed out.
    "GET /promise/{key}",
    "POST /promise/{key}",
    "GET /promise/answers/{code}",
];

#[test]
fn the_public_list_only_shrinks() {
    let town = Town::new();
    let open: Vec<String> =
        town.house.routes.table.iter().filter(|r| r.permission.is_none()).map(|r| format!("{} {}", r.method.name(), r.path)).collect();
    let unknown: Vec<_> = open.iter().filter(|r| !PUBLIC.contains(&r.as_str())).collect();
    assert!(unknown.is_empty(), "open to all without being on the list: {unknown:?}");
    let gone: Vec<_> = PUBLIC.iter().filter(|r| !open.iter().any(|o| o == *r)).collect();
    assert!(gone.is_empty(), "take these off the list: {gone:?}");
}

#[test]
fn a_visitor_is_asked_to_sign_in_everywhere_else() {
    let town = town::town();
    let visitor = town.visitor();
    let guarded: Vec<_> = town.house.routes.table.iter().filter(|r| r.permission.is_some()).collect();
    assert!(!guarded.is_empty());
    for route in guarded {
        let url = fill(route.path, &kernel::Id::NIL.to_string());
        let answered = ask(&visitor.with("accept", "application/json"), route.method, &url);
        assert_eq!(answered, 401, "{} {url}", route.method.name());
    }
}

#[test]
fn every_permission_is_in_the_policy_and_every_line_of_it_is_used() {
    let town = Town::new();
    let known: Vec<&str> = policy::permissions().map(|p| p.0).collect();
    for route in &town.house.routes.table {
        if let Some(permission) = route.permission {
            assert!(known.contains(&permission), "{} {} asks for {permission}, which nobody has", route.method.name(), route.path);
        }
    }
    for (permission, roles) in policy::permissions() {
        assert!(town.house.routes.table.iter().any(|r| r.permission == Some(permission)), "{permission} guards nothing");
        assert!(roles.iter().all(|r| policy::ROLES.contains(r)), "{permission} is granted to an unknown role");
    }
}

/// Rows of the neighbour community do not exist for ours: no answer but "not found", "not yours to
/// do" or "this form is incomplete", and nothing of theirs in it.
#[test]
fn neighbours_rows_do_not_exist() {
    let town = town::town();
    let east = town.org(town::EAST).path;
    let theirs: Vec<_> = ids(&town).into_iter().filter(|(_, path)| path.starts_with(&east)).map(|(id, _)| id).collect();
    assert!(theirs.len() > 2, "the neighbours have rows");
    for (role, asker) in everybody(&town) {
        let asker = asker.with("accept", "application/json");
        for route in town.house.routes.table.iter().filter(|r| r.path.contains("{id}") && r.permission.is_some()) {
            for id in &theirs {
                let url = fill(route.path, &id.to_string());
                let status = ask(&asker, route.method, &url);
                assert!([403, 404, 422].contains(&status), "{role} got {status} from {} {url}", route.method.name());
            }
        }
    }
}

/// Reading leaves every table as it was, the audit log too.
#[test]
fn a_get_changes_nothing() {
    let town = town::town();
    let people = everybody(&town);
    let ids = ids(&town);
    let before = picture(&town);
    for (role, asker) in &people {
        for route in town.house.routes.table.iter().filter(|r| r.method == Method::Get && r.access == Access::Read) {
            if route.path.contains('{') {
                for (id, _) in ids.iter().take(enough(role, route, ids.len())) {
                    ask(asker, Method::Get, &fill(route.path, &id.to_string()));
                }
            } else {
                ask(asker, Method::Get, route.path);
            }
        }
    }
    assert_eq!(before, picture(&town));
}

/// No page of anybody shows an ID number or a phone number that was not asked for with a reason.
#[test]
fn nothing_hidden_is_shown() {
    let town = town::town();
    let ids = ids(&town);
    for (role, asker) in everybody(&town) {
        for route in town.house.routes.table.iter().filter(|r| r.method == Method::Get) {
            let urls: Vec<String> = if route.path.contains('{') {
                ids.iter().take(enough(role, route, ids.len())).map(|(id, _)| fill(route.path, &id.to_string())).collect()
            } else {
                vec![route.path.to_owned()]
            };
            for url in urls {
                let page = asker.get(&url);
                // Where the page says no, a program is told the same.
                let json = (page.status == 200).then(|| asker.get_json(&url));
                for answered in [Some(page), json].into_iter().flatten() {
                    let text = answered.text();
                    for secret in town::SECRETS {
                        assert!(!text.contains(secret), "{role} reads {secret} at {url}");
                    }
                }
            }
        }
    }
}

/// Who acts is known from the session or token, never from what was sent.
#[test]
fn the_actor_is_never_read_from_the_body() {
    let town = Town::new();
    let document = town.house.openapi();
    let schemas = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        let body = methods["post"]["requestBody"].to_string();
        for (name, schema) in &schemas {
            if body.contains(&format!("schemas/{name}\"")) {
                for field in ["actor", "account", "tenant", "made_by", "recorded_by"] {
                    assert!(schema["properties"].get(field).is_none(), "{path} takes `{field}` from the body");
                }
            }
        }
    }
}

/// With how many ids a path is tried: who lacks its permission is sent away before any row is looked at.
fn enough(role: &str, route: &Route, all: usize) -> usize {
    if route.permission.is_none_or(|p| policy::allows(role, p)) { all } else { 1 }
}

fn ask(asker: &Asker, method: Method, url: &str) -> u16 {
    match method {
        Method::Get => asker.get(url).status,
        Method::Post => asker.ask("POST", url, "application/json", b"{}".to_vec()).status,
    }
}

/// How many rows each table has, and the end of the audit chain.
fn picture(town: &Town) -> Vec<(String, i64)> {
    let tables: Vec<_> = town.house.tables().iter().map(|t| t.name).filter(|name| *name != "sessions").collect();
    town.house
        .db
        .read_now(move |conn| {
            let mut counts = vec![];
            for table in tables {
                let column = if table == "audit_heads" { "cast(sum(seq) as bigint)" } else { "count(*)" };
                conn.borrow_mut().query(&format!("select {column} from {table}"), &[], &mut |row| {
                    counts.push((table.to_owned(), kernel::row::from_row::<Option<i64>>(row)?.unwrap_or(0)));
                    Ok(true)
                })?;
            }
            Ok(counts)
        })
        .expect("countable tables")
}
