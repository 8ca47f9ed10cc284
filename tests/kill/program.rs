//! The real program on a data folder of its own, started, killed and asked over HTTP.

use serde_json::Value as Json;
use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    time::Duration,
};

pub struct Program {
    dir: tempfile::TempDir,
    /// A PostgreSQL database instead of the file, where the tests have one.
    url: Option<String>,
    token: String,
    running: Option<(Child, String)>,
}

/// Where to ask, and as whom.
#[derive(Clone)]
pub struct At {
    address: String,
    token: String,
}

impl Program {
    /// The demonstration street with a year behind it, and an officer with a token.
    pub fn fill() -> Program {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let url = std::env::var("LINLI_TEST_DATABASE").ok().filter(|url| !url.is_empty());
        let url = url.map(|url| kernel::testing::fresh_database(&url).expect("a database of its own"));
        let mut program = Program { dir, url, token: String::new(), running: None };
        program.run(&["demo", "--members", "300", "--no-serve"]);
        let told = program.run(&["user", "add", "郑", "--role", "officer", "--org", "青龙街道党工委", "--token"]);
        program.token = told.split_whitespace().last().expect("a token").to_owned();
        program
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
        command.args(arguments).arg("--data").arg(self.dir.path()).env("RUST_LOG", "error");
        if let Some(url) = &self.url {
            command.arg("--database-url").arg(url);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().expect("the program runs");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    pub fn start(&mut self) {
        let mut child = self.command(&["serve", "--json", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().expect("it starts");
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let ready = lines.map_while(Result::ok).find_map(|line| {
            let said: Json = serde_json::from_str(&line).ok()?;
            Some(said["ready"].as_str()?.trim_start_matches("http://").to_owned())
        });
        self.running = Some((child, ready.expect("it says when it is ready")));
    }

    pub fn on_a_server(&self) -> bool {
        self.url.is_some()
    }

    /// What a second `serve` complains of; none where it is ready to answer.
    pub fn serve_again(&self) -> Option<String> {
        let mut command = self.command(&["serve", "--json", "--listen", "127.0.0.1:0"]);
        let mut second = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let ready =
            BufReader::new(second.stdout.take().expect("its output")).lines().map_while(Result::ok).any(|line| line.contains("ready"));
        _ = second.kill();
        let output = second.wait_with_output().expect("it ends");
        (!ready).then(|| String::from_utf8_lossy(&output.stderr).into_owned())
    }

    /// SIGKILL: no handler runs, nothing is flushed.
    pub fn kill(&mut self) {
        let (mut child, _) = self.running.take().expect("it runs");
        child.kill().expect("it is killed");
        child.wait().expect("it is gone");
    }

    /// `linli verify`: the audit chain, the sums of the ledgers, the references.
    pub fn verify(&self, when: &str) {
        let output = self.command(&["verify"]).output().expect("verify runs");
        assert!(output.status.success(), "{when}: {}", String::from_utf8_lossy(&output.stdout));
    }

    pub fn at(&self) -> At {
        At { address: self.running.as_ref().expect("it runs").1.clone(), token: self.token.clone() }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some((child, _)) = &mut self.running {
            _ = child.kill();
            _ = child.wait();
        }
    }
}

impl At {
    pub fn get(&self, path: &str) -> Json {
        let (status, body) = self.ask("GET", path, "", b"").expect("an answer");
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// None: the program went away before it had answered in full.
    pub fn try_get(&self, path: &str) -> Option<Json> {
        let (status, body) = self.ask("GET", path, "", b"").ok()?;
        assert_eq!(status, 200, "{path}: {body}");
        Some(body)
    }

    pub fn post(&self, path: &str, body: Json) -> Option<(u16, Json)> {
        self.ask("POST", path, "application/json", body.to_string().as_bytes()).ok()
    }

    pub fn upload(&self, path: &str, name: &str, file: &[u8]) -> Option<(u16, Json)> {
        const EDGE: &str = "linli-kill-edge";
        let head = format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n");
        let body = [head.as_bytes(), file, format!("\r\n--{EDGE}--\r\n").as_bytes()].concat();
        self.ask("POST", path, &format!("multipart/form-data; boundary={EDGE}"), &body).ok()
    }

    fn ask(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> io::Result<(u16, Json)> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\naccept: application/json\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            self.address,
            self.token,
            body.len()
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(body)?;
        let mut answer = vec![];
        stream.read_to_end(&mut answer)?;
        whole(&answer).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

/// The status and the JSON of an answer that came in full.
fn whole(answer: &[u8]) -> Option<(u16, Json)> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&answer[..end]).ok()?.to_ascii_lowercase();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length: usize = head.lines().find_map(|line| line.strip_prefix("content-length: "))?.trim().parse().ok()?;
    let body = &answer[end + 4..];
    (body.len() == length).then(|| (status, serde_json::from_slice(body).unwrap_or(Json::Null)))
}
