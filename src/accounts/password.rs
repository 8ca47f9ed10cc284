//! Passwords: Argon2id, judged before they are taken, at most two worked on at once so that a crowd
//! signing in neither fills the memory nor takes both cores.

use super::Account;
use crate::rulebook::{self, keys};
use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use kernel::{Error, Id, Reader, Result, Steps, Writer, args};
use pinyin::ToPinyin;
use serde::Deserialize;
use std::sync::{Condvar, Mutex};

/// How many hashes are worked on at once. A property of the machine, not of the field.
const AT_ONCE: usize = 2;
static WORKING: Mutex<usize> = Mutex::new(0);
static FREE: Condvar = Condvar::new();

/// A turn at hashing; the next one waiting gets it when it is dropped.
struct Turn;
impl Turn {
    fn wait() -> Turn {
        let working = WORKING.lock().unwrap_or_else(|e| e.into_inner());
        let mut working = FREE.wait_while(working, |n| *n >= AT_ONCE).unwrap_or_else(|e| e.into_inner());
        *working += 1;
        Turn
    }
}
impl Drop for Turn {
    fn drop(&mut self) {
        *WORKING.lock().unwrap_or_else(|e| e.into_inner()) -= 1;
        FREE.notify_one();
    }
}

/// Refuses what is short or easily guessed; `about` are words others know of the person.
pub fn judge(cx: &Reader, password: &str, about: &[&str]) -> Result<()> {
    let book = rulebook::book(cx)?;
    let rules = book.at(cx.today());
    let least = rules.get(keys::PASSWORD_LENGTH_MIN);
    if (password.chars().count() as i64) < least {
        return Err(Error::field("password", format!("密码至少 {least} 位。"), format!("A password has at least {least} characters.")));
    }
    let mut known: Vec<String> = ["linli", "邻里"].map(str::to_owned).to_vec();
    for word in about {
        let syllables: Vec<&str> = word.chars().filter_map(|c| c.to_pinyin()).map(|p| p.plain()).collect();
        known.push((*word).to_owned());
        known.push(syllables.concat());
        known.push(syllables.iter().filter_map(|s| s.chars().next()).collect());
    }
    let known: Vec<&str> = known.iter().map(String::as_str).filter(|k| !k.is_empty()).collect();
    if i64::from(u8::from(zxcvbn::zxcvbn(password, &known).score())) < rules.get(keys::PASSWORD_STRENGTH_MIN) {
        return Err(Error::field(
            "password",
            "这个密码容易被猜到。几个不相干的词连起来就很好。",
            "This password is easily guessed. A few unrelated words make a good one.",
        ));
    }
    Ok(())
}

pub fn hash(password: &str) -> Result<String> {
    let _turn = Turn::wait();
    let hash: PasswordHash =
        Argon2::default().hash_password(password.as_bytes()).map_err(|e| Error::Internal(anyhow::anyhow!("cannot hash: {e}")))?;
    Ok(hash.to_string())
}

fn fits(password: &str, hash: &str) -> bool {
    let _turn = Turn::wait();
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[derive(Deserialize)]
struct Standing {
    password: String,
    wait_until: String,
}

/// Who this login name and password belong to. Whether the name is unknown or the password is wrong
/// cannot be told from the answer, nor from the time it takes: both hash once and write once.
pub fn prove(cx: &Steps, login: &str, password: &str) -> Result<Account> {
    let account = Account::named(cx, login)?;
    let hash_kept = match &account {
        Some(account) => may_try(cx, account)?,
        None => String::new(),
    };
    let right = if hash_kept.is_empty() { hash(password).map(|_| false)? } else { fits(password, &hash_kept) };
    match account {
        Some(account) if right => Ok(account),
        account => {
            failed(cx, account)?;
            Err(Error::field("password", "账号或密码不对。", "The account or the password is wrong."))
        }
    }
}

/// Proves the password of an account that is already in, before something that matters.
pub fn prove_own(cx: &Steps, account: &Account, password: &str) -> Result<()> {
    if fits(password, &may_try(cx, account)?) {
        return Ok(());
    }
    failed(cx, Some(account.clone()))?;
    Err(Error::field("current", "现在的密码不对。", "The present password is wrong."))
}

impl Account {
    /// Puts a password in place that was judged and hashed before.
    pub fn set_password(&self, cx: &Writer, hash: &str) -> Result<()> {
        let all = cx.beyond_scope("one's own account, or the one an invitation is for");
        all.run_one(
            "update {accounts} set password = $1, fails = 0, wait_until = '' where id = $2 and closed_at is null",
            args![hash, self.id],
        )?;
        cx.note(self.id, "password set");
        Ok(())
    }
}

/// The password's hash, unless the account has to wait after wrong attempts.
pub fn may_try(cx: &Reader, account: &Account) -> Result<String> {
    let all = cx.beyond_scope("whoever signs in has no scope yet");
    let standing: Standing = all.one("select password, wait_until from {accounts} a where a.id = $1", args![account.id])?;
    match cx.house().clock.seconds_until(&standing.wait_until) {
        0 => Ok(standing.password),
        wait => Err(Error::TooMany(wait)),
    }
}

/// Counts a wrong attempt, and lets the account wait longer and longer after the first few.
pub fn failed(cx: &Steps, account: Option<Account>) -> Result<()> {
    let book = rulebook::book(cx)?;
    let rules = book.at(cx.today());
    let (free, waits) = (rules.get(keys::LOCKOUT_ATTEMPTS), rules.get(keys::LOCKOUT_WAITS));
    cx.write(move |w| {
        let Some(account) = account else {
            w.note(Id::NIL, "sign-in failed: no such account");
            return Ok(());
        };
        let all = w.beyond_scope("whoever signs in has no scope yet");
        all.run_one("update {accounts} set fails = fails + 1 where id = $1", args![account.id])?;
        let fails: i64 = all.one("select fails from {accounts} a where a.id = $1", args![account.id])?;
        let over = usize::try_from(fails - free - 1).ok();
        if let Some(wait) = over.and_then(|n| waits.get(n).or(waits.last())) {
            all.run_one("update {accounts} set wait_until = $1 where id = $2", args![w.house().clock.after(*wait)?, account.id])?;
        }
        w.note(account.id, "failed: wrong password or code");
        Ok(())
    })
}
