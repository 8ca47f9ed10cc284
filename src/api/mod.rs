//! What programs can ask: the OpenAPI document (`/openapi.json`, inferred from the routes by the
//! kernel) as a page for people. Whoever has an account may read it.

mod operation;
mod pages;
#[cfg(test)]
mod tests;

use kernel::{Module, Routes, permission};

permission! {
    pub View = "api.view", Reader;
}

pub const MODULE: Module = Module { name: "api", tables: &[], routes, jobs: &[] };

fn routes(r: Routes) -> Routes {
    r.get("/openapi", "What programs can ask", pages::list)
}
