//! A notice to everybody, by a gateway that counts, while the program is killed again and again.

use super::program::Program;
use linli::channels::servers;
use serde_json::json;
use std::{
    collections::BTreeMap,
    thread,
    time::{Duration, Instant},
};

/// Milliseconds after a start at which the program is killed while it delivers.
const MOMENTS: [u64; 8] = [300, 450, 120, 600, 210, 380, 90, 520];

const TITLE: &str = "停水通知";

/// What was acknowledged is delivered, each message at least once, and under one name each: whoever
/// counts by name counts nobody twice and misses nobody.
pub fn nobody_is_missed_and_nobody_counted_twice() {
    let mut program = Program::fill();
    program.start();
    let at = program.at();
    let (port, taken) = servers::gateway();
    let done = |answer: Option<(u16, serde_json::Value)>| {
        let (status, said) = answer.expect("an answer");
        assert_eq!(status / 100, 2, "{said}");
        said
    };
    let today = at.get("/notices/new")["draft"]["due_on"].as_str().expect("a day").to_owned();
    // Nothing waits for others, nor for the morning; what was cut off goes again as soon as it may.
    for (rule, value) in [("merge_within", "PT0S"), ("quiet.from", "00:00"), ("quiet.to", "00:00"), ("lease", "PT20S")] {
        done(at.post(&format!("/rules/notices.{rule}"), json!({"value": value, "source": "试", "from": "2026-01-01"})));
    }
    let body = r#"{"to":"{phone}","text":"{title}"}"#;
    let hook =
        json!({"url": format!("http://127.0.0.1:{port}/"), "method": "POST", "headers": "content-type: application/json", "body": body});
    done(at.post("/settings/channels/webhook", hook));
    let draft = json!({"title": TITLE, "body": "周五下午两点到五点。", "due_on": today, "key": "once"});
    let by = done(at.post("/notices/new", draft.clone()))["by"].clone();
    let expected =
        by.as_array().expect("ways").iter().find(|w| w["way"] == "webhook").expect("phones")["people"].as_u64().expect("so many") as usize;
    done(at.post("/notices", draft.clone()));
    for (round, moment) in MOMENTS.into_iter().enumerate() {
        thread::sleep(Duration::from_millis(moment));
        program.kill();
        program.verify(&format!("round {round}, killed {moment} ms after the start"));
        program.start();
        // Who never heard that it was sent sends it again: it is one notice.
        done(program.at().post("/notices", draft.clone()));
    }
    // Notices of the year before climb their own ladders meanwhile; those are not counted here.
    let ours = || taken.all().into_iter().filter(|(_, _, said)| said.contains(TITLE));
    let names = || {
        let mut names = BTreeMap::<String, Vec<String>>::new();
        ours().for_each(|(name, to, _)| names.entry(name).or_default().push(to));
        names
    };
    let until = Instant::now() + Duration::from_secs(180);
    while names().len() < expected {
        assert!(Instant::now() < until, "{} of {expected} messages were delivered", names().len());
        thread::sleep(Duration::from_millis(200));
    }
    // Longer than a lease: whatever would go twice has gone.
    thread::sleep(Duration::from_secs(25));
    let names = names();
    let handed: usize = names.values().map(Vec::len).sum();
    println!("{} kills; {} messages, handed over {handed} times", MOMENTS.len(), names.len());
    assert_eq!(names.len(), expected, "a message for each, under one name each");
    assert!(names.values().all(|to| to.iter().all(|t| *t == to[0])), "one name, one receiver");
    assert!(handed <= expected + MOMENTS.len(), "no more goes again than was cut off");
    program.kill();
    program.verify("at the end");
}
