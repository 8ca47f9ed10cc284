//! One line of the OpenAPI document, as people read it.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;

#[derive(Serialize, JsonSchema)]
pub struct Operation {
    /// The capability it belongs to.
    pub module: String,
    pub method: String,
    pub path: String,
    pub summary: String,
    /// None where it is open to all.
    pub permission: Option<String>,
    pub takes: Vec<Field>,
    pub gives: Vec<Field>,
}

#[derive(Serialize, JsonSchema)]
pub struct Field {
    pub name: String,
    /// `string`, `integer`, `[Line]`, or the name of a schema of the document.
    pub kind: String,
    pub required: bool,
    pub note: String,
}

impl Operation {
    /// All operations of a document, in its order.
    pub fn all(document: &Json) -> Vec<Operation> {
        let paths = document["paths"].as_object().into_iter().flatten();
        let each = |(path, methods): (&String, &Json)| {
            let methods = methods.as_object().cloned().unwrap_or_default();
            methods.into_iter().map(|(method, said)| Operation::of(document, path, &method, &said)).collect::<Vec<_>>()
        };
        paths.flat_map(each).collect()
    }

    fn of(document: &Json, path: &str, method: &str, said: &Json) -> Operation {
        let mut takes: Vec<Field> = said["parameters"].as_array().into_iter().flatten().map(Field::parameter).collect();
        takes.extend(Field::of_schema(document, &said["requestBody"]["content"]["application/json"]["schema"]));
        Operation {
            module: text(&said["tags"][0]),
            method: method.to_uppercase(),
            path: path.to_owned(),
            summary: text(&said["summary"]),
            permission: said["x-permission"].as_str().map(str::to_owned),
            takes,
            gives: Field::of_schema(document, &said["responses"]["200"]["content"]["application/json"]["schema"]),
        }
    }

    /// The place of the operation on the page.
    pub fn anchor(&self) -> String {
        format!("{}{}", self.method.to_lowercase(), self.path.replace(['/', '{', '}'], "-"))
    }
}

impl Field {
    fn parameter(said: &Json) -> Field {
        Field {
            name: text(&said["name"]),
            kind: kind(&said["schema"]),
            required: said["required"] == true,
            note: text(&said["schema"]["description"]),
        }
    }

    fn of_schema(document: &Json, schema: &Json) -> Vec<Field> {
        if let Some(parts) = schema["allOf"].as_array() {
            return parts.iter().flat_map(|part| Field::of_schema(document, part)).collect();
        }
        let schema = schema["$ref"].as_str().map_or(schema, |name| named(document, name));
        let required = |name: &str| schema["required"].as_array().is_some_and(|list| list.iter().any(|r| r == name));
        let field = |(name, said): (&String, &Json)| Field {
            name: name.clone(),
            kind: kind(said),
            required: required(name),
            note: text(&said["description"]),
        };
        schema["properties"].as_object().into_iter().flatten().map(field).collect()
    }
}

fn named<'d>(document: &'d Json, reference: &str) -> &'d Json {
    document.pointer(reference.trim_start_matches('#')).unwrap_or(&Json::Null)
}

fn kind(schema: &Json) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        return choices.iter().map(kind).collect::<Vec<_>>().join(" | ");
    }
    match &schema["type"] {
        Json::String(kind) if kind == "array" => format!("[{}]", self::kind(&schema["items"])),
        Json::String(kind) => kind.clone(),
        Json::Array(kinds) => kinds.iter().map(text).collect::<Vec<_>>().join(" | "),
        _ => String::new(),
    }
}

fn text(said: &Json) -> String {
    said.as_str().unwrap_or_default().to_owned()
}
