//! The gateway: one HTTP request a message, written from the keeper's template. WeCom, an SMS
//! provider or a program of the district stand behind it; we know none of them by name.

use super::{
    Message, Outcome, PATIENCE,
    kept::{Writing, fill},
};
use kernel::{Error, FieldError, Result, text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{sync::Once, time::Duration};
use ureq::http;

pub const NAME: &str = "webhook";

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Webhook {
    pub url: String,
    pub method: String,
    /// One a line, as `content-type: application/json`.
    pub headers: String,
    pub body: String,
    /// What an answer holds that means yes, where the status alone does not say it.
    pub expects: String,
}

const METHODS: [&str; 2] = ["POST", "GET"];
/// Statuses that mean our own sign-in or address and no receiver.
const OURS: [u16; 5] = [401, 403, 404, 405, 407];
const NOT_NOW: [u16; 3] = [408, 425, 429];
/// As much of an answer as is looked at.
const ANSWER: u64 = 64 << 10;

impl Webhook {
    pub fn check(&self) -> Result<()> {
        let mut wrong = vec![];
        let sample = Message { to: "13800000000".into(), ..Message::default() };
        if self.request(&sample).is_err() || !self.url.trim().starts_with("http") {
            wrong.push(FieldError {
                field: "url".into(), text: text!("网址或请求头写得不对。", "The address or a header is not right.")
            });
        }
        if !METHODS.contains(&self.method.as_str()) {
            wrong.push(FieldError { field: "method".into(), text: text!("请选 POST 或 GET。", "Choose POST or GET.") });
        }
        if self.writing() == Writing::Json && serde_json::from_str::<serde_json::Value>(&fill(&self.body, &sample, Writing::Json)).is_err()
        {
            wrong.push(FieldError { field: "body".into(), text: text!("内容不是 JSON。", "The body is no JSON.") });
        }
        if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
    }

    /// Hands it over; the same message carries the same `Idempotency-Key`.
    pub fn hand_over(&self, message: &Message) -> Outcome {
        let request = match self.request(message) {
            Ok(request) => request,
            Err(e) => return Outcome::Unreachable(e.to_string()),
        };
        match agent().run(request) {
            Ok(mut answer) => {
                let status = answer.status().as_u16();
                let said = answer.body_mut().with_config().limit(ANSWER).lossy_utf8(true).read_to_string().unwrap_or_default();
                self.outcome(status, &said)
            }
            Err(ureq::Error::Timeout(e)) => Outcome::Later(e.to_string()),
            Err(e) => Outcome::Unreachable(e.to_string()),
        }
    }

    fn outcome(&self, status: u16, said: &str) -> Outcome {
        let why = || format!("{status} {}", said.chars().take(120).collect::<String>());
        match status {
            200..=299 if self.expects.is_empty() || said.contains(&self.expects) => Outcome::Handed,
            200..=299 => Outcome::Never(why()),
            s if OURS.contains(&s) => Outcome::Unreachable(why()),
            s if NOT_NOW.contains(&s) => Outcome::Later(why()),
            400..=499 => Outcome::Never(why()),
            _ => Outcome::Later(why()),
        }
    }

    fn request(&self, message: &Message) -> std::result::Result<http::Request<String>, http::Error> {
        let body = if self.method == "GET" { String::new() } else { fill(&self.body, message, self.writing()) };
        let mut request = http::Request::builder().method(self.method.as_str()).uri(fill(self.url.trim(), message, Writing::Percent));
        for (name, value) in self.lines() {
            request = request.header(name, fill(value, message, Writing::Plain));
        }
        request.header("idempotency-key", &message.id).body(body)
    }

    fn lines(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers
            .lines()
            .filter(|l| !l.trim().is_empty())
            .map(|l| l.split_once(':').map_or((l.trim(), ""), |(n, v)| (n.trim(), v.trim())))
    }

    /// How values stand in the body: as its type says.
    fn writing(&self) -> Writing {
        let kind = self.lines().find(|(name, _)| name.eq_ignore_ascii_case("content-type")).map(|(_, value)| value.to_ascii_lowercase());
        match kind.as_deref() {
            Some(kind) if kind.contains("json") => Writing::Json,
            Some(kind) if kind.contains("urlencoded") => Writing::Percent,
            _ => Writing::Plain,
        }
    }
}

fn agent() -> ureq::Agent {
    static CRYPTOGRAPHY: Once = Once::new();
    // Both clients use ring; where another is installed already, that one is.
    CRYPTOGRAPHY.call_once(|| _ = rustls::crypto::ring::default_provider().install_default());
    let tls = ureq::tls::TlsConfig::builder().root_certs(ureq::tls::RootCerts::PlatformVerifier).build();
    let config =
        ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(PATIENCE))).http_status_as_error(false).max_redirects(0);
    config.tls_config(tls).build().into()
}
