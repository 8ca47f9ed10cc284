use super::{View, operation::Operation};
use askama::Template;
use kernel::{Cx, Page, Reply, Result, t};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "api/list.html")]
pub struct OperationList {
    pub modules: Vec<OfModule>,
}

#[derive(Serialize, JsonSchema)]
pub struct OfModule {
    pub name: String,
    pub operations: Vec<Operation>,
}

impl Page for OperationList {
    fn title(&self) -> String {
        t("程序接口", "What programs can ask").into()
    }
}

pub fn list(cx: &Cx<View>) -> Result<Reply<OperationList>> {
    let mut modules: Vec<OfModule> = vec![];
    for operation in Operation::all(&cx.house().openapi()) {
        match modules.iter_mut().find(|m| m.name == operation.module) {
            Some(module) => module.operations.push(operation),
            None => modules.push(OfModule { name: operation.module.clone(), operations: vec![operation] }),
        }
    }
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    Reply::show(OperationList { modules })
}
