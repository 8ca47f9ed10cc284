//! One database behind one small door. Worker threads own the connections; a piece of work is a
//! closure that is sent to them. Readers run side by side; slow work (hashing, parsing,
//! typesetting) has threads of its own, so that nobody's page waits for it; one writer takes pieces
//! of work in turn and commits as many as are waiting at once (group commit), so that an
//! acknowledged write is on disk and eight people writing cost one fsync. All that differs between
//! SQLite and PostgreSQL stands in this folder.

mod conn;
mod migrate;
mod postgres;
mod sqlite;

pub use conn::Conn;
pub use migrate::{Migration, applied, migrate};

use crate::error::{Error, Result};
use crossbeam_channel::{Receiver, Sender, unbounded};
use std::{
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    rc::Rc,
    time::{Duration, Instant},
};

/// Where the facts are.
#[derive(Clone, Debug)]
pub enum Place {
    /// A file of our own.
    Sqlite(PathBuf),
    /// A PostgreSQL (or Citus) server: `postgres://user@host/name`.
    Postgres(String),
}

/// A connection while one piece of work has it.
pub type Shared = Rc<RefCell<Conn>>;

type Work = Box<dyn FnOnce(&Shared) + Send>;
/// Runs inside the writer's transaction, and hands back what to do once the commit is known.
type WriteWork = Box<dyn FnOnce(Turn<'_>) -> Box<dyn FnOnce(Result<()>) + Send> + Send>;

/// A place in the writer's transaction.
enum Turn<'a> {
    First(&'a Shared),
    Later(&'a Shared),
    /// There is no transaction.
    None,
}

#[derive(Clone)]
pub struct Db {
    pub place: Place,
    readers: Sender<Work>,
    steppers: Sender<Work>,
    writer: Sender<WriteWork>,
}

/// How much slow work runs side by side: a job in the background, and what people wait for.
const STEPPERS: usize = 3;

/// How many pieces of work one commit may carry, and how long the first may wait for the others.
const GROUP: usize = 256;
const PATIENCE: Duration = Duration::from_millis(20);

impl Db {
    /// Opens the database with this many reading connections.
    pub fn open(place: &Place, readers: usize) -> Result<Db> {
        let (write_to, write_from) = unbounded::<WriteWork>();
        let writer = Conn::open(place, true)?;
        thread("writer", move || write_loop(Rc::new(RefCell::new(writer)), write_from))?;
        Ok(Db {
            place: place.clone(),
            readers: pool(place, "reader", readers.max(1))?,
            steppers: pool(place, "stepper", STEPPERS)?,
            writer: write_to,
        })
    }

    /// Runs `work` on a reading connection; `done` gets its result on that thread.
    pub fn read<T: 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T> + Send + 'static,
        done: impl FnOnce(Result<T>) + Send + 'static,
    ) {
        let sent = self.readers.send(Box::new(move |conn| done(guarded(|| work(conn)))));
        debug_assert!(sent.is_ok(), "readers outlive the door");
    }

    /// As `read`, for work that takes its time.
    pub fn step<T: 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T> + Send + 'static,
        done: impl FnOnce(Result<T>) + Send + 'static,
    ) {
        let sent = self.steppers.send(Box::new(move |conn| done(guarded(|| work(conn)))));
        debug_assert!(sent.is_ok(), "steppers outlive the door");
    }

    /// Runs `work` in a transaction of its own; `done` gets its result after the commit.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T> + Send + 'static,
        done: impl FnOnce(Result<T>) + Send + 'static,
    ) {
        let sent = self.writer.send(Box::new(move |turn| {
            let result = turn.take(work);
            Box::new(move |commit: Result<()>| done(commit.and(result)))
        }));
        debug_assert!(sent.is_ok(), "the writer outlives the door");
    }

    pub fn read_now<T: Send + 'static>(&self, work: impl FnOnce(&Shared) -> Result<T> + Send + 'static) -> Result<T> {
        let (to, from) = crossbeam_channel::bounded(1);
        self.read(work, move |result| _ = to.send(result));
        from.recv().map_err(|e| Error::Internal(e.into()))?
    }

    pub fn step_now<T: Send + 'static>(&self, work: impl FnOnce(&Shared) -> Result<T> + Send + 'static) -> Result<T> {
        let (to, from) = crossbeam_channel::bounded(1);
        self.step(work, move |result| _ = to.send(result));
        from.recv().map_err(|e| Error::Internal(e.into()))?
    }

    pub fn write_now<T: Send + 'static>(&self, work: impl FnOnce(&Shared) -> Result<T> + Send + 'static) -> Result<T> {
        let (to, from) = crossbeam_channel::bounded(1);
        self.write(work, move |result| _ = to.send(result));
        from.recv().map_err(|e| Error::Internal(e.into()))?
    }
}

impl Db {
    /// A consistent copy of the SQLite file, while others read and write.
    pub fn copy_to(&self, file: &std::path::Path) -> Result<()> {
        let file = file.to_string_lossy().into_owned();
        self.read_now(move |conn| conn.borrow_mut().run("vacuum into $1", &[file.into()]).map(drop))
    }

    /// What the database itself finds broken: its file, its references. PostgreSQL lets none break.
    pub fn faults(&self) -> Result<Vec<String>> {
        self.read_now(|conn| {
            let mut conn = conn.borrow_mut();
            let mut faults = vec![];
            if conn.is_sqlite() {
                for check in ["pragma foreign_key_check", "pragma integrity_check"] {
                    conn.query(check, &[], &mut |row| {
                        let cells: Vec<String> =
                            (0..row.width()).map(|n| format!("{:?}", row.cell(n).unwrap_or(crate::row::Cell::Null))).collect();
                        if cells != ["Text(\"ok\")"] {
                            faults.push(format!("{check}: {}", cells.join(" ")));
                        }
                        Ok(true)
                    })?;
                }
            }
            Ok(faults)
        })
    }
}

/// So many threads with a reading connection each, that take work from one queue.
fn pool(place: &Place, name: &str, threads: usize) -> Result<Sender<Work>> {
    let (to, from) = unbounded::<Work>();
    for n in 0..threads {
        let (conn, work) = (Conn::open(place, false)?, from.clone());
        thread(&format!("{name}-{n}"), move || {
            let conn = Rc::new(RefCell::new(conn));
            for work in work {
                work(&conn);
            }
        })?;
    }
    Ok(to)
}

/// Ends by itself when the last door to it is dropped.
fn thread(name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
    std::thread::Builder::new().name(name.into()).stack_size(8 << 20).spawn(work)?;
    Ok(())
}

/// A panic in one piece of work is that work's failure and nobody else's.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let why =
            panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(|s| s.to_string())).unwrap_or_default();
        Err(Error::Internal(anyhow::anyhow!("panicked: {why}")))
    })
}

impl Turn<'_> {
    /// One piece of work: what failed leaves nothing behind. The first piece needs no savepoint, for
    /// the transaction holds nothing else yet.
    fn take<T>(self, work: impl FnOnce(&Shared) -> Result<T>) -> Result<T> {
        match self {
            Turn::None => Err(Error::Internal(anyhow::anyhow!("there is no transaction"))),
            Turn::First(conn) => guarded(|| work(conn)).or_else(|e| {
                conn.borrow_mut().batch("rollback")?;
                conn.borrow_mut().begin()?;
                Err(e)
            }),
            Turn::Later(conn) => {
                conn.borrow_mut().batch("savepoint piece")?;
                let result = guarded(|| work(conn));
                conn.borrow_mut().batch(if result.is_ok() { "release piece" } else { "rollback to piece; release piece" })?;
                result
            }
        }
    }
}

fn write_loop(conn: Shared, work: Receiver<WriteWork>) {
    while let Ok(first) = work.recv() {
        if let Err(e) = conn.borrow_mut().begin() {
            tracing::error!("cannot begin: {e:#}");
            first(Turn::None)(Err(e));
            continue;
        }
        let since = Instant::now();
        let mut waiting = vec![first(Turn::First(&conn))];
        while waiting.len() < GROUP && since.elapsed() < PATIENCE {
            match work.try_recv() {
                Ok(next) => waiting.push(next(Turn::Later(&conn))),
                Err(_) => break,
            }
        }
        let committed = conn.borrow_mut().commit().map_err(|e| e.to_string());
        for done in waiting {
            done(committed.clone().map_err(|e| Error::Internal(anyhow::anyhow!("the commit failed: {e}"))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args;
    use std::sync::mpsc;

    fn rows(db: &Db) -> i64 {
        db.read_now(|conn| {
            let mut count = 0;
            conn.borrow_mut().query("select count(*) from t", args![], &mut |row| {
                count = crate::row::from_row(row)?;
                Ok(false)
            })?;
            Ok(count)
        })
        .unwrap()
    }

    /// A piece of work that writes a row and then ends as it is told.
    fn piece(end: &'static str) -> impl FnOnce(&Shared) -> Result<()> + Send + 'static {
        move |conn| {
            conn.borrow_mut().run("insert into t (what) values ($1)", args![end])?;
            match end {
                "fails" => Err(Error::NotFound),
                "panics" => panic!("on purpose"),
                _ => Ok(()),
            }
        }
    }

    #[test]
    fn what_fails_or_panics_leaves_nothing_behind_wherever_it_stands_in_a_commit() {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open(&Place::Sqlite(dir.path().join("db")), 1).unwrap();
        db.write_now(|conn| conn.borrow_mut().batch("create table t (what text)")).unwrap();
        for end in ["fails", "panics"] {
            assert!(db.write_now(piece(end)).is_err() && rows(&db) == 0, "{end} alone");
        }
        for order in [["holds", "fails", "panics", "holds"], ["fails", "holds", "panics", "holds"], ["panics", "fails", "holds", "holds"]] {
            let before = rows(&db);
            // The writer waits in a piece of its own until all four stand in the queue: one commit.
            let (go, wait) = mpsc::channel::<()>();
            db.write(move |_| wait.recv().map_err(|e| Error::Internal(e.into())), |_| ());
            let (told, ends) = mpsc::channel();
            for end in order {
                let told = told.clone();
                db.write(piece(end), move |result| told.send(result.is_ok()).unwrap());
            }
            go.send(()).unwrap();
            let ends: Vec<bool> = ends.iter().take(4).collect();
            assert_eq!(ends, order.map(|end| end == "holds"), "{order:?}");
            assert_eq!(rows(&db) - before, 2, "{order:?}");
        }
    }

    #[test]
    fn slow_work_keeps_no_reader_waiting() {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open(&Place::Sqlite(dir.path().join("db")), 1).unwrap();
        let (go, wait) = mpsc::channel::<()>();
        db.step(move |_| wait.recv().map_err(|e| Error::Internal(e.into())), |_| ());
        assert_eq!(db.read_now(|_| Ok(7)).unwrap(), 7, "while the slow work still waits");
        go.send(()).unwrap();
    }
}
