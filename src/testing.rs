//! A town to test in: a house on a database of its own, a clock that stands still, and people
//! with names who ask the real router. `LINLI_TEST_DATABASE` (a PostgreSQL URL) puts the house on
//! that server instead of a SQLite file.

pub mod crowd;

use crate::{
    accounts::{Account, NewAccount},
    modules,
    orgs::{Kind, NewOrg, Org},
    people::{Facts, Intake},
};
use kernel::{Clock, Config, House, Id, Place, Scope, Writer, testing::Asker};
use std::sync::Arc;

pub const NOW: &str = "2026-11-22T02:00:00Z";

/// A street with two communities; each has a general branch with branches below.
pub struct Town {
    pub house: Arc<House>,
    pub clock: Clock,
    pub dir: tempfile::TempDir,
}

impl Default for Town {
    fn default() -> Town {
        Town::new()
    }
}

impl Town {
    /// The street with `青竹苑社区党总支` (two branches) and `东风村党总支` (one branch), no members.
    pub fn new() -> Town {
        let town = Town::empty();
        town.write(|cx| {
            let org = |parent: Option<&Org>, name: &str, kind| {
                Org::found(cx, parent, NewOrg { name: name.into(), kind: Some(kind), ..NewOrg::default() })
            };
            let street = org(None, "青龙街道党工委", Kind::WorkingCommittee)?;
            let bamboo = org(Some(&street), "青竹苑社区党总支", Kind::GeneralBranch)?;
            org(Some(&bamboo), "青竹苑社区第一党支部", Kind::Branch)?;
            org(Some(&bamboo), "青竹苑社区第二党支部", Kind::Branch)?;
            let east = org(Some(&street), "东风村党总支", Kind::GeneralBranch)?;
            org(Some(&east), "东风村第一党支部", Kind::Branch)?;
            Ok(())
        });
        town
    }

    /// A house without a street.
    pub fn empty() -> Town {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let clock = Clock::fixed(NOW);
        let place = match std::env::var("LINLI_TEST_DATABASE") {
            Ok(url) if !url.is_empty() => Place::Postgres(kernel::testing::fresh_database(&url).expect("a database of its own")),
            _ => Place::Sqlite(dir.path().join("linli.db")),
        };
        let config = Config { place, dir: dir.path().to_owned(), clock: clock.clone(), tenant: 1, readers: 2 };
        let house = modules::open(config).expect("the house opens");
        Town { house, clock, dir }
    }

    pub fn write<T: Send + 'static>(&self, work: impl FnOnce(&Writer) -> kernel::Result<T> + Send + 'static) -> T {
        self.house.write_as_system("test", Scope::ALL, work).expect("the town is set up")
    }

    pub fn org(&self, name: &str) -> Org {
        let name = name.to_owned();
        self.house
            .read_as_system("test", Scope::ALL, move |cx| Org::named(cx, &name))
            .expect("a readable house")
            .expect("an organisation of this name")
    }

    /// Takes a member into the ledger.
    pub fn member(&self, org: &str, name: &str, facts: Facts) -> Id {
        let (org, facts) = (self.org(org), Facts { name: name.into(), ..facts });
        self.write(move |cx| {
            let mut intake = Intake::new(cx, None);
            let id = intake.take(&org, &facts)?;
            intake.finish()?;
            Ok(id)
        })
    }

    /// Somebody with this role at this organisation, signed in by a token.
    pub fn person(&self, name: &str, role: &str, org: &str) -> Asker {
        self.asker(name, role, org, None)
    }

    /// A member's own account.
    pub fn member_account(&self, member: Id, name: &str, org: &str) -> Asker {
        self.asker(name, "member", org, Some(member))
    }

    /// The account of somebody in service who reported in.
    pub fn in_service_account(&self, report_in: Id, name: &str, community: &str) -> Asker {
        self.asker(name, "in_service", community, Some(report_in))
    }

    /// The account of a contact, which sees its own unit's people.
    pub fn contact_account(&self, unit: Id, name: &str, org: &str) -> Asker {
        self.asker(name, "contact", org, Some(unit))
    }

    fn asker(&self, name: &str, role: &str, org: &str, person: Option<Id>) -> Asker {
        let path = self.org(org).path;
        let new = NewAccount { login: name.into(), name: name.into(), role: role.into(), path, person };
        let token = self.write(move |cx| Account::open(cx, new)?.token(cx, "test", &[], "2099-12-31"));
        self.visitor().with("authorization", &format!("Bearer {token}"))
    }

    pub fn visitor(&self) -> Asker {
        Asker::new(&self.house).expect("a router")
    }
}

/// Facts that nothing is wrong with.
pub fn facts_of(name: &str) -> Facts {
    Facts {
        name: name.into(),
        sex: "男".into(),
        birth: Some("1960-05-04".into()),
        education: "高中".into(),
        joined: Some("1985-07-01".into()),
        became_full: Some("1986-07-01".into()),
        employment: "离退休".into(),
        last_contact: Some("2026-11-01".into()),
        ..Facts::default()
    }
}
