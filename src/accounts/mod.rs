//! Who can come in: accounts, each a role on a subtree; sessions, second factors, tokens, invitations.
//! Officers and keepers invite and look after accounts within their scope, giving only roles that
//! theirs may give; everybody looks after their own account.

mod account;
pub mod cli;
mod gate;
mod invitation;
mod pages;
mod password;
mod session;
mod setup;
#[cfg(test)]
mod tests;
mod token;
mod totp;

pub use account::{Account, NewAccount};
pub use gate::Gate;
pub use invitation::{Guest, Handed as InvitationLink, Invitation};
pub use pages::invite::Invited;

use kernel::{Module, Routes, Table, permission};
use pages::{door, invite, manage, own};

permission! {
    pub Look = "accounts.manage", Reader;
    pub Manage = "accounts.manage", Writer;
    /// Typesetting slips.
    pub Print = "accounts.manage", Steps;
    pub Own = "accounts.self", Reader;
    pub OwnActs = "accounts.self", Writer;
    /// Changing the password: hashing is slow on purpose.
    pub OwnPassword = "accounts.self", Steps;
}

pub const MODULE: Module = Module {
    name: "accounts",
    tables: &[
        Table::tenant("accounts").by_path(),
        Table::tenant("sessions"),
        Table::tenant("tokens"),
        Table::tenant("invitations").by_path(),
    ],
    routes,
    jobs: &[],
};

fn routes(r: Routes) -> Routes {
    r.public_get("/sign-in", "Sign in: the next step of it", door::show)
        .public_post("/sign-in", "Sign in with name and password", door::sign_in)
        .public_post("/sign-in/code", "Sign in: the code of the second factor", door::give_code)
        .public_post("/sign-in/second-factor", "Sign in: set up the second factor that staff need", door::enrol)
        .public_post("/sign-out", "Sign out", door::sign_out)
        .public_post("/manner", "Language and size of type", door::manner)
        .public_get("/setup/{token}", "First set-up", door::show_setup)
        .public_post("/setup/{token}", "Make the first account", door::set_up)
        .public_get("/invitation/{token}", "An invitation", door::show_invitation)
        .public_post("/invitation/{token}", "Answer an invitation", door::accept)
        .get("/account", "My account", own::show)
        .post("/account/password", "Change my password", own::change_password)
        .post("/account/sessions/ending", "Sign out everywhere else", own::end_others)
        .get("/account/second-factor", "My second factor", own::second_factor)
        .post("/account/second-factor", "Set up my second factor", own::enrol)
        .get("/account/tokens", "My tokens for programs", own::tokens)
        .post("/account/tokens", "Make a token", own::make_token)
        .post("/account/tokens/{id}/revocation", "Revoke a token", own::revoke_token)
        .get("/accounts", "List accounts", manage::list)
        .get("/accounts/{id}", "An account", manage::show)
        .post("/accounts/{id}", "Change an account's role and organisation", manage::change)
        .post("/accounts/{id}/closing", "Close an account", manage::close)
        .post("/accounts/{id}/reset", "Invite again to choose a password", manage::reset)
        .post("/accounts/{id}/second-factor/removal", "Remove a lost second factor", manage::remove_second_factor)
        .get("/invitations/new", "Invite somebody", invite::form)
        .post("/invitations", "Make an invitation", invite::one)
        .post("/invitations/members", "Invite all members of an organisation", invite::members)
        .post("/invitations/slips", "Slips to print", invite::slips)
        .post("/invitations/slips/pdf", "Slips as PDF", invite::slips_pdf)
}
