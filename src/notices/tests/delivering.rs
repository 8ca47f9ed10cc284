//! The outbox: what leaves the house, when, under which name, and what happens where it cannot.

use super::sending::{Street, street};
use crate::{
    channels::servers::{self, Taken},
    testing::Town,
};
use kernel::{Id, args};

/// A mail server and a gateway that count; Sun Guilan has a mail address, everybody a phone.
fn wired(email: &str) -> (Street, Taken, Taken) {
    let s = street();
    let ((mail, letters), (hook, messages)) = (servers::mail(), servers::gateway());
    let keeper = s.town.person("郑保", "keeper", "青龙街道党工委");
    let done = |answer: kernel::testing::Answered| assert_eq!(answer.status, 303, "{}", answer.text());
    done(keeper.post("/settings/channels/address", &[("base", "https://linli.cn")]));
    let (mail, url) = (mail.to_string(), format!("http://127.0.0.1:{hook}/send"));
    done(
        keeper
            .post("/settings/channels/mail", &[("host", "127.0.0.1"), ("port", &mail), ("security", "none"), ("from", "party@example.cn")]),
    );
    let body = r#"{"to":"{phone}","text":"{title} {text} {link}"}"#;
    done(keeper.post(
        "/settings/channels/webhook",
        &[("url", &url), ("method", "POST"), ("headers", "content-type: application/json"), ("body", body)],
    ));
    done(s.zhou.post(&format!("/members/{}/ways", s.sun), &[("way1", "mail"), ("way2", "webhook"), ("email", email)]));
    (s, letters, messages)
}

fn work(town: &Town, at: &str) {
    town.clock.set(at);
    // The look of each hour, whether or not anything has woken the job.
    town.write(|cx| cx.enqueue(super::super::outbox::JOB, &()).map(drop));
    town.house.work_off().expect("worked off");
}

fn states(s: &Street) -> Vec<(String, String)> {
    s.town.write(|cx| cx.all("select x.channel, x.state from {outbox} x order by x.channel, x.state", args![]))
}

#[test]
fn a_mail_and_a_message_go_out_once_with_a_link_that_takes_the_answer() {
    let (s, letters, messages) = wired("sun@example.cn");
    let url = s.send(&[]);
    assert!(letters.all().is_empty(), "within the request nothing leaves the house");
    work(&s.town, "2026-11-22T02:05:00Z");
    assert!(letters.all().is_empty(), "others may still be joined to it");
    work(&s.town, "2026-11-22T02:10:00Z");
    assert_eq!((letters.all().len(), messages.all().len()), (1, 2), "Zhao Jianguo has an account");
    for hour in 3..8 {
        work(&s.town, &format!("2026-11-22T0{hour}:00:00Z"));
    }
    assert_eq!((letters.all().len(), messages.all().len()), (1, 2), "and nothing goes twice");
    let said = &messages.all()[0].2;
    let link = said.split("https://linli.cn").nth(1).and_then(|l| l.split('"').next()).expect("a link").to_owned();
    assert_eq!(s.town.visitor().post(&link, &[("answer", "come")]).status, 303);
    assert_eq!(s.zhou.get_json(&url).json()["reach"]["seen"], 1);
    assert_eq!(s.delivery(&url, s.sun)["sending"], "handed");
    let kept: Vec<(Vec<u8>,)> = s.town.write(|cx| cx.all("select d.link from {deliveries} d where d.link is not null", args![]));
    assert!(kept.iter().all(|k| !link.contains(&kernel::vault::hex(&k.0))), "the database holds no link that can be used");
}

#[test]
fn refused_mail_goes_by_the_next_way_and_in_the_end_somebody_calls() {
    let (s, letters, messages) = wired("refused@example.cn");
    let url = s.send(&[("due_on", "2026-12-10")]);
    work(&s.town, "2026-11-22T02:10:00Z");
    assert!(letters.all().is_empty());
    let line = s.delivery(&url, s.sun);
    assert_eq!((line["channel"].as_str(), line["sending"].as_str()), (Some("webhook"), Some("waiting")));
    assert!(states(&s).contains(&("mail".into(), "failed".into())), "the end is a clear one: {:?}", states(&s));
    work(&s.town, "2026-11-22T02:30:00Z");
    assert!(messages.all().iter().any(|m| m.1 == "13900000002"));
    work(&s.town, "2026-11-23T02:31:00Z");
    assert_eq!(s.delivery(&url, s.sun)["channel"], "call", "no word by any of them");
    let page = s.zhou.get(&url).text();
    assert!(page.contains("电话 · 周敏"), "who does what next: {page}");
    let problem: String = s.town.write(|cx| cx.one("select x.problem from {outbox} x where x.state = 'failed'", args![]));
    assert!(problem.contains("no such mailbox") && !problem.contains('@'), "{problem}");
}

#[test]
fn a_busy_server_is_asked_again_later_under_the_same_name_and_then_no_more() {
    let (s, letters, _) = wired("busy@example.cn");
    let url = s.send(&[("due_on", "2026-12-10")]);
    let tries = |s: &Street| -> (String, i64, Option<Id>) {
        s.town.write(|cx| cx.one("select x.state, x.tries, x.message from {outbox} x where x.channel = 'mail'", args![]))
    };
    work(&s.town, "2026-11-22T02:10:00Z");
    let first = tries(&s);
    assert_eq!((first.0.as_str(), first.1), ("waiting", 1));
    work(&s.town, "2026-11-22T02:10:30Z");
    assert_eq!(tries(&s), first, "not before the minute is over");
    for at in ["02:11:01", "02:16:02", "02:46:03"] {
        work(&s.town, &format!("2026-11-22T{at}Z"));
    }
    assert_eq!((tries(&s).1, tries(&s).2), (4, first.2));
    work(&s.town, "2026-11-22T04:46:04Z");
    assert_eq!(tries(&s).0, "failed");
    assert!(letters.all().is_empty() && s.delivery(&url, s.sun)["channel"] == "webhook");
}

#[test]
fn cut_off_between_handing_over_and_writing_it_down_it_goes_again_under_the_same_name() {
    let (s, letters, _) = wired("sun@example.cn");
    s.send(&[]);
    work(&s.town, "2026-11-22T02:10:00Z");
    let name = letters.all()[0].0.clone();
    // The process ended right after the server had said yes: that is what then stood in the database.
    s.town.write(|cx| {
        cx.run("update {outbox} set state = 'sending', lease_until = $1, handed_at = null where channel = 'mail'", args![cx.now()])
            .map(drop)
    });
    work(&s.town, "2026-11-22T02:11:00Z");
    let names: Vec<String> = letters.all().into_iter().map(|l| l.0).collect();
    assert_eq!(names, [name.clone(), name], "sent again rather than lost, and who counts by name counts one");
    work(&s.town, "2026-11-22T02:20:00Z");
    assert_eq!(letters.all().len(), 2);
}

#[test]
fn several_notices_to_one_person_are_one_message_and_none_goes_at_night() {
    let (s, letters, messages) = wired("sun@example.cn");
    s.town.clock.set("2026-11-22T12:55:00Z"); // five to nine in the evening
    s.send(&[("title", "主题党日")]);
    s.send(&[("title", "体检")]);
    work(&s.town, "2026-11-22T16:00:00Z");
    assert!(letters.all().is_empty() && messages.all().is_empty(), "quiet hours");
    work(&s.town, "2026-11-23T00:00:00Z"); // eight in the morning
    assert_eq!((letters.all().len(), messages.all().len()), (1, 2), "one message each");
    let message = &messages.all()[0].2;
    assert!(message.contains("主题党日") && message.contains("体检") && message.matches("https://linli.cn/n/").count() == 2, "{message}");
}

#[test]
fn who_has_answered_is_not_written_to_and_only_the_silent_are_reminded_once() {
    let (s, letters, messages) = wired("sun@example.cn");
    s.zhou.post(&format!("/members/{}/ways", s.sun), &[("way1", "mail")]);
    let url = s.send(&[("due_on", "2026-11-26")]);
    s.zhou.post(&format!("{url}/calls/{}", s.li), &[("answer", "come")]);
    work(&s.town, "2026-11-22T02:10:00Z");
    assert_eq!((letters.all().len(), messages.all().len()), (1, 1), "Li Siyuan was called before");
    s.town.visitor().post(&format!("/n/{}", s.token(&url, s.qian)), &[("answer", "come")]);
    work(&s.town, "2026-11-24T02:00:00Z");
    work(&s.town, "2026-11-24T02:10:00Z");
    work(&s.town, "2026-11-24T06:00:00Z");
    let mails = letters.all();
    assert_eq!(mails.len(), 2, "Sun Guilan alone, once");
    assert!(messages.all().iter().filter(|m| m.1 == "13900000003").count() == 1, "Qian Yufen has answered");
    assert!(mails[1].2 != mails[0].2 && mails[1].0 != mails[0].0, "a message of its own");
    work(&s.town, "2026-11-25T02:00:00Z");
    assert_eq!((letters.all().len(), s.delivery(&url, s.sun)["channel"].as_str()), (2, Some("call")));
    assert!(s.phone.get("/me").text().contains("提醒：主题党日"), "in the account it says so");
    let soon = s.send(&[("due_on", "2026-11-26"), ("title", "明天")]);
    work(&s.town, "2026-11-25T02:20:00Z");
    assert_eq!(s.delivery(&soon, s.zhao)["channel"], "call", "a day before the deadline nobody waits for a phone");
}

#[test]
fn the_order_is_the_members_own() {
    let (s, letters, _) = wired("sun@example.cn");
    let page = s.phone.get("/me/ways").text();
    assert!(page.contains("第 1 个渠道"));
    assert_eq!(s.phone.post("/me/ways", &[("way1", "pigeon"), ("email", "nobody")]).status, 422);
    assert_eq!(s.phone.post("/me/ways", &[("way1", "door"), ("way2", "account"), ("email", "zhao@example.cn")]).status, 303);
    let shown = s.phone.get("/me/ways").text();
    assert!(shown.contains("z***@example.cn") && !shown.contains("zhao@example.cn"));
    let url = s.send(&[]);
    assert_eq!(s.delivery(&url, s.zhao)["channel"], "door");
    work(&s.town, "2026-11-22T02:10:00Z");
    assert!(letters.all().iter().all(|l| l.1 != "zhao@example.cn"));
    let sealed: Vec<(Vec<u8>,)> = s.town.write(|cx| cx.all("select w.email from {ways_to_reach} w where w.email is not null", args![]));
    assert!(sealed.iter().all(|e| !String::from_utf8_lossy(&e.0).contains("example")));
    assert_eq!(s.phone.post("/me/ways", &[("no_email", "yes")]).status, 303);
    assert!(!s.phone.get("/me/ways").text().contains("z***"));
}

#[test]
fn a_server_that_is_gone_loses_nothing() {
    let (s, letters, _) = wired("sun@example.cn");
    let keeper = s.town.person("郑保二", "keeper", "青龙街道党工委");
    let set = |port: &str| {
        keeper.post("/settings/channels/mail", &[("host", "127.0.0.1"), ("port", port), ("security", "none"), ("from", "party@example.cn")])
    };
    set("1");
    s.send(&[("due_on", "2026-12-10")]);
    work(&s.town, "2026-11-22T02:10:00Z");
    assert!(states(&s).contains(&("mail".into(), "waiting".into())));
    let (port, late) = servers::mail();
    set(&port.to_string());
    work(&s.town, "2026-11-22T02:12:00Z");
    assert!(letters.all().is_empty() && late.all().len() == 1);
}

#[test]
fn a_withdrawn_notice_leaves_the_house_no_more_and_who_had_it_by_mail_is_told_by_mail() {
    let (s, letters, messages) = wired("sun@example.cn");
    let waits = s.send(&[]);
    assert_eq!(s.zhou.post(&format!("{waits}/withdrawal"), &[("why", "写错了")]).status, 303);
    work(&s.town, "2026-11-22T02:30:00Z");
    assert!(letters.all().is_empty() && messages.all().is_empty(), "nobody knew of it, so nothing goes out");
    let goes = s.send(&[("title", "周五党课")]);
    work(&s.town, "2026-11-22T03:00:00Z");
    assert_eq!((letters.all().len(), messages.all().len()), (1, 2));
    assert_eq!(s.zhou.post(&format!("{goes}/withdrawal"), &[("why", "老师病了")]).status, 303);
    work(&s.town, "2026-11-22T03:30:00Z");
    assert_eq!((letters.all().len(), messages.all().len()), (2, 4), "by the way that it came to them");
    assert!(messages.all()[2].2.contains("撤回") && messages.all()[2].2.contains("老师病了"), "{}", messages.all()[2].2);
}

#[test]
fn what_was_under_way_when_it_was_withdrawn_is_followed_by_the_withdrawal() {
    let (s, letters, _) = wired("sun@example.cn");
    let url = s.send(&[]);
    // The job has claimed the mail, and the server has not answered yet.
    let batch = s.town.write(|cx| {
        let due = "update {outbox} set due_at = '2026-11-22T10:00:00.000+08:00' where channel = 'mail'";
        cx.run(due, args![])?;
        super::super::outbox::claim(cx)
    });
    let batch = batch.expect("a mail is due");
    assert_eq!(s.zhou.post(&format!("{url}/withdrawal"), &[("why", "改期")]).status, 303);
    s.town.write(move |cx| super::super::outbox::settle(cx, &batch, &crate::channels::Outcome::Handed));
    work(&s.town, "2026-11-22T02:30:00Z");
    let told: Vec<String> = letters.all().iter().map(|l| l.2.clone()).collect();
    assert_eq!(told.len(), 1, "the withdrawal follows what was handed over: {told:?}");
    let page = s.zhou.get_json(&url).json();
    assert_eq!(s.delivery(&format!("/notices/{}", page["withdrawal"].as_str().expect("one")), s.sun)["channel"], "mail");
}
