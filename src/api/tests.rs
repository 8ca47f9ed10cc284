use crate::testing::Town;

/// A programmer of the district reads what the ledger takes and gives before asking it.
#[test]
fn the_document_is_readable_by_people_and_by_programs() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", "青竹苑社区党总支");
    let page = zhou.get("/openapi");
    assert_eq!(page.status, 200, "{}", page.text());
    for words in ["GET /members", "people.view", "Without contact for this many days.", "[Line]", "POST /imports"] {
        assert!(page.text().contains(words), "{words} is missing");
    }
    let document = zhou.get("/openapi.json").json();
    assert_eq!(document["openapi"], "3.1.0");
    for reference in document.to_string().split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(document.pointer(reference).is_some(), "{reference} is named and not said");
    }
}
