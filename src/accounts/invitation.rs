//! An invitation: a one-time link by which somebody makes their account, or chooses a new password
//! for the one they have. Only its fingerprint is kept; the link is shown once.

use super::{
    Account, NewAccount, account, password,
    session::{Pass, Session},
};
use crate::{
    orgs::Org,
    rulebook::{self, keys},
};
use kernel::{Error, Id, Reader, Result, Steps, Writer, args, vault};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Invitation {
    pub id: Id,
    pub path: String,
    pub name: String,
    pub role: String,
    pub person: Option<Id>,
    /// The account that gets a new password; `None` where one is opened.
    pub account: Option<Id>,
    pub expires_at: String,
}

/// Whom to invite.
#[derive(Clone, Debug)]
pub struct Guest {
    pub name: String,
    pub role: String,
    pub path: String,
    pub person: Option<Id>,
    pub account: Option<Id>,
}

/// An invitation with its secret, as it is handed over.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Handed {
    pub name: String,
    pub role: String,
    pub org: String,
    pub token: String,
    pub expires_on: String,
}

impl Invitation {
    pub fn make(cx: &Writer, guest: Guest) -> Result<Handed> {
        account::may_give(cx, &guest.role)?;
        Invitation::hand(cx, guest)
    }

    /// Made by who may do that of which it follows: take somebody in who reported in, enter a unit's
    /// contact. These are no roles of staff.
    pub fn hand_on(cx: &Writer, guest: Guest) -> Result<Handed> {
        account::may_give_any(cx)?;
        Invitation::hand(cx, guest)
    }

    fn hand(cx: &Writer, guest: Guest) -> Result<Handed> {
        let name = guest.name.trim().to_owned();
        if name.is_empty() {
            return Err(Error::field("name", "请填写姓名。", "Give the name."));
        }
        if guest.role == "member" && guest.person.is_none() {
            return Err(Error::field(
                "name",
                "这个组织里没有（或不止一位）叫这个名字的党员。",
                "This organisation has no member of this name, or more than one.",
            ));
        }
        if guest.role == "in_service" && guest.person.is_none() {
            return Err(Error::field(
                "role",
                "在职党员的账号从报到名册里那一位的页面上邀请。",
                "A member in service is invited from their page in the list of those who reported in.",
            ));
        }
        // Several speak for a unit, each with an account of their own.
        if let (Some(person), None, true) = (guest.person, guest.account, guest.role != "contact") {
            refuse_twin(cx, person)?;
        }
        let org = Org::at(cx, &guest.path)?;
        let expires_at = cx.house().clock.after(rulebook::book(cx)?.at(cx.today()).get(keys::INVITATION_VALID))?;
        let token = write(cx, &guest, &name, &expires_at)?;
        Ok(Handed { name, role: guest.role, org: org.name, token, expires_on: expires_at[..10].to_owned() })
    }

    /// Everybody of an organisation and below who has no account.
    pub fn make_for_members(cx: &Writer, org: &Org) -> Result<Vec<Handed>> {
        account::may_give(cx, "member")?;
        let without: Vec<(Id, String, String)> = cx.all(
            "select m.id, m.name, m.path from {members} m left join {accounts} a on a.tenant = m.tenant and a.person = m.id where a.id is null and m.path >= $1 and m.path < $2 order by m.path, m.name, m.id",
            args![&org.path, kernel::schema::past(&org.path)],
        )?;
        if without.is_empty() {
            return Err(Error::rule("nobody_to_invite", "这里的党员都已经有账号了。", "All members here have an account already."));
        }
        without
            .into_iter()
            .map(|(id, name, path)| Invitation::make(cx, Guest { name, role: "member".into(), path, person: Some(id), account: None }))
            .collect()
    }

    /// Lets the owner of an account choose a new password; what was open ends.
    pub fn make_again(cx: &Writer, account: &Account) -> Result<Handed> {
        account.may_be_changed(cx)?;
        cx.run_one(
            "update {accounts} set password = '', fails = 0, wait_until = '' where id = $1 and closed_at is null",
            args![account.id],
        )?;
        account.end_all(cx)?;
        Invitation::make_for(cx, account)
    }

    /// A link to choose the password of an account that has none.
    pub fn make_for(cx: &Writer, account: &Account) -> Result<Handed> {
        Invitation::make(
            cx,
            Guest {
                name: account.name.clone(),
                role: account.role.clone(),
                path: account.path.clone(),
                person: account.person,
                account: Some(account.id),
            },
        )
    }

    /// The invitation of a link, while it can still be answered.
    pub fn of(cx: &Reader, token: &str) -> Result<Invitation> {
        let found: Option<Invitation> = cx.maybe(
            "select id, path, name, role, person, account, expires_at from {invitations} i where i.fingerprint = $1 and i.role <> 'setup' and i.used_at is null and i.expires_at > $2",
            args![vault::fingerprint(token), cx.now()],
        )?;
        found.ok_or_else(spent)
    }

    /// Makes the account, or sets its password, and lets its owner in.
    pub fn accept(self, cx: &Steps, login: &str, typed: &str) -> Result<Pass> {
        let existing: Option<Account> = self.account.map(|id| cx.find(id)).transpose()?;
        let login = existing.as_ref().map_or(login, |a| a.login.as_str()).to_owned();
        password::judge(cx, typed, &[&login, &self.name])?;
        let hash = password::hash(typed)?;
        cx.write(move |w| {
            self.use_up(w)?;
            let account = match existing {
                Some(account) => account,
                None => Account::open(w, NewAccount { login, name: self.name, role: self.role, path: self.path, person: self.person })?,
            };
            account.set_password(w, &hash)?;
            Session::begin(w, &account, false)
        })
    }

    /// What somebody was invited to is over before they answered.
    pub fn take_back(cx: &Writer, person: Id, name: &str) -> Result<()> {
        cx.run("delete from {invitations} where used_at is null and person = $1 and name = $2", args![person, name])?;
        Ok(())
    }

    /// Of two who answer at once, one comes too late.
    fn use_up(&self, cx: &Writer) -> Result<()> {
        let used = cx.run("update {invitations} set used_at = $1 where id = $2 and used_at is null", args![cx.now(), self.id])?;
        if used == 1 { Ok(()) } else { Err(spent()) }
    }

    /// The members of an organisation with this name.
    pub fn member_named(cx: &Reader, org: &Org, name: &str) -> Result<Option<Id>> {
        let found: Vec<Id> = cx.all(
            "select id from {members} m where m.path >= $1 and m.path < $2 and m.name = $3",
            args![&org.path, kernel::schema::past(&org.path), name.trim()],
        )?;
        Ok(if found.len() == 1 { found.first().copied() } else { None })
    }
}

/// Writes the row in the place of earlier ones for the same person or account.
fn write(cx: &Writer, guest: &Guest, name: &str, expires_at: &str) -> Result<String> {
    let (id, token) = (cx.new_id(), vault::secret()?);
    if guest.person.is_some() || guest.account.is_some() {
        // Of a unit's contacts only the one of this name.
        let of = if guest.role == "contact" { name } else { "" };
        cx.run(
            "delete from {invitations} where used_at is null and ((person = $1 and (cast($3 as text) = '' or name = $3)) or account = $2)",
            args![guest.person, guest.account, of],
        )?;
    }
    cx.run(
        "insert into {invitations} (id, path, fingerprint, name, role, person, account, made_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![id, &guest.path, vault::fingerprint(&token), name, &guest.role, guest.person, guest.account, cx.now(), expires_at],
    )?;
    cx.note(guest.account.or(guest.person).unwrap_or(id), format!("invited {name} as {}", guest.role));
    Ok(token)
}

fn refuse_twin(cx: &Reader, person: Id) -> Result<()> {
    let has: Option<Id> = cx.maybe("select id from {accounts} a where a.person = $1 and a.closed_at is null", args![person])?;
    match has {
        None => Ok(()),
        Some(_) => Err(Error::field("name", "这名党员已经有账号了。", "This member has an account already.")),
    }
}

fn spent() -> Error {
    Error::rule(
        "invitation_spent",
        "这个链接已经用过或过期了，请向发给您的人再要一个。",
        "This link was used or has expired. Ask whoever gave it to you for another.",
    )
}
