//! The link of an offer: a keyed hash over the offer, by which one person answers one question without
//! an account. Kept is only what knows it again.

use super::Offer;
use kernel::{Error, Id, Reader, Result, Writer, args, vault};

/// The token of an offer; the same each time.
pub fn of(cx: &Reader, offer: Id) -> String {
    vault::hex(&cx.digest("offer link", &offer.to_string()))
}

pub fn keep(cx: &Writer, offer: Id) -> Result<()> {
    cx.run_one("update {offers} set link = $1 where id = $2", args![vault::fingerprint(&of(cx, offer)), offer])
}

/// What a link opens. The answer can be read for as long as the offer stands.
pub fn open(cx: &Reader, token: &str) -> Result<Offer> {
    let found: Option<Id> = cx.maybe("select f.id from {offers} f where f.link = $1", args![vault::fingerprint(token)])?;
    Offer::read(cx, found.ok_or(Error::NotFound)?)
}
