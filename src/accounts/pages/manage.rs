use crate::accounts::{
    Account, Look, Manage,
    account::{Listed, Wanted},
    invitation::Invitation,
    totp,
};
use crate::{orgs::Org, policy};
use askama::Template;
use kernel::{Acted, Cx, Id, Input, Origin, Page, Path, Query, Reply, Result, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Lines of a page on the screen.
const PAGE: usize = 50;

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "accounts/list.html")]
pub struct AccountList {
    pub wanted: Wanted,
    pub accounts: Vec<Listed>,
    /// The id after which the next page begins.
    pub next: Option<Id>,
}
impl Page for AccountList {
    fn title(&self) -> String {
        t("账号", "Accounts").into()
    }
}

pub fn list(cx: &Cx<Look>, Query(wanted): Query<Wanted>) -> Result<Reply<AccountList>> {
    let mut accounts = Account::listed(cx, &wanted, PAGE)?;
    let more = accounts.len() > PAGE;
    accounts.truncate(PAGE);
    let next = accounts.last().filter(|_| more).map(|a| a.id);
    Reply::show(AccountList { wanted, accounts, next })
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "accounts/show.html")]
pub struct ShowAccount {
    pub account: Listed,
    /// Roles that it may be given instead.
    pub roles: Vec<RoleName>,
    pub orgs: Vec<Org>,
    /// The caller may change it.
    pub changeable: bool,
}
impl Page for ShowAccount {
    fn title(&self) -> String {
        self.account.name.clone()
    }
}

#[derive(Serialize, JsonSchema)]
pub struct RoleName {
    pub role: &'static str,
    pub name: String,
}

/// The roles that the caller may give, as choices.
pub(super) fn roles_to_give(cx: &kernel::Reader) -> Vec<RoleName> {
    let gives = policy::gives(&cx.actor().role).iter();
    gives.map(|role| RoleName { role, name: policy::role_name(role).here().into() }).collect()
}

pub fn show(cx: &Cx<Look>, Path(id): Path<Id>) -> Result<Reply<ShowAccount>> {
    let account = Account::line(cx, id)?;
    let changeable = account.closed_at.is_none() && cx.find::<Account>(id)?.may_be_changed(cx).is_ok();
    let roles = roles_to_give(cx)
        .into_iter()
        .filter(|r| r.role == account.role || !policy::is_personal(r.role) && !policy::is_personal(&account.role))
        .collect();
    Reply::show(ShowAccount { account, roles, orgs: Org::tree(cx)?, changeable })
}

#[derive(Deserialize, JsonSchema)]
pub struct Change {
    pub role: String,
    pub org: Id,
}

pub fn change(cx: &Cx<Manage>, Path(id): Path<Id>, Input(to): Input<Change>) -> Acted {
    cx.find::<Account>(id)?.change(cx, &to.role, &cx.find(to.org)?)?;
    said(format!("/accounts/{id}"), t("已改，需要重新登录。", "Changed; a new sign-in is needed."))
}

pub fn close(cx: &Cx<Manage>, Path(id): Path<Id>) -> Acted {
    cx.find::<Account>(id)?.close(cx)?;
    said("/accounts", t("账号已停用。", "The account is closed."))
}

pub fn reset(cx: &Cx<Manage>, Path(id): Path<Id>, from: Origin) -> Result<Reply<super::invite::Invited>> {
    let handed = Invitation::make_again(cx, &cx.find(id)?)?;
    Reply::show(super::invite::Invited::new(vec![handed], &from.base)?)
}

pub fn remove_second_factor(cx: &Cx<Manage>, Path(id): Path<Id>) -> Acted {
    totp::remove(cx, &cx.find(id)?)?;
    said(format!("/accounts/{id}"), t("动态口令已去掉，本人可重新设置。", "The second factor is removed; its owner can set up another."))
}
