//! What the programs share: a server in a process of its own, so that its CPU time and memory are
//! its own; somebody who asks it over a connection kept open; a line for each figure.
#![allow(dead_code)]

pub mod district;

use kernel::{Clock, Config, House, Place, Result};
use linli::modules;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::Arc,
};

pub fn heading(what: &str) {
    println!("{what:<66} {:>10} {:>10}", "measured", "limit");
}

/// A figure that must not be more than its limit.
pub fn at_most(what: &str, measured: f64, limit: f64, unit: &str) {
    line(what, measured, limit, unit, measured <= limit);
}

/// A figure that must not be less than its limit.
pub fn at_least(what: &str, measured: f64, limit: f64, unit: &str) {
    line(what, measured, limit, unit, measured >= limit);
}

fn line(what: &str, measured: f64, limit: f64, unit: &str, holds: bool) {
    println!("{what:<66} {measured:>10.2} {limit:>10.2} {unit}{}", if holds { "" } else { "  MISSED" });
}

/// A house in this folder, with the clock of the machine.
pub fn house(dir: &Path) -> Result<Arc<House>> {
    let place = Place::Sqlite(dir.join("linli.db"));
    modules::open(Config { place, dir: dir.into(), clock: Clock::real(), tenant: 1, readers: 2 })
}

/// `linli serve`, as it is shipped.
pub struct Server {
    process: Child,
    pub address: String,
    _out: BufReader<ChildStdout>,
}

impl Server {
    pub fn start(dir: &Path) -> Result<Server> {
        let mut process = Command::new(env!("CARGO_BIN_EXE_linli"))
            .args(["serve", "--json", "--listen", "127.0.0.1:0", "--data"])
            .arg(dir)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut out = BufReader::new(process.stdout.take().expect("a piped output"));
        let mut said = String::new();
        let address = loop {
            said.clear();
            assert!(out.read_line(&mut said)? > 0, "the server ended before it was ready");
            if let Some(at) = said.find("http://")
                && said.contains("\"ready\"")
            {
                break said[at + 7..].trim_end().trim_end_matches(['"', '}']).to_owned();
            }
        };
        Ok(Server { process, address, _out: out })
    }

    /// User and system time so far, in seconds.
    pub fn cpu(&self) -> f64 {
        const TICKS_A_SECOND: f64 = 100.0;
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id())).unwrap_or_default();
        let after = stat.rsplit(')').next().unwrap_or_default();
        let ticks = |n: usize| after.split_whitespace().nth(n).and_then(|t| t.parse::<f64>().ok()).unwrap_or(0.0);
        (ticks(11) + ticks(12)) / TICKS_A_SECOND
    }

    /// Memory in use now, in MiB.
    pub fn resident(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.split_whitespace().next().and_then(|kib| kib.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

/// Somebody with a token, on one connection that stays open. Takes gzip, as browsers do.
pub struct Asker {
    stream: BufReader<TcpStream>,
    token: String,
}

pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Asker {
    pub fn connect(server: &str, token: &str) -> Result<Asker> {
        let stream = TcpStream::connect(server)?;
        stream.set_nodelay(true)?;
        Ok(Asker { stream: BufReader::new(stream), token: token.into() })
    }

    /// The same connection for somebody else.
    pub fn with_token(&mut self, token: &str) -> &mut Asker {
        self.token = token.into();
        self
    }

    pub fn get(&mut self, path: &str) -> Result<Answer> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: linli\r\nauthorization: Bearer {}\r\naccept: text/html\r\naccept-encoding: gzip\r\n\r\n",
            self.token
        );
        self.send(&request)
    }

    pub fn get_json(&mut self, path: &str) -> Result<Answer> {
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: linli\r\nauthorization: Bearer {}\r\naccept: application/json\r\n\r\n", self.token);
        self.send(&request)
    }

    pub fn post(&mut self, path: &str, form: &str) -> Result<Answer> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: linli\r\nauthorization: Bearer {}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            self.token,
            form.len()
        );
        self.send(&request)
    }

    fn send(&mut self, request: &str) -> Result<Answer> {
        self.stream.get_mut().write_all(request.as_bytes())?;
        let status = self.line()?.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        let (mut length, mut chunked) = (0, false);
        loop {
            let line = self.line()?.to_ascii_lowercase();
            match line.split_once(':') {
                None => break,
                Some(("content-length", n)) => length = n.trim().parse().unwrap_or(0),
                Some(("transfer-encoding", how)) => chunked = how.trim() == "chunked",
                Some(_) => {}
            }
        }
        let mut body = vec![];
        if !chunked {
            self.take(length, &mut body)?;
            return Ok(Answer { status, body });
        }
        loop {
            let size = usize::from_str_radix(self.line()?.trim(), 16).unwrap_or(0);
            self.take(size, &mut body)?;
            self.line()?;
            if size == 0 {
                return Ok(Answer { status, body });
            }
        }
    }

    fn take(&mut self, length: usize, body: &mut Vec<u8>) -> Result<()> {
        let from = body.len();
        body.resize(from + length, 0);
        Ok(self.stream.read_exact(&mut body[from..])?)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }
}
