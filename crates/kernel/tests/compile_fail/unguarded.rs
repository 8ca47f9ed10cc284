//! A handler that takes no `Cx` of a permission is not a handler.
use kernel::{Reply, Result, Routes, Done};

fn open_to_all() -> Result<Reply<Done>> {
    kernel::see("/")
}

fn main() {
    let _ = Routes::default().get("/leak", "Leak", open_to_all);
}
