//! What an import would do or did: its files, how each is read, what waits, and every row.

use super::{
    Import, View,
    confirm::Progress,
    decision::{Waiting, flags},
    file::{File, kind_name},
    merge::merged,
    row::Stored,
    take::org_facts,
    why::{Why, fact_name},
    words,
};
use crate::{
    orgs::Org,
    people::{Facts, Member, mask_address, mask_id_no, mask_phone},
};
use askama::Template;
use kernel::{Cx, Download, Id, Page, Path, Query, Reader, Reply, Result, args, say, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::{Meaning, Reading, write};

/// Rows of one page, and decisions shown beside them.
const ROWS: i64 = 50;
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
}

#[derive(Serialize, JsonSchema)]
pub struct SheetReading {
    pub sheet: String,
    pub kind: String,
    pub kind_reason: String,
    pub branch: String,
    pub columns: Vec<ColumnReading>,
    pub left_out: Vec<String>,
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

#[derive(Serialize, JsonSchema)]
pub struct RowLine {
    pub sheet: i64,
    pub line: i64,
    pub name: String,
    pub outcome: String,
    pub outcome_name: String,
    pub tag: String,
    pub why: String,
    pub changes: Vec<Changed>,
}

#[derive(Serialize, JsonSchema)]
pub struct Changed {
    pub fact: String,
    pub old: String,
    pub new: String,
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
        let (rows, next) = here.as_ref().map(|f| rows(cx, &import, f, &look)).transpose()?.unwrap_or_default();
        let branches = branches(cx, &import)?;
        let orgs = if branches.is_empty() { vec![] } else { Org::tree(cx)?.into_iter().map(|o| (o.id.to_string(), o.name)).collect() };
        Ok(ShowImport {
            sums: sums(cx, &import, &files)?,
            waiting: waiting(cx, &import, &files, here.as_ref())?,
            readings: readings.iter().map(SheetReading::of).collect(),
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
            _ => "？",
        }
    }

    /// What rows can be picked by.
    pub fn outcomes(&self) -> [(&'static str, &'static str); 6] {
        let named = |code| (code, outcome(code, true).0);
        [("", t("全部", "All")), named("new"), named("changed"), named("same"), named("decision"), named("refused")]
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
    let flagged = count("(r.choice not in ('', 'leave') or (r.choice = '' and r.why like 'doubtful%'))")?;
    let (new, changed) = (sum(|f| f.new_count), sum(|f| f.changed_count));
    Ok(Sums {
        rows: sum(|f| f.row_count),
        same: sum(|f| f.same_count),
        decisions: sum(|f| f.decision_count),
        refused: sum(|f| f.refused_count),
        taken: new + changed + flagged,
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

fn rows(cx: &Reader, import: &Import, file: &File, look: &Look) -> Result<(Vec<RowLine>, Option<String>)> {
    let (sheet, line) =
        look.after.split_once('-').and_then(|(s, l)| Some((s.parse::<i64>().ok()?, l.parse::<i64>().ok()?))).unwrap_or((-1, 0));
    let found: Vec<Stored> = cx.all(
        "select * from {import_rows} r where r.file = $1 and (r.sheet > $2 or (r.sheet = $2 and r.line > $3)) and (cast($4 as text) = '' or r.outcome = $4) order by r.sheet, r.line limit $5",
        args![file.id, sheet, line, &look.only, ROWS + 1],
    )?;
    let next = found.get(ROWS as usize).and(found.get(ROWS as usize - 1)).map(|last| format!("{}-{}", last.sheet, last.line));
    let lines = found.iter().take(ROWS as usize).map(|row| RowLine::of(cx, import, row)).collect::<Result<_>>()?;
    Ok((lines, next))
}

impl RowLine {
    fn of(cx: &Reader, import: &Import, row: &Stored) -> Result<RowLine> {
        let (outcome_name, tag) = outcome(&row.outcome, row.waits());
        Ok(RowLine {
            sheet: row.sheet,
            line: row.line,
            name: row.name.clone(),
            outcome: row.outcome.clone(),
            outcome_name: outcome_name.into(),
            tag: tag.into(),
            why: row.why().map_or(String::new(), |w| w.sentence(|(_, _, line)| say!("第 {line} 行", "row {line}"))),
            changes: if row.outcome == "changed" { changes(cx, import, row)? } else { vec![] },
        })
    }

    pub fn place(&self) -> String {
        format!("{}-{}", self.sheet, self.line)
    }
}

fn outcome(outcome: &str, waits: bool) -> (&'static str, &'static str) {
    match outcome {
        "new" => (t("新", "New"), "tag-good"),
        "changed" => (t("变", "Changed"), "tag-watch"),
        "same" => (t("同", "Same"), ""),
        "decision" if waits => (t("待定", "To decide"), "tag-watch"),
        "decision" => (t("已定", "Decided"), ""),
        _ => (t("不收", "Refused"), "tag-act"),
    }
}

/// Old and new of each fact, hidden ones masked. Once taken in, the ledger tells the story.
fn changes(cx: &Reader, import: &Import, row: &Stored) -> Result<Vec<Changed>> {
    let named = || row.why.split(' ').map(|f| Changed { fact: fact_name(f).into(), old: String::new(), new: String::new() }).collect();
    let (Some(subject), "read", Some(kept)) = (row.subject, import.state.as_str(), row.kept(cx)?) else { return Ok(named()) };
    let pair = match &kept.draft.says {
        super::draft::Says::Member(_) => {
            let member: Member = cx.find(subject)?;
            let old = member.facts(cx)?;
            let new = merged(&old, &kept.draft);
            Some((facts_shown(&old), facts_shown(&new)))
        }
        super::draft::Says::Org(said) => Some((org_shown(&org_facts(cx, &cx.find(subject)?)?), org_shown(said))),
        _ => None,
    };
    let Some((old, new)) = pair else { return Ok(named()) };
    let shown = |side: &[(&str, String)], fact: &str| side.iter().find(|s| s.0 == fact).map_or(String::new(), |s| s.1.clone());
    Ok(row.why.split(' ').map(|f| Changed { fact: fact_name(f).into(), old: shown(&old, f), new: shown(&new, f) }).collect())
}

fn facts_shown(f: &Facts) -> Vec<(&'static str, String)> {
    let plain = |v: &Option<String>| v.clone().unwrap_or_default();
    vec![
        ("name", f.name.clone()),
        ("sex", f.sex.clone()),
        ("birth", plain(&f.birth)),
        ("id_no", f.id_no.as_deref().map_or(String::new(), mask_id_no)),
        ("phone", f.phone.as_deref().map_or(String::new(), mask_phone)),
        ("education", f.education.clone()),
        ("joined", plain(&f.joined)),
        ("became_full", plain(&f.became_full)),
        ("probationary", if f.probationary { t("预备", "probationary") } else { t("正式", "full") }.into()),
        ("employment", f.employment.clone()),
        ("unit", f.unit.clone()),
        ("home", f.home.as_deref().map_or(String::new(), mask_address)),
        ("lives_at", f.lives_at.as_deref().map_or(String::new(), mask_address)),
        ("last_contact", plain(&f.last_contact)),
        ("flags", flags(&f.flags)),
    ]
}

fn org_shown(o: &super::draft::OrgSaid) -> Vec<(&'static str, String)> {
    let plain = |v: &Option<String>| v.clone().unwrap_or_default();
    vec![
        ("kind", o.kind.map_or(String::new(), |k| k.name().here().to_owned())),
        ("secretary", o.secretary.clone()),
        ("phone", o.phone.as_deref().map_or(String::new(), mask_phone)),
        ("founded", plain(&o.founded)),
        ("elected", plain(&o.elected)),
    ]
}

impl SheetReading {
    fn of(reading: &Reading) -> SheetReading {
        let columns = reading.columns.iter().filter(|c| c.meaning != Meaning::LeftOut);
        SheetReading {
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
        Meaning::Field(field) => {
            let label = words().label(field);
            t(&label.zh, &label.en).to_owned()
        }
        Meaning::Extra => t("留作附加信息", "Kept as another fact").into(),
        Meaning::RollCall => t("签到", "Roll-call").into(),
        Meaning::Ignored => t("不用录入", "Not needed").into(),
        Meaning::LeftOut => t("有意不收", "Left out on purpose").into(),
    }
}

/// The rows with what becomes of each. It names people and nothing hidden.
pub fn check_list(cx: &Cx<View>, Path(id): Path<Id>) -> Result<Download> {
    let import: Import = cx.find(id)?;
    let heads = [
        (t("文件", "File"), 34.0),
        (t("工作表", "Sheet"), 8.0),
        (t("行", "Row"), 8.0),
        (t("姓名或名称", "Name"), 26.0),
        (t("结果", "Outcome"), 10.0),
        (t("说明", "Why"), 50.0),
    ];
    let table = write::Table {
        title: t("导入核对表", "Check list of an import").into(),
        note: say!("{} · {}", "{} · {}", import.made_by, &import.made_at[..10]),
        columns: heads.into_iter().map(|(head, width)| write::Column::new(head, width)).collect(),
    };
    let mut lines: Vec<[String; 6]> = vec![];
    for file in File::of(cx, id)?.iter().filter(|f| f.row_count > 0 || !f.problem.is_empty()) {
        lines.extend(
            file.problem().map(|p| [file.name.clone(), String::new(), String::new(), String::new(), t("没有收", "Not taken in").into(), p]),
        );
        cx.each("select * from {import_rows} r where r.file = $1 order by r.sheet, r.line", args![file.id], |row: Stored| {
            lines.push(check_line(file, &row));
            Ok(())
        })?;
    }
    let bytes =
        write::xlsx(&table, lines.into_iter().map(|line| line.map(write::Cell::from))).map_err(|e| kernel::Error::Internal(e.into()))?;
    Ok(Download {
        name: say!("导入核对表.xlsx", "check-list.xlsx"),
        mime: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        bytes,
        inline: false,
    })
}

fn check_line(file: &File, row: &Stored) -> [String; 6] {
    let why = match row.why() {
        Some(why) => why.sentence(|(_, _, line)| say!("第 {line} 行", "row {line}")),
        None => row.why.split_whitespace().map(fact_name).collect::<Vec<_>>().join(t("、", ", ")),
    };
    let sheet = (row.sheet + 1).to_string();
    [file.name.clone(), sheet, row.line.to_string(), row.name.clone(), outcome(&row.outcome, row.waits()).0.into(), why]
}
