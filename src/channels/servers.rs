//! Servers for stories: a mail server and a gateway that count what they were given, by its name.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// What was taken, in its order: the name of the message, the receiver, and what it said.
#[derive(Clone, Debug, Default)]
pub struct Taken(Arc<Mutex<Vec<(String, String, String)>>>);

impl Taken {
    pub fn all(&self) -> Vec<(String, String, String)> {
        self.0.lock().expect("what was taken").clone()
    }
    fn take(&self, id: &str, to: &str, said: &str) {
        self.0.lock().expect("what was taken").push((id.into(), to.into(), said.into()));
    }
}

/// How the server answers a receiver: `refused` in the address is refused for good, `busy` for now.
fn to_receiver(to: &str) -> (&'static str, u16) {
    match () {
        () if to.contains("refused") => ("550 5.1.1 no such mailbox", 400),
        () if to.contains("busy") => ("451 4.3.0 come again", 503),
        () => ("250 ok", 200),
    }
}

/// A mail server on a port of its own.
pub fn mail() -> (u16, Taken) {
    serve(|stream, taken| {
        let mut lines = BufReader::new(stream.try_clone()?);
        let say = |text: &str| (&stream).write_all(format!("{text}\r\n").as_bytes());
        say("220 test")?;
        let (mut to, mut line) = (String::new(), String::new());
        loop {
            line.clear();
            if lines.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let word = line.to_ascii_uppercase();
            match () {
                () if word.starts_with("EHLO") => say("250-test\r\n250 8BITMIME")?,
                () if word.starts_with("RCPT") => {
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    say(to_receiver(&to).0)?;
                }
                () if word.starts_with("DATA") => {
                    say("354 go on")?;
                    let mut letter = String::new();
                    while !letter.ends_with("\r\n.\r\n") {
                        if lines.read_line(&mut letter)? == 0 {
                            return Ok(());
                        }
                    }
                    let id = letter.lines().find_map(|l| l.strip_prefix("Message-ID: ")).unwrap_or_default();
                    taken.take(id.trim_matches(['<', '>']).trim_end_matches("@linli"), &to, &letter);
                    say("250 taken")?;
                }
                () if word.starts_with("QUIT") => return say("221 bye"),
                () => say("250 ok")?,
            }
        }
    })
}

/// A gateway on a port of its own.
pub fn gateway() -> (u16, Taken) {
    serve(|stream, taken| {
        let mut lines = BufReader::new(stream.try_clone()?);
        let (mut id, mut length, mut line) = (String::new(), 0, String::new());
        loop {
            line.clear();
            if lines.read_line(&mut line)? == 0 || line.trim().is_empty() {
                break;
            }
            match line.split_once(':').map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())) {
                Some((name, value)) if name == "idempotency-key" => id = value,
                Some((name, value)) if name == "content-length" => length = value.parse().unwrap_or(0),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        lines.read_exact(&mut body)?;
        let body = String::from_utf8_lossy(&body).into_owned();
        let to =
            serde_json::from_str::<serde_json::Value>(&body).ok().and_then(|b| b["to"].as_str().map(str::to_owned)).unwrap_or_default();
        let status = to_receiver(&to).1;
        if status == 200 {
            taken.take(&id, &to, &body);
        }
        let answer = r#"{"errcode":0}"#;
        (&stream).write_all(
            format!("HTTP/1.1 {status} said\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{answer}", answer.len()).as_bytes(),
        )
    })
}

fn serve(each: impl Fn(TcpStream, &Taken) -> std::io::Result<()> + Send + 'static) -> (u16, Taken) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("its number").port();
    let taken = Taken::default();
    let book = taken.clone();
    thread::spawn(move || listener.incoming().flatten().for_each(|stream| _ = each(stream, &book)));
    (port, taken)
}
