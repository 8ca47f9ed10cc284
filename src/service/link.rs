//! The code of a record card: whoever was served confirms by it one turn, without an account. A keyed
//! hash; kept is only what knows it again.

use super::Service;
use crate::rulebook::{self, keys};
use kernel::{Error, Id, Reader, Result, Writer, args, vault};

pub fn of(cx: &Writer, service: Id) -> Result<String> {
    let token = vault::hex(&cx.digest("service link", &service.to_string()));
    cx.run_one("update {services} set link = $1 where id = $2", args![vault::fingerprint(&token), service])?;
    Ok(token)
}

/// What a code opens, for as long as it is good.
pub fn open(cx: &Reader, token: &str) -> Result<Service> {
    let found: Option<Id> = cx.maybe("select s.id from {services} s where s.link = $1", args![vault::fingerprint(token)])?;
    let service: Service = cx.find(found.ok_or(Error::NotFound)?)?;
    let last = service.day.checked_add(rulebook::book(cx)?.at(cx.today()).get(keys::SERVICE_LINK))?;
    if last < cx.today() {
        return Err(Error::rule(
            "link_expired",
            "这个码已经过期。要确认，请给社区打电话。",
            "This code has expired. To confirm, please call the community.",
        ));
    }
    Ok(service)
}
