//! Importing from the command line: the same reading, comparing and taking in, in one go.

use super::{
    file::Opened,
    import::{all_or_nothing, begin, look, open_all, sums},
    take::Hand,
    walk::{Choices, Walk, Walked, waiting_before},
};
use kernel::{House, Id, Result, Scope, Writer};
use serde::Serialize;
use std::sync::Arc;

#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    pub files: Vec<FileReport>,
    /// Under which the import can be looked at and undone; none where nothing was to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import: Option<Id>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct FileReport {
    pub file: String,
    pub kind: String,
    pub rows: usize,
    pub new: usize,
    pub changed: usize,
    pub same: usize,
    pub decisions: usize,
    pub refused: usize,
    /// Why nothing of it was taken in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// What is done with files that were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// They are compared with the ledger, which stays as it is.
    Look,
    /// Every row is taken in, each decision by its safe default.
    RowByRow,
    /// All rows are taken in, or none where one waits or is refused.
    Whole,
}

/// Reads the files, compares them and takes them in. `progress` hears how far it is.
pub fn run(
    house: &Arc<House>,
    scope: Scope,
    files: Vec<(String, Vec<u8>)>,
    how: How,
    progress: impl Fn(u64, u64) + Send + 'static,
) -> Result<Report> {
    house.steps_as_system("import", scope.clone(), move |cx| {
        let opened = open_all(cx, files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])))?;
        if how == How::Look {
            let rows = look(cx, &opened, Choices::default())?;
            return cx.write(move |w| keep(w, &opened, &files, rows, w.new_id(), "read"));
        }
        cx.house().write_as_system("import", scope, move |w| {
            let import = w.new_id();
            let step = |done, of| {
                progress(done, of);
                Ok(())
            };
            let choices = Choices { before: waiting_before(w, &opened)?, whole: how == How::Whole, ..Choices::default() };
            let rows = Walk::new(w, Some(Hand::new(w, import)?), choices, &step)?.all(&opened)?;
            if how == How::Whole {
                all_or_nothing(&rows)?;
            }
            keep(w, &opened, &files, rows, import, "taken")
        })
    })
}

/// Writes the import down, unless it leaves no trace: every row stands in the ledger already.
fn keep(cx: &Writer, opened: &[Opened], files: &[(String, Vec<u8>)], rows: Vec<Walked>, import: Id, state: &str) -> Result<Report> {
    let reports = opened.iter().zip(&rows).map(|(file, rows)| FileReport::of(file, rows)).collect();
    if state == "taken" && rows.iter().flat_map(|f| &f.rows).all(|r| r.outcome == "same") {
        return Ok(Report { files: reports, import: None });
    }
    begin(cx, import, state)?;
    for (position, ((file, rows), (_, bytes))) in opened.iter().zip(&rows).zip(files).enumerate() {
        cx.keep_file(bytes)?;
        file.keep(cx, import, position, rows)?;
    }
    cx.note(import, sums(&rows));
    Ok(Report { files: reports, import: Some(import) })
}

impl FileReport {
    fn of(file: &Opened, walked: &Walked) -> FileReport {
        let rows = &walked.rows;
        let count = |outcome: &str| rows.iter().filter(|r| r.outcome == outcome).count();
        FileReport {
            file: file.name.clone(),
            kind: file.kind().into(),
            rows: rows.len(),
            new: count("new"),
            changed: count("changed"),
            same: count("same"),
            decisions: count("decision"),
            refused: count("refused") + usize::from(file.problem.is_some()),
            problem: file.remark().map(|t| t.here().to_owned()),
        }
    }
}
