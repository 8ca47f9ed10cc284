//! The e-branch as its people use it: 周敏 the secretary puts things in, 赵建国 on his phone answers
//! and comments, 孙桂兰 has no phone and answers on paper.

use crate::{
    activities::cli,
    testing::{Town, facts_of},
};
use kernel::{
    Id, Scope, args,
    testing::{Answered, Asker},
};
use serde_json::Value as Json;

const BRANCH: &str = "青竹苑社区第一党支部";
const COMMUNITY: &str = "青竹苑社区党总支";
const PDF: &[u8] = b"%PDF-1.7 a little text";

struct Story {
    town: Town,
    zhou: Asker,
    zhao: Asker,
    members: [Id; 2],
    org: Id,
}

/// November is published; today is the 22nd.
fn story() -> Story {
    let town = Town::new();
    let members = ["赵建国", "孙桂兰"].map(|name| town.member(BRANCH, name, facts_of(name)));
    cli::plan(&town.house, Scope::ALL, "2026-11", true).expect("published");
    let zhou = town.person("周敏", "secretary", BRANCH);
    let zhao = town.member_account(members[0], "赵建国", BRANCH);
    let org = town.org(BRANCH).id;
    Story { zhou, zhao, members, org, town }
}

fn done(answer: Answered) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().to_owned()
}

fn wrong(answer: Answered) -> String {
    assert_eq!(answer.status, 422, "{}", answer.text());
    answer.json()["errors"][0]["field"].as_str().unwrap_or_default().to_owned()
}

impl Story {
    /// An activity of the branch as a whole that was held in November before today.
    fn held(&self) -> Id {
        let org = self.org;
        self.town.write(move |cx| {
            cx.one("select a.id from {activities} a where a.org = $1 and a.due = 'branch' and a.state = 'planned' and a.day <= '2026-11-22' order by a.day, a.id limit 1", args![org])
        })
    }
    fn ask(&self, activity: &str) -> String {
        let form = [("questions", "学了什么？\n有什么建议？\n"), ("activity", activity)];
        done(self.zhou.post(&format!("/ebranch/{}/inquiries", self.org), &form))
    }
    fn questions(&self, inquiry: &str) -> Vec<String> {
        let page = self.zhou.get_json(inquiry).json();
        page["asked"]["questions"]
            .as_array()
            .expect("questions")
            .iter()
            .map(|q| format!("answer.{}", q["id"].as_str().expect("an id")))
            .collect()
    }
}

#[test]
fn a_material_is_put_in_and_read_and_nobody_counts_who_read_it() {
    let Story { zhou, zhao, org, town, .. } = story();
    let url = format!("/ebranch/{org}/materials");
    let json = zhou.with("accept", "application/json");
    assert_eq!(wrong(json.upload(&url, &[("title", "")], &[])), "title");
    assert_eq!(wrong(json.upload(&url, &[("title", "学习材料")], &[])), "text");
    assert_eq!(wrong(json.upload(&url, &[("title", "学习材料"), ("link", "javascript:alert(1)")], &[])), "link");
    assert_eq!(
        wrong(json.upload(&url, &[("title", "学习材料")], &[("材料.pdf", b"MZ\x90\x00 a program")])),
        "files",
        "the name says nothing"
    );
    let too_large = [PDF, &vec![b' '; 20 << 20]].concat();
    assert_eq!(wrong(json.upload(&url, &[("title", "学习材料")], &[("材料.pdf", &too_large)])), "files");
    let large = [PDF, &vec![b' '; 3 << 20]].concat();
    done(zhou.upload(&url, &[("title", "课件")], &[("课件.pdf", &large)]));
    let typed = zhou.with("referer", &format!("http://linli.test/ebranch/{org}")).upload(
        &url,
        &[("title", "学习材料"), ("text", "请大家看"), ("link", "nowhere")],
        &[],
    );
    assert!(typed.status == 422 && typed.text().contains("请大家看") && typed.text().contains("https://"), "{}", typed.text());
    let material = done(zhou.upload(
        &url,
        &[("title", "学习材料"), ("text", "先看第一章。"), ("link", "https://example.cn/a")],
        &[("第一章.pdf", PDF)],
    ));
    let before = rows(&town);
    for asker in [&zhao, &zhou] {
        let page = asker.get(&material).text();
        assert!(page.contains("先看第一章") && page.contains("第一章.pdf") && page.contains("https://example.cn/a"), "{page}");
        let file = asker.get(&format!("{material}/file"));
        assert_eq!((file.status, file.header("content-type"), file.bytes.as_slice()), (200, "application/pdf", PDF));
        assert!(file.header("content-disposition").starts_with("attachment; filename*=UTF-8''%E7%AC%AC"), "{:?}", file.headers);
        assert_eq!(file.header("x-content-type-options"), "nosniff");
    }
    assert_eq!(rows(&town), before, "reading leaves no trace");
    assert!(zhao.get("/me/branch").text().contains("学习材料"));
    // The neighbours know nothing of it; members of the branch next door neither.
    assert_eq!(town.person("沈静", "secretary", "东风村第一党支部").get(&material).status, 404);
    let next_door = town.member("青竹苑社区第二党支部", "钱进", facts_of("钱进"));
    assert_eq!(town.member_account(next_door, "钱进", "青竹苑社区第二党支部").get(&material).status, 404);
    assert_eq!(zhao.upload(&url, &[("title", "我的")], &[]).status, 403);
    // Taken away with a reason, it is gone for members and stands for the secretary.
    assert_eq!(zhou.post(&format!("{material}/removal"), &[("reason", " ")]).status, 422);
    done(zhou.post(&format!("{material}/removal"), &[("reason", "旧版本")]));
    assert_eq!((zhao.get(&material).status, zhao.get(&format!("{material}/file")).status), (404, 404));
    assert!(zhou.get(&material).text().contains("旧版本"));
}

fn rows(town: &Town) -> i64 {
    town.house.read_as_system("test", Scope::ALL, |cx| cx.one("select count(*) from {audit} a", args![])).expect("a readable log")
}

#[test]
fn an_answer_proposes_online_and_one_tap_confirms_all() {
    let story = story();
    let Story { zhou, zhao, members, .. } = &story;
    let activity = story.held();
    let inquiry = story.ask(&activity.to_string());
    let questions = story.questions(&inquiry);
    assert!(zhao.get("/me").text().contains("1 组问题等您答几句"));
    let answers = format!("{inquiry}/answers");
    let json = zhao.with("accept", "application/json");
    assert_eq!(wrong(json.post(&answers, &[(&questions[0], " ")])), questions[0]);
    assert_eq!(wrong(json.post(&answers, &[(&questions[0], &"长".repeat(501))])), questions[0]);
    let came_back = zhao
        .with("referer", &format!("http://linli.test{inquiry}"))
        .post(&answers, &[(&questions[0], &format!("留下的话{}", "长".repeat(500)))]);
    assert!(came_back.status == 422 && came_back.text().contains("留下的话"), "nothing typed is lost");
    done(zhao.post(&answers, &[(&questions[0], "学了第一章")]));
    done(zhao.post(&answers, &[(&questions[0], "学了第一章，想到邻里互助"), (&questions[1], "多办几次")]));
    // 孙桂兰 gave her sheet to the secretary.
    let sheet = zhou.get(&format!("{inquiry}/sheet")).text();
    assert!(sheet.contains("学了什么？") && sheet.contains("和手机上答的一样算"));
    let for_sun = format!("{answers}/{}", members[1]);
    assert_eq!(zhou.post(&for_sun, &[(&questions[0], "听女儿读了")]).status, 422, "how she said it is asked");
    done(zhou.post(&for_sun, &[(&questions[0], "听女儿读了"), ("how", "paper")]));
    let page = zhou.get_json(&inquiry).json();
    let of = |name: &str| page["answered"].as_array().expect("answers").iter().find(|a| a["name"] == name).expect("their answer").clone();
    assert_eq!((of("赵建国")["texts"][0].as_str(), of("赵建国")["via"].as_str()), (Some("学了第一章，想到邻里互助"), Some("account")));
    assert_eq!((of("孙桂兰")["via"].as_str(), of("孙桂兰")["made_by"].as_str()), (Some("paper"), Some("周敏")));
    assert!(!zhao.get(&inquiry).text().contains("听女儿读了"), "each reads their own answers");
    // Proposed, not decided: nobody is on the roll yet.
    let roll = zhou.get_json(&format!("/activities/{activity}/roll-call")).json();
    assert_eq!((roll["proposed"].as_array().map(Vec::len), &roll["tally"]["present"]), (Some(2), &Json::from(0)));
    assert!(zhou.get(&format!("/activities/{activity}/roll-call")).text().contains("都记为网络参加"));
    let to_confirm = |due: &Json| due.to_string().contains("有 2 人答了问题");
    assert!(to_confirm(&zhou.get_json("/").json()["due"]), "the workbench says so");
    done(zhou.post(&format!("/activities/{activity}/online"), &[]));
    let roll = zhou.get_json(&format!("/activities/{activity}/roll-call")).json();
    assert_eq!((roll["proposed"].as_array().map(Vec::len), &roll["tally"]["present"]), (Some(0), &Json::from(2)));
    assert!(roll["people"].as_array().expect("people").iter().all(|p| p["mode"] == "online"));
    assert!(!to_confirm(&zhou.get_json("/").json()["due"]));
    done(zhou.post(&format!("/activities/{activity}/online"), &[]));
    let entries: i64 = story.town.write(move |cx| cx.one("select count(*) from {attendance} e where e.activity = $1", args![activity]));
    assert_eq!(entries, 2, "a second tap records nothing anew");
    done(zhou.post(&format!("{inquiry}/closing"), &[]));
    assert_eq!(zhao.post(&answers, &[(&questions[0], "还想改")]).status, 409);
}

#[test]
fn only_those_due_are_asked() {
    let story = story();
    let inquiry = story.ask(&story.held().to_string());
    let questions = story.questions(&inquiry);
    let next_door = story.town.member("青竹苑社区第二党支部", "钱进", facts_of("钱进"));
    let qian = story.town.member_account(next_door, "钱进", "青竹苑社区第二党支部");
    assert_eq!(qian.post(&format!("{inquiry}/answers"), &[(&questions[0], "我也答")]).status, 404);
    let worker = story.town.person("吴强", "worker", COMMUNITY);
    let for_qian = [(questions[0].as_str(), "他说的"), ("how", "call")];
    assert_eq!(worker.post(&format!("{inquiry}/answers/{next_door}"), &for_qian).status, 404);
}

#[test]
fn a_comment_is_its_authors_and_a_hidden_one_tells_why() {
    let Story { zhou, zhao, org, town, members } = story();
    let material = done(zhou.upload(&format!("/ebranch/{org}/materials"), &[("title", "清单"), ("text", "十条")], &[]));
    let comments = format!("{material}/comments");
    assert_eq!(wrong(zhao.with("accept", "application/json").post(&comments, &[("comment", "")])), "comment");
    done(zhao.post(&comments, &[("comment", "第三条写得好")]));
    let sun = town.member_account(members[1], "孙桂兰", BRANCH);
    let id = sun.get_json(&material).json()["comments"][0]["id"].as_str().expect("she reads it").to_owned();
    assert_eq!(sun.post(&format!("/comments/{id}"), &[("comment", "我改")]).status, 404, "not hers to change");
    assert_eq!(sun.post(&format!("/comments/{id}/withdrawal"), &[]).status, 404);
    assert_eq!(zhao.post(&format!("/comments/{id}/hiding"), &[("reason", "x")]).status, 403);
    done(zhao.post(&format!("/comments/{id}"), &[("comment", "第三条要改一改")]));
    assert_eq!(zhou.post(&format!("/comments/{id}/hiding"), &[("reason", "")]).status, 422);
    done(zhou.post(&format!("/comments/{id}/hiding"), &[("reason", "提到了邻居的事")]));
    assert!(!sun.get(&material).text().contains("要改一改") && !sun.get("/me/branch").text().contains("要改一改"));
    let his = zhao.get(&material).text();
    assert!(his.contains("要改一改") && his.contains("提到了邻居的事"), "{his}");
    done(zhao.post(&comments, &[("comment", "撤回的话")]));
    let second = zhao.get_json(&material).json()["comments"][1]["id"].as_str().expect("an id").to_owned();
    done(zhao.post(&format!("/comments/{second}/withdrawal"), &[]));
    assert!(!zhou.get(&material).text().contains("撤回的话"), "withdrawn for everybody");
    let left: i64 = town.write(|cx| cx.one("select count(*) from {comments} c where c.body like '%撤回的话%'", args![]));
    assert_eq!(left, 0, "and nothing of it is kept");
}

#[test]
fn minutes_are_drafted_put_down_and_corrected_by_another_version() {
    let story = story();
    let Story { zhou, zhao, .. } = &story;
    let activity = story.held();
    let url = format!("/activities/{activity}/minutes");
    let json = zhou.with("accept", "application/json");
    assert_eq!(wrong(json.upload(&url, &[("record", "")], &[])), "record");
    assert_eq!(wrong(json.upload(&url, &[("record", "到会 2 人"), ("what.0", "修路灯"), ("who.0", "")], &[])), "who.0");
    assert_eq!(
        wrong(json.upload(&url, &[("record", "到会 2 人"), ("what.0", "修路灯"), ("who.0", "李思远"), ("due.0", "soon")], &[])),
        "due.0"
    );
    let first = [("record", "到会 2 人"), ("decisions", "同意修路灯"), ("what.0", "修路灯"), ("who.0", "李思远"), ("due.0", "2026-12-01")];
    let draft = done(zhou.upload(&url, &first, &[("记录.pdf", PDF)]));
    assert_eq!(zhao.get(&draft).status, 404, "a draft is not read by others");
    assert!(!zhao.get(&format!("/activities/{activity}/ebranch")).text().contains("第 1 版"));
    assert_eq!(done(zhou.upload(&url, &first, &[])), draft, "the draft is worked on");
    done(zhou.post(&format!("{draft}/putting-down"), &[]));
    assert_eq!(zhou.post(&format!("{draft}/putting-down"), &[]).status, 409);
    let page = zhao.get(&draft).text();
    assert!(page.contains("同意修路灯") && page.contains("李思远") && page.contains("2026年12月1日"), "{page}");
    assert_eq!(zhao.get(&format!("{draft}/file")).bytes, PDF, "the file stayed with the draft");
    assert!(zhao.get("/me/branch").text().contains(&draft));
    let second = done(zhou.upload(&url, &[("record", "到会 3 人")], &[]));
    assert_ne!(second, draft);
    assert!(zhao.get(&draft).text().contains("到会 2 人") && !zhao.get(&draft).text().contains("后来更正过"));
    done(zhou.post(&format!("{second}/putting-down"), &[]));
    assert!(zhao.get(&draft).text().contains("到会 2 人") && zhao.get(&draft).text().contains("后来更正过"));
    assert!(zhao.get(&second).text().contains("到会 3 人"));
}

#[test]
fn the_link_of_a_meeting_is_shown_from_the_day_before_until_its_end() {
    let story = story();
    let Story { zhou, zhao, org, town, .. } = &story;
    let org = *org;
    let activity: Id = town.write(move |cx| {
        let id: Id = cx.one("select a.id from {activities} a where a.org = $1 and a.due = 'branch' and a.state = 'planned' order by a.day desc, a.id limit 1", args![org])?;
        cx.run("update {activities} set day = '2026-11-25', starts = '19:00', minutes = 90 where id = $1", args![id])?;
        Ok(id)
    });
    let url = format!("/activities/{activity}/meeting");
    let json = zhou.with("accept", "application/json");
    for refused in ["http://meet.example.cn/1", "https://", "https://a b.cn", "https://user@meet.example.cn"] {
        assert_eq!(wrong(json.post(&url, &[("url", refused)])), "url", "{refused}");
    }
    done(zhou.post(&url, &[("url", "https://meet.example.cn/1")]));
    let shown = || {
        zhao.get(&format!("/activities/{activity}/ebranch")).text().contains("meet.example.cn")
            && zhao.get("/me/activities").text().contains("meet.example.cn")
    };
    // 19:00 in China is 11:00 in the clock of the world.
    for (now, expected) in
        [("2026-11-24T10:59:00Z", false), ("2026-11-24T11:00:00Z", true), ("2026-11-25T12:30:00Z", true), ("2026-11-25T12:31:00Z", false)]
    {
        town.clock.set(now);
        assert_eq!(shown(), expected, "{now}");
    }
    assert!(zhou.get(&format!("/activities/{activity}/ebranch")).text().contains("meet.example.cn"), "whoever set it sees it always");
}
