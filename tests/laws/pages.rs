use super::town::{self, everybody, fill, ids};
use kernel::Method;

/// Every page answers as a page, as a fragment and as JSON, with the same status, to everyone who
/// may open it.
#[test]
fn one_handler_every_face() {
    let town = town::town();
    let ids = ids(&town);
    let mut opened = 0;
    for (role, asker) in everybody(&town) {
        for route in town.house.routes.table.iter().filter(|r| r.method == Method::Get && r.page) {
            let urls: Vec<String> = if route.path.contains('{') {
                ids.iter().map(|(id, _)| fill(route.path, &id.to_string())).collect()
            } else {
                vec![route.path.to_owned()]
            };
            for url in urls {
                let page = asker.get(&url);
                if page.status != 200 {
                    continue;
                }
                opened += 1;
                assert!(page.text().contains("<main"), "{role} {url}: a page has its frame");
                assert!(page.header("content-security-policy").contains("script-src 'self'"));
                let json = asker.get_json(&url);
                assert_eq!(json.status, 200, "{role} {url} as JSON: {}", json.text());
                assert!(json.json().is_object(), "{role} {url} as JSON");
                let suffixed = asker.get(&format!("{url}.json"));
                assert!(suffixed.json().is_object(), "{role} {url}.json");
                let fragment = asker.with("hx-request", "true").get(&url);
                assert_eq!(fragment.status, 200, "{role} {url} as a fragment");
                assert!(!fragment.text().contains("<html"), "{role} {url}: a fragment has no frame");
            }
        }
    }
    assert!(opened > 0, "somebody opened something");
}

/// In English no page keeps a Chinese word of ours: what is left in Chinese is what people typed.
#[test]
fn english_pages_speak_english() {
    let town = town::town();
    for (role, asker) in everybody(&town) {
        let asker = asker.with("accept-language", "en");
        for route in town.house.routes.table.iter().filter(|r| r.method == Method::Get && r.page && !r.path.contains('{')) {
            let page = asker.get(route.path);
            if page.status == 200 {
                assert!(page.text().contains("<html lang=\"en\""), "{role} {}", route.path);
            }
        }
    }
}
