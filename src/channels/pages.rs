//! The keeper's page of the two channels. Secrets go in and never come out again.

use super::{
    Edit, Message, Outcome, Try, View,
    kept::{base, forget, keep, known, read_base},
    mail::{self, Mail, Security},
    webhook::{self, Webhook},
};
use askama::Template;
use kernel::{Acted, Cx, Error, Input, Origin, Page, Reply, Result, Steps, said, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const HERE: &str = "/settings/channels";

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "channels/show.html")]
pub struct ShowChannels {
    pub base: String,
    pub mail: Option<MailShown>,
    /// A gateway is set; what it holds is a secret as a whole.
    pub webhook: bool,
    /// Only the host of it.
    pub webhook_host: String,
}
impl Page for ShowChannels {
    fn title(&self) -> String {
        t("邮件与短信", "Mail and gateway").into()
    }
}

/// The mail server without its password.
#[derive(Serialize, JsonSchema)]
pub struct MailShown {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub user: String,
    pub from: String,
}

pub fn show(cx: &Cx<View>, from: Origin) -> Result<Reply<ShowChannels>> {
    let set = base(cx)?;
    let mail = known::<Mail>(cx, mail::NAME)?;
    let mail = mail.map(|m| MailShown { host: m.host, port: m.port, security: m.security, user: m.user, from: m.from });
    let webhook = known::<Webhook>(cx, webhook::NAME)?;
    let host = webhook.as_ref().and_then(|w| w.url.split('/').nth(2)).unwrap_or_default().to_owned();
    Reply::show(ShowChannels { base: if set.is_empty() { from.base } else { set }, mail, webhook: webhook.is_some(), webhook_host: host })
}

#[derive(Deserialize, JsonSchema)]
pub struct Address {
    #[serde(default)]
    pub base: String,
}

pub fn address(cx: &Cx<Edit>, Input(a): Input<Address>) -> Acted {
    keep(cx, "address", &read_base(&a.base)?)?;
    said(HERE, t("地址已保存。", "The address is saved."))
}

/// A password left empty stays as it is; `off` takes the channel away.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NewMail {
    pub host: String,
    pub port: String,
    pub security: Security,
    pub user: String,
    pub password: String,
    pub from: String,
    pub off: String,
}

pub fn mail(cx: &Cx<Edit>, Input(n): Input<NewMail>) -> Acted {
    if !n.off.is_empty() {
        forget(cx, mail::NAME)?;
        return said(HERE, t("不再用邮件。", "Mail is not used any more."));
    }
    let before = known::<Mail>(cx, mail::NAME)?.map(|m| m.password).unwrap_or_default();
    let password = if n.password.is_empty() && !n.user.is_empty() { before } else { n.password };
    let port = n.port.trim().parse().unwrap_or(0);
    let mail =
        Mail { host: n.host.trim().into(), port, security: n.security, user: n.user.trim().into(), password, from: n.from.trim().into() };
    mail.check()?;
    keep(cx, mail::NAME, &mail)?;
    said(HERE, t("邮件服务器已保存，可以发一封试试。", "The mail server is saved; send a test."))
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NewWebhook {
    pub url: String,
    pub method: String,
    pub headers: String,
    pub body: String,
    pub expects: String,
    pub off: String,
}

pub fn webhook(cx: &Cx<Edit>, Input(n): Input<NewWebhook>) -> Acted {
    if !n.off.is_empty() {
        forget(cx, webhook::NAME)?;
        return said(HERE, t("不再用短信网关。", "The gateway is not used any more."));
    }
    let webhook =
        Webhook { url: n.url.trim().into(), method: n.method, headers: n.headers, body: n.body, expects: n.expects.trim().into() };
    webhook.check()?;
    keep(cx, webhook::NAME, &webhook)?;
    said(HERE, t("短信网关已保存，可以发一条试试。", "The gateway is saved; send a test."))
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct To {
    pub to: String,
}

pub fn try_mail(cx: &Cx<Try>, Input(to): Input<To>) -> Acted {
    let mail: Mail = known(cx, mail::NAME)?.ok_or(Error::NotFound)?;
    if !mail::is_address(to.to.trim()) {
        return Err(Error::field("mail_to", "请填写邮箱地址。", "Give a mail address."));
    }
    tried(cx, "mail", mail.hand_over(&test(cx, &to.to)?))
}

pub fn try_webhook(cx: &Cx<Try>, Input(to): Input<To>) -> Acted {
    let webhook: Webhook = known(cx, webhook::NAME)?.ok_or(Error::NotFound)?;
    if to.to.trim().is_empty() {
        return Err(Error::field("webhook_to", "请填写手机号码。", "Give a phone number."));
    }
    tried(cx, "webhook", webhook.hand_over(&test(cx, &to.to)?))
}

fn test(cx: &Steps, to: &str) -> Result<Message> {
    Ok(Message {
        id: cx.house().new_id().to_string(),
        name: cx.actor().name.clone(),
        to: to.trim().to_owned(),
        title: t("邻里：试发", "Linli: a test").into(),
        text: t("收到这一条，说明通知可以从这里发出。", "If you read this, notices can go out this way.").into(),
        link: base(cx)?,
    })
}

/// What the other side said, word for word: the keeper has to put it right.
fn tried(cx: &Steps, channel: &'static str, outcome: Outcome) -> Acted {
    let handed = outcome == Outcome::Handed;
    cx.write(move |cx| {
        cx.note(kernel::Id::NIL, format!("test by {channel}: {}", if handed { "handed over" } else { "refused" }));
        Ok(())
    })?;
    match outcome {
        Outcome::Handed => said(HERE, t("对方已接收，请查收。", "The other side took it; look whether it arrives.")),
        Outcome::Later(why) | Outcome::Unreachable(why) | Outcome::Never(why) => {
            Err(Error::rule("not_handed_over", say!("没有发出去：{why}", "It was not sent: {why}"), format!("It was not sent: {why}")))
        }
    }
}

/// What the field of the body begins with.
const SAMPLE: &str = r#"{"id": "{id}", "to": "{phone}", "text": "{name}：{title}。{text} {link}"}"#;

impl ShowChannels {
    fn of(&self, field: &str) -> String {
        let Some(mail) = &self.mail else { return String::new() };
        match field {
            "host" => mail.host.clone(),
            "port" => mail.port.to_string(),
            "user" => mail.user.clone(),
            _ => mail.from.clone(),
        }
    }
    fn secured(&self, security: &Security) -> bool {
        self.mail.as_ref().map_or(*security == Security::Tls, |m| m.security == *security)
    }
}
