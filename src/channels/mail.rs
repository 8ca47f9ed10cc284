//! Mail: the server that takes it, and handing a message over to it.

use super::{Message, Outcome, PATIENCE};
use kernel::{Error, FieldError, Result, t, text};
use lettre::{
    Message as Letter, SmtpTransport, Transport,
    message::{Mailbox, header::ContentType},
    transport::smtp::{
        Error as Refused,
        authentication::Credentials,
        client::{Tls, TlsParameters},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;

pub const NAME: &str = "mail";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// Encrypted from the first byte on.
    #[default]
    Tls,
    Starttls,
    /// Within the own house only.
    None,
}

impl Security {
    pub const ALL: [Security; 3] = [Security::Tls, Security::Starttls, Security::None];
    pub fn code(self) -> &'static str {
        match self {
            Security::Tls => "tls",
            Security::Starttls => "starttls",
            Security::None => "none",
        }
    }
    pub fn name(self) -> &'static str {
        match self {
            Security::Tls => t("TLS（一般 465 端口）", "TLS (mostly port 465)"),
            Security::Starttls => t("STARTTLS（一般 587 端口）", "STARTTLS (mostly port 587)"),
            Security::None => t("不加密（只用于本机）", "None (this machine only)"),
        }
    }
}

/// The mail server as the keeper set it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Mail {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub user: String,
    pub password: String,
    /// Who the mail comes from, as `社区党委 <party@example.cn>`.
    pub from: String,
}

/// Refusals that mean our own sign-in and no receiver.
const OUR_SIGN_IN: [&str; 5] = ["530", "534", "535", "538", "454"];

impl Mail {
    /// All that is wrong with it at once.
    pub fn check(&self) -> Result<()> {
        let mut wrong = vec![];
        if self.host.trim().is_empty() || self.host.contains(char::is_whitespace) {
            wrong.push(FieldError { field: "host".into(), text: text!("请填写邮件服务器。", "Name the mail server.") });
        }
        if self.port == 0 {
            wrong.push(FieldError { field: "port".into(), text: text!("请填写端口。", "Give the port.") });
        }
        if self.from.parse::<Mailbox>().is_err() {
            wrong.push(FieldError {
                field: "from".into(),
                text: text!("发件人写作 社区党委 <party@example.cn>。", "Give the sender as Community <party@example.cn>."),
            });
        }
        if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
    }

    /// Hands it over; the same message has the same Message-ID, so that a receiver can know it again.
    pub fn hand_over(&self, message: &Message) -> Outcome {
        let letter = match self.letter(message) {
            Ok(letter) => letter,
            Err(why) => return Outcome::Never(why),
        };
        match self.transport() {
            Ok(server) => server.send(&letter).map_or_else(|e| outcome(&e), |_| Outcome::Handed),
            Err(e) => Outcome::Unreachable(e.to_string()),
        }
    }

    fn letter(&self, m: &Message) -> std::result::Result<Letter, String> {
        let from: Mailbox = self.from.parse().map_err(|e| format!("from: {e}"))?;
        let to = Mailbox::new(Some(m.name.clone()), m.to.parse().map_err(|e| format!("to: {e}"))?);
        let body = if m.link.is_empty() { m.text.clone() } else { format!("{}\n\n{}\n", m.text, m.link) };
        let letter = Letter::builder().message_id(Some(format!("<{}@linli>", m.id))).from(from).to(to).subject(m.title.clone());
        letter.header(ContentType::TEXT_PLAIN).body(body).map_err(|e| e.to_string())
    }

    fn transport(&self) -> std::result::Result<SmtpTransport, Refused> {
        let host = self.host.trim();
        let parameters = || TlsParameters::new(host.to_owned());
        let tls = match self.security {
            Security::Tls => Tls::Wrapper(parameters()?),
            Security::Starttls => Tls::Required(parameters()?),
            Security::None => Tls::None,
        };
        let server = SmtpTransport::builder_dangerous(host).port(self.port).tls(tls).timeout(Some(Duration::from_secs(PATIENCE)));
        let server =
            if self.user.is_empty() { server } else { server.credentials(Credentials::new(self.user.clone(), self.password.clone())) };
        Ok(server.build())
    }
}

fn outcome(e: &Refused) -> Outcome {
    let code = e.status().map(|c| c.to_string()).unwrap_or_default();
    match () {
        () if OUR_SIGN_IN.contains(&code.as_str()) || !(e.is_permanent() || e.is_transient() || e.is_timeout()) => {
            Outcome::Unreachable(e.to_string())
        }
        () if e.is_permanent() => Outcome::Never(e.to_string()),
        () => Outcome::Later(e.to_string()),
    }
}

/// What can be a mail address.
pub fn is_address(text: &str) -> bool {
    text.parse::<lettre::Address>().is_ok()
}
