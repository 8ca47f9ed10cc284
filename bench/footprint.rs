//! What a small machine must hold: the binary, its memory when nobody asks, and how soon after its
//! start it answers. The street is the one of `linli demo`, with a year behind it.

mod common;

use common::{Asker, Server, at_most, heading, house};
use kernel::{Result, Scope};
use linli::{
    accounts::{Account, NewAccount},
    demo,
    orgs::Org,
};
use std::time::{Duration, Instant};

const PAGES: [&str; 4] = ["/", "/members", "/calendar", "/members?q=wang"];

fn main() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let token = {
        let house = house(dir.path())?;
        let street = demo::Street::generate(demo::SEED, "青龙街道", 1366, house.clock.today());
        demo::settle(&house, &street, &mut |_, _| {})?;
        house.write_as_system("bench", Scope::ALL, |cx| {
            let path = Org::top(cx)?.path;
            let new = NewAccount { login: "高云".into(), name: "高云".into(), role: "officer".into(), path, person: None };
            Account::open(cx, new)?.token(cx, "bench", &[], "2099-12-31")
        })?
    };
    heading("footprint with a street's data");
    let mut starts: Vec<f64> = (0..5).map(|_| start(dir.path(), &token)).collect::<Result<_>>()?;
    starts.sort_by(f64::total_cmp);
    at_most("start to first answer, middle of 5", starts[2], 300.0, "ms");
    let server = Server::start(dir.path())?;
    std::thread::sleep(Duration::from_secs(1));
    at_most("memory after the start", server.resident(), 60.0, "MiB");
    let mut asker = Asker::connect(&server.address, &token)?;
    for page in PAGES.into_iter().cycle().take(200) {
        let answer = asker.get(page)?;
        assert!(answer.status < 400, "{page} {}", answer.status);
    }
    std::thread::sleep(Duration::from_secs(1));
    at_most("memory when idle after 200 pages", server.resident(), 60.0, "MiB");
    let binary = std::fs::metadata(env!("CARGO_BIN_EXE_linli"))?.len() as f64 / 1e6;
    at_most("binary, fonts included", binary, 60.0, "MB");
    Ok(())
}

/// Milliseconds from the start of the process to the first answered page of somebody signed in.
fn start(dir: &std::path::Path, token: &str) -> Result<f64> {
    let since = Instant::now();
    let server = Server::start(dir)?;
    assert_eq!(Asker::connect(&server.address, token)?.get("/members")?.status, 200);
    Ok(since.elapsed().as_secs_f64() * 1000.0)
}
