use crate::testing::{Town, facts_of};

const FIRST: &str = "青竹苑社区第一党支部";
const BAMBOO: &str = "青竹苑社区党总支";

/// 周敏 sees her own part of the tree, with what the rules suggest and where they stand.
#[test]
fn the_tree_is_shown_with_suggestions() {
    let town = Town::new();
    let first = town.org(FIRST);
    town.write(move |cx| {
        let mut intake = crate::people::Intake::new(cx, None);
        for n in 0..51 {
            intake.take(&first, &facts_of(&format!("王{n}")))?;
        }
        intake.finish()
    });
    let zhou = town.person("周敏", "worker", BAMBOO);
    let page = zhou.get("/orgs").text();
    assert!(page.contains("青竹苑社区第二党支部") && !page.contains("东风村"), "{page}");
    assert_eq!((page.matches("<ul").count(), page.matches("<details").count()), (page.matches("</ul>").count(), page.matches("</details>").count()), "lists nest");
    let tree = zhou.get_json("/orgs").json();
    let advice = tree["organisations"][1]["advice"].to_string();
    assert!(advice.contains("organisation.branch.members_max") && advice.contains("党支部工作条例"), "{advice}");
    assert!(tree["organisations"][2]["advice"].to_string().contains("不足 3 人"), "{tree}");
    let show = zhou.get_json(&format!("/orgs/{}", town.org(FIRST).id)).json();
    assert_eq!((show["committee_required"].as_bool(), show["full_members"].as_i64()), (Some(true), Some(51)));
    assert!(zhou.get("/orgs.csv").text().contains("青竹苑社区第一党支部"));
}

/// A term of five years ends in a community; half a year before it the re-election is on the page.
#[test]
fn the_end_of_a_term_is_told_in_time() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", BAMBOO);
    let id = town.org(FIRST).id;
    let elect = |day: &str| {
        assert_eq!(zhou.post(&format!("/orgs/{id}"), &[("name", FIRST), ("kind", "branch"), ("elected", day)]).status, 303);
        zhou.get_json(&format!("/orgs/{id}")).json()
    };
    assert!(!elect("2022.6")["advice"].to_string().contains("换届"));
    assert!(elect("2022-01")["advice"].to_string().contains("任期 2027-01-01 届满"));
    assert!(elect("2021-10-08")["advice"].to_string().contains("任期已于 2026-10-08 届满"));
    assert_eq!(zhou.post(&format!("/orgs/{id}"), &[("name", FIRST), ("elected", "2027-01")]).status, 422);
}

/// An organisation is founded, renamed and closed; not while somebody is there.
#[test]
fn an_organisation_is_founded_and_closed() {
    let town = Town::new();
    let zhou = town.person("周敏", "worker", BAMBOO);
    let parent = town.org(BAMBOO).id.to_string();
    assert_eq!(zhou.post("/orgs", &[("parent", &parent), ("name", FIRST), ("kind", "branch")]).status, 422, "the name is taken");
    let made = zhou.post("/orgs", &[("parent", &parent), ("name", "青竹苑社区第三党支部"), ("kind", "joint_branch"), ("phone", "14000000003")]);
    assert_eq!(made.status, 303, "{}", made.text());
    let url = made.location().to_owned();
    assert!(zhou.get(&url).text().contains("140****0003"));
    assert!(zhou.post(&format!("{url}/reveals"), &[("reason", "通知活动")]).text().contains("14000000003"));
    assert_eq!(zhou.get(&format!("{url}/edit")).status, 200);
    town.member("青竹苑社区第三党支部", "赵建国", facts_of("赵建国"));
    let refused = zhou.post_json(&format!("{url}/closure"), serde_json::json!({})).json();
    assert_eq!(refused["code"], "org_has_members");
    assert_eq!(zhou.post_json(&format!("/orgs/{parent}/closure"), serde_json::json!({})).json()["code"], "org_has_members");
    let second = town.org("青竹苑社区第二党支部").id;
    assert_eq!(zhou.post(&format!("/orgs/{second}/closure"), &[]).status, 303);
    assert!(!zhou.get("/orgs").text().contains("青竹苑社区第二党支部"));
    let east = town.person("陈立新", "worker", "东风村党总支");
    for path in [url.clone(), format!("{url}/edit")] {
        assert_eq!(east.get(&path).status, 404);
    }
    assert_eq!(east.post(&format!("{url}/closure"), &[]).status, 404);
    assert_eq!(east.post("/orgs", &[("parent", &parent), ("name", "东风村第九党支部"), ("kind", "branch")]).status, 404);
}
