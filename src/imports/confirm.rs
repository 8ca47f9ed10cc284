//! Taking an import in: in the background with its progress, or at once for programs.

use super::{Import, Run, View};
use kernel::{Acted, Cx, Download, Error, Id, Input, Job, Path, Result, Scope, Standing, Steps, Ticket, args, said, say, see, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub const TAKE: Job = Job { kind: "imports.take", run: work, every: None };

#[derive(Deserialize, JsonSchema)]
pub struct Confirm {
    /// Take it in before answering, not in the background.
    #[serde(default)]
    pub at_once: bool,
    /// All or nothing: take nothing in while a row waits or is refused. Otherwise row by row.
    #[serde(default)]
    pub whole: bool,
}

pub fn confirm(cx: &Cx<Run>, Path(id): Path<Id>, Input(confirm): Input<Confirm>) -> Acted {
    let import: Import = cx.find(id)?;
    import.in_state(&["read"])?;
    import.wants_whole(cx, confirm.whole)?;
    if confirm.at_once {
        let files = import.open(cx)?;
        cx.write(move |w| import.take(w, &files, &|_, _| Ok(())))?;
        return said(format!("/imports/{id}"), t("已收下。", "Taken in."));
    }
    import.queue(cx)?;
    see(format!("/imports/{id}"))
}

impl Import {
    /// Whether it is taken in as a whole or row by row. A whole that cannot be is refused at once.
    fn wants_whole(&self, cx: &Steps, whole: bool) -> Result<()> {
        let id = self.id;
        if whole {
            let open: i64 = cx.one(
                "select cast(count(*) as bigint) from {import_files} f join {import_rows} r on r.tenant = f.tenant and r.file = f.id \
                 where f.import = $1 and (r.outcome = 'refused' or (r.outcome = 'decision' and r.choice = ''))",
                args![id],
            )?;
            if open > 0 {
                let (zh, en) = (
                    format!("还有 {open} 行待定或不能收，不能全收。请先逐行定下，或改为逐行收。"),
                    format!("{open} rows wait or are refused: decide about them first, or take the rest in row by row."),
                );
                return Err(Error::rule("not_whole", zh, en));
            }
        }
        cx.write(move |w| w.run_one("update {imports} set whole = $1 where id = $2", args![whole, id]))
    }

    /// Hands the taking-in to the background.
    fn queue(&self, cx: &Steps) -> Result<()> {
        let id = self.id;
        cx.write(move |w| {
            let job = w.enqueue(TAKE.kind, &id)?;
            w.note(id, "confirmed");
            w.run_one("update {imports} set state = 'taking', job = $1, problem = '' where id = $2 and state = 'read'", args![job, id])
        })
    }

    /// Stops the taking-in; what it has written so far is not committed.
    fn stop(&self, cx: &Steps) -> Acted {
        let id = self.id;
        if let Some(job) = self.job {
            cx.house().jobs.cancel(job);
        }
        let stopped =
            cx.write(move |w| w.run("update {imports} set state = 'read', job = null where id = $1 and state = 'taking'", args![id]))?;
        let url = format!("/imports/{id}");
        match cx.find::<Import>(id)?.state.as_str() {
            "taken" if stopped == 0 => {
                said(url, t("已经收完了。要拿回来，请撤销这次导入。", "It was taken in already; to take it back, undo the import."))
            }
            _ => said(url, t("已停下，什么都没有收。", "Stopped; nothing was taken in.")),
        }
    }

    /// The state before the taking-in, with what went wrong.
    fn back_to_read(&self, cx: &Steps, problem: String) -> Result<()> {
        let id = self.id;
        cx.house().write_as_system("import", Scope::Subtree(self.path.clone()), move |w| {
            w.run("update {imports} set state = 'read', job = null, problem = $1 where id = $2 and state = 'taking'", args![problem, id])
                .map(drop)
        })
    }

    pub fn standing(&self, cx: &kernel::Reader) -> Option<Standing> {
        self.job.filter(|_| self.state == "taking").and_then(|job| cx.house().job(job).ok())
    }
}

/// The whole import is one transaction: after a crash it has been taken in or it has not, and the
/// state says which.
fn work(cx: &Steps, ticket: &Ticket) -> Result<()> {
    let import: Import = cx.find(ticket.payload::<Id>()?)?;
    if import.state != "taking" {
        return Ok(());
    }
    let files = import.open(cx)?;
    let (progress, taken, scope) = (ticket.progress.clone(), import.clone(), Scope::Subtree(import.path.clone()));
    let by = format!("import of {}", import.made_by);
    let done = cx.house().write_as_system(&by, scope, move |w| {
        // Somebody may have stopped it while it waited for its turn to write.
        let stands: Import = w.find(taken.id)?;
        if stands.state == "taking" { taken.take(w, &files, &|done, of| progress.step(done, of)) } else { Ok(()) }
    });
    if let Err(error) = &done
        && (ticket.last || !matches!(error, kernel::Error::Internal(_)))
    {
        import.back_to_read(cx, error.sentence())?;
    }
    done
}

/// Stopping is a change of the import's own row, made by the one writer: it comes before the
/// taking-in, which then finds nothing to do, or after it, and then the answer is that it came late.
pub fn cancel(cx: &Cx<Run>, Path(id): Path<Id>) -> Acted {
    let import: Import = cx.find(id)?;
    import.in_state(&["read", "taking"])?;
    if import.state == "taking" {
        return import.stop(cx);
    }
    cx.write(move |w| w.run_one("update {imports} set state = 'dropped' where id = $1 and state = 'read'", args![id]))?;
    said("/imports", t("已丢开这次读取，台账没有变化。", "Thrown away; the ledger is as it was."))
}

#[derive(Serialize)]
struct Event {
    done: u64,
    total: u64,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// One event a request; the browser asks again after the pause that it is told.
pub fn progress(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Download> {
    let import: Import = cx.find(id)?;
    let (done, total) = import.standing(cx).map_or((0, 0), |s| (s.done, s.of));
    let url = (import.state != "taking").then(|| format!("/imports/{id}"));
    let event = Event { done, total, text: say!("第 {done} 行，共 {total} 行", "Row {done} of {total}"), url };
    let bytes = format!("retry: 700\ndata: {}\n\n", serde_json::to_string(&event)?).into_bytes();
    Ok(Download { name: "progress".into(), mime: "text/event-stream", bytes, inline: true })
}

/// What a page shows of an import that is being taken in.
#[derive(Serialize, JsonSchema)]
pub struct Progress {
    pub done: u64,
    pub of: u64,
}

impl Progress {
    pub fn of(import: &Import, cx: &kernel::Reader) -> Option<Progress> {
        (import.state == "taking").then(|| import.standing(cx).map_or(Progress { done: 0, of: 0 }, |s| Progress { done: s.done, of: s.of }))
    }
}
