//! What a page of the ledger costs the server: of a street, of a district of 100,000 members and of
//! a city of 1,000,000; the first page, a deep one, and searches. The server is the shipped binary
//! in a process of its own, asked by somebody with a token over eight connections.
//! `cargo bench --bench pages street` measures one of the three alone.

mod common;

use common::{Asker, Server, at_most, heading, house};
use kernel::{Result, Scope, vault};
use linli::{
    accounts::{Account, NewAccount},
    testing::crowd::Crowd,
};
use std::time::Instant;

const CONNECTIONS: usize = 8;
const REQUESTS: usize = 2000;

const STREET: Crowd = Crowd { levels: &[6, 6], members: 1_366 };
const DISTRICT: Crowd = Crowd { levels: &[25, 10, 10], members: 100_000 };
const CITY: Crowd = Crowd { levels: &[10, 25, 10, 10], members: 1_000_000 };

fn main() -> Result<()> {
    let only = std::env::args().nth(1).filter(|a| !a.starts_with('-'));
    heading("a page of the ledger, server CPU in ms");
    for (name, crowd, limit) in [("street", STREET, 0.6), ("district", DISTRICT, 1.0), ("city", CITY, 1.5)] {
        if only.as_deref().is_none_or(|only| only == name) {
            measure(name, crowd, limit)?;
        }
    }
    Ok(())
}

fn measure(name: &str, crowd: Crowd, limit: f64) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let (deep, token) = {
        let house = house(dir.path())?;
        let since = Instant::now();
        let members = crowd.settle(&house)?;
        println!("({name}: {} members were written in {:.0} s)", members.len(), since.elapsed().as_secs_f64());
        let path = members[0].path[..4].to_owned();
        let token = house.write_as_system("bench", Scope::ALL, |cx| {
            let new = NewAccount { login: "高云".into(), name: "高云".into(), role: "officer".into(), path, person: None };
            Account::open(cx, new)?.token(cx, "bench", &[], "2099-12-31")
        })?;
        (members[members.len() * 9 / 10].clone(), token)
    };
    let server = Server::start(dir.path())?;
    let after = format!("/members?after={}.{}.{}", deep.path, deep.id, percent(&deep.name));
    let whole = crowd.members;
    ask(&server, &token, &format!("{name}, {whole} members: first page"), "/members", limit)?;
    ask(&server, &token, &format!("{name}, {whole} members: a page nine tenths down"), &after, limit)?;
    for (what, typed) in [("a name of two characters", "王芳"), ("any part of a name, two characters", "建国"), ("initials", "zj")] {
        let limit = if crowd.members > DISTRICT.members { 3.0 } else { limit.max(1.0) };
        ask(&server, &token, &format!("{name}: search by {what}"), &format!("/members?q={}", percent(typed)), limit)?;
    }
    Ok(())
}

fn ask(server: &Server, token: &str, what: &str, path: &str, limit: f64) -> Result<()> {
    round(server, token, path, CONNECTIONS * 5)?;
    let (before, since) = (server.cpu(), Instant::now());
    let bytes = round(server, token, path, REQUESTS)?;
    let (cpu, clock) = (server.cpu() - before, since.elapsed().as_secs_f64());
    at_most(what, cpu * 1000.0 / REQUESTS as f64, limit, &format!("ms   ({:.0} a second, {bytes} B)", REQUESTS as f64 / clock));
    Ok(())
}

/// Asks so often over all connections; the size of an answer.
fn round(server: &Server, token: &str, path: &str, requests: usize) -> Result<usize> {
    std::thread::scope(|threads| {
        let each = |_| {
            threads.spawn(|| -> Result<usize> {
                let mut asker = Asker::connect(&server.address, token)?;
                let mut bytes = 0;
                for _ in 0..requests / CONNECTIONS {
                    let answer = asker.get(path)?;
                    assert_eq!(answer.status, 200, "{path}");
                    bytes = answer.body.len();
                }
                Ok(bytes)
            })
        };
        let threads: Vec<_> = (0..CONNECTIONS).map(each).collect();
        threads.into_iter().map(|t| t.join().expect("an asker")).next_back().unwrap_or(Ok(0))
    })
}

fn percent(text: &str) -> String {
    vault::hex(text.as_bytes()).as_bytes().chunks(2).map(|pair| format!("%{}", String::from_utf8_lossy(pair))).collect()
}
