//! What an import would do or did: its files, how each is read, what waits, and every row.

use super::{
    Import, View,
    confirm::Progress,
    decision::Waiting,
    file::{File, kind_name},
    lines::{RowLine, outcome, rows},
    notes::Notes,
    row::Stored,
    why::Why,
};
use crate::{orgs::Org, rulebook};
use askama::Template;
use kernel::{Cx, Id, Page, Path, Query, Reader, Reply, Result, args, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::{Meaning, Reading};

/// Decisions shown beside the rows.
const DECISIONS: i64 = 10;

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Look {
    pub file: Option<Id>,
    /// Only rows of this outcome: new, changed, same, decision, refused.
    pub only: String,
    /// Rows after this one: sheet-line.
    pub after: String,
}

#[derive(Serialize, JsonSchema, Template)]
#[template(path = "imports/show.html")]
pub struct ShowImport {
    pub import: Import,
    pub files: Vec<File>,
    pub here: Option<File>,
    pub readings: Vec<SheetReading>,
    pub sums: Sums,
    pub branches: Vec<UnknownBranch>,
    /// Where unknown branches can be put.
    pub orgs: Vec<(String, String)>,
    pub waiting: Vec<Waiting>,
    pub rows: Vec<RowLine>,
    pub only: String,
    pub next: Option<String>,
    pub progress: Option<Progress>,
    pub undo_until: Option<String>,
    pub may_run: bool,
}
impl Page for ShowImport {
    fn title(&self) -> String {
        t("导入台账", "Import").into()
    }
}

#[derive(Clone, Copy, Debug, Default, Serialize, JsonSchema)]
pub struct Sums {
    pub rows: i64,
    pub new: i64,
    pub changed: i64,
    pub same: i64,
    /// All that somebody has or had to decide, and those still open.
    pub decisions: i64,
    pub open: i64,
    pub refused: i64,
    /// Rows that a confirmation takes in: new, changed, and doubtful ones by their safe default.
    pub taken: i64,
    /// Units that rosters name and the register does not hold yet.
    pub units: i64,
}

#[derive(Serialize, JsonSchema)]
pub struct SheetReading {
    /// Which sheet of the file, from 0.
    pub number: usize,
    pub sheet: String,
    pub kind: String,
    pub kind_reason: String,
    pub branch: String,
    pub columns: Vec<ColumnReading>,
    pub left_out: Vec<String>,
    /// What was read otherwise than it stands, with the cells.
    pub notes: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
pub struct ColumnReading {
    pub header: String,
    pub meaning: String,
    pub reason: String,
    /// good, watch or plain.
    pub tag: String,
}

#[derive(Serialize, JsonSchema)]
pub struct UnknownBranch {
    pub name: String,
    pub rows: i64,
    pub choice: String,
}

pub fn show(cx: &Cx<View>, Path(id): Path<Id>, Query(look): Query<Look>) -> Result<Reply<ShowImport>> {
    let import: Import = cx.find(id)?;
    Reply::show(ShowImport::of(cx, import, look)?)
}

impl ShowImport {
    fn of(cx: &Reader, import: Import, look: Look) -> Result<ShowImport> {
        let files = File::of(cx, import.id)?;
        let here =
            files.iter().find(|f| Some(f.id) == look.file).or(files.iter().find(|f| f.decision_count > 0)).or(files.first()).cloned();
        let readings = here.as_ref().map(File::readings).transpose()?.unwrap_or_default();
        let notes = here.as_ref().map(File::notes).transpose()?.unwrap_or_default();
        let (rows, next) = here.as_ref().map(|f| rows(cx, &import, f, &look)).transpose()?.unwrap_or_default();
        let branches = branches(cx, &import)?;
        let orgs = if branches.is_empty() { vec![] } else { Org::tree(cx)?.into_iter().map(|o| (o.id.to_string(), o.name)).collect() };
        Ok(ShowImport {
            sums: sums(cx, &import, &files)?,
            waiting: waiting(cx, &import, &files, here.as_ref())?,
            readings: readings.iter().map(|r| SheetReading::of(r, &notes)).collect(),
            progress: Progress::of(&import, cx),
            undo_until: import.undo_until(cx)?.filter(|last| cx.today() <= *last).map(|d| d.to_string()),
            may_run: cx.may("imports.run"),
            only: look.only,
            branches,
            orgs,
            rows,
            next,
            here,
            files,
            import,
        })
    }

    /// One letter for a kind of file.
    pub fn mark(&self, file: &File) -> &'static str {
        match file.kind.as_str() {
            "organisations" => t("组", "O"),
            "roster" => t("册", "R"),
            "floating_register" => t("流", "F"),
            "contact_cards" => t("卡", "C"),
            "roll_call" => t("签", "A"),
            "dues" => t("费", "D"),
            "households" => t("户", "H"),
            "units" => t("单", "U"),
            "in_service" => t("报", "S"),
            "needs" => t("需", "N"),
            _ => "？",
        }
    }

    /// What rows can be picked by.
    pub fn outcomes(&self) -> [(&'static str, &'static str); 6] {
        let named = |code| (code, outcome(code, true).0);
        [("", t("全部", "All")), named("new"), named("changed"), named("same"), named("decision"), named("refused")]
    }

    /// Before it is taken in, a row that would come in can be left out, and one that was can come after all.
    fn can_leave(&self, row: &RowLine) -> bool {
        self.import.state == "read" && matches!(row.outcome.as_str(), "new" | "changed")
    }
    fn can_take(&self, row: &RowLine) -> bool {
        self.import.state == "read" && row.code == "left_out"
    }
    /// Afterwards, what a row changed of somebody can be taken back alone.
    fn can_take_back(&self, row: &RowLine) -> bool {
        self.undo_until.is_some() && row.changed_somebody
    }

    pub fn state_name(&self) -> &'static str {
        super::list::state_name(&self.import.state)
    }
}

fn sums(cx: &Reader, import: &Import, files: &[File]) -> Result<Sums> {
    let sum = |of: fn(&File) -> i64| files.iter().map(of).sum::<i64>();
    let count = |what: &str| {
        let sql = format!(
            "select cast(count(*) as bigint) from {{import_files}} f join {{import_rows}} r on r.tenant = f.tenant and r.file = f.id where f.import = $1 and r.outcome = 'decision' and {what}"
        );
        cx.one::<i64>(&sql, args![import.id])
    };
    let open = count("r.choice = ''")?;
    let flagged = count("(r.choice not in ('', 'leave') or (r.choice = '' and (r.why like 'doubtful%' or r.why like 'marks_unread%')))")?;
    let units: i64 = cx.one(
        "select cast(count(*) as bigint) from {import_files} f join {import_rows} r on r.tenant = f.tenant and r.file = f.id where f.import = $1 and r.outcome = 'new' and r.why = 'unit_new'",
        args![import.id],
    )?;
    let (new, changed) = (sum(|f| f.new_count), sum(|f| f.changed_count));
    Ok(Sums {
        rows: sum(|f| f.row_count),
        same: sum(|f| f.same_count),
        decisions: sum(|f| f.decision_count),
        refused: sum(|f| f.refused_count),
        taken: new + changed + flagged,
        units,
        new,
        changed,
        open,
    })
}

fn waiting(cx: &Reader, import: &Import, files: &[File], here: Option<&File>) -> Result<Vec<Waiting>> {
    let Some(here) = here else { return Ok(vec![]) };
    let rows: Vec<Stored> = cx.all(
        "select * from {import_rows} r where r.file = $1 and r.outcome = 'decision' and r.choice = '' and r.why not like 'branch_unknown _%' order by r.sheet, r.line limit $2",
        args![here.id, DECISIONS],
    )?;
    rows.iter().map(|row| Waiting::of(cx, import, files, row)).collect()
}

/// Branches that rows name and the tree does not hold, with what was decided.
fn branches(cx: &Reader, import: &Import) -> Result<Vec<UnknownBranch>> {
    let named: Vec<(String, i64)> = cx.all(
        "select r.why, cast(count(*) as bigint) from {import_files} f join {import_rows} r on r.tenant = f.tenant and r.file = f.id \
         where f.import = $1 and r.outcome = 'decision' and r.choice = '' and r.why like 'branch_unknown _%' group by r.why order by r.why",
        args![import.id],
    )?;
    let named = named
        .into_iter()
        .filter_map(|(why, rows)| Some((if let Ok(Why::BranchUnknown(name)) = why.parse() { name } else { return None }, rows)));
    Ok(named.map(|(name, rows)| UnknownBranch { name, rows, choice: String::new() }).collect())
}

impl SheetReading {
    fn of(reading: &Reading, notes: &Notes) -> SheetReading {
        let columns = reading.columns.iter().filter(|c| c.meaning != Meaning::LeftOut);
        SheetReading {
            number: reading.sheet,
            sheet: reading.sheet_name.clone(),
            kind: kind_name(reading.kind.code()),
            kind_reason: t(&reading.kind_reason.zh, &reading.kind_reason.en).to_owned(),
            branch: t(&reading.branch.reason.zh, &reading.branch.reason.en).to_owned(),
            columns: columns
                .map(|c| ColumnReading {
                    header: c.header.clone(),
                    meaning: meaning_name(c.meaning),
                    reason: t(&c.reason.zh, &c.reason.en).to_owned(),
                    tag: tag(c).into(),
                })
                .collect(),
            left_out: reading.left_out().map(|c| c.header.clone()).collect(),
            notes: notes.of_sheet(reading.sheet),
        }
    }
}

fn tag(column: &sheets::Column) -> &'static str {
    match column.meaning {
        Meaning::Field(_) | Meaning::RollCall if column.sure => "tag-good",
        Meaning::Field(_) | Meaning::RollCall => "tag-watch",
        _ => "",
    }
}

pub fn meaning_name(meaning: Meaning) -> String {
    match meaning {
        Meaning::Field(field) => rulebook::field_name(field),
        Meaning::Extra => t("留作附加信息", "Kept as another fact").into(),
        Meaning::RollCall => t("签到", "Roll-call").into(),
        Meaning::Ignored => t("不用录入", "Not needed").into(),
        Meaning::LeftOut => t("有意不收", "Left out on purpose").into(),
    }
}
