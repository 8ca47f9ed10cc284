//! What a request brings: its path, query, form or JSON body, and files. The same type either way.

use crate::{
    error::{Error, FieldError, Result},
    house::Credential,
    speak::Text,
    value::Id,
};
use schemars::{JsonSchema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use std::str::FromStr;

/// A request, gathered before any work begins.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub method: String,
    pub path: String,
    pub params: Vec<(String, String)>,
    pub query: String,
    pub body: bytes::Bytes,
    pub content_type: String,
    pub files: Vec<Uploaded>,
    pub fields: Vec<(String, String)>,
    /// The client's address as the trusted proxy gives it, for waits after failed sign-ins.
    pub from: String,
    pub host: String,
    /// What proves who sends it, where something does.
    pub credential: Option<Credential>,
}

#[derive(Clone, Debug)]
pub struct Uploaded {
    pub name: String,
    pub bytes: bytes::Bytes,
}

/// An argument of a handler, taken from the request.
pub trait Extract: Sized {
    /// Megabytes that the body may have.
    const BODY: usize = 1;
    const MULTIPART: bool = false;
    fn extract(asked: &Asked) -> Result<Self>;
    /// Adds itself to an OpenAPI operation.
    fn describe(operation: &mut Json, schemas: &mut SchemaGenerator);
}

/// The variable parts of the path, in order. One that does not parse is a page that does not exist.
#[derive(Debug)]
pub struct Path<T>(pub T);
/// The query string, as a struct.
#[derive(Debug)]
pub struct Query<T>(pub T);
/// The body: a form or JSON.
#[derive(Debug)]
pub struct Input<T>(pub T);
/// Files of a multipart form, with its other fields as a struct; JSON has them as `{"files": [{"name", "base64"}]}`.
#[derive(Debug)]
pub struct Upload<T> {
    pub files: Vec<Uploaded>,
    pub fields: T,
}
/// The request itself, where a handler must know the host, the address or the session.
#[derive(Debug)]
pub struct Origin {
    /// `http://host`, for links that leave the page: invitations, QR codes.
    pub base: String,
    pub from: String,
    pub credential: Option<Credential>,
}

macro_rules! path {
    ($($type:ident),+) => {
        #[allow(non_snake_case)]
        impl<$($type: FromStr),+> Extract for Path<($($type,)+)> {
            fn extract(asked: &Asked) -> Result<Self> {
                let mut values = asked.params.iter().map(|p| p.1.as_str());
                $( let $type = values.next().and_then(|v| v.parse::<$type>().ok()).ok_or(Error::NotFound)?; )+
                Ok(Path(($($type,)+)))
            }
            fn describe(_: &mut Json, _: &mut SchemaGenerator) {}
        }
    };
}
path!(A);
path!(A, B);
path!(A, B, C);

macro_rules! single {
    ($($type:ty),+) => { $(
        impl Extract for Path<$type> {
            fn extract(asked: &Asked) -> Result<Self> {
                Path::<($type,)>::extract(asked).map(|Path((v,))| Path(v))
            }
            fn describe(_: &mut Json, _: &mut SchemaGenerator) {}
        }
    )+ };
}
single!(Id, String, i64, jiff::civil::Date);

impl<T: DeserializeOwned + JsonSchema> Extract for Query<T> {
    fn extract(asked: &Asked) -> Result<Self> {
        form(asked.query.as_bytes()).map(Query)
    }
    fn describe(operation: &mut Json, schemas: &mut SchemaGenerator) {
        let schema = T::json_schema(schemas).to_value();
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        let parameters = schema["properties"].as_object().cloned().unwrap_or_default();
        let Some(list) = operation["parameters"].as_array_mut() else { return };
        for (name, schema) in parameters {
            list.push(json!({ "name": name, "in": "query", "required": required.contains(&json!(name)), "schema": schema }));
        }
    }
}

impl<T: DeserializeOwned + JsonSchema> Extract for Input<T> {
    fn extract(asked: &Asked) -> Result<Self> {
        if asked.content_type.starts_with("application/json") {
            let de = &mut serde_json::Deserializer::from_slice(&asked.body);
            return T::deserialize(de).map(Input).map_err(|e| unreadable(&e.to_string()));
        }
        if asked.content_type.starts_with("multipart/form-data") {
            let pairs: Vec<_> = asked.fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            let text = serde_html_form::to_string(pairs).map_err(|e| unreadable(&e.to_string()))?;
            return form(text.as_bytes()).map(Input);
        }
        form(&asked.body).map(Input)
    }
    fn describe(operation: &mut Json, schemas: &mut SchemaGenerator) {
        let schema = schemas.subschema_for::<T>().to_value();
        operation["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": schema }, "application/x-www-form-urlencoded": { "schema": schema } } });
    }
}

#[derive(serde::Deserialize)]
struct JsonFile {
    name: String,
    base64: String,
}

impl<T: DeserializeOwned + JsonSchema> Extract for Upload<T> {
    const BODY: usize = 192;
    const MULTIPART: bool = true;
    fn extract(asked: &Asked) -> Result<Self> {
        if !asked.content_type.starts_with("application/json") {
            return Ok(Upload { files: asked.files.clone(), fields: Input::extract(asked)?.0 });
        }
        use base64::Engine;
        let mut json: Json = serde_json::from_slice(&asked.body).map_err(|e| unreadable(&e.to_string()))?;
        let listed: Vec<JsonFile> = serde_json::from_value(json["files"].take()).map_err(|e| unreadable(&e.to_string()))?;
        let mut files = vec![];
        for file in listed {
            let bytes = base64::engine::general_purpose::STANDARD.decode(&file.base64).map_err(|e| unreadable(&e.to_string()))?;
            files.push(Uploaded { name: file.name, bytes: bytes.into() });
        }
        if let Some(object) = json.as_object_mut() {
            object.remove("files");
        }
        let fields = serde_json::from_value(json).map_err(|e| unreadable(&e.to_string()))?;
        Ok(Upload { files, fields })
    }
    fn describe(operation: &mut Json, schemas: &mut SchemaGenerator) {
        let fields = schemas.subschema_for::<T>().to_value();
        let file = json!({ "type": "object", "required": ["name", "base64"], "properties": { "name": { "type": "string" }, "base64": { "type": "string", "contentEncoding": "base64" } } });
        operation["requestBody"] = json!({ "required": true, "content": {
            "multipart/form-data": { "schema": { "allOf": [fields, { "type": "object", "properties": { "files": { "type": "array", "items": { "type": "string", "format": "binary" } } } }] } },
            "application/json": { "schema": { "allOf": [fields, { "type": "object", "properties": { "files": { "type": "array", "items": file } } }] } },
        } });
    }
}

impl Extract for Origin {
    fn extract(asked: &Asked) -> Result<Self> {
        Ok(Origin { base: asked.host.clone(), from: asked.from.clone(), credential: asked.credential.clone() })
    }
    fn describe(_: &mut Json, _: &mut SchemaGenerator) {}
}

/// Nothing at all, as the fields of an upload without any.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, JsonSchema)]
pub struct Nothing {}

fn form<T: DeserializeOwned>(text: &[u8]) -> Result<T> {
    serde_html_form::from_bytes(text).map_err(|e| unreadable(&e.to_string()))
}

/// serde names the field in backquotes where it knows it.
fn unreadable(why: &str) -> Error {
    let field = why.split('`').nth(1).unwrap_or("").to_owned();
    let text = if why.contains("missing field") {
        Text::new(format!("缺少“{field}”。"), format!("“{field}” is missing."))
    } else {
        Text::new(format!("输入无法读取：{why}"), format!("The input cannot be read: {why}"))
    };
    Error::Invalid(vec![FieldError { field, text }])
}
