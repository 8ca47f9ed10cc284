//! The pages of accounts: at the door, one's own, and those of who looks after others'.

pub mod door;
pub mod invite;
pub mod manage;
pub mod own;

use super::session::{Need, Pass};
use crate::policy;
use kernel::{Acted, Done, House, Reply, Result, see};

/// A path of this house, or nothing: a link from outside leads nowhere else.
fn own_path(typed: &str) -> Option<&str> {
    let own = typed.starts_with('/') && !typed.starts_with("//") && !typed.contains('\\') && !typed.chars().any(char::is_control);
    own.then_some(typed)
}

/// Where a role begins, as far as the house has that page.
fn home(house: &House, role: &str) -> &'static str {
    let home = policy::home(role);
    if house.routes.table.iter().any(|r| r.path == home) { home } else { "/account" }
}

/// Hands the cookie over and leads to the next step, or in.
fn let_in(house: &House, pass: &Pass, base: &str, next: &str) -> Acted {
    let next = own_path(next).filter(|n| *n != "/");
    let to = match pass.needs {
        Need::Nothing => next.unwrap_or_else(|| home(house, &pass.account.role)).to_owned(),
        _ => format!("/sign-in?next={}", kernel::escape(next.unwrap_or("/"))),
    };
    with_cookie(see(to), pass.cookie(base))
}

fn with_cookie(acted: Acted, cookie: String) -> Result<Reply<Done>> {
    acted.map(|reply| reply.cookie(cookie))
}

/// The first day of a stamp, as it is shown.
fn day_of(stamp: &str) -> String {
    stamp.get(..10).and_then(|d| d.parse().ok()).map(crate::ui::day).unwrap_or_default()
}
