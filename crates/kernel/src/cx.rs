//! Who is asking, what they were allowed to do, and the only door to the database.

use crate::{
    audit::Act,
    db::Shared,
    error::{Error, Result},
    house::House,
    row::from_row,
    schema::{Expanded, Scope, expand},
    value::{Args, Id, Value},
    vault::Spot,
};
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use std::{cell::RefCell, collections::HashMap, marker::PhantomData, ops::Deref, rc::Rc, sync::Arc};

/// Who acts: a person with an account, a visitor without one, or the system itself.
#[derive(Clone, Debug)]
pub struct Actor {
    pub account: Option<Id>,
    pub name: String,
    pub role: String,
    /// The member behind the account.
    pub person: Option<Id>,
    pub tenant: i64,
    pub scope: Scope,
    /// If the actor came with a token: the permissions it is limited to.
    pub only: Option<Vec<String>>,
    /// The credential was last noted as used a while ago: the kernel notes it again.
    pub stale: bool,
}

impl Actor {
    pub fn visitor(tenant: i64) -> Actor {
        Actor {
            account: None,
            name: "visitor".into(),
            role: "visitor".into(),
            person: None,
            tenant,
            scope: Scope::ALL,
            only: None,
            stale: false,
        }
    }
    pub fn system(tenant: i64, reason: &str, scope: Scope) -> Actor {
        Actor { account: None, name: reason.into(), role: "system".into(), person: None, tenant, scope, only: None, stale: false }
    }
}

/// What kind of door a permission opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Read,
    Write,
    /// Slow work (hashing, parsing, typesetting) between short transactions.
    Steps,
}

/// The door that a key opens; made by the kernel only.
pub trait Door: Sized + 'static {
    const ACCESS: Access;
    #[doc(hidden)]
    fn open(hall: Rc<Hall>) -> Self;
    /// The kernel tells the door under which permission and route it was opened.
    #[doc(hidden)]
    fn announce(&self, _permission: &str, _route: &str) {}
}

/// A door through which a GET may go: nothing can be changed in the request's own transaction.
#[diagnostic::on_unimplemented(message = "a GET changes nothing", note = "its permission opens a `Reader` or `Steps`")]
pub trait Looks: Door {}
impl Looks for Reader {}
impl Looks for Steps {}

pub trait Key: Send + Sync + 'static {
    type Door: Door;
}

/// One permission is one zero-sized type; the policy table alone grants it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no permission",
    note = "a handler's first argument is `&Cx<SomePermission>`; a page anyone may open goes through `Routes::public_get`"
)]
pub trait Permission: Key {
    const NAME: &'static str;
}

/// `permission!(pub Book = "venues.book", Writer);`
#[macro_export]
macro_rules! permission {
    ($($(#[$doc:meta])* $vis:vis $name:ident = $text:literal, $door:ident;)+) => { $(
        $(#[$doc])*
        #[derive(Debug)]
        $vis struct $name;
        impl $crate::Key for $name { type Door = $crate::$door; }
        impl $crate::Permission for $name { const NAME: &'static str = $text; }
    )+ };
}

/// A visitor without an account, on a page that is open to all.
#[derive(Debug)]
pub struct Anyone;
impl Key for Anyone {
    type Door = Reader;
}
/// A visitor who signs in, answers an invitation, or does anything else that changes something.
#[derive(Debug)]
pub struct AnyoneActs;
impl Key for AnyoneActs {
    type Door = Steps;
}

/// The value that the permission check returns. It is the door that `P` opens.
pub struct Cx<P: Key> {
    door: P::Door,
    _permission: PhantomData<fn() -> P>,
}
impl<P: Key> Cx<P> {
    pub(crate) fn new(hall: Rc<Hall>) -> Cx<P> {
        Cx { door: P::Door::open(hall), _permission: PhantomData }
    }
}
impl<P: Key> Deref for Cx<P> {
    type Target = P::Door;
    fn deref(&self) -> &P::Door {
        &self.door
    }
}

/// Everything that belongs to one piece of work on one connection.
#[doc(hidden)]
pub struct Hall {
    pub(crate) conn: Shared,
    pub(crate) house: Arc<House>,
    pub(crate) actor: Actor,
    /// What is said of a request, whichever view of it says so.
    pub(crate) acts: Rc<RefCell<Vec<Act>>>,
}

impl Hall {
    pub(crate) fn new(conn: &Shared, house: &Arc<House>, actor: Actor) -> Rc<Hall> {
        Rc::new(Hall { conn: conn.clone(), house: house.clone(), actor, acts: Rc::default() })
    }

    /// The same request with another view.
    fn seeing(&self, scope: Scope) -> Rc<Hall> {
        let actor = Actor { scope, ..self.actor.clone() };
        Rc::new(Hall { conn: self.conn.clone(), house: self.house.clone(), actor, acts: self.acts.clone() })
    }

    fn expanded(&self, sql: &str, given: usize) -> Result<Rc<Expanded>> {
        type Known = HashMap<String, Rc<Expanded>, foldhash::fast::RandomState>;
        thread_local! { static KNOWN: RefCell<[Known; 6]> = RefCell::default(); }
        let conn = self.conn.borrow();
        let scope = match &self.actor.scope {
            Scope::Subtree(top) if top.is_empty() => 0,
            Scope::Subtree(_) => 1,
            Scope::Own { .. } => 2,
        };
        let kind = scope + if conn.is_sqlite() { 0 } else { 3 };
        KNOWN.with_borrow_mut(|known| {
            if let Some(e) = known[kind].get(sql) {
                return Ok(e.clone());
            }
            let mut e = expand(&self.house.tables, sql, given, &self.actor.scope)?;
            e.text = conn.written(&e.text);
            let e = Rc::new(e);
            if known[kind].len() >= 2048 {
                known[kind].clear();
            }
            known[kind].insert(sql.into(), e.clone());
            Ok(e)
        })
    }

    fn query(&self, sql: &str, args: &[Value], each: &mut dyn FnMut(&dyn crate::row::Row) -> Result<bool>) -> Result<()> {
        let e = self.expanded(sql, args.len())?;
        let added = e.added(args, self.actor.tenant, &self.actor.scope)?;
        self.conn.borrow_mut().query(&e.text, Args::new(args, &added), each).map_err(|err| at(err, sql))
    }

    fn run(&self, sql: &str, args: &[Value]) -> Result<u64> {
        let e = self.expanded(sql, args.len())?;
        let added = e.added(args, self.actor.tenant, &self.actor.scope)?;
        self.conn.borrow_mut().run(&e.text, Args::new(args, &added)).map_err(|err| at(err, sql))
    }
}

fn at(error: Error, sql: &str) -> Error {
    match error {
        Error::Internal(e) => Error::Internal(e.context(sql.split_whitespace().collect::<Vec<_>>().join(" "))),
        other => other,
    }
}

/// A noun that can be found by its id.
pub trait Noun: DeserializeOwned {
    /// The table it stands in, without braces.
    const TABLE: &'static str;
}

/// Reads what the caller may know of. Rows outside the scope do not exist.
pub struct Reader(pub(crate) Rc<Hall>);
impl Door for Reader {
    const ACCESS: Access = Access::Read;
    fn open(hall: Rc<Hall>) -> Reader {
        Reader(hall)
    }
}

impl Reader {
    pub fn all<T: DeserializeOwned>(&self, sql: &str, args: &[Value]) -> Result<Vec<T>> {
        let mut rows = vec![];
        self.0.query(sql, args, &mut |row| {
            rows.push(from_row(row)?);
            Ok(true)
        })?;
        Ok(rows)
    }
    /// Gives each row to `each` without keeping them.
    pub fn each<T: DeserializeOwned>(&self, sql: &str, args: &[Value], mut each: impl FnMut(T) -> Result<()>) -> Result<()> {
        self.0.query(sql, args, &mut |row| {
            each(from_row(row)?)?;
            Ok(true)
        })
    }
    pub fn maybe<T: DeserializeOwned>(&self, sql: &str, args: &[Value]) -> Result<Option<T>> {
        let mut found = None;
        self.0.query(sql, args, &mut |row| {
            found = Some(from_row(row)?);
            Ok(false)
        })?;
        Ok(found)
    }
    pub fn one<T: DeserializeOwned>(&self, sql: &str, args: &[Value]) -> Result<T> {
        self.maybe(sql, args)?.ok_or(Error::NotFound)
    }
    pub fn find<T: Noun>(&self, id: Id) -> Result<T> {
        self.one(&format!("select * from {{{}}} t where t.id = $1", T::TABLE), crate::args![id])
    }
    pub fn actor(&self) -> &Actor {
        &self.0.actor
    }
    pub fn house(&self) -> &Arc<House> {
        &self.0.house
    }
    /// The same connection and transaction with the whole tenant in view, for what must hold beyond
    /// the caller's scope: sums of the organisations above, an ID number known elsewhere. What is
    /// read through it is never shown. `why` stands at each use for the reader of the code.
    pub fn beyond_scope(&self, _why: &'static str) -> Reader {
        Reader(self.0.seeing(Scope::ALL))
    }
    /// The same connection and transaction with a smaller view: this subtree alone. A subtree that
    /// lies outside the caller's view is not found.
    pub fn within(&self, path: &str) -> Result<Reader> {
        match &self.0.actor.scope {
            Scope::Subtree(top) if path.starts_with(top.as_str()) => Ok(Reader(self.0.seeing(Scope::Subtree(path.into())))),
            _ => Err(Error::NotFound),
        }
    }
    /// May this actor also do that? For showing or hiding a button, never for guarding.
    pub fn may(&self, permission: &str) -> bool {
        self.0.house.allows(&self.0.actor, permission)
    }
    pub fn today(&self) -> Date {
        self.0.house.clock.today()
    }
    pub fn now(&self) -> String {
        self.0.house.clock.now()
    }
    /// Opens a sealed value; the caller masks it or has a reason that was written down.
    pub fn unseal(&self, spot: Spot, sealed: &[u8]) -> Result<String> {
        let bytes = self.0.house.vault.open_sealed(spot, sealed)?;
        String::from_utf8(bytes).map_err(|e| Error::Internal(e.into()))
    }
    pub fn digest(&self, kind: &str, text: &str) -> Vec<u8> {
        self.0.house.vault.digest(kind, text)
    }
    /// Walks the audit chain on this connection; the inner error says what is wrong.
    pub fn verify_audit(&self) -> Result<std::result::Result<i64, String>> {
        crate::audit::verify(&mut self.0.conn.borrow_mut(), &self.0.house.vault, self.0.actor.tenant)
    }
    pub fn file(&self, name: &str) -> Result<Vec<u8>> {
        self.0.house.files.read(&self.0.house.vault, name)
    }
}

/// Reads and writes, in one transaction that the kernel commits and audits.
pub struct Writer(Reader);
impl Door for Writer {
    const ACCESS: Access = Access::Write;
    fn open(hall: Rc<Hall>) -> Writer {
        Writer(Reader(hall))
    }
}
impl Deref for Writer {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        &self.0
    }
}

impl Writer {
    fn hall(&self) -> &Hall {
        &self.0.0
    }
    /// Runs a changing statement; the number of rows it changed.
    pub fn run(&self, sql: &str, args: &[Value]) -> Result<u64> {
        self.hall().run(sql, args)
    }
    /// Like `run`, and it must change exactly one row: else there is no such row for the caller.
    pub fn run_one(&self, sql: &str, args: &[Value]) -> Result<()> {
        match self.run(sql, args)? {
            0 => Err(Error::NotFound),
            _ => Ok(()),
        }
    }
    /// Puts many rows in, many with one statement; `into` is the statement without its values.
    pub fn put<'v, const N: usize>(&self, into: &str, rows: impl Iterator<Item = Result<[Value<'v>; N]>>) -> Result<()> {
        const AT_ONCE: usize = 100;
        let text = |rows: usize| {
            let row = |n: usize| format!("({})", (1..=N).map(|c| format!("${}", n * N + c)).collect::<Vec<_>>().join(", "));
            format!("{into} values {}", (0..rows).map(row).collect::<Vec<_>>().join(", "))
        };
        let (mut values, mut many) = (Vec::with_capacity(AT_ONCE * N), None);
        for row in rows {
            values.extend(row?);
            if values.len() == AT_ONCE * N {
                self.run(many.get_or_insert_with(|| text(AT_ONCE)), &values)?;
                values.clear();
            }
        }
        if !values.is_empty() {
            self.run(&text(values.len() / N), &values)?;
        }
        Ok(())
    }
    /// As [`Reader::beyond_scope`], with the writing verbs.
    pub fn beyond_scope(&self, why: &'static str) -> Writer {
        Writer(self.0.beyond_scope(why))
    }
    pub fn new_id(&self) -> Id {
        self.hall().house.clock.new_id()
    }
    pub fn seal(&self, spot: Spot, text: &str) -> Result<Vec<u8>> {
        self.hall().house.vault.seal(spot, text.as_bytes())
    }
    pub fn keep_file(&self, bytes: &[u8]) -> Result<String> {
        self.hall().house.files.keep(&self.hall().house.vault, bytes)
    }
    /// Says in the audit log what was done to what; without it the row names the request alone.
    pub fn note(&self, subject: Id, detail: impl Into<String>) {
        self.hall().acts.borrow_mut().push(Act { subject: Some(subject), detail: detail.into(), ..Act::default() });
    }
    /// As `note`, with the reason that the actor gave.
    pub fn note_reason(&self, subject: Id, detail: impl Into<String>, reason: &str) {
        self.hall().acts.borrow_mut().push(Act { subject: Some(subject), detail: detail.into(), reason: reason.into(), ..Act::default() });
    }
    /// Hands work to the background, in this transaction.
    pub fn enqueue(&self, kind: &str, payload: &impl serde::Serialize) -> Result<Id> {
        crate::jobs::enqueue(self, kind, &serde_json::to_string(payload)?, None)
    }
    /// The same, not before this stamp of the clock.
    pub fn enqueue_at(&self, kind: &str, payload: &impl serde::Serialize, due_at: &str) -> Result<Id> {
        crate::jobs::enqueue(self, kind, &serde_json::to_string(payload)?, Some(due_at))
    }
}

/// Slow work between two doors: nothing is held while it runs; each `write` is a transaction of its own.
pub struct Steps {
    reader: Reader,
    permission: RefCell<(String, String)>,
}
impl Door for Steps {
    const ACCESS: Access = Access::Steps;
    fn open(hall: Rc<Hall>) -> Steps {
        Steps { reader: Reader(hall), permission: RefCell::default() }
    }
    fn announce(&self, permission: &str, route: &str) {
        *self.permission.borrow_mut() = (permission.into(), route.into());
    }
}
impl Deref for Steps {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        &self.reader
    }
}
impl Steps {
    pub fn write<T: Send + 'static>(&self, work: impl FnOnce(&Writer) -> Result<T> + Send + 'static) -> Result<T> {
        let (permission, route) = self.permission.borrow().clone();
        self.house().write_as(self.actor().clone(), permission, route, work)
    }
}
