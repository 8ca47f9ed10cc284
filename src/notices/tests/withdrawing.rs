//! A notice that is withdrawn, a call that nobody answers, slips as PDF.

use super::sending::street;
use kernel::args;

#[test]
fn who_was_reached_is_told_by_the_same_way_and_nobody_else_hears_of_it() {
    let s = street();
    let url = s.send(&[]);
    // Zhao reads it in his account, Sun is called, Qian ticks a slip; nobody has reached Li yet.
    assert_eq!(s.phone.post(&format!("/me{url}/reading"), &[]).status, 303);
    assert_eq!(s.zhou.post(&format!("{url}/calls/{}", s.sun), &[("answer", "come")]).status, 303);
    assert_eq!(s.zhou.post(&format!("{url}/slips/{}", s.qian), &[("answer", "cannot")]).status, 303);
    let asking = s.zhou.with("accept", "application/json");
    assert_eq!(asking.post(&format!("{url}/withdrawal"), &[("why", " ")]).json()["errors"][0]["field"], "why");
    let done = asking.post(&format!("{url}/withdrawal"), &[("why", "日期写错了")]);
    assert_eq!(done.status, 200, "{}", done.text());
    let page = s.zhou.get_json(&url).json();
    assert_eq!(
        (page["reach"]["left"].as_i64(), page["reach"]["withdrawn"].as_i64(), page["reach"]["all"].as_i64()),
        (Some(0), Some(1), Some(3))
    );
    let told = format!("/notices/{}", page["withdrawal"].as_str().expect("a notice that says so"));
    let ways = [s.zhao, s.sun, s.qian].map(|m| s.delivery(&told, m)["channel"].as_str().unwrap_or_default().to_owned());
    assert_eq!(ways, ["account", "call", "slip"]);
    assert_eq!(s.zhou.get_json(&told).json()["reach"]["all"], 3, "Li Siyuan hears of neither");
    assert!(s.zhou.get(&told).text().contains("日期写错了"));
    assert!(s.zhou.get(&url).text().contains("撤回：日期写错了"));
    // Nothing can be answered any more, and the reason stands there.
    assert_eq!(s.phone.post(&format!("/me{url}/answer"), &[("answer", "come")]).status, 409);
    assert_eq!(s.zhou.post(&format!("{url}/calls/{}", s.li), &[("answer", "come")]).status, 409);
    let token = s.token(&url, s.li);
    let link = s.town.visitor().get(&format!("/n/{token}"));
    assert!(
        link.status == 200 && link.text().contains("已经撤回：日期写错了") && !link.text().contains("name=\"answer\""),
        "{}",
        link.text()
    );
    assert_eq!(s.town.visitor().post(&format!("/n/{token}"), &[("answer", "come")]).status, 409);
    assert!(s.phone.get(&format!("/me{url}")).text().contains("这份通知已经撤回"), "who saw it, sees that it is withdrawn");
    let unread = s.phone.get_json("/me").json()["unread"].clone();
    assert_eq!(unread.as_array().map(Vec::len), Some(1), "the withdrawal alone: {unread}");
    assert_eq!(asking.post(&format!("{url}/withdrawal"), &[("why", "再撤")]).status, 409, "once");
    assert_eq!(asking.post(&format!("{told}/withdrawal"), &[("why", "再撤")]).status, 409);
    assert_eq!(s.town.person("吴强", "leader", super::BRANCH).post(&format!("{url}/withdrawal"), &[("why", "不该我撤")]).status, 403);
    let traces: i64 =
        s.town.write(|cx| cx.one("select count(*) from {audit} a where a.reason = '日期写错了' and a.detail like 'withdrawn%'", args![]));
    assert_eq!(traces, 1);
}

#[test]
fn a_call_without_an_answer_is_an_attempt_and_after_three_another_way_is_named() {
    let s = street();
    let url = s.send(&[]);
    let attempt = format!("{url}/calls/{}/attempts", s.sun);
    for (minute, attempts) in [(0, 1), (0, 1), (5, 2), (9, 3)] {
        s.town.clock.set(&format!("2026-11-22T02:{minute:02}:30Z"));
        assert_eq!(s.zhou.post(&attempt, &[]).status, 303);
        assert_eq!(s.delivery(&url, s.sun)["attempts"], attempts, "a second tap in the same minute is the same call");
    }
    let line = s.delivery(&url, s.sun);
    assert_eq!(
        (line["state"].as_str(), s.zhou.get_json(&url).json()["reach"]["told"].as_i64()),
        (Some("sent"), Some(0)),
        "nobody was told"
    );
    let contacts: i64 = s.town.write(move |cx| cx.one("select count(*) from {contacts} c", args![]));
    assert_eq!(contacts, 0, "and it is no contact");
    assert!(s.zhou.get(&url).text().contains("打了 3 次没人接，换个办法：上门或送纸条"));
    let calls = s.zhou.get(&format!("{url}/calls")).text();
    assert!(calls.contains("打过 3 次没人接") && calls.contains("换个办法"), "{calls}");
    assert!(!s.zhou.get(&url).text().contains("打过"), "the others were not called yet");
    assert_eq!(s.zhou.post(&format!("{url}/doors/{}", s.sun), &[("answer", "come")]).status, 303);
    assert_eq!(s.delivery(&url, s.sun)["state"], "told");
    let east = s.town.person("陈立新", "worker", "东风村党总支");
    assert_eq!(east.post(&attempt, &[]).status, 404);
}

#[test]
fn slips_are_printed_as_pdf_with_codes_that_open_the_notice() {
    let s = street();
    let url = s.send(&[]);
    let pdf = s.zhou.post(&format!("{url}/slips.pdf"), &[]);
    assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"), "{}", pdf.text());
    assert!(pdf.bytes.starts_with(b"%PDF-"));
    let token = s.token(&url, s.sun);
    assert_eq!(s.town.visitor().get(&format!("/n/{token}")).status, 200, "the code on the slip is the link that is kept");
    let traces: i64 = s.town.write(|cx| cx.one("select count(*) from {audit} a where a.detail like '%slips printed%'", args![]));
    assert_eq!(traces, 1);
    assert_eq!(s.town.person("审计", "auditor", super::COMMUNITY).post(&format!("{url}/slips.pdf"), &[]).status, 403);
}
