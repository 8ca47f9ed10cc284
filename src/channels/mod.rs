//! The two ways by which a message leaves the house: a mail server, and an HTTP gateway (WeCom, SMS).
//! The keeper sets them and tries them; each is sealed as a whole. Handing over is slow work of a
//! job's thread; what the other side said is one of three outcomes and nothing else.

mod kept;
mod mail;
mod pages;
#[cfg(any(test, feature = "testing"))]
pub mod servers;
#[cfg(test)]
mod tests;
mod webhook;

pub use kept::{Writing, base, fill, forget, keep, known};
pub use mail::{Mail, Security, is_address};
pub use webhook::Webhook;

use crate::notices::Channel;
use kernel::{Module, Reader, Result, Routes, Table, permission, t};

permission! {
    pub View = "settings.edit", Reader;
    pub Edit = "settings.edit", Writer;
    // A test message is handed over while the keeper waits.
    pub Try = "settings.edit", Steps;
}

pub const MODULE: Module = Module { name: "channels", tables: &[Table::tenant("channels")], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    r.get("/settings/channels", "The mail server and the gateway", pages::show)
        .post("/settings/channels/address", "The address that links begin with", pages::address)
        .post("/settings/channels/mail", "Set the mail server", pages::mail)
        .post("/settings/channels/mail/test", "Send a test mail", pages::try_mail)
        .post("/settings/channels/webhook", "Set the gateway", pages::webhook)
        .post("/settings/channels/webhook/test", "Send a test message by the gateway", pages::try_webhook)
}

/// One message to one person, ready to be handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The same for the same message, whenever it is handed over again.
    pub id: String,
    pub name: String,
    /// The mail address or the phone number.
    pub to: String,
    pub title: String,
    pub text: String,
    pub link: String,
}

/// What became of handing a message over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The other side has it.
    Handed,
    /// Not now, this message alone.
    Later(String),
    /// The other side cannot be spoken with at all: no message goes now.
    Unreachable(String),
    /// Never: the other side refuses this receiver.
    Never(String),
}

/// Hands a message over by mail or by the gateway. No transaction may be open meanwhile.
pub fn hand_over(cx: &Reader, way: Channel, message: &Message) -> Result<Outcome> {
    let not_set = || Outcome::Never("the channel is not set".into());
    if message.to.is_empty() {
        return Ok(Outcome::Never("no address".into()));
    }
    Ok(match way {
        Channel::Mail => known::<Mail>(cx, "mail")?.map_or_else(not_set, |mail| mail.hand_over(message)),
        _ => known::<Webhook>(cx, "webhook")?.map_or_else(not_set, |hook| hook.hand_over(message)),
    })
}

/// What a server said may be long, and may repeat the address it was given.
pub fn short(why: &str) -> String {
    let why: String = why.chars().take(120).collect();
    let hidden = why
        .split_whitespace()
        .map(|word| if word.contains('@') || word.chars().filter(char::is_ascii_digit).count() > 6 { "…" } else { word });
    let text = hidden.collect::<Vec<_>>().join(" ");
    if text.is_empty() { t("没有说明", "no reason given").into() } else { text }
}

/// How long the other side may take, in seconds; shorter than any lease.
const PATIENCE: u64 = 8;
