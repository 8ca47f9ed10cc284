//! A session: what the cookie `linli` stands for, from signing in until it ends by itself or by hand.

use super::{Account, password, totp};
use crate::{
    policy,
    rulebook::{self, keys},
    settings,
};
use kernel::{Credential, Error, Id, Reader, Result, Steps, Writer, args, vault};
use serde::{Deserialize, Serialize};

/// What is missing before a session lets anybody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    Nothing,
    Code,
    /// A second factor is required of this role and not set up yet.
    Enrol,
}
impl Need {
    fn word(self) -> &'static str {
        match self {
            Need::Nothing => "nothing",
            Need::Code => "code",
            Need::Enrol => "enrol",
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct Session {
    pub fingerprint: Vec<u8>,
    pub account: Id,
    pub needs: Need,
    pub made_at: String,
    pub seen_at: String,
    pub ends_at: String,
}

/// A session as its cookie: the secret, and how long the browser keeps it.
#[derive(Debug)]
pub struct Pass {
    pub account: Account,
    pub needs: Need,
    secret: String,
    seconds: u64,
}

impl Pass {
    pub fn cookie(&self, base: &str) -> String {
        let secure = if base.starts_with("https://") { "; Secure" } else { "" };
        format!("linli={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{secure}", self.secret, self.seconds)
    }
}

impl Session {
    /// Begins a session for an account that proved itself. `coded`: its second factor too.
    pub fn begin(cx: &Writer, account: &Account, coded: bool) -> Result<Pass> {
        let (idle, absolute) = limits(cx, &account.role)?;
        let clock = &cx.house().clock;
        let (now, ends_at, needs) = (cx.now(), clock.after(absolute)?, needs(cx, account, coded)?);
        let secret = vault::secret()?;
        cx.run("delete from {sessions} where good_until < $1", args![&now])?;
        cx.run(
            "insert into {sessions} (fingerprint, account, needs, made_at, seen_at, good_until, ends_at) values ($1, $2, $3, $4, $4, $5, $6)",
            args![vault::fingerprint(&secret), account.id, needs.word(), &now, clock.after(idle)?.min(ends_at.clone()), &ends_at],
        )?;
        if needs == Need::Nothing {
            let all = cx.beyond_scope("whoever signs in has no scope yet");
            all.run("update {accounts} set fails = 0, wait_until = '', signed_in_at = $1 where id = $2", args![&now, account.id])?;
        }
        cx.note(account.id, if needs == Need::Nothing { "signed in" } else { "password accepted" });
        let seconds = clock.seconds_until(&ends_at);
        Ok(Pass { account: account.clone(), needs, secret, seconds })
    }

    /// The session that a request carries, if it is still good.
    pub fn of(cx: &Reader, credential: Option<&Credential>) -> Result<Option<Session>> {
        let Some(Credential::Session(print)) = credential else { return Ok(None) };
        let all = cx.beyond_scope("whoever signs in has no scope yet");
        all.maybe(
            "select s.* from {sessions} s join {accounts} a on a.tenant = s.tenant and a.id = s.account where s.fingerprint = $1 and s.good_until > $2 and a.closed_at is null",
            args![print.as_slice(), cx.now()],
        )
    }

    pub fn account(&self, cx: &Reader) -> Result<Account> {
        cx.beyond_scope("whoever signs in has no scope yet").find(self.account)
    }

    /// Notes that it was used, moves its idle limit, and asks for a second factor that has become due.
    pub fn seen(&self, cx: &Writer) -> Result<()> {
        let account = self.account(cx)?;
        let (idle, _) = limits(cx, &account.role)?;
        let needs = if self.needs == Need::Nothing { needs(cx, &account, true)? } else { self.needs };
        let good_until = cx.house().clock.after(idle)?.min(self.ends_at.clone());
        cx.run(
            "update {sessions} set seen_at = $1, good_until = $2, needs = $3 where fingerprint = $4",
            args![cx.now(), good_until, needs.word(), self.fingerprint.as_slice()],
        )?;
        Ok(())
    }

    pub fn end(&self, cx: &Writer) -> Result<()> {
        cx.run("delete from {sessions} where fingerprint = $1", args![self.fingerprint.as_slice()])?;
        Ok(())
    }

    /// Every session of the account but the one that asks.
    pub fn end_others(cx: &Writer, account: &Account, own: Option<&Credential>) -> Result<u64> {
        let own = if let Some(Credential::Session(print)) = own { print.clone() } else { vec![] };
        let ended = cx.run("delete from {sessions} where account = $1 and fingerprint <> $2", args![account.id, own])?;
        cx.note(account.id, format!("ended {ended} other sessions"));
        Ok(ended)
    }

    pub fn all_of(cx: &Reader, account: &Account) -> Result<Vec<Session>> {
        cx.all("select * from {sessions} s where s.account = $1 and s.good_until > $2 order by s.seen_at desc", args![account.id, cx.now()])
    }

    /// The second step: a code of the second factor, each good once.
    pub fn give_code(self, cx: &Steps, code: &str) -> Result<Pass> {
        let account = self.account(cx)?;
        password::may_try(cx, &account)?;
        let step = match totp::secret_of(cx, &account)? {
            Some(secret) => totp::matching_step(cx, &secret, code)?,
            None => None,
        };
        if let Some(step) = step {
            let passed = account.clone();
            let pass = cx.write(move |w| match totp::use_step(w, &passed, step)? {
                true => self.end(w).and_then(|()| Session::begin(w, &passed, true)).map(Some),
                false => Ok(None),
            })?;
            if let Some(pass) = pass {
                return Ok(pass);
            }
        }
        password::failed(cx, Some(account))?;
        Err(Error::field("code", "动态口令不对，或已用过。请等下一个。", "The code is wrong or was used. Wait for the next one."))
    }

    /// The second step for those who must set their second factor up first.
    pub fn enrol(self, cx: &Steps, secret: &str, code: &str) -> Result<Pass> {
        let account = self.account(cx)?;
        let step = totp::confirmed(cx, secret, code)?;
        let secret = secret.to_owned();
        cx.write(move |w| {
            totp::put(w, &account, &secret, step)?;
            self.end(w)?;
            Session::begin(w, &account, true)
        })
    }
}

/// The first step: name and password.
pub fn sign_in(cx: &Steps, login: &str, password: &str) -> Result<Pass> {
    let account = password::prove(cx, login, password)?;
    cx.write(move |w| Session::begin(w, &account, false))
}

fn needs(cx: &Reader, account: &Account, coded: bool) -> Result<Need> {
    let has_one = totp::secret_of(cx, account)?.is_some();
    Ok(match has_one {
        true if coded => Need::Nothing,
        true => Need::Code,
        false if policy::is_staff(&account.role) && settings::on(cx, settings::TOTP_STAFF)? => Need::Enrol,
        false => Need::Nothing,
    })
}

/// How long a session lasts without an act, and in all.
fn limits(cx: &Reader, role: &str) -> Result<(jiff::Span, jiff::Span)> {
    let book = rulebook::book(cx)?;
    let rules = book.at(cx.today());
    Ok(match policy::is_staff(role) {
        true => (rules.get(keys::SESSION_IDLE_STAFF), rules.get(keys::SESSION_ABSOLUTE_STAFF)),
        false => (rules.get(keys::SESSION_IDLE_MEMBER), rules.get(keys::SESSION_ABSOLUTE_MEMBER)),
    })
}
