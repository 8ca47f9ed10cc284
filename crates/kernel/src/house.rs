//! The house: everything that one running product shares, and what the kernel asks of it.

use crate::{
    audit,
    clock::Clock,
    cx::{Actor, Hall, Reader, Writer},
    db::{Db, Migration, Place, Shared},
    error::Result,
    files::Files,
    jobs::{Job, Jobs},
    reply::Frame,
    routes::Routes,
    schema::{Scope, Table},
    value::Id,
    vault::Vault,
};
use std::{path::PathBuf, sync::Arc};

/// One capability of the product: what it adds to the house.
pub struct Module {
    pub name: &'static str,
    pub tables: &'static [Table],
    pub routes: fn(Routes) -> Routes,
    pub jobs: &'static [Job],
}

/// What the kernel must know and cannot: who the actors are, what they may, how a page is framed.
pub trait Product: Send + Sync + 'static {
    /// The actor behind a session or token that is still good.
    fn actor(&self, cx: &Reader, credential: &Credential) -> Result<Option<Actor>>;
    /// The credential was used; called at most once in a while.
    fn seen(&self, cx: &Writer, credential: &Credential) -> Result<()>;
    fn allows(&self, role: &str, permission: &str) -> bool;
    /// The page around a body.
    fn frame(&self, frame: &Frame) -> String;
    /// Where a visitor signs in.
    fn sign_in(&self) -> &'static str;
    /// A file of the bundled front end: bytes and type.
    fn asset(&self, path: &str) -> Option<(std::borrow::Cow<'static, [u8]>, String)>;
}

/// How the request proves who sends it; fingerprints only, the secrets stay outside.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Credential {
    Session(Vec<u8>),
    Token(Vec<u8>),
}

pub struct Config {
    pub place: Place,
    /// Keys and files; with SQLite also the database.
    pub dir: PathBuf,
    pub clock: Clock,
    pub tenant: i64,
    pub readers: usize,
}

pub struct House {
    pub db: Db,
    pub vault: Vault,
    pub files: Files,
    pub clock: Clock,
    pub tenant: i64,
    pub dir: PathBuf,
    pub jobs: Jobs,
    pub routes: Routes,
    pub(crate) tables: Vec<Table>,
    pub(crate) product: Box<dyn Product>,
}

/// Tables of the kernel's own.
pub const TABLES: &[Table] = &[
    Table::local("migrations"),
    Table::local("writer"),
    Table::tenant("audit").by_path(),
    Table::tenant("audit_heads"),
    Table::tenant("jobs"),
];

impl House {
    pub fn open(config: Config, modules: &[Module], migrations: &[Migration], product: impl Product) -> Result<Arc<House>> {
        std::fs::create_dir_all(&config.dir)?;
        let db = Db::open(&config.place, config.readers)?;
        let today = config.clock.today().to_string();
        let steps = migrations.to_vec();
        // Outside a piece of work: each migration is a transaction of its own.
        migrate_alone(&config.place, &steps, &today)?;
        let tables: Vec<Table> = TABLES.iter().chain(modules.iter().flat_map(|m| m.tables)).copied().collect();
        let routes = modules.iter().fold(Routes::default(), |routes, m| (m.routes)(routes.module(m.name)));
        let vault = Vault::open(&config.dir.join("key"))?;
        let jobs = Jobs::new(modules.iter().flat_map(|m| m.jobs).copied().collect());
        let house = House {
            db,
            vault,
            files: Files::new(config.dir.join("files")),
            clock: config.clock,
            tenant: config.tenant,
            dir: config.dir,
            jobs,
            routes,
            tables,
            product: Box::new(product),
        };
        Ok(Arc::new(house))
    }

    pub fn allows(&self, actor: &Actor, permission: &str) -> bool {
        let within_token = actor.only.as_ref().is_none_or(|only| only.iter().any(|p| p == permission));
        within_token && (actor.role == "system" || self.product.allows(&actor.role, permission))
    }

    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    pub(crate) fn actor(self: &Arc<House>, conn: &Shared, credential: Option<&Credential>) -> Result<Option<Actor>> {
        let Some(credential) = credential else { return Ok(None) };
        let hall = Hall::new(conn, self, Actor::system(self.tenant, "door", Scope::ALL));
        self.product.actor(&Reader(hall), credential)
    }

    /// Runs `work` as this actor in one transaction and writes its audit rows.
    pub(crate) fn write_as<T: Send + 'static>(
        self: &Arc<House>,
        actor: Actor,
        permission: String,
        route: String,
        work: impl FnOnce(&Writer) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let house = self.clone();
        self.db.write_now(move |conn| {
            let hall = Hall::new(conn, &house, actor);
            let result = work(&crate::cx::Door::open(hall.clone()))?;
            house.leave_audit(&hall, &permission, &route)?;
            Ok(result)
        })
    }

    /// One audit row for each act that was noted, or one for the request.
    pub(crate) fn leave_audit(&self, hall: &Hall, permission: &str, route: &str) -> Result<()> {
        let mut acts = hall.acts.take();
        if acts.is_empty() {
            acts.push(audit::Act::default());
        }
        let now = self.clock.now();
        for act in acts {
            let actor = &hall.actor;
            let act = audit::Act {
                account: actor.account,
                name: actor.name.clone(),
                role: actor.role.clone(),
                permission: permission.into(),
                route: route.into(),
                path: actor.scope.top().into(),
                ..act
            };
            audit::append(&mut hall.conn.borrow_mut(), &self.vault, actor.tenant, self.clock.new_id(), &now, &act)?;
        }
        Ok(())
    }

    /// The system reads, for jobs and the command line. `reason` says which.
    pub fn read_as_system<T: Send + 'static>(
        self: &Arc<House>,
        reason: &str,
        scope: Scope,
        work: impl FnOnce(&Reader) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (house, actor) = (self.clone(), Actor::system(self.tenant, reason, scope));
        self.db.read_now(move |conn| work(&Reader(Hall::new(conn, &house, actor))))
    }

    /// The system writes, in one transaction, with an audit row that names the reason.
    pub fn write_as_system<T: Send + 'static>(
        self: &Arc<House>,
        reason: &str,
        scope: Scope,
        work: impl FnOnce(&Writer) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.write_as(Actor::system(self.tenant, reason, scope), "system".into(), reason.into(), work)
    }

    /// Slow work of the system between short transactions.
    pub fn steps_as_system<T: Send + 'static>(
        self: &Arc<House>,
        reason: &str,
        scope: Scope,
        work: impl FnOnce(&crate::cx::Steps) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (house, actor, reason) = (self.clone(), Actor::system(self.tenant, reason, scope), reason.to_owned());
        self.db.step_now(move |conn| {
            let steps: crate::cx::Steps = crate::cx::Door::open(Hall::new(conn, &house, actor));
            crate::cx::Door::announce(&steps, "system", &reason);
            work(&steps)
        })
    }

    /// Walks the audit chain; the inner error says what is wrong.
    pub fn verify_audit(self: &Arc<House>) -> Result<std::result::Result<i64, String>> {
        let house = self.clone();
        self.db.read_now(move |conn| audit::verify(&mut conn.borrow_mut(), &house.vault, house.tenant))
    }

    pub fn new_id(&self) -> Id {
        self.clock.new_id()
    }
}

fn migrate_alone(place: &Place, migrations: &[Migration], today: &str) -> Result<()> {
    let mut conn = crate::db::Conn::open(place, true)?;
    crate::db::migrate(&mut conn, migrations, today)?;
    Ok(())
}
