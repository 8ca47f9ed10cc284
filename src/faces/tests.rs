//! The public face as a resident sees it, and as 周敏 decides what is on it.

use crate::{
    activities::cli,
    testing::{Town, facts_of},
};
use kernel::{
    Id, Scope, args,
    testing::{Answered, Asker},
};

const BRANCH: &str = "青竹苑社区第一党支部";
const COMMUNITY: &str = "青竹苑社区党总支";
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x06tEXtwhere!\0\0\0\0\0\0\0\0IEND\xaeB`\x82";

fn done(answer: Answered) {
    assert_eq!(answer.status, 303, "{}", answer.text());
}

fn wrong(answer: Answered) -> String {
    assert_eq!(answer.status, 422, "{}", answer.text());
    answer.json()["errors"][0]["field"].as_str().unwrap_or_default().to_owned()
}

struct Story {
    town: Town,
    zhou: Asker,
    resident: Asker,
    zhao: Id,
    org: Id,
}

/// 赵建国 is the secretary of the branch and looks after the stairs; the page is on, as `/b/first`.
fn story() -> Story {
    let town = Town::new();
    let zhao = town.member(BRANCH, "赵建国", facts_of("赵建国"));
    town.member(BRANCH, "孙桂兰", facts_of("孙桂兰"));
    let org = town.org(BRANCH);
    let (id, path) = (org.id, org.path);
    town.write(move |cx| {
        cx.run("update {orgs} set secretary = '赵建国' where id = $1", args![id])?;
        cx.run(
            "insert into {duties} (id, member, path, title, from_day) values ($1, $2, $3, '楼道安全员', '2026-01-01')",
            args![cx.new_id(), zhao, &path],
        )
    });
    let zhou = town.person("周敏", "worker", COMMUNITY);
    done(zhou.post(&format!("/orgs/{id}/face"), &[("on", "yes"), ("slug", "first"), ("about", "每月十日，为邻居磨刀、理发。")]));
    Story { zhou, resident: town.visitor(), zhao, org: id, town }
}

impl Story {
    fn agree(&self, yes: &str) {
        let consents = self.zhou.get_json("/consents").json();
        for c in consents["consents"].as_array().expect("consents").iter().filter(|c| c["member"] == self.zhao.to_string()) {
            done(self.zhou.post(&format!("/consents/{}", c["id"].as_str().expect("an id")), &[("yes", yes), ("how", "desk")]));
        }
    }
    fn page(&self) -> String {
        let page = self.resident.get("/b/first");
        assert_eq!(page.status, 200, "{}", page.text());
        page.text()
    }
}

#[test]
fn there_is_no_face_until_it_is_switched_on() {
    let story = story();
    let Story { town, zhou, resident, org, .. } = &story;
    assert!(story.page().contains("磨刀、理发") && resident.get(&format!("/b/{org}")).status == 200);
    assert!(resident.get("/b").text().contains(BRANCH));
    let second = town.org("青竹苑社区第二党支部").id;
    assert_eq!((resident.get(&format!("/b/{second}")).status, resident.get("/b/nowhere").status), (404, 404));
    let json = zhou.with("accept", "application/json");
    assert_eq!(wrong(json.post(&format!("/orgs/{second}/face"), &[("on", "yes"), ("slug", "first")])), "slug");
    assert_eq!(wrong(json.post(&format!("/orgs/{second}/face"), &[("on", "yes"), ("slug", "No Way")])), "slug");
    assert_eq!(wrong(json.post(&format!("/orgs/{second}/face"), &[("on", "yes"), ("about", "找我：14000000001")])), "about");
    assert_eq!(town.person("沈静", "worker", "东风村党总支").post(&format!("/orgs/{org}/face"), &[("on", "yes")]).status, 404);
    assert_eq!(town.person("李思远", "leader", BRANCH).get(&format!("/orgs/{org}/face")).status, 403);
    done(zhou.post(&format!("/orgs/{org}/face"), &[("slug", "first"), ("about", "每月十日。")]));
    assert_eq!((resident.get("/b/first").status, resident.get(&format!("/b/{org}")).status), (404, 404), "switched off");
    assert!(!resident.get("/b").text().contains(BRANCH));
}

#[test]
fn names_stand_there_by_consent_alone() {
    let story = story();
    let Story { zhou, org, .. } = &story;
    assert!(!story.page().contains("赵建国"));
    done(zhou.post(&format!("/orgs/{org}/face/parts/secretary"), &[("mask", "full"), ("to", "2026-12-31")]));
    done(zhou.post(&format!("/orgs/{org}/face/parts/duties"), &[("mask", "surname"), ("to", "2026-12-31")]));
    let page = story.page();
    assert!(page.contains("楼道安全员") && !page.contains("赵"), "asked is not agreed: {page}");
    story.agree("true");
    let page = story.page();
    assert!(page.contains("赵建国") && page.contains("赵某某"), "{page}");
    story.agree("false");
    assert!(!story.page().contains("赵"), "taken back at once");
    let json = zhou.with("accept", "application/json");
    for (field, form) in [
        ("to", [("to", "2026-11-01"), ("mask", "full")]),
        ("to", [("to", "soon"), ("mask", "full")]),
        ("mask", [("to", ""), ("mask", "all")]),
    ] {
        assert_eq!(wrong(json.post(&format!("/orgs/{org}/face/parts/duties"), &form)), field);
    }
}

#[test]
fn news_is_veiled_and_its_picture_waits_for_all_who_are_named() {
    let story = story();
    let Story { town, zhou, resident, org, zhao } = &story;
    let url = format!("/orgs/{org}/news");
    let news = [
        ("title", "赵建国带头扫雪"),
        ("text", "赵建国天不亮就到了，12 幢的路最先通。"),
        ("alt", "楼下扫雪"),
        ("mask", "full"),
        ("to", "2026-11-30"),
    ];
    let json = zhou.with("accept", "application/json");
    assert_eq!(wrong(json.upload(&url, &[("title", "好事"), ("text", "打 140-0000-0001 报名")], &[])), "text");
    assert_eq!(wrong(json.upload(&url, &[("title", "好事"), ("text", "扫雪")], &[("雪.png", PNG)])), "alt");
    assert_eq!(wrong(json.upload(&url, &news, &[("雪.pdf", b"%PDF-1.7")])), "files");
    done(zhou.upload(&url, &news, &[("雪.png", PNG)]));
    let consents = zhou.get_json("/consents").json();
    assert_eq!(consents["consents"].as_array().map(Vec::len), Some(1), "孙桂兰 is not named and not asked");
    let id: Id = town.write(|cx| cx.one("select n.id from {news} n", args![]));
    let picture = format!("/b/first/pictures/{id}");
    let page = story.page();
    assert!(
        page.contains("一名党员带头扫雪") && page.contains("12 幢的路最先通") && !page.contains("赵建国") && !page.contains(&picture),
        "{page}"
    );
    assert_eq!(resident.get(&picture).status, 404);
    let me = town.member_account(*zhao, "赵建国", BRANCH);
    let mine = format!("/me/consents/{}", me.get_json("/me/consents").json()["consents"][0]["id"].as_str().expect("asked"));
    done(me.post(&mine, &[("yes", "true")]));
    assert!(story.page().contains("赵建国带头扫雪") && story.page().contains(&picture));
    let shown = resident.get(&picture);
    assert_eq!((shown.status, shown.header("content-type")), (200, "image/png"));
    assert!(!shown.text().contains("where!") && shown.text().contains("IEND"), "the picture alone");
    assert_eq!(resident.get(&format!("/b/{}/pictures/{id}", town.org("青竹苑社区第二党支部").id)).status, 404);
    done(me.post(&mine, &[("yes", "false")]));
    assert!(!story.page().contains("赵建国"));
    assert_eq!(resident.get(&picture).status, 404);
    // Its last day passes.
    town.clock.set("2026-11-30T02:00:00Z");
    assert!(story.page().contains("带头扫雪"));
    town.clock.set("2026-12-01T02:00:00Z");
    assert!(!story.page().contains("带头扫雪"));
}

#[test]
fn residents_see_the_activities_that_are_open_to_them() {
    let story = story();
    let Story { town, zhou, org, .. } = &story;
    cli::plan(&town.house, Scope::ALL, "2026-12", true).expect("published");
    let page = zhou.get_json(&format!("/orgs/{org}/face")).json();
    let activity = &page["activities"][0]["activity"];
    let (id, title) = (activity["id"].as_str().expect("one ahead"), activity["title"].as_str().expect("its title"));
    assert!(!story.page().contains(title), "a plan is not public");
    done(zhou.post(&format!("/activities/{id}/openness"), &[]));
    assert!(story.page().contains(title) && story.page().contains("欢迎居民参加"));
    let publicity =
        zhou.get_json(&format!("/orgs/{org}/face")).json()["activities"][0]["publicity"]["id"].as_str().expect("its terms").to_owned();
    done(zhou.post(&format!("/publicities/{publicity}/ending"), &[]));
    assert!(!story.page().contains(title));
}

#[test]
fn the_page_reads_in_english_and_as_json() {
    let story = story();
    done(story.zhou.post(&format!("/orgs/{}/face/parts/duties", story.org), &[("mask", "nameless")]));
    let page = story.resident.with("accept-language", "en").get("/b/first").text();
    assert!(page.contains("Posts and duties") && page.contains("<html lang=\"en\""), "{page}");
    let json = story.resident.get_json("/b/first").json();
    assert_eq!((json["name"].as_str(), json["sections"][0]["items"][0]["title"].as_str()), (Some(BRANCH), Some("楼道安全员")));
}
