//! The second factor: a code that the person's phone shows, changing each half minute (RFC 6238).

use super::Account;
use crate::rulebook::{self, keys};
use kernel::{Error, Reader, Result, Spot, Writer, args, vault};
use totp_rs::{Builder, Secret, Totp};

/// Bytes of a secret, as RFC 4226 recommends.
const SECRET: usize = 20;

/// A new secret, written as authenticator apps take it.
pub fn new_secret() -> Result<String> {
    let mut bytes = [0u8; SECRET];
    vault::random(&mut bytes)?;
    Ok(Secret::new_stack(bytes).to_base32())
}

/// What the QR code says to an authenticator app.
pub fn link(cx: &Reader, login: &str, secret: &str) -> Result<String> {
    let totp = machine(cx, secret)?;
    Ok(format!(
        "otpauth://totp/Linli:{}?secret={secret}&issuer=Linli&algorithm=SHA1&digits={}&period={}",
        kernel::escape(login),
        totp.digits(),
        totp.step()
    ))
}

/// The step whose code this is, where it is one that holds now.
pub fn matching_step(cx: &Reader, secret: &str, code: &str) -> Result<Option<i64>> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let now = cx.house().clock.timestamp().as_second().max(0) as u64;
    Ok(machine(cx, secret)?.check(&code, now).map(|step| step as i64))
}

/// As `matching_step`, for a secret that is just being set up.
pub fn confirmed(cx: &Reader, secret: &str, code: &str) -> Result<i64> {
    let wrong =
        || Error::field("code", "口令不对。请看手机上现在显示的数字。", "The code is wrong. Type the digits that the phone shows now.");
    matching_step(cx, secret, code)?.ok_or_else(wrong)
}

/// Marks a step as used; `false` where it, or a later one, was used before.
pub fn use_step(cx: &Writer, account: &Account, step: i64) -> Result<bool> {
    let all = cx.beyond_scope("whoever signs in has no scope yet");
    Ok(all.run("update {accounts} set totp_step = $1 where id = $2 and totp_step < $1", args![step, account.id])? == 1)
}

pub fn secret_of(cx: &Reader, account: &Account) -> Result<Option<String>> {
    let all = cx.beyond_scope("whoever signs in has no scope yet");
    let sealed: Option<Vec<u8>> = all.one("select totp from {accounts} a where a.id = $1", args![account.id])?;
    sealed.map(|s| cx.unseal(spot(account), &s)).transpose()
}

/// Puts a confirmed second factor in place; the step that confirmed it is used.
pub fn put(cx: &Writer, account: &Account, secret: &str, step: i64) -> Result<()> {
    let all = cx.beyond_scope("one's own account");
    let sealed = cx.seal(spot(account), secret)?;
    all.run_one("update {accounts} set totp = $1, totp_step = $2 where id = $3", args![sealed, step, account.id])?;
    cx.note(account.id, "second factor set up");
    Ok(())
}

/// Takes a lost second factor away, and with it every session.
pub fn remove(cx: &Writer, account: &Account) -> Result<()> {
    account.may_be_changed(cx)?;
    cx.run_one("update {accounts} set totp = null where id = $1", args![account.id])?;
    account.end_all(cx)?;
    cx.note(account.id, "second factor removed");
    Ok(())
}

fn spot(account: &Account) -> Spot<'static> {
    Spot { table: "accounts", column: "totp", row: account.id }
}

fn machine(cx: &Reader, secret: &str) -> Result<Totp> {
    let book = rulebook::book(cx)?;
    let rules = book.at(cx.today());
    let unreadable = || Error::field("secret", "密钥无法读取，请重新打开这一页。", "The key cannot be read; open the page again.");
    let secret = Secret::try_from_base32(secret).map_err(|_| unreadable())?;
    let step = rules.get(keys::TOTP_STEP).total(jiff::Unit::Second)? as u64;
    let (digits, skew) = (rules.get(keys::TOTP_DIGITS) as u8, rules.get(keys::TOTP_SKEW) as u16);
    let builder = Builder::new().with_secret(secret).with_digits(digits).with_skew(skew).with_step_duration(step);
    builder.build().map_err(|_| unreadable())
}
