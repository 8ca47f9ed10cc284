//! Work in the background: one table in the same transaction as the facts, claimed with a lease,
//! taken up again after a restart. Progress is kept in memory; what is done is in the database.

use crate::{
    args,
    cx::{Steps, Writer},
    db::Place,
    error::{Error, Result},
    house::House,
    schema::Scope,
    value::Id,
};
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    fs::{File, TryLockError},
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

/// A kind of background work. It may run twice after a crash, so it looks first at what is done.
#[derive(Clone, Copy)]
pub struct Job {
    pub kind: &'static str,
    pub run: fn(&Steps, &Ticket) -> Result<()>,
    /// Runs by itself each so many seconds.
    pub every: Option<u64>,
}

/// One piece of queued work, as its runner sees it.
pub struct Ticket {
    pub id: Id,
    pub payload: String,
    pub progress: Arc<Progress>,
    /// If this fails as well, nobody tries again.
    pub last: bool,
}
impl Ticket {
    pub fn payload<T: for<'a> Deserialize<'a>>(&self) -> Result<T> {
        Ok(serde_json::from_str(&self.payload)?)
    }
    /// Says how far it is; fails once somebody asked to stop.
    pub fn step(&self, done: u64, of: u64) -> Result<()> {
        self.progress.step(done, of)
    }
}

#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    of: AtomicU64,
    cancelled: AtomicBool,
}
impl Progress {
    pub fn step(&self, done: u64, of: u64) -> Result<()> {
        self.done.store(done, Ordering::Relaxed);
        self.of.store(of, Ordering::Relaxed);
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(Error::rule("cancelled", "已取消，没有改动任何数据。", "Cancelled; nothing was changed."));
        }
        Ok(())
    }
}

/// How a piece of work stands.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Standing {
    pub id: Id,
    pub kind: String,
    /// `queued`, `running`, `done`, `failed` or `cancelled`.
    pub state: String,
    pub problem: String,
    #[serde(default)]
    pub done: u64,
    #[serde(default)]
    pub of: u64,
}

pub struct Jobs {
    kinds: Vec<Job>,
    running: Mutex<HashMap<Id, Arc<Progress>>>,
    bell: (Mutex<bool>, Condvar),
    stopping: AtomicBool,
}

/// Work is claimed for so long. A longer piece may be claimed by another process as well; each looks
/// first at what is done, and one writer at a time sees to it that nothing is done twice.
const LEASE_SECONDS: i64 = 60;
const ATTEMPTS: i64 = 3;
/// What was begun so often and never came to an end is what ends the process.
const STARTS: i64 = 10;

impl Jobs {
    pub(crate) fn new(kinds: Vec<Job>) -> Jobs {
        Jobs { kinds, running: Mutex::default(), bell: Default::default(), stopping: AtomicBool::new(false) }
    }
    pub fn ring(&self) {
        *self.bell.0.lock().unwrap_or_else(|e| e.into_inner()) = true;
        self.bell.1.notify_all();
    }
    fn wait(&self, time: Duration) {
        let rung = self.bell.0.lock().unwrap_or_else(|e| e.into_inner());
        if let Ok((mut rung, _)) = self.bell.1.wait_timeout_while(rung, time, |rung| !*rung) {
            *rung = false;
        }
    }
    pub fn cancel(&self, id: Id) {
        if let Ok(running) = self.running.lock()
            && let Some(progress) = running.get(&id)
        {
            progress.cancelled.store(true, Ordering::Relaxed);
        }
    }
    fn progress(&self, id: Id) -> Option<Arc<Progress>> {
        self.running.lock().ok().and_then(|r| r.get(&id).cloned())
    }
}

/// Due at once where no stamp is given.
pub(crate) fn enqueue(cx: &Writer, kind: &str, payload: &str, due_at: Option<&str>) -> Result<Id> {
    let (id, now) = (cx.new_id(), cx.now());
    cx.run("insert into {jobs} (id, kind, payload, state, problem, due_at, attempts, lease_until) values ($1, $2, $3, 'queued', '', $4, 0, '')", args![id, kind, payload, due_at.unwrap_or(&now)])?;
    let house = cx.house().clone();
    house.jobs.ring();
    Ok(id)
}

#[derive(Deserialize)]
struct Claimed {
    id: Id,
    kind: String,
    payload: String,
    attempts: i64,
}

impl House {
    pub fn job(self: &Arc<House>, id: Id) -> Result<Standing> {
        let mut standing: Standing = self
            .read_as_system("job", Scope::ALL, move |cx| cx.one("select id, kind, state, problem from {jobs} where id = $1", args![id]))?;
        if let Some(progress) = self.jobs.progress(id) {
            standing.done = progress.done.load(Ordering::Relaxed);
            standing.of = progress.of.load(Ordering::Relaxed);
        }
        Ok(standing)
    }

    /// Runs what is due, one after the other, until nothing is. The number of pieces of work done.
    pub fn work_off(self: &Arc<House>) -> Result<usize> {
        let mut count = 0;
        while let Some(claimed) = self.claim()? {
            self.work(claimed)?;
            count += 1;
        }
        Ok(count)
    }

    /// Starts the thread that works the queue off for as long as the house stands.
    pub fn start_work(self: &Arc<House>) -> Result<std::thread::JoinHandle<()>> {
        let (house, lock) = (self.clone(), self.alone()?);
        let thread = std::thread::Builder::new().name("jobs".into()).spawn(move || {
            let _held_until_the_end = lock;
            let mut due: HashMap<&str, i64> = HashMap::new();
            if let Err(e) = house.take_up_again() {
                tracing::error!("jobs: {e:#}");
            }
            while !house.jobs.stopping.load(Ordering::Relaxed) {
                house.queue_regular(&mut due);
                if let Err(e) = house.work_off() {
                    tracing::error!("jobs: {e:#}");
                }
                house.jobs.wait(Duration::from_secs(2));
            }
        })?;
        Ok(thread)
    }

    pub fn stop_work(&self) {
        self.jobs.stopping.store(true, Ordering::Relaxed);
        self.jobs.ring();
    }

    /// One process at a time works on a folder with a database in it; the system frees the lock
    /// however the process ends.
    fn alone(&self) -> Result<Option<File>> {
        if matches!(self.db.place, Place::Postgres(_)) {
            return Ok(None);
        }
        let lock = File::create(self.dir.join("serving"))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(lock)),
            Err(TryLockError::WouldBlock) => Err(Error::rule(
                "served_already",
                format!("{} 已经有一个邻里在运行。", self.dir.display()),
                format!("A Linli runs on {} already.", self.dir.display()),
            )),
            Err(TryLockError::Error(e)) => Err(e.into()),
        }
    }

    /// What still counts as running in a folder that we have to ourselves was cut off with the last
    /// process. On a server another process may be at it, so there the lease must end.
    fn take_up_again(&self) -> Result<()> {
        if matches!(self.db.place, Place::Postgres(_)) {
            return Ok(());
        }
        let tenant = self.tenant;
        let sql = "update jobs set state = 'queued', lease_until = '' where tenant = $1 and state = 'running'";
        self.db.write_now(move |conn| conn.borrow_mut().run(sql, args![tenant])).map(drop)
    }

    fn queue_regular(self: &Arc<House>, due: &mut HashMap<&'static str, i64>) {
        let now = self.clock.timestamp().as_second();
        for job in &self.jobs.kinds {
            let kind = job.kind;
            let Some(every) = job.every else { continue };
            if due.get(kind).is_some_and(|last| now - last < every as i64) {
                continue;
            }
            due.insert(kind, now);
            if let Err(e) = self.queue_again(kind) {
                tracing::error!("cannot queue {kind}: {e:#}");
            }
        }
    }

    /// Queues regular work: one row a kind, which is queued again. Not an act of anybody, as claiming is none.
    pub fn queue_again(&self, kind: &str) -> Result<()> {
        let (tenant, id, kind, now) = (self.tenant, Id::named(&["regular", kind]), kind.to_owned(), self.clock.now());
        let sql = "insert into jobs (tenant, id, kind, payload, state, problem, due_at, attempts, lease_until) values ($1, $2, $3, 'null', 'queued', '', $4, 0, '') \
            on conflict (tenant, id) do update set state = 'queued', problem = '', due_at = excluded.due_at, attempts = 0 where jobs.state not in ('queued', 'running')";
        self.db.write_now(move |conn| conn.borrow_mut().run(sql, args![tenant, id, kind, now])).map(drop)
    }

    fn claim(self: &Arc<House>) -> Result<Option<Claimed>> {
        let house = self.clone();
        let lease = (self.clock.timestamp() + jiff::SignedDuration::from_secs(LEASE_SECONDS)).to_string();
        let (now, stamp) = (self.clock.now(), self.clock.timestamp().to_string());
        let (tenant, vacant) = (self.tenant, self.read_as_system("jobs", Scope::ALL, {
            let (now, stamp) = (now.clone(), stamp.clone());
            move |cx| cx.maybe::<Id>("select id from {jobs} where due_at <= $1 and (state = 'queued' or (state = 'running' and lease_until < $2)) order by due_at limit 1", args![now, stamp])
        })?);
        if vacant.is_none() {
            return Ok(None);
        }
        // Not an act of anybody: claiming leaves no audit row.
        self.db.write_now(move |conn| {
            let mut found = None;
            let sql = "update jobs set state = 'running', lease_until = $1, attempts = attempts + 1 where tenant = $2 and id = (select id from jobs where tenant = $2 and due_at <= $3 and (state = 'queued' or (state = 'running' and lease_until < $4)) order by due_at limit 1) returning id, kind, payload, attempts";
            conn.borrow_mut().query(sql, args![lease, tenant, now, stamp], &mut |row| {
                found = Some(crate::row::from_row(row)?);
                Ok(true)
            })?;
            drop(house);
            Ok(found)
        })
    }

    fn work(self: &Arc<House>, claimed: Claimed) -> Result<()> {
        let progress = Arc::new(Progress::default());
        let ticket = Ticket { id: claimed.id, payload: claimed.payload, progress: progress.clone(), last: claimed.attempts >= ATTEMPTS };
        if let Ok(mut running) = self.jobs.running.lock() {
            running.insert(claimed.id, progress);
        }
        let outcome = match self.jobs.kinds.iter().find(|j| j.kind == claimed.kind).copied() {
            Some(_) if claimed.attempts > STARTS => Err(Error::rule(
                "gave_up",
                format!("开始过 {STARTS} 次都没有做完，不再重试。"),
                format!("Begun {STARTS} times and never finished; it is not tried again."),
            )),
            Some(job) => self.steps_as_system(&claimed.kind, Scope::ALL, move |steps| (job.run)(steps, &ticket)),
            None => Err(Error::Internal(anyhow::anyhow!("no work of kind {}", claimed.kind))),
        };
        let (state, problem) = match &outcome {
            Ok(()) => ("done", String::new()),
            Err(Error::Rule { code: "cancelled", .. }) => ("cancelled", String::new()),
            Err(Error::Internal(e)) => {
                tracing::error!("{} {}: {e:#}", claimed.kind, claimed.id);
                ("retry", outcome.as_ref().err().map_or(String::new(), Error::sentence))
            }
            Err(e) => ("failed", e.sentence()),
        };
        let (tenant, id, attempts) = (self.tenant, claimed.id, claimed.attempts);
        self.db.write_now(move |conn| {
            let sql = "update jobs set state = case when $1 <> 'retry' then $1 when attempts < $2 then 'queued' else 'failed' end, problem = $3, lease_until = '' where tenant = $4 and id = $5 and attempts = $6";
            conn.borrow_mut().run(sql, args![state, ATTEMPTS, problem, tenant, id, attempts])
        })?;
        if let Ok(mut running) = self.jobs.running.lock() {
            running.remove(&claimed.id);
        }
        Ok(())
    }
}
