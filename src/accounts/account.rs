//! An account: a role on the subtree of an organisation, for a member or somebody else.

use kernel::{Id, Noun, Result, Writer, args, vault};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Account {
    pub id: Id,
    pub path: String,
    pub login: String,
    pub name: String,
    pub role: String,
    pub person: Option<Id>,
}
impl Noun for Account {
    const TABLE: &'static str = "accounts";
}

/// What is needed to open an account. Without a password it is entered by invitation or token only.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub login: String,
    pub name: String,
    pub role: String,
    pub path: String,
    pub person: Option<Id>,
}

impl Account {
    pub fn open(cx: &Writer, new: NewAccount) -> Result<Account> {
        let id = cx.new_id();
        cx.run(
            "insert into {accounts} (id, path, login, name, role, person, password, totp_step, fails, wait_until, made_at) values ($1, $2, $3, $4, $5, $6, '', 0, 0, '', $7)",
            args![id, &new.path, &new.login, &new.name, &new.role, new.person, cx.now()],
        )?;
        cx.note(id, format!("account {} {}", new.login, new.role));
        cx.find(id)
    }

    /// A bearer token with all or some of the account's permissions; shown once.
    pub fn token(&self, cx: &Writer, name: &str, permissions: &[String], expires_on: &str) -> Result<String> {
        let secret = vault::secret()?;
        cx.run(
            "insert into {tokens} (id, fingerprint, account, name, permissions, made_at, expires_on) values ($1, $2, $3, $4, $5, $6, $7)",
            args![cx.new_id(), vault::fingerprint(&secret), self.id, name, permissions.join(" "), cx.now(), expires_on],
        )?;
        cx.note(self.id, format!("token {name}"));
        Ok(secret)
    }
}
