//! An account: a role on the subtree of an organisation, for a member or somebody else.

use crate::{orgs::Org, policy};
use kernel::{Error, Id, Noun, Reader, Result, Writer, args};
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
    pub closed_at: Option<String>,
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

/// A line of the list of accounts.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    pub id: Id,
    pub path: String,
    pub name: String,
    pub login: String,
    pub role: String,
    pub org: String,
    /// Day of the last sign-in or act; empty where there was none.
    pub seen_on: String,
    pub has_password: bool,
    pub has_second_factor: bool,
    pub closed_at: Option<String>,
}

/// Which accounts to list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Wanted {
    /// Part of the name or of the login name.
    pub q: String,
    pub role: String,
    /// The id after which the list goes on.
    pub after: String,
}

const LISTED: &str = "a.id, a.path, a.name, a.login, a.role, coalesce(o.name, '') as org, \
     substr(coalesce((select max(s.seen_at) from {sessions} s where s.account = a.id), a.signed_in_at, ''), 1, 10) as seen_on, \
     case when a.password = '' then 0 else 1 end as has_password, case when a.totp is null then 0 else 1 end as has_second_factor, a.closed_at \
     from {accounts} a left join {orgs} o on o.tenant = a.tenant and o.path = a.path";

impl Account {
    pub fn open(cx: &Writer, new: NewAccount) -> Result<Account> {
        let id = cx.new_id();
        let login = login_of(&new.login)?;
        free(cx, &login)?;
        cx.run(
            "insert into {accounts} (id, path, login, name, role, person, password, totp_step, fails, wait_until, made_at) values ($1, $2, $3, $4, $5, $6, '', 0, 0, '', $7)",
            args![id, &new.path, &login, &new.name, &new.role, new.person, cx.now()],
        )?;
        cx.note(id, format!("account {login} {}", new.role));
        cx.find(id)
    }

    /// The account that asks, whatever the scope it looks at others with.
    pub fn own(cx: &Reader) -> Result<Account> {
        cx.beyond_scope("everybody knows their own account").find(cx.actor().account.ok_or(Error::SignIn)?)
    }

    pub fn named(cx: &Reader, login: &str) -> Result<Option<Account>> {
        cx.maybe("select * from {accounts} a where a.login = $1 and a.closed_at is null", args![login.trim().to_lowercase()])
    }

    /// One page of the accounts that the caller looks after, in the order of the organisations; one
    /// more than `most` says that there are others behind.
    pub fn listed(cx: &Reader, wanted: &Wanted, most: usize) -> Result<Vec<Listed>> {
        let part = format!("%{}%", wanted.q.trim().to_lowercase().replace(['%', '_'], ""));
        let behind = match wanted.after.parse::<Id>() {
            Ok(id) => cx.find::<Account>(id).map(|a| (a.path, a.name, a.id))?,
            Err(_) => (String::new(), String::new(), Id::NIL),
        };
        cx.all(
            &format!("select {LISTED} where (lower(a.name) like $1 or a.login like $1) and ($2 = '' or a.role = $2) and (a.path, a.name, a.id) > ($3, $4, $5) order by a.path, a.name, a.id limit $6"),
            args![part, &wanted.role, behind.0, behind.1, behind.2, most + 1],
        )
    }

    pub fn line(cx: &Reader, id: Id) -> Result<Listed> {
        cx.one(&format!("select {LISTED} where a.id = $1"), args![id])
    }

    /// Gives the account another role or organisation; what it has open ends, so that it begins anew.
    pub fn change(&self, cx: &Writer, role: &str, org: &Org) -> Result<()> {
        self.may_be_changed(cx)?;
        may_give(cx, role)?;
        if role != self.role && (policy::is_personal(role) || policy::is_personal(&self.role)) {
            return Err(Error::field(
                "role",
                "党员本人的账号只能由本人的邀请开通。",
                "A member's own account comes from the member's invitation only.",
            ));
        }
        cx.run_one("update {accounts} set role = $1, path = $2 where id = $3", args![role, &org.path, self.id])?;
        self.end_all(cx)?;
        cx.note(self.id, format!("{} became {role} of {}", self.login, org.name));
        Ok(())
    }

    /// The open accounts of a person, or of a unit.
    pub fn of_person(cx: &Reader, person: Id) -> Result<Vec<Account>> {
        cx.all("select * from {accounts} a where a.person = $1 and a.closed_at is null order by a.login", args![person])
    }

    pub fn close(&self, cx: &Writer) -> Result<()> {
        self.may_be_changed(cx)?;
        self.end(cx)
    }

    /// Its owner left what the account is for: whoever records that closes it too.
    pub fn end(&self, cx: &Writer) -> Result<()> {
        cx.run_one(
            "update {accounts} set closed_at = $1, password = '', totp = null where id = $2 and closed_at is null",
            args![cx.now(), self.id],
        )?;
        self.end_all(cx)?;
        cx.note(self.id, format!("closed {}", self.login));
        Ok(())
    }

    /// Ends every session and token.
    pub fn end_all(&self, cx: &Writer) -> Result<()> {
        cx.run("delete from {sessions} where account = $1", args![self.id])?;
        cx.run("update {tokens} set revoked_at = $1 where account = $2 and revoked_at is null", args![cx.now(), self.id])?;
        Ok(())
    }

    /// Nobody changes their own account's rights, and nobody those of a role that theirs may not give.
    pub fn may_be_changed(&self, cx: &Reader) -> Result<()> {
        if cx.actor().account == Some(self.id) {
            return Err(Error::rule("own_account", "自己的账号要由别人来改。", "Your own account is changed by somebody else."));
        }
        may_give(cx, &self.role)
    }
}

/// Refuses a role that the actor's may not give. The system, at the command line, gives all.
pub fn may_give(cx: &Reader, role: &str) -> Result<()> {
    let actor = cx.actor();
    if actor.role == "system" {
        return Ok(());
    }
    may_give_any(cx)?;
    if !policy::gives(&actor.role).contains(&role) {
        return Err(Error::rule(
            "role_not_yours_to_give",
            "您的角色不能管理这种账号。",
            "Your role may not look after accounts of this kind.",
        ));
    }
    Ok(())
}

/// Refuses a limited token, which gives rights to nobody.
pub fn may_give_any(cx: &Reader) -> Result<()> {
    if cx.actor().only.is_some() {
        return Err(Error::rule("limited_token", "受限的令牌不能给别人开权限。", "A limited token cannot give rights to others."));
    }
    Ok(())
}

/// A login name as it is kept: small letters, no blanks.
fn login_of(typed: &str) -> Result<String> {
    let login = typed.trim().to_lowercase();
    if login.is_empty() {
        return Err(Error::field("login", "请填写账号名。", "Choose a login name."));
    }
    if login.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(Error::field("login", "账号名里不能有空格。", "A login name has no blanks."));
    }
    Ok(login)
}

fn free(cx: &Reader, login: &str) -> Result<()> {
    let taken: Option<Id> = cx
        .beyond_scope("a login name is used once in the whole house")
        .maybe("select id from {accounts} a where a.login = $1", args![login])?;
    match taken {
        None => Ok(()),
        Some(_) => Err(Error::field("login", "这个账号名已经有人用了，请换一个。", "This login name is taken, choose another.")),
    }
}

/// A login name to propose: the name in pinyin, with a number where that is taken.
pub fn propose_login(cx: &Reader, name: &str) -> Result<String> {
    use pinyin::ToPinyin;
    let plain: String = name.chars().map(|c| c.to_pinyin().map_or(c.to_lowercase().to_string(), |p| p.plain().to_owned())).collect();
    let plain: String = plain.chars().filter(char::is_ascii_alphanumeric).collect();
    let base = if plain.is_empty() { "user".to_owned() } else { plain };
    let taken: Vec<String> = cx
        .beyond_scope("a login name is used once in the whole house")
        .all("select login from {accounts} a where a.login like $1", args![format!("{base}%")])?;
    let numbered = (2..).map(|n| format!("{base}{n}"));
    Ok(std::iter::once(base.clone()).chain(numbered).find(|l| !taken.contains(l)).unwrap_or(base))
}
