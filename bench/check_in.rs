//! Two thousand people scan the room's code, over eight connections: each a request of an account
//! of its own, checked, recorded with hours and points, audited and on disk before it is answered.
//! Beside it the rate at which this machine appends one plain row in the same way: eight threads,
//! one row each, on disk before the next (group commit, synchronous = FULL).

mod common;

use common::{Asker, Server, at_least, at_most, heading, house};
use kernel::{House, Id, Result, Scope, args};
use linli::{
    accounts::{Account, NewAccount},
    activities::{Activity, Details, Due, NewActivity, State},
    orgs::{Kind, NewOrg, Org},
    people::Intake,
    testing::facts_of,
};
use std::{
    sync::{Arc, Mutex},
    time::Instant,
};

const PEOPLE: usize = 2000;
const CONNECTIONS: usize = 8;

fn main() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let (activity, officer, tokens) = gather(&house(dir.path())?)?;
    let appends = {
        let plain = tempfile::tempdir()?;
        append(&house(plain.path())?)?
    };
    let server = Server::start(dir.path())?;
    let shown = Asker::connect(&server.address, &officer)?.get_json(&format!("/activities/{activity}/code"))?;
    let shown: serde_json::Value = serde_json::from_slice(&shown.body)?;
    let code = shown["url"].as_str().and_then(|url| url.split("c=").nth(1)).expect("a code is shown").to_owned();
    let (before, since) = (server.cpu(), Instant::now());
    let mut waits = scan(&server, activity, &code, &tokens)?;
    let (seconds, cpu) = (since.elapsed().as_secs_f64(), server.cpu() - before);
    drop(server);
    let recorded: i64 = house(dir.path())?.read_as_system("bench", Scope::ALL, move |cx| {
        cx.one("select count(*) from {marks} k where k.activity = $1 and k.mode = 'in_room'", args![activity])
    })?;
    waits.sort_by(f64::total_cmp);
    let rate = PEOPLE as f64 / seconds;
    heading("2,000 people check in on 8 connections");
    at_least("people whose attendance is on disk", recorded as f64, PEOPLE as f64, "");
    at_most("seconds for all of them", seconds, 60.0, "s");
    at_least("check-ins for each plain durable append", rate / appends, 0.7, &format!("  ({rate:.0} and {appends:.0} a second)"));
    println!("{:<66} {:>10.2} {:>10} ms", "the 99th of 100 waits", waits[waits.len() * 99 / 100], "");
    println!("{:<66} {:>10.2} {:>10} ms", "server CPU of one check-in", cpu * 1000.0 / PEOPLE as f64, "");
    Ok(())
}

/// A branch with all of them, an activity today, and a token for each.
fn gather(house: &Arc<House>) -> Result<(Id, String, Vec<String>)> {
    house.write_as_system("bench", Scope::ALL, |cx| {
        let street =
            Org::found(cx, None, NewOrg { name: "青龙街道党工委".into(), kind: Some(Kind::WorkingCommittee), ..NewOrg::default() })?;
        let branch = Org::found(cx, Some(&street), NewOrg { name: "青竹苑社区第一党支部".into(), ..NewOrg::default() })?;
        let account = |name: String, role: &str, person| {
            let path = branch.path.clone();
            Account::open(cx, NewAccount { login: name.clone(), name, role: role.into(), path, person })?.token(
                cx,
                "bench",
                &[],
                "2099-12-31",
            )
        };
        let mut intake = Intake::new(cx, None);
        let members = (0..PEOPLE).map(|n| intake.take(&branch, &facts_of(&format!("党员{n}")))).collect::<Result<Vec<Id>>>()?;
        intake.finish()?;
        let tokens =
            members.into_iter().enumerate().map(|(n, id)| account(format!("党员{n}"), "member", Some(id))).collect::<Result<_>>()?;
        let officer = account("陈立".into(), "secretary", None)?;
        let details = Details {
            title: "主题党日".into(),
            day: cx.today(),
            starts: "19:00".into(),
            minutes: 120,
            place: "三楼会议室".into(),
            host: "陈立".into(),
        };
        let new = NewActivity {
            id: cx.new_id(),
            plan: None,
            kind: "theme_day".into(),
            details,
            due: Due::Branch,
            state: State::Planned,
            basis: String::new(),
            follows: None,
            source: None,
        };
        Ok((Activity::make(cx, &branch, new)?.id, officer, tokens))
    })
}

/// Each person once; how long each waited, in milliseconds.
fn scan(server: &Server, activity: Id, code: &str, tokens: &[String]) -> Result<Vec<f64>> {
    let waits = Mutex::new(vec![]);
    std::thread::scope(|threads| {
        let each = |part: usize| {
            let waits = &waits;
            threads.spawn(move || -> Result<()> {
                let mut asker = Asker::connect(&server.address, "")?;
                for token in tokens.iter().skip(part).step_by(CONNECTIONS) {
                    let since = Instant::now();
                    let answer = asker.with_token(token).post(&format!("/check-in/{activity}"), &format!("c={code}"))?;
                    assert_eq!(answer.status, 303, "{}", String::from_utf8_lossy(&answer.body));
                    waits.lock().expect("the waits").push(since.elapsed().as_secs_f64() * 1000.0);
                }
                Ok(())
            })
        };
        let threads: Vec<_> = (0..CONNECTIONS).map(each).collect();
        threads.into_iter().try_for_each(|t| t.join().expect("a person"))
    })?;
    Ok(waits.into_inner().expect("the waits"))
}

/// Plain durable appends a second, from as many threads as there are connections.
fn append(house: &Arc<House>) -> Result<f64> {
    house.db.write_now(|conn| conn.borrow_mut().batch("create table appended (id bigint not null primary key, what text not null)"))?;
    let since = Instant::now();
    std::thread::scope(|threads| {
        let each = |part: usize| {
            threads.spawn(move || {
                (part..PEOPLE).step_by(CONNECTIONS).try_for_each(|n| {
                    let row = args![n as i64, "in_room"].to_vec();
                    house.db.write_now(move |conn| conn.borrow_mut().run("insert into appended (id, what) values ($1, $2)", &row)).map(drop)
                })
            })
        };
        let threads: Vec<_> = (0..CONNECTIONS).map(each).collect();
        threads.into_iter().try_for_each(|t| t.join().expect("an appender"))
    })?;
    Ok(PEOPLE as f64 / since.elapsed().as_secs_f64())
}
