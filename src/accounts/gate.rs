//! What the kernel asks of the product: who is behind a credential, what a role may, the frame.

use crate::{policy, ui};
use kernel::{Actor, Credential, Frame, Id, Product, Reader, Result, Scope, Writer, args};
use serde::Deserialize;

pub struct Gate;

#[derive(Deserialize)]
struct Known {
    id: Id,
    path: String,
    name: String,
    role: String,
    person: Option<Id>,
    permissions: String,
}

impl Product for Gate {
    fn actor(&self, cx: &Reader, credential: &Credential) -> Result<Option<Actor>> {
        let known: Option<Known> = match credential {
            Credential::Session(print) => cx.maybe(
                "select a.id, a.path, a.name, a.role, a.person, '' as permissions from {sessions} s join {accounts} a on a.tenant = s.tenant and a.id = s.account where s.fingerprint = $1 and a.closed_at is null",
                args![print.as_slice()],
            )?,
            Credential::Token(print) => cx.maybe(
                "select a.id, a.path, a.name, a.role, a.person, k.permissions from {tokens} k join {accounts} a on a.tenant = k.tenant and a.id = k.account where k.fingerprint = $1 and k.revoked_at is null and k.expires_on >= $2 and a.closed_at is null",
                args![print.as_slice(), cx.today()],
            )?,
        };
        let Some(known) = known else { return Ok(None) };
        let only = (!known.permissions.is_empty()).then(|| known.permissions.split(' ').map(str::to_owned).collect());
        let scope = match (known.role.as_str(), known.person) {
            ("member", Some(person)) => Scope::Own { person, organisations: line(cx, person)? },
            _ => Scope::Subtree(known.path),
        };
        let tenant = cx.actor().tenant;
        Ok(Some(Actor { account: Some(known.id), name: known.name, role: known.role, person: known.person, tenant, scope, only }))
    }

    fn seen(&self, cx: &Writer, credential: &Credential) -> Result<()> {
        if let Credential::Session(print) = credential {
            cx.run("update {sessions} set seen_at = $1 where fingerprint = $2", args![cx.now(), print.as_slice()])?;
        }
        Ok(())
    }

    fn allows(&self, role: &str, permission: &str) -> bool {
        policy::allows(role, permission)
    }

    fn frame(&self, frame: &Frame) -> String {
        ui::frame(frame)
    }

    fn sign_in(&self) -> &'static str {
        "/sign-in"
    }

    fn asset(&self, path: &str) -> Option<(std::borrow::Cow<'static, [u8]>, String)> {
        ui::asset(path)
    }
}

/// The paths of the member's organisations, from the top down.
fn line(cx: &Reader, person: Id) -> Result<Vec<String>> {
    let path: Option<String> = cx.maybe("select path from {members} m where m.id = $1", args![person])?;
    let path = path.unwrap_or_default();
    Ok((1..=path.len() / crate::orgs::STEP).map(|n| path[..n * crate::orgs::STEP].to_owned()).collect())
}
