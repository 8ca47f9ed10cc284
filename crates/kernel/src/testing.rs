//! Asking the real router as a person or a program would, without a socket.

use crate::{error::Result, house::House, server};
use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use http_body_util::BodyExt;
use std::sync::Arc;
use tower::ServiceExt;

/// Somebody at the door, with the cookie or token they carry.
#[derive(Clone)]
pub struct Asker {
    router: Router,
    headers: Vec<(String, String)>,
}

#[derive(Debug)]
pub struct Answered {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub bytes: Vec<u8>,
}

impl Answered {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or(serde_json::Value::Null)
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|h| h.0 == name).map_or("", |h| h.1.as_str())
    }
    /// Where it leads to.
    pub fn location(&self) -> &str {
        self.header("location")
    }
    /// The value of a cookie it sets.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let start = format!("{name}=");
        self.headers
            .iter()
            .filter(|h| h.0 == "set-cookie")
            .find_map(|h| h.1.strip_prefix(&start))
            .map(|v| v.split(';').next().unwrap_or("").to_owned())
    }
}

impl Asker {
    pub fn new(house: &Arc<House>) -> Result<Asker> {
        Ok(Asker { router: server::router(house.clone())?, headers: vec![("host".into(), "linli.test".into())] })
    }
    /// The same asker, carrying this header with every request.
    pub fn with(&self, name: &str, value: &str) -> Asker {
        let mut asker = self.clone();
        asker.headers.retain(|h| h.0 != name);
        asker.headers.push((name.into(), value.into()));
        asker
    }
    pub fn get(&self, path: &str) -> Answered {
        self.ask("GET", path, "", vec![])
    }
    pub fn get_json(&self, path: &str) -> Answered {
        self.with("accept", "application/json").get(path)
    }
    /// Posts a form as a browser does; `Referer` is the page that it stood on.
    pub fn post(&self, path: &str, form: &[(&str, &str)]) -> Answered {
        let body = serde_html_form::to_string(form).unwrap_or_default();
        self.ask("POST", path, "application/x-www-form-urlencoded", body.into_bytes())
    }
    pub fn post_json(&self, path: &str, body: serde_json::Value) -> Answered {
        self.with("accept", "application/json").ask("POST", path, "application/json", body.to_string().into_bytes())
    }
    /// Uploads files as a browser does.
    pub fn upload(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answered {
        const EDGE: &str = "linli-test-edge";
        let mut body = vec![];
        for (name, value) in fields {
            body.extend_from_slice(format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes());
        }
        for (name, bytes) in files {
            body.extend_from_slice(
                format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n").as_bytes(),
            );
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{EDGE}--\r\n").as_bytes());
        self.ask("POST", path, &format!("multipart/form-data; boundary={EDGE}"), body)
    }
    pub fn ask(&self, method: &str, path: &str, content_type: &str, body: Vec<u8>) -> Answered {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if !content_type.is_empty() {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        let failed = |why: String| Answered { status: 0, headers: vec![], bytes: why.into_bytes() };
        let request = match request.body(Body::from(body)) {
            Ok(request) => request,
            Err(e) => return failed(e.to_string()),
        };
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(e) => return failed(e.to_string()),
        };
        runtime.block_on(async {
            let response = match self.router.clone().oneshot(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            let (parts, body) = response.into_parts();
            let headers = parts.headers.iter().map(|(k, v)| (k.to_string(), String::from_utf8_lossy(v.as_bytes()).into_owned())).collect();
            let bytes = body.collect().await.map(|b| b.to_bytes().to_vec()).unwrap_or_default();
            Answered { status: parts.status.as_u16(), headers, bytes }
        })
    }
}

/// Makes an empty database on the server of `url` and answers its URL.
pub fn fresh_database(url: &str) -> Result<String> {
    let name = format!("linli_{}", crate::vault::secret()?);
    let mut admin = postgres::Client::connect(url, postgres::NoTls)?;
    admin.batch_execute(&format!("create database {name}"))?;
    let (server, _) = url.rsplit_once('/').unwrap_or((url, ""));
    Ok(format!("{server}/{name}"))
}
