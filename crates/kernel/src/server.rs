//! From a click to a handler and back: gathers the request, sends it to the right worker, and puts
//! the asked-for face on the answer.

use crate::{
    ask::{Asked, Uploaded},
    cx::{Access, Actor, Door, Hall},
    db::Shared,
    error::{Error, Result},
    house::{Credential, House},
    reply::{Face, Failed, Finished, Frame, Shell, problem, unescape},
    routes::{Method, Route},
    schema::Scope,
    speak::Lang,
    typed::Typed,
    vault,
};
use askama::Template;
use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use std::{collections::HashMap, sync::Arc};
use tower_http::{compression::CompressionLayer, csrf::CsrfLayer};

/// The route table as a tree of paths.
struct Map {
    house: Arc<House>,
    paths: matchit::Router<Vec<usize>>,
}

/// How the reader wants to be spoken to.
#[derive(Clone, Debug, Default)]
struct Manner {
    lang: Lang,
    large: bool,
    said: Option<String>,
}

pub fn router(house: Arc<House>) -> Result<Router> {
    let mut by_path: HashMap<&str, Vec<usize>> = HashMap::new();
    for (n, route) in house.routes.table.iter().enumerate() {
        by_path.entry(route.path).or_default().push(n);
    }
    let mut paths = matchit::Router::new();
    for (path, routes) in by_path {
        paths.insert(path, routes).map_err(|e| Error::Internal(anyhow::anyhow!("route {path}: {e}")))?;
    }
    let router = Router::new().fallback(handle).with_state(Arc::new(Map { house, paths })).layer(CsrfLayer::new());
    Ok(router.layer(CompressionLayer::new().gzip(true).quality(tower_http::CompressionLevel::Fastest)))
}

async fn handle(State(map): State<Arc<Map>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if let Some(name) = path.strip_prefix("/assets/") {
        return asset(&map.house, name, request.headers());
    }
    let (path, suffix) = path.strip_suffix(".json").map_or((path.as_str(), false), |p| (p, true));
    let headers = request.headers().clone();
    let face = face(&headers, suffix);
    let manner = manner(&headers);
    if path == "/openapi" && suffix {
        return respond(Finished {
            status: 200,
            kind: "application/json".into(),
            headers: vec![],
            body: map.house.openapi().to_string().into_bytes(),
            frame: None,
        });
    }
    let credential = credential(&headers);
    let answered = match gather(&map, path, request).await {
        Ok((route, asked)) => match dispatch(&map.house, route, asked.clone(), face, credential.clone(), manner.clone(), None).await {
            Ok(finished) => Ok(finished.unless_known(headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or(""))),
            Err(error) => Err((error, asked)),
        },
        Err(error) => Err((error, Asked::default())),
    };
    let mut response = respond(match answered {
        Ok(finished) => finished,
        Err((error, asked)) => fail(&map, error, asked, face, credential, &headers, &manner).await,
    });
    if manner.said.is_some() && face == Face::Page && response.status().is_success() {
        response.headers_mut().append(header::SET_COOKIE, HeaderValue::from_static("said=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly"));
    }
    response
}

/// Finds the route and reads the body, within the route's limits.
async fn gather(map: &Map, path: &str, request: Request) -> Result<(usize, Asked)> {
    let found = map.paths.at(path).map_err(|_| Error::NotFound)?;
    let method = if request.method() == "HEAD" { "GET" } else { request.method().as_str() };
    let index = found.value.iter().copied().find(|n| map.house.routes.table[*n].method.name() == method).ok_or(Error::NotFound)?;
    let route = &map.house.routes.table[index];
    let headers = request.headers().clone();
    let text = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
    let mut asked = Asked {
        method: method.into(),
        path: path.into(),
        params: found.params.iter().map(|(k, v)| (k.to_owned(), unescape(v))).collect(),
        query: request.uri().query().unwrap_or("").into(),
        content_type: text(header::CONTENT_TYPE),
        from: text(header::HeaderName::from_static("x-forwarded-for")),
        host: format!(
            "{}://{}",
            if text(header::HeaderName::from_static("x-forwarded-proto")) == "https" { "https" } else { "http" },
            text(header::HOST)
        ),
        ..Asked::default()
    };
    if route.method == Method::Get {
        return Ok((index, asked));
    }
    let limit = route.body << 20;
    let large = || Error::rule("too_large", format!("内容超过 {} MB。", limit >> 20), format!("More than {} MB.", limit >> 20));
    if asked.content_type.starts_with("multipart/form-data") {
        let (parts, body) = request.into_parts();
        let mut limited = Request::from_parts(parts, Body::new(http_body_util::Limited::new(body, limit)));
        // axum has a limit of its own, two megabytes; the route's is the one that counts.
        DefaultBodyLimit::disable().apply(&mut limited);
        let mut form = Multipart::from_request(limited, &()).await.map_err(|e| Error::field("", e.to_string(), e.to_string()))?;
        while let Some(field) = form.next_field().await.map_err(|_| large())? {
            let name = field.name().unwrap_or("").to_owned();
            match field.file_name().map(str::to_owned) {
                Some(file) if !file.is_empty() => {
                    asked.files.push(Uploaded { name: file, bytes: field.bytes().await.map_err(|_| large())? })
                }
                Some(_) => {}
                None => asked.fields.push((name, field.text().await.map_err(|_| large())?)),
            }
        }
    } else {
        asked.body = axum::body::to_bytes(request.into_body(), limit).await.map_err(|_| large())?;
    }
    Ok((index, asked))
}

/// Sends the work to a reader or to the writer and waits for what comes back.
async fn dispatch(
    house: &Arc<House>,
    route: usize,
    asked: Asked,
    face: Face,
    credential: Option<Credential>,
    manner: Manner,
    typed: Option<Typed>,
) -> Result<Finished> {
    let (to, from) = tokio::sync::oneshot::channel();
    let keeper = house.clone();
    let access = house.routes.table[route].access;
    let asked = Asked { credential: credential.clone(), ..asked };
    let work = move |conn: &Shared| {
        let route = &keeper.routes.table[route];
        manner.lang.speak(|| Typed::at_hand(typed, || perform(&keeper, conn, route, &asked, face, credential.as_ref(), &manner)))
    };
    let done = move |result| _ = to.send(result);
    match access {
        Access::Write => house.db.write(work, done),
        Access::Read => house.db.read(work, done),
        Access::Steps => house.db.step(work, done),
    }
    from.await.map_err(|e| Error::Internal(e.into()))?
}

fn perform(
    house: &Arc<House>,
    conn: &Shared,
    route: &Route,
    asked: &Asked,
    face: Face,
    credential: Option<&Credential>,
    manner: &Manner,
) -> Result<Finished> {
    let signed_in = house.actor(conn, credential)?;
    if let (Some(Actor { stale: true, .. }), Some(credential)) = (&signed_in, credential) {
        note_seen(house, credential.clone());
    }
    let actor = match (route.permission, &signed_in) {
        (None, _) => Actor::visitor(house.tenant),
        (Some(_), None) => return Err(Error::SignIn),
        (Some(permission), Some(actor)) if !house.allows(actor, permission) => return Err(Error::Forbidden(permission)),
        (Some(_), Some(actor)) => actor.clone(),
    };
    let hall = Hall::new(conn, house, actor);
    let mut finished = (route.run)(hall.clone(), asked, face)?;
    if route.access == Access::Write {
        house.leave_audit(&hall, route.permission.unwrap_or("public"), &format!("{} {}", asked.method, asked.path))?;
    }
    if let (Some((title, shell)), Face::Page) = (finished.frame.take(), face) {
        let actor = signed_in.unwrap_or_else(|| Actor::visitor(house.tenant));
        let body = String::from_utf8(finished.body).map_err(|e| Error::Internal(e.into()))?;
        let frame = Frame {
            title: &title,
            body: &body,
            shell,
            actor: &actor,
            path: &asked.path,
            lang: manner.lang,
            large: manner.large,
            said: manner.said.as_deref(),
            house,
        };
        finished.body = house.product.frame(&frame).into_bytes();
    }
    Ok(finished)
}

/// Notes that a credential was used: behind the answer, and no act of anybody, so without an audit row.
fn note_seen(house: &Arc<House>, credential: Credential) {
    let keeper = house.clone();
    let work = move |conn: &Shared| {
        let hall = Hall::new(conn, &keeper, Actor::system(keeper.tenant, "door", Scope::ALL));
        keeper.product.seen(&Door::open(hall), &credential)
    };
    house.db.write(work, |noted| {
        if let Err(e) = noted {
            tracing::error!("a session's use was not noted: {e:#}");
        }
    });
}

/// What failed comes back in the asked-for face; a form comes back as it was typed.
async fn fail(
    map: &Map,
    error: Error,
    asked: Asked,
    face: Face,
    credential: Option<Credential>,
    headers: &HeaderMap,
    manner: &Manner,
) -> Finished {
    if let Error::Internal(e) = &error {
        tracing::error!("{} {}: {e:#}", asked.method, asked.path);
    }
    if face == Face::Json {
        let body = manner.lang.speak(|| problem(&error)).to_string().into_bytes();
        return Finished { status: error.status(), kind: "application/problem+json".into(), headers: vec![], body, frame: None };
    }
    if face == Face::Page && matches!(error, Error::SignIn) && asked.method == "GET" {
        let to = format!("{}?next={}", map.house.product.sign_in(), crate::reply::escape(&asked.path));
        return Finished {
            status: 303,
            kind: "text/html; charset=utf-8".into(),
            headers: vec![("location", to)],
            body: vec![],
            frame: None,
        };
    }
    let typed = matches!(error, Error::Invalid(_) | Error::Rule { .. } | Error::TooMany(_)) && asked.method == "POST" && face == Face::Page;
    if typed && let Some((route, page)) = form_page(map, headers) {
        let values =
            if asked.fields.is_empty() { serde_html_form::from_bytes(&asked.body).unwrap_or_default() } else { asked.fields.clone() };
        let typed = manner.lang.speak(|| Typed::new(values, &error));
        if let Ok(again) = dispatch(&map.house, route, page, face, credential.clone(), manner.clone(), Some(typed)).await {
            return Finished { status: error.status(), ..again };
        }
    }
    let (house, look) = (map.house.clone(), manner.clone());
    let (to, from) = tokio::sync::oneshot::channel();
    map.house.db.read(
        move |conn| Ok(look.lang.speak(|| failed(&house, conn, &error, &asked, face, credential.as_ref(), &look))),
        move |result| _ = to.send(result),
    );
    match from.await {
        Ok(Ok(finished)) => finished,
        _ => Finished { status: 500, kind: "text/plain; charset=utf-8".into(), headers: vec![], body: b"500".to_vec(), frame: None },
    }
}

fn failed(
    house: &Arc<House>,
    conn: &Shared,
    error: &Error,
    asked: &Asked,
    face: Face,
    credential: Option<&Credential>,
    manner: &Manner,
) -> Finished {
    let fields = if let Error::Invalid(fields) = error { fields.as_slice() } else { &[] };
    let sentence = error.sentence();
    let page = Failed {
        sentence: sentence.clone(),
        fields: if fields.len() > 1 { fields } else { &[] },
        code: error.code(),
        sign_in: matches!(error, Error::SignIn),
        sign_in_at: house.product.sign_in(),
    };
    let mut body = page.render().unwrap_or_default();
    if face == Face::Page {
        let actor = house.actor(conn, credential).ok().flatten();
        let shell = if actor.is_some() { Shell::Desk } else { Shell::Alone };
        let actor = actor.unwrap_or_else(|| Actor::visitor(house.tenant));
        body = house.product.frame(&Frame {
            title: &sentence,
            body: &body,
            shell,
            actor: &actor,
            path: &asked.path,
            lang: manner.lang,
            large: manner.large,
            said: None,
            house,
        });
    }
    Finished { status: error.status(), kind: "text/html; charset=utf-8".into(), headers: vec![], body: body.into_bytes(), frame: None }
}

/// The page that a failed form stood on, if it is one of ours.
fn form_page(map: &Map, headers: &HeaderMap) -> Option<(usize, Asked)> {
    let referer = headers.get(header::REFERER)?.to_str().ok()?;
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let rest = referer.split_once("://")?.1.strip_prefix(host)?;
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let found = map.paths.at(path).ok()?;
    let index = found.value.iter().copied().find(|n| map.house.routes.table[*n].method == Method::Get)?;
    let params = found.params.iter().map(|(k, v)| (k.to_owned(), unescape(v))).collect();
    Some((index, Asked { method: "GET".into(), path: path.into(), query: query.into(), params, ..Asked::default() }))
}

fn face(headers: &HeaderMap, json_suffix: bool) -> Face {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or("");
    if json_suffix || accept.starts_with("application/json") {
        Face::Json
    } else if headers.contains_key("hx-request") && !headers.contains_key("hx-boosted") {
        Face::Fragment
    } else {
        Face::Page
    }
}

fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|c| c.trim().split_once('='))
}

fn manner(headers: &HeaderMap) -> Manner {
    let cookie = |name: &str| cookies(headers).find(|c| c.0 == name).map(|c| c.1.to_owned());
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or("");
    let lang = Lang::of(&cookie("lang").unwrap_or_else(|| accepted.to_owned()));
    Manner {
        lang,
        large: cookie("size").is_some_and(|s| s == "large"),
        said: cookie("said").filter(|s| !s.is_empty()).map(|s| unescape(&s)),
    }
}

fn credential(headers: &HeaderMap) -> Option<Credential> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).and_then(|v| v.strip_prefix("Bearer "));
    if let Some(token) = bearer {
        return Some(Credential::Token(vault::fingerprint(token.trim())));
    }
    cookies(headers).find(|c| c.0 == "linli").map(|c| Credential::Session(vault::fingerprint(c.1)))
}

/// Nothing may run or be styled but what the binary itself brings.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";

fn respond(finished: Finished) -> Response {
    let mut response = Response::new(Body::from(finished.body));
    *response.status_mut() = StatusCode::from_u16(finished.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.append(name, value);
        }
    };
    set("content-type", &finished.kind);
    if !finished.headers.iter().any(|h| h.0 == "cache-control") {
        set("cache-control", "no-store");
    }
    set("content-security-policy", POLICY);
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "same-origin");
    set("vary", "accept, hx-request");
    for (name, value) in &finished.headers {
        set(name, value);
    }
    response
}

fn asset(house: &House, name: &str, headers: &HeaderMap) -> Response {
    let Some((bytes, kind)) = house.product.asset(name) else {
        return respond(Finished { status: 404, kind: "text/plain".into(), headers: vec![], body: vec![], frame: None });
    };
    let tag = crate::reply::tag(&bytes);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()) == Some(tag.as_str());
    let mut response = Response::new(if known { Body::empty() } else { Body::from(bytes.into_owned()) });
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    // A service worker of ours stands among the assets and serves pages elsewhere; which, its page says.
    if name.ends_with("-worker.js") {
        response.headers_mut().insert("service-worker-allowed", HeaderValue::from_static("/"));
    }
    for (name, value) in [(header::CONTENT_TYPE, kind.as_str()), (header::ETAG, &tag), (header::CACHE_CONTROL, "public, max-age=3600")] {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// Serves until `stop` comes, then lets what runs finish.
pub async fn serve(house: Arc<House>, listener: tokio::net::TcpListener, stop: impl Future<Output = ()> + Send + 'static) -> Result<()> {
    axum::serve(listener, router(house)?).with_graceful_shutdown(stop).await?;
    Ok(())
}
