//! What the kernel asks of the product: who is behind a credential, what a role may, the frame.

use super::session::Session;
use crate::{orgs::STEP, policy, ui};
use jiff::ToSpan;
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
    /// When the credential was last noted as used; empty for what is not noted.
    seen_at: String,
}

/// How long the use of a session may go unnoted. A grain of writing, not a rule of the field.
const NOTED_EACH: i64 = 1;

impl Product for Gate {
    /// Refuses what ended, was revoked, waits for its second step or belongs to a closed account.
    fn actor(&self, cx: &Reader, credential: &Credential) -> Result<Option<Actor>> {
        let known: Option<Known> = match credential {
            Credential::Session(print) => cx.maybe(
                "select a.id, a.path, a.name, a.role, a.person, '' as permissions, s.seen_at from {sessions} s join {accounts} a on a.tenant = s.tenant and a.id = s.account where s.fingerprint = $1 and s.good_until > $2 and s.needs = 'nothing' and a.closed_at is null",
                args![print.as_slice(), cx.now()],
            )?,
            Credential::Token(print) => cx.maybe(
                "select a.id, a.path, a.name, a.role, a.person, k.permissions, '' as seen_at from {tokens} k join {accounts} a on a.tenant = k.tenant and a.id = k.account where k.fingerprint = $1 and k.revoked_at is null and k.expires_on >= $2 and a.closed_at is null",
                args![print.as_slice(), cx.today()],
            )?,
        };
        let Some(known) = known else { return Ok(None) };
        let only = (!known.permissions.is_empty()).then(|| known.permissions.split(' ').map(str::to_owned).collect());
        let scope = match known.role.as_str() {
            role if policy::is_personal(role) => own(cx, &known)?,
            _ => Scope::Subtree(known.path),
        };
        let stale = !known.seen_at.is_empty() && known.seen_at < cx.house().clock.after(-NOTED_EACH.minutes())?;
        let tenant = cx.actor().tenant;
        Ok(Some(Actor { account: Some(known.id), name: known.name, role: known.role, person: known.person, tenant, scope, only, stale }))
    }

    fn seen(&self, cx: &Writer, credential: &Credential) -> Result<()> {
        match Session::of(cx, Some(credential))? {
            Some(session) => session.seen(cx),
            None => Ok(()),
        }
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

/// Members see themselves, and what the line of their organisations says to all, from the top down;
/// members in service the line of the community they reported in at.
fn own(cx: &Reader, known: &Known) -> Result<Scope> {
    let person = known.person.unwrap_or(Id::NIL);
    let path: Option<String> = match known.role.as_str() {
        "in_service" => cx.maybe("select path from {report_ins} r where r.id = $1", args![person])?,
        _ => cx.maybe("select path from {members} m where m.id = $1", args![person])?,
    };
    let path = path.as_deref().unwrap_or(&known.path);
    let organisations = (1..=path.len() / STEP).map(|n| path[..n * STEP].to_owned()).collect();
    Ok(Scope::Own { person, organisations })
}
