//! Ten thousand people are told: how long it takes until each has a line in the queue of their way,
//! in one transaction of the shipped house on SQLite.

#[path = "common/mod.rs"]
mod common;

use common::{at_most, heading, house};
use kernel::{Id, Reader, Result, Scope, Writer, args};
use linli::{
    channels,
    notices::{NewNotice, Notice, To},
    orgs::Org,
    testing::crowd::Crowd,
};
use std::time::Instant;

const PEOPLE: usize = 10_000;

fn main() -> Result<()> {
    let dir = tempfile::tempdir().map_err(anyhow::Error::from)?;
    let house = house(dir.path())?;
    let members = Crowd { levels: &[10, 20], members: PEOPLE }.settle(&house)?;
    house.write_as_system("bench", Scope::ALL, move |cx| wire(cx, &members.iter().map(|m| (m.id, m.path.clone())).collect::<Vec<_>>()))?;
    let (since, cpu) = (Instant::now(), used());
    let id = house.write_as_system("bench", Scope::ALL, |cx| {
        let new = NewNotice {
            title: "主题党日", body: "周五下午两点，三楼。", due_on: Some("2099-01-01".into()), ..NewNotice::default()
        };
        Ok(Notice::post(cx, &Org::top(cx)?, new, To::Members)?.id)
    })?;
    let (wall, cpu) = (since.elapsed().as_secs_f64(), used() - cpu);
    let (lines, queued) =
        house.read_as_system("bench", Scope::ALL, move |cx| Ok((count(cx, "deliveries", id)?, count(cx, "outbox", id)?)))?;
    assert_eq!((lines, queued), (PEOPLE as i64, PEOPLE as i64 * 2 / 3), "everybody has a line, and who has mail or a phone a message");
    heading("10,000 people told, each by their own way");
    at_most("wall time until all stand in their queues", wall, 1.0, "s");
    at_most("CPU time of it", cpu, 1.0, "s");
    Ok(())
}

/// Both channels are set; a third prefer mail and have an address, a third the gateway, a third a call.
fn wire(cx: &Writer, members: &[(Id, String)]) -> Result<()> {
    let mail = channels::Mail { host: "127.0.0.1".into(), port: 25, from: "party@example.cn".into(), ..channels::Mail::default() };
    channels::keep(cx, "mail", &mail)?;
    channels::keep(
        cx,
        "webhook",
        &channels::Webhook { url: "http://127.0.0.1/".into(), method: "POST".into(), ..channels::Webhook::default() },
    )?;
    for (n, (member, path)) in members.iter().enumerate().take(PEOPLE * 2 / 3) {
        let (ways, email) = if n % 2 == 0 { ("mail", Some(vec![1u8])) } else { ("webhook", None) };
        cx.run(
            "insert into {ways_to_reach} (member, path, ways, email, set_at, set_by) values ($1, $2, $3, $4, '', '')",
            args![*member, path, ways, email],
        )?;
    }
    for (member, path) in members.iter().skip(PEOPLE * 2 / 3) {
        cx.run("insert into {ways_to_reach} (member, path, ways, set_at, set_by) values ($1, $2, 'call', '', '')", args![*member, path])?;
    }
    Ok(())
}

fn count(cx: &Reader, table: &str, notice: Id) -> Result<i64> {
    cx.one(&format!("select count(*) from {{{table}}} t where t.notice = $1"), args![notice])
}

/// User and system time of this process so far, in seconds.
fn used() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default().to_owned();
    let ticks = |n: usize| after.split_whitespace().nth(n).and_then(|t| t.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}
