//! One answer, every face: a page struct is the template's context, the JSON body and its schema.

use crate::{
    cx::Actor,
    error::{Error, Result},
    speak::{Lang, t},
    vault,
};
use askama::Template;
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Value as Json, json};

/// How the asker wants the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// A whole page, for a browser.
    Page,
    /// The body alone, for htmx.
    Fragment,
    Json,
}

/// Which frame a page stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// The desk of those who work here.
    Desk,
    /// The member's phone.
    Phone,
    /// Alone on the screen: signing in.
    Alone,
    /// A document, to be printed.
    Paper,
    /// A screen on the wall that nobody touches: it draws itself again every minute.
    Wall,
}

pub trait Page: Template + Serialize + JsonSchema {
    fn title(&self) -> String;
    const SHELL: Shell = Shell::Desk;
}

/// What a frame is drawn from.
pub struct Frame<'a> {
    pub title: &'a str,
    pub body: &'a str,
    pub shell: Shell,
    pub actor: &'a Actor,
    pub path: &'a str,
    pub lang: Lang,
    /// The large-type mode is on.
    pub large: bool,
    /// A sentence about what was just done.
    pub said: Option<&'a str>,
    pub house: &'a crate::house::House,
}

pub struct Reply<T> {
    page: T,
    status: u16,
    to: Option<String>,
    cookies: Vec<String>,
    /// Nothing need be drawn anew: htmx gets an empty answer.
    quiet: bool,
}

impl<T: Page> Reply<T> {
    pub fn show(page: T) -> Result<Reply<T>> {
        Ok(Reply { page, status: 200, to: None, cookies: vec![], quiet: false })
    }
    /// What is asked for stands elsewhere for this reader: browsers go there.
    pub fn elsewhere(page: T, url: impl Into<String>) -> Result<Reply<T>> {
        Ok(Reply { page, status: 200, to: Some(url.into()), cookies: vec![], quiet: false })
    }
    /// Something new stands at `url`: browsers go there, programs get the page.
    pub fn created(page: T, url: impl Into<String>) -> Result<Reply<T>> {
        Ok(Reply { page, status: 201, to: Some(url.into()), cookies: vec![], quiet: false })
    }
}

/// The act is done; what to look at next stands at `see`.
#[derive(Clone, Debug, Serialize, JsonSchema, Template)]
#[template(source = r#"<p><a href="{{ see }}">{{ see }}</a></p>"#, ext = "html")]
pub struct Done {
    pub see: String,
    /// One sentence about what was done, in the language of the request.
    pub said: Option<String>,
}
impl Page for Done {
    fn title(&self) -> String {
        t("完成", "Done").into()
    }
}

pub type Acted = Result<Reply<Done>>;

/// The act is done: look there.
pub fn see(url: impl Into<String>) -> Acted {
    let see = url.into();
    Ok(Reply { page: Done { see: see.clone(), said: None }, status: 200, to: Some(see), cookies: vec![], quiet: false })
}

/// The act is done, and what is on the screen shows it already: a tap of many on one list.
pub fn saved(url: impl Into<String>) -> Acted {
    Ok(Reply { quiet: true, ..see(url)? })
}

/// The act is done, and this sentence is shown on the page it leads to.
pub fn said(url: impl Into<String>, sentence: impl Into<String>) -> Acted {
    let mut reply = see(url)?;
    let sentence = sentence.into();
    reply.cookies.push(format!("said={}; Path=/; Max-Age=60; SameSite=Lax; HttpOnly", escape(&sentence)));
    reply.page.said = Some(sentence);
    Ok(reply)
}

impl<T> Reply<T> {
    /// Sets a cookie, given as the text of a `Set-Cookie` header.
    pub fn cookie(mut self, cookie: String) -> Reply<T> {
        self.cookies.push(cookie);
        self
    }
}

/// A file to keep: a workbook, a PDF, a calendar.
#[derive(Debug)]
pub struct Download {
    pub name: String,
    pub mime: &'static str,
    pub bytes: Vec<u8>,
    /// Shown in the browser instead of being saved.
    pub inline: bool,
}

/// An answer before its face is put on.
pub struct Finished {
    pub status: u16,
    pub kind: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// The page's title and shell, where the body still wants its frame.
    pub frame: Option<(String, Shell)>,
}

pub trait Answer {
    /// Whether it has an HTML and a JSON face.
    const PAGE: bool;
    /// The page struct's name, for the list of pages.
    fn name() -> String;
    fn finish(self, face: Face) -> Result<Finished>;
    fn describe(schemas: &mut SchemaGenerator) -> Json;
}

impl<T: Page> Answer for Reply<T> {
    const PAGE: bool = true;
    fn name() -> String {
        T::schema_name().into_owned()
    }
    fn finish(self, face: Face) -> Result<Finished> {
        let mut headers: Vec<_> = self.cookies.into_iter().map(|c| ("set-cookie", c)).collect();
        if let Some(to) = &self.to {
            headers.push(("location", to.clone()));
        }
        if face == Face::Json {
            return Ok(Finished {
                status: self.status,
                kind: "application/json".into(),
                headers,
                body: serde_json::to_vec(&self.page)?,
                frame: None,
            });
        }
        if self.quiet && face == Face::Fragment {
            return Ok(Finished { status: 204, kind: "text/html; charset=utf-8".into(), headers: vec![], body: vec![], frame: None });
        }
        if self.to.is_some() {
            return Ok(Finished { status: 303, kind: "text/html; charset=utf-8".into(), headers, body: vec![], frame: None });
        }
        let body = self.page.render()?.into_bytes();
        Ok(Finished {
            status: self.status,
            kind: "text/html; charset=utf-8".into(),
            headers,
            body,
            frame: Some((self.page.title(), T::SHELL)),
        })
    }
    fn describe(schemas: &mut SchemaGenerator) -> Json {
        let schema = schemas.subschema_for::<T>().to_value();
        json!({ "description": "OK", "content": { "application/json": { "schema": schema }, "text/html": {} } })
    }
}

impl Answer for Download {
    const PAGE: bool = false;
    fn name() -> String {
        "Download".into()
    }
    fn finish(self, _: Face) -> Result<Finished> {
        let how = if self.inline { "inline" } else { "attachment" };
        let disposition = format!("{how}; filename*=UTF-8''{}", escape(&self.name));
        Ok(Finished {
            status: 200,
            kind: self.mime.into(),
            headers: vec![("content-disposition", disposition)],
            body: self.bytes,
            frame: None,
        })
    }
    fn describe(_: &mut SchemaGenerator) -> Json {
        json!({ "description": "A file", "content": { "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } } })
    }
}

/// A file that programs ask for again and again, such as a calendar that is subscribed to: who has it
/// already is answered that it is the same (304).
#[derive(Debug)]
pub struct Revisited(pub Download);

impl Answer for Revisited {
    const PAGE: bool = false;
    fn name() -> String {
        Download::name()
    }
    fn finish(self, face: Face) -> Result<Finished> {
        let mut finished = self.0.finish(face)?;
        finished.headers.push(("etag", tag(&finished.body)));
        finished.headers.push(("cache-control", "private, no-cache".into()));
        Ok(finished)
    }
    fn describe(schemas: &mut SchemaGenerator) -> Json {
        Download::describe(schemas)
    }
}

/// What a body is known by: the same bytes have the same tag.
pub(crate) fn tag(body: &[u8]) -> String {
    format!("\"{}\"", &vault::hex(&vault::fingerprint(&String::from_utf8_lossy(body)))[..16])
}

impl Finished {
    /// The answer without its body, where the asker has this very body already.
    pub(crate) fn unless_known(self, known: &str) -> Finished {
        let tag = self.headers.iter().find(|h| h.0 == "etag").map(|h| h.1.clone());
        match tag.filter(|tag| known.split(',').any(|k| k.trim().trim_start_matches("W/") == tag)) {
            Some(_) => Finished { status: 304, body: vec![], ..self },
            None => self,
        }
    }
}

/// Percent-encoding of all but letters and digits, for headers and links.
pub fn escape(text: &str) -> String {
    text.bytes()
        .map(
            |b| {
                if b.is_ascii_alphanumeric() || b == b'.' || b == b'-' || b == b'_' { (b as char).to_string() } else { format!("%{b:02X}") }
            },
        )
        .collect()
}

pub(crate) fn unescape(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (vec![], 0);
    while at < bytes.len() {
        let byte = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten().and_then(|h| u8::from_str_radix(h, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The error as problem+json (RFC 9457).
pub fn problem(error: &Error) -> Json {
    let mut json = json!({ "type": format!("urn:linli:{}", error.code()), "code": error.code(), "status": error.status(), "detail": error.sentence() });
    if let Error::Invalid(fields) = error {
        json["errors"] = json!(fields);
    }
    if let Error::TooMany(wait) = error {
        json["wait"] = json!(wait);
    }
    json
}

/// The error as one page with a way out.
#[derive(Template)]
#[template(
    source = r#"<section class="panel empty" role="alert"><h1>{{ sentence }}</h1>{% if !fields.is_empty() %}<ul>{% for f in fields %}<li>{{ f.text }}</li>{% endfor %}</ul>{% endif %}<p class="muted">{{ code }}</p><p>{% if sign_in %}<a class="btn btn-primary" href="{{ sign_in_at }}">{{ crate::t("去登录", "Sign in") }}</a>{% else %}<a class="btn btn-primary" href="/">{{ crate::t("回到首页", "Back to the start") }}</a>{% endif %}</p></section>"#,
    ext = "html"
)]
pub(crate) struct Failed<'a> {
    pub sentence: String,
    pub fields: &'a [crate::error::FieldError],
    pub code: &'a str,
    pub sign_in: bool,
    pub sign_in_at: &'a str,
}
