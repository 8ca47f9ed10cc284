//! A GET takes no permission that opens a writer.
use kernel::{Acted, Cx, Routes, permission};

permission! { pub Edit = "things.edit", Writer; }

fn show(_: &Cx<Edit>) -> Acted {
    kernel::see("/")
}

fn main() {
    let _ = Routes::default().get("/things", "Show", show);
}
