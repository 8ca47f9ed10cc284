//! The first start: no default password, but a one-time link by which the first account is made.

use super::{
    Account, NewAccount, password,
    session::{Pass, Session},
};
use crate::{
    orgs::{Kind, NewOrg, Org},
    rulebook::{self, keys},
};
use kernel::{Error, Id, Reader, Result, Steps, Writer, args, vault};
use schemars::JsonSchema;
use serde::Deserialize;

/// Who sets the house up, and what it is called.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct First {
    pub street: String,
    pub name: String,
    /// `officer` or `keeper`.
    pub role: String,
    pub login: String,
    pub password: String,
}

/// Whether nobody can sign in yet.
pub fn is_due(cx: &Reader) -> Result<bool> {
    let able: Option<Id> = cx.maybe("select id from {accounts} a where a.closed_at is null and a.password <> '' limit 1", args![])?;
    Ok(able.is_none())
}

/// Makes the link's token, in the place of an earlier one; `None` where somebody can sign in.
pub fn token(cx: &Writer) -> Result<Option<String>> {
    if !is_due(cx)? {
        return Ok(None);
    }
    let (id, token) = (cx.new_id(), vault::secret()?);
    let expires_at = cx.house().clock.after(rulebook::book(cx)?.at(cx.today()).get(keys::SETUP_VALID))?;
    cx.run("delete from {invitations} where role = 'setup' and used_at is null", args![])?;
    cx.run(
        "insert into {invitations} (id, path, fingerprint, name, role, made_at, expires_at) values ($1, '', $2, '', 'setup', $3, $4)",
        args![id, vault::fingerprint(&token), cx.now(), expires_at],
    )?;
    cx.note(id, "set-up link made");
    Ok(Some(token))
}

/// The link's row, while it can still be used.
pub fn check(cx: &Reader, token: &str) -> Result<Id> {
    let found: Option<Id> = cx.maybe(
        "select id from {invitations} i where i.fingerprint = $1 and i.role = 'setup' and i.used_at is null and i.expires_at > $2",
        args![vault::fingerprint(token), cx.now()],
    )?;
    match found {
        Some(id) if is_due(cx)? => Ok(id),
        _ => Err(spent()),
    }
}

impl First {
    /// Founds the street where there is none, makes the account and lets its owner in.
    pub fn set_up(self, cx: &Steps, token: &str) -> Result<Pass> {
        let link = check(cx, token)?;
        if !["officer", "keeper"].contains(&self.role.as_str()) {
            return Err(Error::field("role", "请选择您的角色。", "Choose your role."));
        }
        if self.name.trim().is_empty() {
            return Err(Error::field("name", "请填写姓名。", "Give your name."));
        }
        password::judge(cx, &self.password, &[&self.login, &self.name, &self.street])?;
        let hash = password::hash(&self.password)?;
        cx.write(move |w| {
            if w.run("update {invitations} set used_at = $1 where id = $2 and used_at is null", args![w.now(), link])? != 1 {
                return Err(spent());
            }
            let top = street(w, &self.street)?;
            let account = Account::open(
                w,
                NewAccount { login: self.login, name: self.name.trim().into(), role: self.role, path: top.path, person: None },
            )?;
            account.set_password(w, &hash)?;
            Session::begin(w, &account, false)
        })
    }
}

/// The top of the tree, founded as a working committee where the ledger is empty.
fn street(cx: &Writer, name: &str) -> Result<Org> {
    match Org::top(cx) {
        Err(Error::NotFound) => {}
        stands => return stands,
    }
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::field("street", "请填写街道名称，如“青龙街道”。", "Give the street's name, such as 青龙街道."));
    }
    let committee = Kind::WorkingCommittee.name().zh;
    let full = if name.ends_with(&*committee) { name.to_owned() } else { format!("{name}{committee}") };
    Org::found(cx, None, NewOrg { name: full, kind: Some(Kind::WorkingCommittee), ..NewOrg::default() })
}

fn spent() -> Error {
    Error::rule(
        "setup_spent",
        "这个首次设置链接已经用过或过期了。重新启动邻里会再印一个。",
        "This set-up link was used or has expired. Starting Linli again prints another.",
    )
}
