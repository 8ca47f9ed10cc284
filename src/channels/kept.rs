//! What the keeper set, sealed as a whole: a server's name and its secret are read by nobody else.

use kernel::{Error, Id, Reader, Result, Spot, Writer, args};
use serde::{Serialize, de::DeserializeOwned};

fn spot(name: &str) -> Spot<'static> {
    Spot { table: "channels", column: "kept", row: Id::named(&["channel", name]) }
}

/// A channel as it was set; none where it was not.
pub fn known<T: DeserializeOwned>(cx: &Reader, name: &str) -> Result<Option<T>> {
    let sealed: Option<(Vec<u8>,)> = cx.maybe("select kept from {channels} c where c.name = $1", args![name])?;
    sealed.map(|(kept,)| Ok(serde_json::from_str(&cx.unseal(spot(name), &kept)?)?)).transpose()
}

pub fn keep<T: Serialize>(cx: &Writer, name: &str, value: &T) -> Result<()> {
    let sealed = cx.seal(spot(name), &serde_json::to_string(value)?)?;
    cx.run(
        "insert into {channels} (name, kept, set_at, set_by) values ($1, $2, $3, $4) \
         on conflict (name) do update set kept = excluded.kept, set_at = excluded.set_at, set_by = excluded.set_by",
        args![name, sealed, cx.now(), &cx.actor().name],
    )?;
    cx.note(Id::NIL, format!("channel {name} set"));
    Ok(())
}

/// It is not used any more.
pub fn forget(cx: &Writer, name: &str) -> Result<()> {
    cx.run("delete from {channels} where name = $1", args![name])?;
    cx.note(Id::NIL, format!("channel {name} taken away"));
    Ok(())
}

/// What links in messages begin with, as `https://linli.example.cn`; empty where nobody has set it.
pub fn base(cx: &Reader) -> Result<String> {
    Ok(known(cx, "address")?.unwrap_or_default())
}

/// An address of the web without what comes behind the host.
pub fn read_base(text: &str) -> Result<String> {
    let text = text.trim().trim_end_matches('/');
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    if rest.is_empty() || rest.contains(['/', ' ', '?', '#', '@']) {
        return Err(Error::field("base", "地址写作 https://linli.example.cn。", "Give the address as https://linli.example.cn."));
    }
    Ok(text.to_owned())
}

/// How a value is written where it stands in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    Plain,
    /// Inside the quotation marks of a JSON text.
    Json,
    /// In an address or a form.
    Percent,
}

/// The template with the message's values where `{name}`, `{phone}`, `{title}`, `{text}`, `{link}`
/// and `{id}` stand. A value that holds such a word is not filled in again.
pub fn fill(template: &str, message: &super::Message, writing: Writing) -> String {
    let mut out = String::with_capacity(template.len() + message.text.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = VALUES.iter().find_map(|(word, value)| Some((rest.strip_prefix(word)?, value(message))));
        match known {
            Some((after, value)) => {
                out.push_str(&written(value, writing));
                rest = after;
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

type Value = fn(&super::Message) -> &str;
const VALUES: [(&str, Value); 6] = [
    ("{name}", |m| &m.name),
    ("{phone}", |m| &m.to),
    ("{title}", |m| &m.title),
    ("{text}", |m| &m.text),
    ("{link}", |m| &m.link),
    ("{id}", |m| &m.id),
];

fn written(value: &str, writing: Writing) -> String {
    match writing {
        Writing::Plain => value.to_owned(),
        Writing::Percent => kernel::escape(value),
        Writing::Json => {
            let quoted = serde_json::Value::from(value).to_string();
            quoted[1..quoted.len() - 1].to_owned()
        }
    }
}
