//! Accounts from the command line.

use super::{
    Account, NewAccount,
    account::propose_login,
    invitation::{Guest, Invitation},
    password, setup,
    token::last_day,
};
use crate::{orgs::Org, policy};
use kernel::{Error, House, Result, Scope};
use serde::Serialize;
use std::sync::Arc;

/// What `user add` prints.
#[derive(Clone, Debug, Serialize)]
pub struct Added {
    pub name: String,
    pub role: String,
    pub org: String,
    /// A bearer token with all the role's permissions, where one was asked for.
    pub token: Option<String>,
    /// The path of the link by which the person chooses a password, where one was asked for.
    pub link: Option<String>,
}

/// Adds somebody with this role at the organisation of this name, or at the top of the tree.
pub fn add(house: &Arc<House>, name: &str, role: &str, org_name: &str, token: bool, password_link: bool) -> Result<Added> {
    let (name, role, org_name) = (name.trim().to_owned(), role.to_owned(), org_name.trim().to_owned());
    if !policy::ROLES.contains(&role.as_str()) {
        let known = policy::ROLES.join(" ");
        return Err(Error::field(
            "role",
            format!("没有“{role}”这个角色，可用：{known}"),
            format!("There is no role {role}; choose from {known}"),
        ));
    }
    house.write_as_system("user add", Scope::ALL, move |cx| {
        let org = if org_name.is_empty() { Org::top(cx)? } else { Org::named(cx, &org_name)?.ok_or_else(|| no_org(&org_name))? };
        let person =
            if role == "member" { Some(Invitation::member_named(cx, &org, &name)?.ok_or_else(|| no_member(&name))?) } else { None };
        let mut added = Added { name: name.clone(), role: role.clone(), org: org.name.clone(), token: None, link: None };
        if !token && password_link {
            let handed = Invitation::make(cx, Guest { name, role, path: org.path, person, account: None })?;
            added.link = Some(format!("/invitation/{}", handed.token));
            return Ok(added);
        }
        let account = Account::open(cx, NewAccount { login: propose_login(cx, &name)?, name, role, path: org.path, person })?;
        if token {
            added.token = Some(account.token(cx, "linli user add", &[], &last_day(cx)?.to_string())?);
        }
        if password_link {
            added.link = Some(format!("/invitation/{}", Invitation::make_for(cx, &account)?.token));
        }
        Ok(added)
    })
}

/// Adds somebody of the demonstration street, who can sign in with this password at once.
pub fn add_with_password(house: &Arc<House>, name: &str, role: &str, org_name: &str, password: &str) -> Result<String> {
    let (org_name, name, role, hash) = (org_name.to_owned(), name.to_owned(), role.to_owned(), password::hash(password)?);
    house.write_as_system("demo", Scope::ALL, move |cx| {
        let org = Org::named(cx, &org_name)?.ok_or_else(|| no_org(&org_name))?;
        let person = match role.as_str() {
            "member" => Invitation::member_named(cx, &org, &name)?,
            "in_service" => cx.maybe("select r.id from {report_ins} r where r.org = $1 and r.name = $2", kernel::args![org.id, &name])?,
            "contact" => {
                cx.maybe("select c.unit from {unit_contacts} c where c.name = $1 order by c.since, c.id limit 1", kernel::args![&name])?
            }
            _ => None,
        };
        let login = propose_login(cx, &name)?;
        Account::open(cx, NewAccount { login: login.clone(), name, role, path: org.path, person })?.set_password(cx, &hash)?;
        Ok(login)
    })
}

/// The one-time link of the first start; `None` where somebody can sign in already.
pub fn setup_link(house: &Arc<House>, base: &str) -> Result<Option<String>> {
    let token = house.write_as_system("set-up link", Scope::ALL, setup::token)?;
    Ok(token.map(|t| format!("{}/setup/{t}", base.trim_end_matches('/'))))
}

fn no_org(name: &str) -> Error {
    Error::field(
        "org",
        format!("没有（或不止一个）叫“{name}”的党组织。"),
        format!("There is no organisation named {name}, or more than one."),
    )
}

fn no_member(name: &str) -> Error {
    Error::field(
        "name",
        format!("这个组织里没有（或不止一位）叫“{name}”的党员。"),
        format!("This organisation has no member named {name}, or more than one."),
    )
}
