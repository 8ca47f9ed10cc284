//! A permission that only reads brings no writing verb.
use kernel::{Acted, Cx, Routes, args, permission};

permission! { pub View = "things.view", Reader; }

fn change(cx: &Cx<View>) -> Acted {
    cx.run("delete from {things} where 1 = 1", args![])?;
    kernel::see("/")
}

fn main() {
    let _ = Routes::default().post("/things", "Change", change);
}
