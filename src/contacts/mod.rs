//! x
use kernel::{Module, Routes};
pub const MODULE: Module = Module { name: "contacts", tables: &[], routes, jobs: &[] };
fn routes(r: Routes) -> Routes {
    r
}
