//! An address at which a calendar is subscribed to: a random secret, of which only the fingerprint is
//! kept. Whoever holds it reads that calendar; revoked, it opens nothing any more.

use crate::{orgs::Org, people::Member};
use kernel::{Error, Id, Noun, Reader, Result, Writer, args, vault};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Of an organisation and all below it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Feed {
    pub id: Id,
    pub org: Id,
    /// For whom or what it was made.
    pub name: String,
    pub made_at: String,
    pub made_by: String,
    pub revoked_at: Option<String>,
    pub revoked_by: String,
}
impl Noun for Feed {
    const TABLE: &'static str = "feeds";
}

/// Whose calendar an address opens.
#[derive(Debug)]
pub enum Whose {
    Org(Org),
    Member(Member),
}

impl Feed {
    /// Makes one; its secret is told this once.
    pub fn make(cx: &Writer, org: &Org, name: &str) -> Result<String> {
        let name = name.trim();
        if name.is_empty() {
            return Err(Error::field("name", "请写给谁用，以后好作废。", "Say whom it is for, so that it can be revoked."));
        }
        let (id, token) = (cx.new_id(), vault::secret()?);
        cx.run(
            "insert into {feeds} (id, path, org, name, token, made_at, made_by, revoked_by) values ($1, $2, $3, $4, $5, $6, $7, '')",
            args![id, &org.path, org.id, name, vault::fingerprint(&token), cx.now(), &cx.actor().name],
        )?;
        cx.note(id, format!("calendar address of {} made for {name}", org.name));
        Ok(token)
    }

    pub fn revoke(&self, cx: &Writer) -> Result<()> {
        let revoke = "update {feeds} set revoked_at = $1, revoked_by = $2 where id = $3 and revoked_at is null";
        if cx.run(revoke, args![cx.now(), &cx.actor().name, self.id])? > 0 {
            cx.note(self.id, format!("calendar address for {} revoked", self.name));
        }
        Ok(())
    }

    /// Those that still open something first, the newest first.
    pub fn of(cx: &Reader, org: Id) -> Result<Vec<Feed>> {
        cx.all(
            "select f.* from {feeds} f where f.org = $1 order by case when f.revoked_at is null then 0 else 1 end, f.made_at desc, f.id",
            args![org],
        )
    }
}

/// Makes the address of a member's own calendar; the one before it opens nothing any more.
pub fn make_own(cx: &Writer, member: &Member) -> Result<String> {
    revoke_own(cx, member)?;
    let (id, token) = (cx.new_id(), vault::secret()?);
    cx.run(
        "insert into {own_feeds} (id, path, member, token, made_at) values ($1, $2, $3, $4, $5)",
        args![id, &member.path, member.id, vault::fingerprint(&token), cx.now()],
    )?;
    cx.note(member.id, "address of the own calendar made");
    Ok(token)
}

pub fn revoke_own(cx: &Writer, member: &Member) -> Result<()> {
    let revoke = "update {own_feeds} set revoked_at = $1 where member = $2 and revoked_at is null";
    if cx.run(revoke, args![cx.now(), member.id])? > 0 {
        cx.note(member.id, "address of the own calendar revoked");
    }
    Ok(())
}

/// When the address that opens a member's own calendar was made.
pub fn own_since(cx: &Reader, member: Id) -> Result<Option<String>> {
    cx.maybe("select f.made_at from {own_feeds} f where f.member = $1 and f.revoked_at is null", args![member])
}

/// What an address opens. A member's opens nothing once the member's account is closed.
pub fn open(cx: &Reader, token: &str) -> Result<Whose> {
    let print = vault::fingerprint(token);
    let org: Option<Id> = cx.maybe("select f.org from {feeds} f where f.token = $1 and f.revoked_at is null", args![print.clone()])?;
    if let Some(org) = org {
        let org: Org = cx.find(org)?;
        return if org.closed_at.is_none() { Ok(Whose::Org(org)) } else { Err(Error::NotFound) };
    }
    let own = "select f.member from {own_feeds} f join {accounts} a on a.tenant = f.tenant and a.person = f.member \
        where f.token = $1 and f.revoked_at is null and a.closed_at is null";
    let member: Id = cx.one(own, args![print])?;
    Ok(Whose::Member(cx.find(member)?))
}
