use super::{day_of, door::NewFactor, home};
use crate::accounts::{
    Account, Own, OwnActs, OwnPassword, password,
    session::{Need, Session},
    token::{NewToken, Token, grantable, last_day},
    totp,
};
use crate::policy;
use askama::Template;
use kernel::{Acted, Credential, Cx, Id, Input, Origin, Page, Path, Reply, Result, said, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "accounts/own.html")]
pub struct OwnAccount {
    pub account: Account,
    pub role: String,
    pub home: &'static str,
    pub second_factor: bool,
    pub sessions: Vec<OpenSession>,
}
impl Page for OwnAccount {
    fn title(&self) -> String {
        t("我的账号", "My account").into()
    }
}

#[derive(Serialize, JsonSchema)]
pub struct OpenSession {
    pub begun: String,
    pub seen: String,
    /// The one that asks.
    pub here: bool,
    /// It waits for its second step.
    pub half: bool,
}

pub fn show(cx: &Cx<Own>, from: Origin) -> Result<Reply<OwnAccount>> {
    let account = Account::own(cx)?;
    let asks = |s: &Session| from.credential == Some(Credential::Session(s.fingerprint.clone()));
    let line =
        |s: Session| OpenSession { begun: minute(&s.made_at), seen: minute(&s.seen_at), here: asks(&s), half: s.needs != Need::Nothing };
    let sessions = Session::all_of(cx, &account)?.into_iter().map(line).collect();
    let second_factor = totp::secret_of(cx, &account)?.is_some();
    Reply::show(OwnAccount {
        role: policy::role_name(&account.role).here().into(),
        home: home(cx.house(), &account.role),
        second_factor,
        sessions,
        account,
    })
}

fn minute(stamp: &str) -> String {
    format!("{} {}", day_of(stamp), stamp.get(11..16).unwrap_or(""))
}

#[derive(Deserialize, JsonSchema)]
pub struct PasswordChange {
    pub current: String,
    pub password: String,
}

pub fn change_password(cx: &Cx<OwnPassword>, Input(typed): Input<PasswordChange>, from: Origin) -> Acted {
    let account = Account::own(cx)?;
    password::prove_own(cx, &account, &typed.current)?;
    password::judge(cx, &typed.password, &[&account.login, &account.name])?;
    let hash = password::hash(&typed.password)?;
    cx.write(move |w| {
        account.set_password(w, &hash)?;
        Session::end_others(w, &account, from.credential.as_ref())
    })?;
    said("/account", t("密码已改，别处的登录已退出。", "Password changed; you are signed out everywhere else."))
}

pub fn end_others(cx: &Cx<OwnActs>, from: Origin) -> Acted {
    Session::end_others(cx, &Account::own(cx)?, from.credential.as_ref())?;
    said("/account", t("别处的登录已退出。", "You are signed out everywhere else."))
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "accounts/second_factor.html")]
pub struct SecondFactor {
    pub has_one: bool,
    pub factor: NewFactor,
}
impl Page for SecondFactor {
    fn title(&self) -> String {
        t("动态口令", "Second factor").into()
    }
}

pub fn second_factor(cx: &Cx<Own>) -> Result<Reply<SecondFactor>> {
    let account = Account::own(cx)?;
    Reply::show(SecondFactor { has_one: totp::secret_of(cx, &account)?.is_some(), factor: NewFactor::offer(cx, &account.login)? })
}

#[derive(Deserialize, JsonSchema)]
pub struct Enrolment {
    pub secret: String,
    pub code: String,
    /// The present password: a second factor is not changed at a screen left open.
    pub current: String,
}

pub fn enrol(cx: &Cx<OwnPassword>, Input(typed): Input<Enrolment>) -> Acted {
    let account = Account::own(cx)?;
    password::prove_own(cx, &account, &typed.current)?;
    let step = totp::confirmed(cx, &typed.secret, &typed.code)?;
    cx.write(move |w| totp::put(w, &account, &typed.secret, step))?;
    said("/account", t("动态口令已启用。", "The second factor is set up."))
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "accounts/tokens.html")]
pub struct TokenList {
    pub tokens: Vec<Token>,
    pub permissions: Vec<&'static str>,
    pub last_day: String,
    /// The secret of the token just made; shown once.
    pub made: Option<String>,
}
impl Page for TokenList {
    fn title(&self) -> String {
        t("程序用的令牌", "Tokens for programs").into()
    }
}

fn token_list(cx: &kernel::Reader, made: Option<String>) -> Result<Reply<TokenList>> {
    let tokens = Account::own(cx)?.tokens(cx)?;
    Reply::show(TokenList { tokens, permissions: grantable(cx), last_day: last_day(cx)?.to_string(), made })
}

pub fn tokens(cx: &Cx<Own>) -> Result<Reply<TokenList>> {
    token_list(cx, None)
}

pub fn make_token(cx: &Cx<OwnActs>, Input(new): Input<NewToken>) -> Result<Reply<TokenList>> {
    let secret = new.make(cx)?;
    token_list(cx, Some(secret))
}

pub fn revoke_token(cx: &Cx<OwnActs>, Path(id): Path<Id>) -> Acted {
    Token::revoke(cx, id)?;
    said("/account/tokens", t("令牌已撤销。", "The token is revoked."))
}
