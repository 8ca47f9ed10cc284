//! Who visits: somebody who works here, or a member who is willing.

use crate::orgs::Org;
use kernel::{Error, Id, Reader, Result, args, schema::past, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Member,
    Account,
}

impl Kind {
    pub fn code(self) -> &'static str {
        match self {
            Kind::Member => "member",
            Kind::Account => "account",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Visitor {
    pub id: Id,
    pub kind: Kind,
    pub name: String,
    /// Their role or office.
    pub what: String,
}

/// Roles whose holders look after members.
const ROLES: &str = "'worker', 'secretary', 'leader'";

impl Visitor {
    /// Who could visit: those who work in the organisation or look after it, and members who hold an
    /// office there. Others are named.
    pub fn candidates(cx: &Reader, org: &Org) -> Result<Vec<Visitor>> {
        let accounts: Vec<(Id, String, String, Option<Id>)> = cx.all(
            &format!("select a.id, a.name, a.role, a.person from {{accounts}} a where a.role in ({ROLES}) and a.closed_at is null and (a.path = $1 or (a.path >= $2 and a.path < $3)) order by a.path, a.name, a.id"),
            args![&org.path, &org.path, past(&org.path)],
        )?;
        let members: Vec<(Id, String, String)> = cx.all(
            "select m.id, m.name, d.title from {members} m join {duties} d on d.tenant = m.tenant and d.member = m.id \
             where m.path >= $1 and m.path < $2 and d.from_day <= $3 and (d.to_day is null or d.to_day >= $3) order by m.path, m.name, m.id, d.title",
            args![&org.path, past(&org.path), cx.today()],
        )?;
        let known: Vec<Id> = accounts.iter().filter_map(|a| a.3).collect();
        let mut all: Vec<Visitor> = accounts
            .into_iter()
            .map(|(id, name, role, _)| Visitor { id, kind: Kind::Account, name, what: crate::policy::role_name(&role).to_string() })
            .collect();
        for (id, name, title) in members {
            if !known.contains(&id) && all.iter().all(|v| v.id != id) {
                all.push(Visitor { id, kind: Kind::Member, name, what: title });
            }
        }
        Ok(all)
    }

    /// Those who were ticked, and members named one a line.
    pub fn chosen(cx: &Reader, org: &Org, ticked: &[Id], named: &str) -> Result<Vec<Visitor>> {
        let mut all: Vec<Visitor> = Visitor::candidates(cx, org)?.into_iter().filter(|v| ticked.contains(&v.id)).collect();
        for name in named.lines().map(str::trim).filter(|n| !n.is_empty()) {
            let found: Vec<Id> = cx.all(
                "select m.id from {members} m where m.name = $1 and m.path >= $2 and m.path < $3 limit 2",
                args![name, &org.path, past(&org.path)],
            )?;
            match found.as_slice() {
                [one] if all.iter().all(|v| v.id != *one) => {
                    let what = t("党员", "Member").to_owned();
                    all.push(Visitor { id: *one, kind: Kind::Member, name: name.into(), what });
                }
                [_] => {}
                [] => return Err(Error::field("named", format!("台账里没有“{name}”。"), format!("The ledger has no “{name}”."))),
                _ => {
                    return Err(Error::field(
                        "named",
                        format!("有几位“{name}”，请在名单里勾选。"),
                        format!("There are several of the name “{name}”; tick one in the list."),
                    ));
                }
            }
        }
        if all.is_empty() {
            return Err(Error::field("visitor", "请至少选一位走访人。", "Choose at least one visitor."));
        }
        Ok(all)
    }
}
