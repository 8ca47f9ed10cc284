//! The place to drop files, the imports of before, and what still waits.

use super::{Import, Roster, Run, View, decision::Waiting, file::File};
use askama::Template;
use kernel::{Acted, Cx, Id, Page, Reader, Reply, Result, Upload, Uploaded, say, see, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Earlier imports on one page; older ones are found in the audit log.
const RECENT: i64 = 50;
/// Waiting rows on one page.
const WAITING: i64 = 100;

#[derive(Serialize, JsonSchema, Template)]
#[template(path = "imports/list.html")]
pub struct ImportList {
    pub imports: Vec<ImportLine>,
    /// Rosters that units handed in and nobody has read yet.
    pub rosters: Vec<Roster>,
    pub may_run: bool,
    pub waiting: i64,
}
impl Page for ImportList {
    fn title(&self) -> String {
        t("导入台账", "Import").into()
    }
}

#[derive(Serialize, JsonSchema)]
pub struct ImportLine {
    pub id: Id,
    pub state: String,
    pub made_at: String,
    pub made_by: String,
    pub files: i64,
    pub rows: i64,
    pub new: i64,
    pub changed: i64,
    pub decisions: i64,
}

impl ImportLine {
    fn of(cx: &Reader, import: Import) -> Result<ImportLine> {
        let files = File::of(cx, import.id)?;
        let sum = |of: fn(&File) -> i64| files.iter().map(of).sum();
        Ok(ImportLine {
            rows: sum(|f| f.row_count),
            new: sum(|f| f.new_count),
            changed: sum(|f| f.changed_count),
            decisions: sum(|f| f.decision_count),
            files: files.len() as i64,
            id: import.id,
            state: import.state,
            made_at: import.made_at,
            made_by: import.made_by,
        })
    }
}

/// What a state is called.
pub fn state_name(state: &str) -> &'static str {
    match state {
        "read" => t("待核对", "To be checked"),
        "taking" => t("正在收", "Being taken in"),
        "taken" => t("已收下", "Taken in"),
        "undone" => t("已撤销", "Undone"),
        _ => t("已丢开", "Thrown away"),
    }
}

pub fn list(cx: &Cx<View>) -> Result<Reply<ImportList>> {
    let imports = Import::recent(cx, RECENT)?.into_iter().map(|i| ImportLine::of(cx, i)).collect::<Result<_>>()?;
    Reply::show(ImportList { rosters: Roster::waiting(cx)?, imports, may_run: cx.may("imports.run"), waiting: super::open_decisions(cx)? })
}

/// What may come beside files.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Pasted {
    /// Cells copied in a program for sheets: a line a row, tabs between them.
    pub pasted: String,
}

pub fn upload(cx: &Cx<Run>, upload: Upload<Pasted>) -> Acted {
    let pasted = (!upload.fields.pasted.trim().is_empty())
        .then(|| Uploaded {
            name: say!("粘贴 {}.tsv", "pasted {}.tsv", &cx.now()[..16]), bytes: upload.fields.pasted.into_bytes().into()
        });
    let import = Import::read(cx, upload.files.into_iter().chain(pasted).collect())?;
    see(format!("/imports/{}", import.id))
}

#[derive(Serialize, JsonSchema, Template)]
#[template(path = "imports/decisions.html")]
pub struct WaitingList {
    pub all: i64,
    pub waiting: Vec<Waiting>,
}
impl Page for WaitingList {
    fn title(&self) -> String {
        t("待定的行", "Rows that wait").into()
    }
}

pub fn decisions(cx: &Cx<View>) -> Result<Reply<WaitingList>> {
    let mut waiting = vec![];
    for (import, _, row) in Import::waiting(cx, WAITING)? {
        waiting.push(Waiting::of(cx, &import, &File::of(cx, import.id)?, &row)?);
    }
    Reply::show(WaitingList { all: super::open_decisions(cx)?, waiting })
}
