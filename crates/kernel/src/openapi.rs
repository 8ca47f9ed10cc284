//! The OpenAPI document, inferred from the route table and the page structs.

use crate::{house::House, routes::Routes};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value as Json, json};

pub fn document(routes: &Routes, title: &str, version: &str) -> Json {
    // OpenAPI 3.1 speaks JSON Schema as it is.
    let settings = SchemaSettings::draft2020_12().with(|s| s.definitions_path = "/components/schemas".into());
    let mut schemas = settings.into_generator();
    let mut paths = Map::new();
    for route in &routes.table {
        let mut operation = (route.describe)(&mut schemas);
        operation["summary"] = json!(route.summary);
        operation["tags"] = json!([route.module]);
        operation["operationId"] =
            json!(format!("{}{}", route.method.name().to_lowercase(), route.path.replace(['/', '{', '}', '-'], "_")));
        for name in variables(route.path) {
            if let Some(list) = operation["parameters"].as_array_mut() {
                list.push(json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
            }
        }
        let problem = json!({ "description": "What is wrong", "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } });
        operation["responses"]["default"] = problem;
        match route.permission {
            Some(permission) => {
                operation["x-permission"] = json!(permission);
                operation["security"] = json!([{ "token": [] }, { "session": [] }]);
            }
            None => operation["security"] = json!([]),
        }
        let entry = paths.entry(route.path).or_insert_with(|| json!({}));
        entry[route.method.name().to_lowercase()] = operation;
    }
    let mut components: Map<String, Json> = schemas.take_definitions(true);
    components.insert("Problem".into(), json!({ "type": "object", "required": ["code", "status", "detail"], "properties": {
        "type": { "type": "string" }, "code": { "type": "string" }, "status": { "type": "integer" }, "detail": { "type": "string" },
        "errors": { "type": "array", "items": { "type": "object", "properties": { "field": { "type": "string" }, "zh": { "type": "string" }, "en": { "type": "string" } } } },
        "wait": { "type": "integer", "description": "seconds" } } }));
    json!({
        "openapi": "3.1.0",
        "info": { "title": title, "version": version, "license": { "name": "Apache-2.0" }, "description": "Every page answers as JSON with `Accept: application/json` or the suffix `.json`." },
        "paths": paths,
        "components": { "schemas": components, "securitySchemes": { "token": { "type": "http", "scheme": "bearer" }, "session": { "type": "apiKey", "in": "cookie", "name": "linli" } } },
    })
}

fn variables(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|p| p.split('}').next()).collect()
}

impl House {
    pub fn openapi(&self) -> Json {
        document(&self.routes, "Linli 邻里", env!("CARGO_PKG_VERSION"))
    }
}
