//! An import: files that were given to us together, looked at, taken in as a whole, and taken back
//! as a whole.

use super::{
    file::{File, Opened, Room},
    row::{Kept, RowAt, Stored},
    take::Hand,
    walk::{At, Choices, Walk, Walked, waiting_before},
};
use crate::{orgs::Org, rulebook};
use kernel::{Error, Files, Id, Noun, Reader, Result, Steps, Uploaded, Writer, args};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Import {
    pub id: Id,
    pub path: String,
    pub org: Id,
    /// read, taking, taken, undone, dropped.
    pub state: String,
    /// All or nothing: it is taken in only when no row waits or is refused.
    pub whole: bool,
    /// Why it could not be taken in.
    pub problem: String,
    pub made_at: String,
    pub made_by: String,
    pub job: Option<Id>,
    /// Whose contact handed the files in.
    pub unit: Option<Id>,
    pub taken_at: Option<String>,
    pub undone_at: Option<String>,
}
impl Noun for Import {
    const TABLE: &'static str = "imports";
}

/// Says how far it is; fails once somebody asked to stop.
pub type Step<'a> = &'a dyn Fn(u64, u64) -> Result<()>;

impl Import {
    pub fn recent(cx: &Reader, most: i64) -> Result<Vec<Import>> {
        cx.all("select * from {imports} i where i.state <> 'dropped' order by i.made_at desc, i.id desc limit $1", args![most])
    }

    /// Keeps the files, reads them and compares them with the ledger, which stays as it is.
    pub fn read(cx: &Steps, uploaded: Vec<Uploaded>) -> Result<Import> {
        Import::read_of(cx, uploaded, None)
    }

    /// The same, of files that a unit handed in.
    pub fn read_of(cx: &Steps, uploaded: Vec<Uploaded>, unit: Option<(Id, String)>) -> Result<Import> {
        let files = open_all(cx, uploaded.iter().map(|f| (f.name.as_str(), &f.bytes[..])))?;
        let (unit, name) = unit.unzip();
        let rows = look(cx, &files, Choices { unit: name, ..Choices::default() })?;
        let id = cx.house().new_id();
        cx.write(move |w| {
            for file in &uploaded {
                w.keep_file(&file.bytes)?;
            }
            begin(w, id, "read")?;
            w.run_one("update {imports} set unit = $1 where id = $2", args![unit, id])?;
            for (position, (file, rows)) in files.iter().zip(&rows).enumerate() {
                file.keep(w, id, position, rows)?;
            }
            w.note(id, format!("read {} files", files.len()));
            w.find(id)
        })
    }

    /// Reads and compares again: a reading or a branch was decided on, or the ledger moved on.
    pub fn look_again(&self, cx: &Steps) -> Result<()> {
        self.in_state(&["read"])?;
        let files = self.open(cx)?;
        let rows = look(cx, &files, self.choices(cx)?)?;
        let chosen: HashMap<At, Stored> = self.decided(cx)?;
        let id = self.id;
        cx.write(move |w| {
            for (position, (file, mut rows)) in files.iter().zip(rows).enumerate() {
                for row in rows.rows.iter_mut().filter(|r| r.outcome == "decision") {
                    if let Some(stored) = chosen.get(&(position, row.sheet, row.line)) {
                        row.choice.clone_from(&stored.choice);
                    }
                }
                file.keep(w, id, position, &rows)?;
            }
            Ok(())
        })
    }

    /// The files as they were given, opened and read as it was decided.
    pub fn open(&self, cx: &Reader) -> Result<Vec<Opened>> {
        let book = rulebook::book(cx)?;
        let mut room = Room::new(cx, &book.at(cx.today()))?;
        let mut files = vec![];
        for file in File::of(cx, self.id)? {
            let mut opened = room.open(file.id, &file.name, &file.content, &cx.file(&file.content)?);
            opened.readings = file.readings()?;
            files.push(opened);
        }
        Ok(files)
    }

    pub fn choices(&self, cx: &Reader) -> Result<Choices> {
        let mut rows = HashMap::new();
        for (at, stored) in self.decided(cx)? {
            let corrected = if stored.choice == "edit" { stored.kept(cx)?.map(|kept: Kept| kept.draft) } else { None };
            rows.insert(at, (stored.choice, corrected));
        }
        let all = cx.beyond_scope("the name of the unit that handed the files in");
        let unit = self.unit.map(|id| all.maybe("select u.name from {units} u where u.id = $1", args![id])).transpose()?.flatten();
        Ok(Choices {
            unit,
            rows,
            branches: cx.all("select name, choice from {import_branches} b where b.import = $1 order by b.name", args![self.id])?,
            ..Choices::default()
        })
    }

    fn decided(&self, cx: &Reader) -> Result<HashMap<At, Stored>> {
        let mut decided = HashMap::new();
        for file in File::of(cx, self.id)? {
            let rows: Vec<Stored> =
                cx.all("select * from {import_rows} r where r.file = $1 and r.outcome = 'decision' and r.choice <> ''", args![file.id])?;
            decided.extend(rows.into_iter().map(|r| ((file.position as usize, r.sheet as usize, r.line as u32), r)));
        }
        Ok(decided)
    }

    /// Takes everything in, in the transaction of `cx`. A second time there is nothing left to do.
    pub fn take(&self, cx: &Writer, files: &[Opened], step: Step<'_>) -> Result<()> {
        let now: Import = cx.find(self.id)?;
        if now.state == "taken" {
            return Ok(());
        }
        now.in_state(&["read", "taking"])?;
        let mut choices = self.choices(cx)?;
        choices.before = waiting_before(cx, files)?;
        choices.whole = now.whole;
        let rows = Walk::new(cx, Some(Hand::new(cx, self.id)?), choices, step)?.all(files)?;
        if now.whole {
            all_or_nothing(&rows)?;
        }
        for (position, (file, rows)) in files.iter().zip(&rows).enumerate() {
            file.keep(cx, self.id, position, rows)?;
        }
        cx.run_one("update {imports} set state = 'taken', problem = '', taken_at = $1 where id = $2", args![cx.now(), self.id])?;
        cx.note(self.id, sums(&rows));
        Ok(())
    }

    /// The rows that wait for somebody, of imports that the caller may know of.
    pub fn waiting(cx: &Reader, most: i64) -> Result<Vec<(Import, File, Stored)>> {
        let rows: Vec<Stored> = cx.all(
            "select r.* from {imports} i join {import_files} f on f.tenant = i.tenant and f.import = i.id join {import_rows} r on r.tenant = f.tenant and r.file = f.id \
             where i.state = 'taken' and r.outcome = 'decision' and r.choice = '' order by i.made_at, r.file, r.sheet, r.line limit $1",
            args![most],
        )?;
        let mut waiting = vec![];
        for row in rows {
            let file: File = cx.find(row.file)?;
            waiting.push((cx.find(file.import)?, file, row));
        }
        Ok(waiting)
    }

    pub fn row_at(&self, cx: &Reader, file: Id, place: &str) -> Result<(File, Stored)> {
        let file = File::of_import(cx, self.id, file)?;
        let (sheet, line) = place.split_once('-').and_then(|(s, l)| Some((s.parse().ok()?, l.parse().ok()?))).ok_or(Error::NotFound)?;
        let row = Stored::find(cx, RowAt { file: file.id, sheet, line })?;
        Ok((file, row))
    }

    pub fn in_state(&self, states: &[&str]) -> Result<()> {
        if states.contains(&self.state.as_str()) {
            return Ok(());
        }
        Err(Error::rule(
            "import_moved_on",
            "这次导入已不在这一步，请刷新后再看。",
            "This import is no longer at this step; look at it again.",
        ))
    }
}

/// Opens uploaded files; what cannot be read says why.
pub fn open_all<'f>(cx: &Reader, files: impl Iterator<Item = (&'f str, &'f [u8])>) -> Result<Vec<Opened>> {
    let book = rulebook::book(cx)?;
    let rules = book.at(cx.today());
    let most = rules.get(rulebook::keys::IMPORT_FILES_MAX);
    let mut room = Room::new(cx, &rules)?;
    let mut opened = vec![];
    for (name, bytes) in files {
        if opened.len() as i64 >= most {
            return Err(Error::field("files", format!("一次最多 {most} 个文件。"), format!("At most {most} files at once.")));
        }
        let mut file = room.open(cx.house().new_id(), name, &Files::name(bytes), bytes);
        follow_known(cx, &mut file)?;
        opened.push(file);
    }
    if opened.is_empty() {
        return Err(Error::field("files", "请选择文件。", "Choose files."));
    }
    Ok(opened)
}

/// Reads a sheet as somebody confirmed it for a sheet of the same layout.
fn follow_known(cx: &Reader, file: &mut Opened) -> Result<()> {
    for reading in &mut file.readings {
        let shape = kernel::vault::hex(&kernel::vault::fingerprint(&reading.layout()));
        let known: Option<String> = cx.maybe("select reading from {known_readings} k where k.shape = $1", args![shape])?;
        if let Some(confirmed) = known.and_then(|text| serde_json::from_str(&text).ok()) {
            reading.follow(&confirmed);
        }
    }
    Ok(())
}

/// Compares without writing.
pub fn look(cx: &Reader, files: &[Opened], mut choices: Choices) -> Result<Vec<Walked>> {
    choices.before = waiting_before(cx, files)?;
    Walk::new(cx, None, choices, &|_, _| Ok(()))?.all(files)
}

/// Writes the import's own row.
pub fn begin(cx: &Writer, id: Id, state: &str) -> Result<()> {
    let top = Org::top(cx)
        .map_err(|_| Error::rule("no_street", "还没有建立街道，先运行 linli init。", "There is no street yet: run linli init first."))?;
    let taken = (state == "taken").then(|| cx.now());
    cx.run(
        "insert into {imports} (id, path, org, state, whole, problem, made_at, made_by, job, taken_at, undone_at) values ($1, $2, $3, $4, 0, '', $5, $6, null, $7, null)",
        args![id, &top.path, top.id, state, cx.now(), &cx.actor().name, taken],
    )?;
    Ok(())
}

/// `new 12, same 3`: counts only, no facts.
pub fn sums(files: &[Walked]) -> String {
    let mut counts: std::collections::BTreeMap<&str, usize> = Default::default();
    files.iter().flat_map(|f| &f.rows).for_each(|row| *counts.entry(row.outcome).or_default() += 1);
    counts.into_iter().map(|(o, n)| format!("{o} {n}")).collect::<Vec<_>>().join(", ")
}

/// Refuses the whole where a row waits for somebody or is refused.
pub fn all_or_nothing(files: &[Walked]) -> Result<()> {
    let rows = || files.iter().flat_map(|f| &f.rows);
    let open = rows().filter(|r| r.outcome == "decision" && r.choice.is_empty()).count();
    let refused = rows().filter(|r| r.outcome == "refused").count();
    if open + refused == 0 {
        return Ok(());
    }
    Err(Error::rule(
        "not_whole",
        format!("要求全收才收：还有 {open} 行待定、{refused} 行不能收，一行都没有收。"),
        format!("All or nothing was asked for: {open} rows wait and {refused} are refused, so nothing was taken in."),
    ))
}
