//! A bearer token for programs: some of its account's permissions, until a day.

use super::Account;
use crate::{policy, rulebook};
use jiff::civil::Date;
use kernel::{Error, Id, Reader, Result, Writer, args, vault};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Token {
    pub id: Id,
    pub name: String,
    pub permissions: String,
    pub made_at: String,
    pub expires_on: String,
    pub revoked_at: Option<String>,
}

/// What somebody asks for when they make a token of their own.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NewToken {
    pub name: String,
    pub expires_on: String,
    pub permissions: Vec<String>,
}

impl Account {
    /// A bearer token with all (an empty list) or some of the account's permissions; shown once.
    pub fn token(&self, cx: &Writer, name: &str, permissions: &[String], expires_on: &str) -> Result<String> {
        let secret = vault::secret()?;
        cx.run(
            "insert into {tokens} (id, fingerprint, account, name, permissions, made_at, expires_on) values ($1, $2, $3, $4, $5, $6, $7)",
            args![cx.new_id(), vault::fingerprint(&secret), self.id, name, permissions.join(" "), cx.now(), expires_on],
        )?;
        cx.note(self.id, format!("token {name}"));
        Ok(secret)
    }

    pub fn tokens(&self, cx: &Reader) -> Result<Vec<Token>> {
        cx.all(
            "select id, name, permissions, made_at, expires_on, revoked_at from {tokens} k where k.account = $1 order by k.id desc",
            args![self.id],
        )
    }
}

impl NewToken {
    /// Makes it for the account that asks: never more than it may itself, never longer than the rule.
    pub fn make(&self, cx: &Writer) -> Result<String> {
        let name = self.name.trim();
        if name.is_empty() {
            return Err(Error::field("name", "请写明这个令牌给什么程序用。", "Say which program the token is for."));
        }
        let last = last_day(cx)?;
        let day: Option<Date> = self.expires_on.parse().ok();
        let Some(day) = day.filter(|d| (cx.today()..=last).contains(d)) else {
            return Err(Error::field("expires_on", format!("请选 {last} 以前的日期。"), format!("Choose a day up to {last}.")));
        };
        if self.permissions.is_empty() || self.permissions.iter().any(|p| !cx.may(p)) {
            return Err(Error::field(
                "permissions",
                "请选至少一项，且只能选自己有的权限。",
                "Choose at least one, and only permissions you have yourself.",
            ));
        }
        Account::own(cx)?.token(cx, name, &self.permissions, &day.to_string())
    }
}

impl Token {
    pub fn revoke(cx: &Writer, id: Id) -> Result<()> {
        let own = Account::own(cx)?;
        cx.run_one(
            "update {tokens} set revoked_at = $1 where id = $2 and account = $3 and revoked_at is null",
            args![cx.now(), id, own.id],
        )?;
        cx.note(own.id, format!("token {id} revoked"));
        Ok(())
    }
}

/// The permissions that the caller may put into a token.
pub fn grantable(cx: &Reader) -> Vec<&'static str> {
    policy::permissions().map(|p| p.0).filter(|p| cx.may(p)).collect()
}

/// The last day on which a token made today may still be good.
pub fn last_day(cx: &Reader) -> Result<Date> {
    let valid = rulebook::book(cx)?.at(cx.today()).get(rulebook::keys::TOKEN_VALID);
    Ok(cx.today().checked_add(valid)?)
}
